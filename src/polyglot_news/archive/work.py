"""What a worker does: documents to drafts, drafts to results. It reads no input and writes no output: bytes in, bytes out.

One worker lives in a process, or on another machine, and holds one model, loaded when the first draft is to be translated. A
document that fails becomes a `Failed`; it never takes others with it.
"""

import hashlib
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TypeVar

from polyglot_news.archive.drafts import pack_draft, unpack_draft
from polyglot_news.archive.jobs import Answer, DraftJob, DraftMade, Failed, Job, Made, Raw, Settings, ToMake, TranslateJob
from polyglot_news.archive.manifest_records import Facts
from polyglot_news.archive.names import archive_key, pack_mention
from polyglot_news.document import BilingualDocument, Document
from polyglot_news.drafting import draft, wanted_segments
from polyglot_news.errors import EngineError, ModelError, PolyglotNewsError, ReadError, WriteError
from polyglot_news.formats.writers import find_writer
from polyglot_news.memory.key import human_keys_of
from polyglot_news.memory.view import MemoryView
from polyglot_news.names.archived import ArchiveSpellings, mentions_of
from polyglot_news.naming import Draft
from polyglot_news.pipeline import Pipeline
from polyglot_news.reading import read_document
from polyglot_news.verification import refuse_nothing_done
from polyglot_news.writing import store

_T = TypeVar("_T")
SEGMENTS_IN_A_SHARE = 512  # enough to fill batches of most lengths
SIDE_BY_SIDE = 2  # shares of a job on the road at once
Recall = Callable[[], MemoryView]
"""Opens the memory where the worker is."""


class Worker:
    """Does jobs."""

    def __init__(self, settings: Settings, recall: Recall | None = None) -> None:
        self._settings = settings
        self._recall = recall
        self._pipeline: Pipeline | None = None

    def do(self, job: Job) -> Answer:
        """One answer a document, in order.

        Raises ModelError where the model cannot be loaded, ReadError and WriteError where the memory cannot be used.
        """
        if isinstance(job, DraftJob):
            return [_guarded(raw.name, partial(self._draft, raw)) for raw in job.documents]
        return self._translate(job)

    def _draft(self, raw: Raw) -> DraftMade:
        settings = self._settings
        document = read_document(raw.data, name=raw.name, format_name=settings.input_format, encoding=settings.encoding)
        made = draft(document, settings.options)
        mentions = list(mentions_of(made.entries, settings.options.romanisation))
        keys = dict.fromkeys(archive_key(name) for mention in mentions for name in mention.keys)
        guessed = f"read as {document.meta.encoding} (a guess; --encoding names another)" if document.meta.guessed else ""
        return DraftMade(
            raw.name,
            pack_draft(made),
            tuple(keys),
            tuple(_correction_keys(made.document, settings.options.to)),
            tuple(map(pack_mention, mentions)),
            _facts(made.document),
            guessed,
        )

    def _translate(self, job: TranslateJob) -> Answer:
        self._load()
        share = partial(self._share, spellings=job.spellings)
        with ThreadPoolExecutor(SIDE_BY_SIDE) as threads:  # the engine has one share while another is prepared or written
            return list(chain.from_iterable(threads.map(share, list(_shares(job.documents)))))

    def _share(self, documents: Sequence[ToMake], spellings: ArchiveSpellings) -> Answer:
        """The answers of a share; one that fails is halved until the document that makes it fail is by itself."""
        try:
            return self._translate_share(documents, spellings)
        except (ReadError, WriteError, ModelError):  # of the memory or the model: all other documents would meet it too
            raise
        except Exception as error:
            if len(documents) == 1:
                return [_failed(documents[0].name, error)]
        middle = len(documents) // 2
        return [*self._share(documents[:middle], spellings), *self._share(documents[middle:], spellings)]

    def _translate_share(self, documents: Sequence[ToMake], spellings: ArchiveSpellings) -> Answer:
        began, drafts = time.monotonic(), [_unpacked(one) for one in documents]
        results = self._load().translate_drafts(drafts, archive=spellings)
        seconds = (time.monotonic() - began) / max(sum(one.segments for one in documents), 1)
        pairs = zip(documents, results, strict=True)
        return [_guarded(one.name, partial(self._made, one, result, seconds)) for one, result in pairs]

    def _made(self, one: ToMake, result: BilingualDocument, seconds: float) -> Made:
        refuse_nothing_done(result)
        settings = self._settings
        known = result.document.meta.format
        writer = find_writer(to=settings.options.to, output=settings.output_format, layout=settings.layout, input_format=known)
        stored = store(result, writer)
        flags = Counter(flag for t in result.translations for flag in t.flags)
        origins = Counter(str(t.origin) for t in result.translations)
        digest = hashlib.blake2b(stored.data, digest_size=16).digest()
        return Made(one.name, stored.data, digest, dict(flags), dict(origins), seconds * one.segments, stored.note)

    def _load(self) -> Pipeline:
        if self._pipeline is None:
            self._pipeline = Pipeline(self._settings.options, self._recall() if self._recall else None)
        return self._pipeline


def _shares(documents: Sequence[ToMake]) -> Iterator[list[ToMake]]:
    """The documents of a job, those of some segments together."""
    share, segments = list[ToMake](), 0
    for one in documents:
        share.append(one)
        segments += one.segments
        if segments >= SEGMENTS_IN_A_SHARE:
            yield share
            share, segments = [], 0
    if share:
        yield share


def _guarded(name: str, make: Callable[[], _T]) -> _T | Failed:
    """What `make` makes, or why it fails."""
    try:
        return make()
    except Exception as error:
        return _failed(name, error)


def _failed(name: str, error: Exception) -> Failed:
    """Why a document could not be done; of a fault of this program also where, so that it can be reported."""
    if isinstance(error, PolyglotNewsError):
        reason = " ".join(str(error).removeprefix(f"{name}: ").split())  # the name stands beside it
        return Failed(name, reason, error.exit_code)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
    return Failed(name, f"unexpected {type(error).__name__} in {place}: {error}", EngineError.exit_code)


def _unpacked(one: ToMake) -> Draft:
    """A draft under its document's own name: documents of one content share one draft."""
    made = unpack_draft(one.draft)
    return replace(made, document=replace(made.document, meta=replace(made.document.meta, name=one.name)))


def _facts(document: Document) -> Facts:
    languages = Counter[str]()
    for s in document.segments:
        languages[s.language] += len(s.text.split())
    return Facts(sum(languages.values()), len(document.segments), dict(sorted(languages.items())))


def _correction_keys(document: Document, to: str) -> Iterator[bytes]:
    seen = set[bytes]()
    for s, direction in wanted_segments(document, to):
        for key in human_keys_of(s.text, str(direction), document.meta.format):
            if key not in seen:
                seen.add(key)
                yield key
