"""What a translation memory holds, what it is asked and what it answers."""

from dataclasses import dataclass
from enum import StrEnum


class UnitOrigin(StrEnum):
    """Who made a translation."""

    MODEL = "model"
    HUMAN = "human"
    IMPORT = "import"  # of a TMX: outranks a model, is outranked by a person


@dataclass(frozen=True, slots=True)
class Unit:
    """A source and its translation."""

    source: str
    """As the document writes it, with its markup."""
    target: str
    direction: str
    """`ru-en` or `en-ru`."""
    format: str
    """`markdown` or `text`: escapes of the one mean nothing in the other."""
    origin: UnitOrigin
    signature: str = ""
    """What a model's text depends on; empty for the other origins."""
    context: str = ""
    """Names that the model was told with the source: with other names it is another unit; empty for the other origins."""
    score: float | None = None
    flags: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A source whose translation is looked up; the fields are those of `Unit`."""

    source: str
    direction: str
    format: str
    signature: str = ""
    context: str = ""


class HitKind(StrEnum):
    """Why a unit answers a query, the strongest reason first."""

    HUMAN = "human"
    IMPORT = "import"
    MEMORY = "memory"  # a model's, there before the run
    REPEATED = "repeated"  # a model's, written since the run began


@dataclass(frozen=True, slots=True)
class Hit:
    """An answer."""

    unit: Unit
    target: str
    """The unit's, with the addresses, handles and tags of the query's source put in."""
    kind: HitKind
