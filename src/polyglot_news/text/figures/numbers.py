"""Numbers in Russian and English spelling: found, compared, spelled for the other language.

Two texts agree about their numbers (`numbers_agree`) where what is left over on either side can be explained:

1. figures are read as values: `1 234,5` = `1,234.5`, `219 тыс.` = `219,000`; dates, times and scores fall into their parts, so
   that 24.02.2022 = 24/2/2022 and 2:1 = 2-1;
2. what one side has too much may be words on the other: numerals ("десяти" = 10, "sixth" = 6-й), months ("февраля" = 02), Roman
   numerals ("XIII" = 13), a clock of twelve hours (22:00 = 10 p.m.), a magnitude told once (от 5 до 10 тысяч), decades
   (80-е = 1980s).
"""

import functools
import re
from collections import Counter
from collections.abc import Iterator

from polyglot_news.document import Span
from polyglot_news.text.identifiers import EVERY_CODE

_BLANK = r"[ \u00a0\u202f\u2009]"
GROUPS = rf"\d{{1,3}}(?:{_BLANK}\d{{3}}(?!\d))+(?:,\d+)?"
"""Thousands parted by blanks."""
NUMBER = re.compile(
    rf"(?:(?<![^\W\d_])|(?<=\b(?:{EVERY_CODE})))(?:{GROUPS}|\d+(?:[.,:]\d+)*)|\d+(?<!(?<![^\W\d_])[мm][23])(?<!(?<![^\W\d_])[кkсcмm][мm][23])"
)
"""Digits with what may stand between them: 1,234.5  1 234,5  08:15  24.02.2022; 2024-2025 is two numbers, so is "2024 150".
That of km2 or m3 is none."""

