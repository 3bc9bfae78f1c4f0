"""The signs of numbers: "-2,3%", "−8…−6 °C", "+0.4". Models drop them; they are put back, or the loss is told.

A hyphen or dash is a sign where a figure follows it at once and nothing stands before it that it could join to the figure: in
«2-3» and "COVID-19" it is none, nor is it after a figure and a blank.
"""

import re
from collections import Counter
from collections.abc import Iterator

from polyglot_news.document import Span
from polyglot_news.text.figures.numbers import read_numbers

_SIGNED = re.compile(
    r"(?P<sign>[-−–+])(?=[$€£]?\d)(?:(?<!(?s:.)[-−–+])|(?<=[(\[«\"“„:/…=*][-−–+])|(?<=\.\.[-−–+])|(?<=[^\d][ \u00a0\n][-−–+]))"
)
_TOLD_BEFORE = re.compile(r"(?:(?<=\s)(?P<sign>[-−–+])|\b(?P<word>minus|plus|минус|плюс)\s)\Z", re.IGNORECASE)
_TOLD = {
    "-": re.compile(
        r"\b(?:minus|минус|negative|down|below|less|lower|under|loss|los[et]|drop|decreas|declin|decline|fall|fell|shr[aiu]nk|cut|deficit"
        r"|ниже|меньше|мороз|убыт|отрицательн|спад|сниж|сниз|пад[аеё]|упал|уменьш|сократ|потер|дефицит)",
        re.IGNORECASE,
    ),
    "+": re.compile(
        r"\b(?:plus|плюс|positive|up|above|more|higher|over|gain|profit|ris[ei]|rose|grow|grew|increas|выше|больше|тепл|рост|раст|рос|вырос"
        r"|увелич|прибав|положительн)",
        re.IGNORECASE,
    ),
}


def lost_signs(source: str, text: str) -> Iterator[tuple[Span, str]]:
    """Edits that put the source's signs back before the numbers of an answer that has these numbers as often."""
    if not _SIGNED.search(source):
        return
    ours, theirs = _signs(source), _signs(text)
    counts = Counter(values for _, values, _ in ours), Counter(values for _, values, _ in theirs)
    wanted = dict[tuple[str, ...], list[str]]()
    for _, values, sign in ours:
        wanted.setdefault(values, []).append(sign)
    for at, values, sign in theirs:
        if counts[0][values] == counts[1][values] and (lost := wanted[values].pop(0)) and not sign:
            yield Span(at, at), lost


def signs_agree(source: str, target: str) -> bool:
    """Whether each sign before a number of `source` stands before that number in `target`, or words tell it."""
    if not _SIGNED.search(source):
        return True
    ours, theirs = (Counter((values, _kind(sign)) for _, values, sign in _signs(text) if sign) for text in (source, target))
    found = {values for _, values, _ in _signs(target)}
    lost = (ours - theirs).keys()
    return all(values not in found or _TOLD[kind].search(target) for values, kind in lost)


def _kind(sign: str) -> str:
    return "+" if sign == "+" or sign.lower() in ("plus", "плюс") else "-"


def _signs(text: str) -> list[tuple[int, tuple[str, ...], str]]:
    """Each number of a text: where it begins (its currency's sign included), its values, its sign or nothing."""
    signed = {match.end(): match["sign"] for match in _SIGNED.finditer(text)}
    found = list[tuple[int, tuple[str, ...], str]]()
    for span, values in read_numbers(text):
        before = text[max(span.start - 2, 0) : span.start]
        if before == "<x":
            continue
        at = span.start - (before[-1:] in ("$", "€", "£"))
        told = None if at in signed else _TOLD_BEFORE.search(text, max(at - 8, 0), at)
        found.append((at, values, signed.get(at, "") or (told[0].strip() if told else "")))
    return found
