"""Where pairs of inline markup stand in a translation, found along the word alignment.

1. The target is cut into units: words and single punctuation marks; a copied item is one unit. What is copied is cut as well
   where markup of the source stands inside it. Each unit's place is where its weightiest anchor points in the bare source.
2. A pair covers the units whose place lies inside it: the densest run of them. Punctuation at its edges follows the source's. A
   pair that holds the whole source holds the whole target; one that nothing points into goes where it stands in proportion; one
   that finds no word of its own is put around all that is around it or, where that cannot be (a link), stays empty.
3. Pairs nest in the target as they do in the source: an inner pair stays inside its outer pair, neighbours do not overlap.

Delimiters such as `**` only count as markup where blanks and punctuation around them allow it (CommonMark 0.31.2, section 6.2),
so a pair of them that would not be read as one is widened to blanks.
"""

import itertools
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from polyglot_news.document import MarkKind, Span
from polyglot_news.text.bare import Bare, PlacedMark, spell_closing
from polyglot_news.text.draft import Anchor, Made
from polyglot_news.text.units import cut_units, find_cuts, place_units

_DELIMITERS = "*_~"
_STAY_INSIDE = "%‰°$€£₽№()[]"  # at an edge they belong to the word beside them
_CLASSES = {char: group[0] for group in (".!?…", ",", ":;", "-–—", "«»“”„\"'’‘", "%‰°", "$€£₽№#") for char in group}
_STOPS = ",;:—"
_HYPHENS = "-‐‑"
_QUOTES = _CLASSES["»"]
_STOPS_IN_QUOTES = {_CLASSES["."], ","}
_STRANGERS = 2  # units that may stand between two of a pair
_EVERYTHING = Span(0, 10**9)
_A_LITTLE = 1e-6


@dataclass(frozen=True, slots=True)
class Placed:
    """Markup and where in the target it goes."""

    at: int
    rank: tuple[float, int, float]
    """At one place: closings first, the inner before the outer; then openings, the outer before the inner; then breaks."""
    text: str
    swallows: int = 0
    """Characters of the target that it replaces."""


@dataclass(frozen=True, slots=True)
class _Pair:
    bare: Span
    opening: str
    closing: str
    parent: int = -1
    """The innermost pair around it, as an index."""

    @property
    def delimited(self) -> bool:
        return (self.opening or self.closing)[:1] in _DELIMITERS

    @property
    def whole(self) -> bool:
        """Whether both its sides are in the segment."""
        return bool(self.opening and self.closing)


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where a pair stands, and which comes first of those that begin and stop at the same places: the lower is outer."""

    span: Span
    order: float
    said: bool = False
    """Whether the same emphasis stands there already: twice the same delimiters around the same words are read as something
    else where they meet others."""

    @property
    def holds(self) -> bool:
        """Whether other pairs can stand inside."""
        return bool(self.span) and not self.said


@dataclass(slots=True)
class _Plane:
    """The target, its units, and which pair holds each of them so far."""

    target: str
    bare: str
    units: list[Span]
    places: list[int | None]
    claims: list[Span | None]
    """For each unit the innermost pair that its place lies in."""
    owners: list[int] = field(default_factory=list)
    by_place: list[tuple[int, int]] = field(default_factory=list)
    """Place and index of each unit that has a place, in order."""
    edges: set[int] = field(default_factory=set)
    """Where pairs of delimiters begin or stop: none may touch another there."""

    def __post_init__(self) -> None:
        self.owners = [-1] * len(self.units)
        self.by_place = sorted((place, n) for n, place in enumerate(self.places) if place is not None)

    def inside(self, span: Span) -> range:
        """Units in a stretch of the target."""
        return range(bisect_left(self.units, span.start, key=_start), bisect_right(self.units, span.stop, key=_stop))

    def pointing_into(self, pair: Span) -> list[int]:
        """Units whose place is in a stretch of the bare text, in order."""
        first, last = (bisect_left(self.by_place, (at, -1)) for at in (pair.start, pair.stop))
        return sorted(n for _, n in self.by_place[first:last])

    def is_word(self, unit: int) -> bool:
        return any(map(str.isalnum, self.units[unit].of(self.target)))

    def hold(self, number: int, pair: _Pair, span: Span) -> None:
        """Note that a pair stands there."""
        for unit in self.inside(span):
            if self.owners[unit] == pair.parent:
                self.owners[unit] = number
        if pair.delimited:
            self.edges |= {span.start, span.stop}


def place_pairs(made: Made, bare: Bare, source: str) -> list[Placed]:
    """Each side of each pair of `bare` and its place in the target; `source` is the document's text."""
    pairs = _pairs(bare, source)
    if not pairs:
        return []
    copies = [a for a in made.anchors if len(a.target) == len(a.bare) and a.target.of(made.text) == a.bare.of(bare.text)]
    copies.sort(key=_bare_start)
    edges = sorted({at for pair in pairs for at in (pair.bare.start, pair.bare.stop)})
    units = list(cut_units(made, find_cuts(edges, copies)))
    places = place_units(units, made.anchors)
    plane = _Plane(made.text, bare.text, units, places, _claims(pairs, places))
    stands, placed, emphases = list[_Stand](), list[Placed](), set[tuple[Span, str]]()
    for number, pair in enumerate(pairs):
        while pair.parent >= 0 and not stands[pair.parent].holds:
            pair = replace(pair, parent=pairs[pair.parent].parent)
        pairs[number] = pair
        around = stands[pair.parent] if pair.parent >= 0 else _Stand(_EVERYTHING, -1.0)
        within = around.span if pair.parent >= 0 else _stripped(made.text)
        stand = _cover(number, pair, _Stand(within, around.order), plane, copies)
        said = pair.delimited and (stand.span, pair.opening) in emphases
        emphases.add((stand.span, pair.opening))
        stands.append(replace(stand, said=said))
        if stands[-1].holds:
            plane.hold(number, pair, stand.span)
        placed += [] if said else _as_placed(pair, stand, around)
    return placed


