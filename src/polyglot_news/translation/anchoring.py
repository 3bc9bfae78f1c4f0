"""What renders what, known without asking where the model looked: numbers of one value, and names of the ledger.

Markup is laid back along these first (`text/pairs.py`), along the model's attention where they say nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import permutations

from polyglot_news.document import Span
from polyglot_news.names.enforce import locate_names
from polyglot_news.names.ledger import Use
from polyglot_news.names.romanise import fold
from polyglot_news.text.coverage import Coverage
from polyglot_news.text.draft import SURE, Anchor, Made
from polyglot_news.text.figures.numbers import read_numbers
from polyglot_news.translation.task import Task

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_MOST_ORDERED = 3  # words of a name whose every order is tried


def with_sure_anchors(made: Made, task: Task) -> Made:
    """The target with anchors for its names and numbers; as it was where there is no paired markup to place by them."""
    if not any(placed.mark.pair >= 0 for placed in task.bare.marks):
        return made
    held = Coverage(anchor.target for anchor in made.anchors if anchor.weight >= 1.0)  # copies, which are followed already
    found = [*anchor_names(task.names, made.text), *anchor_numbers(task.bare.text, made.text)]
    return replace(made, anchors=(*made.anchors, *(anchor for anchor in found if not held.meets(anchor.target))))


def anchor_numbers(bare: str, target: str) -> Iterator[Anchor]:
    """Numbers of a value that stands as often on both sides, in order."""
    here, there = _by_value(bare), _by_value(target)
    for value, spans in here.items():
        if len(spans) == len(there.get(value, ())):
            yield from (Anchor(to, at, SURE) for at, to in zip(spans, there[value], strict=True))


def _by_value(text: str) -> dict[tuple[str, ...], list[Span]]:
    found: dict[tuple[str, ...], list[Span]] = defaultdict(list)
    for span, value in read_numbers(text):
        found[value].append(span)
    return found


def anchor_names(uses: Sequence[Use], target: str) -> Iterator[Anchor]:
    """The words of each name that stands in the target as the ledger has it."""
    for use, span in zip(uses, locate_names(uses, target), strict=True):
        if span is not None:
            yield from _anchor_words(use, span, target)


def _anchor_words(use: Use, span: Span, target: str) -> Iterator[Anchor]:
    """Word for word where there are as many, whatever their order; else each word for the whole name."""
    ours, theirs = _words(use.source, use.span.start), _words(span.of(target), span.start)
    if len(ours) == len(theirs) <= _MOST_ORDERED:
        sources = [fold(use.source[word.start - use.span.start : word.stop - use.span.start]) for word in ours]
        targets = [fold(word.of(target)) for word in theirs]
        order = max(permutations(range(len(ours))), key=lambda order: _alike([sources[n] for n in order], targets))
        yield from (Anchor(theirs[n], ours[m], SURE) for n, m in enumerate(order))
    else:
        yield from (Anchor(word, use.span, SURE) for word in theirs)


def _alike(sources: Sequence[str], targets: Sequence[str]) -> float:
    """How alike words are, one to one; their own order comes first of those as good."""
    return sum(SequenceMatcher(None, one, other, autojunk=False).ratio() for one, other in zip(sources, targets, strict=True))


def _words(text: str, at: int) -> list[Span]:
    return [Span(*match.span()).shift(at) for match in _WORD.finditer(text)]
