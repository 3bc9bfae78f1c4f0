"""Short forms that models misread, written out for them, and places in capitals; and forms of address, whose sex they mistake.

What is written out is asked of the model in the place of what the source has, so that offsets hold.
"""

import re
from collections.abc import Iterator

from polyglot_news.document import Span
from polyglot_news.text.citations import write_out_citations
from polyglot_news.text.figures.counts import write_out_counts
from polyglot_news.text.figures.days import write_out_days
from polyglot_news.text.figures.measures import russian_form
from polyglot_news.text.identifiers import EVERY_CODE

_AMOUNT = r"[ \u00a0](?:(?<=\d.)|(?<=\d[ \u00a0](?:млн|тыс).)|(?<=(?:млн|тыс)\..)|(?<=(?:млрд|трлн).))"
_BEHIND_FIGURE: tuple[tuple[str, str], ...] = (
    (r"коп\.?", "копеек"),
    (r"п\. ?п\.", "процентных пункта"),
    (r"т\.(?=[ \u00a0]?(?:руб|р\.|долл))", "тысяч"),
    (r"т(?!\.[ \u00a0]?(?:[а-я]{1,2}\.|руб|долл))(?:\.(?![ \u00a0][а-я]{1,3}\.))?(?![/\w])", "тонн"),
    (r"сек\.?", "секунд"),
    (r"мин\.?", "минут"),
    (r"ч\.?(?=[ \u00a0]\d{1,2}[ \u00a0]мин)", "часов"),
    (r"ц(?!/)\.?", "центнеров"),
    (r"га\.?(?!/)", "гектаров"),
    (r"барр?\.?(?!/)", "баррелей"),
    (r"чел(?!\.?[/-])\.?", "человек"),
    (r"экз(?!\.?[/-])\.?", "экземпляров"),
    (r"шт(?!\.?[/-])\.?", "штук"),
    (r"ед\.(?![/-]| ?[а-я]{1,4}\.)", "единиц"),
    (r"кв\.?[ \u00a0]?м\.?", "квадратных метров"),
    (r"кв\.?[ \u00a0]?км\.?", "квадратных километров"),
    (r"куб\.?[ \u00a0]?м\.?", "кубических метров"),
    (r"руб\.(?=[ \u00a0]\()", "рублей"),
    *(
        (rf"{month[:3]}{more}\.?(?=\s)(?!\s(?:\d[\d ]*\s)?(?:раз|руб))", month)
        for month, more in (
            ("января", ""), ("февраля", "р?"), ("марта", ""), ("апреля", ""), ("июня", ""), ("июля", ""), ("августа", ""),
            ("сентября", "т?"), ("октября", ""), ("ноября", "б?"), ("декабря", ""),
        )
    ),
)  # fmt: skip
_COUNTED = (
    "views|people|likes|followers|subscribers|comments|shares|dollars|users|downloads|votes|tonnes|tons|barrels|euros|pounds"
    "|ro?ubles|residents|visitors|viewers|reposts|copies|cars|vehicles|workers|employees|jobs|refugees|troops|soldiers|readers"
    "|customers|passengers|hectares|acres|homes|members|children"
)
_SINGULAR = {"тонн": "тонну", "секунд": "секунду", "минут": "минуту", "гектаров": "гектар", "баррелей": "баррель"}
_ONE = re.compile(r"(?<![\d.,])1\Z")
_DIGIT = re.compile(r"\d")
_DOLLARS_OF = {
    "A": "Australian", "AU": "Australian", "C": "Canadian", "CA": "Canadian", "HK": "Hong Kong", "NT": "Taiwan",
    "NZ": "New Zealand", "S": "Singapore",
}  # fmt: skip
_DOLLARS = re.compile(
    rf"(?<![\w$])(?P<of>{'|'.join(_DOLLARS_OF)})\$ ?(?P<sum>\d+(?:[.,]\d+)*(?: ?(?:thousand|million|billion|mn?|bn|k|K|M)\b)?)"
)
_OF_CODE = re.compile(rf"\b(?:{EVERY_CODE}) ?\d+(?:[.,]\d+)*(?P<short> ?(?:mn?|bn|tn|k))\b")
_SHORT_SIZE = re.compile(r"(?<=\d) ?(mn?|bn|k|K|M)\Z")
_SIZES = {"m": "million", "mn": "million", "bn": "billion", "tn": "trillion", "k": "thousand"}
_IN_ENGLISH: tuple[tuple[str, str], ...] = (
    (rf"(?<=\d)K(?= (?:{_COUNTED})\b)|(?<=\d\.\d)K\b", " thousand"),
    (r"(?<=\d)tn\b", " trillion"),
    (rf"(?<=\d)M(?= (?:{_COUNTED})\b)", " million"),
    (r"\bbn(?= (?:ro?ubles|dollars|euros|pounds|yuan)\b)", "billion"),
    (r"\bmn?(?= (?:ro?ubles|dollars|euros|pounds|yuan)\b)", "million"),
)
_WRITTEN = {"ru": _BEHIND_FIGURE, "en": _IN_ENGLISH}
_ANY = {language: "|".join(f"(?P<r{n}>{short})" for n, (short, _) in enumerate(pairs)) for language, pairs in _WRITTEN.items()}
_SHORT = {"ru": re.compile(rf"{_AMOUNT}(?:{_ANY['ru']})(?!\w)"), "en": re.compile(_ANY["en"])}
_HOUR = r"(?:[01]?\d|2[0-3])"
_NO_HOUR = (  # behind it
    r"(?!\d|[.,:]\d|[ \u00a0]?(?:[%‰°$€£₽]|раз|руб|долл|евро|тыс|млн|млрд|трлн|проц|[кцс]?м\b|[кмц]?[гт]\b|тонн|балл|очк|сек"
    r"|градус|метр|километр|литр|пункт|п\.|юан|гр?н|юр|кВт|га\b|л\b|с\b))"
)
_POINT_IN_FIGURE = re.compile(r"\.(?<=\d\.)[0-5]\d")
_HOUR_WITH_POINT = re.compile(
    rf"(?:\b[Вв]о? {_HOUR}(?P<at>\.)[0-5]\d"
    rf"|\b(?:[Сс]|[Дд]о|[Кк]|[Пп]о|[Нн]а|[Оо]коло|[Пп]осле|[Оо]т) {_HOUR}(?P<from>\.)(?:00|15|30|45)"
    rf"|(?<![\d.,:]){_HOUR}(?P<first>\.)(?:00|30)(?=\s?[-–—]\s?{_HOUR}\.(?:00|30)(?![\d.,]))"
    r"|(?<![\d.,:№v])(?:0\d|1\d|2[0-3])(?P<full>\.)00"
    rf"|(?<=\d[.:][03]0[-–—]){_HOUR}(?P<last>\.)(?:00|30))" + _NO_HOUR
)
_A_MONTH = re.compile(r"(?:(?<=[\w.₽$€]/)|(?<=[\w.₽$€] в ))мес(?:\.(?! ?[А-ЯЁ]|\Z))?(?!\w)")
_HOUSE = re.compile(r"(?:(?<=, )|(?<=\d )(?=корп))(?P<short>д|кв|корп|стр)\.(?= ?\d)")
_ARTILLERY = re.compile(r"(?<![\w-])(?P<first>а|\AА)рт(?P<ending>[аыеу]|ой)(?![\w-])")
_OF_ARTILLERY = {"а": "я", "ы": "и", "е": "и", "у": "ю", "ой": "ей"}
_HOUSES = {"д": "дом", "кв": "квартира", "корп": "корпус", "стр": "строение"}
_HOURS_AND_MINUTES = re.compile(r"\b(?P<hours>\d{1,2}) ?hr?s? (?P<minutes>[0-5]?\d) ?m(?:ins?)?\b")
_QUARTER = re.compile(
    r"(?<!\w)(?:(?P<preposition>[А-Яа-яё]{1,3}) )?(?:I|II|III|IV|[1-4](?:-?(?:й|м|го|му))?) (?P<short>кв\.)"
    r"(?= (?:19|20)\d\d)"
)
_BORN = re.compile(r"(?<=\d{4})\.?[ \u00a0]?г\. ?р(?P<stop>\.|(?!\w))")
_YEAR_OF_DATE = re.compile(r"(?<=\d\d\.\d{4})[ \u00a0]?г\.(?= [а-яё(]|[,;)])")
_TERM = re.compile(r"(?<![\w.,:])(?P<years>\d{1,2})[ \u00a0](?P<short>г\.?)(?= (?:и )?(?:\d{1,2}|\w+) мес)")
_PHONE = re.compile(r"(?<!\w)(?P<by>по )?(?P<short>[Тт]ел\.)(?=:? ?(?:\+?[\d(]|для |[:;,]))")
_SETTLEMENT = re.compile(r"(?<!\w)(?:(?P<preposition>[А-Яа-яё]{1,5}) )?(?<!\d[ \u00a0])(?P<short>(?:пос|г)\.)(?= [А-ЯЁ])")
_SETTLEMENTS = {"пос.": ("посёлок", "посёлк"), "г.": ("город", "город")}
_ENDINGS = {
    preposition: ending
    for ending, prepositions in {
        "е": "в во на о об при",
        "а": "из от до у с со около близ возле для",
        "у": "к ко по",
        "ом": "под над перед за",
    }.items()
    for preposition in prepositions.split()
}
_DATELINE = re.compile(r"\W{0,2}(?P<place>[А-ЯЁ]{3,}(?:[- ][А-ЯЁ]{2,}){0,2})[,.] \d{1,2} [а-яё]{3,8}\b")
_HER = re.compile(r"\b(?:г-ж[аеиуо]|госпож[аеиуо])", re.IGNORECASE)
_HIM = re.compile(r"\b(?:г-н|господин)", re.IGNORECASE)
_MR = re.compile(r"\bMr(?=\.? [A-Z])")
_MRS = re.compile(r"\b(?:Mrs|Ms|Miss)\b")
_MR_OR_SIR = re.compile(r"\b(?:Mr|Sir|Lord)\b")
_GENTLEMAN = re.compile(r"\b(?P<first>[Гг])(?:осподин(?P<long>у|ом)?|-н(?P<short>у|ом)?)(?= [А-ЯЁ])")
_LADIES = {None: "а", "у": "е", "ом": "ой"}


