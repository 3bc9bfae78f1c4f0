"""A bilingual document as Markdown: Russian and English side by side in tables, or one under the other.

Headings of the source become headings, footnotes footnotes, code and front matter stay as they are; everything else is lines,
one a segment or one a row of a table. Each bears the ids of its segments, which are those of the JSONL result, tells what it is
and where it stands (`• 2.`, `▦ r3`), and which side is the original; a warning sign marks what the list at the end explains.
Before that list stands the table of names, if there are any.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from polyglot_news.document import BilingualDocument, Block, BlockKind, Span
from polyglot_news.formats.bilingual import (
    NAME_HEADINGS,
    WARNING,
    NameRow,
    Row,
    each_once,
    explain,
    flagged,
    joined,
    name_rows,
    rows,
    sign,
    together,
)
from polyglot_news.formats.fragment import Fragment, Fragments, in_cell, spell
from polyglot_news.formats.front_matter import find_front_matter
from polyglot_news.formats.markdown_escape import escape
from polyglot_news.formats.places import explain_signs
from polyglot_news.text.bare import strip_marks

_HEADINGS = (BlockKind.TITLE, BlockKind.HEADING)
_VERBATIM = (BlockKind.CODE, BlockKind.FRONT_MATTER)
_NO_BREAK = "\u00a0"
_WORDS = Block(BlockKind.PARAGRAPH, Span(0, 0))
_SIDE = "→ and ← lead from the original to its translation, = stands on both sides alike"
_OPENING_FENCE = re.compile(r"(?:```+|~~~+)[ \t]*([\w+#.-]+)[^\n\r]*(?:\r\n?|\n)[ \t>]*\Z")  # with the code's language
_FENCE_LINE = 200  # characters
_ID = re.compile(r"\bb[0-9]+\.s[0-9]+\b")
_STACKED = "the original first, its translation indented under it"

_Body = Callable[[Sequence[Row], "_Sides"], str]


def write_side(result: BilingualDocument) -> str:
    """Tables with a Russian and an English column."""
    return _write(result, _table, _SIDE)


def write_stacked(result: BilingualDocument) -> str:
    """Each segment's source with its translation under it."""
    return _write(result, _stack, _STACKED)


def _write(result: BilingualDocument, body: _Body, legend: str) -> str:
    sides = _Sides(result)
    parts = [_legend(result, legend)]
    for kind, some in groupby(rows(result), key=_group):
        alike = list(some)
        if kind == "rows":
            parts.append(body(alike, sides))
        elif kind == "verbatim":
            parts += [_fenced(row, result.document.text) for row in alike]
        else:
            one = _heading if kind == "heading" else _footnote
            parts += [one(list(block), sides) for _, block in groupby(alike, key=lambda row: row.segment.block)]
    parts.append("\n".join(sides.definitions))
    return "\n\n".join(part for part in (*parts, *_closing(result, sides)) if part) + "\n"


class _Sides:
    """The two sides of a row in one line of Markdown each, whatever the source's format."""

    def __init__(self, result: BilingualDocument) -> None:
        self._fragments = Fragments(result.document)
        self.definitions = self._fragments.definitions

    def source(self, row: Row) -> str:
        """The segment."""
        return spell(self._fragments.source(row.segment))

    def target(self, row: Row) -> str:
        """Its translation; the segment where it has none, or one that is the same."""
        made = row.translation.text
        is_same = made is None or made == row.segment.text
        return self.source(row) if is_same else spell(self._fragments.target(row.segment, made or ""))

    def both(self, row: Row) -> tuple[str, str]:
        """Russian and English."""
        source = self.source(row)
        target = self.target(row) if row.is_translated else source
        return (target, source) if row.translation.language == "ru" and row.is_translated else (source, target)

    def russian(self, row: Row) -> str:
        """The segment in Russian, or as it stands."""
        return self.both(row)[0]

    def english(self, row: Row) -> str:
        """The segment in English, or as it stands."""
        return self.both(row)[1]


def _table(some: Sequence[Row], sides: _Sides) -> str:
    lines = ["| | Russian | | English |", "| --- | --- | :-: | --- |"]
    for line in together(some):
        russian, english = (in_cell(joined(line, side)) for side in (sides.russian, sides.english))
        lines.append(f"| {_label(line)} | {russian} | {_arrow(line)} | {english} |")
    return "\n".join(lines)


def _stack(some: Sequence[Row], sides: _Sides) -> str:
    return "\n\n".join(_stacked(line, sides) for line in together(some))


def _stacked(line: Sequence[Row], sides: _Sides) -> str:
    """Two paragraphs, so that nothing of one can reach into the other."""
    warning = f" {WARNING}" if len(line) == 1 and line[0].translation.flags else ""
    source = f"{_label(line)} **{', '.join(each_once([row.segment.language for row in line]))}**"
    if not any(row.is_translated for row in line):
        return f"{source}{warning} {joined(line, sides.source)}"
    languages = each_once([row.translation.language or "" for row in line if row.is_translated])
    target = joined(line, lambda row: sides.target(row) if row.is_translated else sides.source(row))
    return f"{source} {joined(line, sides.source)}\n\n> **{', '.join(languages)}**{warning} {target}"


