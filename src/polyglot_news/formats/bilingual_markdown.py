"""A bilingual document as Markdown: Russian and English side by side in tables, or one under the other.

Headings of the source become headings, code stays code; everything else is rows, one a segment. Each row is labelled with the
segment's id and the direction it was translated in; a warning sign marks what the list at the end explains.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from polyglot_news.document import BilingualDocument, Block, BlockKind, Document, Span
from polyglot_news.formats.bilingual import WARNING, Row, explain, flagged, rows
from polyglot_news.formats.registry import find_format

_SIGNS = {BlockKind.LIST_ITEM: "•", BlockKind.QUOTE: "❝", BlockKind.CAPTION: "▣"}
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]+\]:[^\r\n]+", re.MULTILINE)
_LINE_END = re.compile(r"[ \t]*\\?(?:\r\n|\r|\n)[ \t>]*")
_HEADINGS = (BlockKind.TITLE, BlockKind.HEADING)
_VERBATIM = (BlockKind.CODE, BlockKind.FRONT_MATTER)


def write_side(result: BilingualDocument) -> str:
    """Tables with a Russian and an English column."""
    return _write(result, _table)


def write_stacked(result: BilingualDocument) -> str:
    """Each segment's source with its translation under it."""
    return _write(result, _stack)


def _write(result: BilingualDocument, body: "_Body") -> str:
    written = list(rows(result))
    spell = _Speller(result.document)
    parts = [f"*{_plain(result.document.meta.name)}: Russian and English, segment by segment*"]
    for kind, some in groupby(written, key=lambda row: _group(row.block)):
        together = list(some)
        if kind == "heading":
            parts += [_heading(list(block), spell) for _, block in groupby(together, key=lambda row: row.segment.block)]
        elif kind == "verbatim":
            parts += [_fenced(row) for row in together]
        else:
            parts.append(body(together, spell))
    parts += _definitions(result.document)
    parts += _closing(result, spell)
    return "\n\n".join(part for part in parts if part) + "\n"


class _Speller:
    """Puts a segment's text into a table cell or a line, in Markdown whatever the source's format was."""

    def __init__(self, document: Document) -> None:
        self._is_markdown = document.meta.format == "markdown"
        self._cell = Block(BlockKind.TABLE_CELL, Span(0, 0))

    def __call__(self, text: str, block: Block) -> str:
        """One line, with every pipe escaped."""
        if not self._is_markdown:
            return _one_line(find_format("markdown").escape(text, block=self._cell))
        line = _one_line(text)
        return line if block.kind is BlockKind.TABLE_CELL else re.sub(r"(?<!\\)\|", r"\\|", line)


def _table(some: Sequence[Row], spell: _Speller) -> str:
    lines = ["| | Russian | English |", "| --- | --- | --- |"]
    for row in some:
        sides = (spell(side, row.block) for side in (row.russian, row.english))
        lines.append(f"| {_label(row)} | {' | '.join(sides)} |")
    return "\n".join(lines)


def _stack(some: Sequence[Row], spell: _Speller) -> str:
    return "\n\n".join(_stacked(row, spell) for row in some)


def _stacked(row: Row, spell: _Speller) -> str:
    source = spell(row.segment.text, row.block)
    target = row.translation.text if row.is_translated else None
    under = f"\\\n→ {spell(target, row.block)}" if target is not None else ""
    return f"{_label(row)}\\\n{source}{under}"


def _label(row: Row) -> str:
    sign = f" {_SIGNS[row.block.kind]}" if row.block.kind in _SIGNS else ""
    warning = f" {WARNING}" if row.translation.flags else ""
    return f"`{row.segment.id}`{sign} {row.route}{warning}"


def _heading(some: Sequence[Row], spell: _Speller) -> str:
    level = min(max(some[0].block.level, 1) + 1, 6)
    russian = " ".join(spell(row.russian, row.block) for row in some)
    english = " ".join(spell(row.english, row.block) for row in some)
    both = russian if russian == english else f"{russian} / {english}"
    return f"{'#' * level} {both}\n\n{', '.join(_label(row) for row in some)}"


def _fenced(row: Row) -> str:
    text = row.segment.text
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    name = "yaml" if row.block.kind is BlockKind.FRONT_MATTER else ""
    body = re.sub(r"\r\n|\r", "\n", text).rstrip("\n")
    return f"{fence}{name}\n{body}\n{fence}"


def _closing(result: BilingualDocument, spell: _Speller) -> Iterator[str]:
    doubtful = flagged(result)
    yield "---"
    yield f"## Flagged segments: {len(doubtful)} of {len(result.translations)}"
    if doubtful:
        lines = ["| | Flags | Source | Target |", "| --- | --- | --- | --- |"]
        for row in doubtful:
            target = spell(row.translation.text or "", row.block)
            flags = ", ".join(row.translation.flags)
            lines.append(f"| `{row.segment.id}` | {flags} | {spell(row.segment.text, row.block)} | {target} |")
        yield "\n".join(lines)
        yield "\n".join(f"- `{flag}`: {meaning}" for flag, meaning in explain(result))
    yield f"Made by `{result.signature}`"


def _definitions(document: Document) -> Iterable[str]:
    """The source's link definitions, so that its reference links work in the result too."""
    if document.meta.format != "markdown":
        return
    at, found = 0, list[str]()
    for block in (*document.blocks, Block(BlockKind.CODE, Span(len(document.text), len(document.text)))):
        found += _DEFINITION.findall(document.text[at : block.span.start])
        at = block.span.stop
    yield "\n".join(line.strip() for line in found)


def _group(block: Block) -> str:
    if block.kind in _HEADINGS:
        return "heading"
    return "verbatim" if block.kind in _VERBATIM else "rows"


def _one_line(text: str) -> str:
    return _LINE_END.sub(" ", text)


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text)
