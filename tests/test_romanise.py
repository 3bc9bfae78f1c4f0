"""Romanisation held against the tables of the standards; keys; Korean and Chinese names; the command."""

import subprocess
import sys
import unicodedata

import iuliia
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.errors import UsageError
from polyglot_news.names import chinese, korean
from polyglot_news.names.romanise import SCHEMES, deromanise, fold, romanise

from .conftest import CASES

RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
ISO = ("iso-9", "gost-7.79-a")
CYRILLIC = st.text(st.characters(min_codepoint=0x400, max_codepoint=0x52F), max_size=12)
ANY = st.lists(st.text(max_size=8) | CYRILLIC | st.text(RUSSIAN + RUSSIAN.upper() + "\u0300\u0301\u0306\u0308", max_size=8))


def _rows(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("# ")]


def _is_cyrillic(char: str) -> bool:
    return "CYRILLIC" in unicodedata.name(char, "")


TABLE = _rows("romanise.tsv")
TEXTS = [(scheme, text, latin) for scheme, text, latin in TABLE if text != "ALPHABET"]
ALPHABETS = [(scheme, latin.split()) for scheme, text, latin in TABLE if text == "ALPHABET"]


@pytest.mark.parametrize(("scheme", "text", "latin"), TEXTS)
def test_the_table(scheme: str, text: str, latin: str) -> None:
    assert romanise(text, scheme.removesuffix("+e"), yo="e" if scheme.endswith("+e") else "yo") == latin


@pytest.mark.parametrize(("scheme", "latin"), ALPHABETS, ids=[scheme for scheme, _ in ALPHABETS])
def test_the_alphabet_in_both_cases(scheme: str, latin: list[str]) -> None:
    small = ["" if spelling == "-" else spelling for spelling in latin]
    assert [romanise(char, scheme) for char in RUSSIAN] == small
    assert [romanise(char.upper(), scheme) for char in RUSSIAN] == [spelling[:1].upper() + spelling[1:] for spelling in small]


def test_every_scheme_has_its_table() -> None:
    assert {scheme for scheme, _ in ALPHABETS} == set(SCHEMES)


@pytest.mark.parametrize("scheme", SCHEMES)
@given(ANY)
def test_no_cyrillic_is_left_and_nothing_else_is_touched(scheme: str, parts: list[str]) -> None:
    text = "".join(parts)
    latin = romanise(text, scheme)
    assert [char for char in latin if _is_cyrillic(char)] == []
    assert romanise(latin, scheme) == latin
    rest = iter(unicodedata.normalize("NFD", latin))
    kept = [c for c in unicodedata.normalize("NFD", text) if not _is_cyrillic(c) and not unicodedata.combining(c)]
    assert all(char in rest for char in kept)


@given(st.lists(CYRILLIC | st.sampled_from([" ", ", ", "-", " 5 % ", "’", "\n"])), st.sampled_from(list(SCHEMES)))
def test_words_do_not_know_each_other(parts: list[str], scheme: str) -> None:
    text = " ".join(parts)
    assert romanise(text, scheme) == " ".join(romanise(part, scheme) for part in parts)


@given(st.text().filter(lambda text: not any(map(_is_cyrillic, unicodedata.normalize("NFKD", text)))))
def test_what_is_not_cyrillic_stays_as_it_is(text: str) -> None:
    assert romanise(text) == text


@pytest.mark.parametrize("scheme", SCHEMES)
@given(st.text(RUSSIAN, min_size=2))
def test_capitals_are_the_small_letters_raised(scheme: str, word: str) -> None:
    assert romanise(word.upper(), scheme) == romanise(word, scheme).upper()
    assert romanise(word.capitalize(), scheme).lower() == romanise(word, scheme)


@pytest.mark.parametrize("scheme", SCHEMES)
@given(st.text(RUSSIAN + RUSSIAN.upper()))
def test_decomposed_letters_are_the_same_letters(scheme: str, word: str) -> None:
    assert romanise(unicodedata.normalize("NFD", word), scheme) == romanise(word, scheme)


@pytest.mark.parametrize("scheme", ISO)
@given(st.from_regex("([а-яґєіїўјљњћџђѓќѕѣѫѳѵ][а-яёґєіїўјљњћџђѓќѕѣѫѳѵ]*)?", fullmatch=True))
def test_iso_9_can_be_undone(scheme: str, word: str) -> None:
    """In capitals but for the signs, which have one form for both cases."""
    word = word.lstrip("ьъ")
    for text in (word, word.capitalize(), f"{word} {word.capitalize()}-{word}"):
        assert deromanise(romanise(text, scheme), scheme) == text
    assert deromanise(romanise(word.upper(), scheme), scheme).lower() == word


@pytest.mark.parametrize(
    "text", ["Съешь же ещё этих мягких французских булок", "ПОДЪЕЗД", "Подъезд", "ДЕНЬ И НОЧЬ", "Кузьма ЩУКА"]
)
def test_russian_comes_back(text: str) -> None:
    assert deromanise(romanise(text, "iso-9")) == text


