"""Which pairs are no use, or must not be learned from.

Each filter is a pure function from a pair to a verdict and has a name; a pair goes at the first filter that objects, and the
report counts under that name. Two filters look at more than the pair: `held-out` knows the texts to be tested on, `duplicate`
those that have passed.

Numbers are compared as the package compares them in translations: by value, whatever the separators, with those told in words
("three", «трое»), magnitudes, clock times and months taken into account. What then differs is more often a wrong pair than a
free translation.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from polyglot_news.text.figures.numbers import numbers_agree
from polyglot_news.text.scripts import count_cyrillic, count_latin, count_other
from recipe.pairs import Pair

Filter = Callable[[Pair], bool]
"""True where the pair is to go."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffd\u200e\u200f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]")
_MARKER = re.compile(r"<x\d>|>>\w+<<")
_NOT_RUSSIAN = re.compile(r"[іїєґўјљњћђџәғқңөұүһ]", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+|@\w+")
_LETTERS = re.compile(r"[^\W\d_]")
_FEW, _SHORT, _LONG = 2, 1, 600  # letters, letters, characters
_RATIO = 2.6  # of lengths
_LENIENT = 40  # characters: short texts differ by more («ЕС», "European Union"; entries of dictionaries)


def has_control_characters(pair: Pair) -> bool:
    """Control characters, marks of direction, private use, what was no UTF-8, or a marker of the training itself."""
    return any(_CONTROL.search(side) or _MARKER.search(side) for side in (pair.ru, pair.en))


def is_empty(pair: Pair) -> bool:
    """No letter on a side."""
    return any(len(_LETTERS.findall(side)) < _SHORT for side in (pair.ru, pair.en))


def is_too_long(pair: Pair) -> bool:
    """Longer than a window of 110 pieces can be."""
    return max(len(pair.ru), len(pair.en)) > _LONG


def is_copy(pair: Pair) -> bool:
    """Both sides the same but for case and punctuation."""
    return normalise(pair.ru) == normalise(pair.en)


def is_wrong_script(pair: Pair) -> bool:
    """A Russian side that is mostly not Cyrillic or has letters of other languages, an English side that is not Latin.

    Addresses and handles don't count.
    """
    russian = _ADDRESS.sub("", pair.ru)
    cyrillic, latin = count_cyrillic(russian), count_latin(russian)
    if cyrillic < _FEW or latin > cyrillic or _NOT_RUSSIAN.search(pair.ru):
        return True
    cyrillic, latin = count_cyrillic(pair.en), count_latin(pair.en)
    return cyrillic > 0 or latin < _FEW or max(map(count_other, (pair.ru, pair.en))) > 0


def is_out_of_proportion(pair: Pair) -> bool:
    """One side much longer than the other."""
    short, long = sorted((len(pair.ru), len(pair.en)))
    return long > _LENIENT and long > _RATIO * short


def has_other_numbers(pair: Pair) -> bool:
    """The sides tell different numbers."""
    return not numbers_agree(pair.ru, pair.en)


FILTERS: dict[str, Filter] = {
    "control characters": has_control_characters,
    "no letters": is_empty,
    "too long": is_too_long,
    "copy": is_copy,
    "script": is_wrong_script,
    "length ratio": is_out_of_proportion,
    "numbers": has_other_numbers,
}
"""The filters that look at one pair alone, in the order in which they are asked; the cheap ones first."""


def normalise(text: str) -> str:
    """The letters and digits of a text alone, in small letters, «ё» as «е»: two texts with the same are one sentence."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return re.sub(r"[\W_]+", "", plain)


def fingerprint(text: str) -> bytes:
    """Eight bytes that stand for the normalised text."""
    return hashlib.blake2b(normalise(text).encode(), digest_size=8).digest()


class HeldOut:
    """Sentences that must not be trained on, by their fingerprints; in whichever language they are."""

    def __init__(self, sentences: Iterable[str]) -> None:
        """Sentences without letters and digits hold nothing out."""
        self._known = frozenset(fingerprint(text) for text in sentences if normalise(text))

    def __len__(self) -> int:
        return len(self._known)

    def __call__(self, pair: Pair) -> bool:
        """Whether a side of a pair is one of them."""
        return bool(self._known) and any(fingerprint(side) in self._known for side in (pair.ru, pair.en))


@dataclass(slots=True)
class Report:
    """What cleaning did."""

    read: int = 0
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    """By the filter that objected first."""

    def table(self) -> str:
        """Rows of the report, aligned."""
        rows: Sequence[tuple[str, int]] = [("read", self.read), *self.dropped.most_common(), ("kept", self.kept)]
        return "\n".join(f"{name:20}{count:>10,}{count / max(self.read, 1):>8.1%}" for name, count in rows)


def clean(
    pairs: Iterable[Pair], *, held_out: HeldOut, report: Report, filters: Sequence[str] = tuple(FILTERS)
) -> Iterator[Pair]:
    """The pairs to which no filter objects, each once; `report` is counted up as they are taken."""
    seen: set[bytes] = set()
    for pair in pairs:
        report.read += 1
        both = fingerprint(f"{normalise(pair.ru)}\t{normalise(pair.en)}")
        if reason := _objection(pair, held_out, filters):
            report.dropped[reason] += 1
        elif both in seen:
            report.dropped["duplicate"] += 1
        else:
            seen.add(both)
            report.kept += 1
            yield pair


def _objection(pair: Pair, held_out: HeldOut, filters: Sequence[str]) -> str | None:
    if held_out(pair):
        return "held out"
    return next((name for name in filters if FILTERS[name](pair)), None)
