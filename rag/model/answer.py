"""What a model wrote, read as a reply: JSON where it kept to that, and the likeliest reading where it did not."""

from __future__ import annotations

import json
import re

from rag.phrase import Reply

SCHEMA = {
    "title": "reply",
    "type": "object",
    "properties": {"say": {"type": "string"}, "ask": {"type": "string"}},
    "required": ["say", "ask"],
    "additionalProperties": False,
}
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|$)", re.S | re.I)
_FIELD = r'"{}"\s*:\s*"((?:[^"\\]|\\.)*)"'
_LABELLED = re.compile(r"^\W*say\W*:\s*(.*?)^\W*ask\W*:\s*(.*)$", re.S | re.I | re.M)
_SLOT = re.compile(r"\[\s*quote\s*:\s*([\w-]+)\s*\]", re.I)


def parse(text: str) -> Reply:
    """The reply in a model's text; both parts are empty where there is none. Never raises."""
    text = _THOUGHT.sub("", text).strip()
    fields = _object(text) or _fields(text)
    if fields is None and "{" not in text:
        labelled = _LABELLED.search(text)
        fields = (labelled.group(1), labelled.group(2)) if labelled else _plain(text)
    say, ask = fields or ("", "")
    return Reply(_tidy(say), _tidy(ask))


def _object(text: str) -> tuple[str, str] | None:
    for start in (m.start() for m in re.finditer(r"\{", text[:4000])):
        try:
            found, _ = json.JSONDecoder(strict=False).raw_decode(text[start:])
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and all(isinstance(found.get(name), str) for name in ("say", "ask")):
            return found["say"], found["ask"]
    return None


def _fields(text: str) -> tuple[str, str] | None:
    """Both fields of an object that is broken elsewhere."""
    found = [re.search(_FIELD.format(name), text) for name in ("say", "ask")]
    if not all(found):
        return None
    try:
        first, second = (json.loads(f'"{m.group(1)}"', strict=False) for m in found if m)
    except ValueError:
        return None
    return first, second


def _plain(text: str) -> tuple[str, str]:
    """Plain lines: the last sentence is the question where it asks."""
    match = re.search(r"(?:^|(?<=[.!?”\"])\s+)([^.!?]*\?)\s*$", text)
    return (text[: match.start()], match.group(1)) if match else (text, "")


def _tidy(text: str) -> str:
    """White space made single, a slot in its plain form, and straight quotation marks curled: how a reply is set, not what it says."""
    text = _SLOT.sub(lambda m: f"[quote:{m.group(1)}]", " ".join(text.split()))
    text = re.sub(r'"([^"]*)"', r"“\1”", text)
    return text + "." if text[-1:].isalnum() else text