def write_out(text: str, language: str) -> Iterator[tuple[Span, str]]:
    """What to write in the place of short forms of a text in `language`, in order; a final stop stays behind them."""
    if language == "ru":
        yield from _place_of_dateline(text)
    found = [*_short_forms(text, language), *(_places_and_times(text) if language == "ru" else _sums(text))]
    found += write_out_counts(text, language)
    yield from sorted(found, key=lambda edit: edit[0])


def _places_and_times(text: str) -> Iterator[tuple[Span, str]]:
    yield from _hours(text)
    yield from _settlements(text)
    yield from write_out_days(text)
    yield from write_out_citations(text)
    yield from _years(text)
    for match in _PHONE.finditer(text) if "ел." in text else ():
        yield Span(*match.span("short")), f"{match['short'][0]}елефон{'у' if match['by'] else ''}"
    for match in _ARTILLERY.finditer(text) if "рт" in text else ():
        yield Span(*match.span()), f"{match['first']}ртиллери{_OF_ARTILLERY[match['ending']]}"
    for match in _A_MONTH.finditer(text) if "мес" in text else ():
        yield Span(*match.span()), "месяц"
    for match in _HOUSE.finditer(text):
        yield Span(*match.span()), _HOUSES[match["short"]]
    for match in _QUARTER.finditer(text) if "кв." in text else ():
        preposition = (match["preposition"] or "").lower()
        yield Span(*match.span("short")), "квартал" + ("" if preposition in ("за", "на") else _ENDINGS.get(preposition, ""))


