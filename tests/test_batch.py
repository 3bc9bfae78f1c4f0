"""`polyglot-news batch` as a user runs it: what it writes, what it does again and why, and how it ends, killed or not."""

import io
import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from polyglot_news import EngineOptions, Options
from polyglot_news.archive.executors import LocalExecutor
from polyglot_news.archive.jobs import DraftJob, Failed, Job, Raw, Settings, ToMake, TranslateJob
from polyglot_news.archive.passes import pack_source
from polyglot_news.archive.places import Place
from polyglot_news.archive.request import Request
from polyglot_news.archive.run import run
from polyglot_news.archive.sources import Source
from polyglot_news.archive.work import Worker

from .conftest import CASES, SAMPLES

COMMAND = [sys.executable, "-m", "polyglot_news"]
COPY = ("--engine", "identity", "--to", "ru", "--workers", "1")  # nothing to load, and each output equals its document
REAL = ("--beam", "1", "--format", "jsonl")
PATIENCE = 60.0

HEAD = "# Привет\n\nЭто новость о погоде. It is a short story.\n"
RAIN = "Сегодня в городе прошёл дождь.\n"
SNOW = "It snowed all night in the hills.\n"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test works in an empty folder, with an empty home."""
    home, folder = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    folder.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("POLYGLOT_NEWS_HOME", raising=False)
    monkeypatch.chdir(folder)
    return folder


def start(*arguments: str, prefix: Sequence[str] = (), env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """The command in a process group of its own, so that signals reach it as from a terminal."""
    return subprocess.Popen(
        [*prefix, *COMMAND, *arguments], stderr=subprocess.PIPE, start_new_session=True, env={**os.environ, **(env or {})}
    )


def ended(process: subprocess.Popen[bytes]) -> tuple[int, list[str]]:
    """The exit code and what it said, a line each, without the program's name."""
    _, stderr = process.communicate(timeout=PATIENCE)
    return process.returncode, [line.removeprefix("polyglot-news: ") for line in stderr.decode().splitlines()]


def batch(*arguments: str, code: int = 0, **how: Any) -> list[str]:
    """What `batch in out` says; it has to end with that exit code."""
    found, lines = ended(start("batch", "in", "out", *arguments, **how))
    assert found == code, lines
    return lines


def write(name: str, text: str = HEAD) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def results(folder: str | Path = "out") -> dict[str, bytes]:
    """All files that are the same on every run: not the report, which tells the time, nor what the run remembers."""
    top = Path(folder)
    names = {path.relative_to(top).as_posix(): path for path in top.rglob("*") if path.is_file()}
    own = (".polyglot-news/", "report.")
    found: dict[str, bytes] = {}
    for name, path in names.items():
        with suppress(FileNotFoundError):  # of a run that is still at work: a temporary file, which has its real name by now
            if not name.startswith(own):
                found[name] = path.read_bytes()
    return found


def report() -> dict[str, dict[str, Any]]:
    """The rows of `report.jsonl` by document."""
    rows = map(json.loads, Path("out/report.jsonl").read_text(encoding="utf-8").splitlines())
    return {row["name"]: row for row in rows}


def log() -> list[str]:
    """The lines of the log."""
    return Path("out/.polyglot-news/log.txt").read_text(encoding="utf-8").splitlines()


def done_now() -> dict[str, str]:
    """The documents that the last run translated, each with the reason."""
    return {name: row["reason"] for name, row in report().items() if row["fresh"]}


def stamps() -> dict[str, int]:
    return {name: Path("out", name).stat().st_mtime_ns for name in results()}


def litter(folder: str = "out") -> list[str]:
    """What a run writes only for the moment."""
    return [str(path) for path in Path(folder).rglob("*") if path.suffix == ".part" or path.name.startswith("report-")]


