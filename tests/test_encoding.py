"""Bytes to text and back: what is guessed, what is refused, and that nothing changes on the way."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot_news.errors import ReadError
from polyglot_news.text.encoding import CANDIDATES, decode, encode

SHORT = [
    "Набиуллина снизила ключевую ставку",
    "Взрыв в Киеве",
    "Привет",
    "МОСКВА",
    "ЦБ: ставка 16%",
    "Сообщение ТАСС — «Ракета» сбита",
    "Минобороны РФ: сбито 20 БПЛА",
    "Putin met Путин in Moscow",
    "Умер Жванецкий",
    "ВЗРЫВ НА ЗАВОДЕ",
    "Нет",
    "нет",
    "Ещё одна ёлка",
    "СРОЧНО: ПВО сбила БПЛА",
    "США",
    "ЦИК",
    "Цена нефти Brent выросла до $90",
    "Эхо Москвы",
    "Жуков",
    "объект",
    "Юрий Гагарин",
    "Прокуратура Ростовской области начала проверку после публикации жалобы жителей",
]
UKRAINIAN = ["Привіт, Україно! Її зброя", "Київ готується до зими", "Єдиний вихід"]
LATIN = ["Café — “quoted” text", "The naïve résumé of Müller", "Don’t panic", "Foo – bar"]


@pytest.mark.parametrize("encoding", [name for name in CANDIDATES if name != "windows-1252"])
@pytest.mark.parametrize("text", SHORT)
def test_short_russian(text: str, encoding: str) -> None:
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        pytest.skip("the encoding has no such character")
    found = decode(data)
    assert found.text == text
    assert found.guessed


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-u", "iso-8859-5"])
@pytest.mark.parametrize("text", UKRAINIAN)
def test_short_ukrainian(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("text", LATIN)
def test_short_english_with_signs(text: str) -> None:
    assert decode(text.encode("windows-1252")).text == text


@pytest.mark.xfail(strict=True, reason="these bytes are letters of another alphabet in UTF-8, or as good in another encoding")
@pytest.mark.parametrize(("text", "encoding"), [("Ёлка", "cp866"), ("Щ-854", "koi8-r"), ("Да", "mac-cyrillic")])
def test_too_short_to_tell(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["Да", "Привет, мир", "Hello", "Putin met Путин\r\n", "«Заря» — 5 °C"])
def test_utf16_without_a_mark(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding))
    assert (found.text, found.encoding, found.guessed) == (text, encoding, True)


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@pytest.mark.parametrize("text", ["", "Привет 🔹", "a\0b"])
def test_byte_order_marks(bom: bytes, encoding: str, text: str) -> None:
    data = bom + text.encode(encoding)
    found = decode(data)
    assert encode(found.text, found.encoding, found.bom) == data
    if text or encoding != "utf-32-le":
        assert (found.text, found.encoding, found.bom, found.guessed) == (text, encoding, bom, False)


def test_utf8_is_not_guessed() -> None:
    found = decode("Привет".encode())
    assert (found.text, found.encoding, found.bom, found.guessed) == ("Привет", "utf-8", b"", False)


def test_an_empty_file_is_an_empty_text() -> None:
    assert decode(b"").text == ""


def test_a_stray_nul_is_text() -> None:
    assert decode("Привет\0 мир".encode()).text == "Привет\0 мир"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"PK\x03\x04abc", "a ZIP archive"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\x00\x01\x02\x03" * 20, "binary data"),
        (b"\xf0\x01\x90\x02\x91\x03" * 20, "binary data"),
        (b"\x80\x00\x81abcdefgh" * 3, "binary data"),
    ],
)
def test_binary_data_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(ReadError, match=rf"^photo\.md: .*{what}.*byte \d+.*--encoding"):
        decode(data, name="photo.md")


def test_damaged_utf8_is_refused_and_not_guessed() -> None:
    data = ("Привет, мир. " * 20).encode() + b"\xff"
    with pytest.raises(ReadError, match=rf"^a\.txt: not utf-8 at byte {len(data) - 1} \(ff\); .*--encoding windows-1251$"):
        decode(data, name="a.txt")


@pytest.mark.parametrize("half", [b"\xed\xa0\x80", b"\xed\xa0\xbd\xed\xb8\x80", b"\xed\xbf\xbf"])
@pytest.mark.parametrize("before", ["", "Hi ", "Москва ", "The president said. ", "Президент прибыл в Казань. " * 20])
def test_half_a_surrogate_pair_is_kept_in_utf8(half: bytes, before: str) -> None:
    data = before.encode() + half + " и дальше".encode()
    for asked in (None, "utf-8", "UTF8"):
        found = decode(data, encoding=asked)
        assert found.text.startswith(before + half.decode("utf-8", "surrogatepass"))
        assert not found.guessed
        assert encode(found.text, found.encoding, found.bom) == data
    assert decode(codecs.BOM_UTF8 + data).bom == codecs.BOM_UTF8


def test_an_encoding_that_was_asked_for() -> None:
    assert decode("Привет".encode("koi8-r"), encoding="KOI8_R").text == "Привет"
    assert decode(codecs.BOM_UTF8 + b"a", encoding="utf-8").bom == codecs.BOM_UTF8
    assert decode(codecs.BOM_UTF16_BE + b"\0a", encoding="utf-16").text == "a"
    assert decode(b"a\0", encoding="utf-16").encoding == "utf-16-le"
    assert not decode(b"a", encoding="cp866").guessed


def test_bytes_that_are_wrong_in_the_encoding_asked_for() -> None:
    with pytest.raises(ReadError, match=r"^a: not utf-8 at byte 1 \(ff\)"):
        decode(b"a\xff", encoding="utf-8", name="a")
    with pytest.raises(ReadError, match=r"^a: not windows-1251 at byte 2 \(98\); .*--encoding utf-8$"):
        decode(b"ab\x98", encoding="windows-1251", name="a")


@pytest.mark.parametrize("encoding", ["nope", "", "hex", "rot13", "a\0b", "undefined"])
def test_an_unknown_encoding(encoding: str) -> None:
    with pytest.raises(ReadError, match=r"^a: unknown encoding .*utf-8, utf-16, windows-1251"):
        decode(b"a", encoding=encoding, name="a")


def test_what_an_encoding_has_not_got_is_the_callers() -> None:
    with pytest.raises(UnicodeEncodeError):
        encode("🔹", "windows-1251", b"")


PIECES = st.one_of(
    st.binary(max_size=6),
    st.text(max_size=6).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(SHORT).flatmap(lambda text: st.sampled_from(CANDIDATES).map(lambda name: text.encode(name, "ignore"))),
    st.sampled_from(
        [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, b"\0", b"\r\n"]
    ),
)


@settings(max_examples=500, deadline=None)
@given(
    data=st.lists(PIECES, max_size=5).map(b"".join),
    encoding=st.sampled_from([None, None, "utf-8", "utf-16", "utf-7", "cp1251", "big5"]),
)
def test_what_decodes_gives_the_same_bytes_back(data: bytes, encoding: str | None) -> None:
    try:
        found = decode(data, encoding=encoding)
    except ReadError as error:
        assert "\n" not in str(error)
        return
    assert encode(found.text, found.encoding, found.bom) == data
