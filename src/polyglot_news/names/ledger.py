"""The ledger: every name of a document, its one spelling in each language, why, and where it is used.

1. Terms of the user's are found first, then names in Russian sentences (`russian.py`), which are put into the nominative and
   joined (`people.py`, `phrases.py`), then names in English sentences (`english.py`), joined to them.
2. Each English form is decided by the strongest evidence (`Evidence`); what weaker or equal evidence says otherwise is kept
   as a conflict. The parts of a person's name are decided each by itself, so a surname attested alone counts.
3. What many documents say together (`archived.py`) is added, and names that nothing knows are asked for (`unknown.py`).
4. Uses are written down for each segment: what stands there, and what must stand in its translation."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from polyglot_news.document import Evidence, NameEntry, NameKind, Span
from polyglot_news.names.again import find_again
from polyglot_news.names.english import EnglishNames, Found, Owned, is_ship, ships_in
from polyglot_news.names.entries import (
    ALONE,
    IN_FULL,
    Entry,
    NamedText,
    english_of,
    heard_places,
    russian_entries,
    spell,
    term_entries,
)
from polyglot_news.names.evidence import attest, attest_brackets, is_foreign
from polyglot_news.names.lists import key
from polyglot_news.names.persons import Person, Role, decline_person, is_eastern_lemma
from polyglot_news.names.phrases import decline_phrase
from polyglot_news.names.plurals import counted_target, plural_of
from polyglot_news.names.regions import without_noun
from polyglot_news.names.spelling import Scheme, Spelling
from polyglot_news.names.streets import decline_place, is_street, place_key
from polyglot_news.names.term import Term, is_cyrillic
from polyglot_news.names.term_index import PersonTerms, TermIndex
from polyglot_news.names.undecided import Undecided, leave_open

_LONGEST_ABBREVIATION = 5
_CYRILLIC_NAME, _LATIN_LETTER = re.compile(r"\b[А-ЯЁ][а-яё]+"), re.compile(r"[A-Za-zÀ-ž]")


@dataclass(frozen=True, slots=True)
class Use:
    """A name in a segment."""

    span: Span
    """In the segment's visible text."""
    entry: str
    """The id of the ledger's entry."""
    kind: NameKind
    source: str
    target: str
    """What its translation is to write: the English form of what is written here, or the Russian nominative."""
    forms: tuple[str, ...]
    """What may stand in the translation: the English form, or all cases of the Russian one."""
    lemma: str
    evidence: Evidence
    cases: tuple[str, ...] = ()
    """Of what is to be written in Russian: the form in each of `morphology.CASES`."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The names of a document."""

    entries: tuple[NameEntry, ...] = ()
    uses: Mapping[str, tuple[Use, ...]] = field(default_factory=dict)
    """By segment id, in order."""


Ask = Callable[[Sequence[str]], Sequence[str]]
"""Has a model translate English texts into Russian, each by itself."""


def build_ledger(
    texts: Sequence[NamedText], terms: Sequence[Term] = (), scheme: Scheme | None = None, ask: Ask | None = None
) -> Ledger:
    """The ledger of a document's Russian and English sentences; of other texts only handles are read.

    `ask` spells English names that nothing else knows; without it they are left out.
    """
    found = leave_open(texts, find_names(texts, terms, scheme), asks=ask is not None)
    return decide(found, scheme, ask(found.questions) if ask and found.questions else ())


def find_names(texts: Sequence[NamedText], terms: Sequence[Term] = (), scheme: Scheme | None = None) -> list[Entry]:
    """The names of a document, joined, each with all the evidence for its spelling that the document itself has."""
    scheme, index = scheme or Scheme(), TermIndex(terms)
    termed = {text.segment_id: index.find(text.text, text.language, text.protected) for text in texts}
    people = PersonTerms(terms)
    entries = list(term_entries(texts, termed))
    russian = [text for text in texts if text.language == "ru"]
    english = [text for text in texts if text.language == "en"]
    entries += russian_entries([*russian, *_cyrillic_of(english)], termed, [text.text for text in english])
    entries = list(_as_told(entries, terms))
    for entry in entries:
        spell(entry, scheme, people)
    find_again(russian, entries)
    attest_brackets(russian, entries)
    _read_english(english, entries, termed, scheme, people)
    find_again(russian, entries)
    attest(texts, entries)
    return entries


