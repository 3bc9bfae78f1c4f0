"""The network: transformers' MarianMTModel, both directions in one, and how a deeper decoder is grown from a shallow one.

What differs from the Marian models of OPUS-MT: positions are a learned table, not sinusoids, so they must be written into the
checkpoint (`export.py`); the decoder starts from `<pad>`, whose embedding must be zero, since Marian and CTranslate2 take it to
be: `silence_start` sees to it after each step.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from transformers import MarianConfig, MarianMTModel

from recipe.vocabulary import END_ID

TIED = ("embed_tokens.weight", "lm_head.weight")
"""What a checkpoint leaves out: all three are `model.shared.weight`."""
_LAYER = "model.decoder.layers."


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
    """The config of a checkpoint's folder, with some values changed."""
    return MarianConfig.from_pretrained(folder, **changes)


def read_weights(folder: Path) -> Weights:
    """The weights of a checkpoint's folder."""
    with safe_open(folder / "model.safetensors", "pt") as file:
        told = file.metadata() or {}
        tensors = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
    return Weights(tensors, int(told.get("step", 0)), int(told.get("seen", 0)))


def build(config: Any, weights: Weights | None = None, *, seed: int = 1) -> Any:
    """A network with random weights, on which those given are put; a deeper decoder than theirs is grown from it.

    Random: Xavier, and a small gain in front of the output layer, so that logits start with a variance of about one.
    """
    torch.manual_seed(seed)
    model = MarianMTModel(config).float()
    for name, weight in model.named_parameters():
        if weight.dim() > 1 and "embed_positions" not in name:
            torch.nn.init.xavier_uniform_(weight)
    torch.nn.init.constant_(model.model.decoder.layers[-1].final_layer_norm.weight, 0.1)
    if weights is not None:
        model.load_state_dict(grow_decoder(weights.tensors, config.decoder_layers), strict=False)
    silence_start(model)
    return model


def silence_start(model: Any) -> None:
    """Make the embedding of `<pad>`, from which the decoder starts, zero."""
    model.model.shared.weight.data[model.config.pad_token_id].zero_()


def count_layers(weights: Mapping[str, Any]) -> int:
    """Layers of the decoder that the weights have."""
    return len({name.removeprefix(_LAYER).split(".")[0] for name in weights if name.startswith(_LAYER)})


def grow_decoder(weights: Mapping[str, Any], layers: int) -> dict[str, Any]:
    """The weights with so many decoder layers, each new one behind the one that it was copied from; the function stays.

    A new layer attends and computes as the old one does, but what it would add is multiplied by zero at first. In a network
    that normalises behind each sum this is not enough, since the normalisations remain: so the old layer's last one moves into
    the new layer's end, and all in between neither scale nor shift, which leaves what is normalised already as it is.

    Weights without a decoder, or with enough layers, come back as they are. Raises ValueError where there are too many.
    """
    there = count_layers(weights)
    if there > layers:
        raise ValueError(f"the checkpoint's decoder has {there} layers, more than {layers}")
    if there in (0, layers):
        return dict(weights)
    copies = [layers // there + (n < layers % there) for n in range(there)]
    grown = {name: tensor for name, tensor in weights.items() if not name.startswith(_LAYER)}
    place = 0
    for old, count in enumerate(copies):
        own = f"{_LAYER}{old}."
        layer = {name.removeprefix(own): tensor for name, tensor in weights.items() if name.startswith(own)}
        for copy in range(count):
            for name, tensor in _nth_copy(layer, copy, count).items():
                grown[f"{_LAYER}{place}.{name}"] = tensor
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

    folder.mkdir(parents=True, exist_ok=True)
    config.save_pretrained(folder)
    told = {"format": "pt", "step": str(weights.step), "seen": str(weights.seen)}
    tensors = {name: tensor.half().contiguous() for name, tensor in weights.tensors.items() if not name.endswith(TIED)}
    save_file(tensors, folder / "model.safetensors", metadata=told)
