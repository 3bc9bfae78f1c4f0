"""chrF and BLEU of the bare engine on a test set, at several beams; and how well the flag `low_score` finds the worst lines.

    python benchmarks/quality.py --source FILE --reference FILE --direction ru-en [--beam 1 2 4] [--lines 300]

One sentence a line; without files the gate's hundred sentences a direction.
"""

import argparse
import statistics
import time
from pathlib import Path

import sacrebleu
from corpus import CASES

from polyglot_news import Direction, EngineOptions
from polyglot_news.checks import LOW_SCORE
from polyglot_news.mt.engine import Decoding, Request
from polyglot_news.mt.loading import load_engine


def pairs(options: argparse.Namespace, direction: str) -> list[tuple[str, str]]:
    if options.source:
        source, reference = (Path(p).read_text(encoding="utf-8").splitlines() for p in (options.source, options.reference))
        return list(zip(source, reference, strict=True))[: options.lines]
    rows = (CASES / f"gate.{direction}.tsv").read_text(encoding="utf-8").splitlines()
    return [(row.split("\t")[0], row.split("\t")[1]) for row in rows]


def measure(direction: str, beam: int, options: argparse.Namespace) -> None:
    wanted = pairs(options, direction)
    engine, (source, target) = load_engine(EngineOptions(compute_type=options.compute_type)), direction.split("-")
    started = time.perf_counter()
    requests = [Request(text, Direction(source, target), Decoding(beam=beam)) for text, _ in wanted]
    made = list(engine.translate(requests))
    speed = sum(len(text.split()) for text, _ in wanted) / (time.perf_counter() - started)
    texts, references = [h.text for h in made], [reference for _, reference in wanted]
    chrf, bleu = sacrebleu.CHRF(), sacrebleu.BLEU()
    scores = chrf.corpus_score(texts, [references]).score, bleu.corpus_score(texts, [references]).score
    each = [chrf.sentence_score(text, [reference]).score for text, reference in zip(texts, references, strict=True)]
    worst = statistics.quantiles(each, n=4)[0]
    low = [(h.score or 0) < LOW_SCORE[target] for h in made]
    bad = sum(flag and score < worst for flag, score in zip(low, each, strict=True))
    shares = f"{sum(low) / len(low):8.1%} {bad / max(sum(low), 1):8.1%}"
    print(f"{direction} {beam:5d} {scores[0]:6.2f} {scores[1]:6.2f} {speed:8.0f} {shares}")
    if beam == max(options.beam):
        print(f"      {chrf.get_signature()} / {bleu.get_signature()}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source")
    parser.add_argument("--reference")
    parser.add_argument("--direction")
    parser.add_argument("--lines", type=int)
    parser.add_argument("--beam", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--compute-type", default="int8")
    options = parser.parse_args()
    print("dir    beam   chrF   BLEU  words/s  flagged  of them in the worst quarter")
    for direction in [options.direction] if options.direction else ["ru-en", "en-ru"]:
        for beam in options.beam:
            measure(direction, beam, options)


if __name__ == "__main__":
    main()
