"""The two passes over an archive's documents: to drafts, and to results. What workers need is fed to them as they get free."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice

from polyglot_news.archive.executors import Executor
from polyglot_news.archive.jobs import DraftJob, DraftMade, Failed, Job, Made, Raw, ToMake, TranslateJob
from polyglot_news.archive.log import LoggedWatcher
from polyglot_news.archive.manifest import Drafted, Finished, Manifest, Seen, Stage, ToTranslate
from polyglot_news.archive.names import ArchiveNames
from polyglot_news.archive.outputs import is_fatal, refuse_to_lose
from polyglot_news.archive.places import Place
from polyglot_news.archive.request import Request
from polyglot_news.archive.sources import Source, Unreadable, read_all
from polyglot_news.errors import EngineError, InputError, PolyglotNewsError
from polyglot_news.memory.store import Memory
from polyglot_news.memory.units import HitKind, Query, Unit

DRAFTS_IN_A_JOB, BYTES_IN_A_JOB = 64, 500_000
SEGMENTS_IN_A_JOB = 2048  # enough to fill batches of most lengths; what a kill loses at most, times two
_TAKEN = 64  # drafts taken from the manifest together


class TooManyErrorsError(EngineError):
    """More documents failed than the user allows."""


def pack_source(source: Source) -> str:
    """All that is needed to read a document again, as the manifest's stamp."""
    return json.dumps([source.stamp, source.path, source.member])


def unpack_source(seen: Seen) -> Source:
    """The source of a document that the manifest has seen."""
    stamp, path, member = json.loads(seen.stamp)
    return Source(seen.name, stamp, seen.size, path, member)


