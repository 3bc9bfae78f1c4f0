"""The translation memory: which sources are one, who wins, what a run sees, files of other tools, crashes and bad files."""

import json
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st

from polyglot_news.cli.memory import memory as command
from polyglot_news.errors import FormatError, InputError, PolyglotNewsError, ReadError, UsageError, WriteError
from polyglot_news.memory import database, store
from polyglot_news.memory.corrections import read_corrections
from polyglot_news.memory.key import Pattern, fill, human_keys_of, is_plain, is_template, key_of, keys_of, normalise
from polyglot_news.memory.store import Memory
from polyglot_news.memory.tmx import Written, read_tmx, write_tmx
from polyglot_news.memory.units import Hit, HitKind, Query, Unit, UnitOrigin
from polyglot_news.text.protection import find_protected
from tests.conftest import CASES

FOLDER = CASES / "memory"
ITEMS = st.sampled_from(["https://a.b/1", "t.me/x_y", "@ivan", "@a", "@ab", "#митинг", "i.p@example.org", "bbc.co.uk", "$GAZP"])
WORDS = st.sampled_from(["Он", "ушёл", "left", ",", "—", "5", "(", "**", "\u00a0", "й", "e\u0301", "\ue000", "\ue001", "."])
SENTENCES = st.lists(ITEMS | WORDS, max_size=8).map(" ".join)
TEXTS = st.text(max_size=30) | SENTENCES


