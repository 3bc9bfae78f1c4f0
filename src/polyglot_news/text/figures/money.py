"""Sums in the currencies that models know, told whole in the other language.

¥5 trillion, £300k    ¥5 трлн, 300 тыс. фунтов        €1,2 млрд      €1.2 billion
Rs 500 crore          5 млрд рупий                    84,3 млн руб.  84.3 million rubles
CHF12.5m              CHF 12,5 млн

Carried from the first only where models garble them: what has an unusual sign or size, and sums of several currencies beside
one another. All are where figures got lost.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from polyglot_news.text.figures.measures import BLANK, FIGURE, IN_RUSSIAN, SIZES, as_sum, russian_form, spell_range
from polyglot_news.text.identifiers import EVERY_CODE
from polyglot_news.text.protection import Item

# The forms as in the table of measures, Russian first; what stands behind a figure in Russian and in English texts.
_WORDS = {
    "USD": ("доллар|доллара|долларов", "dollar|dollars", r"долл(?:\.|ар(?:[ау]|ов|ам)?)(?: США)?", r"(?:US )?dollars?"),
    "EUR": ("евро", "euro|euros", "евро", "euros?(?! cents?)"),
    "GBP": ("фунт|фунта|фунтов", "pound|pounds", r"фунт(?:[ау]|ов|ам)?(?: стерлингов)?", r"pounds?(?: sterling)?"),
    "RUB": ("рубль|рубля|рублей", "ruble|rubles", r"руб(?:\.|л(?:[ьяю]|ей|ям)\b)?", "ro?ubles?"),
    "JPY": ("иена|иены|иен", "yen", r"[ий]ен[аы]?", "yen"),
    "INR": ("рупия|рупии|рупий", "rupee|rupees", "", ""),
    "CHF": ("швейцарский франк|швейцарских франка|швейцарских франков|швейцарского франка", "", "", ""),
}
_SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "", "₹": "INR", "Rs": "INR", "SFr": "CHF", "₽": "RUB"}
_ODD_SIGNS = ("¥", "₹", "Rs", "SFr")
_COMMON = ("$", "US$", "€", "£")
_INDIAN = {"lakh": 10**5, "crore": 10**7}
_VALUES = {"trillion": 10**12, "billion": 10**9, "million": 10**6, "thousand": 10**3}
_BEHIND_CODES = [code for code, row in _WORDS.items() if row[2]]
_SIZES = {
    "ru": rf"(?:{SIZES['ru']})",
    "en": rf"(?:(?P<indian>lakh|crore)s?|(?P<k>[kK])|{SIZES['en']}|(?P<m>m))",
}
_SHORT_SIZES = "(?P<thousand>[kK])|(?P<million>mn?)|(?P<billion>bn)|(?P<trillion>tn)"
_RANGE = rf"(?P<figure>{FIGURE}(?:{BLANK}?[-–—]{BLANK}?{FIGURE})?)"
_BEFORE = {
    language: re.compile(
        rf"(?<![\w$€£.,])(?P<sign>(?:US)?\$|[€£¥₹₽]|Rs\.?|SFr\.?){BLANK}?{_RANGE}(?:{BLANK}?{size})?(?![\w%]|[.,]\d)"
    )
    for language, size in _SIZES.items()
}
_BEHIND = {
    language: re.compile(
        rf"(?<![\w$€£¥₹.,:/-]){_RANGE}(?:{BLANK}?{_SIZES[language]})?{BLANK}"
        rf"(?:{'|'.join(f'(?P<{code}>{row[column]})' for code, row in _WORDS.items() if row[column])})(?!\w)"
    )
    for language, column in (("ru", 2), ("en", 3))
}
_CODED = re.compile(rf"(?<![\w$€£.,])(?P<code>{EVERY_CODE}){BLANK}?{_RANGE}(?:{BLANK}?(?:{_SHORT_SIZES}))(?![\w%]|[.,]\d)")
_SIGN = re.compile(r"[$€£¥₹₽RS]")
_CODE = re.compile(r"[A-Z]{3}[ \u00a0]?\d")
_DASH = re.compile("[-–—]")
_MONEY = re.compile(r"[$€£¥₹₽]|\bRs|SFr|долл|евро|фунт|руб|[ий]ен|dollar|euro|pound|ruble|rouble|yen")


def find_money(text: str, language: str) -> list[Item]:
    """Every sum of a text in `language` in a currency that models know, as the other language tells it; in order."""
    coded = list(_coded(text, language))
    if not _MONEY.search(text):
        return coded
    found = [*coded, *(_signed(match, text, language) for match in _BEFORE[language].finditer(text))]
    found += [_worded(match, text, language) for match in _BEHIND[language].finditer(text)]
    return sorted(found, key=lambda item: item.span)


def find_odd_money(text: str, language: str) -> list[Item]:
    """Those sums that models garble: with an unusual sign or size, or with a code, or of several currencies with signs in one
    sentence.
    """
    signed = list(_BEFORE[language].finditer(text)) if _SIGN.search(text) else []
    sized = {match["sign"] for match in signed if _size(match) or _DASH.search(match["figure"])}
    coded = list(_coded(text, language))
    every = len(sized) + len(coded) > 1
    found = [_signed(match, text, language) for match in signed if every or _is_odd(match, language)]
    return sorted([*coded, *found], key=lambda item: item.span)


def _coded(text: str, language: str) -> Iterator[Item]:
    """Sums of an English text whose size is one letter or two behind a currency's code: of the letter models make metres."""
    for match in _CODED.finditer(text) if language == "en" and _CODE.search(text) else ():
        yield as_sum(match, text, (match["code"], spell_range(match, text, "ru"), IN_RUSSIAN[str(_size(match))]))


