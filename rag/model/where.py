"""Which model is set and where it runs. Imports nothing heavy."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from rag.settings import Settings

OLLAMA = "http://127.0.0.1:11434"
OPENAI = "https://api.openai.com/v1"
_KNOWN = frozenset(
    "anthropic azure_ai azure_openai bedrock bedrock_converse cohere deepseek fireworks google_genai google_vertexai groq huggingface mistralai nvidia "
    "ollama openai openrouter perplexity together upstage xai".split()
)


@dataclass(frozen=True)
class Place:
    """A model that was set. `url` is empty for a cloud provider that has its own; `refused` says why it may not be used, or is empty."""

    provider: str
    name: str
    url: str
    refused: str = ""

    @property
    def host(self) -> str:
        if self.name.endswith("cloud"):
            return "Ollama's cloud"
        return (urlsplit(self.url).hostname or "") if self.url else f"the provider {self.provider}"

    @property
    def local(self) -> bool:
        """Whether it runs here. Ollama passes models whose tag ends in 'cloud' on to its maker, through the server on this computer."""
        return bool(self.url) and is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether an address is this machine by its name alone; nothing is looked up."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def place(chosen: Settings) -> Place | None:
    """The model that `MODEL` names, or None where none is set. A refused one is never called."""
    if not chosen.model.strip():
        return None
    provider, colon, rest = chosen.model.strip().partition(":")
    if not colon or provider not in _KNOWN:
        provider, rest = "openai" if chosen.model_url else "", chosen.model.strip()
    url = chosen.model_url.strip().rstrip("/") or {"ollama": OLLAMA, "openai": OPENAI}.get(provider, "")
    found = Place(provider, rest, url)
    if not provider:
        return Place("", rest, url, "MODEL names no provider. Write it as ollama:NAME, or set MODEL_URL to the server's address as well.")
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        return Place(provider, rest, url, "MODEL_URL is not an address. It begins with http:// or https://.")
    if not found.local and not chosen.allow_remote_model:
        return Place(provider, rest, url, "The model that is set is not on this computer, and ALLOW_REMOTE_MODEL is not set to true.")
    return found


def about_the_model(chosen: Settings) -> str:
    """The same for the About screen, in full."""
    found = place(chosen)
    if found is None:
        return "No language model is configured: every reply stands as it was written beforehand, and nobody has reviewed them yet."
    if found.refused:
        return f"A language model is set and not used. {found.refused} Replies stand as they were written meanwhile."
    at = "on this computer" if found.local else f"at {found.host}, which is not this computer"
    return (
        f"Replies are phrased by the language model {found.name}, {at}. It is given what you wrote with identifiers hidden, the plan of the reply and the voices under it; "
        "never the names behind the stand-ins. What it writes is checked before you see any of it, and where it fails, the written reply is shown and says so."
    )
