"""A segment's text as Markdown that stands alone: in a cell of another document, in a heading, beside other segments.

    1. markup of the block that reaches over an edge of the segment is completed: of `*Yes. No.*` the segments become `*Yes.*`
       and `*No.*`, and both halves of a link lead to its address;
    2. line ends, with the prefixes of containers behind them, become spaces;
    3. plain words get backslashes where they could mean something beside other text;
    4. HTML tags stay only where they are harmless and paired, links among them become Markdown's; others are shown as they are
       spelled, and do nothing.

The marks of a source are known. Those of a target are found by reading it in a small document of the source's format, which
also tells what a reader of that format will see (`visible`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from polyglot_news.document import Block, BlockKind, Document, Mark, MarkKind, Segment, Span
from polyglot_news.formats.markdown_escape import escape
from polyglot_news.formats.registry import find_format
from polyglot_news.text.bare import marks_inside, strip_marks

_DEFINITION = re.compile(r"^[ \t>]{0,8}(\[[^\]]+\]:(?:[ \t]*(?:\r\n|\r|\n)[ \t>]*)?[^\r\n]*\S)", re.MULTILINE)
_LINE_END = re.compile(r"[ \t]*\\?(?:\r\n|\r|\n)[ \t>]*")
_CONTROLS = str.maketrans({"\0": "\ufffd", "\v": " ", "\f": " ", "\x1b": "\ufffd"})
_TAG = re.compile(r"</?(?:b|i|u|s|em|strong|del|ins|sub|sup|small|mark|kbd|q|cite)[ ]*/?>", re.IGNORECASE)
_ANCHOR = re.compile(
    r"""<a\s(?:[^<>]*\s)?href\s*=\s*(?:"(?P<two>[^"<>\r\n]+)"|'(?P<one>[^'<>\r\n]+)'|(?P<none>[^\s"'<>=`]+))(?:\s[^<>]*)?>""",
    re.IGNORECASE,
)
_SAFE_ADDRESS = re.compile(r"(?:https?:|mailto:|tg:|[/#.?]|[\w-]+(?:[/.?#]|\Z))", re.IGNORECASE)
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>")
_SPECIAL = re.compile(r"[\\`*_\[\]<&~|#\0\r\n]")
_PLAIN = Block(BlockKind.PARAGRAPH, Span(0, 0))
_PAIRED = (MarkKind.OPEN, MarkKind.CLOSE)
_FRAMES = {  # a document for one block of the kind; "x." keeps the text from the start of a line, and a picture apart
    BlockKind.TABLE_CELL: ("|x. ", "|\n|-|\n"),
    BlockKind.HTML: ("<div>\nx. ", "\n</div>\n"),
}


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of text, its markup, and the markup of the block that reaches over its edges."""

    text: str
    span: Span
    marks: tuple[Mark, ...]
    before: tuple[str, ...] = ()
    """Openings of pairs that begin before the stretch."""
    after: tuple[str, ...] = ()
    """Closings of pairs that end behind it."""

    @property
    def visible(self) -> str:
        """What a reader sees."""
        return strip_marks(self.text, self.span, self.marks).text

    @property
    def markup(self) -> Counter[str]:
        """What stands around and between the words, completed: sides of pairs, code, addresses; not tags that end."""
        inside = [raw for mark in self.marks if mark.kind in (*_PAIRED, MarkKind.ATOM) for raw in _sides(mark, self.text)]
        return Counter(_LINE_END.sub(" ", raw) for raw in (*self.before, *inside, *self.after) if not raw.startswith("</"))


@dataclass(frozen=True, slots=True)
class Fragments:
    """Makes fragments of one document's segments and of their translations."""

    document: Document
    definitions: tuple[str, ...] = field(init=False)
    """Link reference definitions of the document, a line each."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "definitions", tuple(_definitions(self.document)))

    def source(self, segment: Segment) -> Fragment:
        """The segment itself."""
        block = self.document.blocks[segment.block]
        marks = marks_inside(block.marks, segment.span)
        if self.document.meta.format != "markdown":  # its signs are no Markdown: they are shown as they are spelled
            shown = tuple(mark for mark in marks if _LINE_END.search(mark.span.of(self.document.text)))
            return Fragment(self.document.text, segment.span, shown)
        before, after = _over_the_edges(self.document.text, block, segment.span)
        return Fragment(self.document.text, segment.span, marks, before, after)

    def target(self, segment: Segment, text: str) -> Fragment:
        """What stands in the segment's place in another language, its markup found by reading it."""
        block = self.document.blocks[segment.block]
        before, after = _over_the_edges(self.document.text, block, segment.span)
        line = _without_breaks(text, self.document.text, marks_inside(block.marks, segment.span))
        is_plain = not (before or after or _SPECIAL.search(line))
        if is_plain or self.document.meta.format != "markdown" or not block.kind.translatable:
            return Fragment(line, Span(0, len(line)), ())
        return self._read("".join(before) + line + "".join(after), block.kind)

    def _read(self, text: str, kind: BlockKind) -> Fragment:
        begin, end = _FRAMES.get(kind, ("x. ", "\n"))
        known = "\n" + "\n".join(self.definitions) + "\n" if "]" in text else ""
        whole = begin + text + end + known
        blocks = find_format("markdown").read(whole)
        span = Span(len(begin), len(begin) + len(text))
        is_one = bool(blocks) and blocks[0].span.stop >= len(begin) + len(text.rstrip())
        return Fragment(whole, span, marks_inside(blocks[0].marks, span) if is_one else ())


