"""Regions that share one noun: «Брянской, Курской и Белгородской областей»."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from polyglot_news.document import Span

_FEMININE, _MASCULINE = "(?:ая|ой|ую)", "(?:ий|ого|ому|ом|им)"


def _list_of(ending: str, head: str) -> re.Pattern[str]:
    one = rf"[А-ЯЁ][а-яё]*(?:-[А-ЯЁ]?[а-яё]+)?[сц]к{ending}"
    return re.compile(rf"(?<![\w-])({one}(?:, {one})*,? (?:и|или|а также) {one}|{one}(?:, {one})+) {head}(?!\w)")


_LISTS = (
    (_list_of(_FEMININE, "област(?:и|ей|ях|ям|ями)"), re.compile(rf"([\w-]+[сц]к){_FEMININE}"), "ая область"),
    (_list_of(_MASCULINE, "кра(?:я|ёв|ев|ях|ям|ями|ю|ем)"), re.compile(rf"([\w-]+[сц]к){_MASCULINE}"), "ий край"),
    (_list_of(_MASCULINE, "район(?:[аыуе]|ом|ов|ах|ам|ами)"), re.compile(rf"([\w-]+[сц]к){_MASCULINE}"), "ий район"),
)
_HEAD = re.compile(r" (?:область|край|район)\Z")
_ENGLISH_HEAD = re.compile(r" (?:Region|Territory|District|Oblast|Krai)\Z")


@dataclass(frozen=True, slots=True)
class Region:
    """A region of a list, named by its adjective."""

    span: Span
    """Of the adjective."""
    lemma: str
    """With the noun: «Курская область»."""
    of: Span
    """The whole list."""


def regions_in(text: str) -> Iterator[Region]:
    """The regions of all lists in a sentence; a list has two at least."""
    for pattern, adjective, ending in _LISTS:
        for match in pattern.finditer(text):
            for one in adjective.finditer(match[1]):
                span = Span(match.start(1) + one.start(), match.start(1) + one.end())
                yield Region(span, one[1] + ending, Span(*match.span()))


def without_noun(english: str, lemma: str, written: str) -> str:
    """The English form of a region as a list has it, "Kursk", where only the adjective is written."""
    return _ENGLISH_HEAD.sub("", english) if " " not in written and _HEAD.search(lemma) else english
