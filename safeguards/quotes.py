"""Quotation marks: in them stand the worker's own words, exactly, and nothing else. Curated quotes come by id."""

from __future__ import annotations

import re

from safeguards.phrases import any_of, fold

_MARKED = re.compile(r"“([^”]*)”|\"([^\"]*)\"|«([^»]*)»|„([^“”]*)[“”]|(?<![\w’'])[‘']([^‘’']*(?:[’'][a-z]{1,2}\b[^‘’']*)*)[’'](?!\w)")
_ATTRIBUTED = (
    "(one|another|a|some|several|many|most|two|three|all|seven) (of the )?(worker*|link worker*|participant*|clw*|interviewee*|people in the study|colleague*) ~ (told|said|says|say|described|felt|put it|explained|reported|admitted|recalled|mentioned)",
    "(participants|interviewees|the clws|clws|the workers) (told|said|say|felt|described|reported|explained)",
    "(rachel|george|sarah) ~ (said|says|told|put it|felt|described|explained|thought|once|found|would)",
    "as (one|a|rachel|george|sarah) ~ (put it|said|says)",
    "in (their|her|his|one worker's|george's|sarah's|rachel's) (own )?words",
    "(according to|quoting|to quote) ~",
    "(research|studies|a study|evidence|literature) (shows?|says?|suggests?|found|proves?) ~",
    "(\\d+|ten|twenty|thirty|forty|half|most) ?(%|per cent|percent|of (link workers|workers|participants)) ~",
)
_PAGE = re.compile(r"\bpp?\.?\s?\d+(?:\s?[–-]\s?\d+)?|\bpage \d+", re.I)
_STUDY = re.compile(r"\b(?:[A-Z][a-z]+ (?:et al\.?|and colleagues)|[A-Z][a-z]+ \(?(?:19|20)\d\d\)?)")


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", fold(text).text.replace('"', "")).strip(" .,;:!?'-")


def find_quotes(text: str, worker_words: str, allowed: str = "") -> list[str]:
    """Runs of `text` that quote or attribute what is neither the worker's nor in `allowed` (curated text of the plan)."""
    own, curated = f" {_plain(worker_words)} ", _plain(allowed)
    wrong = []
    for match in _MARKED.finditer(text):
        words = _plain(next((g for g in match.groups() if g is not None), ""))
        if words and not re.search(rf"(?<!\w){re.escape(words)}(?!\w)", own):
            wrong.append(match.group())
    bare = re.sub(r"“[^”]*”", " ", text)
    if bare.count('"') % 2 or bare.count("“") != bare.count("”"):
        wrong.append("an unpaired quotation mark")
    low = fold(bare).text
    wrong += [m.group().strip() for m in any_of(_ATTRIBUTED).finditer(low) if _plain(m.group()) not in curated]
    wrong += [m.group() for form in (_PAGE, _STUDY) for m in form.finditer(bare) if _plain(m.group()) not in curated]
    return wrong
