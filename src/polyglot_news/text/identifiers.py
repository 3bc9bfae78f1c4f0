"""Identifiers that look like figures and letters of a language, and are neither: coordinates, number plates, Zulu times,
the codes of currencies.

A model respells them ("51.5683, 34.6846" with commas, N as «Н») or drops a letter, and nobody can look up what is left.
"""

import re
from collections.abc import Iterator

from polyglot_news.document import Span

_SIDE = r"[NSEWСЮВЗ](?![^\W\d_])"
_MINUTES = r"['′’]\s?(?:\d{1,2}(?:[.,]\d+)?\s?(?:[\"″”]|''|’’)\s?)?"
_SECONDS = r"\d{1,3}\s?°\s?\d{1,2}['′’]\s?\d{1,2}(?:[.,]\d+)?\s?(?:[\"″”]|''|’’)"
_NO_CELSIUS = r"\s?°(?!\s?С(?![,;]?\s{0,2}\d{1,3}\s?°))"  # -18 °С, with the letter of the north
_POINT = rf"\d{{1,3}}(?:[.,]\d{{2,}}\s?°|\s?°\s?\d{{1,2}}(?:[.,]\d+)?{_MINUTES}|{_NO_CELSIUS})\s?{_SIDE}"
_PLATE_LETTERS = "АВЕКМНОРСТУХABEKMHOPCTYX"  # GOST R 50577: those that both alphabets have
CODES = (  # ISO 4217; those that models know as words are none of them, nor is TRY, which is a word
    "AED|AMD|AUD|AZN|BGN|BRL|BYN|CAD|CHF|CNH|CNY|CZK|DKK|EGP|GEL|HKD|HUF|IDR|ILS|INR|IQD|IRR|JPY|KGS|KRW|KZT|MDL|MNT|MXN|MYR"
    "|NOK|NZD|PHP|PKR|PLN|QAR|RON|RSD|SAR|SEK|SGD|THB|TJS|TMT|TWD|UAH|UZS|VND|ZAR"
)
EVERY_CODE = f"{CODES}|USD|EUR|GBP|RU[BR]|TRY"
_SECTION = r"\d+[a-z]?(?:\.\d+[a-z]?(?:-\d+)?)?(?:\(\w{1,4}\))*(?!\w)"
_RULES = (
    rf"(?<![\w.,]){_POINT}(?:[,;]?\s{{0,2}}{_POINT})?",  # ISO 6709, annex D
    rf"(?<![\w.,])[NSEWСЮВЗ]?\s?{_SECONDS}(?:[,;]?\s{{1,2}}[NSEWСЮВЗ]?\s?{_SECONDS})?",
    r"(?<![\w.,])[-−+]?\d{1,3}\.\d{4,}°?,\s?[-−+]?\d{1,3}\.\d{4,}°?(?![\w.]|,\d)",
    r"(?<![\w:])\d{2}:?\d{2}Z(?!\w)",  # ISO 8601
    rf"(?<![\w/])(?:{CODES})(?=[ \u00a0]\d)",
    r"№ ?(?=[\w/-]*\d)\w+(?:[-/]\w+)+|№ ?\d+[а-яa-z]{2,4}(?!\w)",  # of a case, an order
    r"(?<![\w-])\d{1,2}(?:[-:]\d{2})?[-:](?:cr|cv|mc|mj|bk)-\d{3,6}(?:-[A-Z]{2,4})*(?![\w-])",  # of a docket
    rf"(?<![\w.])\d{{1,2}} (?:U\.S\.C|C\.F\.R)\. ?§{{1,2}} ?{_SECTION}(?:, {_SECTION})*",  # of a code
    r"(?<=\()[NSEWCM]\.D\.(?: ?[A-Z][a-z]{1,4}\.|(?:[A-Z]\.){1,2})",  # a district's court
    r"(?<=\()(?:\d{1,2}(?:st|nd|rd|th)|[DF]\.C\.|Fed\.) Cir\.",
    r"(?<!\w)\+\d{1,3}[ \u00a0-]?\(?\d{3}\)?[ \u00a0-][\dXxХх*-]*[XxХх*][\dXxХх*-]*(?!\w)",  # a phone, masked
    r"(?<![\w./@-])(?!(?:no|nr|art|pp?|fig|vol|ch|sec|st|v|ver)\.)[a-z]{2,12}\.\d{1,4}(?![\w.])",  # a name of a messenger
    rf"(?<!\w)[{_PLATE_LETTERS}] ?\d{{3}} ?[{_PLATE_LETTERS}]{{2}}(?: ?\d{{2,3}}(?!\d))?(?!\w)",
)
_PATTERN = re.compile("|".join(_RULES))
_ROMANISED = dict(
    zip("АБДЗИКЛМПТУФХЯ", "A B D Z I K L M P T U F Kh Ya".split(), strict=True)
)  # those that Latin has once: В may be B or V, С a C or S
_DESIGNATION = re.compile(rf"(?<![\w-])(?P<letters>Х|[{''.join(_ROMANISED)}]{{2,3}})-(?P<figure>\d{{1,4}})(?![\d.,:]*\d)")
_IN_LATIN = re.compile(r"(?<![\w-])(?P<letters>[A-Z][A-Za-z]{0,4})-(?P<figure>\d{1,4})(?![\d.,:]*\d)")
_NEAR = 2  # letters
# One of these is in each of them.
_TELLING = re.compile(
    rf"\d\s?°|\.\d{{4}}|\d\dZ|[{_PLATE_LETTERS}] ?\d{{3}}|[A-Z]{{3}}[ \u00a0]\d|№|\+\d|[a-z]\.\d"
    r"|-(?:c[rv]|m[cj]|bk)-|\([NSEWCM]\.D\.|Cir\.|\. ?§"
)


def find_identifiers(text: str) -> Iterator[Span]:
    """Coordinates, Zulu times, Russian number plates, codes before a sum, cases, courts, masked phones, names as `hw.77`."""
    if _TELLING.search(text):
        yield from (Span(*match.span()) for match in _PATTERN.finditer(text))


def mend_designations(source: str, text: str) -> Iterator[tuple[Span, str]]:
    """Edits of an English answer in which letters of АК-74, Х-101 or БМП-3 went wrong: what has the same figure and nearly the
    same letters, spelled as they are romanised. What has other letters (ТЭЦ-5 as CHPP-5) may be a translation, and stays.
    """
    ours = [(match["letters"], match["figure"]) for match in _DESIGNATION.finditer(source)] if "-" in source else []
    theirs = list(_IN_LATIN.finditer(text)) if ours else []
    written = {match[0].lower() for match in theirs}
    for letters, figure in ours:
        told = "".join(_ROMANISED[letter] for letter in letters)
        if f"{told}-{figure}".lower() in written:
            continue
        for match in theirs:
            near = len(letters) == 1 or set(told.lower()) & set(match["letters"].lower())
            if match["figure"] == figure and near and abs(len(match["letters"]) - len(told)) < _NEAR:
                yield Span(*match.span("letters")), told
