"""`polyglot-news translate`."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from polyglot_news.cli.console import note, progress_bar
from polyglot_news.cli.files import plan_outputs, refuse_to_replace, write_output
from polyglot_news.document import BilingualDocument
from polyglot_news.errors import InputError, PolyglotNewsError
from polyglot_news.formats.registry import FORMATS, find_format, format_of_path
from polyglot_news.formats.writers import LAYOUTS, OUTPUT_FORMATS, Writer, find_writer
from polyglot_news.mt.loading import EngineName, EngineOptions
from polyglot_news.pipeline import TARGETS, Options, Pipeline
from polyglot_news.reading import read_bytes, read_document
from polyglot_news.text.encoding import encode

_UTF8 = "utf-8"


@dataclass(frozen=True, slots=True)
class _Job:
    """One file to translate."""

    source: str
    output: Path | None
    format_name: str
    encoding: str | None
    writer: Writer


@click.command(epilog="Flags that a result may bear, and all else about it: see the README.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", metavar="OUT", help="File for the result; a folder for those of several files.")
@click.option(
    "--to", type=click.Choice(TARGETS), default="both", show_default=True, help="Both languages, or all of it in one."
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(OUTPUT_FORMATS),
    help="Of the result. [default: md; with --to en|ru the input's]",
)
@click.option("--layout", type=click.Choice(LAYOUTS), default="side", show_default=True, help="Of a bilingual Markdown result.")
@click.option(
    "--model", "models", multiple=True, metavar="NAME", help="A name of `models list`, a folder or a hub id; once a direction."
)
@click.option(
    "--engine",
    type=click.Choice([str(e) for e in EngineName]),
    default=str(EngineName.CTRANSLATE2),
    show_default=True,
    help="What runs the model; identity copies.",
)
@click.option("--beam", type=click.IntRange(1, 32), default=4, show_default=True, help="Hypotheses searched; 1 is fastest.")
@click.option("--threads", type=click.IntRange(0), default=0, help="Processors used. [default: all]")
@click.option(
    "--compute-type", default="int8", show_default=True, help="Number format of the ctranslate2 engine: int8, float32 ..."
)
@click.option("--device", default="cpu", show_default=True, help="cpu, cuda, or auto.")
@click.option(
    "--batching",
    type=click.Choice(["equal", "mixed"]),
    default="equal",
    show_default=True,
    help="mixed is faster, but a text may change with its neighbours.",
)
@click.option("--input-format", type=click.Choice([f.name for f in FORMATS]), help="What `-` or an odd suffix holds.")
@click.option("--encoding", metavar="NAME", help="Of the input, where the guess is wrong: windows-1251, koi8-r ...")
@click.option("--force", is_flag=True, help="Replace an output that this program did not write.")
def translate(
    files: tuple[str, ...], output: str | None, to: str, output_format: str | None, layout: str, models: tuple[str, ...],
    engine: str, beam: int, threads: int, compute_type: str, device: str, batching: str, input_format: str | None,
    encoding: str | None, force: bool,
) -> None:  # fmt: skip
    """Translate FILEs (Markdown or plain text; `-` is standard input) into bilingual documents.

    Every Russian segment gets an English translation beside it and every English one a Russian; other languages are left as they
    stand and flagged. With --to en or --to ru the result is the document itself in one language, its format kept.
    """
    formats = [find_format(input_format) if input_format else format_of_path(file) for file in files]
    writers = [find_writer(to=to, output=output_format, layout=layout, input_format=known.name) for known in formats]
    outputs = plan_outputs(files, output, [writer.suffix for writer in writers])
    jobs = [_Job(*job) for job in zip(files, outputs, (f.name for f in formats), [encoding] * len(files), writers, strict=True)]
    for job in jobs:
        if job.output is not None:
            refuse_to_replace(job.output, files, force=force)
    choice = EngineOptions(engine, models, compute_type, device, threads, batching)
    _run(jobs, Pipeline(Options(to, beam, choice)))


def _run(jobs: Sequence[_Job], pipeline: Pipeline) -> None:
    """Translate file after file; one that fails is named and the rest is done. Exits with the gravest code."""
    failed: list[PolyglotNewsError] = []
    for job in jobs:
        try:
            _translate(job, pipeline)
        except PolyglotNewsError as error:
            if len(jobs) == 1:
                raise
            note(str(error))
            failed.append(error)
    if failed:
        note(f"{len(jobs) - len(failed)} of {len(jobs)} files done; {len(failed)} could not be")
        sys.exit(2 if any(isinstance(error, InputError) for error in failed) else 1)


def _translate(job: _Job, pipeline: Pipeline) -> None:
    document = read_document(read_bytes(job.source), name=job.source, format_name=job.format_name, encoding=job.encoding)
    if document.meta.guessed:
        note(f"{job.source}: read as {document.meta.encoding} (a guess; --encoding names another)")
    with progress_bar(job.source) as progress:
        result = pipeline.translate_document(document, progress=progress)
    write_output(_stored(job, result), job.output)


def _stored(job: _Job, result: BilingualDocument) -> bytes:
    """The result's bytes: in one language stored as the input was, else UTF-8."""
    text, meta = job.writer.write(result), result.document.meta
    if not job.writer.keeps_encoding:
        return text.encode(_UTF8, "replace")
    try:
        return encode(text, meta.encoding, meta.bom)
    except UnicodeEncodeError as error:
        note(f"{job.source}: {error.object[error.start]!r} does not exist in {meta.encoding}; the result is stored in UTF-8")
        return text.encode(_UTF8, "replace")
