"""Markup laid back on a translation: pairs along the word alignment, line breaks in proportion, the rest spelled anew.

Pairs are placed by `text.pairs`. A line break inside the sentence goes to the space nearest to its place in proportion. A
copied item is spelled as the source spells it; all else is spelled by the format, which knows what must be escaped.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from polyglot_news.document import MarkKind, Span
from polyglot_news.text.bare import Bare
from polyglot_news.text.draft import Chunk, Made
from polyglot_news.text.pairs import Placed, place_pairs

Speller = Callable[[str, bool, str, str], str]
"""Spells visible text in the document's format. Told: the text, whether it begins the segment or a line of it, and what stands
before and after it, as it is spelled there."""

_COMMA_IS_WORTH = 12  # characters
_LINE_STARTERS = re.compile(r"[-+*#>=|~`:►•–—]|\d+[.)]")


def lay_back(made: Made, bare: Bare, source: str, spell: Speller) -> str:
    """The target with its markup.

    `source` is the document's text, which `bare` was taken from; `spell` spells what is not copied.
    """
    placed = place_pairs(made, bare, source) + _place_breaks(made, bare, source)
    return _write(made, bare, source, sorted(placed, key=lambda p: (p.at, p.rank)), spell)


def _place_breaks(made: Made, bare: Bare, source: str) -> list[Placed]:
    """Breaks inside a copy are copied with it; each other one takes the place of a space that is not part of a copy."""
    target = made.text
    copies = sorted((chunk.copied for chunk in made.chunks if chunk.copied), key=_start)
    spaces = [
        at + match.start()
        for at, chunk in _with_starts(made.chunks)
        if chunk.copied is None
        for match in re.finditer(" ", chunk.text)
        if _breaks_well(target, at + match.start())
    ]
    placed, first = list[Placed](), 0
    for mark in bare.marks:
        copy = copies[n] if (n := bisect_right(copies, mark.at.start, key=_start) - 1) >= 0 else None
        if mark.mark.kind is not MarkKind.BREAK or (copy and copy.covers(mark.at)):
            continue
        wanted = len(target) * mark.at.start // max(len(bare.text), 1)
        n = bisect_left(spaces, wanted, lo=min(first, len(spaces)))
        near = [k for k in range(n - 3, n + 3) if first <= k < len(spaces)]
        if near:
            stop = bare.text[max(mark.at.start - 1, 0) : mark.at.start]
            best = min(near, key=lambda k: _distance(target, spaces[k], wanted, stop))
            placed.append(Placed(spaces[best], (2.0, 0, 0), mark.mark.span.of(source), swallows=1))
            first = best + 1
    return placed


def _distance(target: str, space: int, wanted: int, stop: str) -> int:
    """How far a space is from where a break is wanted; one behind the same comma as in the source is worth a word's length."""
    return abs(space - wanted) - (_COMMA_IS_WORTH if stop in tuple(",;:.!?") and target[space - 1] == stop else 0)


def _start(span: Span) -> int:
    return span.start


def _breaks_well(target: str, at: int) -> bool:
    """Whether a line may end at the space `at`: words on both sides, and what follows begins no list or quotation."""
    alone = 0 < at < len(target) - 1 and not target[at - 1].isspace() and not target[at + 1].isspace()
    return alone and not _LINE_STARTERS.match(target, at + 1)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the result: spelled already (markup, a copy), or still to be spelled."""

    text: str
    is_spelled: bool
    starts_line: bool = False


def _write(made: Made, bare: Bare, source: str, placed: Sequence[Placed], spell: Speller) -> str:
    """A copy is spelled as its source is, all else by `spell`, which is told what stands around it."""
    pieces = list(_pieces(made, bare, source, placed))
    written = list[str]()
    for number, piece in enumerate(pieces):
        if piece.is_spelled:
            written.append(piece.text)
        else:
            before = written[-1] if written else ""
            after = pieces[number + 1].text if number + 1 < len(pieces) else ""
            written.append(spell(piece.text, piece.starts_line, before, after))
    return "".join(written)


def _pieces(made: Made, bare: Bare, source: str, placed: Sequence[Placed]) -> Iterator[_Piece]:
    """Walk chunks and markup side by side."""
    starts_line, next_mark, at = True, 0, 0
    for start, chunk in _with_starts(made.chunks):
        stop = start + len(chunk.text)
        while next_mark < len(placed) and (placed[next_mark].at < stop or _closes_at(placed[next_mark], stop)):
            mark = placed[next_mark]
            next_mark += 1
            if mark.at > at:
                yield _piece(chunk, Span(at - start, mark.at - start), bare, source, starts_line)
            yield _Piece(mark.text, is_spelled=True)
            starts_line = mark.swallows > 0
            at = max(at, mark.at + mark.swallows)
        if at < stop:
            yield _piece(chunk, Span(at - start, stop - start), bare, source, starts_line)
            starts_line, at = False, stop
    yield from (_Piece(mark.text, is_spelled=True) for mark in placed[next_mark:])


def _closes_at(mark: Placed, stop: int) -> bool:
    return mark.at == stop and mark.rank[0] <= 0


def _with_starts(chunks: Sequence[Chunk]) -> Iterator[tuple[int, Chunk]]:
    at = 0
    for chunk in chunks:
        yield at, chunk
        at += len(chunk.text)


def _piece(chunk: Chunk, part: Span, bare: Bare, source: str, starts_line: bool) -> _Piece:
    if chunk.copied is not None:
        return _Piece(bare.spell(part.shift(chunk.copied.start), source), is_spelled=True)
    return _Piece(part.of(chunk.text), is_spelled=False, starts_line=starts_line)
