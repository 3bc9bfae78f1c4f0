"""Chinese names from Cyrillic (the Palladius system) back into pinyin without tones.

Source: the table of correspondences of pinyin and Palladius in the standard Chinese-Russian dictionaries (Palladius and Popov
1888, with «хуэй» and its variants for hui). A final «н» is -ng and «нь» is -n; «ъ» parts «н» from a vowel: Чанъань.
"""

import re
import unicodedata
from functools import lru_cache

from polyglot_news.names.schemes import read_pairs

# The finals that stand behind each initial in Standard Chinese, in pinyin ("v" is ü); "-" is no initial.
_INVENTORY = """
b: a ai an ang ao ei en eng i ian iao ie in ing o u
p: a ai an ang ao ei en eng i ian iao ie in ing o ou u
m: a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u
f: a an ang ei en eng o ou u
d: a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo
t: a ai an ang ao e ei eng i ian iao ie ing ong ou u uan ui un uo
n: a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan un uo v ve
l: a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo v ve
g: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
k: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
h: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
j: i ia ian iang iao ie in ing iong iu v van ve vn
q: i ia ian iang iao ie in ing iong iu v van ve vn
x: i ia ian iang iao ie in ing iong iu v van ve vn
zh: a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo
ch: a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo
sh: a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo
r: an ang ao e en eng i ong ou u ua uan ui un uo
z: a ai an ang ao e ei en eng i ong ou u uan ui un uo
c: a ai an ang ao e en eng i ong ou u uan ui un uo
s: a ai an ang ao e en eng i ong ou u uan ui un uo
-: a ai an ang ao e ei en eng er o ou
"""
_INITIALS = read_pairs("b=б p=п m=м f=ф d=д t=т n=н l=л g=г k=к h=х j=цз q=ц x=с zh=чж ch=ч sh=ш r=ж z=цз c=ц s=с -=")
_FINALS = read_pairs(
    "a=а ai=ай an=ань ang=ан ao=ао e=э ei=эй en=энь eng=эн er=эр i=и ia=я ian=янь iang=ян iao=яо ie=е in=инь ing=ин "
    "iong=юн iu=ю o=о ong=ун ou=оу u=у ua=уа uai=уай uan=уань uang=уан ui=уй un=унь uo=о v=юй van=юань ve=юэ vn=юнь"
)
# Syllables that begin with y and w are spelled by rules of their own; so are variants that print has for «хуй» (hui).
_SPECIAL = read_pairs(
    "я=ya янь=yan ян=yang яо=yao е=ye и=yi инь=yin ин=ying ю=you юн=yong юй=yu юань=yuan юэ=yue юнь=yun "
    "ва=wa вай=wai вань=wan ван=wang вэй=wei вэнь=wen вэн=weng во=wo у=wu хуэй=hui хой=hui"
)

_LONGEST = 6  # letters in «чжуань»
_VOWELS = "аеиоуэюя"
_PART = re.compile("['’-]")


def to_pinyin(name: str) -> str | None:
    """A name or place in the nominative, as «Си Цзиньпин» or «Сиань», in pinyin: Xi Jinping, Xi'an; «люй» is lü.

    None where a word cannot be cut into syllables of the Palladius system. A Russian word may happen to be cut too («мама»),
    and so may a Russian case («Цзиньпина»): that the name is Chinese, and its nominative, is for the caller to know.
    """
    words = unicodedata.normalize("NFC", name).split()
    spelled = [_spell(word) for word in words]
    return " ".join(word for word in spelled if word) if spelled and all(spelled) else None


def _spell(word: str) -> str | None:
    """One word, its parts joined (Энь-лай is Enlai); in capitals where the word is."""
    syllables: list[str] = []
    for part in _PART.split(word):
        cut = _cut(part.lower())
        if not cut:
            return None
        syllables += cut
    pinyin = syllables[0] + "".join("'" * syllable.startswith(("a", "e", "o")) + syllable for syllable in syllables[1:])
    if len(word) > 1 and word.isupper():
        return pinyin.upper()
    return pinyin.capitalize() if word[:1].isupper() else pinyin


@lru_cache(maxsize=4096)
def _cut(word: str) -> tuple[str, ...] | None:
    """The fewest syllables that make up a word, in pinyin; None where none do."""
    if not word:
        return ()
    best: tuple[str, ...] | None = None
    for end in range(min(_LONGEST, len(word)), 0, -1):
        syllable, rest = _syllables().get(word[:end]), word[end:]
        if syllable is None:
            continue
        if word[end - 1] == "н" and rest and rest[0] in _VOWELS:  # a syllable in -ng is parted from a vowel by «ъ»
            continue
        if word[end - 1] in "нь" and rest[1:] and rest[1] in _VOWELS:
            rest = rest.removeprefix("ъ")
        tail = _cut(rest)
        if tail is not None and (best is None or len(tail) + 1 < len(best)):
            best = (syllable, *tail)
    return best


@lru_cache
def _syllables() -> dict[str, str]:
    """Palladius to pinyin, some 400 syllables."""
    table = dict(_SPECIAL)
    for line in _INVENTORY.split("\n")[1:-1]:
        initial, finals = line.split(": ")
        for final in finals.split():
            cyrillic = _INITIALS[initial] + _FINALS[final]
            if final == "i" and initial in ("z", "c", "s"):
                cyrillic = cyrillic[:-1] + "ы"
            umlaut = "u" if initial in ("j", "q", "x") else "ü"
            table[cyrillic] = initial.removeprefix("-") + final.replace("v", umlaut)
    return table
