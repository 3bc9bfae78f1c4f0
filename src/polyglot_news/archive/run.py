"""A run over an archive, from the walk to the report; this process alone reads documents, writes results, keeps the manifest.

1. Walk the folder; the manifest learns what is new, changed or gone.
2. First pass: workers make a draft of each document that has none, and find its names.
3. The names of all documents are counted, every spelling is decided once and frozen (`names.tsv`).
4. Second pass: workers translate the drafts, documents of one content together; results are moved into place.
5. The report is written.

Each step begins with what the manifest says is left, so a run that was stopped, whatever stopped it, is gone on with by
starting it again. A result depends on its document, the settings and the frozen names alone: not on order, workers or
interruptions.
"""

import contextlib
import json
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from polyglot_news.archive.executors import Executor
from polyglot_news.archive.lock import RunLock
from polyglot_news.archive.log import LoggedWatcher
from polyglot_news.archive.manifest import Counts, Failure, Manifest, Seen, Stage, ToTranslate
from polyglot_news.archive.names import ArchiveNames
from polyglot_news.archive.outputs import REPORT_PAGE, REPORT_ROWS, NamesTable, output_name
from polyglot_news.archive.passes import Passes, TooManyErrorsError, pack_source
from polyglot_news.archive.places import Place
from polyglot_news.archive.report import About, write_report
from polyglot_news.archive.request import Request, draft_settings, fingerprint, result_settings
from polyglot_news.archive.sources import MANIFEST, STATE, Results, Source, Unreadable, leaves_out, walk
from polyglot_news.archive.watcher import Watcher
from polyglot_news.checks import FLAGS
from polyglot_news.errors import InputError, PolyglotNewsError, UsageError, WriteError
from polyglot_news.formats.writers import find_writer
from polyglot_news.memory.store import Memory
from polyglot_news.text.encoding import canonical_name

