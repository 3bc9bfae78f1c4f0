"""What Ray costs on one machine, what a second node brings, and what is to be expected of many.

    python benchmarks/cluster.py [--documents 60] [--words 300] [--beam 4] [--nodes 100]

Nodes are of one processor each, on this machine; where it has but two, the driver and the memory take from them, and the second
node brings less than it would elsewhere. Words a second are those of the second pass from its first answer on, so without the
loading of models; the memory is new each time, and no document like another.

Processor seconds are those of the processes over the whole run, and hardly depend on what else the machine does; what of them a
document costs comes from the difference between an archive and a quarter of it. Bytes moved are those of jobs and answers as
pickles; the questions to the memory, of the order of the texts, are not among them.
"""

import argparse
import os
import pickle
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from corpus import paragraphs
from ray.cluster_utils import Cluster

from polyglot_news import EngineOptions, Options
from polyglot_news.archive import passes
from polyglot_news.archive.cluster import make_cluster
from polyglot_news.archive.executors import Executor, LocalExecutor
from polyglot_news.archive.jobs import Answer, Job, Settings
from polyglot_news.archive.request import Request
from polyglot_news.archive.run import MakeExecutor, run
from polyglot_news.archive.work import Worker
from polyglot_news.memory.view import open_run_memory

STORE = 100_000_000
KEEPER, ACTOR = "ray::_Keeper", "ray::_Actor"


@dataclass(slots=True)
class _Measured:
    """What one run took."""

    documents: int = 0
    words: int = 0
    began: float = 0.0
    """When its second pass did."""
    seconds: float = 0.0
    driver: float = 0.0
    """Processor seconds of the driver's process."""
    memory: float = 0.0
    """Of the memory's, where it has one of its own."""
    workers: float = 0.0
    """Of the workers'."""
    moved: int = 0
    """Bytes of jobs and answers, in both passes."""
    first: float = 0.0
    """Seconds of the second pass to the first answer."""
    first_words: int = 0
    last: float = 0.0

    @property
    def speed(self) -> float:
        """Words a second, from the first answer on: without the loading of models."""
        return (self.words - self.first_words) / max(self.last - self.first, 1e-9)

    def stage(self, name: str, documents: int) -> None:
        self.began = time.perf_counter()
        self.documents = self.words = self.first_words = 0
        self.first = 0.0

    def advance(self, documents: int, words: int) -> None:
        self.documents += documents
        self.words += words
        self.last = time.perf_counter() - self.began
        if not self.first and words:
            self.first, self.first_words = self.last, words

    def note(self, message: str) -> None:
        print(message)


@dataclass(slots=True)
class _Weighing:
    """An executor whose jobs and answers are weighed."""

    executor: Executor
    measured: _Measured

    def run(self, jobs: Iterator[Job]) -> Iterator[tuple[Job, Answer]]:
        for job, answers in self.executor.run(jobs):
            self.measured.moved += len(pickle.dumps(job)) + len(pickle.dumps(answers))
            yield job, answers

    def close(self) -> None:
        self.measured.memory = processor_seconds(KEEPER)
        self.measured.workers = processor_seconds(ACTOR) or processor_seconds("", parent=os.getpid())
        self.executor.close()


