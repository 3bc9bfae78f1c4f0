"""Segments to translations: ask the engine, look at what came back, ask again where it went wrong, keep the best.

1. Each task is drafted (`text.draft`): items protected, the rest asked. All first attempts go to the engine at once.
2. `checks` looks at each result. What it finds decides how the second attempt differs: another way of carrying items or
   figures, a stricter script, a wider beam without repeated n-grams and with a final stop.
3. Of several attempts the one with the least grave flags is kept, then the one with the best score.
4. Items that are lost even so are put at the end, and the segment is flagged. Markup is laid back last.
"""

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from polyglot_news.checks import Pair, check, foreign_words, latin_names, order_flags
from polyglot_news.document import Block, Direction, Hypothesis, MarkKind, Origin, Segment, Span, Translation
from polyglot_news.mt.engine import Decoding, Engine, Request
from polyglot_news.text.bare import Bare, marks_inside, strip_marks
from polyglot_news.text.casing import Casing, is_shouted, recase, shout
from polyglot_news.text.draft import FIGURE, Carrying, Made, Part, append, assemble, plan
from polyglot_news.text.layback import Speller, lay_back
from polyglot_news.text.mixed import spell_mixed_words
from polyglot_news.text.numbers import find_numbers
from polyglot_news.text.protection import Item, find_protected

Escape = Callable[..., str]
TOGETHER = 256  # tasks in a group: enough to fill batches of a few lengths
SIDE_BY_SIDE = 3  # groups on the road at once
_WORD = re.compile(r"[^\W_]+")
# Soft hyphens, zero-width spaces and joiners, marks of direction: nothing that a model should read.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_GRAVITY = {
    "empty": 16,
    "protected_lost": 12,
    "repetition": 10,
    "untranslated": 8,
    "numbers_differ": 6,
    "wrong_script": 5,
    "name_lost": 3,
    "length_ratio": 2,
    "doubled_word": 1,
}
_LOOPS = frozenset(("empty", "repetition", "untranslated"))
_RETRIED = frozenset(_GRAVITY) - {"doubled_word", "length_ratio"}  # too often right as they are to be worth the time


@dataclass(frozen=True, slots=True)
class Task:
    """A segment to translate."""

    segment: Segment
    block: Block
    bare: Bare
    items: tuple[Item, ...]
    direction: Direction


@dataclass(frozen=True, slots=True)
class _Way:
    """How an attempt is made."""

    carrying: Carrying
    decoding: Decoding
    extra: tuple[Item, ...] = ()
    """Figures and names that are protected too."""
    final_stop: bool = False
    casing: Casing = Casing.AS_IS
    step: str = ""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What came of it."""

    way: _Way
    made: Made
    flags: tuple[str, ...]

    @property
    def rank(self) -> tuple[float, float]:
        """Lower is better."""
        return sum(_GRAVITY.get(flag, 0) for flag in self.flags), -(self.made.score if self.made.score is not None else -9.0)


@dataclass(slots=True)
class _Work:
    task: Task
    attempts: list[_Attempt] = field(default_factory=list)

    @property
    def best(self) -> _Attempt:
        return min(self.attempts, key=lambda attempt: attempt.rank)


def make_task(text: str, segment: Segment, block: Block, direction: Direction) -> Task:
    """Draft a segment of a document's `text`."""
    bare = strip_marks(text, segment.span, marks_inside(block.marks, segment.span))
    atoms = [placed.at for placed in bare.marks if placed.mark.kind is MarkKind.ATOM]
    return Task(segment, block, bare, tuple(find_protected(bare.text, atoms=atoms)), direction)


def translate_tasks(tasks: Sequence[Task], engine: Engine, text: str, *, beam: int, escape: Escape) -> Iterator[Translation]:
    """One translation a task, in order; `text` is the document's, `escape` its format's."""
    works = [_Work(task) for task in tasks]
    first = _Way(Carrying.PLACEHOLDERS if engine.placeholders else Carrying.BARE, Decoding(beam=beam))
    _attempt_first(works, first, engine)
    for next_way in (_second_way, _third_way) if engine.origin is Origin.MODEL else ():
        again = [(work, way) for work in works if (way := next_way(work, engine))]
        _attempt(again, engine)
    return (_finish(work, text, escape, engine.origin) for work in works)


def _attempt_first(works: Sequence[_Work], first: _Way, engine: Engine) -> None:
    """First attempts, in groups of like length side by side: the engine has the next while answers are looked at."""
    alike = sorted(works, key=lambda work: (str(work.task.direction), -len(work.task.bare.text)))
    groups = [alike[at : at + TOGETHER] for at in range(0, len(alike), TOGETHER)]
    threads = ThreadPoolExecutor(SIDE_BY_SIDE)
    try:
        wanted = ([(work, way) for work in group for way in _first_ways(work.task, first, engine)] for group in groups)
        for _ in threads.map(functools.partial(_attempt, engine=engine), wanted):
            pass
    finally:
        threads.shutdown(cancel_futures=True)


