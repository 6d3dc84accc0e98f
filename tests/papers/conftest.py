"""The real embedding model."""

import pytest


@pytest.fixture(scope="module")
def embedder(engine):
    return engine.retriever.embedder
