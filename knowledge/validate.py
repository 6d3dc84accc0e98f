"""Rules that run across files. `python -m knowledge.validate` checks everything and names file, entry and cure."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from knowledge.library import KnowledgeError, Library, load, quote_digest
from knowledge.lint import lint
from knowledge.schema import FEWEST_SITUATIONS, NONE_IN_STUDY, PSEUDONYMS, Finding, Quote

MOST_WORDS = 45
_PRONOUN = re.compile(r"\b(?:he|she|his|her|hers|him|himself|herself)\b", re.I)
_PAGES = re.compile(r"\d{1,3}(?:–\d{1,3})?")
_UNWANTED = re.compile(r"\b(?:victims?|non-compliant|frequent attenders?|clients? group|service users?)\b", re.I)
_LEADING = re.compile(
    r"^(?:have you|could you|would it|why don't|why not|don't you|isn't it|shouldn't|should you|do you not|can you not|is it not)\b|\bshould you\b|\bought\b",
    re.I,
)
_TWO = re.compile(r",? and (?:what|how|who|where|when|why|which|do|does|is|are)\b", re.I)


def check_links(library: Library) -> None:
    """Raise KnowledgeError at the first link that leads nowhere, quote that was changed, or pattern that does not read."""
    for problem in _links(library):
        raise KnowledgeError(problem)


def _links(library: Library) -> Iterator[str]:
    evidence = set(library.findings) | set(library.quotes)
    for name, entries in (
        ("findings", library.findings),
        ("quotes", library.quotes),
        ("questions", library.questions),
        ("exchanges", library.exchanges),
        ("vignettes", library.vignettes),
        ("research", library.research),
    ):
        for entry in entries.values():
            for tension in entry.tensions:
                if tension not in library.tensions:
                    yield f"knowledge/{name}.yaml, entry '{entry.id}': there is no tension '{tension}'. Use an id from tensions.yaml."
    for name, pieces in (("findings", library.findings), ("quotes", library.quotes)):
        for piece in pieces.values():
            for other in () if piece.counterweights == NONE_IN_STUDY else piece.counterweights:
                if other not in evidence or other == piece.id:
                    yield f"knowledge/{name}.yaml, entry '{piece.id}': the counterweight '{other}' is not a finding or quote. Use one of their ids."
    for pull in library.tensions.values():
        for item in pull.evidence:
            if item not in evidence or pull.id not in library.evidence(item).tensions:
                yield f"knowledge/tensions.yaml, entry '{pull.id}': '{item}' must be a finding or quote that names this tension. Link both ways."
    for finding in library.findings.values():
        for other in finding.same_as:
            if other not in library.findings or other == finding.id:
                yield f"knowledge/findings.yaml, entry '{finding.id}': there is no other finding '{other}' for same_as. Use an id from findings.yaml."
    for quote in library.quotes.values():
        if quote.finding is not None and quote.finding not in library.findings:
            yield f"knowledge/quotes.yaml, entry '{quote.id}': there is no finding '{quote.finding}'. Use an id from findings.yaml."
        if quote_digest(quote.text) != quote.digest:
            yield f"knowledge/quotes.yaml, entry '{quote.id}': the words are not those that were checked against the source. Put the quote back as it was."
    for exchange in library.exchanges.values():
        for item in exchange.evidence:
            if item not in evidence:
                yield f"knowledge/exchanges, entry '{exchange.id}': there is no finding or quote '{item}'. Use one of their ids."
    for framework in library.frameworks.values():
        if framework.source not in library.sources:
            yield f"knowledge/frameworks.yaml, entry '{framework.id}': there is no source '{framework.source}'. Add it to sources.yaml."
    for work in library.research.values():
        if work.source not in library.sources or library.sources[work.source].tier != "related research":
            yield f"knowledge/research.yaml, entry '{work.id}': '{work.source}' is not a source of related research. Add it to sources.yaml."
    if missing := set(library.tensions) ^ set(library.training.unsaid):
        yield f"knowledge/training.yaml: unsaid and tensions.yaml do not match ({', '.join(sorted(missing))}). Each tension needs one line."
    for protocol in library.protocols.values():
        if protocol.framework not in library.frameworks:
            yield f"knowledge/protocols.yaml, entry '{protocol.id}': there is no framework '{protocol.framework}'. Use an id from frameworks.yaml."
    yield from _cards(library)
    yield from _patterns(library)


def _cards(library: Library) -> Iterator[str]:
    contacts = {s.id for s in library.signposts.signposts} | {s.id for s in library.signposts.local}
    book = library.cards
    for card in (book.general, book.unreachable, book.strain, *book.cards):
        for contact in card.contacts:
            if contact not in contacts:
                yield f"knowledge/cards.yaml, card '{card.title}': there is no contact '{contact}'. Use an id from signposts.yaml."
    missing = {c.id for c in library.risk.categories} ^ {str(c.category) for c in book.cards}
    for category in set(library.risk_examples) - {c.id for c in library.risk.categories} - {"harmless"}:
        yield f"knowledge/risk_examples.yaml: there is no category '{category}'. Use an id from risk.yaml, or harmless."
    if missing:
        yield f"knowledge/cards.yaml: categories and cards do not match ({', '.join(sorted(missing))}). Each category of risk.yaml needs one card."


def _patterns(library: Library) -> Iterator[str]:
    from safeguards.phrases import phrase  # patterns are compiled only where they are checked or used

    book = library.risk
    named = [("risk.yaml", c.id, (*c.patterns, *c.always)) for c in book.categories]
    named += [
        ("risk.yaml", part, getattr(book, part))
        for part in ("professional", "idioms", "negations", "denying", "past", "resolved", "denials", "declined", "invented")
    ]
    named += [("questions.yaml", q.id, (q.needs,)) for q in library.questions.values() if q.needs]
    for name, entry, patterns in named:
        for pattern in patterns:
            try:
                phrase(pattern)
            except re.error:
                yield f"knowledge/{name}, entry '{entry}': the pattern '{pattern}' does not read. Check its brackets."
            if re.search(r"(?<!\\)[A-Z]", pattern):
                yield f"knowledge/{name}, entry '{entry}': the pattern '{pattern}' has a capital letter, and text is looked at in small letters. Write it small."


def check_content(library: Library) -> Iterator[str]:
    """Every way in which an entry breaks the rules of knowledge/README.md."""
    from safeguards.identifiers import find_identifiers
    from safeguards.risk import assess_risk

    for finding in library.findings.values():
        if len(finding.text.split()) > MOST_WORDS:
            yield f"knowledge/findings.yaml, entry '{finding.id}': over {MOST_WORDS} words. Shorten it."
        if any(name in finding.text for name in PSEUDONYMS) or re.search('[“”"]', finding.text):
            yield f"knowledge/findings.yaml, entry '{finding.id}': no names and no quotation marks in our own words. Say it without."
    for quote in library.quotes.values():
        if quote.speaker in PSEUDONYMS and _PRONOUN.search(f"{quote.context} {quote.bridge}"):
            yield f"knowledge/quotes.yaml, entry '{quote.id}': a pronoun for a pseudonym. Say 'they' or leave it out."
        if (quote.voice == "participant" and quote.speaker is not None) != (quote.speaker in PSEUDONYMS):
            yield f"knowledge/quotes.yaml, entry '{quote.id}': only {', '.join(PSEUDONYMS)} are named participants. Set the speaker to null."
    entries: list[Finding | Quote] = [*library.findings.values(), *library.quotes.values()]
    for entry in entries:
        if entry.pages is not None and not _PAGES.fullmatch(entry.pages):
            yield f"knowledge, entry '{entry.id}': pages are written 40 or 40–41, or null. Mend them."
    for exchange in library.exchanges.values():
        for wrong in lint(exchange):
            yield f"knowledge/exchanges, entry '{exchange.id}', {wrong}"
    yield from _alike(library)
    for question in library.questions.values():
        text = question.text
        if not text.endswith("?") or text.count("?") != 1 or _TWO.search(text) or len(text.split()) > 20:
            yield f"knowledge/questions.yaml, entry '{question.id}': a question is one clause with one question mark. Split or shorten it."
        if _LEADING.search(text):
            yield f"knowledge/questions.yaml, entry '{question.id}': it leads, or hides a suggestion. Open it."
    for name, group in (("findings", library.findings), ("quotes", library.quotes), ("tensions", library.tensions)):
        for item in group.values():
            if getattr(item, "card", True) and len(item.situations) < FEWEST_SITUATIONS:
                yield f"knowledge/{name}.yaml, entry '{item.id}': {len(item.situations)} situations. Write at least {FEWEST_SITUATIONS}."
            for situation in item.situations:
                if assess_risk(situation, library).categories:
                    yield f"knowledge/{name}.yaml, entry '{item.id}': a situation reads as live danger. Leave it out: {situation}"
                if any(i.kind in ("number", "phone", "contact", "address") for i in find_identifiers(situation)):
                    yield f"knowledge/{name}.yaml, entry '{item.id}': a situation holds an identifier. Leave it out: {situation}"
    everything = [("findings", f.id, f.text) for f in library.findings.values()] + [("vignettes", v.id, v.text) for v in library.vignettes.values()]
    for name, entry_id, text in everything:
        if match := _UNWANTED.search(text):
            yield f"knowledge/{name}.yaml, entry '{entry_id}': '{match.group()}' is not a word that we use of people. Find another."
    for vignette in library.vignettes.values():
        if "based on no one" not in vignette.notes:
            yield f"knowledge/vignettes.yaml, entry '{vignette.id}': the notes must say that it is invented and based on no one."


def _alike(library: Library) -> Iterator[str]:
    """Replies, and ways of saying, that stand in two exchanges."""
    for what in ("reply", "way of saying"):
        held: dict[tuple[str, str], str] = {}
        for exchange in library.exchanges.values():
            for text in [r.text for r in exchange.replies] if what == "reply" else exchange.said:
                plain = "" if what == "reply" else exchange.follows, re.sub(r"\W+", " ", text).strip().lower()
                if held.setdefault(plain, exchange.id) != exchange.id:
                    yield f"knowledge/exchanges, entry '{exchange.id}': a {what} stands in '{held[plain]}' too ({text}). Leave it where it belongs."


def main() -> int:
    """Print every problem. The exit code is 1 where there is one."""
    try:
        library = load()
        check_links(library)
    except KnowledgeError as fault:
        print(fault)
        return 1
    problems = list(check_content(library))
    print(
        "\n".join(problems)
        or f"All well: {len(library.findings)} findings, {len(library.quotes)} quotes, {len(library.tensions)} tensions, {len(library.exchanges)} exchanges."
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
