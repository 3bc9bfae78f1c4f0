"""The manifest: what is to be done and why, whatever happened before; and the lock of a run."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot_news.archive.lock import RunLock
from polyglot_news.archive.manifest import (
    Change,
    Counts,
    Drafted,
    Facts,
    Failure,
    Finished,
    Manifest,
    Seen,
    Stage,
    State,
    Written,
)
from polyglot_news.errors import ReadError, UsageError, WriteError

DRAFT, RESULT = b"draft", b"result"
FACTS = Facts(words=4, segments=2, languages={"ru": 3, "en": 1})
Files = Mapping[str, tuple[str, str]]  # name: stamp and content


def _key(text: str, size: int) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()


def _drafted(name: str, content: str) -> Drafted:
    """A document in which each word is a name, each letter a segment."""
    names = tuple(_key(word, 8) for word in content.split())
    segments = tuple(_key(letter, 16) for letter in content)
    return Drafted(name, _key(content, 16), names, segments, content.encode() * 9, FACTS)


def _finished(name: str, output: str | None) -> Finished:
    return Finished(name, output or "-", b"out", 3, {"low_score": 1}, {"model": 2}, 0.5)


def _walk(manifest: Manifest, files: Files) -> None:
    manifest.see([Seen(name, stamp, len(content)) for name, (stamp, content) in files.items()])
    manifest.sweep()
    manifest.assign_outputs(lambda name: name + ".out")


def _draft(manifest: Manifest, files: Files, draft: bytes = DRAFT, result: bytes = RESULT) -> list[str]:
    names = [seen.name for seen in manifest.to_draft(draft, result)]
    drafts = [_drafted(name, files[name][1]) for name in names]
    manifest.put_drafts(drafts, draft, {each.digest: [each.draft] for each in drafts})
    return names


def _translate(manifest: Manifest, result: bytes = RESULT) -> dict[str, str]:
    todo = {each.name: each.reason for each in manifest.to_translate(result)}
    assert [each.name for each in manifest.take_drafts(todo)] == list(todo)
    manifest.finish_documents([_finished(name, manifest.output_of(name)) for name in todo], result)
    return todo


def _run(
    path: Path,
    files: Files,
    spellings: Mapping[str, str] | None = None,
    *,
    values: Mapping[str, str] | None = None,
    draft: bytes = DRAFT,
    result: bytes = RESULT,
    corrected: Sequence[str] = (),
) -> tuple[list[str], dict[str, str]]:
    """A whole run; what was drafted, and what was translated for which reason."""
    with Manifest.open(path) as manifest:
        manifest.begin(values or {}, 0)
        _walk(manifest, files)
        drafted = _draft(manifest, files, draft, result)
        known = {_key(name, 8): _key(form, 8) for name, form in (spellings or {}).items()}
        manifest.freeze(known, {_key(name, 8): name for name in spellings or {}})
        manifest.corrected(_key(letter, 16) for letter in corrected)
        drafted += _draft(manifest, files, draft, result)
        translated = _translate(manifest, result)
        manifest.drop_drafts()
        manifest.finish()
    return drafted, translated


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "manifest.sqlite"


ONE: Files = {"a.md": ("1", "x y")}
TWO: Files = {**ONE, "b.md": ("1", "z")}
CHANGES: dict[str, tuple[dict[str, object], list[str], dict[str, str]]] = {
    "nothing": ({}, [], {}),
    "touched": ({"files": {**TWO, "a.md": ("2", "x y")}}, ["a.md"], {}),
    "content": ({"files": {**TWO, "a.md": ("2", "x q")}}, ["a.md"], {"a.md": "content changed"}),
    "added": ({"files": {**TWO, "c.md": ("1", "c")}}, ["c.md"], {"c.md": "new"}),
    "copied": ({"files": {**TWO, "c.md": ("1", "z")}}, ["c.md"], {"c.md": "new"}),
    "removed": ({"files": ONE}, [], {}),
    "result setting": (
        {"values": {"beam": "2"}, "result": b"beam 2"},
        ["a.md", "b.md"],
        {"a.md": "setting beam: 4 -> 2", "b.md": "setting beam: 4 -> 2"},
    ),
    "draft setting": (
        {"values": {"beam": "4", "encoding": "cp1251"}, "draft": b"cp1251"},
        ["a.md", "b.md"],
        {"a.md": "setting encoding: none -> cp1251", "b.md": "setting encoding: none -> cp1251"},
    ),
    "a setting that changes nothing": ({"values": {"beam": "4", "jobs": "2"}}, [], {}),
    "spelling": ({"spellings": {"x": "X!", "z": "Z"}}, ["a.md"], {"a.md": "a name is spelled otherwise: x"}),
    "spelling new": ({"spellings": {"x": "X", "y": "Y", "z": "Z"}}, ["a.md"], {"a.md": "a name is spelled otherwise: y"}),
    "spelling gone": ({"spellings": {"x": "X"}}, ["b.md"], {"b.md": "a name is spelled otherwise"}),
    "spelling of nobody": ({"spellings": {"x": "X", "z": "Z", "q": "Q"}}, [], {}),
    "correction": ({"corrected": ["z"]}, ["b.md"], {"b.md": "a correction was taken into the memory"}),
    "correction of nobody": ({"corrected": ["q"]}, [], {}),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_run_does_what_changed_and_says_why(path: Path, case: str) -> None:
    change, drafted, translated = CHANGES[case]
    first: dict[str, object] = {"files": TWO, "values": {"beam": "4"}, "spellings": {"x": "X", "z": "Z"}}
    assert _run(path, **first) == (["a.md", "b.md"], {"a.md": "new", "b.md": "new"})  # type: ignore[arg-type]
    assert _run(path, **first | change) == (drafted, translated)  # type: ignore[arg-type]
    assert _run(path, **{**first, **change, "corrected": ()}) == ([], {})  # type: ignore[arg-type]


def test_a_setting_changed_and_changed_back_costs_nothing(path: Path) -> None:
    _run(path, TWO, values={"beam": "4"})
    with Manifest.open(path) as manifest:
        manifest.begin({"beam": "2"}, 0)
        _walk(manifest, TWO)
        _draft(manifest, TWO, result=b"2")
        assert manifest.counts() == Counts(drafted=2)
    assert _run(path, TWO, values={"beam": "4"}) == ([], {})


def test_a_run_that_was_interrupted_keeps_its_reasons_and_its_memory_mark(path: Path) -> None:
    _run(path, TWO, values={"beam": "4"})
    with Manifest.open(path) as manifest:
        begun = manifest.begin({"beam": "2"}, 7)
        assert (begun.memory_mark, begun.is_resumed, begun.changes) == (7, False, (Change("beam", "4", "2"),))
        _walk(manifest, TWO)
        _draft(manifest, TWO, result=b"2")
        list(manifest.to_translate(b"2"))
        manifest.finish_documents([_finished("a.md", "a.md.out")], b"2")
    with Manifest.open(path) as manifest:
        begun = manifest.begin({"beam": "2"}, 9)
        assert (begun.memory_mark, begun.is_resumed, begun.changes) == (7, True, ())
        _walk(manifest, TWO)
        assert _draft(manifest, TWO, result=b"2") == []  # the draft is there still
        assert _translate(manifest, b"2") == {"b.md": "setting beam: 4 -> 2"}
        assert manifest.counts() == Counts(done=2, fresh=2)
        manifest.finish()
    with Manifest.open(path) as manifest:
        assert manifest.begin({"beam": "2"}, 9).memory_mark == 9


def test_a_failure_is_told_once_a_run_and_tried_again_in_the_next(path: Path) -> None:
    with Manifest.open(path) as manifest:
        manifest.begin({}, 0)
        _walk(manifest, TWO)
        manifest.fail("a.md", Stage.DRAFT, "a.md: binary", 2)
        assert _draft(manifest, TWO) == ["b.md"]
        manifest.fail("b.md", Stage.TRANSLATE, "b.md: the engine failed", 1)
        assert _translate(manifest) == {}
        failures = [
            Failure("a.md", Stage.DRAFT, "a.md: binary", 2),
            Failure("b.md", Stage.TRANSLATE, "b.md: the engine failed", 1),
        ]
        assert list(manifest.errors()) == failures == [row.error for row in manifest.rows()]
        assert manifest.counts() == Counts(error=2)
        manifest.drop_drafts()
        manifest.finish()
    assert _run(path, TWO) == (["a.md"], {"a.md": "failed before", "b.md": "failed before"})
    with Manifest.open(path) as manifest:
        assert list(manifest.errors()) == []


def test_a_document_that_could_not_be_read_for_a_while_is_not_translated_again(path: Path) -> None:
    _run(path, ONE)
    with Manifest.open(path) as manifest:
        manifest.begin({}, 0)
        _walk(manifest, {"a.md": ("2", "x y")})
        manifest.fail("a.md", Stage.DRAFT, "a.md: cannot be read", 2)
    assert _run(path, {"a.md": ("2", "x y")}) == (["a.md"], {})
    assert _run(path, {"a.md": ("3", "q")}) == (["a.md"], {"a.md": "content changed"})


def test_gone_and_back(path: Path) -> None:
    _run(path, TWO, {"z": "Z"})
    assert _run(path, ONE, {"z": "Z"}) == ([], {})
    with Manifest.open(path) as manifest:
        assert [(row.name, row.state, row.output) for row in manifest.rows()] == [
            ("a.md", State.DONE, "a.md.out"),
            ("b.md", State.GONE, "b.md.out"),
        ]
    assert _run(path, TWO, {"z": "Z"}) == (["b.md"], {})
    _run(path, ONE, {"z": "Z"})
    _run(path, ONE, {"z": "Ž"})  # spelled otherwise while it was away
    assert _run(path, TWO, {"z": "Ž"}) == (["b.md"], {"b.md": "a name is spelled otherwise: z"})


def _walk_a_part(manifest: Manifest, suffix: str = ".out", *, left: bool = True) -> int:
    """A run that finds only `ONE`, since it leaves all else out or since there is nothing else; how many are newly gone."""
    manifest.begin({}, 0)
    manifest.see([Seen(name, stamp, len(content)) for name, (stamp, content) in ONE.items()])
    gone = manifest.sweep(lambda name: left and name not in ONE)
    manifest.assign_outputs(lambda name: name + suffix)
    return gone


def test_left_out_and_back(path: Path) -> None:
    """What a run leaves out is not gone: it counts for names, and is neither read nor translated when it comes back."""
    _run(path, TWO, {"z": "Z"})
    with Manifest.open(path) as manifest:
        assert _walk_a_part(manifest) == 0
        assert _draft(manifest, ONE) == []
        assert _translate(manifest) == {}
        assert [(row.name, row.state) for row in manifest.rows()] == [("a.md", State.DONE), ("b.md", State.LEFT)]
        assert manifest.counts() == Counts(done=1, left=1)
        assert len(list(manifest.mentions())) == 2
        assert _walk_a_part(manifest) == 0
        manifest.finish()
    assert _run(path, TWO, {"z": "Z"}) == ([], {})


CHANGED_MEANWHILE: dict[str, tuple[dict[str, object], list[str], dict[str, str]]] = {
    "its content": ({"files": {**TWO, "b.md": ("2", "q")}}, ["b.md"], {"b.md": "content changed"}),
    "a name": ({"spellings": {"z": "Y"}}, ["b.md"], {"b.md": "a name is spelled otherwise: z"}),
    "a setting of drafts": (
        {"draft": b"other", "values": {"to": "en"}},
        ["a.md", "b.md"],
        dict.fromkeys(TWO, "setting to: none -> en"),
    ),
    "a setting of results": (
        {"result": b"other", "values": {"beam": "2"}},
        ["a.md", "b.md"],
        dict.fromkeys(TWO, "setting beam: none -> 2"),
    ),
}


@pytest.mark.parametrize("case", CHANGED_MEANWHILE)
def test_left_out_while_something_changed(path: Path, case: str) -> None:
    change, drafted, translated = CHANGED_MEANWHILE[case]
    _run(path, TWO, {"z": "Z"})
    with Manifest.open(path) as manifest:
        _walk_a_part(manifest)
        manifest.finish()
    arguments = {"files": TWO, "spellings": {"z": "Z"}, **change}
    assert _run(path, **arguments) == (drafted, translated)  # type: ignore[arg-type]
    assert _run(path, **arguments) == ([], {})  # type: ignore[arg-type]


def test_what_is_left_out_is_as_it_was(path: Path) -> None:
    _run(path, TWO)
    with Manifest.open(path) as manifest:
        _walk_a_part(manifest, ".other")
        assert {row.name: row.output for row in manifest.rows()} == {"a.md": "a.md.other", "b.md": "b.md.out"}
        assert _draft(manifest, ONE, b"other") == ["a.md"]
        assert len(list(manifest.mentions())) == 1  # what other settings found is not counted
    with Manifest.open(path) as manifest:
        assert _walk_a_part(manifest, left=False) == 1  # it is not there, and nothing leaves it out
        assert _walk_a_part(manifest) == 0
        assert manifest.counts().gone == 1


def test_a_missing_output_is_made_again(path: Path) -> None:
    _run(path, TWO)
    with Manifest.open(path) as manifest:
        manifest.begin({}, 0)
        assert next(iter(manifest.outputs())) == Written("a.md", "a.md.out", b"out", 3)
        assert manifest.redo(["b.md", "unknown"], "its output is missing") == 1
        assert _draft(manifest, TWO) == ["b.md"]
        assert _translate(manifest) == {"b.md": "its output is missing"}


def test_content_that_is_known_needs_no_draft(path: Path) -> None:
    _run(path, TWO)
    with Manifest.open(path) as manifest:
        manifest.begin({}, 0)
        _walk(manifest, {"a.md": ("2", "x y"), "b.md": ("2", "new"), "c.md": ("1", "x y")})
        read = {"a.md": _key("x y", 16), "b.md": _key("new", 16), "c.md": _key("x y", 16)}
        assert manifest.recognise(read, DRAFT, RESULT) == {"a.md"}  # of c.md the content is known, but not its draft
        assert [seen.name for seen in manifest.to_draft(DRAFT, RESULT)] == ["b.md", "c.md"]
        manifest.put_drafts([_drafted("c.md", "x y")], DRAFT, {})
        assert manifest.recognise(read, DRAFT, RESULT) == {"a.md", "c.md"}
        assert manifest.recognise(read, b"other", RESULT) == {"a.md", "c.md"}


def test_drafts_come_back_as_given_and_go_when_nobody_needs_them(path: Path) -> None:
    files = {f"{number:02}.md": ("1", os.urandom(2000).hex()) for number in range(20)}
    drafts = path.with_name("drafts.sqlite")
    with Manifest.open(path) as manifest:
        manifest.begin({}, 0)
        _walk(manifest, files)
        _draft(manifest, files)
        assert manifest.take_drafts(["03.md", "none", "01.md"]) == [
            _drafted(name, files[name][1]) for name in ("03.md", "01.md")
        ]
        manifest.drop_drafts()
        full = drafts.stat().st_size
        assert len(_translate(manifest)) == 20
        manifest.drop_drafts()
        assert drafts.stat().st_size < full / 4
        assert manifest.take_drafts(files) == []


@pytest.mark.parametrize("damage", ["deleted", "garbage", "empty"])
def test_drafts_that_are_lost_are_made_again(path: Path, damage: str) -> None:
    with Manifest.open(path) as manifest:
        manifest.begin({}, 0)
        _walk(manifest, TWO)
        _draft(manifest, TWO)
    drafts = path.with_name("drafts.sqlite")
    if damage == "deleted":
        drafts.unlink()
    else:
        drafts.write_bytes(b"garbage " * 999 if damage == "garbage" else b"")
    assert _run(path, TWO) == (["a.md", "b.md"], {"a.md": "new", "b.md": "new"})


def test_mentions_follow_the_names_of_the_documents_and_count_copies(path: Path) -> None:
    files = {"c": ("1", "x"), "a": ("1", "y"), "b": ("1", "x"), "d": ("1", "q")}
    _run(path, files)
    _run(path, {name: files[name] for name in "abc"})
    with Manifest.open(path) as manifest:
        assert list(manifest.mentions()) == [(1, b"y" * 9), (2, b"x" * 9)]


def test_documents_of_one_content_are_translated_side_by_side(path: Path) -> None:
    files = {"a": ("1", "x"), "b": ("1", "y"), "c": ("1", "x"), "d": ("1", "z"), "e": ("1", "y")}
    assert list(_run(path, files)[1]) == ["a", "c", "b", "e", "d"]


def test_outputs_are_unique_and_stay(path: Path) -> None:
    wanted = {
        "a": "x.md",
        "b": "X.md",
        "c": "x.md",
        "d": "é.md",
        "e": "e\u0301.md",
        "f": "p/1.2.md.jsonl",
        "g": "p/1.2.md.jsonl",
    }
    expected = {"b": "X.md", "c": "x-2.md", "d": "é.md", "e": "e\u0301-2.md", "f": "p/1.2.md.jsonl", "g": "p/1.2-2.md.jsonl"}
    with Manifest.open(path) as manifest:
        manifest.see([Seen(name, "1", 1) for name in "gfedcb"])
        manifest.assign_outputs(wanted.__getitem__)
        assert {name: manifest.output_of(name) for name in "bcdefg"} == expected
        manifest.see([Seen("a", "1", 1)])
        manifest.assign_outputs(wanted.__getitem__)
        assert {name: manifest.output_of(name) for name in "abcdefg"} == {"a": "x-3.md", **expected}
        assert manifest.output_of("other") is None


def test_another_name_for_the_output_makes_it_anew(path: Path) -> None:
    _run(path, ONE)
    with Manifest.open(path) as manifest:
        manifest.begin({}, 0)
        manifest.assign_outputs(lambda name: name + ".jsonl")
        _draft(manifest, ONE)
        assert _translate(manifest) == {"a.md": "its output has another name"}
        assert manifest.output_of("a.md") == "a.md.jsonl"


def test_names_may_be_no_text(path: Path) -> None:
    files = {"\udcff.md": ("1", "x"), "it's; DROP \n.md": ("1", "y"), "\U0001f600": ("1", "z"), "ＡЖ.md": ("1", "q")}
    assert _run(path, files) == (sorted(files), dict.fromkeys(sorted(files), "new"))
    with Manifest.open(path) as manifest:
        assert [(row.name, row.output) for row in manifest.rows()] == [(name, name + ".out") for name in sorted(files)]
        manifest.fail("\udcff.md", Stage.DRAFT, "\udcff.md: binary", 2)
        assert [each.message for each in manifest.errors()] == ["\\udcff.md: binary"]


def test_a_row_tells_all(path: Path) -> None:
    _run(path, ONE)
    with Manifest.open(path, create=False) as manifest:
        (row,) = manifest.rows()
        assert (row.words, row.segments, row.languages) == (FACTS.words, FACTS.segments, FACTS.languages)
        assert (row.flags, row.origins, row.seconds, row.reason, row.is_fresh) == (
            {"low_score": 1},
            {"model": 2},
            0.5,
            "new",
            True,
        )
    _run(path, ONE)
    with Manifest.open(path, create=False) as manifest:
        assert list(manifest.rows()) == [replace(row, is_fresh=False)]


def test_a_query_can_be_read_while_the_manifest_is_written(path: Path) -> None:
    files = {f"{number:05}": ("1", str(number)) for number in range(2500)}
    with Manifest.open(path) as manifest:
        manifest.begin({}, 0)
        _walk(manifest, files)
        for seen in manifest.to_draft(DRAFT, RESULT):
            manifest.put_drafts([_drafted(seen.name, files[seen.name][1])], DRAFT, {})
        names = []
        for each in manifest.to_translate(RESULT):
            names.append(each.name)
            manifest.finish_documents([_finished(each.name, each.name)], RESULT)
        assert names == list(files)


KILLED = """
import os, signal, sys
from pathlib import Path
from polyglot_news.archive.manifest import Facts, Drafted, Finished, Manifest, Seen
manifest = Manifest.open(Path(sys.argv[1]))
manifest.begin({}, 5)
manifest.see([Seen("a", "1", 1), Seen("b", "1", 1)])
if sys.argv[2] == "see":
    manifest.see(Seen(name, "1", 1) if name != "z" else os.kill(os.getpid(), signal.SIGKILL) for name in "cdz")
