"""What is asked of a run over an archive, and the settings that its results depend on."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from polyglot_news.archive.jobs import Settings
from polyglot_news.archive.sources import LIMIT
from polyglot_news.errors import UsageError
from polyglot_news.mt.loading import EngineName, describe_engine
from polyglot_news.naming import names_signature


@dataclass(frozen=True, slots=True)
class Request:
    """A run over an archive."""

    source: str
    """The folder to read: a path, or an address that fsspec knows."""
    target: str
    """The folder to write."""
    settings: Settings
    state: Path | None = None
    """Where the manifest is kept, on a local disk; None: in the output folder."""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    memory: Path | None = None
    terms: tuple[str, ...] = ()
    """Files of the user's term base, which are not to be written."""
    workers: int = 1
    restart: bool = False
    """Forget what is done, and do all anew."""
    check_content: bool = False
    """Read every document to see whether it is as it was, instead of trusting its size, times and inode."""
    force: bool = False
    """Replace outputs that somebody else wrote or changed."""
    max_errors: int | None = None
    """Stop when more documents than that failed."""
    limit: int = LIMIT
    """Bytes that a document may have."""

    def __post_init__(self) -> None:
        """Raises UsageError that names every mistake."""
        mistakes = [f"workers={self.workers} is less than 1"] if self.workers < 1 else []
        mistakes += [f"max_errors={self.max_errors} is less than 0"] if (self.max_errors or 0) < 0 else []
        mistakes += [f"limit={self.limit} is less than 1"] if self.limit < 1 else []
        if mistakes:
            raise UsageError("; ".join(mistakes))


def draft_settings(settings: Settings) -> Mapping[str, str]:
    """What the first pass depends on, by the names of the options."""
    options = settings.options
    named = options.names and options.engine.engine != EngineName.IDENTITY
    return {
        "program": version("polyglot-news"),
        "encoding": settings.encoding or "",
        "input-format": settings.input_format or "",
        "to": options.to,
        "names": names_signature(options.terms, options.romanisation) if named else "off",
    }


def result_settings(settings: Settings) -> Mapping[str, str]:
    """What the second pass depends on besides. Raises ModelError where a model cannot be found."""
    return {
        "model": describe_engine(settings.options.engine),
        "beam": str(settings.options.beam),
        "quality": settings.options.quality,
        "format": settings.output_format or "",
        "layout": settings.layout,
    }


def fingerprint(*settings: Mapping[str, str]) -> bytes:
    """A digest of settings, 16 bytes."""
    said = repr([sorted(some.items()) for some in settings])
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()
