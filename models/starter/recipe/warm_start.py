"""An untrained model whose encoder has read a hundred languages: the lower layers of multilingual-e5-small, in Marian's form.

Why it fits. The layers of a BERT are Marian's: normalised behind each sum, GELU, biases everywhere. Only the input differs.
There it is LN(word + position + type), here word' + position'. Both tables here are means of the left side, least squares' way:
word' is what it is at the mean position, position' what a position adds to that in the mean over words. With them the hidden
states agree (cosine above 0.99 in the sixth layer). What all words have in common moves into the positions, so that the output
layer, which is tied to the words, is well conditioned.

The vocabulary has to be chosen from e5's (`vocabulary.choose`): each piece keeps its embedding. Tags, markers and bytes start
near the mean. There is no decoder: `model.build` starts it from random weights.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from torch.nn import functional

from recipe.files import RecipeError
from recipe.model import Shape, Weights, save_start
from recipe.vocabulary import FIRST_ORDINARY, PAD, Pieces, find_rows, read_donor

REPOSITORY = "intfloat/multilingual-e5-small"
"""On the Hugging Face hub; MIT."""
WEIGHTS, PIECES, CONFIG = "model.safetensors", "sentencepiece.bpe.model", "config.json"
_OFFSET = 1  # of the embedding's rows against the ids of the SentencePiece model, from the first ordinary piece on
_EPS = 1e-12
_NOISE = 0.3  # of the standard deviation, for pieces that e5 does not know
_USUAL = 128  # positions that the mean is taken over
_SAMPLE = 1500  # words that positions are measured with
_LAYER = {
    "attention.self.query": "self_attn.q_proj",
    "attention.self.key": "self_attn.k_proj",
    "attention.self.value": "self_attn.v_proj",
    "attention.output.dense": "self_attn.out_proj",
    "attention.output.LayerNorm": "self_attn_layer_norm",
    "intermediate.dense": "fc1",
    "output.dense": "fc2",
    "output.LayerNorm": "final_layer_norm",
}
_UNKNOWN_ROWS = {0: 2, 1: 3}  # </s> and <unk>: our id to e5's row


@dataclass(frozen=True, slots=True)
class Encoder:
    """A BERT's weights and its vocabulary."""

    tensors: dict[str, Any]
    pieces: bytes
    heads: int

    @classmethod
    def read(cls, folder: Path) -> "Encoder":
        """From a folder as the hub has it. Raises RecipeError where a file is missing."""
        if missing := [name for name in (WEIGHTS, PIECES, CONFIG) if not (folder / name).is_file()]:
            raise RecipeError(f"{folder}: not {REPOSITORY}: has no {', '.join(missing)}")
        with safe_open(folder / WEIGHTS, "pt") as file:
            tensors = {name.removeprefix("bert."): file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        return cls(tensors, read_donor(folder / PIECES), config["num_attention_heads"])

    @property
    def width(self) -> int:
        """Of the hidden states."""
        return int(self.tensors["embeddings.word_embeddings.weight"].shape[1])

    def normed(self, summed: Any) -> Any:
        """What the first layer reads, from the sum of the embeddings."""
        weight, bias = (self.tensors[f"embeddings.LayerNorm.{part}"] for part in ("weight", "bias"))
        return functional.layer_norm(summed, (self.width,), weight, bias, _EPS)


def download() -> Path:
    """The folder of multilingual-e5-small in the hub's cache; downloads it first where it is not there. Needs a network."""
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(REPOSITORY, allow_patterns=[WEIGHTS, PIECES, CONFIG]))


def warm_weights(encoder: Encoder, pieces: Pieces, *, layers: int, seed: int = 1) -> dict[str, Any]:
    """The weights of a Marian without a decoder: embeddings, positions, and the encoder's lower layers."""
    if f"encoder.layer.{layers - 1}.output.dense.weight" not in encoder.tensors:
        raise RecipeError(f"the encoder has fewer than {layers} layers")
    generator = torch.Generator().manual_seed(seed)
    words, positions = _tables(encoder, pieces, generator)
    weights = {"model.shared.weight": words}
    for side in ("encoder", "decoder"):
        weights[f"model.{side}.embed_positions.weight"] = positions.clone()
    for layer in range(layers):
        for theirs, ours in _LAYER.items():
            for part in ("weight", "bias"):
                tensor = encoder.tensors[f"encoder.layer.{layer}.{theirs}.{part}"]
                weights[f"model.encoder.layers.{layer}.{ours}.{part}"] = tensor
    return weights


def _tables(encoder: Encoder, pieces: Pieces, generator: Any) -> tuple[Any, Any]:
    """The words' and the positions' embeddings. *Shape:* (pieces and `<pad>`, width), (positions, width)."""
    raw = _raw_words(encoder, pieces, generator)
    where = (
        encoder.tensors["embeddings.position_embeddings.weight"] + encoder.tensors["embeddings.token_type_embeddings.weight"][0]
    )
    words = encoder.normed(raw + where[:_USUAL].mean(0))
    ordinary = torch.arange(FIRST_ORDINARY, pieces.pad)
    sample = ordinary[torch.randperm(len(ordinary), generator=generator)[:_SAMPLE]]
    positions = torch.stack([(encoder.normed(raw[sample] + place) - words[sample]).mean(0) for place in where])
    common = words[ordinary].mean(0)
    words = words - common
    words[pieces.ids()[PAD]] = 0.0
    return words, positions + common


def _raw_words(encoder: Encoder, pieces: Pieces, generator: Any) -> Any:
    """e5's embedding of each of our pieces. *Shape:* (pieces and `<pad>`, width)."""
    table = encoder.tensors["embeddings.word_embeddings.weight"]
    rows = {ours: theirs + _OFFSET for ours, theirs in find_rows(pieces.model, encoder.pieces).items()} | _UNKNOWN_ROWS
    known = table[list(rows.values())]
    noise = torch.randn(pieces.pad + 1, encoder.width, generator=generator)
    raw = known.mean(0) + _NOISE * known.std() * noise
    raw[list(rows)] = known
    return raw


def warm_start(encoder: Encoder, pieces: Pieces, folder: Path, *, layers: int, decoder: int) -> None:
    """Write the folder that a first training starts from: so many layers of the encoder, and of a decoder to come."""
    positions = len(encoder.tensors["embeddings.position_embeddings.weight"])
    shape = Shape(encoder.width, layers, decoder, encoder.heads, positions)
    pieces.save(folder)
    save_start(folder, shape.config(pad=pieces.pad), Weights(warm_weights(encoder, pieces, layers=layers)))
