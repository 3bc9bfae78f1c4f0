"""One run at a time in an output folder."""

import errno
import json
import os
import socket
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from polyglot_news.errors import UsageError, WriteError

_HOLDER = "lock.json"
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT)


class RunLock:
    """The lock of an output folder, held as a context manager.

    The kernel gives it back when the process dies, however it dies; `lock.json` beside it says who holds it, and may be left
    over. Entering raises UsageError where another run holds it, WriteError where the folder cannot be locked.
    """

    def __init__(self, state: Path, output: str) -> None:
        self._output = output
        self._holder = state / _HOLDER
        self._lock = FileLock(state / "lock")

    def __enter__(self) -> Self:
        try:
            self._holder.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(blocking=False)
        except Timeout:
            holder = _told(self._holder)
            raise UsageError(f"{self._output}: another run is at work here{holder}; wait for it or stop it") from None
        except (OSError, NotImplementedError) as error:  # the second: a file system without locks
            reason = getattr(error, "strerror", None) or error
            if getattr(error, "errno", None) in _NOT_ALLOWED:
                raise WriteError(f"{self._output}: cannot be written: {reason}; name another output folder") from error
            raise WriteError(f"{self._output}: cannot be locked: {reason}; name a folder on another disk") from error
        with suppress(OSError):  # the lock holds without it
            _write(self._holder)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with suppress(OSError):
            self._holder.unlink()
        self._lock.release()


def _write(holder: Path) -> None:
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    temporary = holder.with_suffix(".part")
    temporary.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": now}), encoding="utf-8")
    temporary.replace(holder)


def _told(holder: Path) -> str:
    """Who holds the lock; nothing where that cannot be read, as in the moment before it is written."""
    try:
        found = json.loads(holder.read_text(encoding="utf-8"))
        return f" (process {found['pid']} on {found['host']} since {found['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
