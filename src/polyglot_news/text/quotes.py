"""What models do to quotation marks: blanks inside them (`The " Volga Star" closed`), one that stands for nothing, those of
another language, dashes in their place. And to brackets: blanks inside them.
"""

import re

from polyglot_news.document import Span

_QUOTE = re.compile(r"[«»“”„\"]")
_BLANKS = re.compile(r"(?<=[«“„]) +(?=\S)|(?<=\S) +(?=[»”])|(?<=(?<!:)\() +(?=\w)|(?<=\w) +(?=\))")
_STYLE = {"ru": ("«»", "„“"), "en": ('""', "''")}  # outside and inside another quotation
_OPENS_BEHIND = " \u00a0\n([{«“„\"'—–-/"
_CLOSES_BEFORE = " \u00a0\n)]}.,;:!?…»”\"'—–-/"
_INCHES = re.compile(r"\d\"")
_CLOSES = re.compile(r"[»”\"][.,!?…]?\s*\Z")
_SINGLE = re.compile(r"‘([^‘’]+)’(?!\w)")
_DIALOGUE = re.compile(r"\A[–—-] ")
_SPEECH_ENDS = re.compile(r"([,!?…]) (?=[–—-] )")
_DASH_LEFT = re.compile(r"(?<=[,.!?…]) [–—-]\s*\Z")


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


def with_quotes_of(language: str, text: str, source: str) -> str:
    """The text with the quotation marks of its language: «…» and „…“ inside, or "…" and '…'; each mark for a mark.

    A text in which one mark could as well open as close stays as it is.
    """
    if language == "en" and "«" in source and not _QUOTE.search(text):
        text = _SINGLE.sub(r'"\1"', text)
    written, depth, inches = list(text), 0, _INCHES.search(source)
    for match in _QUOTE.finditer(text):
        at = match.start()
        before, after = text[at - 1 : at] if at else " ", text[at + 1 : at + 2] or " "
        if match[0] == '"' and before.isdigit() and not depth and (inches or not _CLOSES.search(source)):
            continue  # inches
        opens = match[0] in "«„" or (before in _OPENS_BEHIND and after not in _CLOSES_BEFORE)
        closes = match[0] == "»" or (after in _CLOSES_BEFORE and before not in _OPENS_BEHIND[:3])
        if match[0] in '"“”' and opens == closes:
            if not opens or before not in _OPENS_BEHIND[:3]:
                closes = depth > 0
            opens = not closes
        if not opens:
            depth = max(depth - 1, 0)
        written[at] = _STYLE[language][min(depth, 1)][0 if opens else 1]
        depth += opens
    return "".join(written)


def without_dialogue_dashes(source: str, text: str) -> list[tuple[Span, str]]:
    """Edits that make a quotation of speech that a model put behind a dash, as novels do: `– Я не закончил, – сказал он.`"""
    if not source.startswith(("“", '"', "«")) or _QUOTE.search(text):
        left = _DASH_LEFT.search(text)
        return [(Span(*left.span()), "")] if left and source.rstrip()[-1:] in '”"»' else []
    begins = _DIALOGUE.match(text)
    if begins is None:
        return []
    edits = [(Span(*begins.span()), "«")]
    if ends := _SPEECH_ENDS.search(text, begins.end()):
        mark = ends[1]
        edits.append((Span(*ends.span()), "», " if mark == "," else f"{mark}» "))
    elif left := _DASH_LEFT.search(text):
        edits.append((Span(*left.span()), ""))
    return edits


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
