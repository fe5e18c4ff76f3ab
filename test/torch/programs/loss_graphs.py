"""Evaluates loss graphs: one JSON case a line in, one JSON result a line out.

A case has the dtype, the graph and its inputs, each with shape and data. The result has the
outputs and the gradient of `sum` by every input; an error is its message.
"""

import json
import sys
from typing import Any

import torch
from temper_torch.objective import evaluate
from torch import Tensor


def numbers(tensor: Tensor) -> list[float]:
    found: list[float] = tensor.double().flatten().tolist()
    return found


def result_of(case: dict[str, Any]) -> dict[str, Any]:
    dtype: torch.dtype = getattr(torch, case["dtype"])
    inputs = {
        name: torch.tensor(given["data"], dtype=dtype)
        .reshape(given["shape"])
        .requires_grad_()
        for name, given in case["inputs"].items()
    }
    outputs = evaluate(case["graph"], inputs)
    grads = torch.autograd.grad(
        outputs["sum"], list(inputs.values()), allow_unused=True, materialize_grads=True
    )
    return {
        "dtypes": sorted({str(value.dtype) for value in outputs.values()}),
        "outputs": {name: numbers(value) for name, value in outputs.items()},
        "shapes": {name: list(value.shape) for name, value in outputs.items()},
        "gradients": {
            name: numbers(grad) for name, grad in zip(inputs, grads, strict=True)
        },
    }


for line in sys.stdin:
    try:
        result = result_of(json.loads(line))
    except (KeyError, RuntimeError, TypeError, ValueError) as error:
        result = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(result))
