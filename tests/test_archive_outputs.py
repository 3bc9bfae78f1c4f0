"""Results on their way into the output folder: what each is called, and what is never replaced."""

import errno
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news import EngineOptions, Options, Pipeline
from polyglot_news.archive.outputs import digest_of, is_fatal, output_name, refuse_to_lose
from polyglot_news.archive.places import Place
from polyglot_news.errors import ReadError, UsageError, WriteError
from polyglot_news.formats.jsonl import write as write_jsonl
from polyglot_news.formats.writers import find_writer
from polyglot_news.memory.units import Unit

TEXT = "Сегодня в городе прошёл дождь. It snowed all night in the hills.\n"


def named(name: str, *, to: str = "both", output: str | None = None, known: str = "markdown") -> str:
    return output_name(name, find_writer(to=to, output=output, layout="side", input_format=known))


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        ("a.md", {}, "a.md"),
        ("2024/a.markdown", {}, "2024/a.markdown"),
        ("A.MD", {}, "A.MD"),
        ("old.zip/b.txt", {"known": "text"}, "old.zip/b.txt.md"),
        ("a.md", {"output": "jsonl"}, "a.md.jsonl"),
        ("a.md", {"output": "txt"}, "a.md.txt"),
        ("b.txt", {"output": "txt", "known": "text"}, "b.txt"),
        ("b.txt", {"to": "en", "known": "text"}, "b.txt"),
        ("notes", {"to": "en", "known": "text"}, "notes"),
        ("notes.2024", {"known": "text"}, "notes.2024.md"),
        ("и\u0306.md", {}, "й.md"),
        ("report.html", {"to": "en", "known": "text"}, "document-report.html"),
        ("Report.JSONL", {"to": "en", "known": "text"}, "document-Report.JSONL"),
        ("names.tsv", {"to": "ru", "known": "text"}, "document-names.tsv"),
        ("names.tsv/a.md", {}, "document-names.tsv/a.md"),
        ("2024/names.tsv", {"to": "ru", "known": "text"}, "2024/names.tsv"),
        ("report", {"output": "jsonl", "known": "text"}, "document-report.jsonl"),
        (f"{'я' * 125}.txt", {"known": "text"}, f"{'я' * 112}~8871517b.txt.md"),
        (f"{'a' * 248}.txt/b.md", {}, f"{'a' * 248}.txt/b.md"),
    ],
)
def test_what_a_result_is_called(name: str, options: dict[str, str], expected: str) -> None:
    assert named(name, **options) == expected


@given(
    st.lists(st.text("aбй.\u0306 -", min_size=1).filter(lambda part: part.strip(". ")), min_size=1, max_size=3),
    st.sampled_from(["both", "en", "ru"]),
    st.sampled_from([None, "md", "jsonl", "txt"]),
)
def test_a_result_stays_in_the_folder_of_its_document(parts: list[str], to: str, output: str | None) -> None:
    found = named("/".join(parts), to=to, output=output, known="text")
    assert found.count("/") == len(parts) - 1
    assert named("/".join(parts), to=to, output=output, known="text") == found


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (errno.ENOSPC, True),
        (errno.EDQUOT, True),
        (errno.EROFS, True),
        (errno.ENAMETOOLONG, False),
        (errno.EACCES, False),
        (errno.EISDIR, False),
    ],
)
def test_which_errors_would_meet_all_other_documents(code: int, expected: bool) -> None:
    error = WriteError("cannot be written")
    error.__cause__ = OSError(code, "told by the system")
    assert is_fatal(error) is expected


def test_an_error_in_reading_is_never_one() -> None:
    error = ReadError("cannot be read")
    error.__cause__ = OSError(errno.ENOSPC, "odd")
    assert not is_fatal(error)
    assert not is_fatal(WriteError("without a cause"))


