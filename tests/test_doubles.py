"""A phrase that is said twice over is said once; what the source says twice stays."""

import pytest

from polyglot_news.document import splice
from polyglot_news.text.doubles import find_doubled

CASES = [
    ("38 of them children", "38 из них из них дети", "38 из них дети"),
    ("Глава ЦБ", "The head of the Central Bank of the Central Bank", "The head of the Central Bank"),
    ("Глава ЦБ", "the Central Bank, the Central Bank said", "the Central Bank said"),
    ("Он шёл и шёл.", "He went and went.", "He went and went."),
    ("Снова и снова он шёл.", "Again and again he went.", "Again and again he went."),
    ("come on, come on", "давай же, давай же", "давай же, давай же"),
    ("нет, очень-очень", "No, very very", "No, very very"),
    ("Да", "it is what it is", "it is what it is"),
]


@pytest.mark.parametrize(("source", "made", "expected"), CASES, ids=[made for _, made, _ in CASES])
def test_a_phrase_stands_once(source: str, made: str, expected: str) -> None:
    assert splice(made, [(span, "") for span in find_doubled(source, made)]) == expected
