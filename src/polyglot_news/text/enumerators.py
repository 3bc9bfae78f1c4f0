"""Letters that count points within a text: «(а) закон; (б) устав», "a) the law". Models drop them, or take them for words."""

import re
from collections.abc import Iterator

from polyglot_news.document import Span
from polyglot_news.text.protection import Item

_ALPHABETS = {"ru": "абвгдежзиклмн", "en": "abcdefghijklm"}
_MARKS = {
    language: re.compile(rf"(?<![^\s(«“\"])\(?(?P<letter>[{letters}])\)(?=\s+[^\W\d_]|\s+[«“\"])")
    for language, letters in _ALPHABETS.items()
}
_RIGHTS = re.compile(r"\s*\(c\)\s+[A-Z]")  # (c) Reuters


def find_enumerators(text: str, source: str) -> Iterator[Item]:
    """The enumerators of a text in the language `source`, each with that of the other language.

    One at the beginning is one by itself; further in there must be two at least, in the order of the alphabet: «(в) 2024 году»
    and "plan (b)" are none.
    """
    if ")" not in text:
        return
    found = list(_MARKS[source].finditer(text))
    ours, theirs = _ALPHABETS[source], _ALPHABETS["en" if source == "ru" else "ru"]
    said = "".join(match["letter"] for match in found)
    begins = len(found) == 1 and not text[: found[0].start()].strip() and not _RIGHTS.match(text)
    if begins or (len(said) > 1 and said in ours):
        for match in found:
            letter = theirs[ours.index(match["letter"])]
            yield Item(Span(*match.span()), "label", match[0].replace(match["letter"], letter))
