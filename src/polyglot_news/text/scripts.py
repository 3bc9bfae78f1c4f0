"""The writing system of characters, words and stretches of text.

Scripts are named by ISO 15924 codes (`Cyrl`, `Latn`, `Grek` ...), after the blocks of the Unicode code charts. Whatever is no
letter (digits, punctuation, marks, symbols) is `COMMON`, as in Unicode's own Scripts.txt; it takes the script of what stands
before it.

A word is taken whole: one Latin "a" inside a Cyrillic word (a homoglyph typed by mistake or on purpose) does not make it two
words, and a combining breve after an «и» (decomposed «й») does not end it.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from functools import lru_cache

from polyglot_news.document import Span

COMMON = "Zyyy"

_BLOCKS: tuple[tuple[int, int, str], ...] = (
    (0x0041, 0x024F, "Latn"),
    (0x0250, 0x02AF, "Latn"),
    (0x0370, 0x03FF, "Grek"),
    (0x0400, 0x052F, "Cyrl"),
    (0x0530, 0x058F, "Armn"),
    (0x0590, 0x05FF, "Hebr"),
    (0x0600, 0x06FF, "Arab"),
    (0x0700, 0x074F, "Syrc"),
    (0x0750, 0x077F, "Arab"),
    (0x0780, 0x07BF, "Thaa"),
    (0x0870, 0x08FF, "Arab"),
    (0x0900, 0x097F, "Deva"),
    (0x0980, 0x09FF, "Beng"),
    (0x0A00, 0x0A7F, "Guru"),
    (0x0A80, 0x0AFF, "Gujr"),
    (0x0B00, 0x0B7F, "Orya"),
    (0x0B80, 0x0BFF, "Taml"),
    (0x0C00, 0x0C7F, "Telu"),
    (0x0C80, 0x0CFF, "Knda"),
    (0x0D00, 0x0D7F, "Mlym"),
    (0x0D80, 0x0DFF, "Sinh"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x0E80, 0x0EFF, "Laoo"),
    (0x0F00, 0x0FFF, "Tibt"),
    (0x1000, 0x109F, "Mymr"),
    (0x10A0, 0x10FF, "Geor"),
    (0x1100, 0x11FF, "Hang"),
    (0x1200, 0x139F, "Ethi"),
    (0x13A0, 0x13FF, "Cher"),
    (0x1780, 0x17FF, "Khmr"),
    (0x1800, 0x18AF, "Mong"),
    (0x1C80, 0x1C8F, "Cyrl"),
    (0x1C90, 0x1CBF, "Geor"),
    (0x1D00, 0x1D7F, "Latn"),
    (0x1E00, 0x1EFF, "Latn"),
    (0x1F00, 0x1FFF, "Grek"),
    (0x2C60, 0x2C7F, "Latn"),
    (0x2D00, 0x2D2F, "Geor"),
    (0x2DE0, 0x2DFF, "Cyrl"),
    (0x3005, 0x3007, "Hani"),
    (0x3040, 0x30FF, "Kana"),
    (0x3100, 0x312F, "Bopo"),
    (0x3130, 0x318F, "Hang"),
    (0x31F0, 0x31FF, "Kana"),
    (0x3400, 0x9FFF, "Hani"),
    (0xA640, 0xA69F, "Cyrl"),
    (0xA720, 0xA7FF, "Latn"),
    (0xAC00, 0xD7AF, "Hang"),
    (0xF900, 0xFAFF, "Hani"),
    (0xFB00, 0xFB06, "Latn"),
    (0xFB1D, 0xFB4F, "Hebr"),
    (0xFB50, 0xFDFF, "Arab"),
    (0xFE70, 0xFEFF, "Arab"),
    (0xFF21, 0xFF5A, "Latn"),
    (0xFF66, 0xFF9F, "Kana"),
    (0x1D400, 0x1D6A5, "Latn"),
    (0x20000, 0x323AF, "Hani"),
)
_STARTS = [start for start, _, _ in _BLOCKS]
_CYRILLIC = re.compile(r"[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]")
_LATIN = re.compile(r"[A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff]")
WORD = re.compile(r"[^\W\d_][^\W\d_\u0300-\u036f\u00ad\u200d]*(?:[\u0300-\u036f\u00ad\u200d'’ʼ]+[^\W\d_]+)*[\u0300-\u036f]*")
"""A word of letters: with combining marks, soft hyphens and apostrophes inside, without digits."""

SCRIPT_LANGUAGES = {
    "Hani": "zh",
    "Kana": "ja",
    "Hang": "ko",
    "Arab": "ar",
    "Hebr": "he",
    "Geor": "ka",
    "Armn": "hy",
    "Grek": "el",
    "Deva": "hi",
    "Beng": "bn",
    "Guru": "pa",
    "Gujr": "gu",
    "Orya": "or",
    "Taml": "ta",
    "Telu": "te",
    "Knda": "kn",
    "Mlym": "ml",
    "Sinh": "si",
    "Thai": "th",
    "Laoo": "lo",
    "Tibt": "bo",
    "Mymr": "my",
    "Ethi": "am",
    "Khmr": "km",
    "Cher": "chr",
    "Thaa": "dv",
    "Mong": "mn-Mong",
}
"""The language that most texts of a script are in, for scripts that (nearly) one language has to itself."""


@lru_cache(maxsize=4096)
def script_of(char: str) -> str:
    """The script of one character; `COMMON` where it is no letter or of a script not in the table."""
    if not unicodedata.category(char).startswith("L"):
        return COMMON
    code = ord(char)
    at = bisect_right(_STARTS, code) - 1
    return _BLOCKS[at][2] if at >= 0 and code <= _BLOCKS[at][1] else COMMON


def script_of_word(word: str) -> str:
    """The script that most letters of `word` are in; between equals Cyrillic, since that is where homoglyphs are typed."""
    if word.isascii():
        return "Latn"
    cyrillic, latin = count_cyrillic(word), count_latin(word)
    if cyrillic and cyrillic >= latin:
        return "Cyrl"
    if latin:
        return "Latn"
    counts = Counter(map(script_of, word))
    del counts[COMMON]
    if counts["Kana"] * 8 > counts["Hani"]:  # Japanese writes both in one unspaced run
        return "Kana"
    return max(counts, key=lambda script: (counts[script], script)) if counts else COMMON


def count_cyrillic(text: str) -> int:
    """How many Cyrillic letters `text` has."""
    return len(_CYRILLIC.findall(text))


def count_latin(text: str) -> int:
    """How many Latin letters `text` has."""
    return len(_LATIN.findall(text))


def count_other(text: str) -> int:
    """How many letters of other scripts than these two `text` has."""
    return sum(script_of(char) not in (COMMON, "Cyrl", "Latn") for char in text)


def split_by_script(text: str) -> list[Span]:
    """Cut `text` where the script of its words changes; digits, punctuation and spaces stay with the run before them.

    The spans cover all of `text`, without gaps.
    """
    starts: list[int] = []
    last = COMMON
    for found in WORD.finditer(text):
        script = script_of_word(found.group())
        if script in (COMMON, last):
            continue
        starts.append(found.start() if starts else 0)
        last = script
    if not starts:
        return [Span(0, len(text))] if text else []
    return [Span(start, stop) for start, stop in zip(starts, [*starts[1:], len(text)], strict=True)]
