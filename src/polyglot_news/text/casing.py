"""Text in capitals: recognised, spelled in small letters for a model, and put back into capitals afterwards.

A model that has read few headlines in capitals makes noise of them (measured with the bundled one: "ПОЖАР В ЦЕНТРЕ МОСКВЫ"
became "BANTRANTRICHE", "Пожар в центре москвы" is "Fire in the center of Moscow"). Sentence case suits words, title case suits
names; which of them reads better only the model can tell.
"""

import functools
import re
from enum import StrEnum

_WORD = re.compile(r"(?<!<)\b[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ADDRESS = re.compile(r"\S*(?:://|@|\bwww\.|\bt\.me/)\S*|#\w+")
_MAGNITUDE = re.compile(r"(?<=\d)(?:BN|MN|TN|M|K)\b")  # $4.7BN
_MARKER = re.compile(r"(<x\d>)")
_SHARE = 0.85  # of the letters
_FEWEST = 5  # letters, unless there are two words: "США" alone is an abbreviation
_ABBREVIATIONS = frozenset(
    """
    АЭС БМП БПЛА БРИКС ВВП ВВС ВДВ ВКС ВМС ВМФ ВОЗ ВПК ВС ВСУ ВЦИОМ ВЭБ ГД ГИБДД ГРУ ГРЭС ДНР ДТП ДРГ ЕАЭС ЕС ЖКХ ЗАЭС КНДР
    КНР КПРФ ЛДПР ЛНР МВД МВФ МГУ МИД МКС МОК МЧС НАТО НКО ОАЭ ОБСЕ ОДКБ ООН ОПЕК ПВО ПМР ПРО РАН РБК РИА РЖД РПЦ РСЗО РФ РФПИ
    САУ СБУ СВО СВР СК СКР СМИ СНБО СНГ СССР СУ США ТАСС ТЭЦ УЕФА ФБР ФИФА ФРГ ФСБ ФСИН ФСО ЦБ ЦИК ЦРУ ЧВК ЧП ШОС ЮАР ЮНЕСКО
    AI AP BBC BRICS CEO CIA CNN COVID EU EUR FBI FIFA GDP GRU HIMARS IAEA ICC IMF IOC ISIS KGB LNG MP NATO NBC NGO OPEC OSCE POW
    PM RIA RT TASS TV UAE UAV UEFA UK UN UNESCO UNICEF US USA USD USSR WHO WSJ
    """.split()
)
# Words that are abbreviations, too, and where they are words.
_MERE_WORDS = {
    "WHO": re.compile(
        r"(?:(?<=[^\W_] )(?<!\bTHE )(?<!\bBY )(?<!\bAND )(?<!\bOF )(?<!\bTO )(?<!\bAT )(?<!\bFROM )(?<!\bWITH )(?<!\bSAYS )"
        r"WHO\b"
        r"|WHO(?=['’]S\b|\s(?:IS|ARE|WAS|WERE|WILL|WOULD|HAS|HAVE|HAD|DO|DOES|DID|CAN|COULD|SHOULD|ELSE|KNOWS)\b|[^.!?]*\?))"
    ),
    "US": re.compile(
        r"(?:(?<=\bLET )|(?<=\bTELL )|(?<=\bGIVE )|(?<=\bJOIN )|(?<=\bHELP )|(?<=\bSHOW )|(?<=\bALL OF )|(?<=\bBOTH OF ))US\b"
    ),
    "ПРО": re.compile(
        r"(?<!СИСТЕМЫ )(?<!СИСТЕМА )(?<!СИСТЕМУ )(?<!СИСТЕМ )(?<!ДОГОВОР )(?<!ПВО/)(?<!ПВО И )(?<!СИЛЫ )ПРО(?=\s[А-ЯЁ])"
    ),
}


class Casing(StrEnum):
    """How a text is spelled for a model."""

    AS_IS = "as it is"
    SENTENCE = "sentence case"
    TITLE = "title case"


@functools.lru_cache(maxsize=2048)
def is_shouted(text: str) -> bool:
    """Whether a text is in capitals, but for addresses, handles and tags, and long enough to be no abbreviation."""
    words = [word for word in _WORD.findall(_ADDRESS.sub(" ", text)) if word not in _ABBREVIATIONS]
    letters = "".join(words)
    upper = sum(char.isupper() for char in letters)
    return (len(letters) >= _FEWEST or len(words) > 1) and len(letters) > 2 and upper >= _SHARE * len(letters)


def recase(text: str, casing: Casing) -> str:
    """A text in capitals in another spelling of the same length; known abbreviations and placeholders stay."""
    if casing is Casing.AS_IS:
        return text
    first = True

    def spell(match: re.Match[str]) -> str:
        nonlocal first
        word, begins = match[0], first
        first = False
        if not word.isupper() or (word in _ABBREVIATIONS and not _is_mere_word(match)):
            return word
        small = word.lower()
        spelled = small[:1].upper() + small[1:] if begins or casing is Casing.TITLE else small
        return spelled if len(spelled) == len(word) else word

    return _MAGNITUDE.sub(lambda match: match[0].lower(), _WORD.sub(spell, text))


def _is_mere_word(match: re.Match[str]) -> bool:
    """Whether what looks like an abbreviation in a line in capitals is a word: WHO IS NEXT?, LET US GO, ВСЁ ПРО ДОМА."""
    word = _MERE_WORDS.get(match[0])
    return word is not None and word.match(match.string, match.start()) is not None


def shout(text: str) -> str:
    """A text in capitals, of the same length, placeholders untouched."""
    return "".join(part if _MARKER.fullmatch(part) else "".join(map(_upper, part)) for part in _MARKER.split(text))


def _upper(char: str) -> str:
    upper = char.upper()
    return upper if len(upper) == 1 else char
