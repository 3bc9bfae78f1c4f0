"""Names as they are written: in JSONL, in bilingual documents, as term bases, by the command `names`."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news import BilingualDocument, EngineOptions, Options, Pipeline
from polyglot_news.cli.commands import cli
from polyglot_news.cli.console import report
from polyglot_news.document import Evidence, NameEntry, NameKind, NameUse
from polyglot_news.errors import ReadError, TermBaseError
from polyglot_news.formats import bilingual_markdown, bilingual_text, jsonl
from polyglot_news.names.table import COLUMNS, KEYS, NamedDocument, write_names_json, write_names_tbx, write_names_tsv
from polyglot_news.names.term import Term
from polyglot_news.names.terms import parse_terms

from .test_writers import MARKDOWN, Cells

IDENTITY = Pipeline(Options(engine=EngineOptions("identity")))
TEXT = "Андрей Соколов приехал. Это новость дня.\n\nЦе наша мова, її знають усі.\n"
NEWS = "Андрей Соколов приехал в Суджу. В Судже ждали жители. Andrei Sokolov said so on Monday.\n"
SOKOLOV = NameEntry(
    "n1",
    NameKind.PERSON,
    "Андрей Соколов",
    "Andrei Sokolov",
    Evidence.ATTESTED,
    'written "Andrei Sokolov" in b1.s3',
    ("Андрей Соколов", "Соколова"),
    ("b1.s1", "b1.s1", "b1.s2", "b1.s3", "b2.s1", "b3.s1", "b4.s1", "b5.s1"),
    ('Sokoloff: written "Sokoloff" in b2.s1', "Andrew: in a handle in b4.s1"),
)
SUDZHA = NameEntry("n2", NameKind.PLACE, "Суджа", "Sudzha", Evidence.ROMANISED, "romanised by news", ("Суджу",), ("b1.s1",))
LEDGER = (SOKOLOV, SUDZHA)


def result_of(*ledger: NameEntry, text: str = TEXT) -> BilingualDocument:
    return replace(IDENTITY.translate_text(text, format="text"), ledger=ledger)


# --- JSONL --------------------------------------------------------------------------------------------------------------------


def test_jsonl_has_an_object_for_each_use() -> None:
    result = result_of()
    use = NameUse("n1", NameKind.PERSON, "Андрей Соколов", "Andrei Sokolov", "Андрей Соколов", Evidence.ATTESTED)
    first, *others = result.translations
    rows = [
        json.loads(line)
        for line in jsonl.write(replace(result, translations=(replace(first, names=(use, use)), *others))).splitlines()
    ]
    assert rows[1]["names"] == []
    assert len(rows[0]["names"]) == 2
    assert list(rows[0]["names"][0].items()) == [
        ("id", "n1"),
        ("kind", "person"),
        ("source", "Андрей Соколов"),
        ("target", "Andrei Sokolov"),
        ("lemma", "Андрей Соколов"),
        ("evidence", "attested"),
    ]


# --- bilingual documents ------------------------------------------------------------------------------------------------------


def name_cells(text: str) -> list[list[str]]:
    """The rows of the table of names, read by an independent reader, without its headings."""
    closing = text.split("\n## Names\n")[1].split("\n## Flagged segments\n")[0]
    headings, *rows = Cells(MARKDOWN.render(closing)).rows
    assert headings == ["Russian", "English", "Kind", "Uses", "Where", "Why"]
    return rows


@pytest.mark.parametrize("write", [bilingual_markdown.write_side, bilingual_markdown.write_stacked])
def test_markdown_has_a_table_before_the_flagged_segments(write: Callable[[BilingualDocument], str]) -> None:
    text = write(result_of(*LEDGER))
    assert text.count("\n---\n\n## Names\n\n| Russian |") == 1
    assert text.index("\n## Names\n") < text.index("\n\n## Flagged segments\n\n1 of 3 segments")
    assert text.splitlines()[-1].startswith("Made by ")
    why = 'written "Andrei Sokolov" in b1.s3; also "Sokoloff": written in b2.s1; also "Andrew": in a handle in b4.s1'
    assert name_cells(text) == [
        ["Андрей Соколов", "Andrei Sokolov", "person", "8", "b1.s1, b1.s2, b1.s3, b2.s1, b3.s1, +2", why],
        ["Суджа", "Sudzha", "place", "1", "b1.s1", "romanised by news"],
    ]
    assert "| `b1.s1`, `b1.s2`, `b1.s3`, `b2.s1`, `b3.s1`, +2 | written" in text
    assert '; also "Andrew": in a handle in `b4.s1` |\n' in text


def test_documents_without_names_have_no_table() -> None:
    for write in (bilingual_markdown.write_side, bilingual_markdown.write_stacked, bilingual_text.write):
        assert "Names" not in write(result_of())
    assert bilingual_markdown.write_side(result_of()).count("\n---\n\n## Flagged segments\n") == 1


def odd(russian: str, english: str, why: str = "term_base.tsv:1") -> NameEntry:
    return replace(SUDZHA, russian=russian, english=english, reason=why)


ODD_WORDS = [
    "*Дом*",
    "_a_ b",
    "Дом | сад",
    "\\| и \\",
    "`код`",
    "<b>Дом</b>",
    "[x](y)",
    "&lt;",
    "~~a~~",
    "# a",
    "![a](b)",
    "| `a|b` |",
]


@pytest.mark.parametrize("words", ODD_WORDS)
def test_odd_names_are_shown_as_they_are(words: str) -> None:
    text = bilingual_markdown.write_side(result_of(odd(words, words, f"{words}: in b1.s1"), SUDZHA))
    assert [row[:2] for row in name_cells(text)] == [[words, words], ["Суджа", "Sudzha"]]
    assert name_cells(text)[0][5] == f"{words}: in b1.s1"
    closing = text.split("\n## Names\n")[1].split("\n## Flagged segments\n")[0]
    assert not set(Cells(MARKDOWN.render(closing)).tags) & {"em", "strong", "b", "a", "s", "img", "h1"}


@given(st.lists(st.text(st.sampled_from("аб АБ.ab\n\r\t*_[]()`<>#|-\\&!~1 \0\u2028"), max_size=20), min_size=1, max_size=4))
def test_any_names_keep_the_table_whole(words: list[str]) -> None:
    text = bilingual_markdown.write_side(result_of(*(odd(word, word, word) for word in words)))
    cells = name_cells(text)
    assert [len(row) for row in cells] == [6] * len(words)
    for word, row in zip(words, cells, strict=True):
        expected = "".join(word.replace("\0", "\ufffd").split())
        assert ["".join(cell.split()) for cell in (row[0], row[1], row[5])] == [expected] * 3


def test_bilingual_text_has_a_table() -> None:
    lines = bilingual_text.write(result_of(*LEDGER)).splitlines()
    at = lines.index("Names: 2")
    assert lines[at - 4 : at] == ["", "-" * 20, "Signs of what begins there: ¶ a paragraph", ""]
    assert lines[at + 1].split() == ["Russian", "English", "Kind", "Uses", "Where", "Why"]
    assert lines[at + 2].startswith(
        "  Андрей Соколов  Andrei Sokolov  person  8     [b1.s1], [b1.s2], [b1.s3], [b2.s1], [b3.s1], +2  "
    )
    assert lines[at + 3].startswith("  Суджа           Sudzha          place   1     [b1.s1] ")
    assert lines[at + 4 : at + 6] == ["", "Flagged segments: 1 of 3"]


# --- term bases ---------------------------------------------------------------------------------------------------------------


def terms_of(*documents: NamedDocument) -> list[Term]:
    """What a term base of these names is read as; the same from TSV and TBX but for the origins."""
    tsv = parse_terms(write_names_tsv(documents).encode(), "names.tsv")
    tbx = parse_terms(write_names_tbx(documents).encode(), "names.tbx")
    assert [replace(term, origin="") for term in tsv] == [replace(term, origin="") for term in tbx]
    return tsv


def table_of(*documents: NamedDocument) -> list[dict[str, str]]:
    header, *rows = [line.split("\t") for line in write_names_tsv(documents).splitlines()]
    assert header == ["ru", "en", "kind", *COLUMNS]
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_a_tsv_is_a_term_base_with_more_columns() -> None:
    [sokolov, sudzha] = table_of(NamedDocument("a.md", LEDGER))
    assert sokolov == {
        "ru": "Андрей Соколов",
        "en": "Andrei Sokolov",
        "kind": "person",
        "count": "8",
        "where": "a.md:b1.s1, a.md:b1.s2, a.md:b1.s3, a.md:b2.s1, a.md:b3.s1, a.md:b4.s1, a.md:b5.s1",
        "evidence": "attested",
        "reason": 'written "Andrei Sokolov" in b1.s3 of a.md',
        "conflicts": 'Sokoloff: written "Sokoloff" in b2.s1 of a.md; Andrew: in a handle in b4.s1 of a.md',
    }
    assert (sudzha["reason"], sudzha["conflicts"]) == ("romanised by news", "")
    assert [(t.ru, t.en, t.kind) for t in terms_of(NamedDocument("a.md", LEDGER))] == [
        ("Андрей Соколов", "Andrei Sokolov", "person"),
        ("Суджа", "Sudzha", "place"),
    ]


def test_many_places_are_told_by_the_first_ten() -> None:
    entry = replace(SUDZHA, segments=tuple(f"b{n}.s1" for n in range(1, 14)))
    [row] = table_of(NamedDocument("a.md", (entry,)))
    assert (row["count"], row["where"].split(", ")[-2:]) == ("13", ["a.md:b10.s1", "+3"])


def test_documents_that_differ_become_one_list_without_contradictions() -> None:
    attested = replace(SUDZHA, english="Sudja", evidence=Evidence.ATTESTED, reason='written "Sudja" in b7.s1')
    other = replace(attested, english="Sooja", reason='written "Sooja" in b2.s2', segments=("b1.s1", "b2.s2"))
    [row] = table_of(NamedDocument("a", (SUDZHA,)), NamedDocument("b", (attested,)), NamedDocument("c", (other,)))
    assert (row["en"], row["count"], row["evidence"]) == ("Sooja", "4", "attested")  # of equal evidence the one used more
    assert row["conflicts"] == 'Sudja: written "Sudja" in b7.s1 of b'
    assert row["where"] == "a:b1.s1, b:b1.s1, c:b1.s1, c:b2.s2"


def test_yo_tells_more_than_ye() -> None:
    plain = replace(SOKOLOV, russian="Королев", english="Korolev", evidence=Evidence.ROMANISED, conflicts=())
    dotted = replace(plain, russian="Королёв", english="Korolyov", segments=("b1.s1",))
    [term] = terms_of(NamedDocument("a", (plain,)), NamedDocument("b", (dotted,)))
    assert (term.ru, term.en) == ("Королёв", "Korolyov")


def test_names_that_no_term_base_can_hold_are_left_out() -> None:
    entries = (odd("The Bell", "The Bell"), odd("Дом", "Дom"), odd("Сад", " "), odd("#митинг", "#rally"), odd("а\tб", "a\tb"))
    assert [(t.ru, t.en) for t in terms_of(NamedDocument("a", entries))] == [("#митинг", "#rally"), ("а б", "a b")]


WORDS = st.text(st.sampled_from("абёЁА #\t\n\r\0\u2028\u0301\u200bab|\"'1"), max_size=8)
ENTRIES = st.builds(
    lambda ru, en, evidence, reason: replace(SUDZHA, russian=ru, english=en, evidence=evidence, reason=reason),
    WORDS,
    WORDS,
    st.sampled_from(Evidence),
    WORDS,
)


@given(st.lists(st.lists(ENTRIES, max_size=4), max_size=3))
def test_any_ledgers_give_a_term_base_that_can_be_read(ledgers: list[list[NameEntry]]) -> None:
    documents = [NamedDocument(f"{number}\t.md", tuple(entries)) for number, entries in enumerate(ledgers)]
    assert len(terms_of(*documents)) == write_names_tsv(documents).count("\n") - 1


def test_json_has_every_field_of_every_document() -> None:
    documents = [NamedDocument("a.md", LEDGER), NamedDocument("b.md", (SUDZHA,))]
    rows = json.loads(write_names_json(documents))
    assert [(row["doc"], row["id"]) for row in rows] == [("a.md", "n1"), ("a.md", "n2"), ("b.md", "n2")]
    assert {tuple(row) for row in rows} == {KEYS}
    assert (rows[0]["kind"], rows[0]["evidence"], rows[0]["conflicts"]) == ("person", "attested", list(SOKOLOV.conflicts))
    assert json.loads(write_names_json([])) == []


# --- the command --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with an empty home beside it."""
    monkeypatch.setenv("POLYGLOT_NEWS_HOME", str(tmp_path / "home"))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str, stdin: str = "") -> tuple[int, str]:
    """The command in this process; errors that end it are raised."""
    done = CliRunner().invoke(cli, ["names", *arguments], input=stdin.encode())
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout


