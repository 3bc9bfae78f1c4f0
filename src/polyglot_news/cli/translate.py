"""`polyglot-news translate`."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from polyglot_news.cli.console import is_debug, note, progress_bar, report
from polyglot_news.cli.files import plan_outputs, refuse_to_replace, write_output
from polyglot_news.cli.options import read_chosen, translation_options
from polyglot_news.cli.written import remember
from polyglot_news.document import NOT_LINGUISTIC, TRANSLATED_LANGUAGES
from polyglot_news.errors import PolyglotNewsError
from polyglot_news.formats.registry import find_format, format_of_path
from polyglot_news.formats.writers import Writer, find_writer
from polyglot_news.memory.view import open_run_memory
from polyglot_news.options import Options
from polyglot_news.pipeline import Pipeline
from polyglot_news.reading import read_bytes, read_document
from polyglot_news.verification import refuse_nothing_done, verify
from polyglot_news.writing import store

_EXAMPLES = """\b
Examples:
  polyglot-news translate article.md                   side by side, on screen
  polyglot-news translate article.md -o article.both.md --layout stacked
  polyglot-news translate news/*.txt -o out/           out/a.txt.md ...
  polyglot-news translate story.md --to en -o story.en.md
  polyglot-news translate article.md --format jsonl    a segment a line
  polyglot-news translate - --input-format markdown < post

Exit codes: 0 done, 2 bad input or usage (the rest of several files is done all the same), 1 failure. Flags that a result may
bear are explained at its end and in the README.
"""


@dataclass(frozen=True, slots=True)
class _Job:
    """One file to translate."""

    source: str
    output: Path | None
    format_name: str | None
    writer: Writer


@dataclass(frozen=True, slots=True)
class _How:
    """What all files have in common."""

    encoding: str | None
    force: bool
    verify: bool
    debug: bool
    inputs: tuple[str, ...]


@click.command(epilog=_EXAMPLES)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    help="File for the result; a folder for those of several files: each has its input's name, and a suffix where the format"
    " differs. Without it, one file goes to standard output.",
)
@translation_options
@click.option("--force", is_flag=True, help="Replace an output that this program did not write. An input never is.")
@click.option(
    "--verify",
    "is_verified",
    is_flag=True,
    help="Read each result back and compare; faults are printed and the exit code is 1. The result is written all the same.",
)
def translate(files: tuple[str, ...], output: str | None, force: bool, is_verified: bool, **chosen: Any) -> None:
    """Translate FILEs (Markdown or plain text; `-` is standard input) into bilingual documents.

    Every Russian segment gets an English translation beside it and every English one a Russian; other languages are left as
    they stand and flagged. A name is spelled one way throughout, and the table of names at the end says why so; correct it with
    --terms. With --to en or --to ru the result is the document itself in one language: markup, encoding and line
    ends stay as they are.
    """
    what = read_chosen(**chosen)
    to, layout, input_format = what.options.to, what.layout, what.input_format
    formats = [find_format(input_format) if input_format else format_of_path(file) for file in files]
    writers = [find_writer(to=to, output=what.output_format, layout=layout, input_format=known.name) for known in formats]
    outputs = plan_outputs(files, output, writers)
    jobs = [_Job(*job) for job in zip(files, outputs, (input_format for _ in files), writers, strict=True)]
    how = _How(what.encoding, force, is_verified, is_debug(), files)
    sys.exit(_run(jobs, _Once(what.options, what.memory), how))


def _run(jobs: Sequence[_Job], load: "_Once", how: _How) -> int:
    """Translate file after file; one that fails is named and the rest is done. Returns the gravest exit code."""
    codes: list[int] = []
    for job in jobs:
        try:
            codes.append(_translate(job, load, how))
        except PolyglotNewsError as error:
            report(error, debug=how.debug)
            codes.append(error.exit_code)
        except Exception as error:  # a fault of this program: the other files are done all the same
            if how.debug or len(jobs) == 1:
                raise
            note(f"{job.source}: unexpected {type(error).__name__}: {error}; --debug shows where")
            codes.append(1)
        if load.failed:
            break  # every other file would fail in the same way
    failed = sum(code > 0 for code in codes)
    if failed and len(jobs) > 1:
        note(f"{len(codes) - failed} of {len(jobs)} files done, {len(jobs) - len(codes) + failed} not")
    return max(codes)


class _Once:
    """The pipeline, loaded when the first file that can be read needs it: a mistake in a name is told at once."""

    def __init__(self, options: Options, memory: Path | None) -> None:
        self._options = options
        self._memory = memory
        self._pipeline: Pipeline | None = None
        self.failed = False

    def __call__(self) -> Pipeline:
        if self._pipeline is None:
            self.failed = True  # until it is loaded
            memory = open_run_memory(self._memory) if self._memory else None
            self._pipeline = Pipeline(self._options, memory)
            self.failed = False
        return self._pipeline


def _translate(job: _Job, load: Callable[[], Pipeline], how: _How) -> int:
    """Translate one file; returns 1 where the result was written but does not read back as it should."""
    if job.output is not None:
        refuse_to_replace(job.output, how.inputs, force=how.force)
    document = read_document(read_bytes(job.source), name=job.source, format_name=job.format_name, encoding=how.encoding)
    if document.meta.guessed:
        note(f"{job.source}: read as {document.meta.encoding} (a guess; --encoding names another)")
    pipeline = load()
    with progress_bar(job.source) as progress:
        result = pipeline.translate_document(document, progress=progress)
    refuse_nothing_done(result)
    languages = {s.language for s in result.document.segments} - {NOT_LINGUISTIC}
    if languages and languages.isdisjoint(TRANSLATED_LANGUAGES):
        note(f"{job.source}: nothing in Russian or English; it is written as it stands")
    stored = store(result, job.writer)
    if stored.note:
        note(f"{job.source}: {stored.note}")
    write_output(stored.data, job.output)
    if job.output is not None and job.writer.keeps_encoding:
        remember(stored.data)
    faults = verify(result) if how.verify else []
    for fault in faults:
        note(f"{job.source}: {fault}")
    return 1 if faults else 0
