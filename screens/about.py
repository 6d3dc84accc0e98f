"""What this is and is not, where words go, who has reviewed it, and who to call."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import date
from typing import TYPE_CHECKING

from knowledge.library import load
from rag import loading
from rag.model.nearby import servers
from rag.model.where import about_the_model
from rag.settings import settings
from screens import frame, session
from screens.components import show, show_notice

if TYPE_CHECKING:
    from rag.engine import Engine


def draw() -> None:
    """The About screen."""
    library = load()
    study = library.study
    show('<h1 class="hf-title">About How Far to Go</h1>')
    frame.toolbar()
    frame.carry_on(session.current())
    _part(
        "What this is",
        "A companion for reflective supervision, for Community Link Workers in Scotland. You describe a case without names; it shows what a Glasgow study found and what people in it said about boundaries, dependence and holding, and asks one open question at a time.",
        "It is a program. It is not a person, not supervision, not a record, and not for emergencies. It does not advise, and it does not say who is right.",
    )
    _part(
        "Where your words go",
        f"They stay in the memory of the computer that runs this app. They go when you clear them, when the app stops, and by themselves {settings().keep_minutes:g} minutes after you last touched the page, in an open tab as well: the page then says so. They are not written to disk. The search model and the study's index run on the same computer. There is no telemetry.",
        about_the_model(settings()),
        f"A session under Together holds its step, its times, marks on the line and, on a hosted installation, written questions under a seal: never a case. It is held {_rooms()} for at most {settings().room_hours:g} hours, and deleted at its end.",
        "Documents of your own that you bring to the Library stay in this memory too, for this session; those of your organisation are read from a folder that its administrator set.",
        "If somebody else runs this app for you, they run that computer. Use it only where your employer has approved it.",
    )
    _model(loading.start())
    reviewed = [b for b in (library.risk, library.cards, library.signposts) if b.reviewed_by]
    if len(reviewed) < 3:
        _part(
            "Who has reviewed it",
            "Not yet reviewed by a link worker, a supervisor or a protection lead: pilot only. The risk patterns, the cards, the numbers and the invented cases all wait for a qualified reader.",
        )
    show("<h2>Who to call</h2>")
    for post in library.signposts.signposts:
        seen = f"Number seen {post.seen_on}, in {post.source}." if post.seen_on else f"Number seen in {post.source}; the source's date is not known."
        stale = post.checked_on is None or (date.today() - date.fromisoformat(post.checked_on)).days > 183
        checked = (
            ""
            if post.first
            else " Not checked by anyone in the last six months: check before relying on it."
            if stale
            else f" Checked {post.checked_on} by {post.checked_by}."
        )
        show(
            "<p><b>{number}</b> {name}. {for_} {hours}.<br><span class='hf-note'>{seen}{checked}</span></p>",
            number=post.number,
            name=post.name,
            for_=post.for_,
            hours=post.hours_text[0].upper() + post.hours_text[1:],
            seen=seen,
            checked=checked,
        )
    show("<h2>The study at a glance</h2><p>{title}. {author}.</p>", title=study.title, author=study.author)
    for name, lines in (
        ("How it was done", study.design),
        ("Who took part", study.participants),
        ("Ethics", study.ethics),
        ("Its limits", study.limits),
        ("What it does not speak to", study.not_spoken_to),
    ):
        _part(name, *lines)
    _part(
        "Licences and thanks",
        "The software is under the Apache License 2.0. Quotations belong to their sources and are not covered by it. The search model is all-MiniLM-L6-v2 (Apache-2.0). The model that finds names is Rampart, by National Design Studio (CC BY 4.0). PDFs are set in Open Sans (Apache-2.0), and the screens in Source Sans and Source Serif (SIL Open Font License). No endorsement by the University of Glasgow, a health board or any employer is implied.",
    )


def _model(future: Future[Engine]) -> None:
    """What is wrong with a model that is set, and what runs on this computer where none is."""
    if future.done() and future.exception() is None and future.result().model_fault:
        show_notice(f"The language model that is set is not used. {future.result().model_fault}")
    if settings().model or settings().public_url:
        return
    for server in servers():
        show(
            "<p>{program} is running on this computer. Replies could be phrased by a model there; nothing has been sent to it. To use one, put this in the file .env beside app.py and start again:</p>",
            program=server.program,
        )
        for model in server.models:
            show('<pre class="hf-pre">{lines}</pre>', lines=server.lines(model))


def _rooms() -> str:
    return "in a database at another address" if settings().database_url and "sqlite" not in settings().database_url else "on this computer"


def _part(title: str, *lines: str) -> None:
    show("<h2>{title}</h2>" + "".join(f"<p>{{line{n}}}</p>" for n in range(len(lines))), title=title, **{f"line{n}": line for n, line in enumerate(lines)})
