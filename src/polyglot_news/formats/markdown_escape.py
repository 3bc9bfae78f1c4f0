"""Plain words as Markdown must spell them, so that they read back as the same words.

    1. every character that could begin or end markup where it stands is *active* (`_active`): `*` beside a letter, but not in
       `5 * 3`; `_` at a word's edge, but not in `I_am`; `<` before a letter, but not in `<3`; `1.` at the start of a block;
    2. active characters get a backslash, but those that the source itself wrote bare (`bare`) need not: if what comes out reads
       back as the same words (`_reads_back`), it is final;
    3. else all active characters get one; if that does not read back either, all punctuation that Markdown knows.

A character that the source spelled with a backslash and never bare is spelled so in the result, too. Text of HTML blocks knows
only entities; code and front matter are not touched. Source of the rules: CommonMark 0.31.2, sections 2.4, 4, 5 and 6.
"""

import html
import re
import unicodedata
from collections.abc import Iterator

from polyglot_news.document import Block, BlockKind, MarkKind
from polyglot_news.formats import markdown

_SPECIAL = re.compile(r"[\\`*_\[\]<&~|!#]")
_RUN = re.compile(r"\*+|_+")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~\n]|\Z)")
_TILDES = re.compile(r"~(?=~)|(?<=~)~")
_LINE_START = re.compile(
    r"[ \t]*(?:(?P<heading>#)#{0,5}(?=\s|\Z)|(?P<bullet>[-+*])(?=\s|\Z)|\d{1,9}(?P<number>[.)])(?=\s|\Z)|(?P<quote>>)"
    r"|(?P<rule>[-=])[-= \t]*\Z|(?P<row>[|:])[-|: \t]*\Z|(?P<definition>\[)[^\]]*\]:)"
)
_CLOSING_HASHES = re.compile(r"(?:(?<=\s)|\A)#+\s*\Z")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_PARAGRAPHS = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE, BlockKind.CAPTION)
_HEADINGS = (BlockKind.TITLE, BlockKind.HEADING)


def escape(
    text: str,
    *,
    block: Block,
    at_line_start: bool = False,
    bare: frozenset[str] = frozenset(),
    before: str = "",
    after: str = "",
) -> str:
    """`text`, spelled so that it reads back as the same words in a block like `block`.

    `bare` are the characters that the source wrote without a backslash where they did no harm. `before` and `after` are what
    stands next to the text, as it is spelled there; "" says that nothing is known of it.
    """
    if not block.kind.translatable:
        return text
    if block.kind is BlockKind.HTML:
        return _as_html(text)
    starts = at_line_start and block.kind in _PARAGRAPHS
    if not (_SPECIAL.search(text) or (starts and _LINE_START.match(text))):
        return text
    active = frozenset(_active(text, block, starts, before, after))
    needed = _styled(text, block, bare) | {at for at in active if text[at] not in bare or _must(text, at, block)}
    for positions in (needed, needed | active):
        spelled = _spelled(text, positions, block)
        if _reads_back(spelled, text, block, starts):
            return spelled
    return _spelled(text, frozenset(found.start() for found in _PUNCTUATION.finditer(text)), block)


def _as_html(text: str) -> str:
    return _TAG_START.sub("&lt;", _ENTITY.sub(lambda found: "&amp;" + found[0][1:], text))


def _active(text: str, block: Block, starts: bool, before: str, after: str) -> Iterator[int]:
    """Where a character could be markup."""
    yield from _delimiters(text, before or (" " if starts else ""), after)
    yield from _brackets(text, after)
    yield from (found.start() for found in _TAG_START.finditer(text))
    yield from (found.start() for found in _BACKSLASH.finditer(text) if found.end() < len(text) or not after[:1].isalnum())
    yield from (found.start() for found in _TILDES.finditer(text))
    yield from (found.start() for found in _ENTITY.finditer(text) if html.unescape(found[0]) != found[0])
    yield from (at for at, char in enumerate(text) if char == "`" or (char == "|" and block.kind is BlockKind.TABLE_CELL))
    if text.endswith("!") and after.startswith("["):
        yield len(text) - 1
    if starts and (found := _LINE_START.match(text)):
        yield found.start(found.lastgroup or 0)
    if block.kind in _HEADINGS and not after and (found := _CLOSING_HASHES.search(text)):
        yield found.start()


