"""The lines that all data passes through: Russian, English, source and links, with tabs between them.

A link says that a stretch of the Russian side and a stretch of the English side mean the same, and what both are in their base
form. It is written `kind:start:stop:start:stop:base:base`, Russian first, offsets in characters; links are joined by `|`.
"""

import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


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
    source: str
    """Where it is from: a name that `sources.toml` knows, or one that its patterns match."""
    links: tuple[WordLink, ...] = ()


def parse_pair(line: str) -> Pair:
    """Read one line. Raises ValueError where it is not one."""
    fields = line.rstrip("\n").split("\t")
    if len(fields) not in (3, 4):
        raise ValueError(f"{len(fields)} fields, not Russian, English, source and links: {line[:60]!r}")
    ru, en, source, *links = fields
    return Pair(ru, en, source, tuple(map(_parse_link, links[0].split("|"))) if links and links[0] else ())


def _parse_link(text: str) -> WordLink:
    kind, ru_start, ru_stop, en_start, en_stop, ru, en = text.split(":")
    return WordLink(Kind(kind), Stretch(int(ru_start), int(ru_stop), ru), Stretch(int(en_start), int(en_stop), en))


def format_pair(pair: Pair) -> str:
    """One line, without its end."""
    links = (
        f"{k.kind}:{k.ru.start}:{k.ru.stop}:{k.en.start}:{k.en.stop}:{k.ru.base}:{k.en.base}"
        for k in pair.links
        if not set(":|\t") & set(k.ru.base + k.en.base)
    )
    return "\t".join((pair.ru, pair.en, pair.source, "|".join(links)))


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a text file, compressed or not."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n")


def read_pairs(path: Path) -> Iterator[Pair]:
    """The pairs of a file. Raises ValueError with the number of the first line that is not one."""
    for number, line in enumerate(read_lines(path), 1):
        try:
            yield parse_pair(line)
        except ValueError as error:
            raise ValueError(f"{path}, line {number}: {error}") from error


def write_pairs(path: Path, pairs: Iterable[Pair]) -> int:
    """Write a file of pairs, compressed where its name ends in .xz; how many there were."""
    count = 0
    with (
        lzma.open(path, "wt", encoding="utf-8", preset=6) if path.suffix == ".xz" else path.open("w", encoding="utf-8") as file
    ):
        for pair in pairs:
            file.write(format_pair(pair) + "\n")
            count += 1
    return count
