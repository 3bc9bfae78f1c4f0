"""The log of the runs over an archive: `log.txt` in the state folder, lines of UTC time and text, for whoever looks afterwards.

Steps, how they come on, notes, documents that fail and why, how the run ended. At most two files of `LARGEST` bytes are kept.
"""

import logging
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Self

from polyglot_news.archive.watcher import Watcher

LOG = "log.txt"
LARGEST = 5_000_000
_EVERY = 60.0  # seconds between two lines on how a step comes on


class LoggedWatcher:
    """A watcher that writes down what it is told before it tells another; a context manager, which closes the log.

    A log that cannot be written is none: the run goes on without it.
    """

    def __init__(self, watcher: Watcher, state: Path) -> None:
        self._watcher = watcher
        handler = _Quiet(state / LOG, maxBytes=LARGEST, backupCount=1, encoding="utf-8", errors="backslashreplace", delay=True)
        handler.setFormatter(_utc_formatter())
        self._handler = handler
        self._name, self._total, self._done, self._words, self._told = "", 0, 0, 0, time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None and issubclass(kind, (KeyboardInterrupt, SystemExit)):
            self.log("interrupted", logging.WARNING)
        elif kind is not None:
            self.log(f"ended: {kind.__name__}: {error}", logging.ERROR)
        self._handler.close()

    def log(self, text: str, level: int = logging.INFO) -> None:
        """A line: line ends and the like in the text are spelled out."""
        line = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
        self._handler.handle(logging.LogRecord("polyglot-news", level, "", 0, line, None, None))

    def stage(self, name: str, documents: int) -> None:
        """A step begins."""
        self._name, self._total, self._done, self._words, self._told = name, documents, 0, 0, time.monotonic()
        self.log(f"{name}: {documents} documents")
        self._watcher.stage(name, documents)

    def advance(self, documents: int, words: int) -> None:
        """So many more are done; a line each minute."""
        self._done += documents
        self._words += words
        if time.monotonic() - self._told >= _EVERY:
            self._told = time.monotonic()
            self.log(f"{self._name}: {self._done} of {self._total} documents, {self._words} words")
        self._watcher.advance(documents, words)

    def note(self, message: str) -> None:
        """A line for the user."""
        self.log(message, logging.WARNING)
        self._watcher.note(message)

    def failed(self, name: str, reason: str) -> None:
        """A document failed; the user is told at the end of the run."""
        self.log(f"{name}: {reason}", logging.ERROR)


class _Quiet(RotatingFileHandler):
    """Says nothing when the log cannot be written: the disk that is full for it is full for the results, too."""

    def handleError(self, record: logging.LogRecord) -> None:
        pass


def _utc_formatter() -> logging.Formatter:
    formatter = logging.Formatter("%(asctime)sZ %(levelname)-7s %(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    return formatter
