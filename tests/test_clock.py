"""Times of day and short dates: the table of cases in `cases/clock.tsv`, and one by the whole road."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news import Pipeline
from polyglot_news.text.figures.clock import find_times

from .conftest import CASES


def rows() -> list[list[str]]:
    lines = (CASES / "clock.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if "\t" in line]


@pytest.mark.parametrize(("text", "expected"), rows())
def test_case(text: str, expected: str) -> None:
    assert " ¦ ".join(f"{item.span.of(text)} > {item.spelled}" for item in find_times(text)) == expected


@given(st.text(st.sampled_from("0123456789:., apmAPMonOctTueMar\u00a0")))
def test_items_are_in_order_and_disjoint(text: str) -> None:
    found = find_times(text)
    assert all(one.span.stop <= other.span.start for one, other in itertools.pairwise(found))


def test_a_time_is_told_in_twenty_four_hours(pipeline: Pipeline) -> None:
    (unit,) = pipeline.translate_paragraph("The minister arrived in Moscow at 5:20 p.m. on Friday.")
    assert unit.target is not None
    assert "17:20" in unit.target
    assert not set(unit.flags) & {"numbers_differ", "protected_lost"}


def test_a_date_behind_a_colon_is_no_copy(pipeline: Pipeline) -> None:
    document = pipeline.translate_text("**Frontline digest: March 3**\n\nThe talks failed: Mar. 5", format="markdown")
    assert [unit.target.rstrip("*")[-7:] for unit in document.units if unit.target] == ["3 марта", "5 марта"]
    assert not any(unit.flags for unit in document.units if "protected_lost" in unit.flags)
