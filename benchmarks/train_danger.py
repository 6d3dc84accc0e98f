"""Trains what the second look adds to the bundled model: python -m benchmarks.train_danger

About five minutes on two cores; writes rag/danger.safetensors (half a megabyte). Learns from knowledge/risk_examples.yaml, twelve situations of each item as
harmless talk, and the parts `tuned` and `held` of benchmarks/data/risk.jsonl. The other parts are never read here: measure on them afterwards with `python -m benchmarks.risk`.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch.nn.functional import cross_entropy

from knowledge.library import load
from rag.danger import PLACES, SCALE, WEIGHTS, pooled
from rag.index import rows
from rag.retriever import HARMLESS, KINDS
from rag.text import sentences

RANK, EPOCHS, BATCH, RATE, HEAD_RATE = 8, 5, 32, 1e-3, 1e-3
READ = ("tuned", "held")


class Changed(torch.nn.Module):
    """A linear layer that stays as it is, with a small change to it that learns."""

    def __init__(self, layer: torch.nn.Linear) -> None:
        super().__init__()
        self.layer = layer
        self.a = torch.nn.Parameter(torch.randn(RANK, layer.in_features) / layer.in_features**0.5)
        self.b = torch.nn.Parameter(torch.zeros(layer.out_features, RANK))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x) + SCALE * (x @ self.a.T) @ self.b.T  # type: ignore[no-any-return]


def examples() -> list[tuple[str, int]]:
    """(sentence, 0 where harmless, else the number of its category from 1)."""
    library = load()
    categories = [c for c in library.risk_examples if c != "harmless"]
    found = [(text, categories.index(c) + 1 if c != "harmless" else 0) for c, texts in library.risk_examples.items() for text in texts]
    for line in (Path(__file__).parent / "data" / "risk.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row.get("part") in READ and len(sentences(row["text"])) == 1:
            found.append((row["text"], categories.index(row["categories"][0]) + 1 if row["categories"] else 0))
    found += [(row.text, 0) for row in rows(library) if row.kind in KINDS and int(row.id.rpartition(":")[2]) <= HARMLESS]
    return found


def main() -> None:
    random.seed(0)
    torch.manual_seed(0)
    learned = examples()
    model = pooled()
    for weight in model.parameters():
        weight.requires_grad = False
    layers: dict[str, Changed] = {}
    for number, layer in enumerate(model[0].model.encoder.layer):
        for place in PLACES:
            parent, _, name = place.rpartition(".")
            layers[f"{number}.{place}"] = Changed(layer.get_submodule(place))
            setattr(layer.get_submodule(parent), name, layers[f"{number}.{place}"])
    head = torch.nn.Linear(model.get_embedding_dimension() or 384, 1 + max(label for _, label in learned))
    changes = [weight for layer in layers.values() for weight in (layer.a, layer.b)]
    optimiser = torch.optim.AdamW([{"params": changes, "lr": RATE}, {"params": head.parameters(), "lr": HEAD_RATE}], weight_decay=0.01)
    steps, step = EPOCHS * (len(learned) // BATCH), 0
    model.train()
    for epoch in range(EPOCHS):
        random.shuffle(learned)
        total = 0.0
        for start in range(0, len(learned) - BATCH + 1, BATCH):
            batch = learned[start : start + BATCH]
            texts = [text if random.random() > 0.15 else text.lower().replace("'", "") for text, _ in batch]
            labels = torch.tensor([label for _, label in batch])
            scores = head(torch.nn.functional.dropout(model(model.preprocess(texts))["sentence_embedding"], 0.1))
            either = torch.stack([scores[:, 0], torch.logsumexp(scores[:, 1:], 1)], 1)
            loss = cross_entropy(either, (labels > 0).long(), label_smoothing=0.05)
            if (labels > 0).any():
                loss = loss + 0.5 * cross_entropy(scores[labels > 0][:, 1:], labels[labels > 0] - 1)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            step, total = step + 1, total + float(loss.detach())
            for group, rate in zip(optimiser.param_groups, (RATE, HEAD_RATE)):
                group["lr"] = rate * min(1.0, step / 50) * max(0.0, 1 - step / steps)
        print(f"{epoch + 1} of {EPOCHS}: {total / (len(learned) // BATCH):.3f}", flush=True)
    kept = {f"{name}.{part}": getattr(layer, part).detach().numpy().astype(np.float16) for name, layer in layers.items() for part in "ab"}
    save_file({**kept, "head.weight": head.weight.detach().numpy(), "head.bias": head.bias.detach().numpy()}, WEIGHTS)


if __name__ == "__main__":
    main()
