"""From a segment's bare text to what a model is asked, and from its answers to a target text.

    bare      ► Глава ЦБ @cbr_news сказала: <b>…           items: icon, handle
    plan      "► " copied | "Глава ЦБ <x0> сказала: ..." asked
    assemble  "► " + "The head of the Central Bank @cbr_news said: ..."

Three ways to carry items across, tried in this order by the pipeline:

    PLACEHOLDERS   each item is replaced by a marker that the model was trained to copy
    BARE           the items stay in the text (models that know no markers), or numbers stay in it
    AROUND         the text is cut at the items and only what is between them is translated
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from polyglot_news.document import Hypothesis, Span
from polyglot_news.text.numbers import spell_number
from polyglot_news.text.protection import Item, peel

FIGURE = "figure"  # kind of item: a number that is carried across, but spelled as the target language does

_ENDS = ".!?…:;"
_LETTER = re.compile(r"[^\W\d_]")


class Carrying(StrEnum):
    """How items are carried across."""

    PLACEHOLDERS = "placeholders"
    BARE = "bare"
    AROUND = "around"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the bare text: asked of the model, or copied."""

    span: Span
    """In the bare text; parts cover it without gaps."""
    text: str | None
    """What the model is asked; None where the stretch is copied."""
    slots: Mapping[str, Item]
    """Markers in `text` and what each stands for."""
    item: Item | None = None
    """The item that is copied, where the stretch is one."""

    def bare_at(self, at: int) -> int:
        """The offset in the bare text of offset `at` in `text`."""
        shift = self.span.start
        for marker, item in self.slots.items():
            where = item.span.start - shift
            if at < where:
                break
            if at < where + len(marker):
                return item.span.start
            shift += len(item.span) - len(marker)
        return min(at + shift, self.span.stop)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of the target."""

    text: str
    """What a reader sees."""
    item: Item | None = None
    """The item it is a copy of: it is to be spelled as the source spells it."""
    copied: Span | None = None
    """The stretch of the bare text it is a copy of."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Which part of the bare text a part of the target renders, and how sure that is (0 to 1)."""

    target: Span
    bare: Span
    weight: float


@dataclass(frozen=True, slots=True)
class Made:
    """A target text as chunks, its ties to the bare text, and the items that got lost on the way."""

    chunks: tuple[Chunk, ...]
    anchors: tuple[Anchor, ...]
    lost: tuple[Item, ...]
    score: float | None

    @property
    def text(self) -> str:
        """What a reader sees."""
        return "".join(chunk.text for chunk in self.chunks)


def plan(
    bare: str, items: Sequence[Item], carrying: Carrying, markers: Sequence[str] = (), *, final_stop: bool = False
) -> tuple[Part, ...]:
    """Cut `bare` into parts to ask and parts to copy.

    More items than there are markers: the text is cut around those beyond. `final_stop` gives each part to ask a full stop where
    it has no end of its own: Marian models loop on headlines and single words without one.
    """
    start, stop = peel(bare, items)
    inner = _merged(bare, [i for i in items if start <= i.span.start and i.span.stop <= stop])
    keep = {Carrying.PLACEHOLDERS: len(markers), Carrying.BARE: len(inner), Carrying.AROUND: 0}[carrying]
    masked = inner[:keep] if carrying is Carrying.PLACEHOLDERS else []
    cuts = [Span(0, start), *(i.span for i in inner[keep:]), Span(stop, len(bare))]
    parts: list[Part] = []
    at = 0
    for cut in cuts:
        if cut.start > at:
            parts += _asked(bare, Span(at, cut.start), masked, markers, "." if final_stop else "")
        if cut:
            parts.append(Part(cut, None, {}, next((i for i in inner if i.span == cut), None)))
        at = cut.stop
    return tuple(parts)


def assemble(bare: str, parts: Sequence[Part], answers: Sequence[Hypothesis], language: str) -> Made:
    """Put the answers (one for each part that asks, in order) and the copies together, for readers of `language`."""
    chunks, anchors, lost = list[Chunk](), list[Anchor](), list[Item]()
    scores, waiting, at = list[float](), iter(answers), 0
    for part in parts:
        if part.text is None:
            made = [_copy(bare, part.span, part.item, language)]
            anchors.append(Anchor(Span(at, at + len(made[0].text)), part.span, 1.0))
        else:
            answer = next(waiting)
            made = list(_restored(_in_context(part, answer, bare), part, bare, language))
            lost += [item for item in part.slots.values() if all(chunk.item is not item for chunk in made)]
            anchors += _anchors(part, answer, made, at)
            scores += [] if answer.score is None else [answer.score]
        chunks += made
        at += sum(len(chunk.text) for chunk in made)
    return Made(tuple(chunks), tuple(anchors), tuple(lost), min(scores, default=None))


