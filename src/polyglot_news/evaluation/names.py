"""Names that a source and its reference share, and whether a text has them.

1. Source and reference are read together like a document of two sentences, by the package's own recogniser: names are found in
   both, joined, and spelled as the reference writes them where it does.
2. A use in the source is *shared* where the reference has it. Into English: the form that the ledger gives it stands there,
   letter for letter. Into Russian: one of the forms that the ledger declines stands there, or words with the same lemmas by
   pymorphy3, in the same order. «ё» counts as «е», capitals throughout as the name's own. An adjective is not the name.
3. The same is asked of a translation: of the shared uses, which does it have? A stretch of it counts for one use only, the
   longest name first.

Nothing here knows how the pipeline puts names right (`names/enforce.py`), so that can be measured by it, too. What the
recogniser doesn't find is not measured; nor are names in lines in capitals, nor in those longer than `LONGEST`.
"""

import functools
import itertools
import re
from collections.abc import Iterator, Sequence

from polyglot_news.document import Direction, Span
from polyglot_news.names.entries import LONGEST, NamedText
from polyglot_news.names.ledger import Use, build_ledger
from polyglot_news.names.morphology import read_word
from polyglot_news.text.casing import is_shouted
from polyglot_news.text.protection import find_protected

_SOURCE, _REFERENCE = "source", "reference"
_WORD = re.compile(r"[^\W_]+(?:[-'’](?!s\b)[^\W_]+)*")
_WITHIN = re.compile(r"[^\w,;:!?()]{0,3}")
"""What may stand between the words of a name."""
_FOLDED = str.maketrans({"ё": "е", "Ё": "Е", "’": "'", "‘": "'"})


def find_shared_names(source: str, reference: str, direction: Direction) -> list[Use]:
    """The uses of names in a source that its reference has as well, in order."""
    if max(len(source), len(reference)) > LONGEST or is_shouted(source):
        return []
    texts = [_named_text(_SOURCE, direction.source, source), _named_text(_REFERENCE, direction.target, reference)]
    if not any(map(str.isupper, source)):
        return []
    uses = build_ledger(texts).uses.get(_SOURCE, ())
    free = [use for use in uses if not use.span.meets(texts[0].protected)]
    return [use for use, there in zip(free, find_uses(free, reference, direction.target), strict=True) if there]


def find_uses(uses: Sequence[Use], text: str, language: str) -> list[bool]:
    """Whether each use has its translation in a text of `language`; no stretch counts for two."""
    found, taken = [False] * len(uses), list[Span]()
    for number in sorted(range(len(uses)), key=lambda n: -len(uses[n].target)):
        span = next((some for some in _places(uses[number], text, language) if not some.meets(taken)), None)
        if span is not None:
            found[number] = True
            taken.append(span)
    return found


def count_extra_words(uses: Sequence[Use], text: str, reference: str, language: str) -> int:
    """How many words of these names a text has too often: more often than the names together, and than the reference.

    A word that the names have n times counts n times at most; one without a capital ("of") belongs to others, too, and doesn't.
    """
    told = [word for use in uses for word in named_words(use)]
    written, right = _words(text), _words(reference)
    distinct: list[str] = []
    for word in told:
        if not any(_is_same(word, other, language) for other in distinct):
            distinct.append(word)
    counts = (tuple(sum(_is_same(word, o, language) for o in some) for some in (written, told, right)) for word in distinct)
    return sum(min(max(0, many - max(wanted, allowed)), wanted) for many, wanted, allowed in counts)


def named_words(use: Use) -> list[str]:
    """The words of a name in the translation that have a capital."""
    return [word for word in _words(use.target) if word[0].isupper()]


def _named_text(identifier: str, language: str, text: str) -> NamedText:
    return NamedText(identifier, language, text, tuple(item.span for item in find_protected(text) if item.kind != "number"))


def _places(use: Use, text: str, language: str) -> Iterator[Span]:
    """Where a name stands in one of its forms, or in another with the same lemmas."""
    words = [Span(*match.span()) for match in _WORD.finditer(text)]
    for form in dict.fromkeys((use.target, *use.forms)):
        wanted = _words(form)
        for at in range(len(words) - len(wanted) + 1 if wanted else 0):
            run = words[at : at + len(wanted)]
            same = all(_is_same(one, span.of(text), language) for one, span in zip(wanted, run, strict=True))
            if same and all(_WITHIN.fullmatch(text, a.stop, b.start) for a, b in itertools.pairwise(run)):
                yield Span(run[0].start, run[-1].stop)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _is_same(wanted: str, word: str, language: str) -> bool:
    wanted, word = wanted.translate(_FOLDED), word.translate(_FOLDED)
    if word in (wanted, wanted.upper()):
        return True
    capital = wanted[0].isupper() == word[0].isupper()
    return language == "ru" and capital and bool(_lemmas(wanted.lower()) & _lemmas(word.lower()))


@functools.lru_cache(maxsize=20_000)
def _lemmas(word: str) -> frozenset[str]:
    """What a Russian noun or adjective in small letters may be a form of."""
    return frozenset(reading.lemma.translate(_FOLDED) for reading in read_word(word))
