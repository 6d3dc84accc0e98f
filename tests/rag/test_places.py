"""What every screen says before the first word of where it goes."""

import pytest

from rag.places import host_of, shared, where_in_short, where_words_go
from rag.settings import Settings

HERE = {"public_url": "", "chroma_url": "", "database_url": "", "model": "", "_env_file": None}


@pytest.mark.parametrize(
    "setting, words",
    [
        ({"public_url": "https://reflect.board.example"}, "the memory of the server at reflect.board.example"),
        ({"chroma_url": "http://search.board.example:8000"}, "the search at search.board.example"),
        ({"database_url": "postgresql+psycopg://rooms:" + "secret" + "@db.board.example/rooms"}, "the database at db.board.example"),
        ({"model": "ollama:gemma3:4b", "model_url": "http://gpu.board.example:11434", "allow_remote_model": True}, "gemma3:4b at gpu.board.example"),
    ],
)
def test_each_part_that_is_elsewhere_is_named(setting, words):
    chosen = Settings(**HERE | setting)
    said = where_words_go(chosen)
    assert shared(chosen) and words in said and "secret" not in said and "Sent nowhere" not in said
    assert not shared(Settings(**HERE))


def test_what_stands_under_the_box_is_true_of_where_it_is():
    assert where_in_short(Settings(**HERE)) == "In this computer's memory only. Saved nowhere."
    assert "server at a.example" in where_in_short(Settings(**HERE | {"public_url": "https://a.example"}))
    remote = {"model": "ollama:gemma3:4b", "model_url": "http://gpu.example:11434", "allow_remote_model": True}
    assert "Sent to gemma3:4b at gpu.example" in where_in_short(Settings(**HERE | remote))


@pytest.mark.parametrize(
    "address", ["", "sqlite:///rooms.sqlite3", "postgresql+psycopg://rooms@127.0.0.1:5432/rooms", "http://localhost:8000", "http://[::1]:8000"]
)
def test_what_is_on_this_machine_is_not_elsewhere(address):
    assert host_of(address) == ""
    assert not shared(Settings(**HERE | {"chroma_url": address, "database_url": address}))


def test_all_of_them_are_said_together():
    chosen = Settings(**HERE | {"public_url": "https://a.example", "chroma_url": "http://b.example", "database_url": "postgresql://c.example/d"})
    assert all(host in where_words_go(chosen) for host in ("a.example", "b.example", "c.example"))
