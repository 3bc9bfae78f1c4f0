"""The one road: a text or a file to a bilingual document.

read -> blocks -> sentences -> language of each -> translate, check, ask again -> one translation for each segment
"""

import itertools
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version

from polyglot_news.checks import left_in_other_language
from polyglot_news.document import (
    EN_RU,
    NOT_LINGUISTIC,
    TRANSLATED_LANGUAGES,
    UNDETERMINED,
    BilingualDocument,
    Direction,
    Document,
    Meta,
    Origin,
    Segment,
    Translation,
    TranslationUnit,
)
from polyglot_news.drafting import beginning, draft, wanted_segments
from polyglot_news.formats.registry import find_format
from polyglot_news.memory.view import MemoryView
from polyglot_news.mt.engine import Request
from polyglot_news.mt.loading import EngineName, load_engine
from polyglot_news.names.archived import ArchiveSpellings
from polyglot_news.names.ledger import Ledger, decide
from polyglot_news.names.undecided import Undecided
from polyglot_news.naming import Draft, names_signature, open_names
from polyglot_news.options import Options
from polyglot_news.reading import parse, read_bytes, read_document
from polyglot_news.segmentation import segment
from polyglot_news.translation import HeadStart, Task, make_task, recall_or_translate, seems_nameless
from polyglot_news.verification import refuse_nothing_done, with_markup_flags

AT_ONCE = 2048  # segments given to the engine together: enough to fill its batches, few enough to hold in memory

Progress = Callable[[int, int], None]
"""Told how many segments to translate are done, and of how many."""


class Pipeline:
    """Translates texts and files; threads may share one."""

    def __init__(self, options: Options | None = None, memory: MemoryView | None = None) -> None:
        """Load the models. Raises ModelError where that fails, UsageError for options that make no sense."""
        self.options = options or Options()
        self._engine = load_engine(self.options.engine, remembering=memory is not None)
        self._memory = memory
        self._finds_names = self.options.names and self._engine.origin is Origin.MODEL
        self.signature = _signature(self.options, self._engine.signature)
        self._memory_key = f"{version('polyglot-news')}|{self._engine.signature}|{_search(self.options)}"

    def translate_paragraph(self, text: str) -> list[TranslationUnit]:
        """The sentences of a plain text, each beside its translation."""
        return list(self.translate_text(text, format="text").units)

    def translate_text(self, text: str, *, format: str = "markdown", name: str = "-") -> BilingualDocument:
        """A document from a text in the format named: `markdown` or `text`."""
        known = find_format(format)
        return self.translate_document(parse(text, known, Meta(name, known.name)))

    def translate_file(
        self, path: str | os.PathLike[str], *, format: str | None = None, encoding: str | None = None
    ) -> BilingualDocument:
        """A document from a file; format and encoding are found out unless named.

        Raises ReadError where it cannot be read, EngineError where it has segments to translate and none of them was.
        """
        document = read_document(read_bytes(path), name=os.fspath(path), format_name=format, encoding=encoding)
        refuse_nothing_done(result := self.translate_document(document))
        return result

    def translate_document(self, document: Document, *, progress: Progress | None = None) -> BilingualDocument:
        """A document whose blocks have been read; its segments are found here unless it has them already."""
        with HeadStart(self._engine, self.options.decoding) as begun:
            if not document.segments:
                begun.begin(self._early(beginning(document)))
                document = segment(document)
            begun.begin(self._early(document) if self._finds_names else ())
            return self._translate([draft(document, self.options)], begun, None, progress)[0]

    def translate_drafts(self, drafts: Sequence[Draft], *, archive: ArchiveSpellings | None = None) -> list[BilingualDocument]:
        """Several documents, whose segments fill batches together; `archive`: spellings decided over more documents."""
        with HeadStart(self._engine, self.options.decoding) as begun:
            return self._translate(drafts, begun, archive, None)

    def _translate(
        self, drafts: Sequence[Draft], begun: HeadStart, archive: ArchiveSpellings | None, progress: Progress | None
    ) -> list[BilingualDocument]:
        wanted = [list(wanted_segments(one.document, self.options.to)) for one in drafts]
        ledgers = self._ledgers(drafts, wanted, archive)
        tasks = [
            [_task(one.document, s, direction, ledger) for s, direction in some]
            for one, some, ledger in zip(drafts, wanted, ledgers, strict=True)
        ]
        made = iter(list(self._translated([task for some in tasks for task in some], begun, progress)))
        return [
            self._bilingual(one.document, {t.segment_id: t for t in itertools.islice(made, len(some))}, ledger)
            for one, some, ledger in zip(drafts, tasks, ledgers, strict=True)
        ]

    def _ledgers(
        self, drafts: Sequence[Draft], wanted: Sequence[list[tuple[Segment, Direction]]], archive: ArchiveSpellings | None
    ) -> list[Ledger]:
        """The names of each document; what only the model can spell is asked for together."""
        if not self._finds_names:
            return [Ledger() for _ in drafts]
        found = [
            open_names(one, archive, asks=any(d == EN_RU for _, d in some)) if some else Undecided()
            for one, some in zip(drafts, wanted, strict=True)
        ]
        questions = list(dict.fromkeys(itertools.chain.from_iterable(one.questions for one in found)))
        answers = dict(zip(questions, self._ask(questions), strict=True)) if questions else {}
        scheme = self.options.romanisation
        return [decide(one, scheme, [answers[question] for question in one.questions]) for one in found]

    def _ask(self, names: Sequence[str]) -> list[str]:
        """Each English name by itself in Russian."""
        decoding = replace(self.options.decoding, strict_script=True)
        return [made.text for made in self._engine.translate([Request(name, EN_RU, decoding) for name in names])]

    def _early(self, document: Document) -> list[Task]:
        """What can be begun before the names are known; nothing where there is a memory."""
        if self._memory is not None or self._engine.origin is not Origin.MODEL:
            return []
        wanted = wanted_segments(document, self.options.to)
        early = [(s, direction) for s, direction in wanted if not self._finds_names or seems_nameless(s.text)]
        return [_task(document, s, direction, Ledger()) for s, direction in early]

    def _translated(self, tasks: Sequence[Task], begun: HeadStart, progress: Progress | None) -> Iterator[Translation]:
        """What the memory has, and for the rest what the engine makes."""
        for at in range(0, len(tasks), AT_ONCE):
            some = tasks[at : at + AT_ONCE]
            if self._memory is None:
                yield from begun.complete(some)
            else:
                yield from recall_or_translate(some, self._engine, self._memory, self._memory_key, self.options.decoding)
            if progress is not None:
                progress(at + len(some), len(tasks))

    def _bilingual(self, document: Document, made: Mapping[str, Translation], ledger: Ledger) -> BilingualDocument:
        translations = tuple(made.get(s.id) or _copied(s, alone=self.options.to == s.language) for s in document.segments)
        return with_markup_flags(BilingualDocument(document, translations, ledger.entries, self.signature))


