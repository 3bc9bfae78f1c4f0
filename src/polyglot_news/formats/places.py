"""Where the blocks of a document stand: in which item of a list, how deep in quotations, in which row of a table.

Blocks know their depth and a cell its column; the number of an item, the row of a cell and the label of a footnote are told by
what stands before a block: the end of the gap between it and the block before.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from polyglot_news.document import Block, BlockKind, Document

SIGNS: Mapping[BlockKind, str] = MappingProxyType(
    {
        BlockKind.PARAGRAPH: "¶",
        BlockKind.HTML: "¶",
        BlockKind.LIST_ITEM: "•",
        BlockKind.QUOTE: "❝",
        BlockKind.CAPTION: "▣",
        BlockKind.TABLE_CELL: "▦",
    }
)
_MEANINGS = {
    "¶": "a paragraph",
    "•": "a list item (•• one inside another, • 2. a numbered one)",
    "❝": "a quotation (❝❝ one inside another)",
    "▣": "a picture",
    "▦": "a row of a table (▦ r2 the second), its cells parted by │",
}
_LINE_END = re.compile(r"\r\n|\r|\n")
_MARKER = re.compile(r"(?:\A|[\s>])(?:[-+*]|\d{1,9}[.)])\Z")
_NUMBER = re.compile(r"(?:\A|[\s>])(?:(\d{1,9})|[a-zа-я])([.)])\Z")
_FOOTNOTE = re.compile(r"(\[\^[^\]\s]+\]):[ \t]*\Z")
_TAB = 4  # columns


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands."""

    sign: str
    """What it is, for a reader: `¶`, `•• 3.`, `❝❝`, `▦ r2`; nothing for headings, code and front matter."""
    row: tuple[int, int] | None = None
    """Of a table cell: number of the table in the document and of the row in the table, from 1."""
    footnote: str = ""
    """`[^1]`, where the block is the text of a footnote."""


def find_places(document: Document) -> tuple[Place, ...]:
    """The place of each block of a document."""
    walk = _Walk(document.text, is_markdown=document.meta.format == "markdown")
    return tuple(walk.step(block) for block in document.blocks)


def explain_signs(blocks: Sequence[Block]) -> str:
    """The signs that occur, each with its meaning."""
    kinds = {SIGNS.get(block.kind, "") for block in blocks}
    return ", ".join(f"{sign} {meaning}" for sign, meaning in _MEANINGS.items() if sign in kinds)


@dataclass
class _Walk:
    """Goes through the blocks and keeps in mind what was open before."""

    text: str
    is_markdown: bool
    before: Block | None = None
    row: tuple[int, int] = (0, 0)
    numbers: dict[int, tuple[int, str]] = field(default_factory=dict)
    """The last number of each open list, by its depth, with what stands behind it."""
    margins: list[int] = field(default_factory=list)
    """Of the open lists of a plain text, whose depth nothing but the margin tells."""

    def step(self, block: Block) -> Place:
        """The place of the next block."""
        gap = self.text[self.before.span.stop if self.before else 0 : block.span.start]
        if block.kind is BlockKind.TABLE_CELL:
            self.row = self._row(gap)
            place = Place(f"{SIGNS[block.kind]} r{self.row[1]}", self.row)
        elif block.kind is BlockKind.LIST_ITEM:
            place = Place(self._item(block, gap))
        elif block.kind is BlockKind.QUOTE:
            place = Place(SIGNS[block.kind] * max(block.level, 1))
        else:
            label = _FOOTNOTE.search(gap) if self.is_markdown and block.kind is BlockKind.PARAGRAPH else None
            place = Place(SIGNS.get(block.kind, ""), footnote=label[1] if label else "")
        if block.kind is not BlockKind.LIST_ITEM:
            self.numbers, self.margins = {}, []
        self.before = block
        return place

    def _row(self, gap: str) -> tuple[int, int]:
        """Table and row of a cell: a line end makes a row, a blank line a table; rows without words are counted."""
        table, row = self.row
        _, *between = _LINE_END.split(gap)
        if self.before is None or self.before.kind is not BlockKind.TABLE_CELL:
            return table + 1, 1
        if not between:
            return table, row
        if any(not line.strip(" \t>") for line in between[:-1]):
            return table + 1, 1
        return table, row + 1 + sum(not line.strip(" \t>|") for line in between[:-1])

    def _item(self, block: Block, gap: str) -> str:
        """Signs of the quotations and lists that an item stands in, with its number if it has one."""
        line = _LINE_END.split(gap)[-1]
        begins = (_MARKER.search(gap.rstrip()) if self.is_markdown else line.strip()) is not None
        depth = block.level if self.is_markdown else self._depth(line)
        self.numbers = {level: number for level, number in self.numbers.items() if level <= depth}
        sign = SIGNS[BlockKind.QUOTE] * line.count(">") + SIGNS[block.kind] * max(depth, 1)
        if not begins:
            return f"{sign} ¶"
        number = self._number(depth, gap)
        return f"{sign} {number}" if number else sign

    def _depth(self, line: str) -> int:
        """How many lists of a plain text an item stands in: those with a smaller margin, and its own."""
        line = line.expandtabs(_TAB)
        margin = len(line) - len(line.lstrip())
        self.margins = [*(other for other in self.margins if other < margin), margin]
        return len(self.margins)

    def _number(self, depth: int, gap: str) -> str:
        """As a reader sees it: in Markdown only the first number of a list counts (CommonMark, section 5.3)."""
        found = _NUMBER.search(gap.rstrip())
        if found is None or found[1] is None:
            self.numbers.pop(depth, None)
            return found[0].strip(" \t>\r\n") if found else ""
        last, sign = self.numbers.get(depth, (-1, ""))
        goes_on = self.is_markdown and sign == found[2] and "<!--" not in gap
        number = last + 1 if goes_on else int(found[1])
        self.numbers[depth] = number, found[2]
        return f"{number}{found[2]}"
