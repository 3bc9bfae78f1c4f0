"""Inline Markdown with exact offsets: which characters of a block's content are markup.

markdown-it's inline tokens do not say where they stand. So its parser is run with each rule wrapped in a function that notes,
in `token.meta["at"]`, the range of the content from which the rule made its tokens:

    1. a rule runs at `state.pos`; what it pushed was made of the characters up to the new `state.pos`;
    2. emphasis and strikethrough push one token a delimiter, which keeps its place when it becomes `em_open` later on (the rule
       `fragments_join`, which would merge the others, is not run);
    3. a link pushes its inner tokens in the same state: `[` is the OPEN, all from the end of the label on is the CLOSE;
    4. an image parses its label by itself: offsets inside it count from the label's start.

Characters that belong to no such range are text. Source of the rules: CommonMark 0.31.2, and GFM's tables and strikethrough.

Limits, so that no input takes more than linear time: a block with more than `MOST_DELIMITERS` special characters is read as
text with line ends; looking for the end of link labels stops once `WORK_PER_CHARACTER` times the block's length was looked
at, and what looks like a link after that is text; images in images go `DEEPEST_IMAGE` deep.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from markdown_it import MarkdownIt, helpers, rules_inline
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from polyglot_news.document import MarkKind

MOST_DELIMITERS = 100_000
WORK_PER_CHARACTER = 30
LEAST_WORK = 1_000_000
FAILED_LINK = 50
LONGEST_TITLE = 2_000
DEEPEST_IMAGE = 20

_SPECIAL = re.compile(r"[!&*<\[\\\]_`~]")
_STOPS = re.compile(r"[\n!&*<\[\\\]_`~]")  # the default set stops at `-`, `:` ..., at which no rule of ours begins
_SOFT_BREAK = re.compile(r" *\n[ \t]*")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))

Rule = Callable[[StateInline, bool], bool]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of content that is markup; offsets count in the content."""

    start: int
    stop: int
    kind: MarkKind
    text: str = ""
    """What a reader sees; an ATOM's is filled in from the document, but for a picture's."""
    name: str = ""
    """What an OPEN and its CLOSE have in common; "" for other kinds."""

    def shift(self, by: int) -> "Piece":
        """The same piece, `by` characters further on."""
        return replace(self, start=self.start + by, stop=self.stop + by)


class TracingInlineState(StateInline):
    """markdown-it's inline state; knows where a link's label ends, and when enough was looked at."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self.work = LEAST_WORK + WORK_PER_CHARACTER * len(src)

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token; when a link is closed, its label has been read to the end."""
        token = super().push(ttype, tag, nesting)
        if ttype == "link_close":
            token.meta["at"] = (self.posMax, self.posMax)
        return token


class TracingInlineParser(ParserInline):
    """markdown-it's inline parser with its rules wrapped."""

    def __init__(self) -> None:
        super().__init__()
        for name, rule, note in _RULES:
            self.ruler.at(name, _traced(rule, note))
        self.ruler.at("newline", _newline)
        self.terminator_re = _STOPS

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Tokens of `src`; called for a block, and by the image rule for each label."""
        depth = env.get("depth", 0)
        if depth > DEEPEST_IMAGE or sum(1 for _ in _SPECIAL.finditer(src)) > MOST_DELIMITERS:
            tokens.extend(_plain_tokens(src))
            return tokens
        env["depth"] = depth + 1
        state = TracingInlineState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        env["depth"] = depth
        return state.tokens


class BoundedHelpers:
    """markdown-it's link helpers, with an end to how far they look in one block."""

    @staticmethod
    def parseLinkLabel(state: StateInline, start: int, disableNested: bool = False) -> int:
        """Where the label that begins at `start` ends, or -1 (the algorithm is markdown-it's)."""
        before, level, end = state.pos, 1, -1
        state.pos = start + 1
        while state.pos < state.posMax:
            marker, at = state.src[state.pos], state.pos
            if marker == "]":
                level -= 1
                if level == 0:
                    end = state.pos
                    break
            state.md.inline.skipToken(state)
            if not _has_work_left(state):
                break
            if marker == "[" and state.pos == at + 1:
                level += 1  # a bracket that begins nothing
            elif marker == "[" and disableNested:
                break
        state.pos = before
        return end

    parseLinkDestination = staticmethod(helpers.parseLinkDestination)

    @staticmethod
    def parseLinkTitle(string: str, start: int, maximum: int, *rest: Any) -> Any:
        """The title at `start`, if it is not longer than any title is."""
        return helpers.parseLinkTitle(string, start, min(maximum, start + LONGEST_TITLE), *rest)