def wait_for(condition: Callable[[], object], process: subprocess.Popen[bytes] | None = None) -> bool:
    """Wait until the condition holds; false where the process ended before."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if process is not None and process.poll() is not None:
            return False
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)
    return True


def workers() -> list[int]:
    """Worker processes of this test, by its home, whoever their parent is by now."""
    mark, found = f"HOME={os.environ['HOME']}\0".encode(), list[int]()
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with suppress(OSError):
                if b"spawn_main" in (path / "cmdline").read_bytes() and mark in (path / "environ").read_bytes() + b"\0":
                    found.append(int(path.name))
    return found


def outputs(number: int) -> Callable[[], bool]:
    """Whether that many results are there."""
    return lambda: Path("out").is_dir() and len(results()) >= number


def archive(folder: str = "in") -> dict[str, bytes]:
    """Six small documents, two of them in a zip and one in a tar; what the outputs of a copying run are."""
    texts = {
        "a.md": HEAD,
        "2024/b.txt": (SAMPLES / "sport.txt").read_text(encoding="utf-8").split("GOALS")[0],
        "2024/05/c.markdown": (SAMPLES / "politics.md").read_text(encoding="utf-8").split("## What")[0],
        "old.zip/d.md": "## Погода\n\n" + RAIN,
        "old.zip/deep/e.txt": SNOW,
        "old.tar.gz/f.txt": RAIN + SNOW,
    }
    for name, text in texts.items():
        if not name.startswith("old."):
            write(f"{folder}/{name}", text)
    with zipfile.ZipFile(f"{folder}/old.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for name in ("d.md", "deep/e.txt"):
            packed.writestr(zipfile.ZipInfo(name, (2024, 5, 1, 0, 0, 0)), texts[f"old.zip/{name}"])
    with tarfile.open(f"{folder}/old.tar.gz", "w:gz") as tar:
        data = texts["old.tar.gz/f.txt"].encode()
        info = tarfile.TarInfo("f.txt")
        info.size = len(data)
        tar.addfile(info, io.BytesIO(data))
    return {name: text.encode() for name, text in texts.items()}


# --- what is written, and what is not done again ------------------------------------------------------------------------------


def copied() -> dict[str, bytes]:
    """The results without the table of names."""
    return {name: data for name, data in results().items() if name != "names.tsv"}


def test_the_output_mirrors_the_archive() -> None:
    expected = archive()
    lines = batch(*COPY)
    assert copied() == expected
    assert lines[-1].startswith("6 documents translated, 0 unchanged, 0 failed in ")
    assert {name: (row["state"], row["output"]) for name, row in report().items()} == {n: ("done", n) for n in expected}
    assert litter() == []


def test_a_bilingual_result_bears_the_suffix_of_its_format() -> None:
    expected = archive()
    batch(*REAL, "--workers", "2")
    assert set(copied()) == {f"{name}.jsonl" for name in expected}
    (first, *_) = map(json.loads, Path("out/old.zip/d.md.jsonl").read_text(encoding="utf-8").splitlines())
    assert (first["doc"], first["kind"], first["source"], first["origin"]) == ("old.zip/d.md", "heading", "Погода", "model")


def test_a_second_run_does_nothing() -> None:
    archive()
    batch(*COPY)
    before = stamps()
    lines = batch(*COPY)
    assert [line.partition(" in ")[0] for line in lines] == ["0 documents translated, 6 unchanged, 0 failed"]
    assert stamps() == before
    assert done_now() == {}


def edit(name: str, text: str) -> Callable[[], object]:
    return lambda: write(name, text)


def edit_unseen(name: str, text: str) -> Callable[[], object]:
    """A content of the same length, and the time of the old one put back."""

    def change() -> None:
        path = Path(name)
        before = path.stat()
        assert len(text.encode()) == before.st_size
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    return change


CHANGES: dict[str, tuple[Callable[[], object], tuple[str, ...], dict[str, str]]] = {
    "touched": (lambda: os.utime("in/a.md", (1e9, 1e9)), (), {}),
    "written anew with the same content": (edit("in/a.md", HEAD), (), {}),
    "another content": (edit("in/a.md", HEAD + RAIN), (), {"a.md": "content changed"}),
    "another content of the same size and time": (edit_unseen("in/a.md", HEAD.swapcase()), (), {"a.md": "content changed"}),
    "all contents compared": (lambda: None, ("--check-content",), {}),
    "a new document": (edit("in/z.md", RAIN), (), {"z.md": "new"}),
    "a copy under another name": (edit("in/a-copy.md", HEAD), (), {"a-copy.md": "new"}),
    "a removed output": (lambda: Path("out/old.zip/d.md").unlink(), (), {"old.zip/d.md": "its output is missing"}),
    "another setting": (lambda: None, ("--beam", "2"), dict.fromkeys(("a.md", "b.md", "old.zip/d.md"), "setting beam: 4 -> 2")),
    "a document gone": (lambda: Path("in/a.md").unlink(), (), {}),
    "another number of workers": (lambda: None, ("--workers", "2"), {}),
}


@pytest.mark.parametrize("case", list(CHANGES))
def test_only_what_changed_is_done_again_and_the_report_says_why(case: str) -> None:
    change, options, expected = CHANGES[case]
    archive()
    shutil.rmtree("in/2024")
    Path("in/old.tar.gz").unlink()
    write("in/b.md", SNOW)
    with zipfile.ZipFile("in/old.zip", "w") as packed:
        packed.writestr("d.md", RAIN)
    batch(*COPY)
    before = stamps()
    change()
    batch(*COPY, *options)
    assert done_now() == expected
    after = stamps()
    assert {name: after[name] for name in before if name not in expected} == {
        name: stamp for name, stamp in before.items() if name not in expected
    }


def test_contents_can_be_compared_where_stamps_cannot_be_trusted() -> None:
    """The manifest is given the stamp of the new file: so it looks on a disk that keeps neither times nor inodes."""
    expected = archive()
    batch(*COPY)
    edit_unseen("in/a.md", HEAD.swapcase())()
    stamp = pack_source(Source("a.md", str(Place.of("in").stat("a.md")), len(HEAD.encode()), "a.md"))
    with closing(sqlite3.connect("out/.polyglot-news/manifest.sqlite")) as manifest, manifest:
        assert manifest.execute("UPDATE documents SET stamp = ? WHERE name = ?", (stamp, b"a.md")).rowcount == 1
    batch(*COPY)
    assert copied() == expected
    batch(*COPY, "--check-content")
    assert done_now() == {"a.md": "content changed"}
    assert copied() == expected | {"a.md": HEAD.swapcase().encode()}


def test_a_document_that_is_gone_is_told_and_its_output_stays() -> None:
    archive()
    batch(*COPY)
    Path("in/a.md").unlink()
    lines = batch(*COPY)
    assert lines[-1].startswith("0 documents translated, 5 unchanged, 0 failed, 1 gone in ")
    assert report()["a.md"]["state"] == "gone"
    assert Path("out/a.md").read_text(encoding="utf-8") == HEAD


@pytest.mark.parametrize(
    "part", [("--include", "*.txt"), ("--exclude", "*.md", "--exclude", "*.markdown"), ("--exclude", "old.zip")]
)
def test_a_part_of_an_archive_is_done_again_without_the_rest(part: tuple[str, ...]) -> None:
    archive()
    batch(*COPY)
    before = stamps()
    lines = batch(*COPY, *part)
    left = 2 if "old.zip" in part else 3
    assert lines[-1].startswith(f"0 documents translated, {6 - left} unchanged, 0 failed, {left} left out in ")
    assert [row["state"] for row in report().values()].count("left") == left
    assert batch(*COPY, "--dry-run")[-1] == "0 documents to do; nothing was done"
    lines = batch(*COPY)
    assert not [line for line in lines if line.startswith("reading")]
    assert lines[-1].startswith("0 documents translated, 6 unchanged, 0 failed in ")
    assert stamps() == before


def test_restart_forgets_what_is_done() -> None:
    archive()
    batch(*COPY)
    batch(*COPY, "--restart")
    assert set(done_now().values()) == {"new"}
    assert len(done_now()) == 6


def test_restart_with_another_setting_replaces_what_it_wrote() -> None:
    archive()
    batch("--beam", "1", "--to", "ru", "--workers", "1")
    before = results()
    batch(*COPY, "--restart")
    assert copied() == archive()
    assert results() != before


def test_an_output_folder_in_the_archive_is_no_part_of_it() -> None:
    expected = archive()
    arguments = ("batch", "in", "in/out", *COPY)
    for count in ("6 documents translated, 0", "0 documents translated, 6"):
        code, lines = ended(start(*arguments))
        assert code == 0
        assert lines[-1].startswith(f"{count} unchanged, 0 failed in ")
    assert {name: data for name, data in results("in/out").items() if name != "names.tsv"} == expected


def test_results_of_another_run_in_the_archive_are_no_documents() -> None:
    write("in/a.md")
    write("in/sub/b.md")
    for target, told in (("in/one", []), ("in/sub/two", ["one: holds results of another run, and is left out"])):
        code, lines = ended(start("batch", "in", target, *COPY))
        assert code == 0
        assert [line for line in lines if "another run" in line] == told
        assert {name for name in results(target) if name != "names.tsv"} == {"a.md", "sub/b.md"}
    code, lines = ended(start("batch", "in/one", "out", *COPY))  # named by itself it is an archive like any other
    assert (code, set(copied())) == (0, {"a.md", "sub/b.md"})


def test_documents_whose_results_cannot_be_side_by_side_as_they_are_called() -> None:
    write("in/coll.txt", RAIN)
    write("in/coll.txt.md/in.md")
    write(f"in/{'я' * 125}.txt", SNOW)
    for done in (3, 0):
        lines = batch("--engine", "identity", "--workers", "1")
        assert lines[-1].startswith(f"{done} documents translated, {3 - done} unchanged, 0 failed in ")
    assert {"coll-2.txt.md", "coll.txt.md/in.md"} < set(results())


class Here:
    """An executor without processes."""

    def __init__(self, settings: Settings) -> None:
        self._worker = Worker(settings)

    def run(self, jobs: Iterator[Job]) -> Iterator[tuple[Job, Any]]:
        return ((job, self._worker.do(job)) for job in jobs)

    def close(self) -> None:
        pass


class Quiet:
    def stage(self, name: str, documents: int) -> None:
        pass

    def advance(self, documents: int, words: int) -> None:
        pass

    def note(self, message: str) -> None:
        pass


def test_a_state_that_served_another_remote_folder_does_not_pass_for_its_results() -> None:
    pytest.importorskip("fsspec")
    write("in/a.md")
    settings = Settings(Options(to="ru", engine=EngineOptions("identity")))

    def done_into(folder: str) -> list[str]:
        run(Request("in", folder, settings, state=Path("state")), lambda *_: Here(settings), Quiet())
        place = Place.of(folder)
        rows = [json.loads(line) for line in place.read("report.jsonl").splitlines()]
        assert place.read("a.md").decode() == HEAD
        return [row["reason"] for row in rows if row["fresh"]]

    assert done_into("memory://trial") == ["new"]
    assert done_into("memory://trial") == []
    assert done_into("memory://real") == ["another output folder"]
    assert done_into("memory://real") == []


@pytest.mark.parametrize(("source", "target"), [("in", "in"), ("in/2024", "in"), ("in", "link")])
@pytest.mark.parametrize("options", [(), ("--force",)])
def test_an_archive_in_the_output_folder_is_refused(source: str, target: str, options: tuple[str, ...]) -> None:
    archive()
    Path("link").symlink_to("in")
    before = results("in")
    code, lines = ended(start("batch", source, target, *COPY, *options))
    assert code == 2
    assert len(lines) == 1
    assert "another" in lines[0]
    assert results("in") == before


def test_a_mistyped_folder_is_told_and_nothing_is_made() -> None:
    archive()
    code, lines = ended(start("batch", "inn", "out", *COPY))
    assert (code, lines) == (2, ["inn: there is no such file or folder"])
    assert not Path("out").exists()


def test_names_of_the_runs_own_files_are_not_taken_by_documents() -> None:
    for name in ("report.html/a.md", "names.tsv/b.md", "REPORT.JSONL.md"):
        write(f"in/{name}", f"Это новость: {name}\n")
    batch(*COPY, "--include", "*")
    made = {data.decode() for name, data in copied().items()}
    assert made == {f"Это новость: {name}\n" for name in ("report.html/a.md", "names.tsv/b.md", "REPORT.JSONL.md")}
    assert len(report()) == 3


def test_a_dry_run_tells_what_cannot_be_read() -> None:
    write("in/a.md")
    Path("in/dead.md").symlink_to("nowhere.md")
    lines = batch(*COPY, "--dry-run")
    assert lines == ["dead.md: a link that leads nowhere", "1 document to do; nothing was done"]


def test_a_dry_run_says_why_and_writes_nothing() -> None:
    archive()
    done = subprocess.run(
        [*COMMAND, "batch", "in", "out", *COPY, "--dry-run"], capture_output=True, check=True, timeout=PATIENCE
    )
    assert done.stdout.decode().splitlines() == [f"{name}: to be read" for name in sorted(archive())]
    assert not Path("out").exists()
    batch(*COPY)
    os.utime("in/2024/b.txt", (1e9, 1e9))
    Path("out/a.md").unlink()
    before = {path: path.stat().st_mtime_ns for path in Path("out").rglob("*")}
    done = subprocess.run(
        [*COMMAND, "batch", "in", "out", *COPY, "--dry-run"], capture_output=True, check=True, timeout=PATIENCE
    )
    assert done.stdout.decode().splitlines() == ["a.md: to be translated (its output is missing)", "2024/b.txt: to be read"]
    assert {path: path.stat().st_mtime_ns for path in Path("out").rglob("*")} == before


def test_copies_are_translated_once_and_each_bears_its_own_name() -> None:
    for name in ("z", "a", "m/b"):
        write(f"in/{name}.txt", RAIN)
    batch(*REAL, "--workers", "2")
    rows = {name: json.loads(Path(f"out/{name}.txt.jsonl").read_text(encoding="utf-8")) for name in ("z", "a", "m/b")}
    assert {name: row["doc"] for name, row in rows.items()} == {name: f"{name}.txt" for name in rows}
    assert len({row["target"] for row in rows.values()}) == 1
    assert {row["origin"] for row in rows.values()} == {"model"}


# --- killed, stopped, crowded -------------------------------------------------------------------------------------------------


def many(folder: str | Path = "in", rename: Callable[[int], str] = "{:02}.txt".format) -> dict[str, bytes]:
    """Short sentences, enough of them for three jobs of translation."""
    pool = [line.split("\t")[0] for path in sorted(CASES.glob("gate.*.tsv")) for line in path.read_text("utf-8").splitlines()]
    pool, rng = [text for text in pool if len(text.split()) <= 8], random.Random(5)
    texts = {rename(number): "\n\n".join(rng.choices(pool, k=50)) + f"\n\nСегодня {number} мая.\n" for number in range(46)}
    for name, text in texts.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return {name: text.encode() for name, text in texts.items()}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run with one worker makes of `many`."""
    folder = tmp_path_factory.mktemp("undisturbed")
    many(folder / "in")
    arguments = ("batch", str(folder / "in"), str(folder / "out"), *REAL, "--workers", "1")
    subprocess.run([*COMMAND, *arguments], check=True, capture_output=True, timeout=120)
    return results(folder / "out")


