"""Brigades and regiments by number and abbreviation are told in English."""

import pytest

from polyglot_news import Pipeline
from polyglot_news.text.brigades import find_units

from .names_table import found_in

FOUND = [
    ("47-я омбр отошла", ["47th Separate Mechanized Brigade"]),
    ("47-я и 92-я омбр, 118 ОМБр.", ["92nd Separate Mechanized Brigade", "118th Separate Mechanized Brigade"]),
    ("бойцы 3 ОШБр и 3-й ошбр", ["3rd Separate Assault Brigade", "3rd Separate Assault Brigade"]),
    ("44-й обр, 2-го отб 123 мсд", ["44th Separate Brigade", "2nd Separate Tank Battalion", "123rd Motor Rifle Division"]),
    ("76-я гв. вдд и 810 обрмп", ["76th Guards Airborne Division", "810th Separate Marine Brigade"]),
    ("14-я брСпН и 112 бр ТрО", ["14th Special Purpose Brigade", "112th Territorial Defense Brigade"]),
    ("11-й омпбр, 13-я оебр", ["11th Separate Motorized Infantry Brigade"]),
    ("пушка обр. 1943 года, форма 1943 обр. и 76 обр", []),
    ("на 10 ТБ, 5 МБР, 1 ПДД, 5-й отд. полиции, 12 лет, 3-й под", []),
]


@pytest.mark.parametrize(("text", "units"), FOUND)
def test_units_by_their_abbreviations(text: str, units: list[str]) -> None:
    assert [item.spelled for item in find_units(text)] == units


def test_a_unit_is_one_in_all_sentences() -> None:
    text = "Солдат из 110-й омбр погиб в бою. Вчера 110 ОМБр отбила атаку под Авдеевкой."
    for unit in Pipeline().translate_text(text).units:
        assert "110th Separate Mechanized Brigade" in (unit.target or ""), unit.target
        assert unit.flags == ()


def test_an_abbreviation_of_troops_is_no_name() -> None:
    assert found_in("В ОВДБр подтвердили. Бойцы ТрО рядом.") == []
