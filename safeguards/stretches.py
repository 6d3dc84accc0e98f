"""The stretches of a message in which danger is looked for, each by itself, so that nothing around a stretch changes what is seen in it.

Sentences; and where a text does not end its sentences, or runs on, also the lines and clauses that a sentence may have been.
"""

from __future__ import annotations

import re

RUNS_ON = 30  # words in which one sentence is mostly over
LONGEST = 30  # words of a stretch that is put together from clauses
MOST_CLAUSES = 4  # in one such stretch

_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+")
# Where something new begins although no full stop ends what was before: after a semicolon, a colon (but for "she said:"), dots, a bracket or a
# dash; and at a capital ("... by the practice She took the lot") that is not of a day, a month or a title.
_BEGINS = re.compile(
    r"(?<=[;)…])\s+|(?<=:)(?<!denies:)(?<!denied:)(?<!said:)(?<!says:)(?<!me:)(?<!wrote:)(?<!text:)(?<!texted:)\s+|(?<=\s[-–—/])\s+|\s+(?=\()"
    r"|(?<=[a-z,'’”\"\d])\s+(?=[“\"]?[A-Z][a-z'’]+)(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|June|July|August"
    r"|(?:Septem|Octo|Novem|Decem)ber|Christmas|Easter|Mrs?\b|Ms\b|Dr\b|Miss\b|I['’])"
)
_CLAUSE = re.compile(
    r"[,;:]\s+|\s[-–—]+\s|\s+(?=(?:and|but|so|because|cos|then|when|while|although|though)\s)"
    r"|(?<!\sand)(?<!\sbut)(?<!\sso)(?<!\scos)(?<!because)(?<!\sthen)(?<!\swhen)(?<!while)(?<!though)\s+(?=(?:i|he|she|they|we|it|ah|there)(?:['’]?\w{1,2})?\s)",
    re.I,
)


def broken(text: str) -> str:
    """The text with a line break wherever a sentence may begin without a full stop before it."""
    return _BEGINS.sub("\n", text)


def lines(text: str) -> list[str]:
    """The sentences of a text, cut at its full stops; of those that stand on several lines the lines as well, since a line may end a sentence.

    Or it may break one: so each is read with its breaks, where a word beyond a break says nothing of a sign, and without them.
    """
    whole = [s for s in re.split(r"[.!?]+", text) if s.strip()]
    found = dict.fromkeys(whole)
    for sentence in (s for s in whole if "\n" in s.strip()):
        found.update(dict.fromkeys([" ".join(sentence.split()), *(line for line in sentence.split("\n") if line.strip())]))
    return list(found)


def windows(text: str) -> list[str]:
    """Sentences, and runs of the lines and clauses of those that break or run on; each once, in the order of the text."""
    found: dict[str, None] = {}
    for sentence in _END.split(broken(text)):
        pieces = [p for p in sentence.split("\n") if p.strip()]
        found[" ".join(sentence.split())] = None
        if len(sentence.split()) > RUNS_ON:
            pieces = [p for piece in pieces for p in _CLAUSE.split(piece) if p and p.strip()]
        found.update(dict.fromkeys(_runs(pieces)))
    return [w for w in found if w]


def _runs(pieces: list[str]) -> list[str]:
    runs = []
    for first in range(len(pieces)):
        for last in range(first + 1, min(first + MOST_CLAUSES, len(pieces)) + 1):
            run = " ".join(" ".join(pieces[first:last]).split())
            if len(run.split()) <= LONGEST:
                runs.append(run)
    return runs
