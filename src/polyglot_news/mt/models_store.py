"""The models kept on this machine: where they lie, how one gets in and out.

    <home>/models/<org>--<name>/              added by name or from a folder
    <home>/models/local--<folder>--<key>/     converted from a checkpoint that was named by its path

`<home>` is `$POLYGLOT_NEWS_HOME`, else `polyglot-news` in `$XDG_CACHE_HOME` or `~/.cache`; the environment is read when a
function is called. The key tells the checkpoint's path and the size and time of its weights, so that one trained further is
converted anew.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from polyglot_news.errors import ModelError, ModelFormatError, ModelNotFoundError, UsageError, WriteError
from polyglot_news.mt import conversion, hub
from polyglot_news.mt.models_files import Facts, is_converted, read_facts, size_of
from polyglot_news.mt.models_folder import Model, check_checkpoint, is_checkpoint, read_model, weights_of

BUNDLED = "starter"
_NAME = re.compile(r"[\w][\w.+-]*(?:/[\w][\w.+-]*)?")
_LOCAL = "local--"


@dataclass(frozen=True, slots=True)
class Removed:
    """A model that was removed from this machine."""

    name: str
    folder: Path
    size: int
    """Bytes."""


def home() -> Path:
    """The folder in which this project keeps what it can make or fetch again."""
    chosen = os.environ.get("POLYGLOT_NEWS_HOME")
    return Path(chosen or Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "polyglot-news").expanduser()


def stored_folders() -> list[Path]:
    """The folders of all models in the store, whole or broken, by name."""
    models = home() / "models"
    return sorted(path for path in models.iterdir() if _is_model(path)) if models.is_dir() else []


def _is_model(path: Path) -> bool:
    return path.is_dir() and not path.name.startswith(".")  # `.name.1f2e3d4c.part` is one in the making


def stored_folder(name: str) -> Path | None:
    """The folder of the model that was stored under `name`; None where there is none."""
    if _NAME.fullmatch(name) is None:
        return None
    exact = _folder_for(name)
    return exact if exact.is_dir() else next(_folders_named(name), None)


def _folders_named(name: str) -> Iterator[Path]:
    for folder in stored_folders():
        try:
            facts = read_facts(folder)
        except ModelFormatError:
            continue
        if facts is not None and facts.name == name:
            yield folder


def _folder_for(name: str) -> Path:
    return home() / "models" / name.replace("/", "--")


def add_model(spec: str, *, name: str | None = None, quantization: str = "int8") -> Model:
    """Put a model into the store, from a folder or from the hub, converting it where it needs to be; returns it.

    `spec` is a folder (a checkpoint, a converted model, or one as it lies in the hub's cache) or a hub id. `name` is what it
    will be called: the hub id or the folder's name if not given. Raises UsageError for a name that cannot be or is taken by a
    model from elsewhere, ModelNotFoundError, ModelFormatError, DirectionError, ModelError without torch, WriteError.
    """
    folder = Path(spec).expanduser()
    if folder.is_dir():
        return _add_folder(folder, name=name, quantization=quantization)
    if folder.is_file():
        raise ModelFormatError(f"{spec}: a file; name the folder that holds the model")
    if not hub.is_hub_id(spec):
        raise ModelNotFoundError(f"{spec}: neither a folder nor a name on the hub, such as Helsinki-NLP/opus-mt-ru-en")
    conversion.require_torch()
    _check_name(name or spec)
    return _add_snapshot(hub.fetch(spec), name=name, quantization=quantization)


def _add_folder(folder: Path, *, name: str | None, quantization: str) -> Model:
    snapshot = hub.snapshot_in(folder.resolve())
    if snapshot is not None:
        return _add_snapshot(snapshot, name=name, quantization=quantization)
    chosen = name or folder.resolve().name
    destination = _check_name(chosen)
    source = converted_in(folder)
    if source is not None:
        model = read_model(source)
        _check_not_taken(destination, chosen, lambda facts: facts.digest == model.digest)
        return conversion.copy_converted(source, destination, name=chosen)
    check_checkpoint(folder)
    _check_not_taken(destination, chosen, lambda facts: facts.checkpoint == str(folder.resolve()))
    return conversion.convert(folder, destination, name=chosen, quantization=quantization)


def _add_snapshot(snapshot: hub.Snapshot, *, name: str | None, quantization: str) -> Model:
    chosen = name or snapshot.name
    destination = _check_name(chosen)
    revisions = str(snapshot.folder.resolve().parent)
    _check_not_taken(destination, chosen, lambda facts: str(facts.checkpoint).startswith(revisions))
    return conversion.convert(snapshot.folder, destination, name=chosen, quantization=quantization, revision=snapshot.revision)


def _check_name(name: str) -> Path:
    """The folder for a model called `name`; raises UsageError where it cannot be called that."""
    if name == BUNDLED:
        raise UsageError(f"{name}: the name of the bundled model; choose another with --name")
    if _NAME.fullmatch(name) is None:
        raise UsageError(f"{name!r}: cannot be a model's name; use letters, digits, '.', '-', '_' and at most one '/' (--name)")
    return _folder_for(name)


def _check_not_taken(destination: Path, name: str, is_same: Callable[[Facts], bool]) -> None:
    """Raise UsageError where a whole model from elsewhere is stored in `destination`."""
    try:
        facts = read_facts(destination)
    except ModelFormatError:
        return
    if facts is not None and not is_same(facts):
        raise UsageError(f"{name}: another model has that name; choose one with --name, or: polyglot-news models remove {name}")


def converted_in(folder: Path) -> Path | None:
    """`folder` itself where it is a converted model, or its subfolder `ct2-int8`; else None."""
    return next((path for path in (folder, folder / "ct2-int8") if is_converted(path)), None)


def local_model(folder: Path) -> Model:
    """The model in a folder of the user's: as it is where it was converted, else converted into the store once.

    Raises ModelFormatError where it is no model, and whatever `conversion.convert` raises.
    """
    snapshot = hub.snapshot_in(folder.resolve())
    if snapshot is not None:
        folder = snapshot.folder
    source = converted_in(folder)
    if source is not None:
        return read_model(source)
    if not is_checkpoint(folder):
        raise ModelFormatError(f"{folder}: holds neither a model for CTranslate2 nor a Marian checkpoint with its weights")
    check_checkpoint(folder)
    destination = _local_folder(folder)
    if is_converted(destination):
        return read_model(destination)
    name = folder.resolve().name if snapshot is None else snapshot.name
    try:
        model = conversion.convert(folder, destination, name=name)
    except WriteError:
        if not is_converted(destination):
            raise
        return read_model(destination)  # another process was faster
    _forget_older(destination)
    return model


def _local_folder(checkpoint: Path) -> Path:
    folder, weights = checkpoint.resolve(), weights_of(checkpoint).stat()
    path = hashlib.sha256(os.fsencode(folder)).hexdigest()[:8]
    state = hashlib.sha256(f"{weights.st_size} {weights.st_mtime_ns}".encode()).hexdigest()[:8]
    return home() / "models" / f"{_LOCAL}{folder.name}--{path}-{state}"


def _forget_older(newest: Path) -> None:
    """Remove what was converted from the same checkpoint before it was trained further."""
    prefix = newest.name.rpartition("-")[0]
    for folder in stored_folders():
        if folder != newest and folder.name.rpartition("-")[0] == prefix:
            shutil.rmtree(folder, ignore_errors=True)


def remove_model(name: str) -> Removed:
    """Remove a model from the store; a checkpoint that it was made of is left alone.

    Raises UsageError for the bundled model, ModelNotFoundError where there is none of that name, WriteError.
    """
    if name == BUNDLED:
        raise UsageError(f"{name}: comes with the package and cannot be removed")
    folder = stored_folder(name)
    if folder is None:
        raise ModelNotFoundError(f"{name}: no such model was added; see: polyglot-news models list")
    removed = Removed(name, folder, size_of(folder))
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise WriteError(f"{folder}: cannot be removed ({error.strerror or error})") from error
    return removed


def read_stored(folder: Path) -> Model | ModelError:
    """The model in a folder of the store, or what is wrong with it."""
    try:
        return read_model(folder)
    except ModelError as error:
        return error
