"""What is a person and what is not: countries, shortened titles, ships, common nouns."""

from collections.abc import Sequence

import pytest

from polyglot_news import Options, Pipeline
from polyglot_news.document import NameKind
from polyglot_news.names.entries import NamedText
from polyglot_news.names.ledger import Ledger, build_ledger
from polyglot_news.names.lists import established
from polyglot_news.names.phrases import decline_phrase
from polyglot_news.names.restore import candidates
from polyglot_news.names.term import Term
from polyglot_news.names.unknown import Unknown, read_answer

from .names_table import found_in

PLACES = sorted({pair.en for pair in established().values() if pair.kind is NameKind.PLACE})
INITIALS = sorted({place[0] for place in PLACES})


def by_letters(names: Sequence[str]) -> list[str]:
    """A model that spells each word of a name by its letters."""
    words = ([(candidates(word.strip(".")) or ("слово",))[0].capitalize() for word in name.split()] for name in names)
    return list(map(" ".join, words))


def ledger(*sentences: str) -> Ledger:
    """The ledger of English sentences."""
    return build_ledger([NamedText(f"b{n}.s1", "en", text) for n, text in enumerate(sentences, start=1)], ask=by_letters)


@pytest.mark.parametrize("initial", INITIALS)
def test_an_established_place_is_no_person(initial: str) -> None:
    persons = {place: _persons_of(place) for place in PLACES if place[0] == initial}
    assert {place: some for place, some in persons.items() if some} == {}


def _persons_of(place: str) -> list[str]:
    found = ledger(f"{place}'s army advanced.", f"{place} said so.", f"He left {place} in May.")
    return [entry.russian for entry in found.entries if entry.kind is NameKind.PERSON]


def test_russia_is_russia() -> None:
    found = ledger("Russia's army advanced.", "Russia said so.", "He left Russia in May.", "Russian troops left.")
    (russia,) = found.entries
    assert (russia.russian, russia.kind, russia.segments) == ("Россия", NameKind.PLACE, ("b1.s1", "b2.s1", "b3.s1"))
    assert "России" in found.uses["b3.s1"][0].forms


def test_a_shortened_title_is_no_name() -> None:
    titles = ("Capt", "Sgt", "Lt", "Col", "Maj", "Rep", "Sen", "Gov", "Prof", "Gen")
    for title in titles:
        found = ledger(f"{title}. Whitcombe called.", f"{title}. Whitcombe and {title}. Amundsen left.")
        assert [entry.english for entry in found.entries if title in entry.english] == []


@pytest.mark.parametrize("title", ["Капт.", "Проф.", "Сен.", "Серж.", "Полк.", "Ген.", "Губ."])
def test_a_russian_title_is_no_name(title: str) -> None:
    assert [name.lemma for name in found_in(f"{title} Соколов заявил об этом. Об этом знал {title.lower()} Соколов.")] == [
        "Соколов"
    ]


@pytest.mark.parametrize(
    "sentences",
    [
        ("Capt. Lee (MV Orion) called.", "The Orion sank.", "The crew of the Orion left."),
        ("The USS Gerald Ford left.", "Sailors saw the Gerald Ford again."),
        ("The ship Adelina sank.", "Everybody left Adelina.", "Adelina was old."),
    ],
)
def test_a_ship_is_no_person(sentences: tuple[str, ...]) -> None:
    assert [entry.russian for entry in ledger(*sentences).entries if entry.kind is NameKind.PERSON] == []


def test_a_person_of_a_ships_name_is_one() -> None:
    found = ledger("Gerald Ford spoke.", "The USS Gerald Ford left.")
    assert [(entry.english, entry.segments) for entry in found.entries] == [("Gerald Ford", ("b1.s1",))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("«Бригады работают, — написал он.", []),
        ("«Бригады работают», — написал он.", []),
        ("«Энергетики чинят сеть, — сказал он. — Пожарные тоже».", []),
        ("«Газпром платит», — сказал он.", ["Газпром"]),
        ("«Ромашка» закрылась.", ["Ромашка"]),
        ("«Медуза» пишет об этом.", ["Медуза"]),
    ],
)
def test_a_common_noun_that_begins_a_sentence_is_no_organisation(text: str, names: list[str]) -> None:
    assert [name.lemma for name in found_in(text)] == names


