"""Currencies of sums in Russian and English: by sign, code (ISO 4217) or word."""

import re

from polyglot_news.text.numbers import MAGNITUDES, find_numbers

_WAYS = {
    "USD": r"\$|\bUSD\b|долл|\bdollar|\bbucks?\b|бакс",
    "EUR": r"€|\bEUR\b|\bевро\b|\beuros?\b",
    "GBP": r"£|\bGBP\b|\bфунт|стерлинг|\bpounds?\b|\bsterling\b|\bquid\b",
    "RUB": r"₽|\bRU[BR]\b|\bруб|\bro?ubles?\b",
    "UAH": r"₴|\bUAH\b|\bгрив[не]|\bhryv?ni?as?\b",
    "CNY": r"\b(?:CNY|RMB)\b|\bюан|\byuans?\b|\brenminbi\b",
    "JPY": r"¥|\bJPY\b|\bиен[аыу]?\b|\bйен|\byen\b",
}
_TOLD = {code: re.compile(way, re.IGNORECASE) for code, way in _WAYS.items()}
_ANY = "|".join(f"(?P<{code}>{way})" for code, way in _WAYS.items())
_BLANK = r"[\s\u00a0\u202f-]?"
_BEHIND = re.compile(rf"{_BLANK}(?:{MAGNITUDES}|m\b)?\.?{_BLANK}(?:US|американск\w*)?{_BLANK}(?:{_ANY})", re.IGNORECASE)
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "₽": "RUB", "₴": "UAH", "¥": "JPY"}
_BEFORE = re.compile(rf"([$€£₽₴¥]|\b(?:{'|'.join(_WAYS)}))\s?\Z")  # no words: the Euro 2024 is no sum
_LONGEST = 10  # characters of what stands before a number as its currency


def find_currencies(text: str) -> set[str]:
    """The ISO 4217 codes of the currencies in which a text has a sum in figures."""
    found = set()
    for span in find_numbers(text):
        if before := _BEFORE.search(text[max(0, span.start - _LONGEST) : span.start]):
            found.add(_SIGNS.get(before[1], before[1]))
        if behind := _BEHIND.match(text, span.stop):
            found.add(str(behind.lastgroup))
    return found


def tells_currency(text: str, code: str) -> bool:
    """Whether a text mentions a currency, with a sum or without."""
    return _TOLD[code].search(text) is not None
