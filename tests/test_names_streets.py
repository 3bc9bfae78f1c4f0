"""Streets and squares that are names: found in every case and both orders, one entry each, spelled one way."""

import pytest

from polyglot_news.document import Span
from polyglot_news.names.streets import decline_place, misdeclined, streets_in, told_once
from polyglot_news.names.term import Term
from polyglot_news.naming import name_document
from polyglot_news.reading import read_document
from polyglot_news.segmentation import segment
from tests.names_table import found_in


@pytest.mark.parametrize(
    ("text", "lemma", "english"),
    [
        ("Дом на улице Садовой сгорел.", "улица Садовая", "Sadovaya Street"),
        ("Дом на ул. Садовой сгорел.", "улица Садовая", "Sadovaya Street"),
        ("Дом по адресу: ул. Садовая, 5, сгорел.", "улица Садовая", "Sadovaya Street"),
        ("Взрыв прогремел на Сумской улице.", "Сумская улица", "Sumskaya Street"),
        ("Движение по Тверской улице закрыто.", "Тверская улица", "Tverskaya Street"),
        ("Дом на Невском проспекте признали аварийным.", "Невский проспект", "Nevsky Prospekt"),
        ("Трубу прорвало на Лиговском проспекте.", "Лиговский проспект", "Ligovsky Prospekt"),
        ("На Красной площади монтируют трибуны.", "Красная площадь", "Red Square"),
        ("Митинг на Октябрьской площади разогнали.", "Октябрьская площадь", "Oktyabrskaya Square"),
        ("На площади Ленина собрались люди.", "площадь Ленина", "Lenin Square"),
        ("Она живёт на улице Гагарина.", "улица Гагарина", "Gagarin Street"),
        ("На проспекте Шевченко столкнулись две машины.", "проспект Шевченко", "Shevchenko Avenue"),
        ("Пожар потушили на пр. Ленина.", "проспект Ленина", "Lenin Avenue"),
        ("Пожар потушили в пер. Гоголевском.", "переулок Гоголевский", "Gogolevsky Lane"),
        ("Авария случилась на Варшавском шоссе.", "Варшавское шоссе", "Varshavskoye Highway"),
        ("Авария случилась на Фрунзенской набережной.", "Фрунзенская набережная", "Frunzenskaya Embankment"),
        ("Кафе на улице Большой Морской закрыто.", "улица Большая Морская", "Bolshaya Morskaya Street"),
        ("Его видели на улице Маршала Жукова.", "улица Маршала Жукова", "Marshal Zhukov Street"),
        ("Снаряд попал в дом на улице Богдана Хмельницкого.", "улица Богдана Хмельницкого", "Bogdan Khmelnitsky Street"),
        ("Штаб на улице Максима Горького закрыт.", "улица Максима Горького", "Maxim Gorky Street"),
        ("Штаб на улице Горького закрыт.", "улица Горького", "Gorky Street"),
        ("Вывеска на улице Пушкина упала.", "улица Пушкина", "Pushkin Street"),
        ("Вывеска на бульваре Шевченко упала.", "бульвар Шевченко", "Shevchenko Boulevard"),
    ],
)
def test_a_street_is_a_place(text: str, lemma: str, english: str) -> None:
    found = [(name.lemma, name.english) for name in found_in(text) if name.kind == "place"]
    assert found == [(lemma, english)]
    assert not [name for name in found_in(text) if name.kind == "person"]


@pytest.mark.parametrize(
    "text",
    [
        "На улице Мира прорвало трубу.",
        "Люди вышли на площадь Победы.",
        "Снаряд упал на улице Космонавтов.",
        "Он жил на улице Красной Армии.",
        "Он жил на улице Парижской коммуны.",
        "Центральная улица перекрыта до вечера.",
        "На улице Иванова увидела соседа.",
        "На улице было тихо.",
        "Пожар на площади 300 кв. м потушили.",
        "В Тверской площадью 300 га поле затопило.",
        "Магазины, кафе и пр. Ленина не интересовали.",
        "Открыта 1-я Тверская-Ямская улица.",
    ],
)
def test_what_is_no_name_is_no_street(text: str) -> None:
    assert list(streets_in(text)) == []


def test_all_ways_to_write_a_street_are_one_entry() -> None:
    text = (
        "Пожар на ул. Сумской потушили. Улица Сумская перекрыта. Движение по Сумской улице закрыто. Жители улицы Сумской ждут. "
        "The fire on Sumska Street was put out."
    )
    assert [(name.lemma, name.english) for name in found_in(text)] == [("улица Сумская", "Sumska Street")]


def test_somebody_and_his_street_are_two() -> None:
    text = "На улице Гагарина открыли музей Юрия Гагарина. Gagarin Street is closed."
    assert [(n.lemma, n.english) for n in found_in(text)] == [
        ("улица Гагарина", "Gagarin Street"),
        ("Юрий Гагарин", "Yuri Gagarin"),
    ]


def test_the_users_spelling_holds_in_every_form() -> None:
    text = "Пожар на ул. Сумской потушили. Улица Сумская перекрыта. Движение по Сумской улице закрыто."
    document = segment(read_document(text.encode(), name="case.txt"))
    entries = name_document(document, [Term("улица Сумская", "Sumy Street", "place", "mine.tsv")]).entries
    assert [(entry.russian, entry.english, len(entry.segments)) for entry in entries] == [("улица Сумская", "Sumy Street", 3)]


@pytest.mark.parametrize(
    ("lemma", "genitive", "prepositional"),
    [
        ("улица Садовая", "улицы Садовой", "улице Садовой"),
        ("Тверская улица", "Тверской улицы", "Тверской улице"),
        ("улица Малая Морская", "улицы Малой Морской", "улице Малой Морской"),
        ("проспект Шевченко", "проспекта Шевченко", "проспекте Шевченко"),
        ("площадь Ленина", "площади Ленина", "площади Ленина"),
        ("Фрунзенская набережная", "Фрунзенской набережной", "Фрунзенской набережной"),
        ("Невский проспект", "Невского проспекта", "Невском проспекте"),
    ],
)
def test_a_street_is_declined(lemma: str, genitive: str, prepositional: str) -> None:
    cases = decline_place(lemma)
    assert (cases["gent"], cases["loct"]) == (genitive, prepositional)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The street of Lenin Street is closed.", "Lenin Street is closed."),
        ("On Lenin Street Street Street, 12.", "On Lenin Street, 12."),
        ("They went to the Prospect Lenin Street.", "They went to Lenin Street."),
        ("A blast in the area of Lenin Street.", "A blast in the area of Lenin Street."),
        ("The house on Lenin Street burned.", "The house on Lenin Street burned."),
    ],
)
def test_a_street_is_told_once(before: str, after: str) -> None:
    at = before.index("Lenin Street")
    span = told_once(Span(at, at + len("Lenin Street")), before)
    assert f"{before[: span.start]}Lenin Street{before[span.stop :]}" == after


@pytest.mark.parametrize(
    ("lemma", "before", "after"),
    [
        ("улица Садовая", "Пожар на улице Садовая потушен.", "Пожар на улице Садовой потушен."),
        ("улица Ленина", "Жители улицы Ленины ждут.", "Жители улицы Ленина ждут."),
        ("Сумская улица", "Он шёл по Сумская улице.", "Он шёл по Сумской улице."),
    ],
)
def test_the_words_of_a_street_agree(lemma: str, before: str, after: str) -> None:
    found = misdeclined(lemma, before)
    assert found is not None
    assert before[: found[0].start] + found[1] + before[found[0].stop :] == after
