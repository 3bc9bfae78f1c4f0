"""Which words of a pair mean the same: hints are made of these links, and guided alignment learns from them.

1. Two capitalised words are a name where the package's tables pair them, or where their keys are alike. Keys are the package's
   own (`fold`), which spellings of one name share; of a Russian form, those of all its nominatives.
2. Two words mean the same where a dictionary pairs a lemma of the one with a base form of the other.
3. Of all such candidates the best go first, each word is linked once, and between equals the one nearer to the diagonal wins.
4. Names next to one another on both sides, in one order, become one link: «Эльвиры Набиуллиной», "Elvira Nabiullina".

Few wrong links matter more than many right ones: what is doubtful is left out.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz.distance import Levenshtein

from polyglot_news.names.lists import established
from polyglot_news.names.lists import key as key_of
from polyglot_news.names.morphology import read_surname
from polyglot_news.names.romanise import fold
from recipe.pairs import Kind, Pair, Stretch, WordLink

_RU = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
_EN = re.compile(r"[A-Za-zÀ-ɏ]+(?:[-'’][A-Za-zÀ-ɏ]+)*")
_POSSESSIVE = re.compile(r"['’]s?\Z")
_ALIKE = 0.72  # measured by eye on 200 names: below it more are wrong than right
_SHORTEST_NAME, _SHORTEST_WORD = 3, 4  # letters
_EMPTY_WORDS = frozenset(
    """
    a about after all also an and any are as at be been before both but by can could did do does each for from had has have he
    her here his how i if in into is it its just may might more most much must no not now of off on once one only or other our
    out over own same she should so some such than that the their them then there these they this those through to too under
    until up very was we were what when where which while who whom why will with would you your
    """.split()
)
_ENDINGS = (
    ("'s", ("",)),
    ("’s", ("",)),
    ("ies", ("y",)),
    ("ied", ("y",)),
    ("ing", ("", "e")),
    ("es", ("", "e")),
    ("ed", ("", "e")),
    ("s", ("",)),
)

Dictionary = Mapping[str, frozenset[str]]
"""English base forms to the Russian lemmas that they may stand for."""


@dataclass(frozen=True, slots=True)
class _Word:
    number: int
    start: int
    text: str

    @property
    def stop(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class _Candidate:
    ru: int
    en: int
    kind: Kind
    score: float
    ru_base: str
    en_base: str


def read_dictionary(pairs: Iterable[Pair]) -> Dictionary:
    """A dictionary of those pairs that are a single word on both sides."""
    found: dict[str, set[str]] = {}
    for pair in pairs:
        if _RU.fullmatch(pair.ru) and _EN.fullmatch(pair.en):
            found.setdefault(pair.en.lower(), set()).add(pair.ru.lower().replace("ё", "е"))
    return {en: frozenset(ru) for en, ru in found.items()}


def link(pair: Pair, dictionary: Dictionary) -> Pair:
    """The pair with links; one that has some keeps them."""
    if pair.links:
        return pair
    ru, en = (list(_words(pattern, text)) for pattern, text in ((_RU, pair.ru), (_EN, pair.en)))
    candidates = sorted(_candidates(ru, en, dictionary), key=lambda c: (-c.score, c.ru, c.en))
    taken_ru, taken_en, chosen = set[int](), set[int](), list[_Candidate]()
    for one in candidates:
        if one.ru not in taken_ru and one.en not in taken_en:
            taken_ru.add(one.ru)
            taken_en.add(one.en)
            chosen.append(one)
    links = [_as_link(one, ru[one.ru], en[one.en]) for one in sorted(chosen, key=lambda c: c.ru)]
    return replace(pair, links=tuple(_joined(links, pair)))


def _words(pattern: re.Pattern[str], text: str) -> Iterator[_Word]:
    for number, match in enumerate(pattern.finditer(text)):
        yield _Word(number, match.start(), match[0])


def _candidates(ru: list[_Word], en: list[_Word], dictionary: Dictionary) -> Iterator[_Candidate]:
    for one in ru:
        for other in en:
            off = abs(one.number / len(ru) - other.number / len(en))
            if found := _as_name(one, other):
                yield replace(found, score=found.score + 0.5 - 0.2 * off)
            elif found := _as_entry(one, other, dictionary):
                yield replace(found, score=found.score - 0.2 * off)


def _as_name(ru: _Word, en: _Word) -> _Candidate | None:
    plain = _POSSESSIVE.sub("", en.text)
    if not (ru.text[0].isupper() and plain[:1].isupper()) or min(len(ru.text), len(plain)) < _SHORTEST_NAME:
        return None
    base, alike = _nominative_like(ru.text.lower(), plain)
    if alike < _ALIKE:
        return None
    return _Candidate(ru.number, en.number, Kind.NAME, alike, _cased_as(base, ru.text), plain)


def _as_entry(ru: _Word, en: _Word, dictionary: Dictionary) -> _Candidate | None:
    lower = en.text.lower()
    if len(ru.text) < _SHORTEST_WORD or lower in _EMPTY_WORDS:
        return None
    lemmas = _lemmas(ru.text.lower())
    for base in english_bases(lower):
        for lemma in lemmas:
            if lemma.replace("ё", "е") in dictionary.get(base, ()):
                return _Candidate(ru.number, en.number, Kind.WORD, 0.7, lemma, base)
    return None


@functools.lru_cache(maxsize=200_000)
def english_bases(word: str) -> tuple[str, ...]:
    """What an English form may be a form of, itself first: parties, party; stopped, stop."""
    found = [word]
    for ending, news in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 3:
            continue
        found += [stem + new for new in news]
        if ending in ("ed", "ing") and stem[-1] == stem[-2]:
            found.append(stem[:-1])
    return tuple(dict.fromkeys(found))


@functools.lru_cache(maxsize=1)
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@functools.lru_cache(maxsize=200_000)
def _lemmas(form: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(parse.normal_form for parse in _analyzer().parse(form)[:4]))


@functools.lru_cache(maxsize=200_000)
def _nominatives(form: str) -> tuple[str, ...]:
    """Nominatives that a form may be of: in its number, its lemma, by the rules of surnames, and as it stands."""
    found = []
    for parse in _analyzer().parse(form)[:5]:
        nominative = parse.inflect({"nomn"}) if parse.tag.POS in ("NOUN", "ADJF") else None
        found += [nominative.word if nominative else parse.normal_form, parse.normal_form]
    if not _analyzer().word_is_known(form):
        found += [reading.lemma for reading in read_surname(form)]
    return tuple(dict.fromkeys((*found, form)))


@functools.lru_cache(maxsize=200_000)
def _nominative_like(form: str, latin: str) -> tuple[str, float]:
    """The nominative most like a Latin spelling, and how much: a paradigm alone is wrong for every third foreign name."""
    key = fold(latin)
    rated = [(1.0 if _is_established(base, latin) else _alike(fold(base), key), base) for base in _nominatives(form)]
    best = max(alike for alike, _ in rated)
    return next(base for alike, base in rated if alike == best), best


def _is_established(nominative: str, latin: str) -> bool:
    """Whether the package's tables have the two as one: «Москва», Moscow."""
    known = established().get(key_of(nominative))
    return known is not None and known.en == latin


