"""The organisation's folder, held in memory and in a real Chroma server."""

import time

import pytest

from rag.papers import remote
from rag.papers.folder import Folder
from rag.papers.remote import AWAY, Remote
from rag.papers.shelf import Papers
from tests import servers

LIFTS = "Travel. Staff may not give lifts to people in their own cars. A taxi can be booked through the practice manager for a hospital visit."
LONE = "Lone working. Before a home visit, write the address and the time in the diary, and ring the office when you are out again."


@pytest.fixture(scope="module")
def chroma(tmp_path_factory):
    running = servers.chroma(tmp_path_factory.mktemp("chroma"))
    yield running
    running.stop()


@pytest.fixture(params=["memory", "server"])
def make(request, tmp_path, embedder, monkeypatch):
    """Makes a holder; several in a server are several replicas of one."""
    if request.param == "memory":
        return Papers
    running = request.getfixturevalue("chroma")
    return lambda: Remote(f"http://127.0.0.1:{running.port}", "a-token", f"{tmp_path.name:_<16}")


@pytest.fixture
def asked(embedder):
    return embedder.vectors(["Can I give someone a lift in my car?"])[0]


def test_a_folder_is_read_again_when_it_changes_and_forgets_what_has_gone(make, embedder, asked, tmp_path):
    shelf = Folder(tmp_path, embedder, make())
    shelf.refresh()
    assert shelf.search(asked) == [] and not shelf.away
    (tmp_path / "travel.txt").write_text(LIFTS, encoding="utf-8")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 not really")
    shelf.refresh()
    best = shelf.search(asked)[0]
    assert best.file == "travel.txt" and "lifts" in best.text and best.score > 0.3 and set(shelf.faults) == {"broken.pdf"} and shelf.names == ("travel.txt",)
    (tmp_path / "travel.txt").write_text(LIFTS.replace("taxi", "minibus"), encoding="utf-8")
    shelf.refresh()
    assert ["minibus" in p.text for p in shelf.search(asked)] == [True]
    (tmp_path / "travel.txt").unlink()
    shelf.refresh()
    assert shelf.search(asked) == [] and shelf.names == ()
    assert [p.name for p in tmp_path.rglob("*")] == ["broken.pdf"]


def test_a_folder_that_is_not_there_deletes_nothing(make, embedder, asked, tmp_path):
    holder = make()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "travel.txt").write_text(LIFTS, encoding="utf-8")
    Folder(tmp_path / "in", embedder, holder).refresh()
    for missing in (tmp_path / "gone", None):
        other = Folder(missing, embedder, holder)
        other.refresh()
        assert other.search(asked)[0].file == "travel.txt"


def test_what_one_replica_reads_in_another_finds(chroma, embedder, asked, tmp_path):
    url = f"http://127.0.0.1:{chroma.port}"
    (tmp_path / "travel.txt").write_text(LIFTS, encoding="utf-8")
    (tmp_path / "lone.txt").write_text(LONE, encoding="utf-8")
    one, two = (Folder(tmp_path, embedder, Remote(url, "", "two-replicas-one")) for _ in range(2))
    one.refresh(), two.refresh()
    bare = Folder(None, embedder, Remote(url, "", "two-replicas-one"))
    bare.refresh()
    assert bare.names == ("lone.txt", "travel.txt") == two.names
    in_memory = Folder(tmp_path, embedder, Papers())
    in_memory.refresh()
    for shelf in (one, two, bare):
        found = shelf.search(asked)
        assert [(p.file, p.text, p.heading, p.page) for p in found] == [(p.file, p.text, p.heading, p.page) for p in in_memory.search(asked)]
        assert [p.score for p in found] == pytest.approx([p.score for p in in_memory.search(asked)], abs=0.002)


def test_a_server_that_dies_is_said_plainly_and_comes_back_by_itself(tmp_path, embedder, asked, monkeypatch):
    monkeypatch.setattr(remote, "REST", 0.2)
    running = servers.chroma(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "travel.txt").write_text(LIFTS, encoding="utf-8")
    shelf = Folder(tmp_path / "in", embedder, Remote(f"http://127.0.0.1:{running.port}", "", "killed-and-backx"))
    shelf.refresh()
    assert shelf.search(asked) and not shelf.away
    running.kill()
    assert shelf.search(asked) == [] and shelf.away == AWAY
    shelf.refresh()
    assert shelf.away == AWAY
    running.start()
    for _ in range(60):
        shelf.refresh()
        if not shelf.away:
            break
        time.sleep(0.25)
    assert shelf.search(asked)[0].file == "travel.txt"
    running.stop()
