"""Rows of a request as packed micro-batches, and attention that never looks from one row into another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.attention.varlen import varlen_attn


@dataclass
class Batch:
    """A micro-batch: N tokens of B rows, S of which are predicted."""

    ids: Tensor
    """[1, N]: each row up to what its last supervised token needs."""
    positions: Tensor
    """[1, N]: restart with each row."""
    lengths: list[int]
    picks: Tensor
    """[S]: the tokens whose hidden states predict."""
    targets: Tensor
    lasts: Tensor
    """[B]: each row's last packed token."""
    inputs: dict[str, Tensor]
    """What an objective may read of the rows."""


def batches(tensors: dict[str, Tensor], ends: Tensor, whole: bool, prefix: str = "") -> Iterator[Batch]:
    """The micro-batches of a request. `whole` packs each row's last supervised token too, for a reward."""
    rows = {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
    lengths: list[int] = rows["lengths"].tolist()
    ids, masks = rows["ids"].long().split(lengths), rows["mask"].split(lengths)
    row = token = 0
    for count in rows["groups"].tolist():
        batch = pack(ids[row : row + count], masks[row : row + count], ends, whole)
        for name, start, size in (
            ("liked", row, count),
            ("advantages", row, count),
            ("reference", token, len(batch.targets)),
            ("sampled", token, len(batch.targets)),
        ):
            if name in rows:
                batch.inputs[name] = rows[name][start : start + size].float()
        row, token = row + count, token + len(batch.targets)
        yield batch


def pack(ids: tuple[Tensor, ...], masks: tuple[Tensor, ...], ends: Tensor, whole: bool) -> Batch:
    kept: list[Tensor] = []
    picks: list[Tensor] = []
    targets: list[Tensor] = []
    start = 0
    for row, mask in zip(ids, masks, strict=True):
        supervised = mask[1:].nonzero()[:, 0]
        last = int(supervised[-1]) + 1 if len(supervised) else 0
        kept.append(row[: max(last + whole, 1)])
        picks.append(supervised + start)
        targets.append(row[supervised + 1])
        start += len(kept[-1])
    counts = torch.tensor([len(part) for part in picks])
    valid = (counts > 0).float()
    predicted = torch.cat(targets)
    rows = torch.arange(len(counts))
    lengths = [len(row) for row in kept]
    return Batch(
        ids=torch.cat(kept)[None],
        positions=torch.cat([torch.arange(length) for length in lengths])[None],
        lengths=lengths,
        picks=torch.cat(picks),
        targets=predicted,
        lasts=torch.tensor(lengths).cumsum(0) - 1,
        inputs={
            "valid": torch.ones(len(predicted)),
            "ends": torch.isin(predicted, ends).float(),
            "membership": (rows[:, None] == rows.repeat_interleave(counts)[None]).float(),
            "lengths": counts.clamp(min=1).float(),
            "rowValid": valid,
            "liked": torch.zeros(len(counts)),
            "pairValid": valid[0 : len(valid) // 2 * 2 : 2] * valid[1::2],
        },
    )


def to_device(batch: Batch, device: torch.device) -> Batch:
    tensors = {name: value.to(device) for name, value in vars(batch).items() if isinstance(value, Tensor)}
    inputs = {name: value.to(device) for name, value in batch.inputs.items()}
    return Batch(lengths=batch.lengths, inputs=inputs, **tensors)


class Rows:
    """The rows that attention is to keep apart, set before a forward pass and kept until its backward pass is done."""

    lengths: list[int] = []
    _bounds: Tensor | None = None

    @classmethod
    def use(cls, lengths: list[int]) -> None:
        cls.lengths, cls._bounds = lengths, None

    @classmethod
    def bounds(cls, device: torch.device) -> Tensor:
        """[B + 1], int32: where each row starts, and the end of the last one."""
        if cls._bounds is None:
            cls._bounds = F.pad(torch.tensor(cls.lengths).cumsum(0), (1, 0)).int().to(device)
        return cls._bounds


@lru_cache(maxsize=8)
def _window_mask(length: int, window: int, device: torch.device) -> Tensor:
    """[L, L]: true where a token may look. The window counts the token itself."""
    return torch.ones(length, length, dtype=torch.bool, device=device).tril().triu(1 - window)


def attend(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float | None = None,
    sliding_window: int | None = None,
    **others: Any,
) -> tuple[Tensor, None]:
    """Attention in the form that transformers calls: query [1, H, N, D] to [1, N, H, D], each row by itself."""
    odd = [name for name in ("softcap", "s_aux", "position_bias") if others.get(name) is not None]
    if odd or attention_mask is not None or not getattr(module, "is_causal", True):
        raise NotImplementedError(f"attention with {odd or 'a mask of its own'}")
    kind = query.device.type
    if torch.is_autocast_enabled(kind):
        dtype = torch.get_autocast_dtype(kind)
        query, key, value = query.to(dtype), key.to(dtype), value.to(dtype)
    grouped = query.shape[1] != key.shape[1]
    half = query.dtype in (torch.bfloat16, torch.float16)
    if kind == "cuda" and half and len(Rows.lengths) > 1 and query.shape[-1] == value.shape[-1] <= 256:
        bounds, longest = Rows.bounds(query.device), max(Rows.lengths)
        window = (-1 if sliding_window is None else sliding_window - 1, 0)
        parts = [part[0].transpose(0, 1).contiguous() for part in (query, key, value)]
        mixed = varlen_attn(
            *parts, bounds, bounds, longest, longest, scale=scaling, window_size=window, enable_gqa=grouped
        )
        return mixed[None], None
    outs: list[Tensor] = []
    for q, k, v in zip(*(part.split(Rows.lengths, dim=2) for part in (query, key, value)), strict=True):
        near = sliding_window is None or q.shape[2] <= sliding_window
        mask = None if near else _window_mask(q.shape[2], sliding_window, q.device)
        outs.append(
            F.scaled_dot_product_attention(
                q, k, v, attn_mask=mask, is_causal=mask is None, scale=scaling, enable_gqa=grouped
            )
        )
    return torch.cat(outs, dim=2).transpose(1, 2), None
