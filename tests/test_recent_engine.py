"""An engine that remembers: the answers of the engine behind it, asked for once, and no more of them kept than it may."""

from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.document import EN_RU, RU_EN
from polyglot_news.mt.engine import Decoding, Request
from polyglot_news.mt.recent import RecentEngine

from .test_translation import Scripted

_REQUESTS = st.builds(
    Request, st.sampled_from("абвгдежз"), st.sampled_from([RU_EN, EN_RU]), st.sampled_from([Decoding(beam=1), Decoding(beam=4)])
)


def _answer(request: Request) -> str:
    return f"{request.text} {request.direction} {request.decoding.beam}"


@given(calls=st.lists(st.lists(_REQUESTS, max_size=12), max_size=12), most=st.integers(0, 40))
def test_answers_are_those_of_the_engine_behind(calls: list[list[Request]], most: int) -> None:
    recent = RecentEngine(Scripted(_answer), most=most)
    for requests in calls:
        assert [made.text for made in recent.translate(requests)] == [_answer(request) for request in requests]


def test_the_same_is_asked_for_once() -> None:
    behind = Scripted(_answer)
    recent = RecentEngine(behind)
    one, two = (Request(text, RU_EN) for text in ("Один.", "Два."))
    for requests in ([one, two, one], [two], [one, Request("Один.", EN_RU)]):
        list(recent.translate(requests))
    assert behind.asked == [one, two, Request("Один.", EN_RU)]


def test_what_was_used_longest_ago_is_forgotten() -> None:
    behind = Scripted(_answer)
    recent = RecentEngine(behind, most=2)
    one, two, three = (Request(text, RU_EN) for text in "123")
    for request in (one, two, one, three, one, two):
        list(recent.translate([request]))
    assert behind.asked == [one, two, three, two]
