"""Shared parts of the tests: the real content, a real Chroma in a temporary folder, the real model."""

from __future__ import annotations

import pytest

from knowledge.library import Library, load
from rag.engine import Engine
from rag.settings import Settings


@pytest.fixture(scope="session")
def library() -> Library:
    return load()


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory):
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def engine(data_dir) -> Engine:
    return Engine.load(Settings(data_dir=data_dir))
