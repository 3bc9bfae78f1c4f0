"""Faults that readers found and that are left for now: strict xfails, so that who mends one is told. Each by the whole road."""

import pytest

from polyglot_news import Pipeline
from polyglot_news.text.currencies import find_currencies
from polyglot_news.text.numbers import numbers_agree


def fault(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=reason)


@fault("the alternative text of an image and the caption on the next line are one sentence to the reader of Markdown")
def test_alternative_text_is_a_segment_of_its_own(pipeline: Pipeline) -> None:
    text = "![Зал суда](a.jpg)\n*Фото: Сергей Бобылёв*"
    assert len(pipeline.translate_text(text, format="markdown").units) == 2


@fault("soft hyphens part a name before names are found")
def test_soft_hyphens_do_not_part_names(pipeline: Pipeline) -> None:
    (unit,) = pipeline.translate_paragraph("Обвинение поддержала Куз\u00adне\u00adцова.")
    assert "Kuznetsova" in (unit.target or "")


@pytest.mark.parametrize(
    "text",
    [
        "*Отвечает Tom Hargreaves:* Dear Mrs Kovalchuk, try a bank in Kazakhstan.",
        "Всем спасибо 🙏🙏 See you there!",
        "Лавров уже здесь, Whitfield is not.",
    ],
)
@fault("languages that change at a name, an icon or a comma inside a sentence are not cut")
def test_both_languages_of_a_line_are_found(pipeline: Pipeline, text: str) -> None:
    assert {unit.source_lang for unit in pipeline.translate_text(text, format="markdown").units} == {"ru", "en"}


@fault("currencies are compared, not sums: one that is lost beside another of its kind is not told")
def test_each_sum_has_its_currency() -> None:
    assert len(list(find_currencies("Gold reached $2,195; Brent fell to $81."))) == 2


@fault("fenced code in plain text is prose")
def test_fences_in_plain_text_are_code(pipeline: Pipeline) -> None:
    document = pipeline.translate_text("Запрос такой:\n\n```\nпривет = 'мир и труд'\n```", format="text")
    assert all(unit.origin == "copy" for unit in document.units[1:])


@fault("numbers are compared in figures only")
def test_numbers_in_words_are_compared() -> None:
    assert not numbers_agree("Тридцать лет", "forty years")
