"""The processes that compute together. Requests and results travel over gloo, whatever the device."""

import os
import sys
from datetime import timedelta
from typing import Any, TypeVar

import psutil
import torch
import torch.distributed as dist

T = TypeVar("T")


def start() -> torch.device:
    """Joins the group that torchrun made, or a group of one, and chooses this rank's device."""
    cuda = torch.cuda.is_available()
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0))) if cuda else torch.device("cpu")
    if cuda:
        torch.cuda.set_device(device)
    else:
        torch.use_deterministic_algorithms(True)
        torch.utils.deterministic.fill_uninitialized_memory = False  # type: ignore[attr-defined]
    alone: dict[str, Any] = {} if "RANK" in os.environ else {"store": dist.HashStore(), "rank": 0, "world_size": 1}
    # An idle driver may think for days between two requests.
    dist.init_process_group("cpu:gloo,cuda:nccl" if cuda else "gloo", timeout=timedelta(days=30), **alone)
    return device


def room(device: torch.device) -> int:
    """Bytes of memory for this rank: those of its device, or its part of the machine's."""
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[1]
    memory: int = psutil.virtual_memory().total
    return memory // int(os.environ.get("LOCAL_WORLD_SIZE", 1))


def peak(device: torch.device) -> int:
    """Bytes that this rank has held at most: of its device, or of memory."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device)
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def broadcast(blob: bytes | None) -> bytes:
    """What rank 0 has, on every rank."""
    size = torch.tensor([len(blob or b"")])
    dist.broadcast(size, 0)
    data = torch.frombuffer(bytearray(blob), dtype=torch.uint8) if blob else torch.empty(int(size), dtype=torch.uint8)
    dist.broadcast(data, 0)
    return data.numpy().tobytes()


def gather(value: T) -> list[T]:
    """What every rank has, on every rank."""
    values: list[Any] = [value] * dist.get_world_size()
    if len(values) > 1:
        dist.all_gather_object(values, value)
    return values


def add_up(tensors: list[torch.Tensor]) -> None:
    """Replaces each tensor by its sum over the ranks."""
    for work in [dist.all_reduce(tensor, async_op=True) for tensor in tensors if dist.get_world_size() > 1]:
        work.wait()
