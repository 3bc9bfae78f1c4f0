"""The SQLite file behind a memory: made, opened, and its errors told in our own.

Write-ahead logging lets others read while one writes. A transaction that a crash cuts off has never been.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from polyglot_news.errors import PolyglotNewsError, ReadError, WriteError

VERSION = 1
PATIENCE = 30.0  # seconds to wait for another process that writes
_APPLICATION = 0x504E544D  # "PNTM", the file's application_id: tells a memory from the SQLite files of other programs
_PAUSE = 0.02  # seconds
_SCHEMA = (
    "CREATE TABLE signatures (id INTEGER PRIMARY KEY, text UNIQUE NOT NULL)",
    # AUTOINCREMENT: the number of a unit that was removed is never given again, so a mark keeps its meaning
    """CREATE TABLE units (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        key BLOB NOT NULL,
        origin TEXT NOT NULL,
        direction TEXT NOT NULL,
        format TEXT NOT NULL,
        signature INTEGER NOT NULL REFERENCES signatures (id),
        context NOT NULL,
        source NOT NULL,
        pattern,
        target NOT NULL,
        score REAL,
        flags TEXT NOT NULL,
        steps TEXT NOT NULL,
        words INTEGER NOT NULL,
        added INTEGER NOT NULL
    )""",
    "CREATE INDEX units_by_key ON units (key)",
    "CREATE UNIQUE INDEX one_of_a_model ON units (key) WHERE origin = 'model'",
    "CREATE INDEX units_by_people ON units (number, key) WHERE origin <> 'model'",
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {VERSION}",
)


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """A connection to the memory at `path`, which any thread may use, one at a time.

    With `create` a missing or empty file becomes a memory. Without it, a file that may not be written is opened for reading.
    Raises ReadError where there is no memory or one of a newer version, WriteError where none can be made.
    """
    _look(path, create=create)
    with guarded(path, writing=create):
        connection = sqlite3.connect(
            _address(path, create=create), uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(connection, path, create=create)
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def guarded(path: Path, *, writing: bool) -> Iterator[None]:
    """Errors of SQLite become ReadError or WriteError; misuse of a closed memory stays what it is."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.Error as error:
        raise _told(error, path, writing=writing) from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is written inside, or nothing. The lock is taken at once: one taken later could be refused."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _look(path: Path, *, create: bool) -> None:
    """Tell what SQLite would tell less plainly."""
    if "\0" in os.fspath(path):
        raise ReadError(f"{path!s:.60}: a NUL in the name of the memory; name another file")
    try:
        if path.is_dir():
            raise ReadError(f"{path}: is a folder; name the file of the memory")
        if path.exists():
            return
    except OSError as error:  # a folder on the way that may not be looked into, a name that is too long
        raise ReadError(f"{path}: the memory cannot be read: {error.strerror or error}; look at the name") from error
    if not create:
        raise ReadError(f"{path}: there is no such memory; look at the name")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"{path}: the memory cannot be made: {error.strerror or error}; name another place") from error


def _address(path: Path, *, create: bool) -> str:
    address = path.absolute().as_uri()
    if create:
        return f"{address}?mode=rwc"
    if os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK):
        return f"{address}?mode=rw"
    # Without the log's own files, which could not be made there, SQLite reads such a file only if told that nobody writes it.
    has_log = path.with_name(f"{path.name}-wal").exists()
    return f"{address}?mode=ro" if has_log else f"{address}?immutable=1"


def _prepare(connection: sqlite3.Connection, path: Path, *, create: bool) -> None:
    if not _is_memory(connection, path):
        if not create:
            raise ReadError(f"{path}: is empty, no memory; look at the name")
        _make(connection, path)
    connection.execute("PRAGMA synchronous = NORMAL")


def _is_memory(connection: sqlite3.Connection, path: Path) -> bool:
    """False for a file with nothing in it. Raises ReadError for one that is not ours."""
    application, version, tables = _ask_at_once(
        connection, "PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master"
    )
    if application == _APPLICATION:
        if version > VERSION:
            raise ReadError(
                f"{path}: a memory of version {version}, newer than this program, which reads {VERSION}; install a newer one"
            )
        return True
    if application or version or tables:
        raise ReadError(f"{path}: is no memory but an SQLite file of another program; name another file")
    return False


def _ask_at_once(connection: sqlite3.Connection, *questions: str) -> list[int]:
    """Answers of one moment: between two statements another process may have made the memory."""
    alone = not connection.in_transaction
    if alone:
        connection.execute("BEGIN")
    try:
        return [connection.execute(question).fetchone()[0] for question in questions]
    finally:
        if alone:
            connection.execute("ROLLBACK")


def _make(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # must come before the first table
    _use_log(connection)
    with transaction(connection):
        if not _is_memory(connection, path):  # another process may have been faster
            for statement in _SCHEMA:
                connection.execute(statement)


def _use_log(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging, for good. For this SQLite does not wait by itself where others do the same."""
    last = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > last:
                raise
            time.sleep(_PAUSE)


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest tells details


def _told(error: sqlite3.Error, path: Path, *, writing: bool) -> PolyglotNewsError:
    match _code(error):
        case sqlite3.SQLITE_NOTADB:
            return ReadError(f"{path}: is no memory (not an SQLite file); name another file")
        case sqlite3.SQLITE_CORRUPT:
            return ReadError(f"{path}: the memory is damaged ({error}); take a copy of it that is whole, or begin a new one")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return WriteError(f"{path}: another process keeps the memory locked; try again when it has finished")
        case sqlite3.SQLITE_FULL:
            return WriteError(f"{path}: the memory cannot grow, the disk is full; make room and try again")
    if writing:
        return WriteError(f"{path}: the memory cannot be written: {error}; look at the rights to the file and its folder")
    return ReadError(f"{path}: the memory cannot be read: {error}; look at the rights to the file and its folder")
