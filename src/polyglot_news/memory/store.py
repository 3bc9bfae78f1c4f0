"""The memory itself: one file, any number of processes and threads.

Units are numbered in the order in which they were written. A run that notes the number of the newest one before it begins
(`Memory.mark`) and asks with `before` gets the same answers whatever else it or another process writes meanwhile. Of what was
written since, a model's translation of the very same source may be used, for the model would write it again; one that was made
for another address could differ from what the model would write, so it is not.

Of a person's units with one key the newest counts, and the older ones stay, for those who ask with an older number. Of a
model's the first one stays. Keys are made of what `text/protection.py` finds; where its rules change, `memory export` and
`import` make a memory with new ones.
"""

import heapq
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from polyglot_news.memory.database import connect, guarded, transaction
from polyglot_news.memory.key import fill, human_keys_of, keys_of, normalise
from polyglot_news.memory.rows import READ, Row, Writer, keyed, restored, row_of, stored
from polyglot_news.memory.units import Hit, HitKind, Query, Unit, UnitOrigin

_PEOPLE = ((UnitOrigin.HUMAN, HitKind.HUMAN), (UnitOrigin.IMPORT, HitKind.IMPORT))
_OLDEST = "SELECT number, added, key FROM units ORDER BY number LIMIT 1"
_PAGE = 1000  # rows in memory at a time
_BATCH = 150  # queries of one question; each has six keys, and SQLite may allow as few as 999


@dataclass(frozen=True, slots=True)
class Stats:
    """What is in a memory."""

    units: Mapping[tuple[str, UnitOrigin], int]
    """By direction and origin, in that order."""
    words: int
    """Of the sources."""
    signatures: int
    """How many different ones the units of models bear."""
    size: int
    """Of the file, in bytes."""
    oldest: date | None
    """When the first and the last unit were written, in UTC; None in an empty memory."""
    newest: date | None


