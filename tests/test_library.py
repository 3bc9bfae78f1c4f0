"""The library: what the README promises of `Pipeline`, and that threads may share one."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import polyglot_news
from polyglot_news import BilingualDocument, Direction, EngineOptions, Options, Origin, Pipeline, translate_file
from polyglot_news.document import Hypothesis, Meta
from polyglot_news.errors import EngineError, ModelNotFoundError, PolyglotNewsError, ReadError, UsageError
from polyglot_news.formats import monolingual
from polyglot_news.formats.jsonl import KEYS
from polyglot_news.formats.registry import find_format
from polyglot_news.mt.identity import IdentityEngine
from polyglot_news.reading import parse

from .conftest import SAMPLES

TEXT = "Глава ЦБ сделала заявление. It was a short statement. Це наша мова, її знають усі. https://cbr.ru/1"


def test_a_paragraph_is_pairs(pipeline: Pipeline) -> None:
    units = pipeline.translate_paragraph(TEXT)
    assert [unit.source_lang for unit in units[:3]] == ["ru", "en", "uk"]
    assert [unit.target_lang for unit in units[:3]] == ["en", "ru", None]
    assert units[0].source == "Глава ЦБ сделала заявление."
    assert (units[0].target or "").isascii()
    assert units[2].target is None
    assert units[2].flags == ("other_language",)
    assert all(hasattr(unit, key) for unit in units for key in KEYS)


def test_the_first_request_is_fine_and_the_second_too(pipeline: Pipeline) -> None:
    first, second = pipeline.translate_paragraph(TEXT), pipeline.translate_paragraph(TEXT)
    assert first == second
    assert Pipeline().translate_paragraph(TEXT) == first


def test_pipelines_with_equal_options_share_one_model() -> None:
    assert Pipeline()._engine is Pipeline(Options())._engine
    assert Pipeline(Options(to="en"))._engine is Pipeline(Options(beam=1))._engine


def test_a_text_is_a_document(pipeline: Pipeline) -> None:
    result = pipeline.translate_text("# Погода\n\nСегодня **дождь**.\n", format="markdown", name="w.md")
    assert isinstance(result, BilingualDocument)
    assert [(unit.doc, unit.kind, unit.id) for unit in result.units] == [
        ("w.md", "title", "b1.s1"),
        ("w.md", "paragraph", "b2.s1"),
    ]
    assert "**" in (result.units[1].target or "")
    assert result.signature.startswith(f"polyglot-news:{polyglot_news.__version__}|")


def test_a_file_is_what_its_suffix_says(pipeline: Pipeline) -> None:
    path = SAMPLES / "telegram.txt"
    result = pipeline.translate_file(path)
    assert result.document.meta == Meta(str(path), "text", "windows-1251", b"", True)
    assert pipeline.translate_file(str(path), format="text", encoding="windows-1251").units == result.units
    assert translate_file(path).units == result.units


def test_eight_threads_give_the_same_as_one(pipeline: Pipeline) -> None:
    texts = [line for line in (SAMPLES / "politics.md").read_text(encoding="utf-8").split("\n\n") if line.strip()]
    alone = [pipeline.translate_text(text).units for text in texts]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: pipeline.translate_text(text).units, texts))
    assert together == alone


def test_threads_may_build_pipelines_at_once() -> None:
    options = Options(engine=EngineOptions(threads=1))
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: Pipeline(options), range(8)))
    assert len({id(p._engine) for p in made}) == 1


def test_all_mistakes_in_options_are_told_at_once() -> None:
    engine = EngineOptions(engine="gpt", compute_type="int4", device="tpu", threads=-1, batching="odd")
    with pytest.raises(UsageError) as raised:
        Options(to="de", beam=0, engine=engine)
    told = str(raised.value)
    assert "\n" not in told
    for mistake in ("to='de'", "beam=0", "engine='gpt'", "compute_type='int4'", "device='tpu'", "threads=-1", "batching='odd'"):
        assert mistake in told


@pytest.mark.parametrize("device", ["cpu", "cuda", "cuda:1", "auto"])
def test_devices(device: str) -> None:
    assert Options(engine=EngineOptions(device=device)).engine.device == device


def test_errors_have_one_root() -> None:
    with pytest.raises(ModelNotFoundError, match="no-such-model"):
        Pipeline(Options(engine=EngineOptions(models=("no-such-model",))))
    with pytest.raises(ReadError):
        Pipeline(Options(engine=EngineOptions("identity"))).translate_file("nothing")
    assert issubclass(ReadError, PolyglotNewsError)


def test_progress_is_told_and_ends_at_the_end() -> None:
    told: list[tuple[int, int]] = []
    pipeline = Pipeline(Options(engine=EngineOptions("identity")))
    document = parse("Один. Two words here.", find_format("text"), Meta())
    result = pipeline.translate_document(document, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (len(result.units), len(result.units))


def test_a_file_of_which_nothing_was_translated_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Привет, мир. It is a day.", encoding="utf-8")
    pipeline = Pipeline(Options(engine=EngineOptions("identity")))
    monkeypatch.setattr(IdentityEngine, "origin", Origin.MODEL)
    with pytest.raises(EngineError, match=r"a\.txt: none of 2 segments was translated"):
        pipeline.translate_file(path)
    assert all(unit.flags for unit in pipeline.translate_paragraph("Привет, мир. It is a day."))  # told, pair by pair


def test_a_file_of_which_something_was_translated_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Привет, мир. It is a day.", encoding="utf-8")
    pipeline = Pipeline(Options(engine=EngineOptions("identity")))
    monkeypatch.setattr(IdentityEngine, "origin", Origin.MODEL)
    monkeypatch.setattr(
        IdentityEngine,
        "translate",
        lambda self, requests: (Hypothesis("Day." if r.direction == Direction("ru", "en") else r.text) for r in requests),
    )
    assert [unit.target for unit in pipeline.translate_file(path).units] == ["Day.", "It is a day."]


@pytest.mark.parametrize("to", ["en", "ru"])
def test_one_language(pipeline: Pipeline, to: str) -> None:
    result = Pipeline(Options(to=to)).translate_text(TEXT, format="text")
    assert {unit.target_lang for unit in result.units} <= {to, None}
    assert "Це наша мова" in monolingual.write(result)
    both = pipeline.translate_text(TEXT, format="text")
    assert monolingual.write_in(both, to) == monolingual.write(result)


def test_exported_names() -> None:
    for name in ("Pipeline", "Options", "EngineOptions", "BilingualDocument", "Document", "TranslationUnit", "translate_file"):
        assert name in polyglot_news.__all__