def pieces_of(tokens: Sequence[Token], base: int = 0) -> Iterator[Piece]:
    """The markup in a block's inline tokens, in order; those of an image's label begin at `base`."""
    for token in tokens:
        if "at" not in token.meta:
            continue
        start, stop = (offset + base for offset in token.meta["at"])
        if token.type == "image":
            yield Piece(start, start + 2, MarkKind.OPEN, name="image")
            yield from pieces_of(token.children or (), start + 2)
            yield Piece(start + 2 + len(token.content), stop, MarkKind.CLOSE, name="image")
        elif token.type == "strong_open":
            yield Piece(start - 1, stop, MarkKind.OPEN, name="strong")
        elif token.type == "strong_close":
            yield Piece(start, stop + 1, MarkKind.CLOSE, name="strong")
        elif token.type.endswith(("_open", "_close")) and token.info != "auto":
            name, _, side = token.type.rpartition("_")
            yield Piece(start, stop, MarkKind(side), name=name)
        elif token.type == "html_inline":
            yield html_piece(token.content, start)
        elif token.type in ("softbreak", "hardbreak"):
            yield Piece(start, stop, MarkKind.BREAK, "\n" if token.type == "hardbreak" else " ")
        elif token.type == "text_special":
            if token.content != token.markup:
                yield Piece(start, stop, MarkKind.ESCAPE, token.content)
        elif token.type in ("code_inline", "link_open"):
            yield Piece(start, stop, MarkKind.ATOM)


def html_piece(tag: str, start: int) -> Piece:
    """What a tag (or a comment, a declaration) inside a line is."""
    found = _TAG.match(tag)
    stop = start + len(tag)
    name = found[2].lower() if found else ""
    if name == "br":
        return Piece(start, stop, MarkKind.BREAK, "\n")
    if not found or name in _VOID or tag.endswith("/>"):
        return Piece(start, stop, MarkKind.ATOM)
    return Piece(start, stop, MarkKind.CLOSE if found[1] else MarkKind.OPEN, name=f"<{name}>")


def without_lone_sides(pieces: Sequence[Piece]) -> list[tuple[Piece, int]]:
    """Pieces with the number of their pair (-1: none); an OPEN or CLOSE without its other side becomes an ATOM.

    Markdown's own pairs nest by construction. An HTML tag pairs with one of its name inside the same Markdown pair.
    """
    partners = _partners(pieces)
    pairs: dict[int, int] = {}
    result: list[tuple[Piece, int]] = []
    for n, piece in enumerate(pieces):
        if piece.kind not in (MarkKind.OPEN, MarkKind.CLOSE):
            result.append((piece, -1))
        elif n not in partners:
            result.append((Piece(piece.start, piece.stop, MarkKind.ATOM), -1))
        else:
            result.append((piece, pairs.setdefault(min(n, partners[n]), len(pairs))))
    return result


