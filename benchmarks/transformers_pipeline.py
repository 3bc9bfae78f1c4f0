"""Source words a second of transformers' own `pipeline("translation")`, float32, and of the engine here, on one checkpoint.

    python benchmarks/transformers_pipeline.py [--beam 4] [--batch 32] [--threads 2] [--ours]

transformers 5 has that pipeline no more, so it needs an environment of its own: `pip install 'transformers<5' torch
sentencepiece sacremoses`. With `--ours`, in the project's environment, the engine is timed on the same sentences: those of the
gate, Russian to English, sorted by length. The better of two runs counts.
"""

import argparse
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SENTENCES = ROOT / "tests" / "cases" / "gate.ru-en.tsv"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--ours", action="store_true")
    options = parser.parse_args()
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    texts = sorted((line.split("\t")[0] for line in lines), key=len)
    translate = time_ours if options.ours else time_pipeline
    seconds = min(translate(texts, options) for _ in range(2))
    words = sum(len(text.split()) for text in texts)
    print(f"{'the engine here, int8' if options.ours else 'pipeline, float32'}: {words / seconds:.0f} words/s")


def time_pipeline(texts: list[str], options: argparse.Namespace) -> float:
    import torch
    from transformers import pipeline

    torch.set_num_threads(options.threads)
    translate = pipeline("translation", model=str(ROOT / "models" / "starter"))
    began = time.perf_counter()
    translate([f">>eng<< {text}" for text in texts], num_beams=options.beam, batch_size=options.batch, max_length=512)
    return time.perf_counter() - began


def time_ours(texts: list[str], options: argparse.Namespace) -> float:
    from polyglot_news import Direction, EngineOptions
    from polyglot_news.mt.engine import Decoding, Request
    from polyglot_news.mt.loading import load_engine

    engine = load_engine(EngineOptions(threads=options.threads))
    requests = [Request(text, Direction("ru", "en"), Decoding(beam=options.beam)) for text in texts]
    list(engine.translate(requests[:2]))
    began = time.perf_counter()
    list(engine.translate(requests))
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
