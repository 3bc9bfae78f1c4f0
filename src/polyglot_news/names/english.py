"""Names in English sentences, joined to the Russian names that they stand for.

A run of capitalised words is tried longest first: terms and established forms as they are written; persons of the document by
the folded romanisation of their Russian names, foreign ones by their sound («Уитфилд», Whitfield); then known surnames, and
Russian first names with a surname that the lists have. Nothing is guessed for a lone word that no list and no Russian
sentence of the document has."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from polyglot_news.document import NameKind, Span
from polyglot_news.names.beginnings import is_word_at_beginning
from polyglot_news.names.companies import is_club
from polyglot_news.names.lists import (
    Known,
    established,
    established_english,
    established_phrases,
    given_names,
    given_names_english,
    key,
    latin_key,
    surnames_established_english,
)
from polyglot_news.names.morphology import read_family
from polyglot_news.names.persons import FAMILY, Person, Role, Word, established_person, is_eastern_lemma
from polyglot_news.names.restore import from_latin, restore_first, restore_initial, restore_last, restore_place, sounds_of
from polyglot_news.names.romanise import fold
from polyglot_news.names.streets import english_keys
from polyglot_news.text.casing import is_shouted
from polyglot_news.text.vocabulary import english_words

_TOKEN = re.compile(r"[A-Z]\.(?!\w{2})|[A-Za-zÀ-ž]+(?:['’-][A-Za-zÀ-ž]{2,}|['’][A-Z][a-z]+)*")
_LONGEST = 6  # words of a name
_LONGEST_ABBREVIATION = 4
_SPELLED_ALIKE = 0.8  # likeness of two spellings of one first name
_FEWEST_SOUNDS = 3  # consonants of a surname that is known by its sound; one less beside its first name, one more alone
_MOST_WORDS = 3  # of a name that no list has
_TITLE = re.compile(r"\b(Mr|Sir|Lord|Mrs|Ms|Miss|Lady)\.?\s\Z")
_SAINT = re.compile(r"\A(?:saint|st) ")
_THE = re.compile(r"\b[Tt]he\s\Z")
_ANOTHER_BEHIND = re.compile(r" [A-Z]\w*[a-z]")  # a surname, as a rule
_INITIAL_BEHIND = re.compile(r" [A-Z]\. [A-Z]")
_FAMILY_S = re.compile(r"\w{2,}(?:[oe]v|in)s")
_VESSEL = re.compile(
    r"\b(?:MV|MT|SS|USS|HMS|USNS|[Tt]he (?:ship|vessel|tanker|ferry|frigate|destroyer|cruiser|yacht))\s[\"“]?"
    r"(?!(?:Captain|Capt|Commander)\b)([A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*)"
)
_PATRONYMIC = re.compile(r"\w+(?:vich|ovna|evna|ichna)\Z")
NO_NAMES = frozenset(
    """the a an and or but in on at of to for from by with as it he she they we you i his her its their this that these those
    not no so if then mr mrs ms dr president minister general colonel governor mayor senator judge sir king pope saint
    street region district republic russian ukrainian american british january february march april may june july
    august september october november december monday tuesday wednesday thursday friday saturday sunday""".split()
)
"""Capitalised words, in small letters, that are no part of a name."""


@dataclass(frozen=True, slots=True)
class Found:
    """A name in an English sentence."""

    span: Span
    text: str
    kind: NameKind
    russian: str
    """The Russian nominative of what is written here."""
    person: Person | None = None
    """For a person: the Russian words, in the English order."""
    entry: int | None = None
    """Number of the document's own Russian name that it was joined to."""


@dataclass(frozen=True, slots=True)
class Owned:
    """A Russian name of the document, as English sentences are searched for it."""

    number: int
    kind: NameKind
    lemma: str
    english: str
    """What it would be without evidence from the document."""
    person: Person | None = None
    by_ear: bool = False
    """Whether its surname is foreign and nothing tells its spelling: an English one that sounds so is it."""
    heard: Set[str] = frozenset()
    """English surnames by which it was so known elsewhere: after "Mrs. Stern" a lone "Stern" is she too."""


