"""The formats that can be written, by name."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from polyglot_news.document import BilingualDocument
from polyglot_news.errors import UsageError
from polyglot_news.formats import bilingual_markdown, bilingual_text, jsonl, monolingual
from polyglot_news.formats.registry import find_format

LAYOUTS = ("side", "stacked")
OUTPUT_FORMATS = ("md", "jsonl", "txt")
_OURS = re.compile(rb'Made by `?polyglot-news:[^\n]*\n\Z|\A\{"doc": [^\n]*"source_lang": ')
MARK_LENGTH = 4096
"""Bytes at the beginning and at the end of a result in which `bears_our_mark` looks."""


@dataclass(frozen=True, slots=True)
class Writer:
    """How a result is written."""

    suffixes: tuple[str, ...]
    """Of files in this format, with the dot; the first is added to a name that has none of them."""
    write: Callable[[BilingualDocument], str]
    keeps_encoding: bool = False
    """Whether the file is stored as its input was: same encoding, byte order mark and line ends."""
    keeps_name: bool = False
    """Whether the file is called as its input is, whatever suffix that has: it is the same document in one language."""


_BILINGUAL: Mapping[str, Mapping[str, Callable[[BilingualDocument], str]]] = MappingProxyType(
    {
        "md": {"side": bilingual_markdown.write_side, "stacked": bilingual_markdown.write_stacked},
        "txt": {"side": bilingual_text.write, "stacked": bilingual_text.write},
        "jsonl": {"side": jsonl.write, "stacked": jsonl.write},
    }
)


def find_writer(*, to: str, output: str | None, layout: str, input_format: str) -> Writer:
    """The writer for a target (`both`, `en`, `ru`), an output format and a layout.

    A document in one language is written in its input's own format, whichever of `md` and `txt` was asked for: only its suffix
    follows. Raises UsageError for an unknown format or layout.
    """
    if output is not None and output not in OUTPUT_FORMATS:
        raise UsageError(f"unknown output format {output!r}: known are {', '.join(OUTPUT_FORMATS)}")
    if layout not in LAYOUTS:
        raise UsageError(f"unknown layout {layout!r}: known are {', '.join(LAYOUTS)}")
    if to != "both" and output != "jsonl":
        suffixes = find_format(f".{output}" if output else input_format).suffixes
        return Writer(suffixes, monolingual.write, keeps_encoding=True, keeps_name=output is None)
    output = output or "md"
    suffixes = (".jsonl",) if output == "jsonl" else find_format(f".{output}").suffixes
    return Writer(suffixes, _BILINGUAL[output][layout])


def bears_our_mark(head: bytes, tail: bytes) -> bool:
    """Whether the beginning and the end of a file tell that this program wrote it; documents in one language cannot tell."""
    return bool(_OURS.search(head) or _OURS.search(tail))