def _delimiters(text: str, before: str, after: str) -> Iterator[int]:
    """`*` and `_` that could open or close emphasis (CommonMark, section 6.2); what is not known could be anything."""
    for found in _RUN.finditer(text):
        left = text[found.start() - 1] if found.start() else before[-1:]
        right = text[found.end()] if found.end() < len(text) else after[:1]
        if left.isspace() and right.isspace():
            continue
        if found[0][0] == "_" and _is_letter(left) and _is_letter(right):
            continue
        yield from range(found.start(), found.end())


def _is_letter(char: str) -> bool:
    """Neither blank nor punctuation, as flanking sees it."""
    return bool(char) and not char.isspace() and unicodedata.category(char)[0] not in "PS"


def _brackets(text: str, after: str) -> Iterator[int]:
    """Brackets without their other side, and pairs that an address or a label follows."""
    opened: list[int] = []
    for at, char in enumerate(text):
        if char == "[":
            opened.append(at)
        elif char == "]" and not opened:
            yield at
        elif char == "]":
            begin = opened.pop()
            if (text[at + 1 : at + 2] or after[:1]) in ("(", "["):
                yield from (begin, at)
    yield from opened


def _must(text: str, at: int, block: Block) -> bool:
    """Whether a bare character, harmless where the source has it, would not be so here: in another fragment of the block."""
    is_one_of_several = any(mark.kind is not MarkKind.ESCAPE for mark in block.marks)
    is_last_backslash = text[at] == "\\" and at == len(text) - 1
    is_pipe = text[at] == "|" and block.kind is BlockKind.TABLE_CELL
    return is_last_backslash or is_pipe or (is_one_of_several and text[at] in "[]*_`")


def _styled(text: str, block: Block, bare: frozenset[str]) -> frozenset[int]:
    """Where characters stand that the source always spells with a backslash."""
    wanted = {mark.text for mark in block.marks if mark.kind is MarkKind.ESCAPE and len(mark.span) == 2} - bare
    return frozenset(found.start() for found in _SPECIAL.finditer(text) if found[0] in wanted)


def _spelled(text: str, positions: frozenset[int] | set[int], block: Block) -> str:
    has_entity = any(mark.kind is MarkKind.ESCAPE and mark.text == "&" and len(mark.span) > 2 for mark in block.marks)
    ampersand = "&amp;" if has_entity else "\\&"
    return "".join(char if at not in positions else ampersand if char == "&" else "\\" + char for at, char in enumerate(text))


def _reads_back(spelled: str, text: str, block: Block, starts: bool) -> bool:
    """Whether the reader sees the same words in `spelled` as in `text`, and no markup."""
    prefix, suffix = _surroundings(block.kind, starts)
    document = prefix + spelled + suffix
    blocks = markdown.read(document)
    if len(blocks) != 1:
        return not text.strip() and not blocks
    read = blocks[0]
    if any(mark.kind not in (MarkKind.ESCAPE, MarkKind.BREAK) for mark in read.marks):
        return False
    seen, at = "", read.span.start
    for mark in read.marks:
        seen += document[at : mark.span.start] + mark.text
        at = mark.span.stop
    seen += document[at : read.span.stop]
    return seen.split() == (prefix.strip("|# ") + " " + text).split()


def _surroundings(kind: BlockKind, starts: bool) -> tuple[str, str]:
    """A document for one block of that kind; "x" keeps the text from the start of a line."""
    if kind is BlockKind.TABLE_CELL:
        return "|", "|\n|-|\n"
    if kind in _HEADINGS:
        return "# ", "\n"
    return ("" if starts else "x "), "\n"
