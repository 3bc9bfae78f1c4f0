"""What people corrected in a result's JSONL, as units.

Of a file in the contract of `formats/jsonl.py` the rows count whose `origin` is `human`; the others are as the
program wrote them.
"""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from polyglot_news.document import TRANSLATED_LANGUAGES, Origin
from polyglot_news.errors import FormatError, ReadError
from polyglot_news.memory.units import Unit, UnitOrigin

_KEYS = ("doc", "source", "source_lang", "target_lang", "target")
_MOST_PROBLEMS = 10
_MARK = b"\xef\xbb\xbf"  # a byte order mark in UTF-8


class _Problem(Exception):
    """What is wrong with a line."""


def read_corrections(path: str | os.PathLike[str], format_of: Callable[[str], str]) -> list[Unit]:
    """The corrected rows of a result, in order; `format_of` tells the format of a document by its name.

    Raises ReadError where the file cannot be read, FormatError with the first ten lines that are wrong.
    """
    try:
        data = Path(path).read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise ReadError(f"{path}: the corrections cannot be read: {reason}") from error
    return parse_corrections(data, os.fspath(path), format_of)


def parse_corrections(data: bytes, name: str, format_of: Callable[[str], str]) -> list[Unit]:
    """The same of a file's bytes; `name` is what messages call it."""
    units: list[Unit] = []
    problems: list[str] = []
    for number, line in _lines(data):
        try:
            row = _row(line)
            if row["origin"] == Origin.HUMAN:
                units.append(_unit(row, format_of))
        except _Problem as problem:
            problems.append(f"line {number}: {problem}")
    if problems:
        more = len(problems) - _MOST_PROBLEMS
        listed = "; ".join(problems[:_MOST_PROBLEMS]) + (f"; and {more} more" if more > 0 else "")
        raise FormatError(f"{name}: nothing was imported: {listed}")
    return units


def _lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(data.removeprefix(_MARK).split(b"\n"), start=1):
        if line.strip():
            yield number, line


def _row(line: bytes) -> dict[str, object]:
    try:
        row = json.loads(line.decode())
    except UnicodeDecodeError:
        raise _Problem("not UTF-8; save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise _Problem(f"not JSON ({getattr(error, 'msg', 'too deep')}); write one object a line") from None
    if not isinstance(row, dict):
        raise _Problem("no JSON object; write one object a line")
    if "origin" not in row:
        raise _Problem("without the key origin; keep the rows as translate --format jsonl wrote them")
    return row


def _unit(row: dict[str, object], format_of: Callable[[str], str]) -> Unit:
    if missing := [key for key in _KEYS if key not in row]:
        raise _Problem(f"without the key {', '.join(missing)}; keep the rows as translate --format jsonl wrote them")
    texts = {key: value for key in _KEYS if isinstance(value := row[key], str) and value.strip()}
    if bad := [key for key in _KEYS if key not in texts]:
        raise _Problem(f"{', '.join(bad)}: no text, or an empty one; write it, or give origin its old value")
    languages = (texts["source_lang"], texts["target_lang"])
    if sorted(languages) != sorted(TRANSLATED_LANGUAGES):
        raise _Problem(f"{' to '.join(languages)}: a memory holds ru to en and en to ru")
    if texts["target"] == texts["source"]:
        raise _Problem("the target is the source; write the translation, or give origin its old value")
    return Unit(texts["source"], texts["target"], "-".join(languages), format_of(texts["doc"]), UnitOrigin.HUMAN)
