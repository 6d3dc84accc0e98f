"""The shapes of the knowledge base. Frozen, and they refuse keys that they do not know."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Voice = Literal["participant", "job description", "dissertation author", "summary authors", "literature"]
Who = Literal["all", "most", "several", "one", "author", "job descriptions", "literature"]
Theme = Literal["background", "characteristics", "role", "flexibility", "boundaries", "resources", "conclusion"]
Stage = Literal["happened", "stirs", "line", "eyes", "next", "away"]
About = Literal["person", "worker", "family", "practice", "system", "colleague", "manager", "cost", "good", "ending", "handoff"]
NONE_IN_STUDY = "none in the study"
FEWEST_SITUATIONS = 20
PSEUDONYMS = ("Rachel", "George", "Sarah")  # given by the study


class Entry(BaseModel):
    """Anything that is read from a knowledge file."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Source(Entry):
    id: str
    authors: str
    year: int | None
    title: str
    kind: str
    tier: Literal["study", "related research", "framework", "guidance"]
    read_as: str
    citation: str


class Study(Entry):
    """The study at a glance."""

    title: str
    author: str
    read_as: str
    cite_as: str
    page_unknown: str
    questions: tuple[str, ...]
    design: tuple[str, ...]
    participants: tuple[str, ...]
    ethics: tuple[str, ...]
    limits: tuple[str, ...]
    themes: dict[str, str]
    not_spoken_to: tuple[str, ...]


class Finding(Entry):
    """One thing the study says, in our words. `pages` is null where the summary gives none."""

    id: str
    text: str
    pages: str | None
    section: str
    theme: Theme
    who: Who
    tensions: tuple[str, ...]
    bridge: str
    counterweights: tuple[str, ...] | Literal["none in the study"]
    early_2020: bool = False
    same_as: tuple[str, ...] = ()  # says nearly the same; never beside it on screen
    situations: tuple[str, ...] = Field(min_length=FEWEST_SITUATIONS)


class Quote(Entry):
    """Verbatim words. `digest` is the SHA-256 of the folded text, so that a changed quote is noticed."""

    id: str
    text: str
    digest: str
    voice: Voice
    speaker: str | None
    pages: str | None
    context: str
    bridge: str
    tensions: tuple[str, ...]
    finding: str | None
    counterweights: tuple[str, ...] | Literal["none in the study"]
    fragment: bool = False
    card: bool = True
    situations: tuple[str, ...] = ()


class Tension(Entry):
    """A pull that a link worker feels, with what draws each way. `evidence` is what a supervisor would put on the table first.

    `question`, in the first person, is what a talk about it mostly comes down to.
    """

    id: str
    name: str
    pull: str
    question: str
    more: str
    less: str
    lines: tuple[str, ...]
    evidence: tuple[str, ...]
    situations: tuple[str, ...]


class Question(Entry):
    """One open question. Words in braces follow the pronoun that the worker used ({they} {want})."""

    id: str
    text: str
    stage: Stage
    tensions: tuple[str, ...] = ()
    function: Literal["normative", "formative", "restorative"]
    eye: Literal[1, 2, 3, 4, 5, 7]
    about: About
    side: Literal["more", "less"] | None = None
    needs: str | None = None


class Research(Entry):
    """What another work found, in our words. How far it was read is in its source."""

    id: str
    source: str
    text: str
    place: str | None  # null where it was not given in what was read
    tensions: tuple[str, ...]
    beside: str


class Framework(Entry):
    id: str
    name: str
    source: str
    stages: tuple[str, ...]
    use_here: str
    time: str | None


class Vignette(Entry):
    """An invented case, based on no one."""

    id: str
    title: str
    text: str
    tensions: tuple[str, ...]
    level: Literal["start", "middle", "deep"]
    notes: str
    starter: bool = False


class Example(Entry):
    """What a worker says in the example of the first screen, line by line."""

    lines: tuple[str, ...]


class RiskCategory(Entry):
    id: str
    patterns: tuple[str, ...]
    always: tuple[str, ...] = ()


class RiskBook(Entry):
    """Phrase patterns; see the head of risk.yaml for how they are written."""

    reviewed_by: str | None
    reviewed_on: str | None
    spellings: dict[str, str]
    professional: tuple[str, ...]
    idioms: tuple[str, ...]
    negations: tuple[str, ...]
    denying: tuple[str, ...]
    past: tuple[str, ...]
    resolved: tuple[str, ...]
    denials: tuple[str, ...]
    declined: tuple[str, ...]
    invented: tuple[str, ...]
    means: tuple[str, ...]
    people: tuple[str, ...]
    categories: tuple[RiskCategory, ...]


class Card(Entry):
    category: str | None = None
    title: str
    lines: tuple[str, ...]
    contacts: tuple[str, ...]
    patterns: tuple[str, ...] = ()


class CardBook(Entry):
    """The fixed words of the risk cards."""

    reviewed_by: str | None
    reviewed_on: str | None
    intro: str
    general: Card
    worker_care: str
    unreachable: Card
    cards: tuple[Card, ...]
    strain: Card


class Signpost(Entry):
    """A number to ring. `hours` maps a day (0 is Monday) to spans of open hours; null is day and night."""

    id: str
    name: str
    number: str
    for_: str = Field(alias="for")
    hours_text: str
    hours: dict[int, tuple[tuple[float, float], ...]] | None
    source: str
    seen_on: str | None
    first: bool
    checked_on: str | None
    checked_by: str | None


class LocalSlot(Entry):
    id: str
    name: str
    setting: str


class SignpostBook(Entry):
    reviewed_by: str | None
    reviewed_on: str | None
    signposts: tuple[Signpost, ...]
    local: tuple[LocalSlot, ...]
