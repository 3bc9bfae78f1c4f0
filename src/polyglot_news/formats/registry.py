"""The formats that can be read, by name and by suffix."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from polyglot_news.document import Block
from polyglot_news.errors import FormatError
from polyglot_news.formats import markdown, markdown_escape, plain


@dataclass(frozen=True)
class Format:
    """What can be done with one kind of document."""

    name: str
    suffixes: tuple[str, ...]
    """Of files, with the dot, in lower case."""
    description: str
    """One line for a reader of `--help`."""
    media_type: str
    """Registered at IANA."""
    read: Callable[[str], tuple[Block, ...]]
    """The blocks of a text, in order; between them is what is copied as it is."""
    escape: Callable[..., str]
    """`escape(text, *, block, at_line_start, bare)`: plain words as this format spells them."""


FORMATS = (
    Format(
        name="markdown",
        suffixes=(".md", ".markdown", ".mdown"),
        description="Markdown: CommonMark with tables, strikethrough and front matter",
        media_type="text/markdown",
        read=markdown.read,
        escape=markdown_escape.escape,
    ),
    Format(
        name="text",
        suffixes=(".txt",),
        description="plain text: paragraphs, lists, posts",
        media_type="text/plain",
        read=plain.read,
        escape=plain.escape,
    ),
)
DEFAULT = "text"


def find_format(name_or_suffix: str) -> Format:
    """The format of that name (`markdown`) or suffix (`.md`); letter case does not matter.

    Raises FormatError with the names there are.
    """
    wanted = name_or_suffix.lower()
    for known in FORMATS:
        if wanted == known.name or wanted in known.suffixes:
            return known
    names = ", ".join(f"{known.name} ({' '.join(known.suffixes)})" for known in FORMATS)
    raise FormatError(f"unknown format {name_or_suffix!r}: known are {names}")


def format_of_path(path: str | PurePath, default: str = DEFAULT) -> Format:
    """The format that the suffix of `path` tells, else the one named `default`."""
    suffix = PurePath(path).suffix.lower()
    for known in FORMATS:
        if suffix in known.suffixes:
            return known
    return find_format(default)
