"""Marian models as an engine: texts to tokens, tokens to batches, batches to a decoder, and the way back.

1. Each request's text becomes tokens: the target tag where the model has one, the pieces, the end of sentence. A text longer
   than the model's window is cut at clause boundaries first, and its parts are joined again afterwards.
2. Equal requests are translated once.
3. Requests that are decoded alike are batched. How much padding a source gets changes what an int8 model writes. So by default
   each source is padded to the next multiple of `Decoding.step` tokens, whatever its neighbours are: a batch holds sources of
   one such length, and a filler where none of them has it in full. Then a text does not depend on its neighbours. `mixed`
   batches are sorted by length instead.
4. The decoder's best hypothesis becomes text; where a request asks for it, attention becomes links between characters. A model
   that has both directions reads it both ways: that halves the errors (`models/starter/recipe/README.md`).
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from polyglot_news.document import Direction, Hypothesis, Link, Origin, Span
from polyglot_news.errors import DirectionError
from polyglot_news.mt.engine import Decoder, Request, TokenBatch, TokenHypothesis, words_of
from polyglot_news.mt.models import Model
from polyglot_news.mt.vocabulary import END, Vocabulary, filler, locate_tokens
from polyglot_news.text.clauses import split_clauses

MOST = 32  # sources in a batch: enough to fill a processor, few enough that each thread has work


class Batching(StrEnum):
    """How sources are put together."""

    EQUAL = "equal"  # one padded length a batch: a text never depends on its neighbours
    MIXED = "mixed"  # sorted by length: less padding, and a text may change with its neighbours


@dataclass(frozen=True, slots=True)
class _Job:
    """A part of a request that fits into the model's window."""

    request: Request
    text: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Loaded:
    model: Model
    vocabulary: Vocabulary
    decoder: Decoder


_Decoding: TypeAlias = tuple[_Loaded, list[list[_Job]], Iterator[list[TokenHypothesis]]]
"""A model, the jobs of each of its batches, and what becomes of the batches."""


