"""Offline for real: the installed command in a network namespace without any route, with an empty home and cache."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import SAMPLES

ALONE = ["unshare", "-rn"]


@pytest.fixture(scope="module", autouse=True)
def namespace() -> None:
    if shutil.which("unshare") is None:
        pytest.skip("there is no unshare(1) on this machine")
    tried = subprocess.run([*ALONE, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"the kernel forbids network namespaces here: {tried.stderr.strip()}")


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = shutil.which("polyglot-news", path=Path(sys.executable).parent)
    command = [script] if script else [sys.executable, "-m", "polyglot_news"]
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}  # HF_HUB_OFFLINE is not set: nothing must be tried
    return subprocess.run([*ALONE, *command, *arguments], capture_output=True, text=True, check=False, env=env, timeout=60)


def test_there_is_no_network(tmp_path: Path) -> None:
    code = "import socket; socket.create_connection(('1.1.1.1', 53), 3)"
    tried = subprocess.run([*ALONE, sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "OSError" in tried.stderr


def test_translate(tmp_path: Path) -> None:
    done = run(tmp_path, "translate", str(SAMPLES / "telegram.txt"), "--format", "jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert any(row["origin"] == "model" and row["target_lang"] == "en" for row in rows)
    assert any(row["origin"] == "model" and row["target_lang"] == "ru" for row in rows)


def test_detect(tmp_path: Path) -> None:
    done = run(tmp_path, "detect", str(SAMPLES / "politics.md"))
    assert (done.returncode, done.stderr) == (0, "")
    assert " ru " in done.stdout


def test_models_list(tmp_path: Path) -> None:
    done = run(tmp_path, "models", "list")
    assert (done.returncode, done.stderr) == (0, "")
    assert "starter" in done.stdout


def test_a_model_that_would_have_to_be_fetched(tmp_path: Path) -> None:
    done = run(tmp_path, "translate", str(SAMPLES / "politics.md"), "--model", "Helsinki-NLP/opus-mt-ru-en")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "Helsinki-NLP/opus-mt-ru-en" in done.stderr
