"""Places that only their surroundings tell: the English half of a document, or the common noun before them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from polyglot_news.document import Span
from polyglot_news.names.morphology import read_word
from polyglot_news.names.restore import sounds_of
from polyglot_news.names.romanise import fold

_ENGLISH_WORD = re.compile(r"\b[A-Z][A-Za-z'’-]+(?<!['’]s)")
_PLACED = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Aa]round|[Ii]nto|[Tt]owards?|(?:village|town|city|settlement) of)\s([A-Z][a-z'’-]+)"
)
_UKRAINIAN = {"ая": "а", "яя": "я", "ое": "е", "ее": "е", "ые": "и", "ие": "и"}  # Dvorichna is «Дворичная», Pervomaiske «-ское»
_PLURALS = {
    "ок": ("ки",), "ек": ("ки", "ьки"), "ец": ("цы",), "ов": ("ы", "и"), "ев": ("и",), "ей": ("и",), "ам": ("ы", "и"),
    "ах": ("ы", "и"), "ами": ("ы", "и"), "ям": ("и",), "ях": ("и",), "ями": ("и",),
}  # fmt: skip
_PLURAL = re.compile(rf"\w{{2}}(?:{'|'.join(_PLURALS)})\Z")
_IMPOSSIBLE = re.compile(r"[гкхжчшщ]ы\Z")
_PREPOSITION = re.compile(r"(?<!\w)(?:в|во|из|от|до|у|под|над|за|к|возле|около|близ)\s\Z")
_NOUNS = {
    "m": r"остров|полуостров|мыс|хутор|город|перевал|район|посёлк|поселк|посёлок|поселок",
    "n": r"сел|озер",
    "f": r"деревн|станиц|рек|станци",
}
_ENDINGS = {"m": "(?:а|у|ом|е)?", "n": "(?:о|а|у|ом|е)", "f": "(?:а|я|и|ы|е|у|ю|ой|ей)"}
_ADJECTIVE = r"[А-ЯЁ][а-яё]+(?:ий|ый|ой|ого|ому|им|ым|ом|ая|ую|ое)"
_CALLED = tuple(
    (gender, re.compile(rf"(?<![\w-])(?:{nouns}){_ENDINGS[gender]}\s({_ADJECTIVE})(?![\w-]|\s[А-ЯЁ])"))
    for gender, nouns in _NOUNS.items()
)


_SETTLEMENTS = (
    r"(?:сел(?:о|а|е|у|ом|ами?|ах)?|с[её]ла?|дерев(?:ня|ни|ню|не|ней|ень|нями?|нях)|пос[её]л(?:ок|к\w{1,3})|хутор\w{0,3}|пгт|"
    r"станиц\w{1,3}|аул\w{0,3}|город(?:а|у|е|ом|ов|ами?|ах)?|насел[её]нн\w+ пункт\w{0,3})"
)
_LANDFORM = re.compile(
    r"пик(?:а|у|ом|е)?|гор(?:а|ы|е|у|ой)|ледник(?:а|у|ом|е)?|перевал(?:а|у|ом|е)?|вулкан(?:а|у|ом|е)?|хреб(?:ет|т[ауе]|том)|"
    r"ущель(?:е|я|ю|ем)|озер(?:о|а|у|ом|е)|рек(?:а|и|е|у|ой)|остров(?:а|у|ом|е)?"
)
_IN = frozenset("в во из".split())
_PLACE_NAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё]+)*(?:\s[А-ЯЁ][а-яё]+)?"
_SETTLEMENT_BEFORE = re.compile(rf"(?<![\w-]){_SETTLEMENTS}\s(?:{_PLACE_NAME}(?:,\s|\sи\s)){{0,8}}\Z")
_FEWEST_SOUNDS = 3  # consonants by which a place is known
_NEAR = 160  # characters in which such a list is looked for
_VILLAGES = re.compile(
    r"\b(?:[Vv]illages?|[Tt]owns?|[Ss]ettlements?|[Cc]ity|[Cc]ities)\sof\s([A-Z][a-z'’-]+(?:(?:,\s|,?\sand\s)[A-Z][a-z'’-]+)*)"
)


@dataclass(frozen=True, slots=True)
class EnglishHalf:
    """What the English sentences of a document say of its Russian names."""

    words: frozenset[str] = frozenset()
    """Their capitalised words, folded."""
    as_written: frozenset[str] = frozenset()
    """The same as they stand there."""
    places: frozenset[str] = frozenset()
    """Those of them that stand as places do: "near Dvorichna"."""
    settlements: Mapping[str, str] = field(default_factory=dict)
    """Those that are said to be places, by their sound: "the villages of Kotlyne and Zvirove"."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> "EnglishHalf":
        """The words of these sentences."""
        words = frozenset(word for text in texts for word in _ENGLISH_WORD.findall(text))
        return cls(
            frozenset(map(fold, words)),
            words,
            frozenset(fold(word) for text in texts for word in _PLACED.findall(text)),
            {
                sounds_of(word): word
                for text in texts
                for some in _VILLAGES.findall(text)
                for word in _ENGLISH_WORD.findall(some)
            },
        )

    def settlement(self, lemma: str) -> str | None:
        """The place of English sentences that a Russian name sounds like, so that it is one too: Zvirove for «Зверово»."""
        sounds = sounds_of(lemma) if self.settlements else ""
        return self.settlements.get(sounds) if len(sounds) >= _FEWEST_SOUNDS else None


