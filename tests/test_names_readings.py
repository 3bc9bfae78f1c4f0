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