def _first_ways(task: Task, first: _Way, engine: Engine) -> list[_Way]:
    """What is in capitals is asked in sentence case and in title case."""
    if engine.origin is not Origin.MODEL or not is_shouted(task.bare.text):
        return [first]
    return [replace(first, casing=casing, step=casing) for casing in (Casing.SENTENCE, Casing.TITLE)]


def _attempt(wanted: Sequence[tuple[_Work, _Way]], engine: Engine) -> None:
    drafts = [_draft(work.task, way, engine) for work, way in wanted]
    requests = [
        _request(_readable(part.text, engine), part, work.task, way)
        for (work, way), parts in zip(wanted, drafts, strict=True)
        for part in parts
        if part.text is not None
    ]
    answers = engine.translate(requests)
    for (work, way), parts in zip(wanted, drafts, strict=True):
        asked = [_mended(next(answers), work.task, way, engine) for part in parts if part.text is not None]
        made = assemble(work.task.bare.text, parts, asked, work.task.direction.target)
        work.attempts.append(_Attempt(way, made, _judge(work.task, made)))


def _draft(task: Task, way: _Way, engine: Engine) -> tuple[Part, ...]:
    items = sorted((*task.items, *way.extra), key=lambda item: item.span)
    return plan(task.bare.text, items, way.carrying, engine.placeholders, final_stop=way.final_stop)


def _mended(answer: Hypothesis, task: Task, way: _Way, engine: Engine) -> Hypothesis:
    """An answer in the source's capitals, and without words of two scripts (where no markup has to find its words again)."""
    text = answer.text if way.casing is Casing.AS_IS else shout(answer.text)
    if engine.origin is Origin.MODEL and task.direction.target == "ru" and not answer.alignment:
        text = spell_mixed_words(text)
    return answer if text == answer.text else replace(answer, text=text)


def _readable(text: str, engine: Engine) -> str:
    """A text without what a model should not read; a copy is of all."""
    return _INVISIBLE.sub("", text) if engine.origin is Origin.MODEL else text


def _request(text: str, part: Part, task: Task, way: _Way) -> Request:
    decoding = replace(way.decoding, placeholders=True) if part.slots else way.decoding
    return Request(
        recase(text, way.casing),
        task.direction,
        decoding,
        align=any(m.mark.pair >= 0 for m in task.bare.marks),
    )


def _judge(task: Task, made: Made) -> tuple[str, ...]:
    wanted = Counter(item.span.of(task.bare.text) for item in task.items)
    flags = check(Pair(task.bare.text, made.text, task.direction.target, made.score, wanted))
    return order_flags((*flags, "protected_lost")) if any(i.kind != FIGURE for i in made.lost) else flags


def _second_way(work: _Work, engine: Engine) -> _Way | None:
    """What to change after the first attempt, all its faults at once; None where nothing is wrong that could be mended."""
    task, first = work.task, work.best
    faults = _RETRIED.intersection(first.flags)
    if not faults:
        return None
    # Second attempts are few and long: decoded in one way, coarsely padded, they share batches, and a greedy search will do to
    # mend one thing.
    decoding = replace(first.way.decoding, beam=1, step=32, strict_script=True, placeholders=bool(engine.placeholders))
    way = replace(first.way, decoding=decoding)
    for mend in (_protect_more, _split_around, _keep_names, _search_again):
        way = mend(way, faults, task, first)
    return way if engine.placeholders else _without_placeholders(way, task, first)


def _protect_more(way: _Way, faults: Set[str], task: Task, first: _Attempt) -> _Way:
    """Figures that differ and Latin names that got lost are carried across like items."""
    text = task.bare.text
    figures = [Item(span, FIGURE) for span in find_numbers(text)] if "numbers_differ" in faults else []
    names = [Item(span, "name") for span in latin_names(text)] if "name_lost" in faults else []
    extra = _without_overlap(_besides([*figures, *names], task))
    return replace(way, extra=extra, step="figures or names protected") if extra else way


def _split_around(way: _Way, faults: Set[str], task: Task, first: _Attempt) -> _Way:
    """Items that got lost are cut out."""
    return replace(way, carrying=Carrying.AROUND, step="split around") if "protected_lost" in faults else way


def _keep_names(way: _Way, faults: Set[str], task: Task, first: _Attempt) -> _Way:
    """Latin letters are forbidden in Russian now, so the names that the model kept are carried like items.

    Where it kept too many, none is.
    """
    kept = [] if "untranslated" in faults else _kept_words(task, first.made.text)
    return replace(way, extra=_without_overlap(_besides([*way.extra, *kept], task)), step=way.step or "script restricted")


