"""The files of a converted model, and the file beside them that says what they are.

A folder that CTranslate2 can load holds `model.bin`, `config.json`, a vocabulary (one shared, or one a side) and, for Marian,
the two SentencePiece models. This project puts `polyglot-news.json` next to them:

    name, directions, placeholders, hints, window    what `mt.models.Model` tells about the model
    checkpoint, checkpoint_sha256, revision          what it was converted from: a folder (relative to this one, or absolute),
                                                     the hash of its weights, the commit on the hub
    quantization                                     `int8`, `float32`
    digest                                           first 8 hex digits of the sha256 over `model.bin` and the vocabularies
    files                                            size in bytes and sha256 of every file

Sizes and the structure of `model.bin` are checked whenever a model is looked up, the hashes by `check_hashes`.
"""

import hashlib
import json
import os
import secrets
import shutil
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from polyglot_news.errors import ModelFormatError, WriteError

SIDE_FILE = "polyglot-news.json"
WEIGHTS = "model.bin"
SPM = ("source.spm", "target.spm")
_VOCABULARY_STEMS = (("shared_vocabulary",), ("source_vocabulary", "target_vocabulary"))
_KNOWN_LAYOUTS = range(4, 7)  # versions of the layout of model.bin that `variable_shapes` can walk through


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file must be like."""

    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The contents of `polyglot-news.json`; see the module's docstring."""

    name: str
    directions: Mapping[str, str | None]
    placeholders: tuple[str, ...]
    hints: tuple[str, str] | None
    window: int
    digest: str = ""
    files: Mapping[str, FileFacts] = field(default_factory=dict)
    checkpoint: str | None = None
    checkpoint_sha256: str | None = None
    revision: str | None = None
    quantization: str | None = None


def read_json(path: Path) -> dict[str, Any]:
    """The JSON object in `path`; raises ModelFormatError where there is none."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelFormatError(f"{path}: cannot be read as JSON ({error})") from error
    if not isinstance(value, dict):
        raise ModelFormatError(f"{path}: not a JSON object")
    return value


def read_facts(folder: Path) -> Facts | None:
    """What `polyglot-news.json` in `folder` says; None where it is not there.

    Raises ModelFormatError where it is there and cannot be used.
    """
    path = folder / SIDE_FILE
    if not path.exists():
        return None
    raw = read_json(path)
    try:
        return _facts(raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelFormatError(f"{path}: not what this version writes ({error!r}); add the model again") from error


def _facts(raw: dict[str, Any]) -> Facts:
    hints = raw["hints"]
    return Facts(
        name=str(raw["name"]),
        directions={str(direction): tag for direction, tag in raw["directions"].items()},
        placeholders=tuple(map(str, raw["placeholders"])),
        hints=None if hints is None else (str(hints[0]), str(hints[1])),
        window=int(raw["window"]),
        digest=str(raw["digest"]),
        files={str(name): FileFacts(int(file["size"]), str(file["sha256"])) for name, file in raw["files"].items()},
        checkpoint=raw.get("checkpoint"),
        checkpoint_sha256=raw.get("checkpoint_sha256"),
        revision=raw.get("revision"),
        quantization=raw.get("quantization"),
    )


def write_facts(folder: Path, facts: Facts) -> None:
    """Write `polyglot-news.json` into `folder`."""
    text = json.dumps(asdict(facts), ensure_ascii=False, indent=2)
    (folder / SIDE_FILE).write_text(text + "\n", encoding="utf-8")


def vocabularies(folder: Path) -> tuple[Path, ...]:
    """The vocabulary of a converted model, or the two of them, source first.

    Raises ModelFormatError where they are not all there.
    """
    for stems in _VOCABULARY_STEMS:
        for suffix in (".json", ".txt"):
            paths = tuple(folder / f"{stem}{suffix}" for stem in stems)
            if all(path.is_file() for path in paths):
                return paths
    raise ModelFormatError(f"{folder}: no shared_vocabulary.json, nor source_vocabulary.json and target_vocabulary.json")


def source_pieces(folder: Path) -> list[str]:
    """The pieces of a converted model's source vocabulary, in order; raises ModelFormatError."""
    path = vocabularies(folder)[0]
    try:
        text = path.read_text(encoding="utf-8")
        pieces = json.loads(text) if path.suffix == ".json" else text.split("\n")
    except (OSError, ValueError) as error:
        raise ModelFormatError(f"{path}: cannot be read as a vocabulary ({error})") from error
    if not isinstance(pieces, list):
        raise ModelFormatError(f"{path}: not a list of pieces")
    return pieces


