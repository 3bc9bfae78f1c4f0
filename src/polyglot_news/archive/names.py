"""The names of a whole archive: counted over its documents, each spelling decided once.

The counts are kept in a temporary database on the disk, which the system removes with the process, so that memory does not
grow with the number of names. The decision depends on the counts alone, never on the order in which documents came.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

import msgspec

from polyglot_news.names.archived import Mention, Tally, Vote, choose
from polyglot_news.names.persons import Role
from polyglot_news.names.term import fold

_COLUMNS = ("ru", "en", "kind", "documents", "evidence")
_TABLES = """
CREATE TABLE votes (name TEXT, role TEXT, text TEXT, documents INTEGER, PRIMARY KEY (name, role, text)) WITHOUT ROWID;
CREATE TABLE names (folded TEXT, name TEXT, russian TEXT, mention TEXT, documents INTEGER,
  PRIMARY KEY (folded, name, russian, mention)) WITHOUT ROWID;
CREATE TABLE chosen (key BLOB PRIMARY KEY, name TEXT, spelling TEXT) WITHOUT ROWID;
"""
_VOTE = "INSERT INTO votes VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET documents = documents + excluded.documents"
_NAME = "INSERT INTO names VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET documents = documents + excluded.documents"


class Spelled(NamedTuple):
    """How the archive spells a name."""

    name: str
    """The key of the name, of which `archive_key` makes the short one."""
    spelling: Mapping[Role, str]


def archive_key(name: str) -> bytes:
    """The short key of a name, 8 bytes."""
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def pack_mention(mention: Mention) -> bytes:
    """A mention as a row of the manifest."""
    return json.dumps(msgspec.to_builtins(mention), separators=(",", ":")).encode("ascii")


def unpack_mention(row: bytes | str) -> Mention:
    """What `pack_mention` packed."""
    return msgspec.convert(json.loads(row), Mention)


class ArchiveNames:
    """The names that the documents of an archive mention, and how it spells them."""

    def __init__(self, mentions: Iterable[tuple[int, bytes]]) -> None:
        """`mentions`: rows of `pack_mention`, each with the number of documents that have it."""
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_TABLES)
        self._database.execute("BEGIN")
        for documents, row in mentions:
            self._count(unpack_mention(row), documents)
        self._database.executemany("INSERT INTO chosen VALUES (?, ?, ?)", self._decided())
        self._database.execute("COMMIT")

    def close(self) -> None:
        """Remove the temporary database."""
        self._database.close()

    def find(self, keys: Iterable[bytes]) -> dict[str, Mapping[Role, str]]:
        """Of the names with these short keys those whose spelling the archive decided."""
        found: dict[str, Mapping[Role, str]] = {}
        for key in keys:
            for name, spelling in self._database.execute("SELECT name, spelling FROM chosen WHERE key = ?", (key,)):
                found[name] = {Role(role): text for role, text in json.loads(spelling).items()}
        return found

    def digests(self) -> dict[bytes, bytes]:
        """By short key a digest of the spelling that was decided, 8 bytes."""
        rows = self._database.execute("SELECT key, spelling FROM chosen ORDER BY key")
        return {key: hashlib.blake2b(spelling.encode(), digest_size=8).digest() for key, spelling in rows}

    def labels(self) -> dict[bytes, str]:
        """By short key what to call a name, of those whose spelling was decided."""
        return {key: name.rpartition("|")[2].title() for key, name in self._database.execute("SELECT key, name FROM chosen")}

    def table(self) -> Iterator[str]:
        """Lines of a term base (TSV) with all names, and in how many documents each stands, sorted by the Russian name.

        A term base has one English form for a Russian one, so of several the further ones are comments.
        """
        yield "\t".join(_COLUMNS) + "\n"
        rows = self._database.execute(
            "SELECT folded, name, russian, mention, documents FROM names ORDER BY 1, 2, 3, documents DESC, mention"
        )
        before: tuple[str, str] | None = None
        for (folded, name, russian), same in groupby(rows, key=lambda row: row[:3]):
            found = [(unpack_mention(row), documents) for *_, row, documents in same]
            mention = found[0][0]
            english = mention.spelled(self.find([archive_key(name)]).get(name, {}))
            cells = russian, english, mention.kind, str(sum(count for _, count in found)), mention.evidence
            is_other = before is not None and before[0] == folded and before[1] != english
            yield ("# " if is_other else "") + "\t".join(map(_cell, cells)) + "\n"
            before = before if is_other else (folded, english)

    def _count(self, mention: Mention, documents: int) -> None:
        votes = ((vote.name, str(vote.role), vote.text, documents) for vote in mention.votes)
        self._database.executemany(_VOTE, votes)
        said = pack_mention(replace(mention, votes=())).decode()
        self._database.execute(_NAME, (fold(mention.russian), mention.keys[0], mention.russian, said, documents))

    def _decided(self) -> Iterator[tuple[bytes, str, str]]:
        rows = self._database.execute("SELECT name, role, text, documents FROM votes ORDER BY name")
        for name, same in groupby(rows, key=lambda row: row[0]):
            spelling = choose([Tally(Vote(name, Role(role), text), documents) for _, role, text, documents in same])
            yield archive_key(name), name, json.dumps(spelling, ensure_ascii=False, sort_keys=True)


def _cell(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