def refused(*arguments: str) -> tuple[int, list[str]]:
    """The installed command: its code, and what it says is wrong."""
    done = subprocess.run(
        [sys.executable, "-m", "polyglot_news", "names", *arguments], capture_output=True, check=False, timeout=60
    )
    return done.returncode, done.stderr.decode().splitlines()


def rows_by_name(*arguments: str) -> dict[str, dict[str, object]]:
    code, out = run(*arguments, "--format", "json")
    assert code == 0
    return {row["russian"]: row for row in json.loads(out)}


def test_a_table_for_each_file(place: Path) -> None:
    (place / "a.md").write_text(NEWS, encoding="utf-8")
    (place / "b.md").write_text("Тихо и пусто.\n", encoding="utf-8")
    code, out = run("a.md", "b.md")
    lines = out.splitlines()
    assert (code, lines[0], lines[-1]) == (0, "a.md: 2 names", "b.md: no names")
    assert lines[1].split() == ["Russian", "English", "Kind", "Uses", "Where", "Why"]
    assert lines[3].split("  ")[0] == "Суджа"
    assert len({line.index("  [b1.s1]") for line in lines[2:4]}) == 1


def test_a_corrected_list_is_followed(place: Path) -> None:
    """What a user does who does not like a spelling."""
    (place / "a.md").write_text(NEWS, encoding="utf-8")
    assert rows_by_name("a.md")["Суджа"]["evidence"] != "term_base"
    assert run("a.md", "--format", "tsv", "-o", "names.tsv") == (0, "")
    table = (place / "names.tsv").read_text(encoding="utf-8")
    assert "\nСуджа\tSudzha\tplace\t2\ta.md:b1.s1, a.md:b1.s2\t" in table
    (place / "names.tsv").write_text(table.replace("Суджа\tSudzha", "Суджа\tSudja"), encoding="utf-8")
    found = rows_by_name("a.md", "--terms", "names.tsv")
    assert (found["Суджа"]["english"], found["Суджа"]["evidence"]) == ("Sudja", "term_base")
    assert (found["Андрей Соколов"]["english"], found["Андрей Соколов"]["evidence"]) == ("Andrei Sokolov", "term_base")
    assert str(found["Суджа"]["reason"]).startswith("names.tsv:")