drafts = [Drafted(name, name.encode() * 16, (), (), b"x", Facts(1, 1, {})) for name in "ab"]
class Deadly(dict):
    def items(self):
        os.kill(os.getpid(), signal.SIGKILL)
manifest.put_drafts(drafts, b"draft", Deadly() if sys.argv[2] == "draft" else {})
done = [Finished(name, name, b"", 1, {}, {}, 0.0) for name in "ab"]
done[1] = Finished("b", "b", b"", 1, Deadly(), {}, 0.0)
manifest.finish_documents(done, b"result")
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal on this system")
@pytest.mark.parametrize(
    ("where", "expected"), [("see", Counts(seen=2)), ("draft", Counts(seen=2)), ("finish", Counts(drafted=2))]
)
def test_a_run_killed_in_a_transaction_leaves_nothing_half_done(path: Path, where: str, expected: Counts) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path), where], check=False)
    assert killed.returncode == -signal.SIGKILL
    with Manifest.open(path) as manifest:
        assert manifest.counts() == expected
        begun = manifest.begin({}, 6)
        assert (begun.is_resumed, begun.memory_mark) == (True, 5)
    assert _run(path, {"a": ("1", "a"), "b": ("1", "b")})[1] == {"a": "new", "b": "new"}


def test_one_reads_while_the_other_writes_but_two_do_not_write(path: Path) -> None:
    _run(path, ONE)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE documents SET state = 'gone'")
    with Manifest.open(path, create=False) as manifest:
        assert manifest.counts() == Counts(done=1, fresh=1)
        assert list(manifest.mentions()) == [(1, b"x y" * 9)]
        with pytest.raises(WriteError, match="another process is writing to it"):
            manifest.sweep()
    other.close()


