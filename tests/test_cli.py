"""The installed command, run as a user runs it: what it writes, what it refuses, what it says, how it ends."""

import importlib
import json
import os
import pty
import re
import select
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from polyglot_news.cli import console

from .conftest import ROOT, SAMPLES

COMMAND = [sys.executable, "-m", "polyglot_news"]
MIXED = "# Привет\n\nЭто новость о погоде. It is a short story.\n"
QUICK = ("--engine", "identity")  # nothing to load


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test works in an empty folder, with an empty home."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("POLYGLOT_NEWS_HOME", raising=False)
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments], input=stdin, capture_output=True, check=False, env={**os.environ, **(env or {})}, timeout=60
    )


def ok(*arguments: str, stdin: bytes = b"") -> bytes:
    done = run(*arguments, stdin=stdin)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return done.stdout


def refused(*arguments: str, code: int = 2) -> str:
    """The one line that says what is wrong."""
    done = run(*arguments)
    assert done.returncode == code, done.stderr.decode()
    return one_line(done.stderr)


def one_line(stderr: bytes) -> str:
    lines = stderr.decode().splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("polyglot-news: ")
    return lines[0]


def write(name: str, text: str = MIXED, encoding: str = "utf-8") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def names(folder: str) -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


# --- where results go ---------------------------------------------------------------------------------------------------------


def test_one_file_goes_to_standard_output_and_the_first_and_second_run_are_the_same() -> None:
    write("a.md")
    first = ok("translate", "a.md")
    assert "Это новость о погоде." in first.decode()
    assert "It is a short story." in first.decode()
    assert ok("translate", "a.md") == ok("translate", "a.md", "-o", "-") == first
    assert names(".") == ["a.md"]


def test_the_console_script_is_the_same_command() -> None:
    script = shutil.which("polyglot-news", path=Path(sys.executable).parent)
    if script is None:
        pytest.skip("the console script is not installed beside this Python")
    write("a.md")
    done = subprocess.run([script, "translate", "a.md", *QUICK], capture_output=True, check=True)
    assert done.stdout == ok("translate", "a.md", *QUICK)


def test_output_to_a_file_and_over_it_again() -> None:
    write("a.md")
    assert ok("translate", "a.md", "-o", "new/folder/out.md", *QUICK) == b""
    first = Path("new/folder/out.md").read_bytes()
    ok("translate", "a.md", "-o", "new/folder/out.md", *QUICK)
    assert Path("new/folder/out.md").read_bytes() == first
    assert names("new/folder") == ["out.md"]


@pytest.mark.parametrize("options", [(), ("--format", "jsonl"), ("--format", "txt"), ("--to", "en"), ("--layout", "stacked")])
def test_what_it_wrote_it_may_write_again_even_where_the_text_has_changed(options: tuple[str, ...]) -> None:
    write("a.md")
    ok("translate", "a.md", "-o", "out", *QUICK, *options)
    write("a.md", MIXED + "\nЕщё одна новость.\n")
    ok("translate", "a.md", "-o", "out", *QUICK, *options)
    assert "Ещё одна новость." in Path("out").read_text(encoding="utf-8")


def test_a_result_that_somebody_edited_is_not_ours() -> None:
    write("a.md")
    ok("translate", "a.md", "-o", "out.md", "--to", "en", *QUICK)
    write("out.md", "edited by hand\n")
    assert "--force" in refused("translate", "a.md", "-o", "out.md", "--to", "en", *QUICK)
    assert Path("out.md").read_text(encoding="utf-8") == "edited by hand\n"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), ["notes.md", "page.markdown", "politics.md", "sport.txt.md", "UPPER.MD"]),
        (
            ("--format", "jsonl"),
            ["notes.jsonl", "page.markdown.jsonl", "politics.md.jsonl", "sport.txt.jsonl", "UPPER.MD.jsonl"],
        ),
        (("--format", "txt"), ["notes.txt", "page.markdown.txt", "politics.md.txt", "sport.txt", "UPPER.MD.txt"]),
        (("--to", "en"), ["notes", "page.markdown", "politics.md", "sport.txt", "UPPER.MD"]),
        (("--to", "ru", "--format", "md"), ["notes.md", "page.markdown", "politics.md", "sport.txt.md", "UPPER.MD"]),
    ],
)
def test_an_output_bears_its_inputs_name_and_a_suffix_where_the_format_differs(
    options: tuple[str, ...], expected: list[str]
) -> None:
    files = ["notes", "page.markdown", "politics.md", "sport.txt", "UPPER.MD"]
    for name in files:
        write(name)
    ok("translate", *files, "-o", "out", *QUICK, *options)
    assert names("out") == sorted(expected)


