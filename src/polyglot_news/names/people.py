"""Mentions of persons, joined to the persons that they mean.

Full names come first: each is read so that as many mentions as possible share a surname. A surname alone joins the person of
that surname whom its ending allows, the nearest before it where there are several: «Суркова» joins Анна Суркова or is a form
of Владислав Сурков, whoever is there; the words beside it («Суркова заявила», `agreement.py`) decide where both are.
A first name alone joins the only person who has it."""

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from polyglot_news.names.agreement import cases_of, cases_of_title
from polyglot_news.names.lists import given_names, key, surnames_established
from polyglot_news.names.morphology import CASES_AFTER
from polyglot_news.names.persons import Person, Role, decline_person, read_person, surname_alone
from polyglot_news.names.restore import sounds_of
from polyglot_news.names.romanise import fold
from polyglot_news.names.russian import Mention
from polyglot_news.names.spelling import ends_as_russian
from polyglot_news.names.unclipped import CLIPPED, cases_asked, is_clipped

_VOTE = 2.0  # how much a surname that other mentions may have adds to a reading
_WRITTEN = 2.0  # votes of a surname that an English sentence of the document has
_TOLD = 1.5  # the same, besides: it is likelier in each mention
_AGAINST_VERB = 0.05  # a reading that does not go with the verb beside a lone surname
_AGAINST_VERB_IN_FULL = 0.4  # beside a full name, whose words tell more
_AGAINST_PREPOSITION = 0.1  # a reading in a case that the preposition right before it does not govern: «у Лядова» is Лядов
_AGAINST_TITLE = 0.5  # a full name in another case than the title before it, which may be of somebody else: «жена мэра Анна»
_WHOSE = frozenset(
    """словам данным мнению оценке оценкам утверждению утверждениям заявлению свидетельству признанию подсчётам подсчетам
    расчётам расчетам прогнозу прогнозам рассказам воспоминаниям убеждению просьбе приказу указу указанию поручению
    распоряжению инициативе предложению имени""".split()
)
"""Words, mostly behind «по», that have somebody in the genitive behind them: «по словам Александра Вилкула»."""
_FEWEST_SOUNDS = 3  # consonants of a surname by which an English word is taken for it
_LAST_VOWEL = dict(zip("аяуюоёеэиыйaeiouy", "aauuooeeiiiaeioui", strict=True))
_EVERYBODYS = 2.0  # a reading as the surname of somebody whom everybody knows: «Путина» is rather Путин's
_USUAL = 1.3  # inside a sentence «Суркова» is a man's genitive, at its beginning a woman's nominative


@dataclass(frozen=True, slots=True)
class Sighting:
    """A mention and where it is."""

    segment_id: str
    order: int
    """Number of the mention in the document."""
    mention: Mention


@dataclass(slots=True)
class Someone:
    """A person of the document, growing as mentions join."""

    person: Person
    """In the fullest form seen."""
    seen: list[tuple[Sighting, Person]] = field(default_factory=list)

    @property
    def gender(self) -> str | None:
        """Told by a first name or patronymic, or by a surname that is declined in one gender only."""
        return self.person.gender

    def add(self, sighting: Sighting, person: Person) -> None:
        """Join a mention."""
        self.seen.append((sighting, person))
        if _fullness(person) > _fullness(self.person):
            self.person = person


def _fullness(person: Person) -> tuple[int, int]:
    return (2 if person.first and person.last else 1 if person.initials else 0, len(person.words))


def join_people(sightings: Sequence[Sighting], written: Set[str] = frozenset(), heard: Set[str] = frozenset()) -> list[Someone]:
    """The persons meant, in the order of their first mention.

    `written`: folded words of the document's English sentences; a surname that stands there too is the likelier reading, and so
    is a foreign one that sounds as one of them as it stands, `heard`.
    """
    told = _told_surnames(sightings, written, frozenset(map(_sound, heard)))
    votes = _count_surnames(sightings, told)
    people = _People()
    read = [(sighting, best) for sighting in sightings if (best := _read(sighting.mention, votes, told))]
    for stage in (_is_full, _is_with_initials, _is_surname, _is_first):
        for sighting, readings in read:
            if stage(readings[0]):
                _join(sighting, readings, people)
    for someone in people.all:
        someone.seen.sort(key=lambda seen: seen[0].order)
    return sorted(people.all, key=lambda someone: someone.seen[0][0].order)


