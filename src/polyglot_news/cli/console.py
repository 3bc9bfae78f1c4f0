"""What the commands say on standard error: notes, and a progress bar on a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from polyglot_news.pipeline import Progress


def note(message: str) -> None:
    """One line for the person at the terminal; never part of a result."""
    print(f"polyglot-news: {message}", file=sys.stderr)


@contextmanager
def progress_bar(name: str) -> Iterator[Progress | None]:
    """A bar for one file, on a terminal; elsewhere None, and nothing is shown."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress as Bar, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("segments"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
