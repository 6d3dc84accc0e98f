"""Trains the small change to the bundled sentence model that knows one act from another, and danger: python -m benchmarks.train_encoder

About fifteen minutes on two cores; writes rag/encoder.safetensors (under a megabyte). One encoder learns three things in turn: which exchange a way of
saying belongs to (with the exchange's act, and away from what it is not); which finding, quote or tension a situation leads to; and danger, from
knowledge/risk_examples.yaml, the parts `tuned` and `held` of data/risk.jsonl, and harmless talk. With `--aside`, a fifth of the ways of saying is left
out, how well it is placed is printed, and nothing is stored. Low-rank adaptation as in Hu et al. 2021; class middles as in Zhai and Wu 2019.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import save_file
from torch.nn.functional import cross_entropy, normalize, one_hot

from knowledge.library import Library, load
from rag.embedding import PLACES, SCALE, TUNED, bare_model, changes_digest
from rag.index import rows
from rag.intake.danger import SHARPNESS
from rag.text import respelt, sentences

RANK, EPOCHS, RATE, WARM = 12, 4, 1.5e-3, 60
BATCH = {"exchange": 64, "evidence": 64, "danger": 48}
TEMPERATURE, SMOOTHING = 0.07, 0.1
ACT, NOT_SAID, EVIDENCE = 0.3, 0.3, 0.5  # what each part of the loss counts, beside 1 for the exchange and for danger
TOKENS = 72  # what is read of a long text while training
READ = ("tuned", "held")
Example = tuple[str, int]


class Changed(torch.nn.Module):
    """A linear layer that stays as it is, with a small change to it that learns."""

    def __init__(self, layer: torch.nn.Linear) -> None:
        super().__init__()
        self.layer = layer
        self.a = torch.nn.Parameter(torch.randn(RANK, layer.in_features) / layer.in_features**0.5)
        self.b = torch.nn.Parameter(torch.zeros(layer.out_features, RANK))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x) + SCALE * (x @ self.a.T) @ self.b.T  # type: ignore[no-any-return]


@dataclass
class Examples:
    """Texts with the number of their class: exchanges, what those are not, evidence, and danger (0 where harmless, else its category from 1)."""

    exchange: list[Example]
    aside: list[Example]
    not_said: list[Example]
    evidence: list[Example]
    danger: list[Example]
    acts: torch.Tensor  # the number of each exchange's act, shape (exchanges,)


def examples(library: Library, aside: bool) -> Examples:
    plain = library.risk.spellings
    kept, left, others = list[Example](), list[Example](), list[Example]()
    for number, one in enumerate(library.exchanges.values()):
        said = [respelt(text, plain) for text in one.said]
        random.Random(one.id).shuffle(said)
        cut = len(said) // 5 if aside else 0
        left += [(text, number) for text in said[:cut]]
        kept += [(text, number) for text in said[cut:]]
        others += [(respelt(text, plain), number) for text in one.not_said]
    situations = [row for row in rows(library) if row.kind in ("finding", "quote", "tension")]
    items = sorted({row.item for row in situations})
    acts = sorted({one.act for one in library.exchanges.values()})
    return Examples(
        kept, left, others, [(respelt(row.text, plain), items.index(row.item)) for row in situations], _danger(library),
        torch.tensor([acts.index(one.act) for one in library.exchanges.values()]),
    )  # fmt: skip


def _danger(library: Library) -> list[Example]:
    categories = [c for c in library.risk_examples if c != "harmless"]
    found = [(text, categories.index(c) + 1 if c != "harmless" else 0) for c, texts in library.risk_examples.items() for text in texts]
    for line in (Path(__file__).parent / "data" / "risk.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row.get("part") in READ and len(sentences(row["text"])) == 1:
            found.append((row["text"], categories.index(row["categories"][0]) + 1 if row["categories"] else 0))
    found += [(row.text, 0) for row in rows(library) if row.kind in ("finding", "quote", "tension") and int(row.id.rpartition(":")[2]) <= 12]
    found += [(text, 0) for one in library.exchanges.values() if one.act == "soft-concern" for text in one.not_said]
    return found + [(text, 0) for one in library.exchanges.values() if one.act != "soft-concern" for text in one.said[::4]]


class Trainer:
    """The model with its changes, and a middle for each class that is learned beside them."""

    def __init__(self, found: Examples, categories: int) -> None:
        self.found, self.model = found, bare_model()
        self.model.max_seq_length = TOKENS
        for weight in self.model.parameters():
            weight.requires_grad = False
        self.layers: dict[str, Changed] = {}
        for number, layer in enumerate(self.model[0].model.encoder.layer):
            for place in PLACES:
                parent, _, name = place.rpartition(".")
                self.layers[f"{number}.{place}"] = Changed(layer.get_submodule(place))
                setattr(layer.get_submodule(parent), name, self.layers[f"{number}.{place}"])
        self.middles = torch.nn.Parameter(self.means())
        size = self.middles.shape[1]
        self.acts = torch.nn.Parameter(normalize(torch.randn(int(found.acts.max()) + 1, size), dim=1))
        self.items = torch.nn.Parameter(normalize(torch.randn(1 + max(n for _, n in found.evidence), size), dim=1))
        self.head = torch.nn.Linear(size, 1 + categories)
        changes = [weight for layer in self.layers.values() for weight in (layer.a, layer.b)]
        beside = [self.middles, self.acts, self.items, *self.head.parameters()]
        self.optimiser = torch.optim.AdamW([{"params": changes, "lr": RATE}, {"params": beside, "lr": 2 * RATE}], weight_decay=0.01)

    @torch.no_grad()
    def encode(self, texts: list[str]) -> torch.Tensor:
        """Shape (texts, dimensions), length 1, without noise."""
        self.model.eval()
        vectors = torch.tensor(np.asarray(self.model.encode(texts, normalize_embeddings=True, show_progress_bar=False, batch_size=64)))
        self.model.train()
        return vectors

    def means(self) -> torch.Tensor:
        """The middle of each exchange's ways of saying, shape (exchanges, dimensions)."""
        place = torch.tensor([n for _, n in self.found.exchange])
        vectors = self.encode([text for text, _ in self.found.exchange])
        return normalize(torch.zeros(len(self.found.acts), vectors.shape[1]).index_add_(0, place, vectors), dim=1)

    def vectors(self, texts: list[str]) -> torch.Tensor:
        return normalize(self.model(self.model.preprocess([_hasty(text) for text in texts]))["sentence_embedding"], dim=1)

    def loss(self, kind: str, batch: list[Example]) -> torch.Tensor:
        wanted = torch.tensor([n for _, n in batch])
        if kind == "evidence":
            return EVIDENCE * _sorted_out(self.vectors([t for t, _ in batch]), self.items, wanted)
        if kind == "danger":
            scores = self.head(self.vectors([t for t, _ in batch]) * SHARPNESS)
            either = torch.stack([scores[:, 0], torch.logsumexp(scores[:, 1:], 1)], 1)
            loss = cross_entropy(either, (wanted > 0).long(), label_smoothing=0.05)
            return loss + 0.5 * cross_entropy(scores[wanted > 0][:, 1:], wanted[wanted > 0] - 1) if (wanted > 0).any() else loss
        others = random.sample(self.found.not_said, len(batch) // 5)
        vectors = self.vectors([t for t, _ in (*batch, *others)])
        mine, apart = vectors[: len(batch)], vectors[len(batch) :]
        taken = torch.softmax(apart @ normalize(self.middles, dim=1).T / TEMPERATURE, 1)
        taken = (taken * one_hot(torch.tensor([n for _, n in others]), len(self.middles))).sum(1).clamp(max=0.999)
        loss = _sorted_out(mine, self.middles, wanted) + ACT * _sorted_out(mine, self.acts, self.found.acts[wanted])
        return loss - NOT_SAID * torch.log1p(-taken).mean()

    def run(self) -> None:
        random.seed(0)
        torch.manual_seed(0)
        step, steps = 0, EPOCHS * len(self._batches())
        for epoch in range(EPOCHS):
            for kind, batch in self._batches():
                loss = self.loss(kind, batch)
                self.optimiser.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                self.optimiser.step()
                step += 1
                for group, rate in zip(self.optimiser.param_groups, (RATE, 2 * RATE)):
                    group["lr"] = rate * min(1.0, step / WARM) * max(0.0, 1 - step / steps)
            print(f"{epoch + 1} of {EPOCHS}: {self.placed()}", flush=True)

    def _batches(self) -> list[tuple[str, list[Example]]]:
        """Every example once, in batches of one kind and of like length, in an order drawn by lot."""
        made = []
        for kind, size in BATCH.items():
            data: list[Example] = getattr(self.found, kind)
            order = sorted(range(len(data)), key=lambda n: len(data[n][0]) + 30 * random.random())
            made += [(kind, [data[n] for n in order[start : start + size]]) for start in range(0, len(order) - size + 1, size)]
        random.shuffle(made)
        return made

    def placed(self) -> dict[str, float]:
        """Shares of what was left out whose exchange comes first, is among three, and has the right act first."""
        if not self.found.aside:
            return {}
        ranked = (self.encode([text for text, _ in self.found.aside]) @ self.means().T).argsort(1, descending=True)
        wanted = torch.tensor([n for _, n in self.found.aside])
        right = ranked[:, 0] == wanted, (ranked[:, :3] == wanted[:, None]).any(1), self.found.acts[ranked[:, 0]] == self.found.acts[wanted]
        return {name: round(float(share.float().mean()), 3) for name, share in zip(("first", "among three", "act"), right)}

    def store(self) -> None:
        kept: dict[str, Any] = {f"{n}.{part}": getattr(layer, part).detach().numpy().astype(np.float16) for n, layer in self.layers.items() for part in "ab"}
        kept |= {"danger.weight": SHARPNESS * self.head.weight.detach().numpy(), "danger.bias": self.head.bias.detach().numpy()}
        save_file(kept, str(TUNED), metadata={"digest": changes_digest(kept)})


def _sorted_out(vectors: torch.Tensor, middles: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    return cross_entropy(vectors @ normalize(middles, dim=1).T / TEMPERATURE, wanted, label_smoothing=SMOOTHING)


def _hasty(text: str) -> str:
    """As some people type: in small letters, without an apostrophe or the last stop."""
    if random.random() < 0.25:
        text = text.lower().replace("'", "")
    return text.rstrip(".") if random.random() < 0.2 else text


def main() -> None:
    aside = sys.argv[1:] == ["--aside"]
    random.seed(0)
    torch.manual_seed(0)
    library = load()
    trainer = Trainer(examples(library, aside), len(library.risk_examples) - 1)
    trainer.run()
    if not aside:
        trainer.store()


if __name__ == "__main__":
    main()
