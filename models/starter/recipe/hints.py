"""Markers in source texts: hints, placeholders, and the mark of machine-made text.

A hint stands behind a word and shows what is wanted for it in the other language, in its base form; the target has no markers:

    со слов Набиуллиной<x8> Nabiullina<x9>      ->  according to Nabiullina
    the mutiny<x8> мятеж<x9> ended              ->  мятеж закончился

Placeholders stand for what is carried across: the same `<x0>` on both sides. Machine-made sources begin with `<x7> `.

All functions are pure; what is random comes from the generator that they are given.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from recipe.pairs import Kind, Pair, Stretch

OPEN, CLOSE = "<x8>", "<x9>"
MACHINE = "<x7>"
PLACEHOLDERS = tuple(f"<x{number}>" for number in range(7))
MARKERS = (*PLACEHOLDERS, MACHINE, OPEN, CLOSE)

_HINT = re.compile(re.escape(OPEN) + r" (?:(?!<x\d>).)*" + re.escape(CLOSE))
_CARRIED = re.compile(r"https?://\S*[\w/]|@\w+|[A-Za-z][A-Za-z0-9]+|\d[\d.,:]*\d|\d")
_MOST_CARRIED = 3


@dataclass(frozen=True, slots=True)
class Rates:
    """How often what is done to a pair."""

    hinted: float = 0.4
    """Pairs that get hints at all, so that the model translates well without any too."""
    carried: float = 0.15
    """Of the others, those with placeholders."""
    most: int = 4
    """Hints in one text."""
    name: float = 0.7
    """Names in a hinted pair that get one."""
    word: float = 0.15
    """Other words in a hinted pair that get one."""

    def of(self, kind: Kind) -> float:
        """How often a link of a hinted pair becomes a hint."""
        return {Kind.NAME: self.name, Kind.WORD: self.word, Kind.TOLD: 1.0}[kind]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a plain text and what is written behind it."""

    stop: int
    shown: str
    """The base form in the other language."""


@dataclass(frozen=True, slots=True)
class Sides:
    """A pair as the model sees it: each side as a target and as a source."""

    ru: str
    en: str
    ru_source: str
    en_source: str
    marks: tuple[tuple[Mark, ...], tuple[Mark, ...]] = ((), ())
    """The hints in the Russian and in the English source."""


def insert_hints(text: str, marks: Sequence[Mark]) -> str:
    """The text with each mark's hint behind its stretch."""
    for mark in sorted(marks, key=lambda mark: -mark.stop):
        text = f"{text[: mark.stop]}{OPEN} {mark.shown}{CLOSE}{text[mark.stop :]}"
    return text


def remove_hints(text: str) -> str:
    """The text that hints were put into."""
    return _HINT.sub("", text)


def place_in_hinted(at: int, marks: Sequence[Mark]) -> int:
    """Where a character of the plain text stands once the hints are in."""
    return at + sum(len(mark.shown) + len(OPEN) + len(CLOSE) + 1 for mark in marks if mark.stop <= at)


def choose_marks(pair: Pair, *, into_english: bool, rates: Rates, rng: random.Random) -> tuple[Mark, ...]:
    """Some of the pair's links as hints for one direction; those that must be told always are."""
    chosen = [link for link in pair.links if rng.random() < rates.of(link.kind)]
    told = [link for link in chosen if link.kind is Kind.TOLD][: rates.most]
    others = [link for link in chosen if link.kind is not Kind.TOLD]
    picked = told + rng.sample(others, min(rates.most - len(told), len(others)))
    ends: dict[int, str] = {}
    for link in picked:
        here, there = (link.ru, link.en) if into_english else (link.en, link.ru)
        ends[here.stop] = there.base
    return tuple(Mark(stop, ends[stop]) for stop in sorted(ends))


def carry(pair: Pair, rng: random.Random) -> tuple[str, str]:
    """Both sides with placeholders for up to three items that stand exactly once on each."""
    found = dict.fromkeys(_CARRIED.findall(pair.ru))
    common = [item for item in found if pair.ru.count(item) == 1 and pair.en.count(item) == 1]
    rng.shuffle(common)
    ru, en = pair.ru, pair.en
    for marker, item in zip(PLACEHOLDERS, common[: rng.randint(1, _MOST_CARRIED)], strict=False):
        if ru.count(item) == 1 and en.count(item) == 1:  # still: it may have been inside another, or be part of a marker
            ru, en = ru.replace(item, marker), en.replace(item, marker)
    return ru, en


def mark_sides(pair: Pair, *, machine: str | None, rates: Rates, rng: random.Random) -> Sides:
    """The four texts of a pair. `machine`: the side that a machine made, `ru` or `en`; it gets no hints."""
    must = any(link.kind is Kind.TOLD for link in pair.links)
    hinted = bool(pair.links) and (must or rng.random() < rates.hinted)
    if not hinted and rng.random() < rates.carried:
        ru, en = carry(pair, rng)
        return Sides(ru, en, _machine_made(ru, machine == "ru"), _machine_made(en, machine == "en"))
    marks: list[tuple[Mark, ...]] = []
    for side in ("ru", "en"):
        wanted = hinted and machine != side
        marks.append(choose_marks(pair, into_english=side == "ru", rates=rates, rng=rng) if wanted else ())
    sources = [insert_hints(text, some) for text, some in zip((pair.ru, pair.en), marks, strict=True)]
    return Sides(
        pair.ru,
        pair.en,
        _machine_made(sources[0], machine == "ru"),
        _machine_made(sources[1], machine == "en"),
        (marks[0], marks[1]),
    )


def _machine_made(text: str, made: bool) -> str:
    return f"{MACHINE} {text}" if made else text


def in_source(stretch: Stretch, marks: Sequence[Mark], *, machine: bool) -> tuple[int, int]:
    """Where a stretch of a plain text stands in its source, with the hint that may be behind it."""
    shift = len(MACHINE) + 1 if machine else 0
    start = place_in_hinted(stretch.start, [mark for mark in marks if mark.stop <= stretch.start])
    return start + shift, place_in_hinted(stretch.stop, marks) + shift
