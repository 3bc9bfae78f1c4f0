"""Quality checks: what a reader should distrust in a translation, as flags with fixed names.

Fluent output can still be wrong. Each check is a small function from a `Pair` to whether its flag is raised; none of them
changes anything. They look at visible text, markup taken off.
"""

import itertools
import operator
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from polyglot_news.document import Span
from polyglot_news.text.figures.cardinals import cardinals_agree
from polyglot_news.text.figures.currencies import count_mentions, find_currencies
from polyglot_news.text.figures.faults import figures_hold, find_romans
from polyglot_news.text.figures.multiples import multiples_agree
from polyglot_news.text.figures.numbers import months_agree, numbers_agree
from polyglot_news.text.figures.signs import signs_agree
from polyglot_news.text.protection import find_protected
from polyglot_news.text.vocabulary import english_words

FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "other_language": "neither Russian nor English: left as it stands",
        "undetermined": "the language is not known: left as it stands",
        "empty": "the model wrote nothing: the source stands in its place",
        "protected_lost": "an address, handle, tag, code or icon had to be put at the end",
        "numbers_differ": "figures or plain numbers in words are not the same, or one has lost its sign, or a date its month",
        "currency_lost": "the source has a sum in a currency that the target does not tell of, or more of them than the target",
        "name_lost": "a name of the source is missing in the target, or spelled otherwise than in the table of names",
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

