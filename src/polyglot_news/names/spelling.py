"""The English spelling of a Russian name where nothing in the document or the term base gives one.

Established forms come first (whole, then by surname), then the systems that names from elsewhere were put into Russian by, then
the first names' usual forms, then romanisation.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from polyglot_news.document import Evidence, NameKind
from polyglot_news.names.chinese import to_pinyin
from polyglot_news.names.companies import spell_company
from polyglot_news.names.korean import to_romanisation
from polyglot_news.names.lists import Known, established, first_names, foreign_surnames, given_names, key, surnames_established
from polyglot_news.names.persons import FAMILY, PARTICLES, Person, Role, Word, is_eastern_lemma
from polyglot_news.names.romanise import fold, romanise

_RUSSIAN = re.compile(r"(?:[оеё]в|[иы]н|[сц]кий|к[оа]|[уюи]к|[оеё]ва|[иы]на|[сц]кая)\Z")
_EDITION = re.compile(r"Ъ[-–‑](\w.*)")  # Kommersant calls its local editions so: «Ъ-Южный Урал»
_HEADS = {"область": "Region", "край": "Territory", "район": "District", "округ": "District"}


@dataclass(frozen=True, slots=True)
class Scheme:
    """How to romanise."""

    name: str = "news"
    yo: str = "yo"

    def spell(self, text: str) -> str:
        """The text in Latin letters."""
        return romanise(text, self.name, yo=self.yo)


@dataclass(frozen=True, slots=True)
class Spelling:
    """A form in one language, and why it is this one."""

    text: str
    evidence: Evidence
    reason: str
    rank: int = 0
    """Among equal evidence: 0 is the strongest."""


def spell_person(person: Person, scheme: Scheme) -> Mapping[Role, Spelling]:
    """The English form of each kind of word in a person's name: of the first names together, of the surname with particles."""
    if person.gender == FAMILY:
        one = Person((Word(person.last[:-1], Role.LAST),), "m", "nomn", 1.0)
        surname = _spell_last(one, scheme)
        return {Role.LAST: replace(surname, text=f"{surname.text}s")}
    whole = established().get(key(_plain(person)))
    if whole and whole.kind is NameKind.PERSON:
        return _split_known(whole, person)
    if is_eastern_lemma(person.lemma):
        return _spell_eastern(person, scheme)
    spelled: dict[Role, Spelling] = {}
    if person.first:
        spelled[Role.FIRST] = _spell_first(person.first, scheme)
    if person.patronymic:
        spelled[Role.PATRONYMIC] = _romanised(_patronymic(person.patronymic, scheme), scheme)
    if person.last:
        spelled[Role.LAST] = _spell_last(person, scheme)
    return spelled


def _plain(person: Person) -> str:
    """The name without its patronymic: so lists have it."""
    return " ".join(word.text for word in person.words if word.role is not Role.PATRONYMIC)


def _split_known(whole: Known, person: Person) -> dict[Role, Spelling]:
    """An established form, taken apart as the name is; Korean and Chinese surnames stand first in both languages."""
    words, found = whole.en.split(), Spelling(whole.en, Evidence.ESTABLISHED, whole.source)

    def part(some: list[str]) -> Spelling:
        return Spelling(" ".join(some), found.evidence, found.reason)

    if len(words) == 1 or not person.first:
        return {Role.LAST: part(words)}
    if is_eastern_lemma(person.lemma):
        return {Role.LAST: part(words[:1]), Role.FIRST: part(words[1:])}
    surname = min(len(person.last.split()), len(words) - 1)
    return {Role.FIRST: part(words[:-surname]), Role.LAST: part(words[-surname:])}


def _spell_eastern(person: Person, scheme: Scheme) -> dict[Role, Spelling]:
    words = person.lemma.split()
    korean = to_romanisation(person.lemma) if len(words) == 3 else None
    latin = korean or to_pinyin(person.lemma) or scheme.spell(person.lemma)
    reason = "Kontsevich's system read back" if korean else "Palladius's system read back"
    surname, _, given = latin.partition(" ")
    return {
        Role.LAST: Spelling(surname, Evidence.ESTABLISHED, reason),
        Role.FIRST: Spelling(given, Evidence.ESTABLISHED, reason),
    }


def _spell_first(first: str, scheme: Scheme) -> Spelling:
    made = [_spell_one_first(word, scheme) for word in first.split()]
    return Spelling(" ".join(text for text, _ in made), Evidence.ROMANISED, made[0][1])


def _spell_one_first(word: str, scheme: Scheme) -> tuple[str, str]:
    if scheme.name == "news" and (given := given_names().get(key(word))):
        return given.en, "usual form of the first name"
    if "-" in word:
        return "-".join(_spell_one_first(part, scheme)[0] for part in word.split("-")), f"romanised by {scheme.name}"
    if key(word) in foreign_surnames() and key(word) not in first_names():
        return foreign_surnames()[key(word)], "surnames.tsv"  # «Мария Гарсия Лопес»
    return scheme.spell(word), f"romanised by {scheme.name}"