@dataclass(slots=True)
class Passes:
    """Both passes of one run."""

    request: Request
    source: Place
    target: Place
    manifest: Manifest
    memory: Memory
    memory_mark: int
    watcher: LoggedWatcher
    draft_fingerprint: bytes
    result_fingerprint: bytes
    failed: int = 0
    _words: dict[str, int] = field(default_factory=dict)
    """Of the documents that are being translated."""

    def refuse(self, found: Iterable[Unreadable]) -> None:
        """Note the documents that the walk found unreadable."""
        self._fail([Failed(one.name, one.reason, InputError.exit_code) for one in found], Stage.DRAFT)

    def draft(self, executor: Executor) -> None:
        """Make the drafts that are missing."""
        total = _count(self._to_draft())
        if not total:
            return
        self.watcher.stage("reading", total)
        digests: dict[str, bytes] = {}
        for job, answers in executor.run(self._draft_jobs(digests)):
            made = [answer for answer in answers if isinstance(answer, DraftMade)]
            drafts = [Drafted(one.name, digests[one.name], one.names, one.segments, one.draft, one.facts) for one in made]
            mentions = {digests[one.name]: one.mentions for one in made}
            self.manifest.put_drafts(drafts, self.draft_fingerprint, mentions)
            self._note(made)
            self._fail(answers, Stage.DRAFT)
            for document in job.documents:
                del digests[document.name]
            self.watcher.advance(len(job.documents), sum(one.facts.words for one in made))

    def _to_draft(self) -> Iterator[Seen]:
        return self.manifest.to_draft(self.draft_fingerprint, self.result_fingerprint)

    def _draft_jobs(self, digests: dict[str, bytes]) -> Iterator[Job]:
        """Documents that are read and whose content is new, a few together; `digests` is filled for those in work."""
        for batch in _batches(self._read()):
            found = {raw.name: self._digest(raw) for raw in batch}
            known = self.manifest.recognise(found, self.draft_fingerprint, self.result_fingerprint)
            self.watcher.advance(len(known), 0)
            new = tuple(raw for raw in batch if raw.name not in known)
            if new:
                digests.update((raw.name, found[raw.name]) for raw in new)
                yield DraftJob(new)

    def _read(self) -> Iterator[Raw]:
        wanted = _in_archive_order(map(unpack_source, self._to_draft()))
        for source, content in read_all(self.source, wanted, limit=self.request.limit):
            if isinstance(content, Unreadable):
                self._fail([Failed(source.name, content.reason, InputError.exit_code)], Stage.DRAFT)
                self.watcher.advance(1, 0)
            else:
                yield Raw(source.name, content)

    def _digest(self, raw: Raw) -> bytes:
        """Of the content, and of the format that the name tells."""
        known = self.request.settings.format_of(raw.name).encode()
        return hashlib.blake2b(raw.data, digest_size=16, person=hashlib.blake2b(known, digest_size=16).digest()).digest()

    def translate(self, executor: Executor, names: ArchiveNames) -> None:
        """Make the results that are missing or out of date."""
        total = _count(self.manifest.to_translate(self.result_fingerprint))
        if not total:
            return
        self.watcher.stage("translating", total)
        for job, answers in executor.run(self._translate_jobs(names)):
            for one in answers:  # each by itself, so that a kill finds at most one result that the manifest does not know
                if isinstance(one, Made) and (done := self._write(one)):
                    self.manifest.finish_documents([done], self.result_fingerprint)
            self._note([one for one in answers if isinstance(one, Made)])
            self._fail(answers, Stage.TRANSLATE)
            self.watcher.advance(len(job.documents), sum(self._words.pop(one.name, 0) for one in job.documents))

    def _translate_jobs(self, names: ArchiveNames) -> Iterator[Job]:
        """Drafts enough to fill the engine's batches, in the manifest's order: documents of one content together."""
        gathered, segments = list[ToMake](), 0
        keys: dict[bytes, None] = {}
        for one in self._drafts(self.manifest.to_translate(self.result_fingerprint)):
            gathered.append(ToMake(one.name, one.draft, one.facts.segments))
            keys.update(dict.fromkeys(one.names))
            self._words[one.name] = one.facts.words
            segments += one.facts.segments
            if segments >= SEGMENTS_IN_A_JOB:
                yield TranslateJob(tuple(gathered), names.find(keys))
                gathered, keys, segments = [], {}, 0
        if gathered:
            yield TranslateJob(tuple(gathered), names.find(keys))

    def _drafts(self, wanted: Iterator[ToTranslate]) -> Iterator[Drafted]:
        while some := list(islice(wanted, _TAKEN)):
            yield from self.manifest.take_drafts([one.name for one in some])

    def _write(self, made: Made) -> Finished | None:
        """Put a result in its place; None where that failed, which is noted. Raises WriteError where all others would fail."""
        output = self.manifest.output_of(made.name) or made.name
        try:
            known = self.manifest.last_digest(made.name)
            refuse_to_lose(self.target, output, made.data, known, self._is_taken_in, force=self.request.force)
            self.target.write(output, made.data)
        except PolyglotNewsError as error:
            if is_fatal(error):
                raise
            self._fail([Failed(made.name, " ".join(str(error).split()), error.exit_code)], Stage.TRANSLATE)
            return None
        return Finished(made.name, output, made.digest, len(made.data), made.flags, made.origins, made.seconds)

    def _is_taken_in(self, unit: Unit) -> bool:
        """Whether the memory has a person's correction."""
        query = Query(unit.source, unit.direction, unit.format)
        (hit,) = self.memory.find([query], before=self.memory_mark)
        return hit is not None and hit.kind is HitKind.HUMAN and hit.target == unit.target

    def _note(self, made: Sequence[DraftMade | Made]) -> None:
        for one in made:
            if one.note:
                self.watcher.note(f"{one.name}: {one.note}")

    def _fail(self, answers: Iterable[object], stage: Stage) -> None:
        """Note the documents that failed. Raises TooManyErrorsError where they have become too many."""
        most = self.request.max_errors
        for one in answers:
            if isinstance(one, Failed):
                self.manifest.fail(one.name, stage, one.message, one.exit_code)
                self.watcher.failed(one.name, one.message)
                self.failed += 1
        if most is not None and self.failed > most:
            raise TooManyErrorsError(
                f"stopped: {self.failed} documents failed, more than --max-errors {most}; what was finished is kept"
            )


def _count(documents: Iterable[object]) -> int:
    return sum(1 for _ in documents)


def _batches(documents: Iterator[Raw]) -> Iterator[list[Raw]]:
    batch, size = list[Raw](), 0
    for raw in documents:
        batch.append(raw)
        size += len(raw.data)
        if len(batch) >= DRAFTS_IN_A_JOB or size >= BYTES_IN_A_JOB:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _in_archive_order(sources: Iterable[Source]) -> Iterator[Source]:
    """Members of one archive in its own order, so that one pass through it reads them all."""
    for _, same in groupby(sources, key=lambda source: source.path if source.member >= 0 else source.name):
        yield from sorted(same, key=lambda source: source.member)
