"""Where what is typed is held and where else it goes, as every screen says before the first word. Imports nothing heavy."""

from __future__ import annotations

from urllib.parse import urlsplit

from rag.model.where import Place, is_loopback, place
from rag.settings import Settings


def host_of(address: str) -> str:
    """The host that an address names where it is not this machine, or an empty text. A file, or no address at all, is this machine."""
    host = urlsplit(address).hostname or ""
    return "" if not host or is_loopback(host) else host


def _model(chosen: Settings) -> Place | None:
    found = place(chosen)
    return None if found is None or found.refused or found.local else found


def shared(chosen: Settings) -> bool:
    """Whether anything is held or goes elsewhere than on the computer that a worker sits at, so that every screen says so."""
    return bool(host_of(chosen.public_url) or _model(chosen) or host_of(chosen.chroma_url) or host_of(chosen.database_url))


def where_words_go(chosen: Settings) -> str:
    """Some sentences for the top of a screen: where what is typed is, and each other place that it goes to."""
    server, model = host_of(chosen.public_url), _model(chosen)
    held = f"Held in the memory of the server at {server}, saved nowhere." if server else "Held in this computer's memory only. Saved nowhere."
    gone = []
    if model:
        gone.append(f"With identifiers hidden, what you write under Reflect is sent to the language model {model.name} at {model.host}.")
    if host := host_of(chosen.chroma_url):
        gone.append(
            f"To look in your organisation's documents, numbers that stand for your words go to the search at {host}; words can be guessed from them, so identifiers are hidden first."
        )
    if host := host_of(chosen.database_url):
        gone.append(f"Sessions under Together, with sealed questions, are held for some hours in the database at {host}.")
    return " ".join([held, *(gone or (["Sent nowhere."] if not server else []))])


def where_in_short(chosen: Settings) -> str:
    """The same in a few words, to stand under the message box."""
    server, model = host_of(chosen.public_url), _model(chosen)
    if model:
        return f"Saved nowhere. Sent to {model.name} at {model.host}."
    if host_of(chosen.chroma_url) or host_of(chosen.database_url):
        return "Held in memory, saved nowhere. What goes elsewhere is named at the top."
    return f"In the memory of the server at {server}. Saved nowhere." if server else "In this computer's memory only. Saved nowhere."
