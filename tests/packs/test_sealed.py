"""A kept conversation: only its password opens it, no name is in it, and whatever is wrong with a file is said."""

import json

import pytest

from packs.sealed import HEAD, SealedError, seal, unseal
from rag import reopen
from rag.say import play

PASSWORD = "four slow grey herons"
SAID = [
    "Jimmy rings me on Sundays now. Only for ten minutes, and I pick up because I know there's nobody else in Govan for him.",
    "Ashamed I suppose. He's not nobody.",
    "It costs me my Sunday, and my husband has noticed the phone in my hand.",
    "I'll take it to my supervisor.",
]


@pytest.fixture(scope="module")
def talk(engine):
    return play(engine, SAID)


def test_it_comes_back_whole_and_without_a_name(talk, engine):
    data = reopen.to_bytes(talk)
    assert not any(name in data.lower() for name in (b"jimmy", b"govan"))
    assert b"ashamed" in data.lower() and b"shamed" not in seal(data, PASSWORD).lower()
    back = reopen.from_bytes(unseal(seal(data, PASSWORD), PASSWORD))
    assert back.turns == talk.turns and back.shown == talk.shown and back.token != talk.token
    assert talk.stand_ins.given  # the open talk keeps its own
    again = engine.welcome_back(back)
    assert again.turn.ask.endswith("?") and again.turn.chosen.asks == "who-else-knows"
    message = engine.read(again.talk, "Nobody. Isa asked about it, I said it was fine.").accept()
    assert "[person A]" not in message.text  # a new person never gets an old one's stand-in
    assert engine.respond(again.talk, message).turn.text


def test_two_files_of_the_same_conversation_differ(talk):
    data = reopen.to_bytes(talk)
    assert seal(data, PASSWORD) != seal(data, PASSWORD)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda d: d[:-7], "not complete"), (lambda d: d[:20], "not complete"), (lambda d: b"", "not a file"), (lambda d: b"PK\x03\x04" + d, "not a file"),
        (lambda d: d[:60] + bytes([d[60] ^ 1]) + d[61:], "damaged"), (lambda d: d[: HEAD - 1] + b"\x02" + d[HEAD:], "newer version"), (lambda d: d * 3, "damaged"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_do_is_refused_with_a_sentence(spoil, says):
    with pytest.raises(SealedError, match=says):
        unseal(spoil(seal(b'{"a": 1}', PASSWORD)), PASSWORD)


def test_passwords():
    with pytest.raises(SealedError, match="at least"):
        seal(b"x", "short")
    with pytest.raises(SealedError, match="does not open"):
        unseal(seal(b"x", PASSWORD), PASSWORD + " ")


def test_what_is_sealed_but_no_conversation_is_refused():
    for data in (b"", b"[]", json.dumps({"stage": "nowhere"}).encode()):
        with pytest.raises(reopen.KeptError, match="cannot read"):
            reopen.from_bytes(data)
