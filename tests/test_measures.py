"""Sums, quantities and hours of Moscow: the table of cases in `cases/measures.tsv`, and some by the whole road."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news import Pipeline
from polyglot_news.text.figures.days import find_days
from polyglot_news.text.figures.inches import find_inches
from polyglot_news.text.figures.measures import find_measures
from polyglot_news.text.figures.money import find_money, find_odd_money
from polyglot_news.text.protection import Item

from .conftest import CASES


def rows(table: str = "measures.tsv") -> list[list[str]]:
    lines = (CASES / table).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("language", "text", "expected"), rows())
def test_case(language: str, text: str, expected: str) -> None:
    assert _told(text, find_measures(text, language)) == expected


DAYS = [
    ("Пт, 21.03: заседание; 14 марта, чт", "Пт > Friday ¦ чт > Thursday"),
    ("Ср. 5 мая, ВС 5 мая, вт 14.03, 16.03.2025 (вс)", "вт > Tuesday ¦ вс > Sunday"),
    ("Среда, 19 марта: матчи, пт 13", "Среда > Wednesday"),
    ("Москва, 19 марта. В ср, 19.03, и 5 пт", ""),
    ("Рост за янв.–фев., в янв.-мае", "янв.–фев. > January–February ¦ янв.-мае > January–May"),
    ("июн–сент. были сухи", "июн–сент. > June–September"),
    ("Итоги янв. - дек. 14 дек. - янв., мар-апрель, янв.–фев.", "янв. - дек. > January–December ¦ янв.–фев > January–February"),
]


@pytest.mark.parametrize(("text", "expected"), DAYS)
def test_days_beside_dates_and_ranges_of_months(text: str, expected: str) -> None:
    assert _told(text, find_days(text, "ru")) == expected
    assert find_days(text, "en") == []


OPENING_HOURS = [
    ("ru", "пн.–пт. 8.00–20.00, сб. 9–18, вс — вых.", "пн.–пт. > Mon–Fri ¦ сб. > Sat ¦ вс > Sun"),
    ("ru", "Работаем Пн-Вс, в Ср и пт.", "Пн-Вс > Mon–Sun"),
    ("ru", "Чт, пт: 10:00–19:00; сб, 9 марта 9:00", "Чт, пт > Thu, Fri ¦ сб > Saturday"),
    ("en", "Mon-Fri 8 a.m.–8 p.m., Sat 9–6, closed Sun. and on 1 January", "Mon-Fri > пн–пт ¦ Sat > сб ¦ Sun. > вс"),
    ("en", "Open Mon–Fri. He sat 9-6, Sat 9 March.", "Mon–Fri > пн–пт"),
    ("en", "Sat, Sun: 10-18; the Sun 10 times", "Sat, Sun > сб, вс"),
    ("en", "May–September, in January-March, from May–June", "May–September > Май–сентябрь ¦ in January-March > в январе–марте"
     " ¦ May–June > мая–июня"),
    ("en", "Closed during August–May 2024; March-12 and May-June 3", "August–May 2024 > августа–мая 2024 года"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), OPENING_HOURS)
def test_days_of_opening_hours_and_ranges_of_months(language: str, text: str, expected: str) -> None:
    assert _told(text, find_days(text, language)) == expected


def _told(text: str, found: Sequence[Item]) -> str:
    return " ¦ ".join(f"{item.span.of(text)} > {item.spelled}" for item in found).replace("\u00a0", " ")


@pytest.mark.parametrize(("language", "text", "every", "odd"), rows("money.tsv"))
def test_money(language: str, text: str, every: str, odd: str) -> None:
    assert _told(text, find_money(text, language)) == every
    assert _told(text, find_odd_money(text, language)) == (every if odd == "same" else odd)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", 'The laptop has a 15.6" screen, the TV 55".', '15.6" > 15,6 дюйма ¦ 55" > 55 дюймов'),
        ("en", 'He said: "The 15.6" screen is broken."', '15.6" > 15,6 дюйма'),
        ("en", "The player, who is 6'2\", is 5'11” no more", "6'2\" > 6 футов 2 дюйма ¦ 5'11” > 5 футов 11 дюймов"),
        ("en", '3-4" of snow, 1" of rain', '3-4" > 3–4 дюйма ¦ 1" > 1 дюйм'),
        ("ru", 'Экран 15,6", «Техника» и 43".', '15,6" > 15.6" ¦ 43" > 43"'),
        ("ru", 'Монитор «Луч» 27" подешевел', '27" > 27"'),
        # quotations
        ("en", 'The film "Area 51" opened. There were 15", he said.', ""),
        ("ru", 'Их было 15", - сказал он.', ""),
        ("ru", 'В отеле "Комета 5" и на экране «Область 51»', ""),
        ("ru", "Точка 48°59'12.5\" и 2'15\"", ""),
    ],
)
def test_inches(language: str, text: str, expected: str) -> None:
    assert _told(text, find_inches(text, language)) == expected


@given(st.text(st.sampled_from("0123456789:.,– ²мклнрдкВт·чгривеnsqMWzł\u00a0")), st.sampled_from(["ru", "en"]))
def test_items_are_in_order_and_disjoint(text: str, language: str) -> None:
    found = find_measures(text, language)
    assert all(one.span.stop <= other.span.start for one, other in itertools.pairwise(find_money(f"${text}", language)))
    assert all(one.span.stop <= other.span.start for one, other in itertools.pairwise(found))


@pytest.mark.parametrize("piece", ["1", "1 ", "1.", "1 111 ", "1-", "5 млн ", "5 m", "12:00 "])
def test_long_runs_come_to_an_end(piece: str) -> None:
    for language in ("ru", "en"):
        find_inches(f'{piece}" ' * (100_000 // len(piece)), language)
        find_money("$" + piece * (100_000 // len(piece)), language)
        assert not find_measures(piece * (100_000 // len(piece)), language)


KEPT = [
    ('The laptop has a 15.6" screen and weighs 2 kg.', "15,6 дюйма"),
    ("The player, who is 6'2\", scored 30 points.", "6 футов 2 дюйма"),
    ('У телевизора экран 55".', '55".'),
    ("Sales hit €1.2bn, £300k and ¥5 trillion.", "1,2 млрд евро, 300 тыс. фунтов и ¥5 трлн"),
    ("Shares closed at 456.7p, down 12.3p.", "456,7 пенса"),
    ("The fund lost 1.2 percentage points over the week.", "1,2 п. п."),
    ("Фонд привлёк 250 тыс. долларов в 2019 году, 3,5 млн в 2021-м и 1,1 млрд в прошлом.", "250 thousand dollars"),
    ("Литр бензина подорожал на 5 евроцентов.", "5 euro cents"),
    ("Украина получила из бюджета 400 млн гривен.", "400 million hryvnias"),
    ("Штраф составил 20000 гривен.", "20000 hryvnias"),
    ("Мощность станции — 500 кВт, за день она дала 5 кВт·ч.", "5 kWh"),
    ("Дом площадью 54 м² сгорел.", "54 sq m"),
    ("Взрыв прогремел в 14:30 мск.", "at 14:30 MSK"),
    ("08:15 мск силы ПВО сбили три беспилотника над Брянской областью.", "08:15 MSK "),
    ("Солдат служил в в/ч 12345.", "military unit 12345"),
    ("Командир в/ч № 54321 задержан.", "military unit 54321"),
    ("The house costs 300,000 zł.", "300\u00a0000 злотых"),
    ("A flat of 54 sq m was sold.", "в 54 кв. м."),
    ("The fire covered 300 km².", "300 кв. км"),
]


@pytest.mark.parametrize(("source", "told"), KEPT, ids=[source for source, _ in KEPT])
def test_measures_stand_in_the_translation(source: str, told: str, pipeline: Pipeline) -> None:
    (unit,) = pipeline.translate_paragraph(source)
    assert told in (unit.target or "")
    assert not set(unit.flags) & {"numbers_differ", "protected_lost", "currency_lost"}


def test_of_too_many_measures_the_first_are_carried(pipeline: Pipeline) -> None:
    source = "Плотность 0,7 г/см³, давление 990 гПа, ветер 5 м/с, порывы 12 м/с, осадки 3 мм, вес 5 кг, 9 А, 220 В."
    (unit,) = pipeline.translate_paragraph(source)
    assert all(told in (unit.target or "") for told in ("0.7 g/cm³", "990 hPa", "5 m/s", "12 m/s"))
