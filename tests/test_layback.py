"""Markup laid back: the table of cases in `cases/markup.md`, and what holds whatever the alignment is."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from polyglot_news.document import Block, Document, Hypothesis, Link, Mark, MarkKind, Segment, Span
from polyglot_news.formats import markdown
from polyglot_news.formats.markdown_escape import escape
from polyglot_news.segmentation import segment
from polyglot_news.text.bare import Bare, marks_inside, strip_marks
from polyglot_news.text.draft import Anchor, Carrying, Chunk, Made, assemble, plan
from polyglot_news.text.layback import lay_back
from polyglot_news.text.protection import find_protected

from .conftest import CASES

MARKERS = tuple(f"<x{n}>" for n in range(7))


def cases() -> Iterator[tuple[str, str, str, str, str]]:
    parts = (CASES / "markup.md").read_text(encoding="utf-8").split("\n.\n")
    for head, source, answer, expected in zip(parts[0::4], parts[1::4], parts[2::4], parts[3::4], strict=False):
        target, _, alignment = answer.rpartition("\n")
        yield head.strip().splitlines()[-1], source, target, alignment, expected


def last_segment(source: str) -> tuple[Segment, Block]:
    document = segment(Document(source, markdown.read(source)))
    return document.segments[-1], document.blocks[document.segments[-1].block]


def speller(block: Block, bare: Bare) -> "Speller":
    literal = frozenset(char for char in bare.text if not char.isalnum() and not char.isspace())
    escaped = {placed.mark.text for placed in bare.marks if placed.mark.kind is MarkKind.ESCAPE}
    return Speller(block, literal - escaped)


class Speller:
    """The format's escape, as the road uses it."""

    def __init__(self, block: Block, bare: frozenset[str]) -> None:
        self.block, self.bare = block, bare

    def __call__(self, text: str, at_line_start: bool, before: str, after: str) -> str:
        around = {"before": before, "after": after}
        return escape(text, block=self.block, at_line_start=at_line_start, bare=self.bare, **around)


def words(text: str) -> list[Span]:
    """Words without the punctuation around them; a marker is a word."""
    return [Span(*match.span()) for match in re.finditer(r"<x\d>|[^\s\W](?:\S*[^\s\W])?%?|[*#&%]+", text)]


def links(source: str, target: str, alignment: str) -> tuple[Link, ...]:
    ours, theirs = words(source), words(target)
    if alignment == "-":
        return ()
    if alignment == "=":
        return tuple(Link(a, b, 0.9) for a, b in zip(ours, theirs, strict=False))
    pairs = [tuple(map(int, pair.split("-"))) for pair in alignment.split()]
    return tuple(Link(ours[a - 1], theirs[b - 1], 0.9) for a, b in sorted(pairs, key=lambda pair: pair[1]))


def laid_back(source: str, target: str, alignment: str) -> str:
    """The last sentence of a Markdown source with its markup on what a model wrote for it."""
    found, block = last_segment(source + "\n")
    bare = strip_marks(source + "\n", found.span, marks_inside(block.marks, found.span))
    atoms = [placed.at for placed in bare.marks if placed.mark.kind is MarkKind.ATOM]
    parts = plan(bare.text, find_protected(bare.text, atoms=atoms), Carrying.PLACEHOLDERS, MARKERS)
    (asked,) = [part.text for part in parts if part.text is not None]
    answer = Hypothesis(target, -0.5, links(asked, target, alignment))
    made = assemble(bare.text, parts, [answer], "en")
    return lay_back(made, bare, source + "\n", speller(block, bare))


@pytest.mark.parametrize(("title", "source", "target", "alignment", "expected"), list(cases()))
def test_case(title: str, source: str, target: str, alignment: str, expected: str) -> None:
    assert laid_back(source, target, alignment) == expected


WORDS = ("he", "left", "the", "city,", "“home”", "a-b", "5%", "(now)", "end.", "Foo", "—", "don't")
PAIRS = (("**", "**"), ("*", "*"), ("[", "](u)"), ('<b class="x">', "</b>"), ("~~", "~~"))


@st.composite
def sources(draw: st.DrawFn) -> str:
    """A line of Markdown: words and, around some runs of them, properly nested pairs."""
    known = ("он", "ушёл", "из", "дома,", "@a_b", "5%", "`c d`", "<https://a.b>", "![ёж](e)", "т.")
    return "начало " + marked(draw, draw(st.lists(st.sampled_from(known), min_size=1, max_size=8))) + " потом"


