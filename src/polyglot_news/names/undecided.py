"""The names of a document before their spelling is decided: what an archive says of them, what a model must be asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from polyglot_news.document import Evidence, NameKind, Span
from polyglot_news.names.archived import ArchiveSpellings, adopt
from polyglot_news.names.entries import Entry, NamedText, taken_spans
from polyglot_news.names.persons import Role
from polyglot_news.names.spelling import Spelling
from polyglot_news.names.unknown import Unknown, as_person, find_companies, find_unknown, read_answer

_BY_MODEL = "as the model spells it alone"


@dataclass(frozen=True, slots=True)
class Undecided:
    """The names of a document, those that only a model can spell apart."""

    texts: Sequence[NamedText] = ()
    entries: tuple[Entry, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    @property
    def questions(self) -> list[str]:
        """English texts that a model is to translate, each by itself, so that one may ask about many documents at once."""
        return [" ".join(name.words) + "." for name in self.unknown]

    def read(self, answers: Sequence[str]) -> Iterator[Entry]:
        """The entries that the answers make, in order; what sounds otherwise than its question is nothing."""
        for name, answer in zip(self.unknown, answers, strict=False):
            if (entry := _answered(name, answer)) is not None:
                yield entry


def leave_open(
    texts: Sequence[NamedText], entries: Sequence[Entry], archive: ArchiveSpellings | None = None, *, asks: bool = False
) -> Undecided:
    """What `find_names` found in these texts, with what English sentences alone show.

    `archive`: what was decided over many documents; `asks`: whether names that nothing knows are looked for.
    """
    for entry in entries if archive else ():
        adopt(entry, archive or {})
    english = [text for text in texts if text.language == "en"]
    entries = (*entries, *_companies(english, entries))
    return Undecided(texts, entries, tuple(find_unknown(_with_taken(english, entries))) if asks else ())


def _with_taken(texts: Sequence[NamedText], entries: Sequence[Entry]) -> list[tuple[str, str, Sequence[Span]]]:
    taken = taken_spans(texts, entries)
    return [(text.segment_id, text.text, taken[text.segment_id]) for text in texts]


def _companies(texts: Sequence[NamedText], entries: Sequence[Entry]) -> Iterator[Entry]:
    """Companies of English sentences that stay as they are written."""
    for name, uses in find_companies(_with_taken(texts, entries)).items():
        spelling = Spelling(name, Evidence.ATTESTED, f'written "{name}" in {uses[0][0]}')
        seen = [(segment, span, name, None) for segment, span in uses]
        yield Entry(NameKind.ORGANISATION, name, None, [*seen], {Role.LAST: [spelling]})


def _answered(name: Unknown, answer: str) -> Entry | None:
    """The entry of a name as the model spells it."""
    russian = read_answer(name, answer)
    if russian is None:
        return None
    person = as_person(russian, name.gender) if name.kind is NameKind.PERSON else None
    parts = {Role.LAST: name.words[-1:], Role.FIRST: name.words[:-1]} if person else {Role.LAST: name.words}
    said = {role: [Spelling(" ".join(words), Evidence.MODEL, _BY_MODEL)] for role, words in parts.items() if words}
    entry = Entry(name.kind, " ".join(russian), person, spellings=said)
    for segment, span, words in name.uses:
        some = as_person(russian[-len(words) :], name.gender) if person else None
        entry.seen.append((segment, span, " ".join(words), some))
    return entry
