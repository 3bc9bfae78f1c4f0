"""Readers: the tables of cases in `cases/*.md`, and properties that every format has.

A table is read as markdown-it reads its fixtures: a title, the source between lines of one dot, the expected blocks, a dot.
Characters that cannot be seen are written as the signs of `HIDDEN`. A block is `kind level: source`, its marks stand in `⟨⟩`.
"""

import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_block import reference
from markdown_it.token import Token

from polyglot_news.document import Block, BlockKind, Mark, MarkKind, Span, splice
from polyglot_news.errors import FormatError
from polyglot_news.formats import markdown, plain
from polyglot_news.formats.front_matter import find_front_matter
from polyglot_news.formats.markdown_escape import escape
from polyglot_news.formats.registry import FORMATS, find_format, format_of_path
from polyglot_news.text.bare import HIDDEN as HIDDEN_CHARACTERS

CASES = Path(__file__).parent / "cases"
HIDDEN = {
    "␍": "\r",
    "␀": "\0",
    "⇥": "\t",
    "⍽": "\u00a0",
    "␠": " ",
    "␤": "\u2028",
    "␅": "\u0085",
    "␋": "\v",
    "␌": "\f",
    "␢": "\ufeff",
    "‧": "\u00ad",
}
ATOM = "\ufffc"
FOOTNOTE = re.compile(r"\[\^[^\[\]\s`<\\]+\]:[ \t]*(?=\S|\Z)")


@dataclass(frozen=True)
class Case:
    """One entry of a table."""

    title: str
    source: str
    expected: str


def cases_of(name: str) -> Iterator[Case]:
    """The cases of a table; what stands before its first line of dots is for people."""
    parts = (CASES / name).read_text(encoding="utf-8").split("\n.\n")
    for head, source, expected in zip(parts[0::3], parts[1::3], parts[2::3], strict=False):
        yield Case(head.strip().splitlines()[-1], revealed(source) + "\n", expected)


def revealed(text: str) -> str:
    for sign, meant in HIDDEN.items():
        text = text.replace(sign, meant)
    return text


def hidden(text: str) -> str:
    text = text.replace("\n", "↵")
    for sign, meant in HIDDEN.items():
        text = text if meant == " " else text.replace(meant, sign)
    return text


def described(blocks: tuple[Block, ...], text: str) -> str:
    """Blocks as a table shows them."""
    return "\n".join(_described_block(block, text) for block in blocks) or "nothing"


def _described_block(block: Block, text: str) -> str:
    marked = splice(
        text[: block.span.stop], [(Span(0, block.span.start), ""), *((m.span, _described_mark(m, text)) for m in block.marks)]
    )
    return hidden(f"{block.kind}{f' {block.level}' if block.level else ''}: {marked}")


def _described_mark(mark: Mark, text: str) -> str:
    source = mark.span.of(text)
    if mark.kind in (MarkKind.BREAK, MarkKind.ESCAPE):
        return f'⟨{mark.kind} "{source}" is "{mark.text}"⟩'
    pair = f" {mark.pair}" if mark.pair >= 0 else ""
    if mark.kind is MarkKind.ATOM and mark.text != source:
        return f'⟨{mark.kind} "{source}" is "{mark.text}"⟩'
    return f'⟨{mark.kind}{pair} "{source}"⟩'


def ids(case: Case) -> str:
    return case.title


@pytest.mark.parametrize("case", list(cases_of("markdown.md")), ids=ids)
def test_markdown_cases(case: Case) -> None:
    assert described(markdown.read(case.source), case.source) == case.expected


@pytest.mark.parametrize("case", list(cases_of("plain.md")), ids=ids)
def test_plain_cases(case: Case) -> None:
    assert described(plain.read(case.source), case.source) == case.expected


# --- what markdown-it itself shows -------------------------------------------------------------------------------------------


class Oracle(MarkdownIt):
    """markdown-it as it comes, except that it lets all addresses be (it fails on lone surrogates)."""

    def normalizeLink(self, url: str) -> str:
        return url

    def normalizeLinkText(self, link: str) -> str:
        return link


