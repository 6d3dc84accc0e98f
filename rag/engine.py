"""The whole line, one call a step: read, respond. Scripts and other front ends use this as the screens do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from knowledge.exchange import STAGE_OF
from knowledge.library import Library, load
from knowledge.schema import Stage
from rag import voices
from rag.embedding import Embedder
from rag.exchanges.bank import Bank
from rag.exchanges.choose import Choice, Chooser
from rag.exchanges.understand import Understanding, parts_of
from rag.index import open_index
from rag.intake.danger import FEWEST_WORDS, Danger
from rag.intake.gate import Message, Reading, read
from rag.intake.signs import ABOUT_THE_STUDY, says
from rag.model.where import place
from rag.phrase import AsWritten, Composer, Draft, phrase
from rag.retriever import StudyRetriever
from rag.settings import Settings, settings
from rag.text import prose, words
from rag.types import Evidence, Step, Talk, Turn, Understood, Voice
from rag.watch import Watch
from safeguards.risk import Concern, RiskAssessment, RiskRaised, assess_risk, second_look
from safeguards.stretches import windows

PRESSES = ("another", "other_side", "more")


class Engine:
    """Holds what all talks share: content, retriever, understanding, composer. Safe to use from several threads."""

    def __init__(self, library: Library, retriever: StudyRetriever, composer: Composer | None = None) -> None:
        self.library, self.retriever, self.composer = library, retriever, composer or AsWritten()
        self.embedder: Embedder = retriever.embedder
        self.model_fault = ""  # a sentence, where a model was set and cannot be used
        self.danger = Danger([category for category in library.risk_examples if category != "harmless"])
        self.understanding = Understanding(Bank(library, retriever.index), self.embedder, library.risk.spellings)
        self.chooser = Chooser(library)

    @classmethod
    def load(cls, chosen: Settings | None = None, progress: Callable[[float], None] = lambda done: None) -> Engine:
        """Read the content, load the model and open the index, building it first where needed (progress from 0 to 1).

        Raises KnowledgeError, ModelError or IndexFault, each with a sentence that says what to do.
        """
        chosen = chosen or settings()
        library = load()
        embedder = Embedder()
        engine = cls(library, StudyRetriever.over(library, embedder, open_index(chosen.data_dir, library, embedder, progress)))
        engine._take_model(chosen)
        return engine

    def _take_model(self, chosen: Settings) -> None:
        """Use the language model that is set, if one is and may be used; replies stay as they were written otherwise."""
        found = place(chosen)
        if found is None or found.refused:
            self.model_fault = found.refused if found else ""
            return
        try:
            from rag.model.composer import from_settings

            self.composer = from_settings(found, chosen, self.library)
        except Exception as fault:  # whatever is wrong with a model, the written replies go on
            missing = isinstance(fault, ImportError)
            self.model_fault = (
                f"Its LangChain package is not installed: pip install langchain-{found.provider}."
                if missing
                else "It could not be set up: check MODEL, MODEL_URL and MODEL_KEY."
            )

    @property
    def keeps_waiting(self) -> bool:
        """Whether a reply may take long enough for the worker to be told what is happening, and to stop it."""
        return not isinstance(self.composer, AsWritten)

    def search(self, text: str, limit: int = 8) -> list[Evidence]:
        """Findings and quotes near to a text, best first. Raises RiskRaised where it holds signs of danger."""
        self.guard(text)
        return self.retriever.search(text, limit)

    def guard(self, text: str) -> None:
        """Both looks at danger in a text that is no message. Raises RiskRaised where there are signs of it, or a look failed."""
        assessment = self.assess(text)
        if assessment.live or assessment.failed:
            raise RiskRaised(assessment)

    def assess(self, text: str) -> RiskAssessment:
        """Both looks at danger in a text that is no message: what is searched for, a gist, a scenario, a file. Fails closed."""
        assessment = assess_risk(text, self.library)
        try:
            near, hints = self._near(text, {})
        except Exception:
            return replace(assessment, failed=True)
        return replace(assessment, concerns=assessment.concerns + near + hints)

    def _near(self, text: str, held: dict[str, Any], beside: list[str] | None = None) -> tuple[tuple[Concern, ...], tuple[Concern, ...]]:
        """Concerns of stretches of words in which danger is sure, and of those in which it is likely. The vectors of all that were looked at, and of `beside`, are put into `held`."""
        looked = [w for w in windows(prose(text)) if len(w.split()) >= FEWEST_WORDS]
        self.embedder.known([*looked, *(beside or [])], held)
        vectors = self.embedder.known(looked, held)
        found = [(c, sure) for n, kinds, sure in self.danger.look(vectors) for c in second_look(looked[n], kinds, self.library)]
        return tuple(c for c, sure in found if sure), tuple(c for c, sure in found if not sure)

    def open(self, invented: bool = False) -> Talk:
        """A new talk. `invented` for a starter or a trainer's case."""
        return Talk(invented=invented)

    def read(self, talk: Talk, text: str) -> Reading:
        """See `rag.intake.gate.read`; the second look at danger is taken as well."""
        return self.look_nearer(read(talk, text, self.library))

    def look_nearer(self, reading: Reading) -> Reading:
        """Look for danger in the raw sentences, beyond what patterns find, once a message. An error puts the general card up."""
        if reading.looked_nearer:
            return reading
        try:
            whole, parts, clauses = parts_of(reading.text, self.library.risk.spellings)
            held: dict[str, Any] = {}
            # short texts in one pass, and the long ones in another: less padding
            near, hints = self._near(reading.text, held, [*parts, *(c for _, c in clauses)])
            self.embedder.known(whole, held)
            return reading.seen_nearer(near, hints, held)
        except Exception:  # fails closed
            return reading.failed()

    def respond(self, talk: Talk, message: Message, watch: Watch | None = None) -> Step:
        """Answer a message that has passed both gates. `watch` tells what is being done meanwhile, and can be cancelled."""
        talk = replace(talk, stand_ins=message.stand_ins, acknowledged=message.acknowledged)
        before = replace(talk, turns=()) if message.begins else talk
        text, known = message.text, dict(message.vectors)
        found = self.retriever.look(text, known)
        if message.after == "after_risk":
            return self._step(talk, message, Choice(self.chooser.line("after_risk", talk, kind="note")), Understood(found=found), watch)
        asked = before.last.chosen.asks if before.last else ""
        understood = self.understanding.read(text, found, asked, not before.case, known)
        if message.begins and len(words(text)) < SHORT_BEGINNING:
            choice = Choice(self.chooser.line("new_case", talk, kind="note"))
        else:
            choice = self.chooser.reply(before, text, understood)
        hints = message.hints if message.how is None and not choice.concern else ()
        if hints:
            choice = replace(choice, chosen=self.chooser.asking_first(choice.chosen, talk))
        if choice.exchange is None and says(text, ABOUT_THE_STUDY) and "?" in text:
            cards = voices.more_voices(before, found, self.library)
            line = self.chooser.line("study_near" if cards else "study_none", talk, kind="note")
            return self._step(talk, message, Choice(line), understood, watch, cards=cards)
        return self._step(talk, message, choice, understood, watch, hints=hints)

    def take_up(self, talk: Talk, item: str) -> Step:
        """The worker tapped something that was heard, one of two readings, or a pull."""
        label = self.library.tensions[item].name if item in self.library.tensions else self.library.exchanges[item].label
        return self._step(talk, None, self.chooser.take_up(talk, item), Understood(), None, took=label)

    def take_back(self, talk: Talk) -> Step:
        """'Not that': the last reply is taken back, and the next readings are offered."""
        last = talk.last
        others = tuple(one for one in (last.chosen.others if last else ()) if one not in talk.taken_back)
        chosen = self.chooser.line("taken_back" if others else "taken_back_bare", talk, kind="taken back", readings=others)
        return self._step(talk, None, Choice(chosen), Understood(), None)

    def neither(self, talk: Talk) -> Step:
        """None of the readings that were offered."""
        return self._step(talk, None, Choice(self.chooser.line("neither", talk)), Understood(), None)

    def press(self, talk: Talk, button: str) -> Step:
        """One of the buttons under a reply: another reply to the same, the other side, more from the study. Raises ValueError for any other."""
        last = talk.last
        if button not in PRESSES or last is None:
            raise ValueError("there is no reply to press a button under")
        if button == "another":
            again = self.chooser.take_up(talk, last.chosen.exchange) if last.chosen.exchange else Choice(self.chooser.line("another_none", talk))
            choice = again if again.chosen.exchange else Choice(self.chooser.line("another_none", talk))
            return self._step(talk, None, choice, Understood(), None)
        said = next((t.theirs for t in reversed(talk.case) if t.theirs), "")
        cards = voices.other_side(talk, self.library) if button == "other_side" else voices.more_voices(talk, self.retriever.look(said), self.library)
        name = button if cards else f"{button}_none"
        return self._step(talk, None, Choice(self.chooser.line(name, talk, kind="note")), Understood(), None, cards=cards)

    def bring(self, talk: Talk, item: str) -> Step:
        """Begin, or go on, with a finding or quote that the worker took from the library."""
        chosen = self.chooser.line("brought", talk, kind="note")
        return self._step(
            talk, None, Choice(chosen), Understood(), None, cards=voices.named((item,), self.library), tensions=self.library.evidence(item).tensions
        )

    def welcome_back(self, talk: Talk) -> Step:
        """The first turn of a talk that was kept and is opened again: who has heard about it since."""
        return self._step(talk, None, Choice(self.chooser.line("reopened", talk, kind="note")), Understood(), None)

    def _step(
        self, talk: Talk, message: Message | None, choice: Choice, understood: Understood, watch: Watch | None, took: str = "",
        cards: tuple[Voice, ...] | None = None, tensions: tuple[str, ...] = (), hints: tuple[Concern, ...] = (),
    ) -> Step:  # fmt: skip
        """The talk with the turn that a choice makes."""
        chosen, exchange = choice.chosen, choice.exchange
        begins = bool(message and message.begins)
        of_case = replace(talk, turns=()) if begins else talk
        if cards is None:
            cards = voices.choose_voices(of_case, exchange, understood.found, self.library, understood.words) if exchange else ()
        draft = self._draft(talk, message, choice, cards)
        reply, problems, stood_in = phrase(draft, self.composer if message else AsWritten(), watch or Watch())
        act = exchange.act if exchange else ""
        stage: Stage = STAGE_OF.get(act, of_case.stage)
        found = tuple(t for t, _ in understood.found.tensions[:2]) if understood.found.near else ()
        turn = Turn(
            message.text if message else "", chosen, stage, tuple(dict.fromkeys((*tensions, *(exchange.tensions if exchange else ()), *found)))[:3], act, cards,
            took, begins, choice.concern, choice.state, choice.role, message.after if message else "", hints,
            self._first_line(message, talk) + reply.say, reply.ask, problems, stood_in,
        )  # fmt: skip
        return Step(talk.with_(turn), turn)

    def _first_line(self, message: Message | None, talk: Talk) -> str:
        """What stands before the reply after a card that was taken back."""
        if message is None or message.after != "idiom":
            return ""
        return self.chooser.line("idiom", talk).say + " "

    def _draft(self, talk: Talk, message: Message | None, choice: Choice, cards: tuple[Voice, ...]) -> Draft:
        exchange = choice.exchange
        fixed = (
            exchange is None
            or exchange.duty is not None
            or exchange.is_question
            or exchange.act in ("soft-concern", "thanks")
            or message is None
            or bool(message.hints)
        )
        examples = () if exchange is None else tuple((exchange.said[n % len(exchange.said)], r.text) for n, r in enumerate(exchange.replies))
        before = tuple((t.theirs, t.text) for t in talk.case)
        return Draft(choice.chosen, message.text if message else "", before, cards, examples, fixed)


SHORT_BEGINNING = 20  # words under which a message that begins another case has not told it yet