class MarianEngine:
    """One or two Marian models that between them translate in the directions they have."""

    origin = Origin.MODEL

    def __init__(
        self, models: Sequence[Model], load: Callable[[Model], Decoder], *, batching: Batching = Batching.EQUAL
    ) -> None:
        """`load` makes a decoder; for each direction the first model that has it serves."""
        self._batching = batching
        self._serving: dict[str, _Loaded] = {}
        for model in models:
            loaded = _Loaded(model, Vocabulary(model.source_spm, model.target_spm), load(model))
            for direction in model.tags:
                self._serving.setdefault(direction, loaded)

    @property
    def signature(self) -> str:
        """Directions, models with their digests, number format and batching."""
        serving = sorted(self._serving.items())
        models = ",".join(f"{direction}:{s.model.name}@{s.model.digest}/{s.decoder.compute_type}" for direction, s in serving)
        return f"{models}|batching:{self._batching}"

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Markers that every model in use carries across."""
        known = [s.model.placeholders for s in self._serving.values()]
        return known[0] if known and all(k == known[0] for k in known) else ()

    @property
    def hints(self) -> tuple[str, str] | None:
        """Markers around a wanted form that every model in use knows."""
        known = [s.model.hints for s in self._serving.values()]
        return known[0] if known and all(k == known[0] for k in known) else None

    def supports(self, direction: Direction) -> bool:
        """Whether one of the models has this direction."""
        return str(direction) in self._serving

    def translate(self, requests: Sequence[Request]) -> Iterator[Hypothesis]:
        """One hypothesis a request, in order; see the module's text for the steps. A decoder that queues has it all at once."""
        self._require(requests)
        jobs = [self._jobs(request) for request in requests]
        distinct = list(dict.fromkeys(itertools.chain.from_iterable(jobs)))
        return self._answers(requests, jobs, self._decode(distinct))

    def _answers(
        self, requests: Sequence[Request], jobs: Sequence[tuple[_Job, ...]], decoding: Sequence[_Decoding]
    ) -> Iterator[Hypothesis]:
        made: dict[_Job, Hypothesis] = {}
        for serving, queue, decoded in decoding:
            for members, found in zip(queue, decoded, strict=True):
                answers = zip(members, found, strict=False)  # a filler's answer, the last, is left over
                made.update({job: _hypothesis(job, answer, serving.vocabulary) for job, answer in answers})
        for request, parts in zip(requests, jobs, strict=True):
            yield _joined(request.text, [(job, made[job]) for job in parts])

    def _require(self, requests: Sequence[Request]) -> None:
        for direction in dict.fromkeys(request.direction for request in requests):
            if not self.supports(direction):
                known = ", ".join(sorted(self._serving)) or "nothing"
                raise DirectionError(f"no model for {direction}: the models in use translate {known}; name one with --model")

    def _jobs(self, request: Request) -> tuple[_Job, ...]:
        serving = self._serving[str(request.direction)]
        tag = serving.model.tags[str(request.direction)]
        tokens = serving.vocabulary.encode(request.text)
        if len(tokens) <= serving.model.window:
            return (_Job(request, request.text, _framed(tokens, tag)),)
        spans = split_clauses(request.text, fits=lambda part: len(serving.vocabulary.encode(part)) <= serving.model.window)
        texts = [span.of(request.text) for span in spans]
        return tuple(_Job(request, text, _framed(serving.vocabulary.encode(text), tag)) for text in texts)

    def _decode(self, jobs: Sequence[_Job]) -> list[_Decoding]:
        """Begin to decode all jobs: for each model its batches, and what comes of them."""
        by_model: dict[int, list[tuple[list[_Job], TokenBatch]]] = defaultdict(list)
        for members, batch in self._batches(jobs):
            by_model[id(self._serving_of(members[0]))].append((members, batch))
        return [
            (serving, [members for members, _ in queue], serving.decoder.decode([batch for _, batch in queue]))
            for queue in by_model.values()
            for serving in [self._serving_of(queue[0][0][0])]
        ]

    def _serving_of(self, job: _Job) -> _Loaded:
        return self._serving[str(job.request.direction)]

    def _batches(self, jobs: Sequence[_Job]) -> Iterator[tuple[list[_Job], TokenBatch]]:
        """Longest first, so that no long batch is left alone at the end."""
        alike = defaultdict(list)
        for job in jobs:
            step = job.request.decoding.step
            length = -(-len(job.tokens) // step) * step if self._batching is Batching.EQUAL else 0
            alike[job.request.direction, job.request.decoding, length].append(job)
        for (direction, _, length), members in sorted(alike.items(), key=lambda item: -item[0][2]):
            members.sort(key=lambda job: -len(job.tokens))
            for at in range(0, len(members), MOST):
                some = members[at : at + MOST]
                yield some, self._token_batch(some, direction, length)

    def _token_batch(self, jobs: Sequence[_Job], direction: Direction, length: int) -> TokenBatch:
        """`length` is what the sources are padded to; 0 = to the longest of them."""
        serving, decoding = self._serving[str(direction)], jobs[0].request.decoding
        suppressed = serving.vocabulary.suppressed(
            direction.target,
            strict=decoding.strict_script,
            allowed=decoding.allowed,
            placeholders=serving.model.placeholders if decoding.placeholders else (),
        )
        fillers = tuple(filler(jobs[0].tokens, length))
        sources, tag_back = (*(job.tokens for job in jobs), *fillers), self._tag_back(direction)
        candidates = min(decoding.candidates, decoding.beam) if tag_back is not None else 1
        return TokenBatch(
            sources=sources,
            beam=decoding.beam,
            no_repeat_ngram=decoding.no_repeat_ngram,
            suppressed=suppressed,
            candidates=candidates,
            longest=max(16, 3 * (length or len(jobs[0].tokens))),
            aligned=(*(job.request.align for job in jobs), *(False for _ in fillers)),
            tag_back=tag_back,
            texts=tuple(_told(source, serving.model.hints) for source in sources) if candidates > 1 else (),
        )

    def _tag_back(self, direction: Direction) -> str | None:
        """The tag of the opposite direction, if one model with the same pieces on both sides has both."""
        serving, opposite = self._serving[str(direction)], str(Direction(direction.target, direction.source))
        shared = serving.vocabulary.is_shared and self._serving.get(opposite) is serving
        return serving.model.tags[opposite] if shared else None


def _told(source: Sequence[str], hints: tuple[str, str] | None) -> tuple[str, ...]:
    """The words of a source without the hints among them."""
    told, inside = list[str](), False
    for token in (source[at] for at in words_of(source)):
        inside = inside or (hints is not None and token == hints[0])
        if not inside:
            told.append(token)
        inside = inside and hints is not None and token != hints[1]
    return tuple(told)


def _framed(tokens: tuple[str, ...], tag: str | None) -> tuple[str, ...]:
    return (*((tag,) if tag else ()), *tokens, END)


def _hypothesis(job: _Job, found: TokenHypothesis, vocabulary: Vocabulary) -> Hypothesis:
    text = vocabulary.decode(found.tokens)
    if not job.request.align:
        return Hypothesis(text, found.score)
    sources, targets = locate_tokens(job.text, job.tokens), locate_tokens(text, found.tokens)
    links = (Link(sources[at], target, weight) for target, (at, weight) in zip(targets, found.attention, strict=False))
    return Hypothesis(text, found.score, tuple(link for link in links if link.source and link.target))


def _joined(text: str, parts: Sequence[tuple[_Job, Hypothesis]]) -> Hypothesis:
    """One hypothesis of the parts that a long text was cut into; a single part is the whole."""
    if len(parts) == 1:
        return parts[0][1]
    joined, links, source_at = "", list[Link](), 0
    for job, made in parts:
        source_at = text.index(job.text, source_at)
        joined += " " if joined and made.text else ""
        links += [_shifted(link, source_at, len(joined)) for link in made.alignment]
        joined += made.text
        source_at += len(job.text)
    scores = [made.score for _, made in parts if made.score is not None]
    return Hypothesis(joined, min(scores, default=None), tuple(links))


def _shifted(link: Link, source: int, target: int) -> Link:
    return Link(link.source.shift(source), Span(link.target.start + target, link.target.stop + target), link.weight)
