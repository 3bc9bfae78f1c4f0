"""What a pipeline makes, and with what."""

import re
from dataclasses import dataclass, field

from polyglot_news.errors import UsageError
from polyglot_news.mt.engine import Decoding
from polyglot_news.mt.loading import EngineName, EngineOptions
from polyglot_news.names.spelling import Scheme
from polyglot_news.names.term import Term

TARGETS = ("both", "en", "ru")
ENGINES = tuple(str(name) for name in EngineName)
QUALITIES = ("normal", "best")
BATCHINGS = ("equal", "mixed")
BEST_BEAM = 8
COMPUTE_TYPES = (
    "default", "auto", "int8", "int8_float32", "int8_float16", "int8_bfloat16", "int16", "float16", "bfloat16", "float32",
)  # fmt: skip


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
    quality: str = "normal"
    """`best`: of at least 8 hypotheses the one is taken from which the model, if it has both directions, reads the source back
    best. Takes three to four times as long.
    """

    def __post_init__(self) -> None:
        """Raises UsageError that names every mistake."""
        engine = self.engine
        choices = (
            ("to", self.to, TARGETS),
            ("engine", engine.engine, ENGINES),
            ("compute_type", engine.compute_type, COMPUTE_TYPES),
            ("batching", engine.batching, BATCHINGS),
            ("quality", self.quality, QUALITIES),
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

    @property
    def decoding(self) -> Decoding:
        """How first attempts are searched for."""
        beam = max(self.beam, BEST_BEAM) if self.quality == "best" else self.beam
        return Decoding(beam=beam, candidates=beam if self.quality == "best" else 1)
