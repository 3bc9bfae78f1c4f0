"""What stands in one line and is no one sentence: pieces between bars or tabs, the place in capitals that a report begins
with.

`Share | Print | Report an error`; `ANKARA — Negotiators left the Turkish capital on Thursday.` A model takes them for parts of
one sentence and moves them about.
"""

import re
from collections.abc import Iterator

from polyglot_news.document import Span

_BAR = re.compile(r"\s+\|\s+|(?<=\S) *\t[ \t]*(?=\S)")
# The Associated Press Stylebook: the city in capitals, the day or the agency, a dash; a report begins behind it.
_DATELINE = re.compile(
    r"""\s* (?P<place> [A-Z][A-Z.'’/ -]*[A-Z] (?<=[A-Z]{3})
    (?:,\s[A-Z][\w.\s]{2,20})? (?:\s\([A-Z][\w\s]{1,20}\))? \s? [—–-]{1,2} )
    (?:\Z | \s+ (?=["“‘]?[A-Z](?:[a-z'’]|\s[a-z])))""",
    re.VERBOSE,
)


def is_dateline(text: str) -> bool:
    """Whether a text is a place in capitals and a dash, and nothing else."""
    return (found := _DATELINE.match(text)) is not None and found.end() == len(text)


def split_pieces(text: str) -> Iterator[Span]:
    """The stretches of a block's text that are read each by itself, in order; together with the bars and blanks between them
    they are the text.
    """
    at = 0
    if (dateline := _DATELINE.match(text)) and dateline.end() < len(text):
        yield Span(*dateline.span("place"))
        at = dateline.end()
    for bar in _BAR.finditer(text, at):
        yield Span(at, bar.start())
        at = bar.end()
    yield Span(at, len(text))
