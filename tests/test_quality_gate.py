"""Floors under quality, each a little under today's figure; raise one whenever its figure rises, lower none.

Figures are printed (`pytest -s`), so that a change shows before it breaks a floor.
"""

import re
from collections.abc import Iterator

import pytest
import sacrebleu

from polyglot_news import Pipeline
from polyglot_news.checks import foreign_words
from polyglot_news.routing.identify import identify
from polyglot_news.text.protection import find_protected
from polyglot_news.text.sentences import split_sentences

from .conftest import CASES, SAMPLES

CHRF = {"ru-en": 57.4, "en-ru": 48.2}
ROUTING = {"sentence": 0.998, "phrase": 0.98, "word": 0.98, "other": 0.98}
BOUNDARY_F1 = 0.96


def _rows(direction: str) -> list[list[str]]:
    lines = (CASES / f"gate.{direction}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


@pytest.mark.parametrize("direction", CHRF)
def test_translation(pipeline: Pipeline, direction: str) -> None:
    """chrF of the road, sentence by sentence (a line may hold two: they are joined again)."""
    rows = _rows(direction)
    units = pipeline.translate_text("\n\n".join(source for source, _ in rows), format="text").units
    source_lang, target_lang = direction.split("-")
    blocks: dict[int, list[str]] = {}
    for unit in units:
        blocks.setdefault(unit.block, []).append(unit.target or "")
    assert len(blocks) == len(rows)
    assert sum(unit.source_lang == source_lang for unit in units) >= 0.99 * len(units)
    texts = [" ".join(parts) for _, parts in sorted(blocks.items())]
    score = sacrebleu.corpus_chrf(texts, [[reference for _, reference in rows]]).score
    print(f"{direction}: chrF {score:.1f} on {len(rows)} lines")
    assert score >= CHRF[direction]
    if target_lang == "en":
        assert not [text for (source, _), text in zip(rows, texts, strict=True) if foreign_words(source, text, "en")]


@pytest.mark.parametrize("size", ROUTING)
def test_routing(size: str) -> None:
    lines = (CASES / "routing.tsv").read_text(encoding="utf-8").splitlines()[1:]
    cases = [row for row in (line.split("\t") for line in lines) if row[2] == size]
    right = sum(identify(text).language == language for text, language, *_ in cases)
    print(f"routing, {size}: {right} of {len(cases)}")
    assert cases
    assert right / len(cases) >= ROUTING[size]


def test_sentence_boundaries() -> None:
    """F1 of the inner boundaries of `sentences.md`, its known faults included."""
    found = wanted = both = 0
    for line in (CASES / "sentences.md").read_text(encoding="utf-8").splitlines():
        if not line.startswith("- "):
            continue
        text, expected = "", set[int]()
        for piece, between in _pieces(line[2:].partition(" ## ")[0]):
            text += piece
            expected |= {len(text)}
            text += between
        expected -= {len(text)}
        got = {span.stop for span in split_sentences(text)} - {len(text)}
        found, wanted, both = found + len(got), wanted + len(expected), both + len(got & expected)
    f1 = 2 * both / (found + wanted)
    print(f"sentence boundaries: F1 {f1:.4f} of {wanted}")
    assert wanted > 100
    assert f1 >= BOUNDARY_F1


def _pieces(case: str) -> Iterator[tuple[str, str]]:
    """Each sentence and what lies between it and the next: `| |` a space, `||` nothing, `|\\n|` a line feed."""
    parts = re.split(r"\|(\\n|\s*)\|", case)
    for sentence, between in zip(parts[::2], [*parts[1::2], ""], strict=True):
        yield sentence, between.replace("\\n", "\n")


def test_protected_items_are_kept(pipeline: Pipeline) -> None:
    """Every address, handle, tag and icon of every sample stands in the translation."""
    lost = total = 0
    for sample in sorted(path for path in SAMPLES.iterdir() if path.suffix in (".md", ".txt")):
        for unit in pipeline.translate_file(sample).units:
            for item in find_protected(unit.source):
                if unit.target is not None and item.kind != "number":
                    total += 1
                    lost += item.span.of(unit.source) not in unit.target
    print(f"protected items: {total - lost} of {total}")
    assert total > 20
    assert lost == 0
