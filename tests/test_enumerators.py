"""Letters that count points: which are, and that they come out in the other alphabet."""

import pytest

from polyglot_news import Pipeline
from polyglot_news.text.enumerators import find_enumerators, mend_romans

CASES = [
    ("ru", "Суд установил: (а) договор заключён; (б) деньги получены; (в) дело закрыто.", ["(a)", "(b)", "(c)"]),
    ("ru", "(б) документы переданы в архив.", ["(b)"]),
    ("ru", "а) закон принят, б) устав изменён", ["a)", "b)"]),
    ("ru", "Он сказал (в шутку), что согласен.", []),
    ("ru", "Об этом говорится в пункте (в) договора.", []),
    ("ru", "Пункты (а) и (в) исключены.", []),
    ("en", "The court found that (a) the contract was signed; and (b) the money was paid.", ["(а)", "(б)"]),
    ("en", "d) the fourth point was dropped.", ["г)"]),
    ("en", "He (i) opened an account, (ii) lied to the bank and (iii) fled.", []),
    ("en", "(i) the law; and", []),
    ("en", "Volumes (ii) and (iv) are lost.", []),
    ("ru", "Осуждён по п. «а», «и» ч. 2 ст. 105 УК РФ.", ['"a"', '"i"']),
    ("ru", "Буква «и» в ст. «Кот» лишняя.", []),
    ("en", "Plan (b) is still on the table.", []),
    ("en", "(c) Reuters and others.", []),
    ("en", "(c) 2024 The Guardian", []),
]


@pytest.mark.parametrize(("language", "text", "told"), CASES)
def test_letters_that_count_points(language: str, text: str, told: list[str]) -> None:
    assert [item.spelled for item in find_enumerators(text, language)] == told


def test_letters_stay_where_the_document_has_them_before_words_in_the_other_language() -> None:
    document = "a) явка рекордная;\nb) участки открыты;\nc) two stations were closed."
    assert [item.spelled for item in find_enumerators("c) two stations were closed.", "en", document)] == ["c)"]
    assert [item.spelled for item in find_enumerators("c) two stations were closed.", "en", "a) one;\n")] == ["в)"]


def test_roman_numbers_are_no_letters() -> None:
    source = "He (i) opened an account, (ii) lied to the bank and (iii) fled."
    edits = mend_romans(source, "Он (и) открыл счёт, (и) солгал банку и (ІІІ) бежал.")
    assert [written for _, written in edits] == ["i", "ii", "iii"]
    assert mend_romans(source, "Он (и) открыл счёт, солгал банку.") == []
    assert mend_romans("(i) the law", "(и) закон (и) порядок") == []


def test_they_come_out_in_order() -> None:
    (unit,) = Pipeline().translate_paragraph("Суд установил: (а) договор был заключён в марте; (б) деньги получены.")
    target = unit.target or ""
    assert 0 < target.index("(a)") < target.index("(b)")
