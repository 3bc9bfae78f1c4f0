"""The two optimisers, behind one small interface.

- `adamw`: AdamW for all weights.
- `muon`: Muon for the matrices inside the layers (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/), AdamW for
  embeddings, biases and norms. Muon makes each step's matrix orthogonal, by a few Newton-Schulz iterations in bfloat16, so that
  rare directions are learned as fast as frequent ones. Its steps are scaled to the size of AdamW's (Liu et al. 2025, "Muon is
  scalable for LLM training"), so both go by the same learning rate.

A weight's rate is the run's rate times its group's share: an encoder that comes pretrained learns slower than a decoder that
does not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch

from recipe.files import RecipeError

_NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)  # of the quintic that Jordan et al. tuned: singular values end between 0.7 and 1.2
_ITERATIONS = 5
_LIKE_ADAMW = 0.2  # root mean square of AdamW's usual steps
_LOWEST = 1e-8


@dataclass(frozen=True, slots=True)
class Rates:
    """Learning rates as shares of the run's."""

    encoder: float = 0.15
    embedding: float = 0.3
    decoder: float = 1.0

    def of(self, name: str) -> float:
        """The share of a weight, by its name."""
        if name.startswith("model.encoder.layers"):
            return self.encoder
        return self.embedding if "shared" in name else self.decoder


class Optimiser(Protocol):
    """What training needs of an optimiser."""

    def step(self, rate: float) -> None:
        """Change the weights by their gradients, which are forgotten."""

    def state(self) -> dict[str, Any]:
        """All that a run that goes on needs."""

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a state."""


class Muon(torch.optim.Optimizer):  # type: ignore[misc]
    """Momentum (Nesterov's), made orthogonal; for matrices only."""

    def __init__(self, params: Iterable[Any], *, lr: float = 1e-3, momentum: float = 0.95) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum})

    def step(self, closure: Any = None) -> None:
        """One step; `closure` is there for the interface and not called."""
        with torch.no_grad():
            for group in self.param_groups:
                by_shape: dict[Any, list[Any]] = {}
                for weight in group["params"]:
                    if weight.grad is not None:
                        by_shape.setdefault(weight.shape, []).append(weight)
                for shape, weights in by_shape.items():
                    ahead = torch.stack([self._ahead(weight, group["momentum"]) for weight in weights])
                    steps = orthogonalise(ahead).to(ahead.dtype).unbind()
                    torch._foreach_add_(weights, list(steps), alpha=-group["lr"] * _LIKE_ADAMW * max(shape) ** 0.5)

    def _ahead(self, weight: Any, momentum: float) -> Any:
        """Where the gradient's mean leads, as Nesterov looks ahead."""
        state = self.state[weight]
        if "momentum" not in state:
            state["momentum"] = torch.zeros_like(weight)
        state["momentum"].lerp_(weight.grad, 1 - momentum)
        return weight.grad.lerp(state["momentum"], momentum)


def orthogonalise(matrices: Any) -> Any:
    """The matrices with their singular values near one, in bfloat16. *Shape:* (..., rows, columns), as it was.

    Matrices of one shape go together: a GPU would wait for the processor, were each to be asked for alone.
    """
    a, b, c = _NEWTON_SCHULZ
    x = matrices.bfloat16()
    tall = x.shape[-2] > x.shape[-1]
    x = x.mT if tall else x
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(_ITERATIONS):
        square = x @ x.mT
        x = a * x + (b * square + c * square @ square) @ x
    return x.mT if tall else x


class _Combined:
    """Some of torch's optimisers, which share out the weights."""

    def __init__(self, parts: Sequence[Any]) -> None:
        self._parts = parts

    def step(self, rate: float) -> None:
        for part in self._parts:
            for group in part.param_groups:
                group["lr"] = max(rate * group["share"], _LOWEST)
            part.step()
            part.zero_grad(set_to_none=True)

    def state(self) -> dict[str, Any]:
        return {str(number): part.state_dict() for number, part in enumerate(self._parts)}

    def restore(self, state: dict[str, Any]) -> None:
        for number, part in enumerate(self._parts):
            part.load_state_dict(state[str(number)])


def make_optimiser(name: str, model: Any, rates: Rates) -> Optimiser:
    """An optimiser for a model's weights, all but positions, which stay as they are. Raises RecipeError for an unknown name."""
    if name not in ("adamw", "muon"):
        raise RecipeError(f"{name}: not an optimiser; there is adamw, muon")
    weights = [(key, weight) for key, weight in model.named_parameters() if "embed_positions" not in key]
    by_muon = [(key, weight) for key, weight in weights if name == "muon" and ".layers." in key and weight.dim() == 2]
    taken = {key for key, _ in by_muon}
    by_adamw = [(key, weight) for key, weight in weights if key not in taken]
    parts: list[Any] = [
        torch.optim.AdamW(_shares(by_adamw, rates), lr=1e-3, betas=(0.9, 0.98), eps=1e-8, weight_decay=0.0, fused=True)
    ]
    if by_muon:
        parts.append(Muon(_shares(by_muon, rates)))
    return _Combined(parts)


def _shares(weights: Sequence[tuple[str, Any]], rates: Rates) -> list[dict[str, Any]]:
    """The weights by their share."""
    groups: dict[float, list[Any]] = {}
    for name, weight in weights:
        groups.setdefault(rates.of(name), []).append(weight)
    return [{"params": some, "share": share} for share, some in groups.items()]
