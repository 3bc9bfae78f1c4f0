"""`polyglot-news names`."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import click

from polyglot_news.cli.console import harmless, is_debug, note_guess, report
from polyglot_news.cli.files import refuse_to_replace, write_output
from polyglot_news.cli.options import names_options, reading_options
from polyglot_news.cli.written import remember
from polyglot_news.document import Document
from polyglot_news.errors import InputError
from polyglot_news.formats.bilingual import NAME_HEADINGS, align, name_rows
from polyglot_news.names.spelling import Scheme
from polyglot_news.names.table import NamedDocument, write_names_json, write_names_tbx, write_names_tsv
from polyglot_news.names.terms import Term, merge_terms, read_terms
from polyglot_news.naming import name_document
from polyglot_news.reading import STDIN, read_bytes, read_document
from polyglot_news.segmentation import segment

_WRITERS: Mapping[str, Callable[[Sequence[NamedDocument]], str]] = MappingProxyType(
    {
        "table": lambda documents: "".join(map(_table, documents)),
        "tsv": write_names_tsv,
        "tbx": write_names_tbx,
        "json": write_names_json,
    }
)
_EPILOG = """\b
To correct spellings, correct a list and give it back:
  polyglot-news names *.md --format tsv -o names.tsv
  (edit the column "en" of names.tsv)
  polyglot-news translate article.md --terms names.tsv

Exit codes: 0 done, 2 bad input or usage (the rest of several files is done all the same), 1 failure.
"""


@click.command(epilog=_EPILOG)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(list(_WRITERS)),
    default="table",
    show_default=True,
    help="table: for people, a table a file. tsv, tbx: one term base for all files, to correct and give back by --terms."
    " json: a list, with all that is known.",
)
@click.option("-o", "--output", metavar="OUT", help="File for the result. [default: standard output]")
@names_options
@reading_options
@click.option("--force", is_flag=True, help="Replace an output that this program did not write. An input never is.")
def names(
    files: tuple[str, ...], output_format: str, output: str | None, terms: tuple[str, ...], romanisation: str, yo: str,
    input_format: str | None, encoding: str | None, force: bool,
) -> None:  # fmt: skip
    """Show the names in FILEs (`-` is standard input): people, places, organisations, and your own terms, each in Russian and
    English, where it stands and why it is spelled so. Nothing is translated.

    Translations keep to these spellings. An English form is the one that your term base has, else one that the text itself
    writes, else the usual one, else it is romanised.
    """
    target = None if output in (None, STDIN) else Path(output or "")
    if target is not None:
        refuse_to_replace(target, (*files, *terms), force=force)
    base, scheme = merge_terms([read_terms(path) for path in terms]), Scheme(romanisation, yo)
    codes, documents = list[int](), list[NamedDocument]()
    for file in files:
        try:
            documents.append(_find(_read(file, input_format, encoding), base, scheme))
        except InputError as error:
            report(error, debug=is_debug())
            codes.append(error.exit_code)
    if documents:
        _show(documents, output_format, target)
    sys.exit(max(codes, default=0))


def _read(file: str, format_name: str | None, encoding: str | None) -> Document:
    document = read_document(read_bytes(file), name=file, format_name=format_name, encoding=encoding)
    note_guess(document.meta)
    return segment(document)


def _find(document: Document, terms: Sequence[Term], scheme: Scheme) -> NamedDocument:
    return NamedDocument(document.meta.name, name_document(document, terms, scheme).entries)


def _show(documents: Sequence[NamedDocument], output_format: str, output: Path | None) -> None:
    """To a terminal as tables drawn by rich; else written whole."""
    if output_format == "table" and output is None and sys.stdout is not None and sys.stdout.isatty():
        for document in documents:
            _draw(document)
        return
    data = _WRITERS[output_format](documents).encode("utf-8", "replace")
    write_output(data, output)
    if output is not None:
        remember(data)


def _table(document: NamedDocument) -> str:
    """A heading, then columns with blanks between them."""
    cells = [row.cells for row in name_rows(document.entries)]
    lines = align([NAME_HEADINGS, *([*map(harmless, row)] for row in cells)]) if cells else []
    return "".join(f"{line}\n" for line in (_title(document), *lines))


def _title(document: NamedDocument) -> str:
    return f"{document.name}: {len(document.entries) or 'no'} name{'' if len(document.entries) == 1 else 's'}"


def _draw(document: NamedDocument) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=escape(_title(document)), title_justify="left")
    for heading in NAME_HEADINGS:
        table.add_column(heading, overflow="fold", justify="right" if heading == "Uses" else "left")
    for row in name_rows(document.entries):
        table.add_row(*map(escape, map(harmless, row.cells)))
    Console().print(table if document.entries else escape(_title(document)))
