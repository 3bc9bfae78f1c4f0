"""Jobs spread over the machines of a Ray cluster, with a worker and its model in each of so many Ray actors.

This package, in the same version, and the model must be on every machine of the cluster; nothing is sent there but jobs, and
nothing comes back but answers. A model that is named by a folder is looked for under the same absolute path. The environment
is that of each machine (`POLYGLOT_NEWS_HOME`, `HF_HOME`): no `runtime_env` is made. The driver's machine must be one of the
cluster (`ray start --address=HEAD:6379`), for the translation memory stays there: one actor holds it and answers the workers.

An actor that is lost, by itself or with its machine, is replaced as soon as the cluster has room, and its jobs are done again
as `executors.py` has it. An actor that finds another version or another model on its machine than the driver's stops the run:
its texts would differ.
"""

import contextlib
import os
import signal
import socket
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

from polyglot_news.archive.executors import IN_HAND, Attempt, Executor, after_death
from polyglot_news.archive.jobs import Answer, Job, Settings
from polyglot_news.archive.places import one_line
from polyglot_news.archive.request import Request
from polyglot_news.archive.work import Worker
from polyglot_news.errors import EngineError, PolyglotNewsError, UsageError
from polyglot_news.memory.units import Hit, Query, Unit
from polyglot_news.memory.view import RunMemory, open_run_memory
from polyglot_news.mt.loading import BUNDLED, describe_engine
from polyglot_news.mt.models_store import stored_folder

try:
    import ray
    from ray import exceptions as told
    from ray._private.services import canonicalize_bootstrap_address  # `ray.init` waits minutes where nobody answers
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy
except ImportError as error:
    raise UsageError("--executor ray needs Ray; type: pip install 'polyglot-news[ray]'") from error

PATIENCE = 300.0
"""Seconds to wait for the first worker to be placed; a cluster that grows on demand needs minutes."""
_REACH = 10.0  # seconds for the head of the cluster to take a connection
_STARTS = 5  # times that all workers may die before any has begun
_STORE = 256_000_000  # bytes of shared memory for a cluster of our own: jobs and answers on their way
_LOST = (told.RayActorError, told.ObjectLostError, told.NodeDiedError, told.WorkerCrashedError, told.OutOfMemoryError)
_QUIET = {"log_to_driver": False, "logging_level": "ERROR"}


def make_cluster(request: Request, memory: Path, before: int, *, address: str | None) -> Executor:
    """An executor on the Ray cluster at `address` (HOST:PORT), else on the one that Ray finds, else on a new one here.

    Nothing is connected before there is a job; then UsageError is raised where no cluster can be reached.
    """
    return ClusterExecutor(request.settings, memory.absolute(), before, workers=request.workers, address=address)


class _Keeper:
    """An actor on the driver's machine: holds the memory."""

    def __init__(self, path: str, before: int) -> None:
        self._path, self._before = path, before
        self._memory: RunMemory | None = None

    def find(self, queries: Sequence[Query]) -> Sequence[Hit | None]:
        return self._open().find(queries)

    def add(self, units: Sequence[Unit]) -> None:
        self._open().add(units)

    def _open(self) -> RunMemory:
        """Not in `__init__`: what that raises reaches nobody as itself."""
        if self._memory is None:
            self._memory = open_run_memory(self._path, self._before)
        return self._memory


@dataclass(frozen=True, slots=True)
class _Asked:
    """The memory, as a worker elsewhere has it. A keeper that dies is restarted, and asked again: both questions may be."""

    keeper: Any

    def find(self, queries: Sequence[Query]) -> Sequence[Hit | None]:
        hits: Sequence[Hit | None] = _answer(self.keeper.find.remote(queries))
        return hits

    def add(self, units: Sequence[Unit]) -> None:
        _answer(self.keeper.add.remote(units))


class _Actor:
    """Somewhere in the cluster: does jobs."""

    def __init__(self, settings: Settings, keeper: Any) -> None:
        self._settings = settings
        self._worker = Worker(settings, partial(_Asked, keeper))

    def begin(self) -> tuple[str, str]:
        """The address of the machine, and what its answers depend on."""
        return ray.util.get_node_ip_address(), _depends(self._settings)

    def do(self, job: Job) -> Answer:
        return self._worker.do(job)


@dataclass(slots=True)
class _Hand:
    """An actor, as the driver sees it."""

    actor: Any
    begun: Any
    """The answer to `begin`, on its way; None once it is here."""
    in_hand: dict[Any, Attempt] = field(default_factory=dict)

    def awaited(self) -> list[Any]:
        """All that is on its way."""
        return [*self.in_hand] if self.begun is None else [self.begun]


