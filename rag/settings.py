"""Every setting, and the one place that reads the environment (or a .env file beside app.py)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parents[1]


class Settings(BaseSettings):
    """Read once. An environment variable has the field's name in capitals."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore", frozen=True, hide_input_in_errors=True)

    data_dir: Path = Field(ROOT / "data", description="where the search index is built; nothing that a worker types goes there")
    keep_minutes: float = Field(30, description="minutes after its page was last touched until what was typed in a tab is forgotten")
    blank_minutes: float = Field(10, description="idle minutes after which the screen blanks")
    keep_file: bool | None = Field(
        None, description="whether a worker may keep a conversation in a file under a password; unset: yes, unless public_url is set"
    )
    public_url: str = Field("", description="the address of a shared installation; empty on one's own computer")
    documents_dir: Path | None = Field(None, description="a folder of the organisation's own documents (PDF, Word, text), searched apart from the study")
    chroma_url: str = Field(
        "", description="the address of a Chroma server that holds the organisation's documents for all replicas; empty: each holds them in memory"
    )
    chroma_token: SecretStr = Field(SecretStr(""), description="sent to it as a bearer token; Chroma itself checks none, whatever stands in front of it may")
    database_url: str = Field("", description="where rooms are held: a SQLAlchemy address; empty for SQLite in data_dir")
    room_secret: str = Field(
        "", description="a long random text, the same for every replica; empty: one is made and kept beside the data, outside the database"
    )
    room_hours: float = Field(4, description="hours after which a room is deleted, whatever happens in it")
    room_pace: float = Field(1, description="how much of a step's time is given, from 0 to 1; less than 1 is for trying things out")
    model: str = Field("", description="a language model that phrases replies, such as ollama:gemma3:4b; empty: none, and replies as they were written")
    model_url: str = Field(
        "", description="the base address of its server, where that is not Ollama on this computer; /v1 at the end for an OpenAI-compatible one"
    )
    model_key: SecretStr = Field(SecretStr(""), description="the server's key, where it wants one")
    model_window: int = Field(4096, ge=1500, description="tokens that the model can take in at once")
    model_seconds: float = Field(60, gt=0, description="seconds that a reply may take in all before the written one is shown")
    allow_remote_model: bool = Field(False, description="whether masked text may go to a model that is not on this computer")
    allow_open: bool = Field(False, description="listen on other addresses without sign-in, where something in front decides who comes in")
    allowed_domains: str = Field("", description="with sign-in: domains of the addresses that may come in, with commas between them, such as nhs.scot")
    trainers: str = Field("", description="with sign-in: addresses of trainers, with commas between them; they see Prepare")
    administrators: str = Field("", description="with sign-in: addresses of administrators; they see Prepare and Status")
    role_claim: str = Field("roles", description="with sign-in: the claim that may hold 'trainer' or 'administrator'")
    metrics_token: str = Field("", description="a token that /metrics is read with; empty: there is no /metrics")
    messages_a_minute: int = Field(20, description="messages that one tab may send in a minute; thirty times as many for everybody together")
    message_limit: int = Field(6000, description="characters in one message")
    local_duty_gp: str = Field("", description="how to reach the practice's duty GP; shown on risk cards")
    local_manager: str = Field("", description="how to reach the manager, and their deputy")
    local_child_lead: str = Field("", description="how to reach the child protection lead")
    local_adult_lead: str = Field("", description="how to reach the adult protection lead")
    local_social_work: str = Field("", description="the local out-of-hours social work number")
    local_lone_working: str = Field("", description="the lone-working line")
    local_occupational_health: str = Field("", description="occupational health")

    @property
    def may_keep_file(self) -> bool:
        return not self.public_url if self.keep_file is None else self.keep_file

    def local(self, slot: str) -> str:
        """What an administrator entered for a slot of signposts.yaml, or an empty text."""
        return str(getattr(self, slot.lower()))


@lru_cache
def settings() -> Settings:
    return Settings()  # type: ignore[call-arg]
