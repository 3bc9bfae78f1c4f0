"""The user's terms, looked up in sentences: any case of the Russian side, the English side as it is written; common nouns also
in the plural.

Only terms that begin as some word of the sentence does are declined, so a term base of 100,000 rows costs nothing at first.
"""

import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from polyglot_news.document import Evidence, NameKind, Span
from polyglot_news.names.english import Owned
from polyglot_news.names.lists import key, latin_key
from polyglot_news.names.persons import Person, Role, Word, decline_person, read_person
from polyglot_news.names.phrases import decline_phrase
from polyglot_news.names.plurals import plural_first_word, plural_forms, plural_of
from polyglot_news.names.spelling import Spelling
from polyglot_news.names.term import Term, is_cyrillic

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_STEM = 3  # letters that all cases of a word share


class TermIndex:
    """Finds terms of the user's in sentences."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._russian: dict[str, list[Term]] = defaultdict(list)
        self._english: dict[str, list[Term]] = defaultdict(list)
        for term in terms:
            if match := _WORD.search(term.ru):
                self._russian[key(match[0])[:_STEM]].append(term)
            if match := _WORD.search(term.en):
                self._english[latin_key(match[0])].append(term)
                if term.kind == NameKind.TERM and (plural := plural_first_word(term.en)):
                    self._english[latin_key(plural)].append(term)

    def find(self, text: str, language: str, taken: Sequence[Span] = ()) -> list[tuple[Span, Term]]:
        """Terms in a sentence, the longest first at each place, disjoint and beside what is taken."""
        if not self._russian:
            return []
        found: list[tuple[Span, Term]] = []
        at = 0
        for match in _WORD.finditer(text):
            if match.start() < at:
                continue
            options = self._options(match[0], language)
            best = max(
                ((s, t) for t in options for s in _spans(text, match.start(), t, language)),
                key=lambda o: len(o[0]),
                default=None,
            )
            if best and not best[0].meets(taken):
                found.append(best)
                at = best[0].stop
        return found

    def _options(self, word: str, language: str) -> Sequence[Term]:
        """Terms that may begin with a word; in a Russian sentence also those whose English stands there with other accents."""
        if language == "en" or (language == "ru" and not word.isascii() and not is_cyrillic(word)):
            return self._english.get(latin_key(word), ())
        return self._russian.get(key(word)[:_STEM], ()) if language == "ru" else ()


def _spans(text: str, start: int, term: Term, language: str) -> Iterator[Span]:
    russian = language == "ru" and is_cyrillic(text[start])
    for form in _forms(term) if russian else _english_forms(term):
        stop = start + len(form)
        piece = text[start:stop]
        same = key(piece) == key(form) if russian else latin_key(piece) == latin_key(form)
        if same and not text[stop : stop + 1].isalnum() and not (form[0].isupper() and piece[0].islower()):
            yield Span(start, stop)


@functools.lru_cache(maxsize=10_000)
def _forms(term: Term) -> tuple[str, ...]:
    """All cases of a term, those of the plural last; of a person those of each gender that the name allows."""
    if term.kind == NameKind.PERSON:
        readings = [person for person in read_person(term.ru) if person.case in ("nomn", None)][:2]
        return tuple(dict.fromkeys((term.ru, *(form for person in readings for form in decline_person(person).values()))))
    return tuple(dict.fromkeys((term.ru, *decline_phrase(term.ru).values(), *plural_forms(term).values())))


def _english_forms(term: Term) -> Iterator[str]:
    yield term.en
    if plural := plural_of(term):
        yield plural[1]


class PersonTerms:
    """The user's persons: their surnames and first names are spelled so wherever they stand."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._by_surname: dict[str, list[Term]] = defaultdict(list)
        self.english: dict[str, Owned] = {}
        """Persons of the term base by their English form in small letters."""
        for term in terms:
            if term.kind == NameKind.PERSON:
                self._by_surname[key(term.ru).split()[-1]].append(term)
                self.english[term.en.casefold()] = Owned(-1, NameKind.PERSON, term.ru, term.en, _as_person(term))

    def spell(self, person: Person) -> Iterator[tuple[Role, Spelling]]:
        """What the term base says of the parts of a person's name: where the first names agree, or one has none."""
        if not person.last:  # «Сармат», whom the term base calls by one name
            alone = (t for t in self._by_surname.get(key(person.first), ()) if " " not in t.ru)
            yield from ((Role.FIRST, Spelling(term.en, Evidence.TERM_BASE, term.origin)) for term in alone)
            return
        for term in self._by_surname.get(key(person.last).split()[-1], ()):
            *first, _ = term.ru.split()
            if first and person.first and key(first[0]) != key(person.first.split()[0]):
                continue
            *english, surname = term.en.split()
            count = len(person.last.split())
            if count > 1 and key(term.ru).endswith(key(person.last)) and len(english) == len(first) >= count:
                surname = " ".join((*english[1 - count :], surname))  # «бин Фархан Аль Сауд», word for word
                english, first = english[: 1 - count], first[: 1 - count]
            yield Role.LAST, Spelling(surname, Evidence.TERM_BASE, term.origin)
            given = len(person.first.split()) if len(english) == len(first) else len(english)
            if english and person.first and first:
                yield Role.FIRST, Spelling(" ".join(english[:given]), Evidence.TERM_BASE, term.origin)
            if english[given:] and person.patronymic:
                yield Role.PATRONYMIC, Spelling(" ".join(english[given:]), Evidence.TERM_BASE, term.origin)
            return


def _as_person(term: Term) -> Person:
    """A person of the term base, word for word."""
    *first, last = term.ru.split()
    return Person((*(Word(word, Role.FIRST) for word in first), Word(last, Role.LAST)), None, "nomn", 1.0)
