"""`polyglot-news detect`."""

import sys
from collections.abc import Callable

import click

from polyglot_news.cli.console import note
from polyglot_news.document import BilingualDocument, Translation
from polyglot_news.errors import PolyglotNewsError
from polyglot_news.formats.jsonl import write_detected
from polyglot_news.formats.registry import FORMATS
from polyglot_news.reading import read_bytes, read_document
from polyglot_news.segmentation import segment

_WIDEST = 60  # characters of a segment shown in the table


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", "output_format", type=click.Choice(["table", "jsonl"]), default="table", show_default=True)
@click.option("--input-format", type=click.Choice([f.name for f in FORMATS]), help="What `-` or an odd suffix holds.")
@click.option("--encoding", metavar="NAME", help="Of the input, where the guess is wrong: windows-1251, koi8-r ...")
def detect(files: tuple[str, ...], output_format: str, input_format: str | None, encoding: str | None) -> None:
    """Show the segments of FILEs and the language of each (BCP 47; `und` = not known, `zxx` = nothing linguistic)."""
    write: Callable[[BilingualDocument], str] = write_detected if output_format == "jsonl" else _table
    errors: list[PolyglotNewsError] = []
    for file in files:
        try:
            document = segment(read_document(read_bytes(file), name=file, format_name=input_format, encoding=encoding))
        except PolyglotNewsError as error:
            if len(files) == 1:
                raise
            note(str(error))
            errors.append(error)
            continue
        untranslated = tuple(Translation(s.id, None, None) for s in document.segments)
        sys.stdout.buffer.write(write(BilingualDocument(document, untranslated)).encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
    if errors:
        sys.exit(max(error.exit_code for error in errors))


def _table(result: BilingualDocument) -> str:
    lines = [f"{result.document.meta.name}: {len(result.document.segments)} segments, {result.document.meta.encoding}"]
    for s in result.document.segments:
        text = " ".join(s.text.split())
        shown = text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
        lines.append(f"{s.id:<10} {s.language:<8} {s.confidence:.3f}  {shown}")
    return "\n".join(lines) + "\n"
