"""Lines through the whole road, as `translate` takes a segment, each told the names that its reference has.

Items are protected, names put right, second attempts made, so this tells what a user gets where the ledger knows the names.
"""

from collections.abc import Callable, Sequence

from polyglot_news.document import Block, BlockKind, Direction, Segment, Span
from polyglot_news.mt.engine import Decoding, Engine
from polyglot_news.names.ledger import Use
from polyglot_news.translation import Task, make_task, translate_tasks

AT_ONCE = 2048  # lines between two steps of a progress bar: as many as the pipeline takes together
CERTAIN = 1.0


def translate_lines(
    lines: Sequence[str],
    names: Sequence[Sequence[Use]],
    engine: Engine,
    direction: Direction,
    decoding: Decoding,
    *,
    done: Callable[[int], None] = lambda lines: None,
) -> tuple[str, ...]:
    """One text a line, in order; `done` is told of how many lines more there are texts."""
    made: list[str] = []
    for at in range(0, len(lines), AT_ONCE):
        some = [_task(*told, direction) for told in zip(lines[at : at + AT_ONCE], names[at : at + AT_ONCE], strict=True)]
        made += [translation.text or "" for translation in translate_tasks(some, engine, decoding)]
        done(len(some))
    return tuple(made)


def _task(line: str, uses: Sequence[Use], direction: Direction) -> Task:
    """The line as the one segment of a plain text."""
    span = Span(0, len(line))
    segment = Segment("b1.s1", 0, span, line, direction.source, CERTAIN)
    return make_task(line, segment, Block(BlockKind.PARAGRAPH, span), direction, "text", uses)
