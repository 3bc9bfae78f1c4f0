"""Numbers: the table of cases in `cases/numbers.tsv`, and what holds for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.text.figures.cardinals import cardinals_agree
from polyglot_news.text.figures.multiples import multiples_agree
from polyglot_news.text.figures.numbers import (
    count_numbers,
    find_numbers,
    months_agree,
    numbers_agree,
    spell_number,
    spell_number_in,
)
from polyglot_news.text.figures.respelling import respell_numbers
from polyglot_news.text.figures.signs import signs_agree

from .conftest import CASES

TEXTS = st.text(st.sampled_from("0123456789.,:- \u00a0\u202f%№абваXIVtysmpmn") | st.characters(), max_size=60)


def rows() -> list[list[str]]:
    lines = (CASES / "numbers.tsv").read_text(encoding="utf-8").replace("⍽", "\u00a0").splitlines()
    return [line.split("\t") for line in lines if "\t" in line]


@pytest.mark.parametrize(("ru", "en", "agree"), [row for row in rows() if not row[0].startswith("spell ")])
def test_agreement(ru: str, en: str, agree: str) -> None:
    assert numbers_agree(ru, en) is (agree == "=")
    assert numbers_agree(en, ru) is (agree == "=")


@pytest.mark.parametrize(("language", "number", "spelled"), [row for row in rows() if row[0].startswith("spell ")])
def test_spelling(language: str, number: str, spelled: str) -> None:
    assert spell_number(number, language.removeprefix("spell ")) == spelled


def test_table_is_read() -> None:
    assert len(rows()) >= 60


def test_figures_without_separators_are_counted() -> None:
    assert count_numbers("1 234 и 1,234, 08:15, 8 и 8") == {"1234": 2, "8": 3, "15": 1}


@given(TEXTS)
def test_numbers_are_in_order_disjoint_and_inside(text: str) -> None:
    spans = find_numbers(text)
    stops = [0, *(span.stop for span in spans)]
    assert all(stop <= span.start < span.stop for stop, span in zip(stops, spans, strict=False))
    assert stops[-1] <= len(text)


@given(TEXTS)
def test_every_digit_is_in_a_number(text: str) -> None:
    held = {n for span in find_numbers(text) for n in range(span.start, span.stop)}
    assert all(n in held for n, char in enumerate(text) if char.isdecimal())


@given(TEXTS)
def test_a_text_agrees_with_itself(text: str) -> None:
    assert numbers_agree(text, text)


@given(TEXTS, st.sampled_from(("ru", "en")))
def test_spelling_keeps_length_and_value(text: str, language: str) -> None:
    for span in find_numbers(text):
        number = span.of(text)
        assert len(spell_number(number, language)) == len(number)
        assert numbers_agree(number, spell_number(number, language))


@pytest.mark.parametrize("piece", ["1", "1 ", "1.", "1 111 ", "11:", "пять ", "five ", "XIV ", "1-", "5 млн "])
def test_long_runs_come_to_an_end(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert numbers_agree(text, text)
    numbers_agree(text, "1")


@pytest.mark.parametrize(
    ("source", "target", "agree"),
    [
        ("О визите стало известно 1 апреля.", "The visit became known on the 1st.", False),
        ("О визите стало известно 1 апреля.", "The visit became known on April 1.", True),
        ("24 февраля 2022 года", "24.02.2022", True),
        ("He left on March 12.", "Он ушёл 12 марта.", True),
        ("He left on March 12.", "Он ушёл 12 мая.", False),
        ("May 5 people come in?", "Могут ли войти 5 человек?", True),
        ("The march of 3,000 people", "Марш 3000 человек", True),
    ],
)
def test_a_date_keeps_its_month(source: str, target: str, agree: bool) -> None:
    assert months_agree(source, target) is agree


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("3,125 доллара", "3.125"),
        ("1,250 млн баррелей", "1.250"),
        ("12,250 %", "12.250"),
        ("2,500 тонны", "2.500"),
        ("1,250 американского доллара", "1.250"),
        ("2,000 человек", "2,000"),
        ("1,500 рублей", "1,500"),
        ("2,000 российских солдат", "2,000"),
        ("с 2,000 солдатами", "2,000"),
        ("1,250,000 тонны", "1,250,000"),
        ("0,001", "0.001"),
    ],
)
def test_what_is_behind_tells_a_decimal_comma(text: str, spelled: str) -> None:
    span = find_numbers(text)[0]
    assert spell_number_in(text, span, "en") == spelled


def test_ordinals_get_the_ending_that_they_have_in_english() -> None:
    written = "On March 22th, the 11st, 1th, 3th and 112nd"
    assert respell_numbers(written, "x", "en") == "On March 22nd, the 11th, 1st, 3rd and 112th"


@pytest.mark.parametrize("written", ["$3,125", "$3.125"])
def test_a_decimal_is_no_thousands_whatever_the_model_wrote(written: str) -> None:
    assert respell_numbers(f"about {written} a share", "около 3,125 доллара с акции", "en") == "about $3.125 a share"


def test_thousands_that_a_model_took_for_decimals_are_put_back() -> None:
    assert respell_numbers("2.000 people died", "Погибли 2,000 человек", "en") == "2,000 people died"


@pytest.mark.parametrize(
    ("source", "answer", "mended"),
    [
        ("ставка 5,25–5,5%", "ставка 5 25–5,5%", "ставка 5,25–5,5%"),
        ("The rate is 11.5%", "Ставка 11.5%", "Ставка 11,5%"),
        ("from $7.5m", "от $7.5 млн", "от $7,5 млн"),
        ("version 7.5 of it", "версия 7.5", "версия 7.5"),
        ("rose to $6.12 a bushel", "до 6.12 долларов за бушель", "до 6,12 долларов за бушель"),
        ("fell to $12.10 from $11.05.", "до $12,10 от $11.05.", "до $12,10 от $11,05."),
        ("3.5 hours", "3.5 часа", "3,5 часа"),
        ("5.9–6.3 million", "5.9–6,3 миллиона", "5,9–6,3 миллиона"),
        ("fell 3.5-4 per cent", "упали на 3.5-4 процента", "упали на 3,5-4 процента"),
        ("fell to 92.45 to the dollar", "упал до 92.45 доллара", "упал до 92,45 доллара"),
        ("on 24.02.2022, version 9.30", "24.02.2022, версия 9.30 года", "24.02.2022, версия 9,30 года"),
        ("stood at 92.45 per dollar", "был 92.45 за доллар", "был 92,45 за доллар"),
        ("at ¥151.25", "по ¥151.25", "по ¥151,25"),
        ("(CSV, 4.7 MB)", "(CSV, 4.7 МБ)", "(CSV, 4,7 МБ)"),
        ("RUB 312.50; 1 GBP = 124.2163 RUB", "RUB 312.50; 1 GBP = 124.2163 RUB.", "RUB 312,50; 1 GBP = 124,2163 RUB."),
        ("z = 14.32 ± 0.20", "это z = 14.32 ± 0.20", "это z = 14,32 ± 0,20"),
        ("at 44.1 kHz", "на 44.1 кГц", "на 44,1 кГц"),
        ("versions 5.9–6.3", "версии 5.9–6.3", "версии 5.9–6.3"),
        ("5.25 of 5 25-year-olds", "5,25 из 5 25-летних", "5,25 из 5 25-летних"),
    ],
)
def test_decimals_in_russian(source: str, answer: str, mended: str) -> None:
    assert respell_numbers(answer, source, "ru") == mended


@pytest.mark.parametrize(
    ("source", "target", "agree"),
    [
        ("(-2,3%)", "(2.3%)", False),
        ("(-2,3%)", "(-2.3%)", True),
        ("(−2,3%)", "(–2.3%)", True),
        ("рост: +5", "growth: 5", True),
        ("прибавил +5", "it was 5", False),
        ("от -8 до 6", "from 8 to -6", False),
        ("-5 градусов", "minus 5 degrees", True),
        ("-5 градусов", "5 degrees below zero", True),
        ("-5 градусов", "five degrees", True),
        ("2-3 дня", "2, 3 days", True),
        ("Ту-154, COVID-19, 2024 -5", "Tu 154, COVID 19, 2024 5", True),
    ],
)
def test_numbers_keep_their_signs(source: str, target: str, agree: bool) -> None:
    assert signs_agree(source, target) is agree


def test_a_figure_of_the_source_that_was_right_already_stays() -> None:
    assert respell_numbers("(48,7K views)", "(48.7K просмотров)", "en") == "(48.7K views)"


def test_a_decimal_that_became_two_numbers_is_told() -> None:
    assert not numbers_agree("ставка 5,25%", "the rate is 5 25%")
    assert numbers_agree("в 19.30", "at 19:30")


def test_a_decimal_comma_that_became_a_point_takes_its_groups_along() -> None:
    assert respell_numbers("Price: 1 234.5", "Цена: 1 234,5", "en") == "Price: 1,234.5"


@pytest.mark.parametrize(
    ("source", "answer", "mended"),
    [
        ("со счётом 3:1 (1:0, 0:1)", "with 3:1 (1:0, 0.1)", "with 3:1 (1:0, 0:1)"),
        ("перерыв 13:00–14:00", "break 13:00:14:00", "break 13:00–14:00"),
        ("в 14:30", "at 14.30", "at 14:30"),
        ("2:1, рост 2.1%", "2.1, a rise of 2.1%", "2.1, a rise of 2.1%"),
        ("счёт 2:1", "a rise of 2.1%", "a rise of 2.1%"),
    ],
)
def test_colons_of_scores_and_times_are_kept(source: str, answer: str, mended: str) -> None:
    assert respell_numbers(answer, source, "en") == mended


@pytest.mark.parametrize(
    ("source", "target", "agree"),
    [
        ("Тридцать лет", "forty years", False),
        ("Погибли двенадцать человек.", "Twenty people died.", False),
        ("Ей двадцать пять лет.", "She is twenty-five.", True),
        ("Ей двадцать пять лет.", "She is twenty-six years old.", False),
        ("пятнадцать из тридцати", "half of the thirty", True),
        ("двенадцать из пяти", "a dozen of five", True),
        ("в три часа дня", "at 15:00, five people", True),
        ("двадцать три года", "23 years; twenty-three", True),
        ("семь пятниц", "very often", True),
        ("семья из трёх человек", "a family of three", True),
    ],
)
def test_numbers_in_words_are_compared(source: str, target: str, agree: bool) -> None:
    assert cardinals_agree(source, target) is agree


@pytest.mark.parametrize(
    ("source", "target", "agree"),
    [
        ("Из 12 раненых пятеро — дети.", "Of the 12 injured are children.", False),
        ("Из 12 раненых пятеро — дети.", "Of the 12 injured, five are children.", True),
        ("Полтора миллиона человек", "Polty million people", False),
        ("Полтора миллиона человек", "1.5 million people", True),
        ("The population has halved, from 900.", "Население сократилось с 900.", False),
        ("The population has halved.", "Население уменьшилось вдвое.", True),
        ("Profits tripled, debt quadrupled.", "Прибыль выросла в три раза.", False),
        ("Цены выросли вдвое.", "Prices rose by 100%.", True),
        ("Цены выросли вдвое.", "Prices rose.", False),
        ("Сокращено на треть.", "It was cut.", False),
        ("Треть опрошенных", "33% of those asked", True),
        ("A dozen people were hurt.", "Пострадали несколько десятков человек.", False),
        ("Half a dozen people", "Шесть человек", True),
        ("Шесть из десяти домов", "Homes destroyed", False),
        ("Один из пяти россиян", "One in 5 Russians", True),
        ("Двое из пяти", "2 of the 5", True),
        ("Один из лидеров", "A leader", True),
        ("третий день", "the day", True),
        ("the doubles title", "титул", True),
    ],
)
def test_multiples_and_shares_in_words_are_told(source: str, target: str, agree: bool) -> None:
    assert multiples_agree(source, target) is agree
