"""Cheap evidence: what the words of a text say about its language, before any detector is asked.

1. **Letters.** A word with a letter that a language's alphabet lacks is foreign to that language.
2. **Words.** A word of the common-word lists speaks for the languages that list it.
3. **Endings.** A word of no list speaks, less loudly, for the languages that have its longest known ending.
4. **Vocabulary.** A word among the commonest of Russian or English news speaks for that language.
5. **Habits** of spelling: `ъ` between consonants is Bulgarian, an apostrophe before `я` Ukrainian or Belarusian ...

Each piece of evidence is a weight added to a language's score; differences of scores are log-odds. A name (a word with a capital
inside a sentence) says little, since names travel.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from polyglot_news.routing import cyrillic, latin
from polyglot_news.routing.words import Word

PRIORS = {
    "Cyrl": {"ru": 2.2, "uk": 0.8, "be": 0.0, "bg": 0.3, "mk": -0.4, "sr": 0.0, "kk": -0.5, "ky": -0.8, "mn": -0.8, "tg": -1.0}
    | {"tt": -1.0, "ba": -1.5},
    "Latn": {
        "en": 1.5,
        "de": 0.2,
        "fr": 0.2,
        "es": 0.2,
        "it": 0.0,
        "pl": 0.0,
        "tr": 0.0,
        "ru-Latn": -1.5,
        "ca": -2.5,
        "az": -1.5,
    },
}
"""Log-odds before any evidence: Russian and English are what this product reads."""
USUAL = {"Latn": "en", "Cyrl": "ru"}
OTHER_PRIOR = -0.5
RARE_PRIOR = -3.0
"""For languages that only a detector knows."""

LACKED_LETTER = 3.0
LACKED_IN_NAME = 1.0
LISTED = 2.0
LISTED_ALONE = 4.0
"""By one language only."""
LISTED_SHORT = (0.0, 0.8, 1.4)
"""A listed word of one or two letters: such words mean something in many languages."""
ENDING = {"Cyrl": 0.7, "Latn": 0.5}
VOCABULARY = 0.8
UNKNOWN = {"ru": -1.1, "en": -0.6}
"""A word of four letters or more that Russian or English news hardly has."""
VOCABULARY_LENGTH = 4
SHARES = 0.8
RAREST = 0.002
"""Share given to a letter that the language lacks: that it lacks it is weighed by the word, not by the letter."""
HABIT = 1.2
HABIT_LATIN = 0.6
HABIT_CERTAIN = 2.5

_HABITS = {
    "Cyrl": (
        (re.compile(r"ъ(?![еёюяиэіаєoөү])"), ("bg",), HABIT_CERTAIN),
        (re.compile(r"[бвгґдзкмнпрстфхчшжц]'[яюєїеёі]"), ("uk", "be"), HABIT),
        (re.compile(r"шч|дз[еёіья]|ць[цк]|жы|шы|чы|ры[аеоуі]|цё|ця"), ("be",), HABIT),
        (re.compile(r"ьо|йо"), ("uk", "bg"), HABIT),
        (re.compile(r"жи|ши|тся$|ться$|[нт]ие$|[нт]ия$"), ("ru",), HABIT),
        (re.compile(r"([нтлсжчшзд])\1я[м]?$"), ("uk", "be"), HABIT),
        (re.compile(r"(аа|ээ|оо|өө|үү|уу)"), ("mn", "ky"), HABIT),
        (re.compile(r"ы[^аеёиоуыэюя]*ы"), ("ru", "be", "kk", "ky", "tt", "ba"), HABIT),
    ),
    "Latn": (
        (re.compile(r"zh|shch|kh|yy|iy|yu|tsya|yo(?!u)|ya"), ("ru-Latn",), HABIT_LATIN),
        (re.compile(r"wh|th|sh$|ck|ough|ght|wr|^kn"), ("en",), HABIT_LATIN),
        (re.compile(r"sz|cz|rz|dz|ni[aeoó]"), ("pl",), HABIT_LATIN),
        (re.compile(r"sch|tz|pf|ei[nt]|ung"), ("de",), HABIT_LATIN),
        (re.compile(r"eau|oux|^qu|aux|^[ldnsjcmt]'|qu'"), ("fr", "ca"), HABIT_LATIN),
        (re.compile(r"ije|[dvmt]je"), ("hr",), HABIT_LATIN),
        (re.compile(r"vrem|mest|svet|^de[ct]|^dve|^uvek|^cel|reč|pred|^lep"), ("sr-Latn",), HABIT_LATIN),
        (re.compile(r"ij|aa|oe|uu|ee[nlr]"), ("nl",), HABIT_LATIN),
    ),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Scores of the languages of one script, and what they rest on."""

    scores: dict[str, float]
    words: int
    """How many words were looked at."""
    listed: int
    """How many of them some language lists."""
    names: int
    """How many of them look like names."""
    letters: bool = False
    """Whether letters alone ruled languages out."""


