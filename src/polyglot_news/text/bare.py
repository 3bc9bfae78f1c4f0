"""A stretch of marked-up text as a reader sees it, and the way back to the source's offsets.

source  **Глава ЦБ** sokolov\\_andrey      marks: ** open, ** close, \\_ escape "_"
bare    Глава ЦБ sokolov_andrey
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from polyglot_news.document import Mark, MarkKind, Span
from polyglot_news.text.vocabulary import is_one_word

HIDDEN = re.compile("[\u00ad\u200b\u2060]")
"""Soft hyphens and characters without width that tell a typesetter where a word may be parted, and a reader nothing."""
_PARTED = re.compile(
    r"(?<![\w-])(?P<first>[^\W\d_]+)-(?P<end>(?:\r\n|\r|\n)[ \t]*(?:>[ \t]?)*)(?P<rest>[^\W\d_A-ZА-ЯЁ]+)(?![\w-])"
)
_LABELLED = re.compile(r"[A-ZА-ЯЁ][^\n:.!?]{0,40}:")
_POINT = re.compile(r"[—–•·]\s|\(?(?:[a-zа-я]|[ivx]{1,4}|\d{1,2})\)\s")
_NO_REST = frozenset("and or to и или либо до".split())  # two- and three-year terms


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A mark and where it stands in the bare text (an empty span where a reader sees nothing)."""

    at: Span
    mark: Mark


