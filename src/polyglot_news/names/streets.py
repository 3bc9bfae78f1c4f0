"""Streets and squares: «на улице Садовой», «Тверскую улицу», «ул. Гагарина», in English "Sadovaya Street", "Gagarin Street".

Only those called by an adjective or after somebody are names; what a common noun calls («площадь Победы») is translated.
A «проспект» with an adjective stays one, as Nevsky Prospekt does; after somebody it is an avenue, "Lenin Avenue".
"""

import functools
import re
import string
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from polyglot_news.document import Evidence, Span
from polyglot_news.names.lists import established, key, last_names, surnames_established
from polyglot_news.names.morphology import (
    CASES,
    CASES_AFTER,
    HARDLY_COMMON,
    agreement_of,
    common_share,
    decline_word,
    is_common,
    is_geographic,
    masculine_surnames,
    read_surname,
    read_word,
)
from polyglot_news.names.persons import Person, Role, Word, is_eastern, is_first_name, read_person
from polyglot_news.names.phrases import decline_phrase
from polyglot_news.names.places import place_keys
from polyglot_news.names.romanise import fold
from polyglot_news.names.spelling import Scheme, Spelling, spell_person

_HEADS = {
    "улица": ("f", "Street"), "площадь": ("f", "Square"), "набережная": ("f", "Embankment"), "проспект": ("m", "Prospekt"),
    "переулок": ("m", "Lane"), "бульвар": ("m", "Boulevard"), "шоссе": ("n", "Highway"),
}  # fmt: skip
_AFTER_SOMEBODY = {"Prospekt": "Avenue"}
_ALSO = {"Prospekt": ("Avenue", "Prospect"), "Avenue": ("Prospekt", "Prospect")}  # what an English half may call it
_SHORT = {
    "ул": "улица", "пл": "площадь", "наб": "набережная", "просп": "проспект", "пр": "проспект", "пр-": "проспект",
    "пер": "переулок", "бул": "бульвар", "б-р": "бульвар", "ш": "шоссе",
}  # fmt: skip
_TITLES = {
    "маршала": "Marshal", "генерала": "General", "адмирала": "Admiral", "академика": "Academician", "полковника": "Colonel",
    "капитана": "Captain", "лейтенанта": "Lieutenant", "профессора": "Professor", "майора": "Major",
}  # fmt: skip
_NOUN = (
    r"(?i:улиц(?:а|ы|е|у|ей)|площад(?:ь|и|ью)|набережн(?:ая|ой|ую)|(?:проспект|бульвар)(?:а|у|ом|е)?|"
    r"переул(?:ок|к[ауе]|ком)|шоссе|(?:пр-к?т|б-р)(?:а|у|ом|е)?|(?:ул|пл|наб|просп|пр|пер|бул|ш)\.)"
)
_MAY_STAND = re.compile(r"улиц|площад|набереж|просп|переул|бульв|шоссе|пр-|б-р|(?:ул|пл|наб|пр|пер|бул|ш)\.", re.IGNORECASE)
_NAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё][а-яё]+)*"
_BEHIND = re.compile(rf"(?<![\w-])({_NOUN})\s?({_NAME}(?: {_NAME}){{0,2}})(?![\w-])")
_BEFORE = re.compile(rf"(?<![\w-])({_NAME}(?: {_NAME})?) ({_NOUN})(?!\w)")
_NUMBER_BEFORE = re.compile(r"\d\S* \Z")
_AREA = re.compile(r"\s+(?:\w+\s+)?\d")  # «площадью 300 кв. м»
_LAST_WORD = re.compile(r"(?<!\w)\w+(?=\s\Z)")
_NEXT = re.compile(r"\s([а-яё]+)")
_CALLED = "street|square|area|road|roadway|avenue|prospe(?:ct|kt)|lane|boulevard|embankment|highway|plaza"
_TOLD_BEFORE = re.compile(
    rf"(?<![\w-])(?:[Tt]he |[Aa]n? )?"
    rf"(?:(?<!\bin the )(?:{_CALLED}) (?:of (?:the )?)?|(?:Prospe[ck]t|Ul\.|Street|Square|Avenue) )\Z"
)  # but «в районе улицы» is "in the area of"
_TOLD_BEHIND = re.compile(rf"(?: (?:{_CALLED}))+(?![\w-])", re.IGNORECASE)
_ONE_WORD = re.compile(r"(?:\A|[,.;:—–-])\W*\w*\s*\Z")
_SURNAME = re.compile(r"(?:[оеё]в|[иы]н|кий|ый)\Z")
_STEM = 3  # letters of a name that all cases share, at least, and that they do not, at most
_ADJECTIVAL = ("ая", "яя", "ий", "ый", "ой", "ое", "ее")
_UNDECLINED = tuple("оеиуыюэх")


@dataclass(frozen=True, slots=True)
class Street:
    """A street as a sentence has it."""

    span: Span
    lemma: str
    """In the nominative, what it is written out, its words in their order: «улица Садовая»."""


