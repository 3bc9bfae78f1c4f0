"""The JSONL contract: keys, types, offsets, order, flags, and the same bytes on every run."""

import codecs
import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from polyglot_news import BilingualDocument, EngineOptions, Options, Pipeline
from polyglot_news.checks import FLAGS
from polyglot_news.document import Meta
from polyglot_news.formats import jsonl, monolingual
from polyglot_news.formats.registry import find_format
from polyglot_news.reading import parse, read_document
from polyglot_news.text.encoding import encode
from polyglot_news.verification import verify

from .conftest import SAMPLES
from .test_formats import cases_of

KEYS = [
    *("doc", "block", "kind", "id", "start", "stop", "source_lang", "confidence", "source"),
    *("target_lang", "target", "origin", "score", "names", "flags"),
]
IDENTITY = {to: Pipeline(Options(to=to, engine=EngineOptions("identity"))) for to in ("both", "en", "ru")}
FILES = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".md", ".txt"))
OTHERS = "Це українська мова, її знають усі.\n\nDas ist ein deutscher Satz über das Wetter.\n\n48.7K\n\nСегодня дождь.\n\nXqz\n"


def rows_of(result: BilingualDocument) -> list[dict[str, Any]]:
    return [json.loads(line) for line in jsonl.write(result).splitlines()]


def check(result: BilingualDocument, to: str = "both") -> None:
    """All that the contract promises of one document."""
    rows, text = rows_of(result), result.document.text
    for row in rows:
        assert list(row) == KEYS
        check_types(row)
        assert text[row["start"] : row["stop"]] == row["source"] != ""
        check_target(row, to)
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(a["stop"] <= b["start"] and a["block"] <= b["block"] for a, b in pairwise(rows))
    assert all(row["id"].startswith(f"b{row['block'] + 1}.s") for row in rows)


def check_types(row: dict[str, Any]) -> None:
    for key in ("doc", "kind", "id", "source_lang", "source", "origin"):
        assert type(row[key]) is str, key
    for key in ("block", "start", "stop"):
        assert type(row[key]) is int, key
    assert type(row["confidence"]) is float
    assert 0 <= row["confidence"] <= 1
    assert row["score"] is None or type(row["score"]) is float
    for key in ("confidence", "score"):
        assert row[key] is None or row[key] == round(row[key], 3)
    assert type(row["names"]) is list
    assert type(row["flags"]) is list
    assert row["flags"] == [flag for flag in FLAGS if flag in row["flags"]]


def check_target(row: dict[str, Any], to: str) -> None:
    assert row["origin"] in ("model", "memory", "glossary", "copy", "human")
    language = row["source_lang"]
    if language in ("ru", "en"):
        assert row["target_lang"] == (to if to != "both" else {"ru": "en", "en": "ru"}[language])
        assert type(row["target"]) is str
    elif language == "zxx":
        assert (row["target_lang"], row["target"], row["flags"]) == (None, row["source"], [])
    else:
        assert (row["target_lang"], row["target"]) == (None, None)
        assert row["flags"] == ["undetermined" if language == "und" else "other_language"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_samples(path: Path, pipeline: Pipeline) -> None:
    check(pipeline.translate_file(path))


@pytest.mark.parametrize("to", ["en", "ru"])
def test_one_target(to: str) -> None:
    check(Pipeline(Options(to=to)).translate_file(SAMPLES / "culture.md"), to)


def test_rows_for_what_is_not_translated(pipeline: Pipeline) -> None:
    result = pipeline.translate_text(OTHERS, format="text")
    check(result)
    languages = [row["source_lang"] for row in rows_of(result)]
    assert languages[:4] == ["uk", "de", "zxx", "ru"]


WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        "Привет мир сегодня дождь. The rain is over. Це Київ її дім. 48.7K @user #тег 1. https://a.b/c_d?e=f **жирный** *it* "
        "`код` [x](y) <b>жир</b> <!--c--> &amp; \\* _a_ ~~b~~ | - # > ![и](j) 🔻 «Да», — “no” ... ! ? \0 \ud800 é ё\u0301 ﷺ",
    )
)
GAPS = st.sampled_from(
    re.findall(r"[^,]+", " , , ,\n,\r\n,\n\n,  \n,\t,\r,\u2028,\n> ,\n- ,\n# ,\n    ,\n|, | ,\n|-|-|\n")  # commas part them
)
TEXTS = st.one_of(
    st.lists(st.tuples(WORDS, GAPS), max_size=12).map(lambda pairs: "".join(word + gap for word, gap in pairs)),
    st.text(st.sampled_from("аб АБ.ab\n\r*_[]()`<>#|-\\&!~1 "), max_size=40),
)


