"""Names on their way into the ledger: found in Russian sentences, put into the nominative, joined, spelled."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from polyglot_news.document import Evidence, NameKind, Span
from polyglot_news.names.adjectives import adjectives_of_places
from polyglot_news.names.callsigns import CallSigns
from polyglot_news.names.lists import established, key, last_names, surnames_established
from polyglot_news.names.morphology import is_common, is_geographic, read_surname
from polyglot_news.names.neighbours import known_in_full, split_known
from polyglot_news.names.people import Sighting, Someone, join_people
from polyglot_news.names.persons import (
    Person,
    Role,
    is_first_name,
    read_person,
    words_of,
)
from polyglot_news.names.phrases import decline_phrase, read_phrase
from polyglot_news.names.places import EnglishHalf, is_before_place, is_landform, place_keys, plural_of
from polyglot_news.names.quoted import quoted_lemma
from polyglot_news.names.restore import surnames_in_full
from polyglot_news.names.romanise import fold
from polyglot_news.names.russian import Mention, find_russian
from polyglot_news.names.spelling import (
    Scheme,
    Spelling,
    spell_call_sign,
    spell_initial,
    spell_organisation,
    spell_person,
    spell_place,
)
from polyglot_news.names.streets import place_key, spell_street
from polyglot_news.names.term import Term, is_cyrillic
from polyglot_news.names.term_index import PersonTerms
from polyglot_news.text.casing import is_shouted

_NOT_SPELLED = re.compile(r"\d|\b[IVX]+\b")
_ADMINISTRATIVE = re.compile(r" (?:область|край|район)\Z|[сц]кий округ\Z|\AРеспублика ")
IN_BRACKETS, IN_FULL, ALONE, IN_HANDLE, IN_ADDRESS = range(5)  # ways that a document attests a spelling, the strongest first
_STRENGTH = {evidence: number for number, evidence in enumerate(Evidence)}


_WHERE = frozenset("в во из под над до через между около у близ возле".split())  # before a place rather than a person
LONGEST = 2_000
"""Characters of a sentence in which names are looked for: what is longer is none, and would take for ever."""


@dataclass(frozen=True, slots=True)
class NamedText:
    """A segment's visible text, in Russian or English."""

    segment_id: str
    language: str
    text: str
    protected: tuple[Span, ...] = ()
    """Addresses, handles, code: no name is looked for there, but handles attest spellings."""


@dataclass(slots=True)
class Entry:
    """A name on its way into the ledger."""

    kind: NameKind
    lemma: str
    person: Person | None = None
    seen: list[tuple[str, Span, str, Person | None]] = field(default_factory=list)
    """Segment, where, as written, and what a person's words are; Russian and English uses."""
    spellings: dict[Role, list[Spelling]] = field(default_factory=dict)
    """For a person by kind of word; else all under `LAST`."""
    term: Term | None = None

    def spelling(self, role: Role) -> Spelling:
        """The strongest."""
        return min(self.spellings[role], key=lambda s: (_STRENGTH[s.evidence], s.rank))

    def attest(self, role: Role, text: str, reason: str, rank: int) -> None:
        """Note what the document writes."""
        spellings, told = self.spellings.setdefault(role, []), Spelling(text, Evidence.ATTESTED, reason, rank)
        if told not in spellings:
            spellings.append(told)


def term_entries(texts: Sequence[NamedText], termed: Mapping[str, Sequence[tuple[Span, Term]]]) -> Iterator[Entry]:
    """Terms of the user's that are no persons, with their uses."""
    found: dict[str, Entry] = {}
    for text in texts:
        for span, term in termed[text.segment_id]:
            latin = text.language == "ru" and not is_cyrillic(span.of(text.text))
            if term.kind == NameKind.PERSON and not latin:
                continue  # persons are joined with their other forms
            lemma = term.en if latin else term.ru  # "Société" stays in Latin letters
            if lemma not in found:
                spelling = Spelling(term.en, Evidence.TERM_BASE, term.origin)
                found[lemma] = Entry(NameKind(term.kind), lemma, spellings={Role.LAST: [spelling]}, term=term)
            found[lemma].seen.append((text.segment_id, span, span.of(text.text), None))
    yield from found.values()


