"""The term base: files that are read, files that are refused and in which words, and that what is written reads back."""

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news import Options, Pipeline
from polyglot_news.errors import FormatError, ReadError, TermBaseError
from polyglot_news.names.entries import NamedText
from polyglot_news.names.ledger import build_ledger
from polyglot_news.names.tbx import write_tbx
from polyglot_news.names.term_index import TermIndex
from polyglot_news.names.terms import KINDS, Term, fold, merge_terms, parse_terms, read_terms, write_tsv

from .conftest import CASES

FILES = CASES / "terms"
GOOD = {
    "good.tsv": [
        ("Владимир Путин", "Vladimir Putin", "person", 4),
        ("Набиуллина", "Nabiullina", "person", 5),
        ("Санкт-Петербург", "St Petersburg", "place", 6),
        ("ООО «Ромашка»", '"Romashka" LLC', "organisation", 7),
        ("МИД", "Foreign Ministry", "organisation", 8),
        ("ключевая ставка", "key rate", "term", 10),
        ("спецоперация", "“special operation”", "term", 12),
        ("#своихнебросаем", "#WeDoNotAbandonOurs", "term", 14),
        ("Севастополь", "Sevastopol", "place", 15),
    ],
    "v2.tbx": [
        ("Владимир Путин", "Vladimir Putin", "person", 11),
        ("Путин", "Vladimir Putin", "person", 14),
        ("ЦБ", "Bank of Russia", "organisation", 21),
    ],
    "v3_dca.tbx": [("Тверь", "Tver", "place", 7), ("купля & продажа", "sale & purchase", "term", 12)],
    "v3_dct.xml": [("Минфин", "Finance Ministry", "organisation", 7)],
}
BAD = {
    "columns.tsv": [
        "2: one column, 'Путин,Putin', where ru<TAB>en<TAB>kind is expected; it has commas instead of tabs",
        "3: one column, 'МИД; Foreign Ministry', where ru<TAB>en<TAB>kind is expected; it has semicolons instead of tabs",
        "4: one column, 'Петербург    St Petersburg', where ru<TAB>en<TAB>kind is expected; it has spaces instead of tabs",
        "5: one column, 'Набиуллина', where ru<TAB>en<TAB>kind is expected",
        "6: one column, 'ЦБ|Bank of Russia', where ru<TAB>en<TAB>kind is expected; it has bars instead of tabs",
    ],
    "empty_side.tsv": [
        "2: the Russian side is empty beside 'Putin'; fill it in or take the line out",
        "3: the English side is empty beside 'Путин'; fill it in or take the line out",
        "5: both sides are empty; fill them in or take the line out",
    ],
    "scripts.tsv": [
        "2: the sides are swapped, 'Putin' before 'Путин': Russian comes first, then English",
        "3: the Russian side 'NATO' has no Cyrillic letter",
        "4: the English side 'Mоscоw' has Cyrillic letters: о",
    ],
    "kinds.tsv": [
        "2: unknown kind 'city'; known are person, place, organisation, term, or nothing",
        "3: unknown kind 'company'; known are person, place, organisation, term, or nothing",
    ],
    "conflict.tsv": [
        "4: 'путин' is 'Poutine' here and 'Putin' on line 1 ('Путин' is the same term); keep one of the two",
        "5: 'Орел' is 'eagle' here and 'Oryol' on line 3 ('Орёл' is the same term); keep one of the two",
    ],
    "header.tsv": [r"1: no Cyrillic letter in 'Source\tTarget\tType'; should it be a header, that reads ru<TAB>en<TAB>kind"],
    "swapped_header.tsv": [
        r"1: no Cyrillic letter in 'en\tru'; should it be a header, that reads ru<TAB>en<TAB>kind",
        "2: the sides are swapped, 'Putin' before 'Путин': Russian comes first, then English",
    ],
    "control.tsv": [r"2: a control character, U+0007, in 'Москва\tMos\x07cow'; take it out"],
    "nul.tsv": ["2: a NUL: this is no text, or UTF-16 without a byte order mark; save it as UTF-8"],
    "syntax.tbx": ["5: not well-formed XML: mismatched tag (column 46); export it anew"],
    "laughs.tbx": [
        "3: the file declares an entity, 'lol'; this is refused, since it can make a small file huge or read other files;"
        " write the characters themselves"
    ],
    "external.tbx": [
        "3: the file declares an entity, 'secret'; this is refused, since it can make a small file huge or read other files;"
        " write the characters themselves"
    ],
    "unknown_entity.tbx": ["4: unknown entity, &nbsp; write the character itself"],
    "page.xml": ["2: the root element is <html>; TBX has <tbx> or <martif>"],
    "languages.tbx": ["4: no entry here or below has a Russian and an English term (languages: de, en, fr)"],
    "no_language.tbx": ["9: <langSec> without xml:lang; it is ru or en here"],
    "swapped.tbx": ["5: the sides are swapped, 'Putin' before 'Путин': Russian comes first, then English"],
    "homonyms.tbx": ["9: 'ключ' is 'spring' here and 'key' on line 5; keep one of the two"],
}


