"""The composer that asks a language model, and the one place that makes one from the settings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from knowledge.library import Library
from rag.model.answer import SCHEMA, parse
from rag.model.brief import ANSWER_TOKENS, messages
from rag.model.chat import Chat
from rag.model.where import Place
from rag.phrase import Draft, Reply
from rag.prompts import render, variants
from rag.settings import Settings
from rag.text import words
from rag.watch import Watch
from safeguards.review import Problem, review_reply

RECITED = 5  # words in a row
MOST_OWN = 2  # words of substance


class ModelComposer:
    """Gives a written reply, its neighbours and the voices to a model, and reads what comes back. Drafts with fixed words never come here."""

    def __init__(self, chat: Chat, library: Library, window: int) -> None:
        self.chat, self.library, self.window = chat, library, window

    def compose(self, draft: Draft, problems: Sequence[Problem] = (), watch: Watch | None = None) -> Reply:
        """A reply that nobody has checked yet. Raises Unanswered where the model gave nothing in time."""
        watch = watch or Watch()
        watch.step = "Asking the model once more: its first answer did not pass the checks" if problems else "The model is putting it into words"
        reply = parse(self.chat.ask(messages(draft, self.library, self.window, problems), watch))
        watch.step = "Checking what it wrote"
        return reply if review_reply(reply, draft) else keep_to(draft, reply)  # what is wrong with it is named to the model, not mended here


def keep_to(draft: Draft, reply: Reply) -> Reply:
    """A reply that passes the checks, with each part that has left the draft put back to its written wording.

    A part has left it where it shares no word of substance with the worker's words or the written ones and brings several of its own or any of the
    rules', or where it recites the rules; a question, where it asks nothing, has been asked before, or none was to be asked.
    """
    written = draft.chosen
    ground = _substance(f"{draft.worker_words} {draft.curated}")
    asked = " ".join(ours for _, ours in draft.before)

    def left(part: str) -> bool:
        own = _substance(part)
        strange = not own & ground and (len(own) > MOST_OWN or bool(own & _substance(_told())))
        return strange or bool(_runs(part) & _runs(_told()))

    say = written.say if reply.say and left(reply.say) else reply.say
    ask = written.ask if not written.ask or not reply.ask.endswith("?") or reply.ask in asked or left(reply.ask) else reply.ask
    return Reply(say, ask) if say or ask else Reply(written.say, written.ask)


def _substance(text: str) -> set[str]:
    return {w[:5] for w in words(text) if len(w) > 2 and w not in ENGLISH_STOP_WORDS}


def _runs(text: str) -> set[str]:
    said = words(text)
    return {" ".join(said[n : n + RECITED]) for n in range(len(said) - RECITED + 1)}


@lru_cache
def _told() -> str:
    """What a model is told whatever the case: it has nothing to say of that."""
    return render("model/rules", 0) + variants("model/brief")[0].template


def from_settings(place: Place, chosen: Settings, library: Library) -> ModelComposer:
    """The composer for a model that may be used. Raises ImportError where its LangChain package is not installed, ValueError where it is refused."""
    if place.refused:
        raise ValueError(place.refused)
    model = _model(place, chosen)
    shape: dict[str, Any] = {}
    if place.provider == "openai":
        shape = {"extra_body": {"response_format": {"type": "json_schema", "json_schema": {"name": "reply", "strict": True, "schema": SCHEMA}}}}
    elif place.provider == "ollama":
        shape = {"format": SCHEMA}
    return ModelComposer(Chat(model, shape, chosen.model_seconds), library, chosen.model_window)


def _model(place: Place, chosen: Settings) -> BaseChatModel:
    """The LangChain model. One on this computer is reached straight: no proxy of the environment, no redirect to somewhere else."""
    options: dict[str, Any] = {"temperature": 0.4}
    key = chosen.model_key.get_secret_value()
    if place.url:
        options["base_url"] = place.url
    if place.provider == "ollama":
        straight = {"trust_env": not place.local, "follow_redirects": False, "timeout": chosen.model_seconds}
        options |= {"num_predict": ANSWER_TOKENS, "num_ctx": chosen.model_window, "client_kwargs": straight}
    else:
        options |= {"max_tokens": ANSWER_TOKENS, "max_retries": 0, "timeout": chosen.model_seconds}
        if key or place.local:
            options["api_key"] = key or "none"
    if place.provider == "openai":
        import httpx2

        options |= {"use_responses_api": False, "http_client": httpx2.Client(trust_env=not place.local, follow_redirects=False, timeout=chosen.model_seconds)}
    model: BaseChatModel = init_chat_model(place.name, model_provider=place.provider, **options)
    return model
