"""A learner in a folder of torch.distributed.checkpoint, which another number of ranks can read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from safetensors import SafetensorError
from torch import Tensor, nn
from torch.distributed.checkpoint.api import CheckpointException

from .wire import Refusal


@contextmanager
def files_in(folder: str, expected: str) -> Iterator[None]:
    """Refuses what the disk refuses. All ranks raise a CheckpointException together; it is no Exception."""
    try:
        yield
    except (CheckpointException, SafetensorError, OSError) as error:
        causes = [cause for cause, _ in error.failures.values()] if isinstance(error, CheckpointException) else []
        raise Refusal("disk", folder, expected, " ".join(str([*causes, error][0]).split())[:300]) from error


def checkpointed(trainable: dict[str, nn.Parameter], optimizer: torch.optim.AdamW, step: int | None = None) -> dict[str, Tensor]:
    """What is trained, and its moments: the tensors themselves. `step`: sets how many updates were made."""
    tensors: dict[str, Tensor] = {}
    for name, parameter in trainable.items():
        own: dict[str, Any] = optimizer.state[parameter]
        if not own:
            zeros = {moment: torch.zeros_like(parameter, requires_grad=False) for moment in ("exp_avg", "exp_avg_sq")}
            own |= {"step": torch.zeros((), device=parameter.device), **zeros}
        if step is not None:
            own["step"].fill_(step)
        tensors |= {name: parameter.detach(), f"{name}.m": own["exp_avg"], f"{name}.v": own["exp_avg_sq"]}
    return tensors
