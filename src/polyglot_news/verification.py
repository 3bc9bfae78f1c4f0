"""Reads a result back and says where it is not what was meant.

1. merge: the document in one language, as `formats/monolingual.py` writes it;
2. extract: its blocks, as the format's reader finds them; there must be as many, of the same kinds and levels;
3. compare: each block must show the words that its segments' targets show when each is read alone, in their order, and each
   target the markup of its source. The signs of plain text (`**`) are compared as they are spelled: wraps, which move, make
   and unmake the pairs of which its reader takes them for markup.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

from polyglot_news.checks import order_flags
from polyglot_news.document import BilingualDocument, Block, Document, Mark, MarkKind, Origin, Segment, Span, Translation
from polyglot_news.errors import EngineError
from polyglot_news.formats import monolingual
from polyglot_news.formats.fragment import Fragments
from polyglot_news.formats.registry import find_format
from polyglot_news.text.bare import hidden_marks, marks_inside, strip_marks


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a result that does not read back as it was meant."""

    segment_id: str
    message: str

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.message}"


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a reader should see of a segment, or of what stands before it."""

    segment_id: str
    shown: str


_NOTHING = (None, (_Piece("end", ""),))


def verify(result: BilingualDocument) -> list[Fault]:
    """The faults of the one-language documents that a result makes, one for each language it was translated into."""
    pairs = zip(result.document.segments, result.translations, strict=True)
    languages = {t.language for s, t in pairs if t.language is not None and t.language != s.language}
    return [*markup_faults(result), *(fault for language in sorted(languages) for fault in _faults(result, language))]


def _faults(result: BilingualDocument, language: str) -> Iterator[Fault]:
    text = monolingual.write_in(result, language)
    blocks = find_format(result.document.meta.format).read(text)
    for meant, now in zip_longest(_meant(result, language), blocks):
        before, pieces = meant or _NOTHING
        if before is None or now is None or (before.kind, before.level) != (now.kind, now.level):
            yield Fault(pieces[0].segment_id, f"in {language}: reads back as {_name(now)}, not as {_name(before)}")
            return  # all that follows is out of step
        seen = _words(strip_marks(text, now.span, _read_marks(result.document, now)).text)
        if seen != "".join(piece.shown for piece in pieces):
            yield _difference(pieces, seen, language)


def _meant(result: BilingualDocument, language: str) -> Iterator[tuple[Block, Sequence[_Piece]]]:
    """Each block with what should be seen of it."""
    fragments = Fragments(result.document)
    pairs = zip(result.document.segments, result.translations, strict=True)
    by_block = {number: list(some) for number, some in groupby(pairs, key=lambda pair: pair[0].block)}
    for number, block in enumerate(result.document.blocks):
        yield (
            block,
            tuple(_pieces(result, block, by_block.get(number, []), language, fragments)) or (_Piece(f"b{number + 1}", ""),),
        )


def _pieces(
    result: BilingualDocument,
    block: Block,
    pairs: Sequence[tuple[Segment, Translation]],
    language: str,
    fragments: Fragments,
) -> Iterator[_Piece]:
    document, at = result.document, block.span.start
    for segment, translation in pairs:
        yield _Piece(segment.id, _shown(document, Span(at, segment.span.start), block))
        target = translation.text
        if translation.language == language and target is not None and target != segment.text:
            yield _Piece(segment.id, _words(_seen(result.document, fragments, segment, target)))
        else:
            yield _Piece(segment.id, _shown(document, segment.span, block))
        at = segment.span.stop
    yield _Piece(pairs[-1][0].id if pairs else "end", _shown(document, Span(at, block.span.stop), block))


def markup_faults(result: BilingualDocument) -> Iterator[Fault]:
    """Segments of blocks with markup whose target does not have the same markup as the source."""
    fragments = Fragments(result.document)
    for segment, translation in zip(result.document.segments, result.translations, strict=True):
        marked = result.document.blocks[segment.block].marks
        if not marked or translation.text is None or translation.text == segment.text:
            continue
        wanted, found = fragments.source(segment).markup, fragments.target(segment, translation.text).markup
        if _unlabelled(wanted) != _unlabelled(found):
            missing, added = (" ".join((a - b).elements()) or "nothing" for a, b in ((wanted, found), (found, wanted)))
            yield Fault(segment.id, f"markup differs: {missing} missing, {added} added")


def _difference(pieces: Sequence[_Piece], seen: str, language: str) -> Fault:
    """The first piece that is not seen as it was meant."""
    at = 0
    for piece in pieces:
        if not seen.startswith(piece.shown, at):
            return Fault(piece.segment_id, f"in {language}: reads back as {seen[at : at + 40]!r}, not as {piece.shown[:40]!r}")
        at += len(piece.shown)
    return Fault(pieces[-1].segment_id, f"in {language}: {seen[at : at + 40]!r} was added behind it")


def _shown(document: Document, span: Span, block: Block) -> str:
    return _words(strip_marks(document.text, span, marks_inside(_read_marks(document, block), span)).text)


def _read_marks(document: Document, block: Block) -> Sequence[Mark]:
    """The marks of a block that are compared by what a reader sees."""
    if document.meta.format == "markdown":
        return block.marks
    return [mark for mark in block.marks if mark.kind in (MarkKind.BREAK, MarkKind.ESCAPE)]


def _seen(document: Document, fragments: Fragments, segment: Segment, target: str) -> str:
    """What a reader sees of a target."""
    if document.meta.format == "markdown":
        return fragments.target(segment, target).visible
    span = Span(0, len(target))
    return strip_marks(target, span, sorted(hidden_marks(target, span), key=lambda mark: mark.span)).text


def _words(text: str) -> str:
    """Without white space: wraps may move."""
    return "".join(text.split())


def _name(block: Block | None) -> str:
    if block is None:
        return "no block"
    return f"{block.kind} {block.level}" if block.level else str(block.kind)


def _unlabelled(markup: Counter[str]) -> Counter[str]:
    """`]`, `][]` and `][label]` close the same link by reference: a translated one names the label that its source omits."""
    plain: Counter[str] = Counter()
    for spelled, times in markup.items():
        plain["]" if spelled.startswith("][") else spelled] += times
    return plain


def with_markup_flags(result: BilingualDocument) -> BilingualDocument:
    """The result with a flag on each segment whose target does not read back with its source's markup."""
    faulty = {fault.segment_id for fault in markup_faults(result)}
    if not faulty:
        return result
    flagged = (
        replace(t, flags=order_flags((*t.flags, "markup_differs"))) if t.segment_id in faulty else t
        for t in result.translations
    )
    return replace(result, translations=tuple(flagged))


def refuse_nothing_done(result: BilingualDocument) -> None:
    """Raise EngineError where a model was asked for translations and every one of them is its source."""
    pairs = zip(result.document.segments, result.translations, strict=True)
    made = [(s.text, t) for s, t in pairs if t.origin is not Origin.COPY]
    if made and all("empty" in t.flags or (t.text or "").split() == source.split() for source, t in made):
        raise EngineError(
            f"{result.document.meta.name}: none of {len(made)} segments was translated: the model wrote nothing or copied them;"
            " another --model may know more"
        )
