"""Names that the rest of the document tells: two persons side by side, surnames that are words, clubs and their towns."""

import pytest

from polyglot_news.document import Evidence, NameKind, Span
from polyglot_news.names.enforce import correct, hint_of
from polyglot_news.names.ledger import Use
from polyglot_news.names.term import Term
from polyglot_news.naming import name_document
from polyglot_news.reading import read_document
from polyglot_news.segmentation import segment

from .names_table import found_in


def uses_of(text: str) -> dict[str, list[str]]:
    """The forms of each name in order, by its lemma."""
    ledger = name_document(segment(read_document(text.encode(), name="case.txt")))
    lemmas = {entry.id: entry.russian for entry in ledger.entries}
    found: dict[str, list[str]] = {lemma: [] for lemma in lemmas.values()}
    for uses in ledger.uses.values():
        for use in uses:
            found[lemmas[use.entry]].append(use.source)
    return found


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Мурат Нуртлеу принял Розмари Дикарло. С Дикарло Нуртлеу обсудил бюджет.", ["Мурат Нуртлеу", "Розмари Дикарло"]),
        ("Приехал Ираклий Кобахидзе. О Михаиле Саакашвили Кобахидзе молчал.", ["Ираклий Кобахидзе", "Михаил Саакашвили"]),
        ("Приехал Хосе Лопес. Мария Лопес Гонсалес осталась.", ["Хосе Лопес", "Мария Лопес Гонсалес"]),
        ("Приехал Иван Петров. Петров Иван уехал.", ["Иван Петров"]),
    ],
)
def test_two_persons_whom_others_tell_are_no_one(text: str, persons: list[str]) -> None:
    assert [name.lemma for name in found_in(text) if name.kind == "person"] == persons


def test_a_surname_that_begins_a_sentence_is_known_by_those_inside() -> None:
    text = (
        "Анна Седых и Павел Коваль пропали. Искали Седых и Коваля. Седых и Коваль вышли на связь. "
        "Ковалю сделали операцию. Седых уже дома."
    )
    assert uses_of(text) == {
        "Анна Седых": ["Анна Седых", "Седых", "Седых", "Седых"],
        "Павел Коваль": ["Павел Коваль", "Коваля", "Коваль", "Ковалю"],
    }


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("Командует Жанна Пак. «Пак увидела палатку», — сказал врач.", ["Жанна Пак", "Пак"]),
        ("Приехал Иван Кот. Кот спал.", ["Иван Кот"]),
        ("Приехал Иван Кот. За Котом ухаживали. Кот спал. Под столом спит кот.", ["Иван Кот", "Котом"]),
    ],
)
def test_a_word_that_begins_a_sentence_is_a_surname_where_its_verb_tells(text: str, uses: list[str]) -> None:
    assert next(iter(uses_of(text).values())) == uses


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hwang may return to Rubin Kazan soon.", ["Рубин", "Казань"]),
        ("Jordan Henderson spoke in Kazan.", ["Джордан Хендерсон", "Казань"]),
    ],
)
def test_a_club_and_its_town_are_nobody(text: str, names: list[str]) -> None:
    assert [name.lemma for name in found_in(text)] == names


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("Это костюмы Анны Саввичны Ермолаевой.", "Анна Саввична Ермолаева"),
        ("Премию вручили Ольге Ильиничне Петровой.", "Ольга Ильинична Петрова"),
        ("Это театр Андрея Могучего.", "Андрей Могучий"),
        ("Чехов встретил Максима Горького.", "Максим Горький"),
    ],
)
def test_a_name_is_put_into_the_nominative_that_it_has(text: str, lemma: str) -> None:
    assert lemma in [name.lemma for name in found_in(text)]


def test_a_model_is_told_no_diacritics_and_its_answer_gets_them() -> None:
    use = Use(Span(0, 7), "n1", NameKind.PERSON, "Чеферин", "Čeferin", ("Čeferin",), "Чеферин", Evidence.ATTESTED)
    assert hint_of(use, ("<8>", "<9>")) == "<8> Ceferin<9>"
    assert correct([use], "Ceferin left.") == [(Span(0, 7), "Čeferin")]


def test_a_mountain_is_no_person_where_its_town_is_a_place() -> None:
    text = "Связь пропала у пика Талгар; в Талгаре развёрнут штаб."
    assert [(name.lemma, name.kind) for name in found_in(text)] == [("Талгар", "place")]


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("The coach Abdullah Avcı has spoken. Абдуллах Авджы раньше работал там.", "Abdullah Avcı"),
        ("Kenan Yıldız and Uğurcan Çakır scored. Угурджан Чакыр забил.", "Uğurcan Çakır"),
    ],
)
def test_turkish_letters_are_heard_as_turks_say_them(text: str, english: str) -> None:
    assert english in [name.english for name in found_in(text) if name.kind == "person"]


IVAN = ("Иван Петров", "Ивана Петрова", "Ивану Петрову", "Ивана Петрова", "Иваном Петровым", "Иване Петрове")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Арестовали защитника Иван Петров.", "Ивана Петрова"),
        ("Он сказал министру Иван Петров об этом.", "Ивану Петрову"),
        ("Слова министра Иван Петров назвал ложью.", None),
        ("Защитник Иван Петров ушёл.", None),
    ],
)
def test_a_name_stands_in_the_case_of_what_he_is(text: str, expected: str | None) -> None:
    use = Use(Span(0, 11), "n1", NameKind.PERSON, "Ivan Petrov", IVAN[0], IVAN, IVAN[0], Evidence.ATTESTED, IVAN)
    assert [form for _, form in correct([use], text)] == ([expected] if expected else [])


def test_the_english_half_tells_the_nominative_of_a_foreign_name_by_its_sound() -> None:
    text = "The coach said that Cassierra would stay. По данным газеты, Матео Кассьерру хочет «Зенит»."
    assert [name.lemma for name in found_in(text) if name.kind == "person"] == ["Матео Кассьерра"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Мария Гарсия Лопес приехала.", ("Мария Гарсия Лопес", "Maria Garcia Lopez")),
        ("С министром Макой Бочоришвили приехали двое.", ("Мака Бочоришвили", "Maka Bochorishvili")),
    ],
)
def test_a_foreign_name_is_spelled_word_by_word(text: str, expected: tuple[str, str]) -> None:
    assert [(name.lemma, name.english) for name in found_in(text)] == [expected]


def test_a_surname_of_several_words_is_spelled_as_the_terms_have_it() -> None:
    text = "Министр Фейсал бин Фархан Аль Сауд прилетел. Встретили Фейсала бин Фархана Аль Сауда."
    term = Term("Фейсал бин Фархан Аль Сауд", "Faisal bin Farhan Al Saud", "person", "mine.tsv")
    entries = name_document(segment(read_document(text.encode(), name="case.txt")), [term]).entries
    assert [entry.english for entry in entries] == ["Faisal bin Farhan Al Saud"]
