"""Plain text: paragraphs, lists and quotations as people type them.

    1. lines end at "\\n", "\\r\\n" and "\\r" only; blank lines part paragraphs;
    2. `> ` before a line makes it part of a quotation, a bullet (`-`, `•`, `►`, `1.` ...) makes it a list item; both belong to
       the gap. An emoji used as a bullet is text: messengers set it, and readers want it back;
    3. a line end inside a paragraph is a mere wrap if the line is long, had no room for the first word of the next line (the
       longest line of the paragraph tells how much there was), and the next line goes on with the sentence; else it ends the
       block, as in headlines, verses, posts and signatures;
    4. a short first line without a final stop, with a blank line after it, is the title.

Nothing is markup here but the wraps, which are BREAK marks that read as a space.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from polyglot_news.document import Block, BlockKind, Mark, MarkKind, Span

SHORTEST_WRAPPED_LINE = 45
_HYPHEN_AT_START = re.compile(r"\A-(?=\s)")
LONGEST_ADDRESS = 300  # characters looked back for
_ADDRESS_END = re.compile(r"(?:://|\bt\.me/|\bwww\.|@)\S+\Z")
"""Characters; narrower text is not wrapped by any editor that people use for prose."""

WRAP_SLACK = 4
"""By how many characters a wrapped line and the next word may be shorter than the longest line: indentation, mostly."""

LONGEST_TITLE = 120

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_QUOTE = re.compile(r"[ \t]*>(?:[ \t]*>)*[ \t]?")
_BULLET = re.compile(r"[ \t\u00a0]*(?:[►▶▸▹•◦‣⁃∙·–\-*▪▫■□◾◽●○➡➢➤→✔✓]\ufe0f?|\d{1,3}[.)])[ \t\u00a0]+(?=\S)")
_GLUED_BULLET = re.compile(r"[ \t\u00a0]*[►▶▸•◦‣▪▫■◾◽●➡➢➤✔✓]\ufe0f?(?=\w)")
_EMOJI_BULLET = re.compile(r"[ \t\u00a0]*(?:[\u2190-\u2bff\u3030\u303d\U0001f000-\U0001faff]|[0-9#*]\ufe0f?\u20e3)")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'»”’)\]]*\Z")
_CONTINUES = re.compile(r"[\"'«“„‘(\[—–-]*\s?\w")
_FIRST_WORD = re.compile(r"\S+")
_HEADLINE_ENDS = re.compile(r"[^.,;:…]\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end: where its content stands and what kind of block it belongs to."""

    start: int
    stop: int
    kind: BlockKind = BlockKind.PARAGRAPH
    begins: bool = False
    """Whether a bullet or an emoji makes it the first line of a block."""
    level: int = 0

    def __len__(self) -> int:
        return self.stop - self.start


def read(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text."""
    blocks: list[Block] = []
    for paragraph in _paragraphs(text):
        blocks.extend(_blocks(paragraph, text))
    if blocks and _is_title(blocks, text):
        blocks[0] = Block(BlockKind.TITLE, blocks[0].span, 1, blocks[0].marks)
    return tuple(blocks)


def escape(text: str, *, at_line_start: bool = False, **_: object) -> str:
    """Plain words need no other spelling, but for a hyphen at the start of a line, which would make it a list item."""
    return _HYPHEN_AT_START.sub("—", text) if at_line_start else text


def _paragraphs(text: str) -> Iterator[list[Line]]:
    """Runs of lines with nothing blank between them."""
    paragraph: list[Line] = []
    for found in _LINE.finditer(text):
        line = _line(text, found.start(1), found.end(1))
        if line is not None:
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _line(text: str, start: int, stop: int) -> Line | None:
    """What a line holds; None for a blank one, `>` alone included."""
    if start == stop:
        return None
    kind, level, begins = BlockKind.PARAGRAPH, 0, False
    if quote := _QUOTE.match(text, start, stop):
        kind, level, start = BlockKind.QUOTE, quote[0].count(">"), quote.end()
    elif bullet := _BULLET.match(text, start, stop) or _GLUED_BULLET.match(text, start, stop):
        kind, level, start, begins = BlockKind.LIST_ITEM, 1, bullet.end(), True
    else:
        begins = _EMOJI_BULLET.match(text, start, stop) is not None
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return Line(start, stop, kind, begins, level) if start < stop else None


def _blocks(paragraph: list[Line], text: str) -> Iterator[Block]:
    """A paragraph's lines, joined where they are merely wrapped."""
    width = max(len(line) for line in paragraph)
    joined = [paragraph[0]]
    for line in paragraph[1:]:
        if not _is_wrapped(joined[-1], line, width, text):
            yield _block(joined)
            joined = []
        joined.append(line)
    yield _block(joined)


def _block(lines: list[Line]) -> Block:
    marks = tuple(Mark(Span(before.stop, after.start), MarkKind.BREAK, " ") for before, after in pairwise(lines))
    return Block(lines[0].kind, Span(lines[0].start, lines[-1].stop), lines[0].level, marks)


def _is_wrapped(line: Line, after: Line, width: int, text: str) -> bool:
    """Whether the sentence of `line` goes on in `after`, which only a narrow window has put on a line of its own."""
    if after.begins or len(line) < SHORTEST_WRAPPED_LINE:
        return False
    word = _FIRST_WORD.match(text, after.start, after.stop)
    if word is None or len(line) + 1 + len(word[0]) + WRAP_SLACK <= width:
        return False  # there was room for the word: somebody ended the line
    same = after.kind is line.kind and after.level == line.level
    hanging = line.kind is BlockKind.LIST_ITEM and after.kind is BlockKind.PARAGRAPH
    return (same or hanging) and _goes_on(text, line, after)


def _goes_on(text: str, line: Line, after: Line) -> bool:
    """Whether `after` reads on; a capital after a final stop or an address begins anew: the block can end there."""
    begins = _CONTINUES.match(text, after.start, after.stop)
    if begins is None:
        return False
    if begins[0][-1].islower():
        return True
    before = text[max(line.start, line.stop - LONGEST_ADDRESS) : line.stop]
    return not _SENTENCE_END.search(before[-8:]) and not _ADDRESS_END.search(before)


def _is_title(blocks: list[Block], text: str) -> bool:
    """Whether the first line of the file is an obvious headline: short, no final stop, a blank line and more text after it."""
    first = blocks[0]
    if first.kind is not BlockKind.PARAGRAPH or first.marks or len(first.span) > LONGEST_TITLE or len(blocks) < 2:
        return False
    if text[: first.span.start].strip(" \t") or not _HEADLINE_ENDS.search(first.span.of(text)):
        return False
    between = text[first.span.stop : blocks[1].span.start]
    return len(re.findall(r"\r\n|\r|\n", between)) > 1 and any(char.isalpha() for char in first.span.of(text))
