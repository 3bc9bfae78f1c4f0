"""A memory as one run sees it: what was there before the run counts as memory, what the run adds only as its own repetition."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from polyglot_news.memory.store import Memory
from polyglot_news.memory.units import Hit, Query, Unit


class MemoryView(Protocol):
    """What a pipeline asks of a memory."""

    def find(self, queries: Sequence[Query]) -> Sequence[Hit | None]:
        """An answer a query, in order."""

    def add(self, units: Sequence[Unit]) -> None:
        """Keep what a model has made."""


@dataclass(frozen=True, slots=True)
class RunMemory:
    """The view of one run. `before` is `Memory.mark()` when it began; an interrupted run that goes on keeps its number."""

    memory: Memory
    before: int

    def find(self, queries: Sequence[Query]) -> Sequence[Hit | None]:
        """An answer a query, in order."""
        return self.memory.find(queries, before=self.before)

    def add(self, units: Sequence[Unit]) -> None:
        """Keep what a model has made."""
        self.memory.add(units)


def open_run_memory(path: str | os.PathLike[str], before: int | None = None) -> RunMemory:
    """A memory for a run that begins now, or that began when the memory's number was `before`; made where there is none.

    Raises ReadError for a file that is no memory, WriteError where it cannot be written.
    """
    memory = Memory.open(path)
    return RunMemory(memory, memory.mark() if before is None else before)