def spell(fragment: Fragment) -> str:
    """The fragment in one line of Markdown; what begins a line elsewhere (`- `, `1.`) may begin it."""
    body = fragment.span.of(fragment.text)
    if not (fragment.marks or fragment.before or fragment.after or _SPECIAL.search(body)):
        return body.translate(_CONTROLS)
    inner = list(_pieces(fragment))
    kept = [*((MarkKind.OPEN, raw) for raw in fragment.before), *inner, *((MarkKind.CLOSE, raw) for raw in fragment.after)]
    return "".join(_spelled(kept)).translate(_CONTROLS)


def in_cell(line: str) -> str:
    """A line of Markdown as a table cell spells it (GFM, section 4.10: a pipe takes a backslash, in code spans too)."""
    return line.replace("|", "\\|")


def _sides(mark: Mark, text: str) -> tuple[str, ...]:
    """A mark as it is spelled; a picture that is one item as the pair that it is where it stands apart."""
    raw, opening = mark.span.of(text), f"![{mark.text}"
    return ("![", raw.removeprefix(opening)) if mark.kind is MarkKind.ATOM and raw.startswith(opening) else (raw,)


def _over_the_edges(text: str, block: Block, span: Span) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Openings and closings that lie outside `span` while their pair reaches into it; the outer ones outermost."""
    opened = {mark.pair: mark for mark in block.marks if mark.kind is MarkKind.OPEN}
    before, after = list[str](), list[str]()
    for close in (mark for mark in block.marks if mark.kind is MarkKind.CLOSE and mark.pair in opened):
        opening = opened[close.pair]
        if opening.span.start >= span.stop or close.span.stop <= span.start:
            continue
        raw, other = opening.span.of(text), close.span.of(text)
        acting = _acting(raw, other)
        if acting and acting[0] != raw and (opening.span.start >= span.start or close.span.stop <= span.stop):
            continue  # of a link of HTML no half alone
        if acting and opening.span.start < span.start:
            before.insert(0, acting[0])
        if acting and close.span.stop > span.stop:
            after.append(acting[1])
    return tuple(before), tuple(after)


def _acting(opening: str, close: str) -> tuple[str, str] | None:
    """The sides of a pair as they take part in the result: HTML only where it is harmless, a link of HTML as Markdown's."""
    if not opening.startswith("<") or (_TAG.fullmatch(opening) and _TAG.fullmatch(close)):
        return opening, close
    found = _ANCHOR.fullmatch(opening) if close.lower() == "</a>" else None
    address = (found["two"] or found["one"] or found["none"]).strip() if found else ""
    return ("[", f"](<{address}>)") if _SAFE_ADDRESS.match(address) else None


