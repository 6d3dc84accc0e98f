"""Counts for whoever looks after a shared installation: how many and how long, never what or who. No count of risk cards is kept."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

REGISTRY = CollectorRegistry()
TURNS = Counter("howfar_turns", "Replies given, by what phrased them", ["composer"], registry=REGISTRY)
SECONDS = Histogram(
    "howfar_reply_seconds", "Seconds that a reply took, once the engine was there", buckets=(0.1, 0.25, 0.5, 1, 1.5, 3, 6, 12, 30, 60), registry=REGISTRY
)
STOOD_IN = Counter("howfar_stood_in", "Written replies in place of a model's, by why", ["why"], registry=REGISTRY)
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


def totals() -> list[tuple[str, str]]:
    """Each count in plain words, and how long a reply took, for the status screen."""
    found = []
    for family in REGISTRY.collect():
        what = family.documentation.partition(",")[0]
        samples = {sample.name.rpartition("_")[2]: sample for sample in family.samples}
        if "count" in samples and samples["count"].value:
            found.append((f"{what}, on average", f"{samples['sum'].value / samples['count'].value:.2f}"))
        found += [(f"{what} ({', '.join(s.labels.values())})", f"{s.value:g}") for s in family.samples if s.name.endswith("_total")]
    return found
