"""A worker by itself: which documents fail, and what the engine is asked when one of many does."""

from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from polyglot_news.archive.jobs import DraftJob, DraftMade, Failed, Made, Raw, Settings, ToMake, TranslateJob
from polyglot_news.archive.work import SEGMENTS_IN_A_SHARE, Worker
from polyglot_news.document import Hypothesis
from polyglot_news.errors import EngineError, ModelError, PolyglotNewsError, WriteError
from polyglot_news.mt.engine import Request
from polyglot_news.mt.identity import IdentityEngine
from polyglot_news.mt.loading import EngineOptions
from polyglot_news.options import Options

SETTINGS = Settings(Options(engine=EngineOptions(engine="identity"), to="ru"))
PARAGRAPHS = 64


class Fragile:
    """Counts the texts that the engine is asked for, and fails at those that say so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: Counter[str] = Counter()
        self.error: Exception = EngineError("the engine failed")
        monkeypatch.setattr(IdentityEngine, "translate", self._translate)

    def _translate(self, requests: Sequence[Request]) -> Iterator[Hypothesis]:
        self.asked.update(request.text for request in requests)
        if any("fragile" in request.text for request in requests):
            raise self.error
        return (Hypothesis(request.text) for request in requests)


@pytest.fixture
def fragile(monkeypatch: pytest.MonkeyPatch) -> Fragile:
    return Fragile(monkeypatch)


def document(number: int, *, bad: bool) -> Raw:
    texts = [f"This is paragraph number {one} of story {number}." for one in range(PARAGRAPHS)]
    return Raw(f"{number:02}.md", "\n\n".join([*texts, *["This is a fragile paragraph."] * bad]).encode())


def job(worker: Worker, bad: set[int], *, shares: int = 3) -> TranslateJob:
    each = SEGMENTS_IN_A_SHARE // PARAGRAPHS
    raws = tuple(document(number, bad=number in bad) for number in range(each * shares))
    drafts = [made for made in worker.do(DraftJob(raws)) if isinstance(made, DraftMade)]
    return TranslateJob(tuple(ToMake(made.name, made.draft, made.facts.segments) for made in drafts), {})


@pytest.mark.parametrize("error", [EngineError("the engine failed"), RuntimeError("a fault")])
@pytest.mark.parametrize("bad", [{10}, {0, 23}, set(range(8, 16))])
def test_a_document_that_fails_costs_its_share_alone(fragile: Fragile, bad: set[int], error: Exception) -> None:
    worker, fragile.error = Worker(SETTINGS), error
    wanted = job(worker, bad)
    answers = worker.do(wanted)
    assert [answer.name for answer in answers] == [one.name for one in wanted.documents]
    assert {int(answer.name[:2]) for answer in answers if isinstance(answer, Failed)} == bad
    each = SEGMENTS_IN_A_SHARE // PARAGRAPHS
    for number, answer in enumerate(answers):
        asked = fragile.asked[f"This is paragraph number 0 of story {number}."]
        if not bad & set(range(number // each * each, number // each * each + each)):
            assert asked == 1  # nobody in its share fails
        if isinstance(answer, Made):
            assert asked <= each.bit_length()  # shares are halved: it is asked for once more at most a halving
            assert answer.data == document(number, bad=False).data


def test_a_document_that_fails_is_told_when_it_is_the_only_one(fragile: Fragile) -> None:
    worker = Worker(SETTINGS)
    (draft,) = (made for made in worker.do(DraftJob((document(1, bad=True),))) if isinstance(made, DraftMade))
    (failed,) = worker.do(TranslateJob((ToMake(draft.name, draft.draft, draft.facts.segments),), {}))
    assert failed == Failed("01.md", "the engine failed", EngineError.exit_code)


@pytest.mark.parametrize("error", [WriteError("the memory is full"), ModelError("the model is damaged")])
def test_what_all_others_would_meet_too_ends_the_job(fragile: Fragile, error: PolyglotNewsError) -> None:
    worker, fragile.error = Worker(SETTINGS), error
    wanted = job(worker, {10})
    with pytest.raises(type(error)):
        worker.do(wanted)
    assert max(fragile.asked.values()) == 1
