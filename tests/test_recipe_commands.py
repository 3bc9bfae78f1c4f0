"""The recipe's commands: ordinary mistakes end with one line that says what is wrong, and leave nothing behind.

`cases/recipe/mistakes.tsv` has those that need no torch, `mistakes-torch.tsv` the others; `test_recipe_training.py` reads that.
"""

import lzma
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from recipe import vocabulary
from recipe.__main__ import cli
from recipe.pairs import read_pairs

from .conftest import CASES

TOY = CASES / "recipe" / "pairs.tsv"


@dataclass(frozen=True, slots=True)
class Mistake:
    """A command line, what it must exit with, and words of its message; `|` between them."""

    command: str
    code: int
    words: tuple[str, ...]

    def check(self, folder: Path, **names: Path) -> None:
        """Make the mistake in a folder, `@` in the command, which has what it is made with."""
        before = sorted(folder.rglob("*"))
        done = run(self.command, folder, **names)
        message = done.output.strip().splitlines()[-1]
        assert done.exit_code == self.code, done.output
        assert message.startswith("Error: ")
        assert all(word in message for word in self.words), message
        assert sorted(folder.rglob("*")) == before


def read_mistakes(name: str) -> list[Mistake]:
    rows = [line.split("\t") for line in (CASES / "recipe" / name).read_text(encoding="utf-8").splitlines()[1:] if line]
    return [Mistake(command, int(code), tuple(words.split("|"))) for command, code, words in rows]


def run(command: str, folder: Path, **names: Path) -> Result:
    words = [word.replace("@", f"{folder}/") for word in command.split()]
    given = [str(names.get(word.removeprefix("="), word)) if word.startswith("=") else word for word in words]
    return CliRunner().invoke(cli, given, catch_exceptions=False)


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the mistakes are made with."""
    folder = tmp_path_factory.mktemp("mistaken")
    lines = TOY.read_text(encoding="utf-8").splitlines(keepends=True)
    texts = [side for pair in read_pairs(TOY) for side in (pair.ru, pair.en)]
    vocabulary.Pieces(vocabulary.train(texts, size=300)).save(folder)
    packed = lzma.compress("".join(lines).encode())
    written = {
        "pairs.tsv": "".join(lines[:6]).encode(),
        "cyrillic.tsv": "".join(lines[:2]).encode() + "Да.\tYes.\tx\n".encode("windows-1251"),
        "empty.tsv": b"",
        "one.tsv": "Да.\tYes.\nДа. Yes.\n".encode(),
        "parts.tsv": "Да.\tYes.\tx\tn:0:2\n".encode(),
        "kind.tsv": "Да.\tYes.\tx\tq:0:2:0:3:да:yes\n".encode(),
        "offset.tsv": "Да.\tYes.\tx\tw:0:a:0:3:да:yes\n".encode(),
        "outside.tsv": "Да.\tYes.\tx\tw:0:2:0:9:да:yes\n".encode(),
        "latin.tsv": b"Yes.\tYes.\tx\n",
        "cut.tsv.xz": packed[: len(packed) // 2],
        "plain.tsv.xz": "".join(lines).encode(),
        "foreign.model": b"\x0a\x04none",
        "gold.tsv": "Да .\tYes .\n".encode(),
        "notes/notes.txt": b"nothing\n",
        "twins/news.ru": "Да.\nНет.\n".encode(),
        "twins/news.en": b"Yes.\n",
        "half/ud-pud.ru": "Да.\n".encode(),
        "tabless/mine.tsv": "Да. Yes.\n".encode(),
    }
    for name, content in written.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize("mistake", read_mistakes("mistakes.tsv"), ids=lambda mistake: mistake.command)
def test_a_mistake_is_one_line(mistake: Mistake, mistaken: Path) -> None:
    mistake.check(mistaken)


def test_own_files_are_gathered_and_prepared(mistaken: Path, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    rows = "".join(f"{pair.ru}\t{pair.en}\n" for pair in list(read_pairs(TOY))[:6])
    (tmp_path / "raw" / "mine.tsv").write_text(rows, encoding="utf-8")
    (tmp_path / "raw" / "notes.txt").write_text("nothing\n", encoding="utf-8")
    done = run("gather @raw --nothing-held-out --out @new/folder/pairs.tsv.xz", tmp_path)
    assert done.exit_code == 0, done.output
    assert "mine.tsv: no source of sources.toml; read as one of its own, mine" in done.output
    assert "notes.txt: not read" in done.output
    found = list(read_pairs(tmp_path / "new" / "folder" / "pairs.tsv.xz"))
    assert [pair.source for pair in found] == ["mine"] * 6
    assert any(pair.links for pair in found)
    prepared = run(f"prepare @raw/mine.tsv --nothing-held-out --vocabulary {mistaken}/source.spm --out @new/x.npz", tmp_path)
    assert "6 pairs within the window" in prepared.output


def test_a_folder_of_sentences_is_held_out(tmp_path: Path) -> None:
    pairs = list(read_pairs(TOY))
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / "test.ru").write_text(f"{pairs[0].ru}\n", encoding="utf-8")
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "mine.tsv").write_text("".join(f"{pair.ru}\t{pair.en}\n" for pair in pairs), encoding="utf-8")
    done = run("gather @raw --held-out @eval --out @pairs.tsv", tmp_path)
    assert "held out" in done.output
    assert pairs[0].ru not in {pair.ru for pair in read_pairs(tmp_path / "pairs.tsv")}
