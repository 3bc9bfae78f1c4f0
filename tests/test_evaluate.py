"""`evaluate`: its parts by tables, figures on lines of the gate, and all that it refuses."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.document import EN_RU, RU_EN, Direction, Hypothesis
from polyglot_news.errors import ReadError, UsageError
from polyglot_news.evaluation import Side, count_foreign, load_metrics, measure, read_bitext, write_translations
from polyglot_news.evaluation.accuracy import Share, extra_words, name_accuracy, number_accuracy
from polyglot_news.evaluation.buckets import LENGTHS, count_words, part_by_length
from polyglot_news.evaluation.decoding import AT_ONCE, decode, with_hints
from polyglot_news.evaluation.names import count_extra_words, find_shared_names, find_uses
from polyglot_news.mt.engine import Decoding, Request
from polyglot_news.mt.identity import IdentityEngine
from polyglot_news.mt.models import bundled_folder
from polyglot_news.names.entries import LONGEST

from .conftest import CASES

LINES = 12
KEYS = [
    "model", "digest", "engine", "direction", "compute_type", "beam", "quality", "threads", "batching", "source", "reference",
    "lines",
    "skipped", "bleu", "bleu_signature", "chrf", "chrf_signature", "words", "decoded_words", "seconds", "words_per_second",
    "lengths", "numbers", "names", "hints", "road",
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


def test_names_are_not_looked_for_in_long_lines() -> None:
    source, reference = "Эльвира Набиуллина приехала.", "Elvira Nabiullina came."
    assert find_shared_names(source.ljust(LONGEST, "."), reference.ljust(LONGEST, "."), RU_EN) != []
    assert find_shared_names(source.ljust(LONGEST + 1, "."), reference, RU_EN) == []
    assert find_shared_names(source, reference.ljust(LONGEST + 1, "."), RU_EN) == []


def test_a_very_long_line_takes_seconds() -> None:
    sides = Side("a", "Набиуллина сказала Макрону. ".encode() * 2_000), Side("b", b"Nabiullina told Macron. " * 2_000)
    started = time.process_time()
    measure(read_bitext(*sides), IdentityEngine(), RU_EN, load_metrics())
    assert time.process_time() - started < 15


def test_equal_lines_are_decoded_once_and_counted_once() -> None:
    asked, told = list[str](), list[int]()

    class Engine(IdentityEngine):
        def translate(self, requests: Sequence[Request]) -> Iterator[Hypothesis]:
            asked.extend(request.text for request in requests)
            return super().translate(requests)

    lines = ["раз два три", "раз", *["раз два три"] * AT_ONCE]
    made = decode(lines, Engine(), RU_EN, Decoding(beam=1), done=told.append)
    assert (list(made.texts), asked, made.words, sum(told)) == (lines, ["раз", "раз два три"], 4, len(lines))


@pytest.mark.parametrize(
    ("line", "language", "is_foreign"),
    [
        ("Он ушёл.", "ru", False), ("He left.", "ru", True), ("Он купил iPhone.", "ru", False), ("12:30", "ru", False),
        ("Он ушёл.", "en", True), ("He left.", "en", False), ("The word «он».", "en", False), ("12:30", "en", False),
    ],
)  # fmt: skip
def test_lines_in_the_wrong_script(line: str, language: str, is_foreign: bool) -> None:
    assert count_foreign([line], language) == is_foreign


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
    assert bitext.numbers == (1, 3)
    first = read_bitext(source, reference, most=1)
    assert (first.sources, first.skipped) == (("Один",), 0)


@pytest.mark.parametrize(
    ("source", "reference", "message"),
    [
        (b"a\nb\nc\n", b"a\n", "a has 3 lines, b 1: line n of one must be the translation of line n of the other"),
        (b"", b"a\n", "a: is empty; a sentence a line is needed"),
        (b"a\n", b" \n\n", "b: is empty; a sentence a line is needed"),
        (
            "a\nb\nПривет\n".encode("windows-1251"), b"a\nb\nc\n",
            "a, line 3: not UTF-8; it looks like windows-1251, so convert it: iconv -f windows-1251 -t utf-8 a",
        ),
        (
            b"a\n", "\ufeffПривет\n".encode("utf-16-be"),
            "b, line 1: not UTF-8; it looks like utf-16-be, so convert it: iconv -f utf-16be -t utf-8 b",
        ),
        (
            b"\x89PNG\r\n", b"a\n",
            "a, line 1: not UTF-8; nor is it text in another encoding: repair it, or name another file",
        ),
        (b"a\n\n", b"\nb\n", "a, b: none of 2 lines has both a source and a reference"),
    ],
)  # fmt: skip
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
    assert told == [(0, 6), (1, 6), (2, 6), (4, 7), (5, 7), (7, 7)]
    assert made.hinted is not None
    assert made.hinted.texts == ("Эльвира Набиуллина< Elvira Nabiullina>.", "Да.")
    assert (made.name_share, made.hinted.followed, made.hinted.extra) == (Share(0, 1), Share(1, 1), Share(0, 2))
    assert made.finished.texts[1] == "Да."


def test_translations_are_told_line_for_line() -> None:
    engine = IdentityEngine()
    engine.hints = ("<", ">")
    sides = Side("a", "Эльвира\u2028Набиуллина.\n\nДа\tда.\n".encode()), Side("b", b"Elvira Nabiullina.\n\nYes.\n")
    assert write_translations(measure(read_bitext(*sides), engine, RU_EN, load_metrics()), "en").split("\n") == [
        "line\tsource\treference\ttranslation\twith_hints\tnames\tmissing\tmissing_with_hints\tby_road\tmissing_by_road",
        "1\tЭльвира Набиуллина.\tElvira Nabiullina.\tЭльвира Набиуллина.\tЭльвира Набиуллина< Elvira Nabiullina>."
        "\tElvira Nabiullina\tElvira Nabiullina\t\tЭльвира Набиуллина< Elvira Nabiullina>.\t",
        "3\tДа да.\tYes.\tДа да.\t\t\t\t\tДа да.\t",
        "",
    ]
    made = measure(read_bitext(*sides), IdentityEngine(), RU_EN, load_metrics())
    row = write_translations(made, "en").split("\n")[1].split("\t")
    assert row[4:] == ["", *["Elvira Nabiullina"] * 2, "", "Эльвира Набиуллина.", "Elvira Nabiullina"]


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
    shown = re.search(r"^BLEU +([\d.]+) +with hints +([\d.]+)   by the road +([\d.]+)   (\S+)$", table.out, re.MULTILINE)
    assert shown is not None
    bleu = [told["bleu"], told["hints"]["bleu"], told["road"]["bleu"]]
    assert [float(shown[n]) for n in (1, 2, 3)] == pytest.approx(bleu, abs=0.06)
    assert shown[4] == told["bleu_signature"]
    assert told["road"]["names"]["total"] == told["names"]["total"]
    assert told["road"]["names"]["found"] >= told["hints"]["followed"]
    assert told["road"]["numbers"]["share"] >= told["numbers"]["share"]
    assert re.search(rf"^names +{told['names']['total']} +{told['names']['found']} ", table.out, re.MULTILINE)
    assert re.search(rf"^names with hints +{told['hints']['total']} +{told['hints']['followed']} ", table.out, re.MULTILINE)


IDENTITY = ("--engine", "identity")


def test_speed_is_that_of_distinct_lines(place: Path) -> None:
    (place / "often.ru").write_text("Он ушёл.\n" * 9 + "Она осталась дома.\n", encoding="utf-8")
    (place / "often.en").write_text("He left.\n" * 9 + "She stayed at home.\n", encoding="utf-8")
    given = ("--source", "often.ru", "--reference", "often.en", "--direction", "ru-en", "--beam", "1")
    told = json.loads(run(place, *given, "--format", "json").out)
    assert (told["words"], told["decoded_words"]) == (21, 5)
    assert told["words_per_second"] * told["seconds"] == pytest.approx(5, rel=0.3)
    table = run(place, *given).out
    assert re.search(r"^10 lines, 21 words \(5 in distinct lines\) in ", table, re.MULTILINE)
    assert "of lines that are equal one is decoded" in table
    assert "lines of over 2,000 characters" in table


def test_translations_are_written(place: Path) -> None:
    given = (*files("ru-en"), "--lines", "3", "--translations", "shown.tsv")
    told = json.loads(run(place, *given, "--format", "json").out)
    shown = [line.split("\t") for line in (place / "shown.tsv").read_text(encoding="utf-8").splitlines()]
    assert [row[0] for row in shown] == ["line", "1", "2", "3"]
    assert [row[1] for row in shown[1:]] == (place / "ru-en.ru").read_text(encoding="utf-8").split("\n")[:3]
    named = [name for row in shown[1:] for name in row[5].split("; ") if name]
    missing = [name for row in shown[1:] for name in row[6].split("; ") if name]
    assert (len(named), len(named) - len(missing)) == (told["names"]["total"], told["names"]["found"])
    assert all(bool(row[4]) == bool(row[5]) for row in shown[1:])
    assert run(place, *given, *IDENTITY).code == 0  # what it wrote it may write again
    with (place / "shown.tsv").open("a", encoding="utf-8") as file:
        file.write("edited\n")
    assert "shown.tsv: exists and was not written by this program" in refused(place, *given, *IDENTITY)
    assert run(place, *given, *IDENTITY, "--force").code == 0


@pytest.mark.parametrize(
    ("source", "reference", "said"),
    [
        ("ru-en.ru", "ru-en.ru", "ru-en.ru, ru-en.ru: are the same; one should be the translation of the other"),
        ("ru-en.en", "ru-en.ru", f"ru-en.en: {LINES} of {LINES} lines are not in Cyrillic letters; is it ru-en?"),
        ("ru-en.ru", "en-ru.ru", f"en-ru.ru: {LINES} of {LINES} lines are not in Latin letters; is it ru-en?"),
    ],
)
def test_files_that_are_hardly_meant(source: str, reference: str, said: str, place: Path) -> None:
    made = run(place, "--source", source, "--reference", reference, "--direction", "ru-en", *IDENTITY)
    assert (made.code, made.err) == (0, f"polyglot-news: {said}\n")


def test_an_interrupt_promises_nothing(place: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "polyglot_news", "evaluate", "--source", "-", *files("ru-en")[2:], *IDENTITY],
        cwd=place, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    process.stdin.write(b"a" * 1_000_000)  # more than a pipe holds: it is read by now
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.split(b"\n")[-2:]) == (130, b"", [b"polyglot-news: interrupted", b""])


def test_help_tells_what_is_bare(place: Path) -> None:
    said = " ".join(run(place, "--help").out.split())
    for part in ("writes no Cyrillic into English", "no second attempts", "split at clauses", "missing_with_hints"):
        assert part in said


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
        (("--source", "cp1251", *files("ru-en")[2:]), "iconv -f windows-1251 -t utf-8 cp1251"),
        (("--source", "short", *files("ru-en")[2:]), f"short has 1 line, ru-en.en {LINES}: "),
        (("--source", "-", "--reference", "-", "--direction", "ru-en"), "standard input (-) can be read only once"),
        (files("ru-en")[:4], "Missing option '--direction'"),
        ((*files("ru-en")[:4], "--direction", "ru-uk"), "'ru-uk' is not one of 'ru-en', 'en-ru'"),
        ((*files("ru-en"), "--model", "none-such"), "'none-such': no such model or folder"),
        ((*files("ru-en"), "-o", "ru-en.en", "--force"), "ru-en.en: is an input"),
        ((*files("ru-en"), "-o", "short"), "short: exists and was not written by this program"),
        ((*files("ru-en"), "--translations", "ru-en.ru", "--force"), "ru-en.ru: is an input"),
        ((*files("ru-en"), "--translations", "short"), "short: exists and was not written by this program"),
        ((*files("ru-en"), "--translations", "-"), "--translations needs a file"),
        ((*files("ru-en"), "-o", "new", "--translations", "./new"), "new: is both -o and --translations"),
    ],
)
def test_bad_input(arguments: tuple[str, ...], message: str, place: Path) -> None:
    (place / "empty").write_bytes(b"")
    (place / "short").write_bytes("Он ушёл.\n".encode())
    (place / "cp1251").write_bytes(b"a\n" + "Он ушёл.\n".encode("windows-1251"))
    assert message in refused(place, *arguments)