def place_keys(lemma: str) -> frozenset[str]:
    """The folded English forms that a place may have: an adjective ends otherwise in those from Ukrainian."""
    short = _UKRAINIAN.get(lemma[-2:])
    return frozenset({fold(lemma), fold(lemma[:-2] + short)} if short else {fold(lemma)})


def may_be_plural(text: str, span: Span) -> bool:
    """Whether a word behind a preposition may be a place that is a plural, though its form is a common word: «из Соколок»."""
    before = _PREPOSITION.search(text, max(span.start - 8, 0), span.start)
    return bool(before) and _PLURAL.search(span.of(text)) is not None and not text[span.stop + 1 : span.stop + 2].isupper()


def plural_of(form: str, english: EnglishHalf) -> str | None:
    """The nominative of a place that is a plural, where the English half has it: «из Соколок», "near Sokolki"."""
    for ending, nominatives in _PLURALS.items():
        stem = form.removesuffix(ending)
        for plural in (stem + some for some in nominatives) if stem != form else ():
            if fold(plural) in english.words and not _IMPOSSIBLE.search(plural):
                return plural
    return None


def is_called_settlement(text: str, span: Span) -> bool:
    """Whether a name stands behind what it is, alone or in a list: «сёл Новопавловка и Зелёный Гай»."""
    return _SETTLEMENT_BEFORE.search(text, max(span.start - _NEAR, 0), span.start) is not None


def is_before_place(word: str) -> bool:
    """Whether a name behind this word is a place, and nobody's: «в», «село»."""
    return word in _IN or re.fullmatch(_SETTLEMENTS, word) is not None or is_landform(word)


def is_landform(word: str) -> bool:
    """Whether a word is what a place is in a landscape, in any case: «пика», «горы»."""
    return _LANDFORM.fullmatch(word) is not None


def called_places(text: str) -> Iterator[tuple[Span, str]]:
    """Adjectives that are names behind what they name, and their nominatives: «на острове Русском», «в посёлке Октябрьский»."""
    for gender, pattern in _CALLED:
        for match in pattern.finditer(text):
            readings = [r for r in read_word(match[1]) if "ADJF" in r.tags and r.gender == gender and "plur" not in r.tags]
            if readings:
                yield Span(*match.span(1)), readings[0].lemma.capitalize()
