"""Translations begun before the names of a document are known: the same result, whatever was begun."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from polyglot_news import EngineOptions, Options, Pipeline
from polyglot_news.document import Direction, Hypothesis, Origin
from polyglot_news.drafting import beginning, draft
from polyglot_news.errors import EngineError
from polyglot_news.formats.jsonl import write
from polyglot_news.mt.engine import Decoding, Request
from polyglot_news.names.term import Term
from polyglot_news.reading import read_document
from polyglot_news.segmentation import segment
from polyglot_news.translation import HeadStart, Task, make_task, seems_nameless

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.md"))
LINES = [f"Комиссия проверила {n} участков и ничего не нашла." for n in range(200)]


class _Echo:
    """An engine that writes what it is asked, in English letters, and counts."""

    signature, origin, placeholders, hints = "echo", Origin.MODEL, ("<x0>",), None

    def __init__(self, fails_at: str = "\0") -> None:
        self.asked: list[str] = []
        self._fails_at = fails_at

    def supports(self, direction: Direction) -> bool:
        return True

    def translate(self, requests: Sequence[Request]) -> Iterator[Hypothesis]:
        self.asked += [request.text for request in requests]
        if any(self._fails_at in request.text for request in requests):
            raise EngineError("out of words")
        figures = ["".join(filter(str.isdigit, request.text)) for request in requests]
        return iter([Hypothesis(f"The committee checked {n} places and found nothing.", -0.1) for n in figures])


def _tasks(lines: Sequence[str]) -> list[Task]:
    document = segment(read_document("\n\n".join(lines).encode(), name="a.txt"))
    return [make_task(document.text, s, document.blocks[s.block], Direction("ru", "en"), "text", ()) for s in document.segments]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_document_is_the_same_with_and_without_a_head_start(pipeline: Pipeline, path: Path) -> None:
    document = read_document(path.read_bytes(), name=path.name)
    whole = pipeline.translate_drafts([draft(document, pipeline.options)])[0]
    assert write(pipeline.translate_document(document)) == write(whole)


@pytest.mark.parametrize("names", [True, False])
def test_a_long_document_is_the_same_with_and_without_a_head_start(names: bool) -> None:
    pipeline = Pipeline(Options(engine=EngineOptions(engine="identity"), to="en", names=names))
    engine = pipeline._engine = _Echo()
    pipeline._finds_names = names
    text = "\n\n".join([*LINES * 2, "Всё это сказал Иван Кротов.", *LINES * 3])
    document = read_document(text.encode(), name="a.txt")
    result = pipeline.translate_document(document)
    asked = len(engine.asked)
    assert result == pipeline.translate_drafts([draft(document, pipeline.options)])[0]
    assert asked <= len(engine.asked) - asked + 1  # nothing is asked twice, but perhaps the sentence with a name
    assert len(beginning(document).segments) > 100


def test_the_beginning_of_a_short_document_is_not_worth_it() -> None:
    assert beginning(read_document("\n\n".join(LINES).encode(), name="a.txt")).segments == ()


def test_the_beginning_is_segmented_as_the_whole_is() -> None:
    document = read_document("\n\n".join(LINES * 5).encode(), name="a.txt")
    early = beginning(document).segments
    assert early == segment(document).segments[: len(early)]


def test_a_term_in_small_letters_is_told_in_what_was_begun_without_it() -> None:
    named = Pipeline(Options(terms=(Term("участок", "polling place", "term", "terms.tsv:1"),)))
    units = named.translate_text("\n\n".join(["На участке ничего не нашли."] * 3), format="text").units
    assert [unit.names[0].target for unit in units] == ["polling place"] * 3
    assert all("polling place" in (unit.target or "") for unit in units)


def test_what_is_begun_is_asked_once_and_the_rest_by_whoever_wants_it() -> None:
    tasks, engine = _tasks(LINES), _Echo()
    with HeadStart(engine, Decoding()) as begun:
        begun.begin(tasks[:40])
        begun.begin(tasks[:150])
        made = list(begun.complete(tasks))
    assert [one.segment_id for one in made] == [task.segment.id for task in tasks]
    assert sorted(set(engine.asked)) == sorted(engine.asked)
    assert len(engine.asked) == len(tasks)


def test_a_failure_in_what_was_begun_is_told() -> None:
    tasks = _tasks(LINES)
    with pytest.raises(EngineError, match="out of words"), HeadStart(_Echo(fails_at=" 77 "), Decoding()) as begun:
        begun.begin(tasks)
        list(begun.complete(tasks))


@pytest.mark.parametrize(
    ("text", "nameless"),
    [
        ("Об этом сообщили в полиции.", True),
        ("«Об этом мы не знаем».", True),
        ("The rest was taken home.", True),
        ("Об этом сообщил Иванов.", False),
        ("He met @someone there.", False),
        ("1954?", True),
    ],
)
def test_what_seems_to_have_no_name(text: str, nameless: bool) -> None:
    assert seems_nameless(text) is nameless
