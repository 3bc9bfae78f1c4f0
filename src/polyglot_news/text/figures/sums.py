"""What models do to figures and what belongs to them, put right: a sign that got lost, a currency told twice or before its
number, a blank before "%" in English, Moscow time, thousands in Cyrillic beside others in Latin letters or without their
groups, "No" before a number in Russian, the size of a range, degrees, letters that stand for roubles or a size, squares.

€4,4 млрд долларов            €4,4 млрд
( фунтов 3,9 млрд)            (3,9 млрд фунтов)
... at £1 -> ... в размере 1  ... в размере £1
(-2,3 %) -> (2.3 %)           (-2.3%)
15:00 мск -> 15:00msk         15:00 MSK
41 050 р. -> 41,050 r.        41,050 rubles
24.1bn -> 24,1бн              24,1 млрд
mc² -> mc2                    mc²
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from polyglot_news.document import Span
from polyglot_news.text.figures.currencies import currency_before, currency_behind, is_listed
from polyglot_news.text.figures.faults import MIXED_RANGE
from polyglot_news.text.figures.measures import IN_RUSSIAN
from polyglot_news.text.figures.numbers import MAGNITUDES, NUMBER, count_numbers, find_numbers, read_numbers
from polyglot_news.text.figures.signs import lost_signs
from polyglot_news.text.identifiers import mend_designations

_SIGN = re.compile(r"[$€£]\s?\Z")
_WORD = r"(?:долларов|доллара|доллар|евро|фунтов|фунта|рублей|рубля|рубль)(?: стерлингов| США)?\b"
_SUM = rf"(?:{NUMBER.pattern})(?:[ \u00a0](?:{MAGNITUDES})\.?)?"
_TOLD_TWICE = re.compile(rf"(?<=[$€£]){_SUM}(?P<again> {_WORD})")
_PERCENT = re.compile(r"(?<=\d)[ \u00a0\u202f](?=%)")
_MOSCOW = re.compile(r"\b(\d{1,2}:\d\d)[ \u00a0]?(?i:мск)\b")
_TIME = re.compile(
    r"\b(?P<time>\d{1,2}:\d\d)(?![:\d])(?!,? ?(?:[ap]\.?m\b|\(?Moscow|in Moscow))"
    r"(?: ?(?:\((?:MSK|Msk|msk)\)|(?:MSK|MS|MCK|MSC|MKS|MOSK|msk|ms|mck|msc|mks|Msk|Ms)\b))?"
)
_THOUSANDS = re.compile(r"\dK\b")
_CYRILLIC_THOUSANDS = re.compile(r"(?<=\d)К\b")
_CYRILLIC_UNIT = re.compile(r"(?<=°)С(?!\w)|(?<=\d km)/(?:c|ч)(?!\w)|(?<=\dkm)/(?:c|ч)(?!\w)")
_KOPECKS = ((re.compile(r"(?<=uble|bles)\.(?= \d{1,2} [ck]ope)"), ""), (re.compile(r"\bcope(?:c?k)(?=s?\b)"), "kopeck"))
_OF_ROUBLES = re.compile(r"(?:\d|тыс\.|млн|млрд|т\.)[ \u00a0]?р\.")
_LATIN_ROUBLES = re.compile(
    r"(?P<sum>(?:\d|\d (?:thousand|million|billion)))(?P<letter> ?r)(?P<stop>\.?)(?:(?P<kopecks> \d\d) k\.?)?(?!\w)"
)
_SHORT_SIZE = re.compile(r"\d ?(?:[bmt]n|m)\b", re.IGNORECASE)
_CYRILLIC_SIZE = re.compile(
    r"(?<=\d)(?P<letters>[ \u00a0]?(?:(?P<billion>[Ббb][нn])|(?P<trillion>[Ттt][нn])"
    r"|(?P<million>[Ммm][нn]|м(?= (?:руб|долл|евро|фунт|юан|иен)))))(?!\w)\.?"
)
_POWERED = re.compile(r"(?<![\w])(?P<base>\w{1,4})(?P<power>[²³])(?!\w)")
_LATIN_UNITS = {"С": "C", "c": "/h", "ч": "/h"}
_NUMERO = re.compile(r"\bNo\b\.?(?= ?\d)")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_BACKWARDS = re.compile(rf"(?<=\() ?(?P<word>{_WORD}) (?P<sum>{_SUM})(?: {_WORD})?(?=[),;])")


def mend_sums(source: str, text: str, language: str) -> list[tuple[Span, str]]:
    """Edits of an answer, in order and disjoint."""
    edits = [*lost_signs(source, text), *_mixed_ranges(source, text), *_lost_currencies(source, text)]
    if language == "en":
        edits += [(Span(*match.span()), "") for match in _PERCENT.finditer(text)]
        edits += [*_moscow_time(source, text), *mend_designations(source, text), *_roubles(source, text)]
        edits += [(Span(*match.span()), written) for found, written in _KOPECKS for match in found.finditer(text)]
        edits += [(Span(*match.span()), _LATIN_UNITS[match[0][-1]]) for match in _CYRILLIC_UNIT.finditer(text)]
    if language == "ru":
        edits += [*_latin_thousands(source, text), *_regrouped(source, text), *_sizes(source, text)]
        if _NUMERO.search(source):
            edits += [(Span(*match.span()), "№") for match in _NUMERO.finditer(text)]
        edits += [(Span(*match.span("again")), "") for match in _TOLD_TWICE.finditer(text)]
        edits += [(Span(*match.span()), f"{match['sum'].rstrip('.')} {match['word']}") for match in _BACKWARDS.finditer(text)]
    edits += _powers(source, text) if "²" in source or "³" in source else ()
    return _disjoint(sorted(edits, key=lambda edit: edit[0]))


def _roubles(source: str, text: str) -> Iterator[tuple[Span, str]]:
    """«41 050 р.», of whose letter a model makes a Latin one; a stop that ends the sentence stays."""
    for match in _LATIN_ROUBLES.finditer(text) if _OF_ROUBLES.search(source) else ():
        ends = match["stop"] and not text[match.end() :].strip(" \"»”')") and not match["kopecks"]
        kopecks = f"{match['kopecks']} kopecks" if match["kopecks"] else ""
        yield Span(match.start("letter"), match.end()), f" rubles{kopecks}{'.' if ends else ''}"


def _sizes(source: str, text: str) -> Iterator[tuple[Span, str]]:
    """«24,1бн» of "24.1bn", «770 м рублей» of "770m roubles"."""
    for match in _CYRILLIC_SIZE.finditer(text) if _SHORT_SIZE.search(source) else ():
        size = next(size for size in ("billion", "million", "trillion") if match[size])
        yield Span(*match.span("letters")), f" {IN_RUSSIAN[size]}"


def _powers(source: str, text: str) -> Iterator[tuple[Span, str]]:
    """«mc²», whose square a model reads as a figure."""
    for match in _POWERED.finditer(source):
        plain = match["base"] + {"²": "2", "³": "3"}[match["power"]]
        for found in re.finditer(rf"(?<!\w){re.escape(plain)}(?!\w)", text) if plain not in source else ():
            yield Span(found.end() - 1, found.end()), match["power"]


def _lost_currencies(source: str, text: str) -> Iterator[tuple[Span, str]]:
    """A currency sign is put back before a number that stands in source and answer once, where it has no currency there."""
    ours = _numbers(source)
    often = Counter(values for _, values in ours)
    signs = dict[tuple[str, ...], str]()
    for span, values in ours:
        if often[values] == 1 and (sign := _SIGN.search(source, max(span.start - 2, 0), span.start)):
            signs[values] = sign[0].strip()
    theirs = _numbers(text) if signs else []
    told = Counter(values for _, values in theirs)
    for n, (span, values) in enumerate(theirs):
        others = [after for after, _ in theirs[n + 1 : n + 2] if is_listed(text, span, after)]  # 5–10 тыс. фунтов
        behind = any(currency_behind(text, number) for number in (span, *others))
        if values in signs and told[values] == 1 and not behind and not currency_before(text, span):
            yield Span(span.start, span.start), f"{' ' if text[span.start - 1 : span.start].isalpha() else ''}{signs[values]}"


def _mixed_ranges(source: str, text: str) -> Iterator[tuple[Span, str]]:
    """«18 500–19 тыс.» of "18,500–19,000": its last figure in full."""
    told = count_numbers(source)
    for match in MIXED_RANGE.finditer(text):
        if match["figure"].isdigit() and told[f"{match['figure']}000"] and not MIXED_RANGE.search(source):
            blank = "," if "," in match[0].partition(match["last"])[0] else "\u00a0"
            yield Span(*match.span("last")), f"{match['figure']}{blank}000"


def _regrouped(source: str, text: str) -> Iterator[tuple[Span, str]]:
    """«2500» of "2,500", beside «3 412» that the source's separators made: thousands parted by blanks like all the others."""
    grouped = {span.of(source).replace(",", "") for span in find_numbers(source) if _GROUPED.fullmatch(span.of(source))}
    bare = {span.of(source) for span in find_numbers(source)}
    for span in find_numbers(text) if grouped else ():
        if (number := span.of(text)) in grouped and number not in bare:
            yield span, f"{int(number):,}".replace(",", "\u00a0")