def _years(text: str) -> Iterator[tuple[Span, str]]:
    """«1991 г.р.» as «1991 года рождения», «8 г. 3 мес.» as «8 лет 3 мес.», a date without its г.: a model makes a gentleman
    of it.
    """
    for match in _BORN.finditer(text) if "г." in text else ():
        yield Span(*match.span()), " года рождения" + ("" if text[match.end() :].strip() else match["stop"])
    for match in _YEAR_OF_DATE.finditer(text) if "г." in text else ():
        yield Span(*match.span()), ""
    for match in _TERM.finditer(text) if "мес" in text else ():
        yield Span(*match.span("short")), russian_form(match["years"], None, ("год", "года", "лет"))


def _sums(text: str) -> Iterator[tuple[Span, str]]:
    """`A$3 million` as `3 million Australian dollars`: of the sign alone a model makes one of another country.

    `CHF 3m` as `CHF 3 million`: of the letter it makes metres.
    """
    for match in _DOLLARS.finditer(text) if "$" in text else ():
        figure = _SHORT_SIZE.sub(lambda size: f" {_SIZES[size[1].lower()]}", match["sum"].strip())
        yield Span(*match.span()), f"{figure} {_DOLLARS_OF[match['of']]} dollars"
    for match in _HOURS_AND_MINUTES.finditer(text):
        yield Span(*match.span()), f"{match['hours']} hours {match['minutes']} minutes"
    for match in _OF_CODE.finditer(text):
        yield Span(*match.span("short")), f" {_SIZES[match['short'].strip()]}"


