"""Places that only their surroundings tell: the English half of a document, or the common noun before them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from polyglot_news.document import Span
from polyglot_news.names.morphology import read_word
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


@dataclass(frozen=True, slots=True)
class EnglishHalf:
    """What the English sentences of a document say of its Russian names."""

    words: frozenset[str] = frozenset()
    """Their capitalised words, folded."""
    places: frozenset[str] = frozenset()
    """Those of them that stand as places do: "near Dvorichna"."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> "EnglishHalf":
        """The words of these sentences."""
        return cls(
            frozenset(fold(word) for text in texts for word in _ENGLISH_WORD.findall(text)),
            frozenset(fold(word) for text in texts for word in _PLACED.findall(text)),
        )


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


def called_places(text: str) -> Iterator[tuple[Span, str]]:
    """Adjectives that are names behind what they name, and their nominatives: «на острове Русском», «в посёлке Октябрьский»."""
    for gender, pattern in _CALLED:
        for match in pattern.finditer(text):
            readings = [r for r in read_word(match[1]) if "ADJF" in r.tags and r.gender == gender and "plur" not in r.tags]
            if readings:
                yield Span(*match.span(1)), readings[0].lemma.capitalize()