def _moscow_time(source: str, text: str) -> Iterator[tuple[Span, str]]:
    """One spelling of «15:00 мск», whatever the model made of the letters."""
    told = {match[1].lstrip("0") for match in _MOSCOW.finditer(source)} if "мск" in source.lower() else ()
    for match in _TIME.finditer(text) if told else ():
        if match["time"].lstrip("0") in told:
            yield Span(match.end("time"), match.end()), " MSK"


def _latin_thousands(source: str, text: str) -> Iterator[tuple[Span, str]]:
    """«48,7К» of "48.7K": its letter as the source has it, like those of figures that are carried across."""
    if _THOUSANDS.search(source):
        yield from ((Span(*match.span()), "K") for match in _CYRILLIC_THOUSANDS.finditer(text))


def _numbers(text: str) -> list[tuple[Span, tuple[str, ...]]]:
    """Numbers and their values, but those of markers."""
    return [(span, values) for span, values in read_numbers(text) if text[max(span.start - 2, 0) : span.start] != "<x"]


def _disjoint(edits: Sequence[tuple[Span, str]]) -> list[tuple[Span, str]]:
    kept: list[tuple[Span, str]] = []
    for span, written in edits:
        if not kept or span.start >= kept[-1][0].stop:
            kept.append((span, written))
    return kept
