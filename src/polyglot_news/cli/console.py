"""What the commands say on standard error: notes, errors, and a progress bar on a terminal."""

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from polyglot_news.document import Meta
from polyglot_news.errors import PolyglotNewsError, TermBaseError

if TYPE_CHECKING:
    from polyglot_news.pipeline import Progress


def note(message: str) -> None:
    """One line for the person at the terminal; never part of a result."""
    print(f"polyglot-news: {' '.join(message.split())}", file=sys.stderr)


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
def progress_bar(name: str) -> Iterator["Progress | None"]:
    """A bar for one file, on a terminal; elsewhere None, and nothing is shown."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
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
