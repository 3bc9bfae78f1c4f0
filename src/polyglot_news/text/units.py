"""The units of a translation that markup is placed by: words, numbers, single punctuation marks and copied items.

Each knows its place in the bare source: where its weightiest anchor points.
"""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter

from polyglot_news.document import Span
from polyglot_news.text.coverage import Coverage
from polyglot_news.text.draft import SURE, Anchor, Made
from polyglot_news.text.figures.numbers import GROUPS

_UNIT = re.compile(rf"{GROUPS}|\d+(?:[.,:]\d+)+|\w+(?:['’]\w+)*|[^\w\s]")
_stop = attrgetter("stop")


def find_cuts(edges: Sequence[int], copies: Sequence[Anchor]) -> list[int]:
    """Where in the target copied text is to be cut, since markup of the source stands inside it.

    `edges` are the places of markup in the bare source, in order; `copies` the anchors of what is copied, by their place there.
    """
    cuts = set[int]()
    for copy in copies:
        low, high = bisect_left(edges, copy.bare.start), bisect_right(edges, copy.bare.stop)
        cuts.update(copy.target.start + edge - copy.bare.start for edge in edges[low:high])
    return sorted(cuts)


def cut_units(made: Made, cuts: Sequence[int]) -> Iterator[Span]:
    """Words, single punctuation marks and items of the target, in order, cut at `cuts`."""
    for unit in _uncut(made):
        low, high = bisect_right(cuts, unit.start), bisect_left(cuts, unit.stop)
        yield from itertools.starmap(Span, itertools.pairwise([unit.start, *cuts[low:high], unit.stop]))


def _uncut(made: Made) -> Iterator[Span]:
    at, free = 0, 0
    for chunk in made.chunks:
        if chunk.item is not None and chunk.text:
            yield from (Span(*match.span()) for match in _UNIT.finditer(made.text, free, at))
            free = at + len(chunk.text)
            yield Span(at, free)
        at += len(chunk.text)
    yield from (Span(*match.span()) for match in _UNIT.finditer(made.text, free))


def place_units(units: Sequence[Span], anchors: Sequence[Anchor]) -> list[int | None]:
    """Where in the bare source the weightiest anchor of each unit points; None where there is none.

    Nothing else points into what a sure anchor says is rendered elsewhere.
    """
    best: list[Anchor | None] = [None] * len(units)
    for anchor in anchors:
        for n in range(bisect_right(units, anchor.target.start, key=_stop), len(units)):
            if units[n].start >= anchor.target.stop:
                break
            held = best[n]
            if held is None or anchor.weight > held.weight:
                best[n] = anchor
    places = [None if anchor is None else _pointed_at(unit, anchor) for unit, anchor in zip(units, best, strict=True)]
    sure = Coverage(anchor.bare for anchor in anchors if anchor.weight >= SURE)
    return [
        None if place is not None and anchor and anchor.weight < SURE and sure.meets(Span(place, place + 1)) else place
        for place, anchor in zip(places, best, strict=True)
    ]


def _pointed_at(unit: Span, anchor: Anchor) -> int:
    """A copy is followed character by character."""
    if len(anchor.target) == len(anchor.bare):
        return anchor.bare.start + max(0, unit.start - anchor.target.start)
    return anchor.bare.start
