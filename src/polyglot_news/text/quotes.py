"""What models do to quotation marks: blanks inside them (`The " Volga Star" closed`), one that stands for nothing."""

import re

from polyglot_news.document import Span

_QUOTE = re.compile(r"[«»“”„\"]")
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


def find_stray_quote(source: str, text: str) -> list[Span]:
    """The one quotation mark that a model put into what has none: dialogue behind dashes ("— Stop!” he cried")."""
    if _QUOTE.search(source):
        return []
    found = [Span(*match.span()) for match in _QUOTE.finditer(text)]
    return found if len(found) == 1 and not text[: found[0].start][-1:].isdigit() else []  # 5" are inches


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
