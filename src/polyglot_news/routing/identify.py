"""Which language one stretch of plain text is in.

The road, cheapest evidence first; each step decides or hands on what it knows:

1. **Nothing linguistic** (`words.py`): numbers, URLs, emoji, handles are `zxx`.
2. **Script** (`text/scripts.py`): Georgian letters are Georgian. Words with a capital count less, since brands and names
   keep their script in any text.
3. **Letters, words, endings, a lexicon** (`evidence.py`, `lexicon.py`), within Cyrillic and within Latin; a line in capitals is
   read as names where it may be nothing else (`capitals.py`).
4. **Detectors** (`witnesses.py`), where the best two languages are close: each adds its log-probabilities, weighted.
   Russian or English all of whose words the vocabulary has needs no detector: in ordinary news 1 segment in 130 does.

What is still open is for `route.py`, which knows the neighbours.
"""

import functools
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from polyglot_news.document import NOT_LINGUISTIC, UNDETERMINED
from polyglot_news.routing import witnesses
from polyglot_news.routing.capitals import are_names, as_names
from polyglot_news.routing.evidence import OTHER_PRIOR, PRIORS, RARE_PRIOR, Evidence, weigh
from polyglot_news.routing.lexicon import is_no_name
from polyglot_news.routing.tables import USUAL
from polyglot_news.routing.words import Word, words_of
from polyglot_news.text.scripts import SCRIPT_LANGUAGES

DECISIVE = 6.0
"""Log-odds of the best language against the next at which no detector is asked."""
DECISIVE_KNOWN = 1.5
"""The same where Russian or English is the best language and has every word."""
STRANGE_SHARE = 3.0
"""One word in so many that they do not have is as good as none: a whole doubt."""
DOUBTFUL = 2.0
"""Log-odds below which the second detector is asked as well."""
LANGID_WEIGHT = 1.1
LANGDETECT_WEIGHT = 0.5
NAMES_WEIGHT = 0.3
"""Part of a detector's weight that is left where all words may be names."""
NAMES_PRIOR = 1.5
"""Added there to Russian or English."""
ENOUGH = 12
"""Letters of small words that a detector can do with."""
TRUSTED = 25
"""Letters from which on a detector has its full weight."""
NAME_LETTER = 0.1
FIRST_LETTER = 0.5
"""What a letter of a word with a capital counts against one of a small word, where the script is chosen."""
SHORT_WORD, LONG_WORD = 4, 8
"""Letters that an ordinary word counts for at least and at most: "as" and "in" make a sentence English, and "non-refundable" is
not worth two Russian words."""
CERTAIN = 12.0
ABSENT = -1.5
"""Log-probability for a language that the detector does not know."""
SHARPNESS = 0.8
"""Part of the log-odds that is believed, since pieces of evidence depend on each other."""
SHARPNESS_OF_KIN = 0.6
"""The same for languages that might well write a few words called Russian: neighbours are to correct them."""
FEW = 5
RUSSIAN = 0.35
"""Probability that Russian needs: a foreign sentence called Russian is worse than a Russian one left as it stands."""
BARRED = 0.35
"""Words that Russian does not have, from which on neighbours are not asked whether a text is Russian."""
BARRED_LATIN = 0.6
"""The same for English, in a text with a small word that only others list, and none that is English alone (`On upal sam`)."""
LIKELY = 0.2
"""Probability that its best language needs there: a name in capitals is of none."""
FOREIGN = 0.6
"""Probability that several words are in another language, from which on they are not asked either."""
CERTAIN_IN_CAPITALS = {"Cyrl": 0.9, "Latn": 0.12}
"""Probability of another language, from which on words in capitals are not read as names; no lexicon tells them in Latin
letters."""
RIVAL = 0.5
"""Part of the probability of English that the next language may have where no word is English alone (`Terremoto in Umbria`)."""
SHORT_FORMS = frozenset("те тк тд тп тн то итд итп".split())
"""«т. е.», «и т. п.»: words of a letter each. Neighbours may tell that it is Bulgarian or Ukrainian."""
LIKELY_SHORT = 0.6
SHORT_RIVALS = (("bg", 0.15), ("uk", 0.15))
KEPT = 5
"""Candidates kept in an answer."""


@dataclass(frozen=True, slots=True)
class Identification:
    """The language of a text, and why."""

    language: str
    """BCP 47 tag; `und` = not known, `zxx` = nothing linguistic."""
    confidence: float
    """0 to 1; 1 only where the script or the letters leave no doubt."""
    decided_by: str
    """`nothing`, `script`, `letters`, `words`, `names`, `detector` or `neighbours`."""
    candidates: tuple[tuple[str, float], ...] = ()
    """The likeliest languages and their probabilities, best first."""
    barred: bool = False
    """Whether no neighbour can make it Russian or English: a word that is no name is none of theirs, or another language is
    likelier than all else together."""


