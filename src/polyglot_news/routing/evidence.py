"""Cheap evidence: what the words of a text say about its language, before any detector is asked.

1. **Letters.** A word with a letter that a language's alphabet lacks is foreign to that language.
2. **Words.** A word of the common-word lists speaks for the languages that list it.
3. **Endings.** A word of no list speaks, less loudly, for the languages that have its longest known ending.
4. **Vocabulary.** A word that Russian has (`lexicon.py`: 5 million forms) or that is common in English news
   (`text/vocabulary.en.txt`: the commonest forms in small letters of the corpora that the starter model is trained on) speaks
   for that language. A word of four letters or more (for Russian, of three: `име`, `врз`) that it has not, and that is no name,
   speaks against it: strongly against Russian, whose lexicon lacks 1 small word in 130 of Russian news and every other one of
   Ukrainian; less where its ending is Russian only (a typing error, a new word), where it is a sentence's first (a name?) or
   listed for other languages anyway.
5. **Habits** of spelling, mostly in words that are not in the vocabulary: `ъ` between consonants is Bulgarian, an apostrophe
   before `я` Ukrainian or Belarusian ...
6. **Grammar** (`grammar.py`): what Russian does not allow, though it has every word («Мэр подав заяву»).
7. **Letter shares**, within Cyrillic: a text without a single `ы`, `ь` or `я` is hardly Russian, one without `і` hardly
   Ukrainian.

Each piece of evidence is a weight added to a language's score; differences of scores are log-odds. A name (a word with a
capital inside a sentence) says little, since names travel; where the small words are plainly Russian or English, nothing in
the name speaks against that (`Türkiye said no`).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from polyglot_news.routing.grammar import clashes
from polyglot_news.routing.habits import HABIT, HABIT_CERTAIN, HABITS
from polyglot_news.routing.lexicon import is_respelled, is_russian
from polyglot_news.routing.tables import Tables, tables_of
from polyglot_news.routing.words import Word

PRIORS = {
    "Cyrl": {"ru": 2.2, "uk": 0.8, "be": 0.0, "bg": 0.1, "mk": -0.6, "sr": 0.0, "kk": -0.5, "ky": -0.8, "mn": -0.8, "tg": -1.0}
    | {"tt": -1.0, "ba": -1.5},
    "Latn": {
        "en": 1.9,
        "de": 0.2,
        "fr": 0.2,
        "es": 0.2,
        "it": 0.0,
        "pl": 0.0,
        "tr": 0.0,
        "ru-Latn": -1.5,
        "ca": -2.5,
        "az": -1.5,
        "la": -1.5,
    },
}
"""Log-odds before any evidence: Russian and English are what this product reads."""
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
ENDING = {"Cyrl": 1.0, "Latn": 0.5}
VOCABULARY = {"ru": 0.5, "en": 0.8}
"""A word that Russian has, or that is common in English news."""
ENDING_OF_KNOWN = {"ru": 0.5, "en": 0.4}
HABIT_OF_KNOWN = {"ru": 0.3, "en": 0.0}
"""Part of a habit's weight that is left in such a word: the Russian lexicon has many rare forms that are common elsewhere."""
UNKNOWN = {"ru": -4.0, "en": -1.0}
"""A word of four letters or more that Russian does not have, or that English news hardly has."""
FIRST = 0.3
"""Part of that weight for a sentence's first word, which may be a name."""
SUBJECT = 0.3
"""Part of what is left of it where a Russian verb follows and no other word is strange."""
NEW_WORD = 0.4
"""Part of it for a word whose ending no language but Russian has: a typing error, or a word younger than the lexicon."""
UNKNOWN_LISTED = 0.6
"""Part of that weight for a word that is listed for other languages, which speaks for them anyway."""
KNOWN_NAME = 0.5
"""A name in a form that Russian has (`Белгороде`)."""
NAME = 0.5
"""Part of a word's weight that is left where it may be a name."""
KIN = frozenset({"uk", "be", "bg", "mk", "sr"})
VOCABULARY_LENGTH = 4
SHORTEST = {"ru": 3, "en": 4}
"""Letters that a word needs for its being unknown to tell anything."""
SHORTEST_LISTED = {"ru": 2, "en": 4}
"""The same for a word that other languages list («ми», «це»)."""
SHORT_WORD = 0.6
"""Part of `UNKNOWN` for a word shorter than `VOCABULARY_LENGTH`: a part of a foreign name, an abbreviation."""
LONE = frozenset("езй")
"""Letters that are words in other languages, but not in Russian."""
NAME_PARTICLES = frozenset(
    {"de", "da", "do", "del", "della", "di", "du", "la", "le", "von", "van", "der", "den", "of", "al", "el", "bin"}
)
PARTICLE = 0.3
"""Part of a listed word's weight that is left inside a name (`Ursula von der Leyen`)."""
LONGEST_PARTICLE = 2
"""Letters of words that are English and of other languages alike (`in`, `a`)."""
SHORT_NAME = 3
"""A listed word as short as this, with a capital, may be part of a name (`Los Angeles`, `Al Jazeera`)."""
SHARES = 0.8
MANNERS = ("ски", "цки")
"""Endings of adverbs that Russian writes with `по-`."""
OBLIQUE = re.compile(r"\w{2}[сц]к(ого|ому|ую)$")
"""Surnames as only Russian inflects them: «Зеленского»."""
OBLIQUE_UK = re.compile(r"\w{2}енк(а|у|ом)$")
"""Surnames that Ukrainian inflects and Russian does not: «Порошенка»."""
PAST = re.compile(r"\w{2}[аеиоуыюя]л$")
"""Of a Russian word: «молчал». Ukrainian, Belarusian and Serbian have no such form."""
VERB = re.compile(r"\w{3}[аеиоуыюя]л[аио]?(с[ья])?$")
NO_NAME = re.compile(
    r"шч|[сцз]ьк|ъ(?![еёюя])|\w{4}от$|\w{3}[аи]ха$"
    r"|\w{3}([аиуюя]ти(ся)?|[аую]ють(ся)?|[аеий]мося?|[ийуе]теся|[иа]ться|ува[влн][аио]?|ння|ц[юя])$"
)
"""Of a first word that is likelier an ordinary one of a language near to Russian (`Польшча`, `Возачот`, `Критикували`)."""
PROPER = 2
PLAIN = 1.5
"""Added to Russian or English where no small word is of another language."""


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
    strange: float = 0.0
    """How many of them Russian or English does not have, names apart; a word that may be a name counts in part."""
    kin: frozenset[str] = frozenset()
    """Languages near to Russian that no letter and no listed word rules out."""
    proper: bool = True
    """Whether English has a small word among them that no other language lists; always so in Cyrillic."""
    alien: bool = False
    """Whether there is a small word among them that other languages list, and Russian or English does not."""


