"""Where the content of a Markdown block stands in its document.

markdown-it hands out the content of a block as a new string: line ends made "\\n", NUL made U+FFFD, the prefixes of containers
and the indentation cut off, the backslash of `\\|` in a table cell taken away. `TracingBlockState` is its block state, the same
but for one thing: it notes which stretch of the document each part of such a string was taken from.

    Source    normalised text -> offsets in the document (a carriage return before a line feed is the only shift)
    Pieces    content of one block -> offsets in the document (one piece a line, or one between two `\\|` in a cell)
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType

LINE_END = re.compile(r"\r\n?|\n")
BLANKS = "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
"""What markdown-it takes off both ends of a content: less than `str.strip` does (U+0085 and U+001C to U+001F stay)."""


@dataclass(frozen=True)
class Source:
    """A document's text as CommonMark sees it, and the way back."""

    text: str
    """Line ends are "\\n" and NUL is U+FFFD (CommonMark 0.31, sections 2.1 and 2.3)."""
    base: int = 0
    """Where in the document this text begins."""
    shifts: tuple[int, ...] = ()
    """Offsets into `text` of the line feeds that were two characters, in order."""

    @classmethod
    def of(cls, text: str, base: int = 0) -> "Source":
        """Normalise `text`, which begins at `base` in its document."""
        shifts = tuple(found.start() - n for n, found in enumerate(re.finditer("\r\n", text)))
        return cls(LINE_END.sub("\n", text).replace("\0", "\ufffd"), base, shifts)

    def origin(self, offset: int) -> int:
        """Where in the document the character at `offset` stands."""
        return self.base + offset + bisect_left(self.shifts, offset)


@dataclass(frozen=True)
class Pieces:
    """A block's content and, piece by piece, where in the document it was taken from."""

    content: str
    starts: tuple[int, ...] = (0,)
    """Where each piece begins in `content`."""
    origins: tuple[int, ...] = (0,)
    """Where each piece begins in the document."""

    def origin(self, offset: int) -> int:
        """Where in the document the character at `offset` of the content stands."""
        piece = max(0, bisect_right(self.starts, offset) - 1)
        return self.origins[piece] + offset - self.starts[piece]

    def cut(self, start: int, stop: int) -> "Pieces":
        """The part of the content from `start` to `stop`."""
        first = max(0, bisect_left(self.starts, start) - 1)  # a piece that begins at `start` stays a piece: it may be a `\\|`
        last = max(first + 1, bisect_left(self.starts, stop))
        starts = (0, *(at - start for at in self.starts[first + 1 : last]))
        return Pieces(self.content[start:stop], starts, (self.origin(start), *self.origins[first + 1 : last]))

    def narrowed(self, content: str) -> "Pieces":
        """The part that is `content`: this content without blanks around it, hence its only possible place."""
        start = self.content.find(content)
        return self.cut(start, start + len(content))


@dataclass
class Row:
    """A line of a table, given to each of its cells."""

    start: int
    stop: int
    cells: list[Pieces] = field(default_factory=list)


class TracingBlockState(StateBlock):
    """markdown-it's block state; every token with content knows its `Pieces` (`token.meta["pieces"]`)."""

    def __init__(self, source: Source, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__(source.text, md, env, tokens)
        self.source = source
        self._latest = Pieces("")
        self._row: Token | None = None
        self._cells: list[Pieces] = []

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token; paragraphs and headings have their content at hand when they do."""
        before = self.tokens[-1] if self.tokens else None
        token = super().push(ttype, tag, nesting)
        if ttype == "tr_open":
            self._row, self._cells = token, []
        elif ttype == "inline" and before is not None:
            token.meta["pieces"] = self._inline_pieces(before)
        return token

    def getLines(self, begin: int, end: int, indent: int, keepLastLF: bool) -> str:
        """Content of some lines; code and HTML ask for it after they added their token."""
        parts = [self._line(line, indent, line + 1 < end or keepLastLF) for line in range(begin, end)]
        content, starts, at = "".join(virtual + self.src[first:last] for virtual, first, last in parts), [], 0
        for virtual, first, last in parts:
            starts.append(at + len(virtual))
            at += len(virtual) + last - first
        origins = tuple(self.source.origin(first) for _, first, _ in parts)
        self._latest = Pieces(content, tuple(starts), origins) if parts else Pieces("")
        latest = self.tokens[-1] if self.tokens else None
        if latest is not None and latest.type in ("fence", "code_block", "html_block") and "pieces" not in latest.meta:
            latest.meta["pieces"] = self._latest
        return content

    def _line(self, line: int, indent: int, with_end: bool) -> tuple[str, int, int]:
        """Blanks that stand for a part of a tab, then the line without `indent` columns, as a range (`StateBlock.getLines`)."""
        first = start = self.bMarks[line]
        last = self.eMarks[line] + with_end
        columns = 0
        while first < last and columns < indent:
            char = self.src[first : first + 1]
            if char == "\t":
                columns += 4 - (columns + self.bsCount[line]) % 4
            elif char == " " or first - start < self.tShift[line]:
                columns += 1
            else:
                break
            first += 1
        # The end of the text stands for the line feed that the last line has not got.
        last = min(last, len(self.src))
        return " " * (columns - indent), min(first, last), last

    def _inline_pieces(self, before: Token) -> Pieces:
        if before.type == "heading_open" and before.markup.startswith("#"):
            return self._whole_line(self.line - 1)
        if before.type in ("th_open", "td_open"):
            return self._cell()
        return self._latest

    def _whole_line(self, line: int) -> Pieces:
        start, stop = self.bMarks[line] + self.tShift[line], self.eMarks[line]
        while start < stop and self.src[start] == "#":
            start += 1
        return Pieces(self.src[start:stop], (0,), (self.source.origin(start),))

    def _cell(self) -> Pieces:
        row = self._row
        if row is None or row.map is None:
            return Pieces("")
        if "column" not in row.meta:
            row.meta["column"] = -1
            self._cells = list(self._split_row(row.map[0]))
        row.meta["column"] += 1
        column = row.meta["column"]
        return self._cells[column] if column < len(self._cells) else Pieces("")

    def _split_row(self, line: int) -> Iterator[Pieces]:
        """The cells of a row, as markdown-it's `escapedSplit` cuts them; outer pipes make no cell."""
        start, stop = self.bMarks[line] + self.tShift[line], self.eMarks[line]
        text = self.src[start:stop]
        lead = len(text) - len(text.lstrip(BLANKS))
        text = text.strip(BLANKS)
        ends = [found.start() for found in re.finditer(r"(?<!\\)\||\Z", text)]
        begins = [0, *(end + 1 for end in ends[:-1])]
        bounds = list(zip(begins, ends, strict=True))
        if len(bounds) > 0 and bounds[0][0] == bounds[0][1]:
            bounds.pop(0)
        if len(bounds) > 0 and bounds[-1][0] == bounds[-1][1]:
            bounds.pop()
        origin = self.source.origin(start + lead)
        return (_unescaped_pipes(text[begin:end], origin + begin) for begin, end in bounds)


def _unescaped_pipes(cell: str, origin: int) -> Pieces:
    """A cell whose `\\|` has become `|`; every piece but the first begins with such a pipe."""
    parts = cell.split("\\|")
    starts, origins, at = [0], [origin], len(parts[0])
    for n, part in enumerate(parts[1:], start=1):
        starts.append(at)
        origins.append(origin + at + n)
        at += 1 + len(part)
    return Pieces("|".join(parts), tuple(starts), tuple(origins))
