"""Training pairs from text of one language: the model translates it, what people wrote becomes the target.

Greedy, since only the sources are the machine's; no piece of the wrong script, no four pieces twice. Kept is what is in
proportion, has the same numbers and does not repeat itself. `hints.py` marks the machine's side, so that the model doesn't
take it for usual language.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from polyglot_news.document import Direction
from polyglot_news.mt.engine import Decoding, Engine, Request
from polyglot_news.mt.loading import EngineOptions, load_engine
from polyglot_news.text.figures.numbers import numbers_agree
from recipe.pairs import Pair

_AT_ONCE = 4096  # sentences
_SHORTEST, _LONGEST = 0.5, 1.8  # of the machine's text by the original
_DIFFERENT = 0.6  # words of all
_DECODING = Decoding(beam=1, no_repeat_ngram=4, strict_script=True)


def load(model: Path, *, threads: int) -> Engine:
    """The engine of a checkpoint or of a conversion."""
    return load_engine(EngineOptions(models=(str(model),), threads=threads, batching="mixed"))


def back_translate(sentences: Iterable[str], language: str, engine: Engine) -> Iterator[Pair]:
    """Pairs whose side in `language` people wrote; the source is named `back-ru` or `back-en` after it."""
    other = {"ru": "en", "en": "ru"}[language]
    direction = Direction(language, other)
    waiting = iter(sentences)
    while some := list(islice(waiting, _AT_ONCE)):
        requests = [Request(text, direction, _DECODING) for text in some]
        for text, made in zip(some, engine.translate(requests), strict=True):
            machine = " ".join(made.text.split())
            if is_usable(text, machine):
                ru, en = (text, machine) if language == "ru" else (machine, text)
                yield Pair(ru, en, f"back-{language}")


def is_usable(text: str, machine: str) -> bool:
    """Whether a translation is good enough to learn from."""
    words = machine.casefold().split()
    return (
        bool(words)
        and _SHORTEST < len(machine) / len(text) < _LONGEST
        and len(set(words)) > _DIFFERENT * len(words)
        and numbers_agree(text, machine)
    )