def _pieces(fragment: Fragment) -> Iterator[tuple[MarkKind | None, str]]:
    """Marks as they are spelled, and the words between them (None)."""
    shown = _shown_pairs(fragment)
    at = fragment.span.start
    for mark in fragment.marks:
        yield None, fragment.text[at : mark.span.start]
        raw = mark.span.of(fragment.text)
        if mark.kind is MarkKind.BREAK:
            yield None, " "
        elif mark.kind is MarkKind.ESCAPE:
            is_words = mark.text in "|\ufffd" or _LINE_END.search(raw)  # a word that a line end parts is whole
            yield (None, mark.text) if is_words else (mark.kind, raw)
        elif mark.kind is MarkKind.ATOM:
            yield (mark.kind if raw[0] != "<" or _AUTOLINK.fullmatch(raw) else None), raw.replace("\\|", "|")
        elif mark.pair in shown:
            yield mark.kind, shown[mark.pair][mark.kind is MarkKind.CLOSE]
        else:
            yield None, raw
        at = mark.span.stop
    yield None, fragment.text[at : fragment.span.stop]


def _shown_pairs(fragment: Fragment) -> dict[int, tuple[str, str]]:
    """The pairs whose sides in the fragment are all markup that may act, by number, with how these are spelled."""
    sides: dict[int, list[Mark]] = {}
    for mark in fragment.marks:
        if mark.kind in _PAIRED:
            sides.setdefault(mark.pair, []).append(mark)
    shown, behind_link = dict[int, tuple[str, str]](), -1
    for number, (first, *other) in sides.items():
        raw = first.span.of(fragment.text)
        acting = _acting(raw, other[0].span.of(fragment.text) if other else raw)
        if acting is None or (acting[0] == "[" and first.span.start < behind_link):  # no link in a link
            continue
        shown[number] = acting
        behind_link = other[0].span.stop if other and acting[0] == "[" else behind_link
    return shown


def _spelled(pieces: Sequence[tuple[MarkKind | None, str]]) -> Iterator[str]:
    """The pieces in one line; words that touch are escaped together."""
    joined: list[tuple[MarkKind | None, str]] = []
    for kind, raw in pieces:
        if kind is None and joined and joined[-1][0] is None:
            joined[-1] = (None, joined[-1][1] + raw)
        elif raw:
            joined.append((kind, raw))
    lines = [(kind, _LINE_END.sub(" ", raw)) for kind, raw in joined]
    before = " "
    for (kind, raw), (_, after) in pairwise([*lines, (None, "")]):
        yield escape(raw, block=_PLAIN, before=before, after=after or " ") if kind is None else raw
        before = raw


def _without_breaks(text: str, source: str, marks: Sequence[Mark]) -> str:
    """A target in one line: the breaks of its source, which it has taken over, become spaces."""
    breaks = {
        mark.span.of(source) for mark in marks if mark.kind is MarkKind.BREAK and re.search(r"[\r\n]", mark.span.of(source))
    }
    for raw in sorted(breaks, key=len, reverse=True):
        text = text.replace(raw, " ")
    return _LINE_END.sub(" ", text)


def _definitions(document: Document) -> Iterator[str]:
    """Link reference definitions: lines between the blocks."""
    if document.meta.format != "markdown":
        return
    edges = [0, *(edge for block in document.blocks for edge in (block.span.start, block.span.stop)), len(document.text)]
    for start, stop in zip(edges[0::2], edges[1::2], strict=True):
        yield from (_LINE_END.sub(" ", found) for found in _DEFINITION.findall(document.text[start:stop]))
