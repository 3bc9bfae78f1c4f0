"""Folders, local or remote: the only module of the archive that touches files.

A place is a folder behind one small interface. Local ones use the standard library; all else is fsspec's, which is imported
only then (it costs a tenth of a second). Names inside a place are relative POSIX paths and never leave it; links inside a local
place are the user's own and are followed by `read`, while `write` replaces a link by a file.
"""

import contextlib
import os
import re
import stat
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

from polyglot_news.errors import PolyglotNewsError, ReadError, UsageError, WriteError
from polyglot_news.writing import TEMPORARY, replace_file

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*(?:::[A-Za-z][A-Za-z0-9+.\-]*)*://")
_IS_WINDOWS = os.name == "nt"
_DRIVE = re.compile(r"[A-Za-z]:")
_VERSIONS = ("ETag", "etag", "md5Hash", "content_md5", "generation", "mtime", "LastModified", "last_modified", "created")
"""What the drivers of fsspec call a file's version; the first is used."""

_BUCKETS = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "az", "oss", "oci", "r2", "hf"})
"""Protocols of stores without folders: making one there would make a bucket, which a slip of the pen must not do."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells that a file is another than before."""

    size: int
    """Bytes; -1 where the driver does not know."""
    version: str
    """Compared only for equality: times and inode of a local file, the entity tag or a time of a remote one."""

    def __str__(self) -> str:
        return f"{self.size}-{self.version}"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a folder holds under one name."""

    name: str
    """The last part, as the system gives it: undecodable bytes are surrogates (PEP 383)."""
    kind: Literal["file", "folder", "other", "bad"]
    stamp: Stamp | None = None
    """Only where it costs nothing: of remote files."""
    target: str | None = None
    """Of a link: the real path in the place."""
    reason: str = ""
    """Why it is `bad`."""


class Place(ABC):
    """A folder, local or remote."""

    is_local: bool
    text: str
    """What the user called it."""

    @staticmethod
    def of(text: str) -> "Place":
        """The place that a path or an address names; it need not exist.

        Raises UsageError for an unknown protocol or one whose driver is not installed, with the package to install.
        """
        if not text:
            raise UsageError("a folder needs a name; the one given is empty")
        found = _URL.match(text)
        if not found:
            return _Local(text, text)
        if found[0].lower() in ("file://", "local://"):
            return _Local(text, _path_of_url(text, text[found.end() :]))
        return _Remote(text)

    @abstractmethod
    def address(self, path: str = "") -> str:
        """Where `path` really is: an absolute path without links, or an address."""

    @abstractmethod
    def read(self, name: str) -> bytes:
        """All bytes of a file. Raises ReadError in one line."""

    @abstractmethod
    def open(self, path: str) -> BinaryIO:
        """A file to read; `path` may be any that `entries` led to. Raises ReadError in one line."""

    @abstractmethod
    def stat(self, name: str) -> Stamp | None:
        """The stamp of a file; None where there is no such file. Raises ReadError."""

    @abstractmethod
    def entries(self, folder: str) -> Iterator[Entry]:
        """What is in a folder ("" is the place itself), in any order. Raises ReadError."""

    @abstractmethod
    def write(self, name: str, data: bytes) -> None:
        """Put a whole file there, and the folders above it. Raises WriteError; then the old file is as it was."""

    def label(self, path: str) -> str:
        """What messages call a path in this place."""
        shown = f"{self.text.rstrip('/')}/{path}" if path else self.text
        return " ".join(shown.encode("utf-8", "backslashreplace").decode("utf-8").split())

    def exists(self, name: str) -> bool:
        """Whether there is such a file. Raises ReadError."""
        return self.stat(name) is not None

    def remove_stale(self, names: Iterable[str], *, before: float) -> int:
        """Remove what killed runs left half-written in the folders `names`, not below them; returns how many files.

        Only files that bear this module's pattern and were last changed before `before` (seconds since 1970, such as the time
        of the run's lock) go. A remote place has none: an upload is whole or nothing.
        """
        return 0


def _path_of_url(text: str, rest: str) -> str:
    """The path in a file URL (RFC 8089): percent-decoded, with no host but this one."""
    from urllib.request import url2pathname

    host, slash, path = rest.partition("/")
    if host not in ("", "localhost") or not slash:
        raise UsageError(f"{text}: names no folder of this machine; write file:///folder or a plain path")
    return url2pathname("/" + path)


def _parts(name: str, *, drives: bool = _IS_WINDOWS) -> list[str]:
    """The parts of a name. Raises ValueError, with the reason, for one that leaves its place."""
    if "\0" in name:
        raise ValueError("has a NUL character in its name")
    if name.startswith(("/", "\\")):
        raise ValueError("is an absolute path, and a name inside the folder is needed")
    if drives and _DRIVE.match(name):
        raise ValueError("names a drive, and a name inside the folder is needed")
    if ".." in name.replace("\\", "/").split("/"):
        raise ValueError("leads out of the folder")
    return [part for part in name.split("/") if part not in ("", ".")]


def _file(name: str, *, drives: bool = _IS_WINDOWS) -> str:
    parts = _parts(name, drives=drives)
    if not parts:
        raise ValueError("is the folder itself, and a file is needed")
    return "/".join(parts)


def one_line(error: BaseException) -> str:
    """What an error says, for people: in one line that is not too long."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    line = " ".join(said.split()) or type(error).__name__
    return line if len(line) <= 200 else line[:199] + "…"


