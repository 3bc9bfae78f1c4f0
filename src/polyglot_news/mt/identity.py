"""An engine that returns its input.

With it, reading and writing any file in its own format must give the file back byte for byte: the best test there is, of our
formats and of a user's own.
"""

from collections.abc import Iterator, Sequence

from polyglot_news.document import Direction, Hypothesis, Origin
from polyglot_news.mt.engine import Request


class IdentityEngine:
    """Copies every source to its target, whatever the direction."""

    signature = "identity"
    origin = Origin.COPY
    placeholders: tuple[str, ...] = ()
    hints: tuple[str, str] | None = None

    def supports(self, direction: Direction) -> bool:
        """Every direction is supported."""
        return True

    def translate(self, requests: Sequence[Request]) -> Iterator[Hypothesis]:
        """Each request's own text."""
        return (Hypothesis(request.text) for request in requests)
