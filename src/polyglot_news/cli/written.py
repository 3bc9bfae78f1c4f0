"""What this program wrote, so that it may replace it: digests of documents in one language, which bear no line of ours.

    <home>/written.sha256      a digest a line, the newest last; <home> as in `mt/models_store.py`

Only the digest of the content is kept, no name. A file that somebody has changed since is not ours any more.
"""

import contextlib
import hashlib
from pathlib import Path

from polyglot_news.writing import Bytes

MOST = 20_000  # digests; older ones are forgotten


def remember(data: Bytes) -> None:
    """Keep in mind that this content is ours. Where nothing can be kept, --force will be needed; that is no error."""
    digest = hashlib.sha256(data).hexdigest()
    known = _known()
    if digest in known:
        return
    path = _path()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        if len(known) >= MOST:
            path.write_text("".join(f"{line}\n" for line in known[-MOST // 2 :]), encoding="ascii")
        with path.open("a", encoding="ascii") as file:
            file.write(f"{digest}\n")


def was_written(path: Path) -> bool:
    """Whether the content of `path` is ours."""
    known = _known()
    return bool(known) and hashlib.sha256(path.read_bytes()).hexdigest() in known


def _known() -> list[str]:
    try:
        return _path().read_text(encoding="ascii", errors="replace").split()
    except OSError:
        return []


def _path() -> Path:
    from polyglot_news.mt.models_store import home  # the store's module is not needed by every command

    return home() / "written.sha256"