class Memory:
    """A translation memory, open; a context manager. Any thread may use it; each process opens its own.

    Its methods raise ReadError where the file is damaged or unreadable, WriteError where it is locked, full or write-protected.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, create: bool = True) -> Self:
        """The memory in a file; with `create` one is made where there is none.

        Raises ReadError where there is none or another program's file or that of a newer version, WriteError where none can be
        made.
        """
        return cls(connect(Path(path), create=create), Path(path))

    def close(self) -> None:
        """Let go of the file. Iterators that are still in use end with an error."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def mark(self) -> int:
        """The number of the newest unit; 0 in an empty memory."""
        return int(self._ask("SELECT coalesce(max(number), 0) FROM units")[0][0])

    def first(self) -> str:
        """The oldest unit in one word, which another memory that took this one's place does not begin with; empty for none."""
        return " ".join(f"{number}-{added}-{key.hex()}" for number, added, key in self._ask(_OLDEST))

    def find(self, queries: Sequence[Query], *, before: int) -> list[Hit | None]:
        """The best answer to each query, None where there is none.

        A person's unit comes before an imported one, that before a model's; `before` is explained at the head of this module.
        """
        parts = (queries[start : start + _BATCH] for start in range(0, len(queries), _BATCH))
        return [hit for part in parts for hit in self._find(part, before)]

    def add(self, units: Sequence[Unit]) -> int:
        """Write all units, or none where that fails; how many of them were new."""
        pairs = keyed(units)
        with self._writing():
            return Writer(self._connection, int(time.time())).insert(pairs)

    def units(self, origins: Sequence[UnitOrigin] = tuple(UnitOrigin)) -> Iterator[Unit]:
        """Every unit that is there now, in the order of writing, replaced ones of people too."""
        marks = ", ".join("?" * len(origins))
        return (row.unit for row in self._rows(f"origin IN ({marks})", list(map(str, origins)), after=0))

    def human_since(self, number: int) -> Iterator[Unit]:
        """People's and imported units with a higher number, in the order of writing."""
        return (row.unit for row in self._rows("origin <> 'model'", [], after=number))

    def human_keys_since(self, number: int) -> set[bytes]:
        """The keys of `human_since`; a source is concerned whose `key.human_keys_of` have one of them."""
        return {row[0] for row in self._ask("SELECT key FROM units WHERE origin <> 'model' AND number > ?", number)}

    def similar(self, source: str, direction: str, *, limit: int = 5, least: float = 0.7) -> list[tuple[float, Unit]]:
        """Units whose sources resemble `source`, the most alike first, as information: no translation is made of them.

        Alike is 1 less the edits (Levenshtein) by the length of the longer pattern; `least` is the lowest that counts.
        """
        from rapidfuzz.distance import Levenshtein

        pattern = normalise(source).text
        best: dict[tuple[object, object], tuple[float, int]] = {}  # a pair once, however many models wrote it
        for page in self._patterns(direction):
            for number, text, *pair in page:
                alike = Levenshtein.normalized_similarity(pattern, restored(text), score_cutoff=least)
                if alike and alike >= least:
                    best[pair[0], pair[1]] = (alike, number)
            best = dict(heapq.nlargest(limit, best.items(), key=lambda item: item[1]))
        return [(alike, self._unit(number)) for alike, number in best.values()]

    def stats(self) -> Stats:
        """Count what is there."""
        with self._lock:
            counts = self._ask("SELECT direction, origin, count(*) FROM units GROUP BY direction, origin ORDER BY 1, 2")
            words, oldest, newest = self._ask("SELECT coalesce(sum(words), 0), min(added), max(added) FROM units")[0]
            signatures = self._ask("SELECT count(DISTINCT signature) FROM units WHERE origin = 'model'")[0][0]
            pages, size = (self._ask(f"PRAGMA {name}")[0][0] for name in ("page_count", "page_size"))
        units = {(direction, UnitOrigin(origin)): count for direction, origin, count in counts}
        return Stats(units, words, signatures, pages * size, _day(oldest), _day(newest))

    def count(
        self,
        *,
        origin: UnitOrigin | None = None,
        signature_not: str | None = None,
        before: date | None = None,
        keep_human: bool = True,
    ) -> int:
        """How many units `prune` would remove."""
        where, values = _condition(origin, signature_not, before, keep_human=keep_human)
        return int(self._ask(f"SELECT count(*) FROM units WHERE {where}", *values)[0][0])

    def prune(
        self,
        *,
        origin: UnitOrigin | None = None,
        signature_not: str | None = None,
        before: date | None = None,
        keep_human: bool = True,
    ) -> int:
        """Remove the units that fit all that is given, and say how many they were.

        That is: of an origin; of a model with another signature; written before a day (UTC). People's units stay, unless
        `keep_human` is false. The file shrinks.
        """
        where, values = _condition(origin, signature_not, before, keep_human=keep_human)
        with self._writing():
            removed = self._connection.execute(f"DELETE FROM units WHERE {where}", values).rowcount
            self._connection.execute("DELETE FROM signatures WHERE id NOT IN (SELECT signature FROM units)")
        with self._lock, guarded(self.path, writing=True):
            self._connection.executescript("PRAGMA incremental_vacuum")  # `execute` would free but one page
        return removed

    def _find(self, queries: Sequence[Query], before: int) -> list[Hit | None]:
        wanted = [(keys_of(query), human_keys_of(query.source, query.direction, query.format)) for query in queries]
        keys = sorted({key for ours, human in wanted for key in (*ours, *human)})
        marks = ", ".join("?" * len(keys))
        question = f"{READ} WHERE key IN ({marks}) AND (origin = 'model' OR number <= ?) ORDER BY number"
        known: dict[bytes, list[Row]] = {}
        for row in map(row_of, self._ask(question, *keys, before)):
            known.setdefault(row.key, []).append(row)
        return [
            _best(
                query,
                [row for key in human for row in known.get(key, ()) if _fits(query, row.unit)],
                [row for key in ours for row in known.get(key, ()) if _fits(query, row.unit)],
                before,
            )
            for query, (ours, human) in zip(queries, wanted, strict=True)
        ]

    def _unit(self, number: int) -> Unit:
        return row_of(self._ask(f"{READ} WHERE number = ?", number)[0]).unit

    def _rows(self, where: str, values: Sequence[object], *, after: int) -> Iterator[Row]:
        """Rows that are there now, a page at a time: no lock is held, and no reading transaction, while they are used."""
        last = self.mark()
        while True:
            question = f"{READ} WHERE {where} AND number > ? AND number <= ? ORDER BY number LIMIT {_PAGE}"
            page = [row_of(values) for values in self._ask(question, *values, after, last)]
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1].number

    def _patterns(self, direction: str) -> Iterator[list[tuple[int, object, object, object]]]:
        after = 0
        while page := self._ask(
            "SELECT number, coalesce(pattern, source), source, target FROM units"
            f" WHERE direction = ? AND number > ? ORDER BY number LIMIT {_PAGE}",
            direction,
            after,
        ):
            yield page
            after = page[-1][0]

    def _ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock, guarded(self.path, writing=False):
            return self._connection.execute(question, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock, guarded(self.path, writing=True), transaction(self._connection):
            yield


def _best(query: Query, people: Sequence[Row], ours: Sequence[Row], before: int) -> Hit | None:
    """`people` are all old enough; `ours` are a model's, of this very source first."""
    for origin, kind in _PEOPLE:
        if rows := [row for row in people if row.unit.origin is origin]:
            return _hit(query, max(rows, key=lambda row: row.number).unit, kind)
    for row in ours:
        if row.number <= before:
            return _hit(query, row.unit, HitKind.MEMORY)
    for row in ours:
        if row.unit.source == query.source:
            return _hit(query, row.unit, HitKind.REPEATED)
    return None


def _fits(query: Query, unit: Unit) -> bool:
    """Whether the key still holds: it was made by rules that may have changed since (`text/protection.py`)."""
    return unit.source == query.source or normalise(unit.source).text == normalise(query.source).text


def _hit(query: Query, unit: Unit, kind: HitKind) -> Hit:
    """With equal sources there is nothing to fill, and else the unit is a template: its key says so."""
    if unit.source == query.source:
        return Hit(unit, unit.target, kind)
    return Hit(unit, fill(unit.source, unit.target, normalise(query.source).items), kind)


def _condition(
    origin: UnitOrigin | None, signature_not: str | None, before: date | None, *, keep_human: bool
) -> tuple[str, list[object]]:
    parts, values = ["1"], list[object]()
    if origin is not None:
        parts.append("origin = ?")
        values.append(str(origin))
    if signature_not is not None:
        parts.append("origin = 'model' AND signature NOT IN (SELECT id FROM signatures WHERE text = ?)")
        values.append(stored(signature_not))
    if before is not None:
        parts.append("added < ?")
        values.append(int(datetime(before.year, before.month, before.day, tzinfo=UTC).timestamp()))
    if keep_human:
        parts.append("origin <> 'human'")
    return " AND ".join(parts), values


def _day(seconds: int | None) -> date | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).date()
