"""Precision and recall of the recognition of names, by kind, on `tests/cases/names.tsv`; with --wrong, what is wrong.

python benchmarks/names.py [--wrong]
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.names_table import KINDS, score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="print what is wrong")
    options = parser.parse_args()
    counts, wrong = score()
    print(f"{'kind':14} {'expected':>8} {'recall':>8} {'precision':>10} {'English form and kind right':>28}")
    for kind in KINDS:
        expected, found = counts[kind, "expected"], counts[kind, "found"]
        recall, precision = counts[kind, "lemma"] / expected, counts[kind, "hit"] / max(found, 1)
        print(f"{kind:14} {expected:8d} {recall:8.3f} {precision:10.3f} {counts[kind, 'right'] / expected:28.3f}")
    if options.wrong:
        print("\n".join(wrong))


if __name__ == "__main__":
    main()