SHORT = 1_000
"""Characters of a text that is worth remembering."""
NOTHING = Identification(NOT_LINGUISTIC, 1.0, "nothing")
UNKNOWN = Identification(UNDETERMINED, 0.0, "nothing")


def identify(text: str) -> Identification:
    """The language of `text`, by itself, whatever stands around it; of short ones the last are remembered."""
    return _identify_short(text) if len(text) <= SHORT else _identify(text)


@functools.lru_cache(maxsize=2_000)
def _identify_short(text: str) -> Identification:
    return _identify(text)


def _identify(text: str) -> Identification:
    words = words_of(text)
    if not words:
        return NOTHING
    script = dominant_script(words)
    if script in PRIORS:
        found = _within(words, script)
        return _in_capitals(words, script, found) if text.isupper() else found
    if script in witnesses.LANGID_LABELS:
        return _by_witness(words, script)
    language = SCRIPT_LANGUAGES.get(script)
    return Identification(language, 1.0, "script", ((language, 1.0),)) if language else UNKNOWN


def _in_capitals(words: Sequence[Word], script: str, found: Identification) -> Identification:
    """A line in capitals that may be nothing but names: read as such if it surely is; else neighbours may do so."""
    if found.language == USUAL[script] or found.confidence >= CERTAIN_IN_CAPITALS[script]:
        return found
    named = as_names(words, script)
    if named is None:
        return found
    read = _within(named, script)
    if script == "Cyrl" and are_names(words):
        return read
    shares = dict(read.candidates)
    for language, share in found.candidates:
        shares[language] = max(share, shares.get(language, 0.0))
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return replace(found, candidates=tuple(ranked), barred=False)


def dominant_script(words: Sequence[Word]) -> str:
    """The script of the text: of most letters, but names and the particles inside them count little, short words more.

    So "По данным Financial Times и Bloomberg" is in Cyrillic, "Known as «силовики» in Moscow" in Latin letters.
    """
    if len({word.script for word in words}) == 1:
        return words[0].script
    weights: defaultdict[str, float] = defaultdict(float)
    for number, word in enumerate(words):
        weights[word.script] += _weight(word, words[max(0, number - 1) : number + 2], is_first=number == 0)
    # A Japanese sentence has words in Chinese characters alone, a Chinese one no kana.
    if weights["Kana"] * 8 > weights["Hani"]:
        weights["Kana"] += weights.pop("Hani", 0.0)
    return max(weights, key=lambda script: (weights[script], script))


def _weight(word: Word, around: Sequence[Word], *, is_first: bool) -> float:
    """Letters that a word counts for; the first one's capital may be that of the sentence: «Читаем: ... (eng)»."""
    if word.large and not (is_first and word.script == "Cyrl" and is_no_name(word.text)):
        return len(word.text) * (FIRST_LETTER if is_first else NAME_LETTER)
    if len(around) == 3 and all(other.large and other.script == word.script for other in (around[0], around[2])):
        return len(word.text) * NAME_LETTER
    return min(max(len(word.text), SHORT_WORD), LONG_WORD)


def _within(words: Sequence[Word], script: str) -> Identification:
    if all(len(word.text) == 1 for word in words) and "".join(word.text for word in words) in SHORT_FORMS:
        return Identification("ru", LIKELY_SHORT, "words", (("ru", LIKELY_SHORT), *SHORT_RIVALS))
    evidence = weigh(words, script)
    if evidence.listed == 0 and all(len(word.text) == 1 for word in words):
        return UNKNOWN
    scores = dict(evidence.scores)
    best, _, gap = _best(scores)
    is_usual = best == USUAL[script]
    decided_by = "words" if evidence.listed else "names" if evidence.names == evidence.words else "words"
    if evidence.letters and gap >= DECISIVE:
        decided_by = "letters"
    if gap < (_decisive(evidence) if is_usual else DECISIVE):
        scores, decided_by = _heard(words, script, evidence, decided_by)
    kin = evidence.kin if evidence.words <= FEW and _best(scores)[0] == "ru" else frozenset()
    found = _answer(scores, decided_by, kin, is_proper=evidence.proper or evidence.words == 1)
    return replace(found, barred=True) if found.language != USUAL[script] and _is_foreign(found, evidence, script) else found


