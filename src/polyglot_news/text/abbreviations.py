"""Short forms that models misread, written out for them; and forms of address, whose sex they mistake.

What is written out is asked of the model in the place of what the source has, so that offsets hold.
"""

import re
from collections.abc import Iterator

from polyglot_news.document import Span

_SHORT: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "ru": (
        (re.compile(r"(?<=\d[ \u00a0])коп\.?(?!\w)"), "копеек"),
        (re.compile(r"(?<=\d[ \u00a0])п\. ?п\.(?!\w)"), "процентных пункта"),
    ),
    "en": (
        (re.compile(r"\bbn(?= (?:ro?ubles|dollars|euros|pounds|yuan)\b)"), "billion"),
        (re.compile(r"\bmn?(?= (?:ro?ubles|dollars|euros|pounds|yuan)\b)"), "million"),
    ),
}
_HER = re.compile(r"\b(?:г-ж[аеиуо]|госпож[аеиуо])", re.IGNORECASE)
_HIM = re.compile(r"\b(?:г-н|господин)", re.IGNORECASE)
_MR = re.compile(r"\bMr(?=\.? [A-Z])")
_MRS = re.compile(r"\b(?:Mrs|Ms|Miss)\b")
_MR_OR_SIR = re.compile(r"\b(?:Mr|Sir|Lord)\b")
_GENTLEMAN = re.compile(r"\b(?P<first>[Гг])(?:осподин(?P<long>у|ом)?|-н(?P<short>у|ом)?)(?= [А-ЯЁ])")
_LADIES = {None: "а", "у": "е", "ом": "ой"}


def write_out(text: str, language: str) -> Iterator[tuple[Span, str]]:
    """What to write in the place of short forms of a text in `language`; a final stop stays behind them."""
    for pattern, written in _SHORT[language]:
        for match in pattern.finditer(text):
            stop = "." if match[0].endswith(".") and not text[match.end() :].strip() else ""
            yield Span(*match.span()), written + stop


def mend_address(source: str, text: str, language: str) -> list[tuple[Span, str]]:
    """Edits where a source speaks of women only (г-жа, Mrs) and its translation of a gentleman."""
    if language == "en" and _HER.search(source) and not _HIM.search(source):
        return [(Span(*match.span()), "Ms") for match in _MR.finditer(text)]
    if language == "ru" and _MRS.search(source) and not _MR_OR_SIR.search(source):
        return [(Span(*match.span()), _lady(match)) for match in _GENTLEMAN.finditer(text)]
    return []


def _lady(match: re.Match[str]) -> str:
    """«господину» as «госпоже», «г-н» as «г-жа»; the genitive and accusative, one form for men, are two for women."""
    ending = _LADIES[match["long"] or match["short"]]
    return match["first"] + ("-ж" if "-" in match[0] else "оспож") + ending
