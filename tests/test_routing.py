"""The language of a segment, with and without neighbours, and where it changes inside a sentence."""

import csv
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot_news.document import NOT_LINGUISTIC, UNDETERMINED, Span
from polyglot_news.routing.identify import Identification, identify
from polyglot_news.routing.lexicon import is_respelled, is_russian, tags_of
from polyglot_news.routing.quotations import split_quotations
from polyglot_news.routing.route import CLEAR, is_clear, route
from polyglot_news.routing.stems import ukrainian_forms
from polyglot_news.routing.switches import split_languages
from polyglot_news.text.scripts import (
    COMMON,
    count_cyrillic,
    count_latin,
    count_other,
    script_of,
    script_of_word,
    split_by_script,
)

CASES = Path(__file__).parent / "cases"
KNOWN_FAILURES = {
    "Новини": "the same word in Bulgarian; only neighbours can tell",
    "Героям слава!": "both words are Russian as well; only neighbours can tell",
    "Радев наложи вето.": "an order in Russian; only neighbours can tell",
    "Вакарчук дал концерт.": "a surname that the lexicon has not; neighbours can tell",
    "Фицо и Орбан против транзита": "names, and words that Russian shares with Macedonian and Serbian; neighbours can tell",
}
FLOORS = {"word": 0.98, "phrase": 0.98, "sentence": 0.998, "other": 1.0}
MIXED = st.text(
    st.sampled_from("абвіїєґўыэъюяј abcdeßñşWЯТ «»\"'()—-.,!?1234@#/:\u0301\u0306\u00ad\ud800\x00\n中かא"), max_size=60
)
TEXTS = st.one_of(st.text(st.characters(), max_size=60), MIXED)