ORACLE = Oracle("commonmark").enable(["table", "strikethrough"])
ORACLE.block.ruler.at(
    "reference", lambda s, n, e, i: s.getLines(n, n + 1, s.blkIndent, False)[:2] != "[^" and reference(s, n, e, i)
)
ORACLE.block.ruler.before(
    "reference",
    "footnote",
    lambda s, n, _, silent: silent and FOOTNOTE.match(s.src, s.bMarks[n] + s.tShift[n], s.eMarks[n]) is not None,
    {"alt": ["paragraph"]},
)


def shown(tokens: list[Token]) -> str:
    """What a reader of the rendered page sees; code spans count as one sign, HTML tags and autolinks as none."""
    parts: list[str] = []
    after_br = in_autolink = False
    for token in tokens:
        is_br = token.type == "html_inline" and token.content[:3].lower() == "<br" and not token.content[3:4].isalnum()
        if token.info == "auto":
            in_autolink = token.type == "link_open"
        elif token.type in ("text", "text_special") and not in_autolink:
            parts.append(token.content)
        elif token.type == "softbreak" and not after_br:
            parts.append(" ")
        elif token.type == "hardbreak" or is_br:
            parts.append("\n")
        elif token.type == "code_inline":
            parts.append(ATOM)
        elif token.type == "image":
            parts.append(shown(token.children or []))
        if token.type != "text" or token.content:
            after_br = is_br
    return "".join(parts)


def shown_by_markdown_it(text: str) -> list[str]:
    front = find_front_matter(text)
    base = front.stop if front else 0
    result, opened = [], ""
    for token in ORACLE.parse(text[base:]):
        if token.type == "inline" and token.content:
            seen = shown(token.children or [])
            label = FOOTNOTE.match(seen) if opened == "paragraph_open" and FOOTNOTE.match(token.content) else None
            result.append(seen[label.end() :] if label and seen[label.end() :] else seen)
        elif token.type in ("fence", "code_block") and token.content.strip():
            result.append(token.content.rstrip("\n").lstrip(" \n"))
        opened = token.type
    return result


def visible(block: Block, text: str, atom: Callable[[Mark], str] = lambda mark: mark.text) -> str:
    """A block's source with each mark replaced by what a reader sees, words whole only where it writes them so."""
    parted = {mark: "- " for mark in block.marks if mark.kind is MarkKind.ESCAPE and re.search(r"[\r\n]", mark.span.of(text))}
    marks = [(m.span, atom(m) if m.kind is MarkKind.ATOM else parted.get(m, m.text)) for m in block.marks]
    return splice(text[: block.span.stop], [(Span(0, block.span.start), ""), *marks])


def shown_by_us(text: str) -> list[str]:
    result = []
    for block in markdown.read(text):
        seen = visible(block, text, partial(_atom, text))
        if block.kind is BlockKind.CODE:
            result.append(seen.replace("\0", "\ufffd").lstrip(" \n"))
        elif block.kind not in (BlockKind.HTML, BlockKind.FRONT_MATTER):
            result.append(seen)
    return result


def _atom(text: str, mark: Mark) -> str:
    """A picture inside a sentence as its description, if it has one; code as one sign."""
    raw = mark.span.of(text)
    if raw.startswith("!["):
        return mark.text if mark.text != raw else ""
    return ATOM if raw.startswith("`") else ""


def comparable(shown: list[str], text: str) -> list[str]:
    """Without soft hyphens, which we do not show; a line end beside an image, to us the end of a sentence, as a blank, and
    without what is in the description of one, but no words.
    """
    shown = [HIDDEN_CHARACTERS.sub("", one) for one in shown]
    return [one.replace("\n", " ") for one in shown] if "![" in text else shown


@pytest.mark.parametrize("case", list(cases_of("markdown.md")), ids=ids)
def test_visible_text_is_what_markdown_it_shows(case: Case) -> None:
    assert_shown_alike(case.source)


def assert_shown_alike(text: str) -> None:
    assert comparable(shown_by_us(text), text) == comparable(shown_by_markdown_it(text), text)


# --- properties --------------------------------------------------------------------------------------------------------------