def test_no_two_outputs_collide() -> None:
    for name in ("a/x.md", "b/x.md", "c/X.md", "d/x.txt", "e/x-2.md"):
        write(name, f"Файл {name} здесь.\n")
    ok("translate", "a/x.md", "b/x.md", "c/X.md", "d/x.txt", "e/x-2.md", "-o", "out", *QUICK)
    assert names("out") == ["X-3.md", "x-2-2.md", "x-2.md", "x.md", "x.txt.md"]
    assert "b/x.md" in Path("out/x-2.md").read_text(encoding="utf-8")
    assert "e/x-2.md" in Path("out/x-2-2.md").read_text(encoding="utf-8")


def test_one_file_into_a_folder() -> None:
    write("a.txt")
    Path("there").mkdir()
    ok("translate", "a.txt", "-o", "there", *QUICK)
    ok("translate", "a.txt", "-o", "new/", *QUICK)
    assert names("there") == names("new") == ["a.txt.md"]


def test_standard_input() -> None:
    text = MIXED.encode()
    assert ok("translate", "-", *QUICK, "--to", "en", stdin=text) == text
    assert ok("translate", "-", *QUICK, "--format", "txt", "--input-format", "markdown", stdin=text).startswith(b"[b1.s1] # ")
    ok("translate", "-", "-o", "out/", *QUICK, "--to", "en", stdin=text)
    assert names("out") == ["stdin.txt"]
    assert "only once" in refused("translate", "-", "-", "-o", "out")


def test_several_files_need_a_folder() -> None:
    for name in ("a.md", "b.md", "file"):
        write(name)
    assert "-o FOLDER" in refused("translate", "a.md", "b.md")
    assert "is a file" in refused("translate", "a.md", "b.md", "-o", "file")


# --- what is never replaced ---------------------------------------------------------------------------------------------------


def test_an_input_is_never_replaced() -> None:
    write("a.md")
    Path("link.md").symlink_to("a.md")
    for output in ("a.md", "./a.md", "link.md", "."):
        assert "is an input" in refused("translate", "a.md", "-o", output, "--force", *QUICK)
    assert Path("a.md").read_text(encoding="utf-8") == MIXED


def test_a_foreign_file_needs_force() -> None:
    write("a.md")
    write("mine.md", "my notes")
    assert "--force" in refused("translate", "a.md", "-o", "mine.md", *QUICK)
    assert Path("mine.md").read_text(encoding="utf-8") == "my notes"
    ok("translate", "a.md", "-o", "mine.md", "--force", *QUICK)
    assert "my notes" not in Path("mine.md").read_text(encoding="utf-8")


def test_a_link_stays_a_link_and_permissions_stay() -> None:
    write("a.md")
    write("real.md", "")
    Path("real.md").chmod(0o640)
    Path("out.md").symlink_to("real.md")
    ok("translate", "a.md", "-o", "out.md", *QUICK)
    assert Path("out.md").is_symlink()
    assert Path("real.md").stat().st_size > 0
    assert stat.S_IMODE(Path("real.md").stat().st_mode) == 0o640


def test_a_refused_output_does_not_keep_the_others_from_being_done() -> None:
    for name in ("a.md", "b.md", "c.md"):
        write(name)
    write("out/b.md", "foreign")
    done = run("translate", "a.md", "b.md", "c.md", "-o", "out", *QUICK)
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 2
    assert "out/b.md" in lines[0]
    assert lines[1:] == ["polyglot-news: 2 of 3 files done, 1 not"]
    assert Path("out/b.md").read_text(encoding="utf-8") == "foreign"
    assert names("out") == ["a.md", "b.md", "c.md"]


