"""Files, read and written the way that all commands need: a fault is one line that names the file, and nothing stays half done.

Text is UTF-8, a `.xz` file is unpacked on the way. What is written stands beside its name until it is whole, and only then
takes the name, over what had it before.
"""

import lzma
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_MARK = b"\xef\xbb\xbf"  # that some editors put in front of UTF-8


class RecipeError(ValueError):
    """What was given cannot be used; the message is one line that names the file, the place and what to do about it."""


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a text file, compressed or not. Raises RecipeError where it is damaged or in another encoding."""
    with lzma.open(path, "rb") if path.suffix == ".xz" else path.open("rb") as file:
        for number, line in enumerate(_unpacked(file, path), 1):
            plain = line.removeprefix(_MARK) if number == 1 else line
            try:
                yield plain.decode().rstrip("\r\n")
            except UnicodeDecodeError as error:
                raise RecipeError(
                    f"{path}, line {number}: not UTF-8; if it is windows-1251: iconv -f windows-1251 -t utf-8"
                ) from error


def _unpacked(file: IO[bytes] | lzma.LZMAFile, path: Path) -> Iterator[bytes]:
    try:
        yield from file
    except EOFError as error:
        raise RecipeError(f"{path}: ends in the middle; fetch or make it again") from error
    except lzma.LZMAError as error:
        raise RecipeError(f"{path}: damaged, or not compressed by xz: {error}") from error


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A name beside `path` to write to; once the block is done without an error the file takes the place of `path`.

    The folder is made where there is none. What is no ordinary file, such as /dev/null, is written to directly.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        if path.is_dir():
            raise RecipeError(f"{path}: is a folder; name a file")
        yield path
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{os.getpid()}-{path.name}")
    try:
        yield made
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)


@contextmanager
def replacing_in(folder: Path) -> Iterator[Path]:
    """A new folder to write files into; once the block is done without an error they move into `folder`, over older ones."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".recipe-", dir=folder))
    try:
        yield made
        for file in sorted(made.iterdir()):
            file.replace(folder / file.name)
    finally:
        shutil.rmtree(made)
