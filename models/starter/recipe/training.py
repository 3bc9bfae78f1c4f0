"""A training run: steps over the epochs, the moving average of the weights, saving, stopping and going on.

A run is a function of its options, its data and the weights that it starts from. All that is random at a step follows from the
seed and the step's number, so a run that was stopped and goes on ends where one without a stop does (on the same machine, with
the same number of threads). Only a limit in seconds is not so.

The learning rate rises over `warmup` steps, falls slowly with their number, and to zero over the last `cooldown` of the limit.
"""

import json
import pickle
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from recipe.dataset import Batch, Bitext, plan_epoch
from recipe.files import RecipeError
from recipe.losses import alignment_loss, sample_output, weighted_cross_entropy
from recipe.model import STACKS, build, check_vocabulary, read_config, read_weights, silence_start
from recipe.optimiser import Rates, make_optimiser
from recipe.tensors import UPDATE_EVERY, Average, Device, shifted
from recipe.vocabulary import Pieces

STATE = "last.pt"


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """How a run is made."""

    tokens: int = 2800
    """Padded pieces of a batch and side at most; on a GPU ten times as many."""
    most: int = 2
    """Pairs of a group that an epoch draws."""
    rate: float = 1.4e-3
    rates: Rates = field(default_factory=Rates)
    optimiser: str = "adamw"
    warmup: int = 250
    """Steps."""
    cooldown: float = 0.0
    """Last part of the limit over which the rate falls to zero: 0 = it does not, 0.2 = the last fifth."""
    steps: int | None = None
    """End after so many, counted from where the run began; what its checkpoint had learned before does not count."""
    seconds: float | None = None
    """End after this time."""
    freeze: int = 0
    """The encoder stays as it is for the run's first so many target pieces: cheaper steps while the decoder learns."""
    negatives: int = 0
    """Pieces of the sampled softmax; 0 = all pieces."""
    dropout: float = 0.0
    into_russian: float = 1.0
    """How much a target piece counts in Russian, against one in English: Russian has more to learn."""
    guided: float = 0.0
    """Weight of the alignment loss."""
    guided_head: int | None = 0
    """The head of the decoder's last layer that is told where to look; None = the mean of all."""
    encoder: int | None = None
    """Layers of the encoder; more than the checkpoint has are grown from those."""
    decoder: int | None = None
    """Likewise of the decoder."""
    average: int = 600
    """Steps that the moving average looks back over."""
    save_every: float = 300.0
    """Seconds."""
    evaluate_every: float = 1800.0
    """Seconds."""
    threads: int = 2
    seed: int = 1


def read_state(folder: Path, device: str = "cpu") -> dict[str, Any] | None:
    """The state of a run's folder, if it has one. Raises RecipeError where it is damaged."""
    path = folder / STATE
    if not path.exists():
        return None
    try:
        state: dict[str, Any] = torch.load(path, map_location=device, weights_only=True)
        if missing := {"model", "average", "step", "seen"} - set(state):
            raise RecipeError(f"has no {', '.join(sorted(missing))}")
    except (RuntimeError, pickle.UnpicklingError, EOFError, ValueError, TypeError, KeyError) as error:
        why = str(error).partition("\n")[0] or "it ends in the middle"
        raise RecipeError(f"{path}: not the state of a run, or damaged; without it the run begins anew: {why}") from error
    return state


