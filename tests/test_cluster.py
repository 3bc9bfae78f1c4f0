"""Ray: the same results on two nodes as on one machine, whatever of the cluster is lost meanwhile."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from polyglot_news import EngineOptions, Options
from polyglot_news.archive import passes
from polyglot_news.archive.executors import GIVEN_UP, LocalExecutor
from polyglot_news.archive.jobs import Answer, DraftJob, DraftMade, Failed, Job, Raw, Settings
from polyglot_news.archive.outputs import NAMES
from polyglot_news.archive.places import Place
from polyglot_news.archive.request import Request
from polyglot_news.archive.run import MakeExecutor, run
from polyglot_news.archive.work import Worker
from polyglot_news.errors import EngineError, ModelNotFoundError, UsageError

from .conftest import SAMPLES

ray = pytest.importorskip("ray")

from ray.cluster_utils import Cluster  # noqa: E402

from polyglot_news.archive import cluster as archive_cluster  # noqa: E402
from polyglot_news.archive.cluster import ClusterExecutor, make_cluster  # noqa: E402

pytestmark = pytest.mark.cluster

STORE = 100_000_000
DOCUMENTS = 30
SETTINGS = Settings(Options(beam=1, engine=EngineOptions(threads=1)))
QUICK = Settings(Options(engine=EngineOptions(engine="identity", threads=1)))


class Quiet:
    """Tells nobody."""

    def stage(self, name: str, documents: int) -> None:
        pass

    def advance(self, documents: int, words: int) -> None:
        pass

    def note(self, message: str) -> None:
        pass


class Disturbing(Quiet):
    """Does something when the first translations have come."""

    def __init__(self, action: Callable[[], None]) -> None:
        self.action: Callable[[], None] | None = action
        self.is_on = False

    def stage(self, name: str, documents: int) -> None:
        self.is_on = name == "translating"

    def advance(self, documents: int, words: int) -> None:
        if self.is_on and self.action:
            action, self.action = self.action, None
            action()


@pytest.fixture(scope="module")
def nodes() -> Iterator[Any]:
    patch = pytest.MonkeyPatch()
    for name, value in (("RAY_DEDUP_LOGS", "0"), ("RAY_USAGE_STATS_ENABLED", "0"), ("HF_HUB_OFFLINE", "1")):
        patch.setenv(name, value)
    patch.delenv("RAY_ADDRESS", raising=False)
    size = {"num_cpus": 1, "object_store_memory": STORE}
    found = Cluster(initialize_head=True, head_node_args={**size, "include_dashboard": False})
    found.add_node(**size)
    yield found
    found.shutdown()
    patch.undo()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small documents, in two folders."""
    folder = tmp_path_factory.mktemp("archive") / "in"
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.md")) if path.name != "README.md"]
    blocks = [block for text in texts for block in text.split("\n\n") if len(block.split()) > 5]
    for number in range(DOCUMENTS):
        path = folder / ("one" if number % 2 else "two") / f"{number:02}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{blocks[number % len(blocks)]}\n\n{number} из {DOCUMENTS}.\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def expected(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process on this machine makes."""
    out = tmp_path_factory.mktemp("expected") / "out"
    summary = run(Request(str(archive), str(out), SETTINGS), _make_local, Quiet())
    assert (summary.counts.fresh, summary.counts.error) == (DOCUMENTS, 0)
    return _results(out)


