"""Numbers in Russian and English spelling: found, compared, spelled for the other language."""

import re
from collections import Counter

from polyglot_news.document import Span

# Digits with what may stand between them: 1,234.5  1 234,5  08:15  24.02.2022  2024-2025 is two numbers.
NUMBER = re.compile(r"(?<![^\W\d_])\d+(?:[.,:]\d+|[ \u00a0\u202f\u2009]\d{3}(?!\d))*|\d+")
_ENGLISH_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z")
_RUSSIAN_GROUPS = re.compile(r"\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?:,\d+)?\Z")
_DECIMAL_COMMA = re.compile(r"\d+,\d+\Z")
_SPACES = re.compile(r"[ \u00a0\u202f\u2009]")


def find_numbers(text: str) -> list[Span]:
    """Every number in figures, in order."""
    return [Span(*match.span()) for match in NUMBER.finditer(text)]


def count_numbers(text: str) -> Counter[str]:
    """How often each number stands in `text`, without regard to its separators: `1,234.5` and `1 234,5` are `12345`.

    A leading zero is dropped, as in 08:15 = 8:15.
    """
    return Counter(re.sub(r"\D", "", span.of(text)).lstrip("0") or "0" for span in find_numbers(text))


def spell_number(number: str, language: str) -> str:
    """A number with the separators that readers of `language` expect; one that could be read in two ways stays as it is.

    Groups of thousands are re-spelled in both directions, a decimal comma becomes a point in English. A point between figures
    stays: it may be a version, a date or a time.
    """
    if language == "ru" and _ENGLISH_GROUPS.match(number):
        return number.replace(",", "\u00a0").replace(".", ",")
    if language == "en" and _RUSSIAN_GROUPS.match(number):
        return _SPACES.sub(",", number.replace(",", "."))
    if language == "en" and _DECIMAL_COMMA.match(number):
        return number.replace(",", ".")
    return number