class EnglishNames:
    """Finds names in English sentences of one document."""

    def __init__(self, owned: Sequence[Owned], written: Mapping[str, Owned]) -> None:
        """`written`: forms that are known as they stand (terms of the user's), in small letters."""
        self._written = {**written}
        self._surnames: dict[str, list[Owned]] = {}
        self._folded: dict[str, Owned] = {}
        self._first_names: dict[str, tuple[int, Person]] = {}
        self._eastern_given: dict[str, Owned] = {}
        self._by_ear: dict[str, list[Owned]] = {}
        for name in owned:
            if name.person is not None and name.person.first:
                english = name.person.first if is_eastern_lemma(name.lemma) else name.english.split()[0]
                for first in (name.person.first, english):  # «Ганна», "Hanna"
                    self._first_names.setdefault(fold(first), (name.number, name.person))
            if name.person is not None and is_eastern_lemma(name.lemma):
                self._eastern_given.setdefault(fold(" ".join(name.english.split()[1:])), name)
            if name.person is not None and name.by_ear and len(name.person.last.split()) == 1:
                self._by_ear.setdefault(sounds_of(name.person.last), []).append(name)
            if name.person is not None and name.person.last:
                for form in {fold(name.person.last), fold(_surname_of(name)), *map(fold, name.heard)}:
                    self._surnames.setdefault(form, []).append(name)
            else:
                for form in english_keys(name.lemma) if name.kind is NameKind.PLACE else (fold(name.lemma),):
                    self._folded.setdefault(form, name)
                self._written.setdefault(name.english.casefold(), name)

    def find(self, text: str) -> list[Found]:
        """The names in a sentence, in order, disjoint."""
        return list(self._find(text))

    def _find(self, text: str) -> Iterator[Found]:
        tokens = [Span(*match.span()) for match in _TOKEN.finditer(text)]
        at = 0
        while at < len(tokens):
            found = None
            longest = min(_LONGEST, len(tokens) - at) if text[tokens[at].start].isupper() else 0
            for length in range(longest, 0, -1):
                some = tokens[at : at + length]
                if self._may_be(text, some) and (found := self._match(text, some)):
                    break
            longer = _phrase_at(text, tokens[at]) if longest else None
            if longer and (found is None or (found.entry is None and longer.span.stop > found.span.stop)):
                found = longer
            if found:
                yield found
                at += next(n for n in range(1, len(tokens) - at + 1) if tokens[at + n - 1].stop >= found.span.stop)
            else:
                at += 1

    def _may_be(self, text: str, tokens: Sequence[Span]) -> bool:
        if not text[tokens[-1].start].isupper():
            return False
        return all(_is_gap(text, a, b) for a, b in itertools.pairwise(tokens))

    def _match(self, text: str, tokens: Sequence[Span]) -> Found | None:
        span = Span(tokens[0].start, tokens[-1].stop)
        written, words = span.of(text), [token.of(text) for token in tokens]
        known = self._written.get(written.casefold())
        if known and not _is_mere_word(written, known.lemma):
            if known.person is not None and (person := self._person(span, written, words)):
                return _as_told(person, known)  # somebody whom Russian sentences name as well
            return Found(span, written, known.kind, known.lemma, known.person, known.number if known.number >= 0 else None)
        if len(words) == 1 and (len(words[0]) < 2 or words[0].lower() in NO_NAMES):
            return None
        mere = len(words) == 1 and is_word_at_beginning(text, span)
        if not mere and (person := self._person(span, written, words, gender_before(text, span))):
            return person
        owned, pair = self._folded.get(fold(written)), _established(written)
        if pair and _is_meant(written, pair, text) and not (owned and _is_another_name(owned, pair)):
            return Found(span, written, pair.kind, pair.ru)
        if owned and not _is_mere_word(written, owned.lemma):
            return Found(span, written, owned.kind, owned.lemma, None, owned.number)
        if len(words) == 1 and _THE.search(text, max(span.start - 5, 0), span.start) and (family := _family(words[0])):
            return Found(span, written, NameKind.PERSON, family.lemma, family)
        if len(words) == 1 and words[0].lower() not in english_words() and not _INITIAL_BEHIND.match(text, span.stop):
            if not _ANOTHER_BEHIND.match(text, span.stop) and (first := self._first_names.get(fold(words[0]))):
                number, own = first
                alone = Person(tuple(w for w in own.words if w.role is Role.FIRST), own.gender, "nomn", 1.0)
                return Found(span, written, NameKind.PERSON, alone.lemma, alone, number)
            if len(words[0]) > 3 and (place := restore_place(words[0])):
                return Found(span, written, NameKind.PLACE, place)
        return None

    def _person(self, span: Span, written: str, words: Sequence[str], gender: str | None = None) -> Found | None:
        of_surname = [  # "Mrs. Smith" is not John
            owned for owned in self._surnames.get(fold(words[-1]), ()) if not gender or _gender_of(owned) in (gender, None)
        ]
        for loosely in (False, True):
            fitting = [(o, p) for o in of_surname if o.person and (p := _as_owned(words, o.person, loosely=loosely))]
            if fitting and (not loosely or len(fitting) == 1):
                owned, person = fitting[0]
                return Found(span, written, NameKind.PERSON, person.lemma, person, owned.number)
        if eastern := self._eastern(span, written, words):
            return eastern
        if not written.isupper() and (alike := self._sounding_alike(span, written, words, gender)):
            return alike
        listed = _established(written) if len(words) > 1 else None  # "Costa Rica" is nobody
        restored = None if written.isupper() or (listed and listed.kind is not NameKind.PERSON) else _restored(words)
        if restored is not None and restored.gender is None and gender:
            restored = replace(restored, gender=gender)
        return Found(span, written, NameKind.PERSON, restored.lemma, restored) if restored else None

    def _sounding_alike(self, span: Span, written: str, words: Sequence[str], gender: str | None) -> Found | None:
        """Somebody foreign of the document whose surname sounds so; a lone surname must have more to hear."""
        sounds = sounds_of(words[-1])
        known = words[-1].lower() in english_words() and len(words) == 1 and gender is None  # "Mrs. Stern" is a name
        if len(sounds) < _FEWEST_SOUNDS + (-1 if len(words) > 1 else 0 if gender else 1) or known:
            return None
        for owned in self._by_ear.get(sounds, ()):
            person = owned.person
            if person is None or not person.last or (gender and person.gender not in (gender, None)):
                continue
            if not _have_as_many_syllables(words[-1], person.last):
                continue
            firsts = [word for word in person.words if word.role is Role.FIRST]
            given = restore_first(words[0]) if len(words) == 2 and not firsts and not person.initials else None
            firsts = [Word(given, Role.FIRST)] if given else firsts
            if len(words) - 1 > len(firsts) or (len(words) > 1 and sounds_of(words[0]) != sounds_of(firsts[0].text)):
                continue
            last = [word for word in person.words if word.role is Role.LAST]
            alone = Person((*firsts[: len(words) - 1], *last), person.gender, "nomn", 1.0)
            return Found(span, written, NameKind.PERSON, alone.lemma, alone, owned.number)
        return None

    def _eastern(self, span: Span, written: str, words: Sequence[str]) -> Found | None:
        pair = established_english().get(latin_key(written))
        if pair and pair.kind is NameKind.PERSON and is_eastern_lemma(pair.ru):
            return Found(span, written, NameKind.PERSON, pair.ru, established_person(pair.ru))
        owned = self._eastern_given.get(fold(" ".join(words[1:])))  # surnames are spelled in many ways: Chung, Jeong, Jung
        if owned and owned.person and fold(words[0])[:1] in (fold(owned.english)[:1], fold(owned.person.last)[:1]):
            return Found(span, written, NameKind.PERSON, owned.lemma, owned.person, owned.number)
        return None