@pytest.fixture
def _small_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enough jobs for two workers."""
    monkeypatch.setattr(passes, "DRAFTS_IN_A_JOB", 4)
    monkeypatch.setattr(passes, "SEGMENTS_IN_A_JOB", 8)


def _make_local(request: Request, memory: Path, before: int) -> LocalExecutor:
    return LocalExecutor(partial(Worker, request.settings), workers=request.workers)


def _results(out: Path) -> dict[str, bytes]:
    files = (path for path in out.rglob("*") if path.is_file() and ".polyglot-news" not in path.parts)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files if not path.name.startswith("report.")}


def _on(nodes: Any) -> MakeExecutor:
    return partial(make_cluster, address=nodes.address)


def _executor(settings: Settings, tmp_path: Path, address: str | None, *, workers: int = 1) -> ClusterExecutor:
    return ClusterExecutor(settings, tmp_path / "news.memory", 0, workers=workers, address=address)


def _draft_jobs(count: int, size: int) -> Iterator[Job]:
    for job in range(count):
        yield DraftJob(tuple(Raw(f"{job}-{number}.txt", "Он ушёл. Nobody knows why.".encode()) for number in range(size)))


def _answers(executor: ClusterExecutor, jobs: Iterator[Job]) -> dict[str, DraftMade | Failed]:
    try:
        found = {one.name: one for _, answers in executor.run(jobs) for one in answers}
    finally:
        executor.close()
    return {name: one for name, one in found.items() if isinstance(one, DraftMade | Failed)}


@pytest.mark.usefixtures("_small_jobs")
def test_two_nodes_write_what_one_process_writes(nodes: Any, archive: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    memory = tmp_path / "news.memory"
    request = Request(str(archive), str(tmp_path / "out"), SETTINGS, workers=2, memory=memory)
    summary = run(request, _on(nodes), Quiet())
    assert (summary.counts.fresh, summary.counts.error) == (DOCUMENTS, 0)
    assert _results(tmp_path / "out") == expected
    again = Request(str(archive), str(tmp_path / "again"), replace(SETTINGS, output_format="jsonl"), memory=memory)
    run(again, _on(nodes), Quiet())
    rows = [
        json.loads(line) for name, data in _results(tmp_path / "again").items() if name != NAMES for line in data.splitlines()
    ]
    assert {row["origin"] for row in rows if row.get("target")} == {"memory", "copy"}


@pytest.mark.usefixtures("_small_jobs")
def test_a_node_and_the_memory_may_be_lost(
    nodes: Any, archive: Path, expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[ClusterExecutor] = []
    replaced: list[object] = []
    original = ClusterExecutor._replace

    def make(request: Request, memory: Path, before: int) -> ClusterExecutor:
        made.append(ClusterExecutor(request.settings, memory, before, workers=2, address=nodes.address))
        return made[0]

    def lose() -> None:
        ray.kill(made[0]._keeper, no_restart=False)
        nodes.remove_node(next(iter(nodes.worker_nodes)), allow_graceful=False)

    def count(self: ClusterExecutor, hand: Any) -> None:
        replaced.append(hand)
        original(self, hand)

    monkeypatch.setattr(ClusterExecutor, "_replace", count)
    summary = run(Request(str(archive), str(tmp_path / "out"), SETTINGS, workers=2), make, Disturbing(lose))
    nodes.add_node(num_cpus=1, object_store_memory=STORE)
    assert replaced
    assert (summary.counts.fresh, summary.counts.error) == (DOCUMENTS, 0)
    assert _results(tmp_path / "out") == expected


@pytest.mark.usefixtures("_small_jobs")
def test_s3_to_s3(
    nodes: Any, archive: Path, expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("s3fs")
    moto = pytest.importorskip("moto.server")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "testing")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        _remote("s3://news", nodes, archive, expected, tmp_path)
    finally:
        server.stop()


def test_memory_to_memory(nodes: Any, archive: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    _remote("memory://news", nodes, archive, expected, tmp_path)


def _remote(address: str, nodes: Any, archive: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    """A run from there to there makes the bytes of a local one, and the next one does nothing."""
    from fsspec.core import url_to_fs

    system, path = url_to_fs(address)
    system.mkdir(path)
    system.put(str(archive), f"{path}/in", recursive=True)
    request = Request(f"{address}/in", f"{address}/out", SETTINGS, state=tmp_path / "state", workers=1)
    first, second = (run(request, _on(nodes), Quiet()) for _ in range(2))
    assert (first.counts.fresh, first.counts.error) == (DOCUMENTS, 0)
    assert (second.counts.fresh, second.counts.done) == (0, DOCUMENTS)
    out = Place.of(f"{address}/out")
    assert {name: out.read(name) for name in expected} == expected


class Deadly(archive_cluster._Actor):
    def do(self, job: Job) -> Answer:
        if any(document.name == "1-2.txt" for document in job.documents):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().do(job)


def test_a_document_at_which_workers_die_is_given_up(nodes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_cluster, "_Actor", Deadly)
    answers = _answers(_executor(QUICK, tmp_path, nodes.address, workers=2), _draft_jobs(4, 3))
    failed = {name: one.message for name, one in answers.items() if isinstance(one, Failed)}
    assert len(answers) == 12
    assert failed == {"1-2.txt": GIVEN_UP.message}


def test_an_error_of_a_worker_comes_as_itself(nodes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_cluster, "_depends", lambda settings: "")
    settings = Settings(Options(engine=EngineOptions(models=("no-such-model",), threads=1)))
    with pytest.raises(ModelNotFoundError) as caught:
        _answers(_executor(settings, tmp_path, nodes.address), _draft_jobs(1, 1))
    assert type(caught.value) is ModelNotFoundError
    assert len(str(caught.value).splitlines()) == 1


def test_another_version_on_a_node_stops_the_run(nodes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_cluster, "_depends", lambda settings: "0.0.0 starter")
    with pytest.raises(EngineError, match=r"another version or model than this machine: .*, here 0\.0\.0 starter"):
        _answers(_executor(QUICK, tmp_path, nodes.address), _draft_jobs(1, 1))


def test_no_room_is_told(nodes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_cluster, "PATIENCE", 1.0)
    large = Settings(Options(engine=EngineOptions(engine="identity", threads=64)))
    with pytest.raises(EngineError, match=r"no room for a worker of 64 processors .*its largest machine has 1\)"):
        _answers(_executor(large, tmp_path, nodes.address), _draft_jobs(1, 1))


def test_a_cluster_of_its_own_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")  # else Ray makes a token for later, and sets this for good
    executor = _executor(QUICK, tmp_path, "local", workers=2)
    answers: list[str] = []
    for _, made in executor.run(_draft_jobs(3, 2)):
        answers += [one.name for one in made if isinstance(one, DraftMade)]
        host, _, port = ray.get_runtime_context().gcs_address.rpartition(":")
    executor.close()
    assert len(answers) == 6
    assert not ray.is_initialized()
    with pytest.raises(OSError), socket.create_connection((host, int(port)), 5):
        pass


def test_without_jobs_no_cluster_is_asked(tmp_path: Path) -> None:
    assert _answers(_executor(QUICK, tmp_path, "127.0.0.1:1"), iter(())) == {}


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nonsense", "ray://127.0.0.1:10001"])
def test_an_address_without_a_cluster_is_one_line(address: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=address) as caught:
        _answers(_executor(QUICK, tmp_path, address), _draft_jobs(1, 1))
    assert len(str(caught.value).splitlines()) == 1


def test_a_cluster_that_is_gone_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_cluster, "canonicalize_bootstrap_address", lambda address: "127.0.0.1:1")
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    assert archive_cluster._find(None) is None
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:1")
    with pytest.raises(UsageError, match=r"127\.0\.0\.1:1: no Ray cluster answers"):
        archive_cluster._find(None)


def test_settings_mean_the_same_on_another_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    engine = EngineOptions(models=("mine", "starter", "org/name"), device="cuda:1")
    sent = archive_cluster._as_elsewhere(Settings(Options(engine=engine))).options.engine
    assert sent == EngineOptions(models=(str(tmp_path / "mine"), "starter", "org/name"), device="cuda", threads=1)


def test_missing_ray_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "polyglot_news.archive.cluster")
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError, match=r"pip install 'polyglot-news\[ray\]'"):
        __import__("polyglot_news.archive.cluster")


def _batch(nodes: Any, *arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "polyglot_news", "batch", "--executor", "ray", "--address", nodes.address]
    return subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True, timeout=100)


def test_the_command(nodes: Any, archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = _batch(nodes, archive, out, "--engine", "identity", "--to", "ru", "--engine-threads", 1, "--workers", 2)
    assert done.returncode == 0, done.stderr
    assert all(line.startswith("polyglot-news: ") for line in done.stderr.splitlines())
    assert len(_results(out)) == DOCUMENTS + 1
    wrong = _batch(nodes, archive, tmp_path / "other", "--model", "no-such-model")
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (2, 1)
    assert "no-such-model" in wrong.stderr
