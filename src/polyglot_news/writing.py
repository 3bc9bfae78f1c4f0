"""A result to the bytes of its file, and bytes to a file that is never there in part."""

import contextlib
import mmap
import os
import re
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from polyglot_news.document import BilingualDocument
from polyglot_news.formats.writers import Writer
from polyglot_news.text.encoding import encode

Bytes = bytes | mmap.mmap
_UTF8 = "utf-8"
_TEMPORARY = ".polyglot-news-{}.part"
TEMPORARY = re.compile(re.escape(_TEMPORARY).replace(r"\{\}", "[0-9a-f]{16}"))
"""What `replace_file` calls a file that is not whole yet; a process that is killed leaves it."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The bytes of a result."""

    data: bytes
    note: str = ""
    """What the user should know of how it is stored; empty where nothing is unusual."""


def store(result: BilingualDocument, writer: Writer) -> Stored:
    """A result as the writer has it: a document in one language stored as its input was, all else in UTF-8."""
    text, meta = writer.write(result), result.document.meta
    if not writer.keeps_encoding:
        return Stored(text.encode(_UTF8, "replace"))
    try:
        return Stored(encode(text, meta.encoding, meta.bom))
    except UnicodeEncodeError as error:
        odd = error.object[error.start]
        return Stored(
            text.encode(_UTF8, "replace"), f"{odd!r} does not exist in {meta.encoding}; the result is stored in UTF-8"
        )


def replace_file(path: Path, data: Bytes) -> None:
    """Put a whole file in its place, by way of a temporary one beside it that is on the disk before it gets its name.

    Permissions are those of the file before, else the umask's. A link is replaced, not what it leads to. Raises OSError; then
    the file is as it was, and nothing half-written stays.
    """
    temporary = path.with_name(_TEMPORARY.format(secrets.token_hex(8)))
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            old = path.lstat()
            if stat.S_ISREG(old.st_mode):
                temporary.chmod(stat.S_IMODE(old.st_mode))
        temporary.replace(path)
    except BaseException:  # an interrupt too
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