def rows_of(results: Mapping[str, bytes]) -> dict[str, list[dict[str, Any]]]:
    """The rows of JSONL results without the name of their document."""
    rows = {name: [json.loads(line) for line in data.splitlines()] for name, data in results.items() if name != "names.tsv"}
    return {name: [{key: row[key] for key in row if key != "doc"} for row in some] for name, some in rows.items()}


def test_neither_the_number_of_workers_nor_the_order_of_names_shows(undisturbed: dict[str, bytes]) -> None:
    many(rename=lambda number: f"{(number * 17) % 46:02}/{99 - number}.txt")
    batch(*REAL, "--workers", "4", "--engine-threads", "1")
    renamed = {f"{99 - int(Path(name).name.split('.')[0]):02}.txt.jsonl": rows for name, rows in rows_of(results()).items()}
    assert renamed == rows_of(undisturbed)
    assert results()["names.tsv"] == undisturbed["names.tsv"]


def test_killed_in_the_middle_it_goes_on(undisturbed: dict[str, bytes]) -> None:
    many()
    for number in (1, 20):  # results that are there when it is killed
        process = start("batch", "in", "out", *REAL, "--workers", "2")
        assert wait_for(outputs(number), process)
        process.kill()
        ended(process)
        assert 0 < len(results()) < len(undisturbed)
    assert wait_for(lambda: not workers())
    batch(*REAL, "--workers", "2")
    assert results() == undisturbed
    assert litter() == []
    assert 0 < len(done_now()) <= len(undisturbed)