def _as_placed(pair: _Pair, stand: _Stand, around: _Stand) -> Iterator[Placed]:
    span, order = stand.span, stand.order
    if not span:
        # Directly inside its parent: behind the parent's opening, before its closing, between what ends and what begins there.
        rank = (0.0, len(around.span), -order) if span.start == around.span.stop else (0.5, 0, order)
        rank = (1.0, -len(around.span), order) if span.start == around.span.start else rank
        yield Placed(span.start, rank, pair.opening + pair.closing)
        return
    if pair.opening:
        yield Placed(span.start, (1.0, -len(span), order), pair.opening)
    if pair.closing:
        yield Placed(span.stop, (0.0, len(span), -order), pair.closing)


def _pairs(bare: Bare, source: str) -> list[_Pair]:
    """Pairs in the segment, outer before inner; one whose partner lies outside reaches to the segment's end on that side."""
    opened: dict[int, tuple[int, PlacedMark]] = {}
    found: list[tuple[int, _Pair]] = []
    for order, placed in enumerate(bare.marks):
        spelled = placed.mark.span.of(source)
        if placed.mark.kind is MarkKind.OPEN:
            opened[placed.mark.pair] = (order, placed)
        elif placed.mark.kind is MarkKind.CLOSE and placed.mark.pair in opened:
            begins, opening = opened.pop(placed.mark.pair)
            ends = spell_closing(opening.mark, placed.mark, source)
            found.append((begins, _Pair(Span(opening.at.start, placed.at.start), opening.mark.span.of(source), ends)))
        elif placed.mark.kind is MarkKind.CLOSE:  # it opened before the segment: what closes last is outermost
            found.append((-order - 1, _Pair(Span(0, placed.at.start), "", spelled)))
    for begins, opening in opened.values():
        found.append((begins, _Pair(Span(opening.at.start, len(bare.text)), opening.mark.span.of(source), "")))
    return _with_parents([pair for _, pair in sorted(found, key=lambda item: item[0])])


def _with_parents(pairs: Sequence[_Pair]) -> list[_Pair]:
    nested, around = list[_Pair](), list[int]()
    for pair in pairs:
        while around and not _holds(nested[around[-1]], pair):
            around.pop()
        nested.append(replace(pair, parent=around[-1] if around else -1))
        around.append(len(nested) - 1)
    return nested


def _holds(outer: _Pair, inner: _Pair) -> bool:
    """Whether `inner`, which opens later, stands inside; one around nothing that begins where the other stops does not."""
    return outer.bare.covers(inner.bare) and (bool(inner.bare) or inner.bare.start < outer.bare.stop)


def _cover(number: int, pair: _Pair, around: _Stand, plane: _Plane, copies: Sequence[Anchor]) -> _Stand:
    """Where a pair stands; what wraps all that is around it stands outside of what stands there already."""
    within = around.span
    if not pair.bare.of(plane.bare).strip() and pair.whole:
        return _Stand(_empty_place(pair, within, plane, copies), around.order + _A_LITTLE)
    chosen = next(_fitting(pair, within, plane), None)
    if chosen is None and pair.whole and not pair.delimited:
        return _Stand(Span(within.stop, within.stop), around.order + _A_LITTLE)
    return _Stand(chosen, number) if chosen else _Stand(within, around.order + (number + 2) * _A_LITTLE)