def _foreign(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (x)")
    other.close()


def _newer(path: Path) -> None:
    Manifest.open(path).close()
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()


def _cut(path: Path) -> None:
    _run(path, {f"{number}": ("1", "x" * 99) for number in range(99)})
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)


UNUSABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "garbage": (lambda path: path.write_bytes(b"garbage " * 999), "is damaged .*; --restart begins anew"),
    "cut": (_cut, "is damaged .*; --restart begins anew"),
    "another file": (_foreign, "is not a manifest of polyglot-news; move it away"),
    "newer": (_newer, "made by a newer version of polyglot-news; .*--restart begins anew"),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_a_file_that_cannot_be_used_is_told_and_left_alone(path: Path, case: str) -> None:
    spoil, message = UNUSABLE[case]
    path.parent.mkdir()
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(ReadError, match=f"^{path}: .*{message}"):
        _run(path, ONE)
    assert path.read_bytes() == before


def test_a_manifest_that_cannot_be_made_is_told(path: Path) -> None:
    with pytest.raises(ReadError, match="there is none"):
        Manifest.open(path, create=False)
    assert not path.parent.exists()
    path.parent.write_text("a file")
    with pytest.raises(WriteError, match="cannot be made"):
        Manifest.open(path)
    path.parent.unlink()
    path.mkdir(parents=True)
    with pytest.raises(WriteError, match="cannot be written"):
        Manifest.open(path)