def test_later_term_bases_win_and_tbx_is_one_too(place: Path) -> None:
    (place / "a.md").write_text(NEWS, encoding="utf-8")
    run("a.md", "--format", "tbx", "-o", "names.tbx")
    (place / "mine.tsv").write_text("Суджа\tSudja\tplace\n", encoding="utf-8")
    assert rows_by_name("a.md", "--terms", "mine.tsv", "--terms", "names.tbx")["Суджа"]["english"] == "Sudzha"
    assert rows_by_name("a.md", "--terms", "names.tbx", "--terms", "mine.tsv")["Суджа"]["english"] == "Sudja"


def test_schemes(place: Path) -> None:
    (place / "a.md").write_text("Министр Олег Жужёв приехал в город утром.\n", encoding="utf-8")
    spelled = [
        next(iter(rows_by_name("a.md", *options).values()))["english"]
        for options in ((), ("--yo", "e"), ("--romanisation", "scientific"))
    ]
    assert spelled == ["Oleg Zhuzhyov", "Oleg Zhuzhev", "Oleg Žužëv"]


@pytest.mark.parametrize(
    ("output_format", "expected"), [("table", "-: no names\n"), ("json", "[]\n"), ("tsv", "ru\ten\tkind\t")]
)
def test_no_names(output_format: str, expected: str) -> None:
    code, out = run("-", "--format", output_format, stdin="Тихо и пусто.\n")
    assert (code, out.startswith(expected), out.count("\n")) == (0, True, 1)


