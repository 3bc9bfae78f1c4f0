"""`polyglot-news batch`."""

import math
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from polyglot_news.archive.executors import Executor, LocalExecutor
from polyglot_news.archive.jobs import Settings
from polyglot_news.archive.request import Request
from polyglot_news.archive.run import MakeExecutor, Summary, plan, run
from polyglot_news.archive.sources import LIMIT
from polyglot_news.archive.watcher import Watcher
from polyglot_news.cli.console import counted, note, told_now_and_then
from polyglot_news.cli.options import read_chosen, translation_options
from polyglot_news.errors import UsageError
from polyglot_news.memory.view import open_run_memory

if TYPE_CHECKING:
    from polyglot_news.archive.work import Worker

_SHOWN = 20  # failures told at the end; the report has them all
_EVERY = 10.0  # seconds between lines where there is no terminal
_MEGABYTE = 1_000_000
_ADDRESS = re.compile(r"\w{2,}:/")
_EXAMPLES = """\b
Examples:
  polyglot-news batch archive/ out/                    every .md and .txt, also in .zip, .tar.gz, .warc.gz
  polyglot-news batch archive/ out/ --workers 4        four processes, each with the model
  polyglot-news batch archive/ out/ --include '2021/**/*.md' --exclude 'draft-*'
  polyglot-news batch archive/ out/ --dry-run          what would be done, and why
  polyglot-news batch archive/ out/ --format jsonl --memory news.memory

Interrupt it as you like: the same command goes on where it stopped, and does nothing that is done. OUT_DIR/report.html tells
what came of each document, OUT_DIR/names.tsv how each name is spelled.

Exit codes: 0 done, 2 bad input or usage (the rest is done all the same), 1 failure.
"""


@click.command(epilog=_EXAMPLES)
@click.argument("in_dir", metavar="IN_DIR")
@click.argument("out_dir", metavar="OUT_DIR")
@click.option(
    "--include", multiple=True, metavar="GLOB", help="Only documents that fit, whatever their suffix. Several may be given."
)
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out files and folders that fit. Several may be given.")
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=None,
    help="Processes, each with a model. [default: one for each two processors]",
)
@click.option(
    "--engine-threads",
    "engine_threads",
    type=click.IntRange(0),
    default=0,
    help="Processors that each worker uses. [default: all, shared evenly]",
)
@click.option(
    "--resume/--restart", "resume", default=True, help="Go on with what is left (the default), or forget what is done."
)
@click.option(
    "--check-content",
    is_flag=True,
    help="Read every document to see what changed, also where size, times and inode are as they were.",
)
@click.option("--max-errors", type=click.IntRange(0), help="Stop when more documents than that failed. [default: never]")
@click.option(
    "--max-size",
    type=click.FloatRange(0, min_open=True),
    default=LIMIT / _MEGABYTE,
    show_default=True,
    metavar="MB",
    help="Leave larger documents out, and say so.",
)
@click.option(
    "--state",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where the manifest is kept, on a local disk. [default: OUT_DIR/.polyglot-news]",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done and why, and do nothing.")
