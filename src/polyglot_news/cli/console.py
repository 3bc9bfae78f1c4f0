"""What the commands say on standard error: notes, errors, and a progress bar on a terminal; and options that they share."""

import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from polyglot_news.document import Meta
from polyglot_news.errors import PolyglotNewsError, TermBaseError
from polyglot_news.formats.registry import FORMATS
from polyglot_news.names.schemes import SCHEMES
from polyglot_news.pipeline import Progress


def note(message: str) -> None:
    """One line for the person at the terminal; never part of a result."""
    print(f"polyglot-news: {' '.join(message.split())}", file=sys.stderr)


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


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say how inputs are read."""
    names = click.Choice([known.name for known in FORMATS])
    options: list[Callable[[Any], Any]] = [
        click.option(
            "--input-format", type=names, help="What `-` or a file with an odd suffix holds. [default: by the suffix]"
        ),
        click.option("--encoding", metavar="NAME", help="Of the input, where the guess is wrong: windows-1251, koi8-r ..."),
    ]
    return _with_options(command, options)


def names_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say how names are spelled: `terms`, `romanisation`, `yo`."""
    options: list[Callable[[Any], Any]] = [
        click.option(
            "--terms",
            multiple=True,
            metavar="FILE",
            help="Your own pairs, TSV (ru, en, kind) or TBX; they win over all else. Several may be given; the later wins.",
        ),
        click.option(
            "--romanisation",
            type=click.Choice(list(SCHEMES)),
            default="news",
            show_default=True,
            metavar="SCHEME",
            help="How names are spelled that have no usual form; see `romanise --list`.",
        ),
        click.option(
            "--yo",
            type=click.Choice(["yo", "e"]),
            default="yo",
            show_default=True,
            help="ё in them as the scheme has it (Korolyov), or as if it were е (Korolev).",
        ),
    ]
    return _with_options(command, options)


def _with_options(command: Callable[..., None], options: Sequence[Callable[[Any], Any]]) -> Callable[..., None]:
    for option in reversed(options):
        command = option(command)
    return command


@contextmanager
def progress_bar(name: str) -> Iterator[Progress | None]:
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
