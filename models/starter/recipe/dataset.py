"""The training data as arrays of piece ids, and the order in which an epoch takes it.

A file holds each pair four times, since every pair serves both directions: each side as a target, and as a source with its
hints. Pairs that share a sentence are of one group: a test set with a dozen translations is many pairs and few sentences, and
an epoch draws at most two of each group.

The order is a function of the seed and of the epoch's number alone, so a run that was stopped goes on where it was.
"""

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from polyglot_news.mt.vocabulary import locate_tokens
from recipe.cleaning import normalise
from recipe.hints import Rates, Sides, in_source, mark_sides
from recipe.pairs import Pair
from recipe.sources import Source, Sources
from recipe.vocabulary import Pieces

WINDOW = 110
"""Pieces of a text at most, tag and end not counted."""
_SIDES = ("ru", "en", "ru_source", "en_source")
_BOTH, _RU_ONLY, _EN_ONLY = 0, 1, 2
_BLOCK = 200_000  # pairs that are sorted by length together
_JITTER = 1500  # in thousandths of a piece: pairs of nearly one length mix

Ints = NDArray[np.int64]


class Groups:
    """Joins what shares a sentence (union and find)."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, node: str) -> str:
        """The node that stands for all that are joined with this one."""
        while (parent := self._parent.setdefault(node, node)) != node:
            self._parent[node] = node = self._parent[parent]
        return node

    def join(self, one: str, other: str) -> None:
        """Make two nodes one group."""
        self._parent[self.find(one)] = self.find(other)


@dataclass(slots=True)
class _Rows:
    """What is collected of the pairs before it becomes arrays."""

    sides: list[Sides] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    nodes: list[str] = field(default_factory=list)
    only: list[int] = field(default_factory=list)
    share: list[float] = field(default_factory=list)
    groups: Groups = field(default_factory=Groups)


def build(
    pairs: Iterable[Pair], *, pieces: Pieces, sources: Sources, rates: Rates, seed: int = 7
) -> dict[str, NDArray[np.generic]]:
    """The arrays of a training file; pairs with a side of no piece or of more than `WINDOW` are left out."""
    rows, rng = _Rows(), random.Random(seed)
    for pair in pairs:
        _collect(pair, sources.of_line(pair.source), rows, rates, rng)
    ids = {name: pieces.encode_all([getattr(side, name) for side in rows.sides]) for name in _SIDES}
    keep = [n for n in range(len(rows.sides)) if all(1 <= len(ids[name][n]) <= WINDOW for name in _SIDES)]
    arrays: dict[str, NDArray[np.generic]] = {}
    for name in _SIDES:
        arrays[name] = np.array([number for n in keep for number in ids[name][n]], dtype=np.uint16)
        arrays[f"{name}_at"] = np.cumsum([0, *(len(ids[name][n]) for n in keep)], dtype=np.int64)
    for into in ("ru", "en"):
        links = [_token_links(rows, n, ids, pieces, into) for n in keep]
        arrays[f"links_{into}"] = np.array([row for some in links for row in some], dtype=np.uint8).reshape(-1, 3)
        arrays[f"links_{into}_at"] = np.cumsum([0, *map(len, links)], dtype=np.int64)
    number: dict[str, int] = {}
    roots = [rows.groups.find(rows.nodes[n]) for n in keep]
    arrays["group"] = np.array([number.setdefault(root, len(number)) for root in roots], dtype=np.int32)
    arrays["only"] = np.array([rows.only[n] for n in keep], dtype=np.int8)
    arrays["share"] = np.array([rows.share[n] for n in keep], dtype=np.float32)
    return arrays


def save(path: Path, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    """Write a training file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


def _collect(pair: Pair, source: Source | None, rows: _Rows, rates: Rates, rng: random.Random) -> None:
    machine = source.machine if source else None
    rows.only.append({None: _BOTH, "en": _RU_ONLY, "ru": _EN_ONLY}[machine])
    rows.share.append(source.weight if source else 1.0)
    if machine or (source and source.alone):
        rows.nodes.append(f"alone {len(rows.nodes)}")
    else:
        rows.nodes.append(f"en {normalise(pair.en)}")
        rows.groups.join(f"ru {normalise(pair.ru)}", rows.nodes[-1])
    rows.sides.append(mark_sides(pair, machine=machine, rates=rates, rng=rng))
    rows.pairs.append(pair)


def _token_links(rows: _Rows, n: int, ids: dict[str, list[list[int]]], pieces: Pieces, into: str) -> list[tuple[int, int, int]]:
    """For each linked target piece its place, and the first and the stop of the source pieces that it stands for."""
    pair, sides = rows.pairs[n], rows.sides[n]
    if not pair.links or sides.ru != pair.ru:  # with placeholders the offsets are others
        return []
    back = "en" if into == "ru" else "ru"
    marks = sides.marks[0 if back == "ru" else 1]
    machine = rows.only[n] == (_RU_ONLY if back == "en" else _EN_ONLY)
    target = _spans(getattr(sides, into), ids[into][n], pieces)
    source = _spans(getattr(sides, f"{back}_source"), ids[f"{back}_source"][n], pieces)
    found = []
    for link in pair.links:
        here, there = getattr(link, into), getattr(link, back)
        looked = _within(in_source(there, marks, machine=machine), source)
        if looked:
            found += [(at, looked[0], looked[-1] + 1) for at in _within((here.start, here.stop), target)]
    return found


