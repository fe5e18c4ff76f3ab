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
    hello = _hello(device)
    connection = Connection(os.environ["TEMPER_ADDRESS"]) if dist.get_rank() == 0 else None
    if connection:
        connection.send(hello, {})
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
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu"
    facts = {"device": name, "kind": device.type, "memory": min(ranks.gather(ranks.room(device)))}
    versions = {package: found for package in PACKAGES if (found := version(package))}
    token, world = os.environ["TEMPER_TOKEN"], dist.get_world_size()
    return {"op": "hello", "protocol": 1, "token": token, "world": world, "versions": versions, **facts}


def _answer(engine: Engine, request: Message) -> Reply:
    """Ranks refuse together; one that fails alone ends the group, which could not go on."""
    try:
        fields, tensors = getattr(engine, request.fields["op"])(request) or ({}, {})
        return {"ok": True, **fields}, tensors
    except Refusal as error:
        return {"ok": False, "error": error.parts}, {}
    except Exception as error:
        traceback.print_exc()
        several, words = dist.get_world_size() > 1, " ".join(f"{type(error).__name__}: {error}".split())[:600]
        # Whoever misses another rank in a collective operation leaves the word to that one.
        raised = None if several and (isinstance(error, dist.DistError) or "gloo" in words) else words
        if raised:
            print(f"temper_torch raised {raised}", file=sys.stderr, flush=True)
        if dist.get_rank() > 0:
            os._exit(1)
        return {"ok": False, "raised": raised, "fatal": several}, {}


if __name__ == "__main__":
    main()
