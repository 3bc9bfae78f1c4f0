"""The manifest's file: its tables, how it is opened and read, and what becomes of the errors of SQLite.

Two files. `manifest.sqlite` holds what a run may not lose; `drafts.sqlite` beside it, attached as `drafts`, only what can be
made again, so that it can be deleted whole. In WAL mode a commit is atomic in each file, not over both: a document may be
marked as drafted and its draft be missing, and whoever asks what is to be done has to look (https://www.sqlite.org/lang_attach.html).
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from polyglot_news.archive.manifest_records import (
    Counts,
    Failure,
    Row,
    Stage,
    State,
    Written,
    decode_name,
    encode_name,
)
from polyglot_news.errors import PolyglotNewsError, ReadError, WriteError

VERSION = 1
_APPLICATION = 0x706F6C79  # "poly": tells a manifest from any other SQLite file
_DRAFTS = "drafts.sqlite"
_PATIENCE = 2.0  # seconds to wait for another process; there is one writer, so only a checkpoint can be in the way
_CACHE = -65536  # KiB

PAGE = 1000  # rows
_ROWS = f"""SELECT d.name, state, size, output, coalesce(c.words, 0), coalesce(c.segments, 0), coalesce(c.languages, '{{}}'),
  coalesce(flags, '{{}}'), coalesce(origins, '{{}}'), seconds, reason, made_run, error_stage, error, exit_code
  FROM documents d LEFT JOIN contents c ON c.id = coalesce(d.content, d.made)
  WHERE d.name > ? ORDER BY d.name LIMIT {PAGE}"""

_TABLES = """
CREATE TABLE settings (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  settings INTEGER NOT NULL REFERENCES settings,
  memory_mark INTEGER NOT NULL,
  finished INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE contents (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL,
  fingerprint BLOB NOT NULL,
  words INTEGER NOT NULL,
  segments INTEGER NOT NULL,
  languages TEXT NOT NULL,
  name_keys BLOB NOT NULL,
  segment_keys BLOB NOT NULL,
  UNIQUE (digest, fingerprint)
);
CREATE TABLE mentions (content INTEGER PRIMARY KEY REFERENCES contents ON DELETE CASCADE, rows BLOB NOT NULL);
CREATE TABLE spellings (key BLOB PRIMARY KEY, spelling BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  name BLOB NOT NULL UNIQUE,
  stamp TEXT NOT NULL,
  size INTEGER NOT NULL,
  state TEXT NOT NULL,
  content INTEGER REFERENCES contents,
  made INTEGER REFERENCES contents,
  made_fingerprint BLOB,
  made_settings INTEGER REFERENCES settings,
  made_run INTEGER REFERENCES runs,
  redo TEXT,
  reason TEXT NOT NULL DEFAULT '',
  wanted BLOB,
  output BLOB,
  output_key BLOB UNIQUE,
  output_digest BLOB,
  output_size INTEGER,
  flags TEXT,
  origins TEXT,
  seconds REAL NOT NULL DEFAULT 0,
  error_stage TEXT,
  error TEXT,
  exit_code INTEGER
);
CREATE INDEX documents_content ON documents (content);
CREATE INDEX documents_made ON documents (made);
"""
ATTACH = """UPDATE documents SET content = c.id, (state, error) = (SELECT 'done', NULL
  WHERE made = c.id AND redo IS NULL AND made_fingerprint = ?1 UNION ALL SELECT 'drafted', error LIMIT 1)
  FROM contents c WHERE c.digest = ?2 AND c.fingerprint = ?3 AND documents.name = ?4"""
TAKEN_UP = "CASE WHEN content IS NULL THEN 'seen' WHEN made = content AND redo IS NULL THEN 'done' ELSE 'drafted' END"
REASON = """CASE
  WHEN d.error IS NOT NULL THEN 'failed before'
  WHEN d.made IS NULL THEN 'new'
  WHEN m.digest != c.digest THEN 'content changed'
  WHEN m.fingerprint != c.fingerprint OR d.made_fingerprint != ? THEN why.text
  ELSE coalesce(d.redo, 'not finished') END"""
# By another document's output, or by a folder in which the outputs of documents are.
TAKEN = """SELECT 1 FROM documents WHERE output_key = ? AND name != ? UNION ALL
  SELECT 1 FROM documents WHERE name > ? AND name < ? AND state != 'gone' LIMIT 1"""
FINISH = """UPDATE documents SET state = 'done', made = content, made_fingerprint = ?, made_settings = ?, made_run = ?,
  redo = NULL, error = NULL, reason = coalesce((SELECT reason FROM translating WHERE document = documents.id), ''),
  output = ?, output_key = ?, output_digest = ?, output_size = ?, flags = ?, origins = ?, seconds = ?
  WHERE name = ? AND content IS NOT NULL"""

_DRAFT_TABLES = """
CREATE TABLE drafts.drafts (
  digest BLOB NOT NULL, fingerprint BLOB NOT NULL, draft BLOB NOT NULL, PRIMARY KEY (digest, fingerprint)
);
"""
_TEMPORARY = """
CREATE TEMP TABLE walked (name BLOB PRIMARY KEY, stamp TEXT NOT NULL, size INTEGER NOT NULL) WITHOUT ROWID;
CREATE TEMP TABLE present (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE left_out (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE fresh (key BLOB PRIMARY KEY, spelling BLOB NOT NULL) WITHOUT ROWID;
CREATE TEMP TABLE why (settings INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TEMP TABLE drafting (position INTEGER PRIMARY KEY, document INTEGER NOT NULL);
CREATE TEMP TABLE translating (position INTEGER PRIMARY KEY, document INTEGER NOT NULL UNIQUE, reason TEXT NOT NULL);
CREATE TEMP TABLE mentioning (position INTEGER PRIMARY KEY, content INTEGER NOT NULL, count INTEGER NOT NULL);
"""


class Store:
    """A connection to the two files that turns the errors of SQLite into those of this package."""

    def __init__(self, path: Path, *, create: bool) -> None:
        self.path = path
        if not create and not path.is_file():
            raise ReadError(f"{path}: there is none; name the output folder of an earlier run")
        with self.guarded():
            self._connection = _connect(path)
        try:
            with self.guarded():
                self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close both files."""
        self._connection.close()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query; the caller sees to it that they are few."""
        with self.guarded():
            return self._connection.execute(sql, values).fetchall()

    def pages(self, sql: str, start: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a query that is read on from its one parameter, the first column, by a `LIMIT`.

        Between two pages no statement is open, so that the caller may write meanwhile.
        """
        while page := self.rows(sql, (start,)):
            yield from page
            start = page[-1][0]

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Carry out a statement; the number of rows it changed."""
        with self.guarded():
            return self._connection.execute(sql, values).rowcount

    def run_all(self, sql: str, rows: Iterable[Sequence[Any]]) -> int:
        """Carry out a statement for each row; the number of rows changed in all."""
        with self.guarded():
            return self._connection.executemany(sql, rows).rowcount

    def forget(self) -> None:
        """Forget how far every document has come, but not what was written for it."""
        with self.guarded():
            self._connection.executescript(
                "BEGIN IMMEDIATE; UPDATE documents SET state = 'seen', stamp = '', content = NULL, made = NULL,"
                " made_fingerprint = NULL, made_settings = NULL, made_run = NULL, redo = NULL, error = NULL;"
                " DELETE FROM contents; DELETE FROM spellings; DELETE FROM drafts.drafts; UPDATE runs SET finished = 1; COMMIT;"
            )

    def shrink_drafts(self) -> None:
        """Give the free space of the file of drafts back."""
        with self.guarded():  # a script, since `execute` takes only the first step, which frees one page
            self._connection.executescript("PRAGMA drafts.incremental_vacuum; PRAGMA drafts.wal_checkpoint(TRUNCATE);")

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what is done inside."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._connection.rollback()
            raise

    @contextlib.contextmanager
    def guarded(self) -> Iterator[None]:
        """Raise ReadError for a damaged file, WriteError for one that cannot be written now."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            known = _known_error(self.path, error)
            if known is None:
                raise
            raise known from error

    def _prepare(self) -> None:
        connection = self._connection
        is_new = _check_version(self.path, connection)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA cache_size = {_CACHE}")
        connection.execute("PRAGMA foreign_keys = ON")
        if is_new:
            tail = f"PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {VERSION}; COMMIT;"
            connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} {tail}")
        _attach_drafts(connection, self.path.with_name(_DRAFTS))
        for schema in ("main", "drafts"):
            connection.execute(f"PRAGMA {schema}.synchronous = NORMAL")
        connection.executescript(_TEMPORARY)


class View:
    """What can be asked of a manifest; also while another process writes it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        last = store.rows("SELECT id, settings FROM runs ORDER BY id DESC LIMIT 1")
        self._run, self._settings = last[0] if last else (None, None)

    def counts(self) -> Counts:
        """How many documents are in each state."""
        found = self._store.rows(
            "SELECT state, count(*), coalesce(sum(made_run IS ?), 0) FROM documents GROUP BY state", (self._run,)
        )
        return Counts(
            **{state: count for state, count, _ in found}, fresh=sum(fresh for state, _, fresh in found if state == "done")
        )

    def foreign(self) -> int:
        """How many documents that were done in this run have words of other languages, and none in Russian or English."""
        return int(
            self._store.rows(
                "SELECT count(*) FROM documents d JOIN contents c ON c.id = d.made WHERE state = 'done' AND made_run IS ?"
                " AND EXISTS (SELECT 1 FROM json_each(languages) WHERE key != 'zxx')"
                " AND NOT EXISTS (SELECT 1 FROM json_each(languages) WHERE key IN ('ru', 'en'))",
                (self._run,),
            )[0][0]
        )

    def rows(self) -> Iterator[Row]:
        """All documents, in the order of their names."""
        return map(self._row, self._store.pages(_ROWS, b""))

    def errors(self) -> Iterator[Failure]:
        """The documents that failed, in the order of their names."""
        found = self._store.pages(
            "SELECT name, error_stage, error, exit_code FROM documents"
            f" WHERE name > ? AND state = 'error' ORDER BY name LIMIT {PAGE}",
            b"",
        )
        return (Failure(decode_name(name), Stage(stage), message, code) for name, stage, message, code in found)

    def outputs(self) -> Iterator[Written]:
        """The outputs of the documents that are done, in the order of their names: are they still there as written?"""
        found = self._store.pages(
            "SELECT name, output, output_digest, output_size FROM documents"
            f" WHERE name > ? AND state = 'done' ORDER BY name LIMIT {PAGE}",
            b"",
        )
        return (Written(decode_name(name), decode_name(output), *rest) for name, output, *rest in found)

    def last_digest(self, name: str) -> bytes | None:
        """The digest of the output that was last written for a document, done now or not; None where there was none."""
        found = self._store.rows("SELECT output_digest FROM documents WHERE name = ?", (encode_name(name),))
        return found[0][0] if found else None

    def mentions(self) -> Iterator[tuple[int, bytes]]:
        """What the archive's documents mention: each row as it was stored, with the number of documents that have this content.

        In the order of the first document of each content, by name; within it as stored.
        """
        self._store.run("DELETE FROM mentioning")
        self._store.run(
            "INSERT INTO mentioning (content, count) SELECT content, count(*) FROM documents"
            " WHERE content IS NOT NULL AND state != 'gone' GROUP BY content ORDER BY min(name)"
        )
        found = self._store.pages(
            "SELECT position, count, rows FROM mentioning JOIN mentions USING (content)"
            f" WHERE position > ? ORDER BY position LIMIT {PAGE}",
            0,
        )
        return ((count, row) for _, count, rows in found for row in msgspec.msgpack.decode(rows, type=list[bytes]))

    def output_of(self, name: str) -> str | None:
        """The output assigned to a document; None for one without."""
        found = self._store.rows("SELECT output FROM documents WHERE name = ? AND output NOT NULL", (encode_name(name),))
        return decode_name(found[0][0]) if found else None

    def _row(self, found: tuple[Any, ...]) -> Row:
        name, state, size, output, words, segments, *counted, seconds, reason, made_run, stage, message, code = found
        languages, flags, origins = (msgspec.json.decode(text, type=dict[str, int]) for text in counted)
        is_failed = state == State.ERROR
        return Row(
            name=decode_name(name),
            state=State(state),
            size=size,
            output=None if output is None else decode_name(output),
            words=words,
            segments=segments,
            languages=languages,
            flags=flags,
            origins=origins,
            seconds=seconds,
            reason=reason,
            is_fresh=state == State.DONE and made_run == self._run,
            error=Failure(decode_name(name), Stage(stage), message, code) if is_failed else None,
        )


def _connect(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"{path.parent}: cannot be made: {error.strerror or error}; choose another output folder") from error
    return sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)


def _check_version(path: Path, connection: sqlite3.Connection) -> bool:
    """Whether the file is still empty; raises ReadError for one that this version cannot use."""
    (application,), (version,), (tables,) = (
        connection.execute(sql).fetchone()
        for sql in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
    )
    if not (application or version or tables):
        return True
    if application != _APPLICATION:
        raise ReadError(f"{path}: is not a manifest of polyglot-news; move it away or name another output folder")
    if version != VERSION:
        age = "a newer" if version > VERSION else "an older"
        raise ReadError(f"{path}: made by {age} version of polyglot-news; use that one, or --restart begins anew")
    return False


def _attach_drafts(connection: sqlite3.Connection, path: Path) -> None:
    """Attach the file of drafts; one that is damaged or of another version is made anew, nothing is lost by that."""
    if not _has_drafts(connection, path):
        with contextlib.suppress(sqlite3.OperationalError):  # it may not even be attached
            connection.execute("DETACH drafts")
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        connection.execute("ATTACH ? AS drafts", (str(path),))
        connection.execute("PRAGMA drafts.auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA drafts.journal_mode = WAL")
        connection.executescript(f"BEGIN; {_DRAFT_TABLES} PRAGMA drafts.user_version = {VERSION}; COMMIT;")


def _has_drafts(connection: sqlite3.Connection, path: Path) -> bool:
    try:
        connection.execute("ATTACH ? AS drafts", (str(path),))
        (version,) = connection.execute("PRAGMA drafts.user_version").fetchone()
        connection.execute("SELECT 1 FROM drafts.drafts LIMIT 1").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
            return False
        raise
    return bool(version == VERSION)


def _known_error(path: Path, error: sqlite3.DatabaseError) -> PolyglotNewsError | None:
    match getattr(error, "sqlite_errorcode", -1) & 0xFF:  # the low byte is the kind: https://www.sqlite.org/rescode.html
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return ReadError(f"{path}: the manifest is damaged ({error}); --restart begins anew")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return WriteError(f"{path}: another process is writing to it; wait for it or stop it")
        case sqlite3.SQLITE_FULL:
            return WriteError(f"{path}: the disk is full; free some space and start the same command again")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return WriteError(f"{path}: cannot be written ({error}); see to the folder and start the same command again")
    return None
