"""Protection: the table of cases in `cases/protection.tsv`, atoms, peeling, and what holds for any text."""

import ast
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from polyglot_news.document import Span
from polyglot_news.text.protection import find_protected, peel

from .conftest import CASES

TEXTS = st.text(
    st.sampled_from("абвX yz019.,:;!?()[]@#/_-+<>x*&$\n\0\u00a0\u200d\ufe0f\u20e3😂👍🇷ё中α•№«»http") | st.characters(),
    max_size=60,
)


def cases() -> list[tuple[str, str]]:
    lines = (CASES / "protection.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if "\t" in line]
    return [(unescaped(text), unescaped(items)) for text, items in rows]


def unescaped(text: str) -> str:
    return re.sub(r"\\(?:0|x[0-9a-f]{2}|u[0-9a-f]{4})", lambda found: str(ast.literal_eval(f'"{found[0]}"')), text)


@pytest.mark.parametrize(("text", "items"), cases(), ids=ascii)
def test_case(text: str, items: str) -> None:
    found = [f"{item.kind}:{item.span.of(text)}" for item in find_protected(text)]
    assert found == [item for item in items.split(" ¦ ") if item]


def test_table_is_read() -> None:
    assert len(cases()) >= 120


def test_atoms_are_code_and_win_over_what_is_in_them() -> None:
    text = "Код `a@b.ru` и a@b.ru"
    found = find_protected(text, atoms=[Span(4, 12)])
    assert [(item.kind, item.span.of(text)) for item in found] == [("code", "`a@b.ru`"), ("email", "a@b.ru")]


def test_empty_atom_is_none() -> None:
    assert find_protected("a", atoms=[Span(0, 0)]) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Да! 😂", "Да!"),
        ("Да 😂!", "Да 😂!"),
        ("🚨 СРОЧНО", "СРОЧНО"),
        ("🇷🇺 🇺🇦 Встреча", "Встреча"),
        ("😂 Да. t.me/x 👍", "Да."),
        ("Подпишись: 👉 t.me/x", "Подпишись:"),
        ("Читайте t.me/x 👍", "Читайте t.me/x"),
        ("Читайте t.me/x", "Читайте t.me/x"),
        ("🔥 @rian_ru сообщает", "@rian_ru сообщает"),
        ("#тег Он ушёл. #a #b", "#тег Он ушёл."),
        ("Он (t.me/x)", "Он (t.me/x)"),
        ("Он сказал: «t.me/x»", "Он сказал: «t.me/x»"),
        ("Всё? @a, @b", "Всё? @a, @b"),
        ("Он…\n#a", "Он…"),
        ("😂😂", ""),
        ("t.me/x", "t.me/x"),
        ("  Да. 😂  ", "  Да."),
        ("", ""),
    ],
)
def test_peel(text: str, sentence: str) -> None:
    start, stop = peel(text, find_protected(text))
    assert text[start:stop] == sentence


@given(TEXTS)
@example("a" * 50 + "@")
def test_items_are_in_order_disjoint_and_inside(text: str) -> None:
    items = find_protected(text)
    stops = [0, *(item.span.stop for item in items)]
    assert all(stop <= item.span.start < item.span.stop for stop, item in zip(stops, items, strict=False))
    assert stops[-1] <= len(text)


TELLING = (
    "<x1>", ">>ru<<", "[^1]", "</b>", "1\u20e3", "[x]", "§", "₽", "https://a.b", "http//x", "tg:a", "tel:12", "www.a",
    "a@b.c", "a[.]b", "t.me", "x.pdf", "@h", "a_b", "#т", "#1а", "$TSLA", "||", "&&", "~", "a*", "+7 999 123-45-67",
    "8 (999) 123 45 67", "(212) 555-1234", "212-555-1234", "1234 5678 1234 5678", "1.2.3.4", "0xabcdef",
    "ABCDEF0123456789", "abcdef0123456789", "12345", " ", "а", ".", "-", "\n",
)  # fmt: skip


@given(st.lists(st.sampled_from(TELLING), max_size=5).map("".join) | TEXTS)
def test_items_are_found_whether_or_not_another_stands_before_them(text: str) -> None:
    """The quick look that finds most texts to have no item misses none: with a sign before it the long look is always taken."""
    alone, behind = find_protected(text), find_protected(f"§ {text}")[1:]
    assert [(item.span.of(text), item.kind) for item in alone] == [(item.span.of(f"§ {text}"), item.kind) for item in behind]


@given(TEXTS)
def test_peel_takes_nothing_but_items_and_blanks(text: str) -> None:
    items = find_protected(text)
    start, stop = peel(text, items)
    assert 0 <= start <= stop <= len(text)
    outside = {n for n in (*range(start), *range(stop, len(text))) if not text[n].isspace()}
    assert outside <= {n for item in items for n in range(item.span.start, item.span.stop)}


@given(TEXTS)
def test_no_item_is_cut_by_the_edge_of_the_sentence(text: str) -> None:
    items = find_protected(text)
    start, stop = peel(text, items)
    assert not any(item.span.start < edge < item.span.stop for item in items for edge in (start, stop) if start < stop)


PIECES = (
    "a", "a.", "a@", "@", "#1", "+1 ", "1", "12345,b", "http://", "https://)", "1.2.", "a_", "a[.]", "1 ", "😀 ", " 😀",
    "(123) ", "8 800 ", "a-", "@a", "f", ">>a", "www.", "<x", " http://a", ": @", "\u0301", "中 ",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_long_runs_come_to_an_end(piece: str) -> None:
    """100 kB that a pattern with a quadratic corner would not finish."""
    text = piece * (100_000 // len(piece))
    peel(text, find_protected(text))
