"""Persons whose form may be read in several ways: what stands beside them tells which is meant."""

import pytest

from .names_table import found_in


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Адвокат Вострецова Ю.К. Дзюба подаст апелляцию.", ["Ю. К. Вострецов", "Дзюба"]),
        ("Адвокат Дзюба подаст апелляцию.", ["Дзюба"]),
        ("Завтра Дзюба выступит в суде.", ["Дзюба"]),
        ("Адвокат Соколова подаст апелляцию.", ["Соколов"]),
        ("Жалобу Соколова рассмотрит суд.", ["Соколов"]),
        ("Соколова выступит в суде.", ["Соколова"]),
    ],
)
def test_who_does_it_now_or_will_is_a_nominative(text: str, persons: list[str]) -> None:
    assert [name.lemma for name in found_in(text) if name.kind == "person"] == persons


@pytest.mark.parametrize(
    ("text", "english"), [("Пол Т. Андерсон уехал.", "Paul T. Anderson"), ("Владимир В. Путин уехал.", "Vladimir V. Putin")]
)
def test_an_initial_may_stand_behind_a_first_name(text: str, english: str) -> None:
    assert [name.english for name in found_in(text)] == [english]


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ('Тренер "Трактора" Бенуа Гру остался доволен игрой.', "Бенуа Гру"),
        ("Об этом сообщил тренер Бенуа Гру.", "Бенуа Гру"),
        ("Он позвонил Бенуа Гру.", "Бенуа Гру"),
        ("Режиссёр Андре Леру снял фильм о войне.", "Андре Леру"),
        ("Фильм режиссёра Андре Леру вышел.", "Андре Леру"),
        ("По словам Анри Барбю, всё хорошо.", "Анри Барбю"),
        ("К Анри Барбю пришли гости.", "Анри Барбю"),
        ("Премию вручили Хосе Паррадесу.", "Хосе Паррадес"),
        ("Приз отдали тренеру Хосе Паррадесу.", "Хосе Паррадес"),
        ("Хосе Паррадесу удалось уйти.", "Хосе Паррадес"),
        ("Хосе Фонсеку уволили.", "Хосе Фонсека"),
        ("Он передал мяч Хосе Мартинесу.", "Хосе Мартинес"),
    ],
)
def test_a_surname_beside_a_first_name_without_cases_is_whole_unless_a_dative_is_asked_for(text: str, lemma: str) -> None:
    assert [name.lemma for name in found_in(text) if name.kind == "person"] == [lemma]


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Ульрике Бауэр добавила, что доклад готов.", "Ulrike Bauer"),
        ("Сабине Миллер выиграла турнир.", "Sabine Miller"),
        ("Победила Анне Миллер из Берлина.", "Anne Miller"),
        ("Суд отказал Анне Миллер в иске.", "Anna Miller"),
        ("Анне Миллер помогла подруга.", "Anna Miller"),
        ("Анне Миллер понадобилась помощь.", "Anna Miller"),
        ("Премию вручили Сабине Миллер.", "Sabina Miller"),
    ],
)
def test_a_german_first_name_is_one_where_it_is_the_subject(text: str, english: str) -> None:
    assert [name.english for name in found_in(text) if name.kind == "person"] == [english]