def test_an_empty_tbx_can_be_read() -> None:
    _, out = run("-", "--format", "tbx", stdin="")
    assert parse_terms(out.encode(), "names.tbx") == []


def test_a_bad_file_is_named_and_the_rest_is_done(place: Path) -> None:
    (place / "a.md").write_text(NEWS, encoding="utf-8")
    code, said = refused("missing.md", "a.md", "-o", "out.tsv", "--format", "tsv")
    assert (code, said) == (2, ["polyglot-news: missing.md: there is no such file"])
    assert "Суджа\tSudzha\tplace" in (place / "out.tsv").read_text(encoding="utf-8")
    assert refused("missing.md", "-o", "none.tsv")[0] == 2
    assert not (place / "none.tsv").exists()


def test_a_bad_term_base_ends_all_with_a_line_a_problem(place: Path) -> None:
    (place / "a.md").write_text(NEWS, encoding="utf-8")
    (place / "bad.tsv").write_text("ru\ten\nСуджа\tСуджа\nкот,cat\n", encoding="utf-8")
    code, said = refused("a.md", "--terms", "bad.tsv", "-o", "out.tsv")
    assert code == 2
    assert [line.partition(": the ")[0].partition(": one ")[0] for line in said] == [
        "polyglot-news: bad.tsv:2",
        "polyglot-news: bad.tsv:3",
    ]
    assert not (place / "out.tsv").exists()
    assert refused("a.md", "--terms", "no.tsv")[1][0].startswith("polyglot-news: no.tsv: the term base cannot be read")


