"""Names on their way into the ledger: found in Russian sentences, put into the nominative, joined, spelled."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from polyglot_news.document import Evidence, NameKind, Span
from polyglot_news.names.adjectives import adjectives_of_places
from polyglot_news.names.callsigns import CallSigns
from polyglot_news.names.lists import established, key, last_names, surnames_established
from polyglot_news.names.morphology import HARDLY_COMMON, common_share, is_common, is_geographic, read_surname
from polyglot_news.names.people import Sighting, Someone, join_people
from polyglot_news.names.persons import (
    PARTICLES,
    Person,
    Role,
    Word,
    decline_person,
    is_eastern_lemma,
    is_first_name,
    read_person,
    surname_alone,
    words_of,
)
from polyglot_news.names.phrases import decline_phrase, read_phrase
from polyglot_news.names.places import EnglishHalf, is_before_place, place_keys, plural_of
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
from polyglot_news.names.streets import forms_of_place, place_key, spell_street
from polyglot_news.names.term import Term, is_cyrillic
from polyglot_news.names.term_index import PersonTerms
from polyglot_news.text.casing import Casing, is_shouted, recase

_CAPITALISED = re.compile(rf"(?<!\w)(?:[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)*|[А-ЯЁ]{{2,}}(?!\w)|(?:{'|'.join(PARTICLES)})(?= ))")
_NEIGHBOUR_BEFORE, _NEIGHBOUR = re.compile(r"(?<!\w)[А-ЯЁ][\w.-]* \Z"), re.compile(r"[ -][А-ЯЁ]")
_NOT_SPELLED = re.compile(r"\d|\b[IVX]+\b")
_ADMINISTRATIVE = re.compile(r" (?:область|край|район)\Z|[сц]кий округ\Z|\AРеспублика ")
IN_BRACKETS, IN_FULL, ALONE, IN_HANDLE, IN_ADDRESS = range(5)  # ways that a document attests a spelling, the strongest first
# Share of common words in the use of a form, from which it is one at the beginning of a sentence though the text has a person
# of that name («Кот», not «Волков»); and though everybody knows that person («Песков» is none).
_RATHER_COMMON = 0.5
_SELDOM_A_NAME = 0.9
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
    found = find_russian([text.text for text in texts])
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
    yield from map(_entry_of, join_people(people, half.words))
    yield from others.values()


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


def find_again(texts: Sequence[NamedText], entries: Sequence[Entry]) -> None:
    """Names that stand elsewhere, where the tagger did not see them: whole names, surnames, places, abbreviations."""
    forms = _known_forms(entries)
    taken = taken_spans(texts, entries)
    for text in texts:
        used = taken[text.segment_id]
        shown = recase(text.text, Casing.TITLE) if is_shouted(text.text) else text.text
        for match in _CAPITALISED.finditer(shown):
            for form in forms.get(match[0], ()):
                span = Span(match.start(), match.start() + len(form))
                entry, person = forms[match[0]][form]
                stands = span.of(shown) == form or (shown is not text.text and span.of(shown).lower() == form.lower())
                if not stands or shown[span.stop : span.stop + 1].isalnum() or span.meets(used):
                    continue
                if person is not None and not person.last and _has_neighbour(shown, span):
                    continue  # another who has the same first name
                if entry.lemma.isupper() and not span.of(text.text).isupper():
                    continue  # «Воз» is no «ВОЗ»
                if " " in form or not _is_word(form, person, _begins_sentence(shown, span.start)):
                    entry.seen.append((text.segment_id, span, span.of(text.text), person))
                    used.append(span)


def _has_neighbour(text: str, span: Span) -> bool:
    """Whether another word with a capital stands right beside."""
    return bool(_NEIGHBOUR_BEFORE.search(text, max(span.start - 30, 0), span.start) or _NEIGHBOUR.match(text, span.stop))


def _is_word(form: str, person: Person | None, begins: bool) -> bool:
    """Whether a form of a name that the text has elsewhere is a common word here."""
    if person is None:
        return common_share(form) >= HARDLY_COMMON
    known = key(person.last) in surnames_established() and " " not in person.last
    return begins and common_share(form) >= (_SELDOM_A_NAME if known else _RATHER_COMMON)


def _begins_sentence(text: str, at: int) -> bool:
    """Whether a capital tells nothing here."""
    return not text[:at].strip(' \t\n«»"“”„(—–-') or text[:at].rstrip(' «"“„(')[-1:] in (".", "!", "?", ":", "…")


def _known_forms(entries: Sequence[Entry]) -> Mapping[str, Mapping[str, tuple[Entry, Person | None]]]:
    """By first word, the longest first: each form that a name may have, and what its words are."""
    forms: dict[str, dict[str, tuple[Entry, Person | None]]] = {}
    firsts = Counter(entry.person.first for entry in entries if entry.person)

    def add(form: str, entry: Entry, person: Person | None) -> None:
        forms.setdefault(form.split()[0], {}).setdefault(form, (entry, person))

    for entry in entries:
        if entry.person is not None and entry.person.last:
            alone = surname_alone(entry.person)
            for person in (entry.person, alone):
                for form in decline_person(person).values():
                    add(form, entry, person)
            if firsts[entry.person.first] == 1 and (first := _first_alone(entry.person)):
                for form in decline_person(first).values():
                    add(form, entry, first)
        elif entry.term is None and entry.kind is NameKind.PLACE:
            for form in forms_of_place(entry.lemma):
                add(form, entry, None)
        elif entry.term is None and entry.lemma.isupper() and len(entry.lemma) > 1:
            add(entry.lemma, entry, None)
            add(entry.lemma.capitalize(), entry, None)  # as it stands in a headline once that has small letters
    return {word: dict(sorted(some.items(), key=lambda item: -len(item[0]))) for word, some in forms.items()}


def _first_alone(person: Person) -> Person | None:
    """Somebody by the first name, where that is no word besides, nor a place: «Айдар» of Айдар Губайдуллин."""
    first = person.first
    if not first or " " in first or is_eastern_lemma(person.lemma) or common_share(first) > 0 or key(first) in established():
        return None
    if not is_first_name(first):
        return None
    return Person((Word(first, Role.FIRST),), person.gender, "nomn", 1.0)


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
