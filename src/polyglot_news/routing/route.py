"""Which language each segment of a document is in, with its neighbours' help where it needs any.

1. Every segment is identified by itself. One whose confidence is at least `CLEAR` keeps its answer, whatever stands around it.
2. An open segment asks its neighbours of the same script: clear ones of its block first, then, if there are none, of the
   document, near blocks before far ones. The share of a language among them raises that language's odds, by a factor of
   `SWAY` at most, so that doubt can be settled but evidence cannot be overruled.
   A segment that is neither Russian nor English by itself becomes so only if that is then likelier than all else; one with a
   word that is no name and none of Russian's, or of several words that are likelier another language's than not, never
   becomes Russian.
3. What is not linguistic (`zxx`) stays so.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from polyglot_news.document import NOT_LINGUISTIC, UNDETERMINED
from polyglot_news.routing.identify import Identification, identify

CLEAR = 0.9
SWAY = 12.0
"""By how much the odds of a language rise if all neighbours are in it."""
SWAY_FOREIGN = 30.0
"""The same for a language that is left as it stands: a foreign sentence called Russian is worse than the reverse."""
ENOUGH = 3
"""So many neighbours of other blocks have their full say; fewer, in proportion."""
REACH = 3
"""So many blocks before and after are asked before the whole document is."""
LEAST = 0.02
"""Probability below which a language is no candidate, and no neighbour can make it one."""
TRANSLATED = frozenset({"ru", "en"})
TURNED = 0.5
"""Probability that Russian or English needs, with the neighbours' help, where the segment by itself is in neither."""

CYRILLIC = frozenset({"ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "mn", "tg", "tt", "ba"})


def route(blocks: Sequence[Sequence[str]]) -> list[list[Identification]]:
    """The language of each segment, given the texts of the segments of each block."""
    alone = [[identify(text) for text in block] for block in blocks]
    counts = [Counter(found.language for found in block if is_clear(found)) for block in alone]
    everywhere = sum(counts, Counter[str]())
    return [
        [found if is_settled(found) else _with_neighbours(found, _votes(counts, number, everywhere)) for found in block]
        for number, block in enumerate(alone)
    ]


def is_clear(found: Identification) -> bool:
    """Whether a segment's own evidence tells its language."""
    return found.confidence >= CLEAR and found.language not in (UNDETERMINED, NOT_LINGUISTIC)


def is_settled(found: Identification) -> bool:
    """Whether no neighbour is asked."""
    return found.confidence >= CLEAR


def _votes(counts: Sequence[Counter[str]], number: int, everywhere: Counter[str]) -> list[tuple[Counter[str], int]]:
    """The clear languages around block `number`, nearest first, and how many of them have their full say."""
    near = sum(counts[max(0, number - REACH) : number + REACH + 1], Counter[str]())
    return [(votes, enough) for votes, enough in ((counts[number], 1), (near, ENOUGH), (everywhere, ENOUGH)) if votes]


def _with_neighbours(found: Identification, circles: Sequence[tuple[Counter[str], int]]) -> Identification:
    """`found` after the nearest circle of neighbours with a candidate of its script was heard."""
    if not found.candidates:
        return _adopted(circles) if circles else found
    candidates = {
        language: share
        for language, share in found.candidates
        if (share >= LEAST and not (found.barred and language in TRANSLATED)) or language == found.language
    }
    script = {language in CYRILLIC for language in candidates}
    for votes, enough in circles:
        heard = {language: count for language, count in votes.items() if (language in CYRILLIC) in script}
        if not heard.keys() & candidates.keys():
            continue
        total = max(sum(heard.values()), enough)
        swayed = {
            language: share * (SWAY if language in TRANSLATED else SWAY_FOREIGN) ** (heard.get(language, 0) / total)
            for language, share in candidates.items()
        }
        return _settled(found, swayed)
    return found


def _settled(found: Identification, odds: dict[str, float]) -> Identification:
    total = sum(odds.values())
    ranked = sorted(odds, key=lambda language: (-odds[language], language))
    is_unlikely = ranked[0] in TRANSLATED and ranked[0] != found.language and odds[ranked[0]] < TURNED * total
    best = ranked[is_unlikely]
    return replace(
        found,
        language=best,
        confidence=min(0.99, odds[best] / total),
        decided_by=found.decided_by if best == found.language else "neighbours",
        candidates=tuple((language, round(odds[language] / total, 4)) for language in ranked),
    )


def _adopted(circles: Sequence[tuple[Counter[str], int]]) -> Identification:
    """The neighbours' commonest language, for a segment that says nothing itself (a single letter)."""
    votes = circles[0][0]
    best = max(votes, key=lambda language: (votes[language], language))
    return Identification(best, 0.5 * votes[best] / votes.total(), "neighbours")
