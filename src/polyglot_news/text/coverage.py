"""Many spans, asked whether another one meets any of them."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from polyglot_news.document import Span


class Coverage:
    """What some spans cover. A question takes the logarithm of their number; `Span.meets` would take the number itself."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(span for span in spans if span)
        self._starts = [span.start for span in ordered]
        self._reach = list(accumulate((span.stop for span in ordered), max))

    def meets(self, span: Span) -> bool:
        """Whether the span shares a code point with any of them."""
        n = bisect_left(self._starts, span.stop) - 1
        return n >= 0 and self._reach[n] > span.start
