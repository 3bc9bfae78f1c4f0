"""Inches and feet by their marks, which models take for quotation marks: `a 15.6" screen`, «экран 15,6"», `6'2"`.

In Russian they are told in words («15,6 дюйма», «6 футов 2 дюйма»); English has the marks as well.
"""

import re

from polyglot_news.document import Span
from polyglot_news.text.figures.measures import russian_form
from polyglot_news.text.protection import Item

_MARK = re.compile(r"(?<=\d)[\"”″]")
_QUOTE = re.compile(r"(?<!\d)[«»“”„\"]|»")
_OPENING = re.compile(r"[«“„]|(?<![^\s(\[«“„—–-])\"(?=\S)")
_SIZE = r"\d{1,3}(?:[.,]\d{1,2})?"
_LENGTH = re.compile(
    rf"(?<![\w.,:/°'’′$€£№#-])(?:(?P<feet>[3-8]) ?['’′] ?)?(?P<inches>{_SIZE})(?:[-–](?P<last>{_SIZE}))?[\"”″](?![\w\"”'’])"
)
_GOES_ON = re.compile(r"[ \u00a0-](?=\w)(?!said\b|says\b|сказал|заявил)")
_OF_SIZE = re.compile(
    r"\b(?:экран|диагонал|диспле|монитор|телевизор|ноутбук|планшет|диаметр|шир[ие]н|длин|высот|колес|дюйм|рост|труб"
    r"|screen|display|monitor|panel|TV|laptop|tablet|diameter|wide|width|long|length|tall|height|thick|deep|inch|wheel|rain|snow)",
    re.IGNORECASE,
)
_INCH = ("дюйм", "дюйма", "дюймов", "дюйма")
_FOOT = ("фут", "фута", "футов", "фута")
_MOST = 12  # inches of a foot


def find_inches(text: str, language: str) -> list[Item]:
    """The lengths of a text in `language` that end with the mark of inches, as the other language tells them, in order."""
    if not _MARK.search(text):
        return []
    found = [match for match in _LENGTH.finditer(text) if match["feet"] is None or float(_point(match["inches"])) < _MOST]
    if not found or not _may_be_inches(text):
        return []
    sizes = _OF_SIZE.search(text) is not None
    spelled = _in_russian if language == "en" else _in_english
    return [Item(Span(*match.span()), "sum", spelled(match)) for match in found if sizes or _is_length(match, text)]


def _may_be_inches(text: str) -> bool:
    """Whether no mark behind a figure is needed to close a quotation: half of the others open one."""
    return len(_QUOTE.findall(text)) == 2 * len(_OPENING.findall(text))


def _is_length(match: re.Match[str], text: str) -> bool:
    """Feet, a fraction or what goes on without a comma, where there is no talk of sizes: else it closes a longer quotation."""
    return bool(match["feet"] or re.search(r"[.,]", match["inches"]) or _GOES_ON.match(text, match.end()))


def _in_russian(match: re.Match[str]) -> str:
    ends = [number.replace(".", ",") for number in (match["inches"], match["last"]) if number]
    feet = f"{match['feet']} {russian_form(match['feet'], None, _FOOT)} " if match["feet"] else ""
    return f"{feet}{'–'.join(ends)} {russian_form(ends[-1], None, _INCH)}"


def _in_english(match: re.Match[str]) -> str:
    return re.sub(r"(?<=\d),(?=\d)", ".", match[0])


def _point(number: str) -> str:
    return number.replace(",", ".")
