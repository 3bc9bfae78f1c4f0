"""`polyglot-news evaluate`."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from polyglot_news.cli.console import note, progress_bar
from polyglot_news.cli.files import refuse_to_replace, write_output
from polyglot_news.cli.options import engine_options
from polyglot_news.cli.written import remember
from polyglot_news.document import Direction
from polyglot_news.errors import UsageError
from polyglot_news.evaluation import (
    Bitext,
    Setup,
    Side,
    count_foreign,
    load_metrics,
    measure,
    read_bitext,
    write_json,
    write_table,
    write_translations,
)
from polyglot_news.mt.loading import BUNDLED, EngineName, EngineOptions, load_engine
from polyglot_news.mt.models import Model, find_model
from polyglot_news.options import Options
from polyglot_news.reading import STDIN, read_bytes

_WRITERS = {"table": write_table, "json": write_json}
_EPILOG = """\b
Keys of --format json; a share is from 0 to 1, null where there is nothing to measure:
  model, digest, engine, direction, compute_type, beam, quality, threads, batching,
  source, reference     what was measured, and how
  lines, skipped        scored; left out, since source or reference is blank
  bleu, chrf            0 to 100; bleu_signature, chrf_signature are sacrebleu's
  words, decoded_words  of the source; of its distinct lines: of lines that are
                        equal one is decoded
  seconds               the engine's, without the time to load the model
  words_per_second      decoded_words by seconds
  lengths               a list: words (of the source), lines, chrf, bleu
  numbers               of the source's figures: total, found, share;
                        reference_share: the same of the reference, the ceiling
  names                 of the names that source and reference share: total,
                        found, share
  hints                 null: model knows no hints. Else the same lines with
                        these names told: total, followed, share; extra_words
                        (of hints, too often), extra_share; bleu, chrf
  road                  the same lines as `translate` does them, told these names:
                        numbers, names (total, found, share); bleu, chrf

\b
Columns of --translations, parted by tabs, under a header; nothing is quoted:
  line                  its number in the files
  source, reference, translation
                        tabs and line breaks inside are blanks
  with_hints            translation with the names told; empty where none are
  names                 that source and reference share, as reference spells
                        them, parted by "; "
  missing, missing_with_hints
                        those that the one and the other translation lacks
  by_road, missing_by_road
                        what `translate` makes of the line, told these names

Needs sacrebleu: pip install 'polyglot-news[evaluate]'.
Exit codes: 0 done, 2 bad input or usage, 1 failure.
"""


@dataclass(frozen=True, slots=True)
class _Files:
    """What is read and written."""

    source: str
    reference: str
    output: Path | None
    translations: Path | None

    def refuse_to_lose(self, *, force: bool) -> None:
        """Raise UsageError where writing a result would lose an input, the other result, or a file that isn't ours."""
        results = [path for path in (self.output, self.translations) if path is not None]
        for path in results:
            refuse_to_replace(path, (self.source, self.reference), force=force)
        if len({os.path.realpath(path) for path in results}) < len(results):
            raise UsageError(f"{self.output}: is both -o and --translations; name two files")