def _as_told(found: Found, told: Owned) -> Found:
    """Somebody by the first name that the user's terms have: "Oleksandr Syrskyi" is «Александр Сырский» where they say so."""
    mine, theirs = found.person, told.person
    if mine is None or theirs is None or not theirs.first or len(mine.words) != 2 or len(theirs.words) != 2:
        return found
    return replace(found, russian=told.lemma, person=theirs) if key(mine.last) == key(theirs.last) else found


def _is_gap(text: str, one: Span, other: Span) -> bool:
    """Whether two words may be of one name: "St. Petersburg" is one."""
    between = text[one.stop : other.start]
    return between in (" ", "-") or (between == ". " and one.of(text).title() in ("St", "Ste"))


def _established(written: str) -> Known | None:
    """The established pair of an English form."""
    form = latin_key(written)
    return established_english().get(form) or established_english().get(_SAINT.sub("st. ", form))


def _is_another_name(owned: Owned, pair: Known) -> bool:
    """Whether a document calls an established place by a name of its own: «Дворичная», not «Двуречная», for Dvorichna."""
    return owned.kind is pair.kind is NameKind.PLACE and key(owned.lemma) not in established()


def _phrase_at(text: str, first: Span) -> Found | None:
    """An established place of several words that begins here, whatever stands between them."""
    for form, pair in established_phrases().get(re.split(r"\W", first.of(text))[0], ()):
        span = Span(first.start, first.start + len(form))
        if span.of(text).replace("’", "'") == form and not text[span.stop : span.stop + 1].isalnum():
            return Found(span, span.of(text), pair.kind, pair.ru)
    return None


