"""Samples from a model with the generate function of transformers."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from transformers import (
    GenerationConfig,
    LogitsProcessor,
    LogitsProcessorList,
    MinPLogitsWarper,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from . import ranks
from .model import Net
from .wire import Message


class _Chance(LogitsProcessor):  # type: ignore[misc]
    """Gumbel noise, a stream for each row: the largest sum is a draw from softmax, whatever the other rows are."""

    def __init__(self, seeds: list[int], device: torch.device):
        self._streams = [torch.Generator(device).manual_seed(seed) for seed in seeds]

    def __call__(self, input_ids: Tensor, scores: Tensor) -> Tensor:
        noise = torch.empty_like(scores, dtype=torch.float32)
        for row, stream in zip(noise, self._streams, strict=True):
            row.exponential_(generator=stream)
        return scores.float() - noise.log()


def _processors(sampling: dict[str, Any], seeds: list[int], device: torch.device) -> LogitsProcessorList:
    """Temperature, top-k, top-p, min-p, in this order."""
    if sampling["kind"] == "greedy":
        return LogitsProcessorList()
    chain: list[LogitsProcessor] = [TemperatureLogitsWarper(float(sampling["temperature"]))]
    for name, warper in (("topK", TopKLogitsWarper), ("topP", TopPLogitsWarper), ("minP", MinPLogitsWarper)):
        if sampling.get(name) is not None:
            chain.append(warper(sampling[name]))
    return LogitsProcessorList([*chain, _Chance(seeds, device)])


@torch.no_grad()
def draw(net: Net, adapter: str | None, m: Message) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """Answers by prompt, each with the stop id that ended it."""
    f = m.fields
    prompts = m.tensors["ids"].long().split(m.tensors["lengths"].tolist())
    mine = list(range(len(prompts)))[ranks.rank() :: ranks.world()]
    rows = f.get("rows") or 16
    share = -(-len(prompts) // ranks.world()) if net.sharded else len(mine)
    answers: list[tuple[int, list[int]]] = []
    for at in range(0, share, rows):
        part = mine[at : at + rows]
        # A rank without prompts computes along where weights are shared out.
        texts = [prompts[i] for i in part] or [prompts[0]]
        seeds = [f["seeds"][i] for i in part] or [0]
        found = _generate(net, adapter, texts, seeds, f)
        answers += list(zip(part, found, strict=False))
    parts = [pair for pairs in ranks.gather(answers) for pair in pairs]
    ordered = [answer for _, answer in sorted(parts)]
    flat = torch.tensor([token for answer in ordered for token in answer], dtype=torch.int32)
    ended = [bool(answer) and answer[-1] in f["stopIds"] for answer in ordered]
    lengths = torch.tensor([len(answer) for answer in ordered], dtype=torch.int32)
    return {}, {"ids": flat, "lengths": lengths, "ended": torch.tensor(ended, dtype=torch.uint8)}


def _generate(
    net: Net, adapter: str | None, prompts: list[Tensor], seeds: list[int], f: dict[str, Any]
) -> list[list[int]]:
    device, stops = net.settings.device, set(f["stopIds"])
    longest = max(len(prompt) for prompt in prompts)
    ids = torch.zeros(len(prompts), longest, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for i, prompt in enumerate(prompts):
        ids[i, longest - len(prompt) :] = prompt
        mask[i, longest - len(prompt) :] = 1
    config = GenerationConfig(
        max_new_tokens=f["maxNewTokens"], do_sample=False, eos_token_id=sorted(stops) or None, pad_token_id=0
    )
    net.use(adapter)
    with net.as_published():
        grown = net.model.generate(
            ids.to(device),
            attention_mask=mask.to(device),
            generation_config=config,
            logits_processor=_processors(f["sampling"], seeds, device),
            synced_gpus=net.sharded,
        )
    return [_until(row, stops) for row in grown[:, longest:].tolist()]


def _until(tokens: list[int], stops: set[int]) -> list[int]:
    """Up to the first stop id, which is included."""
    for at, token in enumerate(tokens):
        if token in stops:
            return tokens[: at + 1]
    return tokens
