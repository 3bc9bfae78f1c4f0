"""Plain text: paragraphs, lists and quotations as people type them.

    1. lines end at "\\n", "\\r\\n" and "\\r" only; blank lines part paragraphs;
    2. `> ` before a line makes it part of a quotation, a bullet (`-`, `•`, `►`, `1.` ...) makes it a list item; both belong to
       the gap. An emoji used as a bullet is text: messengers set it, and readers want it back;
    3. a line end inside a paragraph is a mere wrap if the line is long, had no room for the first word of the next line (the
       longest line of the paragraph tells how much there was), and the next line goes on with the sentence, or the lines around
       do so: where lines break off in the middle of sentences, one that ends with a sentence is full by chance. So is one
       behind a hyphen inside a word, however short the line. Else it ends the block, as in headlines, verses, posts and
       signatures;
    4. `# ` before a line makes it a heading; a short first paragraph, one sentence without a final stop, is the title;
    5. the inline markup of messengers is marked where it is in pairs on one line: `**`, `__`, `~~`, `||`, `*`, `_`, and code
       between backticks. It stands at the edges of words, so `5 * 3 * 2`, `snake_case` and `x**2 + y**2` are text. An HTML
       tag with attributes and a handle with backslashes (`@a\\_b`) are items of their own;
    6. lines between a line of three or more backticks (or tildes) and the next such line are code, as messengers show them;
    7. each cell of a table is a block (`plain_tables.py`).

Wraps are BREAK marks that read as a space. Nothing else is markup, and no character needs another spelling.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby, pairwise

from polyglot_news.document import Block, BlockKind, Mark, MarkKind, Span
from polyglot_news.formats.plain_tables import find_rows
from polyglot_news.text.bare import hidden_marks, strip_marks, with_more_marks
from polyglot_news.text.protection import find_protected
from polyglot_news.text.sentences import split_sentences

SHORTEST_WRAPPED_LINE = 45
"""Characters; narrower text is not wrapped by any editor that people use for prose."""

LONGEST_ADDRESS = 300  # characters looked back for

WRAP_SLACK = 4
"""By how many characters a wrapped line and the next word may be shorter than the longest line: indentation, mostly."""

ENOUGH_WRAPS = 3
"""For one line with room left in it to be taken for a wrap all the same: `fmt` evens lines out."""

LONGEST_TITLE = 120

LONGEST_NUMBER = 40  # characters that a telephone number may take

LOOK = 160  # characters on either side of a line end that tell whether a sentence ends there

_DASH_AT_START = re.compile(r"\A[-–](?=\s)")
_ADDRESS_END = re.compile(r"(?:://|\bt\.me/|\bwww\.|@)\S+\Z")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_FENCE = re.compile(r"^[ \t]{0,3}(`{3,}|~{3,})([ \t]*[\w+#.-]+)?[ \t]*$", re.MULTILINE)
_QUOTE = re.compile(r"[ \t]*>(?:[ \t]*>)*[ \t]?")
_HEADING = re.compile(r"[ \t\u00a0]*(#{1,6})[ \t\u00a0]+(?=\S)")
_BULLET = re.compile(r"[ \t\u00a0]*(?:[►▶▸▹•◦‣⁃∙·–\-*▪▫■□◾◽●○➡➢➤→✔✓]\ufe0f?|\d{1,3}[.)]|[a-zа-я]\))[ \t\u00a0]+(?=\S)")
_GLUED_BULLET = re.compile(r"[ \t\u00a0]*[►▶▸•◦‣▪▫■◾◽●➡➢➤✔✓]\ufe0f?(?=\w)")
_EMOJI_BULLET = re.compile(r"[ \t\u00a0]*(?:[\u2190-\u2bff\u3030\u303d\U0001f000-\U0001faff]|[0-9#*]\ufe0f?\u20e3)")
_SENTENCE_END = re.compile(r"([.!?…:;])[\"'»”’)\]*_~|`]*\Z")
_CONTINUES = re.compile(r"(?:[\"'«“„‘(\[—–`$€£₽₴¥№~<&#@-]|\*\*|__|~~|\|\||\+(?=[\d(]))*\s?\w")
_ADDRESS = re.compile(r"<?(?:https?://|www\.|t\.me/)|<\w[\w.+-]{0,60}@")
_DASH = re.compile(r"[—–-]\s")
_PARTED = re.compile(r"[^\W\d_][-\u2010]\Z")
_FIRST_WORD = re.compile(r"\S+")
_HEADLINE_ENDS = re.compile(r"[^.,;:…]\Z")

_TOKEN = re.compile(
    r"(?:https?://|www\.|\bt\.me/)[^\s<>*~|`]*[^\s<>*~|`_]|(?P<run>\*+|_+|~+|\|+|`+)"
    r"|(?P<item>(?<![\w@./])[@#]\w++(?:\\[_*]\w++)++|<!--[^<>]*-->"
    r"|<(?=[A-Za-z][^<>]*=)[A-Za-z][\w-]*+(?:\s++[\w:-]++(?:=(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'<>=]++))?+)*+\s*+/?>)"
)
"""A run of one sign; an address, whose signs are its own; what is carried across as it stands."""

_PAIRED = frozenset(("*", "**", "***", "_", "__", "~~", "||"))
_SHOWN = re.compile(r"[^\s*_~|`]")
_NOT_BEFORE_OPENING = frozenset(")]}»%@#\\^")
_NOT_AFTER_OPENING = frozenset(")]},;:!?»")
_NOT_BEFORE_CLOSING = frozenset("([{«„")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end: where its content stands and what kind of block it belongs to."""

    start: int
    stop: int
    kind: BlockKind = BlockKind.PARAGRAPH
    begins: bool = False
    """Whether a bullet or an emoji makes it the first line of a block."""
    level: int = 0
    margin: int = 0
    """Where the line itself begins."""

    def __len__(self) -> int:
        return self.stop - self.start


