"""Cyrillic into Latin letters by a named scheme, back again where the scheme allows it, and a key that all spellings share.

The scheme `news` is BGN/PCGN 1947 as Reuters and AP print it. It goes by letters alone; that «Александр» is Alexander and
«Мария» Maria is a custom of first names, not of letters, and none of its business. Its choices:

- «ь» and «ъ» are not written: Kazan, Obninsk. «ь» before «а и о у э» is a y, as it is heard: Ilyin, Pochtalyon.
- «е» is "ye" at the start of a word, after a vowel but «ы», after «ь» and «ъ»: Yeltsin, Dostoyevsky, Prokofyev, Podyezd;
  else "e": Naberezhnye (not Naberezhnyye), Meyer (not Meyyer).
- «ё» is "yo": Korolyov, Solovyov, Grachyova; with yo="e" it is what «е» would be: Korolev, Khrushchev.
- «-ий» and «-ый» end in "y": Zelensky, Grozny, Yury. «й» elsewhere is "y" too: Sergey, Tolstoy, Gubaydullin.
- «ю я» are "yu ya" everywhere, but not after «й»: Goya. «ия» is "iya": Rossiya.
- «кс» is "ks": Aleksandr, Maksim. «х» is "kh", «щ» "shch", «ц» "ts", «э» "e".
"""

import functools
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from polyglot_news.errors import UsageError
from polyglot_news.names.schemes import SCHEMES, Scheme, load_scheme, read_pairs

__all__ = ["SCHEMES", "deromanise", "fold", "romanise"]

_CYRILLIC = "\u0400-\u052f\u1c80-\u1c8f\u1d2b\u1d78\u2de0-\u2dff\ua640-\ua69f\U0001e030-\U0001e08f"
_RUN = re.compile(f"[{_CYRILLIC}][{_CYRILLIC}\u0300-\u036f]*")
_REVERSIBLE = ("iso-9", "gost-7.79-a")

# Letters of other alphabets where unidecode is wrong for a name ("@" for «ә») or writes apostrophes.
_FOREIGN = read_pairs("є=ye ї=yi ґ=g ә=a ғ=gh қ=k ң=ng ө=o ұ=u ү=u һ=h ҳ=kh ҷ=ch ћ=c ђ=dj љ=lj њ=nj џ=dz")


def romanise(text: str, scheme: str = "news", *, yo: str = "yo") -> str:
    """The text with each Cyrillic letter in Latin ones; all else as it is, character for character.

    With `yo` "e", «ё» is read as «е», whatever the scheme. Case follows the source: ЩУКА is SHCHUKA, Щука Shchuka, Щ. Shch.
    Letters that the scheme does not know (Ukrainian, Kazakh, Old Church Slavonic ...) are spelled by their base letter or by
    unidecode. Raises UsageError for an unknown scheme or `yo`.
    """
    if yo not in ("yo", "e"):
        raise UsageError(f"{yo}: ё is written yo or e")
    table = load_scheme(scheme)
    return _RUN.sub(lambda run: _spell(run[0], table, reads_yo=yo == "yo"), text)


def _spell(run: str, scheme: Scheme, *, reads_yo: bool) -> str:
    """Cyrillic letters, with the accents on them, in Latin; an accent stays where it is and hides no neighbour."""
    chars = unicodedata.normalize("NFC", run)
    if not reads_yo:
        chars = chars.replace("ё", "е").replace("Ё", "Е")
    word = "".join(char for char in chars if not _is_accent(char))
    latin = iter(_spell_word(word, scheme))
    return unicodedata.normalize("NFC", "".join(char if _is_accent(char) else next(latin) for char in chars))


def _is_accent(char: str) -> bool:
    return "\u0300" <= char <= "\u036f"


def _spell_word(word: str, scheme: Scheme) -> list[str]:
    """The spelling of each letter, in its case."""
    lower = word.lower()
    latin = [_spell_letter(lower[max(i - 1, 0) : i], char, lower[i + 1 : i + 2], scheme) for i, char in enumerate(lower)]
    if len(lower) > 3 and lower[-2:] in scheme.endings:
        latin[-2:] = [scheme.endings[lower[-2:]], ""]
    return [_in_case(spelling, word, i) for i, spelling in enumerate(latin)]


def _spell_letter(previous: str, char: str, following: str, scheme: Scheme) -> str:
    if previous + char in scheme.after:
        return scheme.after[previous + char]
    if following and char + following in scheme.before:
        return scheme.before[char + following]
    return scheme.letters[char] if char in scheme.letters else _spell_foreign(char, scheme)


