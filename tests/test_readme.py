"""Every command and every program of the README is run; its table of flags is that of the code.

A block is left out only where a comment above it says why: `<!-- not run: reason -->`.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from polyglot_news.checks import FLAGS

from .conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"(?:<!-- not run: (?P<reason>[^\n]+?) -->\n)?```(?P<language>sh|python)\n(?P<body>.*?)```", re.DOTALL)
BLOCKS = list(_BLOCK.finditer(README))
COMMANDS = [
    line.split("  #")[0].strip()
    for block in BLOCKS
    if block["language"] == "sh" and not block["reason"]
    for line in block["body"].splitlines()
    if line.strip()
]
PROGRAMS = [block["body"] for block in BLOCKS if block["language"] == "python" and not block["reason"]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with the samples in it."""
    path = tmp_path_factory.mktemp("readme")
    (path / "samples").symlink_to(ROOT / "samples")
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_command(command: str, folder: Path) -> None:
    binary = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env={"PATH": f"{binary}:/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() or done.stderr.strip() or " -o " in command


@pytest.mark.parametrize("program", PROGRAMS)
def test_program(program: str, folder: Path) -> None:
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_blocks_are_found() -> None:
    assert len(COMMANDS) >= 10
    assert PROGRAMS
    assert len(BLOCKS) == README.count("```sh\n") + README.count("```python\n")


def test_flags_are_listed() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \|$", README.partition("### Flags")[2].partition("\n## ")[0], re.MULTILINE)
    assert dict(rows) == dict(FLAGS)
