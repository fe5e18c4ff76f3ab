"""Messages: a little-endian u64 length, then a safetensors blob with JSON in its metadata."""

from __future__ import annotations

import json
import os
import select
import socket
import threading
from dataclasses import dataclass, field
from typing import Any

from safetensors.torch import load, save
from torch import Tensor


class Refusal(Exception):
    """A request that cannot be served, in the parts of a TemperError."""

    def __init__(self, code: str, where: str, expected: str, found: str, hint: str | None = None):
        super().__init__(f"{where}: expected {expected}, found {found}")
        self.parts = {"code": code, "where": where, "expected": expected, "found": found}
        if hint is not None:
            self.parts["hint"] = hint


@dataclass
class Message:
    fields: dict[str, Any]
    tensors: dict[str, Tensor] = field(default_factory=dict)

    def encode(self) -> bytes:
        tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in self.tensors.items()}
        return save(tensors, {"message": json.dumps(self.fields)})

    @staticmethod
    def decode(blob: bytes) -> Message:
        """Tensors keep the order in which they lie in the blob."""
        size = int.from_bytes(blob[:8], "little")
        header: dict[str, Any] = json.loads(blob[8 : 8 + size])
        fields = json.loads(header.pop("__metadata__")["message"])
        order = sorted(header, key=lambda name: tuple(header[name]["data_offsets"]))
        tensors = load(blob) if order else {}
        return Message(fields, {name: tensors[name] for name in order})


class Connection:
    """The socket of rank 0. When the driver goes away, this process ends at once, and torchrun ends the others."""

    def __init__(self, address: str):
        kind, _, place = address.partition(":")
        if kind == "unix":
            self._socket = socket.socket(socket.AF_UNIX)
            self._socket.connect(place)
        else:
            host, _, port = place.rpartition(":")
            self._socket = socket.create_connection((host, int(port)))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.closing = False
        threading.Thread(target=self._watch, daemon=True).start()

    def receive(self) -> bytes:
        return self._read(int.from_bytes(self._read(8), "little"))

    def send(self, message: Message) -> None:
        blob = message.encode()
        self._socket.sendall(len(blob).to_bytes(8, "little") + blob)

    def _read(self, size: int) -> bytes:
        data = bytearray(size)
        view = memoryview(data)
        while view:
            count = self._socket.recv_into(view)
            if count == 0:
                self._end()
            view = view[count:]
        return bytes(data)

    def _watch(self) -> None:
        poll = select.poll()
        poll.register(self._socket, select.POLLRDHUP | select.POLLHUP | select.POLLERR)
        poll.poll()
        self._end()

    def _end(self) -> None:
        os._exit(0 if self.closing else 1)