class ClusterExecutor:
    """Workers in actors of a Ray cluster."""

    def __init__(self, settings: Settings, memory: Path, before: int, *, workers: int, address: str | None) -> None:
        self._settings = _as_elsewhere(settings)
        self._memory, self._before = memory, before
        self._workers, self._address = workers, address
        self._processors = self._settings.options.engine.threads
        self._hands: list[_Hand] = []
        self._make_actor: Any = None
        self._keeper: Any = None
        self._connected = False
        self._depends = ""
        self._deaths = 0
        """Of actors that had not begun, since one last did."""

    def run(self, jobs: Iterator[Job]) -> Iterator[tuple[Job, Answer]]:
        """Each job with its answer, as they are done.

        Raises what a worker raises, UsageError where the cluster cannot be reached, EngineError where no worker can be placed.
        """
        waiting: deque[Attempt] = deque()
        while any(hand.in_hand for hand in self._hands) or _has_more(waiting, jobs):
            self._start()
            self._deal(waiting, jobs)
            self._wait()
            for hand in self._hands:
                self._look_whether_begun(hand)
                yield from self._collect(hand, waiting)

    def _start(self) -> None:
        """Connect, and have all actors made; once."""
        if self._hands:
            return
        self._connected = _connect(self._address, processors=self._workers * self._processors)
        self._depends = _depends(self._settings)
        here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
        keeper = ray.remote(_Keeper).options(num_cpus=0, max_restarts=-1, max_task_retries=-1, scheduling_strategy=here)
        self._keeper = keeper.remote(str(self._memory), self._before)
        gpus = 1 if self._settings.options.engine.device == "cuda" else 0
        self._make_actor = ray.remote(_Actor).options(
            num_cpus=self._processors, num_gpus=gpus, scheduling_strategy="SPREAD", max_restarts=0
        ).remote  # fmt: skip
        self._hands = [self._hand() for _ in range(self._workers)]

    def _hand(self) -> _Hand:
        actor = self._make_actor(self._settings, self._keeper)
        return _Hand(actor, actor.begin.remote())

    def _deal(self, waiting: "deque[Attempt]", jobs: Iterator[Job]) -> None:
        """Give jobs to those who have fewest; an actor that is not placed yet would keep them from the others."""
        for full in range(1, IN_HAND + 1):
            for hand in self._hands:
                while hand.begun is None and len(hand.in_hand) < full and _has_more(waiting, jobs):
                    attempt = waiting.popleft()
                    hand.in_hand[hand.actor.do.remote(attempt.job)] = attempt

    def _wait(self) -> None:
        """Until something has come. Raises EngineError where there is no worker for too long."""
        awaited = [ref for hand in self._hands for ref in hand.awaited()]
        nobody = all(hand.begun is not None for hand in self._hands)
        done, _ = ray.wait(awaited, num_returns=1, timeout=PATIENCE if nobody else None)
        if not done:
            most = max((node["Resources"].get("CPU", 0) for node in ray.nodes() if node["Alive"]), default=0)
            raise EngineError(
                f"the Ray cluster had no room for a worker of {self._processors} processors for {PATIENCE:.0f} s"
                f" (its largest machine has {most:.0f}); wait until it is free, or lower --engine-threads"
            )

    def _look_whether_begun(self, hand: _Hand) -> None:
        if hand.begun is None or not _come([hand.begun]):
            return
        try:
            machine, depends = _answer(hand.begun)
        except _LOST as error:
            self._deaths += 1
            if getattr(error, "actor_init_failed", False) or self._deaths >= _STARTS * self._workers:
                raise EngineError(
                    f"a worker cannot start on the Ray cluster: {_last_line(error)}; is polyglot-news on all its machines?"
                ) from error
            self._replace(hand)
            return
        if depends != self._depends:
            raise EngineError(f"{machine}: has another version or model than this machine: {depends}, here {self._depends}")
        hand.begun, self._deaths = None, 0

    def _collect(self, hand: _Hand, waiting: "deque[Attempt]") -> Iterator[tuple[Job, Answer]]:
        """What has come from an actor, in the order in which it worked."""
        come = _come(list(hand.in_hand))
        for ref in [ref for ref in hand.in_hand if ref in come]:
            try:
                answer: Answer = _answer(ref)
            except _LOST:
                lost = list(hand.in_hand.values())
                self._replace(hand)
                yield from after_death(lost, waiting)
                return
            yield hand.in_hand.pop(ref).job, answer

    def _replace(self, hand: _Hand) -> None:
        with contextlib.suppress(Exception):  # it may be cut off only, and come back
            ray.kill(hand.actor)
        new = self._hand()
        hand.actor, hand.begun, hand.in_hand = new.actor, new.begun, {}

    def close(self) -> None:
        """Stop the workers; a cluster is shut down only where this executor started it."""
        with contextlib.suppress(Exception):  # whatever is wrong with the cluster by now, it must not hide what went wrong
            for actor in (*(hand.actor for hand in self._hands), self._keeper):
                if actor is not None:
                    ray.kill(actor)
        self._hands, self._keeper = [], None
        if self._connected:
            self._connected = False
            ray.shutdown()


