"""The reviewers' terminal: every line is answered, and the trace holds nothing that was typed."""

from rag.talk import talk


def test_a_talk_with_its_trace(engine):
    lines = ["She rings me on Sundays and I always pick up.", "I've not told anyone.", "My cousin Morag Abernethy says I should stop.", "What should I do?"]
    said = list(talk(engine, lines))
    assert sum(s.startswith("\n> ") for s in said) == 4
    assert any("Abernethy" not in s and "[check:" in s for s in said)
    traces = [s for s in said if "nearest:" in s]
    assert len(traces) == 4 and not any("Abernethy" in s for s in traces)
