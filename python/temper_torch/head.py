"""Scores of predicted tokens from hidden states, in chunks of positions: no [S, V] matrix of logits exists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor


@dataclass(frozen=True)
class Head:
    """Logits are cap * tanh(scale * (h W^T + b) / cap)."""

    weight: Tensor
    """[V, C]"""
    bias: Tensor | None
    scale: float
    cap: float | None
    dtype: torch.dtype
    """In which products are computed."""

    def logits(self, hidden: Tensor, weight: Tensor) -> Tensor:
        """[s, C] to [s, V] in float32. `weight`: the head's own in `dtype`."""
        bias = None if self.bias is None else self.bias.to(self.dtype)
        logits = F.linear(hidden.to(self.dtype), weight, bias).float()
        if self.scale != 1:
            logits = logits * self.scale
        return logits if self.cap is None else self.cap * torch.tanh(logits / self.cap)


@dataclass(frozen=True)
class Asked:
    """`base`: hidden states [S, C] and head of the model that `kl` is measured from. `tops`: the k of each `topEntropy.k`."""

    chunk: int
    base: tuple[Tensor, Head] | None = None
    tops: tuple[int, ...] = ()


class _Scores(torch.autograd.Function):
    """Gradients flow through the log-probability and through KL; the backward pass computes the logits again."""

    @staticmethod
    def forward(
        ctx: Any,
        hidden: Tensor,
        weight: Tensor,
        bias: Tensor | None,
        targets: Tensor,
        head: Head,
        asked: Asked,
    ) -> tuple[Tensor, ...]:
        ctx.save_for_backward(hidden, weight, bias, targets)
        ctx.head, ctx.asked = head, asked
        own = weight.to(head.dtype)
        rows = [torch.zeros(4 + len(asked.tops), 0, device=hidden.device)]
        for at in range(0, len(targets), asked.chunk):
            part = slice(at, at + asked.chunk)
            logs = F.log_softmax(head.logits(hidden[part], own), -1)
            target = logs.gather(1, targets[part, None])[:, 0]
            values = [target, -(logs.exp() * logs).sum(-1), (target >= logs.max(-1).values).float()]
            base = _base_logs(asked, part)
            values.append(torch.zeros_like(target) if base is None else (base.exp() * (base - logs)).sum(-1))
            for k in asked.tops:
                top = F.log_softmax(logs.topk(min(k, logs.shape[-1])).values, -1)
                values.append(-(top.exp() * top).sum(-1))
            rows.append(torch.stack(values))
        scores = torch.cat(rows, 1).unbind()
        ctx.mark_non_differentiable(scores[1], scores[2], *scores[4:])
        return scores

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        hidden, weight, bias, targets = ctx.saved_tensors
        head: Head = ctx.head
        asked: Asked = ctx.asked
        own = weight.to(head.dtype)
        by_hidden = torch.zeros_like(hidden)
        by_weight = torch.zeros_like(weight) if ctx.needs_input_grad[1] else None
        by_bias = torch.zeros_like(bias) if ctx.needs_input_grad[2] else None
        for at in range(0, len(targets), asked.chunk):
            part = slice(at, at + asked.chunk)
            by_logprob, by_kl = grads[0][part, None], grads[3][part, None]
            logits = head.logits(hidden[part], own)
            slope = torch.softmax(logits, -1)
            base = _base_logs(asked, part)
            if base is None:
                slope *= -by_logprob
            else:
                slope = slope * (by_kl - by_logprob) - by_kl * base.exp()
            slope.scatter_add_(1, targets[part, None], by_logprob)
            if head.cap is not None:
                slope *= 1 - (logits / head.cap) ** 2
            slope = (slope * head.scale if head.scale != 1 else slope).to(head.dtype)
            by_hidden[part] = (slope @ own).to(hidden.dtype)
            if by_weight is not None:
                by_weight += slope.T @ hidden[part].to(head.dtype)
            if by_bias is not None:
                by_bias += slope.sum(0)
        return by_hidden, by_weight, by_bias, None, None, None


def _base_logs(asked: Asked, part: slice) -> Tensor | None:
    if asked.base is None:
        return None
    hidden, head = asked.base
    return F.log_softmax(head.logits(hidden[part], head.weight.to(head.dtype)), -1)


def scores(hidden: Tensor, targets: Tensor, head: Head, asked: Asked) -> dict[str, Tensor]:
    """`logProb`, `entropy`, `top1`, `kl` = KL(base || policy) and `topEntropy.k`, all [S] in float32; natural logarithms."""
    names = ["logProb", "entropy", "top1", "kl", *(f"topEntropy.{k}" for k in asked.tops)]
    values: tuple[Tensor, ...] = _Scores.apply(hidden, head.weight, head.bias, targets, head, asked)  # type: ignore[no-untyped-call]
    return {name: value for name, value in zip(names, values, strict=True) if name != "kl" or asked.base}
