"""Learners in a folder of torch.distributed.checkpoint, which another number of ranks can read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import torch
import torch.distributed.checkpoint as dcp
from torch import Tensor, nn


class Trained(Protocol):
    @property
    def trainable(self) -> dict[str, nn.Parameter]: ...
    @property
    def optimizer(self) -> torch.optim.AdamW: ...


def _state(learners: Mapping[str, Trained], step: int | None) -> dict[str, Tensor]:
    """The tensors of all learners themselves. `step`: how many updates a learner without moments has made."""
    state: dict[str, Tensor] = {}
    for name, learner in learners.items():
        for key, parameter in learner.trainable.items():
            moments = learner.optimizer.state[parameter]
            if "exp_avg" not in moments:
                moments["exp_avg"] = torch.zeros_like(parameter)
                moments["exp_avg_sq"] = torch.zeros_like(parameter)
                moments["step"] = torch.zeros((), device=parameter.device)
            if step is not None:
                moments["step"].fill_(step)
            state[f"{name}/{key}"] = parameter.detach()
            state[f"{name}/{key}.m"] = moments["exp_avg"]
            state[f"{name}/{key}.v"] = moments["exp_avg_sq"]
    return state


def save(learners: Mapping[str, Trained], folder: str) -> None:
    dcp.save(_state(learners, None), checkpoint_id=folder)


def restore(learners: Mapping[str, Trained], folder: str, step: int) -> None:
    dcp.load(_state(learners, step), checkpoint_id=folder)
