"""One question to a model and its whole answer: within a time, tried again on a dropped line, and given up at a word."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from tenacity import Retrying, retry_if_exception, stop_after_attempt, stop_when_event_set, wait_random_exponential
from tenacity.nap import sleep_using_event

from rag.watch import Unanswered, Watch

MOST_CHARACTERS = 6_000  # of one answer; what goes on after that is not a reply
TRIES, FAULTS_BEFORE_REST, REST_SECONDS = 3, 3, 60
_PASSING = frozenset({408, 429, 500, 502, 503, 504})


class Chat:
    """A chat model behind a time limit, retries with back-off, and a rest after three faults in a row. Safe to use from several threads."""

    def __init__(self, model: BaseChatModel, shape: dict[str, Any], seconds: float) -> None:
        self.model, self.shape, self.seconds = model, shape, seconds
        self._faults, self._rests_until = 0, 0.0

    def ask(self, messages: list[BaseMessage], watch: Watch) -> str:
        """The model's text, at most 6,000 characters. Raises Unanswered('resting', 'slow', 'fault' or 'stopped by the worker')."""
        if time.monotonic() < self._rests_until:
            raise Unanswered("resting")
        future: Future[str] = Future()
        give_up = threading.Event()
        threading.Thread(target=self._work, args=(messages, future, give_up), name="model", daemon=True).start()
        why = _wait(future, watch, self.seconds)
        give_up.set()
        if not why and future.exception() is None:
            self._faults = 0
            return future.result()
        if not watch.cancelled:
            self._faults += 1
            if self._faults >= FAULTS_BEFORE_REST:
                self._rests_until = time.monotonic() + REST_SECONDS
        raise Unanswered(why or "fault") from None

    def _work(self, messages: list[BaseMessage], future: Future[str], give_up: threading.Event) -> None:
        try:
            tries = Retrying(
                stop=stop_after_attempt(TRIES) | stop_when_event_set(give_up),
                wait=wait_random_exponential(multiplier=0.3, max=4),
                retry=retry_if_exception(_passes),
                sleep=sleep_using_event(give_up),
                reraise=True,
            )
            future.set_result(tries(self._stream, messages, give_up))
        except Exception as fault:
            if self.shape and getattr(fault, "status_code", None) == 400:  # a server that knows no schema: from now on the parser does it alone
                self.shape = {}
                return self._work(messages, future, give_up)
            future.set_exception(fault)

    def _stream(self, messages: list[BaseMessage], give_up: threading.Event) -> str:
        """Read as it comes, so that it can be broken off; nobody sees it before it is whole and checked."""
        said = ""
        for piece in self.model.bind(**self.shape).stream(messages):
            said += piece.text if isinstance(piece.text, str) else str(piece.text)
            if give_up.is_set() or len(said) > MOST_CHARACTERS:
                break
        return said[:MOST_CHARACTERS]


def _wait(future: Future[str], watch: Watch, seconds: float) -> str:
    """Wait until the answer is there; else why it is given up."""
    done = threading.Event()
    future.add_done_callback(lambda _: done.set())
    while not done.wait(0.05):
        if watch.cancelled:
            return "stopped by the worker"
        if watch.seconds > seconds:
            return "slow"
    return ""


def _passes(fault: BaseException) -> bool:
    """Whether a fault may pass by itself: the line, or a server that is busy."""
    status = getattr(fault, "status_code", None)
    if status is not None:
        return status in _PASSING
    chain: list[BaseException] = []
    while fault is not None and fault not in chain:
        chain.append(fault)
        fault = fault.__cause__ or fault.__context__  # type: ignore[assignment]
    return any(isinstance(one, OSError) or type(one).__module__.startswith("httpx") for one in chain)