_ENGLISH_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z")
_ENGLISH_DECIMAL = re.compile(r"\d{1,3}(?:,\d{3})+\.\d{3}")
_RUSSIAN_GROUPS = re.compile(rf"\d{{1,3}}(?:{_BLANK}\d{{3}})+(?:,\d+)?\Z")
_GROUPED_TWICE = re.compile(r"\d{1,3}(?:(?:,\d{3})+(?:[.,]\d+)?|(?:\.\d{3})+(?:,\d+)?)\Z")
_TWO_COMMAS = re.compile(r"(?P<groups>\d{1,3}(?:,\d{3})+),(?!\d{3}\Z)(?P<rest>\d+)\Z")  # 15,240,50: half re-spelled
_DECIMAL_COMMA = re.compile(r"0,\d+\Z|\d+,(?!\d{3}\Z)\d+\Z")
_DECIMAL_POINT = re.compile(r"\d+\.\d+\Z")
_OF_DECIMAL = re.compile(
    rf"(?:{_BLANK}?[-–—]{_BLANK}?\d+(?:\.\d+)?(?![\d.,:]))?{_BLANK}?"  # 5.9–6.3 million
    rf"(?:[%‰°±]|(?:{EVERY_CODE}"
    r"|m|k|K|bn|mn|tn|per cent|percent|percentage|thousand|million|billion|trillion|points?|times|degrees"
    r"|dollars|euros|pounds|ro?ubles|yuan|tonnes|tons|barrels|litres|liters|gallons|acres|hectares|hours|years|minutes|seconds"
    r"|(?:square |cubic |kilo|centi|milli)?met(?:er|re)s|miles|feet|inches|kg|km|mm|cm|mph|(?:kilo)?grams"
    r"|kilowatts|megawatts|[kMG]W|[kKMGT]i?B|[kMGT]?Hz|[kMG]bps|dB|mAh|lbs?|oz"
    r"|(?:to|per|against) (?:the |a )?(?:US )?(?:dollar|euro|pound|yuan|barrel))\b)"
)
_MONEY_BEFORE = re.compile(rf"(?:[$€£¥₽₹₺₪₩±]\s?|\b(?:{EVERY_CODE}){_BLANK}?)\Z")
_THREE_BEHIND = re.compile(r"\d{1,3},\d{3}\Z")
_OF_FRACTION = re.compile(
    rf"{_BLANK}?(?:[%‰€$£₽]|(?:тыс|млн|млрд|трлн|долл|руб|кг|км|м|т|л)\b"
    r"|(?!\w+[ая]ми\b|лета\b)[а-яё]{2,}(?:[аяыи]|[ое]го)\b)"
)
_SPACES = re.compile(_BLANK)
_MAGNITUDES = (
    (1000, r"тыс\w*|thousands?|k\b|(?<=\d)к\b"),
    (10**5, r"lakhs?\b|лакх\w*"),
    (10**7, r"crores?\b|крор\w*"),
    (10**6, r"млн\b|миллион\w*|millions?|mln\b|mn\b"),
    (10**9, r"млрд\b|миллиард\w*|billions?|bln\b|bn\b"),
    (10**12, r"трлн\b|триллион\w*|trillions?|trn\b|tn\b"),
)
MAGNITUDES = "|".join(pattern for _, pattern in _MAGNITUDES)
_MAGNITUDE = re.compile("|".join(f"(?P<m{value}>{pattern})" for value, pattern in _MAGNITUDES), re.IGNORECASE)
_BEFORE_MAGNITUDE = re.compile(rf"(?:-\w{{1,3}})?(?:{_BLANK}|-)?(?=\w)")
_PARTED_TWICE = re.compile(r"(?<!\d)\d+(?:[.,]\d+){2,}")
_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:\d\d)?\d\d\Z")
_SHORT_YEAR = re.compile(r"(?<!\w)['’‘](\d\d)(?!\w)")
_RANGE = re.compile(rf"{_BLANK}?[-–—]{_BLANK}?\Z")
_MAYBE_MILLION = re.compile(r"\d[ -]?[mM](?!\w)")
_CURRENCY_MILLION = re.compile(r"[mM](?!\w)")
_AFTERNOON = re.compile(r"(?<![^\W\d_])p\.?\s?m\b|\bвечера\b|\bдня\b", re.IGNORECASE)
_MORNING = re.compile(r"(?<![^\W\d_])a\.?\s?m\b|\bночи\b", re.IGNORECASE)
_TWO_PARTS = re.compile(r"(\d{1,2})\.(\d{1,2})\Z")
_ROMAN = re.compile(r"\b[IVXLCХ]+\b")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "Х": 10, "L": 50, "C": 100}
_WORD = re.compile(r"[^\W\d_]+")
# What a number word begins with; the longest that fits counts. A word that only looks like one ("семья") does no harm: it
# explains a figure that is missing beside it, no more.
_NUMERALS: dict[str, int] = {
    beginning: value
    for value, beginnings in {
        1: "один одн перв one once first single",
        2: "два две двое дву двух вдвое дважды втор оба обе обо пар two twice second both pair couple double half полов",
        3: "три трё тре трое троих трет трижды three third triple thrice",
        4: "четыр четвер четвёр четверт fourth four quarter quadr",
        5: "пят five fift",
        6: "шест six",
        7: "семь семи семе седьм seven",
        8: "восем восьм eight",
        9: "девят nine nint",
        10: "десят decade ten",
        11: "одиннадцат eleven",
        12: "двенадцат дюжин twel dozen",
        13: "тринадцат thirteen",
        14: "четырнадцат fourteen",
        15: "пятнадцат fifteen",
        16: "шестнадцат sixteen",
        17: "семнадцат seventeen",
        18: "восемнадцат eighteen",
        19: "девятнадцат nineteen",
        20: "двадцат twent",
        30: "тридцат thirt",
        40: "сорок fort",
        50: "пятьдесят пятидесят fifty fifties fiftieth",
        60: "шестьдесят шестидесят sixty sixties sixtieth",
        70: "семьдесят семидесят seventy seventies",
        80: "восемьдесят восьмидесят eighty eighties",
        90: "девяност ninety nineties",
        100: "сто ста сотн столет hundred century centur",
        200: "двест двухсот",
        300: "трист трехсот трёхсот",
        400: "четырест четырехсот четырёхсот",
        500: "пятьсот пятисот",
        600: "шестьсот шестисот",
        700: "семьсот семисот",
        800: "восемьсот восьмисот",
        900: "девятьсот девятисот",
        1000: "тысяч тыс thousand",
        10**6: "миллион млн million",
        10**9: "миллиард млрд billion",
    }.items()
    for beginning in beginnings.split()
}
_LONGEST_NUMERAL = max(map(len, _NUMERALS))
_MONTHS: dict[str, int] = {
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "май": 5, "мая": 5, "мае": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10,
    "ноя": 11, "дек": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip

_DATED_MONTH = re.compile(
    r"(?<!\d)\d{1,2}(?:-?(?:го|е|st|nd|rd|th))?\s(?:of\s)?"
    r"(январ[яь]|феврал[яь]|марта|апрел[яь]|мая|июн[яь]|июл[яь]|августа|сентябр[яь]|октябр[яь]|ноябр[яь]|декабр[яь]"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
    r"|\b(January|February|March|April|May|June|July|August|September|October|November|December)\s\d{1,2}(?!\d)"
)


def find_numbers(text: str) -> list[Span]:
    """Every number in figures, in order."""
    return [span for span, _ in _read(text)]


def read_numbers(text: str) -> list[tuple[Span, tuple[str, ...]]]:
    """Every number in figures with its value, or the values of its parts; in order."""
    return list(_read(text))


def count_numbers(text: str) -> Counter[str]:
    """How often each value stands in `text` in figures, whatever its separators."""
    return Counter(value for _, values in _read(text) for value in values)


def numbers_agree(source: str, target: str) -> bool:
    """Whether two texts tell the same numbers, one of them perhaps in words."""
    ours, theirs = count_numbers(source), count_numbers(target)
    missing, added = ours - theirs, theirs - ours
    if _PARTED_TWICE.search(target) and _parted_twice(target) - _parted_twice(source):
        return False
    if not missing and not added:
        return True
    if any(torn(value).search(target) for value in missing if "." in value):
        return False
    return _explained(missing, added, source, target) or _explained(_in_two(missing), _in_two(added), source, target)


def _parted_twice(text: str) -> set[str]:
    """The numbers of a text with two separators or more that are neither thousands nor a date: 2.2.5, made of 2–2,5."""
    found = (match for match in NUMBER.finditer(text) if _PARTED_TWICE.fullmatch(match[0]))
    return {
        match[0].replace(",", ".")
        for match in found
        if not _GROUPED_TWICE.match(match[0]) and (text[match.end() : match.end() + 1] == "%" or not _DATE.match(match[0]))
    }


@functools.lru_cache(maxsize=1024)
def torn(value: str) -> re.Pattern[str]:
    """What finds a decimal that a model made two numbers of: 5,25 as "5 25"."""
    whole, _, rest = value.partition(".")
    return re.compile(rf"(?<![\d.,]){whole}{_BLANK}{rest}(?![\d]|[.,]\d)")


def months_agree(source: str, target: str) -> bool:
    """Whether each month that has its day in figures beside it in `source` («1 апреля», "April 1") is told in `target`, by its
    name or in figures.
    """
    wanted = {_MONTHS[(match[1] or match[2])[:3].lower()] for match in _DATED_MONTH.finditer(source)}
    if not wanted:
        return True
    told = {_MONTHS[word[:3]] for word in _WORD.findall(target.lower()) if word[:3] in _MONTHS}
    return wanted <= told | {int(value) for value in count_numbers(target) if value.isdigit() and len(value) < 3}


def lost_numbers(source: str, target: str) -> Counter[str]:
    """The values that stand in `source` in figures and that `target` tells neither in figures nor in words."""
    ours, theirs = count_numbers(source), count_numbers(target)
    missing, added, told = ours - theirs, theirs - ours, told_in_words(target)
    left = [_left_over(missing, added, source, target)[0], _left_over(_in_two(missing), _in_two(added), source, target)[0]]
    lost = [Counter({value: times for value, times in some.items() if value not in told}) for some in left]
    return min(lost, key=Counter.total)


def spell_number(number: str, language: str) -> str:
    """A number with the separators that readers of `language` expect; one that could be read in two ways stays as it is.

    Groups of thousands are re-spelled in both directions, a decimal comma becomes a point in English, unless three figures
    follow it: `12,250` in a Russian text may be meant the English way (`spell_number_in` looks at what is behind it). A point
    between figures stays: it may be a version, a date or a time. The result is as long as the number.
    """
    if match := _TWO_COMMAS.match(number):
        number = f"{match['groups']}.{match['rest']}"
    if language == "ru" and _ENGLISH_GROUPS.match(number):
        return number.replace(",", "\u00a0").replace(".", ",")
    if language == "en" and _RUSSIAN_GROUPS.match(number):
        return _SPACES.sub(",", number.replace(",", "."))
    if language == "en" and _DECIMAL_COMMA.match(number):
        return number.replace(",", ".")
    return number


def spell_number_in(text: str, span: Span, language: str) -> str:
    """The number at `span` of a text as `spell_number` does; what is behind it tells a decimal comma before three figures.

    A point is a decimal one in money and before a share, a magnitude or a unit ("$6.12", "7.5m", "11.5%", "3.5 hours"). A
    fraction takes the genitive singular («3,125 доллара»), a share or a magnitude («1,250 млн»); thousands that somebody parted
    the English way take the genitive plural («2,000 человек»).
    """
    number = span.of(text)
    if language == "ru" and _DECIMAL_POINT.match(number):
        decimal = _OF_DECIMAL.match(text, span.stop) or _MONEY_BEFORE.search(text, max(span.start - 4, 0), span.start)
        return number.replace(".", ",") if decimal else number
    if language == "en" and _THREE_BEHIND.match(number) and _OF_FRACTION.match(text, span.stop):
        return number.replace(",", ".")
    return spell_number(number, language)


@functools.lru_cache(maxsize=512)
def _read(text: str) -> tuple[tuple[Span, tuple[str, ...]], ...]:
    """Each number with its value, or the values of its parts; several steps of the road ask about one text."""
    found = list(NUMBER.finditer(text))
    values = [_parts(match[0]) for match in found]
    for n in range(len(found) - 1, -1, -1):
        if times := _magnitude_after(text, found[n]):
            values[n] = [_multiplied(value, times) for value in values[n]]
            if n and _RANGE.match(text[found[n - 1].end() : found[n].start()]) and not _magnitude_after(text, found[n - 1]):
                values[n - 1] = [_multiplied(value, times) for value in values[n - 1]]
    return tuple((Span(*match.span()), tuple(some)) for match, some in zip(found, values, strict=True))


def _parts(number: str) -> list[str]:
    """The value of one number: a decimal, or what stands between the stops of a date, a time, a score or a list."""
    joined = _SPACES.sub("", number)
    if re.fullmatch(r"(?!0[.,])\d{1,3}(?:[.,]\d{3})+", joined) and not _ENGLISH_DECIMAL.fullmatch(joined):
        return [_plain(re.sub(r"\D", "", joined))]
    if match := re.fullmatch(r"(\d+|\d{1,3}(?:,\d{3})+)[.,](\d+)", joined):
        return [_plain(f"{re.sub(',', '', match[1])}.{match[2]}")]
    parts = re.split(r"\D", joined)
    return [_plain(part) for n, part in enumerate(parts) if not (n and part == "00" and ":" in joined)]


def _plain(value: str) -> str:
    """Without zeros that say nothing: 08 is 8, 17.00 is 17."""
    whole, _, rest = value.partition(".")
    return (whole.lstrip("0") or "0") + (f".{rest}" if rest.strip("0") else "")


def _multiplied(value: str, times: int) -> str:
    whole, _, rest = value.partition(".")
    zeros = len(str(times)) - 1
    return _plain(f"{whole}{rest[:zeros].ljust(zeros, '0')}.{rest[zeros:]}")


def _magnitude_after(text: str, number: re.Match[str]) -> int:
    """What the word behind a number multiplies it by; 0 for none."""
    gap = _BEFORE_MAGNITUDE.match(text, number.end())
    if gap is None:
        return 0
    if gap.end() == number.end() and _CURRENCY_MILLION.match(text, number.end()):
        return 10**6 if text[: number.start()].endswith(("$", "€", "£")) else 0
    match = _MAGNITUDE.match(text, gap.end())
    return int(str(match.lastgroup)[1:]) if match else 0


def _explained(missing: Counter[str], added: Counter[str], source: str, target: str) -> bool:
    missing, added = _left_over(missing, added, source, target)
    return set(missing) <= told_in_words(target) and set(added) <= told_in_words(source)


def _left_over(missing: Counter[str], added: Counter[str], source: str, target: str) -> tuple[Counter[str], Counter[str]]:
    """What other figures do not explain."""
    missing, added = missing - added, added - missing
    for explain in (_by_clock, _by_magnitude, _by_decade, _by_short_year):
        missing, added = explain(missing, added, source, target)
    return missing, added


def _magnitudes(text: str) -> set[int]:
    return {int(str(match.lastgroup)[1:]) for match in _MAGNITUDE.finditer(text)}


def _glued_millions(text: str) -> set[int]:
    """3.2m may be millions, if the other side says so."""
    return {10**6} if _MAYBE_MILLION.search(text) else set()


def _in_two(values: Counter[str]) -> Counter[str]:
    """`19.30` may be a time, `24.02` a day: their parts."""
    parts: Counter[str] = Counter()
    for value, times in values.items():
        match = _TWO_PARTS.match(value)
        for part in match.groups() if match else (value,):
            parts[_plain(part)] += times
    return parts


def _by_clock(missing: Counter[str], added: Counter[str], source: str, target: str) -> tuple[Counter[str], Counter[str]]:
    """22 and 10 p.m., 0 and 12 a.m."""
    pairs = [(str(hour + 12), str(hour), _AFTERNOON) for hour in range(1, 12)] + [("0", "12", _MORNING), ("24", "12", _MORNING)]
    for long, short, marker in pairs:
        if missing[long] and added[short] and marker.search(target):
            missing, added = missing - Counter([long]), added - Counter([short])
        if added[long] and missing[short] and marker.search(source):
            missing, added = missing - Counter([short]), added - Counter([long])
    return missing, added


def _by_magnitude(missing: Counter[str], added: Counter[str], source: str, target: str) -> tuple[Counter[str], Counter[str]]:
    """`от 5 до 10 тысяч` and `5,000 to 10,000`: the word is told once and meant twice, beside the small figure."""
    for times in _magnitudes(source) | _glued_millions(source):
        for value in list(missing):
            if added[_multiplied(value, times)]:
                missing, added = missing - Counter([value]), added - Counter([_multiplied(value, times)])
    for times in _magnitudes(target) | _glued_millions(target):
        for value in list(added):
            if missing[_multiplied(value, times)]:
                missing, added = missing - Counter([_multiplied(value, times)]), added - Counter([value])
    return missing, added


def _by_decade(missing: Counter[str], added: Counter[str], source: str, target: str) -> tuple[Counter[str], Counter[str]]:
    """`80-е` and `1980s`."""
    for decade in range(20, 100, 10):
        short, long = str(decade), f"19{decade}"
        if (missing[short] and added[long]) or (missing[long] and added[short]):
            missing, added = (side - Counter([short, long]) for side in (missing, added))
    return missing, added


def _by_short_year(missing: Counter[str], added: Counter[str], source: str, target: str) -> tuple[Counter[str], Counter[str]]:
    """`Aug. '19` and «август 2019 года»."""
    for short in {*_SHORT_YEAR.findall(source), *_SHORT_YEAR.findall(target)}:
        for long in (f"19{short}", f"20{short}"):
            if (missing[_plain(short)] and added[long]) or (missing[long] and added[_plain(short)]):
                missing, added = (side - Counter([_plain(short), long]) for side in (missing, added))
    return missing, added


def told_in_words(text: str) -> set[str]:
    """Every value that some words of `text` could stand for: "three" alone and in "three hundred", "twenty" and "five"."""
    told, sofar = {_roman(numeral) for numeral in _ROMAN.findall(text) if numeral != "I"}, 0
    for value in number_words(text):
        if sofar > value > 0:
            sofar += value
        elif sofar and value >= 100:
            sofar *= value
        else:
            sofar = value
        told |= {value, sofar, 1900 + value if value in range(20, 100, 10) else value}
    fraction = "1.5" if re.search(r"\bполтор", text) else "0.5" if re.search(r"\bhalf|\bпол", text) else "0"
    fractions = {_multiplied(fraction, times) for times in (1, *_magnitudes(text))} - {"0"}
    zero = {"0"} if re.search(r"\b(?:ноль|нол[яюе]|нул|zero|nil\b)", text, re.IGNORECASE) else set()
    return (set(map(str, told)) - {"0"}) | fractions | zero


def number_words(text: str) -> Iterator[int]:
    """Values of number words and months, in order; 0 for a word between them."""
    for match in _WORD.finditer(text.lower()):
        word = match[0]
        found = next((word[:n] for n in range(min(len(word), _LONGEST_NUMERAL), 0, -1) if _is_numeral(word[:n], word)), "")
        yield _NUMERALS.get(found, 0)
        if word[:3] in _MONTHS:
            yield _MONTHS[word[:3]]


def _is_numeral(beginning: str, word: str) -> bool:
    return beginning in _NUMERALS and (len(beginning) > 2 or beginning == word)


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[char] for char in numeral]
    return sum(-value if value < max(values[n:]) else value for n, value in enumerate(values))
