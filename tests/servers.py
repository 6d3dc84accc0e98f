"""Real servers on loopback that can be stopped, killed and started again where they were: Chroma, PostgreSQL, Caddy."""

from __future__ import annotations

import glob
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wanting(what: str) -> None:
    """There is no such program here: a failure where everything is required, otherwise a skip."""
    if os.environ.get("REQUIRE_ALL"):
        pytest.fail(f"no {what} here, and it is required")
    pytest.skip(f"no {what} on this machine")


class Server:
    """One program on one port; `command` is made again at each start."""

    def __init__(self, command: Callable[[int], list[str]], log: Path, cwd: Path | None = None, port: int = 0, **environment: str) -> None:
        self.port, self.log, self._command, self._cwd, self._environment = port or free_port(), log, command, cwd, environment
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(self._command(self.port), stdout=out, stderr=out, cwd=self._cwd, env={**os.environ, **self._environment})
        for _ in range(300):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", self.port)):
                    return
            time.sleep(0.1)
        raise RuntimeError("it did not start: " + self.log.read_text(encoding="utf-8", errors="replace")[-2000:])

    def kill(self) -> None:
        """As a machine that loses power: it cannot tidy up."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(20)

    def stop(self) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.wait(30)


def chroma(folder: Path) -> Server:
    program = Path(sys.executable).with_name("chroma")
    return Server(lambda port: [str(program), "run", "--path", str(folder / "chroma"), "--host", "127.0.0.1", "--port", str(port)], folder / "chroma.log")


def caddy(folder: Path, config: Path, port: int, **environment: str) -> Server:
    program = shutil.which("caddy") or wanting("Caddy")
    own = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), **environment}
    return Server(lambda _: [str(program), "run", "--adapter", "caddyfile", "--config", str(config)], folder / "caddy.log", port=port, **own)


def postgresql(folder: Path) -> Server:
    """With the user `rooms` and the database `postgres`, and no encoding of its own, as some are set up: who asks for UTF-8 gets it.

    PostgreSQL refuses to run as root, so there it runs as its own user.
    """
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb")) or [p for p in [shutil.which("initdb")] if p]
    programs = Path(found[-1] if found else wanting("PostgreSQL") or "").parent
    as_owner: list[str] = []
    if os.geteuid() == 0:
        for path in (folder, *folder.parents):
            if path != Path("/") and path != Path("/tmp"):
                path.chmod(0o755)
        shutil.chown(folder, "postgres", "postgres")
        as_owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]  # in its place, so that a signal reaches it
    data = folder / "data"
    subprocess.run([*as_owner, programs / "initdb", "-D", data, "-U", "rooms", "--auth=trust", "-E", "SQL_ASCII"], check=True, capture_output=True, cwd=folder)
    run = [*as_owner, str(programs / "postgres"), "-D", str(data), "-h", "127.0.0.1", "-k", str(folder), "-p"]
    made = Server(lambda port: [*run, str(port)], folder.parent / f"{folder.name}.log", cwd=folder)
    subprocess.run([*as_owner, programs / "pg_isready", "-h", "127.0.0.1", "-p", str(made.port), "-t", "20"], check=True, capture_output=True)
    return made