def table() -> list[tuple[str, str, str]]:
    with (CASES / "routing.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["text"], row["language"], row["size"]) for row in rows]


SHORT = [line.split("\t") for line in (CASES / "short_routing.tsv").read_text(encoding="utf-8").splitlines()[1:]]
"""Sentences of a few words, cells and captions: text, language, and why it is not told by itself."""
NEIGHBOURS = {
    "ru": ["Президент прибыл в Казань на саммит.", "Суд перенёс заседание по делу мэра.", "Мы никуда отсюда не уйдём."],
    "uk": ["Рятувальники ліквідували пожежу на складі.", "Уряд виділив гроші на ремонт.", "Ми нікуди звідси не підемо."],
    "be": ["Прэзідэнт падпісаў новы закон.", "Яны чакалі да раніцы.", "Мы нікуды адсюль не пойдзем."],
    "bg": ["Президентът подписа новия закон.", "Тя каза истината.", "Не знам кой е направил това."],
    "mk": ["Тројца загинаа во пожар во Скопје.", "Таа ја кажа вистината.", "Не знам кој го направи тоа."],
    "sr": ["Председник је потписао нови закон.", "Рекла је истину.", "Не знам ко је то урадио."],
    "kk": ["Президент жаңа заңға қол қойды.", "Ол шындықты айтты.", "Бағалар маусымнан бастап өседі."],
    "ky": ["Президент жаңы мыйзамга кол койду.", "Баалар июндан баштап өсөт.", "Сүйлөшүүлөр кийинки жумада уланат."],
    "mn": ["Тэр үнэнийг хэлсэн.", "Бид эндээс хаашаа ч явахгүй.", "Сайд өчигдөр огцорсон."],
}
DISTINCT = 560
"""So many of the short foreign sentences are told by themselves, at least."""


def marked(cases: list[tuple[str, str, str]]) -> list[object]:
    return [
        pytest.param(text, language, marks=pytest.mark.xfail(strict=True, reason=KNOWN_FAILURES[text]))
        if text in KNOWN_FAILURES
        else pytest.param(text, language)
        for text, language, _ in cases
    ]


def switches() -> list[str]:
    lines = (CASES / "switches.md").read_text(encoding="utf-8").splitlines()
    return [found[1].replace("\\|", "|") for line in lines if (found := re.match(r"\| `(.+?)` \|", line))]


@pytest.mark.parametrize(("text", "language"), marked(table()))
def test_each_case_of_the_table(text: str, language: str) -> None:
    assert identify(text).language == language


def test_the_table_is_large_enough() -> None:
    assert len(table()) >= 400


@pytest.mark.parametrize("size", FLOORS)
def test_accuracy_does_not_fall_below_its_floor(size: str) -> None:
    cases = [(text, language) for text, language, kind in table() if kind == size and text not in KNOWN_FAILURES]
    right = sum(identify(text).language == language for text, language in cases)
    assert right / len(cases) >= FLOORS[size]


def test_no_ukrainian_or_belarusian_sentence_is_called_russian() -> None:
    sentences = [text for text, language, size in table() if language in ("uk", "be") and size == "sentence"]
    assert len(sentences) > 150
    assert [text for text in sentences if identify(text).language == "ru"] == []


def test_short_foreign_sentences_are_not_called_russian() -> None:
    alone = [text for text, language, note in SHORT if language != "ru" and not note]
    assert len(alone) >= DISTINCT
    assert [text for text in alone if identify(text).language == "ru"] == []


def test_short_sentences_that_are_russian_as_well_are_left_to_their_neighbours() -> None:
    shared = [(text, language) for text, language, note in SHORT if language != "ru" and note]
    assert [text for text, _ in shared if is_clear(identify(text))] == []
    taken = [text for text, language in shared if beside(text, language) == "ru"]
    assert len(taken) <= 0.1 * len(shared), taken


def test_short_russian_sentences_and_cells_are_called_russian() -> None:
    alone = [text for text, language, note in SHORT if language == "ru" and not note]
    assert len(alone) >= 420
    assert [text for text in alone if identify(text).language not in ("ru", NOT_LINGUISTIC, UNDETERMINED)] == []


def test_short_russian_sentences_are_russian_between_such() -> None:
    cases = [text for text, language, _ in SHORT if language == "ru"]
    assert [text for text in cases if beside(text, "ru") not in ("ru", NOT_LINGUISTIC)] == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("УИТКОФФ", "ru"),
        ("НАРЕНДРА МОДИ", "ru"),
        ("ПИТ ХЕГСЕТ", "ru"),
        ("КУРТУЛМУШ", "ru"),
        ("ГАГАУЗИЯ: 97,04% ЗА СТОЯНОГЛО.", "ru"),
        ("ГАГАУЗИЯ: 97,04% ЗА СТОЯНОГЛО.", "bg"),
        ("МОРОЗ НЕ ВЩУХАВ.", "uk"),
        ("ПАЖАР НА СКЛАДЗЕ.", "be"),
    ],
)
def test_names_in_capitals_are_in_the_language_around_them(text: str, language: str) -> None:
    assert beside(text, language) == language


def beside(text: str, language: str) -> str:
    """The language of `text` among blocks in `language`."""
    return route([[text], *([other] for other in NEIGHBOURS[language])])[0][0].language


def test_a_decomposed_text_gets_the_same_answer() -> None:
    for text, _, _ in table():
        assert identify(unicodedata.normalize("NFD", text)).language == identify(unicodedata.normalize("NFC", text)).language


@pytest.mark.parametrize("cut", switches())
def test_each_case_of_switches(cut: str) -> None:
    pieces = re.split(r"\|(\s*)\|", cut)
    text = "".join(pieces)
    assert [span.of(text) for span in split_languages(text)] == pieces[::2]


def test_pieces_are_identified_each_by_itself() -> None:
    text = "The minister said «Ми нікуди звідси не підемо» and left."
    assert [identify(span.of(text)).language for span in split_languages(text)] == ["en", "uk", "en"]


@given(TEXTS)
def test_spans_are_ordered_and_lose_nothing(text: str) -> None:
    spans = split_languages(text)
    at = 0
    for span in spans:
        assert span.start >= at
        assert len(span)
        assert text[at : span.start].strip() == ""
        assert any(map(str.isalnum, span.of(text))) or len(spans) == 1, "punctuation alone is no piece"
        at = span.stop
    assert text[at:].strip() == ""