def _search_again(way: _Way, faults: Set[str], task: Task, first: _Attempt) -> _Way:
    """A loop, a copy or nothing at all: a wider beam without repeated n-grams, and a final stop."""
    if not faults & _LOOPS:
        return way
    decoding = replace(way.decoding, no_repeat_ngram=3, beam=first.way.decoding.beam + 1)
    return replace(way, decoding=decoding, final_stop=True, step="searched again")


def _without_placeholders(way: _Way, task: Task, first: _Attempt) -> _Way:
    """The same for a model that knows none: kept words are allowed, figures are cut out."""
    extra = tuple(item for item in way.extra if item.kind == FIGURE)
    allowed = frozenset(item.span.of(task.bare.text) for item in way.extra if item.kind == "name")
    decoding = replace(way.decoding, allowed=allowed)
    return replace(way, extra=extra, decoding=decoding, carrying=Carrying.AROUND if extra else way.carrying)


def _third_way(work: _Work, engine: Engine) -> _Way | None:
    """Items or figures that are still not right: cut the text around all of them."""
    if not {"protected_lost", "numbers_differ"}.intersection(work.best.flags) or len(work.attempts) < 2:
        return None
    way = work.attempts[-1].way
    return None if way.carrying is Carrying.AROUND else replace(way, carrying=Carrying.AROUND, step="split around")


def _besides(wanted: Sequence[Item], task: Task) -> list[Item]:
    """Those that do not touch an item of the task."""
    return [w for w in wanted if not any(w.span.start < i.span.stop and i.span.start < w.span.stop for i in task.items)]


def _without_overlap(items: Sequence[Item]) -> tuple[Item, ...]:
    kept: list[Item] = []
    for item in sorted(items, key=lambda i: (i.span.start, -i.span.stop)):
        if not kept or item.span.start >= kept[-1].span.stop:
            kept.append(item)
    return tuple(kept)


def _kept_words(task: Task, target: str) -> list[Item]:
    """Latin names of the source that stand in a Russian target as they are; a word in small letters is no name."""
    kept = {word for word in foreign_words("", target, task.direction.target) if not word.islower()}
    return [Item(Span(*m.span()), "name") for m in _WORD.finditer(task.bare.text) if m[0] in kept]


def _finish(work: _Work, text: str, escape: Escape, origin: Origin) -> Translation:
    task, best = work.task, work.best
    made, flags = best.made, best.flags if origin is Origin.MODEL else ()
    finished = functools.partial(Translation, task.segment.id, task.direction.target, origin=origin, score=made.score)
    if "empty" in flags or made.text == task.bare.text:
        return finished(text=task.segment.text, steps=_steps(work, best), flags=flags)
    if missing := _missing(task, made):
        made = append(made, missing, task.bare.text)
    flags = order_flags([*(flag for flag in flags if flag != "protected_lost"), *(["protected_lost"] if missing else [])])
    target = lay_back(made, task.bare, text, _speller(task, text, escape))
    return finished(text=target, steps=_steps(work, best), flags=flags)


def _missing(task: Task, made: Made) -> list[Item]:
    """Items of the source that the target does not have as often; the longest first, since one may be part of another."""
    missing, target = list[Item](), made.text
    for item in sorted(task.items, key=lambda item: -len(item.span)):
        wanted = item.span.of(task.bare.text)
        if wanted in target:
            target = target.replace(wanted, "\0", 1)
        else:
            missing.append(item)
    return sorted(missing, key=lambda item: item.span)


def _speller(task: Task, text: str, escape: Escape) -> Speller:
    """The format's escape, told which characters the source itself leaves bare and where the segment begins."""
    escaped = {char for placed in task.bare.marks if placed.mark.kind is MarkKind.ESCAPE for char in placed.mark.text}
    bare = frozenset(char for char in task.bare.text if not char.isalnum() and not char.isspace()) - escaped
    begins = not text[task.block.span.start : task.segment.span.start].rpartition("\n")[2].strip(' \t>*_~[(«“"')

    def spell(words: str, at_line_start: bool, before: str, after: str) -> str:
        starts = at_line_start and (begins or bool(before))
        return escape(words, block=task.block, at_line_start=starts, bare=bare, before=before, after=after)

    return spell


def _steps(work: _Work, best: _Attempt) -> tuple[str, ...]:
    protected = (f"protected {len(work.task.items)}",) if work.task.items else ()
    retried = (f"asked {len(work.attempts)} times",) if len(work.attempts) > 1 else ()
    return (*protected, *retried, *((best.way.step,) if best.way.step else ()))
