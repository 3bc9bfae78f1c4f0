"""Short forms of days beside dates and hours, ranges of days and of months, which models misread.

Пт, 21.03: заседание     Friday, 21.03              за янв.–фев.     January–February
14 марта, пт             14 марта, Friday           в ср, 19 марта   в среду, 19 марта
пн.–пт. 9:00–18:00       Mon–Fri 9:00–18:00         Sat 9–6          сб 9–6
                                                    in May–July      в мае–июле
"""

import re
from collections.abc import Iterator

from polyglot_news.document import Span
from polyglot_news.text.labels import MONTHS
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
_SHORT_DAYS = dict(zip("пн вт ср чт пт сб вс".split(), "Mon Tue Wed Thu Fri Sat Sun".split(), strict=True))
_IN_RUSSIAN = {english: russian for russian, english in _SHORT_DAYS.items()}
_WEEKDAY = {
    "ru": f"(?:{_DAY})",
    "en": "(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)",
}
_HOURS = r"\.?:? \d\d?(?:[.:][0-5]\d)? ?(?:[ap]\.?m\.?)? ?[-–—] ?\d"
_OPEN = {  # days of opening hours: a range or a list, or one before hours
    language: re.compile(
        rf"(?<![\w-])(?P<days>{day}(?:\.? ?[-–—] ?{day}|(?:\.?, ?{day}){{1,5}}\b(?=\.?:? ?\d))|{day}(?={_HOURS})"
        rf"|(?<=[Cc]losed ){day}|{day}(?=\.? ?[-–—] ?(?:вых|closed)))(?![\w-])"
        r"(?:\.(?=[ ,:)]+[\d(a-zа-я]))?"
    )
    for language, day in _WEEKDAY.items()
}
_A_DAY = {language: re.compile(day) for language, day in _WEEKDAY.items()}
_DASH = re.compile(r"\.? ?[-–—] ?")
_ENGLISH_MONTHS = {english: russian.lower() for russian, english in MONTHS}
_MONTH_RANGE = re.compile(
    rf"\b(?P<in>[Ii]n )?(?P<from>{'|'.join(_ENGLISH_MONTHS)}) ?[-–—] ?(?P<to>{'|'.join(_ENGLISH_MONTHS)})\b"
    r"(?![ -]\d{1,2}\b)(?:,? (?P<year>(?:19|20)\d\d)\b(?!-))?"
)
_WANTS_GENITIVE = re.compile(r"\b(?:since|from|until|till|of|after|before|during) \Z", re.IGNORECASE)
_ANY_DASH = re.compile("[-–—]")
_ENDING = re.compile(r"(?:ь|й|)\Z")


def find_days(text: str, language: str) -> list[Item]:
    """The days of the week beside dates and hours, and ranges of days and of months, each as the other language tells it,
    in order.
    """
    hours = _OPEN[language].finditer(text) if _ANY_DASH.search(text) or "losed" in text else ()
    opened = [_opened(match, language) for match in hours]
    if language == "en":
        months = (_months(match, text) for match in (_MONTH_RANGE.finditer(text) if _ANY_DASH.search(text) else ()))
        return sorted([*opened, *months], key=lambda item: item.span)
    beside = _BESIDE_DATE.finditer(text) if _DIGIT.search(text) else ()
    named = ((Span(*match.span(str(match.lastgroup))), match[str(match.lastgroup)].lower()) for match in beside)
    taken = [item.span for item in opened]
    found = [Item(span, "label", _DAYS[day]) for span, day in named if day in _DAYS and not span.meets(taken)]
    return sorted([*opened, *found, *(_range(match) for match in _RANGE.finditer(text))], key=lambda item: item.span)


def _opened(match: re.Match[str], language: str) -> Item:
    """«пн.–пт.» and "Mon–Fri", without stops."""
    days = (lambda day: _SHORT_DAYS[day[0].lower()]) if language == "ru" else (lambda day: _IN_RUSSIAN[day[0][:3]])
    told = _A_DAY[language].sub(days, match["days"])
    return Item(Span(*match.span()), "label", _DASH.sub("–", told).replace(".", ""))


def _months(match: re.Match[str], text: str) -> Item:
    """ "May–September", in the case that its preposition wants."""
    first, last = (_ENGLISH_MONTHS[month] for month in (match["from"], match["to"]))
    if match["in"]:
        told = f"{match['in'].replace('I', 'В').replace('i', 'в')[0]} {_in_case(first, 'е')}–{_in_case(last, 'е')}"
    elif _WANTS_GENITIVE.search(text, max(match.start() - 10, 0), match.start()):
        told = f"{_in_case(first, 'я')}–{_in_case(last, 'я')}"
    else:
        told = f"{first}–{last}"
        told = told.capitalize() if not text[: match.start()].strip("\"'“‘(*") else told
    return Item(Span(*match.span()), "label", f"{told} {match['year']} года" if match["year"] else told)


def _in_case(month: str, ending: str) -> str:
    """«май» as «мае», «март» as «марта»."""
    hard = month.endswith("т")
    return _ENDING.sub("а" if hard and ending == "я" else ending, month, count=1)


def _range(match: re.Match[str]) -> Item:
    first, last = (_MONTHS[month[:3]] for month in (match["from"], match["to"]))
    return Item(Span(*match.span()), "label", f"{first}–{last}")


def write_out_days(text: str) -> Iterator[tuple[Span, str]]:
    """What to write in the place of a day of the week behind a preposition: «в ср, 19 марта» as «в среду, 19 марта»."""
    for match in _ON_DAY.finditer(text) if _DIGIT.search(text) else ():
        yield Span(*match.span("day")), _ON[match["day"].lower()]
