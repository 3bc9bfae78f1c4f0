"""Accents of foreign names in an English text: a model that has seen few of them reads none of the word."""

import functools
import re

from polyglot_news.document import Span

_ACCENTED = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")

_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_WORD = rf"[{_LETTER}][{_LETTER}’'-]*(?![^\W{_LETTER}])"
_LATIN_NAME = re.compile(rf"(?<![\w]){_WORD}(?: (?:& )?{_WORD})*")


def without_accents(text: str) -> str:
    """The text with Latin letters as their base letters, "Łódź" as "Lodz", each for one; what has no one base letter stays."""
    return text if text.isascii() else _ACCENTED.sub(lambda match: _base(match[0]), text)


def find_accented_names(text: str) -> list[Span]:
    """Names in Latin letters, some with accents, in a Russian text: "Société Générale", "Hartmann & Söhne GmbH"."""
    if not _ACCENTED.search(text):
        return []
    return [Span(*match.span()) for match in _LATIN_NAME.finditer(text) if _ACCENTED.search(match[0])]


@functools.lru_cache(maxsize=512)
def _base(letter: str) -> str:
    from unidecode import unidecode

    base: str = unidecode(letter)
    return base if len(base) == 1 else letter
