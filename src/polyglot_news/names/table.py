"""Names of one document or of many as files: JSON for programs, TSV and TBX to be corrected and given back as a term base.

JSON holds every ledger as it is. The other two are one list, in which each Russian name stands once, as a term base demands
(`term.check_rows`). Where documents differ, the strongest evidence decides, of equal evidence the spelling that tells more
(with «ё»), then the one used more; what is not chosen is kept as a conflict. Names that no term base can hold, since their
Russian side has no Cyrillic letter («The Bell») or their English one has some, are left out of both.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from polyglot_news.document import Evidence, NameEntry, NameKind
from polyglot_news.names.term import Term, fold, is_cyrillic, printable
from polyglot_news.names.terms import write_tbx, write_tsv

COLUMNS = ("count", "where", "evidence", "reason", "conflicts")
"""What a row of the TSV has behind `ru`, `en` and `kind`; a term base has no use for it."""
KEYS = ("doc", *(field.name for field in fields(NameEntry)))
_PLACES = 10  # segments told in a row: a cell of a spreadsheet has an end
_IN_SEGMENT = re.compile(r"\bb[0-9]+\.s[0-9]+\Z")
_STRENGTH = {evidence: number for number, evidence in enumerate(Evidence)}


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A document's name and its ledger."""

    name: str
    entries: tuple[NameEntry, ...]


@dataclass(frozen=True, slots=True)
class MergedName:
    """A name over several documents."""

    ru: str
    en: str
    kind: NameKind
    evidence: Evidence
    reason: str
    count: int
    places: tuple[str, ...]
    """`document:segment`, each once, in the order of the documents."""
    conflicts: tuple[str, ...]


def merge_names(documents: Sequence[NamedDocument]) -> list[MergedName]:
    """One list, in the order of first use, each Russian name once; only what a term base can hold."""
    groups: dict[str, list[tuple[str, NameEntry]]] = defaultdict(list)
    for document in documents:
        for entry in document.entries:
            if is_cyrillic(entry.russian) and printable(entry.english) and not is_cyrillic(entry.english):
                groups[fold(printable(entry.russian))].append((document.name, entry))
    return list(map(_merge, groups.values()))


def write_names_tsv(documents: Sequence[NamedDocument]) -> str:
    """A term base (`terms.py`) with the further `COLUMNS`: how often, where, and why each name is spelled so."""
    merged = merge_names(documents)
    header, *lines = write_tsv(map(_term, merged)).split("\n")[:-1]
    rows = ["\t".join((line, *_more(name))) for line, name in zip(lines, merged, strict=True)]
    return "".join(f"{row}\n" for row in ("\t".join((header, *COLUMNS)), *rows))


def write_names_tbx(documents: Sequence[NamedDocument]) -> str:
    """A term base in TBX; the reason is the source of a term."""
    return write_tbx(map(_term, merge_names(documents)))


def write_names_json(documents: Sequence[NamedDocument]) -> str:
    """A list, an object on a line for each name of each document, with the keys `KEYS`."""
    objects = (_object(document.name, entry) for document in documents for entry in document.entries)
    lines = ",\n".join(json.dumps(some, ensure_ascii=False) for some in objects)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def _object(name: str, entry: NameEntry) -> Mapping[str, object]:
    return {"doc": name, **{field.name: getattr(entry, field.name) for field in fields(entry)}}


def _merge(group: Sequence[tuple[str, NameEntry]]) -> MergedName:
    uses = Counter[str]()
    for _, entry in group:
        uses[entry.english] += len(entry.segments)

    def rank(at: int) -> tuple[int, bool, int, int]:
        entry = group[at][1]
        return _STRENGTH[entry.evidence], "ё" not in entry.russian.lower(), -uses[entry.english], at

    document, chosen = group[min(range(len(group)), key=rank)]
    return MergedName(
        ru=chosen.russian,
        en=chosen.english,
        kind=chosen.kind,
        evidence=chosen.evidence,
        reason=_placed(chosen.reason, document),
        count=sum(len(entry.segments) for _, entry in group),
        places=tuple(dict.fromkeys(f"{name}:{segment}" for name, entry in group for segment in entry.segments)),
        conflicts=tuple(dict.fromkeys(_conflicts(group, chosen))),
    )


def _conflicts(group: Sequence[tuple[str, NameEntry]], chosen: NameEntry) -> Iterator[str]:
    """As in a ledger, what other evidence than romanisation says otherwise."""
    for name, entry in group:
        if entry.english != chosen.english and entry.evidence is not Evidence.ROMANISED:
            yield _placed(f"{entry.english}: {entry.reason}", name)
        for conflict in entry.conflicts:
            if conflict.partition(": ")[0] != chosen.english:
                yield _placed(conflict, name)


def _placed(reason: str, document: str) -> str:
    """A reason that names a segment, with its document: `written "Elvira Nabiullina" in b3.s1 of a.md`."""
    return f"{reason} of {document}" if _IN_SEGMENT.search(reason) else reason


def _term(name: MergedName) -> Term:
    return Term(name.ru, name.en, str(name.kind), name.reason)


def _more(name: MergedName) -> Iterator[str]:
    left = len(name.places) - _PLACES
    yield str(name.count)
    yield ", ".join(map(printable, [*name.places[:_PLACES], *([f"+{left}"] if left > 0 else [])]))
    yield str(name.evidence)
    yield printable(name.reason)
    yield "; ".join(map(printable, name.conflicts))
