"""Zip and tar archives: what is in them, under which names, and the bytes of one member.

Members are listed in the archive's order; a tar is read through once for that, and once more to read its documents. Nothing is
unpacked to the disk, and no more of a member than the limit and one byte is ever unpacked in memory. Only what can be bounded
so is read: of zip's methods, stored and deflate (APPNOTE.TXT 4.4.5: 0 and 8).

Names of zip members are, in this order (APPNOTE.TXT 4.4.4, 4.6.9 and appendix D):

    1. UTF-8 where bit 11 of the flags says so;
    2. the Unicode path of the extra field 0x7075, where its checksum fits the name;
    3. UTF-8 where the bytes are that, which no old Russian name is: many tools forget the bit;
    4. cp866, as Windows writes in Russian, or windows-1251, as some programs do: what gives the better Russian (`likeness`);
    5. cp437, as the standard has it.
"""

import bz2
import gzip
import lzma
import posixpath
import re
import stat
import struct
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal, Protocol, cast

from polyglot_news.archive.places import one_line
from polyglot_news.errors import ReadError

Kind = Literal["zip", "tar", "warc"]
_KINDS: dict[Kind, tuple[str, ...]] = {
    "zip": (".zip",),
    "tar": (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz"),
    "warc": (".warc", ".warc.gz"),
}
NESTED = "an archive inside an archive is not opened; unpack it"

_COMMON = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"  # the letters of Russian, the commonest first
_WEIGHTS = {letter: 2 - 1.5 * rank / len(_COMMON) for rank, letter in enumerate(_COMMON)} | dict.fromkeys("іїєґў", 0.5)
_SIGNS = frozenset("«»„“”’–—…№")
_JUNCTION = re.compile(r"(?<=[A-Za-z])[^\W\d_A-Za-z]|[^\W\d_A-Za-z](?=[A-Za-z])")
_DRIVE = re.compile(r"[A-Za-z]:(?=/)")
_UNICODE_PATH = 0x7075
_Packed = gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile
_OPENERS: dict[bytes, Callable[[BinaryIO], _Packed]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\x00": lzma.open}
_BLOCK = 1 << 16
_LONGEST_HEADER = 1 << 20
_HEADERS = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive."""

    number: int
    """Its place in the archive's order; links and folders are counted too."""
    name: str
    """A relative POSIX path that stays inside; several members may have the same."""
    stamp: str = ""
    size: int = -1
    reason: str = ""
    """Why it cannot be read, if that is known already."""


class Reader(Protocol):
    """An open archive."""

    def get(self, number: int, limit: int) -> bytes:
        """The bytes of a member; cheapest in rising order. Raises ReadError, which says only the reason."""


def kind_of(name: str) -> Kind | None:
    """What kind of archive the suffix tells; None for other files."""
    lower = name.lower()
    return next((kind for kind, suffixes in _KINDS.items() if lower.endswith(suffixes)), None)


def too_large(size: int, *, at_least: bool = False) -> str:
    """The reason why a document of that size is not read."""
    return f"too large: {'more than ' if at_least else ''}{_amount(size)}; cut it, or raise --max-size"


def _amount(size: int) -> str:
    return f"{size / 1e6:.0f} MB" if size >= 1_000_000 else f"{size} bytes"


def read_limited(stream: BinaryIO, limit: int) -> bytes:
    """All of a stream, if that is not more than `limit` bytes. Raises ReadError, which says only the reason."""
    blocks, size = [], 0
    while size <= limit and (block := stream.read(min(_BLOCK, limit + 1 - size))):
        blocks.append(block)
        size += len(block)
    if size > limit:
        raise ReadError(too_large(limit, at_least=True))
    return b"".join(blocks)


def damaged(error: BaseException) -> str:
    """The reason that an error in an archive gives."""
    return str(error) if isinstance(error, ReadError) else f"damaged: {one_line(error)}"


# Names


def likeness(name: str) -> float:
    """How much a name looks like Russian; 0 or less where it does not.

    Each Russian letter counts 0.5 to 2, the common ones more; letters of Ukrainian and Belarusian 0.5; quotation marks, dashes
    and № nothing. A letter beside a Latin one takes 2 away, and any other character above 7F makes it no Russian at all.
    """
    total = -2.0 * len(_JUNCTION.findall(name))
    for char in name:
        if not char.isascii() and char not in _SIGNS:
            weight = _WEIGHTS.get(char.lower())
            if weight is None:
                return 0.0
            total += weight
    return total


def guessed(raw: bytes, encodings: tuple[str, ...]) -> str | None:
    """The name in the one of these encodings that gives the best Russian; None where none does."""
    found = []
    for encoding in encodings:
        try:
            found.append(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    best = max(found, key=likeness, default="")
    return best if likeness(best) > 0 else None


def old_name(raw: bytes) -> str:
    """The name that bytes without a declared encoding stand for: rules 3 to 5 above."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return guessed(raw, ("cp866", "windows-1251")) or raw.decode("cp437")


def shown_part(part: str) -> str:
    """One part of a path as it can be shown and written anywhere: control characters and stray bytes as %XX."""
    return "".join(_escaped(char) if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char for char in part)


def _escaped(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogateescape"))


def without_drive(name: str) -> str:
    """A relative path that no system takes for a drive's: `A: news.md` is `A%3A news.md`."""
    return f"{name[0]}%3A{name[2:]}" if name[1:2] == ":" and name[0].isascii() and name[0].isalpha() else name


def free_name(name: str, taken: set[str]) -> str:
    """The name, with a number before its suffix where it is taken; adds it to `taken`."""
    candidate, number = name, 1
    stem, suffix = posixpath.splitext(name)
    while candidate in taken:
        number += 1
        candidate = f"{stem}-{number}{suffix}"
    taken.add(candidate)
    return candidate


def _safe(name: str) -> tuple[str, str]:
    """The path in the archive that a member's name stands for, and why it cannot be read, if so.

    A backslash is a separator too, and drives and leading slashes go, as `unzip` and `tar` do it; ".." is never followed.
    """
    path = (
        _DRIVE.sub("", name.replace("\\", "/"), count=1) if _DRIVE.match(name.replace("\\", "/")) else name.replace("\\", "/")
    )
    parts = [shown_part(part) for part in path.split("/") if part not in ("", ".")]
    inside = "/".join("%2E%2E" if part == ".." else part for part in parts)
    return without_drive(inside), "leads out of the archive" if ".." in parts else ""


def _member(number: int, name: str, stamp: str, size: int, reason: str = "") -> Member:
    safe, leads_out = _safe(name)
    return Member(number, safe, stamp, size, leads_out or (NESTED if kind_of(safe) else reason))


# Zip


def zip_members(file: BinaryIO) -> Iterator[Member]:
    """The files of a zip archive, by its directory alone. Raises what `zipfile` raises on damage."""
    with zipfile.ZipFile(file) as archive:
        for number, info in enumerate(archive.infolist()):
            mode = info.external_attr >> 16
            name = _zip_name(info)
            is_other = stat.S_IFMT(mode) not in (0, stat.S_IFREG)  # links and folders, as Info-ZIP marks them
            if not (is_other or name.endswith(("/", "\\"))):
                stamp = f"{info.CRC:08x}-{info.file_size}-{info.header_offset}"
                yield _member(number, name, stamp, info.file_size, _zip_reason(info))


def _zip_name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 0x800:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437")  # as `zipfile` decoded it: all bytes come back
    return _unicode_path(info.extra, raw) or old_name(raw)


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in the Info-ZIP Unicode Path Extra Field (APPNOTE.TXT 4.6.9), unless the name was changed since."""
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        body, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(body) > 5 and body[0] == 1 and struct.unpack("<L", body[1:5])[0] == zlib.crc32(raw):
            try:
                return body[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None


def _zip_reason(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 0x1:
        return "encrypted; unpack it with its password"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return f"compressed by method {info.compress_type}, which is not read here; pack it with deflate"
    return ""


class ZipReader:
    """An open zip archive."""

    def __init__(self, file: BinaryIO) -> None:
        self._archive = zipfile.ZipFile(file)

    def get(self, number: int, limit: int) -> bytes:
        """See `Reader`."""
        try:
            info = self._archive.infolist()[number]
            if reason := _zip_reason(info):
                raise ReadError(reason)
            with self._archive.open(info) as stream:
                return read_limited(cast(BinaryIO, stream), limit)
        except Exception as error:  # damage makes `zipfile` raise errors of any kind
            raise ReadError(damaged(error)) from error


# Tar


class _Header(tarfile.TarInfo):
    """A header that tells of damage.

    `tarfile` takes a broken header inside an archive for its end, and reads a header of any length into memory.
    """

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> "_Header":
        try:
            return super().fromtarfile(tarfile)
        except _HeaderError as error:
            if tarfile.offset and type(error).__name__ != "EOFHeaderError":
                raise ReadError(
                    f"damaged: {one_line(error)} at byte {tarfile.offset} (unpacked); what follows is lost"
                ) from error
            raise

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> "_Header":
        found = super().frombuf(buf, encoding, errors)
        if found.type in _HEADERS and found.size > _LONGEST_HEADER:
            raise ReadError(f"damaged: a name or header of {_amount(found.size)}")
        return found


_HeaderError = tarfile.HeaderError


class _Pieces:
    """A packed file that gives all that is before a cut: `read` of the standard library drops what it has when it fails."""

    def __init__(self, file: _Packed) -> None:
        self._file = file

    def read(self, size: int) -> bytes:
        return self._file.read1(size)


def _unpacked(file: BinaryIO) -> BinaryIO:
    """The tar itself. The modules for the compressions check its checksums, which the streams of `tarfile` do not."""
    head = file.read(8)
    file.seek(0)
    for magic, opened in _OPENERS.items():
        if head.startswith(magic):
            return cast(BinaryIO, _Pieces(opened(file)))
    return file


def _tar_pass(file: BinaryIO) -> Iterator[tuple[int, tarfile.TarInfo, tarfile.TarFile]]:
    """All headers with their numbers, in one pass; the archive is at the header's content."""
    file.seek(0)
    unpacked = _unpacked(file)
    with tarfile.open(fileobj=unpacked, mode="r|", bufsize=_BLOCK, tarinfo=_Header, encoding="utf-8") as archive:
        number = 0
        while (info := archive.next()) is not None:
            yield number, info, archive
            number += 1
            archive.members = []  # type: ignore[attr-defined]  # else it keeps every header
    while unpacked.read(_BLOCK):  # to the checksum, which is at the end
        pass


def tar_members(file: BinaryIO) -> Iterator[Member]:
    """The regular files of a tar archive, compressed or not, in one pass. Raises what `tarfile` and others raise on damage.

    Links and devices are left out; a link that leads out of the archive is told with the reason.
    """
    for number, info, _ in _tar_pass(file):
        reason = "a link that leads out of the archive" if _leads_out(info) else ""
        if info.isreg() or reason:
            name = old_name(info.name.encode("utf-8", "surrogateescape"))
            yield _member(number, name, f"{info.offset_data}-{info.size}-{info.mtime}", info.size, reason)


def _leads_out(info: tarfile.TarInfo) -> bool:
    if not (info.issym() or info.islnk()):
        return False
    folder = posixpath.dirname(info.name) if info.issym() else ""
    target = posixpath.normpath(posixpath.join(folder, info.linkname))
    return target.startswith("/") or target == ".." or target.startswith("../")


class TarReader:
    """An open tar archive; a pass goes on where the last member was, and begins anew only for an earlier one."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._pass = _tar_pass(file)
        self._next = 0
        self._failure = ""

    def get(self, number: int, limit: int) -> bytes:
        """See `Reader`."""
        if self._failure:  # of the whole archive: trying again would unpack all before it again
            raise ReadError(self._failure)
        if number < self._next:
            self._pass, self._next = _tar_pass(self._file), 0
        try:
            found = self._find(number)
        except Exception as error:  # damage makes the decompressors raise errors of several kinds
            self._failure = damaged(error)
            raise ReadError(self._failure) from error
        if found is None or not found[0].isreg():
            raise ReadError("no longer in the archive")
        return self._read(*found, limit)

    def _find(self, number: int) -> tuple[tarfile.TarInfo, tarfile.TarFile] | None:
        for at, info, archive in self._pass:
            self._next = at + 1
            if at == number:
                return info, archive
        return None

    def _read(self, info: tarfile.TarInfo, archive: tarfile.TarFile, limit: int) -> bytes:
        stream = archive.extractfile(info)
        if stream is None:
            raise ReadError("no longer in the archive")
        try:
            return read_limited(cast(BinaryIO, stream), limit)
        except Exception as error:
            raise ReadError(damaged(error)) from error
