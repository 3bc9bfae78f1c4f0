"""What goes to a worker and comes back. Free of all that a worker needs to do it (`work`), which the driver never imports."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from polyglot_news.archive.manifest_records import Facts
from polyglot_news.formats.registry import format_of_path
from polyglot_news.names.archived import ArchiveSpellings
from polyglot_news.options import Options


@dataclass(frozen=True, slots=True)
class Settings:
    """What all documents of a run have in common."""

    options: Options
    output_format: str | None = None
    layout: str = "side"
    input_format: str | None = None
    encoding: str | None = None

    def format_of(self, name: str) -> str:
        """The format of a document: the one asked for, else the one that its suffix tells, else plain text."""
        return self.input_format or format_of_path(name).name


@dataclass(frozen=True, slots=True)
class Raw:
    """A document as it was read."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Failed:
    """A document that could not be done."""

    name: str
    message: str
    exit_code: int


@dataclass(frozen=True, slots=True)
class DraftMade:
    """A document after the first pass."""

    name: str
    draft: bytes
    names: tuple[bytes, ...]
    """Short keys of the names it uses."""
    segments: tuple[bytes, ...]
    """Keys under which a person's correction of one of its segments would be found."""
    mentions: tuple[bytes, ...]
    facts: Facts
    note: str = ""


@dataclass(frozen=True, slots=True)
class ToMake:
    """A draft that is to be translated."""

    name: str
    draft: bytes
    segments: int


@dataclass(frozen=True, slots=True)
class Made:
    """A result."""

    name: str
    data: bytes
    digest: bytes
    flags: Mapping[str, int]
    origins: Mapping[str, int]
    seconds: float
    """Its share of the time that its job took."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DraftJob:
    """Documents to be read together."""

    documents: tuple[Raw, ...]

    def split(self) -> "Iterator[DraftJob]":
        """The same, a document each."""
        return (DraftJob((one,)) for one in self.documents)


@dataclass(frozen=True, slots=True)
class TranslateJob:
    """Drafts to be translated together, and what the archive decided of their names."""

    documents: tuple[ToMake, ...]
    spellings: ArchiveSpellings

    def split(self) -> "Iterator[TranslateJob]":
        """The same, a document each."""
        return (TranslateJob((one,), self.spellings) for one in self.documents)


Job = DraftJob | TranslateJob
Answer = Sequence[DraftMade | Made | Failed]