@dataclass(frozen=True, slots=True)
class _Tables:
    """The lists of one script, turned round: from a word, an ending, a letter to languages."""

    languages: tuple[str, ...]
    words: dict[str, tuple[str, ...]]
    endings: dict[str, tuple[str, ...]]
    lacking: dict[str, tuple[str, ...]]
    vocabulary: frozenset[str]
    shares: dict[str, dict[str, float]]


def weigh(words: Sequence[Word], script: str) -> Evidence:
    """What `words`, those of `script` among them, say about the language."""
    tables = tables_of(script)
    scores = {language: PRIORS[script].get(language, OTHER_PRIOR) for language in tables.languages}
    if tables.shares:
        own = [word for word in words if word.script == script]
        told = [word.text for word in own if not word.capital] or [word.text for word in own]
        _weigh_shares(Counter("".join(told)), tables.shares, scores)
    listed = names = count = 0
    letters = False
    for word in words:
        if word.script != script:
            continue
        count += 1
        known = tables.words.get(word.text)
        listed += known is not None
        names += word.large and known is None
        letters |= _weigh_letters(word, tables, scores)
        if known is not None:
            weight = (
                LISTED_SHORT[len(word.text)]
                if len(word.text) < len(LISTED_SHORT)
                else LISTED_ALONE
                if len(known) == 1
                else LISTED
            )
            _add(scores, known, weight / 2 if word.capital else weight)
        elif not word.capital:
            for language, weight in _form(word.text, script):
                scores[language] += weight
            if not word.large and len(word.text) >= VOCABULARY_LENGTH and word.text not in tables.vocabulary:
                scores[USUAL[script]] += UNKNOWN[USUAL[script]]
    return Evidence(scores, count, listed, names, letters)


def _weigh_shares(counts: Counter[str], shares: dict[str, dict[str, float]], scores: dict[str, float]) -> None:
    """Add the log-likelihoods of the letters that tell languages apart; all other letters count as one."""
    total = counts.total()
    for language, logs in shares.items():
        told = {letter: count for letter, count in counts.items() if letter in logs}
        likelihood = sum(logs[letter] * count for letter, count in told.items()) + logs[""] * (total - sum(told.values()))
        scores[language] += SHARES * likelihood


def _weigh_letters(word: Word, tables: _Tables, scores: dict[str, float]) -> bool:
    odd = [tables.lacking[char] for char in set(word.text) if char in tables.lacking]
    if not odd:
        return False
    _add(scores, {language for languages in odd for language in languages}, -LACKED_IN_NAME if word.capital else -LACKED_LETTER)
    return True


@lru_cache(maxsize=1 << 15)
def _form(text: str, script: str) -> tuple[tuple[str, float], ...]:
    """What the form of a word of no list says: weights by language."""
    tables = tables_of(script)
    weights: defaultdict[str, float] = defaultdict(float)
    if text in tables.vocabulary:
        weights[USUAL[script]] += VOCABULARY
    known = (tables.endings.get(text[-size:]) for size in range(min(5, len(text) - 2), 0, -1))
    _add(weights, next(filter(None, known), ()), ENDING[script])
    for pattern, languages, weight in _HABITS[script]:
        if pattern.search(text):
            _add(weights, languages, weight)
    return tuple(weights.items())


def _add(scores: dict[str, float], languages: Iterable[str], weight: float) -> None:
    for language in languages:
        scores[language] += weight


@lru_cache(maxsize=2)
def tables_of(script: str) -> _Tables:
    """The tables of `script`, "Cyrl" or "Latn"."""
    lists, endings = (cyrillic.WORDS, cyrillic.ENDINGS) if script == "Cyrl" else (latin.WORDS, latin.ENDINGS)
    return _Tables(
        languages=tuple(lists),
        words=_turned(lists),
        endings=_turned(endings),
        lacking=_lacking(cyrillic.ALPHABETS if script == "Cyrl" else latin.EXTRA_LETTERS),
        vocabulary=frozenset((files(__package__) / f"vocabulary.{USUAL[script]}.txt").read_text(encoding="utf-8").split()),
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