def streets_in(text: str) -> Iterator[Street]:
    """The streets that a Russian sentence names, disjoint."""
    if not _MAY_STAND.search(text):
        return
    taken: list[Span] = []
    for match in _BEHIND.finditer(text):
        head, cases = _head_of(match[1])
        name = _name_behind(text, match, head, cases) if head else None
        if name is not None:
            taken.append(Span(*match.span()))
            yield Street(taken[-1], f"{head} {name}")
    for match in _BEFORE.finditer(text):
        span = Span(*match.span())
        if not span.meets(taken) and (lemma := _named_before(text, match)):
            yield Street(span, lemma)


@functools.lru_cache(maxsize=500)
def _head_of(noun: str) -> tuple[str, frozenset[str]]:
    """What a form is of, and the cases that it may stand in; all of them where it is shortened. No name where it is none."""
    form = noun.lower()
    if short := _SHORT.get(form[:3] if "-" in form else form.rstrip(".")):
        return short, frozenset(CASES)
    for head, (gender, _) in _HEADS.items():
        if cases := frozenset(case for case, some in decline_word(head, gender).items() if some == form):
            return head, cases
    return "", frozenset()


def _name_behind(text: str, match: re.Match[str], head: str, cases: Collection[str]) -> str | None:
    """What stands behind the noun, as the lemma has it: an adjective in the nominative, or somebody in the genitive."""
    words, gender = match[2].split(), _HEADS[head][0]
    behind = text[match.end() :]
    if re.match(r" [А-ЯЁ]", behind) or (match[1].lower() == "пр." and text[: match.start()].endswith("и ")):
        return None
    following = _NEXT.match(behind)
    if _person(match[2]) and not (following and _is_subject(text[: match.start()], match[2], following[1])):
        return match[2]
    if following and any(r.case == "gent" and "NOUN" in r.tags for r in read_word(following[1])):
        return None  # «улице Парижской коммуны»
    return _in_nominative(words, gender, {*cases, "nomn"})


def _is_subject(before: str, name: str, behind: str) -> bool:
    """Whether a name is no street's but that of the woman who does something there: «На улице Иванова увидела соседа»."""
    return agreement_of(behind) == "f" and name.endswith(("ва", "на")) and _ONE_WORD.search(before) is not None


def _named_before(text: str, match: re.Match[str]) -> str | None:
    """The lemma of a street whose adjective stands before the noun; not where that may begin a sentence as any word does."""
    head, cases = _head_of(match[2])
    area = match[2] == "площадью" and _AREA.match(text, match.end())
    if not head or area or _NUMBER_BEFORE.search(text, 0, match.start()):
        return None
    words = match[1].split()
    if is_common(words[0]) and not any(map(str.isalnum, text[: match.start()])):
        return None
    name = _in_nominative(words, _HEADS[head][0], cases)
    return f"{name} {head}" if name else None


def _in_nominative(words: list[str], gender: str, cases: Collection[str]) -> str | None:
    """Adjectives in the nominative, where all of them agree with the noun in one of its cases."""
    made = []
    for word in words:
        agreeing = (
            r
            for r in read_word(word)
            if {"ADJF", "sing"} <= r.tags
            and r.gender == gender
            and r.case in cases
            and r.lemma.endswith(_ADJECTIVAL)
            and (gender == "f" or r.case != "accs")
        )
        reading = next(agreeing, None)
        if reading is None:
            return None
        made.append(string.capwords(reading.lemma, "-"))
    return " ".join(made)


@functools.lru_cache(maxsize=5_000)
def _person(name: str) -> tuple[str, Person] | None:
    """Somebody in the genitive, with the English of the title before the name; None where the lists do not know the surname."""
    title, _, rest = name.partition(" ")
    if english := _TITLES.get(title.lower()):
        someone = _person(rest) if rest else None
        return (english, someone[1]) if someone else None
    words = name.split()
    if len(words) == 1:
        surname = _surname(name)
        return ("", surname) if surname else None
    if len(words) != 2 or not is_first_name(words[0]) or is_eastern(name):
        return None
    readings = [p for p in read_person(name) if p.case in ("gent", None) and p.first and p.last]
    known = (p for p in readings if key(p.lemma) in established() or _is_listed(p.last))
    found = next(known, None)
    return ("", found) if found else None


def _surname(form: str) -> Person | None:
    for reading in read_surname(form):
        fixed = reading.case is None and reading.lemma.endswith(_UNDECLINED)
        if reading.gender != "m" or not (reading.case == "gent" or fixed):
            continue
        if _is_known(reading.lemma, form, fixed=fixed):
            return Person((Word(string.capwords(reading.lemma, "-"), Role.LAST),), "m", "nomn", 1.0)
    return None


def _is_known(surname: str, form: str, *, fixed: bool) -> bool:
    """Whether a form that may be of a surname is: of one that ends so or does not decline the lists need not know."""
    if any("Surn" in r.tags for r in read_word(form)) and (key(surname) in surnames_established() or _SURNAME.search(surname)):
        return True
    if common_share(form) >= HARDLY_COMMON or is_geographic(form):
        return False
    return fixed or _is_listed(surname) or _SURNAME.search(surname) is not None