def test_killed_again_and_again_at_any_moment(place: Path) -> None:
    expected = many()
    kills = 0
    for step in range(40):
        process = start("batch", "in", "out", *COPY)
        try:
            _, stderr = process.communicate(timeout=0.15 + 0.3 * step)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            kills += 1
        else:
            assert process.returncode == 0, stderr
            break
    assert kills > 2
    assert copied() == expected
    assert litter() == []
    assert [row["state"] for row in report().values()] == ["done"] * len(expected)
    assert wait_for(lambda: not workers())


def test_what_a_killed_run_left_half_written_goes() -> None:
    archive()
    batch(*COPY)
    left = write("out/2024/.polyglot-news-0123456789abcdef.part")
    put_together = write("out/.polyglot-news/report-abc/report.html")
    os.utime(left, (1e9, 1e9))
    batch(*COPY)
    assert not left.exists()
    assert not put_together.exists()
    assert litter() == []


def test_a_worker_that_is_killed_is_replaced(undisturbed: dict[str, bytes]) -> None:
    many()
    process = start("batch", "in", "out", *REAL, "--workers", "2")
    assert wait_for(outputs(1), process)
    os.kill(workers()[0], signal.SIGKILL)
    code, lines = ended(process)
    assert code == 0, lines
    assert results() == undisturbed


class Deadly(Worker):
    """Dies at documents that say so; the once-deadly leaves a mark, so that the next worker lives."""

    def __init__(self) -> None:
        pass

    def do(self, job: Job) -> list[Failed]:
        for document in job.documents:
            text = document.data.decode() if isinstance(document, Raw) else ""
            if text == "deadly" or (text and text != "harmless" and not Path(text).exists()):
                Path(text).touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return [Failed(document.name, "seen", 0) for document in job.documents]


