"""The one road: a text or a file to a bilingual document.

read -> blocks -> sentences -> language of each -> translate, check, ask again -> one translation for each segment
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
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
from polyglot_news.errors import EngineError, UsageError
from polyglot_news.formats.registry import find_format
from polyglot_news.mt.engine import Decoding, Engine, Request
from polyglot_news.mt.loading import EngineName, EngineOptions, load_engine
from polyglot_news.names.ledger import Ledger
from polyglot_news.names.spelling import Scheme
from polyglot_news.names.term import Term
from polyglot_news.naming import name_document, names_signature
from polyglot_news.reading import parse, read_bytes, read_document
from polyglot_news.segmentation import segment
from polyglot_news.translation import make_task, translate_tasks
from polyglot_news.verification import with_markup_flags

TARGETS = ("both", "en", "ru")
ENGINES = tuple(str(name) for name in EngineName)
BATCHINGS = ("equal", "mixed")
COMPUTE_TYPES = (
    "default", "auto", "int8", "int8_float32", "int8_float16", "int8_bfloat16", "int16", "float16", "bfloat16", "float32",
)  # fmt: skip
AT_ONCE = 2048  # segments given to the engine together: enough to fill its batches, few enough to hold in memory

Progress = Callable[[int, int], None]
"""Told how many segments to translate are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a pipeline makes, and with what."""

    to: str = "both"
    """`both`: each segment is translated into the other of the two languages; `en`, `ru`: into that one."""
    beam: int = 4
    """Hypotheses kept at each step of the search; 1 is twice as fast as 4, and worse."""
    engine: EngineOptions = field(default_factory=EngineOptions)
    names: bool = True
    """Whether names are found and spelled one way throughout."""
    terms: tuple[Term, ...] = ()
    """The user's term base, which names and other terms follow: `read_terms(path)`."""
    romanisation: Scheme = field(default_factory=Scheme)
    """How Russian names are spelled for which there is no better evidence."""

    def __post_init__(self) -> None:
        """Raises UsageError that names every mistake."""
        engine = self.engine
        choices = (
            ("to", self.to, TARGETS),
            ("engine", engine.engine, ENGINES),
            ("compute_type", engine.compute_type, COMPUTE_TYPES),
            ("batching", engine.batching, BATCHINGS),
        )
        mistakes = [f"{name}={value!r} is none of {', '.join(known)}" for name, value, known in choices if value not in known]
        if not 1 <= self.beam <= 32:
            mistakes.append(f"beam={self.beam} is not between 1 and 32")
        if engine.threads < 0:
            mistakes.append(f"threads={engine.threads} is less than 0")
        if not re.fullmatch(r"cpu|auto|cuda(:\d+)?", engine.device):
            mistakes.append(f"device={engine.device!r} is none of cpu, cuda, cuda:0 ..., auto")
        if mistakes:
            raise UsageError("; ".join(mistakes))


class Pipeline:
    """Translates texts and files; threads may share one."""

    def __init__(self, options: Options | None = None) -> None:
        """Load the models. Raises ModelError where that fails, UsageError for options that make no sense."""
        self.options = options or Options()
        self._engine: Engine = load_engine(self.options.engine)
        self.signature = _signature(self.options, self._engine)

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
        result = self.translate_document(document)
        refuse_nothing_done(result)
        return result

    def translate_document(self, document: Document, *, progress: Progress | None = None) -> BilingualDocument:
        """A document whose blocks have been read; its segments are found here unless it has them already."""
        document = document if document.segments else segment(document)
        wanted = [(s, direction) for s in document.segments if (direction := self._direction(s))]
        named = self.options.names and self._engine.origin is Origin.MODEL and bool(wanted)
        ask = self._ask if self._engine.supports(EN_RU) else None
        ledger = name_document(document, self.options.terms, self.options.romanisation, ask) if named else Ledger()
        made = dict(self._translated(document, wanted, ledger, progress or (lambda done, total: None)))
        translations = tuple(made.get(s.id) or _copied(s, alone=self.options.to == s.language) for s in document.segments)
        return with_markup_flags(BilingualDocument(document, translations, ledger.entries, self.signature))

    def _ask(self, names: Sequence[str]) -> list[str]:
        """Each English name by itself in Russian."""
        decoding = Decoding(beam=self.options.beam, strict_script=True)
        return [made.text for made in self._engine.translate([Request(name, EN_RU, decoding) for name in names])]

    def _direction(self, s: Segment) -> Direction | None:
        """The direction a segment is translated in; None where it is copied."""
        if s.language not in TRANSLATED_LANGUAGES or s.language == self.options.to:
            return None
        return Direction(s.language, "en" if s.language == "ru" else "ru")

    def _translated(
        self, document: Document, wanted: list[tuple[Segment, Direction]], ledger: Ledger, progress: Progress
    ) -> Iterator[tuple[str, Translation]]:
        escape = find_format(document.meta.format).escape
        for at in range(0, len(wanted), AT_ONCE):
            some = wanted[at : at + AT_ONCE]
            tasks = [
                make_task(document.text, s, document.blocks[s.block], direction, ledger.uses.get(s.id, ()))
                for s, direction in some
            ]
            made = translate_tasks(tasks, self._engine, document.text, beam=self.options.beam, escape=escape)
            yield from ((t.segment_id, t) for t in made)
            progress(at + len(some), len(wanted))


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


def refuse_nothing_done(result: BilingualDocument) -> None:
    """Raise EngineError where a model was asked for translations and every one of them is its source."""
    pairs = zip(result.document.segments, result.translations, strict=True)
    made = [(s.text, t) for s, t in pairs if t.origin is not Origin.COPY]
    if made and all("empty" in t.flags or (t.text or "").split() == source.split() for source, t in made):
        raise EngineError(
            f"{result.document.meta.name}: none of {len(made)} segments was translated: the model wrote nothing or copied them;"
            " another --model may know more"
        )


def _signature(options: Options, engine: Engine) -> str:
    named = options.names and engine.origin is Origin.MODEL
    parts = (
        f"polyglot-news:{version('polyglot-news')}",
        engine.signature,
        f"beam:{options.beam}",
        f"split:razdel-{version('razdel')}",
        *(["names:" + names_signature(options.terms, options.romanisation)] if named else []),
        "detect:" + "+".join(f"{name}-{version(name)}" for name in ("py3langid", "langdetect", "pymorphy3-dicts-ru")),
    )
    return "|".join(parts)


def translate_file(path: str | os.PathLike[str], options: Options | None = None) -> BilingualDocument:
    """A file as a bilingual document: `Pipeline(options).translate_file(path)`; models stay loaded for the next call."""
    return Pipeline(options).translate_file(path)