def _has_more(waiting: "deque[Attempt]", jobs: Iterator[Job]) -> bool:
    """Whether there is something to do; takes one job to see it, so that no cluster is asked for nothing."""
    if not waiting:
        waiting.extend(Attempt(job) for job in [next(jobs, None)] if job is not None)
    return bool(waiting)


def _come(refs: list[Any]) -> set[Any]:
    return set(ray.wait(refs, num_returns=len(refs), timeout=0)[0]) if refs else set()


def _answer(ref: Any) -> Any:
    """What an actor answered. Raises what it raised as it was, _LOST where it is lost, EngineError for other faults of Ray."""
    try:
        return ray.get(ref)
    except told.RayTaskError as error:
        _raise_cause(error)
    except _LOST:
        raise
    except told.RayError as error:
        raise EngineError(f"the Ray cluster failed: {_last_line(error)}") from error


def _raise_cause(error: Any) -> NoReturn:
    """Errors of ours come without the traceback on the other machine; that of a fault of this program is needed."""
    if isinstance(error.cause, PolyglotNewsError):
        raise error.cause from None
    if isinstance(error.cause, told.RayError):
        raise EngineError(f"the Ray cluster failed: {_last_line(error.cause)}") from error
    raise error.cause from error


def _last_line(error: BaseException) -> str:
    """Ray tells the reason at the end of many lines."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__


def _depends(settings: Settings) -> str:
    """What answers depend on besides the settings, which are sent: the program and the model, as they are on this machine."""
    return f"{version('polyglot-news')} {describe_engine(settings.options.engine)}"


def _as_elsewhere(settings: Settings) -> Settings:
    """Settings that mean the same on another machine: Ray has other working folders, and deals processors and GPUs out."""
    engine = settings.options.engine
    device = "cuda" if engine.device.startswith("cuda") else engine.device
    engine = replace(engine, models=tuple(map(_absolute, engine.models)), device=device, threads=engine.threads or 1)
    return replace(settings, options=replace(settings.options, engine=engine))


def _absolute(model: str) -> str:
    folder = Path(model).expanduser()
    is_name = model == BUNDLED or stored_folder(model) is not None
    return model if is_name or not folder.is_dir() else str(folder.absolute())


def _connect(address: str | None, *, processors: int) -> bool:
    """Be a driver of a cluster; whether that is to be undone. Raises UsageError."""
    if ray.is_initialized():
        return False
    found = _find(address)
    with _own_signals():
        try:
            if found is not None:
                ray.init(found, **_QUIET)
            else:  # as many processors as are asked for, be there so many or not: that is how local workers have it
                most = max(processors, os.cpu_count() or 1)
                ray.init("local", num_cpus=most, object_store_memory=_STORE, include_dashboard=False, **_QUIET)
        except Exception as error:  # of many kinds
            if found is None:
                raise UsageError(f"no Ray cluster can be started on this machine: {one_line(error)}; see --address") from error
            raise UsageError(
                f"{found}: cannot join the Ray cluster: {one_line(error)}; is this machine one of it (ray start --address)?"
            ) from error
    return True


def _find(address: str | None) -> str | None:
    """HOST:PORT of the cluster that is meant and that answers; None where one is to be started."""
    wanted = address or os.environ.get("RAY_ADDRESS")
    if wanted == "local":
        return None
    if wanted and "://" in wanted:
        raise UsageError(f"{wanted}: not as a Ray client; make this machine one of the cluster: ray start --address=HOST:PORT")
    try:
        found: str = canonicalize_bootstrap_address(wanted or "auto")
        host, _, port = found.rpartition(":")
        socket.create_connection((host.strip("[]"), int(port)), _REACH).close()
    except (OSError, ValueError) as error:
        if wanted:
            raise UsageError(f"{wanted}: no Ray cluster answers there ({one_line(error)}); look at --address") from error
        return None
    return found


@contextlib.contextmanager
def _own_signals() -> Iterator[None]:
    """`ray.init` takes the signal for the end of a process over."""
    is_main = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        if is_main and before is not None:
            signal.signal(signal.SIGTERM, before)