def _is_listed(surname: str) -> bool:
    return any(
        key(one) in last_names() or key(one) in surnames_established() for one in (surname, *masculine_surnames(surname))
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    head: str
    """What it is, in the nominative."""
    name: str
    head_first: bool
    title: str = ""
    """English, of who it is called after."""
    somebody: Person | None = None


@functools.lru_cache(maxsize=5_000)
def _parts_of(lemma: str) -> _Parts | None:
    """The words of a street's lemma; None of another place."""
    first, last = lemma.split(" ")[0], lemma.rsplit(" ", 1)[-1]
    head = first if first in _HEADS else last
    if head not in _HEADS or " " not in lemma:
        return None
    name = lemma.removeprefix(f"{head} ").removesuffix(f" {head}")
    title, somebody = (head == first and _person(name)) or ("", None)
    return _Parts(head, name, head == first, title, somebody)


def decline_place(lemma: str) -> Mapping[str, str]:
    """All cases of a place given in the nominative: of a street that is called after somebody only what it is declines."""
    street = _parts_of(lemma)
    if street is None or not street.head_first:
        return decline_phrase(lemma)
    if street.somebody is not None:
        return {case: f"{form} {street.name}" for case, form in decline_word(street.head, _HEADS[street.head][0]).items()}
    turned = decline_phrase(f"{street.name} {street.head}")
    return {case: " ".join(reversed(form.rsplit(" ", 1))) for case, form in turned.items()}


def forms_of_place(lemma: str) -> Iterator[str]:
    """All cases of a place; of a street called by an adjective with the noun before it and behind it."""
    yield from decline_place(lemma).values()
    street = _parts_of(lemma)
    if street is not None and street.somebody is None:
        words = (street.name, street.head) if street.head_first else (street.head, street.name)
        yield from decline_place(" ".join(words)).values()


def is_street(lemma: str) -> bool:
    """Whether the nominative of a place is a street's."""
    return _parts_of(lemma) is not None


def place_key(lemma: str) -> str:
    """What lemmas of one place have in common: «улица Садовая» and «Садовая улица» are one street."""
    street = _parts_of(lemma)
    return key(f"{street.head} {street.name}" if street else lemma)


def spell_street(lemma: str, scheme: Scheme) -> Spelling | None:
    """The English form of a street; None of another place, and of an established one."""
    street = _parts_of(lemma)
    if street is None or key(lemma) in established():
        return None
    if known := established().get(key(f"{street.name} {street.head}")):
        return Spelling(known.en, Evidence.ESTABLISHED, known.source)
    noun = _HEADS[street.head][1]
    if street.somebody is None:
        return Spelling(f"{scheme.spell(street.name)} {noun}", Evidence.ROMANISED, f"romanised by {scheme.name}")
    spelled = spell_person(street.somebody, scheme)
    words = [street.title, *(spelled[role].text for role in (Role.FIRST, Role.LAST) if role in spelled)]
    return Spelling(
        " ".join((*filter(None, words), _AFTER_SOMEBODY.get(noun, noun))), Evidence.ROMANISED, spelled[Role.LAST].reason
    )


def told_once(span: Span, text: str) -> Span:
    """Where a street stands in English, with what tells again that it is one: "the street of Sadovaya Street"."""
    before, behind = _TOLD_BEFORE.search(text, 0, span.start), _TOLD_BEHIND.match(text, span.stop)
    return Span(before.start() if before else span.start, behind.end() if behind else span.stop)


def case_of_street(before: str) -> str | None:
    """The case of a street in Russian by the text before it; None where that does not tell."""
    word = _LAST_WORD.search(before)
    if word is None:
        return None
    if cases := CASES_AFTER.get(word[0].lower()):
        return "loct" if "loct" in cases else cases[0]
    return "gent" if any("NOUN" in reading.tags for reading in read_word(word[0])[:1]) else None


def misdeclined(lemma: str, text: str) -> tuple[Span, str] | None:
    """Where a Russian translation has a street whose words do not agree, «на улице Садовая», and what to write there."""
    street = _parts_of(lemma)
    if street is None:
        return None
    words, cases = street.name.split(), decline_place(lemma)
    forms = "|".join(dict.fromkeys(decline_word(street.head, _HEADS[street.head][0]).values()))
    name = " ".join(rf"{re.escape(word[: max(_STEM, len(word) - _STEM)])}[\w-]*" for word in words)
    for match in re.finditer(rf"(?<!\w)(?:({forms}) {name}|{name} ({forms}))(?!\w)", text):
        wanted = case_of_street(text[: match.start()])
        stands = _head_of(match[1] or match[2])[1]
        case = wanted if wanted in stands else next((case for case in CASES if case in stands), "nomn")
        return Span(*match.span()), cases[case]
    return None


def english_keys(lemma: str) -> frozenset[str]:
    """The folded English forms by which English sentences may have a place."""
    street = _parts_of(lemma)
    if street is None:
        return place_keys(lemma)
    noun = _HEADS[street.head][1]
    names = set(place_keys(street.name))
    if street.somebody is not None:
        names |= {fold(street.somebody.last), fold(street.somebody.lemma)}
    return frozenset(f"{name} {fold(some)}" for name in names for some in (noun, *_ALSO.get(noun, ())))
