"""The way back: a Latin spelling to the Russian names that it may stand for.

Each Latin letter, or group of them, has a few Cyrillic readings. All spellings that they make (the likelier first, at most a
few hundred) are looked up among known first names and surnames, so «Nabiullina» finds «Набиуллина» without a guess. A surname
that no list has is still spelled where it ends as Russian surnames do."""

import functools
import re
from collections.abc import Callable, Iterable

from polyglot_news.names.lists import (
    first_names,
    foreign_surnames_english,
    given_names,
    given_names_english,
    key,
    last_names,
    surnames_established,
)
from polyglot_news.names.morphology import is_known_as, masculine_surnames

_READINGS = {
    "shch": "щ", "sch": "щ ш", "sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "ts": "ц тс", "tz": "ц", "ya": "я ья",
    "ia": "ия я иа",
    "yu": "ю ью", "iu": "ю иу", "yo": "ё йо ьо", "ye": "е ье", "yi": "ий ый", "iy": "ий", "ii": "ий ии", "ay": "ай", "ey": "ей",
    "oy": "ой", "uy": "уй", "ai": "ай аи", "ei": "ей еи", "oi": "ой ои", "ui": "уй уи", "x": "кс", "a": "а", "b": "б",
    "c": "к ц",
    "d": "д", "e": "е э ё", "f": "ф", "g": "г", "h": "г х", "i": "и й", "j": "й дж ж", "k": "к", "l": "л ль", "m": "м",
    "n": "н нь",
    "o": "о", "p": "п", "q": "к", "r": "р рь", "s": "с", "t": "т ть", "u": "у", "v": "в", "w": "в", "y": "ы й и", "z": "з ж",
    "'": "ь ъ", "’": "ь ъ", "-": "-",
}  # fmt: skip
_AFTER_CONSONANT = {"ya": "ья я", "yu": "ью ю", "yo": "ьё ё", "ye": "ье е", "ie": "ие ье"}  # Prokofyev, Tatyana, Solovyov
_AT_END = {"y": "ий ый ы и", "sky": "ский", "ski": "ский", "skiy": "ский", "skii": "ский", "skyi": "ский", "tsky": "цкий"}
_LONGEST = 4
_BEAM = 512
_LIKELY = 40  # candidates that are looked up in the dictionary, which is slower than a list
_LIKE_TOWNS = ("ov", "ev", "yov", "in", "sky", "ski", "skiy")  # ends of surnames that towns have too: Borisov, Pushkin
_RUSSIAN = re.compile(r"(?:ов|ев|ёв|ин|ын|ский|цкий|енко|ова|ева|ёва|ина|ына|ская|цкая|чук|швили|дзе|ян|ых)\Z")


@functools.lru_cache(maxsize=10_000)
def candidates(latin: str) -> tuple[str, ...]:
    """Cyrillic spellings of a Latin word in small letters, the likelier first; none for what is no single Latin word."""
    word = latin.lower()
    if not re.fullmatch(r"[a-z]+(?:['’-][a-z]+)*", word):
        return ()
    made: list[list[tuple[int, str]]] = [[] for _ in range(len(word) + 1)]
    made[0] = [(0, "")]
    for at in range(len(word)):
        best = sorted(set(made[at]))[:_BEAM]
        hard = at > 0 and word[at - 1] not in "aeiouy'’-"
        for length in range(min(_LONGEST, len(word) - at), 0, -1):
            group = word[at : at + length]
            readings = _AT_END.get(group) if at + length == len(word) else None
            readings = readings or (_AFTER_CONSONANT.get(group) if hard else None) or _READINGS.get(group, "")
            for rank, cyrillic in enumerate(readings.split()):
                made[at + length] += [(cost + rank + (length == 1), text + cyrillic) for cost, text in best]
    return tuple(dict.fromkeys(text for _, text in sorted(set(made[-1]))[:_BEAM]))


@functools.lru_cache(maxsize=10_000)
def restore_first(latin: str) -> str | None:
    """The Russian first name that a Latin spelling stands for; None where it is no known one."""
    if known := given_names_english().get(latin.casefold()):
        return known.ru
    tests = (
        lambda word: key(word) in given_names(),
        lambda word: key(word) in first_names() and is_known_as(word, "Name"),
        lambda word: key(word) in first_names(),
    )
    full = _first_that(f"{latin}y", tests[0]) if latin.endswith("i") else None  # Dmitri, Yuri, Vasili
    found = full if full and full.endswith("ий") else _first_that(latin, *tests)
    known = given_names().get(key(found)) if found else None
    return known.ru if known else _title(found) if found else None


