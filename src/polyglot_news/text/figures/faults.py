"""What a translation says of figures that its source does not: faults that leave the values as they are, or hide behind them.

в 11.00 -> at 11.0                    a zero of a time got lost
350 чел. -> 350 percent               a share of what was none
£18,500–19,000 -> 18 500–19 тыс.      a range whose ends differ by a thousand times
17 (семнадцать) -> 17 (seven)         a figure and words that contradict it
XVIII -> XVIIIII                      a Roman numeral that is told in no way
"""

import re
from collections.abc import Collection

from polyglot_news.document import Span
from polyglot_news.text.figures.numbers import count_numbers, number_words, told_in_words

_ROMAN = re.compile(r"(?<![\w-])(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})(?![\w-])")
_HOURS = re.compile(r"(?<![\d.,:])(\d{1,2})[.:]00(?![\d.,:]?\d)")
_PERCENT = re.compile(r"\d[ \u00a0\u202f-]?(?:%|per ?cent\b|процент|проц\b)", re.IGNORECASE)
_ANY_PERCENT = re.compile(
    r"%|‰|per ?cent|\bpct\b|процент|\bпроц\b|\bп\. ?п\b|\bпп\b|\bpp\b|basis points?|\bbps?\b|\bб\. ?п\b", re.IGNORECASE
)
MIXED_RANGE = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:[ \u00a0\u202f,]\d{3})+|\d{4,})[ \u00a0]?[-–—][ \u00a0]?"
    r"(?P<last>(?P<figure>\d{1,3}(?:[.,]\d{1,2})?)[ \u00a0](?:тыс(?:\.|яч\w*)?|thousand))(?!\w)",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\d[ \u00a0](?:тыс|thousand)", re.IGNORECASE)
_SAID_AGAIN = re.compile(r"(?<![\d.,:])(\d{1,6}) \(([^\W\d_]+(?:[ -][^\W\d_]+){0,5})\)")

_ORDINAL = re.compile(r"\b(?:first|second|third|half|quarter|once|twice|перв|втор|трет|полов|четверт)", re.IGNORECASE)


def figures_hold(source: str, target: str) -> bool:
    """Whether none of these faults is in `target`."""
    return not (
        _zeros_lost(source, target)
        or (_PERCENT.search(target) and not _ANY_PERCENT.search(source))
        or (_THOUSANDS.search(target) and MIXED_RANGE.search(target) and not MIXED_RANGE.search(source))
        or not _romans_told(source, target)
        or (" (" in target and len(_contradictions(target, _said_again(source))) > len(_contradictions(source, ())))
    )


def find_romans(text: str) -> list[Span]:
    """Roman numerals of two letters and more; none in capitals, where they may be words."""
    found = list(_ROMAN.finditer(text))
    return [Span(*match.span()) for match in found] if found and not text.isupper() else []


def _romans_told(source: str, target: str) -> bool:
    """Whether each is told as one (with whatever letters), in figures or in words."""
    wanted = [told_in_words(span.of(source)) for span in find_romans(source)]
    if not wanted:
        return True
    told = told_in_words(target) | told_in_words(target.upper().replace("Х", "X")) | count_numbers(target).keys()
    return all(value & told for value in wanted)


def _zeros_lost(source: str, target: str) -> bool:
    return any(
        re.search(rf"(?<![\d.,:])0?{hour}[.,:]0(?![\d%])", target) and not re.search(rf"(?<![\d.,:]){hour}[.,]0(?!\d)", source)
        for hour in {match[1].lstrip("0") or "0" for match in (_HOURS.finditer(source) if "00" in source else ())}
    )


def _said_again(text: str) -> set[str]:
    """The figures of a text that words in brackets behind them repeat."""
    return {match[1] for match in _SAID_AGAIN.finditer(text) if str(int(match[1])) in told_in_words(match[2])}


def _is_number(words: str) -> bool:
    return all(number_words(words)) and not _ORDINAL.search(words)


def _contradictions(text: str, repeated: Collection[str]) -> list[str]:
    """Figures with another number in words behind them, in brackets, or with any other words where they were to be repeated."""
    return [
        match[0]
        for match in _SAID_AGAIN.finditer(text)
        if str(int(match[1])) not in told_in_words(match[2]) and (match[1] in repeated or _is_number(match[2]))
    ]
