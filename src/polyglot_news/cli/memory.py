"""`polyglot-news memory`: see, fill, hand on and tidy a translation memory."""

import mmap
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path, PurePath

import click

from polyglot_news.cli.console import counted, harmless, is_debug, note, report
from polyglot_news.cli.files import refuse_to_replace, write_output
from polyglot_news.cli.written import remember
from polyglot_news.document import EN_RU, RU_EN
from polyglot_news.errors import InputError, UsageError, WriteError
from polyglot_news.formats.registry import format_of_path
from polyglot_news.memory.corrections import read_corrections
from polyglot_news.memory.store import Memory
from polyglot_news.memory.tmx import read_tmx, write_tmx
from polyglot_news.memory.units import Unit, UnitOrigin
from polyglot_news.reading import STDIN

_BATCH = 5000  # units of one transaction: others need not wait long
_ORIGINS = click.Choice([str(origin) for origin in UnitOrigin])
_DIRECTIONS = (str(RU_EN), str(EN_RU))
_EPILOG = """\b
To teach a memory a correction, put it into a result:
  polyglot-news translate article.md --format jsonl -o article.jsonl
  (in a row, write the better "target", and "human" for "origin")
  polyglot-news memory import article.jsonl --memory news.memory

Exit codes: 0 done, 2 bad input or usage (the rest of several files is done all the same), 1 failure.
"""


@click.group(epilog=_EPILOG)
def memory() -> None:
    """See and manage a translation memory: what was translated once, by people or by a model, in one file.

    What people wrote comes before what was imported, and that before what a model wrote.
    """


def _memory_option(command: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--memory", "path", required=True, metavar="FILE", help="The memory; `import` makes it where there is none."
    )(command)


@memory.command()
@_memory_option
def stats(path: str) -> None:
    """Count what is in the memory."""
    with Memory.open(path, create=False) as opened:
        found = opened.stats()
    rows = {f"{direction} {origin}": str(count) for (direction, origin), count in found.units.items()}
    rows |= {"units": str(sum(found.units.values())), "words of source": str(found.words)}
    rows |= {"signatures": str(found.signatures), "size": f"{found.size / 1e6:.1f} MB"}
    rows |= {"oldest": str(found.oldest or "-"), "newest": str(found.newest or "-")}
    for key, value in rows.items():
        click.echo(f"{key + ':':<17}{value}")


@memory.command("import", epilog=_EPILOG)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_memory_option
def import_command(files: tuple[str, ...], path: str) -> None:
    """Take in corrections and other memories.

    FILE is a result in JSONL (.jsonl): its rows whose "origin" is "human" are taken, as a person's. Or a TMX file (.tmx), as
    other translation tools write it. A file with a mistake in it changes nothing.
    """
    codes = list[int]()
    with Memory.open(path) as opened:
        for file in files:
            try:
                seen, new = _import(opened, file)
                note(f"{file}: {counted(seen, 'unit')} read, {new} of them new")
            except InputError as error:
                report(error, debug=is_debug())
                codes.append(error.exit_code)
    sys.exit(max(codes, default=0))


@memory.command()
@click.argument("output", metavar="OUT.tmx")
@click.option("--origin", "origins", type=_ORIGINS, multiple=True, help="Only these units; may be repeated. [default: all]")
@click.option("--force", is_flag=True, help="Replace an output that this program did not write. The memory never is.")
@_memory_option
def export(output: str, origins: tuple[str, ...], force: bool, path: str) -> None:
    """Write the memory as TMX 1.4b, for other tools or another memory; `-` is standard output."""
    target = None if output == STDIN else Path(output)
    if target is not None:
        refuse_to_replace(target, (path,), force=force)
    with Memory.open(path, create=False) as opened:
        _export(opened.units([UnitOrigin(origin) for origin in origins] or tuple(UnitOrigin)), target)


@memory.command()
@click.option("--not-by", metavar="SIGNATURE", help="What models wrote under another signature than this one.")
@click.option("--older-than", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Written before this day (UTC).")
@click.option("--origin", type=_ORIGINS, help="Of this origin. What people wrote stays unless this is `human`.")
@click.option("--yes", is_flag=True, help="Remove them; without it they are only counted.")
@_memory_option
def prune(not_by: str | None, older_than: datetime | None, origin: str | None, yes: bool, path: str) -> None:
    """Remove units that fit all the options given.

    \b
    memory prune --older-than 2026-01-01 --memory news.memory        how many?
    memory prune --older-than 2026-01-01 --memory news.memory --yes  remove them
    """
    if not_by is None and older_than is None and origin is None:
        raise UsageError("say what to remove: --not-by, --older-than or --origin")
    kind = None if origin is None else UnitOrigin(origin)
    day: date | None = older_than and older_than.date()
    keep_human = kind is not UnitOrigin.HUMAN
    with Memory.open(path, create=False) as opened:
        act = opened.prune if yes else opened.count
        number = act(origin=kind, signature_not=not_by, before=day, keep_human=keep_human)
    note(f"{path}: {counted(number, 'unit')} {'removed' if yes else 'would be removed; add --yes to remove them'}")


@memory.command()
@click.argument("text")
@click.option("--direction", type=click.Choice(_DIRECTIONS), help="[default: both]")
@click.option("--limit", type=click.IntRange(1, 1000), default=5, show_default=True, help="How many to show.")
@click.option("--least", type=click.FloatRange(0, 1), default=0.7, show_default=True, help="How alike at least; 1 is equal.")
@_memory_option
def search(text: str, direction: str | None, limit: int, least: float, path: str) -> None:
    """Show units whose source resembles TEXT, the most alike first. This is for you to read: translations use equals only."""
    with Memory.open(path, create=False) as opened:
        found = [
            hit
            for one in ([direction] if direction else _DIRECTIONS)
            for hit in opened.similar(text, one, limit=limit, least=least)
        ]
    for alike, unit in sorted(found, key=lambda hit: -hit[0])[:limit]:
        click.echo(f"{alike:.2f}\t{unit.direction}\t{unit.origin}\t{harmless(unit.source)}\t{harmless(unit.target)}")
    if not found:
        note(f"{path}: nothing alike; --least {least / 2:g} shows what is less so")


def _import(opened: Memory, file: str) -> tuple[int, int]:
    """How many units a file has and how many were new."""
    match PurePath(file).suffix.lower():
        case ".jsonl":
            units = read_corrections(file, lambda name: format_of_path(name).name)
            return len(units), opened.add(units)
        case ".tmx":
            seen = sum(1 for _ in read_tmx(file))  # once without writing: a mistake at its end must not leave half of it
            return seen, sum(map(opened.add, _batches(read_tmx(file))))
    raise UsageError(f"{file}: is neither .jsonl nor .tmx; name a result in JSONL or a TMX file")


def _batches(units: Iterator[Unit]) -> Iterator[list[Unit]]:
    while batch := list(islice(units, _BATCH)):
        yield batch


def _export(units: Iterator[Unit], target: Path | None) -> None:
    """By way of a file without a name, which is then mapped: a memory may be larger than what a program should hold."""
    try:
        with tempfile.TemporaryFile() as file:
            written = write_tmx(units, file)
            file.flush()
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
                write_output(mapped, target)
                if target is not None:
                    remember(mapped)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise WriteError(f"a temporary file cannot be written: {error.strerror or error}; make room or set TMPDIR") from error
    left = f"; left out {counted(written.left_out, 'unit')} with characters that XML cannot hold" if written.left_out else ""
    note(f"{target or 'standard output'}: {counted(written.units, 'unit')} written{left}")
