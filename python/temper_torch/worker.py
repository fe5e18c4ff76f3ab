"""The program of each rank, which torchrun starts with TEMPER_ADDRESS and TEMPER_TOKEN in the environment.

It takes one request after the other from the driver, computes it together with the other ranks, and answers."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from importlib.metadata import version
from typing import Any

import torch
from torch import Tensor

from . import ranks
from .engine import Engine, Reply
from .wire import Connection, Message, Refusal

_operations = {"open", "learner", "step", "norm", "score", "rewards", "draw", "snapshot", "place", "hash", "save"}
_operations |= {"restore", "read", "write", "facts", "close"}


def main() -> None:
    device = ranks.start()
    connection = Connection(os.environ["TEMPER_ADDRESS"]) if ranks.rank() == 0 else None
    if connection:
        connection.send(Message(_hello(device)))
    engine = Engine(device)
    while True:
        request = Message.decode(ranks.broadcast(connection.receive() if connection else None))
        fields, tensors = _answer(engine, request)
        last = request.fields["op"] == "close"
        if connection:
            connection.closing = last
            connection.send(Message({"id": request.fields["id"], **fields}, tensors))
        if last:
            os._exit(0)
        if fields.get("fatal"):
            os._exit(1)


def _hello(device: torch.device) -> dict[str, Any]:
    names = ("torch", "transformers", "peft", "accelerate", "bitsandbytes", "torchao", "safetensors")
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu"
    return {
        "op": "hello",
        "token": os.environ.get("TEMPER_TOKEN", ""),
        "protocol": 1,
        "world": ranks.world(),
        "device": device.type,
        "name": f"PyTorch on {ranks.world()} x {name}" if ranks.world() > 1 else f"PyTorch on {name}",
        "versions": {"python": platform.python_version()} | {name: version(name) for name in names},
    }


def _answer(engine: Engine, request: Message) -> Reply:
    """The reply, on rank 0. Ranks refuse together; one that fails alone ends the group, which could not go on."""
    op = request.fields["op"]
    fields: dict[str, Any]
    tensors: dict[str, Tensor] = {}
    try:
        if op not in _operations:
            raise Refusal("internal", "op", f"one of {', '.join(sorted(_operations))}", str(op))
        fields, tensors = getattr(engine, op)(request)
        return {"ok": True, **fields}, tensors
    except Refusal as refusal:
        return {"ok": False, "error": refusal.parts}, {}
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        memory = isinstance(error, (torch.OutOfMemoryError, MemoryError))
        expected = "enough memory" if memory else "an answer from the PyTorch engine"
        found = " ".join(f"{type(error).__name__}: {error}".split())[:600]
        hint = "Lower batch.tokens, turn recomputation on, or use more devices." if memory else None
        refusal = Refusal("device" if memory else "internal", op, expected, found, hint)
        if ranks.world() > 1 and ranks.rank() > 0:
            os._exit(1)
        return {"ok": False, "error": refusal.parts, "fatal": ranks.world() > 1}, {}


if __name__ == "__main__":
    main()
