"""Blanks that a model leaves inside quotation marks: `The " Volga Star" closed`."""

import re

from polyglot_news.document import Span

_BLANKS = re.compile(r"(?<=[«“„]) +(?=\S)|(?<=\S) +(?=[»”])")


def find_loose_blanks(text: str) -> list[Span]:
    """The blanks inside quotation marks, in order. Straight marks open and close in turn; where their number is odd, or one
    has blanks or letters on both sides, nobody can tell which do what, and those are left alone.
    """
    found = list[Span]()
    for span in sorted([*(Span(*match.span()) for match in _BLANKS.finditer(text)), *_inside_straight(text)]):
        if not span.meets(found[-1:]):
            found.append(span)
    return found


def _inside_straight(text: str) -> list[Span]:
    places = [at for at, char in enumerate(text) if char == '"' and not text[max(at - 1, 0) : at].isdigit()]  # 5" are inches
    if len(places) % 2:
        return [Span(1, 2)] if text.startswith('" ') else []  # a quotation that goes on in the next sentence
    found = []
    for opening, closing in zip(places[::2], places[1::2], strict=True):
        if text[max(opening - 1, 0) : opening].isalnum() or text[closing + 1 : closing + 2].isalnum():
            return []
        start, stop = opening + 1, closing
        while start < stop and text[start] == " ":
            start += 1
        while stop > start and text[stop - 1] == " ":
            stop -= 1
        if start < stop:
            found += [span for span in (Span(opening + 1, start), Span(stop, closing)) if span]
    return found
