"""Pieces of a line: between bars, behind the dateline that a report begins with, of a quotation that a dash takes up again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news import Pipeline
from polyglot_news.document import Span
from polyglot_news.text.labels import find_speaker
from polyglot_news.text.pieces import split_pieces

PIECES = [
    ("Share | Print | Report an error", ["Share", "Print", "Report an error"]),
    ("March 14, 2024, 9:40 p.m. | Moscow", ["March 14, 2024, 9:40 p.m.", "Moscow"]),
    ("a|b", ["a|b"]),
    ("Name\t12\t34", ["Name", "12", "34"]),
    ("Цена \t500 руб.", ["Цена", "500 руб."]),
    ("He left\n\tin May", ["He left\n\tin May"]),
    ("ANKARA — Negotiators left on Thursday.", ["ANKARA —", "Negotiators left on Thursday."]),
    ("ST. PETERSBURG — Nobody had expected it.", ["ST. PETERSBURG —", "Nobody had expected it."]),
    ("LONDON, March 3 (Reuters) — A dispute.", ["LONDON, March 3 (Reuters) —", "A dispute."]),
    ("NEW YORK -- “Never,” he said.", ["NEW YORK --", "“Never,” he said."]),
    ("NATO — the alliance — is big.", ["NATO — the alliance — is big."]),
    ("I — Russia", ["I — Russia"]),
    ("RUSSIA ATTACKS — AGAIN", ["RUSSIA ATTACKS — AGAIN"]),
    ("ЮНЕСКО — Организация Объединённых Наций.", ["ЮНЕСКО — Организация Объединённых Наций."]),
]


@pytest.mark.parametrize(("text", "expected"), PIECES, ids=[text for text, _ in PIECES])
def test_pieces_of_a_line(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in split_pieces(text)] == expected


@given(st.text("AB ab|—.\n\t", max_size=40))
def test_nothing_but_bars_and_blanks_lies_between_pieces(text: str) -> None:
    at = 0
    for span in split_pieces(text):
        assert not text[at : span.start].strip(" |\n\t")
        at = span.stop
    assert at == len(text)


def test_a_dateline_stays_in_front_of_its_report(pipeline: Pipeline) -> None:
    made = pipeline.translate_text("**ANKARA —** Negotiators left the capital on Thursday.\n")
    assert [unit.source_lang for unit in made.units] == ["en", "en"]
    assert made.units[0].target == "**АНКАРА —**"


def test_a_heading_begins_behind_its_number(pipeline: Pipeline) -> None:
    (unit,) = pipeline.translate_text("### 4.1 The bloggers and the army\n").units
    assert unit.target is not None
    assert unit.target.startswith("4.1 ")
    assert unit.target[4].isupper()


RESUMED = [
    ("«Деньги потрачены, — сказала она. — В апреле будет лучше».", "— В апреле", '"', '"'),
    ("«Деньги потрачены, — сказала она. — В апреле будет лучше. Мы ждём».", "— В апреле", '"', "."),
    ('"Деньги потрачены, — сказала она. — В апреле будет лучше".', "— В апреле", '"', '"'),
    ("Она ушла. — Я не знаю, — сказал он.", "— Я не знаю", "—", "."),
]


@pytest.mark.parametrize(("text", "begins", "opened", "closed"), RESUMED, ids=[text for text, *_ in RESUMED])
def test_a_quotation_taken_up_again_behind_a_dash(text: str, begins: str, opened: str, closed: str, pipeline: Pipeline) -> None:
    (unit,) = (unit for unit in pipeline.translate_paragraph(text) if unit.source.startswith(begins))
    assert unit.target is not None
    assert unit.target[0] == opened
    assert unit.target[-1] == closed
    assert "brackets_differ" not in unit.flags


LABELLED = [
    ("**Суд:** районный\n**Дата**: 12 мая\nи **третья** без неё\n**пятая** часть", 2),
    ("> **Who:** nobody\n> *When:* never", 2),
    ("The court heard the\n**Defence** and left: it said\n**Nobody knows: yes** so", 1),
    ("**Who:** nobody\n**When. Never:** so", 2),
    ("— явка: 54% (1 699 чел.);\n— Санду: 55%;\n— Стояногло: 44%.", 3),
    ("Итог:\n— явка высокая;\n— двое задержаны.", 3),
    ("a) явка рекордная;\nb) участки открыты;\nc) один закрыт.", 3),
    ("Он уехал в город\n— и не вернулся, хотя обещал,\n— а потом звонил.", 1),
]


@pytest.mark.parametrize(("text", "count"), LABELLED, ids=[text for text, _ in LABELLED])
def test_a_line_that_begins_with_a_marked_label_is_read_by_itself(pipeline: Pipeline, text: str, count: int) -> None:
    assert len(pipeline.translate_text(text, format="markdown").units) == count


def test_labels_keep_their_lines(pipeline: Pipeline) -> None:
    made = pipeline.translate_text("**Суд:** районный\n**Дата:** 12 мая 2025 г.\n", format="markdown")
    assert [unit.source for unit in made.units] == ["**Суд:** районный", "**Дата:** 12 мая 2025 г."]
    assert made.units[1].target is not None
    assert "12, 2025" in made.units[1].target


INTERVIEW = [
    ("Q: And the other half?", "Вопрос: "),
    ("A: I never lived there.", "Ответ: Я"),
    ("В.: Сколько сейчас стоит ваш дрон?", "Q: How"),
    ("О.: От $450 до $700.", "A: From"),
    ("О: Нет, не был.", "A: No"),
    ("Вопрос: Вам угрожали лично?", "Question: "),
    ("Ответ: Нет, не угрожали.", "Answer: No"),
]


@pytest.mark.parametrize(("text", "begins"), INTERVIEW)
def test_who_speaks_in_an_interview_is_told(pipeline: Pipeline, text: str, begins: str) -> None:
    unit = pipeline.translate_text(f"{text}\n\nQ: So what?\n\nВ: И что?").units[0]
    assert unit.target is not None
    assert unit.target.startswith(begins)


def test_an_answer_without_a_question_is_one_of_several() -> None:
    assert find_speaker("О.: Нет.", "en", "О.: Нет.\n\nП.: Да.") is None
    assert find_speaker("В. Иванов: Да.", "en", "В.: Да?") is None
    assert find_speaker("«О.:  Нет.", "en", "x\n**В.:** Да?") == (Span(1, 4), "A:")
