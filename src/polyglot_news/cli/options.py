"""Options that several commands share, and what becomes of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from polyglot_news.errors import UsageError
from polyglot_news.formats.registry import FORMATS
from polyglot_news.formats.writers import LAYOUTS, OUTPUT_FORMATS
from polyglot_news.mt.loading import EngineName, EngineOptions
from polyglot_news.names.schemes import SCHEMES
from polyglot_news.names.spelling import Scheme
from polyglot_news.names.terms import merge_terms, read_terms
from polyglot_news.options import BATCHINGS, COMPUTE_TYPES, ENGINES, QUALITIES, TARGETS, Options

_Options = Sequence[Callable[[Any], Any]]
_RESULT: _Options = [
    click.option(
        "--to",
        type=click.Choice(TARGETS),
        default="both",
        show_default=True,
        help="both: a bilingual document. en, ru: the document itself in that language.",
    ),
    click.option(
        "--format",
        "output_format",
        type=click.Choice(OUTPUT_FORMATS),
        help="Of the result. [default: md; with --to en|ru the input's]",
    ),
    click.option(
        "--layout",
        type=click.Choice(LAYOUTS),
        default="side",
        show_default=True,
        help="Of a bilingual Markdown result: Russian and English side by side, or one under the other.",
    ),
    click.option("--no-names", is_flag=True, help="Look for no names: faster, and each name is spelled as the model likes."),
    click.option(
        "--memory",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="A translation memory: what it has is not translated again, what people corrected in it comes first, and what"
        " is new is added. Made where there is none; see `memory`.",
    ),
]
_ENGINE: _Options = [
    click.option(
        "--model",
        "models",
        multiple=True,
        metavar="NAME",
        help="A name of `models list`, a folder or a hub id. Once for each direction; the bundled model serves what is left.",
    ),
    click.option(
        "--engine",
        type=click.Choice(ENGINES),
        default=str(EngineName.CTRANSLATE2),
        show_default=True,
        help="What runs the model; identity runs none and copies: the result must be the input.",
    ),
    click.option("--beam", type=click.IntRange(1, 32), default=4, show_default=True, help="Hypotheses searched; 1 is fastest."),
    click.option(
        "--quality",
        type=click.Choice(QUALITIES),
        default="normal",
        show_default=True,
        help="best: of 8 hypotheses (of more with a larger --beam) the one from which the model reads the source back best;"
        " takes over three times as long.",
    ),
    click.option("--threads", type=click.IntRange(0), default=0, help="Processors used. [default: all]"),
    click.option(
        "--compute-type",
        type=click.Choice(COMPUTE_TYPES),
        metavar="TYPE",
        default="int8",
        show_default=True,
        help=f"Number format of the ctranslate2 engine: {', '.join(COMPUTE_TYPES)}.",
    ),
    click.option("--device", metavar="NAME", default="cpu", show_default=True, help="cpu, cuda, cuda:1, or auto."),
    click.option(
        "--batching",
        type=click.Choice(BATCHINGS),
        default="equal",
        show_default=True,
        help="equal: a text never depends on its neighbours. mixed: less padding, and it may.",
    ),
]
_READING: _Options = [
    click.option(
        "--input-format",
        type=click.Choice([known.name for known in FORMATS]),
        help="What `-` or a file with an odd suffix holds. [default: by the suffix]",
    ),
    click.option("--encoding", metavar="NAME", help="Of the input, where the guess is wrong: windows-1251, koi8-r ..."),
]
_NAMES: _Options = [
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


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the options of a translation say."""

    options: Options
    output_format: str | None
    layout: str
    input_format: str | None
    encoding: str | None
    memory: Path | None


def read_chosen(
    *, to: str, output_format: str | None, layout: str, models: tuple[str, ...], engine: str, beam: int, threads: int,
    compute_type: str, device: str, batching: str, quality: str, terms: tuple[str, ...], romanisation: str, yo: str,
    no_names: bool, memory: Path | None, input_format: str | None, encoding: str | None,
) -> Chosen:  # fmt: skip
    """The values of `translation_options`, put together.

    Raises UsageError for what makes no sense together, ReadError and TermBaseError for a term base.
    """
    if no_names and terms:
        raise UsageError("--no-names leaves --terms without effect; give one of the two")
    base = tuple(merge_terms([read_terms(path) for path in terms]))
    engine_options = EngineOptions(engine, models, compute_type, device, threads, batching)
    options = Options(to, beam, engine_options, not no_names, base, Scheme(romanisation, yo), quality)
    return Chosen(options, output_format, layout, input_format, encoding, memory)


def translation_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add all options that say what is made and how; `read_chosen` takes their values."""
    return _with_options(command, [*_RESULT, *_ENGINE, *_NAMES, *_READING])


def engine_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say what translates: `models`, `engine`, `beam`, `quality`,
    `threads`, `compute_type`, `device`, `batching`.
    """
    return _with_options(command, _ENGINE)


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say how inputs are read."""
    return _with_options(command, _READING)


def names_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say how names are spelled: `terms`, `romanisation`, `yo`."""
    return _with_options(command, _NAMES)


def _with_options(command: Callable[..., None], options: _Options) -> Callable[..., None]:
    for option in reversed(options):
        command = option(command)
    return command
