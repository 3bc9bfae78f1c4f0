"""The samples: routed as `samples/expected` says, given back by the identity engine, and readable after translation.

An expectation is a stretch of visible text and its language; all segments that it touches must be in that language. It is
looked for behind the one before, white space aside.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from polyglot_news import BilingualDocument, EngineOptions, Options, Pipeline
from polyglot_news.document import Block, Document
from polyglot_news.formats import monolingual
from polyglot_news.reading import read_bytes, read_document
from polyglot_news.segmentation import segment
from polyglot_news.text.bare import marks_inside, strip_marks
from polyglot_news.verification import verify

from .conftest import SAMPLES

FILES = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".md", ".txt") and path.name != "README.md")
EXPECTED = {path: SAMPLES / "expected" / f"{path.stem}.routing.tsv" for path in FILES}

# Stretches that routing gets wrong today, by the first words: each a fault to mend, none to forget.
KNOWN_FAULTS: dict[str, str] = {}
READS_BACK_OTHERWISE: dict[str, str] = {}


def _rows() -> Iterator[tuple[Path, int, str, str]]:
    for path, table in EXPECTED.items():
        lines = table.read_text(encoding="utf-8").splitlines() if table.exists() else []
        for number, line in enumerate(lines, start=1):
            language, text = line.split("\t")
            yield path, number, language, text


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@cache
def _document(path: Path) -> Document:
    return segment(read_document(read_bytes(path), name=path.name))


@cache
def _visible(path: Path) -> tuple[str, tuple[str, ...]]:
    """The visible text of all segments without white space, and the language of each of its characters."""
    document = _document(path)
    text, languages = "", list[str]()
    for s in document.segments:
        block: Block = document.blocks[s.block]
        if not block.kind.translatable:
            continue
        shown = _squeezed(strip_marks(document.text, s.span, marks_inside(block.marks, s.span)).text)
        text += shown
        languages += [s.language] * len(shown)
    return text, tuple(languages)


@cache
def _places(path: Path) -> dict[int, int]:
    """Where each expectation of a file stands in its visible text; -1 where it is not found behind the one before."""
    text, at, places = _visible(path)[0], 0, dict[int, int]()
    for other, number, _, stretch in _rows():
        if other != path:
            continue
        found = text.find(_squeezed(stretch), at)
        places[number] = found
        at = found + len(_squeezed(stretch)) if found >= 0 else at
    return places


def _cases() -> Iterator[object]:
    for path, number, language, text in _rows():
        reason = next((why for start, why in KNOWN_FAULTS.items() if text.startswith(start)), None)
        marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
        yield pytest.param(path, number, language, text, marks=marks, id=f"{path.stem}:{number}")


def test_every_sample_has_its_expectations() -> None:
    assert len(FILES) >= 4
    assert [path.name for path, table in EXPECTED.items() if not table.exists()] == []


@pytest.mark.parametrize(("path", "number", "language", "text"), list(_cases()))
def test_routing(path: Path, number: int, language: str, text: str) -> None:
    at = _places(path)[number]
    assert at >= 0, f"not in the visible text behind the row before: {text}"
    languages = _visible(path)[1][at : at + len(_squeezed(text))]
    assert set(languages) == {language}, text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_segments_are_slices(path: Path) -> None:
    document, at = _document(path), 0
    for s in document.segments:
        assert s.span.of(document.text) == s.text
        assert at <= s.span.start < s.span.stop
        assert document.blocks[s.block].span.covers(s.span)
        at = s.span.stop


@pytest.mark.parametrize("to", ["en", "ru"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_identity_gives_the_sample_back(path: Path, to: str) -> None:
    result = Pipeline(Options(to=to, engine=EngineOptions("identity"))).translate_file(path)
    assert monolingual.write(result) == result.document.text
    assert verify(result) == []


@cache
def _translated(path: Path) -> BilingualDocument:
    return Pipeline(Options(beam=1)).translate_file(path)


def _reading_back() -> Iterator[object]:
    for path in FILES:
        reason = READS_BACK_OTHERWISE.get(path.name)
        yield pytest.param(path, marks=[pytest.mark.xfail(strict=True, reason=reason)] if reason else [], id=path.name)


@pytest.mark.parametrize("path", list(_reading_back()))
def test_a_translated_sample_reads_back(path: Path) -> None:
    assert [str(fault) for fault in verify(_translated(path))] == []


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_translated_sample_keeps_addresses_and_lines(path: Path, language: str) -> None:
    result = _translated(path)
    text = monolingual.write_in(result, language)
    addresses = re.compile(r"https?://[^\s)>\"`]*[^\s)>\"`.,]|[@#]\w+")
    assert sorted(addresses.findall(text)) == sorted(addresses.findall(result.document.text))
    assert text.count("\n\n") == result.document.text.count("\n\n")
