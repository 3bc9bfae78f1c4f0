"""The data model: a document as spans of its own text, and its bilingual counterpart.

Everything here is plain, frozen data. Blocks, marks and segments are spans of `Document.text`, so that slices and gaps put
together give the input back exactly. Offsets count Unicode code points of the decoded text, half open, as Python slices do; a
byte order mark is not part of the text.

    Document
      blocks:   headings, paragraphs, list items, cells, code ...   (spans, ordered, disjoint)
        marks:  inline markup inside a block                        (spans, ordered, disjoint)
      segments: sentences, or parts of one in another language      (spans, ordered, each inside one block)
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

UNDETERMINED = "und"  # BCP 47 (RFC 5646, section 4.1): the language is not known
NOT_LINGUISTIC = "zxx"  # BCP 47: no linguistic content - a number, a URL, an emoji
TRANSLATED_LANGUAGES = ("ru", "en")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, `start <= i < stop`."""

    start: int
    stop: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.stop:
            raise ValueError(f"not a span: {self.start}..{self.stop}")

    def __len__(self) -> int:
        return self.stop - self.start

    def of(self, text: str) -> str:
        """The part of `text` that this span covers."""
        return text[self.start : self.stop]

    def shift(self, by: int) -> "Span":
        """The same span, `by` code points further on."""
        return Span(self.start + by, self.stop + by)

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies inside this span."""
        return self.start <= other.start and other.stop <= self.stop

    def meets(self, others: "Iterable[Span]") -> bool:
        """Whether any of `others` shares a code point with this span."""
        for other in others:  # noqa: SIM110 - `any` takes twice the time, and a document asks this a hundred thousand times
            if other.start < self.stop and self.start < other.stop:
                return True
        return False


@dataclass(frozen=True, slots=True)
class Direction:
    """From which language into which."""

    source: str
    target: str

    def __str__(self) -> str:
        return f"{self.source}-{self.target}"


RU_EN = Direction("ru", "en")
EN_RU = Direction("en", "ru")


class MarkKind(StrEnum):
    """What a piece of inline markup does to the text around it."""

    OPEN = "open"  # begins a pair: `**`, `[`, `<b>`, `![`
    CLOSE = "close"  # ends it: `**`, `](https://a.b "title")`, `</b>`
    ATOM = "atom"  # stands for itself and is carried across unchanged: a code span, an autolink, a comment
    BREAK = "break"  # a line end inside a sentence, with all that follows it on the next line (`> `, indentation)
    ESCAPE = "escape"  # one or more characters in the format's spelling (`\\_`, `&amp;`), or unseen (a soft hyphen)


@dataclass(frozen=True, slots=True)
class Mark:
    """Inline markup: where it stands and what a reader sees in its place."""

    span: Span
    """In the document's text; never empty."""
    kind: MarkKind
    text: str = ""
    """What a reader sees: nothing for OPEN and CLOSE, the source itself for an ATOM (of a picture, its description), a space
    for a BREAK inside a sentence and a line feed for one that ends it, the character meant for an ESCAPE, if any."""
    pair: int = -1
    """Number shared by an OPEN and its CLOSE, unique in the block; -1 for the other kinds."""


class BlockKind(StrEnum):
    """What a block is, as far as a reader of the result needs to know."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    TABLE_CELL = "table_cell"
    CAPTION = "caption"
    HTML = "html"
    CODE = "code"
    FRONT_MATTER = "front_matter"

    @property
    def translatable(self) -> bool:
        """Whether the words of such a block are translated; otherwise they are copied."""
        return self not in (BlockKind.CODE, BlockKind.FRONT_MATTER)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that no sentence crosses."""

    kind: BlockKind
    span: Span
    """The content alone: `#`, `- `, `> ` before it and the line end after it belong to the gaps between blocks."""
    level: int = 0
    """Depth: of a heading (1 to 6), a list, a quotation; the column of a table cell; else 0."""
    marks: tuple[Mark, ...] = ()
    """Inline markup inside `span`, in order, disjoint."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, or the part of one that is in one language."""

    id: str
    """`b<block>.s<n>`, both counted from 1; the same from run to run."""
    block: int
    """Index into `Document.blocks`, counted from 0."""
    span: Span
    text: str
    """`span.of(document.text)`: the source with its markup."""
    language: str = UNDETERMINED
    """BCP 47 tag; `und` = not known, `zxx` = nothing linguistic."""
    confidence: float = 0.0
    """0 to 1."""


@dataclass(frozen=True, slots=True)
class Meta:
    """Where a document came from and how its text was stored."""

    name: str = "-"
    format: str = "text"
    encoding: str = "utf-8"
    bom: bytes = b""
    guessed: bool = False
    """Whether the encoding was guessed, and so may be wrong."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text, its blocks and its segments."""

    text: str
    blocks: tuple[Block, ...] = ()
    segments: tuple[Segment, ...] = ()
    meta: Meta = field(default_factory=Meta)