@click.command(epilog=_EPILOG)
@click.option("--source", required=True, metavar="FILE", help="Sentences to translate, one a line, in UTF-8.")
@click.option("--reference", required=True, metavar="FILE", help="Their translations by people, line for line.")
@click.option("--direction", required=True, type=click.Choice(["ru-en", "en-ru"]), help="From which language into which.")
@click.option("--lines", type=click.IntRange(1), metavar="N", help="Only the first N lines.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(list(_WRITERS)),
    default="table",
    show_default=True,
    help="table: for people. json: one object, for programs; see below.",
)
@click.option("-o", "--output", metavar="OUT", help="File for the result. [default: standard output]")
@click.option("--translations", metavar="FILE", help="File for the translations behind the figures (TSV); see below.")
@engine_options
@click.option("--force", is_flag=True, help="Replace an output that this program did not write. An input never is.")
def evaluate(
    source: str, reference: str, direction: str, lines: int | None, output_format: str, output: str | None,
    translations: str | None, force: bool, **chosen: Any,
) -> None:  # fmt: skip
    """Score a model on a test set (`-` is standard input): BLEU and chrF, speed, scores by length of the source, and how many
    numbers and names come out right - names also when the model is told them, where it follows hints.

    Sentences go through the bare model. As always, its decoder writes no Cyrillic into English, no word that begins with a
    small Latin letter into Russian, and no markers; a line longer than the model's window is split at clauses and joined again.
    But there are no second attempts, nothing is protected, and nothing is corrected. What all that is worth is told as well:
    "by the road".

    Of several --model the first with this direction is scored; the bundled one never stands in for one that is named.
    """
    if translations == STDIN:
        raise UsageError("--translations needs a file: standard output has the figures")
    paths = [None if path in (None, STDIN) else Path(path or "") for path in (output, translations)]
    files = _Files(source, reference, *paths)
    files.refuse_to_lose(force=force)
    metrics, way = load_metrics(), Direction(*direction.split("-"))
    model, options = _chosen(way, **chosen)
    bitext = _read(files, way, lines)
    engine = load_engine(options.engine)
    with progress_bar(source) as progress:
        made = measure(bitext, engine, way, metrics, decoding=options.decoding, progress=progress)
    _write(_WRITERS[output_format](_setup(files, way, model, options), made), files.output)
    if files.translations is not None:
        _write(write_translations(made, way.target), files.translations)


def _chosen(
    direction: Direction, *, models: tuple[str, ...], engine: str, beam: int, threads: int, compute_type: str, device: str,
    batching: str, quality: str,
) -> tuple[Model | None, Options]:  # fmt: skip
    """The model that is measured, the first with this direction, and the options with no other than it.

    The bundled model does not stand in for one that was named: raises DirectionError where none has the direction.
    """
    found = {} if engine == EngineName.IDENTITY else {spec: find_model(spec) for spec in models or (BUNDLED,)}
    spec = next((spec for spec, model in found.items() if str(direction) in model.tags), None)
    for model in found.values() if spec is None else ():
        model.require((direction,))
    engine_options = EngineOptions(engine, (spec,) if spec else (), compute_type, device, threads, batching)
    return found[spec] if spec else None, Options(beam=beam, engine=engine_options, quality=quality)


def _read(files: _Files, direction: Direction, most: int | None) -> Bitext:
    if files.source == files.reference == STDIN:
        raise UsageError("standard input (-) can be read only once")
    source, reference = (Side(name, read_bytes(name)) for name in (files.source, files.reference))
    bitext = read_bitext(source, reference, most=most)
    if bitext.skipped:
        lines = "1 line is" if bitext.skipped == 1 else f"{bitext.skipped} lines are"
        note(f"{lines} left out: no source or no reference")
    if source.data == reference.data:
        note(f"{source.name}, {reference.name}: are the same; one should be the translation of the other")
        return bitext
    sides = ((source, bitext.sources, direction.source), (reference, bitext.references, direction.target))
    for side, texts, language in sides:
        if 2 * (foreign := count_foreign(texts, language)) > len(texts):
            script = {"ru": "Cyrillic", "en": "Latin"}[language]
            note(f"{side.name}: {foreign} of {len(texts)} lines are not in {script} letters; is it {direction}?")
            break
    return bitext


def _write(result: str, output: Path | None) -> None:
    data = result.encode("utf-8", "replace")
    write_output(data, output)
    if output is not None:
        remember(data)


def _setup(files: _Files, direction: Direction, model: Model | None, options: Options) -> Setup:
    engine = options.engine
    return Setup(
        model=model.name if model else engine.engine,
        digest=model.digest if model else None,
        engine=engine.engine,
        direction=direction,
        compute_type="float32" if engine.engine == EngineName.TRANSFORMERS else engine.compute_type,
        beam=options.decoding.beam,
        quality=options.quality,
        threads=engine.threads or os.cpu_count() or 1,
        batching=engine.batching,
        source=files.source,
        reference=files.reference,
    )
