"""Finding a model: the bundled one, one that was added, or a folder.

    starter                       comes with the package, translates both ways
    Helsinki-NLP/opus-mt-ru-en    added before with `polyglot-news models add Helsinki-NLP/opus-mt-ru-en`
    ./my-model                    a folder: converted for CTranslate2, or a Marian checkpoint (converted once, on first use)

Names win over folders of the same name; `./starter` is a folder. Importing this module loads none of the libraries that run or
convert models.
"""

import os
from collections.abc import Collection
from importlib.resources import files
from pathlib import Path

from polyglot_news.document import Direction
from polyglot_news.errors import ModelError, ModelFormatError, ModelNotFoundError
from polyglot_news.mt import hub
from polyglot_news.mt.models_folder import Model, read_model
from polyglot_news.mt.models_store import BUNDLED, local_model, read_stored, stored_folder, stored_folders

__all__ = ["BUNDLED", "Model", "broken_models", "bundled_folder", "bundled_model", "find_model", "list_models"]

_IN_SOURCE_TREE = ("models", BUNDLED, "ct2-int8")


def find_model(spec: str, *, directions: Collection[Direction] = ()) -> Model:
    """The model called `spec`, or in the folder `spec`; it must translate in all of `directions`.

    Raises ModelNotFoundError, ModelFormatError where its files are missing or broken, DirectionError, and for a checkpoint that
    has to be converted first ModelError without torch and WriteError.
    """
    model = _find(spec)
    model.require(directions)
    return model


def _find(spec: str) -> Model:
    if spec == BUNDLED:
        return bundled_model()
    stored = stored_folder(spec)
    if stored is not None:
        return read_model(stored)
    folder = Path(spec).expanduser()
    if spec and folder.is_dir():
        return local_model(folder)
    if spec and folder.exists():
        raise ModelFormatError(f"{spec}: a file; name the folder that holds the model")
    raise ModelNotFoundError(_not_found(spec))


def _not_found(spec: str) -> str:
    if spec.startswith((".", "~", os.sep)) or spec.count("/") > 1:
        return f"{spec}: no such folder"
    if hub.is_hub_id(spec):
        return f"{spec}: was not added yet; type: polyglot-news models add {spec}"
    known = ", ".join([BUNDLED, *(model.name for model in map(read_stored, stored_folders()) if isinstance(model, Model))])
    return f"{spec!r}: no such model or folder; there is {known}; see also: polyglot-news models add --help"


def bundled_folder() -> Path:
    """Where the bundled model lies: inside the installed package, or in the source tree that an editable install points to.

    Raises ModelNotFoundError where it is in neither.
    """
    package = Path(str(files("polyglot_news.mt"))).parent
    for folder in (package / "bundled" / BUNDLED, package.parents[1].joinpath(*_IN_SOURCE_TREE)):
        if folder.is_dir():
            return folder
    raise ModelNotFoundError(f"{BUNDLED}: the bundled model is missing; install polyglot-news again")


def bundled_model() -> Model:
    """The model that comes with the package; raises ModelNotFoundError, ModelFormatError."""
    return read_model(bundled_folder())


def list_models() -> list[Model]:
    """All whole models on this machine: the bundled one first, then those in the store by folder; broken ones are left out."""
    return [model for _, model in _all() if isinstance(model, Model)]


def broken_models() -> dict[Path, ModelError]:
    """The models in the store that cannot be used, each with what is wrong with it."""
    return {folder: model for folder, model in _all() if isinstance(model, ModelError)}


def _all() -> list[tuple[Path, Model | ModelError]]:
    try:
        folders = [bundled_folder()]
    except ModelNotFoundError:
        folders = []
    return [(folder, read_stored(folder)) for folder in (*folders, *stored_folders())]
