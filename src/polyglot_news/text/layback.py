"""Inline markup laid back on a translation along the word alignment.

1. The target is cut into units: words and single punctuation marks; a copied item is one unit. Each unit gets the place in the
   bare source that its anchors point at most.
2. A pair of markup covers the units whose place lies inside the pair: the densest run of them, at word boundaries. A pair that
   holds the whole source holds the whole target; one that nothing points into goes where it stands in proportion.
3. Pairs nest in the target as they do in the source: an inner pair stays inside its outer pair, neighbours do not overlap.
4. A line break inside the sentence goes to the space nearest to its place in proportion.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from polyglot_news.document import MarkKind, Span
from polyglot_news.text.bare import Bare, PlacedMark
from polyglot_news.text.draft import Anchor, Chunk, Made

Speller = Callable[[str, bool], str]
"""Spells visible text in the document's format; the flag says whether it stands at the start of a line."""

_UNIT = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")
_LINE_STARTERS = re.compile(r"[-+*#>=|~`:►•–—]|\d+[.)]")


@dataclass(frozen=True, slots=True)
class _Pair:
    bare: Span
    opening: str
    closing: str


@dataclass(frozen=True, slots=True)
class _Placed:
    at: int
    rank: tuple[int, int]  # at one place: closings first, the inner before the outer; then openings, the outer before the inner
    text: str
    swallows: int = 0  # characters of the target that it replaces


def lay_back(made: Made, bare: Bare, source: str, spell: Speller) -> str:
    """The target with its markup.

    `source` is the document's text, which `bare` was taken from; `spell` spells what is not copied.
    """
    placed = _place_pairs(made, bare, source) + _place_breaks(made, bare, source)
    return _write(made, bare, source, sorted(placed, key=lambda p: (p.at, p.rank)), spell)


def _place_pairs(made: Made, bare: Bare, source: str) -> list[_Placed]:
    pairs = _pairs(bare, source)
    if not pairs:
        return []
    target = made.text
    units = [Span(*m.span()) for m in _UNIT.finditer(target)]
    places = [_place(unit, made.anchors) for unit in units]
    placed, done = list[_Placed](), list[tuple[Span, Span]]()  # bare span, target span
    for depth, pair in enumerate(sorted(pairs, key=lambda p: (p.bare.start, -p.bare.stop))):
        within = min((t for b, t in done if b.covers(pair.bare)), key=len, default=Span(0, len(target)))
        taken = [t for b, t in done if not b.covers(pair.bare)]
        span = _cover(pair.bare, bare.text, target, units, places, within, taken)
        done.append((pair.bare, span))
        if pair.opening:
            placed.append(_Placed(span.start, (1, depth), pair.opening))
        if pair.closing:
            placed.append(_Placed(span.stop, (0, -depth), pair.closing))
    return placed


def _pairs(bare: Bare, source: str) -> list[_Pair]:
    """Pairs in the segment; one whose partner lies outside reaches to the segment's end on that side."""
    opened: dict[int, PlacedMark] = {}
    pairs = []
    for placed in bare.marks:
        mark = placed.mark
        if mark.kind is MarkKind.OPEN:
            opened[mark.pair] = placed
        elif mark.kind is MarkKind.CLOSE:
            opening = opened.pop(mark.pair, None)
            start = opening.at.start if opening else 0
            pairs.append(
                _Pair(Span(start, placed.at.start), opening.mark.span.of(source) if opening else "", mark.span.of(source))
            )
    pairs += [_Pair(Span(o.at.start, len(bare.text)), o.mark.span.of(source), "") for o in opened.values()]
    return pairs


def _place(unit: Span, anchors: Sequence[Anchor]) -> int | None:
    """Where in the bare text the unit's weightiest anchor points."""
    over = [a for a in anchors if a.target.start < unit.stop and unit.start < a.target.stop]
    if not over:
        return None
    best = max(over, key=lambda a: a.weight)
    if len(best.target) == len(best.bare):  # a copy: character by character
        return best.bare.start + max(0, unit.start - best.target.start)
    return best.bare.start


