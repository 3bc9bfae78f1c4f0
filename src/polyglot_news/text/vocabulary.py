"""Which words there are: English ones in small letters (`vocabulary.en.txt`, the commonest forms of the starter model's
training data), Russian ones in any form (OpenCorpora's).
"""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """15,000 forms that are no names."""
    return frozenset((files(__package__) / "vocabulary.en.txt").read_text(encoding="utf-8").split())


def is_one_word(first: str, rest: str) -> bool:
    """Whether a word that a hyphen parts at a line's end is one word without it: `пояс-нил`, `consid-erably`; not `well-known`.

    So is what nobody knows, neither whole nor in part.
    """
    word = f"{first}{rest}".lower()
    return _is_known(word) or not (_is_known(first.lower()) or _is_known(rest.lower()))


@lru_cache(maxsize=4096)
def _is_known(word: str) -> bool:
    if word.isascii():
        return word in english_words()
    forms, yo = russian_forms()
    return bool(forms.similar_items(word, yo))


@lru_cache(maxsize=1)
def russian_forms() -> tuple[Any, Any]:
    """The automaton of word forms, and the letters that may stand for others."""
    import pymorphy3_dicts_ru  # costs 0.04 s, and few documents part words
    from pymorphy3.dawg import WordsDawg

    forms = WordsDawg()
    forms.load(str(Path(pymorphy3_dicts_ru.get_path()) / "words.dawg"))
    return forms, forms.compile_replaces({"е": "ё"})
