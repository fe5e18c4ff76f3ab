"""Rows of a request as packed micro-batches, and attention that never looks from one row into another."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.attention.varlen import varlen_attn


@dataclass
class Batch:
    """A micro-batch: N tokens of B rows, each row up to what its last supervised token needs; S tokens are predicted."""

    lengths: list[int]
    ids: Tensor  # [1, N]
    positions: Tensor  # [1, N], restart with each row
    picks: Tensor  # [S], the tokens whose hidden states predict
    targets: Tensor  # [S]
    lasts: Tensor  # [B], each row's last packed token
    inputs: dict[str, Tensor]  # what an objective may read of the rows

    def to(self, device: torch.device) -> "Batch":
        inputs = {name: value.to(device) for name, value in self.inputs.items()}
        tensors = {name: value.to(device) for name, value in vars(self).items() if isinstance(value, Tensor)}
        return Batch(lengths=self.lengths, inputs=inputs, **tensors)


def batches(tensors: dict[str, Tensor], ends: Tensor, whole: bool, prefix: str = "") -> list[Batch]:
    """The micro-batches of a request. `whole` packs each row's last supervised token too, for a reward."""
    rows = {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
    lengths: list[int] = rows["lengths"].tolist()
    ids, masks = rows["ids"].long().split(lengths), rows["mask"].split(lengths)
    found: list[Batch] = []
    row = token = 0
    for count in rows["groups"].tolist():
        batch = pack(ids[row : row + count], masks[row : row + count], ends, whole)
        size = len(batch.targets)
        for name, start, end in (
            *((name, row, row + count) for name in ("liked", "advantages")),
            *((name, token, token + size) for name in ("reference", "sampled")),
        ):
            if name in rows:
                batch.inputs[name] = rows[name][start:end].float()
        row, token = row + count, token + size
        found.append(batch)
    return found


def pack(ids: tuple[Tensor, ...], masks: tuple[Tensor, ...], ends: Tensor, whole: bool) -> Batch:
    supervised = [mask[1:].nonzero()[:, 0] for mask in masks]
    kept = [row[: max(int(at[-1]) + 1 + whole if len(at) else 0, 1)] for row, at in zip(ids, supervised, strict=True)]
    lengths, counts = [len(row) for row in kept], torch.tensor([len(at) for at in supervised])
    stops, rows, valid = torch.tensor(lengths).cumsum(0), torch.arange(len(kept)), (counts > 0).float()
    targets = torch.cat([row[at + 1] for row, at in zip(ids, supervised, strict=True)])
    inputs = {
        "valid": torch.ones(len(targets)),
        "ends": torch.isin(targets, ends).float(),
        "membership": (rows[:, None] == rows.repeat_interleave(counts)[None]).float(),
        "lengths": counts.clamp(min=1).float(),
        "rowValid": valid,
        "pairValid": valid[: len(valid) // 2 * 2 : 2] * valid[1::2],
    }
    return Batch(
        lengths,
        ids=torch.cat(kept)[None],
        positions=torch.cat([torch.arange(length) for length in lengths])[None],
        picks=torch.cat([at + stop - length for at, stop, length in zip(supervised, stops, lengths, strict=True)]),
        targets=targets,
        lasts=stops - 1,
        inputs=inputs,
    )


@dataclass
class Rows:
    """The rows that attention keeps apart: set before a forward pass, and kept until its backward pass is done."""

    lengths: list[int] = field(default_factory=list)
    bounds: Tensor | None = None


current = Rows()


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
    kind, lengths = query.device.type, current.lengths
    if torch.is_autocast_enabled(kind):
        query, key, value = (part.to(torch.get_autocast_dtype(kind)) for part in (query, key, value))
    grouped = query.shape[1] != key.shape[1]
    fits = query.dtype in (torch.bfloat16, torch.float16) and query.shape[-1] == value.shape[-1] <= 256
    if kind == "cuda" and fits and len(lengths) > 1:
        if current.bounds is None:
            current.bounds = F.pad(torch.tensor(lengths).cumsum(0), (1, 0)).int().to(query.device)
        q, k, v = (part[0].transpose(0, 1).contiguous() for part in (query, key, value))
        sizes, window = (max(lengths), max(lengths)), (-1 if sliding_window is None else sliding_window - 1, 0)
        options: dict[str, Any] = {"scale": scaling, "window_size": window, "enable_gqa": grouped}
        mixed: Any = varlen_attn(q, k, v, current.bounds, current.bounds, *sizes, **options)
        return mixed[None], None
    outs: list[Tensor] = []
    for q, k, v in zip(*(part.split(lengths, dim=2) for part in (query, key, value)), strict=True):
        near = sliding_window is None or q.shape[2] <= sliding_window
        options = {"attn_mask": None if near else _window_mask(q.shape[2], sliding_window, q.device), "is_causal": near}
        outs.append(F.scaled_dot_product_attention(q, k, v, scale=scaling, enable_gqa=grouped, **options))
    return torch.cat(outs, dim=2).transpose(1, 2), None
