"""Marian checkpoints from the Hugging Face Hub: downloaded, or found in the Hub's own cache on this machine.

    <cache>/models--<org>--<name>/refs/main                a commit
    <cache>/models--<org>--<name>/snapshots/<commit>/...   its files

Only the files of a checkpoint are fetched, safetensors before a pickle of torch. The cache is `HF_HUB_CACHE`, or `hub` in
`HF_HOME`; with `HF_HUB_OFFLINE` set nothing is asked of the network. The environment is read when a function is called.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from polyglot_news.errors import ModelNotFoundError
from polyglot_news.mt.models_folder import CHECKPOINT_FILES, CHECKPOINT_WEIGHTS, is_checkpoint

_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_SMALL_FILES = [*CHECKPOINT_FILES, "generation_config.json", "tokenizer_config.json", "special_tokens_map.json"]
_PREFIX = "models--"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One commit of a model on the hub, on this machine."""

    name: str
    folder: Path
    revision: str


def is_hub_id(spec: str) -> bool:
    """Whether `spec` looks like `organisation/model`."""
    return _ID.fullmatch(spec) is not None


def hub_cache() -> Path:
    """The folder in which huggingface_hub keeps what it downloads."""
    set_directly = os.environ.get("HF_HUB_CACHE")
    if set_directly:
        return Path(set_directly).expanduser()
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    home = os.environ.get("HF_HOME") or f"{cache}/huggingface"
    return Path(home).expanduser() / "hub"


def is_offline() -> bool:
    """Whether the environment forbids the network."""
    return os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}


def snapshot_in(folder: Path) -> Snapshot | None:
    """The newest snapshot in a folder `models--org--name` that is laid out as the hub's cache is; None where there is none."""
    if not folder.name.startswith(_PREFIX):
        return None
    reference = folder / "refs" / "main"
    revision = reference.read_text(encoding="ascii").strip() if reference.is_file() else ""
    snapshot = folder / "snapshots" / revision
    if not revision or not snapshot.is_dir():
        return None
    return Snapshot(folder.name.removeprefix(_PREFIX).replace("--", "/", 1), snapshot, revision)


def fetch(name: str) -> Snapshot:
    """The newest snapshot of the hub's model `name`: downloaded, or from the hub's cache where there is no network.

    Raises ModelNotFoundError where the hub has no such model, or cannot be reached and the cache has not got it.
    """
    reason = "HF_HUB_OFFLINE is set" if is_offline() else _download(name)
    found = snapshot_in(hub_cache() / f"{_PREFIX}{name.replace('/', '--')}")
    if found is None or not is_checkpoint(found.folder):
        raise ModelNotFoundError(
            f"{name}: cannot be fetched ({reason or 'it has no weights of a Marian model'}); copy the model's folder from "
            "another machine and type: polyglot-news models add FOLDER"
        )
    return found


def _download(name: str) -> str:
    """Download what is missing in the hub's cache; returns why that failed, or an empty string."""
    from huggingface_hub import errors, snapshot_download

    no_network: type[Exception] = getattr(errors, "HTTPError", OSError)  # httpx's in newer versions, an OSError in older ones
    folder = ""
    try:
        for names in (_SMALL_FILES, *([weights] for weights in CHECKPOINT_WEIGHTS)):
            if not folder or not is_checkpoint(Path(folder)):
                folder = snapshot_download(name, cache_dir=hub_cache(), allow_patterns=names)
    except errors.GatedRepoError:
        return "its owner grants access on request only"
    except errors.RepositoryNotFoundError:
        return "no such model on the hub"
    except errors.LocalEntryNotFoundError:
        return "the hub cannot be reached"
    except (errors.EntryNotFoundError, no_network, OSError, ValueError) as error:
        return " ".join(str(error).split())[:200]
    return ""
