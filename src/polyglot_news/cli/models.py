"""`polyglot-news models`: list, show, add, remove and verify models."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from polyglot_news.errors import ModelError, ModelFormatError

if TYPE_CHECKING:
    from polyglot_news.mt.models import Model

_HEADINGS = ("NAME", "DIRECTIONS", "SIZE", "DIGEST", "WHERE")


@click.group()
def models() -> None:
    """See and manage the models that translate."""


@models.command("list")
def list_command() -> None:
    """List the models on this machine."""
    from polyglot_news.mt.models import broken_models, list_models
    from polyglot_news.mt.models_files import size_of
    from polyglot_news.mt.models_store import stored_folders

    rows = [
        (model.name, ", ".join(model.tags), _megabytes(size_of(model.folder)), model.digest, str(model.folder))
        for model in list_models()
    ]
    _print_table(_HEADINGS, rows)
    stored = stored_folders()
    for folder, error in broken_models().items():
        advice = f"; to remove it: polyglot-news models remove {folder.name}" if folder in stored else ""
        click.echo(f"broken: {error}{advice}", err=True)


@models.command()
@click.argument("name")
def show(name: str) -> None:
    """Show all that is known of a model: NAME is a name from the list or a folder."""
    from polyglot_news.mt.models import find_model
    from polyglot_news.mt.models_files import read_facts, size_of

    model = find_model(name)
    facts = read_facts(model.folder)
    rows = {
        "name": model.name,
        "directions": ", ".join(pair if tag is None else f"{pair} ({tag})" for pair, tag in model.tags.items()),
        "folder": str(model.folder),
        "size": _megabytes(size_of(model.folder)),
        "digest": model.digest,
        "quantization": facts and facts.quantization,
        "revision": facts and facts.revision,
        "checkpoint": model.checkpoint and str(model.checkpoint),
        "window": f"{model.window} tokens",
        "placeholders": " ".join(model.placeholders) or "none",
        "hints": " ".join(model.hints or ()) or "none",
    }
    for key, value in rows.items():
        click.echo(f"{key + ':':<14}{value or 'unknown'}")


@models.command()
@click.argument("spec")
@click.option("--name", help="What to call it; the hub's name or the folder's if not given.")
@click.option(
    "--quantization", type=click.Choice(["int8", "float32"]), default="int8", show_default=True, help="Of the weights."
)
def add(spec: str, name: str | None, quantization: str) -> None:
    """Add a model, converted for CTranslate2 where needed.

    SPEC is a name on the Hugging Face Hub, such as Helsinki-NLP/opus-mt-tc-big-zle-en, or a folder with a Marian checkpoint
    or a converted model. Converting a checkpoint needs torch: pip install 'polyglot-news[torch]'.
    """
    from polyglot_news.mt.models_files import size_of
    from polyglot_news.mt.models_store import add_model

    model = add_model(spec, name=name, quantization=quantization)
    click.echo(
        f"added {model.name} ({', '.join(model.tags)}), {_megabytes(size_of(model.folder))}, {model.digest}, in {model.folder}"
    )


@models.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove a model that was added; what it was converted from stays."""
    from polyglot_news.mt.models_store import remove_model

    removed = remove_model(name)
    click.echo(f"removed {removed.name}, {_megabytes(removed.size)}, from {removed.folder}")


@models.command()
@click.argument("name", required=False)
def verify(name: str | None) -> None:
    """Check the files of a model, or of all, and let it translate a sentence."""
    from polyglot_news.mt.models import broken_models, find_model, list_models

    errors = [] if name else list(broken_models().values())
    for model in [find_model(name)] if name else list_models():
        try:
            _verify_one(model)
        except ModelError as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise ModelFormatError("; ".join(map(str, errors)))


def _verify_one(model: "Model") -> None:
    from polyglot_news.mt.conversion import verify as verify_model

    for sample in verify_model(model):
        click.echo(f"{model.name} {sample.direction}: {sample.source} -> {sample.target}")
    click.echo(f"{model.name}: whole, {model.digest}")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def _print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table drawn by rich on a terminal; columns parted by tabs in a pipe, with nothing cut off."""
    if not sys.stdout.isatty():
        for row in (headings, *rows):
            click.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table()
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    Console().print(table)
