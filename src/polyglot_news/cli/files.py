"""Where results go: names of outputs, what may be replaced, and writing that leaves no half-written file."""

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from polyglot_news.cli.written import was_written
from polyglot_news.errors import UsageError, WriteError
from polyglot_news.formats.writers import MARK_LENGTH, Writer, bears_our_mark
from polyglot_news.reading import STDIN
from polyglot_news.writing import Bytes, replace_file

_STDIN_NAME = "stdin"


def plan_outputs(inputs: Sequence[str], output: str | None, writers: Sequence[Writer]) -> list[Path | None]:
    """Where each input's result goes; None is standard output.

    Several inputs, or an output that is a folder or ends in a slash: a file in that folder for each, with the input's name, a
    suffix where the format differs, and a number where the name is taken. Raises UsageError where there is no such folder.
    """
    if list(inputs).count(STDIN) > 1:
        raise UsageError("standard input (-) can be read only once")
    if output == "":
        raise UsageError("-o needs a name")
    if output is None or output == STDIN:
        if len(inputs) > 1:
            raise UsageError("several files need a folder for their results: add -o FOLDER")
        return [None]
    folder = Path(output)
    if len(inputs) == 1 and not (folder.is_dir() or output.endswith(("/", os.sep))):
        return [folder]
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{output}: is a file; with several inputs -o names a folder")
    return list(_names(folder, inputs, writers))


def _names(folder: Path, inputs: Iterable[str], writers: Iterable[Writer]) -> Iterator[Path]:
    taken: set[str] = set()
    for source, writer in zip(inputs, writers, strict=True):
        name = Path(_STDIN_NAME if source == STDIN else source)
        is_kept = name.suffix.lower() in writer.suffixes or (writer.keeps_name and source != STDIN)
        ending = name.suffix if is_kept else name.suffix + writer.suffixes[0]
        candidate, number = name.stem + ending, 1
        while _folded(candidate) in taken:
            number += 1
            candidate = f"{name.stem}-{number}{ending}"
        taken.add(_folded(candidate))
        yield folder / candidate


def _folded(name: str) -> str:
    """Names that some file systems take for one."""
    return unicodedata.normalize("NFC", name).casefold()


def refuse_to_replace(output: Path, inputs: Iterable[str], *, force: bool) -> None:
    """Raise UsageError where writing `output` would lose something.

    That is an input, always, and any other file without `force`, unless this program can tell that it wrote it.
    """
    try:
        if output.is_dir():
            raise UsageError(f"{output}: is a folder")
        if not output.is_file():  # new, or a device such as /dev/null: nothing can be lost
            return
        if any(source != STDIN and Path(source).exists() and output.samefile(source) for source in inputs):
            raise UsageError(f"{output}: is an input; name another output")
        if not (force or _is_ours(output)):
            raise UsageError(f"{output}: exists and was not written by this program; --force replaces it")
    except OSError as error:
        raise WriteError(f"{output}: cannot be written: {error.strerror or error}") from error


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(MARK_LENGTH)
        file.seek(max(0, path.stat().st_size - MARK_LENGTH))
        tail = file.read()
    return not head or bears_our_mark(head, tail) or was_written(path)


def write_output(data: Bytes, output: Path | None) -> None:
    """Write to standard output (None), or to a file by way of a temporary one beside it.

    Raises WriteError where that fails; then the file is as it was.
    """
    try:
        if output is None:
            _print(data)
        elif output.exists() and not output.is_file():  # /dev/null, a pipe
            output.write_bytes(data)
        else:
            output.parent.mkdir(parents=True, exist_ok=True)
            replace_file(Path(os.path.realpath(output)), data)  # of a link: what it leads to
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WriteError(f"{output or 'standard output'}: cannot be written: {error.strerror or error}") from error


def _print(data: Bytes) -> None:
    if sys.stdout is None:  # it was closed before the program began
        raise WriteError("standard output is closed")
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
