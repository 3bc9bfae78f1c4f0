"""What Russian grammar does not allow: sentences of which Russian has every word, but that are no Russian.

«Шмигаль подав», «Бомбу знайдено», «у школу», «Мама плаче»: each form is in the lexicon, as something else than it is here.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from polyglot_news.routing.lexicon import PROPER, is_russian, tags_of
from polyglot_news.routing.words import Word

ADJECTIVE = re.compile(r"\w{3}(?:(?<!котор)(?<!сам)ого|(?<!наш)(?<!ваш)его)$")
GENITIVE_IN_U = 10.0
NO_GENITIVE = 4.0
LONE_LOCATIVE = 4.0
LOCATIVE_ADJECTIVE = re.compile(r"\w{2}(?:[оеё]м|[оеё]й|[ыи]х)$")
"""What agrees with a noun in the prepositional: the preposition may stand in an earlier cell («(в) Большом театре»)."""
PAIRS = {("добро", "утро"): ("bg", "mk")}
"""Two words of Russian that make no Russian together."""
PAIR = 4.0
WITH_GENITIVE = frozenset({"у", "до"})
GERUND_FOR_PREDICATE = 5.0
PASSIVE_WITH_OBJECT = 5.0
GERUND_ENDING = "в"
PASSIVE = re.compile(r"\w{2}[аяеиу][нт]о$")
OPENING = ("ADVB", "CONJ", "PRCL", "PREP")
"""What may stand before a gerund that opens a sentence: «Тщательно прослушав все записи»."""
FINITE = ("VERB", "INFN", "PRED", "PRTS")
"""What can be the predicate that a gerund leans on."""
BRIEF = 6
"""Words of a sentence that hardly leans on something outside of it."""


def clashes(own: Sequence[Word]) -> Iterable[tuple[tuple[str, ...], float]]:
    """What is no Russian in a text in Cyrillic letters: the languages that have it, with how loudly it says so."""
    for one, other in pairwise(own):
        if (one.text, other.text) in PAIRS:
            yield PAIRS[one.text, other.text], PAIR
    genitives = _count_genitives_in_u(own)
    if genitives:
        yield ("uk",), GENITIVE_IN_U * genitives
    places = _count_places(own)
    if places:
        yield ("uk", "be", "sr"), NO_GENITIVE * places
    if _has_lone_locative(own):
        yield ("uk", "be", "bg", "mk", "sr"), LONE_LOCATIVE
    if _has_gerund_for_predicate(own):
        yield ("uk",), GERUND_FOR_PREDICATE
    if _has_passive_with_object(own):
        yield ("uk",), PASSIVE_WITH_OBJECT


def _count_genitives_in_u(own: Sequence[Word]) -> int:
    """How often a masculine noun in -у stands behind an adjective in the genitive («справедливого суду»): in Russian it is the
    dative, and does not agree; Ukrainian has a genitive like that.
    """
    pairs = ((one.text, other.text) for one, other in pairwise(own) if other.text[-1] == "у" and not other.large)
    return sum(_is_genitive_in_u(noun, adjective) for adjective, noun in pairs)


def _is_genitive_in_u(noun: str, adjective: str) -> bool:
    return bool(ADJECTIVE.search(adjective)) and is_russian(f"{noun[:-1]}ом") and not is_russian(f"{noun[:-1]}ой")


def _has_gerund_for_predicate(own: Sequence[Word]) -> bool:
    """Whether a short sentence has a gerund, and nothing for it to lean on: «Мэр подав заяву» is Ukrainian, in the past."""
    if not 1 < len(own) <= BRIEF:
        return False
    gerunds = {n for n, word in enumerate(own) if n and word.text[-1] == GERUND_ENDING and _is_only(word.text, "GRND")}
    if not gerunds or all(_opens(word.text) for word in own[: min(gerunds)]):
        return False
    return not any(_is_predicate(word.text) for number, word in enumerate(own) if number not in gerunds and not word.capital)


def _has_passive_with_object(own: Sequence[Word]) -> bool:
    """Whether a passive in -но, -то has an object in the accusative beside it («Заяву подано»): in Russian it has a subject."""
    if len(own) < 2 or not any(PASSIVE.search(word.text) for word in own[:2]):
        return False
    one, other = (own[0].text, own[1].text) if PASSIVE.search(own[1].text) else (own[1].text, own[0].text)
    is_passive = is_russian(other) and _is_only(other, "PRTS")
    return is_passive and _is_object(one) and not any(_may_be(word.text, ("INFN",)) for word in own)


def _count_places(own: Sequence[Word]) -> int:
    """How often `у` or `до` stands before a noun that can be no genitive («у школу», «до суду»): Russian needs one there."""
    return sum(one.text in WITH_GENITIVE and not other.large and _is_no_genitive(other.text) for one, other in pairwise(own))


def _has_lone_locative(own: Sequence[Word]) -> bool:
    """Whether a noun that can but be in the prepositional stands in a short sentence without any preposition before it («Мама
    плаче», «Утре е празник»): elsewhere it is a verb or an adverb.
    """
    if not 1 < len(own) <= BRIEF:
        return False
    before = ""
    for word in own:
        if _may_be(word.text, ("PREP",)):
            return False
        if not word.capital and word.text[-1] == "е" and _is_locative(word.text):
            return not LOCATIVE_ADJECTIVE.search(before)
        before = word.text
    return False


@lru_cache(maxsize=1 << 12)
def _is_locative(word: str) -> bool:
    return len(word) > 3 and all("loct" in tag and "NOUN" in tag and not PROPER.search(tag) for tag in tags_of(word) or ("",))


@lru_cache(maxsize=1 << 12)
def _is_no_genitive(word: str) -> bool:
    tags = tags_of(word)
    return (
        any(tag.startswith("NOUN") for tag in tags)
        and all(tag.startswith(("NOUN", "VERB")) for tag in tags)
        and not any("gent" in tag or "gen2" in tag or "Fixd" in tag for tag in tags)
    )


@lru_cache(maxsize=1 << 12)
def _is_object(word: str) -> bool:
    """Whether a word is a feminine noun in the accusative and cannot be anything else, or one in -у that Russian has not."""
    tags = tags_of(word)
    return len(word) > 3 and word[-1] in "ую" and all(tag.startswith("NOUN") and "accs" in tag for tag in tags)


@lru_cache(maxsize=1 << 12)
def _opens(word: str) -> bool:
    return _may_be(word, OPENING) and not _may_be(word, ("NOUN",))


@lru_cache(maxsize=1 << 12)
def _is_predicate(word: str) -> bool:
    return _may_be(word, FINITE) or _is_only(word, "ADJS")


@lru_cache(maxsize=1 << 12)
def _is_only(word: str, part: str) -> bool:
    tags = tags_of(word)
    return bool(tags) and all(tag.startswith(part) for tag in tags)


@lru_cache(maxsize=1 << 12)
def _may_be(word: str, parts: tuple[str, ...]) -> bool:
    return any(tag.startswith(parts) for tag in tags_of(word))