MARKUP = r"""
* ** _ __ *** ~~ ~~~ ~ ` `` [ ] ( ) [a](b) ![ ![x](y) <b> </b> <br> <http://a.b> <i <a> </a> <? ]]> &amp; &#0; &nbsp;
\ \* \| | # - + = : ! > ::: % слово Слово I é 🔹 [^1] [r] [r][] [x][r] 1954. <div> </div> <p> <script> </script>
"""
FRAGMENTS = MARKUP.split()
LINES = ("\n", "\n\n", "\r\n", "\r", "  \n", "\\\n", "\n> ", "\n- ", "\n1. ", "\n    ", "\n```\n", "\n# ", "\n===\n", "\n---\n")
ODD = (
    "\0",
    "\t",
    " ",
    "  ",
    "\u00a0",
    "\u2028",
    "\u0085",
    "\v",
    "\f",
    "\ud800",
    "\u0301",
    "\u05d0",
    "\u202e",
    "\ufeff",
    "\u3000",
)
BLOCKS = ("| a | b |\n|---|---|\n", "[r]: /u 't'\n", "<!-- c -->\n", "---\na: b\n---\n", "~~~\n", "► ", "> > ", "Слово " * 9)

fragments = st.lists(st.sampled_from((*FRAGMENTS, *LINES, *ODD, *BLOCKS)), max_size=25).map("".join)
anything = st.text(st.characters(), max_size=60)  # lone surrogates are among them
documents = st.one_of(fragments, fragments, anything, st.tuples(fragments, anything, fragments).map("".join))


def assert_sound(blocks: tuple[Block, ...], text: str) -> None:
    """Blocks and marks are ordered, disjoint, not empty and inside what they belong to; pairs nest."""
    at = 0
    for block in blocks:
        assert at <= block.span.start < block.span.stop <= len(text)
        at = block.span.stop
        _assert_sound_marks(block)


def _assert_sound_marks(block: Block) -> None:
    at, opened, used = block.span.start, list[int](), set[int]()
    for mark in block.marks:
        assert at <= mark.span.start < mark.span.stop <= block.span.stop
        at = mark.span.stop
        if mark.kind is MarkKind.OPEN:
            assert mark.pair >= 0
            assert mark.pair not in used
            opened.append(mark.pair)
            used.add(mark.pair)
        elif mark.kind is MarkKind.CLOSE:
            assert opened.pop() == mark.pair
        else:
            assert mark.pair == -1
    assert not opened


def put_together(blocks: tuple[Block, ...], text: str) -> str:
    """Gaps, and in blocks, text and marks: everything, one piece after another."""
    cuts = [0]
    for block in blocks:
        cuts += [block.span.start, *(cut for mark in block.marks for cut in (mark.span.start, mark.span.stop)), block.span.stop]
    cuts.append(len(text))
    return "".join(text[start:stop] for start, stop in pairwise(cuts))


# Hypothesis warns that the classes which inherit a test may share what it found; ours have no state but their name.
inherited = settings(deadline=None, suppress_health_check=[HealthCheck.differing_executors])