@dataclass(frozen=True, slots=True)
class Bare:
    """Text without its markup."""

    text: str
    marks: tuple[PlacedMark, ...]
    _bare_starts: tuple[int, ...]
    _source_starts: tuple[int, ...]

    def source_start(self, at: int) -> int:
        """Offset in the source of the bare character `at`; for one spelled by a mark, where the mark begins."""
        return self._locate(at)[0]

    def source_stop(self, at: int) -> int:
        """Offset in the source behind the bare character before `at`; for one spelled by a mark, where the mark ends."""
        return self._locate(at - 1)[1]

    def source_of(self, span: Span) -> Span:
        """The source of a non-empty bare span."""
        return Span(self.source_start(span.start), self.source_stop(span.stop))

    def spell(self, span: Span, source: str) -> str:
        """The source's spelling of a bare span without the paired markup in it; `source` is the document's text."""
        pieces, at = list[str](), span.start
        for placed in self.marks[bisect_left(self.marks, span.start, key=_bare_start) :]:
            if placed.at.start >= span.stop:
                break
            if placed.mark.pair < 0 and span.covers(placed.at):
                pieces += [self.text[at : placed.at.start], placed.mark.span.of(source)]
                at = placed.at.stop
        return "".join([*pieces, self.text[at : span.stop]])

    def _locate(self, at: int) -> tuple[int, int]:
        piece = bisect_right(self._bare_starts, at) - 1
        source = self._source_starts[piece]
        if piece % 2:  # pieces alternate: literal text, mark, literal text, ...
            return source, self.marks[piece // 2].mark.span.stop
        start = source + at - self._bare_starts[piece]
        return start, start + 1


def _bare_start(placed: PlacedMark) -> int:
    return placed.at.start


def strip_marks(text: str, span: Span, marks: Sequence[Mark]) -> Bare:
    """What a reader sees of `text` within `span`; `marks` are those inside it, in order."""
    pieces, placed, bare_starts, source_starts = [], [], [], []
    bare, source = 0, span.start
    for mark in marks:
        literal = text[source : mark.span.start]
        bare_starts += [bare, bare + len(literal)]
        source_starts += [source, mark.span.start]
        bare += len(literal)
        placed.append(PlacedMark(Span(bare, bare + len(mark.text)), mark))
        pieces += [literal, mark.text]
        bare, source = bare + len(mark.text), mark.span.stop
    pieces.append(text[source : span.stop])
    bare_starts.append(bare)
    source_starts.append(source)
    return Bare("".join(pieces), tuple(placed), tuple(bare_starts), tuple(source_starts))


def find_label_lines(bare: Bare) -> Iterator[Span]:
    """The line ends inside a paragraph behind which a marked label with a colon begins, `**Дата:** 12 мая`, or another point
    of a list that has dashes or letters for its points: such lines are no paragraph wrapped by hand.
    """
    breaks = [placed.at for placed in bare.marks if placed.mark.kind is MarkKind.BREAK and len(placed.at) == 1]
    if breaks:
        labels = frozenset(_breaks_before_labels(bare))
        yield from (at for at in breaks if at.start in labels or _begins_point(bare.text, at))


def _breaks_before_labels(bare: Bare) -> Iterator[int]:
    closings = {placed.mark.pair: placed.at.start for placed in bare.marks if placed.mark.kind is MarkKind.CLOSE}
    for before, opening in pairwise(bare.marks):
        if before.mark.kind is MarkKind.BREAK and opening.mark.kind is MarkKind.OPEN and opening.at.start == before.at.stop:
            label = _LABELLED.match(bare.text, opening.at.stop)
            if label and closings.get(opening.mark.pair) in (label.end() - 1, label.end()):
                yield before.at.start


def _begins_point(text: str, at: Span) -> bool:
    return _POINT.match(text, at.stop) is not None and text[: at.start].rstrip()[-1:] in (";", ":")


def hidden_marks(text: str, span: Span) -> Iterator[Mark]:
    """Marks for the characters of `HIDDEN` within `span`: a reader sees nothing of them, and a name is whole. And for line ends
    behind a hyphen inside a word, with the hyphen where the word is known without it.
    """
    yield from (Mark(Span(*found.span()), MarkKind.ESCAPE) for found in HIDDEN.finditer(text, span.start, span.stop))
    if any(text.find(end, span.start, span.stop) >= 0 for end in ("-\n", "-\r")):
        yield from _parted(text, span)


def _parted(text: str, span: Span) -> Iterator[Mark]:
    for found in _PARTED.finditer(text, span.start, span.stop):
        if found["rest"] not in _NO_REST:
            hyphen = "" if is_one_word(found["first"], found["rest"]) else "-"
            yield Mark(Span(found.end("first"), found.end("end")), MarkKind.ESCAPE, hyphen)


def with_more_marks(marks: list[Mark], more: list[Mark]) -> list[Mark]:
    """`marks` in order, and of `more` those that none of them covers."""
    if not more:
        return marks
    result: list[Mark] = []
    for mark in sorted([*marks, *more], key=lambda mark: (mark.span.start, -mark.span.stop)):
        if not result or mark.span.start >= result[-1].span.stop:
            result.append(mark)
    return result


def marks_inside(marks: Sequence[Mark], span: Span) -> tuple[Mark, ...]:
    """Those of `marks` (in order) that lie within `span`."""
    if not marks:
        return ()
    first = bisect_left(marks, span.start, key=lambda mark: mark.span.start)
    behind = bisect_right(marks, span.stop, lo=first, key=lambda mark: mark.span.start)
    return tuple(mark for mark in marks[first:behind] if mark.span.stop <= span.stop)


def widen(span: Span, marks: Sequence[Mark]) -> Span:
    """A source span together with the markup that touches it and whose partner it then holds too.

    So `**Да.** Нет.` has the segments `**Да.**` and `Нет.`, while of `**Да. Нет.**` the asterisks stay between the segments.
    """
    left = [m for m in marks if m.kind is MarkKind.OPEN and m.span.stop <= span.start]
    right = [m for m in reversed(marks) if m.kind is MarkKind.CLOSE and m.span.start >= span.stop]
    while True:
        opening = left[-1] if left and left[-1].span.stop == span.start else None
        closing = right[-1] if right and right[-1].span.start == span.stop else None
        held = {m.pair for m in marks_inside(marks, span) if m.pair >= 0}
        if opening and opening.pair in held:
            span = Span(left.pop().span.start, span.stop)
        elif closing and closing.pair in held:
            span = Span(span.start, right.pop().span.stop)
        elif opening and closing and opening.pair == closing.pair:
            span = Span(left.pop().span.start, right.pop().span.stop)
        else:
            return span


def spell_closing(opening: Mark, closing: Mark, source: str) -> str:
    """What closes a pair around other words than the source's.

    A link by reference that is its own label must name it then: `[Устав]` becomes `[Charter][Устав]` (CommonMark 0.31.2, 6.3).
    """
    ends = closing.span.of(source)
    is_label = opening.span.of(source) in ("[", "![") and ends in ("]", "][]")
    return f"][{source[opening.span.stop : closing.span.start]}]" if is_label else ends
