"""From what a message may be to one reply: what to take up first, what else was heard, and what to do when it is not clear."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.exchange import ABOUT_THE_TALK, ANY, OPENING, Exchange
from knowledge.library import Library
from knowledge.wording import word
from rag.exchanges.rules import Context, pick
from rag.intake.signs import (
    ABOUT_THE_PROGRAM,
    ABOUT_THE_STUDY,
    is_leaving,
    names_nobody,
    nobody_at_risk,
    pronoun,
    role_intended,
    role_named,
    role_that_knows,
    says,
    several,
)
from rag.text import words
from rag.types import Candidate, Chosen, State, Talk, Understood

FITS = 0.20  # likelihood of a hit from which a reply is given: on marked turns left out, half are answered there, .65 of them decently (benchmarks/README.md)
SURE = 0.45  # likelihood of being meant, from which a plain question is answered, or what is said of the talk itself
CLOSE = 0.9  # of the first's fit, from which a second is so close that both are offered as readings
CHIP = 0.30  # likelihood from which something is said to have been heard as well
DUTY = 0.60  # likelihood from which a reply may state a duty
DUTY_NEARNESS = 0.62  # and how near the message must be to a way of saying that carries its sign
CONCERN = 0.55  # likelihood from which a soft concern is taken up; under it, it may be said to have been heard as well
CONCERN_NEARNESS = 0.60  # and how near the message must be to a way of saying it
QUESTION = 0.6  # of the likeliest, from which a question that has an answer goes before it: "What should I do?" asks for advice, not how to start
CORRECTS = 0.55  # likelihood from which a correction goes before what else was said
A_WORD = 12  # words up to which thanks, an "ok" or a "don't know" may be the whole of what is meant
STORY = 25  # words from which a message tells a story, and a line about the talk is not taken out of it
MOST_CHIPS = 3
MOST_ASKED = 2  # times that one concern is asked about
TURNS_BETWEEN = 2  # after which an open concern may be asked about again
_YES_OR_NO = re.compile(r"\W*(?:yes|yeah|yep|aye|no|naw|nah|nope|not|never)\b", re.I)
_QUESTION = re.compile(
    r"\?|^\W*(?:so |and |but |ok |okay )*(?:what|how|who|where|when|which|whose|why|did|does|do|is|are|was|were|can|could|should|am|may|will|would|have|has|whit|wha|whaur|hoo|dae|tell me|remind me)\b",
    re.I,
)


@dataclass(frozen=True)
class Choice:
    """What was chosen, and what the talk needs to remember of it."""

    chosen: Chosen
    exchange: Exchange | None = None
    concern: str = ""
    state: State | None = None
    role: str = ""


class Chooser:
    """Chooses for any talk. Deterministic; changes nothing."""

    def __init__(self, library: Library) -> None:
        self.library, self.exchanges = library, library.exchanges

    def reply(self, talk: Talk, text: str, understood: Understood) -> Choice:
        """The reply to a message. `talk` is the one before it, cut to the present case where a new one begins."""
        if talk.last and talk.last.hints and nobody_at_risk(text) and len(words(text)) <= A_WORD:
            return Choice(self.line("nobody_at_risk", talk, kind="note"))
        knows, role = role_that_knows(text), role_that_knows(text) or role_intended(text)
        if choice := self._open_concern(talk, text, understood, knows):
            return replace(choice, role=role)
        usable = [c for c in understood.candidates if self._fits(c, talk, text)]
        passed: list[str] = []
        order = self._order(usable, talk, text)
        dry = not order or not self._sure(order[0]) or self.exchanges[order[0].exchange].act == "tells"
        if (dry or is_leaving(text)) and (choice := self._once_more(talk, text, understood, role)):
            return replace(choice, role=role)
        if len(order) > 1 and self._two_readings(order[0], order[1], talk):
            return replace(self._readings(talk, order), role=role)
        for lead in order:
            if not self._sure(lead):
                break
            state = self._state(talk, lead.exchange)
            state = "known" if state == "first" and knows else state
            choice = self._from(lead, talk, text, understood, usable, state, tuple(passed))
            if choice.chosen.exchange:
                return replace(choice, role=role)
            passed += choice.chosen.reasons
        return replace(self.unsure(talk, understood, usable, tuple(passed), is_leaving(text)), role=role)

    def take_up(self, talk: Talk, item: str, words: int = 8) -> Choice:
        """The reply to an exchange, or a pull, that the worker tapped."""
        if item in self.library.tensions:
            return self._pull(talk, item)
        exchange = self.exchanges[item]
        choice = self._from(
            Candidate(item, 1.0, 1.0, exchange.said[0], -1), talk, " ".join(talk.words()), Understood(words=words), [], self._state(talk, item), ()
        )
        return choice if choice.chosen.exchange else Choice(self.line("continuer", talk))

    def line(self, name: str, talk: Talk, **rest: object) -> Chosen:
        """A line of the program's own, in its next wording. Keyword arguments are fields of Chosen."""
        wordings = self.library.lines[name].wordings
        number = talk.uses(name) % len(wordings)
        one = wordings[number]
        return replace(Chosen("repair", one.say, one.ask, one.asks or "", number=number, line=name), **rest)  # type: ignore[arg-type]

    def asking_first(self, chosen: Chosen, talk: Talk) -> Chosen:
        """A reply that asks whether anybody is at risk, in place of its own question, with nothing else to choose under it."""
        line = self.line("at_risk", talk)
        reasons = (*chosen.reasons, "something in it may be a sign of danger, so that was asked first")
        if chosen.kind != "reply":
            return replace(line, kind="note", reasons=reasons)
        return replace(chosen, ask=line.ask, asks=line.asks, line=line.line, also=(), readings=(), reasons=reasons)

    def unsure(self, talk: Talk, understood: Understood, usable: list[Candidate], passed: tuple[str, ...] = (), leaving: bool = False) -> Choice:
        """Nothing is near enough: an honest line that is true in any talk; the second time running, pulls to choose from."""
        if leaving and talk.turns:
            return Choice(self.line("leaving", talk, kind="note", reasons=passed))
        again = bool(talk.last and talk.last.chosen.kind == "repair")
        also = self._also(None, usable, talk)
        reasons = (*passed, "nothing was near enough to what you wrote")
        if not talk.case and understood.words >= SHORTEST_STORY or again:
            pulls = tuple(t for t, _ in understood.found.tensions[:MOST_CHIPS]) if understood.found.near else ()
            if pulls:
                name = "which_pull_again" if again else "which_pull"
                return Choice(self.line(name, talk, kind="readings", readings=pulls, also=also, reasons=reasons))
            if again:
                return Choice(self.line("lost", talk, also=also, reasons=reasons))
        left = also or (talk.offered_once[:1] if understood.words <= FLAT else ())
        if left and talk.uses("continuer_also") < len(self.library.lines["continuer_also"].wordings):
            return Choice(self.line("continuer_also", talk, also=left, reasons=reasons))
        name = "continuer_short" if understood.words <= FLAT else "continuer"
        return Choice(self.line(name, talk, also=also, reasons=reasons))

    def _fits(self, one: Candidate, talk: Talk, text: str) -> bool:
        """Whether an exchange can be meant here at all, whatever it scored."""
        exchange = self.exchanges[one.exchange]
        if exchange.is_question and not _QUESTION.search(text) or one.exchange in talk.taken_back:
            return False
        if talk.last and exchange.follows == "yes-or-no" and not talk.last.concern:
            return False  # written for what was told of a concern, and not for "Did you laugh as well?"
        if talk.last and exchange.follows == "asked-straight" and exchange.duty and "your life" in talk.last.ask:
            return False  # written for what somebody else was asked
        if exchange.act in ("corrects", "disagrees", "thanks", "new-case") and not talk.turns and exchange.follows != OPENING:
            return False
        long = len(words(text)) >= STORY
        if long and not talk.case and exchange.act in ABOUT_THE_TALK and not exchange.is_question:
            return False  # "I have not yet given an answer" within a first message of sixty words is no "I don't know"
        if len(words(text)) > A_WORD and (exchange.act == "thanks" or exchange.act == "stuck" and one.part >= 0):
            return False  # "Ok I understand now. Her husband went away, and the money is less each month" is no bare "ok"
        if len(words(text)) > A_WORD and exchange.act == "about-the-program" and not says(text, ABOUT_THE_PROGRAM):
            return False  # "What do we do? We talk about their week" is not asked of us
        if long and exchange.act == "asks-study" and not says(text, ABOUT_THE_STUDY):
            return False  # "Nobody told me where it stops?" within a story is not asked of the study
        if exchange.duty and exchange.act != "soft-concern" and not exchange.is_question:
            return one.likelihood >= DUTY and one.nearness >= DUTY_NEARNESS
        return exchange.act != "soft-concern" or (one.likelihood >= CHIP and one.nearness >= CONCERN_NEARNESS)

    def _sure(self, one: Candidate) -> bool:
        """Whether its reply may be given. A concern, what has an answer, what answers us and what carries a duty go by what is meant; what is said of the
        talk by that and by what has fitted before; the rest by what has fitted."""
        exchange = self.exchanges[one.exchange]
        answers = exchange.follows not in (ANY, OPENING)
        if exchange.act == "soft-concern":
            return one.likelihood >= CONCERN
        if answers or exchange.is_question or exchange.duty:
            return one.likelihood >= SURE
        if exchange.act in ABOUT_THE_TALK:
            return one.likelihood >= SURE and one.fits >= FITS / 2
        return one.fits >= FITS

    def _order(self, usable: list[Candidate], talk: Talk, text: str) -> list[Candidate]:
        """What a supervisor would take up first: a concern, a question that has an answer, a correction, an answer to our question, the strongest."""
        asked = talk.last.chosen.asks if talk.last else ""
        likeliest = max((one.likelihood for one in usable), default=0.0)

        def rank(one: Candidate) -> tuple[int, float, str]:
            exchange = self.exchanges[one.exchange]
            sure = self._sure(one)
            first = (
                0 if exchange.act == "soft-concern" and sure and self._times(talk, exchange.id) < MOST_ASKED
                else 1 if exchange.is_question and sure and one.likelihood >= QUESTION * likeliest
                else 2 if exchange.act == "corrects" and one.likelihood >= CORRECTS
                else 3 if asked and exchange.follows == asked and sure
                else 4
            )  # fmt: skip
            return first, -one.fits if sure else 1.0 - one.fits, one.exchange

        return sorted(usable, key=rank)

    def _two_readings(self, first: Candidate, second: Candidate, talk: Talk) -> bool:
        """Whether two exchanges of another act are so close that the worker had better say which. Never twice running."""
        one, two = self.exchanges[first.exchange], self.exchanges[second.exchange]
        plain = all(x.act not in ABOUT_THE_TALK and not x.is_question and x.act != "soft-concern" and x.follows == ANY for x in (one, two))
        running = bool(talk.last and talk.last.chosen.kind == "readings")
        unsure = FITS * CLOSE <= first.fits < FITS / CLOSE and second.fits >= CLOSE * first.fits
        return plain and unsure and one.act != two.act and one.tensions[:1] != two.tensions[:1] and not running and first.part == second.part

    def _readings(self, talk: Talk, order: list[Candidate]) -> Choice:
        two = tuple(c.exchange for c in order[:2])
        return Choice(self.line("two_readings", talk, kind="readings", readings=two, reasons=("two things were close, and only you know which",)))

    def _from(
        self, lead: Candidate, talk: Talk, text: str, understood: Understood, usable: list[Candidate], state: State | None, passed: tuple[str, ...]
    ) -> Choice:
        """The lead's reply with what else was heard; without an exchange where none of its replies may be given."""
        exchange = self.exchanges[lead.exchange]
        said = [*talk.words(), text]
        context = Context(talk, understood.words, state, several(said), bool(role_that_knows(text)) or any(t.state == "known" for t in talk.case))
        number, reasons = pick(exchange, context)
        if number < 0:
            return Choice(Chosen("repair", reasons=reasons))
        reply, who = exchange.replies[number], pronoun(said)
        others = tuple(c.exchange for c in usable if c.exchange != lead.exchange and c.likelihood >= CHIP / 2)[:2]
        chosen = Chosen(
            "reply", word(reply.say, who), word(reply.ask, who), reply.asks or "", exchange.id, number, self._also(lead, usable, talk), (), others,
            lead.nearest, (*passed, *reasons),
        )  # fmt: skip
        concern = exchange.id if exchange.act == "soft-concern" else ""
        return Choice(chosen, exchange, concern, state if concern else None)

    def _also(self, lead: Candidate | None, usable: list[Candidate], talk: Talk) -> tuple[str, ...]:
        """What else was heard, at most three, each from words of its own and none of it taken up already."""
        found: list[Candidate] = []
        taken = {t.chosen.exchange for t in talk.case} | ({lead.exchange} if lead else set())
        parts = {lead.part} if lead and lead.part >= 0 else set()
        for one in usable:
            exchange = self.exchanges[one.exchange]
            if one.likelihood < CHIP or exchange.is_question or exchange.act in ABOUT_THE_TALK or exchange.follows == OPENING or one.exchange in taken:
                continue
            if one.part in parts or one.part < 0 and lead is not None and lead.part < 0:
                continue
            if any(self.exchanges[f.exchange].label == exchange.label for f in found) or len(found) == MOST_CHIPS:
                continue
            found.append(one)
            parts.add(one.part)
        return tuple(one.exchange for one in found)

    def _state(self, talk: Talk, exchange: str) -> State | None:
        if self.exchanges[exchange].act != "soft-concern":
            return None
        held = next((c for c in talk.concerns if c.exchange == exchange), None)
        return "first" if held is None else "known" if held.state == "known" else "asked"

    def _times(self, talk: Talk, concern: str) -> int:
        return sum(t.concern == concern for t in talk.case)

    def _open_concern(self, talk: Talk, text: str, understood: Understood, knows: str) -> Choice | None:
        """A concern that is on the list: met when somebody is said to know, or to know no longer."""
        for held in reversed(talk.concerns):
            state: State | None = None
            just_asked = talk.last and talk.last.concern == held.exchange and talk.last.chosen.asks == "who-else-knows"
            told = knows or (just_asked and not names_nobody(text) and role_named(text))
            if told and held.state != "known":
                state = "known"
            elif held.state == "known" and names_nobody(text):
                state = "asked"
            if state is not None and (choice := self._concern(held.exchange, state, talk, text, understood)):
                return choice
        return None

    def _once_more(self, talk: Talk, text: str, understood: Understood, role: str) -> Choice | None:
        """A concern that has had no answer, where there is nothing but a plain fact to take up, or the worker goes."""
        for held in reversed(talk.concerns):
            since = next(n for n, t in enumerate(reversed(talk.case)) if t.concern == held.exchange)
            waits = held.state == "first" and since + 1 >= TURNS_BETWEEN and self._times(talk, held.exchange) < MOST_ASKED
            after = talk.case[-since] if since else None
            rejoined = after and after.chosen.exchange and self.exchanges[after.chosen.exchange].follows not in (ANY, OPENING)
            answered = role or after and (after.role or rejoined or _YES_OR_NO.match(after.theirs))
            if waits and not answered and not _QUESTION.search(text) and (choice := self._concern(held.exchange, "asked", talk, text, understood)):
                return choice
        return None

    def _concern(self, exchange: str, state: State, talk: Talk, text: str, understood: Understood) -> Choice | None:
        usable = [c for c in understood.candidates if self._fits(c, talk, text)]
        choice = self._from(Candidate(exchange, 1.0, 1.0, "", -1), talk, text, understood, usable, state, ("a concern is still open",))
        return choice if choice.chosen.exchange else None

    def _pull(self, talk: Talk, tension: str) -> Choice:
        """A question for a pull that the worker chose, from those that the library holds."""
        used = talk.lines_used
        who = pronoun(talk.words())
        for number, question in enumerate(self.library.questions.values()):
            if tension in question.tensions[:1] and question.stage in ("stirs", "line") and (f"pull:{tension}", number) not in used:
                chosen = Chosen("reply", "", word(question.text, who), "a-detail", number=number, line=f"pull:{tension}", reasons=("you chose this pull",))
                return Choice(chosen)
        return Choice(self.line("continuer", talk))


FLAT = 4  # words up to which a message may mean that the talk runs dry
SHORTEST_STORY = 12  # words of a first message from which pulls are offered where nothing else is near
