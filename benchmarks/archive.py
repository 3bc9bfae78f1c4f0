"""`polyglot-news batch` over a made-up archive: speed against the bare engine, memory, repetitions, a run with nothing to do.

    python benchmarks/archive.py [--documents 2000] [--few 200] [--beam 4] [--processors 2] [--no-names] [--only-speed]
                                 [--folder FOLDER]

All runs use as many processors in all: one worker with two, or two workers with one each. The bare engine gets every segment
that a model translated once, as it stands, in one call, twice behind the runs; the better of both counts. Its share is its
time by that of the whole run, start, names, report and all, by the clock and by the processors (for a machine that has other
things to do). Peak memory is that of the driver and its workers together,
each page counted for every process that has it (RSS), sampled ten times a second.

Goals: share 0.9; peak memory at all documents within a tenth of that at few; nothing to do under two seconds.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from make_archive import make_archive

from polyglot_news import Direction, EngineOptions
from polyglot_news.memory.store import Memory
from polyglot_news.mt.engine import Decoding, Request
from polyglot_news.mt.loading import load_engine

COMMAND = (sys.executable, "-m", "polyglot_news", "batch")
EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Measured:
    """A run of the command."""

    out: Path
    seconds: float
    """Of wall time."""
    processor: float
    """Seconds of the driver and its workers."""
    peak: int
    """Bytes."""

    def rows(self) -> list[dict[str, Any]]:
        """Of the report."""
        return [json.loads(line) for line in (self.out / "report.jsonl").read_text(encoding="utf-8").splitlines()]

    def origins(self) -> dict[str, int]:
        """Segments by where their translation is from."""
        found: dict[str, int] = {}
        for row in self.rows():
            for origin, count in row["origins"].items():
                found[origin] = found.get(origin, 0) + count
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--few", type=int, default=200, help="documents of the small archive, for memory")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--processors", type=int, default=2)
    parser.add_argument("--no-names", action="store_true", help="without the ledger of names")
    parser.add_argument("--only-speed", action="store_true", help="neither memory nor repetitions nor a run with nothing to do")
    parser.add_argument("--folder", type=Path, help="work here, and leave everything behind")
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.bare:
        print(*time_engine(options.bare, options))
        return
    folder = options.folder or Path(tempfile.mkdtemp(prefix="polyglot-news-archive-"))
    try:
        measure(folder, options)
    finally:
        if options.folder is None:
            shutil.rmtree(folder)


def measure(folder: Path, options: argparse.Namespace) -> None:
    make_archive(folder / "many", options.documents)
    runs = {workers: run(folder, "many", f"out-{workers}", options, workers=workers) for workers in (1, options.processors)}
    requests, words = unique(runs[1], options.beam)
    bare = min(bare_engine(runs[1], options) for _ in range(2))
    show_speed(runs, bare, requests, words, options.documents)
    if options.only_speed:
        return
    make_archive(folder / "few", options.few)
    make_archive(folder / "next", options.few, seed=2)
    few = run(folder, "few", "out-few", options, workers=1)
    show_memory(few, runs, options)
    show_repetitions(folder, runs[1], options)
    idle = run(folder, "many", "out-1", options, workers=1)
    line("a run with nothing to do, s", f"{idle.seconds:.2f}", "under 2")


def run(folder: Path, source: str, out: str, options: argparse.Namespace, *, workers: int, memory: str = "") -> Measured:
    """One run of the command; what it says goes to a file beside."""
    threads = max(options.processors // workers, 1)
    arguments = [str(folder / source), str(folder / out), "--format", "jsonl", "--beam", str(options.beam)]
    arguments += ["--workers", str(workers), "--engine-threads", str(threads)]
    arguments += ["--memory", str(folder / memory)] if memory else []
    arguments += ["--no-names"] if options.no_names else []
    began = time.perf_counter()
    with (folder / f"{out}.log").open("wb") as log:
        process = subprocess.Popen([*COMMAND, *arguments], stderr=log)
        watch = Watch(process.pid)
        code = process.wait()
    seconds = time.perf_counter() - began
    watch.stop()
    if code:
        raise SystemExit(f"{' '.join(arguments)}: ended with {code}; see {log.name}")
    return Measured(folder / out, seconds, watch.processor, watch.peak)


class Watch:
    """Samples memory and processor time of a process and all that come of it."""

    def __init__(self, process: int) -> None:
        self.peak = 0
        self._spent: dict[int, float] = {}
        self._process, self._over = process, threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    @property
    def processor(self) -> float:
        """Seconds of all of them, as far as they were seen."""
        return sum(self._spent.values())

    def stop(self) -> None:
        """No more samples."""
        self._over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._over.wait(EVERY):
            found = family(self._process)
            self.peak = max(self.peak, sum(map(resident, found)))
            self._spent.update({one: max(spent(one), self._spent.get(one, 0.0)) for one in found})


def family(process: int) -> list[int]:
    """A process, its children, theirs, and so on."""
    found = [process]
    for one in found:
        with suppress(OSError):
            for path in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (path / "children").read_text().split())
    return found


def resident(process: int) -> int:
    """Bytes in memory."""
    with suppress(OSError):
        for entry in Path(f"/proc/{process}/status").read_text().splitlines():
            if entry.startswith("VmRSS:"):
                return int(entry.split()[1]) * 1024
    return 0


def spent(process: int) -> float:
    """Seconds of processor time."""
    with suppress(OSError):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def unique(made: Measured, beam: int) -> tuple[list[Request], int]:
    """Every segment that the model translated, once; and their words."""
    found: dict[tuple[str, str, str], None] = {}
    for path in sorted(made.out.rglob("*.jsonl")):
        if path.name != "report.jsonl" and ".polyglot-news" not in path.parts:
            for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
                if row["origin"] == "model":
                    found[row["source"], row["source_lang"], row["target_lang"]] = None
    requests = [Request(source, Direction(here, there), Decoding(beam=beam)) for source, here, there in found]
    return requests, sum(len(request.text.split()) for request in requests)


def bare_engine(made: Measured, options: argparse.Namespace) -> tuple[float, float]:
    """Wall and processor seconds that the engine needs for the unique segments; in a process of its own, as the workers are."""
    arguments = ("--bare", str(made.out), "--beam", str(options.beam), "--processors", str(options.processors))
    done = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, check=True, text=True)
    wall, processor = map(float, done.stdout.split())
    return wall, processor


def time_engine(out: Path, options: argparse.Namespace) -> tuple[float, float]:
    """The same in this process; the model is loaded before."""
    requests, _ = unique(Measured(out, 0, 0, 0), options.beam)
    engine = load_engine(EngineOptions(threads=options.processors))
    list(engine.translate(requests[:2]))
    wall, processor = time.perf_counter(), time.process_time()
    list(engine.translate(requests))
    return time.perf_counter() - wall, time.process_time() - processor


def show_speed(
    runs: dict[int, Measured], bare: tuple[float, float], requests: list[Request], words: int, documents: int
) -> None:
    all_words = sum(row["words"] for row in runs[1].rows())
    print(f"{documents} documents, {all_words} words; {len(requests)} unique segments with {words} words for the model\n")
    print(f"{'what':34} {'documents/s':>12} {'words/s':>8} {'wall, s':>8} {'share':>6} {'processor, s':>13} {'share':>6}")
    print(f"{'bare engine, unique segments once':34} {'':12} {words / bare[0]:8.0f} {bare[0]:8.1f} {'':6} {bare[1]:13.1f}")
    for workers, made in runs.items():
        name = f"batch, {workers} worker{'s' if workers > 1 else ''}, all words"
        speed = f"{documents / made.seconds:12.2f} {all_words / made.seconds:8.0f} {made.seconds:8.1f}"
        shares = f"{bare[0] / made.seconds:6.3f} {made.processor:13.1f} {bare[1] / made.processor:6.3f}"
        print(f"{name:34} {speed} {shares}", flush=True)
    print()


def show_memory(few: Measured, runs: dict[int, Measured], options: argparse.Namespace) -> None:
    print(f"{'what':58} {'found':>9}  goal")
    line(f"peak memory, {options.few} documents, 1 worker, MB", f"{few.peak / 1e6:.0f}")
    line(f"peak memory, {options.documents} documents, 1 worker, MB", f"{runs[1].peak / 1e6:.0f}")
    line("    the second by the first", f"{runs[1].peak / few.peak:.3f}", "at most 1.1")
    for workers in (workers for workers in runs if workers > 1):
        line(f"peak memory, {options.documents} documents, {workers} workers, MB", f"{runs[workers].peak / 1e6:.0f}")


def show_repetitions(folder: Path, made: Measured, options: argparse.Namespace) -> None:
    """What one run saves by its own repetitions, and what later ones save by a memory."""
    with Memory.open(made.out / ".polyglot-news" / "cache.sqlite", create=False) as cache:
        asked = sum(cache.stats().units.values())
    line("segments that were repetitions in the run", f"{1 - asked / made.origins()['model']:.1%}")
    first = run(folder, "few", "out-memory", options, workers=1, memory="news.memory")
    same = run(folder, "few", "out-same", options, workers=1, memory="news.memory")
    other = run(folder, "next", "out-next", options, workers=1, memory="news.memory")
    for name, later in (("the same archive", same), ("another archive", other)):
        origins = later.origins()
        recalled = origins.get("memory", 0) / max(origins.get("memory", 0) + origins.get("model", 0), 1)
        line(f"segments from the memory of {options.few} documents: {name}", f"{recalled:.1%}")
    line("    wall time of the same by the first", f"{same.seconds / first.seconds:.3f}")


def line(name: str, found: str, goal: str = "") -> None:
    print(f"{name:58} {found:>9}  {goal}".rstrip(), flush=True)


if __name__ == "__main__":
    main()
