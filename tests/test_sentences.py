"""Sentences: the cases of `cases/sentences.md`, and what holds for any text."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import razdel
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.document import Span
from polyglot_news.text.clauses import split_clauses
from polyglot_news.text.gap import LOOK
from polyglot_news.text.sentences import split_sentences

CASES = Path(__file__).parent / "cases" / "sentences.md"
BETWEEN = re.compile(r"\|(\\n|\s*)\|")

PIECES = (
    *"АаЯЁёXx1… .!?;:,—-«»“”„\"'()[]\n\t",
    *(
        "г.",
        "ул. ",
        "А. ",
        "U.S. ",
        "млн ",
        "т. д. ",
        "No. ",
        "p.m. ",
        "Mr. ",
        "word ",
        "Word ",
        "слово ",
        "Слово ",
        "The ",
        "Он ",
    ),
    *("🎉", "❗️", "🔻", "1️⃣ ", "...", "?!", ":)", "[1]", "t.me/a.b ", "iPhone ", "\u00a0", "\u0301", "\x00", "\ud800", "»."),
)
NEWS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
ANY = st.one_of(NEWS, st.text(), st.text(alphabet=st.characters(), max_size=60))


def cases() -> Iterator[object]:
    heading = ""
    for number, line in enumerate(CASES.read_text(encoding="utf-8").splitlines(), start=1):
        heading = line[3:] if line.startswith("## ") else heading
        if line.startswith("- "):
            case, _, reason = line[2:].partition(" ## ")
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
            yield pytest.param(case, id=f"{number}:{heading}", marks=marks)


def parts(text: str, spans: list[Span]) -> list[str]:
    return [span.of(text) for span in spans]


def bare(text: str) -> str:
    return "".join(text.split())


def assert_spans(text: str, spans: list[Span]) -> None:
    """Trimmed, in order, disjoint, not empty; all that is not white space."""
    assert all(0 <= span.start < span.stop <= len(text) for span in spans)
    assert all(a.stop <= b.start for a, b in itertools.pairwise(spans))
    assert all(part == part.strip() for part in parts(text, spans))
    assert bare("".join(parts(text, spans))) == bare(text)


@pytest.mark.parametrize("case", list(cases()))
def test_case(case: str) -> None:
    pieces = BETWEEN.split(case)
    text = "".join("\n" if piece == "\\n" else piece for piece in pieces)
    assert parts(text, split_sentences(text)) == pieces[::2]


def test_there_are_many_cases() -> None:
    assert len(list(cases())) >= 160


@pytest.mark.parametrize("text", ["", " ", "\n", "\n\n \t\n", "\u00a0"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == []
    assert split_clauses(text, fits=bool) == []


@given(ANY)
def test_sentences_cover_the_text(text: str) -> None:
    assert_spans(text, split_sentences(text))


@given(ANY)
def test_no_sentence_crosses_a_line_end(text: str) -> None:
    assert not any("\n" in part for part in parts(text, split_sentences(text)))


@given(st.lists(st.sampled_from(PIECES).map(str.strip), max_size=40).map(" ".join))
def test_a_sentence_alone_is_one_sentence(text: str) -> None:
    """Where words stand apart; without spaces, what follows shows whether a stop is part of a name such as `t.me`."""
    for part in parts(text, split_sentences(text)):
        assert split_sentences(part) == [Span(0, len(part))]


@given(ANY, ANY)
def test_lines_do_not_see_each_other(before: str, after: str) -> None:
    together = split_sentences(before + "\n" + after)
    apart = [*split_sentences(before), *(span.shift(len(before) + 1) for span in split_sentences(after))]
    assert together == apart


def all_cases_in_a_row() -> str:
    lines = [line[2:].partition(" ## ")[0] for line in CASES.read_text(encoding="utf-8").splitlines() if line.startswith("- ")]
    return " ".join(BETWEEN.sub(" ", line) for line in lines)


@pytest.mark.parametrize("push", [5, 9, LOOK - 1, LOOK, LOOK + 1, 4 * LOOK])
def test_no_window_edge_matters(push: int) -> None:
    """However far into a line a text stands, its sentences are the same."""
    text = all_cases_in_a_row()
    before = "я" * push + ". "
    moved = split_sentences(before + text)
    assert moved[0] == Span(0, push + 1)
    assert [span.shift(-len(before)) for span in moved[1:] if span.start >= len(before)] == split_sentences(text)


@given(st.lists(st.sampled_from(["Мама мыла раму.", "Кто там?", "Шёл дождь!", "Наступило утро…"]), min_size=1, max_size=8))
def test_plain_russian_is_as_razdel_has_it(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert parts(text, split_sentences(text)) == [sentence.text for sentence in razdel.sentenize(text)]


@pytest.mark.parametrize("unit", ["word, ", "a.", "Да. ", "... ", "А. Б. ", "(", "🎉 ", "[1", "«Да", ":)", " "])
def test_long_lines_take_time_in_proportion(unit: str) -> None:
    """A quadratic road would take minutes here."""
    text = unit * (200_000 // len(unit))
    assert_spans(text, split_sentences(text))


@given(ANY, st.integers(1, 30))
def test_clauses_fit_and_cover_the_text(text: str, most: int) -> None:
    spans = split_clauses(text, fits=lambda part: len(part) <= most)
    assert_spans(text, spans)
    assert all(len(span) <= most for span in spans)


@given(ANY)
def test_what_never_fits_is_cut_into_single_characters(text: str) -> None:
    assert [len(span) for span in split_clauses(text, fits=lambda _: False)] == [1] * len(bare(text))


@given(ANY)
def test_what_fits_is_one_piece(text: str) -> None:
    assert len(split_clauses(text, fits=lambda _: True)) == bool(text.strip())


@given(
    st.lists(st.sampled_from(["слово", "word", "и", "but", "да,", "нет;", "—"]), min_size=1, max_size=400), st.integers(20, 90)
)
def test_clauses_are_few_and_asked_for_seldom(words: list[str], most: int) -> None:
    text, asked = " ".join(words), []

    def fits(part: str) -> bool:
        asked.append(part)
        return len(part) <= most

    pieces = len(split_clauses(text, fits=fits))
    assert pieces <= 3 * (len(text) // most) + 1
    assert len(asked) <= 16 * (pieces + 1)


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("Мы пришли; они ушли.", 15, ["Мы пришли;", "они ушли."]),
        ("Мы пришли, они ушли домой.", 20, ["Мы пришли,", "они ушли домой."]),
        ("The first went home and the second stayed there", 30, ["The first went home", "and the second stayed there"]),
        ("Человек который видел всё это молчит", 24, ["Человек который", "видел всё это молчит"]),
        ("one two three four", 9, ["one two", "three", "four"]),
        ("абвгдежз", 3, ["абв", "где", "жз"]),
        ("e\u0301e\u0301e\u0301", 3, ["e\u0301", "e\u0301", "e\u0301"]),
        ("👨\u200d👩\u200d👧👨\u200d👩\u200d👧", 6, ["👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"]),
        ("Курс вырос до 3,5 процента: это много", 30, ["Курс вырос до 3,5 процента:", "это много"]),
    ],
)
def test_clause_places(text: str, most: int, expected: list[str]) -> None:
    assert parts(text, split_clauses(text, fits=lambda part: len(part) <= most)) == expected