def test_one_bad_file_of_several_is_named_and_the_rest_is_done() -> None:
    write("a.md")
    write("c.md")
    Path("bad.md").write_bytes(b"\x89PNG\r\n\x1a\n")
    done = run("translate", "a.md", "bad.md", "missing.md", "c.md", "-o", "out", *QUICK)
    lines = done.stderr.decode().splitlines()
    assert (done.returncode, len(lines)) == (2, 3)
    assert "bad.md" in lines[0]
    assert "missing.md" in lines[1]
    assert names("out") == ["a.md", "c.md"]


# --- what it says and how it ends ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("translate",), "Missing argument 'FILE...'; see polyglot-news translate --help"),
        (("translate", "a.md", "--to", "de"), "'de' is not one of 'both', 'en', 'ru'; see polyglot-news translate --help"),
        (("translate", "a.md", "--fromat", "md"), "No such option"),
        (("translate", "a.md", "--beam", "0"), "0 is not in the range"),
        (("translate", "a.md", "--beam", "x"), "'x' is not a valid integer"),
        (("translate", "a.md", "--device", "tpu"), "device='tpu' is none of"),
        (("translate", "a.md", "-o", ""), "-o needs a name"),
        (("translate", "a.md", "--model", "no-such-model"), "no-such-model"),
        (("translate", "a.md", "--encoding", "klingon"), "unknown encoding 'klingon'"),
        (("translate", "missing.md"), "missing.md: there is no such file"),
        (("detect",), "Missing argument"),
        (("detect", "missing.md"), "missing.md: there is no such file"),
        (("transalte", "a.md"), "No such command 'transalte'"),
        (("models", "show", "no-such-model"), "no-such-model"),
    ],
)
def test_mistakes_are_told_in_one_line(arguments: tuple[str, ...], message: str) -> None:
    write("a.md")
    assert message in refused(*arguments)


def test_a_name_does_nothing_to_the_terminal() -> None:
    assert refused("detect", "a\x1b[31m.md") == r"polyglot-news: a\x1b[31m.md: there is no such file"


def test_a_traceback_only_on_request() -> None:
    done = run("--debug", "translate", "missing.md")
    assert done.returncode == 2
    assert b"Traceback" in done.stderr
    assert done.stderr.decode().splitlines()[-1] == "polyglot-news: missing.md: there is no such file"


def test_version_and_help() -> None:
    assert re.fullmatch(r"polyglot-news, version \d+\.\d+\.\d+\n", ok("--version").decode())
    text = ok("--help").decode()
    assert "polyglot-news translate article.md" in text
    assert "Exit codes" in text
    bare = run()
    assert bare.returncode == 2
    assert b"Usage:" in bare.stdout + bare.stderr


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("translate", ["Examples:", "--layout", "--verify", "Exit codes", "models list", "folder", "windows-1251"]),
        ("detect", ["zxx", "und", "jsonl", "standard input", "Exit codes"]),
        ("models", ["list", "add", "remove", "verify"]),
    ],
)
def test_help_teaches(command: str, words: list[str]) -> None:
    text = ok(command, "--help").decode()
    assert [word for word in words if word not in text] == []
    assert max(map(len, text.splitlines())) <= 80


def test_a_reader_that_goes_away_is_no_error_to_talk_about() -> None:
    write("long.txt", "Это новость о погоде.\n\n" * 5000)
    for arguments in ("translate long.txt --engine identity", "detect long.txt"):
        line = f"{sys.executable} -m polyglot_news {arguments} | head -1"
        done = subprocess.run(["bash", "-c", line], capture_output=True, check=False, timeout=60)
        assert (done.returncode, done.stderr.decode(), done.stdout.count(b"\n")) == (0, "", 1)


@pytest.mark.parametrize(
    ("output", "code", "message"),
    [("/dev/null", 0, ""), ("/dev/full", 1, "No space left"), ("/proc/no/out.md", 1, "/proc/no/out.md: cannot be written")],
)
def test_odd_outputs(output: str, code: int, message: str) -> None:
    write("a.md")
    done = run("translate", "a.md", "-o", output, *QUICK)
    assert done.returncode == code
    assert message in (one_line(done.stderr) if code else "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("translate", "a.md", *QUICK),
        ("romanise", "Юрий"),
        ("romanise", "--list"),
        ("models", "list"),
        ("batch", "in", "out", *QUICK, "--dry-run"),
        ("--help",),
        ("--version",),
    ],
)
def test_a_full_disk_behind_standard_output(arguments: tuple[str, ...]) -> None:
    write("a.md")
    write("in/a.md")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert "standard output: " in done.stderr.decode().splitlines()[-1]
    assert b"Traceback" not in done.stderr