def test_a_full_disk_is_told(path: Path) -> None:
    with Manifest.open(path) as manifest:
        manifest.begin({}, 0)
        manifest._store.run("PRAGMA max_page_count = 40")
        with pytest.raises(WriteError, match="the disk is full; free some space"):
            manifest.see([Seen(f"{number}" * 99, "1", 1) for number in range(9999)])
        assert manifest.counts() == Counts()


def test_keys_have_one_width(path: Path) -> None:
    with Manifest.open(path) as manifest, pytest.raises(ValueError, match="not 8 bytes"):
        manifest.put_drafts([replace(_drafted("a", "x"), names=(b"short",))], DRAFT, {})


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("run"), st.integers(0, 3), st.sampled_from(["finish", "draft", "translate"])),
        st.tuples(st.just("write"), st.sampled_from("abc"), st.sampled_from(["x", "y", "x y", ""])),
        st.tuples(st.just("touch"), st.sampled_from("abc"), st.just("")),
        st.tuples(st.just("set"), st.sampled_from(["beam", "encoding", "x", "y"]), st.sampled_from("12")),
    ),
    max_size=14,
)


@settings(max_examples=50)
@given(steps=STEPS)
def test_whatever_happened_a_document_is_done_or_to_do_and_a_second_run_has_nothing_to_do(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, object, str]]
) -> None:
    """Against a model: what was translated, of which content, under which settings and spellings."""
    path = tmp_path_factory.mktemp("state") / "manifest.sqlite"
    files: dict[str, tuple[str, str]] = {"a": ("0", "x")}
    values = {"beam": "1", "encoding": "1", "x": "1", "y": "1"}
    made: dict[str, object] = {}
    for number, (step, what, how) in enumerate(steps):
        if step == "run":
            assert isinstance(what, int)
            _model_run(path, files, values, made, what, how)
        elif step == "set":
            values[str(what)] = how
        elif step == "write" and not how:
            files.pop(str(what), None)
        elif step == "write" or what in files:
            files[str(what)] = (f"{number}", how or files[str(what)][1])
    _model_run(path, files, values, made, 0, "finish")
    assert _model_run(path, files, values, made, 0, "finish") == ([], [])


