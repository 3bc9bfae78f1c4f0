"""Segments to translations: ask the engine, look at what came back, ask again where it went wrong, keep the best.

1. Each task is drafted (`text.draft`): items protected, the rest asked. All first attempts go to the engine at once.
2. `checks` looks at each result. What it finds decides how the second attempt differs: another way of carrying items or
   figures, a stricter script, a wider beam without repeated n-grams and with a final stop.
   Names of the ledger are told to a model that takes hints, and put right in what comes back.
3. Of several attempts the one with the least grave flags is kept, then the one with the best score.
4. Items that are lost even so are put at the end, and the segment is flagged. Markup is laid back last.
"""

import functools
import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TypeAlias

from polyglot_news.checks import Pair, check, order_flags
from polyglot_news.document import Hypothesis, Link, MarkKind, NameKind, Origin, Span, Translation, splice
from polyglot_news.formats.registry import find_format
from polyglot_news.mt.engine import Decoding, Engine, Request
from polyglot_news.names.enforce import correct, find_missing, hints_behind
from polyglot_news.names.ledger import Use
from polyglot_news.text.abbreviations import mend_address, write_out
from polyglot_news.text.accents import without_accents
from polyglot_news.text.casing import Casing, recase, shout
from polyglot_news.text.doubles import find_doubled
from polyglot_news.text.draft import FIGURE, Carrying, Made, Part, append, assemble, plan
from polyglot_news.text.enumerators import mend_romans
from polyglot_news.text.figures.sums import mend_sums
from polyglot_news.text.layback import Speller, lay_back
from polyglot_news.text.mixed import spell_mixed_words
from polyglot_news.text.protection import Item
from polyglot_news.text.quotes import find_loose_blanks, find_stray_quote, without_dialogue_dashes
from polyglot_news.text.spacing import find_lost_blanks
from polyglot_news.translation.anchoring import with_sure_anchors
from polyglot_news.translation.task import Attempt, Task, Way, Work, begins_line, name_uses, resumes_quotation
from polyglot_news.translation.ways import first_ways, later_way, second_way

TOGETHER, FEWEST = 256, 64  # tasks in a group: enough to fill batches of most lengths; and at the end of a document
SIDE_BY_SIDE = 3  # groups on the road at once: one is decoded, one waits, and the answers of one are looked at
_BEFORE_WORDS = " \"'«„“”‘’([—–-"
_LONGEST_DASH = 2  # and the blank behind it
_OWNING = re.compile(r"['’]s?\s(?!(?:an?|the|not|been|going|being)\b)")
# Joiners and marks of direction: nothing that a model should read.
_INVISIBLE = re.compile("[\u200c-\u200f\u202a-\u202e\u2061-\u2064\ufeff]")
_HYPHENS = str.maketrans("\u2010\u2011", "--")
_Drafted: TypeAlias = tuple[Work, Way, tuple[Part, ...]]


def translate_tasks(tasks: Sequence[Task], engine: Engine, decoding: Decoding) -> Iterator[Translation]:
    """One translation a task, in order; the tasks may be of several documents. `decoding`: of first attempts."""
    works = [Work(task) for task in tasks]
    first = Way(Carrying.PLACEHOLDERS if engine.placeholders else Carrying.BARE, decoding)
    threads, again = ThreadPoolExecutor(SIDE_BY_SIDE), ThreadPoolExecutor(SIDE_BY_SIDE)
    asked, mended = deque[tuple[Sequence[Work], Future[None]]](), list[Future[None]]()

    def ask_again() -> None:
        group, looked_at = asked.popleft()
        looked_at.result()
        mended.append(again.submit(_attempt_again, group, engine))

    try:
        # Groups of like length side by side: the engine has the next while answers are looked at, and asked for again.
        for group in _grouped(sorted(works, key=lambda work: -len(work.task.bare.text))):
            if len(asked) == SIDE_BY_SIDE:
                ask_again()
            asked.append((group, threads.submit(_look, *_ask(_first_wanted(group, first, engine), engine))))
        while asked:
            ask_again()
        for future in mended:
            future.result()
    finally:
        threads.shutdown(cancel_futures=True)
        again.shutdown(cancel_futures=True)
    return (_finish(work, engine.origin) for work in works)