class Run:
    """A run in a folder: its state is in `last.pt`, its log in `log.jsonl`, and `config.json` beside them."""

    def __init__(
        self,
        folder: Path,
        start: Path,
        data: Bitext,
        pieces: Pieces,
        options: TrainOptions,
        *,
        tell: Callable[[str], object] = str,
    ) -> None:
        """Go on from the folder's state, or from the checkpoint in `start` where there is none or it has learned less.

        `tell` gets each line of the log. Raises RecipeError where the parts do not fit together.
        """
        self.folder, self.options, self.step, self.seen = folder, options, 0, 0
        self._data, self._pieces, self._device, self._tell = data, pieces, Device.find(), tell
        torch.set_num_threads(options.threads)
        data.check(pieces)
        weights, state = read_weights(start), read_state(folder, self._device.name)
        fresh = state is None or state["seen"] < weights.seen
        self.config = self._configure(start, None if fresh else state)
        check_vocabulary(start, self.config, pieces)
        folder.mkdir(parents=True, exist_ok=True)
        self.config.save_pretrained(folder)
        self.model = build(self.config, weights if fresh else None, seed=options.seed).to(self._device.name)
        self.optimiser = make_optimiser(options.optimiser, self.model, options.rates)
        self.average = Average(self.model, options.average)
        self._begun = self.step, self.seen = weights.step, weights.seen
        self.epoch, self.place = 0, 0
        if not fresh and state is not None:
            self._restore(state)
        self.model.train()

    def _configure(self, start: Path, state: Mapping[str, Any] | None) -> Any:
        """The checkpoint's config, changed as the options say. Only plain attention tells where it looks; and on a processor it
        is the faster one for sentences.
        """
        plain = bool(self.options.guided) or self._device.name == "cpu"
        config = read_config(start, dropout=self.options.dropout, attn_implementation="eager" if plain else "sdpa")
        for stack in STACKS:
            asked, there = getattr(self.options, stack), state["layers"][stack] if state else getattr(config, f"{stack}_layers")
            if state and asked not in (None, there):
                raise RecipeError(f"{self.folder}: a run with {there} {stack} layers; export it, and grow it in another folder")
            setattr(config, f"{stack}_layers", asked or there)
        if self.options.guided and (self.options.guided_head or 0) >= config.decoder_attention_heads:
            raise RecipeError(f"{start}: has {config.decoder_attention_heads} heads, counted from 0")
        return config

    def _restore(self, state: dict[str, Any]) -> None:
        if state["kind"] != self.options.optimiser:
            raise RecipeError(f"{self.folder}: a run by {state['kind']}; export it, and go on in another folder")
        self.model.load_state_dict(state["model"])
        self.optimiser.restore(state["optimiser"])
        self.average.weights.update(state["average"])
        self.step, self.seen = state["step"], state["seen"]
        self._begun = state["restart"], state.get("seen_before", self._begun[1])
        self.epoch, self.place = state["epoch"], state["place"]

    @property
    def taken(self) -> int:
        """Steps since the run began."""
        return self.step - self._begun[0]

    def save(self) -> None:
        """Write the state; a run killed meanwhile leaves the one before."""
        state = {
            "model": self.model.state_dict(),
            "average": self.average.weights,
            "optimiser": self.optimiser.state(),
            "kind": self.options.optimiser,
            "layers": {stack: getattr(self.config, f"{stack}_layers") for stack in STACKS},
            "step": self.step,
            "seen": self.seen,
            "restart": self._begun[0],
            "seen_before": self._begun[1],
            "epoch": self.epoch,
            "place": self.place,
        }
        torch.save(state, self.folder / f"{STATE}.tmp")
        (self.folder / f"{STATE}.tmp").replace(self.folder / STATE)

    def log(self, entry: Mapping[str, object]) -> None:
        """Append a line to the log."""
        line = json.dumps({"time": round(time.time()), "step": self.step, "seen": self.seen, **entry}, ensure_ascii=False)
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        self._tell(line)

    def evaluate(self, evaluate: Callable[[Any], Mapping[str, object]]) -> None:
        """Log what is found of the averaged weights."""
        with self.average.in_place():
            self.log(evaluate(self.model))

    def batches(self) -> Iterator[Batch]:
        """The batches from where the run stands, without end."""
        while True:
            plan = plan_epoch(
                self._data, tokens=self.options.tokens, most=self.options.most, seed=self.options.seed, epoch=self.epoch
            )
            if not plan:
                raise RecipeError(f"{self._data.path}: no pairs to train on")
            while self.place < len(plan):
                self.place += 1
                yield plan[self.place - 1]
            self.epoch, self.place = self.epoch + 1, 0

    def learn(self, batch: Batch, left: float) -> float:
        """One step; `left` is the share of the limit that is left. Returns the loss."""
        torch.manual_seed(self.options.seed * 1_000_003 + self.step)
        self.step += 1
        with torch.autocast(self._device.name, torch.bfloat16, enabled=self._device.bfloat16):
            loss, pieces = self._loss(batch, exact=not self.options.negatives or left < self.options.cooldown)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step(self.rate(left))
        silence_start(self.model)
        self.seen += pieces
        if self.step % UPDATE_EVERY == 0:
            self.average.update()
        return float(loss.detach())

    def rate(self, left: float) -> float:
        """The learning rate of the present step."""
        o = self.options
        rate = o.rate * min(self.taken / o.warmup, (4 * o.warmup / max(self.step, 4 * o.warmup)) ** 0.3)
        return float(rate * min(1.0, left / o.cooldown) if o.cooldown else rate)

    def _loss(self, batch: Batch, *, exact: bool) -> tuple[Any, int]:
        """The loss of a batch, and how many target pieces it has."""
        pad, device, model = self._pieces.pad, self._device.name, self.model
        source, target = (torch.from_numpy(table).to(device) for table in self._data.tables(batch, self._pieces))
        mask = (source != pad).long()
        with torch.set_grad_enabled(self.seen - self._begun[1] >= self.options.freeze):
            memory = model.get_encoder()(input_ids=source, attention_mask=mask)
        out = model.model(
            encoder_outputs=memory,
            attention_mask=mask,
            decoder_input_ids=shifted(target, pad),
            use_cache=False,
            output_attentions=bool(self.options.guided),
        )
        real = target != pad
        hidden, wanted = out.last_hidden_state[real], target[real]
        weight = torch.where(torch.from_numpy(batch.into_russian).to(device), self.options.into_russian, 1.0)
        table = model.lm_head.weight
        logits, place = (
            (model.lm_head(hidden), wanted) if exact else sample_output(hidden, wanted, table, self.options.negatives)
        )
        loss = weighted_cross_entropy(logits, place, weight[:, None].expand_as(target)[real])
        if self.options.guided:
            look = _head(out.cross_attentions[-1], self.options.guided_head)
            links = torch.from_numpy(self._data.links(batch, self._pieces)).to(device)
            loss = loss + self.options.guided * alignment_loss(look, links)
        return loss, int(real.sum())


