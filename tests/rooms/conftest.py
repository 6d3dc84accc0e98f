"""Rooms on a real SQLite and on a real PostgreSQL, started here on loopback and stopped afterwards."""

from __future__ import annotations

import pytest

from knowledge.library import load
from rooms.room import Rooms
from rooms.store import Store
from tests.servers import postgresql

SECRET = b"s" * 32


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """(address, data folder) of a PostgreSQL of our own."""
    folder = tmp_path_factory.mktemp("postgres")
    running = postgresql(folder)
    yield f"postgresql+psycopg://rooms@127.0.0.1:{running.port}/postgres", folder / "data"
    running.stop()


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
