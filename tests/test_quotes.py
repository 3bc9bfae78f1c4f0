"""Blanks inside quotation marks, and marks that stand for nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.document import splice
from polyglot_news.text.quotes import find_loose_blanks, find_stray_quote


def tidied(text: str) -> str:
    return splice(text, [(span, "") for span in find_loose_blanks(text)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('The " Volga Star" has closed.', 'The "Volga Star" has closed.'),
        ('The "Volga Star " has closed.', 'The "Volga Star" has closed.'),
        ('" Yes," he said. "No ."', '"Yes," he said. "No ."'),
        ("Газета « Волга » закрылась.", "Газета «Волга» закрылась."),
        ("“ Yes ” and „ да “", "“Yes” and „да “"),
        ('He said: "yes" and " no', 'He said: "yes" and " no'),
        ('A 5" gun and a " Star" left', 'A 5" gun and a "Star" left'),
        ('a"b " c" d', 'a"b " c" d'),
        ('""', '""'),
        ('" "', '" "'),
    ],
)
def test_blanks_inside_quotation_marks(text: str, expected: str) -> None:
    assert tidied(text) == expected


@given(st.text('"«»“” ab5.', max_size=20))
def test_nothing_but_blanks_goes_and_once_is_enough(text: str) -> None:
    assert tidied(text).replace(" ", "") == text.replace(" ", "")
    assert tidied(tidied(text)) == tidied(text)


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("— Стой! — крикнул он.", "— Stop!” he cried.", "— Stop! he cried."),
        ("А дети? — спрашиваю я.", 'And children? "I ask.', "And children? I ask."),
        ("«Стой! — крикнул он.", "“Stop! he cried.", "“Stop! he cried."),
        ("Газета вышла", 'The "paper" came out', 'The "paper" came out'),
        ("Экран в 5 дюймов", 'A 5" screen', 'A 5" screen'),
    ],
)
def test_a_lone_mark_that_the_source_has_not_goes(source: str, text: str, expected: str) -> None:
    assert splice(text, [(span, "") for span in find_stray_quote(source, text)]) == expected
