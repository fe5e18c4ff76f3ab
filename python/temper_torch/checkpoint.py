"""A learner in a folder of torch.distributed.checkpoint, which another number of ranks can read."""

from __future__ import annotations

from typing import Protocol

import torch
import torch.distributed.checkpoint as dcp
from torch import Tensor, nn


class Trained(Protocol):
    @property
    def trainable(self) -> dict[str, nn.Parameter]: ...
    @property
    def optimizer(self) -> torch.optim.AdamW: ...


def _state(learner: Trained, step: int | None) -> dict[str, Tensor]:
    """The tensors of a learner themselves. `step`: how many updates a learner without moments has made."""
    state: dict[str, Tensor] = {}
    for key, parameter in learner.trainable.items():
        moments = learner.optimizer.state[parameter]
        if "exp_avg" not in moments:
            moments["exp_avg"] = torch.zeros_like(parameter)
            moments["exp_avg_sq"] = torch.zeros_like(parameter)
            moments["step"] = torch.zeros((), device=parameter.device)
        if step is not None:
            moments["step"].fill_(step)
        state[key] = parameter.detach()
        state[f"{key}.m"] = moments["exp_avg"]
        state[f"{key}.v"] = moments["exp_avg_sq"]
    return state


def save(learner: Trained, folder: str) -> None:
    dcp.save(_state(learner, None), checkpoint_id=folder)


def restore(learner: Trained, folder: str, step: int) -> None:
    dcp.load(_state(learner, step), checkpoint_id=folder)