def table(name: str) -> list[tuple[str, ...]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    rows = [
        tuple(cell.encode("latin-1", "backslashreplace").decode("unicode_escape") for cell in line.split("\t"))
        for line in lines
    ]
    return rows[1:]


def model(source: str = "Он ушёл.", target: str = "He left.", **more: str) -> Unit:
    fields: dict[str, Any] = {"direction": "ru-en", "format": "text", "signature": "m1", **more}
    return Unit(source=source, target=target, origin=UnitOrigin.MODEL, **fields)


def human(source: str = "Он ушёл.", target: str = "He walked out.", format_name: str = "text") -> Unit:
    return Unit(source, target, "ru-en", format_name, UnitOrigin.HUMAN)


def imported(source: str = "Он ушёл.", target: str = "He has gone.", format_name: str = "text") -> Unit:
    return Unit(source, target, "ru-en", format_name, UnitOrigin.IMPORT)


def ask(source: str = "Он ушёл.", **more: str) -> Query:
    return Query(**{"source": source, "direction": "ru-en", "format": "text", "signature": "m1", "context": "", **more})


def answer(memory: Memory, query: Query, before: int | None = None) -> tuple[str, str] | None:
    hit: Hit | None = memory.find([query], before=memory.mark() if before is None else before)[0]
    return None if hit is None else (hit.target, str(hit.kind))


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory.open(tmp_path / "a.memory") as opened:
        yield opened


# --- keys


@pytest.mark.parametrize(("source", "pattern", "items"), table("normalise.tsv"))
def test_pattern(source: str, pattern: str, items: str) -> None:
    marked = pattern.replace("{", "\ue000").replace("}", "\ue001")
    assert normalise(source) == Pattern(marked, tuple(items.split()))


@pytest.mark.parametrize(("source", "target", "expected"), table("templates.tsv"))
def test_template(source: str, target: str, expected: str) -> None:
    assert is_template(source, target) is (expected == "yes")


@pytest.mark.parametrize(("source", "target", "expected"), table("plain.tsv"))
def test_shared_by_formats(source: str, target: str, expected: str) -> None:
    assert is_plain(source, target) is (expected == "yes")
    found = key_of(human(source, target, "markdown")) in human_keys_of(source, "ru-en", "text")
    assert found is (expected == "yes")


@given(SENTENCES, SENTENCES)
@example("Пишет @ivan.", "@ivan writes.")
def test_filling_with_its_own_items_changes_nothing(source: str, target: str) -> None:
    assert fill(source, target, normalise(source).items) == target


@given(st.permutations(["@a", "@ab", "t.me/x", "#тег"]), st.permutations(["@b", "t.me/x", "https://a.b/@a", "@a"]))
def test_a_template_takes_all_items_at_once(old: list[str], new: list[str]) -> None:
    """An item that is put in is not taken for one that is still to be replaced."""
    filled = fill(" и ".join(old), " and ".join(reversed(old)), new)
    assert filled == " and ".join(reversed(new))


@given(TEXTS)
def test_the_pattern_is_one_line_and_settled(source: str) -> None:
    text = normalise(source).text
    assert text == " ".join(text.split())
    assert len(normalise(source).items) == len(set(normalise(source).items))


@given(st.lists(WORDS | ITEMS, min_size=1, max_size=6))
def test_blanks_make_no_other_sentence(words: list[str]) -> None:
    assert normalise(" ".join(words)) == normalise("\n\t" + " \n ".join(words))


def test_a_marker_in_the_source_is_no_item() -> None:
    assert normalise("\ue000url0\ue001").text != normalise("https://a.b/1").text
    assert normalise("\ue000\ue000url0\ue001").text != normalise("\ue000url0\ue001").text


def test_which_items_are_the_same_one_matters() -> None:
    assert normalise("@a и @a").text != normalise("@a и @b").text
    assert normalise("@a и @b").text == normalise("@x и @y").text


@given(st.text(max_size=40) | SENTENCES)
@example("mailto:a")
@example("a[.]b")
def test_no_item_is_overlooked(text: str) -> None:
    """Most sentences are seen to have none without looking for each."""
    kinds = ("url", "email", "handle", "hashtag")
    expected = [item.span.of(text) for item in find_protected(text) if item.kind in kinds]
    assert normalise(text).items == tuple(dict.fromkeys(item for item in expected if "](" not in item))


@pytest.mark.parametrize("field", ["source", "direction", "format", "signature", "context"])
def test_all_of_a_query_counts_for_a_model(field: str) -> None:
    assert not set(keys_of(ask())) & set(keys_of(replace(ask(), **{field: "другое"})))


def test_neighbouring_fields_do_not_run_together() -> None:
    assert not set(keys_of(ask(signature="ab", context="c"))) & set(keys_of(ask(signature="a", context="bc")))


# --- who wins


def test_rank(memory: Memory) -> None:
    steps = [(model(), "He left.", "memory"), (imported(), "He has gone.", "import"), (human(), "He walked out.", "human")]
    assert answer(memory, ask()) is None
    for unit, target, kind in steps:
        memory.add([unit])
        assert answer(memory, ask()) == (target, kind)


def test_a_person_outranks_a_later_import(memory: Memory) -> None:
    memory.add([human(), imported()])
    assert answer(memory, ask()) == ("He walked out.", "human")


def test_the_newest_of_people_wins_and_the_older_stays(memory: Memory) -> None:
    memory.add([human(target="First.")])
    then = memory.mark()
    memory.add([human(target="Second.")])
    assert answer(memory, ask()) == ("Second.", "human")
    assert answer(memory, ask(), before=then) == ("First.", "human")


def test_the_first_of_a_model_stays(memory: Memory) -> None:
    assert memory.add([model(), model(target="Other."), model(signature="m2"), model(context="Иван")]) == 3
    assert answer(memory, ask()) == ("He left.", "memory")


def test_people_are_not_written_twice_in_a_row(memory: Memory) -> None:
    assert memory.add([human(), human()]) == 1
    assert memory.add([human(), human(target="Other."), human()]) == 2
    assert answer(memory, ask()) == ("He walked out.", "human")


def test_people_win_whatever_model_and_names(memory: Memory) -> None:
    memory.add([human()])
    for query in (ask(signature="m9"), ask(context="Иван"), ask(format="markdown")):
        assert answer(memory, query) == ("He walked out.", "human")
    assert answer(memory, replace(ask(), direction="en-ru")) is None


def test_markup_stays_in_its_format(memory: Memory) -> None:
    memory.add([human("Он **ушёл**.", "He **left**.", "markdown")])
    assert answer(memory, ask("Он **ушёл**.")) is None
    assert answer(memory, ask("Он **ушёл**.", format="markdown")) == ("He **left**.", "human")


def test_items_are_put_in_anew(memory: Memory) -> None:
    memory.add([model("Пишет @ivan: t.me/a", "t.me/a: @ivan writes")])
    assert answer(memory, ask("Пишет  @olga: https://b.c/9")) == ("https://b.c/9: @olga writes", "memory")


def test_a_lost_item_binds_a_unit_to_its_source(memory: Memory) -> None:
    memory.add([human("Пишет @ivan", "Ivan writes"), model("См. t.me/a", "See")])
    assert answer(memory, ask("Пишет @ivan")) == ("Ivan writes", "human")
    assert answer(memory, ask("См. t.me/a")) == ("See", "memory")
    assert answer(memory, ask("Пишет @olga")) is None
    assert answer(memory, ask("См. t.me/b")) is None


def test_the_very_source_comes_before_its_pattern(memory: Memory) -> None:
    memory.add([model("См. t.me/a", "Look: t.me/a"), model("См. t.me/b", "See")])
    assert answer(memory, ask("См. t.me/b")) == ("See", "memory")
    assert answer(memory, ask("См. t.me/c")) == ("Look: t.me/c", "memory")


def test_a_key_made_by_other_rules_finds_nothing(memory: Memory) -> None:
    memory.add([model("См. t.me/a", "See t.me/a")])
    memory._ask("UPDATE units SET source = 'См.'")
    assert answer(memory, ask("См. t.me/b")) is None


# --- what a run sees


def test_what_is_written_since_the_run_began(memory: Memory) -> None:
    began = memory.mark()
    memory.add([model("См. t.me/a", "See t.me/a"), human("Да.", "Aye."), imported("Нет.", "Nay.")])
    assert answer(memory, ask("См. t.me/a"), began) == ("See t.me/a", "repeated")
    assert answer(memory, ask("См.  t.me/a"), began) is None
    assert answer(memory, ask("См. t.me/b"), began) is None
    assert answer(memory, ask("Да."), began) is None
    assert answer(memory, ask("Нет."), began) is None


@given(st.permutations(range(4)), st.integers(0, 4))
def test_neither_order_nor_interruption_shows(order: list[int], cut: int) -> None:
    """A run asks, translates what is unknown and writes it; the texts are those of a run without a memory."""
    sources = ["См. t.me/a", "См. t.me/b", "См.  t.me/a", "См. t.me/a"]
    made = {source: f"See {normalise(source).items[0]} ({len(source)}, {source})" for source in sources}
    with Memory(*_unnamed()) as opened:
        began, seen = opened.mark(), {}
        for at in (*order[:cut], *order):
            hit = opened.find([ask(sources[at])], before=began)[0]
            seen[at] = hit.target if hit else made[sources[at]]
            opened.add([model(sources[at], seen[at])])
    assert [seen[at] for at in range(4)] == [made[source] for source in sources]


def _unnamed() -> tuple[sqlite3.Connection, Path]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    database._make(connection, Path(":memory:"))
    return connection, Path(":memory:")


def test_queries_are_answered_in_order(memory: Memory) -> None:
    numbers = range(500)
    memory.add([model(f"Номер {number}.", f"Number {number}.") for number in numbers if number % 3])
    found = memory.find([ask(f"Номер {number}.") for number in numbers], before=memory.mark())
    assert [hit and hit.target for hit in found] == [f"Number {number}." if number % 3 else None for number in numbers]


def test_what_people_wrote_since(memory: Memory) -> None:
    memory.add([human("Да.", "Yes.")])
    then = memory.mark()
    late = [human("Нет, @ivan", "No, @ivan"), imported("Он **тут**.", "He is **here**.", "markdown")]
    memory.add([model("Кто?", "Who?"), *late])
    assert list(memory.human_since(then)) == late
    keys = memory.human_keys_since(then)
    concerned = [
        ("Нет, @olga", "text"),
        ("Он **тут**.", "markdown"),
        ("Он **тут**.", "text"),
        ("Да.", "text"),
        ("Кто?", "text"),
    ]
    assert [bool(keys & set(human_keys_of(source, "ru-en", name))) for source, name in concerned] == [
        True,
        True,
        False,
        False,
        False,
    ]


# --- what is kept


@given(TEXTS, TEXTS, st.tuples(TEXTS, TEXTS), st.none() | st.floats(allow_nan=False), st.lists(TEXTS).map(tuple))
@example("\ud800 и \0", "\udfff", ("\ud800", "\0"), -0.25, ("low_score", "\ud800"))
def test_units_come_back_as_they_were(
    source: str, target: str, names: tuple[str, str], score: float | None, flags: tuple[str, ...]
) -> None:
    unit = Unit(source, target, "ru-en", "text", UnitOrigin.MODEL, *names, score=score, flags=flags, steps=flags[::-1])
    with Memory(*_unnamed()) as opened:
        opened.add([unit])
        assert list(opened.units()) == [unit]
        hit = opened.find([Query(source, "ru-en", "text", *names)], before=1)[0]
        assert hit == Hit(unit, target, HitKind.MEMORY)


def test_units_are_read_page_by_page(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_PAGE", 7)
    units = [model(f"Номер {number}.", f"Number {number}.") for number in range(50)]
    memory.add(units)
    walk = memory.units()
    first = next(walk)
    memory.add([human()])  # a reader does not keep others from writing, nor sees what they write
    assert [first, *walk] == units
    assert list(memory.units([UnitOrigin.HUMAN])) == [human()]


def test_similar(memory: Memory) -> None:
    memory.add([model("Министр подал в отставку.", "The minister resigned."), model("Кошка спит.", "The cat sleeps.")])
    memory.add([model("Министр подал в отставку.", "The minister resigned.", signature="m2")])
    found = memory.similar("Министр подал на отставку.", "ru-en")
    assert [(round(alike, 2), unit.target) for alike, unit in found] == [(0.92, "The minister resigned.")]
    assert memory.similar("Министр подал на отставку.", "en-ru") == []
    everything = memory.similar("Министр подал на отставку.", "ru-en", least=0.0)
    assert [unit.target for _, unit in everything] == ["The minister resigned.", "The cat sleeps."]
    assert len(memory.similar("Министр подал на отставку.", "ru-en", least=0.0, limit=1)) == 1


def test_stats_and_prune(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (memory.stats().units, memory.stats().oldest) == ({}, None)
    for day, units in ((1, [model(), human()]), (2, [model(signature="m2"), imported(), model("Раз два три", "x y z")])):
        monkeypatch.setattr("time.time", lambda day=day: 1_700_000_000 + day * 86_400)
        memory.add(units)
    found = memory.stats()
    origins = {("ru-en", UnitOrigin.HUMAN): 1, ("ru-en", UnitOrigin.IMPORT): 1, ("ru-en", UnitOrigin.MODEL): 3}
    assert (found.units, found.words, found.signatures) == (origins, 11, 2)
    assert (found.oldest, found.newest) == (date(2023, 11, 15), date(2023, 11, 16))
    top = memory.mark()
    assert memory.count(before=date(2023, 11, 16)) == memory.prune(before=date(2023, 11, 16)) == 1
    assert memory.prune(signature_not="m1") == 1
    assert memory.prune(origin=UnitOrigin.HUMAN) == 0
    assert memory.prune(origin=UnitOrigin.HUMAN, keep_human=False) == 1
    assert memory.prune() == 2
    memory.add([model()])
    assert memory.mark() > top  # else a unit would be older than the run that began before it


def test_pruning_makes_the_file_smaller(memory: Memory) -> None:
    memory.add([model(f"Номер {number} " + "слово " * 50, "x") for number in range(500)])
    full = memory.stats().size
    memory.prune()
    assert memory.stats().size < full / 4


# --- several at once


def _write_many(path: str, first: int) -> None:
    with Memory.open(path) as opened:
        for start in range(first, first + 500, 50):
            opened.add([model(f"Номер {number}.", f"Number {number}.") for number in range(start, start + 50)])


def test_two_processes_lose_nothing(tmp_path: Path) -> None:
    """Both find no file, and both make it."""
    path = tmp_path / "a.memory"
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_write_many, args=(str(path), first)) for first in (0, 400)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    with Memory.open(path, create=False) as opened:
        assert sorted(unit.target for unit in opened.units()) == sorted(f"Number {number}." for number in range(900))


def test_threads_share_a_memory(memory: Memory) -> None:
    def work(first: int) -> None:
        for number in range(first, first + 40):
            memory.add([model(f"Номер {number}.", f"Number {number}.")])
            assert answer(memory, ask(f"Номер {number}."))

    threads = [threading.Thread(target=work, args=(first,)) for first in (0, 100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(memory.units())) == 120


_KILLED = """
import itertools, sys
from polyglot_news.memory.store import Memory
from polyglot_news.memory.units import Unit, UnitOrigin
memory = Memory.open(sys.argv[1])
for start in itertools.count(0, 100):
    memory.add([Unit(f"Номер {n}.", f"N {n}", "ru-en", "text", UnitOrigin.MODEL) for n in range(start, start + 100)])
    print(start, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_killed_writer_leaves_whole_transactions(tmp_path: Path) -> None:
    path = tmp_path / "a.memory"
    with subprocess.Popen([sys.executable, "-c", _KILLED, path], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        told = [int(writer.stdout.readline()) for _ in range(5)]
        writer.send_signal(signal.SIGKILL)
    with Memory.open(path, create=False) as opened:
        count = len(list(opened.units()))
        assert count % 100 == 0
        assert count >= told[-1] + 100
        assert opened.add([human()]) == 1


# --- files that cannot be used


def _said(error: pytest.ExceptionInfo[PolyglotNewsError], *words: str) -> None:
    message = str(error.value)
    assert "\n" not in message
    assert all(word in message for word in words), message


def test_what_is_no_memory(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    (tmp_path / "text").write_text("Не база данных. " * 100, encoding="utf-8")
    (tmp_path / "empty").touch()
    cases = {
        "other.sqlite": "another program",
        "text": "not an SQLite file",
        "empty": "is empty",
        "none": "no such",
        ".": "folder",
    }
    for name, words in cases.items():
        with pytest.raises(ReadError) as error:
            Memory.open(tmp_path / name, create=False)
        _said(error, str(tmp_path / name), words)
    assert (tmp_path / "text").read_text(encoding="utf-8").startswith("Не база")
    assert not (tmp_path / "none").exists()
    for name, words in (("a\0b", "NUL"), ("a" * 300, "File name too long")):
        with pytest.raises(ReadError) as error:
            Memory.open(tmp_path / name)
        _said(error, words)
    with Memory.open(tmp_path / "empty") as opened:
        assert opened.mark() == 0


def test_names_that_mean_something_in_an_address(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "50% of it?mode=ro#1"
    with Memory.open(path) as opened:
        opened.add([model()])
    assert path.is_file()


def test_a_newer_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.memory"
    Memory.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 7")
    connection.close()
    with pytest.raises(ReadError) as error:
        Memory.open(path)
    _said(error, "a.memory", "version 7", "newer")


def test_a_damaged_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.memory"
    with Memory.open(path) as opened:
        opened.add([model(f"Номер {number}.", f"Number {number}.") for number in range(2000)])
    data = bytearray(path.read_bytes())
    data[8192:-4096] = b"\xaa" * (len(data) - 12288)
    path.write_bytes(data)
    with pytest.raises(ReadError) as error, Memory.open(path) as opened:
        list(opened.units())
    _said(error, "a.memory", "damaged")


def test_a_locked_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    path = tmp_path / "a.memory"
    with Memory.open(path) as opened:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(WriteError) as error:
            opened.add([model()])
        _said(error, "a.memory", "locked")
        assert opened.mark() == 0  # reading goes on
        other.execute("ROLLBACK")
        other.close()
        assert opened.add([model()]) == 1


def test_a_full_disk_leaves_what_was_there(memory: Memory) -> None:
    memory.add([model()])
    memory._connection.execute(f"PRAGMA max_page_count = {memory._ask('PRAGMA page_count')[0][0]}")
    with pytest.raises(WriteError) as error:
        memory.add([model(f"Номер {number}.", "x" * 500) for number in range(200)])
    _said(error, "a.memory", "full")
    assert list(memory.units()) == [model()]


def test_a_folder_where_nothing_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WriteError) as error:
        Memory.open(tmp_path / "file" / "a.memory")
    _said(error, "a.memory", "cannot be made")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    with Memory.open(tmp_path / "a.memory") as opened:
        opened.add([model()])
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(WriteError):
            Memory.open(tmp_path / "b.memory")
        with Memory.open(tmp_path / "a.memory", create=False) as opened:
            assert list(opened.units()) == [model()]
    finally:
        tmp_path.chmod(0o700)


def test_what_may_not_be_written_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Memory.open(tmp_path / "a.memory") as opened:
        opened.add([model()])
    monkeypatch.setattr(os, "access", lambda *_: False)
    with Memory.open(tmp_path / "a.memory", create=False) as opened:
        assert list(opened.units()) == [model()]
        with pytest.raises(WriteError, match=r"a\.memory"):
            opened.add([human()])


# --- TMX

WRITABLE = st.text(
    st.characters(
        exclude_categories=["Cs"], exclude_characters=[*map(chr, [*range(9), 11, 12, *range(14, 32)]), "\ufffe", "\uffff"]
    )
)
UNITS = st.builds(
    Unit,
    source=WRITABLE.filter(bool),
    target=WRITABLE.filter(bool),
    direction=st.sampled_from(["ru-en", "en-ru"]),
    format=st.sampled_from(["markdown", "text"]),
    origin=st.just(UnitOrigin.MODEL),
    signature=WRITABLE,
    context=WRITABLE,
    score=st.none() | st.floats(allow_nan=False),
    flags=st.lists(WRITABLE, max_size=2).map(tuple),
    steps=st.lists(WRITABLE, max_size=2).map(tuple),
)


@given(st.lists(UNITS, min_size=1, max_size=4))
@example([replace(model("a\r\nb\t]]>&amp; ", " <b>\u0085\u2028"), signature="&#13;\r")])
def test_tmx_round_trip(tmp_path_factory: pytest.TempPathFactory, units: list[Unit]) -> None:
    path = tmp_path_factory.getbasetemp() / "round.tmx"
    with path.open("wb") as file:
        assert write_tmx(units, file) == Written(len(units), 0)
    assert list(read_tmx(path)) == units


@pytest.mark.parametrize("bad", ["\0", "\ud800", "\udfff", "\ufffe", "\uffff", "\x0b", "\x1b"])
@pytest.mark.parametrize("field", ["source", "target", "signature", "context"])
def test_what_xml_cannot_hold_is_left_out(tmp_path: Path, bad: str, field: str) -> None:
    change: dict[str, Any] = {field: f"a{bad}b"}
    units = [model(), replace(model(), **change), human()]
    with (tmp_path / "a.tmx").open("wb") as file:
        assert write_tmx(units, file) == Written(2, 1)
    assert list(read_tmx(tmp_path / "a.tmx")) == [model(), human()]


def test_tmx_of_omegat() -> None:
    assert list(read_tmx(FOLDER / "omegat.tmx")) == [
        imported("Министр подал в отставку.", "The minister has resigned."),
        imported("Цены <f0>выросли</f0> & спрос упал.", "Prices <f0>rose</f0> & demand fell."),
        imported("Он ушёл.", "He's gone."),
    ]


def test_tmx_with_codes() -> None:
    """The first says en, and its origin is not believed; the others go both ways; the last is empty."""
    map_ru, map_en = "См. карту ниже.", "See the map below."
    assert [
        (unit.direction, unit.source, unit.target, unit.format, str(unit.origin)) for unit in read_tmx(FOLDER / "inline.tmx")
    ] == [
        ("en-ru", "The governor was brief.", "Губернатор был краток.", "text", "import"),
        ("ru-en", map_ru, map_en, "markdown", "import"),
        ("en-ru", map_en, map_ru, "markdown", "import"),
        ("ru-en", "Да.", "Yes.", "text", "import"),
        ("en-ru", "Yes.", "Да.", "text", "import"),
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_tmx_encodings(tmp_path: Path, encoding: str) -> None:
    text = (FOLDER / "omegat.tmx").read_text(encoding="utf-8").replace("UTF-8", "UTF-16" if encoding == "utf-16" else "UTF-8")
    (tmp_path / "a.tmx").write_text(text, encoding=encoding)
    assert len(list(read_tmx(tmp_path / "a.tmx"))) == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<tmx>\n<body></tmx>", ":2: not well-formed XML: mismatched tag"),
        ("<tmx>\n<body>", "not well-formed XML"),
        ("", ":1: not well-formed XML: no element found"),
        ("<tbx></tbx>", ":1: the root element is <tbx>"),
        ('<!DOCTYPE tmx [\n<!ENTITY a "b">]><tmx>&a;</tmx>', ":2: the file declares an entity, 'a'"),
        ('<!DOCTYPE tmx [<!ENTITY a SYSTEM "/etc/passwd">]><tmx>&a;</tmx>', ":1: the file declares an entity"),
        ('<!DOCTYPE tmx SYSTEM "t.dtd">\n<tmx>&nbsp;</tmx>', ":2: unknown entity, &nbsp;"),
        ('<?xml version="1.0" encoding="x-none"?><tmx/>', ":1: not"),
        ('<tmx><body>\n<tu><tuv xml:lang="uk"><seg>Так</seg></tuv></tu></body></tmx>', ":2: no unit here or below"),
    ],
)
def test_bad_tmx(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "a.tmx").write_text(text, encoding="utf-8")
    with pytest.raises(FormatError) as error:
        list(read_tmx(tmp_path / "a.tmx"))
    _said(error, "a.tmx", words)


def test_a_missing_tmx(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be read"):
        list(read_tmx(tmp_path / "a.tmx"))


# --- corrections

ROW = {
    "doc": "a.md",
    "source": "Он *ушёл*.",
    "source_lang": "ru",
    "target_lang": "en",
    "target": "He *left*.",
    "origin": "human",
}


def write_rows(path: Path, *rows: object, mark: str = "", end: str = "\n") -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_bytes((mark + "".join(line + end for line in lines)).encode())
    return path


@pytest.mark.parametrize(("mark", "end"), [("", "\n"), ("\ufeff", "\r\n"), ("", "\n\n")])
def test_corrections(tmp_path: Path, mark: str, end: str) -> None:
    other = {**ROW, "origin": "model", "target": None}
    english = {**ROW, "doc": "b.txt", "source": "Yes.", "source_lang": "en", "target_lang": "ru", "target": "Да."}
    path = write_rows(tmp_path / "a.jsonl", ROW, other, english, mark=mark, end=end)
    assert read_corrections(path, {"a.md": "markdown", "b.txt": "text"}.__getitem__) == [
        human("Он *ушёл*.", "He *left*.", "markdown"),
        Unit("Yes.", "Да.", "en-ru", "text", UnitOrigin.HUMAN),
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "no JSON object"),
        ({}, "without the key origin"),
        ({"origin": "human"}, "without the key doc, source, source_lang, target_lang, target"),
        ({**ROW, "target": None}, "target: no text"),
        ({**ROW, "target": " "}, "target: no text"),
        ({**ROW, "source": 5}, "source: no text"),
        ({**ROW, "target": ROW["source"]}, "the target is the source"),
        ({**ROW, "source_lang": "uk"}, "uk to en"),
        ({**ROW, "target_lang": "ru"}, "ru to ru"),
    ],
)
def test_bad_corrections(tmp_path: Path, row: object, words: str) -> None:
    path = write_rows(tmp_path / "a.jsonl", ROW, row)
    with pytest.raises(FormatError) as error:
        read_corrections(path, lambda _: "text")
    _said(error, "a.jsonl", "line 2: ", words)


def test_bad_corrections_are_told_up_to_ten(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\xff\n" * 13)
    with pytest.raises(FormatError) as error:
        read_corrections(tmp_path / "a.jsonl", lambda _: "text")
    _said(error, "line 10: not UTF-8", "and 3 more")
    assert "line 11" not in str(error.value)
    with pytest.raises(ReadError):
        read_corrections(tmp_path, lambda _: "text")


# --- the command


def run(*arguments: object, memory: Path) -> Result:
    return CliRunner().invoke(command, [*map(str, arguments), "--memory", str(memory)])


def test_import_and_search(tmp_path: Path) -> None:
    rows, path = write_rows(tmp_path / "a.jsonl", ROW), tmp_path / "a.memory"
    bad = write_rows(tmp_path / "bad.jsonl", "{")
    result = run("import", rows, bad, FOLDER / "omegat.tmx", "x.docx", memory=path)
    assert result.exit_code == 2
    told = [
        "a.jsonl: 1 unit read, 1 of them new",
        "bad.jsonl: nothing was imported",
        "omegat.tmx: 3 units read, 3 of them new",
        "neither",
    ]
    assert [words for words in told if words not in result.stderr] == []
    assert "1 unit read, 0 of them new" in run("import", rows, memory=path).stderr
    found = run("search", "Министр подал отставку", memory=path)
    assert found.stdout == "0.88\tru-en\timport\tМинистр подал в отставку.\tThe minister has resigned.\n"
    assert "nothing alike" in run("search", "Министр", "--direction", "en-ru", memory=path).stderr
    with Memory.open(path, create=False) as opened:
        assert answer(opened, ask("Он *ушёл*.", format="markdown")) == ("He *left*.", "human")


def test_a_broken_tmx_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polyglot_news.cli.memory._BATCH", 1)
    text = (FOLDER / "omegat.tmx").read_text(encoding="utf-8").replace("</body>", "")
    (tmp_path / "a.tmx").write_text(text, encoding="utf-8")
    assert run("import", tmp_path / "a.tmx", memory=tmp_path / "a.memory").exit_code == 2
    with Memory.open(tmp_path / "a.memory", create=False) as opened:
        assert opened.mark() == 0


def test_export(tmp_path: Path) -> None:
    path, out = tmp_path / "a.memory", tmp_path / "out.tmx"
    with Memory.open(path) as opened:
        opened.add([model(), human(), imported(), model("\0", "x")])
    assert "3 units written; left out 1 unit" in run("export", out, memory=path).stderr
    assert list(read_tmx(out)) == [model(), human(), imported()]
    assert run("export", out, "--origin", "human", "--origin", "import", memory=path).exit_code == 0  # ours: may be replaced
    assert list(read_tmx(out)) == [human(), imported()]
    assert run("export", "-", "--origin", "human", memory=path).stdout_bytes.count(b"<tu ") == 1
    out.write_text("Чужое.", encoding="utf-8")
    assert isinstance(run("export", out, memory=path).exception, UsageError)
    assert isinstance(run("export", path, "--force", memory=path).exception, UsageError)
    assert out.read_text(encoding="utf-8") == "Чужое."
    assert run("export", out, "--force", memory=path).exit_code == 0


def test_exported_and_imported_it_answers_the_same(tmp_path: Path) -> None:
    first, second, out = (tmp_path / name for name in ("a.memory", "b.memory", "out.tmx"))
    with Memory.open(first) as opened:
        opened.add([model(context="Иван"), human("Он **тут**.", "He is **here**.", "markdown"), human(), human(target="Last.")])
    run("export", out, memory=first)
    run("import", out, memory=second)
    with Memory.open(first) as one, Memory.open(second) as two:
        assert list(one.units()) == list(two.units())


def test_stats_and_prune_commands(tmp_path: Path) -> None:
    path = tmp_path / "a.memory"
    with Memory.open(path) as opened:
        opened.add([model(), model(signature="m2"), human(), imported()])
    told = run("stats", memory=path).stdout.splitlines()
    assert [" ".join(line.split()) for line in told[:6]] == [
        "ru-en human: 1", "ru-en import: 1", "ru-en model: 2", "units: 4", "words of source: 8", "signatures: 2",
    ]  # fmt: skip
    assert "1 unit would be removed" in run("prune", "--not-by", "m2", memory=path).stderr
    assert "0 units would" in run("prune", "--older-than", "2020-01-01", memory=path).stderr
    assert isinstance(run("prune", memory=path).exception, UsageError)
    assert "1 unit removed" in run("prune", "--not-by", "m2", "--yes", memory=path).stderr
    assert "1 unit would" in run("prune", "--older-than", "2999-01-01", "--origin", "human", memory=path).stderr
    assert "1 unit removed" in run("prune", "--origin", "human", "--yes", memory=path).stderr
    assert [unit.origin for unit in Memory.open(path).units()] == [UnitOrigin.MODEL, UnitOrigin.IMPORT]


@pytest.mark.parametrize("arguments", [("stats",), ("export", "-"), ("prune", "--origin", "model", "--yes"), ("search", "x")])
def test_commands_make_no_memory(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = run(*arguments, memory=tmp_path / "none")
    assert isinstance(result.exception, InputError)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "stats", "import", "export", "prune", "search"])
def test_help_fits_a_terminal(name: str) -> None:
    text = CliRunner().invoke(command, [*name.split(), "--help"]).output
    assert max(map(len, text.splitlines())) <= 80
