"""What is quoted and who is cited: the worker's own words, exactly, or a curated quote by its id, and nothing else."""

from __future__ import annotations

import re

from safeguards.phrases import any_of, fold

_MARKED = re.compile(r"“([^”]*)”|\"([^\"]*)\"|«([^»]*)»|„([^“”]*)[“”]|(?<![\w’'])[‘']([^‘’']*(?:[’'][a-z]{1,2}\b[^‘’']*)*)[’'](?!\w)")
_MANY = "(one|another|a|an|some|several|many|most|few|two|three|four|five|six|seven|all|all seven|other|your|these|those|the|the seven|half|\\d+)"
_PEOPLE = (
    "(of the )?(community )?(link )?(workers?|participants?|interviewees?|clws?|colleagues?|people in (your|the|this) (place|study|role|position|work|job))"
)
_DO = (
    "(\\w+ed|say|says|said|saying|feel|feels|felt|put|puts|tell|told|find|finds|found|drive|drove|have|has|had|would|do|does|did|don't|didn't|doesn't|take|took|go|went|are|is|was|were"
    "|cope|copes|manage|manages|agree|hand|use|think|thinks|thought|call|calls|keep|keeps|kept|can|could|might|will|never|always|end|ends|speak|spoke|hold|held|refuse|stay|give|gave|in (the study|glasgow|scotland))"
)
_CITED = (
    f"{_MANY} {_PEOPLE} (\\w+ly |also |all |both |often |once )?{_DO}",
    f"(link workers|participants|interviewees|clws|workers|nurses) (\\w+ly |also |all |often )?{_DO}",
    f"link workers in ~ {_DO}",
    "(the|this|that|another|an?|the glasgow|one|\\w+) (study|studies|author|researchers?|research|evidence|literature|report|paper|guidance|survey|trial|review) (\\w+ly |also )?(say*|said|show*|found|find*|suggest*|prove*|describe*|call*|tell*|told|conclude*|recommend*|think*|thought|state*|report*|confirm*|agree*|argue*|warn*|is clear)",
    "(research|evidence|literature|studies|experts?|psychologists?|science) (show*|say*|suggest*|find*|prove*|agree*|tell*|is clear)",
    "(according to|quoting|to quote|in the words of|as (the|one|a) \\w+ (put*|said|says)) ~",
    "in (their|her|his|one \\w+'s) (own )?words",
    "(there is|there's) an? (old )?(saying|proverb|phrase|expression)|(as they say|they say that|it is said|the saying goes)",
    "(someone|somebody|people|nobody|a person|the person|others) in the study (?!was asked)",
    "participant \\d+",
    "(\\d+|ten|twenty|thirty|forty|fifty|half|most|a third|two thirds|(one|two|three|four|five|six|seven|eight|nine) (in|out of|of) (every )?(two|three|four|five|six|seven|ten|\\d+)) ?(%|per ?cent|percent|(of )?(the )?(link workers|workers|participants|endings|people|nurses|patients|cases))",
    "\\d+ ?(%|per ?cent|percent)|a (19|20)\\d\\d study|study of (\\d+|some|many|nurses|over)|(one|two|three|four|five|six|seven|eight|nine) in (ten|five|four|three)",
)
_PSEUDONYM = re.compile(r"\b(?:Rachel|George|Sarah)\b")
_PAGE = re.compile(r"\bpp?\.?\s?\d+(?:\s?[–-]\s?\d+)?|\bpage \d+", re.I)
_STUDY = re.compile(r"\b(?:[A-Z][a-z]+ (?:et al\.?|and colleagues)|[A-Z][a-z]+ \(?(?:19|20)\d\d\)?)")
_NAME = re.compile(r"(?<=[\w,;:’'”)] )[A-Z][\w’'-]*")
_COMMON = frozenset(
    "i i'm i've i'd i'll gp gps nhs scots scottish scotland english british monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december christmas easter hogmanay new year".split()
)
_FIRST_PERSON = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Mm]e)\b")
_SLOT = re.compile(r"\[quote:([\w-]*)\]")
_BRACKET = re.compile(r"\[(?!person|place|date|contact|number|organisation|address|handle|reference|quote:)[^\]]*\]?")


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", fold(text).text.replace('"', "")).strip(" .,;:!?'-")


def find_quotes(text: str, worker_words: str, quote_ids: frozenset[str] = frozenset()) -> list[str]:
    """Everything in quotation marks that is not the worker's own, and every slot or bracket that stands for nothing.

    A curated quote stands in a reply as `[quote:ID]` alone, and its id is one of `quote_ids`.
    """
    own = f" {_plain(worker_words)} "
    wrong = [m.group() for m in _SLOT.finditer(text) if m.group(1) not in quote_ids]
    wrong += [m.group() for m in _BRACKET.finditer(text) if _plain(m.group()) not in own]
    for match in _MARKED.finditer(text):
        words = _plain(next((g for g in match.groups() if g is not None), ""))
        if words and not re.search(rf"(?<!\w){re.escape(words)}(?!\w)", own):
            wrong.append(match.group())
    bare = re.sub(r"“[^”]*”", " ", text)
    if bare.count('"') % 2 or bare.count("“") != bare.count("”"):
        wrong.append("an unpaired quotation mark")
    return wrong


def find_cited(text: str, worker_words: str) -> list[str]:
    """Runs of `text` that report what anybody said or found, or name what the worker has not named."""
    bare = re.sub(r"“[^”]*”", " ", text)
    wrong = [m.group().strip() for m in any_of(_CITED).finditer(fold(bare).text)]
    wrong += [m.group() for form in (_PSEUDONYM, _PAGE, _STUDY) for m in form.finditer(bare)]
    known = set(re.findall(r"[\w'-]+", _plain(worker_words))) | _COMMON
    return wrong + [m.group() for m in _NAME.finditer(bare) if fold(m.group()).text.removesuffix("'s") not in known]


def find_unmarked(text: str, worker_words: str) -> list[str]:
    """Sentences that are the worker's own in the first person and stand without quotation marks, so that the product seems to speak of itself."""
    own, bare = _plain(worker_words), re.sub(r"“[^”]*”", " ", text)
    return [s.strip() for s in re.split(r"(?<=[.!?])\s+", bare) if len(s.split()) > 2 and _FIRST_PERSON.search(s) and _plain(s) in own]
