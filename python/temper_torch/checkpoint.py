"""A learner in a folder of torch.distributed.checkpoint, which another number of ranks can read."""

from typing import Any

import torch
import torch.distributed.checkpoint as dcp
from torch import Tensor, nn


def _tensors(trainable: dict[str, nn.Parameter], optimizer: torch.optim.AdamW, step: int | None) -> dict[str, Tensor]:
    """What is trained, and its moments: the tensors themselves. `step`: sets how many updates were made."""
    state: dict[str, Tensor] = {}
    for name, parameter in trainable.items():
        own: dict[str, Any] = optimizer.state[parameter]
        if not own:
            zeros = {moment: torch.zeros_like(parameter, requires_grad=False) for moment in ("exp_avg", "exp_avg_sq")}
            own |= {"step": torch.zeros((), device=parameter.device), **zeros}
        if step is not None:
            own["step"].fill_(step)
        state |= {name: parameter.detach(), f"{name}.m": own["exp_avg"], f"{name}.v": own["exp_avg_sq"]}
    return state


def save(trainable: dict[str, nn.Parameter], optimizer: torch.optim.AdamW, folder: str) -> None:
    dcp.save(_tensors(trainable, optimizer, None), checkpoint_id=folder)


def restore(trainable: dict[str, nn.Parameter], optimizer: torch.optim.AdamW, folder: str, step: int) -> None:
    dcp.load(_tensors(trainable, optimizer, step), checkpoint_id=folder)
