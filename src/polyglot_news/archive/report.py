"""The report of a run: `report.jsonl`, one object a document, and `report.html`, one page for people.

Both are written from one pass over the documents, and of those only what the page shows is kept.
"""

import json
from collections.abc import Iterable
from typing import Any, TextIO

from polyglot_news.archive.manifest_records import Row
from polyglot_news.archive.report_html import About, Totals, page_parts

__all__ = ["About", "Totals", "as_json", "write_report"]


def write_report(rows: Iterable[Row], about: About, jsonl: TextIO, page: TextIO) -> Totals:
    """Write both forms of the report; the sums.

    The files are to be open for writing in UTF-8. An OSError while writing is left to the caller, who knows their names.
    """
    totals = Totals()
    for row in rows:
        jsonl.write(as_json(row) + "\n")
        totals.add(row)
    page.writelines(page_parts(totals, about))
    return totals


def as_json(row: Row) -> str:
    """A document as one line of JSON; a name that is no Unicode text has `\\udc80` and the like in it."""
    error = row.error and {"stage": row.error.stage, "message": row.error.message, "exit_code": row.error.exit_code}
    values: dict[str, Any] = {
        "name": row.name,
        "state": row.state,
        "output": row.output,
        "size": row.size,
        "words": row.words,
        "segments": row.segments,
        "languages": dict(sorted(row.languages.items())),
        "flags": dict(sorted(row.flags.items())),
        "origins": dict(sorted(row.origins.items())),
        "seconds": round(row.seconds, 3),
        "reason": row.reason,
        "fresh": row.is_fresh,
        "error": error,
    }
    line = json.dumps(values, ensure_ascii=False)
    return line if line.isascii() or _is_text(line) else json.dumps(values)


def _is_text(line: str) -> bool:
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
