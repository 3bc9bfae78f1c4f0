"""`sources.toml`: where the data is from, under which licence, how much of it an epoch takes; and the readers of raw files."""

import fnmatch
import glob
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from recipe.files import RecipeError, read_lines
from recipe.pairs import Pair, read_pairs

SOURCES = Path(__file__).with_name("sources.toml")
_KINDS = ("parallel", "russian", "english")


@dataclass(frozen=True, slots=True)
class Source:
    """Some data of one origin."""

    name: str
    where: str
    """Address, or what to look for."""
    licence: str
    kind: str
    """`parallel`, `russian` or `english`."""
    lines: tuple[str, ...]
    """Patterns of what stands in the third column of its pairs."""
    weight: float = 1.0
    """How probable it is that an epoch has a pair of it: less than 1 for what is far from news."""
    reader: str = "columns"
    """How raw files are read: one of `READERS`."""
    files: tuple[str, ...] = ()
    """Raw files, in the folder of the downloaded data; two for the reader `twin-lines`."""
    machine: str | None = None
    """The side that a machine made, `ru` or `en`; such pairs serve one direction."""
    alone: bool = False
    """Words and phrases: each pair stands for itself, however many share a side."""


@dataclass(frozen=True, slots=True)
class Sources:
    """All that `sources.toml` says."""

    sources: tuple[Source, ...]
    held_out: tuple[str, ...]
    """Names of the test sets that nothing may be trained on."""

    def of_line(self, column: str) -> Source | None:
        """The source of a pair by its third column; the first that matches."""
        return next((s for s in self.sources if any(fnmatch.fnmatchcase(column, pattern) for pattern in s.lines)), None)


def read_sources(path: Path = SOURCES) -> Sources:
    """Read and check the list. Raises RecipeError with every mistake in it."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    mistakes = [mistake for entry in table["source"] for mistake in _mistakes(entry)]
    if mistakes:
        raise RecipeError(f"{path}: " + "; ".join(mistakes))
    return Sources(tuple(map(_source, table["source"])), tuple(one["name"] for one in table["held-out"]))


def _mistakes(entry: dict[str, Any]) -> Iterator[str]:
    name = entry.get("name", "a source without name")
    for missing in {"name", "where", "licence", "kind"} - set(entry):
        yield f"{name}: no {missing}"
    for unknown in set(entry) - set(Source.__dataclass_fields__):
        yield f"{name}: {unknown} means nothing"
    if entry.get("kind") not in _KINDS:
        yield f"{name}: kind is none of {', '.join(_KINDS)}"
    if entry.get("reader", "columns") not in READERS:
        yield f"{name}: reader is none of {', '.join(READERS)}"
    if not 0 < entry.get("weight", 1.0) <= 1:
        yield f"{name}: weight is not between 0 and 1"


def _source(entry: dict[str, Any]) -> Source:
    listed: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return Source(**({"lines": (entry["name"],)} | listed))


def own_sources(listed: Sequence[Source], folder: Path) -> tuple[list[Source], list[Path]]:
    """A source for each pair of files, or file of pairs, that none of the listed claims; and what cannot be read as pairs.

    It is named as its files are, and an epoch takes all of it. Names that begin with a dot are passed over.
    """
    claimed = {path for source in listed for pattern in source.files for path in folder.glob(pattern)}
    free = [path for path in sorted(folder.iterdir()) if path not in claimed and not path.name.startswith(".")]
    files: dict[str, dict[str, str]] = {}  # by name, then by suffix
    for path in free:
        name, _, suffix = path.name.removesuffix(".xz").rpartition(".")
        if not (path.is_file() and name and suffix in ("tsv", "ru", "en")):
            continue
        if path.name != files.setdefault(name, {}).setdefault(suffix, path.name):
            raise RecipeError(f"{path}: is there compressed and not; keep one of them")
    found = []
    for name, of_suffix in files.items():
        if "tsv" in of_suffix:
            found.append(_own(name, "columns", of_suffix["tsv"]))
        if {"ru", "en"} <= set(of_suffix):
            found.append(_own(name, "twin-lines", of_suffix["ru"], of_suffix["en"]))
    taken = {file for source in found for file in source.files}
    return found, [path for path in free if path.name not in taken]


def _own(name: str, reader: str, *files: str) -> Source:
    return Source(name, "own files", "own", "parallel", (name,), reader=reader, files=tuple(map(glob.escape, files)))


def read_raw(source: Source, folder: Path) -> Iterator[Pair]:
    """The pairs of a source's raw files; nothing where they are not there. One language has the other side empty."""
    paths = [path for pattern in source.files for path in sorted(folder.glob(pattern))]
    if paths:
        yield from READERS[source.reader](source, paths)


def _columns(source: Source, paths: Sequence[Path]) -> Iterator[Pair]:
    """Russian and English in the first two columns; lines without a tab are passed over, but not all of a file."""
    for path in paths:
        any_pair = False
        for line in read_lines(path):
            ru, separator, rest = line.partition("\t")
            if separator:
                any_pair = True
                yield Pair(_tidy(ru), _tidy(rest.partition("\t")[0]), source.name)
        if not any_pair:
            raise RecipeError(f"{path}: no line has Russian, a tab, English")


def _twin_lines(source: Source, paths: Sequence[Path]) -> Iterator[Pair]:
    """A file of each language, line by line; the file whose name ends in `.ru` (before `.xz`) is the Russian one."""
    of = {path.name.removesuffix(".xz").rpartition(".")[2]: path for path in paths}
    if len(paths) != 2 or set(of) != {"ru", "en"}:
        there = ", ".join(path.name for path in paths)
        raise RecipeError(f"{paths[0].parent}: of {source.name} there must be one file in .ru and one in .en; there is {there}")
    for russian, english in zip_longest(read_lines(of["ru"]), read_lines(of["en"])):
        if russian is None or english is None:
            raise RecipeError(f"{of['ru']} and {of['en'].name}: one has more lines than the other")
        yield Pair(_tidy(russian), _tidy(english), source.name)


def _one_language(source: Source, paths: Sequence[Path]) -> Iterator[Pair]:
    """A sentence a line."""
    for path in paths:
        for line in map(_tidy, read_lines(path)):
            yield Pair(line, "", source.name) if source.kind == "russian" else Pair("", line, source.name)


def _ready(_: Source, paths: Sequence[Path]) -> Iterator[Pair]:
    """Files of pairs already."""
    for path in paths:
        yield from read_pairs(path)


def _tidy(text: str) -> str:
    return " ".join(text.split())


READERS: dict[str, Callable[[Source, Sequence[Path]], Iterator[Pair]]] = {
    "columns": _columns,
    "twin-lines": _twin_lines,
    "lines": _one_language,
    "pairs": _ready,
}
"""How the raw files of a source are read."""
