"""Tables in plain text: rows whose cells are parted by blanks, tabs or bars.

    1. bars: two rows with as many, or one that has bars at both ends, or one beside a rule (`---|---`);
    2. tabs inside a line: two rows, or one with two of them;
    3. two blanks or more: two rows whose gaps stand one under the other, or with as many cells that wide gaps part or that have
       figures among them. Two blanks behind a final stop are a typist's habit, and lines that end in the same column with no
       wide gap are justified prose.

Rules between rows are nobody's text. What is between the cells belongs to the gaps, so that a table keeps its shape.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from polyglot_news.document import Span

_BLANKS = re.compile(r"[ \t\u00a0]{2,}|\t")
_BAR = re.compile(r"(?<![|\\])\|(?!\|)")
_LOOSE_BAR = re.compile(r"(?<=\s)\|(?=\s)|\A\|(?=\s)|(?<=\s)\|\Z")
_RULE = re.compile(r"[ \t|+:=_─━═│┼╪┬┴–—-]*[=_─━═–—-]{3}[ \t|+:=_─━═│┼╪┬┴–—-]*\Z")
_STROKE = re.compile(r"[=_─━═–—-]{2,}")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'»”’)\]]*\Z")
_FIGURE = re.compile(r"[^\w]{0,3}\d[\d\s.,:/–−-]*[%‰$€₽£]?\Z")
_WIDE = 3
_VERY_WIDE = 4
_LONG_LINE = 45
_LONGEST_ROW = 2000
"""Characters; a longer line is no row of a table that anybody could read."""

Cells = tuple[tuple[int, Span], ...]
"""The cells of a row that hold something, each with its column; none in a rule."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line as a row of cells, which it is if its neighbours are, too."""

    sign: str
    """What parts the cells: `|`, a tab or a blank; `-` for a rule."""
    cells: tuple[Span, ...]
    gaps: tuple[Span, ...]
    """Between the cells, in columns."""
    figures: bool = False
    width: int = 0
    alone: bool = False
    """Whether it is a row of a table whatever stands beside it."""

    @property
    def widest(self) -> int:
        """Of the gaps."""
        return max(map(len, self.gaps), default=0)


def find_rows(text: str, lines: Sequence[tuple[int, Span]]) -> list[Cells | None]:
    """For each line the cells of the row that it is, or None; a line is told with where it begins and where its content is."""
    rows = [_row(text, begin, span) for begin, span in lines]
    if not any(rows):
        return [None] * len(rows)
    kept = [row is not None and row.alone for row in rows]
    for upper, lower in _neighbours(rows):
        if _belong(rows[upper], rows[lower]):
            kept[upper], kept[lower] = rows[upper].sign != "-", rows[lower].sign != "-"  # type: ignore[union-attr]
    for order in (range(len(rows)), reversed(range(len(rows)))):  # a rule belongs to what is above or below it
        beside = False
        for number in order:
            row = rows[number]
            beside = kept[number] or (beside and row is not None and row.sign == "-")
            kept[number] = beside
    return [_filled(row) if row is not None and keep else None for row, keep in zip(rows, kept, strict=True)]


def _neighbours(rows: Sequence[_Row | None]) -> Iterator[tuple[int, int]]:
    """Rows that stand one under the other, rules between them or not, and rules with what they touch."""
    yield from ((number, number + 1) for number in range(len(rows) - 1))
    last: int | None = None
    for number, row in enumerate(rows):
        if row is None:
            last = None
        elif row.sign != "-":
            if last is not None and last < number - 1:
                yield last, number
            last = number


def _filled(row: _Row) -> Cells:
    return tuple((column, cell) for column, cell in enumerate(row.cells) if cell) if row.sign != "-" else ()


def _row(text: str, begin: int, span: Span) -> _Row | None:
    if not 3 <= len(span) <= _LONGEST_ROW:
        return None
    content = span.of(text)
    if _RULE.match(content):
        return _Row("-", tuple(Span(*found.span()) for found in _STROKE.finditer(content)), ())
    if "|" in content and (row := _parted_by_bars(content, span.start)):
        return row
    return _parted_by_blanks(content, span.start, span.start - begin)


def _parted_by_bars(content: str, start: int) -> _Row | None:
    """A row with a bar at both ends may have them glued to its cells; else they stand between blanks."""
    is_framed = content[0] == content[-1] == "|" and content[1] != "|"
    bars = [found.start() for found in (_BAR if is_framed else _LOOSE_BAR).finditer(content)]
    if not bars or (is_framed and len(bars) < 3):
        return None
    edges = [-1, *bars, len(content)]
    cells = [_trimmed(content, a + 1, b, start) for a, b in pairwise(edges)]
    first, last = bars[0] == 0, bars[-1] == len(content) - 1
    cells = cells[first : len(cells) - last]
    return _Row("|", tuple(cells), tuple(Span(0, 0) for _ in bars), alone=is_framed) if any(cells) else None


def _parted_by_blanks(content: str, start: int, indent: int) -> _Row | None:
    gaps = [Span(*found.span()) for found in _BLANKS.finditer(content)]
    if not gaps:
        return None
    edges = [0, *(edge for gap in gaps for edge in (gap.start, gap.stop)), len(content)]
    parts = list(zip(edges[0::2], edges[1::2], strict=True))
    cells = tuple(Span(start + a, start + b) for a, b in parts)
    tabs = sum("\t" in gap.of(content) for gap in gaps)
    if tabs:
        return _Row("\t", cells, tuple(gaps), alone=tabs > 1)
    if not any(len(gap) >= _WIDE or not _SENTENCE_END.search(content[max(gap.start - 4, 0) : gap.start]) for gap in gaps):
        return None
    figures = any(_FIGURE.match(content[a:b]) for a, b in parts)
    return _Row(" ", cells, tuple(gap.shift(indent) for gap in gaps), figures, len(content) + indent)


def _trimmed(content: str, start: int, stop: int, by: int) -> Span:
    """A cell without the blanks around it."""
    inside = content[start:stop]
    start += len(inside) - len(inside.lstrip())
    return Span(start + by, max(start, start + len(inside.strip())) + by)


def _belong(upper: _Row | None, lower: _Row | None) -> bool:
    """Whether two neighbours are rows of one table."""
    if upper is None or lower is None:
        return False
    if "-" in (upper.sign, lower.sign):
        return upper.sign != lower.sign and len(upper.cells) == len(lower.cells) > 1
    if upper.sign != lower.sign:
        return False
    if upper.sign != " ":
        return upper.sign == "\t" or len(upper.gaps) == len(lower.gaps)
    figures, many = upper.figures or lower.figures, len(upper.cells) > 2
    widest = min(upper.widest, lower.widest)
    level = min(upper.width, lower.width) >= _LONG_LINE and abs(upper.width - lower.width) <= 1
    if level and not figures and max(upper.widest, lower.widest) < _VERY_WIDE:
        return False
    same = len(upper.cells) == len(lower.cells)
    return _are_aligned(upper, lower) or (same and (widest >= _WIDE or (many and figures)))


def _are_aligned(upper: _Row, lower: _Row) -> bool:
    """Whether each gap of the row with fewer of them stands over or under one of the other's."""
    fewer, more = sorted((upper.gaps, lower.gaps), key=len)
    at = 0
    for gap in fewer:
        while at < len(more) and more[at].stop <= gap.start:
            at += 1
        if at == len(more) or more[at].start >= gap.stop:
            return False
    return True
