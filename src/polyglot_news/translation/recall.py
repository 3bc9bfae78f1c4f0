"""What a translation memory has already is not asked of the engine again.

A model's translation serves again only where the model would be asked the very same: the same source, names, place in its
block. So a document's result is the same bytes, whether its sentences were recalled or translated. A person's translation
serves wherever the source is the same, and is checked like any other.
"""

import hashlib
from collections.abc import Iterator, Sequence

from polyglot_news.checks import Pair, check, order_flags
from polyglot_news.document import Origin, Translation
from polyglot_news.memory.units import Hit, HitKind, Query, Unit, UnitOrigin
from polyglot_news.memory.view import MemoryView
from polyglot_news.mt.engine import Decoding, Engine
from polyglot_news.names.enforce import find_missing
from polyglot_news.translation.flow import translate_tasks
from polyglot_news.translation.task import Task, begins_line, name_uses

_ORIGINS = {
    HitKind.HUMAN: Origin.HUMAN,
    HitKind.IMPORT: Origin.MEMORY,
    HitKind.MEMORY: Origin.MEMORY,
    HitKind.REPEATED: Origin.MODEL,
}


def recall_or_translate(
    tasks: Sequence[Task], engine: Engine, memory: MemoryView, signature: str, decoding: Decoding
) -> Iterator[Translation]:
    """One translation a task, in order; `signature` is all that the engine's texts depend on. New ones are added."""
    if engine.origin is not Origin.MODEL:
        yield from translate_tasks(tasks, engine, decoding)
        return
    queries = [_query(task, signature) for task in tasks]
    hits = memory.find(queries)
    asked = [(task, query) for task, query, hit in zip(tasks, queries, hits, strict=True) if hit is None]
    made = list(translate_tasks([task for task, _ in asked], engine, decoding))
    memory.add([_unit(query, one) for (_, query), one in zip(asked, made, strict=True) if "empty" not in one.flags])
    fresh = iter(made)
    for task, hit in zip(tasks, hits, strict=True):
        yield next(fresh) if hit is None else _recalled(task, hit)


def _query(task: Task, signature: str) -> Query:
    return Query(task.segment.text, str(task.direction), task.format, signature, _context(task))


def _context(task: Task) -> str:
    """A digest of all else that a translation depends on."""
    names = [(use.span.start, use.span.stop, use.target, *use.forms) for use in task.names]
    said = repr((task.bare.text, str(task.block.kind), task.block.level, begins_line(task), names))
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _unit(query: Query, made: Translation) -> Unit:
    return Unit(
        source=query.source,
        target=made.text or "",
        direction=query.direction,
        format=query.format,
        origin=UnitOrigin.MODEL,
        signature=query.signature,
        context=query.context,
        score=made.score,
        flags=made.flags,
        steps=made.steps,
    )


def _recalled(task: Task, hit: Hit) -> Translation:
    origin, target = _ORIGINS[hit.kind], task.direction.target
    ours = hit.kind in (HitKind.MEMORY, HitKind.REPEATED)
    return Translation(
        task.segment.id,
        target,
        hit.target,
        origin=origin,
        score=hit.unit.score,
        names=name_uses(task),
        steps=hit.unit.steps if ours else (),
        flags=hit.unit.flags if ours else _judged(task, hit.target),
    )


def _judged(task: Task, text: str) -> tuple[str, ...]:
    """The flags of a text that somebody else wrote."""
    flags = check(Pair(task.segment.text, text, task.direction.target))
    return order_flags([*flags, *(["name_lost"] if find_missing(task.names, text) else [])])
