"""What a step minimises: the cross-entropy of the targets, over all pieces or a sample of them, and where attention looks.

- *Sampled softmax.* On a CPU the output layer is half of a step. The sum over all pieces is estimated by those of the batch's
  own targets and some drawn at random, each of which stands for many (importance sampling). The last stretch sees all pieces.
- *Guided alignment.* Markup is laid back, and names are found, by what the decoder looks at in its last layer. Known word links
  say what that should be; the loss is -log of the attention's mass on the linked source pieces (Chen et al. 2016, with mass in
  place of a distribution: how it is spread over a word's pieces is left to the model).
"""

from typing import Any

import torch
from torch.nn import functional


def sample_output(hidden: Any, target: Any, table: Any, negatives: int) -> tuple[Any, Any]:
    """Logits over the targets' own pieces and `negatives` others, and where the targets are among them.

    *Shape:* hidden (n, width), target (n), table (vocabulary, width); returns (n, own + negatives) and (n).
    """
    own, place = target.unique(return_inverse=True)
    others = torch.ones(len(table), dtype=torch.bool, device=hidden.device).index_fill(0, own, False).nonzero()[:, 0]
    drawn = others[torch.randperm(len(others), device=hidden.device)[:negatives]]
    stands_for = torch.zeros(len(own) + len(drawn), device=hidden.device)
    stands_for[len(own) :] = torch.log(torch.tensor(len(others) / max(len(drawn), 1)))
    return functional.linear(hidden, table[torch.cat([own, drawn])], stands_for.to(hidden.dtype)), place


def weighted_cross_entropy(logits: Any, target: Any, weight: Any, *, smoothing: float = 0.1) -> Any:
    """The weighted mean over the pieces. *Shape:* logits (n, pieces), target (n), weight (n)."""
    each = functional.cross_entropy(logits.float(), target, label_smoothing=smoothing, reduction="none")
    return (each * weight).sum() / weight.sum()


def alignment_loss(attention: Any, links: Any) -> Any:
    """How far attention is from the links; zero where there are none.

    *Shape:* attention (batch, targets, sources), each row a distribution; links (n, 4): text, target place, first source place,
    its stop.
    """
    if len(links) == 0:
        return attention.sum() * 0.0
    text, target, start, stop = links.unbind(1)
    mass = functional.pad(attention.float().cumsum(-1), (1, 0))
    looked = mass[text, target, stop] - mass[text, target, start]
    return -torch.log(looked.clamp(min=1e-6)).mean()