def sha256_of(*paths: Path) -> str:
    """The sha256 over the bytes of `paths`, one after the other, in hex."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def digest_of(folder: Path) -> str:
    """First 8 hex digits of the sha256 over `model.bin` and the vocabularies of `folder`."""
    return sha256_of(folder / WEIGHTS, *vocabularies(folder))[:8]


def facts_of_files(folder: Path) -> dict[str, FileFacts]:
    """Size and hash of every file in `folder` but the side file."""
    paths = sorted(path for path in folder.iterdir() if path.is_file() and path.name != SIDE_FILE)
    return {path.name: FileFacts(path.stat().st_size, sha256_of(path)) for path in paths}


def size_of(folder: Path) -> int:
    """Bytes of all files in `folder`."""
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


def is_converted(folder: Path) -> bool:
    """Whether `folder` is meant to be a model for CTranslate2: whole or broken."""
    return (folder / WEIGHTS).is_file() or (folder / SIDE_FILE).is_file()


def check_files(folder: Path, facts: Facts | None) -> None:
    """Check that all files are there, with the sizes of `facts`, and that `model.bin` is not cut off.

    Raises ModelFormatError naming the first that is not.
    """
    for name in (WEIGHTS, "config.json", *SPM):
        if not (folder / name).is_file():
            hint = "; copy it from the checkpoint that the model was converted from" if name in SPM else ""
            raise ModelFormatError(f"{folder}: {name} is missing{hint}")
    vocabularies(folder)
    for name, wanted in ({} if facts is None else facts.files).items():
        path = folder / name
        size = path.stat().st_size if path.is_file() else 0
        if size != wanted.size:
            raise ModelFormatError(f"{path}: {size} bytes where {wanted.size} are expected; {_again(facts)}")
    variable_shapes(folder / WEIGHTS)


def check_hashes(folder: Path, facts: Facts) -> None:
    """Check every file of `facts` against its hash; raises ModelFormatError naming the first that differs."""
    for name, wanted in facts.files.items():
        if sha256_of(folder / name) != wanted.sha256:
            raise ModelFormatError(f"{folder / name}: the file was changed (its sha256 differs); {_again(facts)}")
    if digest_of(folder) != facts.digest:
        raise ModelFormatError(f"{folder / SIDE_FILE}: the digest does not fit the files; {_again(facts)}")


def _again(facts: Facts | None) -> str:
    """What to do about a broken model."""
    return "install the package or add the model again" if facts is None else f"install or add {facts.name} again"


def variable_shapes(path: Path) -> dict[str, tuple[int, ...]]:
    """The shape of every variable in a `model.bin`, by name and alias; empty for a version of the layout that is not known.

    The layout: version, name of the specification, its revision, number of variables; for each name, rank, dimensions, type,
    bytes, payload; then the aliases. Payloads are skipped, so that this takes a millisecond. Raises ModelFormatError where the
    file ends too early or goes on too long.
    """
    try:
        with path.open("rb") as file:
            return _walk(file, path.stat().st_size)
    except (OSError, struct.error, UnicodeDecodeError, EOFError) as error:
        raise ModelFormatError(f"{path}: damaged or cut off; copy or convert it again") from error


def _walk(file: BinaryIO, size: int) -> dict[str, tuple[int, ...]]:
    if _number(file, "I") not in _KNOWN_LAYOUTS:
        return {}
    _string(file)
    _number(file, "I")
    shapes = {}
    for _ in range(_number(file, "I")):
        name = _string(file)
        shapes[name] = tuple(_number(file, "I") for _ in range(_number(file, "B")))
        _number(file, "B")
        payload = _number(file, "I")
        if file.tell() + payload > size:
            raise EOFError(name)
        file.seek(payload, os.SEEK_CUR)
    for _ in range(_number(file, "I")):
        alias, name = _string(file), _string(file)
        shapes[alias] = shapes.get(name, ())
    if file.tell() != size:
        raise EOFError("bytes after the end")
    return shapes


def _number(file: BinaryIO, form: str) -> int:
    value: int = struct.unpack(f"<{form}", file.read(struct.calcsize(f"<{form}")))[0]
    return value


def _string(file: BinaryIO) -> str:
    length = _number(file, "H")
    read = file.read(length)
    if len(read) < length:
        raise EOFError
    return read.rstrip(b"\0").decode("utf-8")


@contextmanager
def put_in_place(destination: Path) -> Iterator[Path]:
    """A new empty folder beside `destination` that becomes `destination` at the end, replacing what stood there.

    Where the body fails, the new folder goes and the old one stays: nobody ever sees half a model. Raises WriteError where the
    folder cannot be made or moved.
    """
    made = destination.parent / f".{destination.name}.{secrets.token_hex(4)}.part"
    _write(lambda: made.mkdir(parents=True), made)
    try:
        yield made
        _write(lambda: _replace(destination, made), destination)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _write(action: Callable[[], object], path: Path) -> None:
    try:
        action()
    except OSError as error:
        raise WriteError(f"{path}: cannot be written ({error.strerror or error})") from error


def _replace(destination: Path, made: Path) -> None:
    old = made.with_suffix(".old")
    if destination.exists():
        destination.rename(old)
    try:
        made.rename(destination)
    except OSError:
        if old.exists() and not destination.exists():
            old.rename(destination)
        raise
    shutil.rmtree(old, ignore_errors=True)