@settings(max_examples=120, deadline=None)
@example(text="#\n    Привет\u2028", format_name="markdown", to="both")
@example(text="Привет\u0085 и\u2029да", format_name="text", to="en")
@given(text=TEXTS, format_name=st.sampled_from(["markdown", "text"]), to=st.sampled_from(["both", "en", "ru"]))
def test_any_text(text: str, format_name: str, to: str) -> None:
    result = IDENTITY[to].translate_text(text, format=format_name)
    check(result, to)
    assert monolingual.write(result) == text
    assert verify(result) == []


@pytest.mark.parametrize("to", ["en", "ru"])
@pytest.mark.parametrize("table", ["markdown", "plain"])
def test_identity_gives_every_case_back(table: str, to: str) -> None:
    known = find_format({"markdown": "markdown", "plain": "text"}[table])
    for case in cases_of(f"{table}.md"):
        result = IDENTITY[to].translate_document(parse(case.source, known, Meta(case.title, known.name)))
        check(result, to)
        assert monolingual.write(result) == case.source, case.title


ENCODINGS = [
    ("utf-8", b""),
    ("utf-8", codecs.BOM_UTF8),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
    ("utf-32-le", codecs.BOM_UTF32_LE),
    ("windows-1251", b""),
    ("koi8-r", b""),
    ("cp866", b""),
]


@settings(max_examples=80, deadline=None)
@given(text=TEXTS, how=st.sampled_from(ENCODINGS), to=st.sampled_from(["en", "ru"]), name=st.sampled_from(["a.md", "a.txt"]))
def test_identity_gives_the_bytes_back_in_any_encoding(text: str, how: tuple[str, bytes], to: str, name: str) -> None:
    encoding, bom = how
    data = bom + text.encode(encoding, "ignore")
    document = read_document(data, name=name, encoding=encoding)
    result = IDENTITY[to].translate_document(document)
    assert encode(monolingual.write(result), result.document.meta.encoding, result.document.meta.bom) == data


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("to", ["en", "ru"])
def test_identity_gives_the_samples_bytes_back(path: Path, to: str) -> None:
    result = IDENTITY[to].translate_file(path)
    meta = result.document.meta
    assert encode(monolingual.write(result), meta.encoding, meta.bom) == path.read_bytes()


def test_the_same_bytes_on_every_run_and_in_any_order_of_files(tmp_path: Path) -> None:
    """Three processes, with other hash seeds and other neighbours."""
    files = [str(SAMPLES / name) for name in ("politics.md", "telegram.txt")]
    made = []
    for number, order in enumerate((files, files[::-1], files)):
        folder = tmp_path / str(number)
        command = [sys.executable, "-m", "polyglot_news", "translate", *order, "-o", str(folder), "--format", "jsonl"]
        subprocess.run(
            [*command, "--threads", str(number + 1)], check=True, capture_output=True, env={"PYTHONHASHSEED": str(number)}
        )
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert made[0] == made[1] == made[2]
    assert sorted(made[0]) == ["politics.md.jsonl", "telegram.txt.jsonl"]


def test_lines_are_json_in_utf8_and_nothing_else() -> None:
    result = IDENTITY["both"].translate_text('Привет\u2028мир \ud800 \\ "x"\t.', format="text")
    data = jsonl.write(result).encode("utf-8")
    assert data.count(b"\n") == len(result.units)
    assert [json.loads(line)["source"] for line in data.split(b"\n")[:-1]] == [unit.source for unit in result.units]
    assert "Привет".encode() in data
