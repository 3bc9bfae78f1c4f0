"""The documents of an archive: which there are (`walk`), and their bytes (`read_all`).

Documents are files whose suffix a format has, or those that `include` names; archives of the kinds in `containers` are
folders. Hidden files and folders (`.git`) are left out. Each document has one name that is unique, valid UTF-8 and safe to
write under:

    2021/a.md                               a file
    old.zip/2021/b.txt                      a member of an archive; a number stands before the suffix where a name occurs again
    crawl.warc.gz/000017-example.com-news.html.md      a record of a web archive

A name on the disk that is not UTF-8 is shown as windows-1251 where that gives Russian, else with %XX for each stray byte. Links
are followed as long as they stay inside the folder. A link to a folder is followed only where the walk does not come to that
folder anyway, which is where it is hidden: so each document is met once, under a name that adding a link does not change.
A folder in which the results of another run are, told by the manifest in it, is not entered: results are no documents.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from os.path import realpath
from typing import BinaryIO

from polyglot_news.archive import containers, webarchive
from polyglot_news.archive.containers import Kind, Member, Reader, free_name, kind_of, shown_part, too_large, without_drive
from polyglot_news.archive.globs import covers, matches
from polyglot_news.archive.places import Entry, Place, Stamp
from polyglot_news.errors import ReadError
from polyglot_news.formats.registry import FORMATS

STATE = ".polyglot-news"
"""Folder in the output folder for what a run has to remember."""
MANIFEST = f"{STATE}/manifest.sqlite"
LIMIT = 20_000_000
"""Bytes that a document may have."""
_SUFFIXES = tuple(suffix for known in FORMATS for suffix in known.suffixes)
_LISTS: dict[Kind, Callable[[BinaryIO], Iterator[Member]]] = {
    "zip": containers.zip_members,
    "tar": containers.tar_members,
    "warc": webarchive.warc_members,
}
_READERS: dict[Kind, Callable[[BinaryIO], Reader]] = {
    "zip": containers.ZipReader,
    "tar": containers.TarReader,
    "warc": webarchive.WarcReader,
}


@dataclass(frozen=True, slots=True)
class Source:
    """A document that can be read."""

    name: str
    """A relative POSIX path, unique in the archive."""
    stamp: str
    """Is another where the content may be another."""
    size: int
    """Bytes; -1 where it is not known before reading."""
    path: str = field(default="", repr=False)
    """Of the file, or of the archive it is in, in the place; bytes that are not UTF-8 are surrogates (PEP 383)."""
    member: int = field(default=-1, repr=False)
    """Its number in the archive at `path`; -1 for a file by itself."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document, folder or archive that cannot be read."""

    name: str
    reason: str
    """One line."""


@dataclass(frozen=True, slots=True)
class Results:
    """A folder of another run's results."""

    name: str


@dataclass(frozen=True, slots=True)
class _Rules:
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    skip: tuple[str, ...]

    def wants(self, name: str) -> bool:
        """Whether a file of that name is a document or an archive."""
        if kind_of(name) is not None:
            return True
        return matches(name, self.include) if self.include else name.lower().endswith(_SUFFIXES)

    def skips(self, place: Place, path: str) -> bool:
        """Whether a path of the place is one to keep out of, or below one."""
        return bool(self.skip) and any(_is_below(place.address(path), folder) for folder in self.skip)


@dataclass(frozen=True, slots=True)
class _Item:
    """What a folder holds, with the name it goes by."""

    name: str
    path: str
    entry: Entry
    by_link: bool
    """Whether a link led here, or to a folder above."""

    @property
    def order(self) -> str:
        """Sorts folders and archives among files so that all names come in the order of strings."""
        return f"{self.name}/" if self.entry.kind == "folder" or kind_of(self.name) else self.name