def _as_told(entries: Sequence[Entry], terms: Sequence[Term]) -> Iterator[Entry]:
    """The entries, with streets that the user's terms have, however a sentence writes them («ул. Садовой»), in those terms'."""
    told = {place_key(term.ru): term for term in terms if term.kind == NameKind.PLACE and is_street(term.ru)}
    termed: dict[str, Entry] = {}
    for entry in entries:
        street = place_key(entry.lemma) if told and entry.kind is NameKind.PLACE else ""
        if term := told.get(street):
            if street in termed:
                termed[street].seen += entry.seen
                continue
            entry.lemma, entry.term = term.ru, term
            entry.spellings = {Role.LAST: [Spelling(term.en, Evidence.TERM_BASE, term.origin)]}
            termed[street] = entry
        yield entry


def _cyrillic_of(texts: Sequence[NamedText]) -> Iterator[NamedText]:
    """English sentences that have Russian names as they are, "compiled by Тимур Ахметшин": only these, where they stand."""
    for text in texts:
        if _CYRILLIC_NAME.search(text.text):
            yield replace(text, text=_LATIN_LETTER.sub(" ", text.text))


def decide(found: Undecided, scheme: Scheme | None = None, answers: Sequence[str] = ()) -> Ledger:
    """The ledger of a document; `answers`: what the model says to `found.questions`, where there are any."""
    scheme, texts, unknown = scheme or Scheme(), found.texts, list(found.read(answers))
    attest(texts, unknown)
    spelled = (
        entry
        for entry in (*found.entries, *unknown)
        if entry.seen and entry.spellings and _has_letters(english_of(entry, entry.person, scheme))
    )
    places = {text.segment_id: (number, text) for number, text in enumerate(texts)}
    entries = sorted(spelled, key=lambda entry: min((places[segment][0], span.start) for segment, span, _, _ in entry.seen))
    return _written_down(entries, scheme, places)


def _has_letters(text: str) -> bool:
    """Whether there is anything to write: «Ъ», as Kommersant calls itself, has no sound."""
    return any(map(str.isalpha, text))


def _read_english(
    texts: Sequence[NamedText],
    entries: list[Entry],
    termed: Mapping[str, Sequence[tuple[Span, Term]]],
    scheme: Scheme,
    people: PersonTerms,
) -> None:
    own, heard, told = _OwnEntries(entries), heard_places(texts, entries), defaultdict[int, set[str]](set)
    finder, ships = _finder(entries, scheme, people, heard), ships_in(text.text for text in texts)
    for text in texts:
        for found in finder.find(text.text):
            if is_ship(found, text.text, ships):
                continue
            if found.person is None or not found.person.last:
                continue
            surname = found.text.split()[0 if (is_eastern := is_eastern_lemma(found.person.lemma)) else -1]
            if found.entry is not None and (is_eastern or is_foreign(entries[found.entry])):
                heard[found.entry].add(surname)
            elif found.entry is None and found.person.first:
                told[id(own.entry_of(found))].add(surname)  # after "Viktor Trehubov" a lone "Trehubov" is he
    entries += own.made
    heard |= {n: told[id(entry)] for n, entry in enumerate(entries) if id(entry) in told and n not in heard}
    for entry in entries:
        if not entry.spellings:
            spell(entry, scheme, people)
    finder, known = _finder(entries, scheme, people, heard), set(map(id, entries))
    for text in texts:
        taken = [*text.protected, *(span for span, term in termed[text.segment_id] if term.kind != NameKind.PERSON)]
        for found in finder.find(text.text):
            if found.span.meets(taken) or is_ship(found, text.text, ships):
                continue
            entry = entries[found.entry] if found.entry is not None else own.entry_of(found)
            if id(entry) not in known:
                entries.append(entry)
                known.add(id(entry))
                spell(entry, scheme, people)
            entry.seen.append((text.segment_id, found.span, found.text, found.person))
            _complete(entry, found.person)
            _attest_english(entry, found, text.segment_id)


