"""Lines parted by the length of their source, in words."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Length:
    """A range of lengths; both ends belong to it."""

    first: int
    last: int | None
    """None = no end."""

    def __str__(self) -> str:
        return f"over {self.first - 1}" if self.last is None else f"{self.first}-{self.last}"


LENGTHS = (Length(1, 5), Length(6, 10), Length(11, 20), Length(21, 40), Length(41, None))


def count_words(text: str) -> int:
    """What stands between blanks."""
    return len(text.split())


def part_by_length(sources: Sequence[str]) -> dict[Length, list[int]]:
    """The numbers of the lines of each length, in order; a length that no line has is there, too."""
    parted: dict[Length, list[int]] = {length: [] for length in LENGTHS}
    for number, source in enumerate(sources):
        parted[_length_of(count_words(source))].append(number)
    return parted


def _length_of(words: int) -> Length:
    return next(length for length in LENGTHS if length.last is None or words <= length.last)
