"""Letters that count points within a text: «(а) закон; (б) устав», "a) the law". Models drop them, or take them for words."""

import functools
import re
from collections.abc import Iterator, Sequence

from polyglot_news.document import Span
from polyglot_news.text.protection import Item

_ALPHABETS = {"ru": "абвгдежзиклмн", "en": "abcdefghijklm"}
_MARKS = {
    language: re.compile(rf"(?<![^\s(«“\"])\(?(?P<letter>[{letters}])\)(?=\s+[^\W\d_]|\s+[«“\"])")
    for language, letters in _ALPHABETS.items()
}
_ROMAN = re.compile(r"(?<![^\s(«“\"])\(?(?P<number>[ivx]{1,4})\)(?=\s)")
_ROMAN_SPELLED = re.compile(r"(?<![^\s(«“\"])\(?(?P<number>[ivxивхі]{1,4})\)(?=\s)", re.IGNORECASE)
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_QUOTED = rf"[«\"„](?P<{{}}>[{_ALPHABETS['ru']}])[»\"“]"
_POINT_OF_LAW = re.compile(
    rf"(?<!\w)(?:п\. ?п|пп?|подп)\. ?{_QUOTED.format('first')}(?:(?:, ?| и )[«\"„][{_ALPHABETS['ru']}][»\"“])*"
)
_LETTER_OF_LAW = re.compile(_QUOTED.format("letter"))
_MIXED = {
    "en": re.compile(r"^\W{0,4}[a-m]\)\s+[«“\"]?[А-ЯЁа-яё]{2}", re.MULTILINE),
    "ru": re.compile(r"^\W{0,4}[а-н]\)\s+[«“\"]?[A-Za-z]{2}", re.MULTILINE),
}
_RIGHTS = re.compile(r"\s*\(c\)\s+[A-Z]")  # (c) Reuters


def find_enumerators(text: str, source: str, document: str = "") -> Iterator[Item]:
    """The enumerators of a text in the language `source`, each with that of the other language.

    One at the beginning is one by itself; further in there must be two at least, in the order of the alphabet: «(в) 2024 году»
    and "plan (b)" are none, nor are Roman numbers, which `mend_romans` puts right. The letters of a law's points become those
    of the other alphabet: «п. «и» ч. 2 ст. 105» has a letter, no conjunction. Where a point of the `document` has a letter of
    this alphabet before words in the other language, its letters are those of all its points, and stay.
    """
    if source == "ru" and "п." in text:
        yield from _points_of_law(text)
    if ")" not in text:
        return
    if source == "en" and _find_romans(text):
        return
    found = list(_MARKS[source].finditer(text))
    ours, theirs = _ALPHABETS[source], _ALPHABETS["en" if source == "ru" else "ru"]
    said = "".join(match["letter"] for match in found)
    if found and source in _alphabets_before_the_other(document):
        yield from (Item(Span(*match.span()), "label", match[0]) for match in found)
    elif (_begins(text, found) and not _RIGHTS.match(text)) or (len(said) > 1 and said in ours):
        for match in found:
            letter = theirs[ours.index(match["letter"])]
            yield Item(Span(*match.span()), "label", match[0].replace(match["letter"], letter))


def mend_romans(source: str, text: str) -> list[tuple[Span, str]]:
    """Edits that give a Russian text the Roman numbers of its points, (i), (ii), which models spell in Cyrillic."""
    wanted = [match["number"] for match in _find_romans(source)] if "i)" in source else []
    found = [Span(*match.span("number")) for match in _ROMAN_SPELLED.finditer(text)] if wanted else []
    if len(found) != len(wanted):
        return []
    return [(span, number) for span, number in zip(found, wanted, strict=True) if span.of(text) != number]


def _find_romans(text: str) -> list[re.Match[str]]:
    """The Roman numbers that count points of an English text, from (i) on: one at the beginning, or several."""
    found = list(_ROMAN.finditer(text))
    counts = tuple(match["number"] for match in found) == _ROMANS[: len(found)]
    return found if counts and (len(found) > 1 or _begins(text, found)) else []


@functools.lru_cache(maxsize=1)
def _alphabets_before_the_other(document: str) -> frozenset[str]:
    """Whether lines of a document begin with a letter of one alphabet, "en" or "ru", and words in the other."""
    return frozenset(alphabet for alphabet, pattern in _MIXED.items() if pattern.search(document))


def _begins(text: str, found: Sequence[re.Match[str]]) -> bool:
    """Whether there is one enumerator, and the text begins with it."""
    return len(found) == 1 and not text[: found[0].start()].strip()


def _points_of_law(text: str) -> Iterator[Item]:
    ours, theirs = _ALPHABETS["ru"], _ALPHABETS["en"]
    for point in _POINT_OF_LAW.finditer(text):
        for match in _LETTER_OF_LAW.finditer(text, point.start("first") - 1, point.end()):
            yield Item(Span(*match.span()), "label", f'"{theirs[ours.index(match["letter"])]}"')
