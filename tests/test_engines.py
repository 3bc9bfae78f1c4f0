"""What the engines promise: order, independence of neighbours, long texts, scripts, errors."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news import Direction, EngineOptions
from polyglot_news.document import EN_RU, RU_EN, Hypothesis
from polyglot_news.errors import DirectionError, ModelError
from polyglot_news.mt.engine import Decoding, Engine, Request, TokenHypothesis, choose_at, most_looked_at
from polyglot_news.mt.loading import load_engine

from .conftest import CASES


def _sources(direction: str) -> list[str]:
    lines = (CASES / f"gate.{direction}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[0] for line in lines]


def _requests() -> list[Request]:
    """Both directions, and short ones among the long: 60 texts."""
    texts = [(text, RU_EN) for text in _sources("ru-en")[:24]] + [(text, EN_RU) for text in _sources("en-ru")[:24]]
    texts += [(text, RU_EN) for text in ("Да.", "Курс доллара", "ПОЖАР В ЦЕНТРЕ МОСКВЫ", "Фото: ТАСС", "Привет", "Не знаю.")]
    texts += [(text, EN_RU) for text in ("Yes.", "Read more", "BREAKING NEWS", "Photo: Reuters", "Sport", "Come on, come on")]
    return [Request(text, direction, Decoding(beam=2)) for text, direction in texts]


def _texts(engine: Engine, requests: Sequence[Request]) -> list[Hypothesis]:
    return list(engine.translate(requests))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine(EngineOptions(threads=2))


@pytest.fixture(scope="module")
def alone(engine: Engine) -> list[Hypothesis]:
    """Each text translated by itself."""
    return [hypothesis for request in _requests() for hypothesis in engine.translate([request])]


SOURCE = (">>eng<<", "▁Он", "▁ушёл", "</s>")
THERE = ((0.6, 0.2, 0.1, 0.1), (0.5, 0.3, 0.1, 0.1))  # rows: He, left; most of it rests on the tag
BACK = ((0.1, 0.8, 0.05, 0.05), (0.1, 0.1, 0.7, 0.1))  # rows: Он, ушёл; columns: tag, He, left, end


def test_the_tag_and_the_end_are_looked_at_by_nobody() -> None:
    assert most_looked_at(THERE, SOURCE) == ((1, 0.2), (1, 0.3))
    assert most_looked_at(THERE, (">>eng<<", "</s>")) == ()


def test_attention_back_corrects_attention_there() -> None:
    found = most_looked_at(THERE, SOURCE, BACK)
    assert [at for at, _ in found] == [1, 2]
    assert [weight for _, weight in found] == pytest.approx([(0.2 * 0.8) ** 0.5, (0.1 * 0.7) ** 0.5])


@given(st.lists(st.lists(st.integers(0, 100).map(float), min_size=4, max_size=4), max_size=5), st.floats(0.01, 1))
def test_attention_back_that_knows_nothing_changes_no_link(there: list[list[float]], share: float) -> None:
    back = [[share] * (len(there) + 2)] * 2
    assert [at for at, _ in most_looked_at(there, SOURCE, back)] == [at for at, _ in most_looked_at(there, SOURCE)]


def test_a_text_does_not_depend_on_its_neighbours(engine: Engine, alone: list[Hypothesis]) -> None:
    assert _texts(engine, _requests()) == alone


def test_a_text_does_not_depend_on_the_order(engine: Engine, alone: list[Hypothesis]) -> None:
    order = list(range(len(alone)))
    random.Random(5).shuffle(order)
    assert _texts(engine, [_requests()[n] for n in order]) == [alone[n] for n in order]


@pytest.mark.parametrize("threads", [1, 4])
def test_a_text_does_not_depend_on_threads(alone: list[Hypothesis], threads: int) -> None:
    assert _texts(load_engine(EngineOptions(threads=threads)), _requests()) == alone


def test_alignment_does_not_change_the_text(engine: Engine, alone: list[Hypothesis]) -> None:
    aligned = [Request(r.text, r.direction, r.decoding, align=True) for r in _requests()]
    assert [(h.text, h.score) for h in engine.translate(aligned)] == [(h.text, h.score) for h in alone]


def test_alignment_does_not_depend_on_neighbours(engine: Engine) -> None:
    aligned = [Request(r.text, r.direction, r.decoding, align=True) for r in _requests()]
    together = _texts(engine, aligned)
    assert together == [hypothesis for request in aligned for hypothesis in engine.translate([request])]
    assert all(h.alignment for h in together if len(h.text) > 20)


@given(st.lists(st.tuples(st.floats(-9, 0), st.floats(-9, 0)), min_size=1, max_size=9))
def test_what_is_chosen_is_never_worse_on_both_sides(scores: list[tuple[float, float]]) -> None:
    hypotheses = [TokenHypothesis((str(n),), score) for n, (score, _) in enumerate(scores)]
    there, back = scores[choose_at(hypotheses, [score for _, score in scores])]
    assert not [other for other in scores if other[0] > there and other[1] > back]


def test_the_source_read_back_decides_between_equals() -> None:
    equals = [TokenHypothesis(("a",), -0.5), TokenHypothesis(("b",), -0.5)]
    assert choose_at(equals, [-2.0, -1.0]) == 1


def _best(requests: Sequence[Request]) -> list[Request]:
    return [Request(r.text, r.direction, Decoding(beam=6, candidates=6), align=True) for r in requests]


def test_candidates_do_not_depend_on_neighbours(engine: Engine) -> None:
    requests = _best(_requests()[::5])
    assert _texts(engine, requests) == [hypothesis for request in requests for hypothesis in engine.translate([request])]


def test_what_is_chosen_is_one_of_the_candidates_and_reads_back_better(engine: Engine) -> None:
    """Not the likeliest for some texts; and all in all the model finds the source likelier given it."""
    requests = [r for r in _best(_requests()) if len(r.text.split()) > 5][:12]
    plain = [Request(r.text, r.direction, replace(r.decoding, candidates=1)) for r in requests]
    changed = [(a, b) for a, b in zip(_texts(engine, plain), _texts(engine, requests), strict=True) if a.text != b.text]
    assert changed
    for likeliest, chosen in changed:
        assert chosen.score is not None
        assert likeliest.score is not None
        assert chosen.score <= likeliest.score
        assert chosen.alignment


def test_hints_are_nothing_that_a_candidate_should_explain(engine: Engine) -> None:
    opening, closing = engine.hints or ("", "")
    text = f"Наталья{opening} Natalia{closing} Ковалёва{opening} Kovalyova{closing} уехала в Самару, сообщили в полиции."
    (made,) = engine.translate([Request(text, RU_EN, Decoding(beam=6, candidates=6))])
    assert "Natalia" in made.text
    assert "Kovalyova" in made.text


def test_mixed_batches_keep_the_order(alone: list[Hypothesis]) -> None:
    mixed = _texts(load_engine(EngineOptions(batching="mixed")), _requests())
    same = sum(a.text == b.text for a, b in zip(mixed, alone, strict=True))
    assert same >= 0.8 * len(alone)  # padding may change a few


def test_scripts_are_kept(engine: Engine) -> None:
    requests = [Request(text, RU_EN) for text in _sources("ru-en")[:30]]
    assert not [h.text for h in engine.translate(requests) if any("\u0400" <= char <= "\u04ff" for char in h.text)]
    strict = Decoding(strict_script=True)
    requests = [Request(text, EN_RU, strict) for text in _sources("en-ru")[:30]]
    assert not [h.text for h in engine.translate(requests) if any(char.isascii() and char.isalpha() for char in h.text)]


def test_allowed_words_may_stay(engine: Engine) -> None:
    text = "The app Telegram works again."
    strict = Request(text, EN_RU, Decoding(strict_script=True))
    allowed = Request(text, EN_RU, Decoding(strict_script=True, allowed=frozenset(("Telegram",))))
    without, with_it = engine.translate([strict, allowed])
    assert "Telegram" not in without.text
    assert "Telegram" in with_it.text


def test_markers_never_leak(engine: Engine) -> None:
    """Markers that the text does not bring are suppressed, those of hints always."""
    texts = ["Он сказал <x0> вчера.", "Она пришла."]
    first, second = engine.translate([Request(texts[0], RU_EN, Decoding(placeholders=True)), Request(texts[1], RU_EN)])
    assert first.text.count("<x0>") == 1
    assert "<x" not in second.text


def test_a_text_longer_than_the_window_is_not_cut_off(engine: Engine) -> None:
    text = "; ".join(source.rstrip(".") for source in _sources("ru-en")[:20]) + "."
    (hypothesis,) = engine.translate([Request(text, RU_EN, align=True)])
    looked_at = {link.source.start // 100 for link in hypothesis.alignment}
    assert looked_at == set(range(len(text) // 100)) | {(len(text) - 1) // 100}, (
        "each hundred characters of the source are rendered"
    )
    assert hypothesis.alignment == tuple(sorted(hypothesis.alignment, key=lambda link: link.target.start))
    assert 0.6 * len(text) < len(hypothesis.text) < 1.6 * len(text)


def test_unsupported_direction_is_refused_before_anything(engine: Engine) -> None:
    with pytest.raises(DirectionError, match=r"de-en.*--model"):
        engine.translate([Request("Да.", RU_EN), Request("Ja.", Direction("de", "en"))])


def test_an_unknown_model_says_what_to_type() -> None:
    with pytest.raises(ModelError, match="models"):
        load_engine(EngineOptions(models=("no-such-model",)))


def test_engines_are_loaded_once() -> None:
    assert load_engine(EngineOptions()) is load_engine(EngineOptions())
