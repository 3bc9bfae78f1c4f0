"""Blocks to segments: sentences, cut where the language changes, each with its language."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from polyglot_news.document import NOT_LINGUISTIC, Block, Document, Mark, MarkKind, Segment, Span, splice
from polyglot_news.routing.quotations import split_quotations, without_foreign_phrases
from polyglot_news.routing.route import route
from polyglot_news.routing.switches import split_languages
from polyglot_news.text.bare import Bare, find_label_lines, marks_inside, strip_marks, widen
from polyglot_news.text.figures.clock import find_times
from polyglot_news.text.pieces import is_dateline, split_pieces
from polyglot_news.text.protection import find_protected
from polyglot_news.text.sentences import split_sentences

_EMAIL = re.compile(r"(?<![\w@.])e-?mail:?\s*\Z", re.IGNORECASE)
_OPAQUE = ("code", "url", "email")
_UNCUT = (*_OPAQUE, "handle", "hashtag")  # nor is their inside looked at for a change of language


def segment(document: Document) -> Document:
    """The document with its segments, each in its language.

    A block of code or front matter is one segment without linguistic content.
    """
    spans = [_segment_spans(document.text, block) for block in document.blocks]
    texts = [
        _told([_words(document.text, span, block.marks) for span in spans_of]) if block.kind.translatable else []
        for block, spans_of in zip(document.blocks, spans, strict=True)
    ]
    routed = route(texts)
    segments = []
    for number, (spans_of, found) in enumerate(zip(spans, routed, strict=True)):
        for order, span in enumerate(spans_of):
            language, confidence = (found[order].language, found[order].confidence) if found else (NOT_LINGUISTIC, 1.0)
            identifier = f"b{number + 1}.s{order + 1}"
            segments.append(Segment(identifier, number, span, span.of(document.text), language, confidence))
    return replace(document, segments=tuple(segments))


def _told(texts: list[str]) -> list[str]:
    """The texts of a block as they tell its languages: a dateline has that of the report (Ankara is Turkish by itself)."""
    return [texts[1], *texts[1:]] if len(texts) > 1 and is_dateline(texts[0]) else texts


def _segment_spans(text: str, block: Block) -> list[Span]:
    if not block.kind.translatable:
        return [block.span] if block.span else []
    bare = strip_marks(text, block.span, block.marks)
    masked = splice(bare.text, _as_figures(_spans_of(bare, _OPAQUE)))
    masked = splice(masked, ((end, "\n") for end in find_label_lines(bare))) if block.marks else masked
    uncut = masked if masked.isascii() else splice(bare.text, _as_figures(_uncut(bare)))
    pieces = [piece for sentence in _sentences(masked) for piece in _pieces(uncut, sentence)]
    spans = [bare.source_of(piece) for piece in pieces if piece]
    return _apart([widen(span, block.marks) for span in spans]) if block.marks else spans


def _sentences(text: str) -> Iterator[Span]:
    """The sentences of a block's text; none goes beyond a bar, or begins with a dateline."""
    for stretch in split_pieces(text):
        yield from (sentence.shift(stretch.start) for sentence in split_sentences(stretch.of(text)))


def _pieces(text: str, sentence: Span) -> Iterator[Span]:
    """The parts of a sentence that are in one language each."""
    for piece in split_languages(sentence.of(text)):
        within = piece.shift(sentence.start)
        yield from (part.shift(within.start) for part in split_quotations(within.of(text)))


def _spans_of(bare: Bare, kinds: Sequence[str]) -> list[Span]:
    return [item.span for item in find_protected(bare.text, atoms=_atoms(bare)) if item.kind in kinds]


def _uncut(bare: Bare) -> list[Span]:
    """Where no cut between languages may be: code, addresses, handles, tags, and times ("6:30 p.m." in a Russian text)."""
    items = _spans_of(bare, _UNCUT)
    return sorted([*items, *(time.span for time in find_times(bare.text) if not time.span.meets(items))])


def _as_figures(spans: Sequence[Span]) -> Iterator[tuple[Span, str]]:
    """Nothing in figures ends a sentence or is in a language."""
    return ((span, "0" * len(span)) for span in spans)


def _atoms(bare: Bare) -> list[Span]:
    return [placed.at for placed in bare.marks if placed.mark.kind is MarkKind.ATOM]


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Spans that share a mark (one that spells several characters) are one."""
    kept: list[Span] = []
    for span in spans:
        if kept and span.start < kept[-1].stop:
            kept[-1] = Span(kept[-1].start, max(kept[-1].stop, span.stop))
        else:
            kept.append(span)
    return kept


def _words(text: str, span: Span, marks: Sequence[Mark]) -> str:
    """What tells the language of a segment: its visible text without code, addresses, handles and tags."""
    bare = strip_marks(text, span, marks_inside(marks, span))
    found = [item for item in find_protected(bare.text, atoms=_atoms(bare)) if item.kind not in ("foreign", "number")]
    items = [_with_label(bare.text, item.span) if item.kind == "email" else item.span for item in found]
    return without_foreign_phrases(splice(bare.text, ((item, " ") for item in items)))


def _with_label(text: str, address: Span) -> Span:
    """An address with the word that says what it is, where other words tell the language: "Editor: Ivanov, e-mail: a@b.c"."""
    label = _EMAIL.search(text, 0, address.start)
    return Span(label.start(), address.stop) if label and any(map(str.isalpha, text[: label.start()])) else address