def _hours(text: str) -> Iterator[tuple[Span, str]]:
    """«в 11.00» as 11:00: of 11.00 a model makes 11.0. A share, a price or a rate («до 10.50 руб.») is no time."""
    for match in _HOUR_WITH_POINT.finditer(text) if _POINT_IN_FIGURE.search(text) else ():
        yield Span(*match.span(str(match.lastgroup))), ":"


def _settlements(text: str) -> Iterator[tuple[Span, str]]:
    """«в пос. Ленинский» as «в посёлке Ленинский», «из г. Орла» as «из города Орла»: of г. a model makes a gentleman."""
    for match in _SETTLEMENT.finditer(text) if "пос." in text or "г." in text else ():
        (nominative, stem), ending = _SETTLEMENTS[match["short"]], _ENDINGS.get((match["preposition"] or "").lower())
        yield Span(*match.span("short")), stem + ending if ending else nominative


def _short_forms(text: str, language: str) -> Iterator[tuple[Span, str]]:
    for match in _SHORT[language].finditer(text) if language == "en" or _DIGIT.search(text) else ():
        written = _WRITTEN[language][int(str(match.lastgroup)[1:])][1]
        stop = "." if match[0].endswith(".") and not text[match.end() :].strip() else ""
        one = _ONE.search(text, max(match.start() - 3, 0), match.start()) if written in _SINGULAR else None
        yield Span(*match.span(str(match.lastgroup))), (_SINGULAR[written] if one else written) + stop


def _place_of_dateline(text: str) -> Iterator[tuple[Span, str]]:
    """The place that a report begins with, in small letters: «САНКТ-ПЕТЕРБУРГ, 3 марта» as «Санкт-Петербург»."""
    if found := _DATELINE.match(text):
        parts = re.split(r"([- ])", found["place"])
        small = (part.lower() if part in ("НА", "ДЕ", "ЛА") else part.capitalize() for part in parts)
        yield Span(*found.span("place")), "".join(small)


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
