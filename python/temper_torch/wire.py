"""Messages: a little-endian u64 length, then a safetensors blob with JSON in its metadata."""

import contextlib
import json
import os
import queue
import shutil
import socket
import threading
import time
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
        self.closing = False
        self._folder = os.path.dirname(place) if kind == "unix" else None
        if kind == "unix":
            self._socket = socket.socket(socket.AF_UNIX)
            if self._socket.connect_ex(place):
                self._end()
        else:
            self._socket = socket.create_connection((host, int(port)))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self.receive = self._requests.get
        threading.Thread(target=self._listen, daemon=True).start()

    def send(self, fields: dict[str, Any], tensors: dict[str, Tensor]) -> None:
        plain = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
        blob = save(plain, {"message": json.dumps(fields)})
        self._socket.sendall(len(blob).to_bytes(8, "little") + blob)

    def _listen(self) -> None:
        """Reads ahead, so that the end of the connection is seen while a request is computed."""
        with contextlib.suppress(OSError), self._socket.makefile("rb") as file:
            while len(prefix := file.read(8)) == 8:
                size = int.from_bytes(prefix, "little")
                if len(blob := file.read(size)) < size:
                    break
                self._requests.put(blob)
        self._end()

    def _end(self) -> None:
        """A driver that was killed leaves the folder of the socket, which holds all temporary files of the group."""
        if self._folder and self._folder == os.environ.get("TMPDIR"):
            for _ in range(20):
                shutil.rmtree(self._folder, ignore_errors=True)
                if not os.path.exists(self._folder):
                    break
                time.sleep(0.1)  # Another process of the group may be writing into it.
        os._exit(0 if self.closing else 1)
