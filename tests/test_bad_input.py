"""Bad input: each kind has a named outcome, a clear error or a sensible result, and nothing is half-written."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from polyglot_news import EngineOptions, Options, Pipeline
from polyglot_news.errors import FormatError, ReadError

COMMAND = [sys.executable, "-m", "polyglot_news"]
IDENTITY = Pipeline(Options(engine=EngineOptions("identity")))
NOTHING = [
    "# \n\n---\n\n***\n",
    "12 345\n\n48.7K\n",
    "https://example.org/a?b=c\n",
    "🔻🔻🔻 ►\n",
    "```\ncode\n```\n",
    "1954?\n",
]
UKRAINIAN = "Ворог відступив до лісосмуги, є полонені. Ці люди знають, що їх чекає вдома.\n"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


def translate(*arguments: str) -> tuple[int, bytes, str]:
    done = subprocess.run([*COMMAND, "translate", *arguments], capture_output=True, check=False, timeout=60)
    return done.returncode, done.stdout, done.stderr.decode()


def refused(*arguments: str) -> str:
    """The one line; nothing is written."""
    code, out, said = translate(*arguments, "-o", "out.md")
    assert (code, out, said.count("\n")) == (2, b"", 1), said
    assert not Path("out.md").exists()
    assert [path.name for path in Path().iterdir() if path.name.endswith(".part")] == []
    return said


@pytest.mark.parametrize("text", ["", "\ufeff", "\n", " \t\r\n\r\n\u00a0\n"])
def test_nothing_in_it_is_an_empty_result(text: str) -> None:
    Path("a.md").write_bytes(text.encode())
    assert translate("a.md", "--format", "jsonl") == (0, b"", "")
    assert translate("a.md", "--to", "en") == (0, text.encode(), "")
    code, out, said = translate("a.md")
    assert (code, said) == (0, "")
    assert "None of 0 segments is flagged" in out.decode()


@pytest.mark.parametrize("text", NOTHING)
@pytest.mark.parametrize("to", ["en", "ru", "both"])
def test_nothing_translatable_is_copied(text: str, to: str) -> None:
    result = Pipeline(Options(to=to)).translate_text(text)
    assert [unit.source_lang for unit in result.units if unit.source_lang != "zxx"] == []
    assert all(unit.target == unit.source and unit.origin == "copy" and not unit.flags for unit in result.units)


def test_nothing_translatable_is_done() -> None:
    text = "\n".join(NOTHING)
    Path("a.md").write_bytes(text.encode())
    assert translate("a.md", "--to", "en") == (0, text.encode(), "")


def test_only_ukrainian_is_left_as_it_stands_and_flagged() -> None:
    Path("a.txt").write_bytes(UKRAINIAN.encode())
    code, out, said = translate("a.txt", "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert (code, len(rows)) == (0, 2)
    assert said.strip() == "polyglot-news: a.txt: nothing in Russian or English; it is written as it stands"
    for row in rows:
        assert (row["source_lang"], row["target_lang"], row["target"], row["flags"]) == ("uk", None, None, ["other_language"])
    assert translate("a.txt", "--to", "en")[1] == UKRAINIAN.encode()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (bytes(range(32)) * 9, "binary"),
    ],
)
def test_binary_data(data: bytes, what: str) -> None:
    Path("a.md").write_bytes(data)
    assert what in refused("a.md")


def test_a_folder() -> None:
    Path("folder").mkdir()
    assert "folder: is a folder; name its files" in refused("folder")


def test_a_missing_file() -> None:
    assert "nothing.md: there is no such file" in refused("nothing.md")
    assert "cannot be read" in refused("x" * 5000)


def test_a_loop_of_links() -> None:
    Path("a.md").symlink_to("b.md")
    Path("b.md").symlink_to("a.md")
    assert "a.md: cannot be read" in refused("a.md")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_an_unreadable_file() -> None:
    Path("a.md").write_text("Привет", encoding="utf-8")
    Path("a.md").chmod(0)
    assert "a.md: cannot be read: Permission denied" in refused("a.md")


def test_a_wrong_encoding_and_an_unknown_one() -> None:
    Path("a.md").write_bytes("Привет, мир".encode("windows-1251"))
    assert "a.md: not utf-8 at byte 0" in refused("a.md", "--encoding", "utf-8")
    assert "unknown encoding 'klingon'" in refused("a.md", "--encoding", "klingon")


def test_a_pipe_is_read_like_a_file() -> None:
    os.mkfifo("pipe.md")
    writer = threading.Thread(target=lambda: Path("pipe.md").write_bytes("# Привет\n".encode()))
    writer.start()
    assert translate("pipe.md", "--engine", "identity", "--to", "en") == (0, "# Привет\n".encode(), "")
    writer.join()


def test_standard_input_that_is_closed() -> None:
    line = f"{sys.executable} -m polyglot_news translate - --engine identity <&-"
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (2, b"polyglot-news: -: standard input is closed\n")


LONG = {
    "russian words": "слово за словом " * 180_000,
    "one word": "а" * 2_600_000,
    "marks": "*_`[" * 1_300_000,
}


@pytest.mark.parametrize(
    ("format_name", "kind"),
    [("markdown", "russian words"), ("text", "one word"), ("markdown", "marks")],
)
def test_a_line_of_five_megabytes(kind: str, format_name: str) -> None:
    text = LONG[kind].strip()
    assert len(text.encode()) > 5_000_000
    began = time.monotonic()
    result = IDENTITY.translate_text(text, format=format_name)
    assert time.monotonic() - began < 60  # 3 to 10 s on two shared cores
    units = result.units
    assert "".join(unit.source for unit in units).replace(" ", "") == text.replace(" ", "")
    assert kind != "russian words" or {unit.source_lang for unit in units} == {"ru"}


def test_a_long_line_is_translated_whole(pipeline: Pipeline) -> None:
    text = " ".join(f"в городе номер {n} идёт дождь и дует ветер" for n in range(1, 280))
    assert len(text.encode()) > 20_000
    units = pipeline.translate_text(text, format="text").units
    target = " ".join(unit.target or "" for unit in units)
    assert sum(str(n) in target for n in range(1, 280)) > 250
    assert len(target) > len(text) / 3


def test_nul_characters_stay_where_they_are(pipeline: Pipeline) -> None:
    text = "Привет, \0мир. It is\0 a day.\n"
    for format_name in ("markdown", "text"):
        result = pipeline.translate_text(text, format=format_name)
        assert "".join(unit.source for unit in result.units).count("\0") == 2
    Path("a.md").write_bytes(text.encode())
    assert translate("a.md", "--engine", "identity", "--to", "en") == (0, text.encode(), "")
    assert b"\0" not in translate("a.md", "--engine", "identity")[1]


@pytest.mark.parametrize(
    "text", ["Привет \ud800 мир, как дела сегодня.", "Hello \udc00 world, it is a day.", "\ud83d", "\udcff[x]"]
)
def test_lone_surrogates_go_through_the_library(pipeline: Pipeline, text: str) -> None:
    from polyglot_news.formats import jsonl
    from polyglot_news.formats.writers import LAYOUTS, find_writer

    for format_name in ("markdown", "text"):
        result = pipeline.translate_text(text, format=format_name)
        assert "".join(unit.source for unit in result.units).replace(" ", "") == text.replace(" ", "")
        assert [json.loads(line)["source"] for line in jsonl.write(result).encode().splitlines()] == [
            u.source for u in result.units
        ]
        for layout in LAYOUTS:
            find_writer(to="both", output="md", layout=layout, input_format=format_name).write(result)


def test_the_librarys_errors(pipeline: Pipeline) -> None:
    with pytest.raises(ReadError, match="no such file"):
        pipeline.translate_file("nothing.md")
    with pytest.raises(ReadError, match="no name of a file"):
        pipeline.translate_file("a\0b")
    with pytest.raises(FormatError, match="unknown format 'html'"):
        pipeline.translate_text("a", format="html")
