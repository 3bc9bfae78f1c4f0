"""Lines through the bare engine, as they stand and with names told.

Nothing is protected, asked again or put right. Equal lines are decoded once.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from polyglot_news.document import Direction, Span, splice
from polyglot_news.evaluation.buckets import count_words
from polyglot_news.mt.engine import Decoding, Engine, Request
from polyglot_news.names.enforce import hints_behind
from polyglot_news.names.ledger import Use

AT_ONCE = 128  # lines between two steps of a progress bar: of like length, so that batches are full even so


@dataclass(frozen=True, slots=True)
class Decoded:
    """What the engine made of some lines."""

    texts: tuple[str, ...]
    seconds: float
    """Of the engine alone, without the time to load the model."""
    words: int
    """Of the lines that were decoded: of equal ones one."""


def decode(
    lines: Sequence[str],
    engine: Engine,
    direction: Direction,
    decoding: Decoding,
    *,
    done: Callable[[int], None] = lambda lines: None,
) -> Decoded:
    """One text a line, in order; `done` is told of how many lines more there are texts."""
    counts = Counter(lines)
    order = sorted(counts, key=len)
    texts, seconds = dict[str, str](), 0.0
    for at in range(0, len(order), AT_ONCE):
        some = order[at : at + AT_ONCE]
        started = time.perf_counter()
        requests = [Request(line, direction, decoding) for line in some]
        texts |= {line: made.text for line, made in zip(some, engine.translate(requests), strict=True)}
        seconds += time.perf_counter() - started
        done(sum(counts[line] for line in some))
    return Decoded(tuple(texts[line] for line in lines), seconds, sum(map(count_words, order)))


def with_hints(line: str, uses: Sequence[Use], hints: tuple[str, str]) -> str:
    """A source with the translation of each name put behind it, as the pipeline does for models that follow hints."""
    return splice(line, [(Span(at, at), told) for at, told in hints_behind(uses, hints)])
