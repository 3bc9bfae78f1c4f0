"""Translation with engines that follow a script: what is asked again, what is kept, what is flagged, what is never lost."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.document import EN_RU, RU_EN, Direction, Hypothesis, Origin, Segment, Span, Translation
from polyglot_news.formats import markdown
from polyglot_news.mt.engine import Decoding, Engine, Request
from polyglot_news.mt.identity import IdentityEngine
from polyglot_news.translation import make_task, translate_tasks

MARKERS = ("<x0>", "<x1>", "<x2>")
Answer = Callable[[Request], str]


@dataclass
class Scripted:
    """An engine that answers by a function and keeps what it was asked."""

    answer: Answer
    origin: Origin = Origin.MODEL
    placeholders: tuple[str, ...] = MARKERS
    hints: tuple[str, str] | None = None
    signature: str = "scripted"
    asked: list[Request] = field(default_factory=list)

    def supports(self, direction: Direction) -> bool:
        return True

    def translate(self, requests: Sequence[Request]) -> Iterator[Hypothesis]:
        self.asked += requests
        return iter([Hypothesis(self.answer(request), -0.5) for request in requests])


def said(*pairs: str, otherwise: str = "It was so.") -> Answer:
    """Answers by what is asked: source, target, source, target ..."""
    table = dict(zip(pairs[0::2], pairs[1::2], strict=True))
    return lambda request: table.get(request.text, otherwise)


def translated(source: str, engine: Engine, direction: Direction = RU_EN) -> Translation:
    """The one sentence of a Markdown source, which is its block."""
    text = source + "\n"
    block = markdown.read(text)[0]
    segment = Segment("b1.s1", 0, block.span, block.span.of(text), direction.source, 1.0)
    (made,) = translate_tasks([make_task(text, segment, block, direction, "markdown")], engine, Decoding(beam=2))
    return made


def test_good_answer_is_taken_at_once() -> None:
    engine = Scripted(said("Он ушёл.", "He left."))
    made = translated("Он ушёл.", engine)
    assert (made.text, made.flags, made.origin, made.score) == ("He left.", (), Origin.MODEL, -0.5)
    assert len(engine.asked) == 1


def test_items_are_asked_as_placeholders() -> None:
    engine = Scripted(said("Канал <x0> ушёл.", "The <x0> channel left."))
    made = translated("Канал @x_y ушёл.", engine)
    assert (made.text, made.steps, made.flags) == ("The @x_y channel left.", ("protected 1",), ())
    assert [request.decoding.placeholders for request in engine.asked] == [True]


def test_lost_placeholder_is_split_around() -> None:
    engine = Scripted(said("Канал <x0> ушёл.", "The channel left.", "Канал", "Channel", "ушёл.", "left."))
    made = translated("Канал @x_y ушёл.", engine)
    assert (made.text, made.flags) == ("Channel @x_y left.", ())
    assert "split around" in made.steps


def test_what_is_lost_in_spite_of_all_is_appended_and_flagged() -> None:
    """A model without placeholders that drops what it does not know, and answers nothing where it is split."""
    engine = Scripted(lambda request: "The channel left." if "Канал" in request.text else "", placeholders=())
    made = translated("Канал @x_y ушёл.", engine)
    assert made.text is not None
    assert made.text.count("@x_y") == 1


def test_duplicated_marker_is_written_once() -> None:
    made = translated("Канал @x ушёл.", Scripted(said("Канал <x0> ушёл.", "The <x0> channel <x0> left.")))
    assert (made.text, made.flags) == ("The @x channel left.", ())


def test_marker_that_was_not_asked_for_never_leaks() -> None:
    made = translated("Канал @x ушёл.", Scripted(said("Канал <x0> ушёл.", "The <x0> channel <x2> left.")))
    assert made.text == "The @x channel left."
    assert translated("Он ушёл.", Scripted(said("Он ушёл.", "He left <x1>."))).text == "He left."


@pytest.mark.parametrize("answer", ["The word <x0> here.", "The word here."])
def test_literal_marker_of_the_document_is_kept(answer: str) -> None:
    made = translated("Слово <x3> тут.", Scripted(said("Слово <x0> тут.", answer)))
    assert made.text is not None
    assert made.text.count("<x3>") + made.text.count("\\<x3>") >= 1
    assert "<x0>" not in made.text


def test_loop_is_searched_again_and_the_better_kept() -> None:
    loop = "the bank " * 9

    def answer(request: Request) -> str:
        return "The central bank" if request.decoding.no_repeat_ngram else loop

    engine = Scripted(answer)
    made = translated("Центральный банк", engine)
    assert (made.text, made.flags) == ("The central bank", ())
    assert engine.asked[1].text == "Центральный банк."


def test_loop_that_stays_is_flagged() -> None:
    made = translated("Центральный банк", Scripted(lambda request: "the bank " * 9))
    assert "repetition" in made.flags


def test_second_attempt_that_is_worse_is_not_kept() -> None:
    made = translated("Погибли 5 человек.", Scripted(lambda request: "…" if "<x0>" in request.text else "6 people died."))
    assert made.text == "6 people died."
    assert "numbers_differ" in made.flags


def test_empty_output_leaves_the_source_and_is_flagged() -> None:
    made = translated("**Он** ушёл.", Scripted(lambda request: ""))
    assert (made.text, made.flags) == ("**Он** ушёл.", ("empty",))


def test_numbers_that_changed_are_protected() -> None:
    engine = Scripted(said("Погибли 1 234 человека.", "1,243 people died.", "Погибли <x0> человека.", "<x0> people died."))
    made = translated("Погибли 1 234 человека.", engine)
    assert (made.text, made.flags) == ("1,234 people died.", ())


def test_names_that_got_lost_are_protected() -> None:
    engine = Scripted(said("Фирма Tesla молчит.", "The firm is silent.", "Фирма <x0> молчит.", "<x0> is silent."))
    made = translated("Фирма Tesla молчит.", engine)
    assert (made.text, made.flags) == ("Tesla is silent.", ())


def test_copy_is_flagged_as_untranslated() -> None:
    made = translated("He left the city.", Scripted(lambda request: request.text.removesuffix(".") + "."), EN_RU)
    assert made.text == "He left the city."
    assert "untranslated" in made.flags


def test_wrong_script_is_asked_again_strictly() -> None:
    def answer(request: Request) -> str:
        return "Пожар потушен." if request.decoding.strict_script else "Пожар extinguished."

    engine = Scripted(answer)
    made = translated("The fire was put out.", engine, EN_RU)
    assert (made.text, made.flags) == ("Пожар потушен.", ())
    assert [request.decoding.strict_script for request in engine.asked] == [False, True]


def test_brands_of_the_source_stay_when_asked_strictly() -> None:
    def answer(request: Request) -> str:
        if not request.decoding.strict_script:
            return "Продажи Pixel и Galaxy extinguished."
        return "Продажи <x0> и <x1> упали." if "<x0>" in request.text else "Продажи Pixel и Galaxy упали."

    made = translated("Sales of Pixel and Galaxy fell.", Scripted(answer), EN_RU)
    assert (made.text, made.flags) == ("Продажи Pixel и Galaxy упали.", ())


def test_markup_asks_for_alignment() -> None:
    engine = Scripted(said(otherwise="He left."))
    translated("**Он** ушёл.", engine)
    translated("Он ушёл.", engine)
    assert [request.align for request in engine.asked] == [True, False]


def test_bare_model_gets_the_items_in_the_text() -> None:
    engine = Scripted(said("Канал @x ушёл.", "The @x channel left."), placeholders=())
    assert translated("Канал @x ушёл.", engine).text == "The @x channel left."


def test_target_is_escaped_as_its_format_needs() -> None:
    assert translated("Он ушёл.", Scripted(said("Он ушёл.", "1. *He* left_"))).text == "1\\. \\*He\\* left\\_"


@given(st.lists(st.sampled_from(("он", "**ушёл**", "@a_b", "`c d`", "[дом](u)", "5", "#тег", "<x1>", "12345")), min_size=1))
def test_copying_engine_is_never_asked_again_and_gives_the_source_back(words: list[str]) -> None:
    source = "Слово " + " ".join(words)
    made = translated(source, IdentityEngine())
    assert (made.text, made.flags, made.origin) == (source, (), Origin.COPY)


@given(
    st.lists(st.sampled_from(("он", "ушёл", "@a_b", "#тег", "https://a.b/c", "<x1>", "12345", "`c`")), min_size=1, max_size=12),
    st.lists(st.sampled_from(("he", "left", "<x0>", "<x1>", "<x2>", "<x9>", "5", "")), max_size=8),
)
def test_no_item_is_lost_whatever_the_engine_writes(words: list[str], answer: list[str]) -> None:
    source = "Слово " + " ".join(words)
    made = translated(source, Scripted(lambda request: " ".join(answer)))
    assert made.text is not None
    visible = made.text.replace("\\", "")
    for item in {"@a_b", "#тег", "https://a.b/c", "<x1>", "12345", "`c`"}.intersection(words):
        assert visible.count(item) >= words.count(item)
    assert not {"<x0>", "<x2>", "<x9>"} & {word for word in ("<x0>", "<x2>", "<x9>") if word in visible}


def test_character_that_the_source_escapes_is_escaped_in_the_target() -> None:
    assert translated("Файл a\\_ б", Scripted(said(otherwise="File a_ b"))).text == "File a\\_ b"


def test_item_that_is_part_of_another_is_missed() -> None:
    made = translated("Каналы @ab и @a тут.", Scripted(lambda request: "Channels <x0>."))
    assert made.text is not None
    assert "@a" in made.text.split()


def test_span_of_a_segment_is_all_it_needs() -> None:
    """The task is drafted from the segment's own stretch of the document."""
    text = "Он ушёл. **Она** тут.\n"
    block = markdown.read(text)[0]
    segment = Segment("b1.s2", 0, Span(9, 21), text[9:21], "ru", 1.0)
    assert make_task(text, segment, block, RU_EN, "markdown").bare.text == "Она тут."
