"""Russian forms of persons' names: which word is what, and the nominative of the whole.

Words of one name agree in gender and case: «Эльвире Набиуллиной» can only be a woman's dative, though «Набиуллиной» alone
could be four cases. Each reading of the whole is weighed by those of its words; the ledger chooses among them."""

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from polyglot_news.document import NameKind
from polyglot_news.names.chinese import to_pinyin
from polyglot_news.names.korean import to_romanisation
from polyglot_news.names.lists import GivenName, established, first_names, given_names, key, may_be_established
from polyglot_news.names.morphology import (
    CASES,
    Reading,
    decline_surname,
    decline_word,
    is_known_as,
    read_family,
    read_surname,
    read_word,
)
from polyglot_news.names.romanise import fold

_TOKEN = re.compile(r"(?:Дж|[А-ЯЁA-Z])\.(?![a-zа-яё\d_]|[A-ZА-ЯЁ]{2})|\w+(?:['’\-‑]\w+)*")
_INITIAL = re.compile(r"(?:Дж|[А-ЯЁA-Z])\.\Z")
_HYPHEN = re.compile(r"([-‑](?!младш|старш))")  # parts a name; not off «-младший», which is declined with it
_PATRONYMIC = re.compile(r"\w{2,}(?:[оеь]вич|ич|[оеи]вн|ичн|инишн)(?:а|у|е|ем|ой|ы|ом)?\Z")
PARTICLES = {
    "фон": "von", "дер": "der", "ван": "van", "де": "de", "да": "da", "ди": "di", "дель": "del", "бин": "bin", "бен": "ben",
    "ибн": "ibn", "аль": "al", "эль": "el", "дос": "dos", "ден": "den", "ла": "la", "ле": "le", "тен": "ten", "дю": "du",
    "оглы": "oglu", "кызы": "qizi", "ас": "as", "аш": "ash",
}  # fmt: skip
"""Small words inside surnames, and how English spells them."""
_CHINESE = frozenset(
    """Ли Ван Чжан Лю Чэнь Ян Чжао Хуан Чжоу У Сюй Сунь Ху Чжу Гао Линь Хэ Го Ма Ло Лян Сун Чжэн Се Хань Тан Фэн Юй Дун Сяо Чэн
    Цао Юань Дэн Сюэ Лу Цзян Цай Цзя Дин Вэй Е Янь Пань Ду Дай Ся Чжун Тянь Жэнь Цзэн Пэн Си Лай Мао Чан Яо Цинь Шэнь Ши Куй Бай
    Мэн Чу Кун Сян Тао Люй Цуй Фан Ню Оуян Цянь Шао Лэй Хоу Лун Вань Дуань Ню Мо Ань Тань Цзюй""".split()
)
_KOREAN = frozenset(
    """Ким Ли Пак Чхве Цой Чхэ Чон Кан Чо Юн Чан Лим Им Хан О Со Син Квон Хван Ан Сон Ю Хон Ко Мун Ян Пэ Пек Хо Нам Сим Но Ро Ха
    Чу У Мин Чин Ом Вон Чхон Пан Пон Пён Мён Кук Кон Хён Хам Ём Ё Рю Рё Чи Ки Мен Ри Тхэ Сок""".split()
)
_VOWELS = "аеёиоуыэюя"
_LONGEST_KNOWN, _MOST_OPTIONS = 5, 300
_RARE = 0.2
_NO_READING = 1e-4  # weight of a word that can be read in no such way: it is left as it stands


FAMILY = "p"
"""The gender, so to say, of several of one surname."""


class Role(StrEnum):
    """What a word of a name is."""

    FIRST = "first"
    INITIAL = "initial"
    PATRONYMIC = "patronymic"
    PARTICLE = "particle"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name in the nominative."""

    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class Person:
    """One reading of a person's name."""

    words: tuple[Word, ...]
    """Nominatives, the first name before the last (surname first stays so in Korean and Chinese names)."""
    gender: str | None
    case: str | None
    weight: float

    @property
    def lemma(self) -> str:
        """The whole name."""
        return " ".join(word.text for word in self.words)

    @property
    def last(self) -> str:
        """The surname with its particles; empty for a first name alone."""
        return " ".join(word.text for word in self.words if word.role in (Role.LAST, Role.PARTICLE))

    @property
    def first(self) -> str:
        """The first name or names; empty where there is none."""
        return " ".join(word.text for word in self.words if word.role is Role.FIRST)

    @property
    def initials(self) -> str:
        """The initials without stops."""
        return "".join(word.text[0] for word in self.words if word.role is Role.INITIAL)

    @property
    def patronymic(self) -> str:
        """The patronymic; empty where there is none."""
        return " ".join(word.text for word in self.words if word.role is Role.PATRONYMIC)


