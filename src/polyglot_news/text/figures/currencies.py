"""Currencies of sums in Russian and English: by sign, code (ISO 4217) or word."""

import re
from collections import Counter

from polyglot_news.document import Span
from polyglot_news.text.figures.numbers import MAGNITUDES, find_numbers

_WAYS = {
    "USD": r"\$|\bUSD\b|долл|\bdollar|\bbucks?\b|бакс",
    "EUR": r"€|\bEUR\b|\bевро(?:цент\w*)?\b|\beuros?\b",
    "GBP": r"£|\bGBP\b|\bфунт|стерлинг|\bpounds?\b|\bsterling\b|\bquid\b",
    "RUB": r"₽|\bRU[BR]\b|\bруб|(?:(?<=\d[ \u00a0])|(?<=тыс\. )|(?<=млн )|(?<=млрд ))р\.|\bro?ubles?\b",
    "UAH": r"₴|\bUAH\b|\bгрив[не]|\bгрн\b|\bhryv?ni?as?\b",
    "CNY": r"\b(?:CNY|RMB)\b|\bюан|\byuans?\b|\brenminbi\b",
    "JPY": r"¥|\bJPY\b|\bиен[аыу]?\b|\bйен|\byen\b",
    "CHF": r"\b(?:CHF|SFr)\b|\bфранк(?:[ауи]|ов|ам)?\b|\bfrancs?\b",
    "PLN": r"\bPLN\b|\bzł|\bзлот(?:ый|ых|ого|ому|ыми?)\b|\bz[lł]ot(?:ys?|ych|e)\b",
    "KZT": r"₸|\bKZT\b|\bтенге\b|\btenge\b",
    "TRY": r"₺|\bлир(?:[аыуе]|ам)?\b|\bliras?\b|\blire\b",
    "INR": r"₹|\bINR\b|\bRs\b|\bрупи[йяию]|\brupees?\b",
    "ILS": r"₪|\bILS\b|\bшекел|\bshekels?\b",
    "KRW": r"₩|\bKRW\b",
    "HUF": r"\bHUF\b|\bфоринт|\bforints?\b",
    "AED": r"\bAED\b|\bдирхам|\bdirhams?\b",
    "GEL": r"\bGEL\b|\bлари\b|\blari\b",
}
_TOLD = {code: re.compile(way, re.IGNORECASE) for code, way in _WAYS.items()}
_ANY = "|".join(f"(?P<{code}>{way})" for code, way in _WAYS.items())
_BLANK = r"[\s\u00a0\u202f-]?"
_BEHIND = re.compile(
    rf"{_BLANK}(?:{MAGNITUDES}|m\b)?\.?{_BLANK}(?:US|Swiss|Turkish|американск\w*|швейцарск\w*|турецк\w*)?{_BLANK}(?:{_ANY})",
    re.IGNORECASE,
)
_SIGNS = dict(zip("$€£₽₴¥₸₺₹₪₩", "USD EUR GBP RUB UAH JPY KZT TRY INR ILS KRW".split(), strict=True))
_CODE_OF = {**_SIGNS, "Rs": "INR", "Rs.": "INR", "SFr": "CHF"}
_BEFORE = re.compile(rf"([{''.join(_SIGNS)}]|\b(?:{'|'.join(_WAYS)}|Rs\.?|SFr))\s?\Z")  # no words: the Euro 2024 is no sum
_LISTED = re.compile(
    rf"{_BLANK}(?:{MAGNITUDES}|m\b)?\.?(?:[,/–-]|(?<!\s)—|—(?!\s)|\s|\b(?:and|or|to|и|или|до|по|from|от|с)\b)*", re.IGNORECASE
)
_SHARE = re.compile(
    rf"(?:[-–—]\d+(?:[.,]\d+)?)?{_BLANK}(?:[%‰]|per ?cent|процент|п\. ?п\.|bps?\b|basis|б\. ?п\.|базисн)", re.IGNORECASE
)
_RANGED = re.compile(rf"{_BLANK}(?:(?:до|to|and)\s|[-–—])[$€£¥₽]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST = 10  # characters of what stands before a number as its currency


def find_currencies(text: str) -> Counter[str]:
    """How many sums in figures a text has in each currency, by ISO 4217 code. All of "$5, 10 or 20" are in dollars, the share
    in "$2, or 3%" is not.
    """
    numbers = [span for span in find_numbers(text) if not _SHARE.match(text, span.stop)]
    before, behind = ([look(text, span) for span in numbers] for look in (currency_before, currency_behind))
    for n in range(1, len(numbers)):
        before[n] = before[n] or (before[n - 1] if not behind[n] and is_listed(text, numbers[n - 1], numbers[n]) else None)
    for n in range(len(numbers) - 2, -1, -1):
        ranged = (
            before[n + 1]
            and not _YEAR.fullmatch(numbers[n].of(text))
            and _RANGED.fullmatch(text, numbers[n].stop, numbers[n + 1].start)
        )  # от 5 до $7 млрд
        before[n] = before[n] or (before[n + 1] if ranged and not behind[n] else None)
        behind[n] = behind[n] or (behind[n + 1] if is_listed(text, numbers[n], numbers[n + 1]) else None)
    return Counter(code for one, other in zip(before, behind, strict=True) if (code := one or other))


def count_mentions(text: str, code: str) -> int:
    """How often a text mentions a currency, with a sum or without."""
    return sum(1 for _ in _TOLD[code].finditer(text))


def currency_before(text: str, span: Span) -> str | None:
    """The currency right before a number."""
    before = _BEFORE.search(text[max(0, span.start - _LONGEST) : span.start])
    return _CODE_OF.get(before[1], before[1]) if before else None


def currency_behind(text: str, span: Span) -> str | None:
    """The currency right behind a number and its magnitude."""
    behind = _BEHIND.match(text, span.stop)
    return str(behind.lastgroup) if behind else None


def is_listed(text: str, first: Span, second: Span) -> bool:
    """Whether two numbers share what is said of one: nothing is between them but what makes a list or a range of them.

    A year shares nothing: "In 2024, $5 million".
    """
    years = any(_YEAR.fullmatch(span.of(text)) for span in (first, second))
    return not years and _LISTED.fullmatch(text, first.stop, second.start) is not None