@pytest.mark.parametrize(("workers", "readers"), [(2, 2), (1, 3)])
def test_a_document_at_which_workers_die_is_given_up_and_no_other(workers: int, readers: int, tmp_path: Path) -> None:
    texts = ["harmless", str(tmp_path / "once"), "harmless", "deadly", "harmless", "harmless"]
    documents = [Raw(str(number), text.encode()) for number, text in enumerate(texts)]
    executor = LocalExecutor(Deadly, workers=workers, readers=readers)
    jobs: Iterator[Job] = iter([DraftJob(tuple(documents[:3])), DraftJob(tuple(documents[3:5])), DraftJob((documents[5],))])
    try:
        answers = [answer for _, some in executor.run(jobs) for answer in some]
    finally:
        executor.close()
    assert sorted((one.name, one.message if isinstance(one, Failed) else "") for one in answers) == [
        (str(number), "seen" if text != "deadly" else "the worker died twice at this document (killed, or out of memory?)")
        for number, text in enumerate(texts)
    ]


class Mutual(Worker):
    """Is done with a document only when somebody is at the one that it names."""

    def __init__(self) -> None:
        pass

    def do(self, job: Job) -> list[Failed]:
        (document,) = job.documents
        assert isinstance(document, Raw)
        Path(document.name).touch()
        deadline = time.monotonic() + 20
        while not (met := Path(document.data.decode()).exists()) and time.monotonic() < deadline:
            time.sleep(0.01)
        return [Failed(document.name, "met" if met else "alone", 0)]


def test_two_jobs_are_done_by_two_workers(tmp_path: Path) -> None:
    names = [str(tmp_path / name) for name in ("one", "other")]
    jobs: Iterator[Job] = iter([DraftJob((Raw(name, other.encode()),)) for name, other in (names, names[::-1])])
    executor = LocalExecutor(Mutual, workers=2)
    try:
        answers = [answer for _, some in executor.run(jobs) for answer in some]
    finally:
        executor.close()
    assert [answer.message for answer in answers if isinstance(answer, Failed)] == ["met", "met"]


def test_more_processes_read_than_translate(tmp_path: Path) -> None:
    first, second, third = (str(tmp_path / name) for name in ("first", "second", "third"))
    documents = [Raw(first, third.encode()), Raw(second, first.encode()), Raw(third, first.encode())]
    executor = LocalExecutor(Mutual, workers=1, readers=2)  # the worker takes the first two, so it meets the third elsewhere
    try:
        answers = [answer for _, some in executor.run(iter([DraftJob((one,)) for one in documents])) for answer in some]
        assert [answer.message for answer in answers if isinstance(answer, Failed)] == ["met"] * 3
        assert len(multiprocessing.active_children()) == 2
        jobs: Iterator[Job] = iter([TranslateJob((ToMake(first, b"", 1),), {})])
        with suppress(AssertionError):  # which is what this worker makes of a draft
            list(executor.run(jobs))
        wait_for(lambda: len(multiprocessing.active_children()) == 1)
    finally:
        executor.close()


@pytest.mark.parametrize("moment", ["the workers start", "the first result is there"])
def test_an_interrupt_leaves_no_workers_and_can_be_gone_on_with(moment: str) -> None:
    expected = many()
    process = start("batch", "in", "out", *COPY)
    assert wait_for(workers if moment == "the workers start" else outputs(1), process)
    os.killpg(process.pid, signal.SIGINT)
    code, lines = ended(process)
    assert (code, lines[-1]) == (130, "interrupted; what was finished is kept")
    assert [line for line in lines if "Traceback" in line] == []
    assert wait_for(lambda: not workers())
    assert litter() == []
    batch(*COPY)
    assert copied() == expected


def test_to_be_terminated_twice_is_one_end() -> None:
    for number in range(200):
        write(f"in/{number}.md", HEAD * 50)
    process = start("batch", "in", "out", *COPY)
    wait_for(outputs(1), process)
    for _ in range(30):
        process.terminate()
        time.sleep(0.001)
    code, lines = ended(process)
    assert (code, [line for line in lines if not line.startswith(("reading", "translating"))]) == (143, [])
    assert litter() == []
    batch(*COPY)


def test_two_runs_at_once() -> None:
    expected = many()
    process = start("batch", "in", "out", *COPY)
    assert wait_for(workers, process)
    (line,) = batch(*COPY, code=2)
    assert re.match(
        rf"out: another run is at work here \(process {process.pid} on \S+ since .*\); wait for it or stop it", line
    )
    assert ended(process)[0] == 0
    assert copied() == expected


# --- what goes wrong ----------------------------------------------------------------------------------------------------------