def _fitting(pair: _Pair, within: Span, plane: _Plane) -> Iterator[Span]:
    """Where a pair can stand, the best first."""
    if not plane.bare[: pair.bare.start].strip() and not plane.bare[pair.bare.stop :].strip():
        yield within
    for span in _candidates(pair, within, plane):
        for wider in (span, _widened(span, plane.target, within)):
            # One that closes behind the segment has all that follows, one that opened before it all that precedes.
            full = Span(wider.start if pair.opening else within.start, wider.stop if pair.closing else within.stop)
            if _is_free(full, pair, within, plane):
                yield full


def _candidates(pair: _Pair, within: Span, plane: _Plane) -> Iterator[Span]:
    own = [unit for unit in plane.pointing_into(pair.bare) if _is_own(unit, pair, within, plane)]
    wordless = not any(map(str.isalnum, pair.bare.of(plane.bare)))
    runs = [_densest(own, pair, within, plane)] if own and (wordless or any(map(plane.is_word, own))) else []
    for run in itertools.chain(runs, ((unit, unit) for unit in _around(pair, within, plane))):
        first, last = _with_edges(*run, pair, within, plane)
        yield Span(plane.units[first].start, plane.units[last].stop)


def _is_own(unit: int, pair: _Pair, within: Span, plane: _Plane) -> bool:
    return plane.owners[unit] == pair.parent and within.covers(plane.units[unit])


def _is_free(span: Span, pair: _Pair, within: Span, plane: _Plane) -> bool:
    """Whether a pair can stand there: inside its parent, over no other, and its delimiters are read as such."""
    if not span or not within.covers(span) or any(plane.owners[unit] != pair.parent for unit in plane.inside(span)):
        return False
    if not pair.delimited:
        return True
    opens = not pair.opening or _flanks(plane.target, span.start, pair.opening, opening=True)
    closes = not pair.closing or _flanks(plane.target, span.stop, pair.closing, opening=False)
    return opens and closes and not {span.start, span.stop} & plane.edges - {within.start, within.stop}


def _flanks(target: str, at: int, delimiter: str, *, opening: bool) -> bool:
    """Whether a delimiter at `at` can open or close emphasis."""
    before, after = target[max(at - 1, 0) : at], target[at : at + 1]
    inner, outer = (after, before) if opening else (before, after)
    if not inner or inner.isspace():
        return False
    alone = not outer or outer.isspace() or unicodedata.category(outer)[0] in "PS"
    return alone or (delimiter[0] != "_" and unicodedata.category(inner)[0] not in "PS")


def _widened(span: Span, target: str, within: Span) -> Span:
    """Up to the next blanks on both sides."""
    start, stop = span.start, span.stop
    while start > within.start and not target[start - 1].isspace():
        start -= 1
    while stop < within.stop and not target[stop].isspace():
        stop += 1
    return Span(start, stop)


def _densest(units: Sequence[int], pair: _Pair, within: Span, plane: _Plane) -> tuple[int, int]:
    """The run of units, with at most a few strangers of no other pair between neighbours, that holds most of them.

    No run goes on over a comma and the like where the source has none.
    """
    stops = set(_STOPS) - set(pair.bare.of(plane.bare))
    runs: list[list[int]] = [[units[0]]]
    for unit in units[1:]:
        between = range(runs[-1][-1] + 1, unit)
        parts = any(plane.units[n].of(plane.target) in stops for n in (*between, runs[-1][-1]))
        if len(between) <= _STRANGERS and not parts and all(_is_own(n, pair, within, plane) for n in between):
            runs[-1].append(unit)
        else:
            runs.append([unit])
    best = max(runs, key=lambda run: (sum(map(plane.is_word, run)), len(run)))
    return best[0], best[-1]


