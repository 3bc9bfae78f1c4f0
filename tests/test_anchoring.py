"""Markup laid back along numbers and names, whatever the model looked at."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.document import Direction, Document, Evidence, Hypothesis, Link, NameKind, Span
from polyglot_news.formats import markdown
from polyglot_news.names.ledger import Use
from polyglot_news.segmentation import segment
from polyglot_news.text.draft import Carrying, assemble, plan
from polyglot_news.text.layback import lay_back
from polyglot_news.translation.anchoring import anchor_numbers, with_sure_anchors
from polyglot_news.translation.task import make_task

CASES = [
    # source, target, how each word of the target looks at the source's words (0 = at none), names: source=target
    ("Инфляция — **8,9%** за год.", "Inflation is 8.9% a year.", "1 0 0 3 4", ""),
    ("Инфляция — **8,9%** за год.", "Inflation is 8.9% a year.", "2 2 2 2 2", ""),
    ("Погибли **42** из ~~30~~ и 17.", "Of 17, 30 and 42 died.", "2 2 2 2 2 2", ""),
    ("Ущерб **1 200** долларов, *8,5* и **8,5**.", "The damage is $1,200, 8.5 and 8.5.", "2 2 2 2 2 2 2", ""),
    ("**Вениамин Кондратьев** написал.", "Veniamin Kondratyev wrote.", "1 2 1", "Вениамин Кондратьев=Veniamin Kondratyev"),
    ("Ушёл Иванов **Пётр**.", "Pyotr Ivanov left.", "2 3 1", "Иванов Пётр=Pyotr Ivanov"),
    ("*Эльвира* Набиуллина сказала.", "Elvira Nabiullina said.", "2 1 1", "Эльвира Набиуллина=Elvira Nabiullina"),
    ("**Мэй** и *Макрон*.", "Macron and May.", "1 1 1", "Мэй=May Макрон=Macron"),
    ("[Северная Осетия](u) ждёт.", "North Ossetia-Alania waits.", "3 3 3", "Северная Осетия=North Ossetia-Alania"),
]
EXPECTED = [
    "Inflation is **8.9%** a year.",
    "Inflation is **8.9%** a year.",
    "Of 17, ~~30~~ and **42** died.",
    "The damage is **$1,200**, *8.5* and **8.5**.",
    "**Veniamin Kondratyev** wrote.",
    "**Pyotr** Ivanov left.",
    "*Elvira* Nabiullina said.",
    "*Macron* and **May**.",
    "[North Ossetia-Alania](u) waits.",
]


def words(text: str) -> list[Span]:
    return [Span(*match.span()) for match in re.finditer(r"[^\W_](?:\S*[^\W_])?%?", text)]


def uses(text: str, names: str) -> Iterator[Use]:
    for name in re.findall(r"([^=]+)=([^=А-я]+)(?: |\Z)", names):
        at = text.index(name[0])
        yield Use(Span(at, at + len(name[0])), "n1", NameKind.PERSON, name[0], name[1], (name[1],), name[0], Evidence.ROMANISED)


def laid_back(source: str, target: str, looks: str, names: str) -> str:
    document = segment(Document(source + "\n", markdown.read(source + "\n")))
    found, block = document.segments[0], document.blocks[0]
    bare = make_task(source + "\n", found, block, Direction("ru", "en"), "markdown").bare
    task = make_task(source + "\n", found, block, Direction("ru", "en"), "markdown", list(uses(bare.text, names)))
    parts = plan(bare.text, task.items, Carrying.BARE, ())
    ours = words(bare.text)
    links = [Link(ours[int(n) - 1], word, 0.9) for n, word in zip(looks.split(), words(target), strict=False) if int(n)]
    made = assemble(bare.text, parts, [Hypothesis(target, -0.5, tuple(links))], "en")
    return lay_back(with_sure_anchors(made, task), bare, source + "\n", lambda text, *_: text)


@pytest.mark.parametrize(("case", "expected"), list(zip(CASES, EXPECTED, strict=True)))
def test_markup_follows_numbers_and_names(case: tuple[str, str, str, str], expected: str) -> None:
    assert laid_back(*case) == expected


def test_a_value_that_stands_more_often_on_one_side_is_no_anchor() -> None:
    assert [anchor.target for anchor in anchor_numbers("5 и 5, всего 10", "5 of 10")] == [Span(5, 7)]


@given(st.text("05 ,.дa", max_size=20), st.text("05 ,.дa", max_size=20))
def test_anchors_lie_in_both_texts_and_touch_none_other(bare: str, target: str) -> None:
    anchors = [*anchor_numbers(bare, target)]
    for spans, text in (([a.bare for a in anchors], bare), ([a.target for a in anchors], target)):
        assert all(0 <= span.start < span.stop <= len(text) for span in spans)
        assert all(not span.meets(spans[:n]) for n, span in enumerate(spans))
