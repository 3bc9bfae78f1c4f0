"""The progress bar of `polyglot-news batch`, on a terminal."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from polyglot_news.cli.console import note


class Bar:
    """Documents, words a second, time left."""

    def __init__(self) -> None:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("documents"),
            TextColumn("{task.fields[speed]}"),
            TimeRemainingColumn(),
        )
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task: TaskID | None = None
        self._words, self._began = 0, 0.0

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._progress.stop()

    def stage(self, name: str, documents: int) -> None:
        """A new bar."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(name, total=documents, speed="")
        self._words, self._began = 0, time.monotonic()

    def advance(self, documents: int, words: int) -> None:
        """Move it on."""
        self._words += words
        speed = f"{self._words / max(time.monotonic() - self._began, 0.001):,.0f} words/s" if self._words else ""
        if self._task is not None:
            self._progress.update(self._task, advance=documents, speed=speed)

    def note(self, message: str) -> None:
        """A line above it."""
        note(message)