def russian_entries(
    texts: Sequence[NamedText], termed: Mapping[str, Sequence[tuple[Span, Term]]], english: Sequence[str]
) -> Iterator[Entry]:
    """Names in Russian sentences, the mentions of one name joined; `english`: the document's English sentences."""
    half = EnglishHalf.of(english)
    people: list[Sighting] = []
    others: dict[str, Entry] = {}
    texts = [text for text in texts if not is_shouted(text.text)]  # the tagger sees names in capitals everywhere
    found = _parted(find_russian([text.text for text in texts]))
    called = CallSigns([text.text for text in texts], english)
    quoted = {mention.text for mentions in found for mention in mentions if mention.quoted}
    placed = _placed(found)
    surnames = {key(surname) for mentions in found for mention in mentions if (surname := _surname_in_full(mention))}
    surnames |= surnames_in_full(english)
    for text, mentions in zip(texts, found, strict=True):
        taken = [*text.protected, *(span for span, _ in termed[text.segment_id])]
        for span, term in termed[text.segment_id]:
            if term.kind == NameKind.PERSON and is_cyrillic(span.of(text.text)):
                mention = Mention(span, NameKind.PERSON, span.of(text.text), lemma=term.ru)
                people.append(Sighting(text.segment_id, len(people), mention))
        for span, nickname in _called(called, text.text, mentions, taken):
            entry = others.setdefault(f"call sign {key(nickname)}", Entry(NameKind.PERSON, nickname))
            entry.seen.append((text.segment_id, span, span.of(text.text), None))
            taken.append(span)
        for mention in mentions:
            if mention.span.meets(taken):
                continue
            person = mention.kind is NameKind.PERSON and not _is_place_only(mention, surnames, half, placed)
            if person or (mention.kind is not NameKind.PERSON and _is_surname_of(mention, surnames)):
                people.append(Sighting(text.segment_id, len(people), mention))
            elif lemma := _placed_lemma(mention, placed) or _lemma(mention, quoted, half):
                known = established().get(key(lemma))
                kind = NameKind.PLACE if mention.kind is NameKind.PERSON else mention.kind
                kind = known.kind if known and known.kind is not NameKind.PERSON else kind
                entry = others.setdefault(place_key(lemma), Entry(kind, lemma))
                entry.seen.append((text.segment_id, mention.span, mention.text, None))
            else:
                continue
            taken.append(mention.span)
        _add_adjectives(text, taken, termed, others)
    yield from map(_entry_of, join_people(people, half.words, half.as_written))
    yield from others.values()


def _parted(found: Sequence[Sequence[Mention]]) -> list[list[Mention]]:
    """The mentions, those of two persons parted whom others tell to be two."""
    persons = [mention.text for mentions in found for mention in mentions if mention.kind is NameKind.PERSON]
    surnames = known_in_full(dict.fromkeys(persons))
    return [[part for mention in mentions for part in _parts_of(mention, surnames)] for mentions in found]


def _parts_of(mention: Mention, surnames: Set[str]) -> Iterator[Mention]:
    is_person = mention.kind is NameKind.PERSON and not mention.lemma
    count = split_known(mention.text, surnames) if is_person and " " in mention.text else 0
    if not count:
        yield mention
        return
    *_, last = mention.text.split()
    first, at = mention.text.removesuffix(last).rstrip(), mention.span.stop - len(last)
    yield replace(mention, span=Span(mention.span.start, mention.span.start + len(first)), text=first, gender=None, cases=None)
    yield replace(mention, span=Span(at, mention.span.stop), text=last, preposition="", begins=False)


def _add_adjectives(
    text: NamedText,
    taken: Sequence[Span],
    termed: Mapping[str, Sequence[tuple[Span, Term]]],
    others: dict[str, Entry],
) -> None:
    """Note adjectives as uses of the place that they are of, unless the user's terms have it."""
    for span, lemma in adjectives_of_places(text.text):
        if not span.meets(taken) and not any(term.ru == lemma for some in termed.values() for _, term in some):
            entry = others.setdefault(key(lemma), Entry(NameKind.PLACE, lemma))
            entry.seen.append((text.segment_id, span, span.of(text.text), None))


