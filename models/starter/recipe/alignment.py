"""How far alignments by attention are from alignments by hand: the alignment error rate (Och and Ney 2003).

    1 - (|A & S| + |A & P|) / (|A| + |S|)        A: found, S: sure links, P: sure and possible ones

Gold files have a pair a line: Russian tokens, English tokens, links; tabs between them, spaces between tokens and between
links. `3-5` is sure and `3?5` possible: Russian token 3 and English token 5, counted from 0.

The model is made to write the reference, and what it looks at meanwhile is its alignment, read as the package reads it: for
each target piece the source piece with the most attention. Words are linked where their pieces are.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from polyglot_news.mt.engine import most_looked_at
from polyglot_news.mt.models_folder import Model
from polyglot_news.mt.vocabulary import END, Vocabulary, locate_tokens
from recipe.pairs import read_lines

Links = frozenset[tuple[int, int]]
_BEFORE = re.compile(r"[.,:;!?%)\]»”…]+\Z|['’]s\Z")  # tokens that stand without a space behind the word before
_BEHIND = re.compile(r"[(\[«“$€£№]\Z")


@dataclass(frozen=True, slots=True)
class Aligned:
    """A pair aligned by hand."""

    ru: tuple[str, ...]
    en: tuple[str, ...]
    sure: Links
    possible: Links
    """The sure ones among them."""


class Attention(Protocol):
    """A model made to write a given target."""

    def __call__(self, source: Sequence[str], target: Sequence[str]) -> Sequence[Sequence[float]]:
        """For each target piece how it looks at the source pieces."""


def parse_aligned(line: str) -> Aligned:
    """One line of a gold file. Raises ValueError where it is not one."""
    ru, en, links = (field.split() for field in line.split("\t"))
    sure, possible = set[tuple[int, int]](), set[tuple[int, int]]()
    for link in links:
        match = re.fullmatch(r"(\d+)([-?])(\d+)", link)
        if match is None or int(match[1]) >= len(ru) or int(match[3]) >= len(en):
            raise ValueError(f"{link}: not a link between {len(ru)} and {len(en)} tokens")
        (sure if match[2] == "-" else possible).add((int(match[1]), int(match[3])))
    return Aligned(tuple(ru), tuple(en), frozenset(sure), frozenset(sure | possible))


def read_aligned(path: Path) -> list[Aligned]:
    """All pairs of a gold file; lines that begin with # are comments."""
    return [parse_aligned(line) for line in read_lines(path) if line and not line.startswith("#")]


def error_rate(found: Iterable[Links], gold: Iterable[Aligned]) -> float:
    """The alignment error rate over all pairs: 0 is perfect, 1 is all wrong."""
    hits = total = 0
    for links, pair in zip(found, gold, strict=True):
        hits += len(links & pair.sure) + len(links & pair.possible)
        total += len(links) + len(pair.sure)
    return 1 - hits / total if total else 0.0


def join_tokens(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The text that tokens stand for, as people write it, and where each token is in it."""
    text, spans = "", []
    for number, token in enumerate(tokens):
        if number and not _BEFORE.match(token) and not _BEHIND.search(tokens[number - 1]):
            text += " "
        spans.append((len(text), len(text) + len(token)))
        text += token
    return text, spans


class Forced:
    """A converted model's attention while it writes a given target."""

    def __init__(self, model: Model, *, threads: int = 1) -> None:
        import ctranslate2

        self._translator = ctranslate2.Translator(str(model.folder), compute_type="int8", intra_threads=threads)

    def __call__(self, source: Sequence[str], target: Sequence[str]) -> Sequence[Sequence[float]]:
        """See `Attention`."""
        result = self._translator.translate_batch(
            [list(source)],
            target_prefix=[list(target)],
            beam_size=1,
            max_decoding_length=len(target) + 1,
            max_input_length=0,
            return_attention=True,
        )[0]
        rows: list[list[float]] = result.attention[0][: len(target)]
        return rows


def align(pair: Aligned, *, into: str, tag: str | None, attention: Attention, vocabulary: Vocabulary) -> Links:
    """The links, Russian first, that a model's attention gives for a pair while it writes the side `into`."""
    tokens = {"ru": pair.ru, "en": pair.en}
    source, source_words = join_tokens(tokens["en" if into == "ru" else "ru"])
    target, target_words = join_tokens(tokens[into])
    read = (*([tag] if tag else []), *vocabulary.encode(source), END)
    written = vocabulary.encode(target)
    places = [(0, 0)] * (1 if tag else 0) + [(s.start, s.stop) for s in locate_tokens(source, read[1 if tag else 0 :])]
    looked = most_looked_at(attention(read, written), read)
    links = set()
    for span, (at, _) in zip(locate_tokens(target, written), looked, strict=True):
        there, here = _word_at(places[at], source_words), _word_at((span.start, span.stop), target_words)
        if there is not None and here is not None:
            links.add((here, there) if into == "ru" else (there, here))
    return frozenset(links)


def _word_at(span: tuple[int, int], words: Sequence[tuple[int, int]]) -> int | None:
    """The word that has the end of a span; pieces begin with their space, if anywhere."""
    if span[0] == span[1]:
        return None
    return next((n for n, (start, stop) in enumerate(words) if start < span[1] <= stop), None)


def measure(gold: Sequence[Aligned], model: Model, attention: Attention) -> dict[str, float]:
    """The error rate of each direction of a model."""
    vocabulary = Vocabulary(model.source_spm, model.target_spm)
    rates = {}
    for direction, tag in model.tags.items():
        into = direction.partition("-")[2]
        found = [align(pair, into=into, tag=tag, attention=attention, vocabulary=vocabulary) for pair in gold]
        rates[direction] = error_rate(found, gold)
    return rates