def weigh(words: Sequence[Word], script: str) -> Evidence:
    """What `words`, those of `script` among them, say about the language."""
    tables = tables_of(script)
    scores = {language: PRIORS[script].get(language, OTHER_PRIOR) for language in tables.languages}
    own = [word for word in words if word.script == script]
    own, manners = _without_manners(own)
    scores[tables.usual] += HABIT * manners
    clashing = list(clashes(own)) if script == "Cyrl" else []
    for languages, weight in clashing:
        _add(scores, languages, weight)
    _weigh_shares(own, tables.shares, scores)
    if _is_plain(own, tables):
        own = _told_apart(own, tables)
        scores[tables.usual] += PLAIN
    titled = len(own) > 1 and all(word.large or word.text in NAME_PARTICLES for word in own)
    if titled:
        own = [replace(word, capital=word.large) for word in own]
    listed = names = 0
    letters = False
    for word in own:
        known = tables.words.get(word.text, ())
        listed += bool(known)
        names += (word.large and (not known or len(word.text) <= SHORT_NAME)) or (titled and not word.large)
        letters |= _weigh_letters(word, tables, scores)
        for language, weight in _weights(word, known, titled, tables):
            scores[language] += weight
    costs = [_strangeness(word, after, tables) for word, after in zip(own, [*own[1:], None], strict=True)]
    if not any(costs[1:]) and _is_subject(own, tables):
        costs[0] *= SUBJECT
    scores[tables.usual] += UNKNOWN[tables.usual] * sum(costs)
    strange = sum(costs) + len(clashing)
    kin, proper = _open_kin(own, tables), _has_proper(own, tables)
    return Evidence(scores, len(own), listed, names, letters, strange, kin, proper, _has_alien(own, tables))


def _without_manners(own: list[Word]) -> tuple[list[Word], int]:
    """The words without the last one of each `по-немецки`, and how often Russian has it; else such a form is Bulgarian."""
    manners = {number for number, word in enumerate(own[1:], 1) if word.text.endswith(MANNERS) and own[number - 1].text == "по"}
    return [word for number, word in enumerate(own) if number not in manners] if manners else own, len(manners)


