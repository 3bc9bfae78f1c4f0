"""Rounded figures, ordinals, centuries and parts of years in forms that models misread, written out for them.

30-plus countries     more than 30 countries        30 с лишним стран    более 30 стран
Q3 2023, in H1 2024   the third quarter of 2023     by the mid-2000s     by the middle of the 2000s
                                                    ок. 225 млн          около 225 млн
"""

import re
from collections.abc import Iterator

from polyglot_news.document import Span
from polyglot_news.text.protection import Item

_ORDINALS = ("first", "second", "third", "fourth")
_YEAR = r"(?:19|20)\d\d"
_PLUS = re.compile(r"(?<![\w.,$€£-])(\d{1,3}(?:,\d{3})*)-plus(?= [a-z])(?! years?\b| hours?\b)")
_DECADE = re.compile(r"\b(?P<before>[Ii]n|[Bb]y|[Ff]rom|[Ss]ince|[Uu]ntil|to) (?:the )?mid-(?P<decade>(?:1[5-9]|20)\d0s)\b")
_TOLD = r"(?:profit|result|sales|revenue|earning|GDP|growth|report|net|loss|figure|forecast|deliver)"
_QUARTER = re.compile(
    rf"(?<![\w-])(?:the )?(?:Q(?P<quarter>[1-4])(?:(?: of|,)? (?P<year>{_YEAR})\b|(?= {_TOLD})|(?<=\b[IiOo][nf] Q\d)(?!\w))"
    rf"|H(?P<half>[12])(?: of)? (?P<of>{_YEAR})\b)"
)
_FIGURE = r"(?P<figure>\d{1,3}(?:[ \u00a0]\d{3})*(?:[ \u00a0](?:тыс\.|тысяч\w?|млн|млрд))?)"
_ODD = re.compile(rf"(?<![\w.,-]){_FIGURE}[ \u00a0]с[ \u00a0](?:лишним|небольшим)(?!\w)")

_ABOUT = re.compile(r"(?<!\w)[Оо]к\.(?= [$€£]?\d)")
_CENTURY = re.compile(r"(?<!\w)(?P<before>[Вв]о? )?(?P<which>[IVXХ]{1,5}(?:[-–][IVXХ]{1,5})?)[ \u00a0](?P<short>вв?\.)(?!\w)")
_ENDS = re.compile(r"[ )»\"]*\Z|\s+[А-ЯЁ«—–]")
_ORDINAL = {
    "ru": re.compile(
        r"(?<![\w.,-])(?P<figure>\d{1,4})-(?:(?P<many>[хе]|ые|ых)|(?:[ыо]?й|[ая]?я|[ую]?ю|[ео]?го|[ое]?му|[оы]?м|ое))(?!\w)"
    ),
    "en": re.compile(r"(?<![\w.,-])(?P<figure>\d{1,4})(?:(?P<many>s)|st|nd|rd|th)(?!\w)"),
}


def find_ordinals(text: str, language: str) -> list[Item]:
    """Ordinals and decades in figures, as the other language tells them: «895-ю» is 895th, 1990s «1990-х»; in order."""
    ordinals = _ORDINAL[language].finditer(text)
    return [Item(Span(*match.span()), "sum", _ordinal(match, language)) for match in ordinals if _is_ordinal(match)]


def _is_ordinal(match: re.Match[str]) -> bool:
    return not match["many"] or match["figure"].endswith("0")


def _ordinal(match: re.Match[str], language: str) -> str:
    figure = match["figure"]
    if language == "en":
        return f"{figure}-{'х' if match['many'] else 'й'}"
    if match["many"] and len(figure) in (2, 4):
        return f"{figure}s"
    return figure + ordinal_ending(int(figure))


def ordinal_ending(number: int) -> str:
    """What English writes behind a figure: 1st, 11th, 22nd."""
    return "th" if number % 100 // 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def write_out_counts(text: str, language: str) -> Iterator[tuple[Span, str]]:
    """What to write in the place of such forms of a text in `language`."""
    if language == "ru":
        found = _ODD.finditer(text) if "ишним" in text or "ебольшим" in text else ()
        yield from ((Span(*match.span()), f"более {match['figure']}") for match in found)
        yield from _centuries(text)
        yield from ((Span(*match.span()), match[0][0] + "коло") for match in (_ABOUT.finditer(text) if "к. " in text else ()))
        return
    for match in _PLUS.finditer(text) if "-plus" in text else ():
        yield Span(*match.span()), f"more than {match[1]}"
    for match in _DECADE.finditer(text) if "mid-" in text else ():
        yield Span(*match.span()), f"{match['before']} the middle of the {match['decade']}"
    for match in _QUARTER.finditer(text) if "Q" in text or "H" in text else ():
        yield Span(*match.span()), _part_of_year(match)


def _centuries(text: str) -> Iterator[tuple[Span, str]]:
    """«в XIX в.», of whose end a model makes another preposition; a stop that ends the sentence stays."""
    for match in _CENTURY.finditer(text) if "в." in text else ():
        forms = ("веке", "веках") if match["before"] else ("века", "веков")
        ends = _ENDS.match(text, match.end()) is not None
        yield Span(match.start("short"), match.end() - ends), forms[match["short"] != "в."]


def _part_of_year(match: re.Match[str]) -> str:
    year = match["year"] or match["of"]
    part = (
        f"{_ORDINALS[int(match['quarter']) - 1]} quarter" if match["quarter"] else f"{_ORDINALS[int(match['half']) - 1]} half"
    )
    return f"the {part} of {year}" if year else f"the {part}"