def words_of(text: str) -> list[str]:
    """Words and initials of a name."""
    return [match[0] for match in _TOKEN.finditer(text)]


@functools.lru_cache(maxsize=10_000)
def read_person(text: str) -> tuple[Person, ...]:
    """The readings of a name as it stands in a text, the best first; none where it has no word."""
    tokens = words_of(text)
    if not tokens:
        return ()
    if len(tokens) > 2 and tokens[1] in PARTICLES and tokens[0].lower() in PARTICLES:  # «Фон дер Ляйен» begins its sentence
        tokens[0] = tokens[0].lower()
    if is_eastern(" ".join(tokens)):
        return tuple(_read_eastern(tokens))
    if known := _known_person(tokens):
        return (known,)
    roles = _roles(tokens)
    found: dict[tuple[tuple[Word, ...], str], Person] = {}
    for gender, case in itertools.product("mf", CASES):
        words, weight = [], 1.0
        for token, role in zip(tokens, roles, strict=True):
            lemma, fits = _nominative(token, role, gender, case)
            other = role is Role.FIRST and len(tokens) == 1 and not is_first_name(lemma)  # «с Малком» is of no Малком
            words.append(Word(lemma, Role.LAST if other else role))
            weight *= fits
        person = Person(tuple(_in_order(words)), gender, case, weight)
        found.setdefault((person.words, gender), person)
        if found[person.words, gender].weight < weight:
            found[person.words, gender] = person
    families = _families(tokens[0]) if roles == [Role.LAST] else ()
    return tuple(sorted((*families, *found.values()), key=lambda person: -person.weight)[:8])


def _families(token: str) -> Iterator[Person]:
    """The readings of a lone surname as a family's: «Смирновы»."""
    for reading in read_family(token)[:1]:
        yield Person((Word(_in_case_of(token, reading.lemma), Role.LAST),), FAMILY, reading.case, reading.weight)


def _known_person(tokens: Sequence[str]) -> Person | None:
    """An established person whom these words may be a case of, whatever the grammar says; words in order, first name first."""
    if not 2 <= len(tokens) <= _LONGEST_KNOWN or _INITIAL.match(tokens[0]):
        return None
    if not may_be_established(tokens):
        return None
    options = [_lemmas(token) for token in tokens]
    for some in itertools.islice(itertools.product(*options), _MOST_OPTIONS):
        pair = established().get(key(" ".join(some)))
        if pair and pair.kind is NameKind.PERSON:
            return established_person(pair.ru)
    return None


def established_person(lemma: str) -> Person:
    """The words of an established name: the surname last with its particles, or first in Korean and Chinese names."""
    words = lemma.split()
    if is_eastern_lemma(lemma):
        return Person((Word(words[0], Role.LAST), *(Word(word, Role.FIRST) for word in words[1:])), None, "nomn", 1.0)
    begins = next((n for n, word in enumerate(words) if word in PARTICLES), len(words) - 1)
    roles = (Role.FIRST if n < begins else Role.PARTICLE if w in PARTICLES else Role.LAST for n, w in enumerate(words))
    return Person(tuple(map(Word, words, roles)), _given_gender(words[0]), None, 1.0)


def _lemmas(token: str) -> list[str]:
    readings = (*read_word(token)[:6], *read_surname(token)[:6]) if token[0].isupper() else ()
    return list(dict.fromkeys((token, *(_in_case_of(token, r.lemma) for r in readings))))


def _given_gender(first: str) -> str | None:
    given = given_names().get(key(first))
    return given.gender if given else next((r.gender for r in read_word(first) if "Name" in r.tags and r.case == "nomn"), None)


def _read_eastern(tokens: Sequence[str]) -> Iterator[Person]:
    """A Korean or Chinese name: the surname first, only the last word declined, and only a man's."""
    for form, case in _eastern_nominatives(tokens[-1]):
        words = (Word(tokens[0], Role.LAST), *(Word(token, Role.FIRST) for token in tokens[1:-1]), Word(form, Role.FIRST))
        if is_eastern_lemma(" ".join(word.text for word in words)):
            yield Person(words, None if case == "nomn" else "m", case, 0.9)


def _eastern_nominatives(form: str) -> Iterator[tuple[str, str]]:
    """What the last word may be declined from: the form itself last, where it ends as an oblique case does."""
    endings = {"а": "gent", "у": "datv", "ом": "ablt", "е": "loct", "я": "gent", "ю": "datv", "ем": "ablt"}
    for ending, case in endings.items():
        stem = form[: -len(ending)]
        if form.endswith(ending) and len(stem) > 1 and stem[-1] not in _VOWELS:
            yield (stem + "ь" if ending in ("я", "ю", "ем") else stem), case
    if form.endswith(("я", "ю", "ем")):
        yield form[: -2 if form.endswith("ем") else -1] + "й", "gent"
    yield form, "nomn"


