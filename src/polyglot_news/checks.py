"""Quality checks: what a reader should distrust in a translation, as flags with fixed names.

Fluent output can still be wrong. Each check is a small function from a `Pair` to whether its flag is raised; none of them changes
anything. They look at visible text, markup taken off.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from polyglot_news.document import Span
from polyglot_news.text.numbers import count_numbers
from polyglot_news.text.protection import find_protected

FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "other_language": "neither Russian nor English: left as it stands",
        "undetermined": "the language is not known: left as it stands",
        "empty": "the model wrote nothing: the source stands in its place",
        "protected_lost": "an address, handle, tag, code or icon had to be put at the end",
        "numbers_differ": "the figures of source and target are not the same",
        "name_lost": "a Latin name of the Russian source is missing in the English target",
        "untranslated": "words of the source stand in the target, or all of it",
        "wrong_script": "letters of a script that the target language does not use",
        "repetition": "the same words over and over",
        "doubled_word": "a word twice in a row that the source does not have twice",
        "brackets_differ": "brackets or quotation marks that open and do not close, unlike the source's",
        "length_ratio": "much longer or shorter than such a source usually becomes",
        "low_score": "the model itself was in doubt",
        "markup_differs": "bold, links or other markup do not all stand in the target",
    }
)

# Mean log-probability under which a line is flagged; 1 line in 8 of newstest2019 is (beam 4, `benchmarks/quality.py`).
LOW_SCORE = -1.15
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z0-9]*(?:[-'’.&][A-Za-z0-9]+)*|\b[a-z]+[A-Z]\w*")
_FOREIGN_LETTER = {"en": re.compile(r"[\u0400-\u052f]"), "ru": re.compile(r"[A-Za-z]")}
_RATIO = (0.4, 2.5)  # target letters to source letters, between which a line of 20 letters or more is usual
_PAIRED = ("()", "[]", "«»", "“”")


@dataclass(frozen=True, slots=True)
class Pair:
    """A source and its target as a reader sees them."""

    source: str
    target: str
    target_lang: str
    score: float | None = None
    protected: Mapping[str, int] | None = None
    """The source's protected items and how often each stands there, where that is known already."""


def check(pair: Pair) -> tuple[str, ...]:
    """Names of the flags that a pair deserves, in the order of `FLAGS`."""
    if not pair.target.strip():
        return ("empty",)
    return order_flags([name for name, deserved in _CHECKS.items() if deserved(pair)])


def order_flags(names: Sequence[str]) -> tuple[str, ...]:
    """Each name once, in the order of `FLAGS`."""
    return tuple(name for name in FLAGS if name in names)


def foreign_words(source: str, target: str, target_lang: str) -> list[str]:
    """Words of the target with letters that the target language does not use, but those that the source has too.

    Into Russian those are Latin words that the source does not have, into English all with Cyrillic.
    """
    letter = _FOREIGN_LETTER[target_lang]
    known = set(_words_with(letter, source)) if target_lang == "ru" else set()
    return [word for word in _words_with(letter, target) if word not in known]


def latin_names(text: str) -> list[Span]:
    """Latin words with a capital in a text, such as brands in Russian."""
    return [Span(*match.span()) for match in _LATIN_NAME.finditer(text)]


def _words_with(letter: re.Pattern[str], text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+", text) if letter.search(word)]


def _protected_lost(pair: Pair) -> bool:
    wanted = Counter(pair.protected) if pair.protected is not None else _protected(pair.source)
    return bool(wanted and wanted - _protected(pair.target))


def _protected(text: str) -> Counter[str]:
    return Counter(item.span.of(text) for item in find_protected(text) if item.kind != "number")


def _numbers_differ(pair: Pair) -> bool:
    return count_numbers(pair.source) != count_numbers(pair.target)


def _name_lost(pair: Pair) -> bool:
    if pair.target_lang != "en":
        return False
    return any(name.of(pair.source).lower() not in pair.target.lower() for name in latin_names(pair.source))


def _untranslated(pair: Pair) -> bool:
    """More than half of the source's own words stand in the target as they are; one alone may be a brand, unless it is all."""
    letter = _FOREIGN_LETTER[pair.target_lang]
    own = _words_with(letter, pair.source)
    target = set(_words_with(letter, pair.target))
    stayed = sum(word in target for word in own)
    return bool(own) and (pair.source.strip() == pair.target.strip() or stayed > max(1, len(own) / 2))


def _wrong_script(pair: Pair) -> bool:
    return bool(foreign_words(pair.source, pair.target, pair.target_lang))


def _repetition(pair: Pair) -> bool:
    """An n-gram of up to 4 words three times running, or half as many different words as the source has of so many."""
    words = _WORD.findall(pair.target.lower())
    source = _WORD.findall(pair.source.lower())
    for n in range(1, 5):
        for at in range(len(words) - 3 * n + 1):
            if words[at : at + n] == words[at + n : at + 2 * n] == words[at + 2 * n : at + 3 * n]:
                return not _has_run(source, n)
    different = len(set(words)) / max(len(words), 1)
    return len(words) > 12 and different < 0.5 * len(set(source)) / max(len(source), 1)


def _has_run(words: Sequence[str], n: int) -> bool:
    return any(
        words[at : at + n] == words[at + n : at + 2 * n] == words[at + 2 * n : at + 3 * n]
        for at in range(len(words) - 3 * n + 1)
    )


def _doubled_word(pair: Pair) -> bool:
    def doubles(text: str) -> int:
        return len(re.findall(r"\b([^\W\d_]{2,}) \1\b", text.lower()))

    return doubles(pair.target) > doubles(pair.source)


def _brackets_differ(pair: Pair) -> bool:
    def open_ones(text: str) -> list[int]:
        return [text.count(a) - text.count(b) for a, b in _PAIRED[:2]] + [
            text.count("«") + text.count("“") - text.count("»") - text.count("”"),
            text.count('"') % 2,
        ]

    return any(target and not source for source, target in zip(open_ones(pair.source), open_ones(pair.target), strict=True))


def _length_ratio(pair: Pair) -> bool:
    source, target = (sum(map(len, _WORD.findall(text))) for text in (pair.source, pair.target))
    if source < 20 and target < 40:
        return False
    return not _RATIO[0] <= target / max(source, 1) <= _RATIO[1]


def _low_score(pair: Pair) -> bool:
    return pair.score is not None and pair.score < LOW_SCORE


_CHECKS: Mapping[str, Callable[[Pair], bool]] = {
    "protected_lost": _protected_lost,
    "numbers_differ": _numbers_differ,
    "name_lost": _name_lost,
    "untranslated": _untranslated,
    "wrong_script": _wrong_script,
    "repetition": _repetition,
    "doubled_word": _doubled_word,
    "brackets_differ": _brackets_differ,
    "length_ratio": _length_ratio,
    "low_score": _low_score,
}