def _parse(text: str | bytes, name: str = "terms.tsv") -> list[tuple[str, str, str]]:
    data = text if isinstance(text, bytes) else text.encode()
    return [(term.ru, term.en, term.kind) for term in parse_terms(data, name)]


@pytest.mark.parametrize("name", GOOD)
def test_good_files(name: str) -> None:
    path = FILES / name
    assert read_terms(path) == [Term(ru, en, kind, f"{path}:{line}") for ru, en, kind, line in GOOD[name]]


@pytest.mark.parametrize("name", BAD)
def test_bad_files(name: str) -> None:
    path = FILES / name
    with pytest.raises(TermBaseError) as caught:
        read_terms(str(path))
    assert str(caught.value).splitlines() == [f"{path}:{message}" for message in BAD[name]]
    assert caught.value.exit_code == 2


def test_every_file_has_an_expectation() -> None:
    assert {path.name for path in FILES.iterdir()} == {*GOOD, *BAD, "many.tsv"}


def test_ten_problems_are_told() -> None:
    with pytest.raises(FormatError) as caught:
        read_terms(FILES / "many.tsv")
    lines = str(caught.value).splitlines()
    assert len(lines) == 11
    assert lines[9].startswith(f"{FILES / 'many.tsv'}:10: one column, 'Имя10,Name10'")
    assert lines[10] == f"{FILES / 'many.tsv'}: and 3 more"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("Йод\tiodine\r\nМИД\tMFA\torg\r\n".encode(), id="UTF-8, CRLF"),
        pytest.param(codecs.BOM_UTF8 + "ru\ten\nЙод\tiodine\nМИД\tMFA\tORG".encode(), id="UTF-8 with a mark"),
        pytest.param(codecs.BOM_UTF16_LE + "Йод\tiodine\r\nМИД\tMFA\torg\r\n".encode("utf-16-le"), id="UTF-16LE"),
        pytest.param(codecs.BOM_UTF16_BE + "Йод\tiodine\rМИД\tMFA\torg".encode("utf-16-be"), id="UTF-16BE, CR"),
        pytest.param("И\u0306од\t\u00a0iodine\u3000\n\ufeffМИ\u00adД\u200b\tMFA\torganization".encode(), id="not in NFC"),
    ],
)
@pytest.mark.parametrize("name", ["terms.tsv", "TERMS.TXT", "terms.tab", "terms"])
def test_encodings_and_line_ends(data: bytes, name: str) -> None:
    assert _parse(data, name) == [("Йод", "iodine", "term"), ("МИД", "MFA", "organisation")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251"])
def test_encodings_of_tbx(encoding: str) -> None:
    declared = "UTF-8" if encoding == "utf-8-sig" else encoding
    text = write_tbx([Term("Ёлка", "fir", "term", "a:1")]).replace("UTF-8", declared)
    assert _parse(text.encode(encoding), "terms.tbx") == [("Ёлка", "fir", "term")]


@pytest.mark.parametrize("name", ["terms", "terms.bin"])
def test_tbx_is_told_by_its_content(name: str) -> None:
    text = "\n" + write_tbx([Term("Ёлка", "fir", "term", "a:1")]).partition("\n")[2]
    assert _parse(text, name) == [("Ёлка", "fir", "term")]


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "ru\ten\tkind\n", "# nothing\n \n", write_tsv([])])
def test_a_table_may_be_empty(text: str) -> None:
    assert _parse(text) == []


