"""Plain text whose paragraphs are wrapped by hand, wrapped anew where a translation has taken the place of the original.

The reader takes a line end for a mere wrap only where the line was full (`formats/plain.py`, step 3). A translation is longer
or shorter than its source, so its lines are filled again: as wide as they were, or a little less or more, until the result
reads back as the same blocks. If no width does, the paragraph becomes one line. No line ends inside a telephone number.

The columns of a table that blanks part move to the right together, as far as its longest cell needs.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, product

from polyglot_news.document import Block, BlockKind, Document, MarkKind, Span, splice
from polyglot_news.formats import plain
from polyglot_news.text.protection import find_protected

_LINE_END = re.compile(r"\r\n|\r|\n")
_OTHER_WIDTHS = (0, -1, -2, -3, 1, 2, -4, -5, -6, -7, -8, 3, 4, 5, 6, -9, -10, -11, -12)
_BLANKS = " \u00a0"
_WIDE_GAP = 3  # blanks: what tells a table, whatever stands above and below
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
    items = list(_laid_out(_items(document, replaced)))
    end = document.blocks[-1].span.stop if document.blocks else 0
    return "".join([*(_run(run) for run in _runs(items)), document.text[end:]])


def _items(document: Document, replaced: Mapping[str, str]) -> Iterator[_Item]:
    by_block = {number: list(some) for number, some in groupby(document.segments, key=lambda segment: segment.block)}
    at = 0
    for number, block in enumerate(document.blocks):
        pieces, inside, segments = list[str](), block.span.start, by_block.get(number, [])
        is_new = any(segment.id in replaced for segment in segments)
        for segment in segments:
            same = _whole(segment.span, block, document.text) if is_new else segment.text
            pieces += [document.text[inside : segment.span.start], replaced.get(segment.id, same)]
            inside = segment.span.stop
        breaks = tuple(_breaks(block, document.text))
        new = "".join([*pieces, document.text[inside : block.span.stop]])
        yield _Item(document.text[at : block.span.start], block, block.span.of(document.text), new, breaks)
        at = block.span.stop


def _breaks(block: Block, text: str) -> Iterator[str]:
    """Line ends with what follows them on the next line, without the hyphen that parts a word."""
    for mark in block.marks:
        found = _LINE_END.search(mark.span.of(text)) if mark.kind in (MarkKind.BREAK, MarkKind.ESCAPE) else None
        if found is not None:
            yield mark.span.of(text)[0 if mark.kind is MarkKind.BREAK else found.start() :]


def _whole(span: Span, block: Block, text: str) -> str:
    """A segment that stays as it is, its words whole that a line end parts."""
    parted = (mark for mark in block.marks if mark.kind is MarkKind.ESCAPE and _LINE_END.search(mark.span.of(text)))
    inside = [(mark.span.shift(-span.start), mark.text) for mark in parted if span.covers(mark.span)]
    return splice(span.of(text), inside)


def _laid_out(items: Iterable[_Item]) -> Iterator[_Item]:
    """The items, those of tables with the gaps that keep their columns."""
    table = list[list[_Item]]()
    for item in items:
        if table and not _are_together(table[-1][-1], item):
            yield from _table(table)
            table = []
        if item.block.kind is not BlockKind.TABLE_CELL:
            yield from _table(table)
            table = []
            yield item
        elif table and not _LINE_END.search(item.gap):
            table[-1].append(item)
        else:
            table.append([item])
    yield from _table(table)


def _table(table: Sequence[list[_Item]]) -> Iterator[_Item]:
    """The cells of a table, row after row: each column as far to the right as it stood, or as what is before it needs."""
    cells = [item for row in table for item in row]
    inner = [item for row in table for item in row[1:]]
    if any(item.gap.strip(_BLANKS) for item in inner) or all(item.new == item.old for item in cells):
        yield from cells
        return
    places = [_places(row) for row in table]
    fullest = max(places, key=len)
    columns = [[_nearest(place, fullest) for place in row] for row in places]
    moved = _moved(table, places, columns, len(fullest))
    for row, starts, of in zip(table, places, columns, strict=True):
        yield row[0]
        end = starts[0] + len(row[0].new)
        for item, start, column in zip(row[1:], starts[1:], of[1:], strict=True):
            gap = max(start + moved[column] - end, min(len(item.gap), _WIDE_GAP))
            yield replace(item, gap=" " * gap if gap != len(item.gap) else item.gap)
            end += gap + len(item.new)


def _places(row: Sequence[_Item]) -> list[int]:
    """Where the cells of a row began."""
    at, places = len(_LINE_END.split(row[0].gap)[-1]), list[int]()
    for item in row:
        at += len(item.gap) if places else 0
        places.append(at)
        at += len(item.old)
    return places


def _nearest(place: int, columns: Sequence[int]) -> int:
    """The number of the column that begins nearest to `place`."""
    after = bisect_left(columns, place)
    near = [number for number in (after - 1, after) if 0 <= number < len(columns)]
    return min(near, key=lambda number: abs(columns[number] - place))


def _moved(table: Sequence[list[_Item]], places: Sequence[list[int]], columns: Sequence[list[int]], count: int) -> list[int]:
    """By how much each column moves to the right."""
    needs: list[list[tuple[int, int]]] = [[] for _ in range(count)]  # the column before, and how much further than that
    for row, starts, of in zip(table, places, columns, strict=True):
        for number, item in enumerate(row[1:]):
            end = starts[number] + len(row[number].new)
            needs[of[number + 1]].append((of[number], end + min(len(item.gap), _WIDE_GAP) - starts[number + 1]))
    moved = list[int]()
    for column in range(count):
        before = moved[-1] if moved else 0
        wanted = [by + moved[other] for other, by in needs[column] if other < column]
        moved.append(max([before, *wanted]))
    return moved


def _runs(items: Sequence[_Item]) -> Iterator[list[_Item]]:
    """Blocks with no blank line between them: they are read together."""
    run: list[_Item] = []
    for item in items:
        if run and not _are_together(run[-1], item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _are_together(before: _Item, item: _Item) -> bool:
    """Whether nothing parts two items: one line end does not, nor does the rule between two rows of a table."""
    lines = _LINE_END.split(item.gap)
    is_table = before.block.kind is item.block.kind is BlockKind.TABLE_CELL
    return len(lines) <= 2 or (is_table and all(line.strip() for line in lines[1:-1]))


def _run(run: Sequence[_Item]) -> str:
    if not any(item.is_refilled for item in run):
        return "".join(item.gap + item.new for item in run)
    wanted = _shape([item.block for item in run])
    width = max(len(line) for item in run for line in _lines(item))
    words, second_best = [_words(item.line) if item.is_refilled else [] for item in run], ""
    for more, is_careful in product(_OTHER_WIDTHS, (False, True)):
        filled = [
            _filled(item, of, width + more, is_careful=is_careful) if item.is_refilled else item.new
            for item, of in zip(run, words, strict=True)
        ]
        text = "".join(item.gap + new for item, new in zip(run, filled, strict=True))
        shape = _shape(plain.read(text))
        if shape == wanted:
            return text
        if len(shape) == len(wanted):  # what begins like a list item is one in a single line, too
            second_best = second_best or text
    return second_best or "".join(item.gap + item.line for item in run)


def _lines(item: _Item) -> list[str]:
    """The lines that say how wide the paragraph is: those of a wrapped block as they were, others as they are now."""
    return re.split("|".join(map(re.escape, item.breaks)), item.old) if item.breaks else [item.new]


def _words(line: str) -> list[str]:
    """The words of a line; what must not be parted, such as a telephone number, is one."""
    held = {at for item in find_protected(line) for at in range(item.span.start, item.span.stop) if line[at] == " "}
    cuts = [found.start() for found in re.finditer(" ", line) if found.start() not in held]
    return [line[start:stop] for start, stop in zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(line)], strict=True)]


def _filled(item: _Item, words: Sequence[str], width: int, *, is_careful: bool) -> str:
    """The new text in lines of at most `width` characters, longer words aside; if careful, none ends where a sentence does."""
    lines: list[list[str]] = [[]]
    length = 0
    for word in words:
        if lines[-1] and length + len(word) > width:
            ends_sentence = is_careful and _ENDS_SENTENCE.search(lines[-1][-1][-8:]) and _STARTS_SENTENCE.match(word)
            lines.append([lines[-1].pop()] if ends_sentence and len(lines[-1]) > 1 else [])
            length = sum(len(taken) + 1 for taken in lines[-1])
        lines[-1].append(word)
        length += len(word) + 1
    return item.breaks[0].join(" ".join(words) for words in lines)


def _shape(blocks: Sequence[Block]) -> list[tuple[str, int]]:
    return [(("paragraph", 0) if b.kind is BlockKind.TITLE else (str(b.kind), b.level)) for b in blocks]
