"""How a segment is attempted: first, and again where `checks` found something in what came back."""

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace

from polyglot_news.checks import foreign_words, latin_names
from polyglot_news.document import Origin, Span
from polyglot_news.mt.engine import Engine
from polyglot_news.names.enforce import find_missing
from polyglot_news.text.casing import Casing, is_shouted
from polyglot_news.text.draft import FIGURE, Carrying
from polyglot_news.text.figures.counts import find_ordinals
from polyglot_news.text.figures.faults import find_romans
from polyglot_news.text.figures.money import find_money
from polyglot_news.text.figures.numbers import find_numbers, lost_numbers, read_numbers
from polyglot_news.text.protection import Item
from polyglot_news.translation.task import GRAVITY, Attempt, Task, Way, Work

_WORD = re.compile(r"[^\W_]+")
_LOOPS = frozenset(("empty", "repetition", "untranslated"))
_RETRIED = frozenset(GRAVITY) - {"doubled_word", "length_ratio"}  # too often right as they are to be worth the time


def first_ways(task: Task, first: Way, engine: Engine) -> list[Way]:
    """What is in capitals is asked in sentence case and in title case."""
    if engine.origin is not Origin.MODEL or not is_shouted(task.bare.text):
        return [first]
    return [replace(first, casing=casing, step=casing) for casing in (Casing.SENTENCE, Casing.TITLE)]


def second_way(work: Work, engine: Engine) -> Way | None:
    """What to change after the first attempt, all its faults at once; None where nothing is wrong that could be mended."""
    task, first = work.task, work.best
    faults = _RETRIED.intersection(first.flags)
    if not faults:
        return None
    # Second attempts are few and long: decoded in one way, coarsely padded, they share batches, and a greedy search will do to
    # mend one thing.
    decoding = replace(
        first.way.decoding, beam=1, candidates=1, step=32, strict_script=True, placeholders=bool(engine.placeholders)
    )
    way = replace(first.way, decoding=decoding)
    for mend in (_protect_more, _split_around, _keep_names, _search_again):
        way = mend(way, faults, task, first)
    return way if engine.placeholders else _without_placeholders(way, task, first)


def _protect_more(way: Way, faults: Set[str], task: Task, first: Attempt) -> Way:
    """Figures that differ and names that got lost are carried across like items."""
    text = task.bare.text
    figures = _figures(task, first.made.text) if "numbers_differ" in faults else []
    lost = find_missing(task.names, first.made.text) if "name_lost" in faults else []
    names = [Item(use.span, "name", use.target) for use in lost]
    latin = (
        [Item(span, "name") for span in latin_names(text)] if "name_lost" in faults and task.direction.target == "en" else []
    )
    extra = _without_overlap(_besides([*names, *figures, *latin], task))
    return replace(way, extra=extra, step="figures or names protected") if extra else way


def _figures(task: Task, made: str) -> list[Item]:
    """The figures that got lost; all of them where it is not known which."""
    every, lost = _all_figures(task), lost_numbers(task.bare.text, made)
    bad = [span for span, values in read_numbers(task.bare.text) if any(value in lost for value in values)]
    return [item for item in every if item.span.meets(bad)] if bad else every


def _all_figures(task: Task) -> list[Item]:
    """Those of sums with their currencies, ordinals with their endings."""
    text, language = task.bare.text, task.direction.source
    names = [use.span for use in task.names]
    romans = (Item(span, "number") for span in find_romans(text) if not span.meets(names))
    figures = (Item(span, FIGURE) for span in find_numbers(text))
    return [*find_money(text, language), *find_ordinals(text, language), *romans, *figures]


def _split_around(way: Way, faults: Set[str], task: Task, first: Attempt) -> Way:
    """Items that got lost are cut out."""
    return replace(way, carrying=Carrying.AROUND, step="split around") if "protected_lost" in faults else way


def _keep_names(way: Way, faults: Set[str], task: Task, first: Attempt) -> Way:
    """Latin letters are forbidden in Russian now, so the names that the model kept are carried like items.

    Where it kept too many, none is.
    """
    kept = [] if "untranslated" in faults else _kept_words(task, first.made.text)
    return replace(way, extra=_without_overlap(_besides([*way.extra, *kept], task)), step=way.step or "script restricted")


def _search_again(way: Way, faults: Set[str], task: Task, first: Attempt) -> Way:
    """A loop, a copy or nothing at all: a wider beam without repeated n-grams, and a final stop."""
    if not faults & _LOOPS and not ("name_lost" in faults and _tells_a_name_again(task, first.made.text)):
        return way
    decoding = replace(way.decoding, no_repeat_ngram=3, beam=first.way.decoding.beam + 1)
    return replace(way, decoding=decoding, final_stop=True, step="searched again")


def _tells_a_name_again(task: Task, target: str) -> bool:
    """Whether a name of several words stands in a target more often than in its source, in the place of another one."""
    told = Counter(use.target for use in task.names if " " in use.target)
    return any(target.count(name) > times for name, times in told.items())


def _without_placeholders(way: Way, task: Task, first: Attempt) -> Way:
    """The same for a model that knows none: kept words are allowed, figures are cut out."""
    extra = tuple(item for item in way.extra if item.kind in (FIGURE, "sum"))
    allowed = frozenset(item.span.of(task.bare.text) for item in way.extra if item.kind == "name")
    decoding = replace(way.decoding, allowed=allowed)
    return replace(way, extra=extra, decoding=decoding, carrying=Carrying.AROUND if extra else way.carrying)


def later_way(work: Work, engine: Engine) -> Way | None:
    """Items or figures that are still not right: all figures carried across; in the end the text cut around all of them."""
    faults = {"protected_lost", "numbers_differ"}.intersection(work.best.flags)
    way = work.attempts[-1].way
    if not faults or len(work.attempts) < 2 or way.carrying is Carrying.AROUND:
        return None
    more = _besides(_all_figures(work.task), work.task) if "numbers_differ" in faults else []
    extra = _without_overlap([*way.extra, *more])
    around = "protected_lost" in faults or extra == way.extra or not engine.placeholders
    return replace(way, extra=extra, carrying=Carrying.AROUND, step="split around") if around else replace(way, extra=extra)


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
