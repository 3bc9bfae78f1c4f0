"""Persons whose whole name is in capitals in a sentence that is not: «АМИР ЗАКИЕВ, 31 год, житель Казани»."""

import re
from collections.abc import Iterator

from polyglot_news.document import Span
from polyglot_news.names.lists import established, key
from polyglot_news.names.morphology import is_common, read_surname, read_word
from polyglot_news.names.persons import is_first_name
from polyglot_news.names.phrases import read_phrase

_ALL_CAPITALS = re.compile(r"(?<![\w-])[А-ЯЁ]{3,}(?:-[А-ЯЁ]{2,})?(?: [А-ЯЁ]{3,}(?:-[А-ЯЁ]{2,})?){1,2}(?![\w-]| [А-ЯЁ]{2})")
_LISTED = 0.7  # weight of a reading that lists or the dictionary have


def persons_in_capitals(text: str) -> Iterator[Span]:
    """Persons whose whole name is in capitals, which the tagger takes for organisations: «АМИР ЗАКИЕВ»."""
    for match in _ALL_CAPITALS.finditer(text):
        words = match[0].split(" ")
        given = any(is_first_name(word) for word in words)
        if given and any(_is_likely_surname(word) for word in words) and not any(map(_is_established, words)):
            yield Span(*match.span())


def _is_likely_surname(form: str) -> bool:
    """Whether the lists or the dictionary have a form as a surname, and as no other word."""
    readings = read_surname(form)
    return (
        not is_common(form)
        and bool(readings)
        and (any("Surn" in reading.tags for reading in read_word(form)) or readings[0].weight >= _LISTED)
    )


def _is_established(word: str) -> bool:
    return key(word) in established() or key(read_phrase(word)[0].lemma) in established()
