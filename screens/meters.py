"""Counts for whoever looks after a shared installation: how many and how long, never what or who. No count of risk cards is kept."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

REGISTRY = CollectorRegistry()
TURNS = Counter("howfar_turns", "Replies given, by what phrased them", ["composer"], registry=REGISTRY)
SECONDS = Histogram(
    "howfar_reply_seconds", "Seconds that a reply took, once the engine was there", buckets=(0.1, 0.25, 0.5, 1, 1.5, 3, 6, 12, 30, 60), registry=REGISTRY
)
STOOD_IN = Counter("howfar_stood_in", "Guided replies in place of a model's, by why", ["why"], registry=REGISTRY)
FAULTS = Counter("howfar_faults", "Faults, by their type", ["type"], registry=REGISTRY)


def answered(seconds: float, composer: str, stood_in: str) -> None:
    """Count one reply."""
    TURNS.labels(composer).inc()
    SECONDS.observe(seconds)
    if stood_in:
        STOOD_IN.labels(stood_in).inc()


def as_text() -> bytes:
    """Everything, as Prometheus reads it."""
    return generate_latest(REGISTRY)


def totals() -> dict[str, float]:
    """Each count by its name and label, for the status screen."""
    return {
        sample.name + "".join(f" {v}" for v in sample.labels.values()): sample.value
        for family in REGISTRY.collect() for sample in family.samples if sample.name.endswith(("_total", "_count"))
    }  # fmt: skip
