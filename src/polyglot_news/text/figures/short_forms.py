"""Short forms of English that Russian spells otherwise, and models at random: units of frequency, a short sum that is all
of a text.

44.1 kHz                      44.1 кГц
AED 2.4m (a table's cell)     AED 2,4 млн
"""

import re
from collections.abc import Iterator

from polyglot_news.document import Span
from polyglot_news.text.figures.numbers import spell_number_in
from polyglot_news.text.identifiers import find_identifiers
from polyglot_news.text.protection import Item

_MAGNITUDES = {"k": "тыс.", "m": "млн", "mn": "млн", "b": "млрд", "bn": "млрд", "tn": "трлн"}
_SUM = re.compile(r"\W*(?P<sum>(?:[$€£]|[A-Z]{3} ?)(?P<figure>\d+(?:[.,]\d+)*) ?(?P<size>[kKmMbB]|mn|bn|tn))\W*")
_UNITS = {"Hz": "Гц", "kHz": "кГц", "MHz": "МГц", "GHz": "ГГц"}
_UNIT = re.compile(r"(?<=\d )[kMG]?Hz\b")


def find_short_forms(text: str) -> Iterator[Item]:
    """Each with its Russian spelling, in order."""
    if alone := _SUM.fullmatch(text):
        told = f"{spell_number_in(text, Span(*alone.span('figure')), 'ru')} {_MAGNITUDES[alone['size'].lower()]}"
        start = alone.start("figure" if any(find_identifiers(text)) else "sum")  # a currency's code is an item itself
        yield Item(Span(start, alone.end("size")), "number", text[start : alone.start("figure")] + told)
    if "Hz" in text:
        yield from (Item(Span(*match.span()), "number", _UNITS[match[0]]) for match in _UNIT.finditer(text))
