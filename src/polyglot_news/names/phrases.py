"""Nominatives of places and organisations: «в Курской области» -> «Курская область».

The head is the first noun; adjectives before it agree with it; all behind it stays («Министерство обороны»,
«Ростов-на-Дону»). A name in quotation marks is in the nominative already, unless it is declined without them."""

import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from polyglot_news.names.lists import established, key, may_be_established
from polyglot_news.names.morphology import CASES, CASES_AFTER, Reading, decline_word, plural_word, read_surname, read_word

_WORD = re.compile(r"\w+(?:['’‑-]\w+)*|\s+|[^\w\s]")
_NUMBERED = re.compile(r"([^\W\d_]{3,})-(\d\w*)")  # «Формула-1», whose number is not declined
_GEOGRAPHIC = 2.0  # how much likelier a reading is that the dictionary calls a place
_MOST_OPTIONS = 300


@dataclass(frozen=True, slots=True)
class Phrase:
    """One reading of a name that is no person's."""

    lemma: str
    gender: str | None
    case: str | None
    weight: float


@functools.lru_cache(maxsize=10_000)
def read_phrase(text: str, preposition: str = "") -> tuple[Phrase, ...]:
    """The readings of a name, the best first; `preposition` is what stands before it, if anything."""
    words = [word for word in _WORD.findall(text) if word]
    if known := _known_nominative(words):
        return (Phrase(established()[key(known)].ru, None, None, 1.0),)
    head = _head(words)
    if head is None:
        return (Phrase(text, None, None, 1.0),)
    cases = CASES_AFTER.get(preposition.lower(), CASES)
    found: dict[str, Phrase] = {}
    for reading in _noun_readings(words[head]):
        for case in [reading.case] if reading.case else ["nomn"]:
            before = [_agreeing(word, reading, case) for word in words[:head]]
            lemma = "".join((*before, _cased(words[head], reading.lemma), *words[head + 1 :]))
            weight = reading.weight * (1.0 if reading.case is None or case in cases else 0.1)
            weight *= _GEOGRAPHIC if "Geox" in reading.tags else 1.0
            if lemma not in found or found[lemma].weight < weight:
                found[lemma] = Phrase(lemma, reading.gender, reading.case, weight)
    return tuple(sorted(found.values(), key=lambda phrase: -phrase.weight))


def _head(words: Sequence[str]) -> int | None:
    """Index of the first noun; of the last word where all may be adjectives; None where an abbreviation comes first."""
    last = None
    for n, word in enumerate(words):
        if not word[0].isalpha():
            if not word.isspace() and last is not None:
                break
            continue
        if word.isupper() and len(word) > 1:
            return last
        readings = read_word(word)
        if not any("ADJF" in r.tags for r in readings):
            return n
        last = n
    return last


def _known_nominative(words: Sequence[str]) -> str | None:
    """A nominative that stands in a list and that these words may be declined from, whatever the grammar says."""
    if not may_be_established([word for word in words if word[0].isalnum()]):
        return None
    found = _established_of([_lemmas(word) for word in words])
    if found is None and len(words) > 1:  # «Часова Яра»: a surname by its ending
        found = _established_of([(*_lemmas(word), *(_cased(word, r.lemma) for r in _as_surname(word))) for word in words])
    return found


def _established_of(options: Sequence[Sequence[str]]) -> str | None:
    for some in itertools.islice(itertools.product(*options), _MOST_OPTIONS):
        if key(lemma := "".join(some)) in established():
            return lemma
    return None


def _lemmas(word: str) -> tuple[str, ...]:
    readings = read_word(word)[:6] if word[0].isalpha() else ()
    return tuple(dict.fromkeys((word, *(_cased(word, reading.lemma) for reading in readings))))


def _as_surname(word: str) -> tuple[Reading, ...]:
    return read_surname(word)[:4] if word[0].isalpha() else ()


def _noun_readings(word: str) -> Iterator[Reading]:
    if numbered := _NUMBERED.fullmatch(word):
        yield from (replace(r, lemma=f"{r.lemma}-{numbered[2]}") for r in _noun_readings(numbered[1]))
        return
    readings = read_word(word)
    nouns = [r for r in readings if "NOUN" in r.tags]
    yield from nouns or readings
    if not readings:
        yield Reading(word.lower(), None, None, 0.5)


def _declined(word: str, gender: str | None) -> Mapping[str, str]:
    numbered = _NUMBERED.fullmatch(word)
    if numbered is None:
        return decline_word(word, gender)
    return {case: f"{form}-{numbered[2]}" for case, form in decline_word(numbered[1], gender).items()}


def _agreeing(word: str, head: Reading, case: str) -> str:
    """An adjective in the nominative that goes with the head; what does not agree stays."""
    if not word[0].isalpha():
        return word
    for r in read_word(word):
        same_number = ("plur" in r.tags) == ("plur" in head.tags)
        if "ADJF" in r.tags and same_number and r.gender in (head.gender, None) and r.case in (case, None):
            return _cased(word, r.lemma)
    return word


def _cased(form: str, lemma: str) -> str:
    """A lemma with the capitals of the form, part by part: «Ростове-на-Дону» -> «Ростов-на-Дону»."""
    if form.isupper() and len(form) > 1:
        return lemma.upper()
    parts = itertools.zip_longest(form.split("-"), lemma.split("-"), fillvalue="")
    return "-".join(part.capitalize() if of[:1].isupper() else part for of, part in parts)


@functools.lru_cache(maxsize=5_000)
def decline_phrase(lemma: str) -> Mapping[str, str]:
    """All cases of a name given in the nominative."""
    words = _WORD.findall(lemma)
    head = _head(words)
    if head is None:
        return dict.fromkeys(CASES, lemma)
    nominatives = [r for r in _noun_readings(words[head]) if r.case in ("nomn", None)]
    if not nominatives:
        return dict.fromkeys(CASES, lemma)
    gender = nominatives[0].gender
    noun = _declined(words[head], gender)
    declined = [
        decline_word(word, gender) if word[0].isalpha() and any("ADJF" in r.tags for r in read_word(word)) else None
        for word in words[:head]
    ]
    still = gender != "f" and noun["accs"] == noun["nomn"]  # inanimate: so is the accusative of its adjectives
    return {
        case: "".join(
            itertools.chain(
                (
                    _cased(w, forms["nomn" if still and case == "accs" else case]) if forms else w
                    for w, forms in zip(words, declined, strict=False)
                ),
                [_cased(words[head], noun[case])],
                words[head + 1 :],
            )
        )
        for case in CASES
    }


@functools.lru_cache(maxsize=5_000)
def plural_phrase(lemma: str) -> str | None:
    """The nominative plural of a common noun given in its nominative, with the adjectives before it; None where it has none."""
    words = _WORD.findall(lemma)
    head = _head(words)
    if head is None or not words[head].islower():
        return None
    plurals = [plural_word(word) if word[0].isalpha() else word for word in words[: head + 1]]
    return None if None in plurals else "".join([*filter(None, plurals), *words[head + 1 :]])
