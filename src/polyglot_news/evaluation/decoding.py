"""Lines through the bare engine, as they stand and with names told.

Nothing is protected, asked again or put right.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from polyglot_news.document import Direction, Span, splice
from polyglot_news.mt.engine import Decoding, Engine, Request
from polyglot_news.names.enforce import hints_behind
from polyglot_news.names.ledger import Use

AT_ONCE = 256  # lines between two steps of a progress bar: of like length, so that batches are full even so


@dataclass(frozen=True, slots=True)
class Decoded:
    """What the engine made of some lines."""

    texts: tuple[str, ...]
    seconds: float
    """Without the time to load the model."""


def decode(
    lines: Sequence[str], engine: Engine, direction: Direction, *, beam: int, done: Callable[[int], None] = lambda lines: None
) -> Decoded:
    """One text a line, in order; `done` is told of how many lines more there are texts."""
    order = sorted(range(len(lines)), key=lambda n: len(lines[n]))
    texts, seconds = [""] * len(lines), 0.0
    for at in range(0, len(order), AT_ONCE):
        some = order[at : at + AT_ONCE]
        started = time.perf_counter()
        requests = [Request(lines[n], direction, Decoding(beam=beam)) for n in some]
        for n, made in zip(some, engine.translate(requests), strict=True):
            texts[n] = made.text
        seconds += time.perf_counter() - started
        done(len(some))
    return Decoded(tuple(texts), seconds)


def with_hints(line: str, uses: Sequence[Use], hints: tuple[str, str]) -> str:
    """A source with the translation of each name put behind it, as the pipeline does for models that follow hints."""
    return splice(line, [(Span(at, at), told) for at, told in hints_behind(uses, hints)])