def _head(attention: Any, head: int | None) -> Any:
    """One head's attention, or the mean. *Shape:* (batch, heads, targets, sources) to (batch, targets, sources)."""
    return attention.mean(1) if head is None else attention[:, head]


def train(run: Run, *, evaluate: Callable[[Any], Mapping[str, object]], stop: Callable[[], bool] = bool) -> None:
    """Learn until the limit or until `stop` says so; save, and evaluate what was learned."""
    options, begun = run.options, time.monotonic()
    said = saved = evaluated = begun
    losses: list[float] = []
    batches = run.batches()
    while not stop() and (left := _left(options, run.taken, time.monotonic() - begun)) > 0:
        losses.append(run.learn(next(batches), left))
        now = time.monotonic()
        if now - said > 60:
            run.log({"loss": round(sum(losses) / len(losses), 4), "rate": run.rate(left)})
            losses, said = [], now
        if now - saved > options.save_every:
            run.save()
            saved = time.monotonic()
        if now - evaluated > options.evaluate_every:
            run.evaluate(evaluate)
            evaluated = time.monotonic()
    run.save()
    if losses:
        run.log({"loss": round(sum(losses) / len(losses), 4)})
    if not stop():
        run.evaluate(evaluate)


def _left(options: TrainOptions, taken: int, passed: float) -> float:
    """The share of the limit that is left: of steps from where the run began, of seconds from the start of this call."""
    shares = [1.0]
    if options.steps is not None:
        shares.append(1 - taken / options.steps)
    if options.seconds is not None:
        shares.append(1 - passed / options.seconds)
    return min(shares)