def test_other_schemes_cannot_be_undone() -> None:
    with pytest.raises(UsageError, match="only iso-9 and gost"):
        deromanise("Putin", "news")


def test_an_unknown_scheme_is_refused_with_the_list() -> None:
    with pytest.raises(UsageError, match=r"no-such: .*news.*gost-7\.79-b"):
        romanise("Путин", "no-such")
    with pytest.raises(UsageError, match="yo or e"):
        romanise("Путин", yo="jo")


@pytest.mark.parametrize(
    ("scheme", "file"),
    [
        ("ala-lc-plain", "ala_lc_alt"),
        ("bgn-pcgn-dots", "bgn_pcgn"),
        ("iso-9", "gost_779"),
        ("gost-7.79-b", "gost_779_alt"),
        ("icao-9303", "icao_doc_9303"),
        ("un-1987", "ungegn_1987"),
        ("wikipedia", "wikipedia"),
    ],
)
def test_samples_of_iuliia(scheme: str, file: str) -> None:
    """Its own samples, but for the Cyrillic «ё» and the decomposed «ž» that it leaves in its Latin."""
    for text, latin in iuliia.schemas.get(file).samples:
        assert romanise(text, scheme) == unicodedata.normalize("NFC", latin.replace("ё", "ë").replace("Ё", "Ë"))


FOLDS = _rows("fold.tsv")
ALIKE = [(first, other) for first, *more in FOLDS if more[0] == "=" for other in more[1::2]]
DIFFERENT = [(first, other) for first, sign, other, *_ in FOLDS if sign == "≠"]


def test_there_are_enough_pairs() -> None:
    assert len(ALIKE) >= 80
    assert len(DIFFERENT) >= 40


@pytest.mark.parametrize(("first", "other"), ALIKE)
def test_one_name_has_one_key(first: str, other: str) -> None:
    assert fold(first) == fold(other)


@pytest.mark.parametrize(("first", "other"), DIFFERENT)
def test_two_names_have_two_keys(first: str, other: str) -> None:
    assert fold(first) != fold(other)


@given(st.text() | CYRILLIC)
def test_a_key_is_ascii_and_small(text: str) -> None:
    key = fold(text)
    assert key.isascii()
    assert key == key.lower().strip()
    assert fold(unicodedata.normalize("NFD", text)) == key


# Surnames as Russian has them: letters in an order that can be said.
SURNAMES = st.from_regex(r"[БВДЗКЛМПРСТФЩЧ][аеиоу]([бвдзклмнпрст][аеиоуяю]){1,3}(нов|цев|ский|ин|ьев)", fullmatch=True)


@given(SURNAMES, st.sampled_from(["bgn-pcgn", "wikipedia", "icao-9303", "iso-9", "un-1987", "ala-lc", "ala-lc-plain"]))
def test_keys_hold_across_schemes(name: str, scheme: str) -> None:
    assert fold(romanise(name, scheme)) == fold(name)


NAMES = _rows("korean_chinese.tsv")


@pytest.mark.parametrize(("language", "name", "latin"), NAMES)
def test_korean_and_chinese(language: str, name: str, latin: str) -> None:
    spell = korean.to_romanisation if language == "ko" else chinese.to_pinyin
    assert spell(name) == (None if latin == "-" else latin)


@given(st.text() | st.text("абвгдежзийклмнопрстуфхцчшщъыьэюя- "))
def test_any_name_is_spelled_or_refused(name: str) -> None:
    for spell in (korean.to_romanisation, chinese.to_pinyin):
        latin = spell(name)
        assert latin is None or (latin and not any(map(_is_cyrillic, latin)))


def _run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "polyglot_news", "romanise", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("arguments", "latin"),
    [
        (("Юрий", "Королёв"), "Yury Korolyov\n"),
        (("--yo", "e", "Королёв"), "Korolev\n"),
        (("--scheme", "icao-9303", "Юрий"), "Iurii\n"),
        (("-",), "Shchuka\nYolka\r\nx"),
    ],
)
def test_the_command(arguments: tuple[str, ...], latin: str) -> None:
    done = _run(*arguments, stdin="\ufeffЩука\nЁлка\r\nx".encode())
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, latin, b"")


def test_the_command_lists_the_schemes() -> None:
    lines = _run("--list").stdout.decode().splitlines()
    assert [line.split()[0] for line in lines] == list(SCHEMES)


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        (("--scheme", "no-such", "Я"), b"", "no such romanisation scheme; there are news"),
        (("--yo", "jo", "Я"), b"", "--yo"),
        ((), b"", "no TEXT"),
        (("-",), b"ok\n\xff\n", "line 2: not UTF-8"),
    ],
)
def test_the_command_refuses(arguments: tuple[str, ...], stdin: bytes, says: str) -> None:
    done = _run(*arguments, stdin=stdin)
    assert done.returncode == 2
    assert says in done.stderr.decode()
    assert len(done.stderr.splitlines()) == 1


def test_iuliia_is_loaded_only_when_needed() -> None:
    code = "import sys, polyglot_news.names.romanise as r; r.romanise('Я'); print({'iuliia', 'unidecode'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