def _is_odd(match: re.Match[str], language: str) -> bool:
    return match["sign"].rstrip(".") in _ODD_SIGNS or (language == "en" and bool(match["k"] or match["indian"]))


def _size(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    letter = "thousand" if groups.get("k") else "million" if groups.get("m") else None
    return next((size for size in IN_RUSSIAN if groups[size]), letter)


def _signed(match: re.Match[str], text: str, language: str) -> Item:
    """«$5 млн» is $5 million, and back, in words where these need no other form behind a preposition."""
    sign, size = match["sign"].rstrip("."), _size(match)
    if language == "ru":
        return as_sum(match, text, (f"{sign}{spell_range(match, text, 'en')}", size))
    figure, size = _in_full(match) if match["indian"] else (spell_range(match, text, "ru"), size)
    code, sign = _SIGNS[sign], sign.removeprefix("US")
    if not code or (not size and "," not in figure and sign in _COMMON):
        return as_sum(match, text, (f"{sign}{figure}", IN_RUSSIAN[size] if size else None))
    return as_sum(match, text, _in_russian(figure, size, code))


def _worded(match: re.Match[str], text: str, language: str) -> Item:
    code, size = next(code for code in _BEHIND_CODES if match[code]), _size(match)
    if language == "en":
        return as_sum(match, text, _in_russian(spell_range(match, text, "ru"), size, code))
    figure = spell_range(match, text, "en")
    return as_sum(match, text, (figure, size, _WORDS[code][1].split("|")[0 if figure == "1" and not size else -1]))


def _in_russian(figure: str, size: str | None, code: str) -> tuple[str | None, ...]:
    return figure, IN_RUSSIAN[size] if size else None, russian_form(figure, size, _WORDS[code][0].split("|"))


def _in_full(match: re.Match[str]) -> tuple[str, str]:
    """500 crore is 5 milliards, 2 lakh are 200 thousands."""
    whole = Decimal(re.sub(r"[^\d.]", "", match["figure"])) * _INDIAN[match["indian"]]
    size, value = next(((size, value) for size, value in _VALUES.items() if whole >= value), ("thousand", 1000))
    return f"{(whole / value).normalize():f}".replace(".", ","), size