def append(made: Made, items: Sequence[Item], bare: str) -> Made:
    """The target with `items` put behind it: the last resort, so that none is lost."""
    added = [chunk for item in items for chunk in (Chunk(" "), Chunk(item.span.of(bare), item, item.span))]
    return Made((*made.chunks, *added), made.anchors, (), made.score)


def _copy(bare: str, span: Span, item: Item | None, language: str) -> Chunk:
    """A copy of the source; a figure is spelled as the target language does, and then it is no copy any more."""
    text = span.of(bare)
    if item and item.kind == FIGURE and (spelled := spell_number(text, language)) != text:
        return Chunk(spelled, item)
    return Chunk(text, item, span)


def _asked(bare: str, span: Span, masked: Sequence[Item], markers: Sequence[str], stop: str) -> Iterator[Part]:
    """One part to ask, its surrounding white space copied; nothing to ask where there is no letter or item in it."""
    text = span.of(bare)
    if not _LETTER.search(text):
        yield Part(span, None, {})
        return
    core = Span(span.start + len(text) - len(text.lstrip()), span.stop - len(text) + len(text.rstrip()))
    if core.start > span.start:
        yield Part(Span(span.start, core.start), None, {})
    slots = dict(zip(markers, (i for i in masked if core.covers(i.span)), strict=False))
    pieces, at = [], core.start
    for marker, item in slots.items():
        pieces += [bare[at : item.span.start], marker]
        at = item.span.stop
    asked = "".join([*pieces, bare[at : core.stop]])
    yield Part(core, asked if asked[-1] in _ENDS else asked + stop, slots)
    if core.stop < span.stop:
        yield Part(Span(core.stop, span.stop), None, {})


def _merged(bare: str, items: Sequence[Item]) -> list[Item]:
    """Items with nothing but blanks between them as one: fewer markers for the model to carry."""
    merged: list[Item] = []
    for item in items:
        if merged and not bare[merged[-1].span.stop : item.span.start].strip(" \u00a0"):
            merged[-1] = Item(Span(merged[-1].span.start, item.span.stop), "run")
        else:
            merged.append(item)
    return merged


def _in_context(part: Part, answer: Hypothesis, bare: str) -> str:
    """The answer without the final stop that a model likes to add to what has none."""
    text = answer.text
    ends = part.span.of(bare).rstrip("»”\"')")[-1:]
    if text[-1:] == "." and text[-2:-1] != "." and ends not in _ENDS and not re.search(r"\b\w\.\w?\.?$", text):
        return text[:-1]
    return text


def _restored(text: str, part: Part, bare: str, language: str) -> Iterator[Chunk]:
    """The answer with each marker replaced by its item; a marker that comes twice is dropped."""
    pending, at = dict(part.slots), 0
    for match in re.finditer("|".join(map(re.escape, part.slots)), text) if part.slots else ():
        item = pending.pop(match[0], None)
        before = text[at : match.start()]
        at = match.end()
        yield Chunk(before if item else before.rstrip())
        if item:
            yield _copy(bare, item.span, item, language)
    yield Chunk(text[at:])


def _anchors(part: Part, answer: Hypothesis, chunks: Sequence[Chunk], at: int) -> Iterator[Anchor]:
    """Links of the answer, moved from the answer's text to where its pieces now stand in the target."""
    moved, answer_at = list[tuple[Span, int]](), 0
    for chunk in chunks:
        marker = next((m for m, item in part.slots.items() if item is chunk.item), None)
        if marker is not None and chunk.item is not None:
            yield Anchor(Span(at, at + len(chunk.text)), chunk.item.span, 1.0)
            answer_at = answer.text.find(marker, answer_at) + len(marker)
        else:
            answer_at = max(answer_at, answer.text.find(chunk.text, answer_at)) if chunk.text else answer_at
            moved.append((Span(answer_at, answer_at + len(chunk.text)), at - answer_at))
            answer_at += len(chunk.text)
        at += len(chunk.text)
    for link in answer.alignment:
        for span, by in moved:
            if span.covers(link.target):
                bare = Span(
                    part.bare_at(link.source.start), max(part.bare_at(link.source.start), part.bare_at(link.source.stop))
                )
                yield Anchor(Span(link.target.start + by, link.target.stop + by), bare, link.weight)
