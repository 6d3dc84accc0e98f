"""A kept conversation: only its password opens it, no name is in it, and whatever is wrong with a file is said."""

import json

import pytest

from packs.sealed import HEAD, SealedError, seal, unseal
from rag import reopen

PASSWORD = "four slow grey herons"
SAID = [
    "Jimmy rings me on Sundays now. Only for ten minutes, and I pick up because I know there's nobody else in Govan for him.",
    "Ashamed I suppose. He's not nobody.",
    "It costs me my Sunday, and my husband has noticed the phone in my hand.",
    "I'll take it to my supervisor.",
]


@pytest.fixture(scope="module")
def conversation(engine):
    one = engine.open()
    for line in SAID:
        reading = engine.read(one, line)
        reading.accept()
        engine.reply(one, reading)
    return one


def test_it_comes_back_whole_and_without_a_name(conversation, engine):
    data = reopen.to_bytes(conversation)
    assert not any(name in data.lower() for name in (b"jimmy", b"govan"))
    assert b"ashamed" in data.lower() and b"shamed" not in seal(data, PASSWORD).lower()
    back = reopen.from_bytes(unseal(seal(data, PASSWORD), PASSWORD))
    assert back.exchanges == conversation.exchanges and back.asked == conversation.asked and back.shown == conversation.shown
    assert back.handoff == conversation.handoff and back.token != conversation.token
    assert conversation.stand_ins.given  # the open conversation keeps its own
    reopen.welcome_back(back)
    assert "supervisor" in back.exchanges[-1][1].text and back.exchanges[-1][1].question.endswith("?")
    reading = engine.read(back, "Nobody. Isa asked about it, I said it was fine.")
    reading.accept()
    assert "[person A]" not in reading.masked_text  # a new person never gets an old one's stand-in
    assert engine.reply(back, reading).text


def test_two_files_of_the_same_conversation_differ(conversation):
    data = reopen.to_bytes(conversation)
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
