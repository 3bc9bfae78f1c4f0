"""Plain text whose paragraphs are wrapped by hand, wrapped anew where a translation has taken the place of the original.

The reader takes a line end for a mere wrap only where the line was full (`formats/plain.py`, step 3). A translation is longer
or shorter than its source, so its lines are filled again: as wide as they were, or a little less or more, until the result
reads back as the same blocks. If no width does, the paragraph becomes one line.
"""

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from polyglot_news.document import Block, BlockKind, Document, MarkKind
from polyglot_news.formats import plain

_LINE_END = re.compile(r"\r\n|\r|\n")
_OTHER_WIDTHS = (0, -1, -2, -3, 1, 2, -4, -5, -6, -7, -8, 3, 4, 5, 6, -9, -10, -11, -12)
_ENDS_SENTENCE = re.compile(r"[.!?…:;][\"'»”’)\]]*\Z")
_STARTS_SENTENCE = re.compile(r"[\"'«“„‘(\[]*[^\Wa-zа-яё]")


@dataclass(frozen=True, slots=True)
class _Item:
    """A block with the gap before it."""

    gap: str
    block: Block
    old: str
    new: str
    breaks: tuple[str, ...]
    """Line ends inside the block, each with what follows it on the next line."""

    @property
    def line(self) -> str:
        """The new text in one line."""
        line = self.new
        for raw in sorted(set(self.breaks), key=len, reverse=True):
            line = line.replace(raw, " ")
        return line

    @property
    def is_refilled(self) -> bool:
        """Whether its lines are filled again."""
        return bool(self.breaks) and self.new != self.old


def merge(document: Document, replaced: Mapping[str, str]) -> str:
    """The text with each segment of `replaced` (ids) in its new wording."""
    items = list(_items(document, replaced))
    end = document.blocks[-1].span.stop if document.blocks else 0
    return "".join([*(_run(run) for run in _runs(items)), document.text[end:]])


def _items(document: Document, replaced: Mapping[str, str]) -> Iterator[_Item]:
    segments, at = deque(document.segments), 0
    for number, block in enumerate(document.blocks):
        pieces, inside = list[str](), block.span.start
        while segments and segments[0].block == number:
            segment = segments.popleft()
            pieces += [document.text[inside : segment.span.start], replaced.get(segment.id, segment.text)]
            inside = segment.span.stop
        breaks = tuple(mark.span.of(document.text) for mark in block.marks if mark.kind is MarkKind.BREAK)
        new = "".join([*pieces, document.text[inside : block.span.stop]])
        yield _Item(document.text[at : block.span.start], block, block.span.of(document.text), new, breaks)
        at = block.span.stop


def _runs(items: Sequence[_Item]) -> Iterator[list[_Item]]:
    """Blocks with no blank line between them: they are read together."""
    run: list[_Item] = []
    for item in items:
        if run and len(_LINE_END.findall(item.gap)) != 1:
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _run(run: Sequence[_Item]) -> str:
    if not any(item.is_refilled for item in run):
        return "".join(item.gap + item.new for item in run)
    wanted = _shape([item.block for item in run])
    width = max(len(line) for item in run for line in _lines(item))
    for more in _OTHER_WIDTHS:
        text = "".join(item.gap + (_filled(item, width + more) if item.is_refilled else item.new) for item in run)
        if _shape(plain.read(text)) == wanted:
            return text
    return "".join(item.gap + item.line for item in run)


def _lines(item: _Item) -> list[str]:
    """The lines that say how wide the paragraph is: those of a wrapped block as they were, others as they are now."""
    return re.split("|".join(map(re.escape, item.breaks)), item.old) if item.breaks else [item.new]


def _filled(item: _Item, width: int) -> str:
    """The new text in lines of at most `width` characters, longer words aside; no line ends where a sentence does."""
    lines: list[list[str]] = [[]]
    for word in item.line.split(" "):
        if lines[-1] and len(" ".join((*lines[-1], word))) > width:
            ends_sentence = _ENDS_SENTENCE.search(lines[-1][-1]) and _STARTS_SENTENCE.match(word)
            lines.append([lines[-1].pop()] if ends_sentence and len(lines[-1]) > 1 else [])
        lines[-1].append(word)
    return item.breaks[0].join(" ".join(words) for words in lines)


def _shape(blocks: Sequence[Block]) -> list[tuple[str, int]]:
    return [(("paragraph", 0) if b.kind is BlockKind.TITLE else (str(b.kind), b.level)) for b in blocks]