def _spans(text: str, ids: list[int], pieces: Pieces) -> list[tuple[int, int]]:
    return [(span.start, span.stop) for span in locate_tokens(text, [pieces.names[number] for number in ids])]


def _within(wanted: tuple[int, int], spans: list[tuple[int, int]]) -> list[int]:
    return [n for n, (start, stop) in enumerate(spans) if start < wanted[1] and stop > wanted[0] and stop > start]


@dataclass(frozen=True, slots=True)
class Example:
    """One pair in one direction, as ids."""

    source: list[int]
    """Tag first, end last."""
    target: list[int]
    """End last."""
    into_russian: bool
    links: NDArray[np.uint8]
    """*Shape:* (links, 3): target place, first source place, its stop; the tag counted."""


class Bitext:
    """A training file, read."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as arrays:
            self._arrays = {name: arrays[name] for name in arrays.files}
        self.group, self.only, self.share = (self._arrays[name] for name in ("group", "only", "share"))

    def __len__(self) -> int:
        return len(self.group)

    def lengths(self, name: str) -> Ints:
        """Pieces of each pair's text on one side."""
        return np.asarray(np.diff(self._arrays[f"{name}_at"]), dtype=np.int64)

    def _row(self, name: str, n: int) -> NDArray[np.generic]:
        at = self._arrays[f"{name}_at"]
        row: NDArray[np.generic] = self._arrays[name][at[n] : at[n + 1]]
        return row

    def example(self, n: int, *, into_russian: bool, pieces: Pieces) -> Example:
        """One pair in one direction."""
        into, back = ("ru", "en") if into_russian else ("en", "ru")
        source = [pieces.tag(into), *self._row(f"{back}_source", n).tolist(), 0]
        links = self._row(f"links_{into}", n) + np.array([0, 1, 1], dtype=np.uint8)
        return Example(source, [*self._row(into, n).tolist(), 0], into_russian, links.astype(np.uint8))

    def draw(self, most: int, rng: np.random.Generator) -> Ints:
        """Some of the pairs, in random order: by their share, and at most `most` of each group."""
        picked = rng.permutation(np.flatnonzero(rng.random(len(self)) < self.share))
        order = np.argsort(self.group[picked], kind="stable")
        groups = self.group[picked][order]
        rank = np.arange(len(picked)) - np.searchsorted(groups, groups)
        return np.asarray(rng.permutation(picked[order[rank < most]]), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs that are learned in one step."""

    pairs: Ints
    into_russian: NDArray[np.bool_]


def plan_epoch(data: Bitext, *, tokens: int, most: int, seed: int, epoch: int) -> list[Batch]:
    """The batches of an epoch: pairs of like length, at most `tokens` padded pieces a side, in random order."""
    rng = np.random.default_rng((seed, epoch))
    into_en, into_ru = data.draw(most, rng), data.draw(most, rng)
    into_en, into_ru = into_en[data.only[into_en] != _RU_ONLY], into_ru[data.only[into_ru] != _EN_ONLY]
    pairs = np.concatenate([into_en, into_ru])
    russian = np.repeat([False, True], [len(into_en), len(into_ru)])
    order = rng.permutation(len(pairs))
    pairs, russian = pairs[order], russian[order]
    source = np.where(russian, data.lengths("en_source")[pairs], data.lengths("ru_source")[pairs])
    target = np.where(russian, data.lengths("ru")[pairs], data.lengths("en")[pairs])
    planned: list[Batch] = []
    for start in range(0, len(pairs), _BLOCK):
        block = np.arange(start, min(start + _BLOCK, len(pairs)))
        long, short = np.maximum(source[block], target[block]), np.minimum(source[block], target[block])
        block = block[np.argsort(long * 1000 + short + rng.random(len(block)) * _JITTER, kind="stable")]
        cut = [Batch(pairs[some], russian[some]) for some in _cut(block, np.maximum(source, target) + 2, tokens)]
        planned += [cut[n] for n in rng.permutation(len(cut))]
    return planned


def _cut(order: Ints, lengths: Ints, tokens: int) -> Iterator[Ints]:
    """Runs of `order` that fit into `tokens` when padded to their longest; one that does not fit alone is a run of its own."""
    start, longest = 0, 0
    for at, n in enumerate(order):
        longest = max(longest, int(lengths[n]))
        if at > start and longest * (at + 1 - start) > tokens:
            yield order[start:at]
            start, longest = at, int(lengths[n])
    if start < len(order):
        yield order[start:]