def test_only_errors_of_term_bases_have_several_lines(capsys: pytest.CaptureFixture[str]) -> None:
    report(TermBaseError("a.tsv:1: x\na.tsv:2:  y"), debug=False)
    report(ReadError("odd\nname.md: there is no such file"), debug=False)
    assert capsys.readouterr().err.splitlines() == [
        "polyglot-news: a.tsv:1: x",
        "polyglot-news: a.tsv:2: y",
        "polyglot-news: odd name.md: there is no such file",
    ]


def test_what_was_corrected_by_hand_is_not_replaced(place: Path) -> None:
    (place / "a.md").write_text(NEWS, encoding="utf-8")
    options = ("a.md", "--format", "tsv", "-o", "names.tsv")
    assert [run(*options)[0], run(*options)[0]] == [0, 0]  # its own it may replace
    with (place / "names.tsv").open("a", encoding="utf-8") as file:
        file.write("Курск\tKursk\n")
    assert "--force replaces it" in refused(*options)[1][0]
    assert "is an input" in refused(*options, "--terms", "names.tsv", "--force")[1][0]
    assert run(*options, "--force")[0] == 0


def on_a_terminal(arguments: Sequence[str]) -> str:
    ours, theirs = pty.openpty()
    process = subprocess.Popen([sys.executable, "-m", "polyglot_news", "names", *arguments], stdout=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # Linux says so where the other side has been closed
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return shown.decode()


def test_a_terminal_gets_a_drawn_table(place: Path) -> None:
    (place / "a.md").write_text(NEWS, encoding="utf-8")
    (place / "b.md").write_text("Тихо и пусто.\n", encoding="utf-8")
    shown = on_a_terminal(["a.md", "b.md"])
    assert "│ Суджа " in shown
    assert "b.md: no names" in shown


def test_help_teaches_and_imports_nothing_heavy() -> None:
    code = (
        "import sys; from polyglot_news.cli.commands import cli; cli.main(['names', '--help'], standalone_mode=False);"
        "print(sorted({'numpy', 'rich', 'pymorphy3', 'slovnet', 'navec', 'babel', 'iuliia', 'py3langid'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()
    assert out[-1] == "[]"
    assert max(map(len, out)) <= 80
    assert [word for word in ("--terms", "--romanisation", "--yo", "Exit codes", "tbx") if word not in "\n".join(out)] == []
