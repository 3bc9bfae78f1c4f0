"""Checks: the table of cases in `cases/checks.tsv`, and what holds for any pair."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.checks import FLAGS, Pair, check, foreign_words, latin_names, left_in_other_language, order_flags

from .conftest import CASES

TEXTS = st.text(st.sampled_from("абвXY yz019.,:;!?()[]«»\"'@#<x>\n-—") | st.characters(), max_size=60)


def rows() -> list[list[str]]:
    lines = (CASES / "checks.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if "\t" in line]


@pytest.mark.parametrize(("direction", "source", "target", "score", "flags"), rows())
def test_case(direction: str, source: str, target: str, score: str, flags: str) -> None:
    pair = Pair(source, target, direction[-2:], float(score) if score else None)
    assert check(pair) == tuple(flags.split())


def test_table_is_read() -> None:
    assert len(rows()) >= 80


def test_every_flag_that_a_check_raises_has_a_case() -> None:
    raised = {flag for row in rows() for flag in row[4].split()}
    assert raised == set(FLAGS) - {"other_language", "undetermined", "markup_differs"}


def test_items_that_are_known_are_not_looked_for_again() -> None:
    source, target = "Код pip install x установит.", "The pip install x code."
    assert check(Pair(source, target, "en", protected={"pip install x": 1})) == ()
    assert check(Pair(source, "The code will install it.", "en", protected={"pip install x": 1})) == ("protected_lost",)


def test_foreign_words_of_the_source_may_stay_in_russian() -> None:
    assert foreign_words("the Habitats of Apple", "The Habitat и Apple-у made the", "ru") == ["made", "the"]
    assert foreign_words("Пожар", "Пожар fire пожарs", "en") == ["Пожар", "пожарs"]


def test_latin_names() -> None:
    text = "Компания Gazprom Neft и arXiv, сайт the sun, AT&T"
    assert [span.of(text) for span in latin_names(text)] == ["Gazprom", "Neft", "arXiv", "AT&T"]


def test_flags_come_once_in_the_order_of_the_table() -> None:
    assert order_flags(["low_score", "empty", "low_score"]) == ("empty", "low_score")


@given(TEXTS, TEXTS, st.sampled_from(("ru", "en")))
def test_flags_are_those_of_the_table(source: str, target: str, language: str) -> None:
    flags = check(Pair(source, target, language))
    assert flags == order_flags(flags)


@given(TEXTS)
def test_a_copy_differs_in_nothing_that_can_be_counted(text: str) -> None:
    flags = set(check(Pair(text, text, "ru")))
    assert not flags & {"protected_lost", "numbers_differ", "repetition", "doubled_word", "brackets_differ", "length_ratio"}


@pytest.mark.parametrize("piece", ["a ", "а ", "«", "((", "ab", "5 ", "@a ", "Apple, ", "да да ", ":) ", "1) ", "«а «", "''"])
def test_long_runs_come_to_an_end(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    check(Pair(text, text, "ru"))
    check(Pair("a", text, "en"))


@pytest.mark.parametrize(
    ("text", "language", "left"),
    [
        ("It earned revenue of 84,3 млн рублей, he said.", "en", True),
        ("It paid 5 р. a day.", "en", True),
        ("Выручка достигла $5.3bn за год.", "ru", True),
        ("Доля достигла 12 per cent.", "ru", True),
        ("It paid $5.3bn for Т-14 tanks.", "en", False),
        ("Заплатили $5,3 млн за 4K-видео и 5 m-TAN.", "ru", False),
    ],
)
def test_sums_of_the_other_language_are_told(text: str, language: str, left: bool) -> None:
    assert left_in_other_language(text, language) is left
