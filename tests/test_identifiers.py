"""Identifiers go through as they stand; accents are not read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news import Pipeline
from polyglot_news.text.accents import find_accented_names, without_accents
from polyglot_news.text.identifiers import find_identifiers

FOUND = [
    ("the tower at 51°34'05.9\"N 34°41'04.6\"E was lit", ["51°34'05.9\"N 34°41'04.6\"E"]),
    ("Fire at 57.8136°N 28.3496°E, see the map", ["57.8136°N 28.3496°E"]),
    ("Координаты: N48°59'12.5\" E37°54'40.1\".", ["N48°59'12.5\" E37°54'40.1\""]),
    ("The town lies at 48°57′N 40°18′E.", ["48°57′N 40°18′E"]),
    ("at 51.5683, 34.6846 on Monday", ["51.5683, 34.6846"]),
    ("на 55°45′ с. ш.", []),
    ("координаты 55°45′ С, 37°37′ В", ["55°45′ С, 37°37′ В"]),
    ("8 Aug 2024, 16:02Z; and 0417Z", ["16:02Z", "0417Z"]),
    ("The plates are К417ОР 46 and М903КТ 77.", ["К417ОР 46", "М903КТ 77"]),
    ("номер О 417 РК 161, снятый", ["О 417 РК 161"]),
    ("Температура 12° и 3.1415, 2.5", []),
    ("Ночью -15…-18 °С, днём +3°С", []),
    ("в 2024 году, А 100 км", []),
    ("AED 2.4 million, CHF 95 and USD 5", ["AED", "CHF"]),
    ("Su-34, 9M22U, M-4", []),
    ("Case № 1-284/2024 and Дело № А53-18442/2023, приказ № 412дсп, № 5", ["№ 1-284/2024", "№ А53-18442/2023", "№ 412дсп"]),
    ("номер +7 911 XXX-XX-17, прирост +7 000 рублей", ["+7 911 XXX-XX-17"]),
    ("No. 21-cr-00417 (E.D.N.Y. Mar. 14, 2024)", ["21-cr-00417", "E.D.N.Y."]),
    ("in 1:23-cv-04512-JPO (S.D. Cal.), see (9th Cir. 2019)", ["1:23-cv-04512-JPO", "S.D. Cal.", "9th Cir."]),
    ("guilty (18 U.S.C. §§ 1343, 1349) and under 17 C.F.R. § 240.10b-5.", ["18 U.S.C. §§ 1343, 1349", "17 C.F.R. § 240.10b-5"]),
    ("(under 18 U.S.C. § 1956(a)(1)).", ["18 U.S.C. § 1956(a)(1)"]),
    ("Signal: hw.77, see no.77, art.5 and v.2", ["hw.77"]),
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text for text, _ in FOUND])
def test_identifiers_are_found(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in find_identifiers(text)] == expected


KEPT = [
    ("Hartmann & Söhne GmbH прервал контракт.", "Hartmann & Söhne GmbH"),
    ("Банк Société Générale ушёл из России.", "Société Générale"),
    ("Координаты: N48°59'12.5\" E37°54'40.1\".", "N48°59'12.5\" E37°54'40.1\"."),
    ("They passed the weigh station at 51.5683, 34.6846 on Monday.", "51.5683, 34.6846"),
    ("At 02:17 the water tower at 51°34'05.9\"N 34°41'04.6\"E was lit.", "51°34'05.9\"N 34°41'04.6\"E"),
    ("The plates are К417ОР 46 and М903КТ 77.", "М903КТ 77"),
    ("Машина с номером О 417 РК 161 стояла у дома.", "О 417 РК 161"),
    ("Суд взыскал 5 руб. по делу № А40-12345/2024.", "№ А40-12345/2024"),
    ("On 5 March президент приехал в Москву.", "On 5 March "),
    ("The case, No. 21-cr-00417 (E.D.N.Y. Mar. 14, 2024), was closed.", "21-cr-00417 (E.D.N.Y. "),
    ("The jury found him guilty on count 1 (18 U.S.C. §§ 1343, 1349).", "18 U.S.C. §§ 1343, 1349"),
    ("The photo was taken on 8 August at 16:02Z near Kursk.", "16:02Z"),
]


@pytest.mark.parametrize(("source", "kept"), KEPT, ids=[source for source, _ in KEPT])
def test_identifiers_stand_in_the_translation(source: str, kept: str, pipeline: Pipeline) -> None:
    (unit,) = pipeline.translate_paragraph(source)
    assert kept in (unit.target or "")
    assert "protected_lost" not in unit.flags


@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011"])
def test_a_hyphen_that_breaks_no_line_is_read_as_one(hyphen: str, pipeline: Pipeline) -> None:
    (unit,) = pipeline.translate_paragraph(f"The Su{hyphen}34 crashed near Kursk.")
    assert "Су-34" in (unit.target or "")


def test_accents_are_not_read() -> None:
    assert without_accents("Jānis Bērziņš, Łukasz Żak, Kateřina, Süd, São Tomé") == (
        "Janis Berzins, Lukasz Zak, Katerina, Sud, Sao Tome"
    )
    assert without_accents("Straße, Cæsar, Курск й ё") == "Straße, Cæsar, Курск й ё"


@given(st.text(max_size=60))
def test_a_letter_stays_a_letter_without_accents(text: str) -> None:
    assert len(without_accents(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Компания Nestlé закрыла завод.", ["Nestlé"]),
        ("Hartmann & Söhne GmbH и Siemens AG", ["Hartmann & Söhne GmbH"]),
        ("Компания Nestle закрыла завод.", []),
        ("Süd-West, Beyoncé и Luka Modrić", ["Süd-West", "Beyoncé", "Luka Modrić"]),
    ],
)
def test_latin_names_with_accents_in_russian(text: str, names: list[str]) -> None:
    assert [span.of(text) for span in find_accented_names(text)] == names
