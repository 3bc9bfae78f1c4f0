"""The network: transformers' MarianMTModel, both directions in one, and how a deeper one is grown from a shallow one.

What differs from the Marian models of OPUS-MT: positions are a learned table, not sinusoids, so they must be written into the
checkpoint (`export.py`); the decoder starts from `<pad>`, whose embedding must be zero, since Marian and CTranslate2 take it to
be: `silence_start` sees to it after each step.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from transformers import MarianConfig, MarianMTModel

from recipe.files import RecipeError, replacing_in
from recipe.vocabulary import END_ID, Pieces

TIED = ("embed_tokens.weight", "lm_head.weight")
"""What a checkpoint leaves out: all three are `model.shared.weight`."""
STACKS = ("encoder", "decoder")


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a network."""

    width: int = 384
    encoder: int = 6
    decoder: int = 2
    heads: int = 12
    positions: int = 512

    def config(self, *, pad: int) -> MarianConfig:
        """As transformers has it; `pad` is the last id of the vocabulary."""
        return MarianConfig(
            vocab_size=pad + 1,
            decoder_vocab_size=pad + 1,
            d_model=self.width,
            encoder_layers=self.encoder,
            decoder_layers=self.decoder,
            encoder_attention_heads=self.heads,
            decoder_attention_heads=self.heads,
            encoder_ffn_dim=4 * self.width,
            decoder_ffn_dim=4 * self.width,
            max_position_embeddings=self.positions,
            activation_function="gelu",
            scale_embedding=False,
            static_position_embeddings=True,
            share_encoder_decoder_embeddings=True,
            tie_word_embeddings=True,
            pad_token_id=pad,
            decoder_start_token_id=pad,
            eos_token_id=END_ID,
            forced_eos_token_id=END_ID,
            bos_token_id=None,
            dropout=0.0,
            attention_dropout=0.0,
            activation_dropout=0.0,
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of a checkpoint, in float32."""

    tensors: Mapping[str, Any]
    step: int = 0
    seen: int = 0
    """Target pieces learned from so far."""


def read_config(folder: Path, **changes: Any) -> MarianConfig:
    """The config of a checkpoint's folder, with some values changed. Raises RecipeError where there is none of a Marian."""
    file = folder / "config.json"
    if not file.is_file():
        raise RecipeError(f"{folder}: not a checkpoint: has no config.json")
    try:
        kind = json.loads(file.read_text(encoding="utf-8")).get("model_type")
    except (ValueError, AttributeError) as error:
        raise RecipeError(f"{file}: damaged: {error}") from error
    if kind != "marian":
        raise RecipeError(f"{folder}: a checkpoint of the kind {kind}, not marian")
    return MarianConfig.from_pretrained(folder, **changes)


def check_vocabulary(folder: Path, config: Any, pieces: Pieces) -> None:
    """Raise RecipeError where a checkpoint's embeddings are of another number than the pieces."""
    if config.vocab_size != pieces.pad + 1:
        raise RecipeError(
            f"{folder}: has {config.vocab_size:,} pieces, the vocabulary {pieces.pad + 1:,}; they belong together"
        )


def read_weights(folder: Path) -> Weights:
    """The weights of a checkpoint's folder. Raises RecipeError where there are none, or damaged ones."""
    path = folder / "model.safetensors"
    if not path.is_file():
        raise RecipeError(f"{folder}: not a checkpoint: has no {path.name} (of a run, `export` makes one)")
    try:
        with safe_open(path, "pt") as file:
            told = file.metadata() or {}
            tensors = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
    except SafetensorError as error:
        raise RecipeError(f"{path}: damaged: {error}") from error
    return Weights(tensors, int(told.get("step", 0)), int(told.get("seen", 0)))


def build(config: Any, weights: Weights | None = None, *, seed: int = 1) -> Any:
    """A network with random weights, on which those given are put; deeper stacks of layers than theirs are grown from those.

    Random: Xavier, and a small gain in front of the output layer, so that logits start with a variance of about one.
    """
    torch.manual_seed(seed)
    model = MarianMTModel(config).float()
    for name, weight in model.named_parameters():
        if weight.dim() > 1 and "embed_positions" not in name:
            torch.nn.init.xavier_uniform_(weight)
    torch.nn.init.constant_(model.model.decoder.layers[-1].final_layer_norm.weight, 0.1)
    if weights is not None:
        grown = grow(weights.tensors, "encoder", config.encoder_layers)
        _put_on(model, grow(grown, "decoder", config.decoder_layers))
    silence_start(model)
    return model


def _put_on(model: Any, tensors: Mapping[str, Any]) -> None:
    try:
        model.load_state_dict(tensors, strict=False)
    except RuntimeError as error:
        raise RecipeError(
            f"the weights are of another shape than config.json says: {str(error).splitlines()[-1].strip()}"
        ) from error


def silence_start(model: Any) -> None:
    """Make the embedding of `<pad>`, from which the decoder starts, zero."""
    model.model.shared.weight.data[model.config.pad_token_id].zero_()


def count_layers(weights: Mapping[str, Any], stack: str) -> int:
    """Layers of the encoder or of the decoder that the weights have."""
    prefix = f"model.{stack}.layers."
    return len({name.removeprefix(prefix).split(".")[0] for name in weights if name.startswith(prefix)})


def grow(weights: Mapping[str, Any], stack: str, layers: int) -> dict[str, Any]:
    """The weights with so many layers in a stack, each new one behind the one that it was copied from; the function stays.

    A new layer attends and computes as the old one does, but what it would add is multiplied by zero at first. In a network
    that normalises behind each sum this is not enough, since the normalisations remain: so the old layer's last one moves into
    the new layer's end, and all in between neither scale nor shift, which leaves what is normalised already as it is.

    Weights without the stack, or with enough layers, come back as they are. Raises RecipeError where there are too many.
    """
    prefix, there = f"model.{stack}.layers.", count_layers(weights, stack)
    if there > layers:
        raise RecipeError(f"the checkpoint's {stack} has {there} layers, more than {layers}")
    if there in (0, layers):
        return dict(weights)
    copies = [layers // there + (n < layers % there) for n in range(there)]
    grown = {name: tensor for name, tensor in weights.items() if not name.startswith(prefix)}
    place = 0
    for old, count in enumerate(copies):
        own = f"{prefix}{old}."
        layer = {name.removeprefix(own): tensor for name, tensor in weights.items() if name.startswith(own)}
        for copy in range(count):
            for name, tensor in _nth_copy(layer, copy, count).items():
                grown[f"{prefix}{place}.{name}"] = tensor
            place += 1
    return grown


def _nth_copy(layer: Mapping[str, Any], copy: int, count: int) -> dict[str, Any]:
    """A layer that is one of `count` in place of one: the first works, the others are silent, the last has its last norm."""
    made = {}
    for name, tensor in layer.items():
        part = name.split(".")[-2]
        keeps = part == "final_layer_norm" and copy == count - 1
        if "layer_norm" in part and not keeps and (copy > 0 or part == "final_layer_norm"):
            made[name] = torch.ones_like(tensor) if name.endswith("weight") else torch.zeros_like(tensor)
        elif part in ("out_proj", "fc2") and copy > 0:
            made[name] = torch.zeros_like(tensor)
        else:
            made[name] = tensor.clone()
    return made


def save_start(folder: Path, config: Any, weights: Weights) -> None:
    """Write a folder that training can start from: config and weights, in float16."""
    from safetensors.torch import save_file

    told = {"format": "pt", "step": str(weights.step), "seen": str(weights.seen)}
    tensors = {name: tensor.half().contiguous() for name, tensor in weights.tensors.items() if not name.endswith(TIED)}
    with replacing_in(folder) as made:
        config.save_pretrained(made)
        save_file(tensors, made / "model.safetensors", metadata=told)