def _roles(tokens: Sequence[str]) -> list[Role]:
    roles = [_role_alone(token, is_among_many=len(tokens) > 2) for token in tokens]
    free = [n for n, role in enumerate(roles) if role is None]
    if not free:
        return [role or Role.LAST for role in roles]
    for n in _first_names(tokens, roles, free):
        roles[n] = Role.FIRST
    return [role or Role.LAST for role in roles]


def _role_alone(token: str, *, is_among_many: bool) -> Role | None:
    """`is_among_many`: in a name of three words «Галимзяновна» is a patronymic; alone «Джокович» only looks like one."""
    if _INITIAL.match(token):
        return Role.INITIAL
    if token in PARTICLES:
        return Role.PARTICLE
    if _PATRONYMIC.match(token.lower()):
        patronymics = [reading for reading in read_word(token) if "Patr" in reading.tags]
        if any(is_among_many or is_known_as(reading.lemma, "Patr") for reading in patronymics):
            return Role.PATRONYMIC
    return None


def _first_names(tokens: Sequence[str], roles: Sequence[Role | None], free: Sequence[int]) -> Iterable[int]:
    """Which of the words without a role are first names."""
    if Role.PATRONYMIC in roles:
        patronymic = roles.index(Role.PATRONYMIC)
        return [patronymic - 1] if patronymic - 1 in free else []
    if roles == [None, Role.INITIAL, None] and is_first_name(tokens[0]):  # «Пол Т. Андерсон»
        return free[:1]
    if Role.INITIAL in roles:  # «Артём К.» is called Артём
        return free if roles == [None, Role.INITIAL] and is_first_name(tokens[0]) and not _is_surname(tokens[0]) else []
    if len(free) == 1:
        alone = tokens[free[0]]
        return free if Role.PARTICLE not in roles and is_first_name(alone) and not _is_surname(alone) else []
    if not is_first_name(tokens[free[0]]) and is_first_name(tokens[free[-1]]) and _is_surname(tokens[free[0]]):
        return free[1:]
    particle = roles.index(Role.PARTICLE) if Role.PARTICLE in roles else len(tokens)
    return [n for n in free[:-1] if n < particle] or free[:1]


@functools.lru_cache(maxsize=20_000)
def is_first_name(form: str) -> bool:
    """Whether some nominative of the form is a known first name."""
    return key(form) in first_names() or any(key(r.lemma) in first_names() for r in read_word(form))


def _is_surname(form: str) -> bool:
    return any("Surn" in r.tags and "Name" not in r.tags for r in read_word(form)) and key(form) not in given_names()


@functools.lru_cache(maxsize=5_000)
def is_eastern(name: str) -> bool:
    """Whether a name of two or three words, in some case, is Korean or Chinese: the surname stands first."""
    words = name.split()
    return any(is_eastern_lemma(" ".join((*words[:-1], form))) for form, _ in _eastern_nominatives(words[-1]))


@functools.lru_cache(maxsize=5_000)
def is_eastern_lemma(name: str) -> bool:
    """The same for the nominative: each word is made of syllables of Kontsevich's or Palladius's system."""
    words = name.split()
    if not 2 <= len(words) <= 3 or len(words[0]) > 5 or not all(word[0].isupper() for word in words):
        return False
    if len(words) == 2 and words[1].endswith(("ова", "ева", "ина", "ов", "ев")):
        return False
    latin = to_romanisation(name) if len(words) == 3 else to_pinyin(name)
    surnames = _KOREAN if len(words) == 3 else _CHINESE
    if latin is None or words[0] not in surnames:
        return False
    known = established().get(key(name))
    return known is None or len(words) == 3 or fold(latin) == fold(known.en)


def _nominative(token: str, role: Role, gender: str, case: str) -> tuple[str, float]:
    if role in (Role.INITIAL, Role.PARTICLE):
        return token, 1.0
    parts = _HYPHEN.split(token)
    made, weight = "", 1.0
    for part in parts:
        if part in "-‑" or part.islower():
            made += part
            continue
        best = _best(part, role, gender, case)
        made += _in_case_of(part, best.lemma) if best else part
        weight *= best.weight if best else _NO_READING
    return made, weight


def _best(part: str, role: Role, gender: str, case: str) -> Reading | None:
    fitting = [r for r in _readings(part, role) if r.gender in (gender, None) and r.case in (case, None)]
    return max(fitting, key=lambda r: r.weight, default=None)