def _label(line: Sequence[Row]) -> str:
    """The ids, of several with warnings; where a block begins also what it is."""
    several = len(line) > 1
    ids = " ".join(f"`{row.segment.id}`{_NO_BREAK + WARNING if several and row.translation.flags else ''}" for row in line)
    return f"{ids}{_NO_BREAK}{begun.replace(' ', _NO_BREAK)}" if (begun := sign(line)) else ids


def _arrow(line: Sequence[Row]) -> str:
    """From the original to its translation; the language of what is left as it stands."""
    signs = " ".join(each_once([_direction(row) for row in line], unless_alone="="))
    return f"{signs}{_NO_BREAK}{WARNING}" if len(line) == 1 and line[0].translation.flags else signs


def _direction(row: Row) -> str:
    if row.is_translated:
        return "←" if row.translation.language == "ru" else "→"
    return row.segment.language if row.translation.text is None else "="


def _footnote(some: Sequence[Row], sides: _Sides) -> str:
    """A footnote with both languages in one paragraph, so that its references lead to it."""
    shown = (
        f"`{row.segment.id}`{f' {WARNING}' if row.translation.flags else ''} {sides.source(row)}"
        + (f" → {sides.target(row)}" if row.is_translated else "")
        for row in some
    )
    return f"{some[0].place.footnote}: {' '.join(shown)}"


def _heading(some: Sequence[Row], sides: _Sides) -> str:
    pairs = [sides.both(row) for row in some]
    russian, english = (" ".join(side) for side in zip(*pairs, strict=True))
    both = russian if russian == english else f"{russian} / {english}"
    both = re.sub(r"(?:(?<=\s)|\A)(#+)\Z", r"\\\1", both)  # else it would be the heading's own closing sign
    labels = (f"`{row.segment.id}` {row.route}{f' {WARNING}' if row.translation.flags else ''}" for row in some)
    return f"{'#' * min(max(some[0].block.level, 1), 6)} {both}\n\n{', '.join(labels)}"


def _fenced(row: Row, document: str) -> str:
    """Code as it is, without the prefixes of the quotation or list that it stands in."""
    text = strip_marks(document, row.segment.span, row.block.marks).text
    body = re.sub(r"\r\n|\r", "\n", text).rstrip("\n")
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", body)), default=0))
    front = find_front_matter(document) if row.block.kind is BlockKind.FRONT_MATTER else None
    opening = _OPENING_FENCE.search(document[max(row.segment.span.start - _FENCE_LINE, 0) : row.segment.span.start])
    name, what = (front.language, "front matter") if front else (opening[1] if opening else "", "code")
    return f"`{row.segment.id}` {what}\n\n{fence}{name}\n{body}\n{fence}"


def _legend(result: BilingualDocument, arrows: str) -> str:
    signs = explain_signs(result.document.blocks)
    name = escape(" ".join(result.document.meta.name.split()), block=_WORDS)
    parts = [f"*{name}*, Russian and English, segment by segment: {arrows}"]
    parts += [f"signs of what begins there: {signs}"] if signs else []
    parts += [f"{WARNING} marks what to distrust: see [Flagged segments](#flagged-segments)"] if flagged(result) else []
    return "; ".join(parts) + "."


def _closing(result: BilingualDocument, sides: _Sides) -> Iterator[str]:
    doubtful = flagged(result)
    yield "---"
    if result.ledger:
        yield "## Names"
        yield "\n".join(_names(name_rows(result.ledger)))
    yield "## Flagged segments"
    yield f"{len(doubtful) or 'None'} of {len(result.translations)} segments{'' if doubtful else ' is flagged'}."
    if doubtful:
        yield "\n".join(
            ["| Segment | Flags | Original | Translation |", "| --- | --- | --- | --- |", *_doubts(doubtful, sides)]
        )
        yield "\n".join(f"- `{flag}`: {meaning}" for flag, meaning in explain(result))
    yield f"Made by `{result.signature}`"


def _names(some: Sequence[NameRow]) -> Iterator[str]:
    """The table of names, a line each."""
    yield f"| {' | '.join(NAME_HEADINGS)} |"
    yield "| --- | --- | --- | --: | --- | --- |"
    for row in some:
        where = ", ".join([*(f"`{segment}`" for segment in row.segments), *([f"+{row.more}"] if row.more else [])])
        why = _ID.sub(lambda found: f"`{found[0]}`", _words(row.why))
        yield f"| {_words(row.russian)} | {_words(row.english)} | {row.kind} | {row.uses} | {where} | {why} |"


def _words(text: str) -> str:
    """Plain words in a table cell."""
    return in_cell(spell(Fragment(text, Span(0, len(text)), ())))


def _doubts(doubtful: Sequence[Row], sides: _Sides) -> Iterator[str]:
    for row in doubtful:
        flags = ", ".join(f"`{flag}`" for flag in row.translation.flags)
        target = in_cell(sides.target(row)) if row.translation.text is not None else "(none)"
        yield f"| `{row.segment.id}` | {flags} | {in_cell(sides.source(row))} | {target} |"


def _group(row: Row) -> str:
    if row.block.kind in _HEADINGS:
        return "heading"
    if row.block.kind in _VERBATIM:
        return "verbatim"
    return "footnote" if row.place.footnote else "rows"
