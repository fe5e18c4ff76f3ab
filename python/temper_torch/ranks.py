"""The processes that compute together. Requests and replies travel over gloo, whatever the device."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any, TypeVar, cast

import torch
import torch.distributed as dist
from torch import Tensor

T = TypeVar("T")
_bucket = 2**26


def start() -> torch.device:
    """Joins the group that torchrun made, or a group of one, and chooses this rank's device."""
    for name, value in {"RANK": "0", "WORLD_SIZE": "1", "LOCAL_RANK": "0"}.items():
        os.environ.setdefault(name, value)
    cuda = torch.cuda.is_available()
    device = torch.device("cuda", int(os.environ["LOCAL_RANK"])) if cuda else torch.device("cpu")
    if cuda:
        torch.cuda.set_device(device)
    else:
        torch.use_deterministic_algorithms(True)
        torch.utils.deterministic.fill_uninitialized_memory = False
    # An idle driver may think for days between two requests.
    patience = timedelta(days=30)
    backend = "cpu:gloo,cuda:nccl" if cuda else "gloo"
    if "MASTER_ADDR" in os.environ:
        dist.init_process_group(backend, timeout=patience)
    else:
        dist.init_process_group(backend, store=dist.HashStore(), rank=0, world_size=1)
    return device


def rank() -> int:
    return dist.get_rank()


def world() -> int:
    return dist.get_world_size()


def broadcast(blob: bytes | None) -> bytes:
    """What rank 0 has, on every rank."""
    if world() == 1:
        return cast(bytes, blob)
    size = torch.tensor([len(blob or b"")])
    dist.broadcast(size, 0)
    data = torch.frombuffer(bytearray(blob), dtype=torch.uint8) if blob else torch.empty(int(size), dtype=torch.uint8)
    dist.broadcast(data, 0)
    return data.numpy().tobytes()


def gather(value: T) -> list[T]:
    """What every rank has, on rank 0; elsewhere an empty list."""
    if world() == 1:
        return [value]
    values: list[Any] | None = [None] * world() if rank() == 0 else None
    dist.gather_object(value, values, 0)
    return values or []


def total(*values: float) -> list[float]:
    """Sums over the ranks, on every rank."""
    sums = torch.tensor(values, dtype=torch.float64)
    dist.all_reduce(sums)
    return sums.tolist()


def add_up(tensors: list[Tensor]) -> None:
    """Replaces each tensor by its sum over the ranks, a bucket at a time."""
    if world() == 1:
        return
    start = 0
    while start < len(tensors):
        end, size = start, 0
        while end < len(tensors) and (end == start or size + tensors[end].numel() <= _bucket):
            size += tensors[end].numel()
            end += 1
        part = tensors[start:end]
        flat = torch.cat([tensor.reshape(-1) for tensor in part])
        dist.all_reduce(flat)
        sums = flat.split([tensor.numel() for tensor in part])
        torch._foreach_copy_(part, [values.view_as(tensor) for values, tensor in zip(sums, part, strict=True)])
        start = end
