"""The average of several checkpoints' weights, which is often better than each of them.

Checkpoints that were trained on from one start, each on its own order of the data, lie in one valley of the loss: the mean of
their weights writes about what their ensemble would, at the cost of one (Wortsman et al. 2022, "Model soups"). The start may be
among them: it takes back a part of what a short training run forgets.
"""

from collections.abc import Sequence
from pathlib import Path

from recipe.export import write_checkpoint
from recipe.files import RecipeError, replacing_in
from recipe.model import Weights, check_vocabulary, read_config, read_weights
from recipe.vocabulary import Pieces

_BIAS = "final_logits_bias"  # which a start need not have: it is nothing there, and is not trained


def average(parts: Sequence[Weights], shares: Sequence[float]) -> Weights:
    """The weighted mean of weights of the same names and shapes; `shares` are scaled to a sum of one.

    It has behind it what the one of them has that was trained longest.
    """
    whole = sum(shares)
    tensors = {
        name: sum(share / whole * part.tensors[name] for part, share in zip(parts, shares, strict=True))
        for name in parts[0].tensors
        if name != _BIAS or all(name in part.tensors for part in parts)
    }
    return Weights(tensors, max(part.step for part in parts), max(part.seen for part in parts))


def average_checkpoints(folders: Sequence[Path], shares: Sequence[float], folder: Path) -> Weights:
    """Write the average of some checkpoints as one, with the config and the vocabulary of the first.

    Raises RecipeError where their vocabularies or weights are not alike, or where nothing has a share.
    """
    if not sum(shares):
        raise RecipeError("--share 0 for every checkpoint: give one of them a share")
    config, pieces = read_config(folders[0]), Pieces.read(folders[0] / "source.spm")
    check_vocabulary(folders[0], config, pieces)
    parts = [read_weights(one) for one in folders]
    for one, part in zip(folders[1:], parts[1:], strict=True):
        _require_alike(folders[0], parts[0], one, part)
    made = average(parts, shares)
    with replacing_in(folder) as new:
        write_checkpoint(new, made, config=config, pieces=pieces)
    return made


def _require_alike(first: Path, model: Weights, other: Path, weights: Weights) -> None:
    if (first / "source.spm").read_bytes() != (other / "source.spm").read_bytes():
        raise RecipeError(f"{other}: has another vocabulary than {first}; only runs from one start can be averaged")
    for name in sorted((model.tensors.keys() | weights.tensors.keys()) - {_BIAS}):
        here, there = model.tensors.get(name), weights.tensors.get(name)
        if here is None or there is None or here.shape != there.shape:
            raise RecipeError(f"{other}: {name} is not as in {first}; only models of one shape can be averaged")
