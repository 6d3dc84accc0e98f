"""Reads the knowledge files once and holds them by id."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from knowledge import schema, sessions
from knowledge.exchange import Exchange, Line
from knowledge.voices import VOICES

HERE = Path(__file__).parent
_SLOT = re.compile(r"\[quote:([\w-]+)\]")
Entry = TypeVar("Entry", bound=schema.Entry)


class PlainFault(Exception):
    """A fault whose message was written for the person at the screen, and holds nothing that they typed."""


class KnowledgeError(PlainFault):
    """A knowledge file that cannot be used; the message names file, entry and cure."""


@dataclass(frozen=True)
class Library:
    """All content, by id. Nothing in it changes after loading."""

    study: schema.Study
    sources: dict[str, schema.Source]
    findings: dict[str, schema.Finding]
    quotes: dict[str, schema.Quote]
    tensions: dict[str, schema.Tension]
    questions: dict[str, schema.Question]
    exchanges: dict[str, Exchange]
    lines: dict[str, Line]
    frameworks: dict[str, schema.Framework]
    research: dict[str, schema.Research]
    vignettes: dict[str, schema.Vignette]
    example: schema.Example
    training: sessions.Training
    protocols: dict[str, sessions.Protocol]
    risk: schema.RiskBook
    risk_examples: dict[str, tuple[str, ...]]
    cards: schema.CardBook
    signposts: schema.SignpostBook

    def evidence(self, item: str) -> schema.Finding | schema.Quote:
        """The finding or quote of that id. Raises KeyError where there is none."""
        return self.quotes[item] if item in self.quotes else self.findings[item]

    def theme(self, item: str) -> str:
        """The theme of a finding, or of the finding that a quote belongs to."""
        finding = self.quotes[item].finding if item in self.quotes else item
        return self.findings[finding].theme if finding else "background"

    def cite(self, item: str) -> str:
        """Where a finding or quote stands, as the summary gives it."""
        if self.evidence(item).pages is None:
            return self.study.cite_as.replace("{pages}, ", "") + f" ({self.study.page_unknown})"
        return self.study.cite_as.format(pages=self.pages(item))

    def pages(self, item: str) -> str:
        """'p. 24', 'pp. 24–25', or that the summary gives none."""
        pages = self.evidence(item).pages
        return self.study.page_unknown if pages is None else f"{'pp.' if '–' in pages else 'p.'} {pages}"

    def fill(self, text: str) -> str:
        """A text with each `[quote:ID]` replaced by that quote's own words, whose they are and where they stand. Raises KeyError for an unknown id."""

        def words(slot: re.Match[str]) -> str:
            quote = self.quotes[slot.group(1)]
            return f"“{quote.text}” ({VOICES[quote.voice]}, {self.pages(quote.id)})"

        return _SLOT.sub(words, text)


def fold_quote(text: str) -> str:
    """A quote with white space and typographic marks made plain, for comparing; the words stay as they are."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[‘’]", "'", text)
    text = re.sub(r"[“”]", '"', text)
    return re.sub(r"\s+", " ", text).strip()


def quote_digest(text: str) -> str:
    """SHA-256 of the folded text, in hexadecimal."""
    return hashlib.sha256(fold_quote(text).encode()).hexdigest()


@lru_cache(maxsize=4)
def load(folder: Path = HERE) -> Library:
    """Read every file in `folder`. Raises KnowledgeError, with file, entry and cure, at the first fault."""
    return Library(
        study=_one(folder, "study.yaml", schema.Study),
        sources=_many(folder, "sources.yaml", schema.Source),
        findings=_many(folder, "findings.yaml", schema.Finding),
        quotes=_many(folder, "quotes.yaml", schema.Quote),
        tensions=_many(folder, "tensions.yaml", schema.Tension),
        questions=_many(folder, "questions.yaml", schema.Question),
        exchanges=_exchanges(folder),
        lines=_many(folder, "lines.yaml", Line),
        frameworks=_many(folder, "frameworks.yaml", schema.Framework),
        research=_many(folder, "research.yaml", schema.Research),
        vignettes=_many(folder, "vignettes.yaml", schema.Vignette),
        example=_one(folder, "example.yaml", schema.Example),
        training=_one(folder, "training.yaml", sessions.Training),
        protocols=_many(folder, "protocols.yaml", sessions.Protocol),
        risk=_one(folder, "risk.yaml", schema.RiskBook),
        risk_examples=_examples(folder),
        cards=_one(folder, "cards.yaml", schema.CardBook),
        signposts=_one(folder, "signposts.yaml", schema.SignpostBook),
    )


def _read(folder: Path, name: str) -> Any:
    try:
        return yaml.load((folder / name).read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except FileNotFoundError:
        raise KnowledgeError(f"knowledge/{name} is missing. Put it back from a fresh copy of the app.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f" near line {mark.line + 1}" if mark else ""
        raise KnowledgeError(f"knowledge/{name} is not valid YAML{where}. Mend that line, or put the file back.") from None


def _one(folder: Path, name: str, kind: type[Entry]) -> Entry:
    return _check(TypeAdapter(kind), _read(folder, name), name, "the file")


def _examples(folder: Path) -> dict[str, tuple[str, ...]]:
    rows = _read(folder, "risk_examples.yaml")
    if not isinstance(rows, dict) or not all(isinstance(v, list) and all(isinstance(t, str) for t in v) for v in rows.values()):
        raise KnowledgeError("knowledge/risk_examples.yaml must be a list of sentences under each category. Put quotation marks round each.")
    return {category: tuple(sentences) for category, sentences in rows.items()}


def _exchanges(folder: Path) -> dict[str, Exchange]:
    """Every file of knowledge/exchanges/, in the order of their names; an id stands once in all of them."""
    entries: dict[str, Exchange] = {}
    for path in sorted((folder / "exchanges").glob("*.yaml")):
        for key, entry in _many(folder, f"exchanges/{path.name}", Exchange).items():
            if key in entries:
                raise KnowledgeError(f"knowledge/exchanges/{path.name}: the id '{key}' is used in another file too. Give one of them another id.")
            entries[key] = entry
    if not entries:
        raise KnowledgeError("knowledge/exchanges has no files. Put the folder back from a fresh copy of the app.")
    return entries


def _many(folder: Path, name: str, kind: type[Entry]) -> dict[str, Any]:
    rows = _read(folder, name)
    if not isinstance(rows, list):
        raise KnowledgeError(f"knowledge/{name} must be a list of entries, each beginning with '- id:'.")
    entries: dict[str, Any] = {}
    adapter = TypeAdapter(kind)
    for number, row in enumerate(rows, 1):
        label = str(row.get("id", f"number {number}")) if isinstance(row, dict) else f"number {number}"
        entry: Any = _check(adapter, row, name, f"entry '{label}'")
        if entry.id in entries:
            raise KnowledgeError(f"knowledge/{name}: the id '{entry.id}' is used twice. Give one of them another id.")
        entries[entry.id] = entry
    return entries


def _check(adapter: TypeAdapter[Entry], row: Any, name: str, label: str) -> Entry:
    try:
        return adapter.validate_python(row)
    except ValidationError as fault:
        first = fault.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "it"
        raise KnowledgeError(f"knowledge/{name}, {label}: '{place}' {first['msg'].lower()}. Mend that key and start again.") from None
