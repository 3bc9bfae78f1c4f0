"""Romanisation schemes: the tables by which Cyrillic letters become Latin ones.

The tables of the standards come from iuliia (MIT), as data: its own way of applying them is not used, because it writes
"ShchUKA" for «ЩУКА», goes wrong on «й» typed as two characters and knows no letter beside the 33. What is wrong in the tables
themselves is mended in `_REPAIRS`; tests/cases/romanise.tsv holds every table against the standard that it names.

`news` is ours: BGN/PCGN 1947 as newsrooms simplify it.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from polyglot_news.errors import UsageError


def read_pairs(text: str) -> dict[str, str]:
    """A table written as `key=value key=value`; keys and values may be empty."""
    return dict(pair.split("=") for pair in text.split(" "))


@dataclass(frozen=True)
class Scheme:
    """How lower-case letters are spelled; each rule is looked for in this order: endings, after, before, letters."""

    letters: Mapping[str, str]
    after: Mapping[str, str] = field(default_factory=dict)
    """The letter before (none at the start of a word) and the letter, to the letter's spelling."""
    before: Mapping[str, str] = field(default_factory=dict)
    """The letter and the one behind it, to the letter's spelling."""
    endings: Mapping[str, str] = field(default_factory=dict)
    """The last two letters of a word that has more than three, to their spelling."""


SCHEMES: Mapping[str, str] = MappingProxyType(
    {
        "news": "BGN/PCGN 1947 simplified as newsrooms do: no apostrophes, -y for -ий and -ый, yo for ё (default)",
        "wikipedia": "English Wikipedia, Romanization of Russian (WP:RUS)",
        "bgn-pcgn": "BGN/PCGN 1947 System (checked June 2019), without the optional interpuncts",
        "bgn-pcgn-dots": "BGN/PCGN 1947 System (checked June 2019), with the optional interpuncts: Ulan-Ud·e",
        "icao-9303": "ICAO Doc 9303 part 3, 8th edition 2021: Russian passports since 2013",
        "gost-52535": "GOST R 52535.1-2006: Russian passports from 2010 to 2013",
        "ala-lc": "ALA-LC Romanization Tables, Russian 2012: English-language libraries",
        "ala-lc-plain": "ALA-LC Romanization Tables, Russian 2012, without diacritics",
        "iso-9": "ISO 9:1995: a character for a character, can be undone",
        "gost-7.79-a": "GOST 7.79-2000 system A: the same as ISO 9:1995",
        "gost-7.79-b": "GOST 7.79-2000 system B: ASCII only",
        "un-1987": "UNGEGN 1987, resolution V/18 (GOST 16876-71 as of 1983)",
        "scientific": "International scholarly system: linguists",
    }
)
"""The schemes by name, each with its standard and edition."""

_FILES = {
    "wikipedia": "wikipedia",
    "bgn-pcgn": "bgn_pcgn_alt",
    "bgn-pcgn-dots": "bgn_pcgn",
    "icao-9303": "icao_doc_9303",
    "gost-52535": "gost_52535",
    "ala-lc": "ala_lc",
    "ala-lc-plain": "ala_lc_alt",
    "iso-9": "gost_779",
    "gost-7.79-a": "gost_779",
    "gost-7.79-b": "gost_779_alt",
    "un-1987": "ungegn_1987",
    "scientific": "scientific",
}

# ISO 9:1995 is for every Cyrillic alphabet; iuliia has the Russian letters only. Its table 1 (Slavic) and 2 (older letters).
_ISO_9 = (
    "ґ=g\u0300 ѓ=ǵ ђ=đ є=ê ѕ=z\u0302 і=ì ї=ï ј=\u01f0 љ=l\u0302 њ=n\u0302 ћ=ć ќ=ḱ ў=ŭ џ=d\u0302 ѣ=ě ѫ=ǎ ѳ=f\u0300 ѵ=y\u0300"
)

# What iuliia's tables lack or have wrong: table, rule, change. An empty change takes the rule away.
_REPAIRS: Mapping[str, Mapping[str, Mapping[str, str | None]]] = {
    # «Андреев» is Andreyev: the vowels after which «е» is "ye" are all but «ы».
    "wikipedia": {"after": {"ее": "ye", "ёе": "ye"}},
    # One interpunct between two «ы», not two.
    "bgn_pcgn": {"before": {"ыы": None}},
    # The standard asks for c before the Latin letters i, e, y, j: also where these begin the spelling of a Cyrillic letter.
    "gost_779_alt": {
        "before": {"цё": "c", "цю": "c", "ця": "c", "цэ": "c", "ці": "c", "цѣ": "c"},
        "letters": {"ѣ": "ye", "ѳ": "fh", "ѵ": "yh"},
    },
    "gost_779": {"letters": read_pairs(_ISO_9)},
    "ala_lc": {"letters": {"і": "ī", "ѣ": "i\u0361e", "ѳ": "ḟ", "ѵ": "ẏ"}},
}

_VOWELS = "аеёиоуэюя"  # «ы» is spelled y, which "ye" after it would double


def _news() -> Scheme:
    """The scheme for print; each choice is told at `polyglot_news.names.romanise`."""
    latin = "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya".replace("-", "").split(" ")
    return Scheme(
        letters=dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", latin, strict=True)),
        after={
            **{vowel + "е": "ye" for vowel in ("", *_VOWELS, "ъ", "ь")},
            # «й» has already written the y: Goya, Yoshkar, not Goyya
            **{"йё": "o", "йю": "u", "йя": "a", "ыё": "o"},
        },
        before={"ь" + vowel: "y" for vowel in "аиоуэ"},
        endings={"ий": "y", "ый": "y"},
    )


@lru_cache
def load_scheme(name: str) -> Scheme:
    """The scheme of that name; raises UsageError, with the names there are, where there is none."""
    if name == "news":
        return _news()
    if name not in _FILES:
        raise UsageError(f"{name}: no such romanisation scheme; there are {', '.join(SCHEMES)}")
    file = _FILES[name]
    table = json.loads((files("iuliia") / "schemas" / f"{file}.json").read_text(encoding="utf-8"))
    repairs = _REPAIRS.get(file, {})
    return Scheme(
        letters=_mended(table["mapping"], repairs.get("letters", {})),
        after=_mended(table.get("prev_mapping"), repairs.get("after", {})),
        before=_mended(table.get("next_mapping"), repairs.get("before", {})),
        endings=_mended(table.get("ending_mapping"), repairs.get("endings", {})),
    )


def _mended(rules: Mapping[str, str] | None, repair: Mapping[str, str | None]) -> dict[str, str]:
    """Rules with one form for each accented letter, and Latin «ë» where iuliia leaves the Cyrillic one in its Latin."""
    merged: dict[str, str | None] = {**(rules or {}), **repair}
    return {key: unicodedata.normalize("NFC", to.replace("ё", "ë")) for key, to in merged.items() if to is not None}
