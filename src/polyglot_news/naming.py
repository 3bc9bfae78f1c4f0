"""The ledger of a document: its Russian and English segments, as a reader sees them, searched for names."""

import hashlib
from collections.abc import Sequence
from importlib.metadata import version

from polyglot_news.document import TRANSLATED_LANGUAGES, Block, Document, MarkKind, Segment
from polyglot_news.names.entries import NamedText
from polyglot_news.names.ledger import Ask, Ledger, build_ledger
from polyglot_news.names.spelling import Scheme
from polyglot_news.names.term import Term
from polyglot_news.text.bare import marks_inside, strip_marks
from polyglot_news.text.protection import find_protected

LONGEST = 2_000  # characters of a sentence in which names are looked for: what is longer is none, and would take for ever


def name_document(
    document: Document, terms: Sequence[Term] = (), scheme: Scheme | None = None, ask: Ask | None = None
) -> Ledger:
    """The names of a segmented document, decided once for all of it; `ask` as in `build_ledger`.

    Raises ModelError where the data of the recogniser are missing. Nothing is loaded where no segment can have a name.
    """
    texts = [
        _named_text(document, s)
        for s in document.segments
        if s.language in TRANSLATED_LANGUAGES or "@" in s.text or "/" in s.text
    ]
    texts = [t for t in texts if len(t.text) <= LONGEST and (any(map(str.isupper, t.text)) or terms or t.protected)]
    named = any(text.language in TRANSLATED_LANGUAGES for text in texts)
    return build_ledger(texts, terms, scheme, ask) if named else Ledger()


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