def spoil() -> dict[str, str]:
    """Add documents that cannot be done to the archive; a few words of what is said of each."""
    Path("in/picture.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    with Path("in/huge.txt").open("wb") as file:
        file.truncate(30_000_000)
    Path("in/link.md").symlink_to("nowhere.md")
    with zipfile.ZipFile("in/half.zip", "w") as packed:
        packed.writestr("good.txt", SNOW)
        packed.writestr("bad.txt", RAIN)
    data = Path("in/half.zip").read_bytes()
    Path("in/half.zip").write_bytes(data.replace("дождь".encode(), "вождь".encode(), 1))  # its checksum is as before
    Path("in/broken.zip").write_bytes(b"PK\x03\x04 and nothing more")
    return {
        "picture.md": "this is a PNG image, not text",
        "huge.txt": "too large: 30 MB",
        "link.md": "a link that leads nowhere",
        "half.zip/bad.txt": "damaged",
        "broken.zip": "damaged",
    }


def test_the_bad_are_told_and_the_rest_is_done() -> None:
    expected = archive()
    bad = spoil()
    lines = batch(*COPY, code=2)
    assert copied() == expected | {"half.zip/good.txt": SNOW.encode()}
    assert lines[-1].startswith("7 documents translated, 0 unchanged, 5 failed in ")
    rows, page = report(), Path("out/report.html").read_text(encoding="utf-8")
    for name, words in bad.items():
        assert [line for line in lines if line.strip().startswith(f"{name}: ") and words in line], (name, lines)
        assert (rows[name]["state"], rows[name]["error"]["exit_code"]) == ("error", 2)
        assert words in rows[name]["error"]["message"]
        assert f">{name}</a>" in page
        assert [line for line in log() if " ERROR " in line and f" {name}: " in line and words in line], name
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ INFO    ended: 7 translated, 5 failed", log()[-1])
    assert batch(*COPY, code=2)[-1].startswith("0 documents translated, 7 unchanged, 5 failed in ")
    for name in ("picture.md", "huge.txt", "link.md", "half.zip", "broken.zip"):
        Path("in", name).unlink()
    batch(*COPY)


def test_a_log_that_cannot_be_written_stops_nothing() -> None:
    expected = archive()
    Path("out/.polyglot-news/log.txt").mkdir(parents=True)
    batch(*COPY)
    assert copied() == expected


def test_a_run_that_stops_early_says_so_in_its_log() -> None:
    archive()
    batch(*COPY, "--max-size", "0.000001", "--max-errors", "0", code=1)
    assert " INFO    stopped: " in log()[-1]
    batch(*COPY)
    assert len([line for line in log() if " begun: in -> out, workers: 1" in line]) == 2


def test_a_file_that_may_not_be_read() -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read anything")
    archive()
    Path("in/a.md").chmod(0)
    assert any(line.startswith("a.md: ") and "Permission denied" in line for line in batch(*COPY, code=2))
    Path("in/a.md").chmod(0o600)
    batch(*COPY)
    assert done_now() == {"a.md": "new"}


@pytest.mark.parametrize("name", ["picture.md", "link.md"])
def test_max_errors_stops_the_run(name: str) -> None:
    expected = many()
    if name == "picture.md":
        Path("in", name).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    else:
        Path("in", name).symlink_to("nowhere")
    lines = batch(*COPY, "--max-errors", "0", code=1)
    assert lines[-1] == "stopped: 1 documents failed, more than --max-errors 0; what was finished is kept"
    assert any(line.startswith(f"{name}: ") for line in lines)  # and why
    assert report()[name]["state"] == "error"
    assert wait_for(lambda: not workers())
    assert copied() == {}
    batch(*COPY, "--max-errors", "1", code=2)
    assert copied() == expected


COPIES_AS_A_MODEL = (
    "from polyglot_news.document import Origin\nfrom polyglot_news.mt.identity import IdentityEngine\n"
    "IdentityEngine.origin = Origin.MODEL\n"
)


def test_a_document_of_which_nothing_was_translated_is_an_error(tmp_path: Path) -> None:
    """The engine is replaced, in the workers too, by one that copies, but calls itself a model."""
    write("in/a.md")
    write("in/b.md", "48.7K — 100 %\n")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text(COPIES_AS_A_MODEL, encoding="utf-8")
    lines = batch("--engine", "identity", "--workers", "1", code=1, env={"PYTHONPATH": str(tmp_path / "site")})
    assert any(line.startswith("a.md: none of 3 segments was translated") for line in lines)
    assert set(copied()) == {"b.md"}
    assert {name: row["state"] for name, row in report().items()} == {"a.md": "error", "b.md": "done"}
    batch("--beam", "1", "--workers", "1")
    assert "It is a short story." in Path("out/a.md").read_text(encoding="utf-8")


def on_a_small_disk(size: str, folder: str = "out") -> tuple[str, ...]:
    """What has to stand before the command so that a folder is a disk of that size; `disk.tar` keeps it between two runs."""
    script = (
        f"mkdir -p {folder} && mount -t tmpfs -o size={size} none {folder} || exit 77; tar -xf disk.tar -C {folder} 2>&-;"
        f' "$@"; code=$?; tar -cf disk.tar -C {folder} .; exit $code'
    )
    return ("unshare", "-rm", "sh", "-c", script, "sh")


@pytest.fixture
def small_disks() -> None:
    if not shutil.which("unshare") or subprocess.run([*on_a_small_disk("1m"), "true"], capture_output=True).returncode:
        pytest.skip("no disk of a small size can be made here (needs unshare and tmpfs)")


@pytest.mark.usefixtures("small_disks")
def test_a_full_disk_stops_the_run_which_goes_on_later() -> None:
    expected = many()
    for name in list(expected):
        expected[name] = expected[name] * 5
        Path("in", name).write_bytes(expected[name])
    lines = batch(*COPY, code=1, prefix=on_a_small_disk("1500k"))
    assert "No space left" in lines[-1] or "disk is full" in lines[-1], lines
    assert len(lines) < 5
    with tarfile.open("disk.tar") as disk:
        disk.extractall("left", filter="data")
    left = {name: data for name, data in results("left").items() if name != "names.tsv"}
    assert 0 < len(left) < len(expected)
    assert left == {name: expected[name] for name in left}
    assert litter("left") == []
    batch(*COPY, prefix=on_a_small_disk("100m"))
    with tarfile.open("disk.tar") as disk:
        disk.extractall("out", filter="data")
    assert copied() == expected


@pytest.mark.usefixtures("small_disks")
def test_a_memory_that_cannot_grow_stops_the_run_instead_of_failing_each_document() -> None:
    many()
    arguments = (*REAL, "--workers", "1", "--no-names", "--memory", "disk/news.memory")
    lines = batch(*arguments, code=1, prefix=on_a_small_disk("110k", "disk"))
    assert [line for line in lines if "disk is full" in line] == lines[-1:]
    assert lines[-1].startswith("disk/news.memory: ")
    assert results() == {}
    batch(*arguments, prefix=on_a_small_disk("100m", "disk"))
    assert {row["state"] for row in report().values()} == {"done"}


# --- people's hands -----------------------------------------------------------------------------------------------------------


def test_a_result_edited_by_hand_is_not_lost_without_force() -> None:
    write("in/a.md")
    write("in/b.md", RAIN)
    batch(*COPY)
    write("out/a.md", "edited by hand\n")
    write("in/a.md", HEAD + SNOW)
    write("in/b.md", RAIN + SNOW)
    lines = batch(*COPY, code=2)
    assert any(line.startswith("a.md: its output a.md was changed since it was written; ") for line in lines)
    assert copied() == {"a.md": b"edited by hand\n", "b.md": (RAIN + SNOW).encode()}
    batch(*COPY, "--force")
    assert copied()["a.md"] == (HEAD + SNOW).encode()
    assert done_now() == {"a.md": "failed before"}


def test_a_file_that_somebody_else_wrote_is_not_replaced_without_force() -> None:
    write("in/a.md")
    write("out/a.md", "my notes\n")
    lines = batch(*COPY, code=2)
    assert any("a.md exists and is not known to be of an earlier run" in line for line in lines)
    assert copied() == {"a.md": b"my notes\n"}
    batch(*COPY, "--force")
    assert copied() == {"a.md": HEAD.encode()}


def test_results_whose_state_was_removed_are_known_again_by_their_bytes() -> None:
    write("in/a.md")
    batch(*COPY)
    shutil.rmtree("out/.polyglot-news")
    batch(*COPY)
    write("out/a.md", "edited by hand\n")
    shutil.rmtree("out/.polyglot-news")
    batch(*COPY, code=2)
    assert copied() == {"a.md": b"edited by hand\n"}


def test_an_archive_without_documents_is_told() -> None:
    write("in/a.jpg")
    assert "in: no documents found" in batch(*COPY)
    said = batch(*COPY, "--include", "*.post", code=2)
    assert said == ["in: no documents that fit --include and --exclude found; look at the patterns"]


def test_documents_in_other_languages_alone_are_counted() -> None:
    write("in/a.md", "Сьогодні вночі ворог атакував місто ракетами, є поранені.\n")
    write("in/b.md", HEAD)
    write("in/c.md", "48.7K — 100 %\n")
    assert batch(*COPY)[-1] == "1 document of them with nothing in Russian or English, written as they stood"
    assert batch(*COPY)[-1].startswith("0 documents translated, 3 unchanged")


@pytest.mark.parametrize("name", ["in/a.md", "in/old.zip"])
def test_a_file_in_the_place_of_the_folder(name: str) -> None:
    archive()
    code, lines = ended(start("batch", name, "out"))
    assert (code, lines) == (2, [f"{name}: is a file; IN_DIR is a folder, and archives in it are read like folders"])
    assert not Path("out").exists()


def test_an_output_folder_that_may_not_be_written() -> None:
    prefix = ("setpriv", "--bounding-set=-dac_override", "--") if os.geteuid() == 0 else ()
    if prefix and not shutil.which("setpriv"):
        pytest.skip("root may write anywhere")
    write("in/a.md")
    Path("out").mkdir(mode=0o500)
    assert batch(*COPY, code=1, prefix=prefix) == ["out: cannot be written: Permission denied; name another output folder"]


def test_an_output_folder_that_is_a_file() -> None:
    write("in/a.md")
    write("out", "my notes\n")
    assert batch(*COPY, code=2) == ["out: is a file; OUT_DIR is a folder"]


def test_a_mistyped_pattern_costs_nothing() -> None:
    archive()
    batch(*COPY)
    batch(*COPY, "--include", "nothing*", code=2)
    assert batch(*COPY)[-1].startswith("0 documents translated, 6 unchanged, 0 failed in ")


def test_a_damaged_result_is_told_and_left() -> None:
    write("in/a.md")
    batch(*COPY)
    write("out/a.md", "")
    lines = batch(*COPY)
    assert any(line.startswith("a.md: its output a.md was changed since it was written, and stays so") for line in lines)
    assert copied() == {"a.md": b""}
    Path("out/a.md").unlink()
    batch(*COPY)
    assert copied() == {"a.md": HEAD.encode()}


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--max-size", "nan", "--max-size nan: is no size; "),
        ("--max-size", "inf", "--max-size inf: is no size; "),
        ("--max-size", "0.00000001", "--max-size 1e-08: is no size; "),
        ("--state", "s3://x/y", "--state s3:/x/y: is an address; "),
        ("--encoding", "bogus", "--encoding: unknown encoding 'bogus'; "),
        ("--model", "nope", "'nope': no such model or folder; "),
        ("--memory", "in/a.md", "in/a.md: is no memory (not an SQLite file); "),
    ],
)
def test_values_that_make_no_sense(option: str, value: str, said: str) -> None:
    write("in/a.md")
    (line,) = batch(*(() if option == "--model" else COPY), option, value, code=2)
    assert line.startswith(said)
    assert not Path("out").exists()


