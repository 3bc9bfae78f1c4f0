"""Source words a second: the whole road against the bare engine on the same segments, and against transformers.

    python benchmarks/throughput.py [--words 20000] [--beam 4] [--threads 0] [--transformers]

They are timed in turn in one process, several times; ratios are taken run by run. The bare engine gets the segments as
they stand, in one call, with the same batching and beam; the road reads, splits, routes, protects, asks, checks, asks again and
writes JSONL. Medians of wall time; words are source words of segments that are translated.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from corpus import paragraphs, sentences

from polyglot_news import Direction, EngineOptions, Options, Pipeline
from polyglot_news.formats.jsonl import write
from polyglot_news.mt.engine import Decoding, Request
from polyglot_news.mt.loading import load_engine
from polyglot_news.reading import read_document

CHECKPOINT = Path(__file__).parent.parent / "models" / "starter"


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=20_000)
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--text", type=Path, help="a Markdown file of your own")
    parser.add_argument("--transformers", action="store_true", help="compare with transformers too (needs torch)")
    options = parser.parse_args()
    data = options.text.read_bytes() if options.text else paragraphs(options.words).encode()
    print(f"{'what':44} {'words/s':>8} {'wall, s':>8} {'cpu, s':>8}")
    for batching in ("equal", "mixed"):
        measure(data, options, batching)
    if options.transformers:
        measure_transformers(options)


def measure(data: bytes, options: argparse.Namespace, batching: str) -> None:
    engine_options = EngineOptions(threads=options.threads, batching=batching)
    engine = load_engine(engine_options)
    named, plain = (Pipeline(Options(beam=options.beam, engine=engine_options, names=names)) for names in (True, False))

    def road(pipeline: Pipeline) -> str:
        return write(pipeline.translate_document(read_document(data, name="bench.md")))

    result = plain.translate_document(read_document(data, name="bench.md"))
    units = [u for u in result.units if u.origin == "model"]
    words = sum(len(u.source.split()) for u in units)
    decoding = Decoding(beam=options.beam)
    requests = [Request(u.source, Direction(u.source_lang, u.target_lang or ""), decoding) for u in units]
    actions = (lambda: list(engine.translate(requests)), lambda: road(plain), lambda: road(named))
    runs = [[timed(action) for action in actions] for _ in range(options.runs)]
    for column, name in enumerate(("bare engine", "the road, --no-names", "the road")):
        wall, cpu = (statistics.median(run[column][kind] for run in runs) for kind in (0, 1))
        print(f"{f'{name}, {batching} batches, beam {options.beam}':44} {words / wall:8.0f} {wall:8.2f} {cpu:8.2f}")
        ratios = [statistics.median(run[0][kind] / run[column][kind] for run in runs) for kind in (0, 1)]
        print(f"{'    bare engine to it, run by run':44} {'':8} {ratios[0]:8.3f} {ratios[1]:8.3f}")
    asked = sum(any(s.startswith("asked") for s in t.steps) for t in result.translations)
    print(f"{f'segments asked for more than once, {batching}':44} {asked:8d} of {len(units)}")


def measure_transformers(options: argparse.Namespace) -> None:
    """transformers' own generation (float32, batches of 32, sorted) on the same sentences, one direction."""
    texts = sorted(sentences("ru-en"), key=len)
    words, direction = sum(len(text.split()) for text in texts), Direction("ru", "en")
    requests = [Request(text, direction, Decoding(beam=options.beam)) for text in texts]
    reference = load_engine(EngineOptions(engine="transformers", models=(str(CHECKPOINT),), batching="mixed"))
    ours = load_engine(EngineOptions(threads=options.threads))
    list(ours.translate(requests[:4]))
    list(reference.translate(requests[:4]))
    (theirs, _), (mine, _) = timed(lambda: list(reference.translate(requests))), timed(lambda: list(ours.translate(requests)))
    print(f"{'transformers, float32, mixed batches':44} {words / theirs:8.0f} {theirs:8.2f}")
    print(f"{'ctranslate2, int8, equal batches':44} {words / mine:8.0f} {mine:8.2f}")
    print(f"{'times faster':44} {theirs / mine:8.2f}")


if __name__ == "__main__":
    main()
