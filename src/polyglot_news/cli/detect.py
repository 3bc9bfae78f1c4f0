"""`polyglot-news detect`."""

import sys
from collections.abc import Callable

import click

from polyglot_news.cli.console import is_debug, note, report
from polyglot_news.cli.files import write_output
from polyglot_news.cli.options import reading_options
from polyglot_news.document import BilingualDocument, Translation
from polyglot_news.errors import PolyglotNewsError
from polyglot_news.formats.jsonl import write
from polyglot_news.reading import read_bytes, read_document
from polyglot_news.segmentation import segment

_WIDEST = 60  # characters of a segment shown in the table


@click.command(epilog="Exit codes: 0 done, 2 bad input or usage; the rest of several files is done all the same.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="table: for people, long segments cut. jsonl: a segment a line, whole, with the keys of `translate --format jsonl`.",
)
@reading_options
def detect(files: tuple[str, ...], output_format: str, input_format: str | None, encoding: str | None) -> None:
    """Show the segments of FILEs (`-` is standard input) and the language of each. Nothing is translated.

    \b
    Languages are BCP 47 tags: ru, en, uk, de ...
      und   not known: too little to tell
      zxx   nothing linguistic: a number, an address, code

    The number behind the language is how sure it is, from 0 to 1.
    """
    show: Callable[[BilingualDocument], str] = write if output_format == "jsonl" else _table
    codes = [_detect(file, show, input_format, encoding) for file in files]
    sys.exit(max(codes))


def _detect(file: str, show: Callable[[BilingualDocument], str], format_name: str | None, encoding: str | None) -> int:
    """Show one file; returns the exit code."""
    try:
        document = segment(read_document(read_bytes(file), name=file, format_name=format_name, encoding=encoding))
        if document.meta.guessed:
            note(f"{file}: read as {document.meta.encoding} (a guess; --encoding names another)")
        untranslated = tuple(Translation(s.id, None, None) for s in document.segments)
        write_output(show(BilingualDocument(document, untranslated)).encode("utf-8", "replace"), None)
    except PolyglotNewsError as error:
        report(error, debug=is_debug())
        return error.exit_code
    return 0


def _table(result: BilingualDocument) -> str:
    lines = [f"{result.document.meta.name}: {len(result.document.segments)} segments, {result.document.meta.encoding}"]
    for s in result.document.segments:
        text = "".join(char if char.isprintable() else "\ufffd" for char in " ".join(s.text.split()))
        shown = text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
        lines.append(f"{s.id:<10} {s.language:<8} {s.confidence:.3f}  {shown}")
    return "\n".join(lines) + "\n"
