"""From pairs to a training file: arrays of piece ids.

A file holds each pair four times, since every pair serves both directions: each side as a target, `ru` and `en`, and as a
source with its hints, `ru_source` and `en_source`. All texts of a side are one flat array, and `..._at` says where each begins.
Beside them: `links_ru` and `links_en` (which source pieces a target piece stands for), `group`, `only` and `share`.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from polyglot_news.mt.vocabulary import locate_tokens
from recipe.cleaning import fingerprint
from recipe.dataset import BOTH, INTO_ENGLISH, INTO_RUSSIAN, WINDOW
from recipe.files import RecipeError, replacing
from recipe.hints import Rates, Sides, in_source, mark_sides
from recipe.pairs import Pair
from recipe.sources import Sources
from recipe.vocabulary import Pieces

Arrays = Mapping[str, NDArray[np.generic]]
_SIDES = ("ru", "en", "ru_source", "en_source")
_AT_ONCE = 50_000  # pairs: their texts are forgotten before the next are read
_OTHER = {"ru": "en", "en": "ru"}
_ONLY = {None: BOTH, "en": INTO_RUSSIAN, "ru": INTO_ENGLISH}  # by the side that a machine made


class Groups:
    """Joins what shares a sentence (union and find)."""

    def __init__(self) -> None:
        self._parent: dict[bytes, bytes] = {}

    def find(self, node: bytes) -> bytes:
        """The node that stands for all that are joined with this one."""
        while (parent := self._parent.setdefault(node, node)) != node:
            self._parent[node] = node = self._parent[parent]
        return node

    def join(self, one: bytes, other: bytes) -> None:
        """Make two nodes one group."""
        self._parent[self.find(one)] = self.find(other)


class Builder:
    """Takes pairs, some at a time, and makes arrays of them."""

    def __init__(self, pieces: Pieces, sources: Sources, rates: Rates, *, seed: int = 7) -> None:
        self._pieces, self._sources, self._rates, self._rng = pieces, sources, rates, random.Random(seed)
        self._groups, self._nodes, self._count = Groups(), list[bytes](), 0
        self._parts: dict[str, list[NDArray[np.generic]]] = {}

    def add(self, pairs: Sequence[Pair]) -> None:
        """Take some pairs; those with a side of no piece or of more than the window are left out."""
        sources = [self._sources.of_line(pair.source) for pair in pairs]
        machines = [source.machine if source else None for source in sources]
        sides = [
            mark_sides(pair, machine=machine, rates=self._rates, rng=self._rng)
            for pair, machine in zip(pairs, machines, strict=True)
        ]
        ids = {name: self._pieces.encode_all([getattr(side, name) for side in sides]) for name in _SIDES}
        keep = [n for n in range(len(pairs)) if all(1 <= len(ids[name][n]) <= WINDOW for name in _SIDES)]
        for name in _SIDES:
            self._put_rows(name, [ids[name][n] for n in keep], np.dtype(np.uint16))
        for into in ("ru", "en"):
            texts = [(pairs[n], sides[n], machines[n]) for n in keep]
            encoded = [(ids[into][n], ids[f"{_OTHER[into]}_source"][n]) for n in keep]
            links = [self._links(*text, *both, into) for text, both in zip(texts, encoded, strict=True)]
            self._put_rows(f"links_{into}", links, np.dtype(np.uint8))
        self._put("only", np.array([_ONLY[machines[n]] for n in keep], dtype=np.int8))
        self._put(
            "share", np.array([source.weight if source else 1.0 for source in map(sources.__getitem__, keep)], dtype=np.float32)
        )
        for n in keep:
            source = sources[n]
            self._group(pairs[n], alone=source is not None and (source.alone or source.machine is not None))

    def _put(self, name: str, values: NDArray[np.generic]) -> None:
        self._parts.setdefault(name, []).append(values)

    def _put_rows(self, name: str, rows: Sequence[Sequence[int]], kind: np.dtype[np.generic]) -> None:
        self._put(name, np.array([number for row in rows for number in row], dtype=kind))
        self._put(f"{name}_at", np.array([len(row) for row in rows], dtype=np.int64))

    def _group(self, pair: Pair, *, alone: bool) -> None:
        self._count += 1
        if alone:
            self._nodes.append(self._count.to_bytes(9, "big"))  # nine bytes: no fingerprint
            return
        node = fingerprint(pair.en)
        self._groups.join(b"ru" + fingerprint(pair.ru), node)
        self._nodes.append(node)

    def _links(
        self, pair: Pair, sides: Sides, machine: str | None, target: list[int], source: list[int], into: str
    ) -> list[int]:
        """For each linked target piece its place, and the first and the stop of the source pieces that it stands for; flat."""
        if not pair.links or sides.ru != pair.ru:  # with placeholders the offsets are others
            return []
        back = _OTHER[into]
        marks = sides.marks[0 if back == "ru" else 1]
        written = self._spans(getattr(sides, into), target)
        read = self._spans(getattr(sides, f"{back}_source"), source)
        found: list[int] = []
        for link in pair.links:
            here, there = getattr(link, into), getattr(link, back)
            looked = _within(in_source(there, marks, machine=machine == back), read)
            for at in _within((here.start, here.stop), written) if looked else ():
                found += (at, looked[0], looked[-1] + 1)
        return found

    def _spans(self, text: str, ids: Sequence[int]) -> list[tuple[int, int]]:
        return [(span.start, span.stop) for span in locate_tokens(text, [self._pieces.names[number] for number in ids])]

    def arrays(self) -> Arrays:
        """All that was taken."""
        made = {name: np.concatenate(parts) for name, parts in self._parts.items()}
        for name in made:
            if name.endswith("_at"):
                made[name] = np.concatenate([[0], np.cumsum(made[name])])
        number: dict[bytes, int] = {}
        roots = map(self._groups.find, self._nodes)
        return made | {"group": np.array([number.setdefault(root, len(number)) for root in roots], dtype=np.int32)}


def build(pairs: Iterable[Pair], *, pieces: Pieces, sources: Sources, rates: Rates, seed: int = 7) -> Arrays:
    """The arrays of a training file. Raises RecipeError where no pair is left for it."""
    builder = Builder(pieces, sources, rates, seed=seed)
    for some in _chunks(pairs, _AT_ONCE):
        builder.add(some)
    made = builder.arrays()
    if not len(made["group"]):
        raise RecipeError(f"no pair has between 1 and {WINDOW} pieces on both sides")
    return made


def save(path: Path, arrays: Arrays) -> None:
    """Write a training file."""
    with replacing(path) as made, made.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


def _chunks(pairs: Iterable[Pair], size: int) -> Iterator[list[Pair]]:
    waiting = iter(pairs)
    while some := list(islice(waiting, size)):
        yield some


def _within(wanted: tuple[int, int], spans: Sequence[tuple[int, int]]) -> list[int]:
    return [n for n, (start, stop) in enumerate(spans) if start < wanted[1] and stop > wanted[0] and stop > start]