def _told_surnames(sightings: Iterable[Sighting], written: Set[str], heard: Set[tuple[str, str]]) -> frozenset[str]:
    """The keys of surnames that mentions may have and English sentences too: spelled so or, of foreign ones, heard so."""
    lasts = {reading.last for sighting in sightings for reading in _readings(sighting.mention)} if written else ()
    return frozenset(key(last) for last in lasts if last and (fold(last) in written or _is_heard(last, heard)))


def _is_heard(surname: str, heard: Set[tuple[str, str]]) -> bool:
    sound = _sound(surname)
    return sound in heard and len(sound[0]) >= _FEWEST_SOUNDS and sound[1] != "" and not ends_as_russian(surname)


def _count_surnames(sightings: Iterable[Sighting], told: Set[str]) -> Mapping[str, float]:
    """How much each surname is likely to be in the document; where a first name or a verb tells, it counts more."""
    votes: dict[str, float] = defaultdict(float)
    for sighting in sightings:
        worth = {reading: reading.weight * _fit(reading, sighting.mention, told) for reading in _readings(sighting.mention)}
        worth = {reading: some for reading, some in worth.items() if reading.last}
        total = sum(worth.values()) or 1.0
        for reading, some in worth.items():
            sure = 2.0 if reading.first or (sighting.mention.gender and reading.gender == sighting.mention.gender) else 1.0
            votes[key(reading.last)] += sure * some / total + (_WRITTEN if key(reading.last) in told else 0.0)
    return votes


@functools.lru_cache(maxsize=20_000)
def _sound(surname: str) -> tuple[str, str]:
    """The consonants of a surname in either script, and the vowel at its end: "Cassierra" is «Кассьерра», not «Кассьерру»."""
    return sounds_of(surname), _LAST_VOWEL.get(surname[-1:].lower(), "")


def _readings(mention: Mention) -> Sequence[Person]:
    """The readings of a mention: of one that the user's terms have, those that make it a case of the term."""
    if not mention.lemma:
        return read_person(mention.text)
    told = [p for p in read_person(mention.lemma) if p.case in ("nomn", None) and key(p.lemma) == key(mention.lemma)]
    cases = [replace(p, case=c) for p in told for c, form in decline_person(p).items() if key(form) == key(mention.text)]
    return cases or read_person(mention.text)


def _read(mention: Mention, votes: Mapping[str, float], told: Set[str]) -> list[Person]:
    """Readings of a mention, the best in this document first."""

    def worth(person: Person) -> float:
        oblique = person.gender == "m" and person.case != "nomn"
        place = _USUAL if oblique != mention.begins else 1.0
        known = _EVERYBODYS if key(person.last) in surnames_established() else 1.0
        known *= _TOLD if key(person.last) in told else 1.0
        return person.weight * (1.0 + _VOTE * votes.get(key(person.last), 0.0)) * place * known * _fit(person, mention, told)

    return sorted(_readings(mention), key=worth, reverse=True)


def _fit(person: Person, mention: Mention, told: Set[str] = frozenset()) -> float:
    """How well a reading goes with the words beside a mention: 1 where they say nothing against it."""
    cases = cases_of(person, mention.text)
    sure = len(person.words) == 1 or not (person.first or person.patronymic) or _is_first_as_written(mention)
    verb = 1.0 if _goes_with(person, mention) else _AGAINST_VERB if sure else _AGAINST_VERB_IN_FULL
    before = mention.preposition.lower()
    governed = ("gent",) if before in _WHOSE else CASES_AFTER.get(before)
    if is_clipped(person, mention.text) and key(person.last) not in told:
        asked = set(governed or cases_asked(mention.preposition) or mention.cases or ())
        verb *= 1.0 if "nomn" not in asked and cases & asked else CLIPPED
    if governed is None and len(person.words) > 1 and (titled := cases_of_title(before)):
        return verb * (1.0 if cases & titled else _AGAINST_TITLE)
    return verb * (_AGAINST_PREPOSITION if governed and not cases & set(governed) else 1.0)


def _is_first_as_written(mention: Mention) -> bool:
    """Whether a name begins with a first name of the subject's gender as it stands: «Ульрике Бауэр добавила», not «Ульрика»."""
    given = given_names().get(key(mention.text.split()[0])) if mention.cases == ("nomn",) and " " in mention.text else None
    return given is not None and given.gender == mention.gender


def _goes_with(person: Person, mention: Mention) -> bool:
    """Whether a reading has the gender and one of the cases that the words beside a mention allow."""
    if mention.gender is not None and person.gender != mention.gender:
        return False
    return mention.cases is None or bool(cases_of(person, mention.text) & set(mention.cases))


