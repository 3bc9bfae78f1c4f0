"""Bytes to text and back, exactly.

`decode` tries, in this order, and takes the first that gives the very same bytes back:

    1. a byte order mark (UTF-8, UTF-16, UTF-32), or the encoding that was asked for;
    2. UTF-16 without a mark: every other byte is NUL or 04, the high bytes of Latin and Cyrillic letters;
    3. UTF-8, strictly, but for halves of surrogate pairs, which bad programs write each by itself: they are kept as they are;
    4. the old one-byte encodings of Russian and, for English, windows-1252 (`CANDIDATES`): the one whose text looks most like a
       language (`_likeness`).

On 4: charset-normalizer alone is wrong on short texts. Of twelve headlines and words in seven encodings it got a third wrong
(«Ёлка» and «МОСКВА» in KOI8-R came out as other letters), so here its vote only tips the balance: the evidence that counts is
letter pairs that Russian uses, case (small letters follow capitals, not the other way round), and characters that no text has
inside words. Binary data is told by its first bytes and by control characters.
"""

import codecs
import functools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from polyglot_news.errors import ReadError

CANDIDATES = ("windows-1251", "koi8-r", "koi8-u", "cp866", "iso-8859-5", "mac-cyrillic", "windows-1252")
"""In case of a tie, the first."""

