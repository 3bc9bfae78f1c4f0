"""JSONL, the contract for programs: one object a segment, one object a line, keys in the order of `TranslationUnit`.

`names` is a list of objects, in the order of the source, with the keys of `NameUse` in its order.
"""

import json
import re
from dataclasses import fields
from typing import Any

from polyglot_news.document import BilingualDocument, NameUse, TranslationUnit

KEYS = tuple(field.name for field in fields(TranslationUnit))
NAME_KEYS = tuple(field.name for field in fields(NameUse))
_ESCAPED = re.compile("[\ud800-\udfff\u0085\u2028\u2029]")


def write(result: BilingualDocument) -> str:
    """Every segment of a bilingual document as a line."""
    return "".join(_line(unit) for unit in result.units)


def _line(unit: TranslationUnit) -> str:
    """JSON (RFC 8259) in UTF-8, one line: lone surrogates and what some readers take for a line end are escapes."""
    row: dict[str, Any] = {key: getattr(unit, key) for key in KEYS}
    row["names"] = [{key: str(getattr(use, key)) for key in NAME_KEYS} for use in unit.names]
    line = json.dumps(row, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", line) + "\n"
