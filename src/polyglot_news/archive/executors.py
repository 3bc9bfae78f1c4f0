"""Jobs spread over worker processes, each with a model of its own.

Every worker is a process pool of one, so that when it dies (killed, out of memory) it is known which jobs it had. Those are
done again, a document at a time; a document during which a worker dies twice is given up. Two jobs are in the hands of each
worker, so that it never waits for the driver. Answers come in any order.

Reading needs no model and uses one processor only, so while documents are read there may be more processes than workers.
"""

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import chain
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Protocol

from polyglot_news.archive.jobs import Answer, DraftJob, Failed, Job
from polyglot_news.errors import EngineError

if TYPE_CHECKING:
    from polyglot_news.archive.work import Worker

IN_HAND = 2  # jobs given to a worker at a time: one to do, one to go on with
ATTEMPTS = 2
MOST_DEATHS = 6  # of workers, one after another without an answer between: then it is not the documents
GIVEN_UP = Failed("", "the worker died twice at this document (killed, or out of memory?)", EngineError.exit_code)

MakeWorker = Callable[[], "Worker"]


class Executor(Protocol):
    """Does jobs somewhere."""

    def run(self, jobs: Iterator[Job]) -> Iterator[tuple[Job, Answer]]:
        """Each job with its answer, as they are done; a job that had to be split comes in its parts.

        Raises what loading the model raises. Jobs are taken from the iterator only as workers become free.
        """

    def close(self) -> None:
        """Stop the workers; what they are doing is lost."""


@dataclass(slots=True)
class Attempt:
    """A job, and how often a worker died at it."""

    job: Job
    deaths: int = 0

    def again(self) -> "list[Attempt]":
        """What is to be done after a worker died at it: a document at a time; nothing where that was tried often enough."""
        if len(self.job.documents) > 1:
            return [Attempt(single, self.deaths) for single in self.job.split()]
        return [Attempt(self.job, self.deaths + 1)] if self.deaths + 1 < ATTEMPTS else []


def given_up(job: Job) -> Answer:
    """The answer to a job at which workers die."""
    return [Failed(document.name, GIVEN_UP.message, GIVEN_UP.exit_code) for document in job.documents]


def after_death(lost: Iterable[Attempt], again: "deque[Attempt]") -> Iterator[tuple[Job, Answer]]:
    """What is given up of the jobs that a dead worker had, in its order; `again` gets those that are to be done again."""
    for number, one in enumerate(lost):  # it can have died only at the first; the rest was waiting
        parts = one.again() if number == 0 else [one]
        again.extend(parts)
        if not parts:
            yield one.job, given_up(one.job)


@dataclass(slots=True)
class _Process:
    pool: ProcessPoolExecutor
    in_hand: dict[Future[Answer], Attempt] = field(default_factory=dict)


class LocalExecutor:
    """Worker processes on this machine."""

    def __init__(self, make: MakeWorker, *, workers: int, readers: int = 0) -> None:
        """`make` is called once in each process; it is sent there by pickle.

        `readers`: how many processes read documents, where those are more than the workers.
        """
        # Of glibc: with an arena for each of a worker's threads its memory goes on growing for hundreds of documents.
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        self._make = make
        self._deaths = 0  # since the last answer
        self._processes = [_Process(self._start()) for _ in range(workers)]
        self._more = max(readers - workers, 0)
        self._readers: list[_Process] = []

    def _start(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(self._make,))

    def run(self, jobs: Iterator[Job]) -> Iterator[tuple[Job, Answer]]:
        """Each job with its answer, as they are done."""
        again: deque[Attempt] = deque()
        first = next(jobs, None)
        if first is None:
            return
        jobs, processes = chain((first,), jobs), self._for(first)
        while True:
            for group in (self._processes, self._readers):  # a few documents are not worth another process
                for most in range(1, IN_HAND + 1):  # one to each before any gets a second
                    for process in group:
                        self._fill(process, most, jobs, again)
            futures = [future for process in processes for future in process.in_hand]
            if not futures:
                return
            wait(futures, return_when=FIRST_COMPLETED)
            for process in processes:
                yield from self._collect(process, again)

    def _for(self, job: Job) -> list[_Process]:
        """The processes for jobs like this one; those that only read go before anything is translated, and their memory too."""
        if isinstance(job, DraftJob):
            self._readers = self._readers or [_Process(self._start()) for _ in range(self._more)]
        else:
            self._stop(self._readers)
            self._readers = []
        return [*self._processes, *self._readers]

    def _fill(self, process: _Process, most: int, jobs: Iterator[Job], again: "deque[Attempt]") -> None:
        while len(process.in_hand) < most:
            attempt = again.popleft() if again else _next(jobs)
            if attempt is None:
                return
            self._give(process, attempt, again)

    def _give(self, process: _Process, attempt: Attempt, again: "deque[Attempt]") -> None:
        try:
            with _interrupts_kept_back():
                process.in_hand[process.pool.submit(_do, attempt.job)] = attempt
        except BrokenProcessPool:  # it died while idle
            process.pool = self._start()
            again.appendleft(attempt)

    def _collect(self, process: _Process, again: "deque[Attempt]") -> Iterator[tuple[Job, Answer]]:
        for future in [future for future in process.in_hand if future.done()]:
            attempt = process.in_hand.pop(future)
            try:
                yield attempt.job, future.result()
                self._deaths = 0
            except BrokenProcessPool:
                self._deaths += 1
                if self._deaths > MOST_DEATHS:
                    raise EngineError("workers die one after another (out of memory?); try fewer --workers") from None
                lost = [attempt, *process.in_hand.values()]
                process.in_hand.clear()
                process.pool.shutdown(wait=False, cancel_futures=True)
                process.pool = self._start()
                yield from after_death(lost, again)
                return

    def close(self) -> None:
        """Stop the processes at once: nobody waits for what they are doing."""
        self._stop([*self._processes, *self._readers])

    def _stop(self, processes: Iterable[_Process]) -> None:
        for process in processes:
            alive = list((process.pool._processes or {}).values())
            process.pool.shutdown(wait=False, cancel_futures=True)
            for worker in alive:
                worker.kill()


def _next(jobs: Iterator[Job]) -> Attempt | None:
    job = next(jobs, None)
    return None if job is None else Attempt(job)


@contextlib.contextmanager
def _interrupts_kept_back() -> Iterator[None]:
    """A process that is started meanwhile gets none until it has begun (`_begin`), and this one gets them afterwards.

    The mask is for the new process, which inherits it. Here it is not enough: another thread may take the signal, and Python
    would raise in this one, before the new process has been told what to do.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # starting it lets interrupts through again
    came: list[int] = []
    is_main = threading.current_thread() is threading.main_thread()
    handlers = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)} if is_main else {}
    for one in handlers:
        signal.signal(one, lambda number, _: came.append(number))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        for one, handler in handlers.items():
            signal.signal(one, handler if handler is not None else signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if came:
            signal.raise_signal(came[0])


_worker: "Worker | None" = None


def _begin(make: MakeWorker) -> None:
    """In the new process: leave interrupts to the driver, end when it ends, make the worker."""
    global _worker
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # of numpy, which finds names: more only spin on matrices as small as these
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_driver, daemon=True).start()
    _worker = make()


def _end_with_driver() -> None:
    """A driver that is killed cannot stop its workers, and they would wait for it for ever."""
    driver = multiprocessing.parent_process()
    if driver is not None:
        driver.join()
        os._exit(1)


def _do(job: Job) -> Answer:
    if _worker is None:
        raise RuntimeError("no worker in this process")
    return _worker.do(job)
