"""Where to cut a sentence that is too long for a model.

How it goes, piece by piece from the left:

1. Find the longest beginning that still fits, by doubling a guess and then halving the interval.
2. What is left, measured by that length, says how many pieces are needed; an equal share of it is where a cut would be best.
3. Of the places in reach, take those of the strongest kind (`BREAKS`: a semicolon, a comma, a conjunction, white space), and of
   these the one nearest to the equal share. A place before half a share is out of reach, so that no piece is tiny.
4. Where there is no such place, cut between two characters, but not before a combining one.
"""

import re
import unicodedata
from collections.abc import Callable

from polyglot_news.document import Span

Fits = Callable[[str], bool]

GUESS = 64  # characters tried first
AFTER = r"""["'»”’)\]]{0,3}(\s+)"""
CONJUNCTIONS = (
    "и|но|а|или|либо|что|чтобы|который|которая|которое|которые|которого|которой|которых|которому|которым|которую|если|когда|где"
    "|хотя|поэтому|and|but|or|which|that|who|whose|because|although|though|while|when|where|if|so"
)
BREAKS = (  # the strongest first; group 1 is white space: the piece before ends at its start, the next begins at its end
    re.compile(rf"[;:!?…—–]{AFTER}"),
    re.compile(rf",{AFTER}"),
    re.compile(rf"(\s+)(?=(?:{CONJUNCTIONS})\s)", re.IGNORECASE),
    re.compile(r"(\s+)"),
)
JOINERS = "\u200d\ufe0e\ufe0f\u20e3"


def split_clauses(text: str, *, fits: Fits) -> list[Span]:
    """Pieces of `text` that fit, trimmed, in order, together all that is not white space; one piece where all of it fits.

    `fits` must hold for each part of a text for which it holds. A single character that does not fit is a piece of its own.
    It is asked about `log(length)` times a piece.
    """
    at, stop = _trimmed(text, 0, len(text))
    pieces: list[Span] = []
    guess = GUESS
    if at < stop and fits(text[at:stop]):
        return [Span(at, stop)]
    while at < stop:
        reach = _longest(text, at, stop, guess, fits)
        cut = stop if reach == stop else _cut(text, at, reach, stop)
        pieces.append(Span(*_trimmed(text, at, cut)))
        at, guess = _trimmed(text, cut, stop)[0], max(reach - at, 1)
    return pieces


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    """`start` and `stop` without the white space inside them."""
    while start < stop and text[start].isspace():
        start += 1
    while start < stop and text[stop - 1].isspace():
        stop -= 1
    return start, stop


def _longest(text: str, start: int, stop: int, guess: int, fits: Fits) -> int:
    """The end of the longest piece from `start` that fits; at least one character."""
    good, bad = start + 1, stop + 1
    size = guess
    while good + size < bad:
        if not fits(text[start : good + size]):
            bad = good + size
            break
        good, size = good + size, size * 2
    while bad - good > 1:
        middle = (good + bad) // 2
        if fits(text[start:middle]):
            good = middle
        else:
            bad = middle
    return good


def _cut(text: str, start: int, reach: int, stop: int) -> int:
    """Where the piece from `start` should end, at most at `reach`."""
    longest = reach - start
    needed = -(-(stop - start) // longest)
    share = (stop - start) / needed
    for breaks in BREAKS:
        found = [match.start(1) for match in breaks.finditer(text, start, min(reach + 1, stop)) if match.start(1) <= reach]
        near = [place for place in found if place - start >= share / 2]
        if near:
            return min(near, key=lambda place: abs(place - start - share))
    return _between(text, start, reach)


def _between(text: str, start: int, reach: int) -> int:
    """The last place up to `reach` that parts no combining sequence, or `reach` where there is none."""
    place = reach
    while place > start and _combines(text, place):
        place -= 1
    return place if place > start else reach


def _combines(text: str, place: int) -> bool:
    """Whether the character at `place` belongs to the one before it."""
    before, after = text[place - 1], text[place]
    if "\udc00" <= after <= "\udfff" and "\ud800" <= before <= "\udbff":
        return True
    skin = "\U0001f3fb" <= after <= "\U0001f3ff"
    return skin or after in JOINERS or before == "\u200d" or unicodedata.category(after).startswith("M")
