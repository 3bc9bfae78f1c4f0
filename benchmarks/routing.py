"""How well and how fast languages are told apart: `python benchmarks/routing.py [TABLE.tsv ...]`.

Each table has the columns text, language, size; without one, the cases of the tests are taken. Printed are the time it takes to
load the Russian lexicon and the detectors, the accuracy by language and by size, and the time a segment.
"""

import csv
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from polyglot_news.routing import witnesses
from polyglot_news.routing.identify import identify
from polyglot_news.routing.lexicon import is_russian
from polyglot_news.routing.route import route
from polyglot_news.routing.switches import split_languages

TABLE = Path(__file__).parent.parent / "tests" / "cases" / "routing.tsv"
SIZES = ("word", "phrase", "sentence", "other")


def read(path: Path) -> list[tuple[str, str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["text"], row["language"], row["size"]) for row in rows]


def lexicon_seconds() -> float:
    start = time.process_time()
    is_russian("слово")
    return time.process_time() - start


def detectors_seconds() -> float:
    start = time.process_time()
    for script in ("Cyrl", "Latn"):
        witnesses.langid_says("abc", script)
        witnesses.langdetect_says("abc", script)
    return time.process_time() - start


def accuracy(cases: list[tuple[str, str, str]]) -> None:
    asked: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for text, language, size in cases:
        asked[language, size] += 1
        right[language, size] += identify(text).language == language
    print("language  " + "".join(f"{size:>16}" for size in SIZES))
    for language in sorted({language for language, _ in asked}):
        cells = ((right[language, size], asked[language, size]) for size in SIZES)
        print(f"{language:10}" + "".join(f"{f'{r}/{n} {r / n:.1%}' if n else '':>16}" for r, n in cells))
    for size in SIZES:
        total = sum(count for (_, kind), count in asked.items() if kind == size)
        if total:
            print(f"{size:10} {sum(count for (_, kind), count in right.items() if kind == size) / total:.2%} of {total}")


def speed(cases: list[tuple[str, str, str]]) -> None:
    texts = [text for text, _, _ in cases]
    jobs: dict[str, Callable[[], object]] = {
        "identify": lambda: [identify(text) for text in texts],
        "route": lambda: route([texts]),
        "split_languages": lambda: [split_languages(text) for text in texts],
    }
    for name, job in jobs.items():
        start = time.perf_counter()
        job()
        print(f"{name:16} {1000 * (time.perf_counter() - start) / len(texts):.3f} ms a segment")


def main() -> None:
    cases = [case for path in (list(map(Path, sys.argv[1:])) or [TABLE]) for case in read(path)]
    print(f"Russian lexicon loaded in {lexicon_seconds():.2f} s, detectors in {detectors_seconds():.2f} s (CPU)")
    accuracy(cases)
    speed(cases)


if __name__ == "__main__":
    main()
