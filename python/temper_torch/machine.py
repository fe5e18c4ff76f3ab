"""What this Python and this machine offer, as one line of JSON.

`python -m temper_torch.machine` tries the machine, `--versions` only lists packages, `--causal FOLDER` names the class
that transformers would load a model folder as.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
from collections.abc import Callable
from typing import Any

PACKAGES = ["torch", "transformers", "peft", "safetensors", "numpy", "bitsandbytes", "torchao"]


def version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


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


def describe() -> dict[str, Any]:
    import peft  # noqa: F401  (it loads transformers: both must work)
    import torch
    from torch.utils.benchmark import Timer

    gpu = torch.cuda.is_available()
    x = torch.randn(512, 512, device="cuda" if gpu else "cpu")

    def card(index: int) -> dict[str, Any]:
        free, total = torch.cuda.mem_get_info(index)
        return {"name": torch.cuda.get_device_name(index), "memory": total, "free": free}

    def share(found: torch.Tensor, exact: torch.Tensor) -> float:
        """The largest error, as a share of the largest value."""
        return float(((found - exact).abs().max() / exact.abs().max()).detach())

    def bfloat16() -> float:
        """How many times as fast as float32 a product is."""
        slow, fast = (Timer("x @ x", globals={"x": values}).timeit(10).mean for values in (x, x.bfloat16()))
        return slow / fast

    def nf4() -> float:
        from bitsandbytes.functional import dequantize_4bit, quantize_4bit

        packed, state = quantize_4bit(x, quant_type="nf4", quant_storage=torch.uint8)
        return share(dequantize_4bit(packed, state), x)

    def int8() -> float:
        from torchao.quantization import Int8WeightOnlyConfig, quantize_

        layer = torch.nn.Sequential(torch.nn.Linear(512, 64, bias=False, device=x.device))
        exact = layer(x)
        quantize_(layer, Int8WeightOnlyConfig())
        return share(layer(x), exact)

    return {
        "cuda": torch.version.cuda,
        "cards": [card(i) for i in range(torch.cuda.device_count())] if gpu else [],
        "nccl": torch.distributed.is_nccl_available(),
        "bfloat16": attempt(bfloat16),
        "nf4": attempt(nf4),
        "int8": attempt(int8),
    }


if __name__ == "__main__":
    facts: dict[str, Any] = {"release": list(sys.version_info[:3]), "versions": {n: version(n) for n in PACKAGES}}
    if "--causal" in sys.argv:
        facts["causal"] = attempt(lambda: causal(sys.argv[-1]))
    elif "--versions" not in sys.argv:
        facts["machine"] = attempt(describe)
    print(json.dumps(facts))
