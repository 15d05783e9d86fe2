"""The descent that the trainings of the reader and of the listener share."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import torch

_DECAY = 0.01
_BETAS = (0.9, 0.98)
_LONGEST_GRADIENT = 1.0

Say = Callable[[str], None]
Batch = TypeVar("Batch")


@dataclass(frozen=True, slots=True)
class Descent:
    """learning_rate: of AdamW. steps: how many there are in all. share: the share of the learning
    rate for a step. reported: after how many steps it is told how far it is.
    """

    learning_rate: float
    steps: int
    share: Callable[[int], float]
    reported: int


def descend(
    batches: Iterable[Batch],
    loss_of: Callable[[Batch], torch.Tensor],
    trained: Sequence[torch.Tensor],
    plan: Descent,
    say: Say,
) -> list[float]:
    """Train weights in place, a step for each batch, and return the loss of each step."""
    optimizer = _optimizer(trained, plan.learning_rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, plan.share)
    losses: list[float] = []
    for batch in batches:
        loss = loss_of(batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, _LONGEST_GRADIENT)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        losses.append(float(loss.detach()))
        if len(losses) % plan.reported == 0:
            mean = math.fsum(losses[-plan.reported :]) / plan.reported
            say(f"step {len(losses):,} of {plan.steps:,}: loss {mean:.3f}")
    return losses


def _optimizer(trained: Sequence[torch.Tensor], learning_rate: float) -> torch.optim.Optimizer:
    """Return AdamW, which lets matrices decay, but no biases and no norms."""
    groups = [
        {"params": [w for w in trained if w.ndim > 1], "weight_decay": _DECAY},
        {"params": [w for w in trained if w.ndim <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, learning_rate, _BETAS, fused=trained[0].is_cuda)
