"""An engine that remembers what it was asked lately.

A translation memory (`memory`) knows a sentence only in the very same place: the same names, format, kind of block. What the
model is asked for it is mostly the same text elsewhere, and an archive says the same in many places. Only for engines whose
texts do not depend on their neighbours, so that a remembered answer is the one that would be given again.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence

from polyglot_news.document import Direction, Hypothesis, Origin
from polyglot_news.mt.engine import Engine, Request

MOST = 20_000  # answers that are kept: some 20 MB


class RecentEngine:
    """Asks another engine only what it was not asked lately. Safe to share between threads."""

    def __init__(self, engine: Engine, *, most: int = MOST) -> None:
        """`most`: how many answers are kept; the one that was last used longest ago goes first."""
        self._engine = engine
        self._most = most
        self._answers: OrderedDict[Request, Hypothesis] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def signature(self) -> str:
        """Of the engine behind it."""
        return self._engine.signature

    @property
    def origin(self) -> Origin:
        """Of the engine behind it."""
        return self._engine.origin

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Of the engine behind it."""
        return self._engine.placeholders

    @property
    def hints(self) -> tuple[str, str] | None:
        """Of the engine behind it."""
        return self._engine.hints

    def supports(self, direction: Direction) -> bool:
        """Whether the engine behind it translates in this direction."""
        return self._engine.supports(direction)

    def translate(self, requests: Sequence[Request]) -> Iterator[Hypothesis]:
        """One hypothesis a request, in their order; raises what the engine behind it raises."""
        known = self._recall(requests)
        fresh = [request for request in dict.fromkeys(requests) if request not in known]
        return self._told(requests, known, fresh, self._engine.translate(fresh))

    def _told(
        self, requests: Sequence[Request], known: dict[Request, Hypothesis], fresh: list[Request], asked: Iterator[Hypothesis]
    ) -> Iterator[Hypothesis]:
        made = dict(zip(fresh, asked, strict=True))
        self._keep(made)
        yield from (known[request] if request in known else made[request] for request in requests)

    def _recall(self, requests: Sequence[Request]) -> dict[Request, Hypothesis]:
        with self._lock:
            known = {request: self._answers[request] for request in requests if request in self._answers}
            for request in known:
                self._answers.move_to_end(request)
        return known

    def _keep(self, made: dict[Request, Hypothesis]) -> None:
        with self._lock:
            self._answers.update(made)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