_MARKS = (  # longest first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FAMILIES = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}
_BINARY = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive, such as DOCX, ODT or EPUB"),
    (b"%PDF-", "a PDF document"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")  # tab, line ends, form feed, ^Z and escape occur in old texts
_HIGH = re.compile(rb"[\x80-\xff]")
_SAMPLE = 1 << 16

_FOLLOWERS = {  # which letters are common after a letter, in Russian: 234 of 1089 pairs, nearly all that running text has
    "а": "вгдзйклмнпрстщюя",
    "б": "аеоры",
    "в": "аилосы",
    "г": "аилор",
    "д": "авеинору",
    "е": "бвгдежзйклмнпрстчщ",
    "ж": "еин",
    "з": "авдино",
    "и": "вгдезклмнрстхчюя",
    "к": "авеилорсту",
    "л": "аеиоьюя",
    "м": "аеиноуыя",
    "н": "адеиностуыюя",
    "о": "бвгджзйклмпрстцчюя",
    "п": "аеилору",
    "р": "аеиостуыя",
    "с": "авеиклмноптухыья",
    "т": "авеиоруыь",
    "у": "бвгджклмпрстчшю",
    "х": "аиор",
    "ц": "еи",
    "ч": "аеинт",
    "ш": "аеиь",
    "щ": "еи",
    "ъ": "е",
    "ы": "йх",
    "ь": "кнсю",
    "э": "т",
    "ю": "дтщ",
    "я": "вдезлнтх",
    "ё": "лнрт",
}
_RUSSIAN = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё")
_NEIGHBOURS = frozenset("іїєґў")  # of Ukrainian and Belarusian
_NEVER_FIRST = frozenset("ъыь")
_SIGNS = frozenset("«»„“”‘’—–…№§°•·©®™€\u00a0")
_WORDS_OF_ONE_LETTER = frozenset("авиксуояжб")
_WORD = re.compile(r"[^\W\d_]+")
_GLUED_DASH = re.compile(r"(?<!\w)[–—](?=[^\W\d_])")  # in another encoding it is a capital


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how its bytes came about."""

    text: str
    encoding: str
    """A name that Python knows; without the byte order mark, which is `bom`."""
    bom: bytes = b""
    guessed: bool = False
    """Whether the encoding is a conclusion from the text: no mark, not UTF-8, not asked for."""


def decode(data: bytes, *, encoding: str | None = None, name: str = "-") -> Decoded:
    """The text of `data`; `name` is what messages call it.

    Raises ReadError for binary data, for an encoding that does not exist, and for bytes that are wrong in the one asked for.
    """
    if encoding is not None:
        return _asked(data, encoding, name)
    if marked := _marked(data, name):
        return marked
    if kind := next((kind for magic, kind in _BINARY if data.startswith(magic)), None):
        raise ReadError(f"{name}: this is {kind}, not text (byte 0); give a text file, or name its encoding: --encoding utf-8")
    return _utf16(data) or _utf8(data, name) or _old(data, name)


def encode(text: str, encoding: str, bom: bytes = b"") -> bytes:
    """The bytes of a text: the inverse of `decode`.

    Raises UnicodeEncodeError where the encoding has no such character.
    """
    return bom + text.encode(encoding, _errors(encoding))


def _errors(encoding: str) -> str:
    """How bytes that are wrong in an encoding are read and written: half a surrogate pair in UTF-8 stays what it is."""
    return "surrogatepass" if codecs.lookup(encoding).name == "utf-8" else "strict"


def canonical_name(encoding: str, name: str) -> str:
    """What Python calls an encoding; `name` is what messages call the place where it is named.

    Raises ReadError for one that does not exist.
    """
    wanted = _wanted(encoding)
    try:
        "".encode(wanted)
        return codecs.lookup(wanted).name
    except (LookupError, UnicodeError, ValueError):
        examples = ", ".join(("utf-8", "utf-16", *CANDIDATES[:4]))
        raise ReadError(f"{name}: unknown encoding {encoding!r}; type one that Python knows, e.g. {examples}") from None


def _wanted(encoding: str) -> str:
    return encoding.strip().lower().replace("_", "-")


def _asked(data: bytes, encoding: str, name: str) -> Decoded:
    wanted, canonical = _wanted(encoding), canonical_name(encoding, name)
    for bom, marked in _MARKS:
        if data.startswith(bom) and (marked == canonical or canonical == marked.removesuffix("-le").removesuffix("-be")):
            return _strict(data, marked, bom, name)
        if data.startswith(bom) and canonical == "utf-8-sig" and marked == "utf-8":
            return _strict(data, marked, bom, name)
    return _strict(data, _FAMILIES.get(canonical, wanted), b"", name)


def _marked(data: bytes, name: str) -> Decoded | None:
    for bom, encoding in _MARKS:
        if data.startswith(bom) and not (encoding == "utf-32-le" and _decoded(data[4:], encoding) is None):
            return _strict(data, encoding, bom, name)
    return None


def _strict(data: bytes, encoding: str, bom: bytes, name: str) -> Decoded:
    body = data[len(bom) :]
    other = "utf-8" if encoding in CANDIDATES else "windows-1251"
    hint = f"repair the file, or name another encoding, e.g. --encoding {other}"
    try:
        text = body.decode(encoding, _errors(encoding))
    except UnicodeError as error:
        at = len(bom) + (error.start if isinstance(error, UnicodeDecodeError) else 0)
        raise ReadError(f"{name}: not {encoding} at byte {at} ({data[at : at + 1].hex() or 'end'}); {hint}") from None
    if _decoded(body, encoding) is None:
        raise ReadError(f"{name}: {encoding} would not give the same bytes back (byte {len(bom)}); {hint}")
    return Decoded(text, encoding, bom)


def _decoded(data: bytes, encoding: str) -> str | None:
    """The text, if it is one and gives the same bytes back."""
    try:
        text = data.decode(encoding, _errors(encoding))
        return text if text.encode(encoding, _errors(encoding)) == data else None
    except UnicodeError:
        return None


def _utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark, told by the high bytes of Latin and Cyrillic letters."""
    if len(data) < 4 or len(data) % 2:
        return None
    first, second = data[:_SAMPLE:2], data[1:_SAMPLE:2]
    shares = [sum(map(half.count, (b"\0", b"\4", b"\x20"))) / len(half) for half in (first, second)]
    letters = [sum(map(half.count, (b"\0", b"\4"))) / len(half) for half in (first, second)]
    for high, low, encoding in ((1, 0, "utf-16-le"), (0, 1, "utf-16-be")):
        if letters[high] > 0.7 and shares[high] > 0.9 and letters[low] < 0.1:
            text = _decoded(data, encoding)
            return None if text is None else Decoded(text, encoding, guessed=True)
    return None


def _utf8(data: bytes, name: str) -> Decoded | None:
    """UTF-8; damaged UTF-8 is an error, for as any other encoding it would be gibberish."""
    text = _decoded(data, "utf-8")
    if text is not None:
        _refuse_controls(data, name, most=max(8, len(data) // 50))
        return Decoded(text, "utf-8")
    sample = data[:_SAMPLE].decode("utf-8", "replace")
    broken = sample.count("\ufffd")
    if sum(char >= "\x80" for char in sample) - broken > 4 * broken > 0:
        _strict(data, "utf-8", b"", name)
    return None


def _refuse_controls(data: bytes, name: str, most: int) -> None:
    found = [match.start() for match in _CONTROLS.finditer(data)]
    if len(found) > most:
        raise ReadError(
            f"{name}: binary data, not text ({len(found)} control characters, the first at byte {found[0]});"
            " give a text file, or name its encoding, e.g. --encoding utf-16"
        )


def _old(data: bytes, name: str) -> Decoded:
    """The likeliest of the one-byte encodings."""
    _refuse_controls(data, name, most=len(data) // 50)
    if b"\0" in data:
        _refuse_controls(data, name, most=0)
    high = _HIGH.search(data)
    begin = max(0, high.start() - 1000) if high else 0
    sample = data[begin : begin + _SAMPLE]
    vote = _vote(sample)
    ranking = sorted(CANDIDATES, key=lambda encoding: -_likeness(sample, encoding) - 0.02 * (encoding == vote))
    for encoding in ranking:
        text = _decoded(data, encoding)
        if text is not None:
            return Decoded(text, encoding, guessed=True)
    raise ReadError(f"{name}: no encoding fits (byte {begin}); name it, e.g. --encoding windows-1251")


def _vote(sample: bytes) -> str:
    """What charset-normalizer takes the sample for; "" if it does not know."""
    from charset_normalizer import from_bytes  # slow to import, and hardly ever needed

    best = from_bytes(sample, cp_isolation=list(CANDIDATES), enable_fallback=False).best()
    names = {codecs.lookup(name).name: name for name in CANDIDATES}
    return names.get(codecs.lookup(best.encoding).name, "") if best else ""


def _likeness(sample: bytes, encoding: str) -> float:
    """How much the text looks like Russian or a Latin language: the mean evidence for each byte above 7F, about -3 to 1."""
    text = sample.decode(encoding, "replace")
    high = {char: times for char, times in Counter(text).items() if char >= "\x80"}
    evidence = sum(_word_evidence(found[0]) for found in _WORD.finditer(text) if not found[0].isascii())
    strange = sum(times for char, times in high.items() if not char.isalpha() and char not in _SIGNS)
    signs = sum(times for char, times in high.items() if char in _SIGNS)
    return (evidence + 0.1 * signs - 3.0 * strange - 3.0 * len(_GLUED_DASH.findall(text))) / max(1, sum(high.values()))


@functools.lru_cache(maxsize=20_000)
def _word_evidence(word: str) -> float:
    if len(word) == 1:
        return 0.0 if word.lower() in _WORDS_OF_ONE_LETTER else -2.0
    return sum(_letter_evidence(word)) + sum(_pair_evidence(a, b) for a, b in pairwise(word))


def _letter_evidence(word: str) -> Iterator[float]:
    """One number a letter: Russian ones may be there, others hardly; accents are rare letters of a Latin word."""
    is_latin = sum(char.isascii() for char in word) * 2 > len(word)
    for char in word:
        lower = char.lower()
        if lower in _RUSSIAN:
            yield -2.0 if is_latin else 0.2
        elif lower in _NEIGHBOURS:
            yield -0.1
        elif not char.isascii():
            yield 0.3 if is_latin and "\u00c0" <= char <= "\u017f" else -4.0
    if word[0].lower() in _NEVER_FIRST:
        yield -3.0


def _pair_evidence(first: str, second: str) -> float:
    if first.islower() and second.isupper():
        return -2.0
    pair = (first + second).lower()
    if pair[0] in _RUSSIAN and pair[1] in _RUSSIAN:
        return 0.8 if pair[1] in _FOLLOWERS.get(pair[0], "") else -0.8
    is_mixed = first.isascii() != second.isascii() and (pair[0] in _RUSSIAN or pair[1] in _RUSSIAN)
    return -1.0 if is_mixed else 0.0
