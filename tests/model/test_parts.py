"""Where a model is and whether it may be used; what it wrote, read tolerantly; what it is told, within its window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.engine import Engine
from rag.model import nearby
from rag.model.answer import parse
from rag.model.brief import ANSWER_TOKENS, CHARACTERS_A_TOKEN, messages
from rag.model.composer import from_settings
from rag.model.where import about_the_model, place
from rag.phrase import Draft, Reply
from rag.places import shared, where_words_go
from rag.say import say
from rag.settings import Settings
from rag.types import Chosen
from tests.model.replay import Replay, as_json


@pytest.mark.parametrize(
    "chosen, local",
    [
        ({"model": "ollama:gemma3:4b"}, True),
        ({"model": "gemma3:4b", "model_url": "http://localhost:1234/v1"}, True),
        ({"model": "openai:x", "model_url": "http://[::1]:8080/v1"}, True),
        ({"model": "openai:x", "model_url": "http://127.0.0.1.evil.example/v1"}, False),
        ({"model": "openai:x", "model_url": "http://localhost@evil.example/v1"}, False),
        ({"model": "openai:x", "model_url": "http://192.168.1.4:11434/v1"}, False),
        ({"model": "ollama:x", "model_url": "http://ollama:11434"}, False),
        ({"model": "ollama:gpt-oss:120b-cloud"}, False),
        ({"model": "openai:gpt-5"}, False),
        ({"model": "anthropic:claude"}, False),
    ],
)
def test_what_is_not_on_this_computer_needs_leave_and_is_named(chosen, local):
    found = place(Settings(**chosen))
    assert found and found.local == local and bool(found.refused) != local
    allowed = Settings(**chosen, allow_remote_model=True)
    assert not place(allowed).refused and shared(allowed) != local
    assert ("Sent nowhere" in where_words_go(allowed)) == local
    assert local or place(allowed).host in where_words_go(allowed) and place(allowed).name in about_the_model(allowed)


@pytest.mark.parametrize(
    "chosen", [{"model": "gemma3"}, {"model": "openai:x", "model_url": "localhost:11434"}, {"model": "openai:x", "model_url": "file:///etc/passwd"}]
)
def test_what_cannot_be_used_is_refused_in_a_sentence(chosen, engine, library):
    refused = Settings(**chosen, allow_remote_model=True)
    assert place(refused).refused.endswith(".") and place(refused).refused in about_the_model(refused)
    with pytest.raises(ValueError):
        from_settings(place(refused), refused, library)
    one = Engine(library, engine.retriever)
    one._take_model(refused)
    assert not one.keeps_waiting and one.model_fault


def test_a_provider_without_its_package_leaves_the_written_replies(engine, library):
    one = Engine(library, engine.retriever)
    one._take_model(Settings(model="cohere:command", allow_remote_model=True))
    assert not one.keeps_waiting and "langchain-cohere" in one.model_fault


def test_a_model_here_is_reached_past_any_proxy(monkeypatch, served):
    trap = Replay(as_json("“every day.”", "What then?"))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{trap.port}")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    engine, replay = served(as_json("“Every week.”", "What is it for now?"))
    assert not say(engine, engine.open(), "I've been seeing him for two years now, every week.").turn.stood_in
    assert replay.asked and not trap.asked
    trap.close()


@pytest.mark.parametrize(
    "text, reply",
    [
        (as_json("“Only a lift.”", "What else?"), ("“Only a lift.”", "What else?")),
        ("Sure! Here you go:\n```json\n" + as_json("A.", "B?") + "\n```\nI hope it helps", ("A.", "B?")),
        ("<think>they { want } </think>" + as_json("A.", "B?"), ("A.", "B?")),
        ('{"say": "A.\nmore", "ask": "B?"}', ("A. more.", "B?")),
        ('{"note": {}} {"say": "A.", "ask": "B?"}', ("A.", "B?")),
        ('{"say": "A.", "ask": "B?", "extra": [1, 2', ("A.", "B?")),
        ("Say: A lift.\nAsk: What else?", ("A lift.", "What else?")),
        ("A lift. What else is there?", ("A lift.", "What else is there?")),
        ('{"say": "She said \\"no\\" [quote: a-b ]", "ask": ""}', ("She said “no” [quote:a-b]", "")),
        ('{"say": "cut off in the mid', ("", "")),
        ("", ("", "")),
    ],
)
def test_an_answer_is_read_tolerantly(text, reply):
    assert parse(text) == Reply(*reply)


@given(st.text(max_size=400))
def test_reading_an_answer_never_fails(text):
    assert isinstance(parse(text).text, str)
    assert isinstance(parse('{"say": "' + text).text, str)


@given(words=st.integers(0, 3000), turns=st.integers(0, 14), window=st.sampled_from([1500, 2048, 4096]))
def test_what_a_model_is_told_fits_its_window_and_is_cut_at_sentences(words, turns, window, library):
    sentence = "She rings me on Sundays and I pick up."
    message = " ".join([sentence] * (words // 8 + 1)) + " It was only a lift."
    chosen = Chosen("reply", "Only a lift, so far.", "What else?", "a-detail")
    draft = Draft(chosen, message, (("Before this I sat in the car.", "And then?"),) * turns, (), (("it was only a lift", "Only a lift, so far."),) * 4)
    rules, brief = messages(draft, library, window)
    assert len(rules.content) + len(brief.content) <= (window - ANSWER_TOKENS) * CHARACTERS_A_TOKEN
    told = brief.content.split("What they write now:\n<worker>\n")[1].split("\n</worker>")[0]
    assert "It was only a lift." in told and set(told.replace("It was only a lift.", "").replace(sentence, "").strip()) <= {" "}


def test_servers_on_this_computer_are_noticed_and_only_asked_for_names(monkeypatch):
    replay = Replay("x")
    monkeypatch.setattr(nearby, "PORTS", {replay.port: "LM Studio", 9: "nothing"})
    monkeypatch.setattr(nearby, "_last", None)
    (found,) = nearby.servers()
    assert found.models == ("gemma3:4b", "<b>odd</b>") and replay.asked == []
    assert f"MODEL_URL={replay.url}" in found.lines("gemma3:4b")
    replay.close()
