"""What autograd keeps in a forward pass, and operations in matrix products: `python saved_bytes.py MODEL LENGTHS SETUP...`.

A setup is PRECISION:TUNING:RECOMPUTE, such as bfloat16:lora:0. Prints a JSON line for each: bytes of all storages that are
kept, each counted once, without parameters and what autocast made of them; and operations per token, without attention.
"""

import json
import sys

import torch
from temper_torch.head import Asked
from temper_torch.model import Net
from temper_torch.pack import pack
from temper_torch.ranks import start
from torch.utils.flop_counter import FlopCounterMode

RANK = 8


def adapt(net: Net) -> None:
    layers = {name: module for name, module in net.model.named_modules() if isinstance(module, torch.nn.Linear)}
    paths = [name for name in layers if "lm_head" not in name]
    values = {}
    for path in paths:
        values[f"{path}.lora_A.weight"] = torch.full((RANK, layers[path].in_features), 0.01)
        values[f"{path}.lora_B.weight"] = torch.zeros(layers[path].out_features, RANK)
    net.adapt("a", {"rank": RANK, "alpha": 16, "rslora": False, "dropout": 0.0, "paths": paths}, values)


def measure(model: str, lengths: list[int], setup: str, device: torch.device) -> dict[str, object]:
    precision, kind, recompute = setup.split(":")
    given = {"precision": precision, "tuning": {"kind": kind}, "recompute": recompute == "1"}
    given |= {"shard": "none", "headChunk": 0}
    net = Net(model, given, device, kind == "full")
    if kind == "lora":
        adapt(net)
    ids = tuple(torch.arange(length) % 100 for length in lengths)
    masks = tuple((torch.arange(length) >= length // 2).to(torch.uint8) for length in lengths)
    batch = pack(ids, masks, torch.tensor([2]), False)
    weights = {tuple(p.shape[::step]) for p in net.model.parameters() for step in (1, -1)}
    kept: dict[int, torch.Tensor] = {}

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        if tuple(tensor.shape) not in weights:
            kept[tensor.untyped_storage().data_ptr()] = tensor
        return tensor

    adapter = "a" if kind == "lora" else None
    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        net.scores(batch, adapter, Asked(net.chunk))
    size = sum(tensor.untyped_storage().nbytes() for tensor in kept.values())
    with FlopCounterMode(display=False) as counter:
        scores = net.scores(batch, adapter, Asked(net.chunk))
        forward = counter.get_flop_counts()["Global"].copy()
        scores["logProb"].sum().backward()
    products = {"forward": forward, "all": counter.get_flop_counts()["Global"]}
    tokens = sum(batch.lengths)
    return {
        "setup": setup,
        "tokens": tokens,
        "supervised": len(batch.targets),
        "bytes": size,
        **{
            name: sum(flops for operation, flops in counts.items() if "attention" not in str(operation)) / tokens
            for name, counts in products.items()
        },
    }


device = start()
for one in sys.argv[3:]:
    print(json.dumps(measure(sys.argv[1], [int(length) for length in sys.argv[2].split(",")], one, device)), flush=True)