def test_names_that_the_encoding_of_the_screen_lacks() -> None:
    write("in/новость.md")
    done = run("batch", "in", "out", *QUICK, "--dry-run", env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stdout.count(b"\\u"), done.stdout.endswith(b".md: to be read\n")) == (0, 7, True)


def test_a_folder_that_cannot_be_written() -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    write("a.md")
    Path("closed").mkdir(mode=0o500)
    assert "closed/out.md: cannot be written" in refused("translate", "a.md", "-o", "closed/out.md", *QUICK, code=1)
    assert names("closed") == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_nothing_half_written(number: signal.Signals) -> None:
    write("a.md")
    write("b.txt", "Сегодня в городе прошёл дождь, и река поднялась на метр. " * 3000)
    process = subprocess.Popen([*COMMAND, "translate", "a.md", "b.txt", "-o", "out"], stderr=subprocess.PIPE)
    deadline = time.monotonic() + 20
    while not Path("out/a.md").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.2)
    process.send_signal(number)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode in (130, 143)
    assert b"Traceback" not in stderr
    assert names("out") == ["a.md"]


def test_progress_is_shown_on_a_terminal_only() -> None:
    write("a.md")
    assert run("translate", "a.md").stderr == b""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([*COMMAND, "translate", "a.md"], stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    stdout, _ = process.communicate(timeout=60)
    shown = b""
    while select.select([ours], [], [], 0.2)[0]:
        try:
            shown += os.read(ours, 4096)
        except OSError:  # Linux says so where the other side has been closed
            break
    os.close(ours)
    assert b"segments" in shown
    assert b"\x1b" in shown
    assert b"\x1b" not in stdout


# --- formats, layouts, encodings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", ["both", "en", "ru"])
@pytest.mark.parametrize("output_format", ["md", "jsonl", "txt"])
@pytest.mark.parametrize("layout", ["side", "stacked"])
def test_every_combination(to: str, output_format: str, layout: str) -> None:
    write("a.md")
    out = ok("translate", "a.md", *QUICK, "--to", to, "--format", output_format, "--layout", layout).decode()
    if output_format == "jsonl":
        rows = [json.loads(line) for line in out.splitlines()]
        assert [row["target_lang"] for row in rows] == {"both": ["en", "en", "ru"], "en": ["en"] * 3, "ru": ["ru"] * 3}[to]
    elif to != "both":
        assert out == MIXED
    else:
        assert ("| ¶" in out or "¶ |" in out) == (output_format == "md" and layout == "side")
        assert "b2.s2" in out


@pytest.mark.parametrize("to", ["en", "ru"])
def test_a_document_in_one_language(to: str) -> None:
    write("a.md")
    out = ok("translate", "a.md", "--to", to, "--verify").decode()
    assert out.startswith("# ")
    assert out.endswith("\n")
    assert out.count("\n") == MIXED.count("\n")
    assert bool(re.search("[а-я]", out)) == (to == "ru")
    assert bool(re.search("[a-z]", out)) == (to == "en")


RUSSIAN = "Заголовок новости\r\n\r\nСегодня в Москве прошёл дождь. It was a long day.\r\n\r\n• Первый пункт списка\r\n"


@pytest.mark.parametrize(
    ("encoding", "bom", "is_told"),
    [
        ("windows-1251", b"", True),
        ("koi8-r", b"", True),
        ("utf-8", b"", False),
        ("utf-8", b"\xef\xbb\xbf", False),
        ("utf-16-le", b"\xff\xfe", False),
        ("utf-16-be", b"\xfe\xff", False),
        ("utf-16-le", b"", True),
    ],
)
@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
def test_one_language_keeps_encoding_mark_and_line_ends(encoding: str, bom: bytes, is_told: bool, line_end: str) -> None:
    text = (RUSSIAN if encoding != "koi8-r" else RUSSIAN.replace("•", "-")).replace("\r\n", line_end)
    data = bom + text.encode(encoding)
    Path("a.txt").write_bytes(data)
    done = run("translate", "a.txt", "--to", "ru", *QUICK)
    assert (done.returncode, done.stdout) == (0, data)
    assert (f"a.txt: read as {encoding} (a guess" in done.stderr.decode()) == is_told


def test_a_real_translation_keeps_them_too() -> None:
    Path("a.txt").write_bytes(RUSSIAN.encode("windows-1251"))
    out = run("translate", "a.txt", "--to", "ru").stdout
    assert out != RUSSIAN.encode("windows-1251")
    assert out.startswith(RUSSIAN[:50].encode("windows-1251"))
    assert out.count(b"\r\n") == out.count(b"\n") == RUSSIAN.count("\r\n")


def test_a_character_that_does_not_fit_makes_it_utf8_with_a_warning() -> None:
    text = "The 5 € café is open today. It is a long story.\n"
    Path("a.txt").write_bytes(text.encode("windows-1252"))
    done = run("translate", "a.txt", "--to", "ru", "--encoding", "windows-1252")
    assert done.returncode == 0
    assert re.search("[а-я]", done.stdout.decode("utf-8"))
    assert "does not exist in windows-1252; the result is stored in UTF-8" in one_line(done.stderr)


def test_the_encoding_that_was_asked_for() -> None:
    Path("a.txt").write_bytes("Привет, мир".encode("koi8-r"))
    assert "Привет, мир" in ok("translate", "a.txt", "--encoding", "koi8-r", "--format", "txt", *QUICK).decode()
    assert "not utf-8 at byte 0" in refused("translate", "a.txt", "--encoding", "utf-8", *QUICK)


def test_input_format_for_odd_suffixes() -> None:
    write("a.dat", "# Привет\n")
    rows = ok("detect", "a.dat", "--input-format", "markdown", "--format", "jsonl").decode()
    assert json.loads(rows)["source"] == "Привет"


# --- models -------------------------------------------------------------------------------------------------------------------


def one_direction(name: str, keep: str) -> Path:
    """The bundled model, as one that translates in one direction only."""
    folder = Path(name)
    shutil.copytree(ROOT / "models" / "starter" / "ct2-int8", folder)
    side = next(path for path in folder.glob("*.json") if "directions" in path.read_text() or "ru-en" in path.read_text())
    facts = json.loads(side.read_text())
    key = next(key for key, value in facts.items() if isinstance(value, dict) and "ru-en" in value)
    facts |= {"name": name, key: {keep: facts[key][keep]}}
    side.write_text(json.dumps(facts))
    return folder


def test_several_models_and_one_that_lacks_a_direction() -> None:
    write("a.md")
    one_direction("there", "ru-en")
    one_direction("back", "en-ru")
    plain = json_rows(ok("translate", "a.md", "--format", "jsonl"))
    for options in (("--model", "there"), ("--model", "there", "--model", "back")):
        assert json_rows(ok("translate", "a.md", "--format", "jsonl", *options)) == plain
    text = ok("translate", "a.md", "--model", "there", "--model", "back").decode()
    assert re.search(r"en-ru:\S*back@\w+\S*ru-en:\S*there@", text.splitlines()[-1])


def json_rows(data: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in data.splitlines()]


def test_a_model_that_cannot_be_loaded_is_told_once() -> None:
    write("a.md")
    write("b.md")
    done = run("translate", "a.md", "b.md", "-o", "out", "--model", "no-such-model")
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 2
    assert "no-such-model" in lines[0]
    assert lines[1:] == ["polyglot-news: 0 of 2 files done, 2 not"]
    assert not Path("out").exists()


# --- detect -------------------------------------------------------------------------------------------------------------------


def test_detect_shows_a_table() -> None:
    write("a.md", MIXED + "\nЦе українська мова, її знають усі. 48.7K\n")
    lines = ok("detect", "a.md").decode().splitlines()
    assert re.fullmatch(r"a\.md: \d segments, utf-8", lines[0])
    assert re.fullmatch(r"b1\.s1 +ru +[01]\.\d{3}  Привет", lines[1])
    assert any(re.match(r"b3\.s1 +uk ", line) for line in lines)


def test_detect_writes_the_contracts_keys() -> None:
    write("a.md")
    write("b.txt")
    rows = json_rows(ok("detect", "a.md", "b.txt", "--format", "jsonl"))
    assert {(row["target_lang"], row["target"], row["score"]) for row in rows} == {(None, None, None)}
    assert {row["doc"] for row in rows} == {"a.md", "b.txt"}
    whole = json_rows(ok("translate", "a.md", "--format", "jsonl", *QUICK))
    assert list(rows[0]) == list(whole[0])
    found = [key for key in rows[0] if key not in ("target_lang", "target", "origin", "score", "names", "flags")]
    assert [[row[key] for key in found] for row in whole] == [
        [row[key] for key in found] for row in rows if row["doc"] == "a.md"
    ]


def test_detect_does_the_rest_and_names_the_bad() -> None:
    write("a.md")
    done = run("detect", "missing.md", "a.md")
    assert done.returncode == 2
    assert "missing.md" in one_line(done.stderr)
    assert done.stdout.startswith(b"a.md: ")


def test_detect_tells_what_it_guessed_and_prints_no_control_characters() -> None:
    Path("a.txt").write_bytes("Привет, мир \x1b[31m".encode("windows-1251"))
    done = run("detect", "a.txt")
    assert "windows-1251 (a guess" in one_line(done.stderr)
    assert b"\x1b" not in done.stdout


# --- verify -------------------------------------------------------------------------------------------------------------------


def test_verify_is_silent_where_all_is_well() -> None:
    write("a.md")
    assert ok("translate", "a.md", "--verify", "-o", "out.md") == b""


def test_a_file_of_which_nothing_was_translated_is_not_done(tmp_path: Path) -> None:
    """The engine is replaced by one that copies, but calls itself a model."""
    write("a.md")
    code = (
        "from polyglot_news.document import Origin\nfrom polyglot_news.mt.identity import IdentityEngine\n"
        "IdentityEngine.origin = Origin.MODEL\nfrom polyglot_news.cli import main\nmain()"
    )
    arguments: Sequence[str] = ("translate", "a.md", "-o", "out.md", *QUICK)
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=False)
    assert done.returncode == 1
    assert "a.md: none of 3 segments was translated" in one_line(done.stderr)
    assert not Path("out.md").exists()


