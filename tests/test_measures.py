"""Sums, quantities and hours of Moscow: the table of cases in `cases/measures.tsv`, and some by the whole road."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news import Pipeline
from polyglot_news.text.measures import find_measures

from .conftest import CASES


def rows() -> list[list[str]]:
    lines = (CASES / "measures.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("language", "text", "expected"), rows())
def test_case(language: str, text: str, expected: str) -> None:
    told = " ¦ ".join(f"{item.span.of(text)} > {item.spelled}" for item in find_measures(text, language))
    assert told.replace("\u00a0", " ") == expected


@given(st.text(st.sampled_from("0123456789:.,– ²мклнрдкВт·чгривеnsqMWzł\u00a0")), st.sampled_from(["ru", "en"]))
def test_items_are_in_order_and_disjoint(text: str, language: str) -> None:
    found = find_measures(text, language)
    assert all(one.span.stop <= other.span.start for one, other in itertools.pairwise(found))


@pytest.mark.parametrize("piece", ["1", "1 ", "1.", "1 111 ", "1-", "5 млн ", "5 m", "12:00 "])
def test_long_runs_come_to_an_end(piece: str) -> None:
    for language in ("ru", "en"):
        assert not find_measures(piece * (100_000 // len(piece)), language)


KEPT = [
    ("Украина получила из бюджета 400 млн гривен.", "400 million hryvnias"),
    ("Штраф составил 20000 гривен.", "20000 hryvnias"),
    ("Мощность станции — 500 кВт, за день она дала 5 кВт·ч.", "5 kWh"),
    ("Дом площадью 54 м² сгорел.", "54 sq m"),
    ("Взрыв прогремел в 14:30 мск.", "at 14:30 MSK"),
    ("08:15 мск силы ПВО сбили три беспилотника над Брянской областью.", "08:15 MSK "),
    ("Солдат служил в в/ч 12345.", "military unit 12345"),
    ("Командир в/ч № 54321 задержан.", "military unit 54321"),
    ("The house costs 300,000 zł.", "300\u00a0000 злотых"),
    ("A flat of 54 sq m was sold.", "в 54 кв. м."),
    ("The fire covered 300 km².", "300 кв. км"),
]


@pytest.mark.parametrize(("source", "told"), KEPT, ids=[source for source, _ in KEPT])
def test_measures_stand_in_the_translation(source: str, told: str, pipeline: Pipeline) -> None:
    (unit,) = pipeline.translate_paragraph(source)
    assert told in (unit.target or "")
    assert not set(unit.flags) & {"numbers_differ", "protected_lost", "currency_lost"}
