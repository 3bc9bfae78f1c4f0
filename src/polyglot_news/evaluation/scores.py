"""BLEU and chrF, by sacrebleu, which is loaded when it is needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from polyglot_news.errors import UsageError

if TYPE_CHECKING:
    from sacrebleu import BLEU, CHRF


@dataclass(frozen=True, slots=True)
class Scores:
    """Of some lines together, 0 to 100."""

    lines: int
    bleu: float
    chrf: float


@dataclass(frozen=True, slots=True)
class Signatures:
    """How the scores were computed, in sacrebleu's own words."""

    bleu: str
    chrf: str


class Metrics:
    """Both metrics, with sacrebleu's default settings."""

    def __init__(self, bleu: "BLEU", chrf: "CHRF") -> None:
        self._bleu = bleu
        self._chrf = chrf

    def score(self, texts: Sequence[str], references: Sequence[str]) -> Scores:
        """The scores of all texts together; there must be one or more."""
        bleu, chrf = (metric.corpus_score(texts, [references]) for metric in (self._bleu, self._chrf))
        return Scores(len(texts), bleu.score, chrf.score)

    @property
    def signatures(self) -> Signatures:
        """Of what was scored last."""
        return Signatures(str(self._bleu.get_signature()), str(self._chrf.get_signature()))


def load_metrics() -> Metrics:
    """The metrics; raises UsageError where sacrebleu is not installed."""
    try:
        from sacrebleu import BLEU, CHRF
    except ImportError as error:
        raise UsageError("evaluate needs sacrebleu; type: pip install 'polyglot-news[evaluate]'") from error
    return Metrics(BLEU(force=True), CHRF())  # forced: a test set that is tokenized already is no reason for a warning
