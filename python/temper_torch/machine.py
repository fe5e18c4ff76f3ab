"""What this Python and this machine offer, as one line of JSON.

`python -m temper_torch.machine` tries the machine, `--versions` only lists packages, `--causal FOLDER` names the class
that transformers would load a model folder as.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

PACKAGES = ["torch", "transformers", "peft", "safetensors", "numpy", "bitsandbytes", "torchao"]


def version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def peak_memory() -> int:
    """Bytes of memory that this process has held at most."""
    try:
        import resource
    except ImportError:  # on Windows
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def attempt(work: Callable[[], Any]) -> dict[str, Any]:
    try:
        return {"value": work(), "error": None}
    except Exception as error:  # whatever it is, it is the answer
        lines = str(error).strip().splitlines()
        return {"value": None, "error": f"{type(error).__name__}: {lines[0] if lines else ''}"}


def causal(folder: str) -> str | None:
    from transformers import AutoConfig
    from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES

    config = AutoConfig.from_pretrained(folder, local_files_only=True)
    name: str | None = MODEL_FOR_CAUSAL_LM_MAPPING_NAMES.get(config.model_type)
    return name


def seconds(work: Callable[[], Any], times: int = 5) -> float:
    work()
    began = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - began) / times


def describe() -> dict[str, Any]:
    import peft  # noqa: F401  (it loads transformers: both must work)
    import psutil
    import torch

    gpu = torch.cuda.is_available()
    device = torch.device("cuda" if gpu else "cpu")

    def card(index: int) -> dict[str, Any]:
        free, total = torch.cuda.mem_get_info(index)
        return {"name": torch.cuda.get_device_name(index), "memory": total, "free": free}

    def bfloat16() -> float:
        """How many times as fast as float32 a product is."""
        a = torch.randn(512, 512, device=device)
        b = a.bfloat16()

        def product(x: torch.Tensor) -> Callable[[], float]:
            return lambda: float((x @ x).float().sum())

        return seconds(product(a)) / seconds(product(b))

    def nf4() -> float:
        """Largest error of a weight, as a share of the largest weight."""
        from bitsandbytes.functional import dequantize_4bit, quantize_4bit

        weight = torch.randn(64, 256, device=device)
        packed, state = quantize_4bit(weight, quant_type="nf4", quant_storage=torch.uint8)
        return float((dequantize_4bit(packed, state) - weight).abs().max() / weight.abs().max())

    def int8() -> float:
        """Largest error of an output, as a share of the largest output."""
        from torchao.quantization import Int8WeightOnlyConfig, quantize_

        layer = torch.nn.Sequential(torch.nn.Linear(256, 64, bias=False, device=device))
        x = torch.randn(4, 256, device=device)
        exact = layer(x)
        quantize_(layer, Int8WeightOnlyConfig())
        return float(((layer(x) - exact).abs().max() / exact.abs().max()).detach())

    return {
        "cuda": torch.version.cuda,
        "cards": [card(i) for i in range(torch.cuda.device_count())] if gpu else [],
        "processors": os.cpu_count(),
        "memory": psutil.virtual_memory().total,
        "distributed": torch.distributed.is_available(),
        "nccl": torch.distributed.is_available() and torch.distributed.is_nccl_available(),
        "bfloat16": attempt(bfloat16),
        "nf4": attempt(nf4),
        "int8": attempt(int8),
    }


if __name__ == "__main__":
    facts: dict[str, Any] = {"release": list(sys.version_info[:3]), "versions": {n: version(n) for n in PACKAGES}}
    if "--causal" in sys.argv:
        folder = sys.argv[-1]
        facts["causal"] = attempt(lambda: causal(folder))
    elif "--versions" not in sys.argv:
        facts["machine"] = attempt(describe)
    print(json.dumps(facts))