def restore_initial(word: str) -> str:
    """The Cyrillic initial of a Latin one."""
    return restore_first(word[:1]) or dict(zip("ABCDEFGHIJKLMNOPRSTUVWXYZ", "АБКДЕФГХИДКЛМНОПРСТУВВКЮЗ", strict=True)).get(
        word[0], word[0]
    )


def from_latin(word: str) -> str:
    """The likeliest Cyrillic spelling of a Latin word; the word itself where there is none."""
    found = candidates(word)
    return found[0].capitalize() if found else word


@functools.lru_cache(maxsize=10_000)
def restore_last(latin: str, *, lists_only: bool = False) -> str | None:
    """The Russian surname that a Latin spelling stands for, as lists have it or as its ending tells."""
    latin = latin.replace("’", "'")
    if known := foreign_surnames_english().get(latin.casefold()):
        return known
    found = _first_that(
        latin,
        lambda word: key(word) in surnames_established(),
        lambda word: _is_listed(word) and is_known_as(word, "Surn"),
        _is_listed,
    )
    if found is None and not lists_only:
        found = next((word for word in candidates(latin) if _RUSSIAN.search(word)), None)
    return _title(found) if found else None


def _is_listed(surname: str) -> bool:
    return any(key(one) in last_names() for one in (surname, *masculine_surnames(surname)))


@functools.lru_cache(maxsize=10_000)
def restore_place(latin: str) -> str | None:
    """The place of the dictionary that a Latin spelling stands for."""
    found = next((word for word in candidates(latin)[:_LIKELY] if is_known_as(word, "Geox")), None)
    return _title(found) if found else None


_IN_FULL = re.compile(r"\b([A-Z][a-z]+)\s(?:[A-Z]\.\s)?([A-Z][a-z]+)\b")


def surnames_in_full(texts: Iterable[str]) -> frozenset[str]:
    """The keys of Russian surnames that English sentences have behind a known first name: "Yura Borisov"."""
    pairs = {match.groups() for text in texts for match in _IN_FULL.finditer(text)}
    lasts = {restore_last(last) for first, last in pairs if last.endswith(_LIKE_TOWNS) and restore_first(first)}
    return frozenset(key(last) for last in lasts if last)


_LATIN_SOUNDS = (
    (r"\b(?:sch|sh)(?=[tp])", "s"),  # Schtern, Stern and «Штерн» are one to a German
    ("wh|w(?=[aeiouy])", "v"), ("ph", "f"), ("th", "t"), (r"\bkn", "n"), (r"\bwr", "r"), ("gh", ""),
    ("dg(?=e)|j|zh", "j"), ("ck", "k"), ("tsch|tch|sch|sh", "ш"), ("ch", "k"), ("tz|ts", "s"), ("c(?=[eiy])", "s"), ("c", "k"),
    ("ш", "c"),  # kept from what happens to a c: De'Shawn is «Дешон»
    ("qu", "kv"), ("q", "k"), ("x", "ks"), ("z", "s"), ("kh", "h"), (r"(?<!\b)h|w|[aeiouy]|[^a-z ]", ""), (r"(.)\1+", r"\1"),
)  # fmt: skip
_CYRILLIC_SOUNDS = (
    (r"\bш(?=[тп])", "s"),
    ("у(?=[аеёиоуыэюя])", "v"), ("дж|ж", "j"), ("тц|тс|[цсз]", "s"), ("тч|[чшщ]", "c"), ("х", "h"),
    *zip("бвгдклмнпртф", "bvgdklmnprtf", strict=True), (r"(?<!\b)h|[^a-z ]", ""), (r"(.)\1+", r"\1"),
)  # fmt: skip


_IS_TURKISH = re.compile("[ğĞıİşŞ]")
_TURKISH = str.maketrans({"c": "j", "C": "J", "ç": "ch", "Ç": "Ch", "ş": "sh", "Ş": "Sh"})  # «Авджы» is Avcı


@functools.lru_cache(maxsize=20_000)
def sounds_of(name: str) -> str:
    """The consonants of a name, so that a Latin spelling meets the Russian one that was made by ear: Whitfield, «Уитфилд»."""
    from unidecode import unidecode

    is_latin = name[:1] < "\u0370"
    name = name.translate(_TURKISH) if _IS_TURKISH.search(name) else name
    made = (unidecode(name) if is_latin else name).lower().replace("-", " ")
    for pattern, sound in _LATIN_SOUNDS if is_latin else _CYRILLIC_SOUNDS:
        made = re.sub(pattern, sound, made)
    return made


def _first_that(latin: str, *tests: Callable[[str], bool]) -> str | None:
    """The first candidate that passes the first test that any passes."""
    found = candidates(latin)
    return next((word for passes in tests for word in found if passes(word)), None)


def _title(word: str) -> str:
    return "-".join(part.capitalize() for part in word.split("-"))
