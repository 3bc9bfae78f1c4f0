"""Where results go: names of outputs, what may be replaced, and writing that leaves no half-written file."""

import contextlib
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from polyglot_news.errors import UsageError, WriteError
from polyglot_news.reading import STDIN

_STDIN_NAME = "stdin"
_OURS = re.compile(rb'Made by `?polyglot-news:[^\n]*\n\Z|\A\{"doc": [^\n]*"source_lang": ')
_TAIL = 4096  # bytes


def plan_outputs(inputs: Sequence[str], output: str | None, suffixes: Sequence[str]) -> list[Path | None]:
    """Where each input's result goes; None is standard output. `suffixes` are those of the results.

    Several inputs, or an output that is a folder or ends in a slash: a file in that folder for each, with the input's name, plus
    the suffix where that differs, plus a number where the name is taken. Raises UsageError where several inputs have no folder.
    """
    if output is None:
        if len(inputs) > 1:
            raise UsageError("several files need a folder for their results: add -o FOLDER")
        return [None]
    folder = Path(output)
    if len(inputs) == 1 and not (folder.is_dir() or output.endswith(("/", os.sep))):
        return [folder]
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{output}: is a file; with several inputs -o names a folder")
    return list(_names(folder, inputs, suffixes))


def _names(folder: Path, inputs: Iterable[str], suffixes: Iterable[str]) -> Iterator[Path]:
    taken: set[str] = set()
    for source, suffix in zip(inputs, suffixes, strict=True):
        name = _STDIN_NAME if source == STDIN else Path(source).name
        stem, ending = (Path(name).stem, suffix) if Path(name).suffix.lower() == suffix else (name, suffix)
        candidate, number = stem + ending, 1
        while candidate.lower() in taken:
            number += 1
            candidate = f"{stem}-{number}{ending}"
        taken.add(candidate.lower())
        yield folder / candidate


def refuse_to_replace(output: Path, inputs: Iterable[str], *, force: bool) -> None:
    """Raise UsageError where writing `output` would lose something.

    That is an input, always, and any other file without `force`, unless this program can tell that it wrote it.
    """
    for source in inputs:
        if source != STDIN and Path(source).exists() and output.exists() and output.samefile(source):
            raise UsageError(f"{output}: is an input; name another output")
    if output.is_dir():
        raise UsageError(f"{output}: is a folder")
    if output.exists() and not force and not _is_ours(output):
        raise UsageError(f"{output}: exists and was not written by this program; --force replaces it")


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(_TAIL)
            file.seek(max(0, path.stat().st_size - _TAIL))
            tail = file.read()
    except OSError:
        return False
    return not head or bool(_OURS.search(head) or _OURS.search(tail))


def write_output(data: bytes, output: Path | None) -> None:
    """Write to standard output (None), or to a file by way of a temporary one beside it.

    Raises WriteError where that fails; then the file is as it was.
    """
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        if output.exists() and not output.is_file():  # /dev/null, a pipe
            output.write_bytes(data)
        else:
            _replace(output, data)
    except OSError as error:
        raise WriteError(f"{output}: cannot be written: {error.strerror or error}") from error


def _replace(output: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name[:100]}.", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(output.stat().st_mode & 0o777 if output.exists() else 0o666 & ~mask)
        temporary.replace(output)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
