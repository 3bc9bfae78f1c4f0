"""Faults that readers found and that are left for now: strict xfails, so that who mends one is told. Each by the whole road."""

import pytest

from polyglot_news import Pipeline


def fault(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=reason)


@fault("a label that begins in one language and ends with a name in the other's letters is not cut behind its colon")
def test_both_languages_of_a_line_are_found(pipeline: Pipeline) -> None:
    text = "*Отвечает Tom Hargreaves:* Dear Mrs Kovalchuk, try a bank in Kazakhstan."
    assert {unit.source_lang for unit in pipeline.translate_text(text, format="markdown").units} == {"ru", "en"}