def walk(
    place: Place, *, include: Sequence[str] = (), exclude: Sequence[str] = (), skip: Sequence[str] = ()
) -> Iterator[Source | Unreadable | Results]:
    """All documents of a place, sorted by name; those of an archive in the archive's order.

    Only lists: of archives the directory is read, which for tar and WARC is all of it. With `include` the documents are the
    files that it names, whatever their suffix; `exclude` takes files and folders away (see `globs`), `skip` names folders that
    are not entered: absolute paths, or addresses in a remote place. Held in memory are the names of the folders above the
    present one and, where links lead to hidden folders, those. Raises ReadError where the place itself cannot be listed; all
    else that goes wrong is told as Unreadable.
    """
    folders = tuple(realpath(path) if place.is_local else path.rstrip("/") for path in skip)
    rules = _Rules(tuple(include), tuple(exclude), folders)
    seen: set[str] = set()
    stack = [iter(_items(place, rules, "", "", by_link=False))]
    while stack:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
        elif item.entry.kind == "folder":
            if _enters(place, rules, item, seen):
                if _has_results(place, item.path):
                    yield Results(item.name)
                    continue
                try:
                    stack.append(iter(_items(place, rules, item.name, item.path, by_link=item.by_link)))
                except ReadError as error:
                    yield Unreadable(item.name, _reason(place, item.path, error))
        else:
            yield from _documents(place, rules, item)


