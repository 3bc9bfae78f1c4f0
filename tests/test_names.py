"""Recognition of names against the table, with floors a little under today's figures; the ledger's rules one by one."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.document import Evidence, Meta, NameEntry, NameKind, Span
from polyglot_news.formats.registry import find_format
from polyglot_news.names.entries import NamedText
from polyglot_news.names.ledger import Ledger, build_ledger
from polyglot_news.names.morphology import decline_surname
from polyglot_news.names.persons import decline_person, read_person
from polyglot_news.names.phrases import decline_phrase, read_phrase
from polyglot_news.names.restore import restore_first, restore_last, restore_place
from polyglot_news.names.russian import find_russian
from polyglot_news.names.spelling import Scheme
from polyglot_news.names.term import Term
from polyglot_news.naming import name_document
from polyglot_news.reading import parse
from polyglot_news.segmentation import segment

from .conftest import CASES
from .names_table import KINDS, Name, cases, found_in, score

FLOORS = {  # recall of lemmas, precision of lemmas, English form and kind right
    "person": (0.88, 0.91, 0.83),
    "place": (0.95, 0.97, 0.91),
    "organisation": (0.84, 0.94, 0.78),
}


NEIGHBOURS = [
    line.split("\t") for line in (CASES / "neighbours.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")
]


@pytest.mark.parametrize(("text", "persons"), NEIGHBOURS)
def test_persons_side_by_side(text: str, persons: str) -> None:
    (mentions,) = find_russian([text])
    assert "|".join(mention.text for mention in mentions if mention.kind is NameKind.PERSON) == persons


@pytest.fixture(scope="module")
def counts() -> Counter[tuple[str, str]]:
    return score()[0]


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_of_names(kind: str, counts: Counter[tuple[str, str]]) -> None:
    expected, found = counts[kind, "expected"], counts[kind, "found"]
    figures = counts[kind, "lemma"] / expected, counts[kind, "hit"] / found, counts[kind, "right"] / expected
    assert all(figure >= floor for figure, floor in zip(figures, FLOORS[kind], strict=True)), figures


def test_the_table_is_large_enough(counts: Counter[tuple[str, str]]) -> None:
    assert sum(counts[kind, "expected"] for kind in KINDS) >= 700


@pytest.mark.parametrize(
    ("text", "expected"), [(text, names) for section, text, names in cases() if "to the letter" in section]
)
def test_cases_held_to_the_letter(text: str, expected: list[Name]) -> None:
    assert found_in(text) == expected


def test_a_list_in_a_paragraph_of_its_own_is_in_the_nominative() -> None:
    names = {name.english for name in found_in("Приехал В. Н. Иванов.\n\nСписок: Петрова А. Б., Иванова М. С.")}
    assert names == {"V. N. Ivanov", "A. B. Petrova", "M. S. Ivanova"}


@pytest.mark.parametrize(
    ("sentences", "forms"),
    [
        (("en:Mrs Whitfield said nothing.", "en:Whitfield's lawyers agreed."), ("Уитфилд",)),
        (("en:Caroline Whitfield arrived.", "en:They spoke to Whitfield about Whitfield's plan."), ("Уитфилд",)),
        (
            ("en:Mr Whitfield said nothing.", "en:Whitfield's lawyers agreed."),
            ("Уитфилд", "Уитфилда", "Уитфилду", "Уитфилдом", "Уитфилде"),
        ),
    ],
)
def test_a_womans_foreign_surname_is_not_declined(sentences: tuple[str, ...], forms: tuple[str, ...]) -> None:
    texts = [NamedText(f"b{n}.s1", "en", sentence[3:]) for n, sentence in enumerate(sentences, start=1)]
    spelled = {"Whitfield.": "Уитфилд.", "Caroline Whitfield.": "Каролин Уитфилд."}
    found = build_ledger(texts, ask=lambda names: [spelled[name] for name in names])
    assert {use.forms for use in found.uses["b2.s1"]} == {forms}


@pytest.mark.parametrize(
    ("word", "answer", "named"),
    [
        ("Mexicans", "Мексиканцы.", False),
        ("President", "Президент.", False),
        ("Republican", "Республиканский.", False),
        ("Thrones", "Троны.", False),
        ("Mandarin", "Мандарин.", True),
        ("Kavanaugh", "Кавано.", True),
    ],
)
def test_a_word_that_the_model_translates_is_no_name(word: str, answer: str, named: bool) -> None:
    texts = [NamedText(f"b{n}.s1", "en", f"He said {word} told them so.") for n in (1, 2)]
    found = build_ledger(texts, ask=lambda names: [answer for _ in names])
    assert bool(found.uses) is named


def test_a_word_that_sounds_as_an_abbreviation_is_no_name() -> None:
    found = ledger("en:Yes, the minister said so.", "Страны ЕС молчат.", "en:Nato says nothing.", "НАТО молчит.")
    assert {e.russian: e.english for e in found.entries} == {"ЕС": "EU", "НАТО": "Nato"}


def test_an_address_spells_what_is_foreign_and_nothing_else_knows() -> None:
    address = NamedText("b1.s1", "zxx", "https://example.com/jane-whitfield", (Span(0, 34),))
    found = build_ledger([address, NamedText("b2.s1", "ru", "Джейн Уитфилд приехала.")])
    assert entry(found, "Джейн Уитфилд").english == "Jane Whitfield"


def ledger(*sentences: str, terms: tuple[Term, ...] = (), scheme: Scheme | None = None) -> Ledger:
    """The ledger of sentences, English ones marked by a leading `en:`."""
    texts = []
    for number, sentence in enumerate(sentences, start=1):
        language, text = ("en", sentence[3:]) if sentence.startswith("en:") else ("ru", sentence)
        texts.append(NamedText(f"b{number}.s1", language, text))
    return build_ledger(texts, terms, scheme)


def entry(found: Ledger, russian: str) -> NameEntry:
    (one,) = (e for e in found.entries if e.russian == russian)
    return one


def test_forms_of_one_name_are_one_entry() -> None:
    found = ledger("Эльвире Набиуллиной доложили.", "По словам Набиуллиной, ставка высока.", "Набиуллину поддержали.")
    assert [(e.russian, e.english) for e in found.entries] == [("Эльвира Набиуллина", "Elvira Nabiullina")]
    assert found.entries[0].segments == ("b1.s1", "b2.s1", "b3.s1")


@pytest.mark.parametrize(
    ("sentences", "uses"),
    [
        (("КУРСКАЯ ОБЛАСТЬ ПОД УДАРОМ", "В Курской области погибли двое."), ["Kursk Region"]),
        (("УДАР ВСУ ПО СКЛАДУ", "Об этом сообщили в ВСУ."), ["Ukrainian Armed Forces"]),
        (("ПУТИН НАЗНАЧИЛ БЕЛОУСОВА", "Владимир Путин назначил Андрея Белоусова."), ["Putin", "Belousov"]),
        (("Воз сена сгорел.", "В ВОЗ об этом знают."), []),
        (("Кота похоронили.", "Рядовой Олег Кот погиб."), []),
        (("Волков пришёл позже.", "Алексей Волков сел у окна."), ["Volkov"]),
        (("Трамп доволен.", "Дональд Трамп прилетел."), ["Trump"]),
        (("Фон дер Ляйен улетела.", "Урсула фон дер Ляйен прилетела."), ["von der Leyen"]),
    ],
)  # fmt: skip
def test_names_that_the_text_has_elsewhere_are_found_again(sentences: tuple[str, ...], uses: list[str]) -> None:
    assert [use.target for use in ledger(*sentences).uses.get("b1.s1", ())] == uses


def test_husband_and_wife_are_two() -> None:
    found = ledger("Илья Гусев ушёл.", "Екатерина Гусева осталась.", "Гусева заявила об этом.", "О Гусеве молчат.")
    assert entry(found, "Илья Гусев").segments == ("b1.s1", "b4.s1")
    assert entry(found, "Екатерина Гусева").segments == ("b2.s1", "b3.s1")


@pytest.mark.parametrize(
    ("sentences", "english", "evidence"),
    [
        (("Приехал Андрей Соколов.",), "Andrey Sokolov", Evidence.ROMANISED),
        (("Приехал Андрей Соколов.", "en:Andrei Surkov was late."), "Andrey Sokolov", Evidence.ROMANISED),
        (("Приехал Андрей Соколов.", "en:Andrei Sokolov was late."), "Andrei Sokolov", Evidence.ATTESTED),
        (("Приехал Андрей Соколов (Andrej Sokoloff).",), "Andrej Sokoloff", Evidence.ATTESTED),
        (("Приехал Андрей Соколов (Andrej Sokoloff).", "en:Andrei Sokolov was late."), "Andrej Sokoloff", Evidence.ATTESTED),
    ],
)
def test_evidence_is_ranked(sentences: tuple[str, ...], english: str, evidence: Evidence) -> None:
    found = entry(ledger(*sentences), "Андрей Соколов")
    assert (found.english, found.evidence) == (english, evidence)


def test_the_term_base_wins_for_all_forms_and_conflicts_are_shown() -> None:
    term = Term("Андрей Соколов", "Andrej Sokolow", "person", "terms.tsv:1")
    found = ledger("Приехал Андрей Соколов.", "Соколова ждали.", "en:Sokolov was late.", terms=(term,))
    one = entry(found, "Андрей Соколов")
    assert (one.english, one.evidence, one.reason) == ("Andrej Sokolow", Evidence.TERM_BASE, "terms.tsv:1")
    assert [use.target for use in found.uses["b2.s1"]] == ["Sokolow"]
    assert any("Sokolov" in conflict for conflict in one.conflicts)


@pytest.mark.parametrize(
    ("term", "sentences", "uses"),
    [
        (("Сармат", "Sarmatt"), ("Так сказал командир «Сармат».",), [("b1.s1", "Sarmatt", "Сармат")]),
        (
            ("Подоляка", "Podolyaka"),
            ("Подоляка признал это.", "Подоляке возразили."),
            [("b1.s1", "Podolyaka", "Подоляка"), ("b2.s1", "Podolyaka", "Подоляка")],
        ),
        (
            ("Александр Сырский", "Oleksandr Syrskyi"),
            ("Сырский приехал.", "en:Oleksandr Syrskyi arrived."),
            [("b1.s1", "Syrskyi", "Александр Сырский"), ("b2.s1", "Александр Сырский", "Александр Сырский")],
        ),
    ],
    ids=["one name", "a surname that looks like a case of another", "a first name in another language's form"],
)
def test_a_person_of_the_term_base_is_as_the_term_says(
    term: tuple[str, str], sentences: tuple[str, ...], uses: list[tuple[str, str, str]]
) -> None:
    found = ledger(*sentences, terms=(Term(*term, "person", "t.tsv:1"),))
    lemmas = {entry.id: entry.russian for entry in found.entries}
    assert [(segment, use.target, lemmas[use.entry]) for segment, some in found.uses.items() for use in some] == uses


def test_a_term_that_is_no_name_is_found_in_any_case() -> None:
    term = Term("специальная военная операция", "special military operation", "term", "t.tsv:1")
    found = ledger("О специальной военной операции не говорили.", terms=(term,))
    assert [(u.source, u.target) for u in found.uses["b1.s1"]] == [
        ("специальной военной операции", "special military operation")
    ]


def test_a_handle_attests_a_spelling() -> None:
    handle = NamedText("b1.s1", "zxx", "@zakiev_amir", (Span(0, 12),))
    found = build_ledger([handle, NamedText("b2.s1", "ru", "Амир Закиев выиграл.")])
    assert entry(found, "Амир Закиев").english == "Amir Zakiev"


def test_the_scheme_decides_what_nothing_else_does() -> None:
    found = ledger("Приехал Сергей Щукин.", scheme=Scheme("icao-9303"))
    assert entry(found, "Сергей Щукин").english == "Sergei Shchukin"


@pytest.mark.parametrize(
    ("form", "lemma", "gender"),
    [
        ("Эльвире Набиуллиной", "Эльвира Набиуллина", "f"),
        ("Лавров Сергей Викторович", "Сергей Викторович Лавров", "m"),
        ("Соколов Андрей", "Андрей Соколов", "m"),
        ("Урсулой фон дер Ляйен", "Урсула фон дер Ляйен", "f"),
        ("Иванову И. И.", "И. И. Иванов", "m"),
        ("Никите Белых", "Никита Белых", "m"),
        ("Си Цзиньпином", "Си Цзиньпин", "m"),
        ("Салтыкову-Щедрину", "Салтыков-Щедрин", "m"),
        ("Реджепом Тайипом Эрдоганом", "Реджеп Тайип Эрдоган", None),
    ],
)
def test_a_form_is_read(form: str, lemma: str, gender: str | None) -> None:
    best = read_person(form)[0]
    assert best.lemma == lemma
    assert gender is None or best.gender == gender


@pytest.mark.parametrize("name", ["Эльвира Набиуллина", "Джо Байден", "Анна Петрова-Сидорова", "Лев Толстой", "Сергей Шойгу"])
def test_every_case_of_a_name_is_read_as_it(name: str) -> None:
    person = read_person(name)[0]
    for form in decline_person(person).values():
        assert read_person(form)[0].lemma == name


@pytest.mark.parametrize(
    ("form", "preposition", "lemma"),
    [
        ("Курской области", "в", "Курская область"),
        ("Суджей", "под", "Суджа"),
        ("Ростове-на-Дону", "в", "Ростов-на-Дону"),
        ("Набережных Челнах", "в", "Набережные Челны"),
        ("Министерстве обороны", "в", "Министерство обороны"),
        ("США", "в", "США"),
        ("Чёрного моря", "", "Чёрное море"),
    ],
)
def test_a_place_is_put_into_the_nominative(form: str, preposition: str, lemma: str) -> None:
    assert read_phrase(form, preposition)[0].lemma == lemma


ODD = (
    "Ъ",
    "«Ъ»",
    "Ь.",
    "А.",
    "И.И.",
    "О'",
    "-",
    "Ван",
    "И",
    "Ким",
    "МИД",
    "РФ",
    "«Газпрома»",
    "Ивановой",
    "(Ivanova)",
    "де",
    "Голль",
)
ODD_ENGLISH = ("Ivanova's", "A.", "de", "O'", "Kim", "Jong", "PUTIN", "The", "Un", "Von", "Moscow-", "Lavrov", "Xi")


@given(st.lists(st.sampled_from(ODD), max_size=7), st.lists(st.sampled_from(ODD_ENGLISH), max_size=6))
def test_whatever_stands_there_every_use_has_something_to_write(russian: list[str], english: list[str]) -> None:
    texts = {"b1.s1": " ".join(russian), "b2.s1": " ".join(english)}
    found = build_ledger([NamedText("b1.s1", "ru", texts["b1.s1"]), NamedText("b2.s1", "en", texts["b2.s1"])])
    known = {e.id: e for e in found.entries}
    for identifier, uses in found.uses.items():
        assert list(uses) == sorted(uses, key=lambda use: use.span)
        for use in uses:
            assert use.span.of(texts[identifier]) == use.source
            assert use.target.strip() and all(form.strip() for form in use.forms)
            assert known[use.entry].russian == use.lemma


def test_cases() -> None:
    assert decline_surname("толстой", "m")["datv"] == "толстому"
    assert decline_phrase("Курская область")["accs"] == "Курскую область"
    assert decline_phrase("Нижний Новгород")["accs"] == "Нижний Новгород"


@pytest.mark.parametrize(
    ("latin", "russian"),
    [("Nabiullina", "Набиуллина"), ("Gubaydullin", "Губайдуллин"), ("Prokofyev", "Прокофьев"), ("Yeltsin", "Ельцин")],
)
def test_the_way_back(latin: str, russian: str) -> None:
    assert restore_last(latin) == russian
    assert restore_first("Sergei") == "Сергей"
    assert [restore_first(name) for name in ("Yuri", "Dmitri", "Vasili", "Luigi")] == ["Юрий", "Дмитрий", "Василий", "Луиджи"]
    assert restore_place("Novorossiysk") == "Новороссийск"
    assert restore_last("Whitcombe") is None


def test_a_line_without_end_is_left_to_the_model() -> None:
    """What is no sentence costs no more than reading it; the names of the others are found all the same."""
    line = "Сергей Лавров, Эльвира Набиуллина, " * 30_000
    found = name_document(segment(parse(f"{line}\n\nПриехал Андрей Соколов.\n", find_format("text"), Meta())))
    assert [e.russian for e in found.entries] == ["Андрей Соколов"]


@pytest.mark.parametrize(
    "sentence",
    ["Who were the victims?", "MAY SAID US WILL ACT.", "IT WAS IN MAY.", "My Turkish friend. My Turkish car. Go on. Go."],
)
def test_common_words_are_no_names(sentence: str) -> None:
    assert ledger(f"en:{sentence}").entries == ()


def test_a_part_of_a_word_is_no_name() -> None:
    assert not [e for e in ledger("en:JPMorgan fell.", "en:JPMorgan rose.").entries if e.english == "Morgan"]


def test_a_ledger_fed_back_as_a_term_base_stays_as_it_is() -> None:
    sentences = ("en:Arkady Melnikov left.", "Мельникова ждут.", "en:Melnikov is here.")
    before = ledger(*sentences)
    after = ledger(*sentences, terms=tuple(Term(e.russian, e.english, str(e.kind), "t.tsv:1") for e in before.entries))
    assert [(e.russian, e.english, e.segments) for e in after.entries] == [
        (e.russian, e.english, e.segments) for e in before.entries
    ]


def test_a_patronymic_of_the_term_base_stands_once() -> None:
    term = Term("Вера Павловна Кравец", "Vera Pavlovna Kravets", "person", "t.tsv:1")
    found = ledger("Нашли у Веры Павловны Кравец.", terms=(term,))
    assert [use.target for use in found.uses["b1.s1"]] == ["Vera Pavlovna Kravets"]
