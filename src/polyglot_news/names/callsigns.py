"""Call signs and nicknames that a document tells as such: «боец с позывным „Лис“», «по прозвищу Седой», "call sign Lis".

Elsewhere in the same document the word is a name too, in any case, as long as it has a capital: «Лису спать». It need be no
name that anybody knows, and mostly is a word of the language, so only the document itself makes it one.
"""

import functools
import re
from collections.abc import Iterator, Sequence

from polyglot_news.document import Span
from polyglot_news.names.morphology import decline_surname
from polyglot_news.names.phrases import decline_phrase
from polyglot_news.names.romanise import fold

_NAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*"
_QUOTED = rf"[«\"“„]({_NAME}(?:\s{_NAME}){{0,2}})[»\"”“]"
_TOLD = re.compile(
    r"(?<!\w)(?:[Пп]озывн(?:ой|ого|ому|ым|ом)|[Пп]розвищ[еуа]м?|[Кк]личк(?:а|и|е|у|ой))\s(?:(?:[а-яё]+\s)?[—–-]\s)?"
    rf"(?:{_QUOTED}|({_NAME}))",
)
_TOLD_IN_ENGLISH = re.compile(
    r"(?:\b[Cc]all[ -]?sign(?:\s(?:is|was))?|\b[Nn]icknamed|\b[Nn]ickname(?:\s(?:is|was))?),?\s[“\"'‘]?([A-Z][a-z]+)(?![\w-])"
)
_WORD = re.compile(rf"(?<![\w-]){_NAME}(?![\w-])")


def told_in_english(texts: Sequence[str]) -> frozenset[str]:
    """The call signs that English sentences tell, as they are written there."""
    return frozenset(match[1] for text in texts for match in _TOLD_IN_ENGLISH.finditer(text))


class CallSigns:
    """The call signs of a document, searched for in its Russian sentences."""

    def __init__(self, russian: Sequence[str], english: Sequence[str] = ()) -> None:
        lemmas = [match[1] or match[2] for text in russian for match in _TOLD.finditer(text)]
        if told := {fold(word) for word in told_in_english(english)}:
            lemmas += [word for text in russian for word in _WORD.findall(text) if fold(word) in told]
        self._forms: dict[str, str] = {}
        for lemma in dict.fromkeys(lemmas):
            for form in (lemma, *_forms(lemma)):
                self._forms.setdefault(form, lemma)
        longest_first = sorted(self._forms, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])") if lemmas else None

    def find(self, text: str) -> Iterator[tuple[Span, str]]:
        """Where one stands, and its nominative."""
        for match in self._pattern.finditer(text) if self._pattern else ():
            yield Span(*match.span()), self._forms[match[0]]


@functools.lru_cache(maxsize=1_000)
def _forms(lemma: str) -> tuple[str, ...]:
    """The cases of a call sign: as a word has them, and as a man has them («Гранит», «видели Гранита»)."""
    as_man = () if " " in lemma else map(str.capitalize, decline_surname(lemma.lower(), "m").values())
    return (*decline_phrase(lemma).values(), *as_man)
