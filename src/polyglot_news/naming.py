"""The ledger of a document: its Russian and English segments, as a reader sees them, searched for names."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from polyglot_news.document import TRANSLATED_LANGUAGES, Block, Document, MarkKind, Segment
from polyglot_news.names.archived import ArchiveSpellings
from polyglot_news.names.entries import LONGEST, Entry, NamedText
from polyglot_news.names.ledger import Ledger, decide, find_names
from polyglot_news.names.spelling import Scheme
from polyglot_news.names.term import Term
from polyglot_news.names.undecided import Undecided, leave_open
from polyglot_news.text.bare import marks_inside, strip_marks
from polyglot_news.text.protection import find_protected


@dataclass(frozen=True, slots=True)
class Draft:
    """All of a document that can be known before its names are decided."""

    document: Document
    """With its segments."""
    entries: tuple[Entry, ...] = ()
    """The names found in them."""


def find_document_names(document: Document, terms: Sequence[Term] = (), scheme: Scheme | None = None) -> list[Entry]:
    """The names of a segmented document, with the evidence that it has for their spelling.

    Raises ModelError where the data of the recogniser are missing. Nothing is loaded where no segment can have a name.
    """
    texts = [t for t in _named_texts(document) if any(map(str.isupper, t.text)) or terms or t.protected]
    named = any(text.language in TRANSLATED_LANGUAGES for text in texts)
    return find_names(texts, terms, scheme) if named else []


def open_names(draft: Draft, archive: ArchiveSpellings | None = None, *, asks: bool = False) -> Undecided:
    """The names of a draft, to be decided once for all of it; `archive` and `asks` as in `leave_open`."""
    return leave_open(_named_texts(draft.document), draft.entries, archive, asks=asks)


def name_document(document: Document, terms: Sequence[Term] = (), scheme: Scheme | None = None) -> Ledger:
    """The ledger of a single document, as far as it is known without a model."""
    return decide(open_names(Draft(document, tuple(find_document_names(document, terms, scheme)))), scheme)


def _named_texts(document: Document) -> list[NamedText]:
    texts = (
        _named_text(document, s)
        for s in document.segments
        if s.language in TRANSLATED_LANGUAGES or "@" in s.text or "/" in s.text
    )
    return [text for text in texts if len(text.text) <= LONGEST]


def _named_text(document: Document, segment: Segment) -> NamedText:
    block: Block = document.blocks[segment.block]
    bare = strip_marks(document.text, segment.span, marks_inside(block.marks, segment.span))
    atoms = [placed.at for placed in bare.marks if placed.mark.kind is MarkKind.ATOM]
    items = find_protected(bare.text, atoms=atoms)
    return NamedText(segment.id, segment.language, bare.text, tuple(item.span for item in items if item.kind != "number"))


def names_signature(terms: Sequence[Term], scheme: Scheme) -> str:
    """All that spellings depend on, in one word: scheme, recogniser, a digest of the term base."""
    said = "".join(f"{term.ru}\t{term.en}\t{term.kind}\n" for term in terms)
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:8] if said else "none"
    return f"{scheme.name}/{scheme.yo},natasha-{version('natasha')},slovnet-{version('slovnet')},terms-{digest}"