def marked(draw: st.DrawFn, texts: list[str], around: tuple[str, ...] = ()) -> str:
    """Some of the words in a pair that is not around them already; no link in a link."""
    free = [pair for pair in PAIRS if pair[0] not in around]
    if len(around) == 3 or not draw(st.booleans()):
        return " ".join(texts)
    start = draw(st.integers(0, len(texts) - 1))
    stop = draw(st.integers(start + 1, len(texts)))
    opening, closing = draw(st.sampled_from(free))
    inside = marked(draw, texts[start:stop], (*around, opening))
    rest = marked(draw, texts[stop:], around) if stop < len(texts) else ""
    return " ".join(filter(None, (*texts[:start], opening + inside + closing, rest)))


def drafted(source: str) -> tuple[Document, Block, Bare]:
    text = source + "\n"
    block = markdown.read(text)[0]
    return Document(text), block, strip_marks(text, block.span, block.marks)


def visible(text: str) -> str:
    blocks = markdown.read(text)
    return "\n".join(strip_marks(text, block.span, block.marks).text for block in blocks)


def spelled_marks(text: str, marks: tuple[Mark, ...]) -> tuple[set[str], Counter[str]]:
    """The delimiters, which may be fewer where they would stand around the same words; and each other mark, how often."""
    kinds = (MarkKind.OPEN, MarkKind.CLOSE, MarkKind.ATOM)
    spelled = [mark.span.of(text).replace("![ёж](e)", "![") for mark in marks if mark.kind in kinds]
    spelled = [mark for mark in spelled if mark != "](e)"]  # behind a sentence the picture stands apart
    return {char for mark in spelled for char in mark if char in "*_~"}, Counter(
        mark for mark in spelled if mark[0] not in "*_~"
    )


@settings(max_examples=400)
@given(sources(), st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), st.data())
def test_markup_survives_any_alignment(source: str, target: list[str], data: st.DataObject) -> None:
    document, block, bare = drafted(source)
    atoms = [placed.at for placed in bare.marks if placed.mark.kind is MarkKind.ATOM]
    items = find_protected(bare.text, atoms=atoms)
    groups = [[Chunk(" " + word)] for word in target]
    for item in items:
        where = data.draw(st.integers(0, len(groups)))
        groups.insert(where, [Chunk(" "), Chunk(item.span.of(bare.text), item, item.span)])
    chunks = [Chunk("start"), *itertools.chain.from_iterable(groups)]
    text = "".join(chunk.text for chunk in chunks)
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(0, len(bare.text) - 1))
    some = data.draw(st.lists(spans, max_size=12))
    anchors = [Anchor(Span(t, min(t + 3, len(text))), Span(b, min(b + 4, len(bare.text))), 0.5) for t, b in some]
    back = lay_back(Made(tuple(chunks), tuple(anchors), (), None), bare, document.text, speller(block, bare)) + "\n"
    assume("[](" not in back)  # more links than words: see the known fault below
    assert visible(back).replace("\n", " ") == text
    (read,) = markdown.read(back)
    assert spelled_marks(back, read.marks) == spelled_marks(document.text, block.marks)


@pytest.mark.xfail(reason="an empty link between two closing delimiters makes one that also opens (rule of three)", strict=True)
def test_more_links_than_words_inside_nested_emphasis() -> None:
    back = laid_back("начало ***[он](u) он* [*он*](u)**", "start he", "1-1")
    assert visible(back + "\n") == "Start he"


@settings(max_examples=300)
@given(sources())
def test_a_copy_followed_character_by_character_gives_the_source_back(source: str) -> None:
    document, block, bare = drafted(source)
    everything = Span(0, len(bare.text))
    copied = Made((Chunk(bare.text, None, everything),), (Anchor(everything, everything, 1.0),), (), None)
    assert lay_back(copied, bare, document.text, speller(block, bare)) == block.span.of(document.text)


@pytest.mark.parametrize("piece", ["**a** ", "[a](u) ", "*a* b\n", "`a` ", "@a ", "\\* ", "a **b** c, ", "<b>a</b> "])
def test_long_texts_come_to_an_end(piece: str) -> None:
    source = piece * (60_000 // len(piece))
    document, _, bare = drafted(source)
    words = [Span(*match.span()) for match in re.finditer(r"\w+", bare.text)]
    anchors = tuple(Anchor(word, other, 0.5) for word, other in zip(words, reversed(words), strict=True))
    lay_back(Made((Chunk(bare.text),), anchors, (), None), bare, document.text, lambda text, *around: text)