@click.option("--force", is_flag=True, help="Replace results that somebody changed or that this program did not write.")
@click.option(
    "--executor",
    "executor",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="ray: workers on the machines of a Ray cluster; needs polyglot-news[ray].",
)
@click.option(
    "--address",
    metavar="ADDRESS",
    help="Of the Ray cluster, HOST:PORT; local: a new one here. [default: the one that Ray finds, else a new one here]",
)
@translation_options
def batch(
    in_dir: str, out_dir: str, include: tuple[str, ...], exclude: tuple[str, ...], workers: int | None, engine_threads: int,
    resume: bool, check_content: bool, max_errors: int | None, max_size: float, state: Path | None, dry_run: bool, force: bool,
    executor: str, address: str | None, **chosen: Any,
) -> None:  # fmt: skip
    """Translate all documents in IN_DIR into OUT_DIR, whose folders mirror it; names are spelled one way over all of them.

    Archives (.zip, .tar, .tar.gz, .warc.gz ...) are read like folders. Either folder may be an address that fsspec knows
    (s3://bucket/news), with --state for the manifest.
    """
    what = read_chosen(**chosen)
    workers = workers or _usual_workers(executor)
    threads = engine_threads or what.options.engine.threads or max((os.cpu_count() or 1) // workers, 1)
    options = replace(what.options, engine=replace(what.options.engine, threads=threads))
    settings = Settings(options, what.output_format, what.layout, what.input_format, what.encoding)
    request = Request(
        source=in_dir, target=out_dir, settings=settings, state=_local(state), include=include, exclude=exclude,
        memory=what.memory, terms=chosen["terms"], workers=workers, restart=not resume, check_content=check_content,
        force=force, max_errors=max_errors, limit=_bytes(max_size),
    )  # fmt: skip
    if dry_run:
        _show_plan(request)
        return
    with _watcher() as watcher:
        summary = run(request, _maker(executor, address), watcher)
    sys.exit(_tell(summary, out_dir))


def _usual_workers(executor: str) -> int:
    return max((os.cpu_count() or 1) // 2, 1) if executor == "local" else 1


def _bytes(megabytes: float) -> int:
    if not math.isfinite(megabytes) or megabytes * _MEGABYTE < 1:
        raise UsageError(f"--max-size {megabytes:g}: is no size; give a number of megabytes, of one byte at least")
    return int(megabytes * _MEGABYTE)


def _local(state: Path | None) -> Path | None:
    if state is not None and _ADDRESS.match(str(state)):
        raise UsageError(f"--state {state}: is an address; the manifest needs a folder on a local disk")
    return state


@dataclass(frozen=True, slots=True)
class _MakeLocal:
    """Makes the worker in its process."""

    settings: Settings
    memory: Path
    before: int

    def __call__(self) -> "Worker":
        from polyglot_news.archive.work import Worker

        return Worker(self.settings, partial(open_run_memory, self.memory, self.before))


def _maker(executor: str, address: str | None) -> MakeExecutor:
    if executor == "local":
        if address:
            raise UsageError("--address is for --executor ray")
        return _make_local
    from polyglot_news.archive.cluster import make_cluster

    return partial(make_cluster, address=address)


def _make_local(request: Request, memory: Path, before: int) -> Executor:
    make = _MakeLocal(request.settings, memory, before)
    return LocalExecutor(make, workers=request.workers, readers=request.workers * request.settings.options.engine.threads)


def _show_plan(request: Request) -> None:
    count = 0
    for one in plan(request, _Lines()):
        print(f"{one}: to be read" if isinstance(one, str) else f"{one.name}: to be translated ({one.reason})")
        count += 1
    note(f"{counted(count, 'document')} to do; nothing was done")


def _tell(summary: Summary, out_dir: str) -> int:
    """What came of the run, in a few lines; returns the exit code."""
    counts = summary.counts
    if summary.failures:
        note(f"{counted(counts.error, 'document')} failed:")
    for failure in summary.failures[:_SHOWN]:
        note(f"  {failure.name}: {failure.message}")
    if counts.error > _SHOWN:
        note(f"  ... and {counts.error - _SHOWN} more, in {out_dir}/report.html")
    absent = (f", {counts.left} left out" if counts.left else "") + (f", {counts.gone} gone" if counts.gone else "")
    note(
        f"{counted(counts.fresh, 'document')} translated, {counts.done - counts.fresh} unchanged, {counts.error} failed{absent}"
        f" in {summary.seconds:.1f} s; {out_dir}/report.html tells more"
    )
    if summary.foreign:
        note(f"{counted(summary.foreign, 'document')} of them with nothing in Russian or English, written as they stood")
    if summary.stopped:
        note(summary.stopped)
    return summary.exit_code


@contextmanager
def _watcher() -> Iterator[Watcher]:
    if sys.stderr is None or not sys.stderr.isatty():
        lines = _Lines()
        with told_now_and_then(lines.tell):
            yield lines
        return
    from polyglot_news.cli.batch_bar import Bar

    with Bar() as bar:
        yield bar


class _Lines:
    """Plain lines, one now and then."""

    def __init__(self) -> None:
        self._name, self._total, self._done, self._words = "", 0, 0, 0
        self._began = self._told = time.monotonic()

    def stage(self, name: str, documents: int) -> None:
        """A line where a step begins."""
        self._name, self._total, self._done, self._words = name, documents, 0, 0
        self._began = self._told = time.monotonic()
        note(f"{name} {counted(documents, 'document')}")

    def advance(self, documents: int, words: int) -> None:
        """A line every ten seconds."""
        self._done += documents
        self._words += words
        self.tell()

    def tell(self) -> None:
        """A line, unless there was one a short while ago; a document that takes long does not keep it waiting."""
        now = time.monotonic()
        if not self._name or now - self._told < _EVERY:
            return
        self._told, spent = now, now - self._began
        left = spent / max(self._done, 1) * max(self._total - self._done, 0)
        speed = f", {self._words / spent:,.0f} words/s" if self._words else ""
        guess = f", about {left:,.0f} s left" if self._done else f", {spent:,.0f} s so far"
        note(f"{self._name} {self._done} of {self._total}{speed}{guess}")

    def note(self, message: str) -> None:
        """A line for the user."""
        note(message)
