"""Korean names from Cyrillic (the Kontsevich system, and the older spellings beside it) back into Latin letters.

The road back is not exact: «о» is both eo and o, «н» both n and ng. Each syllable is read as the one that is usual in names, by
the judgement of `_READINGS`: «чон» is jeong, «тон» dong. The Latin form is the Revised Romanisation of 2000 with what newsrooms
change in it: established spellings of surnames (Park, Lee, Choi), "hee" and "woo", the given name with a hyphen.

«е» in a closed syllable («Чен», «Сен», «Ен») is the spelling of names from Pyongyang. Such a name comes out as Pyongyang and
the agencies write it: McCune-Reischauer without its signs (Jong-un, Ri, Choe).
"""

import re
import unicodedata
from functools import lru_cache

from polyglot_news.names.schemes import read_pairs

_INITIALS = read_pairs(
    "чх=ch кх=k тх=t пх=p дж=j чж=j кк=kk тт=tt пп=pp сс=ss чч=jj к=g г=g т=d д=d п=b б=b ч=j с=s х=h м=m н=n р=r л=r ="
)
_VOWELS = read_pairs("йя=yae йе=ye ый=ui ва=wa вэ=wae ве=oe ви=wi во=wo а=a я=ya о=o ё=yo у=u ю=yu ы=eu и=i э=ae е=e")
_FINALS = read_pairs("нъ=ng н=n м=m ль=l л=l р=l к=k г=k п=p б=p т=t д=t =")
_SYLLABLE = re.compile(f"(?![лмнр]в[аоэ])({'|'.join(_INITIALS)})({'|'.join(_VOWELS)})({'|'.join(_FINALS)})")
_LONGEST = 6  # letters in «чхвель»

# Syllables that are not what their letters say at first, in Latin letters as `_compose` writes them: what names have instead.
_READINGS = read_pairs(
    "deon=dong beon=bong heon=hong meon=mong neon=nong jeon=jeong seon=seong yeon=yeong gyeon=gyeong "
    "myeon=myeong ryeon=ryeong byeon=byeong pyeon=pyeong teon=tong peon=pung "
    "eok=ok geok=gok reok=rok meok=mok neok=nok beok=bok heok=hok deol=dol "
    "gan=gang ban=bang san=sang yan=yang jan=jang chan=chang gwan=gwang wan=wang hyan=hyang ryan=ryang dyan=dyang "
    "aen=aeng saen=saeng haen=haeng maen=maeng naen=naeng seun=seung heun=heung neun=neung deun=deung jeun=jeung "
    "yo=yeo ge=gye he=hye e=ye re=rye hui=hee hi=hee u=woo"
)
_SURNAMES = read_pairs(
    "ли=Lee и=Lee пак=Park цой=Choi чхве=Choi ким=Kim чон=Jeong джон=Jeong кан=Kang чо=Cho джо=Cho юн=Yoon "
    "чан=Jang лим=Lim им=Lim о=Oh со=Seo син=Shin шин=Shin квон=Kwon хван=Hwang ан=Ahn сон=Song ю=Yoo хон=Hong ко=Ko го=Ko "
    "мун=Moon ян=Yang пэ=Bae хо=Heo сим=Shim шим=Shim но=Roh ро=Roh квак=Kwak у=Woo ку=Koo гу=Koo чу=Joo джу=Joo ки=Ki "
    "хан=Han чхон=Cheon пон=Bong пён=Byun мён=Myung кук=Kook"
)
_NORTHERN_SURNAMES = read_pairs("ли=Ri и=Ri лим=Rim пак=Pak пек=Paek ким=Kim кан=Kang чхве=Choe цой=Choe")

# Places whose letters alone would mislead, or whose established form is another one.
_PLACES = read_pairs(
    "сеул=Seoul пхеньян=Pyongyang пхёньян=Pyongyang кёнсан=Gyeongsang чонджу=Jeonju тэджон=Daejeon пхохан=Pohang "
    "ёнбён=Yongbyon пханмунджом=Panmunjom кэсон=Kaesong хамхын=Hamhung чхонджин=Chongjin пхунгери=Punggye-ri сохэ=Sohae"
)