def _patronymic(patronymic: str, scheme: Scheme) -> str:
    """A patronymic follows its first name: Alexeyevich, Maximovna."""
    made = scheme.spell(patronymic)
    if scheme.name == "news" and made.startswith(("Aleks", "Maks")):
        made = made.replace("ks", "x", 1)
    return made


def _spell_last(person: Person, scheme: Scheme) -> Spelling:
    first = person.first.split()[0] if person.first else ""
    for known in _of_surname(person):
        theirs = known.ru.split()[0]
        alone = not first and not person.initials and _is_meant_alone(person.last, known)
        if alone or (first and key(theirs) == key(first)) or (person.initials and theirs[0] == person.initials[0]):
            count = min(len(person.last.split()), len(known.en.split()) - 1) or 1
            return Spelling(" ".join(known.en.split()[-count:]), Evidence.ESTABLISHED, f"{known.source}: {known.en}")
    if native := foreign_surnames().get(key(person.last)):
        return Spelling(native, Evidence.ESTABLISHED, "surnames.tsv")
    return _romanised(" ".join(_spell_surname_words(person, scheme)), scheme)


def ends_as_russian(surname: str) -> bool:
    """Whether a surname ends as Russian ones do."""
    return _RUSSIAN.search(surname) is not None


def _is_meant_alone(surname: str, known: Known) -> bool:
    """Whether a lone surname is spelled as an established person's: another spelling of a common surname is not."""
    last = surname.split()[-1]
    return fold(known.en.split()[-1]) == fold(last) or not ends_as_russian(last)


def _of_surname(person: Person) -> Iterator[Known]:
    yield from surnames_established().get(key(person.last.split()[-1]), ())


def _spell_surname_words(person: Person, scheme: Scheme) -> Iterator[str]:
    for word in person.words:
        if word.role is Role.PARTICLE:
            yield PARTICLES.get(word.text, scheme.spell(word.text))
        elif word.role is Role.LAST:
            yield spell_surname(word.text, scheme)


def spell_surname(text: str, scheme: Scheme) -> str:
    """A surname in Latin letters; an Arabic article keeps its usual form, «аль-Асад» -> al-Asad, and «-младший» becomes Jr."""
    family, _, generation = text.rpartition("-")
    if family and generation in _GENERATIONS:
        return f"{spell_surname(family, scheme)} {_GENERATIONS[generation]}"
    head, hyphen, rest = text.partition("-")
    if hyphen and head in PARTICLES:
        return f"{PARTICLES[head]}-{scheme.spell(rest)}"
    return scheme.spell(text)


_GENERATIONS = {"младший": "Jr.", "младшая": "Jr.", "старший": "Sr.", "старшая": "Sr."}


def _romanised(text: str, scheme: Scheme) -> Spelling:
    return Spelling(text, Evidence.ROMANISED, f"romanised by {scheme.name}")


_FOREIGN_INITIALS = {"У": "W", "Х": "H"}  # «Джордж У. Буш»


def spell_initial(word: Word, first: Spelling | None, scheme: Scheme, surname: str = "") -> str:
    """An initial: of the first name's English form where that is known; `surname`: the Russian one that it stands beside."""
    if word.text == "Дж.":  # what stands for J in names from English: «Дж. К. Роулинг»
        return "J."
    if first is None and key(surname) in foreign_surnames() and word.text[0] in _FOREIGN_INITIALS:
        return f"{_FOREIGN_INITIALS[word.text[0]]}."
    return f"{(first.text if first else scheme.spell(word.text[0]))[: 1 if first else 4].rstrip('.')}."


def spell_place(lemma: str, scheme: Scheme) -> Spelling:
    """A place: established, a region or district by its adjective, Chinese where its syllables are, else romanised."""
    if known := established().get(key(lemma)):
        return Spelling(known.en, Evidence.ESTABLISHED, known.source)
    adjective, _, head = lemma.rpartition(" ")
    if adjective and head.lower() in _HEADS:
        return Spelling(f"{scheme.spell(adjective)} {_HEADS[head.lower()]}", Evidence.ROMANISED, f"romanised by {scheme.name}")
    if head.lower() and lemma.startswith("Республика "):
        rest = lemma.removeprefix("Республика ")
        known = established().get(key(rest))
        return Spelling(
            f"Republic of {known.en if known else scheme.spell(rest)}", Evidence.ROMANISED, f"romanised by {scheme.name}"
        )
    return _romanised(scheme.spell(lemma), scheme)


def spell_organisation(lemma: str, scheme: Scheme) -> Spelling:
    """An organisation: established, or romanised."""
    if known := established().get(key(lemma)):
        return Spelling(known.en, Evidence.ESTABLISHED, known.source)
    if edition := _EDITION.fullmatch(lemma):
        return _romanised(f"Kommersant–{scheme.spell(edition[1])}", scheme)
    return _romanised(spell_company(lemma, scheme.spell) or scheme.spell(lemma), scheme)


def spell_call_sign(lemma: str, scheme: Scheme) -> Spelling:
    """A call sign or nickname: romanised, whatever else may be called so."""
    return _romanised(scheme.spell(lemma), scheme)
