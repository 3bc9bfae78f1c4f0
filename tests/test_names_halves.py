"""A foreign name that is written in both halves of a document: the English half says how it is spelled."""

import pytest

from polyglot_news.names.entries import NamedText
from polyglot_news.names.ledger import build_ledger


def spelled(*sentences: str) -> dict[str, str]:
    """Entries of sentences, English ones marked by a leading `en:`."""
    texts = [
        NamedText(f"b{n}.s1", "en", text[3:]) if text.startswith("en:") else NamedText(f"b{n}.s1", "ru", text)
        for n, text in enumerate(sentences, start=1)
    ]
    return {entry.russian: entry.english for entry in build_ledger(texts).entries}


@pytest.mark.parametrize(
    ("russian", "english", "expected"),
    [
        ("Лидия Марковна Штерн ушла.", ("Mrs. Stern left.",), "Lidia Markovna Stern"),
        ("Лидия Марковна Штерн ушла.", ("Nobody saw Stern again.", "Mrs. Stern left."), "Lidia Markovna Stern"),
        ("Лидия Штерн ушла.", ("Mr. Stern left.",), "Lidia Shtern"),
        ("Лидия Штерн ушла.", ("The stern of the ship broke.", "Stern words were said."), "Lidia Shtern"),
        ("Дин Харрис ушёл.", ("Dean Harris left.",), "Dean Harris"),
        ("Элис Уокер ушла.", ("Alyce Walker left.",), "Alice Walker"),
        ("Иван Штейн тут.", ("Mr. Stein said so.",), "Ivan Stein"),
        ("Дешон Стивенс ушёл.", ("De'Shawn Stevens left.",), "De'Shawn Stevens"),
        ("Дешон Стивенс ушёл.", ("Nobody saw De’Shawn Stevens.",), "De’Shawn Stevens"),
        ("Кристофер Чейз ушёл.", ("Christopher Chase left.",), "Christopher Chase"),
    ],
)
def test_the_english_half_spells_a_foreign_name(russian: str, english: tuple[str, ...], expected: str) -> None:
    assert list(spelled(russian, *(f"en:{text}" for text in english)).values()) == [expected]


def test_whom_it_may_mean_must_be_one() -> None:
    found = spelled("Дин Харрис ушёл.", "Дон Харрис тут.", "en:Dean Harris came.")
    assert (found["Дин Харрис"], found["Дон Харрис"]) == ("Din Harris", "Don Harris")


def test_a_russian_name_in_an_english_sentence_stays_russian() -> None:
    texts = (
        NamedText("b1.s1", "en", "The list was compiled by Ольга Розанова for Galina."),
        NamedText("b2.s1", "ru", "Портрет Ольги Розановой продан."),
    )
    found = build_ledger(texts)
    (olga,) = (entry for entry in found.entries if entry.russian == "Ольга Розанова")
    assert (olga.english, olga.segments) == ("Olga Rozanova", ("b1.s1", "b2.s1"))
    use = next(use for use in found.uses["b1.s1"] if use.entry == olga.id)
    assert (use.source, use.target, "Ольги Розановой" in use.forms) == ("Ольга Розанова", "Ольга Розанова", True)
    assert [use.target for use in found.uses["b2.s1"]] == ["Olga Rozanova"]


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (("О взятии Дворичной молчат.", "Пишет, что Дворичная наша.", "en:It is near Dvorichna."), ("Дворичная", "Dvorichna")),
        (("Паром идёт из Соколок.", "en:The bridge is near Sokolki."), ("Соколки", "Sokolki")),
        (("Жили в Верушках.", "en:The fire in Verushki is out."), ("Верушки", "Verushki")),
    ],
)
def test_the_english_half_tells_a_place(sentences: tuple[str, ...], expected: tuple[str, str]) -> None:
    assert expected in spelled(*sentences).items()
    assert len(spelled(*sentences)) == 1


def test_a_common_word_with_a_capital_is_no_place_without_the_english_half() -> None:
    assert spelled("Паром идёт из Соколок.", "en:The bridge is near.") == {}


def test_what_stands_in_brackets_is_known_in_the_english_half() -> None:
    texts = (
        NamedText("b1.s1", "ru", "Он принял главу МИД Пак Сон Мина (Pak Song-min)."),
        NamedText("b2.s1", "en", "She has met Pak Song-min twice."),
    )
    (use,) = build_ledger(texts).uses["b2.s1"]
    assert (use.source, use.target) == ("Pak Song-min", "Пак Сон Мин")
