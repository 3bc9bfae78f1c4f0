"""Many spans asked at once say what each by itself would."""

from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.document import Span
from polyglot_news.text.coverage import Coverage

SPANS = st.tuples(st.integers(0, 12), st.integers(0, 5)).map(lambda pair: Span(pair[0], sum(pair)))


@given(st.lists(SPANS, max_size=6), SPANS.filter(bool))
def test_coverage_meets_what_one_of_its_spans_meets(spans: list[Span], asked: Span) -> None:
    assert Coverage(spans).meets(asked) == asked.meets([span for span in spans if span])
