"""Scores of predicted tokens from hidden states, in chunks of positions: no [S, V] matrix of logits exists."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.checkpoint import checkpoint


@dataclass(frozen=True)
class Head:
    """Logits are cap * tanh(scale * (h W^T + b) / cap), or without the cap if it is None."""

    weight: Tensor  # [V, C]
    bias: Tensor | None
    scale: float
    cap: float | None
    dtype: torch.dtype  # of products

    def logs(self, hidden: Tensor) -> Tensor:
        """Log-probabilities of all words, [s, C] to [s, V] in float32."""
        bias = None if self.bias is None else self.bias.to(self.dtype)
        logits = F.linear(hidden.to(self.dtype), self.weight.to(self.dtype), bias).float()
        logits = logits if self.scale == 1 else logits * self.scale
        return F.log_softmax(logits if self.cap is None else self.cap * torch.tanh(logits / self.cap), -1)


@dataclass(frozen=True)
class Asked:
    """`base`: hidden states [S, C] and head that KL is measured from. `tops`: K of `topEntropy.K`. `places`: rank and first."""

    chunk: int
    base: tuple[Tensor, Head] | None = None
    tops: tuple[int, ...] = ()
    places: bool = False


def scores(hidden: Tensor, targets: Tensor, head: Head, asked: Asked) -> dict[str, Tensor]:
    """`logProb`, `entropy`, `top1`, `kl` = KL(base || policy) and `topEntropy.K`, all [S] in float32; natural logarithms.

    Gradients flow through the log-probability and through KL; the backward pass computes the logits of a chunk again.
    """

    def compute(hidden: Tensor, targets: Tensor, states: Tensor | None) -> tuple[Tensor, ...]:
        logs = head.logs(hidden)
        found = [logs.gather(1, targets[:, None])[:, 0]]
        if asked.base is not None and states is not None:
            with torch.no_grad():
                base = asked.base[1].logs(states)
            found.append((base.exp() * (base - logs)).sum(-1))
        # Without gradients, and last: the backward pass stops before it.
        logs = logs.detach()
        found += [-(logs.exp() * logs).sum(-1), (found[0].detach() >= logs.max(-1).values).float()]
        if asked.places:
            own, ids = found[0].detach()[:, None], torch.arange(logs.shape[-1], device=logs.device)
            found += [((logs > own) | ((logs == own) & (ids < targets[:, None]))).sum(-1), logs.argmax(-1)]
        for k in asked.tops:
            top = F.log_softmax(logs.topk(min(k, logs.shape[-1])).values, -1)
            found.append(-(top.exp() * top).sum(-1))
        return tuple(found)

    states = asked.base[0].split(asked.chunk) if asked.base else [None] * (len(targets) // asked.chunk + 1)
    parts = zip(hidden.split(asked.chunk), targets.split(asked.chunk), states, strict=False)
    chunks = [checkpoint(compute, *part, use_reentrant=False, preserve_rng_state=False) for part in parts]
    names = ["logProb", *(["kl"] if asked.base else []), "entropy", "top1", *(["rank", "first"] if asked.places else [])]
    names += [f"topEntropy.{k}" for k in asked.tops]
    return {name: torch.cat(values) for name, values in zip(names, zip(*chunks, strict=True), strict=True)}