def _model_run(
    path: Path, files: Files, values: Mapping[str, str], made: dict[str, object], failing: int, stop: str
) -> tuple[list[str], list[str]]:
    """A run in which some documents fail, and that may stop after drafting or after one document; what it did."""
    draft, result = values["encoding"].encode(), values["beam"].encode()
    wanted = {
        name: (content, draft, result, *(values[word] for word in content.split())) for name, (_, content) in files.items()
    }
    with Manifest.open(path) as manifest:
        manifest.begin({"beam": values["beam"], "encoding": values["encoding"]}, 0)
        _walk(manifest, files)
        drafted = _draft(manifest, files, draft, result)
        manifest.freeze({_key(word, 8): values[word].encode() for word in "xy"})
        drafted += _draft(manifest, files, draft, result)
        todo = [each.name for each in manifest.to_translate(result)]
        states = {row.name: row.state for row in manifest.rows()}
        assert sorted(todo) == sorted(name for name in files if made.get(name) != wanted[name])
        assert {name for name, state in states.items() if state == State.DONE} == set(files) - set(todo)
        assert {name for name, state in states.items() if state == State.GONE} == set(states) - set(files)
        if stop == "draft":
            return drafted, todo
        for number, name in enumerate(todo):
            if number < failing:
                manifest.fail(name, Stage.TRANSLATE, "no", 1)
                continue
            manifest.finish_documents([_finished(name, manifest.output_of(name))], result)
            made[name] = wanted[name]
            if stop == "translate":
                return drafted, todo
        manifest.drop_drafts()
        manifest.finish()
    return drafted, todo


HOLDER = """
import sys
from pathlib import Path
from polyglot_news.archive.lock import RunLock
with RunLock(Path(sys.argv[1]), "out"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_names_its_holder_and_goes_with_it(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(state)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        message = rf"^out: another run is at work here \(process {holder.pid} on .+ since 2.+ UTC\); wait for it or stop it$"
        with pytest.raises(UsageError, match=message), RunLock(state, "out"):
            pass
        (state / "lock.json").write_text("[]")
        with pytest.raises(UsageError, match="out: another run is at work here; wait"), RunLock(state, "out"):
            pass
        holder.kill()
    with RunLock(state, "out"):
        assert f'"pid": {os.getpid()}' in (state / "lock.json").read_text()
    assert not (state / "lock.json").exists()


def test_a_folder_that_cannot_be_locked_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(WriteError, match="out: cannot be locked"), RunLock(tmp_path / "state", "out"):
        pass
