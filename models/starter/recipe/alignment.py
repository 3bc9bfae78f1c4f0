"""How far alignments by attention are from alignments by hand: the alignment error rate (Och and Ney 2003).

    1 - (|A & S| + |A & P|) / (|A| + |S|)        A: found, S: sure links, P: sure and possible ones

Gold files have a pair a line: Russian tokens, English tokens, links; tabs between them, spaces between tokens and between
links. `3-5` is sure and `3?5` possible: Russian token 3 and English token 5, counted from 0.

The model is made to write the reference, and what it looks at meanwhile is its alignment, read as the package reads it: for
each target piece the source piece with the most attention. Words are linked where their pieces are.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from polyglot_news.mt.models_folder import Model
from polyglot_news.mt.vocabulary import END, Vocabulary, locate_tokens
from recipe.files import RecipeError, read_lines

Links = frozenset[tuple[int, int]]
_OTHER = {"ru": "en", "en": "ru"}
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
    """One line of a gold file. Raises RecipeError where it is not one."""
    fields = [field.split() for field in line.split("\t")]
    if len(fields) != 3:
        raise RecipeError(f"{len(fields)} columns, not Russian tokens, English tokens and links")
    ru, en, links = fields
    sure, possible = set[tuple[int, int]](), set[tuple[int, int]]()
    for link in links:
        match = re.fullmatch(r"(\d+)([-?])(\d+)", link)
        if match is None or int(match[1]) >= len(ru) or int(match[3]) >= len(en):
            raise RecipeError(f"{link}: not a link between {len(ru)} and {len(en)} tokens")
        (sure if match[2] == "-" else possible).add((int(match[1]), int(match[3])))
    return Aligned(tuple(ru), tuple(en), frozenset(sure), frozenset(sure | possible))


def read_aligned(path: Path) -> list[Aligned]:
    """All pairs of a gold file; lines that begin with # are comments. Raises RecipeError where there is none."""
    found = []
    for number, line in enumerate(read_lines(path), 1):
        if line.strip() and not line.startswith("#"):
            try:
                found.append(parse_aligned(line))
            except RecipeError as error:
                raise RecipeError(f"{path}, line {number}: {error}") from error
    if not found:
        raise RecipeError(f"{path}: has no aligned pairs")
    return found


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


class CrossAttention:
    """The same of a checkpoint, by transformers: any layer of the decoder, any head or the mean of all."""

    def __init__(self, checkpoint: Path, *, layer: int = -1, head: int | None = None) -> None:
        from recipe.model import build, read_config, read_weights
        from recipe.vocabulary import Pieces

        self._layer, self._head = layer, head
        self._ids = Pieces.read(checkpoint / "source.spm").ids()
        config = read_config(checkpoint, dropout=0.0, attn_implementation="eager")
        if head is not None and not 0 <= head < config.decoder_attention_heads:
            raise RecipeError(f"head {head}: {checkpoint} has {config.decoder_attention_heads} heads, counted from 0")
        self._model = build(config, read_weights(checkpoint)).eval()

    def __call__(self, source: Sequence[str], target: Sequence[str]) -> Sequence[Sequence[float]]:
        """See `Attention`."""
        import torch

        read, written = ([self._ids[piece] for piece in pieces] for pieces in (source, target))
        with torch.no_grad():
            attention = self._model(
                input_ids=torch.tensor([read]),
                decoder_input_ids=torch.tensor([[self._model.config.pad_token_id, *written[:-1]]]),
                output_attentions=True,
            ).cross_attentions[self._layer][0]
        rows: list[list[float]] = (attention.mean(0) if self._head is None else attention[self._head]).tolist()
        return rows


@dataclass(frozen=True, slots=True)
class _Text:
    """A side of a pair as pieces."""

    pieces: tuple[str, ...]
    words: tuple[int | None, ...]
    """The token that each piece ends in."""


def align(
    pair: Aligned, *, tags: Mapping[str, str | None], attention: Attention, vocabulary: Vocabulary, both: bool = False
) -> dict[str, Links]:
    """The links that a model's attention gives for a pair, by the language that it writes.

    With `both` the attention of the two directions is multiplied, so that each corrects the other.
    """
    texts = {language: _as_pieces(getattr(pair, language), vocabulary) for language in ("ru", "en")}
    looks = {into: _look(texts[_OTHER[into]], texts[into], tag, attention) for into, tag in tags.items()}
    found = {}
    for into, look in looks.items():
        rows = look * looks[_OTHER[into]].T if both else look
        here, there = texts[into].words, texts[_OTHER[into]].words
        linked = ((here[at], there[int(row.argmax())]) for at, row in enumerate(rows))
        pairs = {(one, other) for one, other in linked if one is not None and other is not None}
        found[into] = frozenset(pairs if into == "ru" else {(other, one) for one, other in pairs})
    return found


def _as_pieces(tokens: Sequence[str], vocabulary: Vocabulary) -> _Text:
    text, spans = join_tokens(tokens)
    pieces = vocabulary.encode(text)
    return _Text(pieces, tuple(_word_at((span.start, span.stop), spans) for span in locate_tokens(text, pieces)))


def _look(source: _Text, target: _Text, tag: str | None, attention: Attention) -> NDArray[np.float64]:
    """The attention without the tag and the end, on which models rest it. *Shape:* (target pieces, source pieces)."""
    before = (tag,) if tag else ()
    rows = np.asarray(attention((*before, *source.pieces, END), target.pieces))
    return rows[:, len(before) : len(before) + len(source.pieces)].astype(np.float64)


def _word_at(span: tuple[int, int], words: Sequence[tuple[int, int]]) -> int | None:
    """The word that has the end of a span; pieces begin with their space, if anywhere."""
    if span[0] == span[1]:
        return None
    return next((n for n, (start, stop) in enumerate(words) if start < span[1] <= stop), None)


def measure(gold: Sequence[Aligned], model: Model, attention: Attention, *, both: bool = False) -> dict[str, float]:
    """The error rate of each direction of a model; `both` needs one that has two."""
    vocabulary = Vocabulary(model.source_spm, model.target_spm)
    tags = {direction.partition("-")[2]: tag for direction, tag in model.tags.items()}
    found = [align(pair, tags=tags, attention=attention, vocabulary=vocabulary, both=both) for pair in gold]
    return {f"{_OTHER[into]}-{into}": error_rate([links[into] for links in found], gold) for into in tags}
