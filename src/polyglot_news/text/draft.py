"""From a segment's bare text to what a model is asked, and from its answers to a target text.

    bare      ► Глава ЦБ @cbr_news сказала: <b>…           items: icon, handle
    plan      "► " copied | "Глава ЦБ <x0> сказала: ..." asked
    assemble  "► " + "The head of the Central Bank @cbr_news said: ..."

Three ways to carry items across, tried in this order by the pipeline:

    PLACEHOLDERS   each item is replaced by a marker that the model was trained to copy
    BARE           the items stay in the text (models that know no markers)
    AROUND         the text is cut at the items and only what is between them is translated

An answer is *settled* (`settling.py`) before it is put into place.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from polyglot_news.document import Hypothesis, Span
from polyglot_news.text.figures.numbers import spell_number_in
from polyglot_news.text.protection import Item, peel
from polyglot_news.text.settling import settle

_REPEATED_YEAR = re.compile(r" год[ау]?\b")  # behind a date that says so itself or has none, or an hour
_ENDING = re.compile(r" ?th\b")
_COMMA_BEHIND_DIGIT = re.compile(r"\d,\Z")
_COMMA_IN_SUM = re.compile(r",(?=\d)")
_NO_YEARS = ("time", "sum", "file", "url", "email", "handle")
_YEAR_BEHIND = re.compile(r",? (?:(?:an?|one|the|this|that|last|next) )?(?:years?\b|\d{4}\b)")
_SIGN = re.compile(r"(?:\A|[\s(\[«\"“…:])(?P<sign>[-−–+])[$€£]?\Z")  # of the figure behind it
_TOLD_SIGN = re.compile(r"(?:[-−–+][$€£]?|\b(?:minus|plus|минус|плюс) )\Z", re.IGNORECASE)
_LEADING_DASH = re.compile(r"\s*(?:[-–—]|--+)\s+(?=\S*\w)")
_CLOSING_DASHES = re.compile(r"(?<=\S)\s+--+\s*\Z")
FIGURE = "figure"  # kind of item: a number that is carried across, but spelled as the target language does

_ENDS = ".!?…:;"
_LETTER = re.compile(r"[^\W\d_]")
_MARKER = re.compile(r"<x\d+>|>>\w{2,8}<<")
_LEFT_BEHIND = re.compile(r"[\s,;:.!?)\]…]*")  # at the beginning of a part: what belongs to the item cut off there
_LEFT_BEFORE = "(["
_LISTED = " \u00a0,;/|"  # what may stand between items that are carried as one


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
    edits: tuple[tuple[Span, str], ...] = ()
    """Where `text` differs from the bare text: what is written in the place of a stretch of it, in order."""

    def bare_at(self, at: int) -> int:
        """The offset in the bare text of offset `at` in `text`; of what was put in, that of the word before it."""
        shift = self.span.start
        for span, written in self.edits:
            where = span.start - shift
            if at < where:
                break
            if at < where + len(written):
                return span.start if span else max(span.start - 1, self.span.start)
            shift += len(span) - len(written)
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


SURE = 2.0
"""The weight of an anchor that is known without asking where the model looked."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Which part of the bare text a part of the target renders, and how sure that is: 0 to 1, or `SURE`."""

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
    bare: str,
    items: Sequence[Item],
    carrying: Carrying,
    markers: Sequence[str] = (),
    *,
    final_stop: bool = False,
    added: Sequence[tuple[int, str]] = (),
    respelled: Sequence[tuple[Span, str]] = (),
) -> tuple[Part, ...]:
    """Cut `bare` into parts to ask and parts to copy.

    `added` is what else the model is told, and behind which character of `bare`, in order; `respelled` what it is asked in the
    place of a stretch of `bare`, unless that belongs to an item. More items than there are markers:
    the text is cut around those beyond. `final_stop` gives each part to ask a full stop where it has no end of its own: Marian
    models loop on headlines and single words without one.
    """
    start, stop = peel(bare, [item for item in items if item.spelled is None and item.kind != FIGURE])
    first = items[:1] if carrying is not Carrying.BARE else ()
    speaker = [i for i in first if i.kind == "label" and bare[i.span.stop - 1] == ":"]  # Q: and what is said
    inner = _merged(bare, [i for i in items[len(speaker) :] if start <= i.span.start and i.span.stop <= stop])
    keep = {Carrying.PLACEHOLDERS: len(markers), Carrying.BARE: len(inner), Carrying.AROUND: 0}[carrying]
    masked = inner[:keep] if carrying is Carrying.PLACEHOLDERS else []
    cuts = [(Span(0, start), None), *((i.span, i) for i in (*speaker, *inner[keep:])), (Span(stop, len(bare)), None)]
    parts: list[Part] = []
    at = 0
    for cut, item in cuts:
        if cut.start > at:
            told = [(Span(where, where), text) for where, text in added if at < where <= cut.start]
            told += [(span, text) for span, text in respelled if Span(at, cut.start).covers(span)]
            parts += _asked(bare, Span(at, cut.start), masked, markers, told, "." if final_stop else "")
        if cut:
            parts.append(Part(cut, None, {}, item))
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
            answer = settle(next(waiting), part.text, part.span, bare, language)
            pieces = list(_restored(answer.text, part, bare, language))
            made = [chunk for chunk, _ in pieces]
            lost += [item for item in part.slots.values() if all(chunk.item is not item for chunk in made)]
            anchors += _anchors(part, answer, pieces, at)
            scores += [] if answer.score is None else [answer.score]
        chunks += made
        at += sum(len(chunk.text) for chunk in made)
    return Made(tuple(chunks), tuple(anchors), tuple(lost), min(scores, default=None))


