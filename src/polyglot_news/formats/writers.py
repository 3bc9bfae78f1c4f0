"""The formats that can be written, by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from polyglot_news.document import BilingualDocument
from polyglot_news.errors import UsageError
from polyglot_news.formats import bilingual_markdown, bilingual_text, jsonl, monolingual
from polyglot_news.formats.registry import find_format

LAYOUTS = ("side", "stacked")
OUTPUT_FORMATS = ("md", "jsonl", "txt")


@dataclass(frozen=True, slots=True)
class Writer:
    """How a result is written."""

    suffix: str
    """Of the file, with the dot."""
    write: Callable[[BilingualDocument], str]
    keeps_encoding: bool = False
    """Whether the file is stored as its input was: same encoding, byte order mark and line ends."""


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
        suffix = f".{output}" if output else find_format(input_format).suffixes[0]
        return Writer(suffix, monolingual.write, keeps_encoding=True)
    output = output or "md"
    return Writer(f".{output}", _BILINGUAL[output][layout])
