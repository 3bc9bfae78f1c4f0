"""How good weights are: bits a character of the references, and BLEU and chrF of greedy translations.

Bits a character, -log2 of the probability of a reference by its length, tell two ideas apart on 400 lines within minutes, where
BLEU and chrF of as many lines are noise. What is published is measured with `polyglot-news evaluate`, on whole test sets.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from recipe.files import RecipeError, read_lines
from recipe.tensors import pad_rows, shifted
from recipe.vocabulary import END_ID, Pieces

_LONGEST = 180  # pieces
_ROWS = 32


@dataclass(frozen=True, slots=True)
class DevSet:
    """Sources and references of one direction."""

    name: str
    target: str
    """Language: `ru` or `en`."""
    sources: tuple[str, ...]
    references: tuple[str, ...]

    @classmethod
    def read(cls, name: str, source: Path, reference: Path, *, lines: int | None = None) -> "DevSet":
        """Two files with a sentence a line; `name` is `ru-en` or `en-ru`."""
        both = [tuple(read_lines(path))[:lines] for path in (source, reference)]
        if len(both[0]) != len(both[1]):
            raise RecipeError(f"{source}: {len(both[0])} lines, {reference}: {len(both[1])}; they must be the same")
        if not both[0]:
            raise RecipeError(f"{source}: is empty")
        return cls(name, name.partition("-")[2], both[0], both[1])


def read_dev_sets(prefix: Path, *, lines: int | None = None) -> list[DevSet]:
    """Both directions, from `PREFIX.ru-en.ru`, `PREFIX.ru-en.en`, `PREFIX.en-ru.en` and `PREFIX.en-ru.ru`.

    Raises RecipeError where one is missing.
    """
    files = {
        name: [prefix.with_name(f"{prefix.name}.{name}.{language}") for language in name.split("-")]
        for name in ("ru-en", "en-ru")
    }
    if missing := [str(file) for both in files.values() for file in both if not file.is_file()]:
        raise RecipeError(f"{', '.join(missing)}: not there; --dev names what the four files have in common, up to .ru-en.ru")
    return [DevSet.read(name, source, reference, lines=lines) for name, (source, reference) in files.items()]


@dataclass(frozen=True, slots=True)
class Scores:
    """What a model got."""

    bits: float
    """A character; less is better."""
    bleu: float
    chrf: float
    sample: str
    """The first translation."""


def score(model: Any, dev: DevSet, pieces: Pieces, *, translated: int | None = None) -> Scores:
    """Score a model in evaluation mode; only the first `translated` lines are translated."""
    import sacrebleu

    hypotheses = translate_greedily(model, dev.sources[:translated], dev.target, pieces)
    references = [list(dev.references[: len(hypotheses)])]
    return Scores(
        round(bits_per_character(model, dev, pieces), 4),
        round(sacrebleu.corpus_bleu(hypotheses, references).score, 2),
        round(sacrebleu.corpus_chrf(hypotheses, references).score, 2),
        hypotheses[0] if hypotheses else "",
    )


def tabulate(model: Any, sets: Sequence[DevSet], pieces: Pieces, *, translated: int = 100) -> dict[str, object]:
    """Scores by direction, for a log."""
    return {one.name: asdict(score(model, one, pieces, translated=translated)) for one in sets}


def bits_per_character(model: Any, dev: DevSet, pieces: Pieces) -> float:
    """Bits that the model needs for a character of the references, given the sources."""
    sources = _encode(dev.sources, dev.target, pieces)
    references = [[*pieces.encode(text)[:_LONGEST], END_ID] for text in dev.references]
    total, device = 0.0, model.device
    with torch.no_grad():
        for rows in _batches(sources):
            source, target = (pad_rows([ids[n] for n in rows], pieces.pad, device) for ids in (sources, references))
            logits = model(
                input_ids=source,
                attention_mask=(source != pieces.pad).long(),
                decoder_input_ids=shifted(target, pieces.pad),
                use_cache=False,
            ).logits.float()
            total += functional.cross_entropy(logits.transpose(1, 2), target, ignore_index=pieces.pad, reduction="sum").item()
    return total / math.log(2) / max(sum(map(len, dev.references)), 1)


def translate_greedily(model: Any, texts: Sequence[str], target: str, pieces: Pieces) -> list[str]:
    """Translations by beam 1."""
    ids, out = _encode(texts, target, pieces), [""] * len(texts)
    with torch.no_grad():
        for rows in _batches(ids):
            source = pad_rows([ids[n] for n in rows], pieces.pad, model.device)
            made = model.generate(
                input_ids=source,
                attention_mask=(source != pieces.pad).long(),
                num_beams=1,
                do_sample=False,
                max_new_tokens=min(200, int(1.6 * source.shape[1]) + 10),
            )
            for n, row in zip(rows, made.tolist(), strict=True):
                out[n] = pieces.decode(row)
    return out


def _encode(texts: Sequence[str], target: str, pieces: Pieces) -> list[list[int]]:
    return [[pieces.tag(target), *pieces.encode(text)[:_LONGEST], END_ID] for text in texts]


def _batches(ids: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Numbers of rows, those of like length together."""
    order = sorted(range(len(ids)), key=lambda n: len(ids[n]))
    yield from (order[at : at + _ROWS] for at in range(0, len(order), _ROWS))
