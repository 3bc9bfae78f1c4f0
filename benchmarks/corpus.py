"""Text to measure with: as many different sentences as are asked for, put together from the halves of those of the gate."""

import random
from collections.abc import Iterator
from pathlib import Path

CASES = Path(__file__).parent.parent / "tests" / "cases"


def sentences(direction: str) -> list[str]:
    """The gate's sources in one direction."""
    lines = (CASES / f"gate.{direction}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[0] for line in lines]


def paragraphs(words: int, seed: int = 1) -> str:
    """About so many words in paragraphs of four sentences, Russian and English in turn, no sentence twice."""
    rng, parts, count = random.Random(seed), list[str](), 0
    streams = [_endless(sentences(direction), rng) for direction in ("ru-en", "en-ru")]
    while count < words:
        paragraph = " ".join(next(streams[len(parts) % 2]) for _ in range(4))
        parts.append(paragraph)
        count += len(paragraph.split())
    return "\n\n".join(parts) + "\n"


def _endless(known: list[str], rng: random.Random) -> Iterator[str]:
    yield from rng.sample(known, len(known))
    seen = set[tuple[int, int]]()
    while len(seen) < len(known) * (len(known) - 1):
        first, second = rng.sample(range(len(known)), 2)
        if (first, second) not in seen:
            seen.add((first, second))
            begin, end = known[first].split(), known[second].split()
            yield " ".join(begin[: len(begin) // 2] + end[len(end) // 2 :])
