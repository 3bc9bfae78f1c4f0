"""The floors of ARCHITECTURE.md hold: a module imports only from the floors below its own, or from its own room."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import ROOT

SOURCE = ROOT / "src" / "polyglot_news"
FLOORS = (
    ("errors", "document"),
    ("text",),
    ("routing", "names", "formats", "mt", "memory", "checks"),
    ("reading", "segmentation", "naming", "translation", "verification", "options", "writing"),
    ("drafting",),
    ("pipeline", "evaluation"),
    ("archive",),
    ("cli",),
    ("__main__",),
)
ACROSS = {("formats", "checks")}  # the bilingual writers explain the flags
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
HEAVY = (
    "torch",
    "transformers",
    "ctranslate2",
    "sentencepiece",
    "langdetect",
    "py3langid",
    "numpy",
    "huggingface_hub",
    "rich",
    "pymorphy3",
    "slovnet",
    "navec",
    "babel",
    "iuliia",
)


def _room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        modules = []
        if isinstance(node, ast.ImportFrom) and node.module:
            modules = [node.module] if node.module != "polyglot_news" else [f"polyglot_news.{a.name}" for a in node.names]
        elif isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        yield from (module for module in modules if module.startswith("polyglot_news."))


MODULES = [path for path in sorted(SOURCE.rglob("*.py")) if path != SOURCE / "__init__.py"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_imports_only_from_below(path: Path) -> None:
    room = _room(path)
    assert room in FLOOR_OF, f"{room} has no floor in ARCHITECTURE.md"
    for module in _imports(path):
        other = module.split(".")[1]
        below = FLOOR_OF[other] < FLOOR_OF[room]
        assert below or other == room or (room, other) in ACROSS or FLOOR_OF[room] == 0, f"{room} imports {module}"


def test_every_room_is_on_the_page() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert [room for room in FLOOR_OF if f"`{room}" not in page] == []


def test_the_pipeline_is_short() -> None:
    assert len((SOURCE / "pipeline.py").read_text(encoding="utf-8").splitlines()) <= 200


@pytest.mark.parametrize(
    "code",
    [
        "import polyglot_news",
        "from polyglot_news.cli.commands import cli; cli.main(['--help'], standalone_mode=False)",
        "from polyglot_news.cli.commands import cli; cli.main(['translate', '--help'], standalone_mode=False)",
    ],
)
def test_imports_are_light(code: str) -> None:
    probe = f"import sys; {code}; print('loaded', *sorted(set({HEAVY!r}).intersection(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1].split()[1:] == []


def test_the_driver_of_an_archive_imports_nothing_that_translates() -> None:
    probe = "import sys, polyglot_news.cli.batch; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert not {"polyglot_news.pipeline", "polyglot_news.translation", "polyglot_news.segmentation"} & set(done.stdout.split())


def test_exported_names() -> None:
    import polyglot_news

    assert sorted(polyglot_news.__all__) == sorted(set(polyglot_news.__all__))
    assert [name for name in polyglot_news.__all__ if not hasattr(polyglot_news, name)] == []
