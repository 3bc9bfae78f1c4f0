"""All figures of a model on a test set.

1. Names are found that source and reference share (`names.py`).
2. The lines go through the bare engine (`decoding.py`): BLEU, chrF, speed; numbers and names in what comes back.
3. Where the engine follows hints, the lines with such names are asked again, each name with the form of the reference behind
   it. So the hints are right, and what comes back tells how well the model follows them, and what that does to the rest.
4. All lines take the whole road, told the same names (`road.py`): what is left of the model's mistakes with numbers and names.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from polyglot_news.document import Direction
from polyglot_news.evaluation.accuracy import Share, extra_words, name_accuracy, number_accuracy
from polyglot_news.evaluation.bitext import Bitext
from polyglot_news.evaluation.buckets import Length, count_words, part_by_length
from polyglot_news.evaluation.decoding import decode, with_hints
from polyglot_news.evaluation.names import find_shared_names
from polyglot_news.evaluation.road import translate_lines
from polyglot_news.evaluation.scores import Metrics, Scores, Signatures
from polyglot_news.mt.engine import Decoding, Engine
from polyglot_news.names.ledger import Use

Progress = Callable[[int, int], None]
"""Told how many lines are done, and of how many.

A line counts when names were looked for in it, when it is translated, when it is asked again, and when it has taken the road;
how many are asked again is known, and added, once the names are.
"""


@dataclass(frozen=True, slots=True)
class Hinted:
    """What came of the same lines with names told."""

    followed: Share
    """Of the hints those whose form stands in the translation."""
    extra: Share
    """Of the words of hints those that the translation has too often."""
    scores: Scores
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """What the whole road writes, told the names."""

    number_share: Share
    name_share: Share
    scores: Scores
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measurement:
    """All figures of a model on a test set."""

    bitext: Bitext
    texts: tuple[str, ...]
    """The translations, without hints."""
    names: tuple[tuple[Use, ...], ...]
    """For each line the names that source and reference share."""
    words: int
    """Of the sources."""
    decoded_words: int
    """Of the sources that are distinct: equal lines are decoded once."""
    seconds: float
    """For the translations without hints: the engine's time alone."""
    scores: Scores
    lengths: tuple[tuple[Length, Scores | None], ...]
    """By length of the source; None where no line is so long."""
    signatures: Signatures
    number_share: Share
    reference_number_share: Share
    """The same of the reference: no translation can be expected to have more."""
    name_share: Share
    hinted: Hinted | None
    """None where the model knows no hints."""
    finished: Finished


@dataclass(slots=True)
class _Counted:
    """Lines done, told to a progress bar."""

    total: int
    progress: Progress
    done: int = field(default=0)

    def __call__(self, lines: int) -> None:
        self.done += lines
        self.progress(self.done, self.total)


def measure(
    bitext: Bitext,
    engine: Engine,
    direction: Direction,
    metrics: Metrics,
    *,
    decoding: Decoding | None = None,
    progress: Progress | None = None,
) -> Measurement:
    """All figures; raises DirectionError where the engine does not translate in this direction, ModelError where the
    recogniser's data are missing, EngineError where the model fails.
    """
    sources, references, target = bitext.sources, bitext.references, direction.target
    done = _Counted(3 * len(sources), progress or (lambda done, total: None))
    names = tuple(_find_names(bitext, direction, done))
    done.total += sum(map(bool, names)) if engine.hints is not None else 0
    decoding = decoding or Decoding()
    made = decode(sources, engine, direction, decoding, done=done)
    hinted = _decode_hinted(bitext, made.texts, names, engine, direction, decoding, done=done)
    return Measurement(
        bitext=bitext,
        texts=made.texts,
        names=names,
        words=sum(map(count_words, sources)),
        decoded_words=made.words,
        seconds=made.seconds,
        scores=metrics.score(made.texts, references),
        lengths=tuple(_scores_by_length(bitext, made.texts, metrics)),
        signatures=metrics.signatures,
        number_share=number_accuracy(sources, made.texts),
        reference_number_share=number_accuracy(sources, references),
        name_share=name_accuracy(names, made.texts, target),
        hinted=None if hinted is None else _judged(hinted, bitext, names, target, metrics),
        finished=_finished(
            translate_lines(sources, names, engine, direction, decoding, done=done), bitext, names, target, metrics
        ),
    )


def _find_names(bitext: Bitext, direction: Direction, done: Callable[[int], None]) -> Iterator[tuple[Use, ...]]:
    done(0)
    for source, reference in zip(bitext.sources, bitext.references, strict=True):
        yield tuple(find_shared_names(source, reference, direction))
        done(1)


def _decode_hinted(
    bitext: Bitext, texts: Sequence[str], names: Sequence[Sequence[Use]], engine: Engine, direction: Direction,
    decoding: Decoding, *, done: Callable[[int], None],
) -> tuple[str, ...] | None:  # fmt: skip
    """The texts, those of lines with names asked again with hints."""
    if engine.hints is None:
        return None
    told = [n for n, uses in enumerate(names) if uses]
    lines = [with_hints(bitext.sources[n], names[n], engine.hints) for n in told]
    again = dict(zip(told, decode(lines, engine, direction, decoding, done=done).texts, strict=True))
    return tuple(again.get(n, text) for n, text in enumerate(texts))


def _judged(texts: tuple[str, ...], bitext: Bitext, names: Sequence[Sequence[Use]], language: str, metrics: Metrics) -> Hinted:
    return Hinted(
        followed=name_accuracy(names, texts, language),
        extra=extra_words(names, texts, bitext.references, language),
        scores=metrics.score(texts, bitext.references),
        texts=texts,
    )


def _finished(
    texts: tuple[str, ...], bitext: Bitext, names: Sequence[Sequence[Use]], language: str, metrics: Metrics
) -> Finished:
    return Finished(
        number_share=number_accuracy(bitext.sources, texts),
        name_share=name_accuracy(names, texts, language),
        scores=metrics.score(texts, bitext.references),
        texts=texts,
    )


def _scores_by_length(bitext: Bitext, texts: Sequence[str], metrics: Metrics) -> list[tuple[Length, Scores | None]]:
    return [
        (length, metrics.score([texts[n] for n in some], [bitext.references[n] for n in some]) if some else None)
        for length, some in part_by_length(bitext.sources).items()
    ]
