"""Where names begin and end: the spans of the tagger of Russian names, put right at their edges."""

import re

from polyglot_news.document import NameKind, Span
from polyglot_news.names.lists import key, surnames_established
from polyglot_news.names.morphology import CASES_AFTER, is_common, read_surname
from polyglot_news.names.persons import is_eastern, is_first_name

_EDGES = " \t\n«»\"“”„'’.,;:!?()[]—–-…*_"
_INITIALS_BEFORE = re.compile(r"(?:(?:Дж|[А-ЯЁ])\.\s?){1,3}\Z")
_INITIALS_BEHIND = re.compile(r"\s(?:(?:Дж|[А-ЯЁ])\.\s?){1,3}(?!\w)")
_SHORT_WORD = re.compile(r"(?<!\w)([А-ЯЁ][а-яё]{0,4})\s\Z")
_ADMINISTRATIVE = re.compile(r"\s(?:(?:област|кра[йяюе]|район)\w*|округ(?:а|у|ом|е)?(?!\w))")
_REPUBLIC = re.compile(r"\bРеспублик\w+\s\Z")
_BREAKS = re.compile(r"[(),;:!?«»\"]")
_INITIAL_AT_END = re.compile(r"(?:\bДж|[А-ЯЁA-Z])\.\Z")
_SURNAME_BEHIND = re.compile(r" ([А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?)(?![\w-])")
_WORD = re.compile(r"\w+(?:[-’']\w+)*")


def trimmed(text: str, span: Span, kind: NameKind) -> Span:
    """A span without the marks at its edges, which the tagger takes for part of it, and without what brackets break off."""
    start, stop = span.start, span.stop
    if bracket := text.find("(", start + 1, stop) + 1:
        stop = bracket - 1
    if kind is not NameKind.ORGANISATION and (broken := _BREAKS.search(text, start + 1, stop)):
        stop = broken.start()
    while start < stop and text[start] in _EDGES:
        start += 1
    while stop > start and text[stop - 1] in _EDGES and not _INITIAL_AT_END.search(text, start, stop):
        stop -= 1
    if text[stop - 1 : stop] == "." and is_eastern(text[start : stop - 1]):  # «Ван И.», at the end of a sentence
        stop -= 1
    opens = {mark: text.count(mark, start, stop) for mark in '«»“”„"'}
    closing = text[stop : stop + 1]
    left_open = {
        "»": opens["«"] > opens["»"],
        '"': opens['"'] % 2 == 1,
        "”": opens["“"] > opens["”"],
        "“": opens["„"] > opens["“"],
    }
    return Span(start, stop + 1) if left_open.get(closing) else Span(start, stop)


def grown_over(text: str, span: Span, kind: NameKind) -> Span:
    """A span with what the tagger misses of a name: initials and the surname behind them, «область», «Республика»."""
    start, stop = span.start, span.stop
    if kind is NameKind.PERSON:
        start = _eastern_start(text, span)
        if before := _INITIALS_BEFORE.search(text, max(start - 12, 0), start):
            start = before.start()
        if (behind := _INITIALS_BEHIND.match(text, stop)) and not is_eastern(text[start:stop] + behind[0].rstrip(" .")):
            stop = behind.end() - (len(behind[0]) - len(behind[0].rstrip()))
        elif text[:stop].endswith(" Дж") and text[stop : stop + 1] == ".":
            stop += 1
        stop = surname_behind(text, Span(start, stop))
    elif kind is NameKind.PLACE:
        if behind := _ADMINISTRATIVE.match(text, stop):
            stop = behind.end()
        elif before := _REPUBLIC.search(text, max(start - 14, 0), start):
            start = before.start()
    return Span(start, stop)


def surname_behind(text: str, span: Span) -> int:
    """Where a first name with an initial ends: behind the surname that the tagger took for another name or missed."""
    first, _, initial = span.of(text).rpartition(" ")
    behind = _SURNAME_BEHIND.match(text, span.stop) if _INITIAL_AT_END.search(initial) and is_first_name(first) else None
    if behind is None or is_first_name(behind[1]) or (is_common(behind[1]) and not _is_listed_surname(behind[1])):
        return span.stop
    return behind.end()


def _is_listed_surname(form: str) -> bool:
    return any(key(reading.lemma) in surnames_established() for reading in read_surname(form)[:2])


def _eastern_start(text: str, span: Span) -> int:
    """Where a Korean or Chinese name begins: its surname may stand before what the tagger saw, or behind other words."""
    words = list(_WORD.finditer(text, span.start, span.stop))
    for count in (3, 2):
        tail = words[-count:]
        if len(words) >= count and is_eastern(text[tail[0].start() : span.stop]):
            return tail[0].start()
    before = _SHORT_WORD.search(text, max(span.start - 6, 0), span.start)
    if before and before[1].lower() in CASES_AFTER and is_first_name(words[0][0]):  # «У Оле Бака»
        return span.start
    if before and is_eastern(text[before.start(1) : span.stop]):
        return before.start(1)
    return span.start
