"""A head start: while the names of a document are looked for, the engine translates segments that look as if they had none.

A segment's text depends neither on its neighbours nor on when it is asked for, so the result is the same: what proves to be
another task than was begun, because a name was found in it after all, is translated again.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from polyglot_news.document import Translation
from polyglot_news.mt.engine import Decoding, Engine
from polyglot_news.translation.flow import translate_tasks
from polyglot_news.translation.task import Task

_TOGETHER = 32  # tasks in a share: a batch or two of like lengths
_SIDE_BY_SIDE = 2  # shares on the road at once: one is decoded while the other is looked at


class HeadStart:
    """Tasks that are translated, share after share, until somebody asks for the rest; a context, left when all is done."""

    def __init__(self, engine: Engine, decoding: Decoding) -> None:
        """The engine must be safe to share between threads."""
        self._engine, self._decoding = engine, decoding
        self._threads = ThreadPoolExecutor(_SIDE_BY_SIDE)
        self._shares: list[tuple[Sequence[Task], Future[list[Translation]]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._threads.shutdown(cancel_futures=True)

    def begin(self, tasks: Sequence[Task]) -> None:
        """Translate these as well, but for those that are begun already."""
        begun = {task.segment.id for share, _ in self._shares for task in share}
        fresh = [task for task in tasks if task.segment.id not in begun]
        alike = sorted(fresh, key=lambda task: (str(task.direction), -len(task.bare.text)))
        shares = [alike[at : at + _TOGETHER] for at in range(0, len(alike), _TOGETHER)]
        self._shares += [(share, self._threads.submit(self._translate, share)) for share in shares]

    def _translate(self, tasks: Sequence[Task]) -> list[Translation]:
        return list(translate_tasks(tasks, self._engine, self._decoding))

    def complete(self, tasks: Sequence[Task]) -> Iterator[Translation]:
        """One translation a task, in order: of those begun and of all others; no further share is begun.

        Raises what the engine raises.
        """
        self._shares = [(share, future) for share, future in self._shares if not future.cancel()]
        begun: dict[str, tuple[Task, Future[list[Translation]], int]] = {
            task.segment.id: (task, future, n) for share, future in self._shares for n, task in enumerate(share)
        }
        same = [task.segment.id in begun and begun[task.segment.id][0] == task for task in tasks]
        rest = translate_tasks(
            [task for task, known in zip(tasks, same, strict=True) if not known], self._engine, self._decoding
        )
        for task, known in zip(tasks, same, strict=True):
            if known:
                _, future, n = begun[task.segment.id]
                yield future.result()[n]
            else:
                yield next(rest)


def seems_nameless(text: str) -> bool:
    """Whether a sentence has no capital but perhaps its first letter, and nothing of addresses: a guess, made at once."""
    first = next((at for at, char in enumerate(text) if char.isalpha()), 0)
    return not any(map(str.isupper, text[first + 1 :])) and "@" not in text and "/" not in text
