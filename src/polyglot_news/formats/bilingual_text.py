"""A bilingual document as plain text: each segment with its label, its translation under it; a table row by row."""

from collections.abc import Sequence

from polyglot_news.document import BilingualDocument, BlockKind
from polyglot_news.formats.bilingual import (
    NAME_HEADINGS,
    WARNING,
    Row,
    align,
    each_once,
    explain,
    flagged,
    joined,
    name_rows,
    rows,
    sign,
    together,
)
from polyglot_news.formats.places import explain_signs

_HEADINGS = (BlockKind.TITLE, BlockKind.HEADING)
_INDENT = " " * 4


def write(result: BilingualDocument) -> str:
    """Blocks with an empty line between them, then the table of names and the list of flagged segments."""
    parts, last = list[str](), -1
    for line in together(list(rows(result))):
        if line[0].segment.block != last:
            parts.append("")
        last = line[-1].segment.block
        parts += _lines(line)
    return "\n".join(parts[1:] + _closing(result)) + "\n"


def _lines(line: Sequence[Row]) -> list[str]:
    """Label, source and translation."""
    routes = ", ".join(each_once([row.route for row in line]))
    begun = f" {mark}" if (mark := _mark(line)) else ""
    if len(line) == 1:
        lines = [f"[{line[0].segment.id}]{begun} {routes}{_warning(line[0])}"]
    else:
        labels = (f"[{row.segment.id}]{f'{_warning(row)} ' if row.translation.flags else ''}" for row in line)
        lines = [f"{' '.join(labels).rstrip()}{begun} {routes}"]
    lines += _indented(joined(line, _source))
    return [*lines, *_indented(joined(line, _target), sign="→ ")] if any(row.is_translated for row in line) else lines


def _mark(line: Sequence[Row]) -> str:
    """What begins there, and where it stands."""
    row = line[0]
    if not row.is_first:
        return ""
    if row.block.kind in _HEADINGS:
        return "#" * max(row.block.level, 1)
    if not row.block.kind.translatable:
        return row.block.kind.replace("_", " ")
    return f"{row.place.footnote}:" if row.place.footnote else sign(line)


def _warning(row: Row) -> str:
    return f"  {WARNING} {', '.join(row.translation.flags)}" if row.translation.flags else ""


def _source(row: Row) -> str:
    return row.segment.text


def _target(row: Row) -> str:
    return row.translation.text if row.is_translated and row.translation.text is not None else row.segment.text


def _indented(text: str, sign: str = "") -> list[str]:
    first, *more = text.splitlines() or [""]
    return [f"{_INDENT}{sign}{first}", *(f"{_INDENT}{line}" for line in more)]


def _closing(result: BilingualDocument) -> list[str]:
    doubtful, signs = flagged(result), explain_signs(result.document.blocks)
    lines = ["", "-" * 20, *([f"Signs of what begins there: {signs}", ""] if signs else []), *_names(result)]
    lines.append(f"Flagged segments: {len(doubtful)} of {len(result.translations)}")
    for row in doubtful:
        lines += [f"  [{row.segment.id}] {', '.join(row.translation.flags)}", f"{_INDENT}{' '.join(_source(row).split())}"]
        if row.is_translated and row.translation.text is not None:
            lines.append(f"{_INDENT}→ {' '.join(row.translation.text.split())}")
    lines += [f"  {flag}: {meaning}" for flag, meaning in explain(result)]
    return [*lines, f"Made by {result.signature}"]


def _names(result: BilingualDocument) -> list[str]:
    """The table of names with an empty line behind it; nothing where there are none."""
    if not result.ledger:
        return []
    table = align([NAME_HEADINGS, *(row.cells for row in name_rows(result.ledger))])
    return [f"Names: {len(result.ledger)}", *(f"  {line}" for line in table), ""]
