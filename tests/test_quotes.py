"""Blanks inside quotation marks, and marks that stand for nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.document import Hypothesis, Span, splice
from polyglot_news.text.quotes import find_loose_blanks, find_stray_quote, with_quotes_of, without_dialogue_dashes
from polyglot_news.text.settling import settle


def tidied(text: str) -> str:
    return splice(text, [(span, "") for span in find_loose_blanks(text)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('The " Volga Star" has closed.', 'The "Volga Star" has closed.'),
        ('The "Volga Star " has closed.', 'The "Volga Star" has closed.'),
        ('" Yes," he said. "No ."', '"Yes," he said. "No ."'),
        ("Газета « Волга » закрылась.", "Газета «Волга» закрылась."),
        ("“ Yes ” and „ да “", "“Yes” and „да “"),
        ('He said: "yes" and " no', 'He said: "yes" and " no'),
        ('A 5" gun and a " Star" left', 'A 5" gun and a "Star" left'),
        ('a"b " c" d', 'a"b " c" d'),
        ('""', '""'),
        ('" "', '" "'),
    ],
)
def test_blanks_inside_quotation_marks(text: str, expected: str) -> None:
    assert tidied(text) == expected


@given(st.text('"«»“” ab5.', max_size=20))
def test_nothing_but_blanks_goes_and_once_is_enough(text: str) -> None:
    assert tidied(text).replace(" ", "") == text.replace(" ", "")
    assert tidied(tidied(text)) == tidied(text)


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("— Стой! — крикнул он.", "— Stop!” he cried.", "— Stop! he cried."),
        ("А дети? — спрашиваю я.", 'And children? "I ask.', "And children? I ask."),
        ("«Стой! — крикнул он.", "“Stop! he cried.", "“Stop! he cried."),
        ("Газета вышла", 'The "paper" came out', 'The "paper" came out'),
        ("Экран в 5 дюймов", 'A 5" screen', 'A 5" screen'),
    ],
)
def test_a_lone_mark_that_the_source_has_not_goes(source: str, text: str, expected: str) -> None:
    assert splice(text, [(span, "") for span in find_stray_quote(source, text)]) == expected


@pytest.mark.parametrize(
    ("language", "text", "source", "expected"),
    [
        ("ru", 'Он сказал: "Да".', 'He said: "Yes."', "Он сказал: «Да»."),
        ("ru", 'Он сказал: «Да".', 'He said: "Yes."', "Он сказал: «Да»."),
        ("ru", 'Следим, 24/7".', 'We follow, 24/7."', "Следим, 24/7»."),
        ("ru", 'Экран 24".', 'A 24" screen.', 'Экран 24".'),
        ("ru", 'Какие насосы?" и ушёл.', 'What pumps?" and left.', "Какие насосы?» и ушёл."),
        ("ru", '"Газета "Правда" пишет", - сказал он.', '"Pravda writes," he said.', "«Газета „Правда“ пишет», - сказал он."),
        ("ru", 'Экран 27" и <x0>', 'A 27" screen', 'Экран 27" и <x0>'),
        ("ru", '(«Да» и "нет")', "", "(«Да» и «нет»)"),
        ("en", "He said: «Yes».", "Он сказал: «Да».", 'He said: "Yes".'),
        ("en", 'As wrote, "justice is blind"," she said.', "«Как „правосудие слепо“», — сказала она.", None),
        ("en", '"He wrote "no"", she said.', "«Он писал „нет“», — сказала она.", "\"He wrote 'no'\", she said."),
        ("en", "It is ‘not now’ he said, it's ours", "Это «не сейчас»", 'It is "not now" he said, it\'s ours'),
        ("en", "The people’s choice", "Выбор «народа»", "The people’s choice"),
    ],
)
def test_marks_of_the_language(language: str, text: str, source: str, expected: str | None) -> None:
    written = with_quotes_of(language, text, source)
    assert len(written) == len(text)
    assert expected is None or written == expected


@given(st.sampled_from(["en", "ru"]), st.text(st.sampled_from("аb «»“”„\"'‘’.,!?-—5\n"), max_size=30))
def test_marks_are_exchanged_one_for_one(language: str, text: str) -> None:
    written = with_quotes_of(language, text, text)
    assert len(written) == len(text)
    assert all(a == b or a in '«»“”„"‘’' for a, b in zip(text, written, strict=True))


@pytest.mark.parametrize(
    ("source", "answer", "mended"),
    [
        ("“I'm not done,” he said.", "– Я не закончил, – сказал он.", "«Я не закончил», – сказал он."),
        ('"Really?" he said.', "- Правда? - сказал он.", "«Правда?» - сказал он."),
        ("“We condemn these strikes.", "– Мы осуждаем эти удары.", "«Мы осуждаем эти удары."),
        ("Congress must act now,”", "Конгресс должен действовать сейчас, –", "Конгресс должен действовать сейчас,"),
        ("He left - and came back.", "Он ушёл – и вернулся.", "Он ушёл – и вернулся."),
        ("- No, he said.", "– Нет, – сказал он.", "– Нет, – сказал он."),
    ],
)
def test_speech_behind_dashes(source: str, answer: str, mended: str) -> None:
    assert splice(answer, without_dialogue_dashes(source, answer)) == mended


@pytest.mark.parametrize(
    ("source", "answer", "language", "settled"),
    [
        ("«ОК, но не раньше пятницы»;", '"OK, but not before Friday;', "en", '"OK, but not before Friday";'),
        ("Не раньше пятницы»;", "Not before Friday;", "en", 'Not before Friday";'),
        ('"Not before Friday";', "«Не раньше пятницы;", "ru", "«Не раньше пятницы»;"),
        ("«Не раньше пятницы»:", '"Not before Friday":', "en", '"Not before Friday":'),
    ],
)
def test_a_quotation_is_closed_before_a_semicolon(source: str, answer: str, language: str, settled: str) -> None:
    assert settle(Hypothesis(answer), None, Span(0, len(source)), source, language).text == settled


@pytest.mark.parametrize(
    ("source", "answer", "settled"),
    [
        ("22:47 Он ушёл.", "22 47 he left.", "22:47 he left."),
        ("Счёт 3:1, в 22:47", "The score is 3:1, at 22.47", "The score is 3:1, at 22:47"),
        ("В 22:47 пришли 22 47", "At 22:47 came 22 47", "At 22:47 came 22 47"),
        ("В 22:47", "At 10:47 p.m., 22 470", "At 10:47 p.m., 22 470"),
    ],
)
def test_a_colon_between_figures_is_kept(source: str, answer: str, settled: str) -> None:
    assert settle(Hypothesis(answer), None, Span(0, len(source)), source, "en").text == settled
