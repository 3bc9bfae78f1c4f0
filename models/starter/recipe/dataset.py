"""The order in which an epoch takes the training data, and what a step gets of it.

Pairs that share a sentence are of one group: a test set with a dozen translations is many pairs and few sentences, and an epoch
draws at most two of each group. A batch holds pairs of like length.

The order is a function of the seed and of the epoch's number alone, so a run that was stopped goes on where it was.
"""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recipe.files import RecipeError
from recipe.vocabulary import Pieces

WINDOW = 110
"""Pieces of a text at most, tag and end not counted."""
BOTH, INTO_RUSSIAN, INTO_ENGLISH = 0, 1, 2
"""Directions that a pair serves: one only, where a machine made its other side."""
_TEXTS = ("ru", "en", "ru_source", "en_source")
_ROWS = (*_TEXTS, "links_ru", "links_en")
_NAMES = (*_ROWS, *(f"{name}_at" for name in _ROWS), "group", "only", "share")
_BLOCK = 200_000  # pairs that are sorted by length together
_JITTER = 1500  # in thousandths of a piece: pairs of nearly one length mix

Ints = NDArray[np.int64]


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
        """Raises RecipeError where the file is not one."""
        if not zipfile.is_zipfile(path):
            raise RecipeError(f"{path}: not a training file, or damaged; `prepare` makes one")
        try:
            with np.load(path) as arrays:
                self._arrays = {name: arrays[name] for name in arrays.files}
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
            raise RecipeError(f"{path}: damaged; make it again with `prepare`: {error}") from error
        if missing := [name for name in _NAMES if name not in self._arrays]:
            raise RecipeError(f"{path}: not a training file, has no {', '.join(missing[:3])}; `prepare` makes one")
        self.path = path
        self.group, self.only, self.share = (self._arrays[name] for name in ("group", "only", "share"))

    def __len__(self) -> int:
        return len(self.group)

    def check(self, pieces: Pieces) -> None:
        """Raise RecipeError where the ids are none of this vocabulary."""
        highest = max(int(self._arrays[name].max(initial=0)) for name in _TEXTS)
        if highest >= pieces.pad:
            raise RecipeError(f"{self.path}: made with another vocabulary: it has piece {highest:,} of {pieces.pad:,}")

    def lengths(self, name: str) -> Ints:
        """Pieces of each pair's text on one side."""
        return np.asarray(np.diff(self._arrays[f"{name}_at"]), dtype=np.int64)

    def lengths_of(self, name: str, pairs: Ints) -> Ints:
        """Pieces of some pairs' texts on one side."""
        at = self._arrays[f"{name}_at"]
        return np.asarray(at[pairs + 1] - at[pairs], dtype=np.int64)

    def _row(self, name: str, n: int) -> NDArray[np.generic]:
        at = self._arrays[f"{name}_at"]
        row: NDArray[np.generic] = self._arrays[name][at[n] : at[n + 1]]
        return row

    def example(self, n: int, *, into_russian: bool, pieces: Pieces) -> Example:
        """One pair in one direction."""
        into, back = ("ru", "en") if into_russian else ("en", "ru")
        source = [pieces.tag(into), *self._row(f"{back}_source", n).tolist(), 0]
        links = self._row(f"links_{into}", n).reshape(-1, 3) + np.array([0, 1, 1], dtype=np.uint8)
        return Example(source, [*self._row(into, n).tolist(), 0], into_russian, links.astype(np.uint8))

    def rows(self, name: str, pairs: Ints, *, first: int | None, width: int, pad: int) -> Ints:
        """Texts of one side, each behind `first` if there is one, its end behind it, padded. *Shape:* (pairs, width)."""
        at, head = self._arrays[f"{name}_at"], int(first is not None)
        lengths = (at[pairs + 1] - at[pairs])[:, None]
        place = np.arange(width)[None] - head
        index = np.clip(at[pairs][:, None] + place, 0, len(self._arrays[name]) - 1)
        table = np.where(place < lengths, self._arrays[name][index], np.where(place == lengths, 0, pad)).astype(np.int64)
        if first is not None:
            table[:, 0] = first
        return table

    def tables(self, batch: "Batch", pieces: Pieces) -> tuple[Ints, Ints]:
        """Sources and targets of a batch, as `example` gives each. *Shape:* (pairs, longest), twice."""
        made: list[Ints] = []
        for part in ("source", "target"):
            names = {into: f"{back}_source" if part == "source" else into for into, back in (("ru", "en"), ("en", "ru"))}
            lengths = np.where(batch.into_russian, *(self.lengths_of(names[into], batch.pairs) for into in ("ru", "en")))
            width = int(lengths.max()) + (2 if part == "source" else 1)
            table = np.empty((len(batch.pairs), width), dtype=np.int64)
            for into, where in (("ru", batch.into_russian), ("en", ~batch.into_russian)):
                first = pieces.tag(into) if part == "source" else None
                table[where] = self.rows(names[into], batch.pairs[where], first=first, width=width, pad=pieces.pad)
            made.append(table)
        return made[0], made[1]

    def links(self, batch: "Batch", pieces: Pieces) -> Ints:
        """The links of a batch. *Shape:* (links, 4): place in the batch, then as `Example.links` has them."""
        examples = (
            self.example(int(n), into_russian=bool(russian), pieces=pieces)
            for n, russian in zip(batch.pairs, batch.into_russian, strict=True)
        )
        return np.concatenate([np.insert(one.links.astype(np.int64), 0, n, axis=1) for n, one in enumerate(examples)])

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
    into_en, into_ru = into_en[data.only[into_en] != INTO_RUSSIAN], into_ru[data.only[into_ru] != INTO_ENGLISH]
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