class FormatContract:
    """What every format that can be read keeps to; a new one inherits this and names itself."""

    name: ClassVar[str]
    samples: ClassVar[tuple[str, ...]] = ()

    def read(self, text: str) -> tuple[Block, ...]:
        return find_format(self.name).read(text)

    @settings(inherited, max_examples=300)
    @given(text=documents)
    def test_blocks_and_marks_are_sound(self, text: str) -> None:
        blocks = self.read(text)
        assert_sound(blocks, text)
        assert put_together(blocks, text) == text

    @settings(inherited, max_examples=60)
    @given(text=documents)
    def test_reading_twice_gives_the_same(self, text: str) -> None:
        assert self.read(text) == self.read(text)

    @settings(inherited, max_examples=100)
    @given(text=documents)
    def test_letters_are_in_blocks(self, text: str) -> None:
        """Russian words are what is translated: outside raw markup, none may be left in a gap."""
        words = text.replace("<", "").replace("[", "").replace("`", "").replace("~", "").replace("---", "").replace("|", "")
        inside = "".join(block.span.of(words) for block in self.read(words))
        assert sum(char in "словСлово" for char in words) == sum(char in "словСлово" for char in inside)

    def test_nothing_gives_no_block(self) -> None:
        for text in ("", "\n", "\r\n\r\n", "  \n\t\n", " "):
            assert self.read(text) == ()

    def test_only_three_line_ends(self) -> None:
        for char in "\v\f\x1c\x1d\x1e\x85\u2028\u2029":
            text = f"раз{char}два"
            assert [block.span.of(text) for block in self.read(text)] == [text]

    def test_a_line_of_five_megabytes(self) -> None:
        text = "Набиуллина заявила, что ставка - 16% (см. https://cbr.ru/press?a=1&b=2): рынок ждал. " * 60_000
        before = time.perf_counter()
        assert len(self.read(text)) == 1
        assert time.perf_counter() - before < 5  # about 0.4 s; the limit is for busy machines

    @pytest.mark.parametrize(
        "unit", ["[", "![", "[a](", "[a](b 'c ", "*a ", "a*", "*_", "`", "<a ", "<!--", "> ", "- ", "|", "&", "\\", "~~a"]
    )
    def test_hostile_repetition_takes_linear_time(self, unit: str) -> None:
        text = unit * (60_000 // len(unit))
        before = time.perf_counter()
        assert_sound(self.read(text), text)
        assert time.perf_counter() - before < 15


class TestMarkdown(FormatContract):
    name = "markdown"

    @settings(max_examples=500, deadline=None)
    @given(text=documents)
    def test_visible_text_is_what_markdown_it_shows(self, text: str) -> None:
        assert_shown_alike(text)

    def test_deep_nesting_does_not_raise(self) -> None:
        for text in (
            "> " * 500 + "a",
            "- " * 500 + "a",
            "![" * 500 + "a" + "](b)" * 500,
            "[" * 500 + "a" + "](b)" * 500,
            "*a " * 500,
        ):
            assert_sound(markdown.read(text), text)

    def test_parts_of_the_document_do_not_influence_each_other(self) -> None:
        rng = random.Random(7)
        parts = [case.source for case in cases_of("markdown.md") if "\n[" not in case.source and "---\n" not in case.source[:4]]
        rng.shuffle(parts)
        separator = "\n\n<!-- -->\n\n"
        text = separator.join(part for part in parts if "```" not in part and "<" not in part)
        together = [block.span.of(text) for block in markdown.read(text)]
        alone = [block.span.of(p) for p in text.split(separator) for block in markdown.read(p)]
        assert together == alone


class TestPlain(FormatContract):
    name = "text"

    @settings(max_examples=200, deadline=None)
    @given(text=documents)
    def test_breaks_hold_a_line_end_and_nothing_else_does(self, text: str) -> None:
        for block in plain.read(text):
            for mark in block.marks:
                source = mark.span.of(text)
                is_break = mark.kind is MarkKind.BREAK
                assert is_break == ("\n" in source or "\r" in source)
                assert mark.text == (" " if is_break else source if mark.kind is MarkKind.ATOM else "")

    @settings(max_examples=200, deadline=None)
    @given(text=st.text(st.sampled_from("аб *_~|`(«.\n"), max_size=30))
    def test_pairs_are_sound_and_show_something(self, text: str) -> None:
        blocks = plain.read(text)
        assert_sound(blocks, text)
        assert put_together(blocks, text) == text
        for block in blocks:
            opened = {mark.pair: mark.span for mark in block.marks if mark.kind is MarkKind.OPEN}
            for mark in block.marks:
                if mark.kind is MarkKind.CLOSE:
                    assert opened[mark.pair].of(text) == mark.span.of(text)
                    assert text[opened[mark.pair].stop : mark.span.start].strip(" *_~|`")

    @pytest.mark.parametrize("unit", ["*a ", "`", "`a ", "`a` ", "*_", "_* ", "**a *b* ", "||a", "https://_"])
    def test_a_line_of_signs_takes_linear_time(self, unit: str) -> None:
        text = "x " + unit * (1_000_000 // len(unit))
        before = time.perf_counter()
        assert len(plain.read(text)) == 1
        assert time.perf_counter() - before < 20  # about 2 s

    @pytest.mark.parametrize(
        "line",
        [
            "a  b   c\n", "a\tb\n", "a | b\n", "|a|\n", "-----\n", "|---|\n", "a  b\n-----\n",
            "Слово стоит в тексте. " * 3 + "\n",
            "Слово стоит в тексте города г. " * 2 + "\nМосквы и области, " + "как и прежде; " * 3 + "\n",
        ],
    )  # fmt: skip
    def test_many_lines_take_linear_time(self, line: str) -> None:
        text = line * 20_000
        before = time.perf_counter()
        assert_sound(plain.read(text), text)
        assert time.perf_counter() - before < 20  # about 1 s

    @pytest.mark.parametrize("unit", [" ", "\t", " | ", "a  ", "- ", "|", "| a "])
    def test_a_long_row_takes_linear_time(self, unit: str) -> None:
        text = ("x" + unit * (500_000 // len(unit)) + "x\n") * 2
        before = time.perf_counter()
        assert_sound(plain.read(text), text)
        assert time.perf_counter() - before < 20  # about 1 s

    @settings(max_examples=300, deadline=None)
    @given(
        text=st.lists(
            st.sampled_from(("a", "Слово", "7", "  ", "   ", "\t", "|", " | ", "\n", "---", ".", "> ")), max_size=30
        ).map("".join)
    )
    def test_tables_lose_nothing(self, text: str) -> None:
        blocks = plain.read(text)
        assert_sound(blocks, text)
        assert put_together(blocks, text) == text
        for kept in ("a", "Слово", "7"):
            assert sum(block.span.of(text).count(kept) for block in blocks) == text.count(kept)

    def test_escape_changes_nothing(self) -> None:
        assert plain.escape("*a* <b> [c](d)", block=BLOCK, at_line_start=True, bare=frozenset()) == "*a* <b> [c](d)"

    @pytest.mark.parametrize("dash", "-–—")
    def test_a_dash_at_a_line_start_makes_no_list_item(self, dash: str) -> None:
        text = plain.escape(f"{dash} Да, – сказал он.", block=BLOCK, at_line_start=True)
        assert text == "— Да, – сказал он."
        assert [block.kind for block in plain.read(text)] == [BlockKind.PARAGRAPH]


# --- escape ------------------------------------------------------------------------------------------------------------------

BLOCK = Block(BlockKind.PARAGRAPH, Span(0, 1))
CELL = Block(BlockKind.TABLE_CELL, Span(0, 1))
HEADING = Block(BlockKind.HEADING, Span(0, 1), 2)
HTML = Block(BlockKind.HTML, Span(0, 1))
CODE = Block(BlockKind.CODE, Span(0, 1))

HARMLESS = [
    "@sokolov_andrey",
    "[sic]",
    "<3",
    "5 * 3",
    "I_am",
    "#tag",
    "AT&T",
    "~5 млн",
    r"C:\dir",
    "Hi!",
    "[^1] note",
    "a < b",
    "a | b",
    "1954 г.",
]
ESCAPED = {
    "*x*": r"\*x\*",
    "_x_": r"\_x\_",
    "1954. Text": r"1954\. Text",
    "1) x": r"1\) x",
    "- a": r"\- a",
    "+ b": r"\+ b",
    "# h": r"\# h",
    "> q": r"\> q",
    "&amp; x": r"\&amp; x",
    "~~x~~": r"\~\~x\~\~",
    "![x](y)": r"!\[x\](y)",
    "```": r"\`\`\`",
    "---": r"\---",
    "===": r"\===",
    "|--|": r"\|--|",
    r"\_": r"\\\_",
    "<b>": r"\<b>",
    "<https://a.b>": r"\<https://a.b>",
    "[a]: b": r"\[a]: b",
}


@pytest.mark.parametrize("text", HARMLESS)
def test_escape_leaves_what_is_text_already(text: str) -> None:
    assert escape(text, block=BLOCK, at_line_start=True) == text


@pytest.mark.parametrize("text", ESCAPED)
def test_escape_at_a_line_start(text: str) -> None:
    assert escape(text, block=BLOCK, at_line_start=True) == ESCAPED[text]


def test_escape_knows_what_the_block_is() -> None:
    assert escape("a | b", block=CELL) == r"a \| b"
    assert escape("1. Введение", block=HEADING, at_line_start=True) == "1. Введение"
    assert escape("C #", block=HEADING, at_line_start=True) == r"C \#"
    assert escape("a <b> & &amp;", block=HTML) == "a &lt;b> & &amp;amp;"
    assert escape("*a*", block=CODE) == "*a*"


def test_escape_in_the_style_of_the_source() -> None:
    source = r"sokolov\_andrey &amp; \*"
    block = markdown.read(source)[0]
    assert escape("sokolov_andrey", block=block) == r"sokolov\_andrey"
    assert escape("&lt;", block=block) == "&amp;lt;"
    assert escape("a_b", block=block, bare=frozenset("_")) == "a_b"


def test_escape_keeps_what_the_source_wrote_bare_if_harmless() -> None:
    bare = frozenset("*[]`<")
    assert escape("a ` b", block=BLOCK, bare=bare) == "a ` b"
    assert escape("5*3", block=BLOCK, bare=bare) == "5*3"
    assert escape("*a*", block=BLOCK, bare=bare) == r"\*a\*"
    assert escape("a<b", block=BLOCK, bare=bare) == "a<b"
    assert escape("a<b>", block=BLOCK, bare=bare) == r"a\<b>"


def test_escape_looks_at_what_stands_next_to_it() -> None:
    assert escape("Внимание!", block=BLOCK, after="[a](b)") == r"Внимание\!"
    assert escape("[a]", block=BLOCK, after="(b)") == r"\[a\]"


words = (
    st.text(st.sampled_from("аб аб аб*_[]()<>`|&;\\~!#-+=:.1 \n".replace("\n", "")), min_size=1, max_size=14)
    .map(str.strip)
    .filter(bool)
)


@settings(max_examples=400, deadline=None)
@given(text=words, kind=st.sampled_from((BLOCK, CELL, HEADING)), bare=st.sets(st.sampled_from("*_[]<`|&~\\")).map(frozenset))
def test_what_is_escaped_reads_back(text: str, kind: Block, bare: frozenset[str]) -> None:
    spelled = escape(text, block=kind, at_line_start=True, bare=bare)
    document = {BlockKind.TABLE_CELL: f"| {spelled} | x |\n|---|---|\n", BlockKind.HEADING: f"## {spelled}\n"}.get(
        kind.kind, spelled
    )
    block = markdown.read(document)[0]
    assert visible(block, document).split() == text.split()
    assert {mark.kind for mark in block.marks} <= {MarkKind.ESCAPE}


def respelled(text: str) -> str:
    """A document whose words are spelled anew, as if a translation into the same words had been put in."""
    replacements = []
    for block in markdown.read(text):
        stretches, at, starts = list[tuple[Span, bool]](), block.span.start, True
        for mark in block.marks:
            stretches.append((Span(at, mark.span.start), starts))
            at, starts = mark.span.stop, mark.kind is MarkKind.BREAK
        stretches.append((Span(at, block.span.stop), starts))
        bare = frozenset("".join(span.of(text) for span, _ in stretches))
        for span, starts in stretches:
            before, after = text[block.span.start : span.start][-1:], text[span.stop : block.span.stop][:1]
            new = escape(span.of(text), block=block, at_line_start=starts, bare=bare, before=before, after=after)
            replacements.append((span, new))
    return splice(text, replacements)


@pytest.mark.parametrize("case", list(cases_of("markdown.md")), ids=ids)
def test_a_document_spelled_anew_reads_the_same(case: Case) -> None:
    again = respelled(case.source)
    assert [(b.kind, b.level, visible(b, again)) for b in markdown.read(again)] == [
        (b.kind, b.level, visible(b, case.source)) for b in markdown.read(case.source)
    ]


# --- registry ----------------------------------------------------------------------------------------------------------------


def test_formats_are_found_by_name_and_suffix() -> None:
    assert find_format("markdown") is find_format(".md") is find_format(".MDOWN") is format_of_path("a/b.markdown")
    assert find_format("text") is find_format(".txt") is format_of_path("a/b.txt") is format_of_path("README")
    assert format_of_path("a.unknown", "markdown").name == "markdown"
    assert len({known.name for known in FORMATS}) == len(FORMATS)


def test_an_unknown_format_is_told_with_those_there_are() -> None:
    with pytest.raises(FormatError, match=r"unknown format 'docx': known are markdown \(\.md .*text \(\.txt\)"):
        find_format("docx")
