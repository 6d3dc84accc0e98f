"""The bundled sentence model with small layers of its own, trained to tell danger that is only hinted at from harmless talk.

Source of the weights: `python -m benchmarks.train_danger`, from knowledge/risk_examples.yaml and the texts that the benchmarks may be tuned on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from rag.embedding import ModelError, model_folder

WEIGHTS = Path(__file__).with_name("danger.safetensors")
PLACES = ("attention.self.query", "attention.self.value", "intermediate.dense", "output.dense")  # of each of the model's six layers
SCALE = 2.0


class Danger:
    """Loaded once. Safe to use from several threads. Raises ModelError where a file is missing."""

    def __init__(self) -> None:
        from safetensors.numpy import load_file

        if not WEIGHTS.is_file():
            raise ModelError(f"A file of the app is missing: {WEIGHTS.parent.name}/{WEIGHTS.name}. Get the app's folder again.")
        held = {name: weight.astype(np.float32) for name, weight in load_file(WEIGHTS).items()}
        self._head, self._bias = held["head.weight"], held["head.bias"]
        self._model = pooled()
        for number, layer in enumerate(self._model[0].model.encoder.layer):
            for place in PLACES:
                change = SCALE * held[f"{number}.{place}.b"] @ held[f"{number}.{place}.a"]
                weight = layer.get_submodule(place).weight.data
                weight += weight.new_tensor(change)

    def margins(self, texts: list[str]) -> np.ndarray:
        """How far each text lies on the side of danger, shape (texts,); around 0 it could be either."""
        if not texts:
            return np.zeros(0, dtype=np.float32)
        vectors = self._model.encode(texts, normalize_embeddings=False, show_progress_bar=False, batch_size=64)
        scores = np.asarray(vectors, dtype=np.float32) @ self._head.T + self._bias
        return np.asarray(np.logaddexp.reduce(scores[:, 1:], axis=1) - scores[:, 0])


def pooled() -> Any:
    """The bundled model up to the mean of its tokens' vectors, which are not brought to unit length."""
    from sentence_transformers import SentenceTransformer  # seconds to import

    whole = SentenceTransformer(str(model_folder("bundled")[0]), device="cpu", local_files_only=True)
    return SentenceTransformer(modules=list(whole)[:2], device="cpu")
