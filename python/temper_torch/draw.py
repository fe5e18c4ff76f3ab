"""Samples from a model with the generate function of transformers."""

from typing import Any

import torch
import torch.distributed as dist
import transformers
from torch import Tensor

from . import ranks
from .model import Net


class _Chance(transformers.LogitsProcessor):  # type: ignore[misc]
    """Gumbel noise, a stream for each row: the largest sum is a draw from softmax, whatever the other rows are."""

    def __init__(self, seeds: list[int], device: torch.device):
        self._streams = [torch.Generator(device).manual_seed(seed) for seed in seeds]

    def __call__(self, input_ids: Tensor, scores: Tensor) -> Tensor:
        noise = [
            torch.empty_like(row, dtype=torch.float32).exponential_(generator=own)
            for row, own in zip(scores, self._streams, strict=True)
        ]
        return scores.float() - torch.stack(noise).log()


@torch.no_grad()
def draw(net: Net, adapter: str | None, f: dict[str, Any], prompts: tuple[Tensor, ...]) -> list[list[int]]:
    """Answers by prompt, each with the stop id that ended it. `f`: the request, at most `rows` prompts at a time on a rank."""
    world, rows = dist.get_world_size(), f.get("rows") or 16
    mine = list(range(dist.get_rank(), len(prompts), world))
    answers: list[tuple[int, list[int]]] = []
    for at in range(0, -(-len(prompts) // world) if net.sharded else len(mine), rows):
        # A rank without prompts computes along if weights are sharded.
        part = mine[at : at + rows] or [0]
        found = _generate(net, adapter, f, [prompts[i] for i in part], [f["seeds"][i] for i in part])
        answers += list(zip(part if mine[at:] else [], found, strict=False))
    return [answer for _, answer in sorted(pair for pairs in ranks.gather(answers) for pair in pairs)]


def _generate(net: Net, adapter: str | None, f: dict[str, Any], prompts: list[Tensor], seeds: list[int]) -> list[list[int]]:
    # JSON has no floats, and transformers refuses a temperature that is none.
    sampling, stops = f["sampling"] | {"temperature": float(f["sampling"].get("temperature") or 1)}, f["stopIds"]
    # Temperature, top-k, top-p, min-p, in this order.
    warpers = {"temperature": "TemperatureLogitsWarper", "topK": "TopKLogitsWarper"}
    warpers |= {"topP": "TopPLogitsWarper", "minP": "MinPLogitsWarper"}
    chosen = [getattr(transformers, kind)(sampling[name]) for name, kind in warpers.items() if sampling.get(name) is not None]
    if sampling["kind"] == "sample":
        chosen.append(_Chance(seeds, net.device))
    longest = max(len(prompt) for prompt in prompts)
    ids = torch.stack([torch.nn.functional.pad(prompt, (longest - len(prompt), 0)) for prompt in prompts])
    real = torch.arange(longest) >= longest - torch.tensor([[len(prompt)] for prompt in prompts])
    config = transformers.GenerationConfig(max_new_tokens=f["maxNewTokens"], eos_token_id=stops or None, pad_token_id=0)
    net.use(adapter)
    net.attend(net.own)
    with net.autocast():
        grown = net.model.generate(
            ids.to(net.device),
            attention_mask=real.long().to(net.device),
            generation_config=config,
            logits_processor=transformers.LogitsProcessorList(chosen),
            synced_gpus=net.sharded,
        )
    rows = grown[:, longest:].tolist()
    ends = [next((at + 1 for at, token in enumerate(row) if token in stops), len(row)) for row in rows]
    return [row[:end] for row, end in zip(rows, ends, strict=True)]
