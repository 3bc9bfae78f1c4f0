"""Bytes to a document with blocks: encoding, format, reader."""

import os
import re
import sys
from pathlib import Path

from polyglot_news.document import Document, Meta
from polyglot_news.errors import FormatError, ReadError
from polyglot_news.formats.registry import DEFAULT, Format, find_format, format_of_path
from polyglot_news.text.encoding import decode

STDIN = "-"
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).){0,2000}-->\s*){0,5}<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a file; `-` is standard input. Raises ReadError in one line that says what is wrong."""
    try:
        if str(path) == STDIN:
            return _read_stdin()
        return Path(path).read_bytes()
    except IsADirectoryError as error:
        raise ReadError(f"{path}: is a folder; name its files") from error
    except FileNotFoundError as error:
        raise ReadError(f"{path}: there is no such file") from error
    except OSError as error:
        raise ReadError(f"{path}: cannot be read: {error.strerror or error}") from error
    except ValueError as error:  # a NUL in the name
        raise ReadError(f"{path!r}: is no name of a file") from error


def _read_stdin() -> bytes:
    if sys.stdin is None:  # it was closed before the program began
        raise ReadError("-: standard input is closed")
    return sys.stdin.buffer.read()


def read_document(data: bytes, *, name: str, format_name: str | None = None, encoding: str | None = None) -> Document:
    """A document with its blocks. The format is the one named, else the one that the name's suffix tells.

    Raises ReadError where the bytes are no text in that encoding, FormatError for an unknown format and for a web page whose
    format is not named.
    """
    known = find_format(format_name) if format_name else format_of_path(name)
    decoded = decode(data, encoding=encoding, name=name)
    if not format_name and known.name == DEFAULT and _PAGE.match(decoded.text):
        raise FormatError(
            f"{name}: is a web page: its tags would be read as text. Give --input-format markdown, which knows HTML's tags; "
            "`polyglot-news batch` takes the articles out of web archives (.warc)"
        )
    return parse(decoded.text, known, Meta(name, known.name, decoded.encoding, decoded.bom, decoded.guessed))


def parse(text: str, known: Format, meta: Meta) -> Document:
    """A text with its blocks."""
    return Document(text, known.read(text), (), meta)
