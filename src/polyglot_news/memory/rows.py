"""Units as rows of the SQLite file."""

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from polyglot_news.memory.key import key_of, normalise
from polyglot_news.memory.units import Unit, UnitOrigin

READ = """SELECT number, key, origin, direction, format, signatures.text, context, source, target, score, flags, steps
    FROM units JOIN signatures ON signatures.id = units.signature"""
_NEW = "INSERT OR IGNORE INTO units VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_NEWEST = "SELECT source, target FROM units WHERE key = ? AND origin = ? ORDER BY number DESC LIMIT 1"


class Row(NamedTuple):
    """A unit with its number in the file and its key."""

    number: int
    key: bytes
    unit: Unit


def row_of(values: tuple[object, ...]) -> Row:
    """What a line of `READ` holds."""
    number, key, origin, direction, format_name, *texts, score, flags, steps = values
    signature, context, source, target = map(restored, texts)
    unit = Unit(
        source=source,
        target=target,
        direction=str(direction),
        format=str(format_name),
        origin=UnitOrigin(str(origin)),
        signature=signature,
        context=context,
        score=score if isinstance(score, float) else None,
        flags=_loaded(flags),
        steps=_loaded(steps),
    )
    return Row(int(str(number)), bytes(key) if isinstance(key, bytes) else b"", unit)


class Keyed(NamedTuple):
    """A unit that is to be written."""

    key: bytes
    pattern: str
    unit: Unit


class Writer:
    """Puts units into the file, inside a transaction of the caller's."""

    def __init__(self, connection: sqlite3.Connection, now: int) -> None:
        self._connection = connection
        self._now = now
        self._signatures: dict[str, int] = {}

    def insert(self, keyed: Iterable[Keyed]) -> int:
        """How many were new: a model's whose key is there already is not, nor one that repeats the newest of its kind."""
        return sum(self._insert(*one) for one in keyed)

    def _insert(self, key: bytes, pattern: str, unit: Unit) -> int:
        source, target = stored(unit.source), stored(unit.target)
        if unit.origin is not UnitOrigin.MODEL:
            newest = self._connection.execute(_NEWEST, (key, str(unit.origin))).fetchone()
            if newest == (source, target):
                return 0
        of_model = unit.origin is UnitOrigin.MODEL
        values = (
            key, str(unit.origin), unit.direction, unit.format, self._signature(unit.signature if of_model else ""),
            stored(unit.context if of_model else ""), source, None if pattern == unit.source else stored(pattern), target,
            unit.score, _dumped(unit.flags), _dumped(unit.steps), len(unit.source.split()), self._now,
        )  # fmt: skip
        return self._connection.execute(_NEW, values).rowcount

    def _signature(self, text: str) -> int:
        if text not in self._signatures:
            name = (stored(text),)
            self._connection.execute("INSERT OR IGNORE INTO signatures (text) VALUES (?)", name)
            found = self._connection.execute("SELECT id FROM signatures WHERE text = ?", name).fetchone()
            self._signatures[text] = found[0]
        return self._signatures[text]


def keyed(units: Iterable[Unit]) -> list[Keyed]:
    """Units with their keys and patterns, which take longer to find than to write: nobody has to wait for that."""
    return [Keyed(key_of(unit), normalise(unit.source).text, unit) for unit in units]


def stored(text: str) -> str | bytes:
    """What SQLite can hold: a text with half a surrogate pair, which is no UTF-8, as bytes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def restored(value: object) -> str:
    """The text that `stored` was given."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else str(value)


def _dumped(words: tuple[str, ...]) -> str:
    return json.dumps(words) if words else ""


def _loaded(value: object) -> tuple[str, ...]:
    return tuple(json.loads(str(value))) if value else ()
