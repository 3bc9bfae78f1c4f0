"""The commands of the recipe: `python -m recipe COMMAND --help`, from the folder `models/starter`.

What was given and cannot be used ends a command with one line and 2, whichever module found it: `_Commands` sees to it.
"""

import errno
import signal
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import click

from polyglot_news.errors import PolyglotNewsError
from recipe.cleaning import HeldOut, Report, clean
from recipe.files import RecipeError, read_lines
from recipe.pairs import Pair, read_pairs, write_pairs

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)
_NEW_FOLDER = click.Path(file_okay=False, path_type=Path)
_PREFIX = click.Path(path_type=Path)
_COUNT = click.IntRange(min=1)
_SOME = click.IntRange(min=0)
_POSITIVE = click.FloatRange(min=0, min_open=True)
_SHARE = click.FloatRange(min=0, max=1)

_held_out = click.option(
    "--held-out",
    "held_out",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help="a file of sentences, one a line, that must not be trained on; or a folder of such files",
)
_none_held_out = click.option("--nothing-held-out", is_flag=True, help="there is nothing to hold out")
_vocabulary = click.option(
    "--vocabulary", type=_FILE, required=True, help="the SentencePiece model: source.spm of a checkpoint"
)


class _Commands(click.Group):
    """Commands whose errors are a line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except (RecipeError, PolyglotNewsError) as error:
            raise _Refused(str(error)) from error
        except ModuleNotFoundError as error:
            raise _Refused(f"{error.name} is not installed: pip install -e '../..[torch]' sacrebleu") from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            named = f"{error.filename}: " if error.filename else ""
            raise _Refused(f"{named}{error.strerror or error}") from error


class _Refused(click.ClickException):
    exit_code = 2


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
def cli() -> None:
    """Train the starter model; README.md tells the steps in order.

    What a command writes replaces what has that name, once it is whole. What cannot be used ends a command with 2.
    """


def _read_held_out(paths: Iterable[Path], nothing: bool) -> HeldOut:
    """The sentences to hold out, of files and of the files in folders."""
    named = list(paths)
    if named and nothing:
        raise click.UsageError("--held-out and --nothing-held-out contradict each other")
    files = [file for path in named for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    found = HeldOut(line for file in files if file.is_file() and not file.name.startswith(".") for line in read_lines(file))
    if len(found) or nothing:
        return found
    if named:
        raise RecipeError(f"{', '.join(map(str, named))}: no sentence to hold out")
    from recipe.sources import read_sources

    raise click.UsageError(
        f"name files with --held-out: both sides of {', '.join(read_sources().held_out)}; or say --nothing-held-out"
    )


def _cleaned(pairs: Iterable[Pair], known: HeldOut, *, nothing: str = "there are no pairs to read") -> Iterator[Pair]:
    """The pairs that cleaning keeps; says at the end what it did. Raises RecipeError where it keeps none."""
    report = Report()
    yield from clean(pairs, held_out=known, report=report)
    if not report.read:
        raise RecipeError(f"{nothing}, so nothing is written")
    click.echo(report.table())
    if not report.kept:
        raise RecipeError("none of the pairs is kept, so nothing is written")


@cli.command()
@click.argument("folder", type=_FOLDER)
@click.option("--out", type=_NEW_FILE, required=True, help="file of pairs to write, .tsv or .tsv.xz")
@_held_out
@_none_held_out
def gather(folder: Path, out: Path, held_out: tuple[Path, ...], nothing_held_out: bool) -> None:
    """Read the raw files in FOLDER, clean and link them.

    Files that sources.toml names are read as it says. NAME.tsv (Russian, a tab, English), or NAME.ru with NAME.en, of another
    name are a source of that name. What else lies there is named and not read.
    """
    from recipe.links import link, read_dictionary
    from recipe.sources import own_sources, read_raw, read_sources

    if out.resolve().parent == folder.resolve():
        raise click.UsageError(f"--out {out}: lies among the raw files, and would be one the next time; name another folder")
    known = _read_held_out(held_out, nothing_held_out)
    listed = read_sources().sources
    own, unread = own_sources(listed, folder)
    for source in own:
        click.echo(f"{' and '.join(source.files)}: no source of sources.toml; read as one of its own, {source.name}", err=True)
    for path in unread:
        click.echo(f"{path.name}: not read; pairs are in NAME.tsv, or in NAME.ru and NAME.en", err=True)
    parallel = [*(source for source in listed if source.kind == "parallel"), *own]
    entries = (pair for source in parallel if source.alone for pair in read_raw(source, folder))
    dictionary = read_dictionary(entries)
    raw = (pair for source in parallel for pair in read_raw(source, folder))
    write_pairs(out, (link(pair, dictionary) for pair in _cleaned(raw, known)))


@cli.command()
@click.argument("pairs", type=_FILE, nargs=-1, required=True)
@click.option("--out", type=_NEW_FILE, required=True, help="training file to write, .npz")
@_vocabulary
@_held_out
@_none_held_out
@click.option("--seed", default=7)
def prepare(
    pairs: tuple[Path, ...], out: Path, vocabulary: Path, held_out: tuple[Path, ...], nothing_held_out: bool, seed: int
) -> None:
    """Turn files of PAIRS into piece ids with hints; they are cleaned once more, all files together.

    A line is Russian, English, and where known the source and the links, with tabs between them. Hints are made of links.
    """
    from recipe.arrays import build, save
    from recipe.hints import Rates
    from recipe.sources import read_sources
    from recipe.vocabulary import Pieces

    known, pieces = _read_held_out(held_out, nothing_held_out), Pieces.read(vocabulary)
    kept = _cleaned((pair for path in pairs for pair in read_pairs(path)), known)
    arrays = build(kept, pieces=pieces, sources=read_sources(), rates=Rates(), seed=seed)
    save(out, arrays)
    click.echo(f"{len(arrays['group']):,} pairs within the window, {len(set(arrays['group'].tolist())):,} different sentences")


@cli.command()
@click.option("--count", type=_COUNT, default=100_000)
@click.option("--seed", default=1)
@click.option("--out", type=_NEW_FILE, required=True, help="file of pairs to write")
def synthesise(count: int, seed: int, out: Path) -> None:
    """Make up pairs of names, numbers, headlines and words."""
    from recipe.synthetic import synthesise as make

    click.echo(f"{write_pairs(out, make(count, seed=seed)):,} pairs in {out}")


@cli.command()
@click.argument("pairs", type=_FILE, nargs=-1, required=True)
@click.option("--size", type=_COUNT, default=16_000, help="pieces besides tags, markers and bytes")
@click.option("--donor", type=_FILE, help="choose from this SentencePiece model instead of training one")
@click.option("--out", type=_NEW_FOLDER, required=True, help="folder to write")
def vocabulary(pairs: tuple[Path, ...], size: int, donor: Path | None, out: Path) -> None:
    """Make the joint vocabulary from the texts of PAIRS."""
    from recipe.vocabulary import Pieces, choose, read_donor, train

    texts = [side for path in pairs for pair in read_pairs(path) for side in (pair.ru, pair.en)]
    pieces = Pieces(choose(read_donor(donor), texts, size=size) if donor else train(texts, size=size))
    pieces.save(out)
    click.echo(f"{pieces.pad + 1:,} pieces in {out}")


@cli.command("warm-start")
@click.option("--encoder", type=_FOLDER, help="folder with multilingual-e5-small; else the hub's, which needs a network")
@click.option("--pairs", type=_FILE, multiple=True, required=True, help="files of pairs whose texts choose the vocabulary")
@click.option("--size", type=_COUNT, default=16_000, help="pieces besides tags, markers and bytes")
@click.option("--layers", type=_COUNT, default=6, help="of the encoder")
@click.option("--decoder", type=_COUNT, default=2, help="layers of the decoder")
@click.option("--out", type=_NEW_FOLDER, required=True, help="folder to write")
def warm_start(encoder: Path | None, pairs: tuple[Path, ...], size: int, layers: int, decoder: int, out: Path) -> None:
    """Make an untrained model whose encoder and embeddings are those of multilingual-e5-small."""
    from recipe.vocabulary import Pieces, choose
    from recipe.warm_start import Encoder, download
    from recipe.warm_start import warm_start as write

    read = Encoder.read(encoder or download())
    texts = [side for path in pairs for pair in read_pairs(path) for side in (pair.ru, pair.en)]
    pieces = Pieces(choose(read.pieces, texts, size=size))
    write(read, pieces, out, layers=layers, decoder=decoder)
    click.echo(f"{pieces.pad + 1:,} pieces, {layers} + {decoder} layers in {out}")


@cli.command("train")
@click.option("--data", type=_FILE, required=True, help="training file, from `prepare`")
@click.option("--init", type=_FOLDER, required=True, help="checkpoint to start from; the run's own state goes before it")
@_vocabulary
@click.option("--out", type=_NEW_FOLDER, required=True, help="folder of the run")
@click.option("--dev", type=_PREFIX, help="DEV.ru-en.ru, DEV.ru-en.en, DEV.en-ru.en, DEV.en-ru.ru are scored on")
@click.option("--dev-lines", type=_COUNT, default=400)
@click.option("--tokens", type=_COUNT, default=2800, help="padded pieces of a batch and side; 24000 on a GPU")
@click.option("--per-group", "most", type=_COUNT, default=2, help="translations of one sentence that an epoch draws")
@click.option("--rate", type=_POSITIVE, default=1.4e-3, help="learning rate")
@click.option("--encoder-rate", type=click.FloatRange(min=0), default=0.15, help="the encoder's, as a share of it")
@click.option("--embedding-rate", type=click.FloatRange(min=0), default=0.3, help="the embeddings', as a share of it")
@click.option("--optimiser", type=click.Choice(["adamw", "muon"]), default="adamw")
@click.option("--warmup", type=_COUNT, default=250, help="steps")
@click.option(
    "--cooldown", type=_SHARE, default=0.0, help="last part of the limit in which the rate falls to zero, such as 0.2"
)
@click.option(
    "--steps", type=_COUNT, help="end after so many, counted from the run's first, whatever the checkpoint has behind it"
)
@click.option("--seconds", type=_POSITIVE, help="end after this time, counted from this call")
@click.option(
    "--freeze", type=_SOME, default=0, help="target pieces for which the encoder stays as it is, from the run's first"
)
@click.option("--negatives", type=_SOME, default=0, help="pieces of a sampled softmax; 0 = all")
@click.option("--dropout", type=click.FloatRange(min=0, max=1, max_open=True), default=0.0)
@click.option("--into-russian", type=_POSITIVE, default=1.0, help="weight of targets in Russian, against English")
@click.option("--guided", type=click.FloatRange(min=0), default=0.0, help="weight of the alignment loss")
@click.option(
    "--guided-head", type=click.IntRange(min=-1), default=0, help="head of the decoder's last layer; -1 = the mean of all"
)
@click.option("--encoder", type=_COUNT, help="grow the encoder to so many layers")
@click.option("--decoder", type=_COUNT, help="grow the decoder to so many layers")
@click.option("--average", type=_COUNT, default=600, help="steps that the moving average looks back over")
@click.option("--save-every", type=_POSITIVE, default=300.0, help="seconds")
@click.option("--evaluate-every", type=_POSITIVE, default=1800.0, help="seconds")
@click.option("--threads", type=_COUNT, default=2)
@click.option("--seed", type=_SOME, default=1)
def train_command(
    data: Path, init: Path, vocabulary: Path, out: Path, dev: Path | None, dev_lines: int, **given: object
) -> None:
    """Train, or go on training; an interrupt saves and stops."""
    from recipe.dataset import Bitext
    from recipe.optimiser import Rates
    from recipe.scoring import read_dev_sets, tabulate
    from recipe.training import Run, TrainOptions, train
    from recipe.vocabulary import Pieces

    given["rates"] = Rates(*(float(str(given.pop(f"{part}_rate"))) for part in ("encoder", "embedding")))
    given["guided_head"] = None if given["guided_head"] == -1 else given["guided_head"]
    pieces, sets = Pieces.read(vocabulary), read_dev_sets(dev, lines=dev_lines) if dev else []
    run = Run(out, init, Bitext(data), pieces, TrainOptions(**given), tell=click.echo)  # type: ignore[arg-type]
    asked: list[bool] = []
    signal.signal(signal.SIGINT, lambda *_: asked.append(True))
    train(run, evaluate=lambda model: tabulate(model, sets, pieces), stop=lambda: bool(asked))


@cli.command()
@click.argument("run", type=_FOLDER)
@_vocabulary
@click.option("--last", is_flag=True, help="the last weights, not their moving average")
@click.option("--convert/--no-convert", default=True, help="convert for CTranslate2 as well, into ct2-int8 inside")
@click.option("--name", default="starter", help="of the converted model")
@click.option("--out", type=_NEW_FOLDER, required=True, help="folder to write")
def export(run: Path, vocabulary: Path, last: bool, convert: bool, name: str, out: Path) -> None:
    """Write the weights of a RUN as a checkpoint that the package takes."""
    from recipe.export import convert_checkpoint, export_run
    from recipe.vocabulary import Pieces

    weights = export_run(run, out, pieces=Pieces.read(vocabulary), averaged=not last)
    click.echo(f"step {weights.step:,}, {weights.seen / 1e6:.1f}M target pieces seen: {out}")
    if convert:
        click.echo(f"converted: {convert_checkpoint(out, name=name).folder}")


@cli.command("average")
@click.argument("checkpoints", nargs=-1, required=True, type=_FOLDER)
@click.option(
    "--share", "shares", multiple=True, type=_SHARE, help="of each checkpoint, in their order [default: all the same]"
)
@click.option("--convert/--no-convert", default=True, help="convert for CTranslate2 as well, into ct2-int8 inside")
@click.option("--name", default="starter", help="of the converted model")
@click.option("--out", type=_NEW_FOLDER, required=True, help="folder to write")
def average_command(checkpoints: tuple[Path, ...], shares: tuple[float, ...], convert: bool, name: str, out: Path) -> None:
    """Average the weights of CHECKPOINTS: of several runs from one start, and of the start."""
    from recipe.averaging import average_checkpoints
    from recipe.export import convert_checkpoint

    if shares and len(shares) != len(checkpoints):
        raise click.UsageError(f"{len(shares)} times --share for {len(checkpoints)} checkpoints; give one for each, or none")
    weights = average_checkpoints(checkpoints, shares or [1.0] * len(checkpoints), out)
    click.echo(f"{len(checkpoints)} checkpoints, up to {weights.seen / 1e6:.1f}M target pieces seen: {out}")
    if convert:
        click.echo(f"converted: {convert_checkpoint(out, name=name).folder}")


@cli.command()
@click.argument("checkpoint", type=_FOLDER)
@click.option("--dev", type=_PREFIX, required=True, help="DEV.ru-en.ru, DEV.ru-en.en, DEV.en-ru.en, DEV.en-ru.ru")
@click.option("--lines", type=_COUNT, default=400)
def score(checkpoint: Path, dev: Path, lines: int) -> None:
    """Bits a character, BLEU and chrF of greedy translations of a CHECKPOINT."""
    from recipe.model import build, check_vocabulary, read_config, read_weights
    from recipe.scoring import read_dev_sets
    from recipe.scoring import score as score_model
    from recipe.vocabulary import Pieces

    config, weights = read_config(checkpoint, dropout=0.0), read_weights(checkpoint)
    pieces, sets = Pieces.read(checkpoint / "source.spm"), read_dev_sets(dev, lines=lines)
    check_vocabulary(checkpoint, config, pieces)
    model = build(config, weights).eval()
    for one in sets:
        got = score_model(model, one, pieces)
        click.echo(f"{one.name}  bits {got.bits:.4f}  BLEU {got.bleu:.2f}  chrF {got.chrf:.2f}  {got.sample}")


@cli.command("back-translate")
@click.argument("texts", type=_FILE)
@click.option("--language", type=click.Choice(["ru", "en"]), required=True, help="of the texts")
@click.option("--model", type=_FOLDER, required=True, help="a checkpoint, or a conversion")
@click.option("--dictionary", type=_FILE, help="file of pairs whose single words link the others")
@click.option("--lines", type=_COUNT, help="only the first")
@click.option("--threads", type=_COUNT, default=2)
@click.option("--out", type=_NEW_FILE, required=True, help="file of pairs to write")
@_held_out
@_none_held_out
def back_translate(
    texts: Path,
    language: str,
    model: Path,
    dictionary: Path | None,
    lines: int | None,
    threads: int,
    out: Path,
    held_out: tuple[Path, ...],
    nothing_held_out: bool,
) -> None:
    """Make pairs of TEXTS in one language, a sentence a line, by translating them."""
    from recipe.back_translate import back_translate as translate
    from recipe.back_translate import load
    from recipe.links import link, read_dictionary

    known = _read_held_out(held_out, nothing_held_out)
    entries = read_dictionary(read_pairs(dictionary)) if dictionary else {}
    made = translate(islice(read_lines(texts), lines), language, load(model, threads=threads))
    write_pairs(out, (link(pair, entries) for pair in _cleaned(made, known, nothing="no translation is of use")))


@cli.command()
@click.argument("gold", type=_FILE)
@click.option("--model", default="starter", help="name or folder of a converted model")
@click.option("--head", type=_SOME, help="one head of the last layer in the model's checkpoint; else the mean, as the package")
@click.option("--both", is_flag=True, help="multiply the attention of both directions")
def align(gold: Path, model: str, head: int | None, both: bool) -> None:
    """The alignment error rate of a model against pairs aligned by hand, GOLD."""
    from polyglot_news.mt.models import find_model
    from recipe.alignment import CrossAttention, Forced, measure, read_aligned

    found = find_model(model)
    if head is not None and found.checkpoint is None:
        raise click.UsageError(f"{model}: has no checkpoint to read heads from")
    attention = Forced(found) if head is None or found.checkpoint is None else CrossAttention(found.checkpoint, head=head)
    for direction, rate in measure(read_aligned(gold), found, attention, both=both).items():
        click.echo(f"{direction}  {rate:.1%}")


if __name__ == "__main__":
    cli()