def _alike(ru: str, en: str) -> float:
    return max(float(Levenshtein.normalized_similarity(one, en)) for one in {ru, ru.replace("kh", "h"), ru.replace("ts", "z")})


def _cased_as(base: str, form: str) -> str:
    if form.isupper() and len(form) > 1:
        return base.upper()
    return "-".join(part[:1].upper() + part[1:] for part in base.split("-"))


def _as_link(one: _Candidate, ru: _Word, en: _Word) -> WordLink:
    stop = en.start + len(one.en_base) if one.kind is Kind.NAME else en.stop
    return WordLink(one.kind, Stretch(ru.start, ru.stop, one.ru_base), Stretch(en.start, stop, one.en_base))


def _joined(links: list[WordLink], pair: Pair) -> Iterator[WordLink]:
    """Names that stand next to one another on both sides as one."""
    held: WordLink | None = None
    for one in links:
        if held is not None and _follows(held, one, pair):
            held = WordLink(Kind.NAME, _over(held.ru, one.ru), _over(held.en, one.en))
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held


def _follows(one: WordLink, other: WordLink, pair: Pair) -> bool:
    names = one.kind is other.kind is Kind.NAME
    return names and pair.ru[one.ru.stop : other.ru.start] == " " == pair.en[one.en.stop : other.en.start]


def _over(one: Stretch, other: Stretch) -> Stretch:
    return Stretch(one.start, other.stop, f"{one.base} {other.base}")