def _complete(entry: Entry, person: Person | None) -> None:
    """Add the first name and the gender that only an English sentence has."""
    known = entry.person
    if known and person and known.gender is None and person.gender and known.last == person.last:  # "Mrs Whitfield"
        entry.person = known = replace(known, gender=person.gender)
    if known and person and not known.first and not known.initials and person.first and person.last == known.last:
        entry.person = Person(person.words, known.gender or person.gender, "nomn", 1.0)
        entry.lemma = entry.person.lemma


def _finder(entries: Sequence[Entry], scheme: Scheme, people: PersonTerms, heard: Mapping[int, Set[str]]) -> EnglishNames:
    """A finder of these entries; `heard`: English words by which some were known by their sound, by the entry's number."""
    spelled = ((n, e, english_of(e, e.person, scheme)) for n, e in enumerate(entries) if e.term is None)
    owned = [
        Owned(n, e.kind, e.lemma, english, e.person, is_foreign(e), heard.get(n, frozenset()))
        for n, e, english in spelled
        if _has_letters(english)
    ]
    called = {word.casefold(): name for name in owned if name.kind is NameKind.PLACE for word in name.heard}
    return EnglishNames(owned, {**called, **people.english})


class _OwnEntries:
    """Entries of names that English sentences have and no Russian one in the same form."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.made: list[Entry] = []
        """New ones, in the order of their first use."""
        self._named: dict[tuple[NameKind, str], Entry] = {}
        self._by_surname: dict[str, list[Entry]] = defaultdict(list)
        for entry in (entry for entry in entries if entry.term is None):
            self._named.setdefault((entry.kind, key(entry.lemma)), entry)
            if entry.person and entry.person.last and not entry.person.first and not entry.person.initials:
                self._by_surname[key(entry.person.last)].append(entry)

    def entry_of(self, found: Found) -> Entry:
        """The entry of a name. A surname alone joins the full name, also where that is the English one and the surname
        Russian: "Oleh Syniehubov" and «Синегубов».
        """
        same = (found.kind, key(found.russian))
        if same not in self._named:
            self._named[same] = self._joined(found.person) or self._new(found)
        return self._named[same]

    def _joined(self, person: Person | None) -> Entry | None:
        """The entry of the same surname whose first name is the same, or not known yet; the fuller form stays."""
        for entry in self._by_surname.get(key(person.last), ()) if person is not None and person.last else ():
            other = entry.person
            if person is None or other is None or (person.first and other.first and key(person.first) != key(other.first)):
                continue
            if len(person.words) > len(other.words):
                entry.person, entry.lemma = person, person.lemma
            return entry
        return None

    def _new(self, found: Found) -> Entry:
        entry = Entry(found.kind, found.russian, found.person)
        self.made.append(entry)
        if found.person is not None and found.person.last:
            self._by_surname[key(found.person.last)].append(entry)
        return entry


def _attest_english(entry: Entry, found: Found, segment: str) -> None:
    if found.text.isupper() and len(found.text) > _LONGEST_ABBREVIATION:
        return  # a headline in capitals
    reason = f'written "{found.text}" in {segment}'
    if entry.term is not None or entry.person is None:
        if entry.term is None:
            entry.attest(Role.LAST, found.text, reason, IN_FULL)
        return
    person, words = found.person, found.text.split()
    if person is not None and len(words) > 1 and is_eastern_lemma(person.lemma):
        entry.attest(Role.LAST, words[0], reason, IN_FULL)
        entry.attest(Role.FIRST, " ".join(words[1:]), reason, IN_FULL)
        return
    if person is None or len(words) != len(person.words):
        return
    for role in (Role.FIRST, Role.PATRONYMIC, Role.LAST):
        roles = (role, Role.PARTICLE) if role is Role.LAST else (role,)
        some = [english for english, word in zip(words, person.words, strict=True) if word.role in roles]
        if some:
            entry.attest(role, " ".join(some), reason, IN_FULL if len(words) > 1 else ALONE)


def _written_down(entries: Sequence[Entry], scheme: Scheme, places: Mapping[str, tuple[int, NamedText]]) -> Ledger:
    """The ledger of what is decided; `places`: by segment its number and text."""
    written: list[NameEntry] = []
    uses: dict[str, list[Use]] = {}
    for number, entry in enumerate(entries, start=1):
        identifier, english = f"n{number}", english_of(entry, entry.person, scheme)
        chosen = _chosen(entry)
        variants = Counter(text for _, _, text, _ in entry.seen)
        written.append(
            NameEntry(
                id=identifier,
                kind=entry.kind,
                russian=entry.lemma,
                english=english,
                evidence=chosen.evidence,
                reason=chosen.reason,
                variants=tuple(text for text, _ in variants.most_common()),
                segments=tuple(segment for segment, _, _, _ in sorted(entry.seen, key=lambda s: (places[s[0]][0], s[1]))),
                conflicts=tuple(_conflicts(entry)),
            )
        )
        for segment, span, text, person in entry.seen:
            language, before = places[segment][1].language, places[segment][1].text[: span.start]
            target, forms, cases = _target(entry, text, person, scheme if language != "en" else None, before)
            if not _has_letters(target):
                continue
            use = Use(span, identifier, entry.kind, text, target, forms, entry.lemma, chosen.evidence, cases)
            uses.setdefault(segment, []).append(use)
    return Ledger(tuple(written), {segment: tuple(sorted(some, key=lambda use: use.span)) for segment, some in uses.items()})


def _chosen(entry: Entry) -> Spelling:
    role = Role.LAST if Role.LAST in entry.spellings else next(iter(entry.spellings))
    return entry.spelling(role)


def _conflicts(entry: Entry) -> Iterator[str]:
    """What other evidence than romanisation says otherwise."""
    for role, spellings in entry.spellings.items():
        chosen, said = entry.spelling(role), set[str]()
        for other in spellings:
            if (
                other.text.casefold() != chosen.text.casefold()
                and other.evidence is not Evidence.ROMANISED
                and other.text not in said
            ):
                said.add(other.text)
                yield f"{other.text}: {other.reason}"


def _target(
    entry: Entry, text: str, person: Person | None, scheme: Scheme | None, before: str
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """What a use becomes, all that may stand for it, and of a Russian form its cases; without a scheme it becomes Russian,
    whatever it is written in.
    """
    if entry.term is not None and (plural := plural_of(entry.term)):
        return counted_target(entry.term, plural, text, before, to_english=scheme is not None and is_cyrillic(text))
    if scheme is not None and is_cyrillic(text):
        english = english_of(entry, person, scheme)
        short = without_noun(english, entry.lemma, text) if entry.kind is NameKind.PLACE and entry.term is None else english
        return short, tuple(dict.fromkeys((short, english))), ()
    gender = entry.person.gender if entry.person else None
    own = replace(person, gender=gender) if person is not None and not person.gender else person
    cases = tuple((decline_person(own) if own is not None else _declined(entry)).values())
    return own.lemma if own is not None else entry.lemma, tuple(dict.fromkeys(cases)), cases


def _declined(entry: Entry) -> Mapping[str, str]:
    if entry.person is not None:
        return decline_person(entry.person)
    return decline_place(entry.lemma) if entry.kind is NameKind.PLACE else decline_phrase(entry.lemma)
