"""A bilingual document as plain text: each segment with its label, its translation under it."""

from polyglot_news.document import BilingualDocument
from polyglot_news.formats.bilingual import NAME_HEADINGS, WARNING, Row, align, explain, flagged, name_rows, rows


def write(result: BilingualDocument) -> str:
    """Blocks with an empty line between them, then the table of names and the list of flagged segments."""
    parts, last = list[str](), -1
    for row in rows(result):
        if row.segment.block != last:
            parts.append("")
        last = row.segment.block
        parts += _lines(row)
    return "\n".join(parts[1:] + _closing(result)) + "\n"


def _lines(row: Row) -> list[str]:
    warning = f"  {WARNING} {', '.join(row.translation.flags)}" if row.translation.flags else ""
    lines = [f"[{row.segment.id}] {row.route}{warning}", *_indented(row.segment.text)]
    if row.is_translated and row.translation.text is not None:
        lines += _indented(row.translation.text, sign="→ ")
    return lines


def _indented(text: str, sign: str = "") -> list[str]:
    first, *more = text.splitlines() or [""]
    return [f"    {sign}{first}", *(f"    {line}" for line in more)]


def _closing(result: BilingualDocument) -> list[str]:
    doubtful = flagged(result)
    lines = ["", "-" * 20, *_names(result), f"Flagged segments: {len(doubtful)} of {len(result.translations)}"]
    lines += [f"  [{row.segment.id}] {', '.join(row.translation.flags)}" for row in doubtful]
    lines += [f"  {flag}: {meaning}" for flag, meaning in explain(result)]
    return [*lines, f"Made by {result.signature}"]


def _names(result: BilingualDocument) -> list[str]:
    """The table of names with an empty line behind it; nothing where there are none."""
    if not result.ledger:
        return []
    table = align([NAME_HEADINGS, *(row.cells for row in name_rows(result.ledger))])
    return [f"Names: {len(result.ledger)}", *(f"  {line}" for line in table), ""]
