"""Interprets the loss graph of an objective with autograd.

TypeScript writes the graph (src/objectives/lower.ts); no formula of an objective is here.
Operations and their gradients are those of src/graph/operations.ts and src/grad/rules.ts.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypedDict

import torch
from torch import Tensor
from torch.nn.functional import logsigmoid


class Node(TypedDict):
    op: str
    inputs: list[str]
    outputs: list[str]
    attributes: dict[str, Any]


class Constant(TypedDict):
    shape: list[int]
    data: list[float]


class LossGraph(TypedDict):
    """`GraphJson` of src/graph/graph-json.ts: a size of an input is a number or a name."""

    version: int
    inputs: dict[str, list[int | str]]
    constants: dict[str, Constant]
    nodes: list[Node]
    outputs: dict[str, str]


def _maximum(a: Tensor, b: Tensor) -> Tensor:
    """The gradient of a tie goes to b whole; torch.maximum would halve it."""
    return torch.where((a > b) | a.isnan(), a, b)


def _clamp(x: Tensor, min: float | None, max: float | None) -> Tensor:
    """On a limit the gradient is that of x; torch.clamp has none there."""
    raised = x if min is None else torch.where(x < min, min, x)
    return raised if max is None else torch.where(raised > max, max, raised)


OPERATIONS: dict[str, Callable[..., Tensor | tuple[Tensor, ...]]] = {
    "add": torch.add,
    "sub": torch.sub,
    "mul": torch.mul,
    "div": torch.div,
    "maximum": _maximum,
    "greater": lambda a, b: (a > b).to(a.dtype),
    "affine": lambda x, scale, shift: scale * x + shift,
    "exp": torch.exp,
    "log": torch.log,
    "sigmoid": torch.sigmoid,
    # torch's softplus is linear above a threshold.
    "softplus": lambda x: -logsigmoid(-x),
    "clamp": _clamp,
    "stopGradient": torch.detach,
    # No axes are all axes to torch.
    "sum": lambda x, axes, keepDims: x.sum(axes, keepDims) if axes else x,
    "reshape": torch.reshape,
    "split": lambda x, axis, sizes: torch.split(x, sizes, axis),
    "matmul": lambda a, b, transA, transB, alpha: alpha * ((a.T if transA else a) @ (b.T if transB else b)),
}


def evaluate(graph: LossGraph, inputs: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The outputs `sum`, `weight` [] and `metric.NAME`, in the inputs' own dtype.

    `inputs` has at least the tensors that the graph names, of one dtype and device.
    """
    if graph["version"] != 1:
        raise ValueError(f"loss graph: expected version 1, found {graph['version']}")
    values = {name: inputs[name] for name in graph["inputs"]}
    # A named size must be the same in all inputs.
    sizes: dict[int | str, int] = {}
    for name, shape in graph["inputs"].items():
        for size, found in zip(shape, values[name].shape, strict=True):
            wanted = sizes.setdefault(size, found if isinstance(size, str) else size)
            if wanted != found:
                raise ValueError(f"loss graph: expected {size} to be {wanted}, found {found} in {name}")
    some = next(iter(values.values()))
    for name, constant in graph["constants"].items():
        values[name] = some.new_tensor(constant["data"]).reshape(constant["shape"])
    with torch.autocast(some.device.type, enabled=False):
        for node in graph["nodes"]:
            attributes = dict(node["attributes"])
            if "shape" in attributes:
                attributes["shape"] = [sizes.get(size, -1 if isinstance(size, str) else size) for size in attributes["shape"]]
            results = OPERATIONS[node["op"]](*(values[name] for name in node["inputs"]), **attributes)
            values.update(zip(node["outputs"], results if isinstance(results, tuple) else (results,), strict=True))
    return {output: values[name] for output, name in graph["outputs"].items()}