def processor_seconds(title: str, *, parent: int | None = None) -> float:
    """Of the processes on this machine whose command begins so; of one parent's only, if given."""
    total = 0.0
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and (folder / "cmdline").read_bytes().startswith(title.encode()):
                numbers = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                if parent is None or int(numbers[1]) == parent:
                    total += (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")
        except OSError:  # it has ended
            continue
    return total


def make_local(request: Request, memory: Path, before: int) -> Executor:
    return LocalExecutor(_Local(request.settings, memory, before), workers=request.workers)


@dataclass(frozen=True, slots=True)
class _Local:
    """Makes the worker in its process."""

    settings: Settings
    memory: Path
    before: int

    def __call__(self) -> Worker:
        return Worker(self.settings, partial(open_run_memory, self.memory, self.before))


def measure(source: Path, settings: Settings, make: MakeExecutor, *, workers: int) -> _Measured:
    measured = _Measured()
    with tempfile.TemporaryDirectory() as folder:
        request = Request(str(source), f"{folder}/out", settings, workers=workers)
        before, wall = time.process_time(), time.perf_counter()
        summary = run(request, lambda *given: _Weighing(make(*given), measured), measured)
        measured.driver = time.process_time() - before
        measured.seconds = time.perf_counter() - wall
        assert summary.counts.error == 0, summary.failures
    return measured


@contextmanager
def nodes(count: int) -> Iterator[MakeExecutor]:
    size: dict[str, Any] = {"num_cpus": 1, "object_store_memory": STORE}
    cluster = Cluster(initialize_head=True, head_node_args={**size, "include_dashboard": False})
    try:
        for _ in range(count - 1):
            cluster.add_node(**size)
        yield partial(make_cluster, address=cluster.address)
    finally:
        cluster.shutdown()


def write_archive(folder: Path, documents: int, words: int) -> None:
    folder.mkdir()
    blocks = paragraphs(documents * words).split("\n\n")
    each = max(len(blocks) // documents, 1)
    for number in range(documents):
        text = "\n\n".join(blocks[number * each : (number + 1) * each])
        (folder / f"{number:05}.md").write_text(f"{text}\n", encoding="utf-8")


def row(name: str, measured: _Measured, base: float) -> None:
    print(
        f"{name:30} {measured.speed:8.0f} {measured.speed / base:6.2f} {measured.first:8.1f} {measured.seconds:8.1f}"
        f" {measured.driver:9.2f} {measured.memory:9.2f} {measured.workers:10.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--words", type=int, default=300)
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--nodes", type=int, default=100)
    parser.add_argument("--segments", type=int, default=96, help="segments in a job; fewer than usual, for a small archive")
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"  # for the local workers, as Ray does it for its own
    passes.SEGMENTS_IN_A_JOB, passes.DRAFTS_IN_A_JOB = options.segments, 8
    settings = Settings(Options(beam=options.beam, engine=EngineOptions(threads=1)))
    with tempfile.TemporaryDirectory() as folder:
        source, quarter = Path(folder) / "all", Path(folder) / "quarter"
        write_archive(source, options.documents, options.words)
        write_archive(quarter, options.documents // 4, options.words)
        titles = ("words/s", "ratio", "first, s", "all, s", "driver, s", "memory, s", "workers, s")
        print(
            f"{'':30} {titles[0]:>8} {titles[1]:>6} {titles[2]:>8} {titles[3]:>8} {titles[4]:>9} {titles[5]:>9} {titles[6]:>10}"
        )
        little = measure(quarter, settings, make_local, workers=1)
        local = measure(source, settings, make_local, workers=1)
        row("local, 1 worker, a quarter", little, local.speed)
        row("local, 1 worker", local, local.speed)
        with nodes(1) as make:
            small = measure(quarter, settings, make, workers=1)
            one = measure(source, settings, make, workers=1)
        row("Ray, 1 node, a quarter", small, local.speed)
        row("Ray, 1 node of 1 processor", one, local.speed)
        with nodes(2) as make:
            two = measure(source, settings, make, workers=2)
        row("Ray, 2 nodes of 1 processor", two, local.speed)
    cost = (one.workers - small.workers) / (local.workers - little.workers)
    print(f"\nmeasured: a worker under Ray needs {cost:.2f} times the processor seconds of a local one")
    foresee(small, one, options.nodes)


def foresee(small: _Measured, one: _Measured, count: int) -> None:
    """What a large cluster would do, from what was measured of one node."""
    documents = one.documents - small.documents
    driver, memory, moved = (
        max(large - little, 1e-6) / documents
        for large, little in ((one.driver, small.driver), (one.memory, small.memory), (one.moved, small.moved))
    )
    words = one.words / one.documents
    print(f"measured, a document of {words:.0f} words:")
    print(f"    processor: the driver {driver * 1000:.1f} ms, the memory {memory * 1000:.1f} ms; moved: {moved / 1000:.0f} kB")
    limits = {f"{count} nodes": count * one.speed / words, "driver": 1 / driver, "memory": 1 / memory}
    print(f"computed for {count} nodes like this one, if nothing else becomes narrow:")
    for name, limit in limits.items():
        print(f"    {name:10} could do {limit:8,.1f} documents/s, {limit * words:10,.0f} words/s")
    rate, narrow = min((limit, name) for name, limit in limits.items())
    print(
        f"    so {rate * words:,.0f} words/s, {rate * moved / 1e6:.2f} MB/s through the driver; what sets the limit: {narrow}"
    )
    most = min(limits["driver"], limits["memory"]) * words / one.speed
    print(f"    the driver or the memory would set it from {most:,.0f} nodes on")


if __name__ == "__main__":
    main()
