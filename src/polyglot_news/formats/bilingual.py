"""What the bilingual writers share: a segment's two sides, its label, the table of names, and the list of what to distrust."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from polyglot_news.checks import FLAGS
from polyglot_news.document import NOT_LINGUISTIC, BilingualDocument, Block, NameEntry, Segment, Translation
from polyglot_news.formats.places import Place, find_places

WARNING = "⚠"
_BAR = " │ "  # between the cells of a row
NAME_HEADINGS = ("Russian", "English", "Kind", "Uses", "Where", "Why")
_PLACES = 5  # segments shown of those that use a name


@dataclass(frozen=True, slots=True)
class Row:
    """A segment as a bilingual document shows it."""

    block: Block
    segment: Segment
    translation: Translation
    place: Place
    behind_bar: bool = False
    """Whether a bar stands between it and the segment before in its block."""

    @property
    def is_first(self) -> bool:
        """Whether the segment begins its block."""
        return self.segment.id.endswith(".s1")

    @property
    def is_translated(self) -> bool:
        """Whether the two sides differ by language."""
        return self.translation.language not in (None, self.segment.language)

    @property
    def route(self) -> str:
        """`ru → en`, or the language alone of what is left as it stands."""
        return f"{self.segment.language} → {self.translation.language}" if self.is_translated else self.segment.language


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name as the table of names shows it; every text is one line."""

    russian: str
    english: str
    kind: str
    uses: int
    segments: tuple[str, ...]
    """Ids of the first segments that use it, each once."""
    more: int
    """How many other segments do."""
    why: str
    """The reason for the English form, then the other spellings, each with its own."""

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of `NAME_HEADINGS`, segments in brackets as the bilingual text labels them."""
        where = ", ".join([*(f"[{segment}]" for segment in self.segments), *([f"+{self.more}"] if self.more else [])])
        return self.russian, self.english, self.kind, str(self.uses), where, self.why


def rows(result: BilingualDocument) -> Iterator[Row]:
    """Every segment in the order of the text."""
    places = find_places(result.document)
    block, stop = -1, 0
    for segment, translation in zip(result.document.segments, result.translations, strict=True):
        behind_bar = segment.block == block and "|" in result.document.text[stop : segment.span.start]
        yield Row(result.document.blocks[segment.block], segment, translation, places[segment.block], behind_bar)
        block, stop = segment.block, segment.span.stop


def together(some: Sequence[Row]) -> Iterator[list[Row]]:
    """What is shown in one line: the segments of all cells of a table's row, else one."""
    for _, line in groupby(some, key=lambda row: row.place.row or row.segment.id):
        yield list(line)


def joined(line: Sequence[Row], shown: Callable[[Row], str]) -> str:
    """The segments of a line as `shown` has them; cells stand in their columns, a bar between two."""
    if line[0].place.row is None:
        return shown(line[0])
    cells = [""] * (line[-1].block.level + 1)
    for row in line:
        so_far = cells[row.block.level]
        between = " | " if row.behind_bar else " " if so_far else ""
        cells[row.block.level] = f"{so_far}{between}{shown(row)}"
    return _BAR.join(cells)


def sign(line: Sequence[Row]) -> str:
    """Where the block that the line begins stands; nothing in the middle of a block."""
    return line[0].place.sign if line[0].is_first else ""


def each_once(texts: Sequence[str], unless_alone: str = NOT_LINGUISTIC) -> list[str]:
    """The texts in order, each once; `unless_alone` only where it is the only one."""
    found = list(dict.fromkeys(texts))
    return [text for text in found if text != unless_alone] or found


def name_rows(ledger: Sequence[NameEntry]) -> list[NameRow]:
    """The names of a document, in the ledger's order."""
    return list(map(_name_row, ledger))


def _name_row(entry: NameEntry) -> NameRow:
    segments = tuple(dict.fromkeys(entry.segments))
    return NameRow(
        russian=_line(entry.russian),
        english=_line(entry.english),
        kind=str(entry.kind),
        uses=len(entry.segments),
        segments=segments[:_PLACES],
        more=len(segments[_PLACES:]),
        why="; ".join([_line(entry.reason), *map(_other, entry.conflicts)]),
    )


def _other(conflict: str) -> str:
    """`Sokolov: written "Sokolov" in b2.s1` as `also "Sokolov": written in b2.s1`."""
    spelling, _, reason = _line(conflict).partition(": ")
    reason = reason.replace(f'written "{spelling}" in', "written in")
    return f'also "{spelling}": {reason}'


def _line(text: str) -> str:
    return " ".join(text.split())


def align(table: Sequence[Sequence[str]]) -> list[str]:
    """A table in lines, every column but the last as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]


def flagged(result: BilingualDocument) -> list[Row]:
    """The segments that a reader should distrust."""
    return [row for row in rows(result) if row.translation.flags]


def explain(result: BilingualDocument) -> list[tuple[str, str]]:
    """The flags that occur, each with what it means."""
    seen = {flag for translation in result.translations for flag in translation.flags}
    return [(flag, meaning) for flag, meaning in FLAGS.items() if flag in seen]
