"""What the slots of synthetic sentences hold: persons and places in six cases, numbers, days, addresses."""

import functools
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from polyglot_news.names.lists import GivenName, foreign_surnames, given_names, last_names
from polyglot_news.names.morphology import decline_surname, decline_word
from polyglot_news.names.romanise import romanise
from polyglot_news.text.figures.numbers import spell_number
from recipe.pairs import Kind

_CASES = {"n": "nomn", "g": "gent", "d": "datv", "a": "accs", "i": "ablt", "l": "loct"}
_USUAL = "news"
_SCHEMES = {"news": 0.62, "wikipedia": 0.14, "icao-9303": 0.1, "bgn-pcgn": 0.06, "gost-7.79-b": 0.03, "scientific": 0.05}
_MONTHS = {
    "января": "January",
    "февраля": "February",
    "марта": "March",
    "апреля": "April",
    "мая": "May",
    "июня": "June",
    "июля": "July",
    "августа": "August",
    "сентября": "September",
    "октября": "October",
    "ноября": "November",
    "декабря": "December",
}
_WEEKDAYS = {
    "в понедельник": "on Monday",
    "во вторник": "on Tuesday",
    "в среду": "on Wednesday",
    "в четверг": "on Thursday",
    "в пятницу": "on Friday",
    "в субботу": "on Saturday",
    "в воскресенье": "on Sunday",
}
_SITES = ("example.com", "news.example.org", "example.net", "t.me", "www.example.ru", "example.org")
_SURNAME = re.compile(r"[а-я]{2,9}(?:ов|ев|ин|ский|цкий|енко|чук|ян|дзе)\Z")
LISTED = "kcp"
"""The slots that lists are made of."""


@dataclass(frozen=True, slots=True)
class Value:
    """What is put into a slot."""

    ru: str
    """Nominative."""
    en: str
    cases: Mapping[str, str] = field(default_factory=dict)
    """By the letter of the case; what is missing is as the nominative."""
    gender: str = "m"
    number: int | None = None
    kind: Kind | None = None
    """Of the link that it gives; None = no link."""

    def in_case(self, letter: str) -> str:
        """The Russian form."""
        return self.cases.get(letter, self.ru)


def of_number(number: int, language: str) -> int:
    """Which of the forms goes with a number: of three in Russian (1 день, 2 дня, 5 дней), of two in English."""
    if language == "en":
        return 0 if number == 1 else 1
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2


class People:
    """Persons of the package's lists: Russian ones, and others in the spelling of their own language."""

    def __init__(self) -> None:
        self._given = [name for name in given_names().values() if re.fullmatch("[А-Яа-яё]{3,}", name.ru)]
        self._russian = sorted(name for name in last_names() if _SURNAME.match(name))
        self._foreign = sorted(
            (ru, en) for ru, en in foreign_surnames().items() if re.fullmatch("[а-я]{3,}", ru) and " " not in en
        )

    def draw(self, rng: random.Random) -> Value:
        """A person: first name and surname, surname alone, or with an initial."""
        first = rng.choice(self._given[:110] if rng.random() < 0.6 else self._given)
        scheme = rng.choices(list(_SCHEMES), weights=list(_SCHEMES.values()))[0]
        russian = rng.random() < 0.7
        ru, en = self._surname(first.gender, scheme, rng) if russian else rng.choice(self._foreign)
        kind = Kind.NAME if scheme == _USUAL or not russian else Kind.TOLD
        last = _capitalised(decline_surname(ru, first.gender))
        shape = rng.choices(("both", "last", "initial"), weights=(0.6, 0.3, 0.1))[0]
        if shape == "last":
            return Value(last["n"], en, last, first.gender, kind=kind)
        spelled = _first_name(first, scheme if russian else _USUAL)
        if shape == "initial":
            cases = {letter: f"{first.ru[0]}. {form}" for letter, form in last.items()}
            return Value(cases["n"], f"{_initial(spelled)} {en}", cases, first.gender, kind=kind)
        return person(first.ru, ru, f"{spelled} {en}", first.gender, kind)

    def _surname(self, gender: str, scheme: str, rng: random.Random) -> tuple[str, str]:
        surname = rng.choice(self._russian)
        if gender == "f" and surname.endswith(("ов", "ев", "ин")):
            surname += "а"
        elif gender == "f" and surname.endswith("ий"):
            surname = surname[:-2] + "ая"
        return surname, romanise(surname[0].upper() + surname[1:], scheme)


