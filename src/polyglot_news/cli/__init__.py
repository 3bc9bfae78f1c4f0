"""The command `polyglot-news`. What it does is imported when an interrupt can be answered already (`commands`)."""

import os
import signal
import sys

TYPE_CHECKING = False  # as type checkers take it: importing `typing` takes long enough to be interrupted
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

_KEEPS_NOTHING = frozenset({"evaluate"})
"""Commands that write when all is done, so that an interrupt leaves nothing."""


def main() -> None:
    """Run the command; errors and interrupts become one line and an exit code."""
    # Of numpy, which finds names: on matrices as small as these a second thread only spins.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    signal.signal(signal.SIGTERM, _terminate)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # a shell may have it ignored
        signal.signal(signal.SIGINT, _interrupt)
    try:
        with loading():
            from polyglot_news.cli.commands import run
        sys.exit(run())
    except KeyboardInterrupt:
        pass
    except Exception:  # an interrupt inside a library's own code may come out as any error (ctranslate2: ImportError)
        if signal.SIGTERM in _interrupts:
            sys.exit(128 + signal.SIGTERM)
        if not _interrupts:
            raise
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a second one must not break into the end of the interpreter
    _say_interrupted()
    exec("")  # else CPython, where the interrupt came out of an `exec` (as dataclasses use), ends itself by the signal
    sys.exit(128 + signal.SIGINT)


class loading:
    """Around imports: an interrupt ends the process at once; nothing is begun.

    Raised inside an import it may be lost, or come out as another error.
    """

    def __enter__(self) -> None:
        self._is_ours = signal.getsignal(signal.SIGINT) is _interrupt
        if self._is_ours:
            try:
                signal.signal(signal.SIGINT, _leave)
            except ValueError:  # this is not the main thread
                self._is_ours = False

    def __exit__(self, *raised: object) -> None:
        if self._is_ours:
            signal.signal(signal.SIGINT, _interrupt)


_interrupts: list[int] = []
"""What came: a library that is interrupted in its own code may turn the exception into another."""


def _interrupt(number: int, frame: "FrameType | None") -> "NoReturn":
    _interrupts.append(number)
    raise KeyboardInterrupt


def _leave(number: int, frame: "FrameType | None") -> "NoReturn":
    _say_interrupted()
    os._exit(128 + number)


def _say_interrupted() -> None:
    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    kept = "" if command in _KEEPS_NOTHING else "; what was finished is kept"
    os.write(2, f"polyglot-news: interrupted{kept}\n".encode())  # a stream may be in the midst of a line


def _terminate(number: int, frame: "FrameType | None") -> "NoReturn":
    """Unwind, so that temporary files are removed; a second one, as `timeout` sends, must not break into that."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _interrupts.append(number)
    sys.exit(128 + number)
