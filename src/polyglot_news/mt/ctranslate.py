"""A Marian model on CTranslate2: the default, several times faster than transformers, with no torch at run time."""

import functools
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import ctranslate2

from polyglot_news.errors import EngineError, ModelFormatError
from polyglot_news.mt.engine import TokenBatch, TokenHypothesis, choose_at, most_looked_at, words_of
from polyglot_news.mt.vocabulary import END

_Waiting: TypeAlias = ctranslate2.AsyncTranslationResult
_Scoring: TypeAlias = ctranslate2.AsyncScoringResult


class CTranslateDecoder:
    """Runs a converted model. Safe to share between threads."""

    def __init__(self, folder: Path, *, compute_type: str = "int8", device: str = "cpu", threads: int = 1) -> None:
        """Load the model. `threads` batches are decoded at once, each by one thread.

        (Two threads on one batch are slower than one for a model as small as these: measured in `benchmarks/throughput.py`.)
        Raises ModelFormatError where CTranslate2 cannot load the folder.
        """
        self._queueing = threading.Lock()
        try:
            self._translator = ctranslate2.Translator(
                str(folder), device=device, compute_type=compute_type, inter_threads=threads, intra_threads=1
            )
        except (RuntimeError, ValueError) as error:
            raise ModelFormatError(f"{folder}: CTranslate2 cannot load this model: {error}") from error

    @property
    def compute_type(self) -> str:
        """Number format that the model really runs in."""
        return str(self._translator.compute_type)

    def decode(self, batches: Sequence[TokenBatch]) -> Iterator[list[TokenHypothesis]]:
        """The best hypothesis for each source, batch after batch, in order; all batches are queued at once."""
        with self._queueing:  # one call's batches behind the other's, so that what was asked first is done first
            queued = [self._queue(batch) for batch in batches]
        try:
            judged = [self._judge(results, batch) for results, batch in zip(queued, batches, strict=True)]
            found = [self._look(some, batch) for some, batch in zip(judged, batches, strict=True)]
            for hypotheses in found:
                yield [hypothesis() for hypothesis in hypotheses]
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"CTranslate2 failed while translating: {error}") from error

    def _judge(self, results: Iterable[_Waiting], batch: TokenBatch) -> list[Callable[[], TokenHypothesis]]:
        """What was decoded; where there are candidates, what chooses among them is queued."""
        judged: list[Callable[[], TokenHypothesis]] = []
        for n, waiting in enumerate(results):
            result = waiting.result()
            pairs = zip(result.hypotheses, result.scores, strict=True)
            made = [TokenHypothesis(tuple(tokens), float(score)) for tokens, score in pairs]
            back = self._queue_scores(made, batch.texts[n], batch.tag_back) if len(made) > 1 and batch.tag_back else ()
            judged.append(functools.partial(_chosen, made, back))
        return judged

    def _look(self, judged: Iterable[Callable[[], TokenHypothesis]], batch: TokenBatch) -> list[Callable[[], TokenHypothesis]]:
        """What was chosen, with the alignments that are wanted queued."""
        looking: list[Callable[[], TokenHypothesis]] = []
        for choice, source, aligned in zip(judged, batch.sources, batch.aligned, strict=True):
            made = choice()
            looked = self._queue_looks(source, made.tokens, batch.tag_back) if aligned and made.tokens else ()
            looking.append(functools.partial(_aligned, made, source, looked))
        return looking

    def _queue_scores(self, made: Sequence[TokenHypothesis], text: Sequence[str], tag_back: str) -> list[_Scoring]:
        """A text's score given each of some hypotheses; these alone are one batch, so that no neighbour changes the scores."""
        scoring: list[_Scoring] = self._translator.score_batch(
            [[tag_back, *one.tokens, END] for one in made],
            [list(text)] * len(made),
            max_batch_size=0,
            max_input_length=0,
            asynchronous=True,
        )
        return scoring

    def _queue_looks(self, source: tuple[str, ...], tokens: tuple[str, ...], tag_back: str | None) -> list[_Waiting]:
        """The attention of a target, and, with a tag for the way back, that of its source written from it."""
        words = [source[at] for at in words_of(source)]
        both = [(source, tokens), *([((tag_back, *tokens, END), words)] if tag_back is not None and words else [])]
        return [self._queue_alignment(read, written) for read, written in both]

    def _queue_alignment(self, source: Sequence[str], tokens: Sequence[str]) -> _Waiting:
        """The attention of a target that is known, one source at a time.

        CTranslate2 4.8 returns it while it searches, too, but with a beam the first token's is that of another source in the
        batch; and alone it is the same on every run.
        """
        results = self._translator.translate_batch(
            [list(source)],
            target_prefix=[list(tokens)],
            beam_size=1,
            max_decoding_length=len(tokens) + 1,
            max_input_length=0,
            return_attention=True,
            asynchronous=True,
        )
        return results[0]

    def _queue(self, batch: TokenBatch) -> list[_Waiting]:
        results: list[_Waiting] = self._translator.translate_batch(
            [list(source) for source in batch.sources],
            beam_size=batch.beam,
            num_hypotheses=batch.candidates,
            no_repeat_ngram_size=batch.no_repeat_ngram,
            suppress_sequences=_sequences(batch.suppressed),
            max_decoding_length=batch.longest,
            max_input_length=0,
            max_batch_size=0,
            return_scores=True,
            asynchronous=True,
        )
        return results


@functools.lru_cache(maxsize=32)
def _sequences(tokens: tuple[str, ...]) -> list[list[str]] | None:
    """Each token as a sequence of its own, as CTranslate2 wants them; the same few lists serve most batches."""
    return [[token] for token in tokens] or None


def _chosen(made: Sequence[TokenHypothesis], back: Sequence[_Scoring]) -> TokenHypothesis:
    if not back:
        return made[0]
    chances = [waiting.result().log_probs for waiting in back]
    return made[choose_at(made, [sum(some) / max(len(some), 1) for some in chances])]


def _aligned(made: TokenHypothesis, source: Sequence[str], waiting: Sequence[_Waiting]) -> TokenHypothesis:
    if not waiting:
        return made
    there, *back = (one.result().attention[0] for one in waiting)
    looked = most_looked_at(there[: len(made.tokens)], source, back[0][: len(words_of(source))] if back else None)
    return replace(made, attention=looked)
