"""Times of day and dates of English texts, as Russian tells them: `5:20 p.m.` is `17:20`, `On Mar 3` is «3 марта».

`Aug. '19` is «август 2019 года», in the case that stands behind its preposition.

Models like to drop the "p.m.", and then the time is twelve hours wrong; of months they make names or verbs («в Маре», «Марш»).
So both are carried across, spelled anew: a day with its month in the genitive fits behind any preposition.
"""

import re

from polyglot_news.document import Span
from polyglot_news.text.figures.short_forms import find_short_forms
from polyglot_news.text.protection import Item

_DIGIT = re.compile(r"\d")
_TIME = re.compile(
    r"(?<![\w:.,$€£-])(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))?[ \u00a0\u202f]?([ap])(?:\.[ \u00a0]?m\.?|m\b\.?)(?!\w)", re.IGNORECASE
)
_MONTHS = dict(
    zip(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
        strict=True,
    )
)
_DAYS = {
    "mon": ("понедельник", "в понедельник"), "tue": ("вторник", "во вторник"), "wed": ("среда", "в среду"),
    "thu": ("четверг", "в четверг"), "fri": ("пятница", "в пятницу"), "sat": ("суббота", "в субботу"),
    "sun": ("воскресенье", "в воскресенье"),
}  # fmt: skip
_MONTH = (
    r"(?:(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
    r"|(?:January|February|March|April|June|July|August|September|October|November|December)\b"
    r"|(?:(?<=[Oo]n )|(?<=[Bb]y )|(?<=from )|(?<=to )|(?<=until )|(?<=since )|(?<=of )|(?<=\d ))May\b)"  # "May 5 people come?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_DAYS_OF = rf"{_DAY}(?:[–-]{_DAY})?"
_DATE = re.compile(
    r"\b(?P<on>[Oo]n[ ])?(?:(?P<weekday>Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?,?[ ])?"
    rf"(?:(?P<month>{_MONTH})[ ](?P<day>{_DAYS_OF})(?:(?:st|nd|rd|th)\b)?|(?P<day_first>{_DAYS_OF})[ ](?P<month_last>{_MONTH}))"
    r"(?:,?[ ](?P<year>(?:1[89]|20)\d\d))?(?![\w%]|[.:–-]\d)"
)

_MONTH_OF_YEAR = re.compile(
    r"\b(?P<in>[Ii]n[ ])?(?P<month>(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?|May"
    r"|(?:January|February|March|April|June|July|August|September|October|November|December)\b)[ ]?['’‘](?P<year>\d\d)(?!\w)"
)
_WANTS_GENITIVE = re.compile(r"\b(?:since|from|until|till|to|of|after|before) \Z", re.IGNORECASE)
_NOMINATIVE = re.compile(r"мая\Z|[ая]\Z")
_LATEST = 40  # '41 is 1941


def find_times(text: str) -> list[Item]:
    """The times, the days of a month and the short forms of an English text, each with its Russian spelling, in order.

    A stop that ends the text is none of the abbreviation's alone, and stays.
    """
    if not _DIGIT.search(text):
        return []
    times = [_time(match, text) for match in _TIME.finditer(text)]
    taken = [item.span for item in times]
    dates = (_date(match, text) for match in _DATE.finditer(text))
    years = (_month_of_year(match, text) for match in _MONTH_OF_YEAR.finditer(text))
    others = [item for item in (*dates, *years, *find_short_forms(text)) if not item.span.meets(taken)]
    return sorted((*times, *others), key=lambda item: item.span)


def _date(match: re.Match[str], text: str) -> Item:
    day, month = match["day"] or match["day_first"], match["month"] or match["month_last"]
    told = f"{_without_zero(day)} {_MONTHS[month[:3].lower()]}" + (f" {match['year']} года" if match["year"] else "")
    if weekday := match["weekday"]:
        told = f"{_DAYS[weekday[:3].lower()][match['on'] is not None]}, {told}"
    begins = not text[: match.start()].strip("\"'“‘(")
    return Item(_span(match, text), "time", told[0].upper() + told[1:] if begins else told)


def _month_of_year(match: re.Match[str], text: str) -> Item:
    """`Aug. '19`: no day, but a year."""
    year = f"{'20' if int(match['year']) <= _LATEST else '19'}{match['year']} года"
    month = _MONTHS[match["month"][:3].lower()]
    if match["in"]:
        told = f"в {month[:-1]}е {year}"
    elif _WANTS_GENITIVE.search(text, max(match.start() - 10, 0), match.start()):
        told = f"{month} {year}"
    else:
        told = f"{_NOMINATIVE.sub(_named, month)} {year}"
    begins = not text[: match.start()].strip("\"'“‘(")
    return Item(Span(*match.span()), "time", told[0].upper() + told[1:] if begins else told)


def _named(ending: re.Match[str]) -> str:
    return {"я": "ь", "а": "", "мая": "май"}[ending[0]]


def _time(match: re.Match[str], text: str) -> Item:
    hour = int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0)
    return Item(_span(match, text), "time", f"{hour}:{match[2] or '00'}")


def _without_zero(days: str) -> str:
    """`03` as `3`, `3-05` as `3–5`."""
    return "–".join(str(int(day)) for day in re.split("[–-]", days))


def _span(match: re.Match[str], text: str) -> Span:
    """Where it stands, without a stop that ends the text."""
    ends = text[match.end() - 1] == "." and not text[match.end() :].strip(" \u00a0\"'”’»)")
    return Span(match.start(), match.end() - ends)
