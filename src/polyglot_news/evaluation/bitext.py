"""A test set: sources and their references, one sentence a line, line n of one file the translation of line n of the other."""

from dataclasses import dataclass

from polyglot_news.errors import ReadError

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
    kept = [(ours, theirs) for ours, theirs in pairs if ours and theirs]
    if not kept:
        raise ReadError(f"{source.name}, {reference.name}: none of {_counted(pairs)} has both a source and a reference")
    return Bitext(tuple(ours for ours, _ in kept), tuple(theirs for _, theirs in kept), len(pairs) - len(kept))


def _lines(side: Side) -> list[str]:
    """The lines of a file without blanks around them; only a line feed ends one, with a carriage return before it or not."""
    try:
        text = side.data.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        number = side.data.count(b"\n", 0, error.start) + 1
        raise ReadError(f"{side.name}, line {number}: not UTF-8; convert it, as with iconv -t utf-8") from None
    if not text.strip():
        raise ReadError(f"{side.name}: is empty; a sentence a line is needed")
    return [line.strip() for line in text.removesuffix("\n").split("\n")]


def _counted(lines: list[str] | list[tuple[str, str]]) -> str:
    return f"{len(lines)} line{'' if len(lines) == 1 else 's'}"
