"""A test set: sources and their references, one sentence a line, line n of one file the translation of line n of the other."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from polyglot_news.errors import ReadError
from polyglot_news.text.encoding import decode
from polyglot_news.text.scripts import count_cyrillic, count_latin

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two files."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Bitext:
    """Lines that have a source and a reference."""

    sources: tuple[str, ...]
    references: tuple[str, ...]
    numbers: tuple[int, ...]
    """Where each stands in the files, from 1."""
    skipped: int = 0
    """Lines left out since one of the two is blank."""


def read_bitext(source: Side, reference: Side, *, most: int | None = None) -> Bitext:
    """The test set in two files, of its first `most` lines where that is given.

    Raises ReadError where a file is empty or not UTF-8, where they differ in length, and where no line is left.
    """
    sources, references = _lines(source), _lines(reference)
    if len(sources) != len(references):
        counts = f"{source.name} has {_counted(sources)}, {reference.name} {len(references)}"
        raise ReadError(f"{counts}: line n of one must be the translation of line n of the other")
    pairs = list(zip(sources, references, strict=True))[:most]
    kept = [(number, *pair) for number, pair in enumerate(pairs, 1) if all(pair)]
    if not kept:
        raise ReadError(f"{source.name}, {reference.name}: none of {_counted(pairs)} has both a source and a reference")
    numbers, ours, theirs = zip(*kept, strict=True)
    return Bitext(ours, theirs, numbers, len(pairs) - len(kept))


def count_foreign(lines: Sequence[str], language: str) -> int:
    """How many lines have most letters in the script of the other language: Latin for Russian, Cyrillic for English."""
    surplus = [count_latin(line) - count_cyrillic(line) for line in lines]
    return sum(more > 0 if language == "ru" else more < 0 for more in surplus)


def _lines(side: Side) -> list[str]:
    """The lines of a file without blanks around them; only a line feed ends one, with a carriage return before it or not."""
    try:
        text = side.data.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        number = side.data.count(b"\n", 0, error.start) + 1
        raise ReadError(f"{side.name}, line {number}: not UTF-8; {_advice(side)}") from None
    if not text.strip():
        raise ReadError(f"{side.name}: is empty; a sentence a line is needed")
    return [line.strip() for line in text.removesuffix("\n").split("\n")]


def _advice(side: Side) -> str:
    """What to do with a file that is not UTF-8."""
    try:
        guess = decode(side.data, name=side.name).encoding
    except ReadError:  # binary, or damaged
        return "nor is it text in another encoding: repair it, or name another file"
    known = guess.replace("-le", "le").replace("-be", "be")  # iconv's utf-16le is Python's utf-16-le
    return f"it looks like {guess}, so convert it: iconv -f {known} -t utf-8 {shlex.quote(side.name)}"


def _counted(lines: list[str] | list[tuple[str, str]]) -> str:
    return f"{len(lines)} line{'' if len(lines) == 1 else 's'}"
