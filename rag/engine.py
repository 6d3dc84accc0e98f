"""The whole line, one call a step: read, reply. Scripts and other front ends use this as the screens do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from knowledge.library import Library, load
from rag import voices
from rag.compose import Composer, GuidedComposer, Reply
from rag.conversation import STAGES, Conversation, StoodIn, Turn, Voice
from rag.danger import Danger
from rag.embedding import Embedder
from rag.evidence import Evidence, Found
from rag.hearing import Heard, hear
from rag.index import open_index
from rag.intents import begins_case, pressed
from rag.mirror import Move
from rag.model.where import place
from rag.plan import Plan, make_plan
from rag.questions import choose, word
from rag.reading import Reading, Unsettled, read
from rag.retriever import StudyRetriever
from rag.settings import Settings, settings
from rag.watch import Unanswered, Watch
from safeguards.nearness import FEWEST_WORDS, Nearness
from safeguards.phrases import fold
from safeguards.review import Problem, review_reply
from safeguards.risk import Concern, RiskAssessment, RiskRaised, assess_risk, second_look
from safeguards.stretches import windows

PRESSES = ("another", "other_side", "more", "skip")


class Engine:
    """Holds what all conversations share: content, retriever, composer. Safe to use from several threads."""

    def __init__(self, library: Library, retriever: StudyRetriever, composer: Composer | None = None) -> None:
        self.library, self.retriever, self.composer = library, retriever, composer or GuidedComposer()
        self.model_fault = ""  # a sentence, where a model was set and cannot be used
        self.nearness, self.danger = Nearness(*retriever.labelled()), Danger()

    @classmethod
    def load(cls, chosen: Settings | None = None, progress: Callable[[float], None] = lambda done: None) -> Engine:
        """Read the content, load the model and open the index, building it first where needed (progress from 0 to 1).

        Raises KnowledgeError, ModelError or IndexFault, each with a sentence that says what to do.
        """
        chosen = chosen or settings()
        library = load()
        embedder = Embedder(chosen.embedding_model)
        engine = cls(library, StudyRetriever.over(library, embedder, open_index(chosen.data_dir, library, embedder, progress)))
        engine._take_model(chosen)
        return engine

    def _take_model(self, chosen: Settings) -> None:
        """Use the language model that is set, if one is and may be used; the guided composer stays otherwise."""
        found = place(chosen)
        if found is None or found.refused:
            self.model_fault = found.refused if found else ""
            return
        try:
            from rag.model.composer import from_settings

            self.composer = from_settings(found, chosen, self.library)
        except Exception as fault:  # whatever is wrong with a model, the guided replies go on
            missing = isinstance(fault, ImportError)
            self.model_fault = (
                f"Its LangChain package is not installed: pip install langchain-{found.provider}."
                if missing
                else "It could not be set up: check MODEL, MODEL_URL and MODEL_KEY."
            )

    @property
    def keeps_waiting(self) -> bool:
        """Whether a reply may take long enough for the worker to be told what is happening, and to stop it."""
        return not isinstance(self.composer, GuidedComposer)

    def search(self, text: str, limit: int = 8) -> list[Evidence]:
        """Findings and quotes near to a text, best first. Raises RiskRaised where it holds signs of danger."""
        self.guard(text)
        return self.retriever.search(text, limit)

    def guard(self, text: str) -> None:
        """Both looks at danger before a text is searched for. Raises RiskRaised where there are signs of it, or a look failed."""
        assessment = self.assess(text)
        if assessment.live or assessment.failed:
            raise RiskRaised(assessment)

    def assess(self, text: str) -> RiskAssessment:
        """Both looks at danger in a text that is no message: what is searched for, a gist, a scenario, a file. Fails closed."""
        assessment = assess_risk(text, self.library)
        try:
            near, _ = self._near(text)
        except Exception:
            return replace(assessment, failed=True)
        return replace(assessment, concerns=assessment.concerns + near)

    def _near(self, text: str) -> tuple[tuple[Concern, ...], dict[str, Any]]:
        """Concerns of stretches of words that are near to labelled danger, and the vectors of all that were looked at."""
        parts = [w for w in windows(text) if len(w.split()) >= FEWEST_WORDS]
        vectors = self.retriever.embedder.vectors(parts)
        near = [c for n, categories in self.nearness.look(vectors, self.danger.margins(parts)) for c in second_look(parts[n], categories, self.library)]
        return tuple(near), dict(zip(parts, vectors))

    def open(self, invented: bool = False) -> Conversation:
        """A new conversation. `invented` for a starter or a trainer's case."""
        return Conversation(invented=invented)

    def read(self, conversation: Conversation, text: str) -> Reading:
        """See `rag.reading.read`; the second look at danger is taken as well."""
        reading = read(conversation, text, self.library)
        self.look_nearer(reading)
        return reading

    def look_nearer(self, reading: Reading) -> None:
        """Hold the raw sentences against labelled examples of danger, once a message. An error puts the general card up."""
        if reading.looked_nearer:
            return
        reading.looked_nearer = True
        try:
            near, reading.vectors = self._near(reading.text)
            reading.add(near)
        except Exception:  # fails closed
            reading.risk = replace(reading.risk, failed=True)
            reading.how = None

    def reply(self, conversation: Conversation, reading: Reading, watch: Watch | None = None) -> Turn:
        """Answer a message that has passed both gates. Raises Unsettled where it has not; then nothing has changed.

        `watch` tells what is being done meanwhile, and can be cancelled: then the guided reply comes at once.
        """
        self.look_nearer(reading)
        if reading.card_up or reading.needs_review:
            raise Unsettled("A card or a check still waits for the worker.")
        reading.accept() if not reading.accepted else None
        text = reading.masked_text
        if conversation.exchanges and (button := pressed(text)):
            return self.press(conversation, button)
        heard = hear(text, tuple(fold(c.words).text for c in reading.risk.live))
        found = self.retriever.look(text, reading.vectors)
        before = tuple((theirs, turn.question) for theirs, turn in conversation.case)
        plan = replace(make_plan(conversation, heard, found, self.library), message=text, before=before)
        reply, problems, stood_in = self._compose(plan, watch or Watch())
        if reply is None:
            plan, reply = self._guided(conversation, heard, found, plan)
        turn = replace(_turn(plan, reply, problems, self.library), stood_in=stood_in)
        self._keep(conversation, plan, turn, heard, found, text, reading.blocking if begins_case(text) else None)
        return turn

    def _compose(self, plan: Plan, watch: Watch) -> tuple[Reply | None, list[Problem], StoodIn]:
        """The composer's reply once it passes, asked again once with what was wrong; None where it does not. The problems are those of the first try."""
        problems: list[Problem] = []
        try:
            reply = self.composer.compose(plan, (), watch)
            problems = review_reply(reply, plan)
            if problems:
                reply = self.composer.compose(plan, problems, watch)
            if not problems or not review_reply(reply, plan):
                return reply, problems, ""
            return None, problems, "stopped" if self.keeps_waiting else ""
        except Unanswered:
            return None, problems, "cancelled" if watch.cancelled else "silent"

    def _guided(self, conversation: Conversation, heard: Heard, found: Found, plan: Plan) -> tuple[Plan, Reply]:
        """A guided reply that passes: of this plan, of one in another form, or in the last resort a bare question."""
        reply = GuidedComposer().compose(plan)
        if not review_reply(reply, plan):
            return plan, reply
        plan = replace(make_plan(conversation, heard, found, self.library, frozenset({plan.form})), message=plan.message, before=plan.before)
        reply = GuidedComposer().compose(plan)
        if review_reply(reply, plan):
            question = choose(conversation, heard, found, plan.stage, self.library)
            text = word(question.text, conversation.pronoun_with(heard) or "they") if question else "What would you like to stay with?"
            plan = Plan("reflect", plan.stage, "bare", question=text, question_id=question.id if question else "", tensions=plan.tensions, message=plan.message)
            reply = GuidedComposer().compose(plan)
        return plan, reply

    def press(self, conversation: Conversation, button: str) -> Turn:
        """One of the buttons under a reply: another question, the other side, more on this, skip."""
        if button not in PRESSES or not conversation.exchanges:
            raise ValueError("there is no reply to press a button under")
        last = conversation.exchanges[-1][1]
        heard, found = hear(""), conversation.last_found
        stage = last.stage
        cards: tuple[Voice, ...] = ()
        moves: tuple[Move, ...] = ()
        if button == "other_side":
            cards = voices.other_side(conversation, self.library)
            moves = (Move("other_side" if cards else "other_side_none", conversation.uses["other_side"]),)
        elif button == "more":
            cards = voices.more_voices(conversation, self.library)
            moves = (Move("more_on_this" if cards else "more_on_this_none", conversation.uses["more_on_this"]),)
        elif button == "skip":
            stage = STAGES[min(STAGES.index(stage) + 1, len(STAGES) - 2)]
            moves = (Move("skip", conversation.uses["skip"]),)
        question = choose(conversation, heard, found, stage, self.library)
        text = word(question.text, conversation.pronoun_with(heard) or "they") if question else ""
        asks = button in ("another", "skip") or not cards
        plan = Plan(button, stage, button, moves, text if asks else "", question.id if question and asks else "", voices=cards, tensions=last.tensions)
        plan = replace(plan, before=tuple((theirs, turn.question) for theirs, turn in conversation.case))
        if button == "another" and not text:
            plan = replace(plan, moves=(Move("=There are no more questions here that I have not asked.", 0),))
        reply = GuidedComposer().compose(plan)
        problems = review_reply(reply, plan)
        turn = _turn(plan, reply, problems, self.library)
        if not problems:
            self._keep(conversation, plan, turn, None, found, "")
        return turn

    def _keep(
        self, conversation: Conversation, plan: Plan, turn: Turn, heard: Heard | None, found: Found, text: str, begins: tuple[Concern, ...] | None = None
    ) -> None:
        """What the conversation remembers once a reply has passed. `begins`: the concerns of a message that begins another case."""
        if begins is not None:
            conversation.begin_case(begins)
        conversation.exchanges.append((text, turn))
        conversation.stage_turns = conversation.stage_turns + 1 if plan.stage == conversation.stage else 1
        conversation.stage = plan.stage
        conversation.shown |= {v.evidence.id for v in plan.voices}
        conversation.forms.append(plan.form)
        conversation.said_back |= {s.lower() for s in plan.scraps}
        conversation.uses.update([m.template for m in (*plan.moves, *([plan.question_move] if plan.question_move else [])) if not m.template.startswith("=")])
        conversation.uses.update(plan.marks)
        conversation.awaiting = plan.awaiting
        conversation.handoff = plan.handoff or conversation.handoff
        conversation.after_card = ""
        if plan.question_id:
            conversation.asked.append(plan.question_id)
            conversation.asked_handoff |= plan.question_id == "who-take"
            entry = self.library.questions.get(plan.question_id)
            if entry and entry.side:
                conversation.sides[entry.side] += 1
        if heard is not None and plan.intent in ("reflect", "advice", "answerable", "correction", "handoff", "insight", "weigh", "new_case"):
            conversation.remember(heard, found if found.near else Found(), self.library)


def _turn(plan: Plan, reply: Reply, problems: list[Problem], library: Library) -> Turn:
    return Turn(
        plan.stage,
        plan.tensions,
        library.fill(reply.reflection),
        plan.voices,
        library.fill(reply.question),
        tuple(f"{p.check}: {p.kind}" for p in problems),
        question_id=plan.question_id,
    )
