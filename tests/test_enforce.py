"""Names put right in what a model wrote."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news import Pipeline
from polyglot_news.document import Evidence, NameKind, Span, splice
from polyglot_news.names.enforce import correct, find_missing
from polyglot_news.names.ledger import Use


def use(target: str, *forms: str, kind: NameKind = NameKind.PERSON) -> Use:
    said = tuple(dict.fromkeys(forms or (target,)))
    return Use(Span(0, 1), "n1", kind, "x", target, said, "x", Evidence.ROMANISED, forms if len(forms) == 6 else ())


NABIULLINA = use("Elvira Nabiullina")
SURNAME = use("Nabiullina")
SOKOLOV = use("Соколов", "Соколов", "Соколова", "Соколову", "Соколова", "Соколовым", "Соколове")


def corrected(text: str, *uses: Use) -> str:
    return splice(text, correct(uses, text))


@pytest.mark.parametrize(
    ("text", "uses", "expected"),
    [
        ("Elivari Nabiullian said so.", (NABIULLINA,), "Elvira Nabiullina said so."),
        ("Elvira Nabiullina said so.", (NABIULLINA,), "Elvira Nabiullina said so."),
        ("Nabiulina's rate rose.", (SURNAME,), "Nabiullina's rate rose."),
        ("NABIULINA SAID SO", (SURNAME,), "NABIULLINA SAID SO"),
        ("Elvira Nabiulina and Nabiullina", (NABIULLINA, SURNAME), "Elvira Nabiullina and Nabiullina"),
        ("Stepan Stepan Yatsuk left", (use("Stepan Yatsuk"),), "Stepan Yatsuk left"),
        (
            "Ivan Ivanovich Ivanov Ivanovich Ivanov is condemned.",
            (use("Ivan Ivanovich Ivanov"),),
            "Ivan Ivanovich Ivanov is condemned.",
        ),
        ('"V. Vladimir Kara-Murza does not', (use("Vladimir Kara-Murza"),), '"Vladimir Kara-Murza does not'),
        ("met with Nguan Nguyen Phu Trong.", (use("Nguyen Phu Trong"),), "met with Nguyen Phu Trong."),
        ("Araik Arayik Arutyunyan", (use("Arayik Arutyunyan"),), "Arayik Arutyunyan"),
        ("The translator Li Yu. Li left.", (use("Yu. Li"),), "The translator Yu. Li left."),
        ("Putin Putin said", (use("Putin"),), "Putin said"),
        (
            "Anna Annenkova and Ivan Ivanov Petrov",
            (use("Annenkova"), use("Ivan Ivanov")),
            "Anna Annenkova and Ivan Ivanov Petrov",
        ),
        ("Sergei Ivanov, Ivanov's wife", (use("Sergei Ivanov"), use("Ivanov")), "Sergei Ivanov, Ivanov's wife"),
        ("Marat Safin Dinara Safina won", (use("Marat Safin"), use("Dinara Safina")), "Marat Safin Dinara Safina won"),
        ("New York New York Times", (use("New York", kind=NameKind.PLACE),), "New York New York Times"),
        ("Встретил Сокалова вчера", (SOKOLOV,), "Встретил Соколова вчера"),
        ("Встретил Соколова вчера", (SOKOLOV,), "Встретил Соколова вчера"),
        ("С Sokolov говорили", (SOKOLOV,), "С Соколовым говорили"),
        ("The Russian army", (use("Russia", kind=NameKind.PLACE),), "The Russian army"),
        ("He left Koreya", (use("Korea", kind=NameKind.PLACE),), "He left Korea"),
        ("She said so.", (SURNAME,), "She said so."),
    ],
)
def test_what_stands_for_a_name_is_replaced(text: str, uses: tuple[Use, ...], expected: str) -> None:
    assert corrected(text, *uses) == expected


def test_an_owner_is_in_the_genitive() -> None:
    woman = use("Соколова", "Соколова", "Соколовой", "Соколовой", "Соколову", "Соколовой", "Соколовой")
    for text, expected in (
        ("Первая работа Соколова была в Москве", "Первая работа Соколовой была в Москве"),
        ("Брат Соколовой ушёл", "Брат Соколовой ушёл"),
        ("Брат Сокалова ушёл", "Брат Соколовой ушёл"),
    ):
        assert splice(text, correct([woman], text, owning=[True])) == expected
    assert splice("Судья Соколова", correct([woman], "Судья Соколова", owning=[False])) == "Судья Соколова"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Для Соколов это важно", "Для Соколова это важно"),
        ("Он пришёл к Соколов вчера", "Он пришёл к Соколову вчера"),
        ("Он пришёл к Соколову вчера", "Он пришёл к Соколову вчера"),
        ("С Соколов говорили", "С Соколовым говорили"),
        ("Об Соколов забыли", "Об Соколове забыли"),
        ("Клуб заплатит за Соколов", "Клуб заплатит за Соколова"),
        ("Клуб заплатит за Соколовым", "Клуб заплатит за Соколовым"),
        ("Вот и Соколов пришёл", "Вот и Соколов пришёл"),
    ],
)
def test_a_preposition_of_one_case_governs_the_name(text: str, expected: str) -> None:
    assert corrected(text, SOKOLOV) == expected


def test_what_cannot_be_found_is_missing() -> None:
    assert find_missing([SURNAME], "She said so.") == [SURNAME]
    assert find_missing([SURNAME, SURNAME], "Nabiullina said so.") == [SURNAME]
    assert find_missing([use("France", kind=NameKind.PLACE)], "The French left.") == []
    assert find_missing([use("Scotland", kind=NameKind.PLACE)], "The Scottish championship.") == []
    league = replace(use("Russian Premier League", kind=NameKind.ORGANISATION), source="РПЛ")
    assert find_missing([league], "The Russian Premier League (RPL) forgave him.") == []
    assert find_missing([league], "The RPL forgave him.") == [league]


def test_the_alignment_finds_what_is_not_alike() -> None:
    text = "Klark won."
    edits = correct([use("Whitcombe")], text, [Span(0, 5)])
    assert splice(text, edits) == "Whitcombe won."


@given(
    st.lists(st.sampled_from(["Elvira", "Nabiullina", "Nabiulina", "said", "the", "Elivari", "rate", ",", "Soko"]), max_size=8)
)
def test_correcting_twice_changes_nothing(words: list[str]) -> None:
    once = corrected(" ".join(words), NABIULLINA, SURNAME)
    assert corrected(once, NABIULLINA, SURNAME) == once


@given(
    st.lists(
        st.sampled_from(["Elvira", "Nabiullina,", "Vladimir", "Putin,", "Putina", "Kir", "Starmera", "Lavrova,"]), max_size=14
    )
)
def test_edits_never_overlap(words: list[str]) -> None:
    text, uses = " ".join(words), [NABIULLINA, use("Vladimir Putin"), use("Vladimir Putin"), use("Keir Starmer"), SURNAME]
    splice(text, correct(uses, text))  # raises where two overlap


def test_a_line_of_names_does_not_fail(pipeline: Pipeline) -> None:
    line = (
        "Сергей Лавров, Москве, Владимиром Путиным, Владимиром Путиным, Владимиром Путиным, Кир Стармер, Владимиром Путиным, "
        "Эльвире Набиуллиной, Сергей Лавров, Эльвире Набиуллиной, Кир Стармер, Эльвире Набиуллиной, Сергей Лавров."
    )
    assert all(unit.target for unit in pipeline.translate_paragraph(line))


def test_a_surname_that_the_source_has_first_is_not_told_twice() -> None:
    name = replace(use("Artyom Glebovich Savyolov"), source="Савёлов Артём Глебович")
    assert corrected("Savelov, Artyom Glebovich Savyolov, kept it.", name) == "Artyom Glebovich Savyolov, kept it."
    assert corrected("Savelina, Artyom Glebovich Savyolov.", use("Artyom Glebovich Savyolov")).startswith("Savelina, ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Ministry of Defense of the Russian Defense Ministry said so.", "The Russian Defense Ministry said so."),
        ("According to the Ministry of the Russian Defense Ministry, yes.", "According to the Russian Defense Ministry, yes."),
        ("The Russian Defense Ministry of Defense said so.", "The Russian Defense Ministry said so."),
        ("The Board of the Russian Defense Ministry met.", "The Board of the Russian Defense Ministry met."),
        ("The Russian Defense Ministry of Syria met.", "The Russian Defense Ministry of Syria met."),
    ],
)
def test_an_organisation_is_told_once(text: str, expected: str) -> None:
    assert corrected(text, use("Russian Defense Ministry", kind=NameKind.ORGANISATION)) == expected


@pytest.mark.parametrize(
    ("text", "forms", "expected"),
    [
        ("имя г-жа Митровой", ("Митрова", "Митровой", "Митрову"), "имя г-жи Митровой"),
        ("к г-жа Митровой", ("Митрова", "Митровой", "Митрову"), "к г-же Митровой"),
        ("видели г-жа Митрову", ("Митрова", "Митровой", "Митрову"), "видели г-жу Митрову"),
        ("г-жа Митрова пришла", ("Митрова", "Митровой", "Митрову"), "г-жа Митрова пришла"),
        ("дом г-н Соколова", ("Соколов", "Соколова", "Соколову", "Соколовым", "Соколове"), "дом г-на Соколова"),
        ("встреча с г-н Соколовым", ("Соколов", "Соколова", "Соколову", "Соколовым", "Соколове"), "встреча с г-ном Соколовым"),
    ],
)
def test_a_title_is_in_the_case_of_its_name(text: str, forms: tuple[str, ...], expected: str) -> None:
    assert corrected(text, use(forms[0], *forms)) == expected