def leaves_out(name: str, *, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> bool:
    """Whether `walk` with these patterns tells of no document of that name, be there one or not."""
    return not _Rules(tuple(include), tuple(exclude), ()).wants(name) or covers(name, exclude)


def _items(place: Place, rules: _Rules, name: str, path: str, *, by_link: bool) -> list[_Item]:
    """What a folder holds and the rules leave in, sorted."""
    found = [entry for entry in place.entries(path) if not entry.name.startswith(".")]
    items = []
    for entry, part in _named(found, is_top=not name):
        shown = f"{name}/{part}" if name else part
        is_folder = entry.kind == "folder"
        if not matches(f"{shown}/" if is_folder else shown, rules.exclude):
            real = entry.target if is_folder and entry.target is not None else f"{path}/{entry.name}" if path else entry.name
            items.append(_Item(shown, real, entry, by_link or entry.target is not None))
    return sorted(items, key=lambda item: item.order)


def _named(entries: Iterable[Entry], *, is_top: bool) -> Iterator[tuple[Entry, str]]:
    """Each entry with the name it is shown by. Names that can stay do; the others get what is left, in the order of bytes."""
    shown = [(entry, _shown(entry.name, is_top=is_top)) for entry in entries]
    taken: set[str] = set()
    for entry, part in sorted(shown, key=lambda pair: (pair[0].name != pair[1], pair[0].name, pair[0].kind)):
        yield entry, free_name(part, taken)


def _shown(name: str, *, is_top: bool) -> str:
    raw = name.encode("utf-8", "surrogateescape")
    is_stray = any("\udc80" <= char <= "\udcff" for char in name)
    part = shown_part((containers.guessed(raw, ("windows-1251",)) if is_stray else None) or name).replace("\\", "%5C")
    return without_drive(part) if is_top else part


def _enters(place: Place, rules: _Rules, item: _Item, seen: set[str]) -> bool:
    """Whether to go into a folder; notes it in `seen` where it could be met again."""
    if rules.skips(place, item.path):
        return False
    if not item.by_link:
        return True
    parts = item.path.split("/")
    is_hidden = any(part.startswith(".") for part in parts)
    if item.path in seen or not is_hidden or covers(f"{item.path}/", rules.exclude):
        return False
    seen.add(item.path)
    return True


def _has_results(place: Place, path: str) -> bool:
    try:
        return place.is_local and place.exists(f"{path}/{MANIFEST}")
    except ReadError:
        return False


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.replace("\\", "/").startswith(folder.replace("\\", "/").rstrip("/") + "/")


def _documents(place: Place, rules: _Rules, item: _Item) -> Iterator[Source | Unreadable]:
    """The document that a file is, or those that are in it."""
    if item.entry.kind == "bad":
        yield Unreadable(item.name, item.entry.reason)
        return
    if not rules.wants(item.name) or (item.entry.target and rules.skips(place, item.entry.target)):
        return
    if item.entry.kind != "file":
        yield Unreadable(item.name, "no regular file")
        return
    try:
        stamp = item.entry.stamp or place.stat(item.path)
    except ReadError as error:
        yield Unreadable(item.name, _reason(place, item.path, error))
        return
    if stamp is None:
        yield Unreadable(item.name, "vanished while the folder was listed")
    elif kind_of(item.name):
        yield from _members(place, rules, item, stamp)
    else:
        yield Source(item.name, str(stamp), stamp.size, item.path)


def _members(place: Place, rules: _Rules, item: _Item, stamp: Stamp) -> Iterator[Source | Unreadable]:
    taken: set[str] = set()
    kind = kind_of(item.name)
    try:
        with place.open(item.path) as file:
            for member in _LISTS[kind or "zip"](file):
                name = f"{item.name}/{member.name}"
                if not rules.wants(name) or _is_hidden(member.name) or covers(name, rules.exclude):
                    continue
                name = free_name(name, taken)
                if member.reason:
                    yield Unreadable(name, member.reason)
                else:
                    yield Source(name, f"{stamp}#{member.stamp}", member.size, item.path, member.number)
    except Exception as error:  # what a damaged archive makes the libraries raise is of any kind
        yield Unreadable(item.name, _reason(place, item.path, error))


def _is_hidden(name: str) -> bool:
    return not name or any(part.startswith(".") for part in name.split("/"))


def _reason(place: Place, path: str, error: Exception) -> str:
    """What is wrong, without the path, which is told beside it."""
    return containers.damaged(error).removeprefix(f"{place.label(path)}: ")


# Reading


def read_all(place: Place, wanted: Iterable[Source], *, limit: int = LIMIT) -> Iterator[tuple[Source, bytes | Unreadable]]:
    """The bytes of each document, in the order given; that of `walk` is the cheapest.

    One archive is open at a time, and members that follow each other come from one pass through it. A document of more than
    `limit` bytes, one that vanished, is damaged or encrypted, or whose archive changed since it was listed, is Unreadable, and
    the rest goes on.
    """
    archive = _Archive(place)
    try:
        for source in wanted:
            content: bytes | Unreadable
            try:
                content = _read(place, archive, source, limit)
            except ReadError as error:
                content = Unreadable(source.name, _reason(place, source.path, error))
            yield source, content
    finally:
        archive.close()


def _read(place: Place, archive: "_Archive", source: Source, limit: int) -> bytes:
    if source.size > limit:
        raise ReadError(too_large(source.size))
    if source.member >= 0:
        return archive.reader(source).get(source.member, limit)
    if place.is_local or source.size < 0:
        with place.open(source.path) as file:
            return containers.read_limited(file, limit)
    data = place.read(source.path)  # one request instead of two
    if len(data) > limit:
        raise ReadError(too_large(len(data)))
    return data


class _Archive:
    """The archive that is open, if one is."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._path: str | None = None
        self._file: BinaryIO | None = None
        self._reader: Reader | None = None
        self._failure = ""

    def reader(self, source: Source) -> Reader:
        """A reader of the archive that the document is in. Raises ReadError, each time anew for an archive that failed once."""
        if self._path != source.path:
            self.close()
            self._path, self._failure = source.path, ""
            try:
                self._reader = self._opened(source)
            except Exception as error:  # what a damaged archive makes the libraries raise is of any kind
                self._failure = containers.damaged(error)
        if self._reader is None:
            raise ReadError(self._failure)
        return self._reader

    def _opened(self, source: Source) -> Reader:
        stamp = self._place.stat(source.path)
        if stamp is not None and not source.stamp.startswith(f"{stamp}#"):
            raise ReadError("the archive changed since it was listed; run again")
        self._file = self._place.open(source.path)
        return _READERS[kind_of(source.path) or "zip"](self._file)

    def close(self) -> None:
        """Let go of the archive that is open."""
        self._path = self._reader = None
        if self._file is not None:
            with suppress(Exception):  # nothing was written: no error matters here
                self._file.close()
            self._file = None