def _called(called: CallSigns, text: str, mentions: Sequence[Mention], taken: Sequence[Span]) -> list[tuple[Span, str]]:
    """The call signs in a sentence; not what is part of a longer name there, «Андрей Лис»."""
    longer = [mention.span for mention in mentions if mention.kind is NameKind.PERSON and " " in mention.text]
    return [(span, lemma) for span, lemma in called.find(text) if not span.meets([*taken, *longer])]


def _surname_in_full(mention: Mention) -> str | None:
    """The surname of a person who is named in full."""
    readings = read_person(mention.text) if mention.kind is NameKind.PERSON else ()
    return readings[0].last if readings and readings[0].first else None


def _is_surname_of(mention: Mention, surnames: Set[str]) -> bool:
    """Whether a word that the tagger takes for a place is somebody's surname here: Гусев is a town as well."""
    if mention.lemma or " " in mention.text:
        return False
    if mention.quoted:  # a thing called after somebody is spelled as he is: «папка „Ерохин“»
        return key(mention.text) in surnames
    if key(read_phrase(mention.text)[0].lemma) in established() and mention.preposition.lower() in _WHERE:
        return False
    return any(key(reading.lemma) in surnames for reading in read_surname(mention.text))


def _placed(found: Sequence[Sequence[Mention]]) -> Mapping[str, str]:
    """The nominatives of what a sentence of the document tells to be a place («в Новопавловке», «село Зелёный Гай»), by each of
    their forms.
    """
    told = {mention.lemma for mentions in found for mention in mentions if mention.lemma and mention.kind is NameKind.PLACE}
    for mention in (mention for mentions in found for mention in mentions if mention.kind is NameKind.PLACE):
        if " " not in mention.text and is_before_place(mention.preposition.lower()):
            told.add(read_phrase(mention.text, mention.preposition)[0].lemma)
    return {form: lemma for lemma in sorted(told) for form in (lemma, *decline_phrase(lemma).values())}


def _placed_lemma(mention: Mention, placed: Mapping[str, str]) -> str | None:
    """The nominative that a place has elsewhere, where the mention itself does not tell it."""
    told = mention.lemma or (mention.kind is not NameKind.PERSON and " " not in mention.text)
    return None if told else placed.get(mention.text)


def _is_place_only(mention: Mention, surnames: Set[str], half: EnglishHalf, placed: Mapping[str, str]) -> bool:
    """Whether a name that the tagger takes for a person's is an established place, or one that the document tells to be one,
    or stands as a place in the English half under an adjective's other ending («Дворичная», "near Dvorichna"), and is nobody's
    surname that is known.
    """
    if placed.get(mention.text, "").count(" ") == 1:
        return True
    if " " not in mention.text and is_landform(mention.preposition) and mention.text in placed:
        return True
    if " " in mention.text or is_first_name(mention.text):
        return False
    if any(key(r.lemma) in surnames or key(r.lemma) in surnames_established() for r in read_surname(mention.text)):
        return False
    if mention.text in placed and mention.gender is None:
        return not any(key(reading.lemma) in last_names() for reading in read_surname(mention.text))
    lemma = read_phrase(mention.text, mention.preposition)[0].lemma
    if (place_keys(lemma) - {fold(lemma)}) & half.places or half.settlement(lemma):
        return True
    known = established().get(key(lemma))
    return known is not None and known.kind is NameKind.PLACE and mention.gender is None


def _entry_of(someone: Someone) -> Entry:
    seen = [(s.segment_id, s.mention.span, s.mention.text, person) for s, person in someone.seen]
    return Entry(NameKind.PERSON, someone.person.lemma, someone.person, list(seen))