def person(first: str, surname: str, en: str, gender: str, kind: Kind) -> Value:
    """A person by first name and surname."""
    firsts, lasts = _capitalised(decline_word(first.lower(), gender)), _capitalised(decline_surname(surname, gender))
    cases = {letter: f"{firsts[letter]} {form}" for letter, form in lasts.items()}
    return Value(cases["n"], en, cases, gender, kind=kind)


def _first_name(name: GivenName, scheme: str) -> str:
    return name.en if scheme == _USUAL else romanise(name.ru, scheme)


def _initial(spelled: str) -> str:
    """The first letter, or what stands for one Cyrillic letter: Yu."""
    return f"{spelled[:2] if spelled[:2] in ('Yu', 'Ya', 'Ye', 'Zh', 'Sh', 'Ch') else spelled[:1]}."


def _capitalised(forms: Mapping[str, str]) -> dict[str, str]:
    return {letter: "-".join(part[:1].upper() + part[1:] for part in forms[case].split("-")) for letter, case in _CASES.items()}


@dataclass(frozen=True, slots=True)
class Places:
    """Cities and countries with all their spellings: Russian ones, English ones."""

    cities: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    countries: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    @classmethod
    def of(cls, cities: Sequence[tuple[str, str]], countries: Sequence[tuple[str, str]]) -> "Places":
        """From lists in which a slash stands between spellings."""
        both = (tuple((tuple(ru.split("/")), tuple(en.split("/"))) for ru, en in some) for some in (cities, countries))
        return cls(*both)

    def draw(self, letter: str, rng: random.Random) -> Value:
        """A city (`c`, `d`) or a country; one that has several spellings in one of them, which must then be told."""
        ru, en = rng.choice(self.cities if letter in "cd" else self.countries)
        several = len(ru) + len(en) > 2
        name = rng.choice(ru)
        forms = _capitalised(decline_word(name.lower()))
        return Value(name, rng.choice(en), forms | {"n": name}, kind=Kind.TOLD if several else Kind.NAME)


def make_value(letter: str, people: People, places: Places, rng: random.Random) -> Value:
    """A value for a slot, by its letter. Raises ValueError for a letter that stands for nothing."""
    if letter in "pqr":
        return people.draw(rng)
    if letter in "cdkm":
        return places.draw(letter, rng)
    if letter in "ibfy":
        return _number(letter, rng)
    if letter in "thw":
        return _time(letter, rng)
    if letter in "ua":
        return _copied(letter, rng)
    raise ValueError(f"{letter}: no such slot")


def _number(letter: str, rng: random.Random) -> Value:
    """Small numbers, thousands, fractions, years."""
    if letter == "f":
        fraction = f"{rng.randint(1, 98)}.{rng.randint(1, 9)}"
        return Value(fraction.replace(".", ","), fraction)
    low, high = {"i": (2, 60), "b": (120, 98_000), "y": (1961, 2026)}[letter]
    number = rng.randint(low, high)
    plain = f"{number:,}" if letter == "b" and number >= 1000 else str(number)
    return Value(spell_number(plain, "ru") if letter == "b" else plain, plain, number=number)


def _time(letter: str, rng: random.Random) -> Value:
    """Days of the year, times of the day, days of the week."""
    if letter == "w":
        return Value(*rng.choice(list(_WEEKDAYS.items())))
    if letter == "h":
        time = f"{rng.randint(7, 23)}:{rng.randint(0, 11) * 5:02}"
        return Value(time, time)
    day, (ru, en) = rng.randint(1, 28), rng.choice(list(_MONTHS.items()))
    return Value(f"{day} {ru}", f"{en} {day}")


def _copied(letter: str, rng: random.Random) -> Value:
    """Addresses and handles, the same in both languages."""
    word = "_".join(rng.choice(_latin_words()) for _ in range(rng.randint(1, 2)))
    if letter == "a":
        return Value(f"@{word}", f"@{word}")
    address = f"https://{rng.choice(_SITES)}/{word}/{rng.randint(1, 99_999)}"
    return Value(address, address)


@functools.lru_cache(maxsize=1)
def _latin_words() -> tuple[str, ...]:
    """First names in small Latin letters: what handles are made of."""
    return tuple(name.en.lower() for name in list(given_names().values())[:300] if name.en.isascii() and name.en.isalpha())