def test_a_line_separator_is_no_line_end() -> None:
    assert _parse("Путин\tPutin\u2028Vladimir\nМосква\tMoscow") == [
        ("Путин", "Putin Vladimir", "term"),
        ("Москва", "Moscow", "term"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.tsv", "Путин\tPutin\nМосква\tMoscow".encode("cp1251"), "a.tsv:1: not UTF-8 (byte cf); save the file as UTF-8"),
        ("a.tsv", b"\xef\xbb\xbf#\r\n#\r\n\xcf", "a.tsv:3: not UTF-8 (byte cf); save the file as UTF-8"),
        (
            "a.tsv",
            "\ufeff#\n\ud800#".encode("utf-16-le", "surrogatepass"),
            "a.tsv:2: not UTF-16-LE (byte 00); save the file as UTF-8",
        ),
        ("a.tsv", "Путин\tPutin".encode("utf-16-le"), "a.tsv:1: a NUL: this is no text, or UTF-16 without a byte"),
        (
            "a.xlsx",
            b"PK\x03\x04...",
            "a.xlsx: this is a ZIP archive, such as XLSX, ODS or DOCX; save the table as text with tabs",
        ),
        ("a.xls", b"\xd0\xcf\x11\xe0...", "a.xls: this is an old Office document; save the table as text with tabs, in UTF-8"),
        ("a.csv", "Путин,Putin".encode(), "it has commas instead of tabs"),
        ("a.tbx", b"", "a.tbx:1: not well-formed XML: no element found (column 1)"),
        ("a.tbx", "Путин\tPutin".encode(), "a.tbx:1: not well-formed XML: syntax error (column 1); export it anew"),
        (
            "a.tbx",
            b'<?xml version="1.0" encoding="klingon"?><tbx/>',
            "a.tbx:1: not readable XML: unknown encoding: klingon; save it as UTF-8",
        ),
    ],
)
def test_other_bytes(name: str, data: bytes, message: str) -> None:
    with pytest.raises(TermBaseError) as caught:
        parse_terms(data, name)
    assert message in str(caught.value)


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1b", "\x7f", "\x85", "\x9f", "\uffff"])
def test_controls_are_refused(char: str) -> None:
    with pytest.raises(TermBaseError, match=r"terms.tsv:2: a (NUL|control character)"):
        _parse(f"Путин\tPutin\nМосква\tMos{char}cow")


def test_controls_in_tbx_are_refused() -> None:
    text = write_tbx([Term("Москва", "Moscow", "place", "a:1")]).replace("Moscow", "Mos\x80cow")
    with pytest.raises(TermBaseError, match=r"terms.tbx:22: a control character, U\+0080, in a term"):
        _parse(text, "terms.tbx")


@pytest.mark.parametrize("path", ["nowhere.tsv", "nul\0.tsv", str(FILES)])
def test_files_that_cannot_be_read(path: str) -> None:
    with pytest.raises(ReadError, match="the term base cannot be read"):
        read_terms(path)


def test_a_path_of_any_kind() -> None:
    path = FILES / "good.tsv"
    assert read_terms(Path(path)) == read_terms(str(path))


@pytest.mark.parametrize(
    ("spelled", "kind"),
    [
        ("", "term"),
        ("Person", "person"),
        ("per", "person"),
        ("LOC", "place"),
        ("Org", "organisation"),
        (" ORGANIZATION ", "organisation"),
    ],
)
def test_spellings_of_kinds(spelled: str, kind: str) -> None:
    assert _parse(f"Имя\tName\t{spelled}\tmore") == [("Имя", "Name", kind)]


def test_later_files_win() -> None:
    first = [Term("Орёл", "Oryol", "place", "a:1"), Term("Тверь", "Tver", "place", "a:2")]
    second = [Term("Пермь", "Perm", "place", "b:1"), Term("ОРЕЛ", "Orel", "place", "b:2")]
    assert merge_terms([first, second]) == [second[1], first[1], second[0]]
    assert merge_terms([first]) == first
    assert merge_terms([]) == []