@functools.lru_cache(maxsize=20_000)
def _readings(part: str, role: Role) -> tuple[Reading, ...]:
    if role is Role.LAST:
        return read_surname(part)
    wanted = "Patr" if role is Role.PATRONYMIC else "Name"
    given = given_names().get(key(part))
    words = [r for r in read_word(part) if wanted in r.tags and "plur" not in r.tags]  # «Ирис» is one, not of «Ирисы»
    words = [replace(r, lemma=re.sub("шна$", "чна", r.lemma)) if "чн" in part else r for r in words]  # «Саввичны»
    known = tuple(_listed(r) for r in words if not _is_seldom(r, given))
    case_of_another = any(
        key(r.lemma) != key(part) and key(r.lemma) in given_names() for r in known
    )  # «Анне» is Анна's, not Anne
    fixed = (Reading(given.ru.lower(), given.gender, "nomn", _RARE if case_of_another else 1.0),) if given else ()
    return (*fixed, *known, *_declined_given(part), *_damped(r for r in read_surname(part) if not _is_seldom(r, given)))


def _is_seldom(reading: Reading, given: GivenName | None) -> bool:
    """Whether a form is rather a usual first name than a case of an unusual one: «Дина» is hardly of «Дин»."""
    return given is not None and reading.gender != given.gender and key(reading.lemma) not in given_names()


def _listed(reading: Reading) -> Reading:
    """A reading of the dictionary; a known first name in its own gender is worth more."""
    given = given_names().get(key(reading.lemma))
    if given is None or given.gender != reading.gender:
        return reading
    return Reading(reading.lemma, reading.gender, reading.case, max(reading.weight, 0.8), reading.tags)


def _declined_given(part: str) -> Iterator[Reading]:
    """Given names of our own table that pymorphy3 may not know: their cases by rule."""
    for reading in read_surname(part):
        given = given_names().get(key(reading.lemma))
        if given and given.gender == reading.gender:
            yield Reading(given.ru.lower(), given.gender, reading.case, 0.9 if reading.case else _RARE)


def _damped(readings: Iterable[Reading]) -> Iterator[Reading]:
    for r in readings:
        yield Reading(r.lemma, r.gender, r.case, r.weight * 0.3, r.tags)


def _in_case_of(form: str, lemma: str) -> str:
    """A lemma with the capitals of the form: «МАКРОНА» -> «Макрон» (capitals throughout are a headline's)."""
    if form.isupper() and len(form) > 1:
        return lemma.capitalize()
    kept = "".join(b.upper() if a.isupper() else b for a, b in zip(form, lemma, strict=False))
    return kept + lemma[len(kept) :]


def _in_order(words: Sequence[Word]) -> Sequence[Word]:
    """The first name, initials and patronymic before the last."""
    before = [word for word in words if word.role in (Role.FIRST, Role.INITIAL, Role.PATRONYMIC)]
    return [*before, *(word for word in words if word.role in (Role.PARTICLE, Role.LAST))]


def surname_alone(person: Person) -> Person:
    """Somebody by the surname, with its particles."""
    words = tuple(word for word in person.words if word.role in (Role.LAST, Role.PARTICLE))
    return Person(words, person.gender, "nomn", 1.0)


def decline_person(person: Person) -> Mapping[str, str]:
    """All cases of a name."""
    return _all_cases(replace(person, case=None, weight=0.0))


@functools.lru_cache(maxsize=5_000)
def _all_cases(person: Person) -> Mapping[str, str]:
    if is_eastern_lemma(person.lemma):
        *fixed, last = (word.text for word in person.words)
        return {case: " ".join((*fixed, form)) for case, form in _decline_eastern(last).items()}
    gender = person.gender or _gender_of(person.last)
    return {case: " ".join(_declined(word, gender, case) for word in person.words) for case in CASES}


def _gender_of(surname: str) -> str:
    return "f" if surname.endswith(("ова", "ева", "ёва", "ина", "ына", "ская", "цкая", "ая")) else "m"


def _decline_eastern(last: str) -> dict[str, str]:
    declined = decline_surname(last.lower(), "m")
    if last.lower().endswith(("ин", "ын")):
        declined = {**declined, "ablt": last.lower() + "ом"}
    return {case: _in_case_of(last, form) for case, form in declined.items()}


def _declined(word: Word, gender: str, case: str) -> str:
    if word.role in (Role.INITIAL, Role.PARTICLE) or word.text.isascii():  # «Карла III»
        return word.text
    parts = _HYPHEN.split(word.text)
    return "".join(part if part in "-‑" or part.islower() else _declined_part(part, word.role, gender, case) for part in parts)


def _declined_part(part: str, role: Role, gender: str, case: str) -> str:
    known = any("Name" in r.tags or "Patr" in r.tags for r in read_word(part))
    if role is not Role.LAST and known:
        return _in_case_of(part, decline_word(part.lower(), gender)[case])
    return _in_case_of(part, decline_surname(part.lower(), gender)[case])
