"""One spelling of a name over a whole archive: who decides it, who follows it, and what is done again when it changes."""

import json
import subprocess
import sys
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from polyglot_news import Options
from polyglot_news.archive.jobs import DraftJob, DraftMade, Raw, Settings
from polyglot_news.archive.names import ArchiveNames, archive_key
from polyglot_news.archive.work import Worker
from polyglot_news.names.persons import Role

COMMAND = [sys.executable, "-m", "polyglot_news"]
NAME = "person|эльвира набиуллина"
SILENT = "Эльвира Набиуллина выступила в Думе.\n"
OTHER = "Погода была хорошая.\n"


def attesting(spelling: str, tail: str = "") -> str:
    """A document that writes the name in both languages."""
    return f"Эльвира Набиуллина заявила об этом.\n\n{spelling} said so{tail}.\n"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("POLYGLOT_NEWS_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()


def write(**texts: str) -> None:
    for name, text in texts.items():
        Path(f"in/{name}.txt").write_text(text, encoding="utf-8")


def command(*arguments: str) -> bytes:
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def batch(*arguments: str) -> None:
    command("batch", "in", "out", "--beam", "1", "--format", "jsonl", "--workers", "1", *arguments)


def lines(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def spelled(name: str) -> set[tuple[str, str]]:
    """How a document spells the person in English, with the evidence; and it does write it so."""
    rows = [row for row in lines(f"out/{name}.txt.jsonl") if row["source_lang"] == "ru"]
    found = {(use["target"], use["evidence"]) for row in rows for use in row["names"] if use["kind"] == "person"}
    assert all(use["target"] in row["target"] for row in rows for use in row["names"] if use["kind"] == "person")
    return found


def done_now() -> dict[str, str]:
    return {row["name"]: row["reason"] for row in lines("out/report.jsonl") if row["fresh"]}


def results() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path("out").iterdir() if path.is_file() and path.stem != "report"}


@pytest.mark.parametrize("name", ["a", "m", "z"])
def test_what_one_document_attests_is_written_in_all_in_every_order_of_files(name: str) -> None:
    texts = dict.fromkeys({"a", "m", "z"} - {name}, SILENT) | {name: attesting("Elwira Nabiullina")}
    write(**texts)
    batch()
    evidence = dict.fromkeys(texts, "archive") | {name: "attested"}
    assert {other: spelled(other) for other in texts} == {
        other: {("Elwira Nabiullina", said)} for other, said in evidence.items()
    }


def test_without_an_archive_it_is_spelled_otherwise() -> None:
    """What the tests here take for unusual is so."""
    write(a=SILENT)
    assert b"Elvira Nabiullina" in command("translate", "in/a.txt", "--beam", "1")


def test_a_document_that_changes_a_spelling_has_those_that_use_the_name_done_again() -> None:
    write(own=attesting("Elwira Nabiullina"), silent=SILENT, other=OTHER)
    batch()
    first = results()
    assert spelled("silent") == {("Elwira Nabiullina", "archive")}
    write(new=attesting("Elvyra Nabiullina"), newer=attesting("Elvyra Nabiullina", " twice"))
    batch()
    changed = "a name is spelled otherwise: Эльвира Набиуллина"
    assert done_now() == {"own.txt": changed, "silent.txt": changed, "new.txt": "new", "newer.txt": "new"}
    assert spelled("silent") == {("Elvyra Nabiullina", "archive")}
    assert spelled("own") == {("Elwira Nabiullina", "attested")}
    assert spelled("new") == {("Elvyra Nabiullina", "attested")}
    for name in ("new", "newer"):
        Path(f"in/{name}.txt").unlink()
    batch()
    assert done_now() == {"own.txt": changed, "silent.txt": changed}
    assert {name: data for name, data in results().items() if not name.startswith("new")} == first


def test_the_table_of_names_is_a_term_base() -> None:
    write(own=attesting("Elwira Nabiullina"), silent=SILENT)
    batch()
    table = Path("out/names.tsv").read_text(encoding="utf-8").splitlines()
    assert table[0] == "ru\ten\tkind\tdocuments\tevidence"
    assert "Эльвира Набиуллина\tElwira Nabiullina\tperson\t2" in {line.rpartition("\t")[0] for line in table}
    assert table[1:] == sorted(table[1:])
    write(alone=SILENT)
    assert b"Elwira Nabiullina" in command("translate", "in/alone.txt", "--beam", "1", "--terms", "out/names.tsv")


def test_a_table_corrected_by_a_person_wins_over_all_documents() -> None:
    write(own=attesting("Elwira Nabiullina"), silent=SILENT, other=OTHER)
    batch()
    table = Path("out/names.tsv").read_text(encoding="utf-8")
    Path("mine.tsv").write_text(table.replace("Elwira", "Elvyra"), encoding="utf-8")
    batch("--terms", "mine.tsv")
    assert {name for name, _ in spelled("silent") | spelled("own")} == {"Elvyra Nabiullina"}
    assert all(reason.startswith("setting names: ") for reason in done_now().values())


def test_the_table_corrected_in_its_place_stays_and_wins_again_and_again() -> None:
    write(own=attesting("Elwira Nabiullina"), silent=SILENT, other=OTHER)
    batch()
    table = Path("out/names.tsv")
    corrected = table.read_text(encoding="utf-8").replace("Elwira", "Elvyra")
    table.write_text(corrected, encoding="utf-8")
    batch("--terms", "out/names.tsv")
    assert {name for name, _ in spelled("silent") | spelled("own")} == {"Elvyra Nabiullina"}
    assert table.read_text(encoding="utf-8") == corrected
    batch("--terms", "out/names.tsv")
    assert done_now() == {}


def test_a_table_that_was_changed_is_not_replaced_without_force() -> None:
    write(own=attesting("Elwira Nabiullina"))
    batch()
    table = Path("out/names.tsv")
    written = table.read_bytes()
    table.write_bytes(b"# mine\n" + written)
    write(other="Губернатор Иван Петров уехал.\n")
    batch()
    assert table.read_bytes() == b"# mine\n" + written
    batch("--force")
    assert b"# mine" not in table.read_bytes()
    assert table.read_bytes() != written
    write(other=OTHER)
    batch()
    assert table.read_bytes() == written


def chosen(*documents: tuple[int, str], name: str = NAME) -> str:
    """The archive's spelling; each document with the number of its copies."""
    worker = Worker(Settings(Options()))
    raw = [Raw(f"{number}.txt", text.encode()) for number, (_, text) in enumerate(documents)]
    made = [one for one in worker.do(DraftJob(tuple(raw))) if isinstance(one, DraftMade)]
    mentions = [(copies, row) for (copies, _), one in zip(documents, made, strict=True) for row in one.mentions]
    names = ArchiveNames(mentions)
    try:
        found = names.find([archive_key(name)]).get(name, {})
        return " ".join(found.get(role, "-") for role in (Role.FIRST, Role.LAST))
    finally:
        names.close()


ELVYRA, ELWIRA = attesting("Elvyra Nabiullina"), attesting("Elwira Nabiullina")


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ([(1, ELWIRA), (1, SILENT), (1, OTHER)], "Elwira Nabiullina"),
        ([(1, ELWIRA), (1, attesting("Elwira Nabiullina", " twice")), (1, ELVYRA)], "Elwira Nabiullina"),
        ([(1, ELWIRA), (1, ELVYRA), (5, SILENT)], "Elvyra Nabiullina"),
        ([(2, ELWIRA), (1, ELVYRA)], "Elwira Nabiullina"),
        ([(2, ELVYRA * 3), (3, ELWIRA)], "Elwira Nabiullina"),
        ([(9, SILENT), (1, OTHER)], "- -"),
    ],
    ids=["one", "most", "equals by the alphabet", "a copy is a document", "a document has one vote", "nobody"],
)
def test_most_documents_decide_in_every_order(documents: list[tuple[int, str]], expected: str) -> None:
    assert {chosen(*order) for order in permutations(documents)} == {expected}


def test_two_persons_of_one_surname_are_counted_as_one_document() -> None:
    two = "Сергей Иванов и Пётр Иванов приехали.\n\nSergei Iwanov came. Pyotr Iwanov came.\n"
    one = "Павел Иванов приехал.\n\nPavel Ivanow came.\n"
    assert chosen((2, one), (1, two), name="surname|иванов") == "- Ivanow"
    assert chosen((1, one), (1, two), name="surname|иванов") == "- Ivanow"