def _spell_foreign(char: str, scheme: Scheme) -> str:
    """A letter that the scheme does not know: as a letter known here, as its base letter, else as unidecode has it."""
    if char in _FOREIGN:
        return _FOREIGN[char]
    base = unicodedata.normalize("NFKD", char)[0]
    if base != char:
        return scheme.letters[base] if base in scheme.letters else _spell_foreign(base, scheme)
    from unidecode import unidecode

    return "".join(filter(str.isalpha, unidecode(char))).lower()


def _in_case(latin: str, word: str, place: int) -> str:
    """All capitals where a neighbour is one too, as in «ЩУКА» or «ВДНХ»; else the first, as in «Щука» or «Щ.»."""
    if not word[place].isupper():
        return latin
    if word[max(place - 1, 0) : place].isupper() or word[place + 1 : place + 2].isupper():
        return latin.upper()
    first = next((i for i, char in enumerate(latin) if char.isalpha() and char.lower() != char.upper()), len(latin))
    return latin[:first] + latin[first : first + 1].upper() + latin[first + 1 :]


def deromanise(text: str, scheme: str = "iso-9") -> str:
    """What `romanise` made of Cyrillic by a scheme that spells each letter by one of its own, in Cyrillic again.

    Every Latin letter of the scheme becomes Cyrillic, so the text must be romanised throughout. The signs «ь» and «ъ» have one
    form for both cases; they come back as capitals before a capital, and behind two at the end of a word. Raises UsageError for
    any other scheme.
    """
    if scheme not in _REVERSIBLE:
        raise UsageError(f"{scheme}: cannot be undone; only {' and '.join(_REVERSIBLE)} can")
    pattern, letters = _reversed(scheme)
    back = pattern.sub(lambda found: letters[found[0]], unicodedata.normalize("NFC", text))
    return re.sub("(?<=[Ѐ-Я])[ьъ](?=[Ѐ-Я])|(?<=[Ѐ-Я]{2})[ьъ](?![а-џ])", lambda sign: sign[0].upper(), back)


@lru_cache
def _reversed(scheme: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    table = load_scheme(scheme).letters
    letters = {spelling: char for char, spelling in table.items()}
    letters |= {spelling.upper(): char.upper() for char, spelling in table.items() if spelling.upper() != spelling}
    return re.compile("|".join(sorted(map(re.escape, letters), key=len, reverse=True))), letters


# One step after the other, each on the result of the last. The order matters: "y" must still be a y where "yo" is looked for.
_ACCENTED = read_pairs("šč=shch č=ch š=sh ŝ=shch ž=zh â=ya û=yu ë=yo ĭ=y å=o ø=o ł=l")
_FOLDS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"tsch|tch", "ch"),
        (r"off\b|ow\b", "ov"),  # Rachmaninoff, Tupolew
        (r"ph", "f"),
        (r"kh", "h"),
        (r"ck|q", "k"),
        (r"(?<=s)c(?!h)|c(?=[bdfgklmnpqrstvwxz])", "k"),  # Oscar, Victor
        (r"c(?!h)|tz", "ts"),  # Elcin, Kuznetzov
        (r"x", "ks"),
        (r"w", "v"),
        (r"ss", "s"),  # Vassiliev
        (r"j", "y"),
        (r"(?<=[aeiouy])[iy]o|yo", "e"),  # ё, wherever it is spelled: Korolyov, Zayom
        (r"(?<=[czs]h)o", "e"),  # Khrushchov, Khrushchev
        (r"[iy]+", "i"),  # Iurii, Yury; Gubaidullin, Gubaydullin; Zelenskyy, Zelenskiy
        (r"ie", "e"),  # Yeltsin, Eltsin; Prokofyev, Prokofiev, Prokofev
    )
)


@functools.lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """A key that the spellings of one name share across romanisations, Latin or Cyrillic: ASCII, lower case, for `==` only.

    Hyphens and blanks are one blank, signs and apostrophes nothing. Endings of gender stay: Ivanov is not Ivanova. Names that
    are translated rather than romanised (Peter and Pyotr, Kyiv and Kiev) have different keys; a few different names share one,
    where they differ only in «и» and «ы», in «о» and «е» after «ж ч ш щ», in «ие» and «е», in one «с» and two.
    """
    key = romanise(unicodedata.normalize("NFC", text)).casefold()
    for accented, plain in _ACCENTED.items():
        key = key.replace(accented, plain)
    from unidecode import unidecode

    key = unidecode(key).lower()
    key = re.sub(r"[^a-z0-9]+", " ", re.sub(r"['`\"]", "", key)).strip()
    for pattern, to in _FOLDS:
        key = pattern.sub(to, key)
    return key
