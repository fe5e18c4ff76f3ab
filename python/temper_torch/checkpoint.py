"""Learners in a folder of torch.distributed.checkpoint, which another number of ranks can read."""

from typing import Any

import torch
import torch.distributed.checkpoint as dcp
from torch import Tensor, nn

Trained = tuple[dict[str, nn.Parameter], torch.optim.AdamW]


def _tensors(learners: dict[str, Trained], step: int | None) -> dict[str, Tensor]:
    """What is trained, and its moments: the tensors themselves. `step`: sets how many updates were made."""
    state: dict[str, Tensor] = {}
    for name, (trainable, optimizer) in learners.items():
        for key, parameter in trainable.items():
            own: dict[str, Any] = optimizer.state[parameter]
            if not own:
                zeros = {moment: torch.zeros_like(parameter, requires_grad=False) for moment in ("exp_avg", "exp_avg_sq")}
                own |= {"step": torch.zeros((), device=parameter.device), **zeros}
            if step is not None:
                own["step"].fill_(step)
            state |= {f"{name}/{key}": parameter.detach(), f"{name}/{key}.m": own["exp_avg"], f"{name}/{key}.v": own["exp_avg_sq"]}
    return state


def save(learners: dict[str, Trained], folder: str) -> None:
    dcp.save(_tensors(learners, None), checkpoint_id=folder)


def restore(learners: dict[str, Trained], folder: str, step: int) -> None:
    dcp.load(_tensors(learners, step), checkpoint_id=folder)
