"""What is known of names beforehand: established forms, given names, Russian surnames.

- the tables beside this module (`established_*.tsv`, `given_names.tsv`, `surnames.tsv`): how newsrooms write what plain
  romanisation gets wrong;
- CLDR (by `babel`): states, territories and the cities of time zones;
- the dictionaries of the package `natasha`: 7,600 given names and 182,000 surnames, in small letters.

All are read at their first use.
"""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from polyglot_news.document import NameKind
from polyglot_news.names.tagger import data_file
from polyglot_news.names.term import fold

_ESTABLISHED = ("established_persons.tsv", "established_places.tsv", "established_organisations.tsv")
_ODD = re.compile(r"[(,&]|о-в|—")  # longer or shorter than anybody writes it
_BYNAME = re.compile(r"\Aпапа |\b(?:[ivx]+|велик(?:ий|ая)|первый|вторая|грозный|густав)\Z")  # of monarchs and popes: no surname
_REMARK = re.compile("#.*")
_NO_CITIES = ("Туле",)  # CLDR's cities that are meant less often than another name: «в Туле» is of Тула
_NO_NAMES = ("001", "EU", "EZ", "QO", "UN", "ZZ", "XA", "XB")  # CLDR's regions that no article means by their CLDR name


@dataclass(frozen=True, slots=True)
class Known:
    """An established pair."""

    ru: str
    en: str
    kind: NameKind
    source: str
    """Where it stands: `established_places.tsv`, `CLDR`."""


@dataclass(frozen=True, slots=True)
class GivenName:
    """A first name."""

    ru: str
    en: str
    gender: str
    """`m` or `f`."""


def plain_latin(text: str) -> str:
    """A Latin spelling without diacritics."""
    if text.isascii():
        return text
    from unidecode import unidecode

    return str(unidecode(text))


def latin_key(text: str) -> str:
    """Latin spellings that are one: without case and diacritics."""
    return plain_latin(text).casefold()


def key(text: str) -> str:
    """Russian spellings that are one: without case, «ё» as «е», any apostrophe as the straight one."""
    return fold(text).replace("\u00a0", " ").replace("’", "'")


@functools.lru_cache(maxsize=1)
def established() -> Mapping[str, Known]:
    """Established pairs by the key of their Russian side; the package's own table goes before CLDR."""
    known: dict[str, Known] = {}
    for table in _ESTABLISHED:
        for ru, en, kind in _rows(table):
            known.setdefault(key(ru), Known(ru, en, NameKind(kind), table))
    for ru, en in _cldr():
        known.setdefault(key(ru), Known(ru, en, NameKind.PLACE, "CLDR"))
    return known


def may_be_established(words: Sequence[str]) -> bool:
    """Whether some established name has so many words, of which the first and the last begin so: no case changes that."""
    return (len(words), key(words[0][:1]), key(words[-1][:2])) in _beginnings()


@functools.lru_cache(maxsize=1)
def _beginnings() -> frozenset[tuple[int, str, str]]:
    """Both by words with and without hyphens apart, as those who ask cut them."""
    cut = [words for ru in established() for words in (ru.split(), re.findall(r"\w+", ru))]
    return frozenset((len(words), words[0][:1], words[-1][:2]) for words in cut)


@functools.lru_cache(maxsize=1)
def established_english() -> Mapping[str, Known]:
    """Established pairs by their English side in small letters."""
    known: dict[str, Known] = {}
    for pair in established().values():
        known.setdefault(latin_key(pair.en), pair)
    for pair in established().values():
        bare = pair.en.removeprefix("The ")
        if " " in bare:  # "Washington Post" as well, but not "Guardian"
            known.setdefault(latin_key(bare), pair)
    return known


@functools.lru_cache(maxsize=1)
def established_phrases() -> Mapping[str, tuple[tuple[str, Known], ...]]:
    """Established places by the first word of their English side, with what else may be written for it, the longest first:
    for those that are no mere run of capitalised words ("Sharm el-Sheikh", "People's Republic of China").
    """
    found: dict[str, list[tuple[str, Known]]] = {}
    for pair in established().values():
        if pair.kind is NameKind.PLACE and re.search(r"\W", pair.en):
            english = pair.en.replace("’", "'")
            for form in dict.fromkeys((english, english.replace(" & ", " and "))):
                found.setdefault(re.split(r"\W", form)[0], []).append((form, pair))
    return {word: tuple(sorted(some, key=lambda item: -len(item[0]))) for word, some in found.items()}