def _grouped(works: Sequence[Work]) -> Iterator[Sequence[Work]]:
    """Groups in order, the last ones small: nothing is left to decode while their answers are looked at."""
    at = 0
    while at < len(works):
        size = min(TOGETHER, max(FEWEST, (len(works) - at) // 2))
        yield works[at : at + size]
        at += size


def _first_wanted(works: Sequence[Work], first: Way, engine: Engine) -> list[tuple[Work, Way]]:
    return [(work, way) for work in works for way in first_ways(work.task, first, engine)]


def _attempt_again(works: Sequence[Work], engine: Engine) -> None:
    """As many more attempts at each task of a group as it needs."""
    for next_way in (second_way, later_way, later_way) if engine.origin is Origin.MODEL else ():
        if wanted := [(work, way) for work in works if (way := next_way(work, engine))]:
            _look(*_ask(wanted, engine))


def _ask(wanted: Sequence[tuple[Work, Way]], engine: Engine) -> tuple[list[_Drafted], Engine, Iterator[Hypothesis]]:
    """Draft, and ask the engine."""
    drafted = [(work, way, _draft(work.task, way, engine)) for work, way in wanted]
    requests = [
        _request(part, work.task, way, engine) for work, way, parts in drafted for part in parts if part.text is not None
    ]
    return drafted, engine, engine.translate(requests)


def _look(drafted: Sequence[_Drafted], engine: Engine, answers: Iterator[Hypothesis]) -> None:
    """Note what comes back, and what is wrong with it."""
    for work, way, parts in drafted:
        asked = [_mended(next(answers), part, work.task, way, engine) for part in parts if part.text is not None]
        made = _begun(work.task, assemble(work.task.bare.text, parts, asked, work.task.direction.target))
        work.attempts.append(Attempt(way, made, _judge(work.task, made)))


def _begun(task: Task, made: Made) -> Made:
    """With a capital where the source has one, should it begin with a term of the user's in small letters."""
    terms = tuple(_small_terms(task))
    if not terms or not next(filter(str.isalnum, task.bare.text), "").isupper():
        return made
    number = next((n for n, chunk in enumerate(made.chunks) if any(map(str.isalnum, chunk.text))), None)
    if number is None or not made.text.lstrip(_BEFORE_WORDS).startswith(terms):
        return made
    before, chunk = made.chunks[:number], made.chunks[number]
    at = next(n for n, char in enumerate(chunk.text) if char.isalnum())
    begun = replace(chunk, text=splice(chunk.text, [(Span(at, at + 1), chunk.text[at].upper())]))
    return replace(made, chunks=(*before, begun, *made.chunks[number + 1 :]))


def _small_terms(task: Task) -> Iterator[str]:
    for use in task.names:
        if use.kind is NameKind.TERM:
            yield from (form for form in use.forms if form[:1].islower() and form[1:].islower())


def _draft(task: Task, way: Way, engine: Engine) -> tuple[Part, ...]:
    items = sorted((*task.items, *way.extra), key=lambda item: item.span)
    added = _hints(task, way, engine)
    respelled = list(write_out(task.bare.text, task.direction.source)) if engine.origin is Origin.MODEL else ()
    parts = plan(
        task.bare.text, items, way.carrying, engine.placeholders, final_stop=way.final_stop, added=added, respelled=respelled
    )
    if engine.origin is not Origin.MODEL:
        return parts
    return _quoted_again(parts) if resumes_quotation(task) and task.direction.target == "en" else parts


def _quoted_again(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts with the dash at their beginning, which is copied, written as English has it: an opening quotation mark."""
    first = parts[0]
    if first.text is not None or first.item is not None or len(first.span) > _LONGEST_DASH:
        return parts
    return (replace(first, item=Item(first.span, "quote", '"')), *parts[1:])


def _hints(task: Task, way: Way, engine: Engine) -> list[tuple[int, str]]:
    """What the model is told of names, each behind the name; not in capitals, where a hint would stand out."""
    if engine.hints is None or way.casing is not Casing.AS_IS:
        return []
    carried = [item.span for item in way.extra]
    return hints_behind([use for use in task.names if not use.span.meets(carried)], engine.hints)


def _mended(answer: Hypothesis, part: Part, task: Task, way: Way, engine: Engine) -> Hypothesis:
    """An answer in the source's capitals, with names as the ledger has them, with blanks where they belong, and without
    words of two scripts (where no markup has to find its words again).
    """
    if engine.origin is not Origin.MODEL:
        return answer
    text = answer.text if way.casing is Casing.AS_IS else shout(answer.text)
    answer = answer if text == answer.text else replace(answer, text=text)
    carried = [item.span for item in (*task.items, *way.extra)]
    uses = [use for use in task.names if part.span.covers(use.span) and not any(c.covers(use.span) for c in carried)]
    if uses:
        answer = _edited(
            answer, correct(uses, answer.text, [_looked_at(use, part, answer) for use in uses], _possessive(uses, task))
        )
    answer = _edited(answer, [(again, "") for again in find_doubled(part.text or "", answer.text)])
    answer = _edited(answer, [(mark, "") for mark in find_stray_quote(part.text or "", answer.text)])
    answer = _edited(answer, [(blank, "") for blank in find_loose_blanks(answer.text)])
    for mend in (mend_sums, mend_address):
        answer = _edited(answer, mend(part.text or "", answer.text, task.direction.target))
    if task.direction.target == "ru":
        answer = _edited(answer, mend_romans(part.text or "", answer.text))
        answer = _edited(answer, without_dialogue_dashes(part.text or "", answer.text))
    answer = _edited(answer, [(Span(at, at), " ") for at in find_lost_blanks(answer.text)])
    mixed = task.direction.target == "ru" and not answer.alignment
    text = spell_mixed_words(answer.text) if mixed else answer.text
    return answer if text == answer.text else replace(answer, text=text)


def _possessive(uses: Sequence[Use], task: Task) -> list[bool]:
    """Which names own something in an English source: "Sokolova's first job"."""
    return [_OWNING.match(task.bare.text, use.span.stop) is not None for use in uses]


def _looked_at(use: Use, part: Part, answer: Hypothesis) -> Span | None:
    """What the model wrote while it looked at a name; None where it was not asked for its alignment."""
    links = [link.target for link in answer.alignment if use.span.start <= part.bare_at(link.source.start) < use.span.stop]
    return Span(min(span.start for span in links), max(span.stop for span in links)) if links else None


def _edited(answer: Hypothesis, edits: Sequence[tuple[Span, str]]) -> Hypothesis:
    """An answer with stretches of it replaced, and its links moved along."""
    if not edits:
        return answer
    links = tuple(Link(link.source, _moved(link.target, edits), link.weight) for link in answer.alignment)
    return replace(answer, text=splice(answer.text, edits), alignment=links)


def _moved(span: Span, edits: Sequence[tuple[Span, str]]) -> Span:
    """Where a stretch stands once the text around it was edited; one inside what was replaced covers what replaced it."""
    start, stop, shift = span.start, span.stop, 0
    for old, new in edits:
        if old.stop <= span.start:
            shift += len(new) - len(old)
        elif old.start < span.stop:
            return Span(min(start, old.start) + shift, old.start + shift + len(new))
    return Span(start + shift, stop + shift)


def _readable(text: str, engine: Engine, language: str) -> str:
    """A text without what a model should not read: joiners, and the accents of foreign names in English; a copy is of all."""
    if engine.origin is not Origin.MODEL:
        return text
    text = _INVISIBLE.sub("", text).translate(_HYPHENS)
    return without_accents(text) if language == "en" else text


def _request(part: Part, task: Task, way: Way, engine: Engine) -> Request:
    """Alignment is asked for where paired markup needs it, and names that the model was told nothing of."""
    decoding = replace(way.decoding, placeholders=True) if part.slots else way.decoding
    text = _readable(part.text or "", engine, task.direction.source)
    align = any(m.mark.pair >= 0 for m in task.bare.marks) or bool(task.names and engine.hints is None)
    return Request(recase(text, way.casing), task.direction, decoding, align=align)


def _judge(task: Task, made: Made) -> tuple[str, ...]:
    wanted = Counter(item.shown(task.bare.text) for item in task.items)
    flags = list(check(Pair(task.bare.text, made.text, task.direction.target, made.score, wanted)))
    flags += ["protected_lost"] if any(i.kind != FIGURE for i in made.lost) else []
    flags += ["name_lost"] if find_missing(task.names, made.text) else []
    return order_flags(flags)


def _finish(work: Work, origin: Origin) -> Translation:
    task, best = work.task, work.best
    made, flags = best.made, best.flags if origin is Origin.MODEL else ()
    finished = functools.partial(
        Translation, task.segment.id, task.direction.target, origin=origin, score=made.score, names=name_uses(task)
    )
    if origin is Origin.MODEL and made.score is None and made.text != task.bare.text:
        finished = functools.partial(finished, origin=Origin.GLOSSARY)
    if "empty" in flags or made.text == task.bare.text:
        return finished(text=task.segment.text, steps=_steps(work, best), flags=flags)
    if missing := _missing(task, made):
        made = append(made, missing, task.bare.text)
    flags = order_flags([*(flag for flag in flags if flag != "protected_lost"), *(["protected_lost"] if missing else [])])
    target = lay_back(with_sure_anchors(made, task), task.bare, task.text, _speller(task))
    return finished(text=target, steps=_steps(work, best), flags=flags)


def _missing(task: Task, made: Made) -> list[Item]:
    """Items of the source that the target does not have as often; the longest first, since one may be part of another."""
    missing, target = list[Item](), made.text
    for item in sorted(task.items, key=lambda item: -len(item.span)):
        wanted = item.shown(task.bare.text)
        if wanted in target:
            target = target.replace(wanted, "\0", 1)
        else:
            missing.append(item)
    return sorted(missing, key=lambda item: item.span)


def _speller(task: Task) -> Speller:
    """The format's escape, told which characters the source itself leaves bare and where the segment begins."""
    escaped = {char for placed in task.bare.marks if placed.mark.kind is MarkKind.ESCAPE for char in placed.mark.text}
    bare = frozenset(char for char in task.bare.text if not char.isalnum() and not char.isspace()) - escaped
    begins, escape = begins_line(task), find_format(task.format).escape

    def spell(words: str, at_line_start: bool, before: str, after: str) -> str:
        starts = at_line_start and (begins or bool(before))
        return escape(words, block=task.block, at_line_start=starts, bare=bare, before=before, after=after)

    return spell


def _steps(work: Work, best: Attempt) -> tuple[str, ...]:
    protected = (f"protected {len(work.task.items)}",) if work.task.items else ()
    retried = (f"asked {len(work.attempts)} times",) if len(work.attempts) > 1 else ()
    return (*protected, *retried, *((best.way.step,) if best.way.step else ()))