INTERRUPTED_IMPORT = """
import os, signal, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["INTERRUPTED"]:
            try:
                exec("os.kill(os.getpid(), signal.SIGINT)", globals())  # as in the making of a dataclass
            except KeyboardInterrupt:
                if name != "ctranslate2":
                    raise
                raise ImportError("initialization failed")  # as its extension does
sys.meta_path.insert(0, Finder())
"""


@pytest.mark.parametrize("module", ["click", "polyglot_news.pipeline", "polyglot_news.cli.translate", "numpy", "ctranslate2"])
def test_an_interrupt_while_modules_are_imported_is_told_in_one_line(module: str, tmp_path: Path) -> None:
    write("a.md")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text(INTERRUPTED_IMPORT, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path / "site"), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "PYTHONPATH": path, "INTERRUPTED": module}
    done = subprocess.run([*COMMAND, "translate", "a.md", "-o", "out.md"], capture_output=True, check=False, env=env)
    said = one_line(done.stderr.lstrip(b"\n"))  # click ends the line in which a terminal shows ^C
    assert (done.returncode, said) == (130, "polyglot-news: interrupted; what was finished is kept")
    assert not Path("out.md").exists()


@pytest.mark.parametrize("name", ["politics.md", "sport.txt"])
def test_identity_gives_a_sample_back(name: str) -> None:
    assert ok("translate", str(SAMPLES / name), *QUICK, "--to", "en") == (SAMPLES / name).read_bytes()


def test_a_long_step_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(console, "EVERY", 0.01)
    with console.progress_bar("a.txt") as progress:
        assert progress is not None
        time.sleep(0.2)
        progress(3, 10)
        time.sleep(0.2)
    told = capsys.readouterr().err.splitlines()
    assert "polyglot-news: a.txt: being read, 0 s" in told
    assert "polyglot-news: a.txt: 3 of 10 segments, 0 s" in told


def test_a_document_that_takes_long_keeps_no_line_of_a_batch_waiting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = importlib.import_module("polyglot_news.cli.batch")
    monkeypatch.setattr(console, "EVERY", 0.01)
    monkeypatch.setattr(batch, "_EVERY", 0.05)
    with batch._watcher() as watcher:
        watcher.stage("reading", 1)
        time.sleep(0.3)
    assert "polyglot-news: reading 0 of 1, 0 s so far" in capsys.readouterr().err.splitlines()