@pytest.mark.parametrize(
    ("english", "answer", "expected"),
    [
        ("Whitcombe", "Уиткомбе.", "Уиткомб"),
        ("Newcombe", "Ньюкомбе.", "Ньюкомб"),
        ("Clarke", "Кларке.", "Кларк"),
        ("Winthorne", "Уинторне.", "Уинторн"),
        ("Harbridge", "Харбридже.", "Харбридж"),
        ("Olavarte", "Олаварте.", "Олаварте"),
        ("Rasmunke", "Расмунке.", "Расмунке"),
        ("Whitcombe", "Уиткомб.", "Уиткомб"),
    ],
)
def test_an_e_that_nobody_hears_is_not_spelled(english: str, answer: str, expected: str) -> None:
    assert read_answer(Unknown((english,), NameKind.PERSON), answer) == (expected,)


CALLED = [
    (("Пришёл боец с позывным Лис.", "Последним написал Лис:", "Лису спать.", "Здесь лис нет."), "Лис", "Lis", 3),
    (("Командир по прозвищу «Седой» пришёл.", "Ждали Седого.", "Ждали седого."), "Седой", "Sedoy", 2),
    (("Позывной бойца — «Белый Волк».", "Отпуск дали Белому Волку."), "Белый Волк", "Bely Volk", 2),
    (("Ушёл боец с позывным „Гранит“.", "Гранита видели в Курске."), "Гранит", "Granit", 2),
    (("en:He is a soldier, call sign “Bars”.", "Барс вернулся.", "Барса ранили."), "Барс", "Bars", 3),
    (("Боец с позывным Лис молчит.", "en:Lis has not been online."), "Лис", "Lis", 2),
]


@pytest.mark.parametrize(("sentences", "russian", "english", "uses"), CALLED, ids=[case[1] for case in CALLED])
def test_a_call_sign_told_as_such_is_a_name_throughout(sentences: Sequence[str], russian: str, english: str, uses: int) -> None:
    found = build_ledger([_named(n, text) for n, text in enumerate(sentences, start=1)])
    (entry,) = (entry for entry in found.entries if entry.russian == russian)
    assert (entry.english, entry.kind, len(entry.segments)) == (english, NameKind.PERSON, uses)


def test_a_word_is_no_call_sign_where_none_is_told() -> None:
    assert found_in("Последним написал Лис. Лису спать. Седого ждали.") == []


def _named(number: int, text: str) -> NamedText:
    """A sentence, an English one marked by a leading `en:`."""
    return NamedText(f"b{number}.s1", "en" if text.startswith("en:") else "ru", text.removeprefix("en:"))


@pytest.mark.parametrize(
    ("text", "lemma", "english"),
    [
        ("Как «Лингвотех» научил телефон переводить.", "Лингвотех", "Lingvotekh"),
        ("В «Лингвотехе» рады.", "Лингвотех", "Lingvotekh"),
        ("Аналитики «Финама» ждут роста.", "Финам", "Finam"),
        ("Он работает в компании «Финама».", "Финама", "Finama"),
        ("Матч с «Мампа-Бэй» отложен.", "Мампа-Бэй", "Mampa-Bey"),
        ("По данным «Военного осведомителя», всё тихо.", "Военный осведомитель", "Voyenny osvedomitel"),
        ("Об этом сообщает «Ъ-Южный Урал».", "Ъ-Южный Урал", "Kommersant–Yuzhny Ural"),
        ("По данным «Ъ-Кубань», суд отложили.", "Ъ-Кубань", "Kommersant–Kuban"),
    ],
)
def test_a_quoted_word_that_nobody_knows_is_an_organisation(text: str, lemma: str, english: str) -> None:
    assert [(name.lemma, name.english, name.kind) for name in found_in(text)] == [(lemma, english, "organisation")]


def test_a_company_is_left_in_latin_letters() -> None:
    found = ledger("Helios Marine wants the ship.", "His company Helios Marine is small.", "The marine saw Helios.")
    assert [(entry.russian, entry.kind, len(entry.segments)) for entry in found.entries] == [
        ("Helios Marine", NameKind.ORGANISATION, 2)
    ]


@pytest.mark.parametrize(("more", "expected"), [("Он спит.", ["Aidar"]), ("Айдар Сабиров спит.", [])])
def test_a_first_name_alone_is_who_has_it(more: str, expected: list[str]) -> None:
    texts = ("Ваш Айдар Губайдуллин.", "Она скажет: «Айдар мой ученик.", more)
    found = build_ledger([_named(n, text) for n, text in enumerate(texts, start=1)])
    assert [use.target for use in found.uses.get("b2.s1", ())] == expected


def test_a_thing_called_after_somebody_is_spelled_as_he_is() -> None:
    texts = ("Станислав Ерохин ушёл.", "Письма лежат в папке «Ерохин».", "en:Stanislav Erokhin left.")
    found = build_ledger([_named(n, text) for n, text in enumerate(texts, start=1)])
    assert [use.target for use in found.uses["b2.s1"]] == ["Erokhin"]