def _have_as_many_syllables(latin: str, russian: str) -> bool:
    """Whether two spellings may be of one length; a mute e and a y make one more or less."""
    heard = len(re.findall(r"[aeiouy]+", latin.lower()))
    return abs(heard - len(re.findall(r"[аеёиоуыэюя]+", russian.lower()))) <= 1


def ships_in(texts: Iterable[str]) -> frozenset[str]:
    """Names that stand behind "MV", "USS", "the ship" and the like in English sentences."""
    return frozenset(match[1] for text in texts for match in _VESSEL.finditer(text))


def is_ship(found: Found, text: str, ships: Set[str]) -> bool:
    """Whether what looks like a person is a ship of the text: "the USS Gerald Ford", then "the Gerald Ford"."""
    if found.kind is not NameKind.PERSON or found.text.removesuffix("'s") not in ships:
        return False
    before = text[: found.span.start]
    return _THE.search(before) is not None or any(m.start(1) == found.span.start for m in _VESSEL.finditer(text))


def gender_before(text: str, span: Span) -> str | None:
    """`f` or `m` where a title tells."""
    title = _TITLE.search(text, max(span.start - 8, 0), span.start)
    return None if title is None else "m" if title[1] in ("Mr", "Sir", "Lord") else "f"


def _is_meant(written: str, pair: Known, text: str) -> bool:
    """Whether a word stands for an established place or organisation: not "Who" for WHO, nor "US" in a line in capitals."""
    if pair.kind is NameKind.PERSON:
        return False
    if written == pair.en or " " in written:
        return not (pair.en.isupper() and is_shouted(text))
    longest = _LONGEST_ABBREVIATION - (pair.kind is NameKind.PLACE)  # KYIV
    return written.isupper() and len(written) > longest and written.lower() not in english_words()


def _surname_of(name: Owned) -> str:
    """The English surname: the first word of Korean and Chinese names, else the last."""
    words = name.english.split()
    return words[0] if is_eastern_lemma(name.lemma) else words[-1]


def _gender_of(owned: Owned) -> str | None:
    return owned.person.gender if owned.person else None


def _as_owned(words: Sequence[str], person: Person, *, loosely: bool = False) -> Person | None:
    """The words as parts of a person's Russian name; None where they say another first name (loosely: none that sounds so)."""
    if is_eastern_lemma(person.lemma):
        return Person(person.words[:1], person.gender, "nomn", 1.0) if len(words) == 1 else None
    made: list[Word] = []
    particles = len(person.last.split()) - 1
    before = words[:-1] if not particles or len(words) <= particles else words[: -1 - particles]
    for word in before:
        if (one := _first_word(word, person, loosely=loosely)) is None:
            return None
        made.append(one)
    last = [w for w in person.words if w.role in (Role.PARTICLE, Role.LAST)]
    return Person((*made, *last), person.gender, "nomn", 1.0)