class _End(Enum):
    """What a line end inside a paragraph tells."""

    FIRM = "firm"  # the block ends
    ROOMY = "roomy"  # the sentence goes on, though there was room for the next word
    OPEN = "open"  # no room for the next word; a sentence may end
    LIKELY = "likely"  # no room, and none ends
    SURE = "sure"  # no room, and the next line goes on in small letters


def read(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text."""
    blocks, at = list[Block](), 0
    for fenced, code in _fenced(text):
        blocks += _prose(text, at, fenced.start)
        blocks += [Block(BlockKind.CODE, code)] if code else []
        at = fenced.stop
    blocks += _prose(text, at, len(text))
    if blocks and _is_title(blocks, text):
        blocks[0] = Block(BlockKind.TITLE, blocks[0].span, 1, blocks[0].marks)
    return tuple(blocks)


def escape(text: str, *, at_line_start: bool = False, **_: object) -> str:
    """Plain words need no other spelling, but for a short dash at the start of a line, which would make it a list item."""
    return _DASH_AT_START.sub("—", text) if at_line_start else text


def _fenced(text: str) -> Iterator[tuple[Span, Span]]:
    """Code with its fences and without: from a fence to the next one of as many signs that names no language."""
    text = text.replace("\r", "\n")  # as many characters; `$` knows no other line ends
    fences = list(_FENCE.finditer(text))
    closing, close_of = dict[str, re.Match[str]](), dict[int, re.Match[str]]()
    for fence in reversed(fences):
        if fence[1] in closing:
            close_of[fence.start()] = closing[fence[1]]
        if not fence[2]:
            closing[fence[1]] = fence
    at = 0
    for fence in fences:
        close = close_of.get(fence.start())
        if close is None or fence.start() < at:
            continue
        at = close.end()
        inside = text[fence.end() : close.start()]
        start = fence.end() + len(inside) - len(inside.lstrip("\n"))
        yield Span(fence.start(), at), Span(start, max(start, fence.end() + len(inside.rstrip())))


def _prose(text: str, start: int, stop: int) -> Iterator[Block]:
    for paragraph in _paragraphs(text, start, stop):
        yield from _blocks(paragraph, text)


def _paragraphs(text: str, start: int, stop: int) -> Iterator[list[Line]]:
    """Runs of lines with nothing blank between them."""
    paragraph: list[Line] = []
    for found in _LINE.finditer(text, start, stop):
        line = _line(text, found.start(1), found.end(1))
        if line is not None:
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _line(text: str, start: int, stop: int) -> Line | None:
    """What a line holds; None for a blank one, `>` alone included."""
    if start == stop:
        return None
    kind, level, begins, margin = BlockKind.PARAGRAPH, 0, False, start
    if quote := _QUOTE.match(text, start, stop):
        kind, level, start = BlockKind.QUOTE, quote[0].count(">"), quote.end()
    elif heading := _HEADING.match(text, start, stop):
        kind, level, start, begins = BlockKind.HEADING, len(heading[1]), heading.end(), True
    elif bullet := _BULLET.match(text, start, stop) or _GLUED_BULLET.match(text, start, stop):
        kind, level, start, begins = BlockKind.LIST_ITEM, 1, bullet.end(), True
    else:
        begins = _EMOJI_BULLET.match(text, start, stop) is not None
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return Line(start, stop, kind, begins, level, margin) if start < stop else None


def _blocks(paragraph: list[Line], text: str) -> Iterator[Block]:
    """A paragraph's lines: the cells of tables, and what stands between tables."""
    rows = find_rows(text, [(line.margin, _tabular(line)) for line in paragraph])
    between = list[Line]()
    for line, cells in zip(paragraph, rows, strict=True):
        if cells is None:
            between.append(line)
            continue
        yield from _unwrapped(between, text)
        between = []
        for column, cell in cells:
            yield _block([Line(cell.start, cell.stop, BlockKind.TABLE_CELL, level=column)], text)
    yield from _unwrapped(between, text)


def _tabular(line: Line) -> Span:
    """What may be a row: no quotation and no heading is."""
    is_plain = line.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
    return Span(line.start, line.stop if is_plain else line.start)


def _unwrapped(lines: Sequence[Line], text: str) -> Iterator[Block]:
    """Lines, joined where they are merely wrapped."""
    if not lines:
        return
    joined = [lines[0]]
    for line, is_wrap in zip(lines[1:], _wraps(lines, text), strict=True):
        if not is_wrap:
            yield _block(joined, text)
            joined = []
        joined.append(line)
    yield _block(joined, text)


def _block(lines: list[Line], text: str) -> Block:
    marks, before = list[Mark](), lines[0]
    for line in lines:
        if line is not before:
            marks.append(_wrap(before, line, text))
        marks += _inline(text, line, len(marks))
        before = line
    span = Span(lines[0].start, before.stop)
    return Block(lines[0].kind, span, lines[0].level, tuple(with_more_marks(marks, list(hidden_marks(text, span)))))


def _wrap(line: Line, after: Line, text: str) -> Mark:
    """A line end inside a sentence; behind the hyphen of `Нью-Йорк` it is not to be seen."""
    span = Span(line.stop, after.start)
    is_inside = _PARTED.search(text, max(line.start, line.stop - 2), line.stop) and text[after.start].isupper()
    return Mark(span, MarkKind.ESCAPE) if is_inside else Mark(span, MarkKind.BREAK, " ")


def _inline(text: str, line: Line, first: int) -> list[Mark]:
    """Code, items and pairs on a line, in order; pairs are numbered from `first`."""
    found = list(_TOKEN.finditer(text, line.start, line.stop))
    items = [Span(*token.span()) for token in found if token["item"]]
    runs = [Span(*token.span()) for token in found if token["run"]]
    signs = _signs(text, line, runs, first) if len(runs) > 1 else []
    return with_more_marks(signs, [Mark(item, MarkKind.ATOM, item.of(text)) for item in items])  # none in code


def _signs(text: str, line: Line, runs: list[Span], first: int) -> list[Mark]:
    """Code and pairs, pairs numbered from `first`.

    A pair that would cross another is none. Every sign is open at most once, so the time is linear.
    """
    marks, opened, pair = list[Mark](), dict[str, Span](), first
    code, code_stop = _code(text, line, runs), line.start
    for run in runs:
        if run.start < code_stop:
            continue
        sign = run.of(text)
        if run.start in code:
            code_stop = code[run.start]
            span = Span(run.start, code_stop)
            marks.append(Mark(span, MarkKind.ATOM, span.of(text)))
        if run.start in code or sign not in _PAIRED:
            continue
        opening = opened.get(sign)
        if opening and _closes(text, run, line) and _SHOWN.search(text, opening.stop, run.start):
            marks += (Mark(opening, MarkKind.OPEN, pair=pair), Mark(run, MarkKind.CLOSE, pair=pair))
            pair += 1
            while opened.popitem()[0] != sign:
                pass  # what began inside the pair cannot end behind it
        elif _opens(text, run, line):
            opened.pop(sign, None)
            opened[sign] = run
        elif opening and _closes(text, run, line):
            del opened[sign]  # nothing to be seen in between; not to be looked for again
    return sorted(marks, key=lambda mark: mark.span)


def _code(text: str, line: Line, runs: list[Span]) -> dict[int, int]:
    """Where backticks begin code, and where it ends: at the next run of as many."""
    code, following = dict[int, int](), dict[int, int]()
    for run in reversed(runs):
        if text[run.start] != "`":
            continue
        before, after = _around(text, run, line)
        if len(run) in following and not before.isalnum() and not after.isspace():
            code[run.start] = following[len(run)]
        if not before.isspace() and not after.isalnum():
            following[len(run)] = run.stop
    return code


def _around(text: str, run: Span, line: Line) -> tuple[str, str]:
    """The characters beside a run; a space at the edges of the line."""
    return text[run.start - 1] if run.start > line.start else " ", text[run.stop] if run.stop < line.stop else " "


def _opens(text: str, run: Span, line: Line) -> bool:
    before, after = _around(text, run, line)
    if before.isalnum() or after.isspace() or after in _NOT_AFTER_OPENING:
        return False
    return not _needs_edges(text, run) or before not in _NOT_BEFORE_OPENING


def _closes(text: str, run: Span, line: Line) -> bool:
    before, after = _around(text, run, line)
    if before.isspace() or before in _NOT_BEFORE_CLOSING:
        return False
    return not _needs_edges(text, run) or not after.isalnum()


def _needs_edges(text: str, run: Span) -> bool:
    return len(run) == 1 or text[run.start] == "_"


def _wraps(lines: Sequence[Line], text: str) -> list[bool]:
    """Whether each line end but the last is a wrap: all of those between two firm ones are judged together."""
    width, is_dialogue = max(len(line) for line in lines), _DASH.match(text, lines[0].start) is not None
    ends = [_end(line, after, width, text, is_dialogue=is_dialogue) for line, after in pairwise(lines)]
    wraps = list[bool]()
    for _, some in groupby(_evened(ends), key=lambda end: end is _End.FIRM):
        together = list(some)
        is_wrapped = together.count(_End.SURE) * 3 >= len(together)
        wraps += [end in (_End.SURE, _End.LIKELY) or (end is _End.OPEN and is_wrapped) for end in together]
    return wraps


def _evened(ends: Sequence[_End]) -> Iterator[_End]:
    """Line ends with room before them as wraps where there are many others around, else as firm ends."""
    for _, some in groupby(ends, key=lambda end: end is _End.FIRM):
        together = list(some)
        is_even = together.count(_End.SURE) >= ENOUGH_WRAPS * max(1, together.count(_End.ROOMY))
        for end in together:
            yield (_End.LIKELY if is_even else _End.FIRM) if end is _End.ROOMY else end


def _end(line: Line, after: Line, width: int, text: str, *, is_dialogue: bool) -> _End:
    same = after.kind is line.kind and after.level == line.level
    hanging = line.kind is BlockKind.LIST_ITEM and after.kind is BlockKind.PARAGRAPH
    if after.begins or not (same or hanging):
        return _End.FIRM
    if _PARTED.search(text, max(line.start, line.stop - 2), line.stop) and text[after.start].isalpha():
        return _End.SURE
    if len(line) < SHORTEST_WRAPPED_LINE:
        return _End.FIRM
    word, begins = _FIRST_WORD.match(text, after.start, after.stop), _CONTINUES.match(text, after.start, after.stop)
    if word is None or begins is None:
        return _End.FIRM
    has_room = len(line) + 1 + _length(word, after, text) + WRAP_SLACK <= width
    end = _meaning(line, after, begins[0], text, is_dialogue=is_dialogue)
    if end is _End.OPEN and same and after.start - after.margin > line.start - line.margin:
        return _End.FIRM  # indented: a paragraph begins
    if has_room:
        return _End.ROOMY if end is _End.SURE and len(line) * 3 > width * 2 else _End.FIRM
    return end


def _length(word: re.Match[str], line: Line, text: str) -> int:
    """Of what must stand together at the beginning of a line: a word, or a telephone number."""
    if word[0][0].isdigit() or word[0][0] in "+(":
        items = find_protected(text[line.start : min(line.stop, line.start + LONGEST_NUMBER)])
        return max([len(word[0]), *(len(item.span) for item in items[:1] if not item.span.start)])
    return len(word[0])


def _meaning(line: Line, after: Line, begins: str, text: str, *, is_dialogue: bool) -> _End:
    """What a full line and the next one tell: a capital after a final stop or an address can begin anew."""
    before = text[max(line.start, line.stop - LONGEST_ADDRESS) : line.stop]
    stop = _SENTENCE_END.search(before[-8:])
    is_address = _ADDRESS.match(text, after.start, after.stop) is not None
    if begins[-1].islower() and begins[0] not in "#@" and not is_address:
        return _End.SURE
    if stop and (
        is_address or stop[1] in ":;" or _sentence_ends(before, text[after.start : min(after.stop, after.start + LOOK)])
    ):
        return _End.FIRM if begins[0] in "#@" or (is_dialogue and _DASH.match(begins)) else _End.OPEN
    return _End.OPEN if begins[0] in "#@" or _ADDRESS_END.search(before) else _End.LIKELY


def _sentence_ends(before: str, after: str) -> bool:
    """Whether the stop at the end of a line is a sentence's, and not an abbreviation's."""
    before = before[-LOOK:]
    return any(sentence.stop == len(before) for sentence in split_sentences(f"{before} {after}"))


def _is_title(blocks: list[Block], text: str) -> bool:
    """Whether the file begins with an obvious headline: one short sentence, no final stop, a blank line after it.

    It may be wrapped: a translation that needs one line less is a headline as well.
    """
    first = blocks[0]
    if first.kind is not BlockKind.PARAGRAPH or len(first.span) > LONGEST_TITLE or len(blocks) < 2:
        return False
    if text[: first.span.start].strip(" \t"):
        return False
    shown = strip_marks(text, first.span, first.marks).text
    if not _HEADLINE_ENDS.search(shown) or len(split_sentences(shown)) > 1:
        return False
    between = text[first.span.stop : blocks[1].span.start]
    return len(re.findall(r"\r\n|\r|\n", between)) > 1 and any(char.isalpha() for char in shown)
