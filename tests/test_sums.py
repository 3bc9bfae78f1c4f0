"""Sums of money and short forms in what a model wrote: what is put right, and what is left alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.document import splice
from polyglot_news.text.abbreviations import mend_address, write_out
from polyglot_news.text.figures.counts import find_ordinals
from polyglot_news.text.figures.sums import mend_sums

TEXTS = st.text(st.sampled_from("абв$€£ 0123456789.,()<x>млрдбн"), max_size=40)


@pytest.mark.parametrize(
    ("source", "answer", "language", "mended"),
    [
        ("The bank paid £3.9bn; €4.4bn went.", "Банк заплатил £3,9 млрд; €4,4 млрд долларов ушли.", "ru", "€4,4 млрд ушли."),
        ("It cost $4.7bn (£3.9bn).", "Она стоила $4,7 млрд (фунтов 3,9 млрд).", "ru", "(3,9 млрд фунтов)."),
        ("It cost $4.7bn (£3.9bn).", "Она стоила $4,7 млрд (фунтов 3,9 млрд. фунтов).", "ru", "(3,9 млрд фунтов)."),
        ("at £1 <x0> 116,8 <x1>.", "в размере 1 <x0> 116,8 <x1>.", "ru", "размере £1 <x0> 116,8 <x1>."),
        (
            "Gold reached $2,195; Brent fell to $81.",
            "Золото — 2195 долларов; Brent упала до 81.",
            "ru",
            "долларов; Brent упала до $81.",
        ),
        ("The sums: $1,500, $2,500, $3,500.", "Суммы: $1 500, $2 500, 3 500.", "ru", "$1 500, $2 500, $3 500."),
        ("СВ — 41 050 р. за место", "SV — 41,050 r. a place", "en", "41,050 rubles a place"),
        ("Цена 1 999 р. 00 к. с доставкой.", "The price of 1,999 r. 00 k. with it.", "en", "1,999 rubles 00 kopecks with it."),
        ("Обед: 990–1 250 р.", "Dinner: 990–1,250 r.", "en", "990–1,250 rubles."),
        ("Билет — 16 т. р., скидка", "A ticket is 16 thousand r., less", "en", "16 thousand rubles, less"),
        ("Плита 3 r. стоит 5", "The plate 3 r. costs 5", "en", "3 r. costs 5"),
        ("D&A of RUB 8.3bn (9M24: 24.1bn)", "D&A 8,3 млрд (9M24: 24,1бн)", "ru", "24,1 млрд)"),
        ("D&A of RUB 8.3bn (9M24: 24.1bn)", "D&A 8,3 млрд (9M24: 24,1бn)", "ru", "24,1 млрд)"),
        ("In RUB 5 mn, 3 tn", "В 5 мн, 3 тн.", "ru", "В 5 млн, 3 трлн"),
        ("It cost 770m roubles.", "Это стоило 770 м рублей.", "ru", "770 млн рублей."),
        ("It is 770m long, 5bn dollars.", "Длина 770 м, 5 млрд", "ru", "Длина 770 м, 5 млрд"),
        ("E = mc², сказал он.", "E = mc2, he said.", "en", "E = mc², he said."),
        ("It costs £125 a year.", "Он стоит фунтов125 в год.", "ru", "фунтов £125 в год."),
        ("Заплатили $5 млн.", "They paid 5 million.", "en", "They paid $5 million."),
        ("Перевезли 4,1 млн (-2,3%).", "They carried 4.1 million (2.3%).", "en", "million (-2.3%)."),
        ("Ночью -8…-6°C", "At night -8...6°C", "en", "At night -8...-6°C"),
        ("Убыток (−€5 млн)", "The loss (5 million)", "en", "(−€5 million)"),
        ("Рост +0,4 %, было 7", "A rise of 0.4 %, it was 7", "en", "A rise of +0.4%, it was 7"),
        ("Рост 2,6 % за год", "A rise of 2.6 % a year", "en", "of 2.6% a year"),
        ("В 15:00 мск он ушёл.", "At 15:00msk he left.", "en", "At 15:00 MSK he left."),
        ("В 04:37 мск.", "At 04:37 MS.", "en", "At 04:37 MSK."),
        ("В 09:30 МСК", "At 9:30", "en", "At 9:30 MSK"),
        ("Some £18,500–19,000", "Около 18 500–19 тыс. фунтов", "ru", "Около 18 500–19\u00a0000 фунтов"),
        ("Some £18,500–19,000", "Около 18,5–19 тыс. фунтов", "ru", "Около 18,5–19 тыс. фунтов"),
        ("2,500 × 44 m, 3,412 m", "2500 × 44 м, 3,412 м", "ru", "2\u00a0500 × 44 м, 3,412 м"),
        ("In 2500, 2,500 people", "В 2500 году 2500 человек", "ru", "В 2500 году 2500 человек"),
        ("The house is No. 212", "Дом No 212", "ru", "Дом № 212"),
        ("No, 212 left", "Нет, 212 ушли", "ru", "Нет, 212 ушли"),
        ("The post had 48.7K", "У поста было 48,7К", "ru", "У поста было 48,7K"),
        ("Скорость 850 км/ч, +5°С", "Speed 850 km/c, +5°С", "en", "850 km/h, +5°C"),
        ("2 руб. 50 коп.", "2 rubles. 50 copecks", "en", "2 rubles 50 kopecks"),
        ("12 АК-74 и Х-101", "12 AC-74 and H-101", "en", "12 AK-74 and Kh-101"),
        ("БМП-3, УАЗ-3163", "BM-3, WAZ-3163", "en", "BMP-3, UAZ-3163"),
        # nothing to mend
        ("ТЭЦ-5, АЭС-2, С-300, АК-74", "CHPP-5, NPP-2, S-300, AK-74s", "en", "CHPP-5, NPP-2, S-300, AK-74s"),
        ("Ночью -8", "minus 8 at night", "en", "minus 8 at night"),
        ("Было 2-3 дня, COVID-19", "It was 2, 3 days, COVID 19", "en", "It was 2, 3 days, COVID 19"),
        ("В 15:00 мск.", "At 15:00 Moscow time.", "en", "At 15:00 Moscow time."),
        ("It cost $5.", "Это стоило 5 долларов.", "ru", "Это стоило 5 долларов."),
        ("It cost $5 or $10 in May 2024.", "Это стоило 5 или 10 долларов в мае 2024 года.", "ru", "5 или 10 долларов в мае"),
        ("In 5 years it cost $5.", "За 5 лет это стоило 5.", "ru", "За 5 лет это стоило 5."),
        ("Заплатили 5 млн рублей.", "They paid 5 million.", "en", "They paid 5 million."),
        ("It cost (£500).", "Это стоит (500 фунтов).", "ru", "(500 фунтов)."),
    ],
)
def test_sums(source: str, answer: str, language: str, mended: str) -> None:
    assert mended in splice(answer, mend_sums(source, answer, language))


@given(TEXTS, TEXTS, st.sampled_from(["en", "ru"]))
def test_edits_of_sums_are_in_order_and_disjoint(source: str, text: str, language: str) -> None:
    edits = mend_sums(source, text, language)
    assert all(first.stop <= second.start for (first, _), (second, _) in pairwise(edits))


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ("Штраф 5 руб. 50 коп.", "ru", "Штраф 5 руб. 50 копеек."),
        ("1 руб. 27 коп., до 92 руб.", "ru", "1 руб. 27 копеек, до 92 руб."),
        ("Снижение: –12,5 п. п.", "ru", "Снижение: –12,5 процентных пункта."),
        ("Глава п. п. Иванов", "ru", "Глава п. п. Иванов"),
        ("Собрали 88,4 млн т.", "ru", "Собрали 88,4 млн тонн."),
        ("Добыли 500 тыс. т угля и 1 т руды", "ru", "Добыли 500 тыс. тонн угля и 1 тонну руды"),
        ("Он пробежал за 3 мин. 21,9 сек.", "ru", "Он пробежал за 3 минут 21,9 секунд."),
        ("45 ц с 1 га, 9 млн барр. в сутки", "ru", "45 центнеров с 1 гектар, 9 млн баррелей в сутки"),
        ("Площадь — 20 кв. м.", "ru", "Площадь — 20 квадратных метров."),
        ("Долг — 6 т. руб. (сейчас 40 руб.)", "ru", "Долг — 6 тысяч руб. (сейчас 40 руб.)"),
        ("Проезд 44 руб. (был 40)", "ru", "Проезд 44 рублей (был 40)"),
        ("Зрители: 48 312 чел.", "ru", "Зрители: 48 312 человек."),
        ("12,5 тыс. чел., 5 шт. и 10 экз.", "ru", "12,5 тыс. человек, 5 штук и 10 экземпляров."),
        ("40 чел./км, 5 чел-ч, 3 ед. техники", "ru", "40 чел./км, 5 чел-ч, 3 единиц техники"),
        ("Жил в пос. Ленинский, пос. Южный, за пос. 5", "ru", "Жил в посёлке Ленинский, посёлок Южный, за пос. 5"),
        ("Встреча в 11.00.", "ru", "Встреча в 11:00."),
        ("Приём с 10.00 до 17.30, по 24.05", "ru", "Приём с 10:00 до 17:30, по 24.05"),
        ("Приём 9.30–18.00", "ru", "Приём 9:30–18:00"),
        ("Рост с 10.03 до 12.50 руб., в 2.50 раза", "ru", "Рост с 10.03 до 12.50 руб., в 2.50 раза"),
        ("в 11.00.2024, до 11.00%, 12.00 тонн", "ru", "в 11.00.2024, до 11.00%, 12.00 тонн"),
        ("3 мар - Новости", "ru", "3 марта - Новости"),
        ("САНКТ-ПЕТЕРБУРГ, 3 марта. Дождь", "ru", "Санкт-Петербург, 3 марта. Дождь"),
        ("РОСТОВ-НА-ДОНУ, 3 мар - Дождь", "ru", "Ростов-на-Дону, 3 марта - Дождь"),
        ("1, 2 и т. д., 3 т. н., 37 ц/га, 5 марта", "ru", "1, 2 и т. д., 3 т. н., 37 ц/га, 5 марта"),
        ("It gathered 48.7K views.", "en", "It gathered 48.7 thousand views."),
        ("A 4K video of a 10K run", "en", "A 4K video of a 10K run"),
        ("Deposits, bn roubles", "en", "Deposits, billion roubles"),
        ("It cost $4.7bn.", "en", "It cost $4.7bn."),
        ("He is 5 m tall.", "en", "He is 5 m tall."),
        ("The channel has 1.2M subscribers.", "en", "The channel has 1.2 million subscribers."),
        ("A 5M platform", "en", "A 5M platform"),
        ("He won A$3 million and C$200,000.", "en", "He won 3 million Australian dollars and 200,000 Canadian dollars."),
        ("Звоните по тел. 8 800 555-35-35, тел.: +7", "ru", "Звоните по телефону 8 800 555-35-35, телефон: +7"),
        ("It paid CHF 3m and USD 2.5bn, CHF 5.", "en", "It paid CHF 3 million and USD 2.5 billion, CHF 5."),
        ("Аренда — 45 000 ₽/мес., оклад 5 руб. в мес. и", "ru", "Аренда — 45 000 ₽/месяц, оклад 5 руб. в месяц и"),
        ("через 2 ч 15 мин., 2 ч пути", "ru", "через 2 часов 15 минут, 2 ч пути"),
        ("ул. Ленина, д. 5, кв. 12, 20 кв. м", "ru", "ул. Ленина, дом 5, квартира 12, 20 квадратных метров"),
        (
            "The firm, in 30-plus countries, is 30-plus years old",
            "en",
            "The firm, in more than 30 countries, is 30-plus years old",
        ),
        ("By the mid-1990s a mid-1980s film", "en", "By the middle of the 1990s a mid-1980s film"),
        (
            "In Q3 2023, Q1 profit, H1 2024",
            "en",
            "In the third quarter of 2023, the first quarter profit, the first half of 2024",
        ),
        ("An Audi Q3 and H1N1 in Q4.", "en", "An Audi Q3 and H1N1 in the fourth quarter."),
        ("30 с лишним стран, 2 тыс. с небольшим, 5 с Иваном", "ru", "более 30 стран, более 2 тыс., 5 с Иваном"),
        ("Дом № 10 корп. 2, XIX в., в XX в. строился", "ru", "Дом № 10 корпус 2, XIX века, в XX веке строился"),
        ("Построен в XIX в. Сгорел, XVIII–XIX вв.", "ru", "Построен в XIX веке. Сгорел, XVIII–XIX веков."),
        ("Проезд ок. 3 млн, ок. Москвы", "ru", "Проезд около 3 млн, ок. Москвы"),
        ("Матч в ср, 19 марта, и в вс 23.03; в ср. 5 раз", "ru", "Матч в среду, 19 марта, и в воскресенье 23.03; в ср. 5 раз"),
        ("HK$200m and S$1.2bn", "en", "200 million Hong Kong dollars and 1.2 billion Singapore dollars"),
        ("It took 2h 45m and cost $1.5tn.", "en", "It took 2 hours 45 minutes and cost $1.5 trillion."),
        ("He won US$5m; R$5", "en", "He won US$5m; R$5"),
        ("Командир арты сказал, арта и артой", "ru", "Командир артиллерии сказал, артиллерия и артиллерией"),
        ("Арта бьёт. Арта — город, карта.", "ru", "Артиллерия бьёт. Арта — город, карта."),
        (
            "За I кв. 2024 г., в III кв. 2023 г., дом, кв. 5",
            "ru",
            "За I квартал 2024 г., в III квартале 2023 г., дом, квартира 5",
        ),
        (
            "Осуждён по п. «б» ч. 2 ст. 105 УК РФ, ч. 1 ст. 222 УК РФ и ст. 30 ч. 3 УК.",
            "ru",
            "Осуждён по пункту «б» части 2 статьи 105 УК РФ, части 1 статьи 222 УК РФ и статье 30 части 3 УК.",
        ),
        (
            "Предусмотренного ч.4 ст.159 УК РФ (п. 4.2 правил), нарушение п. 1, 2 ст. 5",
            "ru",
            "Предусмотренного частью 4 статьи 159 УК РФ (пункт 4.2 правил), нарушение пункта 1, 2 статьи 5",
        ),
        (
            "Рост на 2 п. п. до 16%, см. ст. 8 и ч. 9",
            "ru",
            "Рост на 2 процентных пункта до 16%, см. ст. 8 и ч. 9",
        ),
        (
            "Он, 1991 г.р., и она (1979 г. р.), 1990 г.р.",
            "ru",
            "Он, 1991 года рождения, и она (1979 года рождения), 1990 года рождения.",
        ),
        (
            "Срок 8 г. 3 мес., 1 г. и 2 месяца, 2 г. 5 мес. назад",
            "ru",
            "Срок 8 лет 3 мес., 1 год и 2 месяца, 2 года 5 мес. назад",
        ),
        ("В договоре: п. 7.3 «Банк» и п. 5 договора", "ru", "В договоре: пункт 7.3 «Банк» и пункт 5 договора"),
        ("Суд 12.03.2024 г. оставил, а 12.03.2024 г. Москва", "ru", "Суд 12.03.2024 оставил, а 12.03.2024 г. Москва"),
    ],
)
def test_short_forms_are_written_out(text: str, language: str, written: str) -> None:
    assert splice(text, write_out(text, language)) == written


@pytest.mark.parametrize(
    ("source", "answer", "language", "mended"),
    [
        ("Госпожа Иванова приехала.", "Mr. Ivanova came.", "en", "Ms. Ivanova came."),
        ("Он ответил г-же Каллас.", "He answered Mr Kallas.", "en", "He answered Ms Kallas."),
        ("Г-жа Иванова и г-н Петров.", "Mr Ivanova and Mr Petrov.", "en", "Mr Ivanova and Mr Petrov."),
        (
            "Mrs Kovalchuk answered Ms Peel.",
            "Господин Ковальчук ответил г-ну Пил.",
            "ru",
            "Госпожа Ковальчук ответил г-же Пил.",
        ),
        ("Mr Hill and Mrs Hill", "господин Хилл и госпожа Хилл", "ru", "господин Хилл и госпожа Хилл"),
    ],
)
def test_women_are_addressed_as_such(source: str, answer: str, language: str, mended: str) -> None:
    assert splice(answer, mend_address(source, answer, language)) == mended


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("895-ю шайбу, 1-го, 12-й, 3-му, 2-я", "ru", ["895th", "1st", "12th", "3rd", "2nd"]),
        ("1990-х и 80-е, 5-х", "ru", ["1990s", "80s"]),
        ("20-летний, 5-ти, Т-90", "ru", []),
        ("his 895th goal in the 1990s, 21st, F-16s", "en", ["895-й", "1990-х", "21-й"]),
    ],
)
def test_ordinals(text: str, language: str, told: list[str]) -> None:
    assert [item.spelled for item in find_ordinals(text, language)] == told