_AT_ONCE = 1000  # documents of the walk that the manifest takes in together
CACHE = "cache.sqlite"
_MANIFEST = MANIFEST.rpartition("/")[2]
_REMEMBERED = "memory.json"
_TARGET = "target.json"
_REPORT = "report-"  # begins the name of the folder in which a report is put together


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a run."""

    counts: Counts
    failures: list[Failure]
    """The first ones."""
    exit_code: int
    seconds: float
    foreign: int = 0
    """Documents done in this run that have nothing in Russian or English, and stay as they were."""
    stopped: str = ""
    """Why the run stopped before its end; empty where it did not."""


MakeExecutor = Callable[[Request, Path, int], Executor]
"""Makes the executor of a run: for the request, the memory and how far into it the run may look."""


def run(request: Request, make_executor: MakeExecutor, watcher: Watcher) -> Summary:
    """Carry out a run, or go on with one.

    Raises UsageError where another run is at work in the folder or the source lies in it, ReadError where the source cannot be
    listed, ModelError where the model cannot be loaded, WriteError where nothing can be written any more. What was finished is
    kept in any case.
    """
    began = time.time()
    source, target = _places(request)
    _refuse_mistyped(request)
    state = state_folder(request, target)
    with RunLock(state, request.target), LoggedWatcher(watcher, state) as logged:
        if request.restart:
            _forget(state)
        for left in state.glob(f"{_REPORT}*"):
            shutil.rmtree(left, ignore_errors=True)
        target.remove_stale(_folders(target), before=began)
        with Manifest.open(state / _MANIFEST) as manifest, open_memory(request, state) as memory:
            logged.log(f"begun: {request.source} -> {request.target}, workers: {request.workers}")
            summary = _Run(request, source, target, state, manifest, memory, logged).carry_out(make_executor, began)
            logged.log(summary.stopped or f"ended: {summary.counts.fresh} translated, {summary.counts.error} failed")
            return summary


def _places(request: Request) -> tuple[Place, Place]:
    """The folders to read and to write.

    Raises ReadError for a local source that cannot be listed, before anything is made; UsageError for one in the folder to
    write: results could replace documents, or be taken for some.
    """
    source, target = Place.of(request.source), Place.of(request.target)
    if request.settings.encoding is not None:
        canonical_name(request.settings.encoding, "--encoding")
    if f"{source.address()}/".startswith(f"{target.address().rstrip('/')}/"):
        raise UsageError(f"{request.source}: lies in the output folder {request.target}; name another output folder")
    if source.is_local:
        if Path(source.address()).is_file():
            raise UsageError(f"{request.source}: is a file; IN_DIR is a folder, and archives in it are read like folders")
        source.entries("")
    if f"{target.address()}/".startswith(f"{source.address().rstrip('/')}/") and target.is_local:
        folder = Path(target.address())
        if folder.is_dir() and any(folder.iterdir()) and not (state_folder(request, target) / _MANIFEST).exists():
            raise UsageError(f"{request.target}: lies in {request.source} and holds files already; name an empty folder")
    return source, target


def _refuse_mistyped(request: Request) -> None:
    """Raise ModelError or ReadError where the model cannot be found or the memory is none, before anything is made."""
    result_settings(request.settings)
    if request.memory is not None and request.memory.exists():
        Memory.open(request.memory, create=False).close()


def state_folder(request: Request, target: Place) -> Path:
    """Where a run remembers. Raises UsageError for a remote output folder without one that is local."""
    if request.state is not None:
        return request.state
    if not target.is_local:
        raise UsageError(f"{request.target}: is not on this machine; add --state FOLDER, a local one for the manifest")
    folder = Path(target.address())
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{request.target}: is a file; OUT_DIR is a folder")
    return folder / STATE


def open_memory(request: Request, state: Path) -> Memory:
    """The user's memory, or the run's own, which only saves doing the same twice."""
    return Memory.open(request.memory or state / CACHE)


def _forget(state: Path) -> None:
    """Have everything done anew; a manifest that cannot even be opened goes, and with it what it knew of earlier results."""
    try:
        with Manifest.open(state / _MANIFEST, create=False) as manifest:
            manifest.forget()
        damaged: tuple[str, ...] = ()
    except PolyglotNewsError:
        damaged = ("manifest.sqlite*", "drafts.sqlite*")
    for pattern in (*damaged, f"{CACHE}*", _REMEMBERED):
        for path in state.glob(pattern):
            path.unlink()


def _folders(target: Place) -> Iterator[str]:
    """The folders of a local output folder, in which a killed run may have left something."""
    if target.is_local:
        top = Path(target.address())
        yield ""
        yield from (path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_dir() and path.name != STATE)


@dataclass(slots=True)
class _Run:
    request: Request
    source: Place
    target: Place
    state: Path
    manifest: Manifest
    memory: Memory
    watcher: LoggedWatcher

    def carry_out(self, make_executor: MakeExecutor, began: float) -> Summary:
        """All steps."""
        request, manifest = self.request, self.manifest
        drafting, making = draft_settings(request.settings), result_settings(request.settings)
        self.watcher.log("settings: " + _signature({**drafting, **making}))
        now = self.memory.mark()
        # An interrupted run may have had another memory, and a larger one: numbers that this one has not given yet are new.
        mark = min(manifest.begin({**drafting, **making}, now).memory_mark, now)
        passes = Passes(
            request, self.source, self.target, manifest, self.memory, mark, self.watcher,
            fingerprint(drafting), fingerprint(drafting, making),
        )  # fmt: skip
        try:
            passes.refuse(self._walk())
            self._correct()
            self._look_for_outputs()
            self._remember(_TARGET, address=self.target.address())
            executor = make_executor(request, self.memory.path, mark if request.memory else 0)
            with contextlib.closing(executor):
                self._make(passes, executor)
        except TooManyErrorsError as error:  # the report says which, and the same command goes on
            return self._report(time.time() - began, stopped=error)
        self._end(mark, now)
        return self._report(time.time() - began)

    def _make(self, passes: Passes, executor: Executor) -> None:
        """Both passes, and between them the decision of all names."""
        passes.draft(executor)
        with contextlib.closing(ArchiveNames(self.manifest.mentions())) as names:
            self._freeze(names)
            passes.draft(executor)
            passes.translate(executor, names)

    def plan(self) -> Iterator[ToTranslate | str]:
        """What a run would do, without doing it: documents to translate and why, then those to be read first."""
        drafting, making = draft_settings(self.request.settings), result_settings(self.request.settings)
        self.manifest.begin({**drafting, **making}, 0)
        for bad in self._walk():
            self.watcher.note(f"{bad.name}: {bad.reason}")
            self.manifest.fail(bad.name, Stage.DRAFT, bad.reason, InputError.exit_code)
        self._correct()
        self._look_for_outputs()
        to_read = self.manifest.to_draft(fingerprint(drafting), fingerprint(drafting, making))
        told = set[str]()  # they may have to be read again, since their drafts are not kept
        for one in self.manifest.to_translate(fingerprint(drafting, making)):
            told.add(one.name)
            yield one
        yield from (seen.name for seen in to_read if seen.name not in told)

    def _walk(self) -> list[Unreadable]:
        """Tell the manifest what there is; what there is and cannot be read."""
        request, manifest = self.request, self.manifest
        skip = [self.target.address(), str(self.state.resolve())] if self.target.is_local else []
        found = walk(self.source, include=request.include, exclude=request.exclude, skip=skip)
        failed: list[Unreadable] = []
        seen_any = False
        while batch := list(islice(found, _AT_ONCE)):
            bad = [one for one in batch if isinstance(one, Unreadable)]
            seen = [Seen(one.name, pack_source(one), one.size) for one in batch if isinstance(one, Source)]
            for one in batch:
                if isinstance(one, Results):
                    self.watcher.note(f"{one.name}: holds results of another run, and is left out")
            seen += [Seen(one.name, f"unreadable: {one.reason}", -1) for one in bad]
            manifest.see(seen, trusted=not request.check_content)
            failed += bad
            seen_any = seen_any or bool(seen)
        if not seen_any and (request.include or request.exclude):
            raise UsageError(f"{request.source}: no documents that fit --include and --exclude found; look at the patterns")
        if not seen_any:
            self.watcher.note(f"{request.source}: no documents found")
        manifest.sweep(partial(leaves_out, include=request.include, exclude=request.exclude))
        manifest.assign_outputs(self._output_name)
        return failed

    def _output_name(self, name: str) -> str:
        settings = self.request.settings
        to, known = settings.options.to, settings.format_of(name)
        return output_name(name, find_writer(to=to, output=settings.output_format, layout=settings.layout, input_format=known))

    def _look_for_outputs(self) -> None:
        """Results that somebody removed are made again, and those of another size than they had are told, but those of
        documents that are done again in any case.

        A remote folder would have to be asked for each, so it is trusted, unless the state is of another one.
        """
        if self.target.is_local:
            missing, reason = self._missing_outputs(), "its output is missing"
        else:
            is_other = self._remembered(_TARGET).get("address", self.target.address()) != self.target.address()
            missing = (one.name for one in self.manifest.outputs()) if is_other else iter(())
            reason = "another output folder"
        while batch := list(islice(missing, _AT_ONCE)):
            self.manifest.redo(batch, reason)

    def _missing_outputs(self) -> Iterator[str]:
        for one in self.manifest.outputs():
            found = self.target.stat(one.output)
            if found is None:
                yield one.name
            elif found.size != one.size:
                self.watcher.note(
                    f"{one.name}: its output {one.output} was changed since it was written, and stays so; take corrections in"
                    " (polyglot-news memory import), or remove it and run again"
                )

    def _freeze(self, names: ArchiveNames) -> None:
        self.manifest.freeze(names.digests(), names.labels())
        if self.request.settings.options.names:
            inputs = {os.path.realpath(path) for path in self.request.terms}
            table = NamesTable(self.target, Place.of(str(self.state)), inputs, self.request.force)
            if said := table.put("".join(names.table()).encode("utf-8")):
                self.watcher.note(said)

    def _correct(self) -> None:
        """Have documents done again for whose sentences people wrote something since the last run."""
        if self.request.memory is not None:
            remembered, first = self._remembered(_REMEMBERED), self.memory.first()
            same = remembered.get("path") == str(self.request.memory.resolve()) and remembered.get("first", first) == first
            since = int(str(remembered.get("mark", 0))) if same else 0
            self.manifest.corrected(self.memory.human_keys_since(since))

    def _remembered(self, name: str) -> dict[str, object]:
        try:
            found = json.loads((self.state / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _remember(self, name: str, **values: object) -> None:
        Place.of(str(self.state)).write(name, json.dumps(values).encode())

    def _end(self, mark: int, now: int) -> None:
        self.manifest.drop_drafts()
        self.manifest.finish()
        if self.request.memory is not None:
            self._remember(_REMEMBERED, path=str(self.request.memory.resolve()), mark=mark, first=self.memory.first())
            if now > mark and next(self.memory.human_since(mark), None) is not None:
                self.watcher.note("corrections came into the memory after this run began; run it again to use them")

    def _report(self, seconds: float, stopped: TooManyErrorsError | None = None) -> Summary:
        settings = self.request.settings
        signature = _signature({**draft_settings(settings), **result_settings(settings)})
        about = About(f"{self.request.source} → {self.request.target}", seconds, signature=signature, flags=FLAGS)
        with tempfile.TemporaryDirectory(dir=self.state, prefix=_REPORT) as folder:
            rows, page = Path(folder) / REPORT_ROWS, Path(folder) / REPORT_PAGE
            try:
                with rows.open("w", encoding="utf-8") as jsonl, page.open("w", encoding="utf-8") as html:
                    write_report(self.manifest.rows(), about, jsonl, html)
                for path in (rows, page):
                    self.target.write(path.name, path.read_bytes())
            except OSError as error:
                raise WriteError(f"{self.request.target}: the report cannot be written: {error.strerror or error}") from error
        failures = list(islice(self.manifest.errors(), _AT_ONCE))
        code = stopped.exit_code if stopped else max((f.exit_code for f in failures), default=0)
        return Summary(self.manifest.counts(), failures, code, seconds, self.manifest.foreign(), str(stopped or ""))


def _signature(settings: Mapping[str, str]) -> str:
    """All that the results depend on, in one line."""
    return "|".join(f"{name}:{value}" for name, value in settings.items())


def plan(request: Request, watcher: Watcher) -> Iterator[ToTranslate | str]:
    """What a run would do: documents to translate, then names of those that have to be read to know. Nothing is written.

    The watcher is told of what cannot be read, and what else a run would tell at once.

    The manifest is copied, so that asking changes nothing.
    """
    source, target = _places(request)
    state = state_folder(request, target)
    with tempfile.TemporaryDirectory(prefix="polyglot-news-") as folder:
        copy = Path(folder)
        if state.is_dir() and not request.restart:
            for name in (_MANIFEST, "drafts.sqlite"):
                _copy(state / name, copy)
        known = request.memory if request.memory and request.memory.exists() else copy / CACHE
        logged = LoggedWatcher(watcher, copy)
        with Manifest.open(copy / _MANIFEST) as manifest, Memory.open(known) as memory, logged:
            yield from _Run(request, source, target, state, manifest, memory, logged).plan()


def _copy(database: Path, folder: Path) -> None:
    """Copy a database, as it stood at one moment, though another process may be writing it."""
    if database.with_name(f"{database.name}-wal").exists():
        with contextlib.suppress(sqlite3.Error):
            address = f"{database.absolute().as_uri()}?mode=ro"
            with (
                contextlib.closing(sqlite3.connect(address, uri=True)) as read,
                contextlib.closing(sqlite3.connect(folder / database.name)) as written,
            ):
                read.backup(written)
                return
    for path in database.parent.glob(f"{database.name}*"):
        with contextlib.suppress(OSError):
            shutil.copy2(path, folder / path.name)
