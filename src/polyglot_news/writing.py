"""A result to the bytes of its file."""

from dataclasses import dataclass

from polyglot_news.document import BilingualDocument
from polyglot_news.formats.writers import Writer
from polyglot_news.text.encoding import encode

_UTF8 = "utf-8"


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