def _is_plain(own: Sequence[Word], tables: Tables) -> bool:
    """Whether the small words are plainly Russian or English: none is strange, and one (or two of the vocabulary) is of no
    other language; so a name beside them that looks foreign is but a name (`Türkiye said no`, «Кулеба молчал»).
    """
    if not own or _is_no_name(own[0].text, tables):
        return False
    particles = _particles(own)
    small = [word.text for number, word in enumerate(own) if not word.large and number not in particles]
    if not all(tables.is_usual(text) or tables.usual in tables.words.get(text, ()) for text in small):
        return False
    return sum(_properness(text, tables) for text in small) >= PROPER


def _properness(text: str, tables: Tables) -> int:
    """How surely a word is Russian or English and nothing else: `PROPER` if one suffices, 1 if it takes two."""
    known = tables.words.get(text, ())
    if len(text) <= LONGEST_PARTICLE or (known and known != (tables.usual,)):
        return 0
    if known or tables.endings_of(text) == ("en",) or (tables.usual == "ru" and PAST.search(text)):
        return PROPER
    return int(tables.usual == "en")


def _is_no_name(text: str, tables: Tables) -> bool:
    """Whether a first word that Russian has not is likelier an ordinary word of a language near to it than a name."""
    if tables.usual == "en" or "ru" in tables.words.get(text, ()) or is_russian(text):
        return False
    return text in tables.words or NO_NAME.search(text) is not None or is_respelled(text)


def _is_subject(own: Sequence[Word], tables: Tables) -> bool:
    """Whether a Russian verb in the past follows the first word, which then is somebody's name: «Набиуллина убедила»."""
    if len(own) < 2 or own[1].large or tables.usual != "ru" or own[1].text in tables.words or _is_no_name(own[0].text, tables):
        return False
    return VERB.search(own[1].text) is not None and is_russian(own[1].text)


def _particles(own: Sequence[Word]) -> frozenset[int]:
    """Which words stand inside a name or open one: `von` and `der` in `Ursula von der Leyen`."""
    found: list[int] = []
    waiting: list[int] = []
    after_name = bool(own) and own[0].large
    for number, word in enumerate(own):
        if word.text in NAME_PARTICLES and (not word.large or number == 0):
            waiting.append(number)
            continue
        found += waiting if after_name and word.large else ()
        waiting, after_name = [], word.large
    return frozenset(found)


def _told_apart(own: Sequence[Word], tables: Tables) -> list[Word]:
    """The words without the particles of names, and a first word that Russian or English has not taken for a name."""
    particles = _particles(own)
    kept = [word for number, word in enumerate(own) if number not in particles]
    first = kept[0]
    is_name = first.large and not tables.is_usual(first.text) and tables.usual not in tables.words.get(first.text, ())
    return [replace(first, capital=True), *kept[1:]] if is_name else kept


def _has_proper(own: Sequence[Word], tables: Tables) -> bool:
    """Whether there is a small word that is English and nothing else."""
    if tables.usual == "ru":
        return True
    small = (word.text for word in own if not word.large and len(word.text) > LONGEST_PARTICLE)
    return any(tables.is_usual(text) and tables.words.get(text, ("en",)) == ("en",) for text in small)


def _has_alien(own: Sequence[Word], tables: Tables) -> bool:
    """Whether there is a small word that other languages list, and Russian or English does not."""
    small = (tables.words.get(word.text, ()) for word in own if not word.large and len(word.text) > 1)
    return any(known and tables.usual not in known for known in small)


def _open_kin(own: Sequence[Word], tables: Tables) -> frozenset[str]:
    """The languages near to Russian in which all these words might be."""
    if tables.usual != "ru":
        return frozenset()
    return KIN.difference(*(_foreign_to(word.text) for word in own if not word.capital))


@lru_cache(maxsize=1 << 15)
def _foreign_to(text: str) -> frozenset[str]:
    """The languages near to Russian that cannot have a word."""
    tables = tables_of("Cyrl")
    lacking = {language for char in text for language in tables.lacking.get(char, ())}
    having = tables.words.get(text) or tables.endings_of(text)
    is_told = text in tables.words or (len(having) > 0 and KIN.isdisjoint(having))
    return KIN & lacking | (KIN.difference(having) if is_told else frozenset())


