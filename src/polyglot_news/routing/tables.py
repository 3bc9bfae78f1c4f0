"""The lists of one script, turned round: from a word, an ending, a letter to languages."""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from polyglot_news.routing import cyrillic, latin
from polyglot_news.routing.lexicon import is_russian
from polyglot_news.routing.stems import ukrainian_forms
from polyglot_news.text.vocabulary import english_words

USUAL = {"Latn": "en", "Cyrl": "ru"}
RAREST = 0.002
"""Share given to a letter that the language lacks: that it lacks it is weighed by the word, not by the letter."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The lists of one script, turned round: from a word, an ending, a letter to languages."""

    script: str
    usual: str
    """Russian or English."""
    languages: tuple[str, ...]
    words: dict[str, tuple[str, ...]]
    endings: dict[str, tuple[str, ...]]
    lacking: dict[str, tuple[str, ...]]
    is_usual: Callable[[str], bool]
    """Whether Russian or English has a word."""
    shares: dict[str, dict[str, float]]

    def endings_of(self, word: str) -> tuple[str, ...]:
        """The languages that have the longest known ending of a word."""
        return next(filter(None, (self.endings.get(word[-size:]) for size in range(min(5, len(word) - 2), 0, -1))), ())


@lru_cache(maxsize=2)
def tables_of(script: str) -> Tables:
    """The tables of `script`, "Cyrl" or "Latn"."""
    lists, endings = (cyrillic.WORDS, cyrillic.ENDINGS) if script == "Cyrl" else (latin.WORDS, latin.ENDINGS)
    words = _turned(lists)
    if script == "Cyrl":
        for word in ukrainian_forms().difference(cyrillic.WORDS["uk"].split()):
            words[word] = (*words.get(word, ()), "uk")
    if script == "Latn":
        english = english_words()
        for word in words.keys() & english:  # a word that English has as well tells nothing against it
            words[word] = tuple(dict.fromkeys((*words[word], "en")))
    return Tables(
        script=script,
        usual=USUAL[script],
        languages=tuple(lists),
        words=words,
        endings=_turned(endings),
        lacking=_lacking(cyrillic.ALPHABETS if script == "Cyrl" else latin.EXTRA_LETTERS),
        is_usual=is_russian if script == "Cyrl" else english.__contains__,
        shares=_log_shares(cyrillic.LETTER_SHARES) if script == "Cyrl" else {},
    )


def _log_shares(lists: dict[str, str]) -> dict[str, dict[str, float]]:
    shares = {language: {item[0]: float(item[1:]) / 100 for item in items.split()} for language, items in lists.items()}
    letters = {letter for known in shares.values() for letter in known}
    logs: dict[str, dict[str, float]] = {}
    for language, known in shares.items():
        logs[language] = {letter: math.log(max(known.get(letter, 0.0), RAREST)) for letter in letters}
        logs[language][""] = math.log(1 - sum(known.values()))
    return logs


def _turned(lists: dict[str, str]) -> dict[str, tuple[str, ...]]:
    turned: defaultdict[str, list[str]] = defaultdict(list)
    for language, items in lists.items():
        for item in dict.fromkeys(items.split()):
            turned[item].append(language)
    return {item: tuple(languages) for item, languages in turned.items()}


def _lacking(alphabets: dict[str, str]) -> dict[str, tuple[str, ...]]:
    letters = {letter for alphabet in alphabets.values() for letter in alphabet}
    lacking = {letter: tuple(name for name, alphabet in alphabets.items() if letter not in alphabet) for letter in letters}
    return {letter: languages for letter, languages in lacking.items() if languages}
