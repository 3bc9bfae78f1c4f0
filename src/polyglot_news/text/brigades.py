"""Units of armies by number and abbreviation, in English: a model makes a month or a metal of them.

47-я омбр                     47th Separate Mechanized Brigade
2-го отб 123-й мсд            2nd Separate Tank Battalion 123rd Motor Rifle Division
"""

import re
from collections.abc import Iterator

from polyglot_news.document import Span
from polyglot_news.text.figures.counts import ordinal_ending
from polyglot_news.text.protection import Item

_ARMS = {
    "м": "Mechanized", "мех": "Mechanized", "т": "Tank", "мс": "Motor Rifle", "мп": "Motorized Infantry", "вд": "Airborne",
    "дш": "Air Assault", "ш": "Assault", "гш": "Mountain Assault", "гп": "Mountain Infantry", "аэм": "Airmobile",
    "а": "Artillery", "арт": "Artillery", "реа": "Rocket Artillery", "зр": "Anti-Aircraft Missile", "ег": "Jaeger",
    "р": "Reconnaissance", "п": "Infantry", "пех": "Infantry", "пд": "Parachute", "": "",
}  # fmt: skip
_SIZES = {"бр": "Brigade", "п": "Regiment", "б": "Battalion", "д": "Division"}
_BEHIND = {"мп": "Marine", "спн": "Special Purpose", "тро": "Territorial Defense", "бпс": "Unmanned Systems", "": ""}
_ABBREVIATION = re.compile(
    rf"(?P<separate>о?)(?P<arm>{'|'.join(sorted(_ARMS, key=len, reverse=True))})(?P<size>бр|[пбд])[ -]?"
    rf"(?P<behind>{'|'.join(filter(None, _BEHIND))}|)",
    re.IGNORECASE,
)
_SHORTEST = 3  # «10 тб» are terabytes
_CLEAR = frozenset("мсд мсп мсб вдд дшд дшп дшб ошп ошб зрп отб пдп".split())  # of three letters, nothing else
_OTHERS = frozenset("пдд мбр отд опд орд".split())  # rules of the road, missiles, departments
_UNIT = re.compile(
    r"(?<![\w.,№-])(?P<number>\d{1,3})(?P<ordinal>-?(?:я|ая|й|ой|ю|ую|го|му|м))?[ \u00a0](?P<guards>гв\.? ?)?"
    r"(?P<unit>[а-яА-Я]{2,6}(?:[бБ][рР])?(?:[ -]?(?:тро|спн|бпс))?)(?![\w-]|\.[ \u00a0]?[\w,])",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"\d(?:-?[а-я]{1,2})?[ \u00a0](?:гв\.? ?)?[а-я]*(?:бр|[пбд](?!\w)|[пбд][ -]?(?:тро|спн|бпс))", re.IGNORECASE
)


def find_units(text: str) -> Iterator[Item]:
    """Each with its English name, in order."""
    for match in _UNIT.finditer(text) if _TELLING.search(text) else ():
        if told := _tell(match["unit"], is_ordinal=bool(match["ordinal"])):
            number, guards = int(match["number"]), "Guards " if match["guards"] else ""
            yield Item(Span(*match.span()), "name", f"{number}{ordinal_ending(number)} {guards}{told}")


def is_unit(word: str) -> bool:
    """Whether a word abbreviates a kind of troops, and is no name: «ОВДБр», «ТрО»."""
    return word.lower() in _BEHIND or _tell(word, is_ordinal=True) is not None


def _tell(unit: str, *, is_ordinal: bool) -> str | None:
    """The English of an abbreviation; a short one may be something else where no ordinal stands before it."""
    found = _ABBREVIATION.fullmatch(unit := unit.lower())
    if found is None or unit in _OTHERS or len(unit) < _SHORTEST:
        return None
    if len(unit) == _SHORTEST and not is_ordinal and unit not in _CLEAR:
        return None
    words = ("Separate" if found["separate"] else "", _BEHIND[found["behind"]], _ARMS[found["arm"]], _SIZES[found["size"]])
    return " ".join(filter(None, words))
