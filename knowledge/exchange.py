"""The shapes of an exchange: one thing that a worker may say, in many ways of saying it, and what a supervisor would say back."""

from __future__ import annotations

from typing import Literal, Self, get_args

from pydantic import Field, field_validator, model_validator

from knowledge.schema import Entry, Stage

Act = Literal[
    "tells", "confesses", "keeps-from-team", "minimises", "resigned", "self-blame", "angry-at-service", "angry-at-person", "grieves", "likes-it", "proud",
    "ambivalent", "expects-the-worst", "seeks-verdict", "asks-advice", "asks-study", "asks-policy", "about-the-program", "corrects", "disagrees", "insight",
    "plans", "hands-on", "stuck", "tired", "jokes-away", "thanks", "soft-concern", "new-case",
]  # fmt: skip
Asks = Literal[
    "who-else-knows", "what-they-want", "if-you-didnt", "when-changed", "afraid-of", "on-paper", "would-miss", "how-describe-you", "not-said",
    "who-take-it-to", "when-will-you", "enough", "face-hands-evening", "asked-straight", "what-happens-there", "what-did-you-do", "what-is-it-for",
    "what-would-they-say", "who-decided", "which-one", "how-long-how-often", "what-stops-you", "what-is-different", "what-is-nearer", "whose-is-it",
    "yes-or-no", "a-detail",
]  # fmt: skip
When = Literal["first", "asked", "known"]
Assumes = Literal["nobody-knows", "only-you", "still-going-on", "visit-to-come"]
DutyKind = Literal["record", "gift", "child", "adult", "policy", "worker"]

ANY, OPENING = "any", "opening"
FEWEST_SAID, FEWEST_NOT_SAID, FEWEST_REPLIES, FEWEST_OPENINGS = 12, 2, 3, 4
ABOUT_THE_TALK = frozenset({"about-the-program", "corrects", "disagrees", "thanks", "new-case", "stuck", "jokes-away"})
STAGE_OF: dict[str, Stage] = {  # where a talk stands once this has been said; an act that is not here leaves it where it was
    "tells": "happened", "soft-concern": "happened", "hands-on": "happened", "new-case": "happened",
    "confesses": "stirs", "self-blame": "stirs", "grieves": "stirs", "likes-it": "stirs", "proud": "stirs", "tired": "stirs", "resigned": "stirs",
    "angry-at-service": "stirs", "angry-at-person": "stirs",
    "ambivalent": "line", "minimises": "line", "expects-the-worst": "line", "seeks-verdict": "line", "asks-advice": "line", "keeps-from-team": "eyes",
    "insight": "next", "plans": "next", "thanks": "away",
}  # fmt: skip


class Written(Entry):
    """One reply, written beforehand: a statement, a question, or both. `asks` is the kind of question; `when` is for soft concerns."""

    say: str = ""
    ask: str = ""
    asks: Asks | None = None
    assumes: tuple[Assumes, ...] = ()
    when: When | None = None

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        if not (self.say or self.ask):
            raise ValueError("a reply needs words, under say or ask")
        if bool(self.ask) != (self.asks is not None):
            raise ValueError("a question needs its kind under asks, and only a question has one")
        return self

    @property
    def text(self) -> str:
        return f"{self.say} {self.ask}".strip()


class Duty(Entry):
    """What the work is bound to, and what must have been said for a reply to name it."""

    kind: DutyKind
    sign: str


class Exchange(Entry):
    """`said`: ways of saying it. `not_said`: the same topic with another act. `follows`: any, opening, or a kind of question that this answers."""

    id: str
    act: Act
    tensions: tuple[str, ...] = Field(max_length=3)
    label: str
    follows: str = ANY
    said: tuple[str, ...]
    not_said: tuple[str, ...] = Field(min_length=FEWEST_NOT_SAID)
    replies: tuple[Written, ...] = Field(min_length=FEWEST_REPLIES)
    evidence: tuple[str, ...] = ()
    duty: Duty | None = None
    answer_from: tuple[str, ...] = ()
    reviewed_by: str | None = None

    @field_validator("duty", mode="before")
    @classmethod
    def _none(cls, value: object) -> object:
        return None if value == "none" else value

    @field_validator("follows")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in (ANY, OPENING, *get_args(Asks)):
            raise ValueError("must be any, opening, or a kind of question")
        return value

    @model_validator(mode="after")
    def _whole(self) -> Self:
        fewest = FEWEST_OPENINGS if self.follows == OPENING else FEWEST_SAID
        if len(self.said) < fewest:
            raise ValueError(f"needs at least {fewest} ways of saying it under said")
        if (self.act == "soft-concern") != all(reply.when for reply in self.replies):
            raise ValueError("a soft concern, and nothing else, says when each reply is for (first, asked or known)")
        return self

    @property
    def is_question(self) -> bool:
        """Whether it is a plain question that has an answer."""
        return self.act in ("asks-study", "asks-policy", "about-the-program")


class Line(Entry):
    """A line of the program's own (nothing is near, another case, after a card), in wordings that are used in turn."""

    id: str
    wordings: tuple[Written, ...] = Field(min_length=1)