def to_romanisation(name: str) -> str | None:
    """A person, surname first («Мун Чжэ Ин», «Мун Джэин»), or a place in one word («Тэгу»), in Latin letters.

    The name stands in the nominative: Moon Jae-in, Daegu. None where a word is not made of syllables that Korean has, or a
    person has more than three syllables behind the surname. A Russian word may happen to be made of such syllables too
    («Путин»): that the name is Korean is for the caller to know.
    """
    words = unicodedata.normalize("NFC", name).split()
    if not words:
        return None
    romanised = _spell_place(words[0]) if len(words) == 1 else _spell_person(words[0].lower(), [w.lower() for w in words[1:]])
    return romanised.upper() if romanised and len(name) > 1 and name.isupper() else romanised


def _spell_place(word: str) -> str | None:
    """A word that stands alone: a known place, a surname, or syllables written together."""
    lower = word.lower()
    known = _PLACES.get(lower) or _SURNAMES.get(lower)
    if known is None:
        syllables = _cut(lower)
        if not syllables:
            return None
        # «сан» at the end of a place is a mountain, not the "sang" of names
        known = re.sub(r"(?<=.)sang\Z", "san", "".join(map(_read, syllables)))
    return known.capitalize() if word[0].isupper() and "-" not in known else known


def _spell_person(surname: str, given: list[str]) -> str | None:
    parts = [_cut(part) for word in given for part in word.split("-")]
    if not all(parts):
        return None
    syllables = [syllable for part in parts if part for syllable in part]
    alone = _cut(surname)
    if len(syllables) > 3 or (surname not in _SURNAMES and (alone is None or len(alone) != 1)):
        return None
    if any(_is_northern(syllable) for syllable in [*syllables, *(alone or ())]):
        first = _NORTHERN_SURNAMES.get(surname) or _in_northern_style(_read((alone or (surname,))[0]))
        return f"{first.capitalize()} {'-'.join(map(_in_northern_style, map(_read, syllables))).capitalize()}"
    first = _SURNAMES.get(surname) or _read((alone or (surname,))[0])
    return f"{first.capitalize()} {'-'.join(map(_read, syllables)).capitalize()}"


@lru_cache(maxsize=4096)
def _cut(word: str) -> tuple[str, ...] | None:
    """The fewest syllables that make up a word; of two ways the one with consonants first. None where none do."""
    if not word:
        return ()
    best: tuple[str, ...] | None = None
    for end in range(1, min(_LONGEST, len(word)) + 1):
        if not _SYLLABLE.fullmatch(word[:end]):
            continue
        tail = _cut(word[end:])
        if tail is not None and (best is None or len(tail) + 1 < len(best)):
            best = (word[:end], *tail)
    return best


def _is_northern(syllable: str) -> bool:
    """Whether «е» stands in a closed syllable, as in «Чен»: the older spelling of what Kontsevich writes «Чон»."""
    match = _SYLLABLE.fullmatch(syllable)
    return bool(match and match[2] == "е" and match[3])


def _in_northern_style(romanised: str) -> str:
    """McCune-Reischauer without breves: Jong-un for Jeong-eun."""
    return romanised.replace("eo", "o").replace("eu", "u")


def _read(syllable: str) -> str:
    """A syllable in Latin letters, as names have it most often."""
    match = _SYLLABLE.fullmatch(syllable)
    if match is None:
        return syllable
    initial, vowel, final = match.groups()
    spelled = _compose(initial, vowel, "н" if final == "нъ" else final)
    spelled = _READINGS.get(spelled, spelled)
    return spelled.removesuffix("n") + "ng" if final == "нъ" and not spelled.endswith("ng") else spelled


def _compose(initial: str, vowel: str, final: str) -> str:
    """Letter by letter; in a closed syllable «о» and «ё» are eo and yeo, which names have more often than o and yo."""
    if final and vowel in ("о", "ё", "е"):
        latin = "eo" if vowel == "о" or (vowel == "е" and initial in ("ч", "чж", "дж", "чх", "с")) else "yeo"
    else:
        latin = _VOWELS[vowel]
    return _INITIALS[initial] + latin + _FINALS[final]