@settings(deadline=None)
@given(TEXTS)
def test_any_text_has_an_answer(text: str) -> None:
    found = identify(text)
    assert found.language
    assert 0 <= found.confidence <= 1
    assert found == identify(text)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(st.one_of(TEXTS, st.sampled_from([text for text, _, _ in table()])), max_size=4), max_size=4))
def test_neighbours_never_change_a_clear_answer(blocks: list[list[str]]) -> None:
    routed = route(blocks)
    assert [len(block) for block in routed] == [len(block) for block in blocks]
    for texts, answers in zip(blocks, routed, strict=True):
        for text, answer in zip(texts, answers, strict=True):
            alone = identify(text)
            if alone.confidence >= CLEAR:
                assert answer == alone


def test_answers_do_not_depend_on_the_order_of_calls() -> None:
    texts = [text for text, _, _ in table()][::7]
    forth = [identify(text) for text in texts]
    back = [identify(text) for text in reversed(texts)]
    assert forth == back[::-1]


@pytest.mark.parametrize(
    ("blocks", "languages"),
    [
        ([], []),
        ([[]], [[]]),
        ([["Головна"], ["Президент України прийняв рішення про мобілізацію."]], [["uk"], ["uk"]]),
        ([["Контакти"], ["Уряд виділив гроші на ремонт шкіл."]], [["uk"], ["uk"]]),
        ([["Apple"], ["Президент прибыл в Казань на саммит."]], [["en"], ["ru"]]),
        ([["48.7K"], ["Президент прибыл в Казань на саммит."]], [["zxx"], ["ru"]]),
        ([["Мы никуда отсюда не уйдём."], ["Уряд виділив гроші на ремонт шкіл."] * 9], [["ru"], ["uk"] * 9]),
        ([["Героям слава!", "Уряд виділив гроші на ремонт шкіл."]], [["uk", "uk"]]),
        ([["Культура", "Смерть ворогам", "Уряд виділив гроші на ремонт шкіл."]], [["uk", "uk", "uk"]]),
        ([["Культура", "Смерть врагам", "Суд перенёс заседание по делу мэра."]], [["ru", "ru", "ru"]]),
        ([["Президент прибыл в Казань.", "Слава Україні!", "Погода"]], [["ru", "uk", "ru"]]),
        ([["Президент прибыл в Казань.", "Трамп подзвонив Путину.", "Суд перенёс заседание."]], [["ru", "uk", "ru"]]),
        ([["Президент прибыл в Казань.", "Вывезли зерно.", "Суд перенёс заседание."]], [["ru", "ru", "ru"]]),
        ([["Президент прибыл в Казань.", "Вивезли зерно.", "Суд перенёс заседание."]], [["ru", "uk", "ru"]]),
        ([["Talks will resume next week.", "On upal sam.", "He was arrested in March."]], [["en", "ru-Latn", "en"]]),
        ([["Talks will resume next week.", "Kursk oblast", "He was arrested in March."]], [["en", "en", "en"]]),
        ([["Президент прибыл в Казань.", "Батько помер.", "Суд перенёс заседание."]], [["ru", "uk", "ru"]]),
        ([["Президент прибыл в Казань.", "Вакарчук дал концерт.", "Суд перенёс заседание."]], [["ru", "ru", "ru"]]),
    ],
)
def test_short_segments_take_the_language_around_them(blocks: list[list[str]], languages: list[list[str]]) -> None:
    assert [[found.language for found in block] for block in route(blocks)] == languages


def test_a_single_letter_takes_the_language_around_it() -> None:
    assert identify("Б").language == UNDETERMINED
    assert route([["Б"], ["Президент прибыл в Казань на саммит."]])[0][0].language == "ru"


def test_nothing_linguistic_is_certain() -> None:
    assert identify("1954?") == Identification(NOT_LINGUISTIC, 1.0, "nothing")


@pytest.mark.parametrize("word", ["новость", "еще", "ещё", "переехавшее", "кибератаку", "биткоин"])
def test_russian_has_a_word(word: str) -> None:
    assert is_russian(word)


