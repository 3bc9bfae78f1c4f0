"""What the manifest takes in and gives out, as plain frozen data, and how that is stored.

Names of files are stored as bytes, UTF-8 with lone surrogates let through: a name that is not UTF-8 is a name too, and bytes
sort as Python sorts the strings.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec

NAME_KEY, SEGMENT_KEY = 8, 16  # bytes
ENDING = re.compile(r"(?:\.[^\W\d_]\w{0,8}){0,2}\Z")
"""Of a file's name: `.md`, `.md.jsonl`; of `2022.03.01.md` the last alone."""


class State(StrEnum):
    """How far a document has come."""

    SEEN = "seen"  # its content is not known, or is to be read again
    DRAFTED = "drafted"  # read, and to be translated
    DONE = "done"
    ERROR = "error"
    LEFT = "left"  # left out by the patterns of the run, and as it was; its output is left alone
    GONE = "gone"  # not in the archive any more; its output is left alone


class Stage(StrEnum):
    """Where a document failed."""

    DRAFT = "draft"
    TRANSLATE = "translate"


@dataclass(frozen=True, slots=True)
class Seen:
    """A document as the walk finds it."""

    name: str
    stamp: str
    """Whatever tells cheaply that a file was touched; compared, never read."""
    size: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the report says of a document's content."""

    words: int
    segments: int
    languages: Mapping[str, int]
    """Words by language tag."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A document after the first pass."""

    name: str
    digest: bytes
    """Of the content and of all else that decides the draft but is no setting, such as the format that the suffix tells:
    documents with one digest share one draft."""
    names: tuple[bytes, ...]
    """Keys of the names it uses, 8 bytes each."""
    segments: tuple[bytes, ...]
    """Keys of its segments, 16 bytes each, under which a person's correction would be found."""
    draft: bytes
    facts: Facts


@dataclass(frozen=True, slots=True)
class Finished:
    """A document whose output is written."""

    name: str
    output: str
    output_digest: bytes
    output_size: int
    flags: Mapping[str, int]
    origins: Mapping[str, int]
    """Segments by where their translation is from: model, memory, human, copy."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Change:
    """A setting that differs from the last run's; an empty string where there was or is none."""

    name: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"setting {self.name}: {self.old or 'none'} -> {self.new or 'none'}"


@dataclass(frozen=True, slots=True)
class Begun:
    """What `Manifest.begin` found."""

    memory_mark: int
    """How far into the memory this run may look."""
    is_resumed: bool
    """Whether the last run was interrupted; this one counts as the same."""
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ToTranslate:
    """A document to be translated, and why."""

    name: str
    digest: bytes
    reason: str


@dataclass(frozen=True, slots=True)
class Written:
    """The output of a document as it was written."""

    name: str
    output: str
    digest: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document is not done."""

    name: str
    stage: Stage
    message: str
    exit_code: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Documents by state; `fresh` are those of `done` that were translated in this run."""

    seen: int = 0
    drafted: int = 0
    done: int = 0
    error: int = 0
    left: int = 0
    gone: int = 0
    fresh: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """All that is known of a document, for the report."""

    name: str
    state: State
    size: int = 0
    output: str | None = None
    """Its last one; of a document that is not done it may be out of date."""
    words: int = 0
    segments: int = 0
    languages: Mapping[str, int] = field(default_factory=dict)
    flags: Mapping[str, int] = field(default_factory=dict)
    origins: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    reason: str = ""
    """Why it was last translated."""
    is_fresh: bool = False
    """Whether it was translated in this run."""
    error: Failure | None = None


def output_key(output: str) -> bytes:
    """The same for names that some file systems take for one."""
    return encode_name(unicodedata.normalize("NFC", unicodedata.normalize("NFC", output).casefold()))


def encode_name(name: str) -> bytes:
    """A file name as it is stored."""
    return name.encode("utf-8", "surrogatepass")


def decode_name(stored: bytes) -> str:
    """A stored file name as it was given."""
    return stored.decode("utf-8", "surrogatepass")


def clean(text: str) -> str:
    """Words for people in which nothing is left that is no Unicode text."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def split_keys(keys: bytes, width: int) -> Iterator[bytes]:
    """Keys of one width that are stored as one string of bytes."""
    return (keys[at : at + width] for at in range(0, len(keys), width))


def _joined(keys: Sequence[bytes], width: int) -> bytes:
    if any(len(key) != width for key in keys):
        raise ValueError(f"a key is not {width} bytes long")
    return b"".join(keys)


def content_values(draft: Drafted, fingerprint: bytes) -> tuple[Any, ...]:
    """A draft as a row of `contents`; raises ValueError for a key of another width."""
    facts = draft.facts
    keys = _joined(draft.names, NAME_KEY), _joined(draft.segments, SEGMENT_KEY)
    return draft.digest, fingerprint, facts.words, facts.segments, _json(facts.languages), *keys


def drafted_from(row: tuple[Any, ...]) -> Drafted:
    """The draft of such a row and its document's name."""
    name, digest, names, segments, draft, words, count, languages = row
    facts = Facts(words, count, msgspec.json.decode(languages, type=dict[str, int]))
    keys = tuple(split_keys(names, NAME_KEY)), tuple(split_keys(segments, SEGMENT_KEY))
    return Drafted(decode_name(name), digest, *keys, zlib.decompress(draft), facts)


def result_values(made: Finished) -> tuple[Any, ...]:
    """A result as the end of a row of `documents`."""
    output = encode_name(made.output), output_key(made.output), made.output_digest, made.output_size
    return *output, _json(made.flags), _json(made.origins), made.seconds, encode_name(made.name)


def _json(counts: Mapping[str, int]) -> str:
    return msgspec.json.encode(dict(sorted(counts.items()))).decode()


def setting_changes(old: str, new: str) -> tuple[Change, ...]:
    """In what two stored sets of settings differ, by name."""
    before, after = (msgspec.json.decode(text, type=dict[str, str]) for text in (old, new))
    names = sorted(name for name in before | after if before.get(name) != after.get(name))
    return tuple(Change(name, before.get(name, ""), after.get(name, "")) for name in names)


def numbered(output: str, number: int) -> str:
    """The name of an output where the first is taken: `x-2.md`, `x-2.md.jsonl`."""
    stem = ENDING.sub("", output)
    return output if number == 1 else f"{stem}-{number}{output[len(stem) :]}"