def append(made: Made, items: Sequence[Item], bare: str) -> Made:
    """The target with `items` put behind it: the last resort, so that none is lost."""
    copies = [Chunk(item.shown(bare), item, None if item.spelled is not None else item.span) for item in items]
    added = [chunk for copy in copies for chunk in (Chunk(" "), copy)]
    added = added if made.text else added[1:]
    return Made((*made.chunks, *added), made.anchors, (), made.score)


def _copy(bare: str, span: Span, item: Item | None, language: str) -> Chunk:
    """A copy of the source; a figure is spelled as the target language does, and then it is no copy any more."""
    text = span.of(bare)
    if item and item.spelled is not None:
        return Chunk(item.spelled, item)
    if item and item.kind == FIGURE and (spelled := spell_number_in(bare, span, language)) != text:
        return Chunk(spelled, item)
    return Chunk(text, item, span)


def _asked(
    bare: str, span: Span, masked: Sequence[Item], markers: Sequence[str], told: Sequence[tuple[Span, str]], stop: str
) -> Iterator[Part]:
    """One part to ask; blanks around it are copied, and so is punctuation that belongs to what was cut off there.

    There is nothing to ask where there is no letter but in items.
    """
    slots = dict(zip(markers, (i for i in masked if span.covers(i.span)), strict=False))
    edits = [(item.span, marker) for marker, item in slots.items()]
    edits += [
        (where, text) for where, text in told if not any(e.start < where.stop and where.start <= e.stop for e, _ in edits)
    ]
    edits.sort(key=lambda edit: edit[0])
    pieces, at = list[str](), span.start
    for where, written in edits:
        pieces += [bare[at : where.start], written]
        at = where.stop
    pieces.append(bare[at : span.stop])
    if not _LETTER.search("".join(pieces[::2])):
        yield from _copied(span, masked)
        return
    text = "".join(pieces)
    start, stop_at = _core(text, cut_before=span.start > 0, cut_behind=span.stop < len(bare))
    asked, core = text[start:stop_at], Span(span.start + start, span.stop - (len(text) - stop_at))
    if core.start > span.start:
        yield Part(Span(span.start, core.start), None, {})
    yield Part(core, asked if asked[-1] in _ENDS else asked + stop, slots, edits=tuple(edits))
    if core.stop < span.stop:
        yield Part(Span(core.stop, span.stop), None, {})


def _copied(span: Span, masked: Sequence[Item]) -> Iterator[Part]:
    """A stretch with nothing to ask: copied, but for times, which have their own spelling."""
    at = span.start
    for item in masked:
        if item.spelled is not None and span.covers(item.span):
            if at < item.span.start:
                yield Part(Span(at, item.span.start), None, {})
            yield Part(item.span, None, {}, item)
            at = item.span.stop
    if at < span.stop:
        yield Part(Span(at, span.stop), None, {})


def _core(text: str, *, cut_before: bool, cut_behind: bool) -> tuple[int, int]:
    """Where what is to be asked begins and stops in the text of a part, which has a letter."""
    start, stop = len(text) - len(text.lstrip()), len(text.rstrip())
    framed = text.startswith("--", start) and not cut_behind  # -- СПОРТ --
    if framed and (closing := _CLOSING_DASHES.search(text, start)):
        stop = closing.start()
    if cut_before and (match := _LEFT_BEHIND.match(text)):
        start = match.end()
    elif dash := _LEADING_DASH.match(text):  # of dialogue: models make quotation marks of it
        start = dash.end()
    while cut_behind and text[stop - 1] in _LEFT_BEFORE:
        stop = len(text[: stop - 1].rstrip())
    return start, stop


def _merged(bare: str, items: Sequence[Item]) -> list[Item]:
    """Items with nothing but blanks, commas and strokes between them as one: fewer markers for the model to carry.

    Figures and names are not merged: a figure is spelled anew, and between names stands what must be translated.
    """
    merged: list[Item] = []
    for item in items:
        between = bare[merged[-1].span.stop : item.span.start] if merged else "x"
        if merged and _mergeable(item) and _mergeable(merged[-1]) and not between.strip(_LISTED + "\n"):
            merged[-1] = Item(Span(merged[-1].span.start, item.span.stop), "run")
        else:
            merged.append(item)
    return merged


def _mergeable(item: Item) -> bool:
    return item.kind != FIGURE and item.spelled is None


