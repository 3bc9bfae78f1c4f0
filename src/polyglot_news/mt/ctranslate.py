"""A Marian model on CTranslate2: the default, several times faster than transformers, with no torch at run time."""

import functools
from collections.abc import Iterator, Sequence
from pathlib import Path

import ctranslate2

from polyglot_news.errors import EngineError, ModelFormatError
from polyglot_news.mt.engine import TokenBatch, TokenHypothesis, most_looked_at


class CTranslateDecoder:
    """Runs a converted model. Safe to share between threads."""

    def __init__(self, folder: Path, *, compute_type: str = "int8", device: str = "cpu", threads: int = 1) -> None:
        """Load the model. `threads` batches are decoded at once, each by one thread.

        (Two threads on one batch are slower than one for a model as small as these: measured in `benchmarks/throughput.py`.)
        Raises ModelFormatError where CTranslate2 cannot load the folder.
        """
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
        queued = [self._queue(batch) for batch in batches]
        for results, batch in zip(queued, batches, strict=True):
            try:
                yield [_hypothesis(r.result(), source) for r, source in zip(results, batch.sources, strict=True)]
            except (RuntimeError, ValueError) as error:
                raise EngineError(f"CTranslate2 failed while translating: {error}") from error

    def _queue(self, batch: TokenBatch) -> list[ctranslate2.AsyncTranslationResult]:
        results: list[ctranslate2.AsyncTranslationResult] = self._translator.translate_batch(
            [list(source) for source in batch.sources],
            beam_size=batch.beam,
            no_repeat_ngram_size=batch.no_repeat_ngram,
            suppress_sequences=_sequences(batch.suppressed),
            max_decoding_length=batch.longest,
            max_input_length=0,
            max_batch_size=0,
            return_scores=True,
            return_attention=batch.attention,
            asynchronous=True,
        )
        return results


@functools.lru_cache(maxsize=32)
def _sequences(tokens: tuple[str, ...]) -> list[list[str]] | None:
    """Each token as a sequence of its own, as CTranslate2 wants them; the same few lists serve most batches."""
    return [[token] for token in tokens] or None


def _hypothesis(result: ctranslate2.TranslationResult, source: Sequence[str]) -> TokenHypothesis:
    tokens = tuple(result.hypotheses[0])
    attention = most_looked_at(result.attention[0][: len(tokens)], source) if result.attention else ()
    return TokenHypothesis(tokens, float(result.scores[0]), attention)
