"""A folder with a model: what a converted one holds (`Model`), and what a Marian checkpoint must hold to be converted.

Nothing here loads weights: that a model is whole is seen from its files' sizes and structure.
"""

import json
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from polyglot_news.document import Direction
from polyglot_news.errors import DirectionError, ModelFormatError
from polyglot_news.mt.models_files import (
    SPM,
    WEIGHTS,
    Facts,
    check_files,
    digest_of,
    read_facts,
    read_json,
    source_pieces,
    variable_shapes,
)
from polyglot_news.mt.models_languages import languages_in, tags_of

CHECKPOINT_WEIGHTS = ("model.safetensors", "pytorch_model.bin")
CHECKPOINT_FILES = ("config.json", "vocab.json", *SPM)
_PLACEHOLDERS = tuple(f"<x{number}>" for number in range(7))
_HINTS = ("<x8>", "<x9>")
_WINDOW_OF_RECIPE = 100  # source tokens: what the training of models/starter/recipe saw
_WINDOW = 200  # source tokens: sentences of OPUS seldom have more, and Marian models lose the end of such
_LFS_POINTER = b"version https://git-lfs"


@dataclass(frozen=True, slots=True)
class Model:
    """A model that CTranslate2 can load, and all that an engine needs to know of it."""

    name: str
    """`starter`, a hub id such as `Helsinki-NLP/opus-mt-ru-en`, the name it was added under, or the folder's."""
    folder: Path
    """With model.bin, config.json and the vocabularies."""
    checkpoint: Path | None
    """The Hugging Face checkpoint that it was converted from, where that is still there."""
    source_spm: Path
    target_spm: Path
    tags: Mapping[str, str | None]
    """The directions it translates, such as `ru-en`, each with the piece that asks for it, such as `>>eng<<`; None = no tag."""
    placeholders: tuple[str, ...]
    """Pieces that it was trained to carry across unchanged."""
    hints: tuple[str, str] | None
    """Pieces around the base form wanted for the word before; None where the model knows no hints."""
    window: int
    """Source tokens that it should be given at most."""
    digest: str
    """First 8 hex digits of the sha256 over model.bin and the vocabularies."""

    def tag(self, direction: Direction) -> str | None:
        """The piece to put before a source text in this direction, if any; raises DirectionError."""
        self.require((direction,))
        return self.tags[str(direction)]

    def require(self, directions: Iterable[Direction]) -> None:
        """Raise DirectionError where the model does not translate in all of `directions`."""
        missing = [str(direction) for direction in directions if str(direction) not in self.tags]
        if missing:
            raise DirectionError(
                f"{self.name}: translates {', '.join(self.tags)}, not {', '.join(missing)}; choose another model"
            )


@dataclass(frozen=True, slots=True)
class Markers:
    """What a vocabulary tells about a model beside its languages."""

    placeholders: tuple[str, ...]
    hints: tuple[str, str] | None
    window: int


def markers_in(pieces: Iterable[str], *, positions: int) -> Markers:
    """Placeholders, hints and the window of a model with this vocabulary and so many positions.

    The pieces `<x0>` to `<x9>` are those of this project's recipe, which trains a model to carry and to follow them.
    """
    there = {piece for piece in pieces if piece in (*_PLACEHOLDERS, *_HINTS)}
    return Markers(
        placeholders=_PLACEHOLDERS if there.issuperset(_PLACEHOLDERS) else (),
        hints=_HINTS if there.issuperset(_HINTS) else None,
        window=min(positions, _WINDOW_OF_RECIPE if there else _WINDOW),
    )


def read_model(folder: Path) -> Model:
    """The converted model in `folder`, its files checked for presence, size and structure.

    A folder without `polyglot-news.json`, converted with CTranslate2's own tool, is read as well. Raises ModelFormatError where
    something is missing or broken, DirectionError where it translates other languages.
    """
    facts = read_facts(folder)
    check_files(folder, facts)
    return _model_of(folder, facts_found_in(folder) if facts is None else facts)


def _model_of(folder: Path, facts: Facts) -> Model:
    origin = None if facts.checkpoint is None else (folder / facts.checkpoint).resolve()
    return Model(
        name=facts.name,
        folder=folder,
        checkpoint=origin if origin is not None and is_checkpoint(origin) else None,
        source_spm=folder / SPM[0],
        target_spm=folder / SPM[1],
        tags=facts.directions,
        placeholders=facts.placeholders,
        hints=facts.hints,
        window=facts.window,
        digest=facts.digest,
    )


def facts_found_in(folder: Path) -> Facts:
    """What can be told of a converted model by its own files."""
    name, pieces = folder.resolve().name, source_pieces(folder)
    config = folder / "tokenizer_config.json"
    languages = languages_in(read_json(config) if config.is_file() else {}, name)
    shape = variable_shapes(folder / WEIGHTS).get("encoder/position_encodings/encodings", (_WINDOW,))
    markers = markers_in(pieces, positions=shape[0])
    return Facts(
        name=name,
        directions=tags_of(languages, pieces, where=str(folder)),
        placeholders=markers.placeholders,
        hints=markers.hints,
        window=markers.window,
        digest=digest_of(folder),
    )


def is_checkpoint(folder: Path) -> bool:
    """Whether `folder` holds the weights of a Hugging Face checkpoint, whole or broken."""
    return any((folder / name).is_file() for name in CHECKPOINT_WEIGHTS)


def weights_of(checkpoint: Path) -> Path:
    """The file with a checkpoint's weights: safetensors before a pickle; raises ModelFormatError where there is none."""
    for name in CHECKPOINT_WEIGHTS:
        if (checkpoint / name).is_file():
            return checkpoint / name
    raise ModelFormatError(f"{checkpoint}: neither {' nor '.join(CHECKPOINT_WEIGHTS)} is there")


def check_checkpoint(folder: Path) -> None:
    """Check that `folder` is a whole Marian checkpoint that can be converted; raises ModelFormatError with what is wrong."""
    missing = [name for name in CHECKPOINT_FILES if not (folder / name).is_file()]
    if missing:
        raise ModelFormatError(f"{folder}: not a whole Marian checkpoint, {', '.join(missing)} missing")
    config = read_json(folder / "config.json")
    kind = config.get("model_type")
    if kind != "marian":
        raise ModelFormatError(f"{folder / 'config.json'}: a model of type {kind!r}; only 'marian' models can be used")
    if config.get("share_encoder_decoder_embeddings") is False:
        raise ModelFormatError(f"{folder}: source and target have vocabularies of their own, which cannot be converted")
    _check_weights(weights_of(folder))


def _check_weights(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(len(_LFS_POINTER))
    if head == _LFS_POINTER:
        raise ModelFormatError(f"{path}: a pointer of Git LFS, not the weights; fetch them with `git lfs pull`")
    if path.suffix == ".safetensors" and not _is_whole_safetensors(path):
        raise ModelFormatError(f"{path}: damaged or cut off; copy it again")


def _is_whole_safetensors(path: Path) -> bool:
    """Whether the file is as long as its header says: 8 bytes for the header's length, the header, the tensors."""
    try:
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > path.stat().st_size:
                return False
            header: dict[str, dict[str, list[int]]] = json.loads(file.read(length))
        ends = [entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__"]
    except (struct.error, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return False
    return path.stat().st_size == 8 + int(length) + max(ends, default=0)
