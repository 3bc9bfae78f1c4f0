"""Quotations in another language of the same script: Ukrainian in a Russian sentence, German in an English one.

A change of script shows itself (`routing.switches`); this one only shows when the quotation and what is around it are
identified apart. So it is looked for in quotation marks alone, and the quotation must be clear.
"""

import itertools
import re

from polyglot_news.document import NOT_LINGUISTIC, UNDETERMINED, Span, splice
from polyglot_news.routing.identify import identify
from polyglot_news.routing.route import CLEAR
from polyglot_news.text.protection import find_foreign_phrases
from polyglot_news.text.scripts import WORD

LIKELY = 0.6  # confidence that is enough for what is around it, often no more than "he said"
# A quotation of three words or more; one that is still open at the end goes on in the next sentence.
_QUOTATION = re.compile(
    r"""(?:[«„]|(?<![\w,.!?…])[“"])(?=\S)(?P<said>[^«»„“”"]*[^\s«»„“”"]\s[^«»„“”"]*\s[^«»„“”"]*)(?:[»“”"][.,!?…;:]*|\Z)"""
)


FEW = 3  # words around a phrase, from which on it is theirs that tell the language


def without_foreign_phrases(text: str) -> str:
    """What tells the language of a text: without the word or two that it quotes with letters that Russian has not, if enough
    is left («Тут вопрос, как снять деньги, а не «навіщо їхати»»). It is no piece of its own: it may be a title.
    """
    phrases = [item.span for item in find_foreign_phrases(text)] if not text.isascii() else []
    rest = splice(text, ((span, " ") for span in phrases)) if phrases else text
    return rest if len(WORD.findall(rest)) >= FEW else text


def split_quotations(text: str) -> list[Span]:
    """Cut `text` before and behind a quotation in another language; one span, the whole text, where there is none."""
    for found in _QUOTATION.finditer(text):
        around = text[: found.start()] + " " + text[found.end() :]
        if _differ(found["said"], around):
            cuts = (0, found.start(), found.end(), len(text))
            pieces = (_stripped(text, start, stop) for start, stop in itertools.pairwise(cuts))
            return [piece for piece in pieces if piece]
    return [Span(0, len(text))]


def _differ(said: str, around: str) -> bool:
    ours, theirs = identify(said), identify(around)
    unknown = (UNDETERMINED, NOT_LINGUISTIC)
    sure = ours.confidence >= CLEAR and theirs.confidence >= LIKELY
    return sure and ours.language != theirs.language and not {ours.language, theirs.language}.intersection(unknown)


def _stripped(text: str, start: int, stop: int) -> Span:
    part = text[start:stop]
    left = len(part) - len(part.lstrip())
    return Span(start + left, max(start + left, start + len(part.rstrip())))
