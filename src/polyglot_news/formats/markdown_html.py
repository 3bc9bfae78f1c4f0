"""Text inside blocks of HTML: what stands between the tags, run by run.

A run ends at every tag that begins a block in a browser (`<p>`, `<td>`, `<div>` ...), and at comments. Tags that work inside a
line (`<b>`, `<a>`, `<span>` ...) are marks of the run. What is in `script`, `style`, `pre`, `textarea` and `svg` is no text.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from polyglot_news.document import MarkKind
from polyglot_news.formats.markdown_inline import Piece, html_piece

_ATTRIBUTES = r"""(?:[^<>"']|"[^"<]*"|'[^'<]*')*"""  # no `<` in values: an unclosed quote cannot swallow the rest of the file
_INLINE_TAG = re.compile(
    r"</?(?:abbr|a|bdi|bdo|big|br|b|cite|code|data|del|dfn|em|font|img|ins|i|kbd|label|mark|q|samp|small|span|strike|strong|sub|sup"
    r"|s|time|tt|u|var|wbr)(?=[\s>/])",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"<!-->|<!--->|<!--.*?(?:-->|\Z)"
    r"|<\?.*?(?:\?>|\Z)"
    r"|<!\[CDATA\[.*?(?:\]\]>|\Z)"
    r"|<![a-z][^>]*(?:>|\Z)"
    rf"|<(script|style|pre|textarea|svg)(?=[\s>/]){_ATTRIBUTES}>.*?(?:</\1\s*>|\Z)"
    rf"|<code(?=[\s>]){_ATTRIBUTES}>[^<>]*</code\s*>"
    rf"|</?[a-z][a-z0-9-]*{_ATTRIBUTES}>",
    re.IGNORECASE | re.DOTALL,
)
_IN_TEXT = re.compile(r"[ \t]*\n\s*|&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


@dataclass(frozen=True, slots=True)
class Run:
    """Text that belongs together; offsets count in the content of the HTML block."""

    start: int
    stop: int
    pieces: tuple[Piece, ...]


def text_runs(content: str) -> Iterator[Run]:
    """The runs of text in a block of HTML, without blanks around them; one without a visible character is none."""
    at, pieces = 0, list[Piece]()
    start = 0
    for found in _MARKUP.finditer(content):
        pieces.extend(_text_pieces(content, at, found.start()))
        if _INLINE_TAG.match(found[0]):
            pieces.append(_tag_piece(found))
        else:
            yield from _trimmed(content, start, found.start(), pieces)
            start, pieces = found.end(), []
        at = found.end()
    pieces.extend(_text_pieces(content, at, len(content)))
    yield from _trimmed(content, start, len(content), pieces)


def _tag_piece(found: re.Match[str]) -> Piece:
    if found[0].count("<") > 1:  # a code span, all of it
        return Piece(found.start(), found.end(), MarkKind.ATOM)
    return html_piece(found[0], found.start())


def _text_pieces(content: str, start: int, stop: int) -> Iterator[Piece]:
    """Line ends and entities between two tags."""
    for found in _IN_TEXT.finditer(content, start, stop):
        if "\n" in found[0]:
            yield Piece(found.start(), found.end(), MarkKind.BREAK, " ")
        elif (meant := html.unescape(found[0])) != found[0]:
            yield Piece(found.start(), found.end(), MarkKind.ESCAPE, meant)


def _trimmed(content: str, start: int, stop: int, pieces: list[Piece]) -> Iterator[Run]:
    while start < stop and content[start].isspace():
        start += 1
    while stop > start and content[stop - 1].isspace():
        stop -= 1
    inside = tuple(piece for piece in pieces if start <= piece.start and piece.stop <= stop)
    if _has_text(content, start, stop, inside):
        yield Run(start, stop, inside)


def _has_text(content: str, start: int, stop: int, pieces: tuple[Piece, ...]) -> bool:
    at = start
    for piece in pieces:
        if content[at : piece.start].strip() or (piece.kind is MarkKind.ESCAPE and piece.text.strip()):
            return True
        at = piece.stop
    return bool(content[at:stop].strip())