def _weights(word: Word, known: Sequence[str], titled: bool, tables: Tables) -> Iterable[tuple[str, float]]:
    """What one word says: weights by language. `known` are the languages that list it."""
    if known:
        weight = _listed(word.text, known) * _part(word, known, titled, tables)
        return [(language, weight) for language in known]
    if not word.capital:
        return weigh_form(word.text, tables.script)
    if tables.usual == "en":
        return [("en", HABIT)] if word.text.endswith("'s") else ()
    if OBLIQUE.search(word.text):
        return [("ru", HABIT)]
    if OBLIQUE_UK.search(word.text) and not is_russian(word.text):
        return [("uk", HABIT_CERTAIN)]
    return [("ru", KNOWN_NAME)] if tables.usual == "ru" and tables.is_usual(word.text) else ()


def _part(word: Word, known: Sequence[str], titled: bool, tables: Tables) -> float:
    """The part of a listed word's weight that is left where it may belong to a name."""
    if titled and not word.large:
        return PARTICLE
    return NAME if word.capital and (len(known) > 1 or tables.usual != "ru") else 1.0


def _strangeness(word: Word, after: Word | None, tables: Tables) -> float:
    """The part of `UNKNOWN` that a word costs Russian or English: nothing where they have it, or where it is a name's."""
    if word.capital or (word.large and len(word.text) == 1):
        return 0.0
    begins_name = word.large and after is not None and after.capital
    cost = 0.0 if begins_name else FIRST if word.large and not _is_no_name(word.text, tables) else 1.0
    return cost and cost * _strange_form(word.text, tables.script)


@lru_cache(maxsize=1 << 15)
def _strange_form(text: str, script: str) -> float:
    """The part of `UNKNOWN` that a word costs inside a sentence."""
    tables = tables_of(script)
    known = tables.words.get(text, ())
    if tables.usual == "ru" and text in LONE:
        return SHORT_WORD
    shortest = SHORTEST_LISTED if known else SHORTEST
    if len(text) < shortest[tables.usual] or tables.usual in known or tables.is_usual(text):
        return 0.0
    cost = SHORT_WORD if len(text) < VOCABULARY_LENGTH else 1.0
    return cost * (NEW_WORD if tables.endings_of(text) == ("ru",) else 1.0) * (UNKNOWN_LISTED if known else 1.0)


def _listed(text: str, languages: Sequence[str]) -> float:
    """The weight of a listed word."""
    if len(text) < len(LISTED_SHORT):
        return LISTED_SHORT[len(text)]
    return LISTED_ALONE if len(languages) == 1 else LISTED


def _weigh_shares(own: Sequence[Word], shares: dict[str, dict[str, float]], scores: dict[str, float]) -> None:
    """Add the log-likelihoods of the letters that tell languages apart; all other letters count as one."""
    if not shares:
        return
    counts = Counter("".join([word.text for word in own if not word.capital] or [word.text for word in own]))
    told = [(letter, count) for letter, count in counts.items() if letter in shares["ru"]]
    others = counts.total() - sum(count for _, count in told)
    for language, logs in shares.items():
        likelihood = logs[""] * others
        for letter, count in told:
            likelihood += logs[letter] * count
        scores[language] += SHARES * likelihood


def _weigh_letters(word: Word, tables: Tables, scores: dict[str, float]) -> bool:
    lacking = _lacking_letters(word.text, tables.script)
    is_name = word.capital or (word.large and tables.script == "Latn" and word.text not in tables.words)  # "Mbappé joins"
    _add(scores, lacking, -LACKED_IN_NAME if is_name else -LACKED_LETTER)
    return bool(lacking)


@lru_cache(maxsize=1 << 15)
def _lacking_letters(text: str, script: str) -> tuple[str, ...]:
    """The languages that lack a letter of a word."""
    lacking = tables_of(script).lacking
    return tuple({language: None for char in text for language in lacking.get(char, ())})


@lru_cache(maxsize=1 << 15)
def weigh_form(text: str, script: str) -> tuple[tuple[str, float], ...]:
    """What the form of a word of no list says: weights by language."""
    tables = tables_of(script)
    usual = tables.usual
    weights: defaultdict[str, float] = defaultdict(float)
    ending = tables.endings_of(text)
    known = tables.is_usual(text)  # its form is good Russian or English, whatever other language it may look like
    if known:
        weights[usual] += VOCABULARY[usual]
    elif len(ending) > 1:
        ending = tuple(language for language in ending if language != "ru")
    _add(weights, ending, ENDING_OF_KNOWN[usual] if known else ENDING[script])
    part = HABIT_OF_KNOWN[usual] if known else 1.0
    for pattern, languages, weight in HABITS[script] if part else ():
        if pattern.search(text):
            _add(weights, languages, part * weight)
    return tuple(weights.items())


def _add(scores: dict[str, float], languages: Iterable[str], weight: float) -> None:
    for language in languages:
        scores[language] += weight