def test_a_korean_surname_alone_is_known_by_how_the_english_half_spells_it() -> None:
    texts = ("Президент Чон Ха Ын уехал.", "en:Chung Ha-eun told reporters.", '"No," Chung said.')
    found = build_ledger([_named(n, text) for n, text in enumerate(texts[:2], start=1)] + [NamedText("b3.s1", "en", texts[2])])
    assert [use.target for use in found.uses["b3.s1"]] == ["Чон"]


def test_the_map_has_another_genitive() -> None:
    assert decline_phrase("Валуйки")["gent"] == "Валуек"


def test_an_adjective_of_a_place_is_spelled_as_the_place() -> None:
    texts = (
        "Киевский режим обстрелял город.",
        "По словам львовского врача, в Киеве тихо.",
        "Матч с киевским «Динамо» отменён.",
    )
    found = build_ledger([_named(n, text) for n, text in enumerate(texts, start=1)])
    assert [(use.source, use.target) for uses in found.uses.values() for use in uses if use.kind is NameKind.PLACE] == [
        ("Киевский", "Kyiv"),
        ("львовского", "Lviv"),
        ("Киеве", "Kyiv"),
        ("киевским", "Kyiv"),
    ]


@pytest.mark.parametrize("text", ["Львовский сказал, что болен.", "Станция «Киевская» закрыта.", "Он любит Одесскую."])
def test_what_looks_like_an_adjective_of_a_place_and_is_none(text: str) -> None:
    assert [name for name in found_in(text) if name.kind == "place"] == []


def test_an_adjective_is_left_alone_where_the_terms_have_its_place() -> None:
    texts = [_named(1, "Киев молчит."), _named(2, "Молчит и киевский суд.")]
    found = build_ledger(texts, [Term("Киев", "Kiev", "place", "terms.tsv:1")])
    assert {use.target for uses in found.uses.values() for use in uses} == {"Kiev"}


@pytest.mark.parametrize(
    ("said", "russian"),
    [
        ("Grant money was stolen from the fund.", []),
        ("Grant said that money was stolen.", ["Грант"]),
        ("Grant wins the vote.", ["Грант"]),
        ("Grant, who left, is ill.", ["Грант"]),
        ("Grant of the money was late.", []),
        ("They met Grant people say.", ["Грант"]),
        ("China exports are down.", ["Китай"]),
    ],
)
def test_a_common_word_at_the_beginning_is_nobodys_surname(said: str, russian: list[str]) -> None:
    found = ledger("Hugh Grant arrived.", said)
    assert [use.target for use in found.uses.get("b2.s1", ())] == russian


TERMS = [
    Term("Сосьете Женераль", "Societe Generale", "organisation", "terms.tsv:1"),
    Term("Леа Дюпон", "Lea Dupont", "person", "terms.tsv:2"),
]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Банк Société Générale сообщил о прибыли.", "Societe Generale"),
        ("Об этом пишет Léa Dupont.", "Lea Dupont"),
        ("en:Société Générale posted a loss.", "Сосьете Женераль"),
    ],
)
def test_a_term_wins_over_the_accents_of_the_text(text: str, target: str) -> None:
    found = build_ledger([_named(1, text)], TERMS)
    assert [use.target for use in found.uses["b1.s1"]] == [target]


def test_what_the_terms_spell_is_not_copied() -> None:
    pipeline = Pipeline(Options(terms=tuple(TERMS)))
    (unit,) = pipeline.translate_text("Банк Société Générale и фонд Crédit Agricole сообщили о прибыли.").units
    assert "Societe Generale" in (unit.target or "")
    assert "Crédit Agricole" in (unit.target or "")


def test_a_first_name_alone_is_known_by_its_english_form() -> None:
    found = ledger("Hanna Shelest said the war goes on.", "Then Hanna left.", "Then Hanna Novosad left.")
    assert [use.target for use in found.uses["b2.s1"]] == ["Ганна"]
    assert [use.target for use in found.uses.get("b3.s1", ())] != ["Ганна"]


def test_a_surname_with_a_mute_letter_is_spelled_as_it_is_written() -> None:
    assert [name.english for name in found_in("По мнению Клаудии Неринг, закон плох.")] == ["Claudia Nehring"]
    found = ledger("Claudia Nehring spoke.", "According to Nehring, all is well.")
    assert [entry.russian for entry in found.entries] == ["Клаудия Неринг"]
