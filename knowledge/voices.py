"""Whose voice an entry is, in words for people: the same on screen and on paper."""

from __future__ import annotations

from typing import Literal

from knowledge.schema import Finding, Quote

VOICES = {
    "participant": "a link worker in the study",
    "job description": "a job description",
    "dissertation author": "the dissertation's author",
    "summary authors": "the summary's authors",
    "literature": "earlier writing",
}
WHO = {
    "all": "all seven, as the summary has it", "most": "most of the seven, as the summary has it", "several": "several of the seven",
    "one": "one of the seven", "author": "the author's reading", "job descriptions": "the job descriptions", "literature": "earlier writing",
}  # fmt: skip
Group = Literal["workers", "jobs", "author", "literature"]
GROUPS: dict[str, str] = {
    "workers": "From the link workers in the study", "jobs": "From the job descriptions", "author": "The author's own reading", "literature": "From earlier writing",
}  # fmt: skip
_GROUP: dict[str, Group] = {
    "participant": "workers", "all": "workers", "most": "workers", "several": "workers", "one": "workers", "job description": "jobs", "job descriptions": "jobs",
    "dissertation author": "author", "summary authors": "author", "author": "author", "literature": "literature",
}  # fmt: skip
EARLY = "These seven were speaking in early 2020. If it is harder where you are now, that is a fact about the setting."
SEVEN = "The study: seven link workers, early 2020."
ALONE = "The study has nothing on the other side of this."


def group_of(entry: Finding | Quote) -> Group:
    """Whose voice it is at a glance, of four."""
    return _GROUP[entry.voice if isinstance(entry, Quote) else entry.who]


def kind_of(entry: Finding | Quote) -> str:
    """'What the study found: …' or 'Words of …', with the pseudonym where the study gives one."""
    if isinstance(entry, Finding):
        return f"What the study found: {WHO[entry.who]}"
    named = entry.voice == "participant" and entry.speaker
    whose = f"{entry.speaker}, {VOICES[entry.voice]} (pseudonym given by the study)" if named else VOICES[entry.voice]
    if entry.voice == "participant" and not entry.speaker:
        whose += ", not named"
    return f"A few words of {whose}" if entry.fragment else f"Words of {whose}"
