"""A document before it is translated: its segments, the names in them, and what of it will be asked."""

from collections.abc import Iterator
from dataclasses import replace

from polyglot_news.document import TRANSLATED_LANGUAGES, Direction, Document, Segment
from polyglot_news.mt.loading import EngineName
from polyglot_news.naming import Draft, find_document_names
from polyglot_news.options import Options
from polyglot_news.routing.route import CLEAR
from polyglot_news.segmentation import segment

_BEGINNING = 12_000  # characters: sentences for as long as reading a document takes
_FEW = 4  # times as many are not worth it


def draft(document: Document, options: Options) -> Draft:
    """A document with its segments and the names in them, as far as translating it will need them; no model is loaded."""
    document = document if document.segments else segment(document)
    named = options.names and options.engine.engine != EngineName.IDENTITY and any(wanted_segments(document, options.to))
    return Draft(document, tuple(find_document_names(document, options.terms, options.romanisation)) if named else ())


def wanted_segments(document: Document, to: str) -> Iterator[tuple[Segment, Direction]]:
    """The segments that are translated, and each one's direction; the others are copied."""
    for s in document.segments:
        if s.language in TRANSLATED_LANGUAGES and s.language != to:
            yield s, Direction(s.language, "en" if s.language == "ru" else "ru")


def beginning(document: Document) -> Document:
    """The first blocks of a long document with those of their segments that stay what they are, whatever else it holds."""
    blocks, length = 0, 0
    if len(document.text) >= _FEW * _BEGINNING:
        for block in document.blocks:
            length += len(block.span)
            if length > _BEGINNING:
                break
            blocks += 1
    found = segment(replace(document, blocks=document.blocks[:blocks]))
    return replace(found, segments=tuple(s for s in found.segments if s.confidence >= CLEAR))
