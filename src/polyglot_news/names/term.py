"""One term of a term base: what it is, and what is checked of it, whatever format it came in.

A reader (`terms.py` for TSV, `tbx.py` for TBX) yields a `Row` for each pair it finds and a `Problem` for each place that it
cannot read; `check_rows` makes terms of them, or one error that tells the first ten problems.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from polyglot_news.errors import TermBaseError

KINDS = ("person", "place", "organisation", "term")
KIND_OF = {
    **{kind: kind for kind in KINDS},
    "": "term",
    "organization": "organisation",
    "per": "person",  # as recognisers of names write them
    "loc": "place",
    "org": "organisation",
}
"""The kind that a spelling in small letters stands for."""
MOST_PROBLEMS = 10  # lines of one message: more do not help, since most are one mistake made on every line

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What text does not hold: controls but tab and line ends, half surrogate pairs, and what XML 1.0 (production Char) forbids."""
_MARKER = re.compile(r"<x\d+>")
_CYRILLIC = re.compile(r"[\u0400-\u0481\u048a-\u052f\u1c80-\u1c8f\ua640-\ua66e\ua680-\ua69d]")
_INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff"


@dataclass(frozen=True, slots=True)
class Term:
    """A Russian term and the English that stands for it."""

    ru: str
    """In NFC, with single blanks; holds at least one Cyrillic letter."""
    en: str
    """In NFC, with single blanks; holds no Cyrillic letter."""
    kind: str
    """One of `KINDS`."""
    origin: str
    """Where it is written, as evidence for a reader: `file:line`, lines counted from 1."""


class Row(NamedTuple):
    """A pair as its file has it, not checked yet."""

    line: int
    ru: str
    en: str
    kind: str


class Problem(NamedTuple):
    """What is wrong on a line, and what to do about it."""

    line: int
    text: str


def check_rows(rows: Iterable[Row | Problem], name: str) -> list[Term]:
    """The terms of one file, in its order; `name` is what messages and origins call it.

    Two rows are of the same term where their Russian sides are equal when folded (`fold`). If the English is the same too, they
    are one term, the first; it takes the kind of a later one where its own is only the general kind, `term`. If the English
    differs, that is an error, since nothing tells which is meant. Raises TermBaseError, one line a problem.
    """
    problems: list[Problem] = []
    found: dict[str, Term] = {}
    for row in rows:
        if isinstance(row, Problem):
            problems.append(row)
            continue
        line, ru, en, spelled = row
        kind = KIND_OF.get(spelled) or KIND_OF.get(spelled.casefold())
        if kind is None or not en or not is_cyrillic(ru) or (not en.isascii() and is_cyrillic(en)) or _MARKER.search(ru + en):
            problems.append(Problem(line, _tell_wrong(row)))
            continue
        key = fold(ru)
        before = found.get(key)
        if before is None:
            found[key] = Term(ru, en, kind, f"{name}:{line}")
        elif before.en != en:
            problems.append(Problem(line, _tell_conflict(row, before)))
        elif before.kind == "term" and kind != "term":
            found[key] = Term(before.ru, en, kind, before.origin)
    if problems:
        raise TermBaseError(_tell_all(problems, name))
    return list(found.values())


def fold(ru: str) -> str:
    """What is equal for two spellings of one Russian term: they differ in case or in ё and е only."""
    return ru.casefold().replace("ё", "е")


def is_cyrillic(text: str) -> bool:
    """Whether there is a Cyrillic letter in it."""
    return _CYRILLIC.search(text) is not None


def neat(text: str) -> str:
    """One side of a term: NFC, no blanks around, and of each run of blanks, tabs and line ends one blank."""
    text = " ".join(text.split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def drop_invisible(text: str) -> str:
    """Without soft hyphens, marks of direction, zero-width blanks, stray byte order marks: with them a term matches nothing."""
    if not text.isascii():
        for char in _INVISIBLE:
            text = text.replace(char, "")  # six searches for one character are far faster than one for six
    return text


def printable(text: str) -> str:
    """One side of a term as any format can carry it: neat, and blanks for characters that no text holds."""
    return neat(CONTROLS.sub(" ", drop_invisible(text)))


def shown(text: str) -> str:
    """A piece of a file for a message: quoted, in one line, not too long."""
    return repr(text if len(text) <= 60 else text[:59] + "…")


def _tell_wrong(row: Row) -> str:
    """The first thing wrong with a row that has something wrong."""
    if not row.ru and not row.en:
        return "both sides are empty; fill them in or take the line out"
    if not row.ru or not row.en:
        side = "Russian" if not row.ru else "English"
        return f"the {side} side is empty beside {shown(row.en or row.ru)}; fill it in or take the line out"
    if not is_cyrillic(row.ru) and is_cyrillic(row.en):
        return f"the sides are swapped, {shown(row.ru)} before {shown(row.en)}: Russian comes first, then English"
    if not is_cyrillic(row.ru):
        return f"the Russian side {shown(row.ru)} has no Cyrillic letter"
    if is_cyrillic(row.en):
        letters = ", ".join(dict.fromkeys(_CYRILLIC.findall(row.en)))
        return f"the English side {shown(row.en)} has Cyrillic letters: {letters}"
    if marker := _MARKER.search(row.ru + row.en):
        return f"{marker[0]} is a marker that models are told things by; take it out of {shown(row.ru)}, {shown(row.en)}"
    return f"unknown kind {shown(row.kind)}; known are {', '.join(KINDS)}, or nothing"


def _tell_conflict(row: Row, before: Term) -> str:
    line = before.origin.rpartition(":")[2]
    spelled = "" if row.ru == before.ru else f" ({shown(before.ru)} is the same term)"
    return f"{shown(row.ru)} is {shown(row.en)} here and {shown(before.en)} on line {line}{spelled}; keep one of the two"


def _tell_all(problems: list[Problem], name: str) -> str:
    lines = [f"{name}:{problem.line}: {problem.text}" for problem in problems[:MOST_PROBLEMS]]
    left = len(problems) - MOST_PROBLEMS
    return "\n".join([*lines, f"{name}: and {left} more"] if left > 0 else lines)
