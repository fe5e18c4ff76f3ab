"""Messages: a little-endian u64 length, then a safetensors blob with JSON in its metadata."""

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
        self.parts = {"code": code, "where": where, "expected": expected, "found": found} | ({"hint": hint} if hint else {})


@dataclass
class Message:
    fields: dict[str, Any]
    tensors: dict[str, Tensor] = field(default_factory=dict)

    @staticmethod
    def decode(blob: bytes) -> "Message":
        """Tensors keep the order in which they lie in the blob."""
        header: dict[str, Any] = json.loads(blob[8 : 8 + int.from_bytes(blob[:8], "little")])
        fields = json.loads(header.pop("__metadata__")["message"])
        tensors = load(blob)
        return Message(fields, {name: tensors[name] for name in sorted(header, key=lambda name: header[name]["data_offsets"])})


class Connection:
    """The socket of rank 0. If the driver goes away, this process ends at once, and torchrun ends the others."""

    def __init__(self, address: str):
        kind, _, place = address.partition(":")
        host, _, port = place.rpartition(":")
        if kind == "unix":
            self._socket = socket.socket(socket.AF_UNIX)
            self._socket.connect(place)
        else:
            self._socket = socket.create_connection((host, int(port)))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rwb")
        self.closing = False
        threading.Thread(target=self._watch, daemon=True).start()

    def receive(self) -> bytes:
        return self._read(int.from_bytes(self._read(8), "little"))

    def send(self, fields: dict[str, Any], tensors: dict[str, Tensor]) -> None:
        plain = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
        blob = save(plain, {"message": json.dumps(fields)})
        self._file.write(len(blob).to_bytes(8, "little") + blob)
        self._file.flush()

    def _read(self, size: int) -> bytes:
        data = self._file.read(size)
        if len(data) < size:
            os._exit(1)
        return data

    def _watch(self) -> None:
        poll = select.poll()
        poll.register(self._socket, select.POLLRDHUP | select.POLLHUP | select.POLLERR)
        poll.poll()
        os._exit(0 if self.closing else 1)