def _task(document: Document, s: Segment, direction: Direction, ledger: Ledger) -> Task:
    format_name = document.meta.format
    return make_task(document.text, s, document.blocks[s.block], direction, format_name, ledger.uses.get(s.id, ()))


def _copied(s: Segment, *, alone: bool) -> Translation:
    """The translation of a segment that is left as it stands: no text where it would need one.

    `alone`: the result is in this language only, so what is left in the other one is a fault to tell.
    """
    if s.language in TRANSLATED_LANGUAGES:
        mixed = alone and left_in_other_language(s.text, s.language)
        return Translation(s.id, s.language, s.text, flags=("untranslated",) if mixed else ())
    if s.language == NOT_LINGUISTIC:
        return Translation(s.id, None, s.text)
    return Translation(s.id, None, None, flags=("undetermined" if s.language == UNDETERMINED else "other_language",))


def _search(options: Options) -> str:
    decoding = options.decoding
    return f"beam:{decoding.beam}" + (f",candidates:{decoding.candidates}" if decoding.candidates > 1 else "")


def _signature(options: Options, engine: str) -> str:
    named = options.names and options.engine.engine != EngineName.IDENTITY
    parts = (
        f"polyglot-news:{version('polyglot-news')}",
        engine,
        _search(options),
        f"split:razdel-{version('razdel')}",
        *(["names:" + names_signature(options.terms, options.romanisation)] if named else []),
        "detect:" + "+".join(f"{name}-{version(name)}" for name in ("py3langid", "langdetect", "pymorphy3-dicts-ru")),
    )
    return "|".join(parts)


def translate_file(path: str | os.PathLike[str], options: Options | None = None) -> BilingualDocument:
    """A file as a bilingual document: `Pipeline(options).translate_file(path)`; models stay loaded for the next call."""
    return Pipeline(options).translate_file(path)