LOW_SCORE: Mapping[str, float] = MappingProxyType({"en": -0.8, "ru": -0.8})
"""Mean log-probability under which a line is flagged, by target language.

Of newstest2019 in full (bundled model, beam 4) 12% of the lines into English and 15% of those into Russian are; of these 60%
and 58% are in the worst quarter by chrF; 25% would be by chance. The thresholds were chosen on a quarter of the lines.
"""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z0-9]*(?:[-'’.&][A-Za-z0-9]+)*|\b[a-z]+[A-Z]\w*")
_LINKED_NAMES = re.compile(r"[A-Z]\w*(?:[ '’&-]+(?:[a-z]+[ '’&-]+){0,2}[A-Z]\w*)+")  # Marks and Spencer
_FOREIGN_LETTER = {"en": re.compile(r"[\u0400-\u052f]"), "ru": re.compile(r"[A-Za-z]")}
_POINTS = {"iii", "vii", "viii"}  # of a list: (iii)
_FOREIGN_SUM = {
    "en": re.compile(r"\d[ \u00a0]?(?:тыс|млн|млрд|трлн|руб|долл|проц|р)\b"),
    "ru": re.compile(
        r"[$€£]\d[\d.,]*(?:bn|mn|tn|m)\b|\d[ -]?(?:thousand|million|billion|trillion|per ?cent|ro?ubles?|dollars?)\b"
    ),
}
_SYLLABLES = re.compile(r"(\w{1,6}?)\1{5,}")
_RATIO = (0.4, 2.5)  # target letters to source letters, between which a line of 20 letters or more is usual
_MONTH = re.compile(
    "(?:январ|феврал|март|апрел|ма[йяе]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]{0,2}"
    "|January|February|March|April|June|July|August|September|October|November|December"
)
_FEW = 3
_WRITTEN_OUT = 12  # letters
_QUOTES = re.compile(r"[«»“”„‟\"]")
_CLOSES_INSIDE = re.compile(r"\A[^«»“”„\"]*\w[!?.…]?[»”\"][,—–\s-]+\w")  # a quotation that ends, and what is said of it
_ANY_QUOTE = re.compile(r"[«»“”„‟\"‘]|['’](?!\w)|\A\s*[—–-]|[,.!?…]\s[—–-]")
_SPEAKER = re.compile(r"\W*[^\W\d_]{3}[^«»“”„\"]*:\s?[«“„\"]")
_SPEECH_ALONE = re.compile(r"\W*?[«“„\"][^«»“”„\"]*[»”\"]\W*")
_INCHES = re.compile(r"(?<=\d)\"")
_SINGLE_QUOTE = re.compile(r"(?<!\w)['‘](?=\w)|(?<=[\w.,!?])['’](?!\w)")
_DIALOGUE = re.compile(r"(?:\A\s*|[,.!?…]\s)[-–—]\s")  # - Да, - сказал он.
_NO_PAIRS = re.compile(r"(?:\A|; )\s*\w{1,2}\)|(?<![\w)])[:;=]['’]?-?[()]+(?!\S)|\){3,}")  # a list's "1)", ":)", ")))"
_ECHOES = frozenset(("that", "had", "very", "so", "no", "yes", "да", "нет", "очень", "так", "ну", "вот", "bye", "ha", "ха"))
_LONGEST_LOOP = 4  # words
_LONGEST_ECHO = 3  # letters of a word that two languages may share
_PIECE_BEGINS = re.compile(r"(?:\A|\|)\s*([A-Z][a-z]+)(?=\s*(?:\||\Z|\s[^\W\d_]))")
_HALF_A_NAME = re.compile(r"[А-Яа-яё] ?& ?[A-Z][a-z]|[A-Za-z]{2} ?& ?[А-ЯЁ][а-яё]")


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
    if not any(map(str.isalnum, pair.target)) and (not pair.target.strip() or _WORD.search(pair.source)):
        return ("empty",)
    return order_flags([name for name, deserved in _CHECKS.items() if deserved(pair)])


def order_flags(names: Sequence[str]) -> tuple[str, ...]:
    """Each name once, in the order of `FLAGS`."""
    return tuple(name for name in FLAGS if name in names)


def foreign_words(source: str, target: str, target_lang: str) -> list[str]:
    """Words of the target with letters that the target language does not use, but those that the source has too.

    Into Russian those are Latin words that the source does not have, and those that it has but that are no name nor part of one
    (in 2,000 lines that people translated 4 keep such a word); into English all with Cyrillic.
    """
    letter = _FOREIGN_LETTER[target_lang]
    if target_lang == "en":
        return _words_with(letter, target)
    known = {_stem(word) for word in _words_with(letter, source)}
    names = set(_words_with(letter, " ".join(_LINKED_NAMES.findall(target))))
    return [
        w
        for w in _words_with(letter, target)
        if _stem(w) not in known or (w.islower() and len(w) > 2 and w not in names | _POINTS)
    ]


def left_in_other_language(text: str, language: str) -> bool:
    """Whether a text that is said to be in `language` has ordinary words of the other one: small letters, no protected item;
    in a sum or a share shorter ones count too («$5.3bn», "5 %" does not).
    """
    if _FOREIGN_SUM[language].search(text):
        return True
    own = _own_words(Pair(text, text, language)).source
    small = [word for word in _words_with(_FOREIGN_LETTER[language], own) if word.islower() and len(word) > 2]
    return len(small) > (0 if language == "en" else 1)


def latin_names(text: str) -> list[Span]:
    """Latin words with a capital in a text, such as brands in Russian."""
    return [Span(*match.span()) for match in _LATIN_NAME.finditer(text)]


def _words_with(letter: re.Pattern[str], text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+", text) if letter.search(word)]


def _stem(word: str) -> str:
    """Without the ending that English and Russian treat differently: "Habitats", "The"."""
    return word.lower().removesuffix("s")


def _own_words(pair: Pair) -> Pair:
    """The pair without the protected items of the source, which are to stand in the target as they are."""
    kept = pair.protected if pair.protected is not None else _protected(pair.source)
    if not kept:
        return pair
    pattern = re.compile("|".join(map(re.escape, sorted(kept, key=len, reverse=True))))
    return replace(pair, source=pattern.sub(" ", pair.source), target=pattern.sub(" ", pair.target))


def _protected_lost(pair: Pair) -> bool:
    """Fewer of some item than the source has; the longest are looked for first, since one may be part of another."""
    wanted = pair.protected if pair.protected is not None else _protected(pair.source)
    target = pair.target
    for item in sorted(wanted, key=len, reverse=True):
        pieces = target.split(item)
        if len(pieces) <= wanted[item]:
            return True
        target = "\0".join(pieces)
    return False


def _protected(text: str) -> Counter[str]:
    return Counter(item.span.of(text) for item in find_protected(text) if item.kind != "number")


def _numbers_differ(pair: Pair) -> bool:
    return not all(
        agree(pair.source, pair.target)
        for agree in (numbers_agree, months_agree, signs_agree, figures_hold, cardinals_agree, multiples_agree)
    )


def _currency_lost(pair: Pair) -> bool:
    """Fewer sums of a currency than the source has, or some of one that the source does not mention.

    "A million dollars" has no figures, but is mentioned. Pounds may be a weight.
    """
    wanted, found = find_currencies(pair.source), find_currencies(pair.target)
    if any(n > found[code] and n > count_mentions(pair.target, code) for code, n in wanted.items()):
        return True
    return any(code != "GBP" and code not in wanted and not count_mentions(pair.source, code) for code in found)


def _name_lost(pair: Pair) -> bool:
    if pair.target_lang != "en":
        return False
    target, romans = _letters(pair.target), find_romans(pair.source)  # those are numbers: "the 18th century"
    names = (name for name in latin_names(pair.source) if name not in romans)
    return any(_letters(name.of(pair.source)) not in target for name in names)


def _letters(text: str) -> str:
    """`Hayabusa-2`, `Hayabusa2` and `HAYABUSA 2` are one name."""
    return re.sub(r"[\W_]", "", text).lower()


def _untranslated(pair: Pair) -> bool:
    """The target is the source, or more than half of the source's common words stand in it as they are.

    Names may stand: words with a capital behind the first one, or that one alone, if no colon makes a label of it.
    """
    own = _own_words(pair)
    letter = _FOREIGN_LETTER[pair.target_lang]
    words = _words_with(letter, own.source)
    if pair.target_lang == "ru" and (_keeps_piece(pair) or _is_half_a_name(own)):
        return True
    if not words or (len(words) == 1 and not words[0].islower() and ":" not in own.source):
        return False
    if _WORD.findall(own.source) == _WORD.findall(own.target):
        return True
    common = [word for n, word in enumerate(words) if len(word) > 1 and (word.islower() or (n == 0 and not word.isupper()))]
    target = set(_words_with(letter, _LINKED_NAMES.sub(" ", own.target)))
    return sum(word in target for word in common) > max(1, len(common) / 2)


def _keeps_piece(pair: Pair) -> bool:
    """Whether an ordinary English word begins a piece between bars, or is all of a text, and stands in the target so."""
    begun = set(_PIECE_BEGINS.findall(pair.source)) & set(_PIECE_BEGINS.findall(pair.target)) if "|" in pair.source else ()
    return any(word.lower() in english_words() for word in begun if len(word) > _LONGEST_ECHO)


def _is_half_a_name(pair: Pair) -> bool:
    """Whether the target has one side of "Barrow & Lane" in Cyrillic and one in Latin."""
    return "&" in pair.source and _HALF_A_NAME.search(pair.target) is not None and not _HALF_A_NAME.search(pair.source)


def _wrong_script(pair: Pair) -> bool:
    own = _own_words(pair)
    return bool(foreign_words(own.source, own.target, pair.target_lang))


def _repetition(pair: Pair) -> bool:
    """Up to 4 words three times running, a word that is one syllable over and over, or far fewer different words than usual."""
    source, target = (_WORD.findall(text.lower()) for text in (pair.source, pair.target))
    if any(_has_run(target, n) and not _has_run(source, n) for n in range(1, _LONGEST_LOOP + 1)):
        return True
    if _SYLLABLES.search(pair.target.lower()) and not _SYLLABLES.search(pair.source.lower()):
        return True
    different = len(set(target)) / max(len(target), 1)
    return len(target) > 12 and different < 0.5 * len(set(source)) / max(len(source), 1)


def _has_run(words: Sequence[str], n: int) -> bool:
    """Whether some n words stand there three times running: each equals the one n places on, 2n times in a row."""
    alike = 0
    for word, later in zip(words, words[n:], strict=False):
        alike = alike + 1 if word == later else 0
        if alike == 2 * n:
            return True
    return False


def _doubled_word(pair: Pair) -> bool:
    return any((found := find(pair.target)) and len(found) > len(find(pair.source)) for find in (_doubles, _doubled_phrases))


def _doubles(text: str) -> list[str]:
    """Words that stand twice in a row, but those that may: "had had", «да, да» without its comma."""
    words = list(_WORD.finditer(text.lower()))
    return [
        word[0]
        for word, after in itertools.pairwise(words)
        if word[0] == after[0]
        and after.start() == word.end() + 1
        and text[word.end()] != "/"
        and len(word[0]) > 1
        and word[0] not in _ECHOES
    ]


def _doubled_phrases(text: str) -> list[str]:
    """Phrases of two to four words that stand twice in a row with nothing but blanks between, as in «из них из них дети»; not
    "day after day after day", which has a word more.
    """
    found, lowered = list[str](), text.lower()
    alone = _WORD.findall(lowered)
    sizes = [n for n in range(2, _LONGEST_LOOP + 1) if any(map(operator.eq, alone, alone[n:]))]
    words = list(_WORD.finditer(lowered)) if sizes else []
    close = [lowered[one.end() : other.start()].isspace() for one, other in itertools.pairwise(words)]
    for size, at in [(n, at) for n in sizes for at in range(len(words) - 2 * n + 1)]:
        first = alone[at : at + size]
        if first == alone[at + size : at + 2 * size] and all(close[at : at + 2 * size - 1]):
            longer = alone[at + 2 * size : at + 2 * size + 1] == first[:1] or alone[max(at - 1, 0) : at] == first[-1:]
            found += [] if longer or len(set(first)) == 1 else [" ".join(first)]
    return found


def _brackets_differ(pair: Pair) -> bool:
    """The target leaves a bracket or quotation open, or closes one, and the source does not.

    All double quotes count alike: the two languages use different ones. Where a sentence is part of a speech that is told
    with a dash or single quotes, nothing can be said about them.
    """
    source, target = (_NO_PAIRS.sub("", text) for text in (pair.source, pair.target))
    if any(target.count(a) != target.count(b) and source.count(a) == source.count(b) for a, b in ("()", "[]", "{}")):
        return True
    if (_DIALOGUE.search(source) and not _QUOTES.search(source)) or _SINGLE_QUOTE.search(source):
        return False
    if _leaves_open(source):
        return _CLOSES_INSIDE.search(source) is not None and not _ANY_QUOTE.search(target)
    return _leaves_open(target) and not _shares_its_end(target)


def _leaves_open(text: str) -> bool:
    """Whether a quotation is not complete, whatever its quotes are; behind a figure they may be inches."""
    return all(len(_QUOTES.findall(reading)) % 2 for reading in (text, _INCHES.sub("", text)))


def _shares_its_end(text: str) -> bool:
    """Whether a Russian quotation inside another one ends with it: «Он читал «Войну и мир» is complete."""
    return re.search(r"«[^»]*«[^«»]*»(?![^«]*»)", text) is not None


def _length_ratio(pair: Pair) -> bool:
    """Too many or too few letters, or none but those of names and dates; an abbreviation may stand for words of some length."""
    words, others = _WORD.findall(pair.source), _WORD.findall(pair.target)
    source, target = sum(map(len, words)), sum(map(len, others))
    if not target:
        return len(words) > 1
    if _statement_lost(words, others) or (_SPEAKER.match(pair.source) and _SPEECH_ALONE.fullmatch(pair.target)):
        return True
    if source < 20 and target < 40:
        return False
    shortest, longest = _RATIO[0] * (source - _spread(others)), _RATIO[1] * (source + _spread(words))
    return not shortest <= target <= longest


def _spread(words: Sequence[str]) -> int:
    """Letters more that abbreviations (МЧС, GDP) may have in words."""
    return _WRITTEN_OUT * sum(1 < len(word) < 6 and word.isupper() for word in words)


def _statement_lost(source: Sequence[str], target: Sequence[str]) -> bool:
    """Whether the target is names, months and small words where the source says something of them."""
    if not 1 < len(target) <= len(source) > _FEW or _said(target) or _opens_with_word(target):
        return False
    headline = len(_capitals(target)) > len(_capitals(source))
    return not headline and len(_said(source)) + (len(source[0]) > _FEW and source[0].istitle()) > 1


def _opens_with_word(words: Sequence[str]) -> bool:
    """Whether the first word may be any, and no name goes on behind it."""
    return len(words[0]) > 3 and words[1][0].islower()


def _capitals(words: Sequence[str]) -> list[str]:
    return [word for word in words if word[0].isupper() and len(word) > 3 and not _MONTH.fullmatch(word)]


def _said(words: Sequence[str]) -> list[str]:
    """The words that are no names: with a small letter, no month and not very short."""
    return [word for word in words if word[0].islower() and len(word) > 3 and not _MONTH.fullmatch(word)]


def _low_score(pair: Pair) -> bool:
    return pair.score is not None and pair.score < LOW_SCORE[pair.target_lang]


_CHECKS: Mapping[str, Callable[[Pair], bool]] = {
    "protected_lost": _protected_lost,
    "numbers_differ": _numbers_differ,
    "currency_lost": _currency_lost,
    "name_lost": _name_lost,
    "untranslated": _untranslated,
    "wrong_script": _wrong_script,
    "repetition": _repetition,
    "doubled_word": _doubled_word,
    "brackets_differ": _brackets_differ,
    "length_ratio": _length_ratio,
    "low_score": _low_score,
}
