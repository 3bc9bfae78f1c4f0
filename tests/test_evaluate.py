"""`evaluate`: its parts by tables, figures on lines of the gate, and all that it refuses."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.document import EN_RU, RU_EN, Direction
from polyglot_news.errors import ReadError, UsageError
from polyglot_news.evaluation import Side, load_metrics, measure, read_bitext
from polyglot_news.evaluation.accuracy import Share, extra_words, name_accuracy, number_accuracy
from polyglot_news.evaluation.buckets import LENGTHS, count_words, part_by_length
from polyglot_news.evaluation.decoding import with_hints
from polyglot_news.evaluation.names import count_extra_words, find_shared_names, find_uses
from polyglot_news.mt.identity import IdentityEngine
from polyglot_news.mt.models import bundled_folder

from .conftest import CASES

LINES = 12
KEYS = [
    "model", "digest", "engine", "direction", "compute_type", "beam", "threads", "batching", "source", "reference", "lines",
    "skipped", "bleu", "bleu_signature", "chrf", "chrf_signature", "words", "seconds", "words_per_second", "lengths", "numbers",
    "names", "hints",
]  # fmt: skip
TEXTS = st.text(st.sampled_from("0123456789.,: аяАЯbB\n") | st.characters(codec="utf-8"), max_size=40)


def rows(name: str) -> list[list[str]]:
    lines = (CASES / "evaluate" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


# --- parts --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("source", "text", "found", "total"), rows("numbers.tsv"))
def test_numbers(source: str, text: str, found: str, total: str) -> None:
    assert number_accuracy([source], [text]) == Share(int(found), int(total))


@pytest.mark.parametrize(("tag", "source", "reference", "told", "text", "found", "extra"), rows("names.tsv"))
def test_names(tag: str, source: str, reference: str, told: str, text: str, found: str, extra: str) -> None:
    direction = {"ru-en": RU_EN, "en-ru": EN_RU}[tag]
    uses = find_shared_names(source, reference, direction)
    assert "; ".join(use.target for use in uses) == told.replace("-" if told == "-" else "\0", "")
    there = find_uses(uses, text, direction.target)
    assert ["yes" if one else "no" for one in there] == found.replace("-", "").split()
    assert all(find_uses(uses, reference, direction.target))
    assert count_extra_words(uses, text, reference, direction.target) == int(extra)
    assert name_accuracy([uses], [text], direction.target) == Share(sum(there), len(uses))


def test_hints_stand_behind_their_names() -> None:
    source = "Эльвира Набиуллина встретилась с Макроном."
    uses = find_shared_names(source, "Elvira Nabiullina met Macron.", RU_EN)
    told = "Эльвира Набиуллина<x8> Elvira Nabiullina<x9> встретилась с Макроном<x8> Macron<x9>."
    assert with_hints(source, uses, ("<x8>", "<x9>")) == told
    assert with_hints(source, (), ("<x8>", "<x9>")) == source


@pytest.mark.parametrize(
    ("words", "label"),
    [
        (1, "1-5"), (5, "1-5"), (6, "6-10"), (10, "6-10"), (11, "11-20"), (20, "11-20"), (21, "21-40"), (40, "21-40"),
        (41, "over 40"), (500, "over 40"),
    ],
)  # fmt: skip
def test_lengths(words: int, label: str) -> None:
    assert [str(length) for length, some in part_by_length(["слово " * words]).items() if some] == [label]


@given(st.lists(TEXTS))
def test_lengths_part_the_lines(sources: list[str]) -> None:
    parted = part_by_length(sources)
    assert tuple(parted) == LENGTHS
    assert sorted(n for some in parted.values() for n in some) == list(range(len(sources)))
    assert all(length.last is None or count_words(sources[n]) <= length.last for length, some in parted.items() for n in some)


@given(TEXTS, TEXTS)
def test_shares_of_numbers_are_shares(source: str, text: str) -> None:
    share = number_accuracy([source], [text])
    assert 0 <= share.found <= share.total
    assert number_accuracy([source], [source]).value in (1.0, None)


@given(st.text(st.sampled_from("ElviraNbunMcо ,.-'s"), max_size=60))
def test_shares_of_names_are_shares(text: str) -> None:
    uses = find_shared_names("Эльвира Набиуллина и Макрон.", "Elvira Nabiullina and Macron.", RU_EN)
    for share in (name_accuracy([uses], [text], "en"), extra_words([uses], [text * 3], [""], "en")):
        assert share.value is not None
        assert 0 <= share.value <= 1


def test_nothing_is_no_share() -> None:
    assert Share().value is None
    assert Share(1, 2) + Share(2, 2) == Share(3, 4)


# --- test sets ----------------------------------------------------------------------------------------------------------------


def test_a_test_set_is_read() -> None:
    source, reference = Side("a", "\ufeffОдин\r\n\nТри\u2028и \nЧетыре\n".encode()), Side("b", b"One\nTwo\nThree\n \n")
    bitext = read_bitext(source, reference)
    assert (bitext.sources, bitext.references, bitext.skipped) == (("Один", "Три\u2028и"), ("One", "Three"), 2)
    first = read_bitext(source, reference, most=1)
    assert (first.sources, first.skipped) == (("Один",), 0)


@pytest.mark.parametrize(
    ("source", "reference", "message"),
    [
        (b"a\nb\nc\n", b"a\n", "a has 3 lines, b 1: line n of one must be the translation of line n of the other"),
        (b"", b"a\n", "a: is empty; a sentence a line is needed"),
        (b"a\n", b" \n\n", "b: is empty; a sentence a line is needed"),
        (b"a\nb\n\xcf\xf0\n", b"a\nb\nc\n", "a, line 3: not UTF-8; convert it, as with iconv -t utf-8"),
        (b"a\n\n", b"\nb\n", "a, b: none of 2 lines has both a source and a reference"),
    ],
)
def test_what_is_no_test_set(source: bytes, reference: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=f"^{re.escape(message)}$"):
        read_bitext(Side("a", source), Side("b", reference))


# --- figures ------------------------------------------------------------------------------------------------------------------


def test_the_reference_itself_has_all() -> None:
    """An engine that copies, given references for sources: every score is the highest."""
    lines = b"Emmanuel Macron came to Berlin at 10:30.\nNothing else is known of it so far.\n"
    made = measure(read_bitext(Side("a", lines), Side("b", lines)), IdentityEngine(), Direction("en", "en"), load_metrics())
    assert (round(made.scores.bleu), round(made.scores.chrf)) == (100, 100)
    assert made.number_share == made.reference_number_share == Share(2, 2)
    assert made.hinted is None
    assert [scores and scores.lines for _, scores in made.lengths] == [None, 2, None, None, None]


def test_progress_tells_lines_asked_twice() -> None:
    engine, told = IdentityEngine(), list[tuple[int, int]]()
    engine.hints = ("<", ">")
    sides = Side("a", "Эльвира Набиуллина.\nДа.\n".encode()), Side("b", b"Elvira Nabiullina.\nYes.\n")
    made = measure(read_bitext(*sides), engine, RU_EN, load_metrics(), progress=lambda *seen: told.append(seen))
    assert told == [(2, 3), (3, 3)]
    assert made.hinted is not None
    assert made.hinted.texts == ("Эльвира Набиуллина< Elvira Nabiullina>.", "Да.")
    assert (made.name_share, made.hinted.followed, made.hinted.extra) == (Share(0, 1), Share(1, 1), Share(0, 2))


def test_missing_sacrebleu_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sacrebleu", None)
    with pytest.raises(UsageError, match="pip install"):
        load_metrics()


# --- the command --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first lines of the gate as files, `ru-en.ru` and so on."""
    folder = tmp_path_factory.mktemp("evaluate")
    for tag in ("ru-en", "en-ru"):
        lines = (CASES / f"gate.{tag}.tsv").read_text(encoding="utf-8").splitlines()[:LINES]
        for column, language in enumerate(tag.split("-")):
            text = "".join(f"{line.split(chr(9))[column]}\n" for line in lines)
            (folder / f"{tag}.{language}").write_text(text, encoding="utf-8")
    return folder