@functools.lru_cache(maxsize=1)
def surnames_established() -> Mapping[str, tuple[Known, ...]]:
    """Established persons by the key of their surname, the last word."""
    found: dict[str, list[Known]] = {}
    for pair in established().values():
        if pair.kind is NameKind.PERSON and " " in pair.ru and not _BYNAME.search(key(pair.ru)):
            found.setdefault(key(pair.ru).rsplit(" ", 1)[1], []).append(pair)
    return {surname: tuple(pairs) for surname, pairs in found.items()}


@functools.lru_cache(maxsize=1)
def surnames_established_english() -> Mapping[str, Known]:
    """Established persons by their English surname in small letters; only surnames that have one Russian spelling."""
    found: dict[str, dict[str, Known]] = {}
    for pairs in surnames_established().values():
        for pair in pairs:
            found.setdefault(latin_key(pair.en).rsplit(" ", 1)[-1], {})[key(pair.ru).rsplit(" ", 1)[1]] = pair
    return {surname: next(iter(pairs.values())) for surname, pairs in found.items() if len(pairs) == 1}


@functools.lru_cache(maxsize=1)
def foreign_surnames() -> Mapping[str, str]:
    """Surnames that are not Russian, in their own spelling, by the key of the Russian one."""
    return {key(ru): en for ru, en, _ in _rows("surnames.tsv")}


@functools.lru_cache(maxsize=1)
def foreign_surnames_english() -> Mapping[str, str]:
    """The same by the Latin spelling in small letters."""
    known: dict[str, str] = {}
    for ru, en, _ in _rows("surnames.tsv"):
        known.setdefault(en.casefold(), ru)
    return known


@functools.lru_cache(maxsize=1)
def given_names() -> Mapping[str, GivenName]:
    """First names by the key of their Russian side."""
    return {key(ru): GivenName(ru, en, gender) for ru, en, gender in _rows("given_names.tsv")}


@functools.lru_cache(maxsize=1)
def given_names_english() -> Mapping[str, GivenName]:
    """First names by their English side in small letters."""
    known: dict[str, GivenName] = {}
    for name in given_names().values():
        known.setdefault(name.en.casefold(), name)
    return known


@functools.lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """Keys of first names: natasha's dictionary and the package's own."""
    return _keys("dict/first.txt") | frozenset(given_names())


@functools.lru_cache(maxsize=1)
def last_names() -> frozenset[str]:
    """Keys of surnames: natasha's dictionary."""
    return _keys("dict/last.txt")


def _keys(name: str) -> frozenset[str]:
    """The keys of a dictionary, a word a line, made of all its text at once: it has 190,000 of them."""
    text = key(data_file(name).read_text(encoding="utf-8"))
    return frozenset(map(str.strip, _REMARK.sub("", text).splitlines()))


def _rows(name: str) -> Iterator[tuple[str, str, str]]:
    for line in files("polyglot_news.names").joinpath(name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            ru, en, *more = line.split("\t")
            yield ru, en, more[0] if more else ""


def _cldr() -> Iterator[tuple[str, str]]:
    from babel import Locale

    ru, en = Locale("ru"), Locale("en")
    for code, name in ru.territories.items():
        if code in en.territories and code not in _NO_NAMES and name[0].isupper() and not _ODD.search(name):
            yield name, en.territories[code].replace("’", "'")
    for zone, facts in ru.time_zones.items():
        station = zone.startswith("Antarctica/")  # «Восток», «Дейвис»: other words, nearly always
        if "city" in facts and facts["city"] not in _NO_CITIES and not station:
            english = en.time_zones.get(zone, {}).get("city") or zone.rsplit("/", 1)[1].replace("_", " ")
            yield facts["city"], english