def test_an_output_folder_among_the_sources_is_refused() -> None:
    write("in/a.md")
    write("in/sub/b.md")
    code, lines = ended(start("batch", "in", "in/sub", *COPY))
    assert (code, lines) == (2, ["in/sub: lies in in and holds files already; name an empty folder"])


def rows(name: str, folder: str = "out") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(folder, name).read_text(encoding="utf-8").splitlines()]


def correct(name: str, source: str, target: str) -> None:
    """As a person does it: another `target`, and `origin` is `human`."""
    found = rows(name)
    for row in found:
        if row["source"] == source:
            row |= {"target": target, "origin": "human"}
    write(f"out/{name}", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found))


def origins(folder: str = "out") -> dict[str, list[str]]:
    return {name: [row["origin"] for row in rows(name, folder)] for name in sorted(results(folder)) if name != "names.tsv"}


RAINED, SNOWED = RAIN.strip(), SNOW.strip()
MEMORY = (*REAL, "--workers", "1", "--memory", "news.memory")


def test_corrections_come_back_wherever_the_sentence_stands() -> None:
    write("in/a.txt", f"{RAIN}\n{SNOW}")
    write("in/b.txt", f"Море было спокойно.\n\n{RAIN}")
    write("in/c.txt", SNOW)
    batch(*MEMORY)
    correct("a.txt.jsonl", RAINED, "The town had rain today.")
    subprocess.run(
        [*COMMAND, "memory", "import", "out/a.txt.jsonl", "--memory", "news.memory"], check=True, capture_output=True
    )
    before = stamps()
    dry = subprocess.run([*COMMAND, "batch", "in", "out", *MEMORY, "--dry-run"], check=True, capture_output=True)
    lines = batch(*MEMORY)
    assert [line for line in (*lines, dry.stderr.decode()) if "changed since" in line] == []  # it is known already
    reason = "a correction was taken into the memory"
    assert done_now() == {"a.txt": reason, "b.txt": reason}
    assert stamps()["c.txt.jsonl"] == before["c.txt.jsonl"]
    for name in ("a.txt.jsonl", "b.txt.jsonl"):
        found = [(row["target"], row["origin"]) for row in rows(name) if row["source"] == RAINED]
        assert found == [("The town had rain today.", "human")]
    assert dry.stdout.decode().splitlines() == [f"{name}: to be translated ({reason})" for name in ("a.txt", "b.txt")]
    batch(*MEMORY)
    assert done_now() == {}