_blanks = st.text("\t\n\r \u00a0\u2028", max_size=2)
_sides = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@st.composite
def _terms(draw: st.DrawFn) -> list[Term]:
    """Terms as they come from a file: their sides are what `parse_terms` makes of any text, each Russian one once."""
    terms: list[Term] = []
    for number in range(draw(st.integers(0, 4))):
        ru = (
            draw(st.sampled_from(["", "", "#"]))
            + draw(_sides)
            + draw(st.sampled_from("жЁ№Щ"))
            + draw(st.sampled_from("ая#"))
            + draw(_sides)
        )
        en = draw(_sides) + draw(st.sampled_from(["x", "<&>", '"quoted"', "#"])) + draw(_sides)
        line = write_tsv([Term(draw(_blanks) + ru, en + draw(_blanks), draw(st.sampled_from(KINDS)), "")])
        try:
            [term] = parse_terms(line.encode(), "a.tsv")
        except TermBaseError:  # Cyrillic on the English side, or none on the Russian
            continue
        terms.append(Term(term.ru, term.en, term.kind, f"a.tsv:{number + 1}"))
    return merge_terms([terms])


@pytest.mark.parametrize(("write", "name"), [(write_tsv, "a.tsv"), (write_tbx, "a.tbx")])
def test_what_no_file_can_carry_becomes_a_blank(write: Callable[[list[Term]], str], name: str) -> None:
    term = Term("Мос\tк\x00ва\n", "\ufeffMos\r\nc\x1b\ud800ow\uffff", "place", "a:1\t")
    assert _parse(write([term]), name) == [("Мос к ва", "Mos c ow", "place")]


@given(_terms())
def test_tsv_reads_back(terms: list[Term]) -> None:
    back = parse_terms(write_tsv(terms).encode(), "b.tsv")
    assert back == [Term(term.ru, term.en, term.kind, f"b.tsv:{line}") for line, term in enumerate(terms, start=2)]


@given(_terms())
def test_tbx_reads_back(terms: list[Term]) -> None:
    back = parse_terms(write_tbx(terms).encode(), "b.tbx")
    assert [(term.ru, term.en, term.kind) for term in back] == [(term.ru, term.en, term.kind) for term in terms]


@given(st.binary(max_size=60), st.sampled_from(["a.tsv", "a.tbx", "a"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        terms = parse_terms(data, name)
    except TermBaseError as error:
        assert all(line.startswith(name) for line in str(error).splitlines())
    else:
        assert len({fold(term.ru) for term in terms}) == len(terms)


@given(st.text("Пуёнё Pu\t\n\r#;,\u0306\x0b\ufeff", max_size=40))
def test_any_table_is_read_or_refused(text: str) -> None:
    try:
        terms = parse_terms(text.encode(), "a.tsv")
    except TermBaseError:
        return
    assert _parse(write_tsv(terms)) == [(term.ru, term.en, term.kind) for term in terms]


@pytest.mark.parametrize("row", ["мятеж\tmu<x9>tiny", "мя<x8>теж\tmutiny", "мятеж\t<x0>"])
def test_markers_of_models_are_refused(row: str) -> None:
    with pytest.raises(TermBaseError, match=r"terms.tsv:1: <x\d> is a marker"):
        _parse(row)


def _plural_rows() -> list[list[str]]:
    lines = (CASES / "plurals.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("row", _plural_rows(), ids=lambda row: row[2])
def test_terms_in_either_number(row: list[str]) -> None:
    ru, en, sentence, target, other = row
    text = NamedText("b1.s1", "en" if sentence.startswith("en:") else "ru", sentence.removeprefix("en:"))
    found = build_ledger([text], (Term(ru, en, "term", "terms.tsv:1"),))
    (use,) = found.uses["b1.s1"]
    assert use.target == target
    assert not other or other in use.forms
    (entry,) = found.entries
    assert (entry.russian, entry.english) == (ru, en)


@pytest.mark.parametrize(("kind", "found"), [("organisation", 0), ("place", 0), ("term", 1)])
def test_only_common_nouns_have_a_plural(kind: str, found: int) -> None:
    terms = (Term("палата", "chamber", kind, "terms.tsv:1"),)
    assert len(TermIndex(terms).find("Обе палаты спорят, палатам нужен закон.", "ru")) == 1 + found


def test_a_sentence_does_not_begin_in_small_letters_because_a_term_does() -> None:
    terms = (Term("правило применения силы", "rule of engagement", "term", "terms.tsv:1"),)
    named = Pipeline(Options(terms=terms))
    for text in ("Правила применения силы изменены.", "The rules of engagement were changed."):
        (unit,) = named.translate_text(text, format="text").units
        assert unit.target is not None
        assert unit.target[0].isupper()
