"""A phrase that a model wrote twice over: «38 из них из них дети», "the head of the Central Bank of the Central Bank"."""

import re

from polyglot_news.document import Span

_WORD = r"[^\W\d_][\w’'-]*"
_DOUBLED = re.compile(rf"\b(?P<phrase>{_WORD}(?: {_WORD}){{1,5}})(?P<again>,? (?:of )?(?P=phrase))\b", re.IGNORECASE)


def find_doubled(source: str, text: str) -> list[Span]:
    """What says a phrase of two words or more a second time at once, in order; nothing where the source does so itself."""
    found = [Span(*match.span("again")) for match in _DOUBLED.finditer(text)]
    return [] if found and _DOUBLED.search(source) else found