@pytest.mark.parametrize("word", ["загинула", "чоловіка", "трэба", "зробила", "съдът", "бенчмаркування"])
def test_russian_has_not_a_word(word: str) -> None:
    assert not is_russian(word)


def test_the_ukrainian_stems_have_no_form_that_russian_has() -> None:
    assert [form for form in ukrainian_forms() if is_russian(form)] == []


@pytest.mark.parametrize(("word", "respelled"), [("вивезли", True), ("карова", True), ("вывезли", False), ("арестович", False)])
def test_a_russian_word_in_the_spelling_of_its_kin(word: str, respelled: bool) -> None:
    assert is_respelled(word) == respelled


def test_what_a_form_can_be() -> None:
    assert [tag.split(",")[0] for tag in tags_of("подав")] == ["GRND"]
    assert tags_of("подзвонив") == ()


@pytest.mark.parametrize(
    "text", ["Погода", "Культура", "Спорт", "Правда", "Слава", "Реклама", "Народна правда", "Наша команда"]
)
def test_words_that_kin_share_are_left_to_the_neighbours(text: str) -> None:
    assert identify(text).confidence < CLEAR


def loaded(code: str) -> set[str]:
    """Which of the detectors and lexicons are imported after `code` was run in a process of its own."""
    last = "import sys; print(*{'langdetect', 'py3langid', 'pymorphy3'} & {*sys.modules})"
    run = subprocess.run([sys.executable, "-c", f"{code}\n{last}"], check=True, capture_output=True, encoding="utf-8")
    return set(run.stdout.split())


def test_importing_loads_no_detector() -> None:
    assert loaded("import polyglot_news.routing.route, polyglot_news.routing.switches") == set()


def test_ordinary_news_needs_no_detector() -> None:
    news = (
        "Президент встретился с министром обороны в Кремле. По словам очевидцев, взрыв прогремел около полуночи.",
        "Talks will resume next week, officials say. Doctors are fighting to save two survivors.",
        "Рятувальники ліквідували пожежу на складі.",
    )
    assert loaded(f"from polyglot_news.routing.route import route; route([{list(news)!r}])") == {"pymorphy3"}


def test_english_needs_no_russian_lexicon() -> None:
    assert loaded("from polyglot_news.routing.identify import identify; identify('Talks will resume next week.')") == set()


def test_a_line_of_megabytes_takes_seconds() -> None:
    text = "He said «Мы не уйдём» and left. " * 30_000
    assert len(split_languages(text)) == 60_001
    assert identify(text).language in ("ru", "en")


@pytest.mark.parametrize(
    ("char", "script"),
    [("a", "Latn"), ("ж", "Cyrl"), ("ß", "Latn"), ("7", COMMON), ("«", COMMON), ("中", "Hani"), ("\ud800", COMMON)],
)
def test_script_of(char: str, script: str) -> None:
    assert script_of(char) == script


def test_a_homoglyph_does_not_change_a_words_script() -> None:
    assert script_of_word("Пpезидент") == "Cyrl"
    assert [span.of("Пpезидент said") for span in split_by_script("Пpезидент said")] == ["Пpезидент ", "said"]


def test_letters_are_counted_by_script() -> None:
    assert (count_cyrillic("аbв中"), count_latin("аbв中"), count_other("аbв中")) == (2, 1, 1)


@given(TEXTS)
def test_runs_of_a_script_cover_the_text(text: str) -> None:
    spans = split_by_script(text)
    assert "".join(span.of(text) for span in spans) == text
    assert all(len(span) for span in spans)
    assert spans == sorted(spans)
    assert Counter(span.start for span in spans).total() == len({span.start for span in spans})
    assert spans == [] or spans[0] == Span(0, spans[0].stop)


QUOTATIONS = [line[2:] for line in (CASES / "quotations.md").read_text(encoding="utf-8").splitlines() if line.startswith("- ")]


@pytest.mark.parametrize("case", QUOTATIONS)
def test_quotations_in_another_language_are_cut_off(case: str) -> None:
    text = case.replace("| |", " ")
    assert [span.of(text) for span in split_quotations(text)] == case.split("| |")
