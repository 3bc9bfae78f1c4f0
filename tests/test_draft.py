"""Drafts: what is asked, how answers are put into place, and what holds for any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot_news.document import Hypothesis, Link, Span
from polyglot_news.text.bare import hidden_marks, strip_marks
from polyglot_news.text.draft import FIGURE, Carrying, Made, Part, append, assemble, plan
from polyglot_news.text.figures.clock import find_times
from polyglot_news.text.figures.numbers import find_numbers
from polyglot_news.text.protection import Item, find_protected

MARKERS = tuple(f"<x{n}>" for n in range(7))
TEXTS = st.text(
    st.sampled_from("абвX yz019.,:;!?()@#/_-\n\u00a0😂👍中«»") | st.characters(exclude_categories=["Cs"]), max_size=60
)
PIECES = st.sampled_from(("@a", "#тег", "https://a.b/c", "😂", " ", "он", "ушёл.", ",", " и ", "12345", "<x1>", "— ", "\n"))


def asked(text: str, carrying: Carrying = Carrying.PLACEHOLDERS, *, final_stop: bool = False) -> list[str | None]:
    return [part.text for part in plan(text, find_protected(text), carrying, MARKERS, final_stop=final_stop)]


def made(text: str, *answers: str, carrying: Carrying = Carrying.PLACEHOLDERS, language: str = "en") -> Made:
    parts = plan(text, find_protected(text), carrying, MARKERS)
    return assemble(text, parts, [Hypothesis(answer, -0.5) for answer in answers], language)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Он ушёл.", ["Он ушёл."]),
        ("Канал @a сообщил.", ["Канал <x0> сообщил."]),
        ("🚨 Пожар", [None, "Пожар"]),
        ("Он ушёл. t.me/x", ["Он ушёл.", None]),
        ("  Он ушёл ", [None, "Он ушёл", None]),
        ("@a, @b и @c", ["<x0> и <x1>"]),
        ("@a @b, #c / #d", [None]),
        ("24.02.2022", [None]),
        ("@a, 5 и (@b)", ["<x0>, 5 и (<x1>)"]),
        ("<x0> и @a", ["<x0> и <x1>"]),
        ("", []),
    ],
)
def test_asked(text: str, expected: list[str | None]) -> None:
    assert asked(text) == expected


def test_asked_around() -> None:
    assert asked("Канал @a сообщил.", Carrying.AROUND) == ["Канал", None, None, None, "сообщил."]


def test_asked_bare() -> None:
    assert asked("Канал @a сообщил.", Carrying.BARE) == ["Канал @a сообщил."]


def test_more_items_than_markers_are_cut_out() -> None:
    text = " и ".join(f"@a{n}" for n in range(9)) + " тут"
    first, *rest = asked(text)
    assert first == " и ".join(MARKERS) + " и"
    assert rest == [None, None, None, "и", None, None, None, "тут"]


def test_final_stop_only_where_there_is_no_end() -> None:
    assert asked("Пожар", final_stop=True) == ["Пожар."]
    assert asked("Пожар!", final_stop=True) == ["Пожар!"]


def test_figures_are_not_merged() -> None:
    text = "1 234 и 5, 6"
    figures = [Item(span, FIGURE) for span in find_numbers(text)]
    parts = plan(text, figures, Carrying.PLACEHOLDERS, MARKERS)
    assert [part.text for part in parts] == ["<x0> и <x1>, <x2>"]
    assert assemble(text, parts, [Hypothesis("<x0> and <x1>, <x2>")], "en").text == "1,234 and 5, 6"


@pytest.mark.parametrize(
    ("text", "answer", "language", "expected"),
    [
        # a final stop that the source has not
        ("Пожар", "Fire.", "en", "Fire"),
        ("Пожар.", "Fire.", "en", "Fire."),
        ("Пожар…", "Fire...", "en", "Fire..."),
        ("Как в США", "As in the U.S.", "en", "As in the U.S."),
        ("Он сказал: «Да.»", "He said: “Yes.”", "en", 'He said: "Yes."'),
        ("Фото И. И.", "Photo I. I.", "en", "Photo I. I."),
        ("Политика (1931–1938):", "Politics (1931–1938).", "en", "Politics (1931–1938):"),
        ("«Он сказал: „Не верь“.»", "\"He said: 'Don't believe it.'", "en", "\"He said: 'Don't believe it.'\""),
        # the first letter
        ("Ставка выросла.", "rate rose.", "en", "Rate rose."),
        ("The rate rose.", "ставка выросла.", "ru", "Ставка выросла."),
        ("🚨 Город", "city", "en", "🚨 City"),
        ("«Город", "“city", "en", '"City'),
        ("Продажи растут", "iPhone sales grow", "en", "iPhone sales grow"),
        ("его дом", "His house", "en", "his house"),
        ("российские войска", "Russian troops", "en", "Russian troops"),
        ("в понедельник", "On Monday", "en", "on Monday"),
        ("но он", "But he", "en", "but he"),
        ("я ушёл", "I left", "en", "I left"),
        ("and he left", "И он ушёл", "ru", "и он ушёл"),
        # figures that were copied with their separators
        ("Погибли 1 234 человека", "1 234 people died", "en", "1,234 people died"),
        ("It was 1,234.5 then", "Это было 1,234.5 тогда", "ru", "Это было 1\u00a0234,5 тогда"),
        ("Курс 97,45 рубля", "The rate is 97,45 rubles", "en", "The rate is 97.45 rubles"),
        ("в 08:15", "at 08:15", "en", "at 08:15"),
        # markers
        ("Канал @a тут", "The <x0> channel here", "en", "The @a channel here"),
        ("Канал @a тут", "The <x0> <x0> channel", "en", "The @a channel"),
        ("Канал @a тут", "The <x0> channel <x5> here", "en", "The @a channel here"),
        ("Канал @a тут", "The <x0> channel >>eng<<", "en", "The @a channel"),
        ("Лежит в a/b.pdf тут", "It is in <x0> year", "en", "It is in a/b.pdf year"),
        ("It is in a/b.pdf there", "Лежит в <x0> году там", "ru", "Лежит в a/b.pdf там"),
        ("<b>Слово</b> тут", "<x0> The word <x1> here", "en", "<b>The word</b> here"),
        ("Канал @a 5 лет", "The <x0>,5 years", "en", "The @a 5 years"),
        ("Позвоните +7 911 111-11-11 сейчас", "A <x0>phone now", "en", "A +7 911 111-11-11 phone now"),
        ("Слово <x3> тут", "The word <x0> here", "en", "The word <x3> here"),
        ("Слово", "Word <x3>", "en", "Word"),
    ],
)
def test_answer_in_its_place(text: str, answer: str, language: str, expected: str) -> None:
    assert made(text, answer, language=language).text == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("<x0><x1> left.", "Mercedes Lewis Hamilton left."),
        ("The<x0> <x1>left.", "The Mercedes Lewis Hamilton left."),
        ("<x1>'s <x0>.", "Lewis Hamilton's Mercedes."),
        ("(<x0>) <x1>-style.", "(Mercedes) Lewis Hamilton-style."),
    ],
)
def test_a_blank_that_was_forgotten_beside_a_name_is_put_in(answer: str, expected: str) -> None:
    text = "Мерседес Хэмилтона ушёл."
    items = [Item(Span(0, 8), "name", "Mercedes"), Item(Span(9, 18), "name", "Lewis Hamilton")]
    result = assemble(text, plan(text, items, Carrying.PLACEHOLDERS, MARKERS), [Hypothesis(answer)], "en")
    assert result.text == expected
    assert all(anchor.target.of(result.text) in ("Mercedes", "Lewis Hamilton") for anchor in result.anchors)


def test_what_is_glued_in_the_source_stays_so() -> None:
    text = "Группа G7 и МиГ29."
    items = [Item(Span(8, 9), FIGURE), Item(Span(15, 17), FIGURE)]
    result = assemble(text, plan(text, items, Carrying.PLACEHOLDERS, MARKERS), [Hypothesis("The G<x0> and MiG<x1>.")], "en")
    assert result.text == "The G7 and MiG29."


def test_a_part_in_the_middle_goes_on_with_a_small_letter() -> None:
    around = made("По словам @a, он ушёл", "According to", "He left", carrying=Carrying.AROUND)
    assert around.text == "According to @a, he left"


def test_alignment_tells_a_name_from_a_word() -> None:
    parts = plan("house of Putin", [], Carrying.PLACEHOLDERS)
    word = Hypothesis("Дом Путина", alignment=(Link(Span(0, 5), Span(0, 3), 0.9),))
    name = Hypothesis("Путина дом", alignment=(Link(Span(9, 14), Span(0, 6), 0.9),))
    assert assemble("house of Putin", parts, [word], "ru").text == "дом Путина"
    assert assemble("house of Putin", parts, [name], "ru").text == "Путина дом"


def test_literal_marker_stays_where_items_are_carried_bare() -> None:
    assert made("Слово <x3> тут", "Word <x3> here", carrying=Carrying.BARE).text == "Word <x3> here"


def test_lost_items_are_named_and_appended() -> None:
    text = "Канал @a и #b тут"
    without = made(text, "The channel <x1>")
    assert [item.span.of(text) for item in without.lost] == ["@a"]
    assert append(without, without.lost, text).text == "The channel #b @a"


def test_appended_to_nothing() -> None:
    nothing = Made((), (), (), None)
    assert append(nothing, find_protected("@a"), "@a").text == "@a"


def test_anchors_point_from_target_to_bare_text() -> None:
    text = "🚨 Канал @abc тут"
    answer = Hypothesis(
        "the <x0> channel",
        -0.5,
        (Link(Span(0, 5), Span(0, 3), 0.4), Link(Span(6, 10), Span(4, 8), 0.9), Link(Span(0, 5), Span(9, 16), 0.8)),
    )
    whole = assemble(text, plan(text, find_protected(text), Carrying.PLACEHOLDERS, MARKERS), [answer], "en")
    assert whole.text == "🚨 The @abc channel"
    tied = [(anchor.target.of(whole.text), anchor.bare.of(text)) for anchor in whole.anchors]
    assert tied == [("🚨 ", "🚨 "), ("@abc", "@abc"), ("The", "Канал"), ("channel", "Канал")]


def test_score_is_the_lowest() -> None:
    parts = plan("а @b в", find_protected("а @b в"), Carrying.AROUND)
    assert assemble("а @b в", parts, [Hypothesis("a", -0.1), Hypothesis("v", -0.7)], "en").score == -0.7


def whole(parts: tuple[Part, ...], text: str) -> bool:
    stops = [0, *(part.span.stop for part in parts)]
    return all(part.span.start == stop for part, stop in zip(parts, stops, strict=False)) and stops[-1] == len(text)


@given(TEXTS | st.lists(PIECES, max_size=30).map("".join), st.sampled_from(Carrying), st.booleans())
def test_parts_cover_the_text_without_gaps(text: str, carrying: Carrying, final_stop: bool) -> None:
    parts = plan(text, find_protected(text), carrying, MARKERS, final_stop=final_stop)
    assert whole(parts, text)
    assert all(len(part.slots) <= len(MARKERS) for part in parts)


@settings(max_examples=300)
@given(TEXTS | st.lists(PIECES, max_size=30).map("".join), st.sampled_from(Carrying), st.sampled_from(("ru", "en")))
def test_an_engine_that_copies_gives_the_text_back(text: str, carrying: Carrying, language: str) -> None:
    parts = plan(text, find_protected(text), carrying, MARKERS)
    answers = [Hypothesis(part.text) for part in parts if part.text is not None]
    back = assemble(text, parts, answers, language)
    spelled = text
    for span in find_numbers(text):  # a figure may get the other language's separators, which keep its length
        spelled = spelled[: span.start] + back.text[span.start : span.stop] + spelled[span.stop :]
    assert back.text == spelled
    assert back.lost == ()


@given(st.lists(PIECES, max_size=20).map("".join), TEXTS, st.sampled_from((Carrying.PLACEHOLDERS, Carrying.AROUND)))
def test_no_item_is_forgotten_and_no_marker_leaks(text: str, answer: str, carrying: Carrying) -> None:
    items = find_protected(text)
    parts = plan(text, items, carrying, MARKERS)
    answers = [Hypothesis(answer + "<x0> <x6> <x9>") for part in parts if part.text is not None]
    done = assemble(text, parts, answers, "en")
    done = append(done, done.lost, text)
    assert all(item.span.of(text) in done.text for item in items)
    literal = [item.span.of(text) for item in items if item.kind == "marker"]
    assert done.text.count("<x") - answer.count("<x") * len(answers) <= len(literal)


@pytest.mark.parametrize("piece", ["@a и ", "а ", "😂 ", "1 234 ", "<x1> а "])
def test_long_texts_come_to_an_end(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    for carrying in Carrying:
        parts = plan(text, find_protected(text), carrying, MARKERS)
        assemble(text, parts, [Hypothesis(part.text) for part in parts if part.text is not None], "en")


def test_a_date_that_tells_its_year_does_not_get_another() -> None:
    bare = "Since March 10, 2022, he waits"
    item = Item(Span(6, 20), "time", "10 марта 2022 года")
    parts = plan(bare, [item], Carrying.PLACEHOLDERS, ("<x0>",))
    made = assemble(bare, parts, [Hypothesis("С <x0> года он ждет")], "ru")
    assert made.text == "С 10 марта 2022 года он ждет"


@pytest.mark.parametrize(
    ("source", "answer", "expected"),
    [
        ("Omsk by 9 March", "Омск к <x0> году", "Омск к 9 марта"),
        ("since Feb. 27.", "с <x0> года.", "с 27 февраля."),
        ("on March 3, a year ago", "<x0> год назад", "3 марта год назад"),
    ],
)
def test_a_date_without_a_year_gets_none(source: str, answer: str, expected: str) -> None:
    items = find_times(source)
    parts = plan(source, items, Carrying.PLACEHOLDERS, MARKERS)
    assert assemble(source, parts, [Hypothesis(answer)], "ru").text == expected


def test_a_figure_that_is_carried_keeps_its_sign() -> None:
    source = "Упали (-2,3%)."
    parts = plan(source, [Item(span, FIGURE) for span in find_numbers(source)], Carrying.PLACEHOLDERS, MARKERS)
    assert assemble(source, parts, [Hypothesis("Fell (<x0>%).")], "en").text == "Fell (-2.3%)."
    assert assemble(source, parts, [Hypothesis("Fell (-<x0>%).")], "en").text == "Fell (-2.3%)."


def test_dashes_on_both_sides_are_copied() -> None:
    source = "-- ПРОИСШЕСТВИЯ --"
    parts = plan(source, [], Carrying.PLACEHOLDERS, MARKERS)
    assert [part.text for part in parts] == [None, "ПРОИСШЕСТВИЯ", None]
    assert assemble(source, parts, [Hypothesis("INCIDENTS")], "en").text == "-- INCIDENTS --"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("как ожида-\nлось осенью", "как ожидалось осенью"),
        ("— пояс-\r\nнил министр", "— пояснил министр"),
        ("grew consid-\nerably", "grew considerably"),
        ("> это за-\n> явил он", "> это заявил он"),
        ("из-\nза дождя", "из-за дождя"),
        ("a well-\nknown man", "a well-known man"),
        ("в Зюзюк-\nинске", "в Зюзюкинске"),
        ("two-\nand three-year", "two-\nand three-year"),
        ("Санкт-\nПетербург", "Санкт-\nПетербург"),
        ("да -\nнет", "да -\nнет"),
    ],
)
def test_words_that_a_line_end_parts_are_whole(text: str, shown: str) -> None:
    span = Span(0, len(text))
    bare = strip_marks(text, span, list(hidden_marks(text, span)))
    assert bare.text == shown
    assert bare.source_of(Span(0, len(shown))) == span