def run(place: Path, *arguments: str, env: dict[str, str] | None = None) -> SimpleNamespace:
    done = subprocess.run(
        [sys.executable, "-m", "polyglot_news", "evaluate", *arguments],
        cwd=place, env={**os.environ, "HOME": str(place), **(env or {})}, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    return SimpleNamespace(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


def files(tag: str) -> tuple[str, ...]:
    source, target = tag.split("-")
    return "--source", f"{tag}.{source}", "--reference", f"{tag}.{target}", "--direction", tag


def refused(place: Path, *arguments: str, env: dict[str, str] | None = None) -> str:
    done = run(place, *arguments, env=env)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("polyglot-news: ")
    assert done.err.count("\n") == 1
    return str(done.err)


@pytest.mark.parametrize(("tag", "chrf"), [("ru-en", 45), ("en-ru", 35)])
def test_json_and_table_tell_the_same(tag: str, chrf: float, place: Path) -> None:
    made = run(place, *files(tag), "--format", "json", "--threads", "1", "-o", f"{tag}.json")
    assert (made.code, made.out, made.err) == (0, "", "")
    told = json.loads((place / f"{tag}.json").read_text(encoding="utf-8"))
    assert list(told) == KEYS
    assert (told["model"], told["direction"], told["lines"], told["skipped"], told["threads"]) == ("starter", tag, LINES, 0, 1)
    assert chrf < told["chrf"] < 100
    assert sum(length["lines"] for length in told["lengths"]) == LINES
    assert told["hints"]["total"] == told["names"]["total"] >= 5
    assert told["hints"]["share"] >= told["names"]["share"]
    assert told["numbers"]["reference_share"] <= 1
    table = run(place, *files(tag), "--threads", "1")
    assert table.code == 0
    shown = re.search(r"^BLEU +([\d.]+) +with hints +([\d.]+)   (\S+)$", table.out, re.MULTILINE)
    assert shown is not None
    assert [float(shown[1]), float(shown[2])] == pytest.approx([told["bleu"], told["hints"]["bleu"]], abs=0.06)
    assert shown[3] == told["bleu_signature"]
    assert re.search(rf"^names +{told['names']['total']} +{told['names']['found']} ", table.out, re.MULTILINE)
    assert re.search(rf"^names with hints +{told['hints']['total']} +{told['hints']['followed']} ", table.out, re.MULTILINE)


def model_that(place: Path, name: str, **facts: object) -> str:
    """The bundled model under another name, with other facts told of it."""
    folder, bundled = place / name, bundled_folder()
    folder.mkdir()
    for file in bundled.iterdir():
        (folder / file.name).symlink_to(file)
    (folder / "polyglot-news.json").unlink()
    known = json.loads((bundled / "polyglot-news.json").read_text(encoding="utf-8"))
    (folder / "polyglot-news.json").write_text(json.dumps({**known, "name": name, **facts}), encoding="utf-8")
    return f"./{name}"


def test_a_model_without_hints(place: Path) -> None:
    model = model_that(place, "deaf", hints=None)
    made = run(place, *files("ru-en"), "--model", model, "--beam", "1", "--lines", "4")
    assert made.code == 0
    assert made.out.startswith("deaf@")
    assert "\nmodel knows no hints\n" in made.out
    assert "with hints" not in made.out.partition("\nnumbers:")[0]
    told = run(place, *files("ru-en"), "--model", model, "--beam", "1", "--lines", "4", "--format", "json")
    assert json.loads(told.out)["hints"] is None


def test_the_bundled_model_does_not_stand_in(place: Path) -> None:
    model = model_that(place, "oneway", directions={"ru-en": ">>eng<<"})
    assert "oneway: translates ru-en, not en-ru" in refused(place, *files("en-ru"), "--model", model)


def test_missing_sacrebleu_is_one_line(place: Path) -> None:
    (place / "hidden").mkdir()
    (place / "hidden" / "sacrebleu.py").write_text("raise ImportError\n", encoding="utf-8")
    said = refused(place, *files("ru-en"), env={"PYTHONPATH": str(place / "hidden")})
    assert said == "polyglot-news: evaluate needs sacrebleu; type: pip install 'polyglot-news[evaluate]'\n"


def test_blank_lines_are_left_out_and_counted(place: Path) -> None:
    (place / "gap.ru").write_text("Он ушёл.\nОна осталась.\n\n", encoding="utf-8")
    (place / "gap.en").write_text("He left.\n\nNobody.\n", encoding="utf-8")
    given = ("--source", "gap.ru", "--reference", "gap.en", "--direction", "ru-en", "--engine", "identity")
    made = run(place, *given, "--format", "json")
    assert (made.code, made.err) == (0, "polyglot-news: 2 lines are left out: no source or no reference\n")
    told = json.loads(made.out)
    assert (told["lines"], told["skipped"], told["names"]["share"], told["hints"]) == (1, 2, None, None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((*files("ru-en"), "--lines", "0"), "'--lines': 0 is not in the range"),
        (("--source", "no.ru", *files("ru-en")[2:]), "no.ru: there is no such file"),
        (("--source", "empty", *files("ru-en")[2:]), "empty: is empty"),
        (("--source", "cp1251", *files("ru-en")[2:]), "cp1251, line 2: not UTF-8"),
        (("--source", "short", *files("ru-en")[2:]), f"short has 1 line, ru-en.en {LINES}: "),
        (("--source", "-", "--reference", "-", "--direction", "ru-en"), "standard input (-) can be read only once"),
        (files("ru-en")[:4], "Missing option '--direction'"),
        ((*files("ru-en")[:4], "--direction", "ru-uk"), "'ru-uk' is not one of 'ru-en', 'en-ru'"),
        ((*files("ru-en"), "--model", "none-such"), "'none-such': no such model or folder"),
        ((*files("ru-en"), "-o", "ru-en.en", "--force"), "ru-en.en: is an input"),
        ((*files("ru-en"), "-o", "short"), "short: exists and was not written by this program"),
    ],
)
def test_bad_input(arguments: tuple[str, ...], message: str, place: Path) -> None:
    (place / "empty").write_bytes(b"")
    (place / "short").write_bytes("Он ушёл.\n".encode())
    (place / "cp1251").write_bytes(b"a\n" + "Он ушёл.\n".encode("windows-1251"))
    assert message in refused(place, *arguments)