def _partners(pieces: Sequence[Piece]) -> dict[int, int]:
    """Index of the other side, for every OPEN and CLOSE that has one."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    waiting: dict[tuple[int, str], int] = {}  # how many of a name are open inside the same Markdown pairs
    depth = 0
    for n, piece in enumerate(pieces):
        is_html = piece.name.startswith("<")
        if piece.kind is MarkKind.OPEN:
            depth += not is_html
            opened.append(n)
            waiting[depth, piece.name] = waiting.get((depth, piece.name), 0) + 1
        elif piece.kind is MarkKind.CLOSE and waiting.get((depth, piece.name)):
            while True:
                last = opened.pop()
                waiting[depth, pieces[last].name] -= 1
                if pieces[last].name == piece.name:
                    break
            depth -= not is_html
            partners[n], partners[last] = last, n
    return partners


def _traced(rule: Rule, note: Callable[[StateInline, int, list[Token]], None]) -> Rule:
    """`rule`, followed by `note` on where it began and what it pushed."""

    def run(state: StateInline, silent: bool) -> bool:
        if silent:
            return rule(state, True)
        start, known = state.pos, len(state.tokens)
        if not rule(state, False):
            return False
        note(state, start, state.tokens[known:])
        return True

    return run


def _note_last(state: StateInline, start: int, pushed: list[Token]) -> None:
    """The rule pushed one token, perhaps after text that was waiting."""
    if pushed:
        pushed[-1].meta["at"] = (start, state.pos)


def _note_delimiters(state: StateInline, start: int, pushed: list[Token]) -> None:
    stop = state.pos
    for token in reversed(pushed):
        if stop <= start:
            break
        token.meta["at"] = (stop - len(token.content), stop)
        stop -= len(token.content)


def _note_link(state: StateInline, start: int, pushed: list[Token]) -> None:
    opened = next(token for token in pushed if token.type == "link_open")
    opened.meta["at"] = (start, start + 1)
    pushed[-1].meta["at"] = (pushed[-1].meta["at"][0], state.pos)


def _note_autolink(state: StateInline, start: int, pushed: list[Token]) -> None:
    *_, opened, _, closed = pushed
    opened.meta["at"] = (start, state.pos)
    del closed.meta["at"]


def _newline(state: StateInline, silent: bool) -> bool:
    """markdown-it's newline rule; a break begins with the blanks before it that the rule drops."""
    if state.src[state.pos] != "\n":
        return False
    start, waiting = state.pos, state.pending
    rules_inline.newline(state, silent)
    if not silent:
        state.tokens[-1].meta["at"] = (start - (len(waiting) - len(waiting.rstrip(" "))), state.pos)
    return True


def _link(state: StateInline, silent: bool) -> bool:
    return _bounded(rules_inline.link, state, silent)


def _image(state: StateInline, silent: bool) -> bool:
    return _bounded(rules_inline.image, state, silent)


def _bounded(rule: Rule, state: StateInline, silent: bool) -> bool:
    """`rule` while there is work left; each failure costs a fixed amount, for it may have looked for a title in vain."""
    if state.src[state.pos] not in "[!" or not _has_work_left(state):
        return False
    if rule(state, silent):
        return True
    _has_work_left(state, FAILED_LINK)
    return False


def _has_work_left(state: StateInline, cost: int = 1) -> bool:
    if isinstance(state, TracingInlineState):
        state.work -= cost
        return state.work > 0
    return True


def _plain_tokens(src: str) -> Iterator[Token]:
    """Only the line ends: the reading of last resort."""
    for found in _SOFT_BREAK.finditer(src):
        yield Token("softbreak", "br", 0, meta={"at": found.span()})


_RULES: tuple[tuple[str, Rule, Callable[[StateInline, int, list[Token]], None]], ...] = (
    ("escape", rules_inline.escape, _note_last),
    ("backticks", rules_inline.backtick, _note_last),
    ("strikethrough", rules_inline.strikethrough.tokenize, _note_delimiters),
    ("emphasis", rules_inline.emphasis.tokenize, _note_delimiters),
    ("link", _link, _note_link),
    ("image", _image, _note_last),
    ("autolink", rules_inline.autolink, _note_autolink),
    ("html_inline", rules_inline.html_inline, _note_last),
    ("entity", rules_inline.entity, _note_last),
)
