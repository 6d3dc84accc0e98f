"""The composer that asks a language model, and the one place that makes one from the settings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from knowledge.library import Library
from rag.compose import GuidedComposer, Reply
from rag.model.answer import SCHEMA, parse
from rag.model.brief import ANSWER_TOKENS, messages
from rag.model.chat import Chat
from rag.model.where import Place
from rag.plan import Plan
from rag.prompts import render, variants
from rag.settings import Settings
from rag.text import words
from rag.watch import Watch
from safeguards.review import Problem, review_reply

# Moves that lay back and ask. Every other move says something that must stand as it was written: a limit, who to call, who holds an answer, an ending.
REWORDED = frozenset(
    "pair scrap moved missing thread insight insight_question weigh weigh_question stuck stuck_question correction correction_word correction_theirs "
    "correction_question correction_theirs_question".split()
)
RECITED = 5  # words in a row
MOST_OWN = 2  # words of substance


class ModelComposer:
    """Gives a plan and the guided wording of it to a model, and reads what comes back. Plans with fixed words stay as they are."""

    def __init__(self, chat: Chat, library: Library, window: int) -> None:
        self.chat, self.library, self.window = chat, library, window
        self.guided = GuidedComposer()

    def compose(self, plan: Plan, problems: Sequence[Problem] = (), watch: Watch | None = None) -> Reply:
        """A reply that nobody has checked yet. Raises Unanswered where the model gave nothing in time."""
        draft = self.guided.compose(plan)
        moves = [*plan.moves, *([plan.question_move] if plan.question_move else [])]
        if not plan.message or any(m.template not in REWORDED and not m.template.startswith("=") for m in moves) or plan.intent == "study":
            return draft
        watch = watch or Watch()
        watch.step = "Asking the model once more: its first answer did not pass the checks" if problems else "The model is putting it into words"
        brief = messages(plan, draft, self.library, self.window, problems)
        reply = parse(self.chat.ask(brief, watch))
        watch.step = "Checking what it wrote"
        return reply if review_reply(reply, plan) else keep_to(plan, draft, reply)  # what is wrong with it is named to the model, not mended here


def keep_to(plan: Plan, draft: Reply, reply: Reply) -> Reply:
    """A reply that passes the checks, with each part that has left the plan put back to its guided wording.

    A part has left it where it shares no word of substance with the worker's words or the guided wording and brings several of its own or any of the
    rules', or where it recites the rules; a question, where it asks nothing or has been asked before.
    """
    ground = _substance(f"{plan.message} {plan.worker_words} {draft.text}")
    asked = {ours for _, ours in plan.before}

    def left(part: str) -> bool:
        own = _substance(part)
        strange = not own & ground and (len(own) > MOST_OWN or bool(own & _substance(_told())))
        return strange or bool(_runs(part) & _runs(_told()))

    reflection = draft.reflection if reply.reflection and left(reply.reflection) else reply.reflection
    question = draft.question if not reply.question.endswith("?") or reply.question in asked or left(reply.question) else reply.question
    return Reply(reflection, question)


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