def _with_edges(first: int, last: int, pair: _Pair, within: Span, plane: _Plane) -> tuple[int, int]:
    """The run without punctuation at its edges that the source has not got there, and with what it has."""
    inside = pair.bare.of(plane.bare).strip()
    words = [n for n, char in enumerate(inside) if char.isalnum()]
    if not words:
        return first, last
    before, behind = ({_CLASSES.get(char, char) for char in edge} for edge in (inside[: words[0]], inside[words[-1] + 1 :]))
    before, behind = before | {"$"}, behind | {"%"}

    def kind(unit: int) -> str:
        mark = plane.units[unit].of(plane.target)
        return _CLASSES.get(mark, mark)

    def joins(unit: int, kinds: set[str]) -> bool:
        return 0 <= unit < len(plane.units) and kind(unit) in kinds and _is_own(unit, pair, within, plane)

    while last > first and _is_loose(last, plane) and kind(last) not in behind:
        last -= 1
    while first < last and _is_loose(first, plane) and kind(first) not in before:
        first += 1
    if plane.bare[pair.bare.stop : pair.bare.stop + 1] not in tuple(_HYPHENS):
        while _is_hyphenated(last, last + 1, last + 2, plane) and all(
            _is_own(n, pair, within, plane) for n in (last + 1, last + 2)
        ):
            last += 2
    if plane.bare[max(pair.bare.start - 1, 0) : pair.bare.start] not in tuple(_HYPHENS):
        while _is_hyphenated(first - 2, first - 1, first, plane) and all(
            _is_own(n, pair, within, plane) for n in (first - 2, first - 1)
        ):
            first -= 2
    while joins(last + 1, behind) and plane.units[last].stop == plane.units[last + 1].start:
        last += 1
    while joins(first - 1, before) and plane.units[first - 1].stop == plane.units[first].start:
        first -= 1
    if _QUOTES in before & behind and joins(last + 1, _STOPS_IN_QUOTES) and joins(last + 2, {_QUOTES}):
        units = plane.units[last : last + 3]  # a whole quotation ends behind its stop: "No," he said
        last += 2 if units[0].stop == units[1].start and units[1].stop == units[2].start else 0
    return first, last


def _is_hyphenated(first: int, hyphen: int, second: int, plane: _Plane) -> bool:
    """Whether three units are one word with a hyphen in it."""
    if first < 0 or second >= len(plane.units) or plane.units[hyphen].of(plane.target) not in _HYPHENS:
        return False
    return plane.units[first].stop == plane.units[hyphen].start and plane.units[hyphen].stop == plane.units[second].start


def _is_loose(unit: int, plane: _Plane) -> bool:
    return not plane.is_word(unit) and plane.units[unit].of(plane.target) not in _STAY_INSIDE


def _around(pair: _Pair, within: Span, plane: _Plane) -> Iterator[int]:
    """Free words, the nearest to where the pair stands in proportion first; those that other pairs have come last."""
    units = plane.inside(within)
    if not units:
        return
    middle = units[min(len(units) - 1, len(units) * (pair.bare.start + pair.bare.stop) // max(2 * len(plane.bare), 1))]
    claimed = list[int]()
    for step in range(len(units)):
        for unit in (middle - step, middle + step) if step else (middle,):
            if unit in units and plane.owners[unit] == pair.parent and plane.is_word(unit):
                claim = plane.claims[unit]
                if claim is None or claim.covers(pair.bare):
                    yield unit
                else:
                    claimed.append(unit)
    yield from claimed


def _claims(pairs: Sequence[_Pair], places: Sequence[int | None]) -> list[Span | None]:
    """For each unit the innermost pair that its place lies in, as a stretch of the bare text."""
    claims: list[Span | None] = [None] * len(places)
    around, coming = list[Span](), 0
    for place, unit in sorted((place, unit) for unit, place in enumerate(places) if place is not None):
        while coming < len(pairs) and pairs[coming].bare.start <= place:
            around.append(pairs[coming].bare)
            coming += 1
        while around and around[-1].stop <= place:
            around.pop()
        claims[unit] = around[-1] if around else None
    return claims


def _empty_place(pair: _Pair, within: Span, plane: _Plane, copies: Sequence[Anchor]) -> Span:
    """Where a pair around nothing stands: at its own place in a copy, or before a unit of its parent alone, in proportion."""
    n = bisect_right(copies, pair.bare.start, key=_bare_start) - 1
    if n >= 0 and pair.bare.start <= copies[n].bare.stop:
        at = copies[n].target.start + pair.bare.start - copies[n].bare.start
    else:
        units = plane.inside(within)
        share = len(units) * pair.bare.start // max(len(plane.bare), 1)
        at = plane.units[units[share]].start if share < len(units) else within.stop
    unit = bisect_right(plane.units, at, key=_stop)
    inside = unit < len(plane.units) and plane.units[unit].start < at  # in the middle of a word
    free = not inside and (unit >= len(plane.units) or plane.owners[unit] == pair.parent)
    at = at if free and within.start <= at <= within.stop else within.stop
    return Span(at, at)


def _stripped(text: str) -> Span:
    start = len(text) - len(text.lstrip())
    return Span(start, max(start, len(text.rstrip())))


_start, _stop = attrgetter("start"), attrgetter("stop")
_bare_start = attrgetter("bare.start")
