"""Model servers that are running on this computer, so that About can offer them. Looks on loopback alone, and only where no model is set."""

from __future__ import annotations

import json
import socket
import time
import urllib.request
from dataclasses import dataclass

PORTS = {11434: "Ollama", 1234: "LM Studio", 8080: "llama.cpp", 8000: "vLLM"}
WAIT, MOST_BYTES, MOST_NAMES = 0.5, 200_000, 12
AGAIN_AFTER = 30.0  # seconds that an answer is good for
_last: tuple[float, tuple[Server, ...]] | None = None


@dataclass(frozen=True)
class Server:
    """A server that answered, and the models that it has; `lines` is what goes into the file .env to use one."""

    program: str
    port: int
    models: tuple[str, ...]

    def lines(self, model: str) -> str:
        return f"MODEL=ollama:{model}" if self.program == "Ollama" else f"MODEL=openai:{model}\nMODEL_URL=http://127.0.0.1:{self.port}/v1"


def servers() -> tuple[Server, ...]:
    """Those on the usual ports that answer within half a second. Sends nothing but the question which models there are."""
    global _last
    if _last is None or time.monotonic() - _last[0] > AGAIN_AFTER:
        _last = time.monotonic(), tuple(Server(program, port, models) for port, program in PORTS.items() if (models := _models(port)))
    return _last[1]


def _models(port: int) -> tuple[str, ...]:
    with socket.socket() as probe:
        probe.settimeout(WAIT)
        if probe.connect_ex(("127.0.0.1", port)):
            return ()
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with straight.open(f"http://127.0.0.1:{port}/v1/models", timeout=WAIT) as answer:
            found = json.loads(answer.read(MOST_BYTES))
        names = [str(one["id"])[:80] for one in found["data"][:MOST_NAMES]]
        return tuple(name for name in names if not name.endswith("cloud"))  # those are not on this computer
    except (OSError, ValueError, KeyError, TypeError):  # something else is on that port
        return ()