def _cover(
    pair: Span, bare: str, target: str, units: Sequence[Span], places: Sequence[int | None], within: Span, taken: Sequence[Span]
) -> Span:
    if not bare[: pair.start].strip() and not bare[pair.stop :].strip():
        return Span(within.start + _blanks(within.of(target)), within.start + len(within.of(target).rstrip()))
    free = [
        (unit, place)
        for unit, place in zip(units, places, strict=True)
        if within.covers(unit) and not any(t.start < unit.stop and unit.start < t.stop for t in taken)
    ]
    hits = [n for n, (_, place) in enumerate(free) if place is not None and pair.start <= place < pair.stop]
    if hits:
        first, last = _densest(hits)
        first, last = _trim_punctuation(first, last, [u for u, _ in free], target, pair.of(bare))
        return Span(free[first][0].start, free[last][0].stop)
    return _in_proportion(pair, len(bare), [unit for unit, _ in free], within)


def _densest(hits: Sequence[int]) -> tuple[int, int]:
    """The run of hits with at most two strangers between neighbours that holds most of them."""
    runs: list[list[int]] = [[hits[0]]]
    for n in hits[1:]:
        if n - runs[-1][-1] <= 3:
            runs[-1].append(n)
        else:
            runs.append([n])
    best = max(runs, key=len)
    return best[0], best[-1]


def _trim_punctuation(first: int, last: int, units: Sequence[Span], target: str, inside: str) -> tuple[int, int]:
    """Leave commas and stops outside at the edges unless the source had some there too."""

    def is_mark(n: int) -> bool:
        return not target[units[n].start].isalnum() and target[units[n].start] not in "«»\"“”'()[]%$€₽"

    while last > first and is_mark(last) and inside.rstrip()[-1:].isalnum():
        last -= 1
    while first < last and is_mark(first) and inside.lstrip()[:1].isalnum():
        first += 1
    return first, last


def _in_proportion(pair: Span, length: int, units: Sequence[Span], within: Span) -> Span:
    if not units:
        return Span(within.stop, within.stop)
    share = pair.start / max(length, 1)
    unit = units[min(int(share * len(units)), len(units) - 1)]
    return unit if pair else Span(unit.start, unit.start)


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


def _place_breaks(made: Made, bare: Bare, source: str) -> list[_Placed]:
    """Breaks inside a copy are copied with it; each other one takes the place of a space."""
    target = made.text
    copies = [chunk.copied for chunk in made.chunks if chunk.copied]
    placed, last = list[_Placed](), 0
    for mark in bare.marks:
        if mark.mark.kind is not MarkKind.BREAK or any(copy.covers(mark.at) for copy in copies):
            continue
        wanted = len(target) * mark.at.start // max(len(bare.text), 1)
        spaces = [last + m.start() for m in re.finditer(r"(?<=\S) (?=\S)", target[last:])]
        safe = [at for at in spaces if not _LINE_STARTERS.match(target, at + 1)]
        if safe:
            at = min(safe, key=lambda s: abs(s - wanted))
            placed.append(_Placed(at, (2, 0), mark.mark.span.of(source), swallows=1))
            last = at + 1
    return placed


def _write(made: Made, bare: Bare, source: str, placed: Sequence[_Placed], spell: Speller) -> str:
    """Walk chunks and markup side by side; a copy is spelled as its source is, all else by `spell`."""
    pieces, line_start = list[str](), True
    waiting, at = list(placed), 0
    for start, chunk in _with_starts(made.chunks):
        stop = start + len(chunk.text)
        while waiting and (waiting[0].at < stop or (waiting[0].at == stop and waiting[0].rank[0] == 0)):
            mark = waiting.pop(0)
            if mark.at > at:
                pieces.append(_spelled(chunk, Span(at - start, mark.at - start), bare, source, spell, line_start))
                line_start = False
            pieces.append(mark.text)
            line_start = line_start or mark.swallows > 0
            at = max(at, mark.at + mark.swallows)
        if at < stop:
            pieces.append(_spelled(chunk, Span(at - start, stop - start), bare, source, spell, line_start))
            line_start, at = False, stop
    return "".join([*pieces, *(mark.text for mark in waiting)])


def _with_starts(chunks: Sequence[Chunk]) -> Iterator[tuple[int, Chunk]]:
    at = 0
    for chunk in chunks:
        yield at, chunk
        at += len(chunk.text)


def _spelled(chunk: Chunk, part: Span, bare: Bare, source: str, spell: Speller, line_start: bool) -> str:
    if chunk.copied is not None:
        return bare.spell(part.shift(chunk.copied.start), source)
    return spell(part.of(chunk.text), line_start)
