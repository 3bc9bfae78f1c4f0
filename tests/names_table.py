"""The table of names (`cases/names.tsv`): reading it, and counting what the ledger gets right of it.

An entry counts as found where its Russian lemma is right («ё» as «е»), as right where its English form and kind are too.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from polyglot_news.naming import name_document
from polyglot_news.reading import read_document
from polyglot_news.segmentation import segment

TABLE = Path(__file__).parent / "cases" / "names.tsv"
KINDS = ("person", "place", "organisation")


@dataclass(frozen=True, slots=True)
class Name:
    """An entry as the table or the ledger has it."""

    lemma: str
    english: str
    kind: str

    @property
    def key(self) -> str:
        """What two lemmas are compared by."""
        return self.lemma.casefold().replace("ё", "е")


def cases() -> Iterator[tuple[str, str, list[Name]]]:
    """Section, text and expected entries."""
    section = ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line[3:]
        if line and not line.startswith("#"):
            text, expected, *_ = line.split("\t")
            yield section, text, [] if expected == "-" else [_name(entry) for entry in expected.split(" ; ")]


def _name(entry: str) -> Name:
    lemma, english, kind = (part.strip() for part in entry.split(" = "))
    return Name(lemma, english, kind)


def found_in(text: str) -> list[Name]:
    """The ledger of a text."""
    document = segment(read_document(text.encode(), name="case.txt"))
    return [Name(e.russian, e.english, str(e.kind)) for e in name_document(document).entries]


def score() -> tuple[Counter[tuple[str, str]], list[str]]:
    """Counts by (kind, what) - expected, found, lemma, right - and a line for each difference."""
    counts: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    for section, text, expected in cases():
        found = found_in(text)
        lemmas = {name.key: name for name in found}
        for name in expected:
            counts[name.kind, "expected"] += 1
            mine = lemmas.get(name.key)
            counts[name.kind, "lemma"] += mine is not None
            right = mine is not None and (mine.english, mine.kind) == (name.english, name.kind)
            counts[name.kind, "right"] += right
            if not right:
                wrong.append(f"{section[:12]} | {text} | wanted {name.lemma} = {name.english} = {name.kind} | {_show(found)}")
        wanted = {name.key for name in expected}
        for name in found:
            counts[name.kind, "found"] += 1
            counts[name.kind, "hit"] += name.key in wanted
            if name.key not in wanted:
                wrong.append(f"{section[:12]} | {text} | too much {name.lemma} = {name.english} = {name.kind}")
    return counts, wrong


def _show(found: list[Name]) -> str:
    return "; ".join(f"{name.lemma} = {name.english} = {name.kind}" for name in found)
