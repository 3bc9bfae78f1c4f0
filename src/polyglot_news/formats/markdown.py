"""Markdown: CommonMark 0.31.2 with GFM's tables and strikethrough, and front matter in YAML or TOML.

    1. front matter is cut off (`find_front_matter`);
    2. markdown-it finds the blocks; `markdown_lines` says where in the document their content stands;
    3. `markdown_inline` says which characters of a content are markup, `markdown_html` finds the text in blocks of HTML;
    4. here, both become `Block`s and `Mark`s, whose offsets count in the document.

All that belongs to no block is a gap, copied as it is: prefixes of containers, `#`, fences, table pipes, link reference
definitions, labels of footnotes (`[^1]: `, GitHub and Pandoc), blank lines, rules. So are, by choice, tags of HTML blocks and
what is in comments and scripts.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.token import Token
from markdown_it.utils import EnvType

from polyglot_news.document import Block, BlockKind, Mark, MarkKind, Span
from polyglot_news.formats.front_matter import find_front_matter
from polyglot_news.formats.markdown_html import text_runs
from polyglot_news.formats.markdown_images import with_images
from polyglot_news.formats.markdown_inline import BoundedHelpers, Piece, TracingInlineParser, pieces_of, without_lone_sides
from polyglot_news.formats.markdown_lines import Pieces, Source, TracingBlockState
from polyglot_news.text.bare import HIDDEN, hidden_marks, with_more_marks

DEEPEST_NESTING = 60
"""Containers in containers; what is nested deeper stays a gap (markdown-it's own limit is 20)."""

_FOOTNOTE = re.compile(r"\[\^[^\[\]\s`<\\]+\]:[ \t]*")


def read(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown document."""
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    front = find_front_matter(text)
    base = front.stop if front else 0
    if front:
        yield Block(BlockKind.FRONT_MATTER, front.content)
    source = Source.of(text[base:], base)
    env: EnvType = {}
    walk = _Walk(text, env)
    for token in _block_tokens(source, env):
        yield from walk.step(token)


def _block_tokens(source: Source, env: EnvType) -> list[Token]:
    parser = _block_parser()
    state = TracingBlockState(source, parser, env, [])
    parser.block.tokenize(state, state.line, state.lineMax)
    return state.tokens


class _Parser(MarkdownIt):
    """markdown-it without its care for addresses: nobody follows them here, and it fails on some (lone surrogates)."""

    def normalizeLink(self, url: str) -> str:
        return url

    def normalizeLinkText(self, link: str) -> str:
        return link


@cache
def _block_parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"maxNesting": DEEPEST_NESTING}).enable("table")
    parser.block.ruler.at("reference", _reference, {"alt": []})
    parser.block.ruler.before("reference", "footnote", _footnote, {"alt": ["paragraph"]})
    return parser


def _footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The label of a footnote ends the paragraph before it, and begins one."""
    at = state.bMarks[start] + state.tShift[start]
    return silent and _FOOTNOTE.match(state.src, at, state.eMarks[start]) is not None


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Link reference definitions, but `[^1]: Reuters` is a footnote (GitHub, Pandoc), however short."""
    at = state.bMarks[start] + state.tShift[start]
    return not state.src.startswith("[^", at) and reference(state, start, end, silent)


@cache
def _inline_parser() -> MarkdownIt:
    parser = _Parser("commonmark")
    parser.inline = TracingInlineParser()
    parser.helpers = BoundedHelpers()  # type: ignore[assignment]
    parser.configure("commonmark")
    parser.enable("strikethrough")
    parser.disable("fragments_join")  # it would merge delimiters that are text with their neighbours
    return parser


@dataclass
class _Walk:
    """Goes through markdown-it's tokens and keeps in mind where it is."""

    text: str
    env: EnvType
    containers: list[str] = field(default_factory=list)
    """Open lists and quotations, outermost first: `bullet_list`, `list_item`, `blockquote` ..."""
    column: int = 0
    has_title: bool = False
    opened: Token | None = None
    """The token before, which says what the inline token after it is in."""

    def step(self, token: Token) -> Iterator[Block]:
        """The blocks that this token completes."""
        if token.type in ("bullet_list_open", "ordered_list_open", "list_item_open", "blockquote_open"):
            self.containers.append(token.type.removesuffix("_open"))
        elif token.type in ("bullet_list_close", "ordered_list_close", "list_item_close", "blockquote_close"):
            self.containers.pop()
        elif token.type == "tr_open":
            self.column = 0
        elif token.type in ("td_close", "th_close"):
            self.column += 1
        elif token.type == "inline":
            yield from self._inline(token)
        elif token.type in ("fence", "code_block"):
            yield from _code_blocks(token.meta["pieces"], self.text)
        elif token.type == "html_block":
            yield from self._html(token.meta["pieces"])
        self.opened = token

    def _inline(self, token: Token) -> Iterator[Block]:
        if not token.content:
            return
        where = self._without_label(token.meta["pieces"].narrowed(token.content))
        parser, content = _inline_parser(), where.content
        tokens = parser.inline.parse(content, parser, self.env, [])
        # markdown-it moves the odd `~` of `~~~` behind its closing delimiters, which changes their order.
        pieces = with_images(sorted(pieces_of(tokens), key=lambda piece: piece.start), content)
        kind, level = self._kind(pieces, content)
        yield _block(kind, level, where, pieces, self.text)

    def _without_label(self, where: Pieces) -> Pieces:
        """The content of a paragraph without the label of the footnote that it is; one without words keeps it."""
        label = _FOOTNOTE.match(where.content) if self.opened and self.opened.type == "paragraph_open" else None
        is_empty = label is None or not where.content[label.end() :].strip()
        return where if label is None or is_empty else where.cut(label.end(), len(where.content))

    def _html(self, where: Pieces) -> Iterator[Block]:
        for run in text_runs(where.content):
            pieces = [piece.shift(-run.start) for piece in run.pieces]
            yield _block(BlockKind.HTML, 0, where.cut(run.start, run.stop), pieces, self.text)

    def _kind(self, pieces: list[Piece], content: str) -> tuple[BlockKind, int]:
        opened = self.opened.type if self.opened else ""
        if opened == "heading_open" and self.opened is not None:
            level = int(self.opened.tag[1:])
            is_title = level == 1 and not self.has_title
            self.has_title |= is_title
            return (BlockKind.TITLE if is_title else BlockKind.HEADING), level
        if opened in ("td_open", "th_open"):
            return BlockKind.TABLE_CELL, self.column
        if _is_one_image(pieces, content):
            return BlockKind.CAPTION, 0
        if self.containers and self.containers[-1] == "list_item":
            return BlockKind.LIST_ITEM, sum(name.endswith("_list") for name in self.containers)
        if self.containers:
            return BlockKind.QUOTE, self.containers.count("blockquote")
        return BlockKind.PARAGRAPH, 0


def _is_one_image(pieces: list[Piece], content: str) -> bool:
    """Whether a paragraph is an image and nothing else; the image may be a link."""
    if len(pieces) > 3 and pieces[0].name == pieces[-1].name == "link":
        if pieces[0].stop != pieces[1].start or pieces[-1].start != pieces[-2].stop:
            return False
        first, last = pieces[0].start, pieces[-1].stop
        pieces = pieces[1:-1]
    elif len(pieces) > 1:
        first, last = pieces[0].start, pieces[-1].stop
    else:
        return False
    if (first, last) != (0, len(content)) or pieces[0].name != "image" or pieces[0].kind is not MarkKind.OPEN:
        return False
    depth = 0
    for n, piece in enumerate(pieces):
        if piece.name == "image":
            depth += 1 if piece.kind is MarkKind.OPEN else -1
            if depth == 0:
                return n == len(pieces) - 1
    return False


def _block(kind: BlockKind, level: int, where: Pieces, pieces: Iterable[Piece], text: str) -> Block:
    marks = list(_marks(without_lone_sides(list(pieces)), where, text))
    start, stop = where.origin(0), where.origin(len(where.content) - 1) + 1
    more = [*_pipes(where, text), *_nuls(text, start, stop), *hidden_marks(text, Span(start, stop))]
    marks = with_more_marks(marks, more)
    return Block(kind, Span(min(start, marks[0].span.start) if marks else start, stop), level, tuple(marks))


def _marks(pieces: list[tuple[Piece, int]], where: Pieces, text: str) -> Iterator[Mark]:
    """Pieces as marks of the document; `<br>` and the line end after it are one break."""
    broken: Mark | None = None
    for piece, pair in pieces:
        mark = _mark(piece, pair, where, text)
        if broken is not None:
            joins = mark.kind is MarkKind.BREAK and mark.span.start == broken.span.stop
            if joins and mark.text == " ":
                mark = Mark(Span(broken.span.start, mark.span.stop), MarkKind.BREAK, broken.text)
            else:
                yield broken
            broken = None
        if mark.kind is MarkKind.BREAK and mark.text == "\n":
            broken = mark
        else:
            yield mark
    if broken is not None:
        yield broken


def _mark(piece: Piece, pair: int, where: Pieces, text: str) -> Mark:
    start, stop = where.origin(piece.start), where.origin(piece.stop - 1) + 1
    if piece.kind is MarkKind.BREAK and piece.stop < len(where.content):
        stop = where.origin(piece.stop)  # up to the next line's content: prefixes of containers are part of the break
    span = Span(start, stop)
    seen = piece.text or span.of(text) if piece.kind is MarkKind.ATOM else HIDDEN.sub("", piece.text)
    return Mark(span, piece.kind, seen, pair)


def _pipes(where: Pieces, text: str) -> Iterator[Mark]:
    """`\\|` in a table cell; in other blocks pieces begin lines."""
    for start, origin in zip(where.starts[1:], where.origins[1:], strict=True):
        if where.content.startswith("|", start) and text[origin - 1] == "\\":
            yield Mark(Span(origin - 1, origin + 1), MarkKind.ESCAPE, "|")


def _nuls(text: str, start: int, stop: int) -> Iterator[Mark]:
    """NUL characters, each of which a reader sees as U+FFFD (CommonMark, section 2.3)."""
    at = text.find("\0", start, stop)
    while at >= 0:
        yield Mark(Span(at, at + 1), MarkKind.ESCAPE, "\ufffd")
        at = text.find("\0", at + 1, stop)


def _code_blocks(where: Pieces, text: str) -> Iterator[Block]:
    """The lines of a code block, without fences and blank last lines; prefixes of containers before its lines are marks."""
    content = where.content.rstrip("\n")
    if not content.strip():
        return
    first = where.starts[0]
    marks: list[Mark] = []
    for (_, before), (start, origin) in pairwise(zip(where.starts, where.origins, strict=True)):
        if start >= len(content):
            break
        end = content.rfind("\n", 0, start)
        span = Span(where.origin(end), origin)
        if before <= span.start and span.of(text) != content[end:start]:
            marks.append(Mark(span, MarkKind.BREAK, content[end:start]))
    span = Span(where.origin(first), where.origin(len(content) - 1) + 1)
    if span.start < span.stop:
        yield Block(BlockKind.CODE, span, 0, tuple(marks))