def _lemma(mention: Mention, quoted: Set[str], half: EnglishHalf) -> str | None:
    """The nominative of a place or organisation; None where it is made of common words, which are translated, not spelled."""
    if mention.lemma:
        return mention.lemma
    lemma = read_phrase(mention.text, mention.preposition)[0].lemma
    if mention.kind is NameKind.PLACE and key(lemma) not in established() and (plural := plural_of(mention.text, half)):
        return plural
    if mention.quoted and key(lemma) not in established():
        lemma = quoted_lemma(mention.text, mention.preposition, quoted)
    if key(lemma) in established() or mention.quoted or _ADMINISTRATIVE.search(lemma):
        return lemma
    words = words_of(lemma)
    if lemma.isupper() and len(lemma) < 6:  # an abbreviation: who knows what of
        return None
    if mention.kind is NameKind.ORGANISATION and len(words) > 1:
        return None if any(is_common(word) for word in words) else lemma
    if any(is_common(word) and not (len(words) == 1 and is_geographic(word)) for word in words) or _NOT_SPELLED.search(lemma):
        return None
    return lemma


def spell(entry: Entry, scheme: Scheme, people: PersonTerms) -> None:
    """The forms that hold where the document attests none, and those of the user's, which always do."""
    if entry.term is not None:
        return
    if entry.person is not None:
        for role, spelling in (*people.spell(entry.person), *spell_person(entry.person, scheme).items()):
            entry.spellings.setdefault(role, []).append(spelling)
    elif entry.kind is NameKind.PERSON:
        entry.spellings[Role.LAST] = [spell_call_sign(entry.lemma, scheme)]
    elif entry.kind is NameKind.PLACE:
        entry.spellings[Role.LAST] = [spell_street(entry.lemma, scheme) or spell_place(entry.lemma, scheme)]
    else:
        entry.spellings[Role.LAST] = [spell_organisation(entry.lemma, scheme)]


def taken_spans(texts: Sequence[NamedText], entries: Sequence[Entry]) -> dict[str, list[Span]]:
    """By segment: what is protected, and what is a name already."""
    taken = {text.segment_id: list(text.protected) for text in texts}
    for entry in entries:
        for segment, span, _, _ in entry.seen:
            taken.setdefault(segment, []).append(span)
    return taken


def heard_places(texts: Sequence[NamedText], entries: Sequence[Entry]) -> dict[int, set[str]]:
    """English words that are settlements by what stands before them, by the number of the Russian place that sounds so."""
    half, heard = EnglishHalf.of([text.text for text in texts]), defaultdict[int, set[str]](set)
    for number, entry in enumerate(entries):
        if entry.kind is NameKind.PLACE and entry.term is None and (word := half.settlement(entry.lemma)):
            heard[number].add(word)
    return heard


def english_of(entry: Entry, person: Person | None, scheme: Scheme) -> str:
    """The English form of a use: as many words as it has."""
    if entry.person is None or person is None or entry.term is not None:
        return entry.spelling(Role.LAST).text
    words, said = list[str](), set[Role]()
    for word in person.words:
        role = Role.LAST if word.role is Role.PARTICLE else word.role
        if role is Role.INITIAL:
            first = (
                entry.spelling(Role.FIRST) if Role.FIRST in entry.spellings and _is_first_initial(word.text, entry) else None
            )
            words.append(spell_initial(word, first, scheme, person.last))
        elif role not in said:
            said.add(role)
            words.append(_spelled_part(entry, role, person, scheme))
    return " ".join(word for word in words if word)


def _is_first_initial(initial: str, entry: Entry) -> bool:
    return entry.person is not None and entry.person.first[:1] == initial[:1]


def _spelled_part(entry: Entry, role: Role, person: Person, scheme: Scheme) -> str:
    mine = {Role.FIRST: person.first, Role.PATRONYMIC: person.patronymic, Role.LAST: person.last}[role]
    of_all = entry.person or person
    theirs = {Role.FIRST: of_all.first, Role.PATRONYMIC: of_all.patronymic, Role.LAST: of_all.last}[role]
    if role in entry.spellings and (key(mine) == key(theirs) or role is Role.LAST):
        return entry.spelling(role).text
    spelled = spell_person(person, scheme).get(role)
    return spelled.text if spelled else ""
