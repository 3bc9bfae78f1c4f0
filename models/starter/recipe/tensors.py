"""What training and scoring share: the machine, rows of ids as tensors, the moving average of the weights."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

UPDATE_EVERY = 10
"""Steps between updates of the average."""


@dataclass(frozen=True, slots=True)
class Device:
    """What the machine can do."""

    name: str
    bfloat16: bool
    """Whether products run in bfloat16: on a GPU, and with AVX512-BF16, where they take less than half the time."""

    @classmethod
    def find(cls) -> "Device":
        """The best of this machine."""
        name = "cuda" if torch.cuda.is_available() else "cpu"
        supported = getattr(torch.cpu, "_is_avx512_bf16_supported", bool)
        return cls(name, name == "cuda" or bool(supported()))


class Average:
    """The exponential moving average of a model's weights; what is evaluated and handed on."""

    def __init__(self, model: Any, steps: int) -> None:
        self._model, self._steps = model, steps
        self.weights = {name: weight.detach().clone() for name, weight in model.named_parameters()}

    def update(self) -> None:
        """Take in the present weights, after each tenth step."""
        now = dict(self._model.named_parameters())
        share = 1 - math.exp(-UPDATE_EVERY / self._steps)
        with torch.no_grad():
            for name, weight in self.weights.items():
                weight.lerp_(now[name].detach(), share)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """The model has the averaged weights, and no dropout."""
        held = {name: weight.detach().clone() for name, weight in self._model.named_parameters()}
        self._model.load_state_dict(self.weights, strict=False)
        self._model.eval()
        try:
            yield
        finally:
            self._model.load_state_dict(held, strict=False)
            self._model.train()


def pad_rows(rows: list[list[int]], pad: int, device: str) -> Any:
    """Rows of ids as one tensor. *Shape:* (rows, longest)."""
    table = np.full((len(rows), max(map(len, rows))), pad, dtype=np.int64)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return torch.from_numpy(table).to(device)


def shifted(target: Any, pad: int) -> Any:
    """What the decoder reads while it writes `target`: the same behind a `<pad>`."""
    return torch.cat([torch.full((len(target), 1), pad, device=target.device), target[:, :-1]], 1)