def _is_foreign(found: Identification, evidence: Evidence, script: str) -> bool:
    """Whether a text that is by itself neither Russian nor English is none between such either."""
    if script == "Latn":
        is_likely = evidence.words > 1 and found.confidence >= LIKELY
        return is_likely and evidence.alien and evidence.strange >= BARRED_LATIN and not evidence.proper
    several = evidence.words > 1 and found.decided_by != "names"
    return evidence.strange >= BARRED or (several and found.confidence >= FOREIGN)


def _decisive(evidence: Evidence) -> float:
    """The log-odds at which Russian or English is believed: the more words it does not have, the more."""
    doubt = min(1.0, STRANGE_SHARE * evidence.strange / max(1, evidence.words))
    return DECISIVE_KNOWN + (DECISIVE - DECISIVE_KNOWN) * doubt


def _heard(words: Sequence[Word], script: str, evidence: Evidence, decided_by: str) -> tuple[dict[str, float], str]:
    """The scores after the detectors were heard, and who decided."""
    before = _best(evidence.scores)[0]
    text, trust = _testimony(words, script)
    only_names = evidence.names == evidence.words
    scores = dict(evidence.scores)
    if only_names and (evidence.words > 1 or script == "Latn"):
        trust = min(trust, NAMES_WEIGHT)
        scores[USUAL[script]] += NAMES_PRIOR
    _hear(scores, witnesses.langid_says(text, script), LANGID_WEIGHT * trust)
    first, second, gap = _best(scores)
    if gap < DOUBTFUL and not only_names and {first, second} <= set(witnesses.LANGDETECT_PROFILES[script]):
        _hear(scores, witnesses.langdetect_says(text, script), LANGDETECT_WEIGHT * trust)
        first = _best(scores)[0]
    return scores, "names" if only_names else decided_by if first == before else "detector"


def _testimony(words: Sequence[Word], script: str) -> tuple[str, float]:
    """What the detectors get to hear, without names if enough is left, and how far it can be trusted for its length."""
    own = [word for word in words if word.script == script]
    small = " ".join(word.text for word in own if not word.large)
    text = small if len(small) >= ENOUGH else " ".join(word.text for word in own)
    return text, min(1.0, (len(text) if text is small else len(small) + 4) / TRUSTED)


def _hear(scores: dict[str, float], said: dict[str, float], weight: float) -> None:
    if not said:
        return
    for language in scores.keys() - said.keys():
        scores[language] += ABSENT * weight
    for language, log_probability in said.items():
        scores[language] = scores.get(language, RARE_PRIOR) + log_probability * weight


def _best(scores: dict[str, float]) -> tuple[str, str, float]:
    """The best language, the next, and how far they are apart."""
    first, second = sorted(scores, key=lambda language: (-scores[language], language))[:2]
    return first, second, scores[first] - scores[second]


def _answer(
    scores: dict[str, float], decided_by: str, kin: frozenset[str] = frozenset(), *, is_proper: bool = True
) -> Identification:
    top = max(scores.values())
    shares = {
        language: math.exp((score - top) * (SHARPNESS_OF_KIN if language in kin else SHARPNESS))
        for language, score in scores.items()
    }
    total = sum(shares.values())
    ranked = sorted(shares, key=lambda language: (-shares[language], language))[:KEPT]
    candidates = tuple((language, round(shares[language] / total, 4)) for language in ranked)
    language, share = candidates[_is_disputed(candidates, decided_by, is_proper=is_proper)]
    gap = _best(scores)[2]
    return Identification(language, 1.0 if gap >= CERTAIN else min(share, 0.99), decided_by, candidates)


def _is_disputed(candidates: Sequence[tuple[str, float]], decided_by: str, *, is_proper: bool) -> bool:
    """Whether the best of the candidates is Russian or English, but too unlikely to be translated as such."""
    if len(candidates) < 2 or decided_by == "names":
        return False
    (language, share), (rival, next_share) = candidates[:2]
    if language == "ru":
        return share < RUSSIAN
    is_common = PRIORS["Latn"].get(rival, OTHER_PRIOR) > OTHER_PRIOR
    return language == "en" and not is_proper and is_common and next_share > RIVAL * share


def _by_witness(words: Sequence[Word], script: str) -> Identification:
    """For scripts that several languages share and that nothing but the detector tells apart here."""
    text = " ".join(word.text for word in words if word.script == script)
    said = witnesses.langid_says(text, script)
    usual = SCRIPT_LANGUAGES[script]
    said[usual] = said.get(usual, witnesses.FLOOR) + 1.0
    return _answer({("ckb" if label == "sdh" else label): score for label, score in said.items()}, "detector")
