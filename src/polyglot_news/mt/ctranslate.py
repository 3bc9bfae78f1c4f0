"""A Marian model on CTranslate2: the default, several times faster than transformers, with no torch at run time."""

import functools
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import TypeAlias

import ctranslate2

from polyglot_news.errors import EngineError, ModelFormatError
from polyglot_news.mt.engine import TokenBatch, TokenHypothesis, choose_at, most_looked_at, words_of
from polyglot_news.mt.vocabulary import END, filler

_Waiting: TypeAlias = ctranslate2.AsyncTranslationResult
_Scoring: TypeAlias = ctranslate2.AsyncScoringResult
Tokens: TypeAlias = tuple[str, ...]
_STEP, _MOST = 8, 32  # tokens that padded lengths differ by, and sources in a batch, where alignments are read


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
        """The best hypothesis for each source, batch after batch, in order; all batches are queued at once, in this call."""
        with self._queueing:  # one call's batches behind the other's, so that what was asked first is done first
            return self._answers([self._queue(batch) for batch in batches], batches)

    def _answers(self, queued: Sequence[Iterable[_Waiting]], batches: Sequence[TokenBatch]) -> Iterator[list[TokenHypothesis]]:
        try:
            judged = [self._judge(results, batch) for results, batch in zip(queued, batches, strict=True)]
            made = [[choice() for choice in choices] for choices in judged]
            found = self._look(made, batches)
            for hypotheses in made:
                yield [next(found)() for _ in hypotheses]
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

    def _look(
        self, made: Sequence[Sequence[TokenHypothesis]], batches: Sequence[TokenBatch]
    ) -> Iterator[Callable[[], TokenHypothesis]]:
        """What was made, with the alignments that are wanted queued: the attention of the target and, with a tag for the way
        back, that of its source written from it.
        """
        looks = [
            _Look(one, source, _there_and_back(one, source, batch.tag_back) if aligned and one.tokens else ())
            for hypotheses, batch in zip(made, batches, strict=True)
            for one, source, aligned in zip(hypotheses, batch.sources, batch.aligned, strict=False)
        ]
        waiting = iter(self._queue_attention(list(chain.from_iterable(look.pairs for look in looks))))
        return iter([functools.partial(_aligned, look, list(islice(waiting, len(look.pairs)))) for look in looks])

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

    def _queue_attention(self, pairs: Sequence[tuple[Tokens, Tokens]]) -> list[_Waiting]:
        """The attention of targets that are known, each given with its source.

        CTranslate2 4.8 returns it while it searches, too, but with a beam the first token's is that of another source in the
        batch. As in `mt.marian` each source is padded to the next multiple of some tokens, so that no neighbour changes it.
        """
        waiting: dict[int, _Waiting] = {}
        alike = defaultdict[int, list[int]](list)
        for n, (source, _) in enumerate(pairs):
            alike[-(-len(source) // _STEP) * _STEP].append(n)
        for length, numbers in alike.items():
            numbers.sort(key=lambda n: len(pairs[n][1]))
            for at in range(0, len(numbers), _MOST):
                some = numbers[at : at + _MOST]
                waiting.update(zip(some, self._queue_known([pairs[n] for n in some], length), strict=False))
        return [waiting[n] for n in range(len(pairs))]

    def _queue_known(self, pairs: Sequence[tuple[Tokens, Tokens]], length: int) -> list[_Waiting]:
        """The same for sources of one padded length; behind them stands a filler's, where none is as long itself."""
        longest, written = max(pairs, key=lambda pair: len(pair[0]))
        fillers = [(source, written[:1]) for source in filler(longest, length)]
        sources, targets = zip(*pairs, *fillers, strict=True)
        results: list[_Waiting] = self._translator.translate_batch(
            list(map(list, sources)),
            target_prefix=list(map(list, targets)),
            beam_size=1,
            max_decoding_length=max(map(len, targets)) + 1,
            max_input_length=0,
            max_batch_size=0,
            return_attention=True,
            asynchronous=True,
        )
        return results

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


@dataclass(frozen=True, slots=True)
class _Look:
    """A hypothesis whose alignment with its source may be wanted."""

    made: TokenHypothesis
    source: Tokens
    pairs: Sequence[tuple[Tokens, Tokens]]
    """What to read and what is written of it: there, and back; none where no alignment is wanted."""


def _there_and_back(made: TokenHypothesis, source: Tokens, tag_back: str | None) -> list[tuple[Tokens, Tokens]]:
    words = tuple(source[at] for at in words_of(source))
    back = [((tag_back, *made.tokens, END), words)] if tag_back is not None and words else []
    return [(source, made.tokens), *back]


def _aligned(look: _Look, waiting: Sequence[_Waiting]) -> TokenHypothesis:
    if not waiting:
        return look.made
    there, *back = (one.result().attention[0] for one in waiting)
    tokens = len(look.made.tokens)
    looked = most_looked_at(there[:tokens], look.source, back[0][: len(words_of(look.source))] if back else None)
    return replace(look.made, attention=looked)
