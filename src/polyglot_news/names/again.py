"""Names that stand in Russian sentences where the tagger did not see them, known from elsewhere in the document."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from polyglot_news.document import NameKind, Span
from polyglot_news.names.entries import Entry, NamedText, taken_spans
from polyglot_news.names.lists import established, key, surnames_established
from polyglot_news.names.morphology import HARDLY_COMMON, agreement_of, common_share, read_word
from polyglot_news.names.persons import (
    PARTICLES,
    Person,
    Role,
    Word,
    decline_person,
    is_eastern_lemma,
    is_first_name,
    surname_alone,
)
from polyglot_news.names.streets import forms_of_place
from polyglot_news.text.casing import Casing, is_shouted, recase

_CAPITALISED = re.compile(rf"(?<!\w)(?:[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)*|[А-ЯЁ]{{2,}}(?!\w)|(?:{'|'.join(PARTICLES)})(?= ))")
_NEIGHBOUR_BEFORE, _NEIGHBOUR = re.compile(r"(?<!\w)[А-ЯЁ][\w.-]* \Z"), re.compile(r"[ -][А-ЯЁ]")
_SMALL = re.compile(r"(?<!\w)[а-яё]+(?!\w)")
_NEXT = re.compile(r" ([а-яё]+)")
# Share of common words in the use of a form, from which it is one at the beginning of a sentence though the text has a person
# of that name («Кот», not «Волков»); and though everybody knows that person («Песков» is none).
_RATHER_COMMON = 0.5
_SELDOM_A_NAME = 0.9


def find_again(texts: Sequence[NamedText], entries: Sequence[Entry]) -> None:
    """Names that stand elsewhere, where the tagger did not see them: whole names, surnames, places, abbreviations."""
    forms, called = _known_forms(entries), _called_by_surname(texts, entries)
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
                if " " in form or id(entry) in called or not _is_word(form, person, shown, span):
                    entry.seen.append((text.segment_id, span, span.of(text.text), person))
                    used.append(span)


def _has_neighbour(text: str, span: Span) -> bool:
    """Whether another word with a capital stands right beside."""
    return bool(_NEIGHBOUR_BEFORE.search(text, max(span.start - 30, 0), span.start) or _NEIGHBOUR.match(text, span.stop))


def _called_by_surname(texts: Sequence[NamedText], entries: Sequence[Entry]) -> Collection[int]:
    """The ids of persons whom a sentence calls by the surname alone where a capital tells, and whose surname no sentence has in
    small letters: at the beginning of a sentence it is theirs too, though it be a common word («Седых и Коваль»).
    """
    shown = {text.segment_id: text.text for text in texts}
    called: dict[int, Person] = {}
    for entry in entries:
        for segment, span, _, person in entry.seen if entry.person is not None and entry.person.first else ():
            alone = person is not None and all(word.role is Role.LAST for word in person.words)
            if alone and person is not None and segment in shown and not _begins_sentence(shown[segment], span.start):
                called[id(entry)] = person
    small = {word for text in texts for word in _SMALL.findall(text.text)} if called else set()
    return {number for number, person in called.items() if not small & set(map(str.lower, decline_person(person).values()))}


def _is_word(form: str, person: Person | None, text: str, span: Span) -> bool:
    """Whether a form of a name that the text has elsewhere is a common word here."""
    if person is None:
        return common_share(form) >= HARDLY_COMMON
    known = key(person.last) in surnames_established() and " " not in person.last
    if not _begins_sentence(text, span.start) or common_share(form) < (_SELDOM_A_NAME if known else _RATHER_COMMON):
        return False
    verb = _NEXT.match(text, span.stop)
    gender = agreement_of(verb[1]) if verb else None
    nouns = {r.gender for r in read_word(form) if r.case == "nomn" and not {"Surn", "Name"} & r.tags}
    return gender not in ("m", "f") or gender != person.gender or gender in nouns  # «Пак увидела» is a woman's


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
