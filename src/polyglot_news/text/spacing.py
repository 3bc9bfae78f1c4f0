"""Blanks that a model forgets: in Russian between a preposition and the name behind it ("вСпрингфилде"), behind the comma
between a word and a figure or an item ("roubles,90 kopecks").
"""

import re
from collections.abc import Iterator

_GLUED = re.compile(
    r"(?<![^\W_])(?:во?|со?|ко?|из|на|об?|от|до|у|за|и|по|для|при|под|над)(?=[А-ЯЁ][а-яё]{2,})|(?<=[a-zа-яё]{3}),(?=\d|<x\d)"
)


def find_lost_blanks(text: str) -> Iterator[int]:
    """Where in a text a blank is missing, in order."""
    return (match.end() for match in _GLUED.finditer(text))
