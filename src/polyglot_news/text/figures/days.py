"""Short forms of days beside dates and of ranges of months, which models misread.

Пт, 21.03: заседание     Friday, 21.03              за янв.–фев.     January–February
14 марта, пт             14 марта, Friday           в ср, 19 марта   в среду, 19 марта
"""

import re
from collections.abc import Iterator

from polyglot_news.document import Span
from polyglot_news.text.protection import Item

_DAYS = {
    "пн": "Monday", "вт": "Tuesday", "ср": "Wednesday", "чт": "Thursday", "пт": "Friday", "сб": "Saturday", "вс": "Sunday",
    "понедельник": "Monday", "вторник": "Tuesday", "среда": "Wednesday", "четверг": "Thursday", "пятница": "Friday",
    "суббота": "Saturday", "воскресенье": "Sunday",
}  # fmt: skip
_ON = {
    "пн": "понедельник", "вт": "вторник", "ср": "среду", "чт": "четверг", "пт": "пятницу", "сб": "субботу",
    "вс": "воскресенье",
}  # fmt: skip
_MONTHS = {
    "янв": "January", "фев": "February", "мар": "March", "апр": "April", "май": "May", "мае": "May", "июн": "June",
    "июл": "July", "авг": "August", "сен": "September", "окт": "October", "ноя": "November", "дек": "December",
}  # fmt: skip
_MONTH = r"янв|февр?|мар|апр|ма[йе]|июн|июл|авг|сент?|окт|нояб?|дек"
_DAY = r"[Пп]н|[Вв]т|[Сс]р|[Чч]т|[Пп]т|[Сс]б|[Вв]с"  # ВС are armed forces
_DATE = (
    r"\d{1,2}(?:\.(?:0[1-9]|1[0-2])(?:\.(?:20)?\d\d)?(?![\w.,]*\d)"
    r"|[ \u00a0](?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-яё]*)"
)
_BEFORE = rf"(?=,?[ \u00a0]\(?{_DATE})"
_BESIDE_DATE = re.compile(
    rf"(?<![\w.,/-])(?:(?<!\b[Вв][ \u00a0])(?<!\b[Вв]о[ \u00a0])(?P<before>{_DAY}){_BEFORE}"
    rf"|{_DATE}(?:,? |,? ?\()(?P<after>{_DAY})(?![\w./-]*\w))"
    rf"|\A(?P<first>[А-Я][а-я]{{4,10}})(?=, {_DATE}[:.,]?(?:\s|\Z))"
)
_ON_DAY = re.compile(rf"(?<!\w)[Вв]о?[ \u00a0](?P<day>{_DAY}){_BEFORE}")
_RANGE = re.compile(
    rf"(?<![\w-])(?<!\d[ \u00a0])(?P<from>{_MONTH})(?:\. ?[-–—] ?|[-–—])(?P<to>{_MONTH})(?![\w-])(?:\.(?!\s*\Z))?"
)
_DIGIT = re.compile(r"\d")


def find_days(text: str, language: str) -> list[Item]:
    """The days of the week beside the dates of a Russian text and its ranges of months in short, each as English tells it,
    in order.
    """
    if language != "ru":
        return []
    beside = _BESIDE_DATE.finditer(text) if _DIGIT.search(text) else ()
    named = ((Span(*match.span(str(match.lastgroup))), match[str(match.lastgroup)].lower()) for match in beside)
    found = [Item(span, "label", _DAYS[day]) for span, day in named if day in _DAYS]
    return sorted([*found, *(_range(match) for match in _RANGE.finditer(text))], key=lambda item: item.span)


def _range(match: re.Match[str]) -> Item:
    first, last = (_MONTHS[month[:3]] for month in (match["from"], match["to"]))
    return Item(Span(*match.span()), "label", f"{first}–{last}")


def write_out_days(text: str) -> Iterator[tuple[Span, str]]:
    """What to write in the place of a day of the week behind a preposition: «в ср, 19 марта» as «в среду, 19 марта»."""
    for match in _ON_DAY.finditer(text) if _DIGIT.search(text) else ():
        yield Span(*match.span("day")), _ON[match["day"].lower()]
