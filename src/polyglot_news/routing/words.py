"""The words of a text that tell its language: what is no language is taken away first.

Russian spelled as before 1918 is read as it is spelled today (`въ`, `Петроградѣ`).

Away go URLs, e-mail addresses, @handles, the `#` of a hashtag, tokens with digits in them (`48.7K`, `T-90`,
`2024-05-12T10:00Z`) and Roman numerals. What is left is composed (NFC), freed of stress marks and soft hyphens, and each
Latin homoglyph in a Cyrillic word (or the reverse) is put right.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from polyglot_news.routing.lexicon import is_russian
from polyglot_news.text.scripts import COMMON, WORD, script_of_word

LONGEST = 4000
"""As many characters are looked at: the language of a longer text shows in them as well."""

_NOT_WORDS = re.compile(
    r"""
    (?:https?|ftp|tg)://[^\s<>«»"]+ | www\.[^\s<>«»"]+            # a URL
    | [\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+                 # an e-mail address
    | (?<![\w@])@\w+                                              # a handle
    | (?<![\w.])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|ru|ua|by|info|io|me|co|gov|edu|uk|de|eu|рф)\b(?:/[^\s<>«»"]*)?
    | (?<!\w)\d[\d.,:\-]*[A-Za-zА-Яа-я%°]{1,3}(?![\w-])           # 48.7K, 100км, 5th
    | (?<!\w)\d[\w.:/+-]*                                         # a date, a time, a version
    | (?<!\w)[^\W\d_]{1,3}-?\d+[\w-]{0,3}(?![\w-])                # T-90M, F-16, G7
    | (?<![\w-])[IVX]{2,7}(?![\w'’-])                             # XXI
    """,
    re.VERBOSE,
)
_SYLLABLES = re.compile(r"(?<![\w-])[А-ЯЁа-яё]{1,4}(?:-[А-ЯЁа-яё]{1,4}){2,}(?![\w-])")
"""«По-бе-да!», as a crowd shouts it."""
_PRESENTATION = re.compile("[\uff21-\uff5a\U0001d400-\U0001d7ff\ufb00-\ufb06]")
_NOISE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u0300\u0301]")
_OLD_END = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])ъ(?!\w)", re.IGNORECASE)
_OLD_YAT = re.compile("[ѣѢѳѲѵѴ]")
_OLD_LETTERS = str.maketrans("ѣѢѳѲѵѴіІ", "еЕфФиИиИ")
_TO_CYRILLIC = str.maketrans("aeopcxyikABEKMHOPCTXiI", "аеорсхуікАВЕКМНОРСТХіІ")
_TO_LATIN = str.maketrans("аеорсхуіАВЕКМНОРСТХІ", "aeopcxyiABEKMHOPCTXI")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared: in small letters, of one script."""

    text: str
    script: str
    capital: bool
    """It has a capital letter that only a name would have: not a sentence's first word, not a line in capitals."""
    large: bool = False
    """It has a capital letter, for whatever reason."""


def words_of(text: str) -> list[Word]:
    """The words of `text` that can tell its language, in order; empty where there is nothing linguistic."""
    plain = _plain(text[:LONGEST])
    shouted = _is_shouted(plain)
    first = True
    found: list[Word] = []
    for raw in WORD.findall(_NOT_WORDS.sub(" ", plain)):
        read, script, has_capital = _read(raw)
        if script == COMMON:
            continue
        large = has_capital and not shouted
        found.append(Word(read, script, large and not first, large))
        first = False
    return found


@lru_cache(maxsize=1 << 14)
def _read(raw: str) -> tuple[str, str, bool]:
    """A word as it is compared, its script, and whether it has a capital letter."""
    script = script_of_word(raw)
    folded = raw.translate(_TO_CYRILLIC if script == "Cyrl" else _TO_LATIN) if script in ("Cyrl", "Latn") else raw
    return folded.lower().replace("’", "'").replace("ʼ", "'"), script, raw != raw.lower()


def _plain(text: str) -> str:
    if _PRESENTATION.search(text):
        text = unicodedata.normalize("NFKC", text)
    text = _NOISE.sub("", unicodedata.normalize("NFC", text))
    if "-" in text:
        text = _SYLLABLES.sub(_joined, text)
    if not _OLD_END.search(text):
        return text.translate(_OLD_LETTERS) if _OLD_YAT.search(text) else text
    return _OLD_END.sub("", text).translate(_OLD_LETTERS)  # no language of today ends a word so


def _joined(found: re.Match[str]) -> str:
    whole = found[0].replace("-", "")
    return whole if is_russian(whole.lower()) else found[0]


def _is_shouted(text: str) -> bool:
    """Whether a line is set in capitals as a whole, so that these tell nothing."""
    small = sum(map(str.islower, text))
    return small * 8 < sum(map(str.isupper, text)) and len(text) > 5