@dataclass(frozen=True, slots=True)
class Link:
    """One target token and the source token that the model looked at most when it wrote it."""

    source: Span
    """In the source text given to the engine."""
    target: Span
    """In the hypothesis's text."""
    weight: float
    """Attention, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What an engine made of one source text."""

    text: str
    score: float | None = None
    """Mean log-probability of the target's tokens: 0 is certain, -1 is doubtful. None where the engine has none."""
    alignment: tuple[Link, ...] = ()
    """In the order of the target; empty unless asked for."""


class Origin(StrEnum):
    """Where a translation comes from."""

    MODEL = "model"
    MEMORY = "memory"
    GLOSSARY = "glossary"
    COPY = "copy"
    HUMAN = "human"


class NameKind(StrEnum):
    """What a name names; `TERM` is a term of the user's that is no name."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    TERM = "term"


class Evidence(StrEnum):
    """Why a name is spelled as it is, the strongest first."""

    TERM_BASE = "term_base"  # the user's term base says so
    ATTESTED = "attested"  # the document itself writes it in both languages
    ARCHIVE = "archive"  # decided over the whole archive
    ESTABLISHED = "established"  # the usual form: CLDR, the tables that come with the package
    ROMANISED = "romanised"  # spelled by the scheme
    MODEL = "model"  # an English name that nothing else knows: as the model spells it alone


@dataclass(frozen=True, slots=True)
class NameUse:
    """A name where a segment uses it: an item of `names` in the JSONL contract."""

    id: str
    """The entry of the ledger, `n<number>`."""
    kind: str
    source: str
    """As the source writes it."""
    target: str
    """The form that the target must have; in Russian the nominative, of which any case may stand there."""
    lemma: str
    """The Russian nominative of the whole name."""
    evidence: str


@dataclass(frozen=True, slots=True)
class NameEntry:
    """A person, place, organisation or term of the ledger."""

    id: str
    kind: NameKind
    russian: str
    """Nominative, in the fullest form seen."""
    english: str
    evidence: Evidence
    reason: str
    """In words, with the place: `written "Elvira Nabiullina" in b3.s1`, `terms.tsv:12`, `romanised by news`."""
    variants: tuple[str, ...]
    """Forms seen in the document, most frequent first."""
    segments: tuple[str, ...]
    """Ids of the segments that use it, once for each use."""
    conflicts: tuple[str, ...] = ()
    """Other spellings for which there was weaker or as strong evidence, each with its reason."""


@dataclass(frozen=True, slots=True)
class Translation:
    """One segment in the target language."""

    segment_id: str
    language: str | None
    """BCP 47 tag of `text`; None where there is no translation."""
    text: str | None
    """With the source's markup; None where the segment has no translation (another language than the two)."""
    origin: Origin = Origin.COPY
    score: float | None = None
    names: tuple[NameUse, ...] = ()
    """Names of the ledger that the source uses, in its order."""
    steps: tuple[str, ...] = ()
    """What was done to it, in order: `protected 2`, `split 3`, `retried`, ..."""
    flags: tuple[str, ...] = ()
    """Names of `checks.FLAGS`, in that table's order."""


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """A segment beside its translation: one row of the JSONL contract, field by field, in its order."""

    doc: str
    block: int
    kind: str
    id: str
    start: int
    stop: int
    source_lang: str
    confidence: float
    source: str
    target_lang: str | None
    target: str | None
    origin: str
    score: float | None
    names: tuple[NameUse, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BilingualDocument:
    """A document and one translation for each of its segments, in the same order."""

    document: Document
    translations: tuple[Translation, ...]
    ledger: tuple[NameEntry, ...] = ()
    """Every name with its one spelling in each language, in the order of first use."""
    signature: str = ""
    """One line that names all that the text of the translations depends on."""

    @property
    def units(self) -> tuple[TranslationUnit, ...]:
        """Every segment beside its translation; scores and confidences rounded to three decimals."""
        blocks, name = self.document.blocks, self.document.meta.name
        return tuple(
            TranslationUnit(
                doc=name,
                block=segment.block,
                kind=str(blocks[segment.block].kind),
                id=segment.id,
                start=segment.span.start,
                stop=segment.span.stop,
                source_lang=segment.language,
                confidence=round(segment.confidence, 3),
                source=segment.text,
                target_lang=made.language,
                target=made.text,
                origin=str(made.origin),
                score=None if made.score is None else round(made.score, 3),
                names=made.names,
                flags=made.flags,
            )
            for segment, made in zip(self.document.segments, self.translations, strict=True)
        )


def splice(text: str, replacements: Iterable[tuple[Span, str]]) -> str:
    """`text` with each span replaced; all between the spans stays as it is.

    Raises ValueError where spans overlap or are not in order.
    """
    return "".join(_spliced(text, replacements))


def _spliced(text: str, replacements: Iterable[tuple[Span, str]]) -> Iterator[str]:
    at = 0
    for span, new in replacements:
        if span.start < at:
            raise ValueError(f"spans overlap at {span.start}")
        yield text[at : span.start]
        yield new
        at = span.stop
    yield text[at:]