@pytest.fixture(scope="module")
def ours() -> bytes:
    """A bilingual result, which bears the mark of this program."""
    pipeline = Pipeline(Options(engine=EngineOptions(engine="identity")))
    result = pipeline.translate_text(TEXT, name="a.md")
    return find_writer(to="both", output="md", layout="side", input_format="markdown").write(result).encode()


def refused(
    folder: Path,
    found: bytes | None,
    *,
    known: bytes | None = None,
    name: str = "a.md",
    new: bytes = b"new",
    taken_in: Callable[[Unit], bool] = lambda unit: True,
    force: bool = False,
) -> str:
    """What is said against writing `new`; nothing where it may be written."""
    if found is not None:
        (folder / name).write_bytes(found)
    try:
        refuse_to_lose(Place.of(str(folder)), name, new, known, taken_in, force=force)
    except UsageError as error:
        assert found is not None
        assert (folder / name).read_bytes() == found
        return str(error)
    return ""


def test_what_may_be_replaced(tmp_path: Path) -> None:
    assert refused(tmp_path, None) == ""
    assert refused(tmp_path, b"new") == ""
    assert refused(tmp_path, b"old", known=digest_of(b"old")) == ""
    assert refused(tmp_path, b"anything", known=digest_of(b"old"), force=True) == ""
    assert refused(tmp_path, b"anything", force=True) == ""


def test_what_no_run_is_known_to_have_written_stays(tmp_path: Path, ours: bytes) -> None:
    for found in (b"", b"my notes", "Мои заметки".encode("utf-16"), ours):
        assert "is not known to be of an earlier run" in refused(tmp_path, found)


def test_what_somebody_changed_stays_even_where_it_bears_our_mark(tmp_path: Path, ours: bytes) -> None:
    for found in (b"", ours.replace(b"snowed", b"rained"), ours + b"\n"):
        assert "was changed since it was written" in refused(tmp_path, found, known=digest_of(ours))


def corrected(source: str | None) -> bytes:
    """A result in JSONL in which a person changed the translation of one sentence."""
    pipeline = Pipeline(Options(engine=EngineOptions(engine="identity")))
    rows = [json.loads(line) for line in write_jsonl(pipeline.translate_text(TEXT, name="a.md")).splitlines()]
    for row in rows:
        if row["source"] == source:
            row |= {"target": "a person's words", "origin": "human"}
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def test_corrections_that_the_memory_has_may_be_written_over(tmp_path: Path) -> None:
    new = corrected(None)
    found, known = corrected("Сегодня в городе прошёл дождь."), digest_of(corrected(None))
    assert refused(tmp_path, found, known=known, name="a.md.jsonl", new=new) == ""
    said = refused(tmp_path, found, known=known, name="a.md.jsonl", new=new, taken_in=lambda unit: False)
    assert "polyglot-news memory import" in said
    said = refused(
        tmp_path, found, known=known, name="a.md.jsonl", new=new, taken_in=lambda unit: unit.target != "a person's words"
    )
    assert "polyglot-news memory import" in said


@pytest.mark.parametrize("damage", [b"no JSON\n", b'{"origin": "human"}\n', b"\xff\xfe\n"])
def test_a_changed_result_in_which_no_corrections_can_be_read_stays(tmp_path: Path, damage: bytes) -> None:
    known = digest_of(corrected(None))
    found = corrected("Сегодня в городе прошёл дождь.") + damage
    assert "was changed" in refused(tmp_path, found, known=known, name="a.md.jsonl")
    assert "was changed" in refused(tmp_path, corrected(None) + b"\n", known=known, name="a.md.jsonl")


def test_changes_beside_the_corrections_are_not_lost(tmp_path: Path) -> None:
    """A translation that was edited without `origin` set to `human` is in no memory, whatever else was imported."""
    found = corrected("Сегодня в городе прошёл дождь.").replace(b"It snowed all night", b"It rained all night")
    assert "was changed" in refused(tmp_path, found, known=digest_of(corrected(None)), name="a.md.jsonl", new=corrected(None))