def _is_full(person: Person) -> bool:
    return bool(person.first and person.last) or bool(person.patronymic)


def _is_with_initials(person: Person) -> bool:
    return not _is_full(person) and bool(person.initials)


def _is_surname(person: Person) -> bool:
    return not _is_full(person) and not person.initials and bool(person.last)


def _is_first(person: Person) -> bool:
    return not _is_full(person) and not person.initials and not person.last


@dataclass(slots=True)
class _People:
    """Everybody so far, in order, and by surname: few share one, and a document may have hundreds."""

    all: list[Someone] = field(default_factory=list)
    _of_surname: dict[str, list[Someone]] = field(default_factory=lambda: defaultdict(list))
    _of_form: dict[str, list[tuple[Someone, Person]]] | None = None
    """By each form of their surnames those who are known in full; made when it is first asked for, and again after another."""

    def add(self, sighting: Sighting, person: Person) -> None:
        """Somebody new."""
        someone = Someone(person, [(sighting, person)])
        self.all.append(someone)
        self._of_surname[key(person.last)].append(someone)
        if person.first and person.last:
            self._of_form = None

    def who_may_be(self, reading: Person) -> list[Someone]:
        """Those whom a reading may mean."""
        some = self._of_surname.get(key(reading.last), ()) if reading.last else self.all
        return [someone for someone in some if _may_be(reading, someone)]

    def who_have_form(self, form: str) -> list[tuple[Someone, Person]]:
        """Those with a full name whose surname has this form, whatever else it may be: «Бьянки» of Марко Бьянки."""
        if " " in form:
            return []
        if self._of_form is None:
            self._of_form = defaultdict(list)
            for someone in (someone for someone in self.all if someone.person.first and someone.person.last):
                alone = surname_alone(someone.person)
                for declined in dict.fromkeys(decline_person(alone).values()):
                    self._of_form[declined].append((someone, alone))
            for someone in (someone for someone in self.all if someone.person.first and someone.person.last):
                first = Person(tuple(w for w in someone.person.words if w.role is Role.FIRST), someone.gender, "nomn", 1.0)
                self._of_form[first.lemma] = self._of_form[first.lemma] or [(someone, first)]  # «Алиреза» of Алиреза Фирузджа
        return self._of_form.get(form, [])


def _join(sighting: Sighting, readings: Sequence[Person], people: _People) -> None:
    options = [(someone, reading) for reading in readings for someone in people.who_may_be(reading)]
    options = options or people.who_have_form(sighting.mention.text)
    if not options:
        people.add(sighting, readings[0])
        return

    def distance(option: tuple[Someone, Person]) -> tuple[bool, int]:
        someone, reading = option
        nearest = min(
            (
                sighting.order - s.order if s.order <= sighting.order else 10_000 + s.order - sighting.order
                for s, _ in someone.seen
            )
        )
        return not _goes_with(reading, sighting.mention), nearest

    someone, reading = min(options, key=distance)
    if distance((someone, reading))[0] and _goes_with(readings[0], sighting.mention) and readings[0].gender != someone.gender:
        people.add(sighting, readings[0])  # the words beside it say that it is somebody else
        return
    someone.add(sighting, reading)


def _may_be(reading: Person, someone: Someone) -> bool:
    theirs = someone.person
    if not reading.last:
        return bool(reading.first) and key(reading.first) == key(theirs.first) and _agree(reading.patronymic, theirs.patronymic)
    if not theirs.last or key(reading.last) != key(theirs.last):
        return False
    if reading.gender and someone.gender and reading.gender != someone.gender and not _is_fixed(reading):
        return False
    if not _agree(reading.patronymic, theirs.patronymic):
        return False
    if reading.first and theirs.first:
        return key(reading.first) == key(theirs.first)
    initials = reading.initials or _initials_of(reading)
    others = theirs.initials or _initials_of(theirs)
    return not initials or not others or initials[0] == others[0]


def _agree(one: str, other: str) -> bool:
    return not one or not other or key(one) == key(other)


def _is_fixed(reading: Person) -> bool:
    """Whether the surname alone says nothing of gender: it is the same in all cases."""
    return not reading.first and reading.last.lower()[-1:] in "оеиуюэы"


def _initials_of(person: Person) -> str:
    return "".join(word.text[0] for word in person.words if word.role in (Role.FIRST, Role.PATRONYMIC))
