"""The lines that all data passes through: Russian, English, source and links, with tabs between them.

A link says that a stretch of the Russian side and a stretch of the English side mean the same, and what both are in their base
form. It is written `kind:start:stop:start:stop:base:base`, Russian first, offsets in characters; links are joined by `|`.
A line may end after any column from the second on. Lines without anything are passed over.
"""

import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from recipe.files import RecipeError, read_lines, replacing

_FORM = "kind:ru_start:ru_stop:en_start:en_stop:ru_base:en_base"


class Kind(StrEnum):
    """What a link joins."""

    NAME = "n"
    WORD = "w"
    TOLD = "h"
    """A name that the target spells as nobody could guess: its hint is never left out."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A word, or some, on one side of a pair."""

    start: int
    stop: int
    base: str
    """Nominative or dictionary form, which is what a hint on the other side shows."""


@dataclass(frozen=True, slots=True)
class WordLink:
    """Words that mean the same."""

    kind: Kind
    ru: Stretch
    en: Stretch


@dataclass(frozen=True, slots=True)
class Pair:
    """A Russian and an English text of one meaning."""

    ru: str
    en: str
    source: str = ""
    """Where it is from: a name that `sources.toml` knows, or one that its patterns match."""
    links: tuple[WordLink, ...] = ()


def parse_pair(line: str) -> Pair:
    """Read one line. Raises RecipeError where it is not one."""
    fields = line.rstrip("\n").split("\t")
    if not 2 <= len(fields) <= 4:
        raise RecipeError(
            f"{len(fields)} {'column' if len(fields) == 1 else 'columns'}, not Russian, a tab, English (then source and links)"
        )
    ru, en, source, links = (*fields, "", "")[:4]
    return Pair(ru, en, source, tuple(_parse_link(text, ru, en) for text in links.split("|")) if links else ())


def _parse_link(text: str, ru: str, en: str) -> WordLink:
    fields = text.split(":")
    if len(fields) != 7:
        raise RecipeError(f"the link {text!r} has {len(fields)} parts; links are {_FORM}, joined by |")
    if fields[0] not in set(Kind):
        raise RecipeError(f"the link {text!r} is of the kind {fields[0]!r}; there is {', '.join(Kind)}")
    if not all(offset.isascii() and offset.isdigit() for offset in fields[1:5]):
        raise RecipeError(f"the link {text!r} has an offset that is no number; links are {_FORM}")
    offsets = [int(offset) for offset in fields[1:5]]
    for (start, stop), side, name in ((offsets[:2], ru, "Russian"), (offsets[2:], en, "English")):
        if not start < stop <= len(side):
            raise RecipeError(f"the link {text!r} is outside the {name} text, which has {len(side)} characters")
    return WordLink(Kind(fields[0]), Stretch(offsets[0], offsets[1], fields[5]), Stretch(offsets[2], offsets[3], fields[6]))


def format_pair(pair: Pair) -> str:
    """One line, without its end."""
    links = (
        f"{k.kind}:{k.ru.start}:{k.ru.stop}:{k.en.start}:{k.en.stop}:{k.ru.base}:{k.en.base}"
        for k in pair.links
        if not set(":|\t") & set(k.ru.base + k.en.base)
    )
    return "\t".join((pair.ru, pair.en, pair.source, "|".join(links)))


def read_pairs(path: Path) -> Iterator[Pair]:
    """The pairs of a file. Raises RecipeError with the number of the first line that is not one, and where there is none."""
    empty = True
    for number, line in enumerate(read_lines(path), 1):
        if line.strip():
            empty = False
            try:
                yield parse_pair(line)
            except RecipeError as error:
                raise RecipeError(f"{path}, line {number}: {error}") from error
    if empty:
        raise RecipeError(f"{path}: has no pairs")


def write_pairs(path: Path, pairs: Iterable[Pair]) -> int:
    """Write a file of pairs, compressed where its name ends in .xz; how many there were.

    The file takes its name once it is whole; an error in `pairs` leaves what was there.
    """
    count = 0
    with replacing(path) as made, _open_to_write(made) as file:
        for pair in pairs:
            file.write(format_pair(pair) + "\n")
            count += 1
    return count


def _open_to_write(path: Path) -> TextIO:
    return lzma.open(path, "wt", encoding="utf-8", preset=6) if path.suffix == ".xz" else path.open("w", encoding="utf-8")
