"""Rooms on a real SQLite and on a real PostgreSQL, started here on loopback and stopped afterwards."""

from __future__ import annotations

import glob
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from knowledge.library import load
from rooms.room import Rooms
from rooms.store import Store

SECRET = b"s" * 32


def _programs() -> Path | None:
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb")) or [p for p in [shutil.which("initdb")] if p]
    return Path(found[-1]).parent if found else None


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """(address, data folder) of a PostgreSQL of our own."""
    programs = _programs()
    if programs is None:
        if os.environ.get("REQUIRE_ALL"):
            pytest.fail("no PostgreSQL here, and it is required")
        pytest.skip("no PostgreSQL on this machine")
    folder = tmp_path_factory.mktemp("postgres")
    as_owner = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        for path in (folder, *folder.parents):
            if path != Path("/") and path != Path("/tmp"):
                path.chmod(0o755)
        shutil.chown(folder, "postgres", "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    subprocess.run(
        [*as_owner, str(programs / "initdb"), "-D", str(data), "-U", "rooms", "--auth=trust", "-E", "UTF8"], check=True, capture_output=True, cwd=folder
    )
    running = subprocess.Popen(
        [*as_owner, str(programs / "postgres"), "-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", str(folder)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
    )  # fmt: skip
    for _ in range(100):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                break
        time.sleep(0.1)
    subprocess.run([*as_owner, str(programs / "pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-t", "20"], check=True, capture_output=True)
    yield f"postgresql+psycopg://rooms@127.0.0.1:{port}/postgres", data
    subprocess.run([*as_owner, str(programs / "pg_ctl"), "-D", str(data), "-m", "fast", "stop"], check=True, capture_output=True, cwd=folder)
    running.wait(20)


@pytest.fixture(params=["sqlite", "postgresql"])
def rooms(request, tmp_path):
    """Rooms with nothing in them, and `rooms.files`: where the database keeps its bytes."""
    url, folder = ("", tmp_path) if request.param == "sqlite" else request.getfixturevalue("postgres")
    store = Store(url, tmp_path)
    made = Rooms(store, SECRET, load().protocols)
    made.url, made.files = url, folder
    yield made
    with store.begin() as at:
        from rooms.store import ROOMS

        for room in [r.id for r in at.execute(ROOMS.select())]:
            store.forget(at, room)
    store.close()
