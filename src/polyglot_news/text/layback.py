"""Markup laid back on a translation: pairs along the word alignment, line breaks in proportion, the rest spelled anew.

Pairs are placed by `text.pairs`. A line break inside the sentence goes to the space nearest to its place in proportion. A
copied item is spelled as the source spells it; all else is spelled by the format, which knows what must be escaped.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from polyglot_news.document import MarkKind, Span
from polyglot_news.text.bare import Bare
from polyglot_news.text.draft import Chunk, Made
from polyglot_news.text.pairs import Placed, place_pairs

Speller = Callable[[str, bool], str]
"""Spells visible text in the document's format; the flag says whether it stands at the start of a line."""

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
            placed.append(Placed(spaces[best], (2.0, 0.0, 0), mark.mark.span.of(source), swallows=1))
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


def _write(made: Made, bare: Bare, source: str, placed: Sequence[Placed], spell: Speller) -> str:
    """Walk chunks and markup side by side; a copy is spelled as its source is, all else by `spell`."""
    pieces, line_start = list[str](), True
    next_mark, at = 0, 0
    for start, chunk in _with_starts(made.chunks):
        stop = start + len(chunk.text)
        while next_mark < len(placed) and (placed[next_mark].at < stop or _closes_at(placed[next_mark], stop)):
            mark = placed[next_mark]
            next_mark += 1
            if mark.at > at:
                pieces.append(_spelled(chunk, Span(at - start, mark.at - start), bare, source, spell, line_start))
                line_start = False
            pieces.append(mark.text)
            line_start = mark.swallows > 0
            at = max(at, mark.at + mark.swallows)
        if at < stop:
            pieces.append(_spelled(chunk, Span(at - start, stop - start), bare, source, spell, line_start))
            line_start, at = False, stop
    return "".join([*pieces, *(mark.text for mark in placed[next_mark:])])


def _closes_at(mark: Placed, stop: int) -> bool:
    return mark.at == stop and mark.rank[0] <= 0


def _with_starts(chunks: Sequence[Chunk]) -> Iterator[tuple[int, Chunk]]:
    at = 0
    for chunk in chunks:
        yield at, chunk
        at += len(chunk.text)


def _spelled(chunk: Chunk, part: Span, bare: Bare, source: str, spell: Speller, line_start: bool) -> str:
    if chunk.copied is not None:
        return bare.spell(part.shift(chunk.copied.start), source)
    return spell(part.of(chunk.text), line_start)