@contextlib.contextmanager
def _told(where: str, kind: type[PolyglotNewsError], verb: str) -> Iterator[None]:
    """Turn whatever the system or a driver raises into one line; drivers raise the errors of many libraries."""
    try:
        yield
    except PolyglotNewsError:
        raise
    except FileNotFoundError as error:
        raise kind(f"{where}: there is no such file or folder") from error
    except Exception as error:
        raise kind(f"{where}: cannot be {verb}: {one_line(error)}") from error


class _Local(Place):
    """A folder of this machine."""

    is_local = True

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self._root = os.path.abspath(path)  # noqa: PTH100 - Path.absolute leaves ".." in

    def address(self, path: str = "") -> str:
        return os.path.realpath(os.path.join(self._root, path))  # noqa: PTH118 - "" is the root itself

    def _path(self, name: str, *, drives: bool = _IS_WINDOWS) -> Path:
        return Path(self._root) / _file(name, drives=drives)

    def read(self, name: str) -> bytes:
        with _told(self.label(name), ReadError, "read"):
            return self._path(name).read_bytes()

    def open(self, path: str) -> BinaryIO:
        with _told(self.label(path), ReadError, "read"):
            return self._path(path).open("rb")

    def stat(self, name: str) -> Stamp | None:
        with _told(self.label(name), ReadError, "read"):
            path = self._path(name)
            try:
                found = path.stat()
            except (FileNotFoundError, NotADirectoryError):
                return None
            if not stat.S_ISREG(found.st_mode):
                return None
            return Stamp(found.st_size, f"{found.st_mtime_ns}-{found.st_ino}-{found.st_ctime_ns}")

    def entries(self, folder: str) -> Iterator[Entry]:
        with _told(self.label(folder), ReadError, "read"):
            where = Path(self._root).joinpath(*_parts(folder))
            with os.scandir(where) as found:
                return iter([self._entry(entry) for entry in found])

    def _entry(self, entry: "os.DirEntry[str]") -> Entry:
        if entry.is_symlink():
            return self._link(entry)
        if entry.is_dir(follow_symlinks=False):
            return Entry(entry.name, "folder")
        return Entry(entry.name, "file" if entry.is_file(follow_symlinks=False) else "other")

    def _link(self, entry: "os.DirEntry[str]") -> Entry:
        root = self.address()
        try:
            real = Path(os.path.realpath(entry.path, strict=True))
            if not real.is_relative_to(root):
                return Entry(entry.name, "bad", reason="a link that leads out of the folder")
            inside = real.relative_to(root).as_posix()
            target = "" if inside == "." else inside
            kind: Literal["file", "folder", "other"] = "folder" if real.is_dir() else "file" if real.is_file() else "other"
            return Entry(entry.name, kind, target=target)
        except FileNotFoundError:
            return Entry(entry.name, "bad", reason="a link that leads nowhere")
        except OSError as error:
            return Entry(entry.name, "bad", reason=f"a link that cannot be followed: {one_line(error)}")

    def write(self, name: str, data: bytes) -> None:
        with _told(self.label(name), WriteError, "written"):
            path = self._path(name, drives=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, data)

    def remove_stale(self, names: Iterable[str], *, before: float) -> int:
        return sum(self._remove_stale(name, before) for name in set(names))

    def _remove_stale(self, folder: str, before: float) -> int:
        removed = 0
        with _told(self.label(folder), WriteError, "cleared of half-written files"):
            where = Path(self._root).joinpath(*_parts(folder))
            if not where.is_dir():
                return 0
            for path in where.iterdir():
                if TEMPORARY.fullmatch(path.name):
                    with contextlib.suppress(FileNotFoundError):  # another run was quicker
                        if path.lstat().st_mtime < before:
                            path.unlink()
                            removed += 1
        return removed


