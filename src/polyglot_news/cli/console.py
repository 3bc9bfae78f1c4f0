"""What the commands say on standard error: notes, errors, and a progress bar on a terminal."""

import re
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from polyglot_news.document import Meta
from polyglot_news.errors import PolyglotNewsError, TermBaseError

if TYPE_CHECKING:
    from polyglot_news.pipeline import Progress

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
EVERY = 15.0
"""Seconds between two lines that say how far a long step is, where there is no terminal."""


def note(message: str) -> None:
    """One line for the person at the terminal; never part of a result."""
    line = _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", " ".join(message.split()))  # a file's name may have any
    print(f"polyglot-news: {line}", file=sys.stderr)


def counted(number: int, thing: str) -> str:
    """A number of things: `1 unit`, `2 units`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def harmless(text: str) -> str:
    """In one line, without characters that do something to a terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split()))


def report(error: PolyglotNewsError, *, debug: bool) -> None:
    """An error in one line, that of a term base in a line a problem; with `debug` its traceback before it."""
    if debug:
        traceback.print_exception(error)
    for message in str(error).split("\n") if isinstance(error, TermBaseError) else [str(error)]:
        note(message)


def note_guess(meta: Meta) -> None:
    """Say of a document that its encoding is a guess, where it is one."""
    if meta.guessed:
        note(f"{meta.name}: read as {meta.encoding} (a guess; --encoding names another)")


def is_debug() -> bool:
    """Whether `--debug` was given to the command that runs."""
    return bool(click.get_current_context().find_root().obj)


@contextmanager
def told_now_and_then(tell: Callable[[], None]) -> Iterator[None]:
    """Has `tell` called every `EVERY` seconds while the block runs, whatever it is busy with."""
    is_over = threading.Event()

    def run() -> None:
        while not is_over.wait(EVERY):
            tell()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


@contextmanager
def progress_bar(name: str) -> Iterator["Progress | None"]:
    """A bar for one file, on a terminal; elsewhere a plain line every `EVERY` seconds."""
    if sys.stderr is None:
        yield None
        return
    if not sys.stderr.isatty():
        lines = _Lines(name)
        with told_now_and_then(lines.tell):
            yield lines.update
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("segments"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


class _Lines:
    """How a file comes on, in plain lines."""

    def __init__(self, name: str) -> None:
        self._name, self._began = name, time.monotonic()
        self._done = self._total = 0

    def update(self, done: int, total: int) -> None:
        """So many segments of so many are done."""
        self._done, self._total = done, total

    def tell(self) -> None:
        """A line."""
        how_far = f"{self._done} of {self._total} segments" if self._total else "being read"
        note(f"{self._name}: {how_far}, {time.monotonic() - self._began:.0f} s")
