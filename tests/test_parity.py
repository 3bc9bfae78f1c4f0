"""CTranslate2 and transformers write the same text for the same model; our tokens are those of transformers' own tokenizer."""

from dataclasses import replace
from pathlib import Path

import pytest

from polyglot_news import Direction
from polyglot_news.mt.conversion import convert
from polyglot_news.mt.engine import Decoding, Engine, Request
from polyglot_news.mt.loading import EngineOptions, load_engine
from polyglot_news.mt.models import bundled_model
from polyglot_news.mt.vocabulary import Vocabulary

from .conftest import CASES, ROOT

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch", reason="needs the extra [torch]: run `make test-all`")
CHECKPOINT = ROOT / "models" / "starter"


def _sentences(direction: str) -> list[str]:
    lines = (CASES / f"gate.{direction}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[0] for line in lines[:50]]


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, Engine]:
    """Both engines in float32, from the same checkpoint."""
    converted = tmp_path_factory.mktemp("models") / "float32"
    convert(CHECKPOINT, converted, name="float32", quantization="float32")
    return (
        load_engine(EngineOptions(models=(str(CHECKPOINT),), engine="transformers")),
        load_engine(EngineOptions(models=(str(converted),), compute_type="float32")),
    )


@pytest.mark.parametrize("direction", ["ru-en", "en-ru"])
def test_engines_write_the_same(engines: tuple[Engine, Engine], direction: str) -> None:
    source, target = direction.split("-")
    requests = [Request(text, Direction(source, target), Decoding(beam=1), align=True) for text in _sentences(direction)]
    reference, converted = (list(engine.translate(requests)) for engine in engines)
    assert len(requests) == 50
    assert [h.text for h in converted] == [h.text for h in reference]
    for ours, theirs in zip(converted, reference, strict=True):
        assert ours.score == pytest.approx(theirs.score, abs=2e-3)
        pairs = list(zip(ours.alignment, theirs.alignment, strict=True))
        same = sum(a.source == b.source for a, b in pairs)
        assert same >= 0.95 * len(pairs)


@pytest.mark.parametrize("direction", ["ru-en", "en-ru"])
def test_engines_choose_the_same_candidate(engines: tuple[Engine, Engine], direction: str) -> None:
    """Their searches differ in which hypotheses they end up with; nearly always the one that is chosen is the same."""
    source, target = direction.split("-")
    decoding = Decoding(beam=4, candidates=4)
    requests = [Request(text, Direction(source, target), decoding) for text in _sentences(direction)[:20]]
    reference, converted = ([h.text for h in engine.translate(requests)] for engine in engines)
    plain = [h.text for h in engines[1].translate([replace(r, decoding=Decoding(beam=4)) for r in requests])]
    assert plain != converted
    same = sum(a == b for a, b in zip(reference, converted, strict=True))
    assert same > sum(a == b for a, b in zip(plain, converted, strict=True))
    assert same >= 15


def test_tokens_are_those_of_transformers() -> None:
    from transformers import MarianTokenizer

    theirs = MarianTokenizer.from_pretrained(CHECKPOINT)
    ours = Vocabulary(*(Path(getattr(bundled_model(), side)) for side in ("source_spm", "target_spm")))
    for direction in ("ru-en", "en-ru"):
        for text in _sentences(direction):
            assert [*ours.encode(text), "</s>"] == theirs.convert_ids_to_tokens(theirs(text).input_ids)
