"""One spelling over many documents: what each of them attests, counted, and what most of them write.

A document's own spelling goes before the archive's (`Evidence`); established forms and romanisation depend on the name alone
and need no vote. So only attested spellings are counted: for a person as a whole, and for the surname, which serves where a
document has no first name. Each document has one vote for each part of a name: the spelling that is strongest in it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from polyglot_news.document import Evidence, NameKind
from polyglot_news.names.entries import Entry, english_of
from polyglot_news.names.lists import key
from polyglot_news.names.persons import Person, Role
from polyglot_news.names.spelling import Scheme, Spelling

_REASON = "as most documents of the archive write it"
_PARTS = (Role.FIRST, Role.PATRONYMIC, Role.LAST)

ArchiveSpellings = Mapping[str, Mapping[Role, str]]
"""What the archive decided: by key of a name (`name_keys`) and part, the English spelling."""


@dataclass(frozen=True, slots=True)
class Vote:
    """How one document spells a part of a name."""

    name: str
    """One of `name_keys`."""
    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many documents spell a part of a name so."""

    vote: Vote
    documents: int


def name_keys(entry: Entry) -> tuple[str, ...]:
    """The keys under which the archive may know a name, the most precise first; none for the user's own terms."""
    if entry.term is not None:
        return ()
    if entry.person is None:
        return (f"{entry.kind}|{key(entry.lemma)}",)
    return tuple(_person_keys(entry.person))


def _person_keys(person: Person) -> Iterator[str]:
    if person.first and person.last:
        yield f"person|{key(person.first)} {key(person.last)}"
    if person.last:
        yield f"surname|{key(person.last)}"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as one document has it."""

    keys: tuple[str, ...]
    """`name_keys`."""
    kind: NameKind
    russian: str
    english: str
    """Its spelling if the archive says nothing."""
    parts: Mapping[Role, str]
    """The parts of that spelling."""
    evidence: Evidence
    votes: tuple[Vote, ...] = ()

    def spelled(self, chosen: Mapping[Role, str]) -> str:
        """The whole spelling with the parts that the archive chose."""
        text = self.english
        for role, part in self.parts.items():
            if role in chosen and part:
                before, found, behind = text.partition(part) if role is Role.FIRST else text.rpartition(part)
                text = f"{before}{chosen[role]}{behind}" if found else text
        return text


def mentions_of(entries: Iterable[Entry], scheme: Scheme) -> Iterator[Mention]:
    """The names of a document, as far as they are spelled; the user's own terms need no archive.

    Of two persons of one surname the first votes for it.
    """
    voted: set[tuple[str, Role]] = set()
    for entry in entries:
        if (keys := name_keys(entry)) and entry.seen and entry.spellings:
            role = Role.LAST if Role.LAST in entry.spellings else next(iter(entry.spellings))
            english = english_of(entry, entry.person, scheme)
            votes = tuple(vote for vote in _votes(entry, keys) if (vote.name, vote.role) not in voted)
            voted.update((vote.name, vote.role) for vote in votes)
            parts = {part: entry.spelling(part).text for part in _PARTS if part in entry.spellings}
            yield Mention(keys, entry.kind, entry.lemma, english, parts, entry.spelling(role).evidence, votes)


def _votes(entry: Entry, keys: Iterable[str]) -> Iterator[Vote]:
    for name in keys:
        for role in _PARTS:
            attested = [s for s in entry.spellings.get(role, ()) if s.evidence is Evidence.ATTESTED]
            if attested and (role is Role.LAST or not name.startswith("surname|")):
                yield Vote(name, role, min(attested, key=lambda s: (s.rank, s.text)).text)


def choose(tallies: Sequence[Tally]) -> Mapping[Role, str]:
    """The spelling of each part of one name: that of most documents; of equals the first in the alphabet."""
    best: dict[Role, Tally] = {}
    for tally in sorted(tallies, key=lambda t: (-t.documents, t.vote.text)):
        best.setdefault(tally.vote.role, tally)
    return {role: best[role].vote.text for role in _PARTS if role in best}


def adopt(entry: Entry, spellings: ArchiveSpellings) -> None:
    """Add what the archive decided of a name to the evidence for its spelling."""
    for name in reversed(name_keys(entry)):  # of equal evidence the first counts, and the precise goes to the front
        for role, text in spellings.get(name, {}).items():
            entry.spellings.setdefault(role, []).insert(0, Spelling(text, Evidence.ARCHIVE, _REASON))
