"""Results on their way into the output folder: what each is called, and what may be replaced.

A file that the manifest knows, unchanged since, is replaced. One that a person changed is not, unless it is a JSONL result
whose corrections (`origin` "human") the memory has already, and nothing else differs. One that the manifest does not know is
left, unless it is the result to the byte: a run may be killed between the writing of a file and the note of it.

The table of names is corrected by people as well, and given back as a term base: so it is replaced only as the run wrote it,
and never while the run reads it as one.
"""

import errno
import hashlib
import json
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

from polyglot_news.archive.manifest_records import ENDING
from polyglot_news.archive.places import Place
from polyglot_news.document import Origin
from polyglot_news.errors import FormatError, PolyglotNewsError, ReadError, UsageError, WriteError
from polyglot_news.formats.registry import format_of_path
from polyglot_news.formats.writers import Writer
from polyglot_news.memory.corrections import parse_corrections
from polyglot_news.memory.units import Unit

NAMES, REPORT_PAGE, REPORT_ROWS = "names.tsv", "report.html", "report.jsonl"
"""Files that a run itself writes at the top of the output folder."""
_WRITTEN_TABLES = "names.json"
_LONGEST = 255  # bytes of a name (ext4, XFS, APFS; NTFS has 255 of UTF-16)
_CUT = 240  # leaves room for a number
_FATAL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


def output_name(name: str, writer: Writer) -> str:
    """What the result of a document is called: as the document, with a suffix where the format differs.

    A file or folder that would be called as a file of the run's own is called otherwise, and of a name that is too long for a
    file system, as titles in Cyrillic may be, the end is a digest.
    """
    path = PurePosixPath(name)
    keeps = path.suffix.lower() in writer.suffixes or writer.keeps_name
    wanted = unicodedata.normalize("NFC", name if keeps else name + writer.suffixes[0])
    wanted = "/".join(map(_fitting, wanted.split("/")))
    return f"document-{wanted}" if wanted.partition("/")[0].casefold() in (NAMES, REPORT_PAGE, REPORT_ROWS) else wanted


def _fitting(part: str) -> str:
    """A part of a path, cut where it has more bytes than file systems allow."""
    data = part.encode("utf-8", "surrogatepass")
    if len(data) <= _LONGEST:
        return part
    ending = f"~{hashlib.blake2b(data, digest_size=4).hexdigest()}{''.join(ENDING.findall(part))}"
    return data[: _CUT - len(ending.encode())].decode("utf-8", "ignore") + ending


def digest_of(data: bytes) -> bytes:
    """A digest of a result, 16 bytes."""
    return hashlib.blake2b(data, digest_size=16).digest()


def is_fatal(error: PolyglotNewsError) -> bool:
    """Whether an error in writing would meet every other document as well: a full disk, one that is read only."""
    return isinstance(error, WriteError) and getattr(error.__cause__, "errno", None) in _FATAL


def refuse_to_lose(
    place: Place, output: str, data: bytes, known: bytes | None, taken_in: Callable[[Unit], bool], *, force: bool
) -> None:
    """Raise UsageError where writing `data` would lose what somebody else wrote.

    `known`: the digest of what was written there before; `taken_in`: whether the memory has a correction.
    """
    if force or not place.exists(output):
        return
    found = place.read(output)
    if found == data or digest_of(found) == known:
        return
    if known is None:
        raise UsageError(f"its output {output} exists and is not known to be of an earlier run; move it, or add --force")
    if not _is_taken_in(found, data, output, taken_in):
        raise UsageError(
            f"its output {output} was changed since it was written; take the corrections in (polyglot-news memory import),"
            " move the file, or add --force"
        )


@dataclass(frozen=True, slots=True)
class NamesTable:
    """The table of names in the output folder."""

    place: Place
    state: Place
    """Remembers what was written."""
    inputs: Collection[str]
    """Real paths of the files that the run reads besides its documents."""
    force: bool

    def put(self, table: bytes) -> str:
        """Write the table, if nothing is lost by that; else, or where it is the same, it stays. What the user should know."""
        found = self.place.read(NAMES) if self.place.exists(NAMES) else None
        where = self.place.label(NAMES)
        if self.place.is_local and self.place.address(NAMES) in self.inputs:
            return f"{where}: is read by --terms and stays; give --terms a copy, and the names that it lacks come here"
        known = self._known()
        if found is not None and found != table and digest_of(found).hex() not in known and not self.force:
            return f"{where}: was changed since it was written, or is not this run's, and stays; give it to --terms, or move it"
        if found != table or digest_of(table).hex() not in known:
            self._remember(found, table)
        if found != table:
            self.place.write(NAMES, table)
        return ""

    def _known(self) -> list[str]:
        try:
            said = json.loads(self.state.read(_WRITTEN_TABLES))
        except (ReadError, ValueError):
            return []
        return said if isinstance(said, list) else []

    def _remember(self, found: bytes | None, table: bytes) -> None:
        """Both, before the one replaces the other: a run may be killed in between."""
        digests = [digest_of(data).hex() for data in (found, table) if data is not None]
        self.state.write(_WRITTEN_TABLES, json.dumps(digests).encode())


def _is_taken_in(found: bytes, data: bytes, output: str, taken_in: Callable[[Unit], bool]) -> bool:
    """Whether a changed result is JSONL with corrections that the memory has, all of them, and no other change."""
    if not output.endswith(".jsonl"):
        return False
    try:
        corrections = parse_corrections(found, output, lambda name: format_of_path(name).name)
    except (FormatError, ReadError):
        return False
    return bool(corrections) and all(map(taken_in, corrections)) and _others(found) <= _others(data)


def _others(data: bytes) -> set[tuple[str, str, str]]:
    """What the rows say that no person wrote: id, source, target."""
    rows = map(json.loads, filter(bytes.strip, data.splitlines()))
    return {(row["id"], row["source"], str(row["target"])) for row in rows if row["origin"] != Origin.HUMAN}
