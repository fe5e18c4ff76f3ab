"""The program of each rank, which torchrun starts with TEMPER_ADDRESS and TEMPER_TOKEN in the environment.

It takes one request after the other from the driver, computes it together with the other ranks, and answers.
"""

import os
import sys
import traceback
from importlib.metadata import version
from typing import Any

import torch
import torch.distributed as dist

from . import ranks
from .engine import Engine, Reply
from .wire import Connection, Message, Refusal


def main() -> None:
    device = ranks.start()
    connection = Connection(os.environ["TEMPER_ADDRESS"]) if dist.get_rank() == 0 else None
    if connection:
        connection.send(_hello(device), {})
    engine = Engine(device)
    while True:
        request = Message.decode(ranks.broadcast(connection.receive() if connection else None))
        last = request.fields["op"] == "close"
        fields, tensors = ({"ok": True}, {}) if last else _answer(engine, request)
        if connection:
            connection.closing = last
            connection.send({"id": request.fields["id"], **fields}, tensors)
        if last or fields.get("fatal"):
            os._exit(0 if last else 1)


def _hello(device: torch.device) -> dict[str, Any]:
    packages = ("torch", "transformers", "peft", "accelerate", "bitsandbytes", "torchao", "safetensors")
    name, world = torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu", dist.get_world_size()
    hello = {"op": "hello", "protocol": 1, "token": os.environ.get("TEMPER_TOKEN", ""), "world": world, "device": device.type}
    return hello | {"name": f"PyTorch on {name}", "versions": {package: version(package) for package in packages}}


def _answer(engine: Engine, request: Message) -> Reply:
    """Ranks refuse together; one that fails alone ends the group, which could not go on."""
    op = request.fields["op"]
    try:
        fields, tensors = engine.operations[op](request)
        return {"ok": True, **fields}, tensors
    except Refusal as error:
        return {"ok": False, "error": error.parts}, {}
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        if dist.get_rank() > 0:
            os._exit(1)
        memory = isinstance(error, torch.OutOfMemoryError | MemoryError)
        found = " ".join(f"{type(error).__name__}: {error}".split())[:600]
        hint = "Lower batch.tokens, turn recomputation on, or use more devices." if memory else None
        expected = "enough memory" if memory else "an answer of the PyTorch engine"
        refusal = Refusal("device" if memory else "internal", op, expected, found, hint)
        return {"ok": False, "error": refusal.parts, "fatal": dist.get_world_size() > 1}, {}


if __name__ == "__main__":
    main()
