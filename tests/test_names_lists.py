"""Names in lists: regions that share a noun, people with initials."""

import pytest

from polyglot_news.names.enforce import correct, find_missing
from polyglot_news.names.entries import NamedText
from polyglot_news.names.ledger import build_ledger

from .names_table import found_in


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        (
            "Дроны сбиты над территорией Брянской, Курской и Белгородской областей.",
            {"Брянская область": "Bryansk", "Курская область": "Kursk", "Белгородская область": "Belgorod"},
        ),
        ("Тревога в Брянской и Курской областях.", {"Брянская область": "Bryansk", "Курская область": "Kursk"}),
        ("В Брянской и Курской области тихо.", {"Брянская область": "Bryansk", "Курская область": "Kursk"}),
        ("Дождь в Самарской, Саратовской областях.", {"Самарская область": "Samara", "Саратовская область": "Saratov"}),
        (
            "Жители Краснодарского и Ставропольского краёв жалуются.",
            {"Краснодарский край": "Krasnodar", "Ставропольский край": "Stavropol"},
        ),
        ("Бой между Суджанским и Кореневским районами.", {"Суджанский район": "Sudzhansky", "Кореневский район": "Korenevsky"}),
        ("В Курской области тихо.", {"Курская область": "Kursk Region"}),
    ],
)
def test_each_region_of_a_list_is_a_name(text: str, regions: dict[str, str]) -> None:
    found = build_ledger([NamedText("b1.s1", "ru", text)])
    assert {use.lemma: use.target for use in found.uses["b1.s1"]} == regions


def test_a_listed_region_may_stand_with_its_noun_or_without() -> None:
    found = build_ledger([NamedText("b1.s1", "ru", "Тревога в Брянской и Курской областях.")])
    assert {entry.english for entry in found.entries} == {"Bryansk Region", "Kursk Region"}
    uses = found.uses["b1.s1"]
    for text in ("Alert in Bryansk and Kursk regions.", "Alert in Bryansk Region and Kursk Region."):
        assert (find_missing(uses, text), correct(uses, text)) == ([], [])
    assert [use.target for use in find_missing(uses, "Alert in Bruskaya and Kursk regions.")] == ["Bryansk"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Авторы: Е. Кириллова, Н. Самойлова.", ["Ye. Kirillova", "N. Samoylova"]),
        ("Редакция: Н. Самойлова, Е. Кириллова, О. Дягилева", ["N. Samoylova", "Ye. Kirillova", "O. Dyagileva"]),
        ("Лауреаты: Н. Самойлова; Е. Кириллова; А. Серова.", ["N. Samoylova", "Ye. Kirillova", "A. Serova"]),
        ("Н. Самойлова и Е. Кириллова", ["N. Samoylova", "Ye. Kirillova"]),
        ("И. Ковалёва и Н. Самойлова выступили.", ["I. Kovalyova", "N. Samoylova"]),
        ("Вчера тут работали корреспонденты Н. Самойлова, Е. Кириллова.", ["N. Samoylova", "Ye. Kirillova"]),
        ("Главный редактор — Н. Самойлова.", ["N. Samoylova"]),
        ("Статья Н. Самойлова вышла.", ["N. Samoylov"]),
        ("Книга Н. Самойлова и И. Петрова.", ["N. Samoylov", "I. Petrov"]),
        ("Суд арестовал Н. Самойлова.", ["N. Samoylov"]),
    ],
)
def test_a_list_that_nothing_governs_is_in_the_nominative(text: str, names: list[str]) -> None:
    assert [name.english for name in found_in(text)] == names