def imported(name: str) -> None:
    subprocess.run([*COMMAND, "memory", "import", name, "--memory", "news.memory"], check=True, capture_output=True)


def test_a_memory_begun_anew_in_the_place_of_another_teaches_its_corrections() -> None:
    write("in/a.txt", f"{RAIN}\n{SNOW}")
    batch(*MEMORY)
    batch(*MEMORY)
    Path("news.memory").rename("old.memory")
    correct("a.txt.jsonl", RAINED, "The town had rain today.")
    imported("out/a.txt.jsonl")
    batch(*MEMORY)
    assert done_now() == {"a.txt": "a correction was taken into the memory"}
    assert [row["origin"] for row in rows("a.txt.jsonl")] == ["human", "model"]


def test_a_run_gone_on_with_another_memory_learns_what_is_corrected_there_later() -> None:
    write("in/a.txt", f"{RAIN}\n{SNOW}\nМоре было спокойно.\n")
    batch(*REAL, "--workers", "1")
    Path("in/b.txt").write_bytes(bytes(range(256)))
    batch(*REAL, "--workers", "1", "--max-errors", "0", code=1)  # begun with a memory of the run's own, and not ended
    Path("in/b.txt").unlink()
    batch(*MEMORY)
    correct("a.txt.jsonl", RAINED, "The town had rain today.")
    imported("out/a.txt.jsonl")
    batch(*MEMORY)
    assert done_now() == {"a.txt": "a correction was taken into the memory"}


def test_a_correction_that_was_not_imported_is_not_lost() -> None:
    write("in/a.txt", RAIN)
    batch(*MEMORY)
    correct("a.txt.jsonl", RAINED, "The town had rain today.")
    write("in/a.txt", f"{RAIN}\n{SNOW}")
    lines = batch(*MEMORY, code=2)
    assert any("polyglot-news memory import" in line for line in lines)
    assert [row["target"] for row in rows("a.txt.jsonl")] == ["The town had rain today."]


def test_a_memory_serves_the_next_archive_and_repetition_is_no_memory() -> None:
    write("in/a.txt", f"{RAIN}\n{RAIN}\n{SNOW}")
    write("in/b.txt", SNOW)
    batch(*MEMORY)
    assert origins() == {"a.txt.jsonl": ["model"] * 3, "b.txt.jsonl": ["model"]}
    write("next/c.txt", f"{SNOW}\nМоре было спокойно.\n\n{RAIN}")
    code, lines = ended(start("batch", "next", "out2", *MEMORY))
    assert code == 0, lines
    assert origins("out2") == {"c.txt.jsonl": ["memory", "model", "memory"]}
    both = {row["source"]: row["target"] for row in rows("a.txt.jsonl")}
    assert {row["source"]: row["target"] for row in rows("c.txt.jsonl", "out2") if row["origin"] == "memory"} == both


def test_a_memory_does_not_change_what_is_written_but_the_origin() -> None:
    archive()
    batch(*MEMORY)
    first = {name: rows(name) for name in results() if name != "names.tsv"}
    code, lines = ended(start("batch", "in", "out2", *MEMORY))
    assert code == 0, lines
    second = {name: rows(name, "out2") for name in results("out2") if name != "names.tsv"}
    assert {name: [row | {"origin": ""} for row in some] for name, some in first.items()} == {
        name: [row | {"origin": ""} for row in some] for name, some in second.items()
    }
    assert "model" in {row["origin"] for some in first.values() for row in some}
    assert "model" not in {row["origin"] for some in second.values() for row in some}


def test_an_interrupt_that_another_thread_takes_waits_until_a_worker_has_started(monkeypatch: pytest.MonkeyPatch) -> None:
    submit, steps, now = ProcessPoolExecutor.submit, list[str](), threading.Event()

    def interrupt() -> None:
        now.wait()
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)  # begun before signals are kept back, so it takes them
    thread.start()

    def interrupted(*arguments: Any) -> Any:
        now.set()
        thread.join()
        time.sleep(0.05)
        steps.append("still here")
        return submit(*arguments)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", interrupted)
    executor = LocalExecutor(Mutual, workers=1)
    try:
        with pytest.raises(KeyboardInterrupt):
            list(executor.run(iter([DraftJob((Raw("one", b""),))])))
    finally:
        executor.close()
    assert steps == ["still here"]