class _Remote(Place):
    """A folder of a store that fsspec reaches."""

    is_local = False

    def __init__(self, text: str) -> None:
        self.text = text
        self._system, root = _filesystem(text)
        self._root = str(root).rstrip("/")
        self._has_buckets = not _BUCKETS.isdisjoint([known] if isinstance(known := self._system.protocol, str) else known)

    def address(self, path: str = "") -> str:
        return f"{self.text.rstrip('/')}/{path}".rstrip("/")

    def _path(self, name: str, *, drives: bool = False) -> str:
        return f"{self._root}/{_file(name, drives=drives)}"

    def read(self, name: str) -> bytes:
        with _told(self.label(name), ReadError, "read"):
            return bytes(self._system.cat_file(self._path(name)))

    def open(self, path: str) -> BinaryIO:
        with _told(self.label(path), ReadError, "read"):
            return cast(BinaryIO, self._system.open(self._path(path), "rb"))

    def stat(self, name: str) -> Stamp | None:
        with _told(self.label(name), ReadError, "read"):
            try:
                info = self._system.info(self._path(name))
            except FileNotFoundError:
                return None
            return _stamp(info) if info.get("type") == "file" else None

    def entries(self, folder: str) -> Iterator[Entry]:
        with _told(self.label(folder), ReadError, "read"):
            path = "/".join([self._root, *_parts(folder)])
            found = self._system.ls(path, detail=True)
            self._system.invalidate_cache()  # else fsspec keeps the listings of the whole archive
            itself = [info for info in found if info["name"].rstrip("/") == path.rstrip("/")]
            if any(info["type"] == "file" and info.get("size") for info in itself):
                raise ValueError("it is a file, and a folder is needed")
            return iter([_entry(info) for info in found if info not in itself])  # an empty object may be the mark of a folder

    def write(self, name: str, data: bytes) -> None:
        with _told(self.label(name), WriteError, "written"):
            path = self._path(name, drives=True)
            try:
                self._system.pipe_file(path, data)
            except FileNotFoundError:
                if self._has_buckets:
                    raise
                self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
                self._system.pipe_file(path, data)


def _filesystem(text: str) -> tuple[Any, str]:
    try:
        core = import_module("fsspec.core")
    except ImportError as error:
        raise UsageError(f"{text}: needs the package fsspec; install it: pip install 'polyglot-news[remote]'") from error
    try:
        system, root = core.url_to_fs(text)
    except ImportError as error:
        raise UsageError(f"{text}: its driver is missing; {_driver(text)}") from error
    except Exception as error:  # an unknown protocol, options that a driver does not take
        raise UsageError(f"{text}: cannot be used as a folder: {one_line(error)}") from error
    return system, root


def _driver(text: str) -> str:
    """Which package reads such an address, as fsspec tells it."""
    protocol = re.split("::|://", text)[-2]
    known = import_module("fsspec.registry").known_implementations.get(protocol, {})
    package = str(known.get("class", "")).partition(".")[0]
    if package in ("", "fsspec"):  # a driver of fsspec's own that needs something else
        return " ".join(str(known.get("err", f"see fsspec about {protocol}://")).split())
    return f"install it: pip install {package}"


def _stamp(info: dict[str, Any]) -> Stamp:
    size = info.get("size")
    version = next((info[key] for key in _VERSIONS if info.get(key) is not None), "")
    if isinstance(version, datetime):  # some drivers list it as a number of seconds
        version = version.timestamp()
    return Stamp(-1 if size is None else int(size), str(version).strip('"'))


def _entry(info: dict[str, Any]) -> Entry:
    name = info["name"].rstrip("/").rpartition("/")[2]
    if name in ("", ".", ".."):
        return Entry(name or "%2F", "bad", reason="an object whose name is no name of a file")
    if info["type"] == "directory":
        return Entry(name, "folder")
    return Entry(name, "file", _stamp(info)) if info["type"] == "file" else Entry(name, "other")
