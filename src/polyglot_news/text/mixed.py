"""Words that mix Cyrillic with Latin letters ("Вельshire"), as a model makes of names that it half knows: spelled in Cyrillic.

A letter for a sound, as Russian newspapers spell English names where there is no established form: not a romanisation read
backwards, and no more right than the rest of such a word. Searching for the sentence anew costs far more and knows no better.
"""

import re

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_SPELLINGS = """
    shch=щ sch=ш sh=ш ch=ч zh=ж kh=х th=т ph=ф ck=к ee=и oo=у ou=у qu=кв ts=ц ya=я yu=ю yo=ё a=а b=б c=к d=д e=е f=ф g=г h=х i=и
    j=дж k=к l=л m=м n=н o=о p=п q=к r=р s=с t=т u=у v=в w=у x=кс y=и z=з
"""
_SOUNDS: dict[str, str] = dict(re.findall(r"(\w+)=(\w+)", _SPELLINGS))
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)), re.IGNORECASE)


def spell_mixed_words(text: str) -> str:
    """`text` with every word of both scripts in Cyrillic; words of one script stay."""
    return _WORD.sub(_spelled, text) if _LATIN.search(text) and _CYRILLIC.search(text) else text


def _spelled(word: re.Match[str]) -> str:
    if not (_LATIN.search(word[0]) and _CYRILLIC.search(word[0])):
        return word[0]
    return _SOUND.sub(lambda sound: _cased(_SOUNDS[sound[0].lower()], sound[0]), word[0])


def _cased(spelled: str, like: str) -> str:
    return spelled.capitalize() if like[0].isupper() else spelled