def _first_word(word: str, person: Person, *, loosely: bool) -> Word | None:
    if word.endswith(".") or len(word) == 1:
        romanised = fold(person.first)[:1] if person.first else fold(person.initials)[:1]
        given = restore_initial(word)
        return (
            Word(f"{given}.", Role.INITIAL)
            if not romanised or fold(given)[:1] == romanised or given == person.first[:1]
            else None
        )
    if _PATRONYMIC.match(word):
        known = [w for w in person.words if w.role is Role.PATRONYMIC]
        return known[0] if known and fold(known[0].text) == fold(word) else Word(from_latin(word), Role.PATRONYMIC)
    for first in (w for w in person.words if w.role is Role.FIRST):
        same = fold(first.text) == fold(word) or key(restore_first(word) or "") == key(first.text)
        if same or _sounds_as(word, first.text, loosely=loosely):
            return first
    if person.first:
        return None
    restored = restore_first(word)
    if restored and person.initials and restored[0] != person.initials[0]:
        return None
    return Word(restored, Role.FIRST) if restored else None


def _sounds_as(latin: str, first: str, *, loosely: bool) -> bool:
    """Whether a Latin first name is another spelling of a Russian one: Lynne of «Линн», loosely Dean of «Дин», never Diana."""
    theirs, ours = given_names_english().get(latin.casefold()), given_names().get(key(first))
    if theirs and ours and theirs.gender != ours.gender:
        return False
    alike = SequenceMatcher(None, fold(latin), fold(first)).ratio() >= _SPELLED_ALIKE
    heard = loosely and fold(latin)[:1] == fold(first)[:1] and _have_as_many_syllables(latin, first)
    alike = alike or (heard and not (theirs and ours))
    return alike and sounds_of(latin) == sounds_of(first)


def _family(word: str) -> Person | None:
    """A family of a Russian surname: "the Ivanovs"."""
    one = restore_last(word[:-1]) if _FAMILY_S.fullmatch(word) else None
    if one is None or not read_family(f"{one}ы"):
        return None
    return Person((Word(f"{one}ы", Role.LAST),), FAMILY, "nomn", 1.0)


def _restored(words: Sequence[str]) -> Person | None:
    """A person that no Russian sentence of the document has."""
    if (full := established_english().get(latin_key(" ".join(words)))) and full.kind is NameKind.PERSON and len(words) > 1:
        return established_person(full.ru)
    if known := surnames_established_english().get(latin_key(words[-1])):
        theirs = known.ru.split()
        surname = " ".join(theirs[1:]) if len(theirs) > 2 and theirs[1].islower() else theirs[-1]
        if len(words) == 1:
            other = english_words() if words[0].lower() in english_words() else established_english().keys()
            meant = words[0].casefold() not in other and len(words[0]) > 3 and not is_eastern_lemma(known.ru)
            return Person((Word(surname, Role.LAST),), None, "nomn", 1.0) if meant else None
    if len(words) < 2 or words[0].lower() in NO_NAMES or is_club(words):
        return None
    first = restore_first(words[0]) if len(words) <= _MOST_WORDS else None
    last = restore_last(words[-1]) if first is not None else None
    if first is None or last is None:
        return None
    middle = [
        Word(f"{restore_initial(w)}.", Role.INITIAL) if w.endswith(".") else Word(from_latin(w), Role.PATRONYMIC)
        for w in words[1:-1]
        if w.endswith(".") or _PATRONYMIC.match(w)
    ]
    if len(middle) != len(words) - 2:
        return None
    gender = given_names_english().get(words[0].casefold())
    return Person((Word(first, Role.FIRST), *middle, Word(last, Role.LAST)), gender.gender if gender else None, "nomn", 1.0)


def _is_mere_word(written: str, lemma: str) -> bool:
    """Whether an English word but sounds as a Russian abbreviation does: "Yes" is no «ЕС», "Ran" no «РАН»; "Nato" is «НАТО»."""
    return lemma.isupper() and not written.isupper() and (len(written) < 4 or written.lower() in english_words())
