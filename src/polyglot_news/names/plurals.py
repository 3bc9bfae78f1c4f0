"""Terms in the plural: «беспилотник» - drone has «беспилотники» - drones beside it, in all cases.

Only common nouns have one here; English plurals are spelled by rule.
"""

import functools
import re
from collections.abc import Mapping

from polyglot_news.names.lists import key
from polyglot_news.names.morphology import CASES_AFTER, read_word
from polyglot_news.names.phrases import decline_phrase, plural_phrase
from polyglot_news.names.term import Term
from polyglot_news.text.vocabulary import english_words

_HEAD_ENDS = re.compile(r"\s+(?:of|for|to|in|on|at|by|with|from|under|over|against|without|and)\s", re.IGNORECASE)
_LAST_WORD = re.compile(r"[\w.,]*\w(?=\s+\Z)")
_FEW = re.compile(r"(?:дв|об)[ае]|три|четыре|(?:.*[^1])?[234]|\d+[.,]\d+|полтора|полторы", re.IGNORECASE)
_HISSING = ("s", "x", "z", "ch", "sh")
_SAME = frozenset(
    "series species sheep deer fish means headquarters crossroads barracks personnel police staff cattle "
    "information equipment intelligence evidence software hardware weaponry artillery cavalry infantry ammunition".split()
)  # in both numbers, and what has but one
_IRREGULAR = {"woman": "women", "child": "children", "person": "people", "foot": "feet", "wife": "wives", "life": "lives"}


def plural_of(term: Term) -> tuple[str, str] | None:
    """A term in the plural, Russian and English; None for names and what has no plural in one of the languages."""
    if term.kind != "term":
        return None
    ru, en = plural_phrase(term.ru), plural_english(term.en)
    return (ru, en) if ru and en else None


def plural_forms(term: Term) -> Mapping[str, str]:
    """All cases of a Russian term in the plural; none where it has no plural."""
    plural = plural_of(term)
    return decline_phrase(plural[0]) if plural else {}


def counted_target(
    term: Term, plural: tuple[str, str], text: str, before: str, *, to_english: bool
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """What a form of a term becomes, in its own number; all that may stand for it, those of the other number too, since two
    languages count differently («два беспилотника» - two drones); the cases of a Russian form.

    `before`: what of the sentence stands before it.
    """
    numbers = (plural, (term.ru, term.en)) if _is_plural(term, plural, text, before) else ((term.ru, term.en), plural)
    if to_english:
        return numbers[0][1], tuple(dict.fromkeys(en for _, en in numbers)), ()
    cases, others = (tuple(decline_phrase(ru).values()) for ru, _ in numbers)
    return numbers[0][0], tuple(dict.fromkeys((*cases, *others))), cases


def _is_plural(term: Term, plural: tuple[str, str], text: str, before: str) -> bool:
    """Whether a form is of the plural, or is counted («три беспилотника»).

    What may be of either number («операции») is of the singular behind a noun and behind a preposition, else of the plural.
    """
    form = key(text)
    last = _LAST_WORD.search(before)
    if form not in map(key, (term.ru, *decline_phrase(term.ru).values())):
        return text.casefold() != term.en.casefold()
    if last is not None and _FEW.fullmatch(last[0]):
        return True
    if form == key(term.ru) or form not in map(key, decline_phrase(plural[0]).values()):
        return False
    word = last[0].casefold() if last else ""
    return word not in CASES_AFTER and not any("NOUN" in reading.tags for reading in read_word(word)[:1] if word)


def plural_first_word(phrase: str) -> str | None:
    """The first word of an English plural, where that is another than the singular's: "drones", "rules of engagement"."""
    _, _, rest = phrase.partition(" ")
    if rest and not _HEAD_ENDS.match(f" {rest}"):
        return None  # most terms of several words
    plural = plural_english(phrase)
    return plural.split()[0] if plural else None


@functools.lru_cache(maxsize=10_000)
def plural_english(phrase: str) -> str | None:
    """The plural of a common noun, before a preposition if there is one: "anti-tank missiles", "rules of engagement"."""
    cut = _HEAD_ENDS.search(phrase)
    before, behind = (phrase[: cut.start()], phrase[cut.start() :]) if cut else (phrase, "")
    rest, blank, word = before.rpartition(" ")
    if not word.isalpha() or not word.islower():
        return None
    return f"{rest}{blank}{_plural(word)}{behind}"


def _plural(word: str) -> str:
    if word.endswith("craft") or word in _SAME:
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("man") and word.removesuffix("man") in english_words():
        return f"{word.removesuffix('man')}men"
    if word.endswith(_HISSING):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"