def _restored(text: str, part: Part, bare: str, language: str) -> Iterator[tuple[Chunk, Span]]:
    """Chunks and where in the answer each stood: markers replaced by their items.

    A marker that comes twice is dropped, and so is one that was not asked for, unless the text that was asked has it itself.
    A blank that a model forgot beside a marker is put in.
    """
    pending, at, end, named = dict(part.slots), 0, "", False
    for match in re.finditer("|".join([*map(re.escape, part.slots), _MARKER.pattern]), text):
        if match[0] not in part.slots and match[0] in (part.text or ""):
            continue
        item = pending.pop(match[0], None)
        before = text[at : match.start()]
        before = _before_item(before, item, bare) if item else before.rstrip()
        before = before[:1] if before.isspace() else before
        if named and _is_glued(end, before):
            yield Chunk(" "), Span(at, at)
        yield Chunk(before), Span(at, at + len(before))
        end, named, at = before or end, named and not before, match.end()
        if item:
            copy, start = _copy(bare, item.span, item, language), item.span.start
            if _is_glued(end, copy.text) and not _is_glued(bare[max(start - 1, 0) : start], copy.text):
                yield Chunk(" "), Span(match.start(), match.start())
            yield copy, Span(*match.span())
            at = _behind_item(text, at, item, bare)
            end, named = copy.text, item.kind not in (FIGURE, "time") and not _is_glued(copy.text, bare[item.span.stop :])
    if named and _is_glued(end, text[at:]):
        yield Chunk(" "), Span(at, at)
    yield Chunk(text[at:]), Span(at, len(text))


def _behind_item(text: str, at: int, item: Item, bare: str) -> int:
    """Where the text behind an item begins: without what a model likes to put there and the source has not, which is the year
    of a date or a file, a sum's own last words, a blank inside markup (`<b> Слово`), a comma between a currency's code and its
    sum.
    """
    stop = item.span.stop
    if item.kind == "number" and (ending := _ENDING.match(text, at)) and not bare.startswith("th", stop):  # XVIII th
        return ending.end()
    if item.kind == "sum" and item.spelled and (own := _own_last_words(text, at, item.spelled)):
        return at + own
    if item.kind in _NO_YEARS and not _YEAR_BEHIND.match(bare, stop) and (again := _REPEATED_YEAR.match(text, at)):
        return again.end()
    if item.kind == "marker" and bare[stop : stop + 1].strip():
        return len(text) - len(text[at:].lstrip())
    return at + (bare[stop : stop + 1] not in ("", ",") and _COMMA_IN_SUM.match(text, at) is not None)


def _own_last_words(text: str, at: int, spelled: str) -> int:
    """How many characters at this place say the last words of a sum again: `3 млн фунтов` and ` млн фунтов`."""
    words = spelled.split(" ")
    tails = (" " + " ".join(words[n:]) for n in range(1, len(words)))
    return next((len(tail) for tail in tails if text.startswith(tail, at) and not text[at + len(tail) :][:1].isalnum()), 0)


def _is_glued(left: str, right: str) -> bool:
    return left[-1:].isalnum() and right[:1].isalnum()


def _before_item(before: str, item: Item, bare: str) -> str:
    """The text before an item without what a model likes to put there: a name's own first words, a blank before the mark of a
    footnote or a comma before a currency's sign, where the source has none; with the sign of a figure that a model dropped.
    """
    wanted = bare[max(item.span.start - 1, 0) : item.span.start]
    sign = _SIGN.search(bare, max(item.span.start - 3, 0), item.span.start) if item.kind in (FIGURE, "number", "sum") else None
    if sign and not _TOLD_SIGN.search(before):
        money = before[len(before.rstrip("$€£")) :]
        return before.removesuffix(money) + sign["sign"] + money
    told = bare[: item.span.start].rstrip().endswith(",")
    if (item.kind == "marker" or wanted == "]") and wanted and not wanted.isspace():
        return before.rstrip()
    if item.kind in ("icon", "time") and wanted.isspace() and _COMMA_BEHIND_DIGIT.search(before) and not told:
        return f"{before[:-1]} "
    return _without_repeated(before, item)


def _without_repeated(before: str, item: Item) -> str:
    """Without a name's own first words."""
    words = (item.spelled or "").split()[:-1]
    lead = " ".join(words) + " "
    return before[: -len(lead)] if words and before.endswith(lead) else before


def _anchors(part: Part, answer: Hypothesis, pieces: Sequence[tuple[Chunk, Span]], at: int) -> Iterator[Anchor]:
    """Links of the answer, moved from where its pieces stood in the answer to where they now stand in the target."""
    starts, links = [where.start for _, where in pieces], answer.alignment
    shifts = []
    for chunk, where in pieces:
        if chunk.item is not None:
            yield Anchor(Span(at, at + len(chunk.text)), chunk.item.span, 1.0)
        shifts.append(at - where.start)
        at += len(chunk.text)
    for link in links:
        n = bisect_right(starts, link.target.start) - 1
        chunk, where = pieces[n]
        if chunk.item is None and where.covers(link.target) and link.target:
            start = part.bare_at(link.source.start)
            bare = Span(start, max(start, part.bare_at(link.source.stop)))
            yield Anchor(Span(link.target.start + shifts[n], link.target.stop + shifts[n]), bare, link.weight)
