"""The program of each rank, which torchrun starts with TEMPER_ADDRESS and TEMPER_TOKEN in the environment.

It takes one request after the other from the driver, computes it together with the other ranks, and answers.
"""

import os
import sys
import traceback
from typing import Any

import torch
import torch.distributed as dist

from . import ranks
from .engine import Engine, Reply
from .machine import PACKAGES, version
from .wire import Connection, Message, Refusal


def main() -> None:
    device = ranks.start()
    connection = Connection(os.environ["TEMPER_ADDRESS"]) if dist.get_rank() == 0 else None
    if connection:
        connection.send(_hello(), {})
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


def _hello() -> dict[str, Any]:
    versions = {package: found for package in PACKAGES if (found := version(package))}
    token, world = os.environ["TEMPER_TOKEN"], dist.get_world_size()
    return {"op": "hello", "protocol": 1, "token": token, "world": world, "versions": versions}


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
