"""A training pack in Word: the facilitator's guide, the participants' handout, and a plan with nothing to plug in."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from knowledge.library import Library
from packs.cases import Case
from packs.cases import Spoken as Voice
from packs.contacts import card_lines
from packs.trainer import Pack, Part, split
from packs.wordkit import bullets, contents, heading, new_document, note, numbered, table, to_bytes

STEP_SHARES = (0.1, 0.15, 0.25, 0.35, 0.15)  # of a case's minutes, one for each of its steps


def guide(pack: Pack) -> bytes:
    """The guide for whoever leads the session."""
    training, study = pack.library.training, pack.library.study
    document = new_document(pack.title, "Facilitator's guide")
    document.add_heading("Facilitator's guide", 0)
    document.add_paragraph(pack.title)
    _at_a_glance(document, pack)
    mark = document.add_paragraph()
    heading(document, "Running order", new_page=True)
    _order(document, pack)
    heading(document, "Aims")
    bullets(document, pack.audience.aims)
    heading(document, "Before they arrive")
    document.add_paragraph(pack.audience.with_them)
    bullets(document, training.wellbeing)
    for part in pack.parts:
        _part(document, pack, part)
    heading(document, "If someone in the room discloses", new_page=True)
    numbered(document, training.disclosure)
    heading(document, "If someone recognises a case")
    bullets(document, training.recognised)
    heading(document, "Who to call")
    _who_to_call(document, pack.library)
    heading(document, "What the study is, and what it does not speak to", new_page=True)
    document.add_paragraph(f"{study.title}. {study.author}. Read here as {study.read_as}.")
    bullets(document, study.limits)
    document.add_paragraph("It does not speak to:")
    bullets(document, study.not_spoken_to)
    _sources(document, pack)
    title = mark.insert_paragraph_before()
    run = title.add_run("Contents")
    run.bold, run.font.size = True, Pt(13)
    contents(document, mark)
    return to_bytes(document)


def handout(pack: Pack) -> bytes:
    """What each person in the room is given. Black and white is enough."""
    training = pack.library.training
    document = new_document("How far to go? Handout", "Handout")
    document.add_heading("How far to go?", 0)
    document.add_paragraph("A session on boundaries, dependence and holding. Nothing that you write here is collected.")
    heading(document, "What you may leave with")
    bullets(document, pack.audience.aims)
    heading(document, "How we will be with each other")
    bullets(document, training.opening)
    heading(document, "The line")
    _line(document)
    for case in pack.cases:
        heading(document, case.title, new_page=True)
        note(document, case.label)
        document.add_paragraph(case.text)
        heading(document, "To think about", 2)
        bullets(document, case.questions[:4])
        heading(document, "What I notice", 2)
        _lines(document, 4)
        heading(document, "Voices from the study", 2)
        for voice in case.voices:
            _voice(document, voice)
    heading(document, "Taking it with me", new_page=True)
    for ask in ("What I will take to somebody", "Who, by role", "What I am leaving here"):
        heading(document, ask, 2)
        _lines(document, 2)
    heading(document, "If today has stirred something")
    _who_to_call(document, pack.library)
    _sources(document, pack)
    return to_bytes(document)


def no_slides(pack: Pack) -> bytes:
    """A 45-minute plan on two or three pages, for a room with chairs and a clock."""
    document = new_document("Forty-five minutes, no slides", "45 minutes, no slides")
    document.add_heading("Forty-five minutes, no slides", 0)
    document.add_paragraph("You need chairs in a circle, one handout each, and a clock that everybody can see. Read aloud what is in the middle column.")
    table(document, ("When", "Say", "Do"), [(p.clock, *_aloud(pack, p)) for p in pack.parts], (1.8, 8.2, 6.6))
    case = pack.cases[0]
    heading(document, case.title)
    note(document, case.label)
    document.add_paragraph(case.text)
    heading(document, "Questions", 2)
    bullets(document, case.questions)
    heading(document, "Voices, both sides", 2)
    for voice in case.voices[:4]:
        _voice(document, voice)
    heading(document, "If someone discloses, or recognises a case")
    numbered(document, pack.library.training.disclosure[:3])
    bullets(document, pack.library.training.recognised[:2])
    _sources(document, pack)
    return to_bytes(document)


def _at_a_glance(document: Any, pack: Pack) -> None:
    names = ", ".join(pack.library.tensions[t].name.lower() for t in pack.tensions)
    rows = [
        ("For", f"{pack.audience.name}, about {pack.choices.size} people"),
        ("Time", f"{pack.choices.minutes} minutes"),
        ("Seats", _seats(pack.choices.size)),
        ("About", names),
        ("Cases", ", ".join(c.title for c in pack.cases)),
        ("Bring", "The handout for each person, the cards cut out, pens, a clock, and this guide."),
    ]
    table(document, ("At a glance", "This session"), rows, (3, 13.6))


def _seats(size: int) -> str:
    """How to sit a group of that size."""
    if size <= 8:
        return "One circle, no tables. Pairs as they sit; a three where the number is odd."
    tables = -(-size // 6)
    each = f"{size // tables}" if size % tables == 0 else f"{size // tables} or {size // tables + 1}"
    return f"{tables} tables of {each}. Pairs at the tables; hear one table at a time when you are all together."


def _order(document: Any, pack: Pack) -> None:
    rows = [(p.clock, p.title, f"{p.minutes} min") for p in pack.parts]
    end = pack.parts[-1].start + pack.parts[-1].minutes
    table(document, ("Start", "Part", "Length"), [*rows, (f"{end // 60}:{end % 60:02}", "Finish", f"{end} min in all")], (2.2, 11, 3.4))


def _part(document: Any, pack: Pack, part: Part) -> None:
    training = pack.library.training
    heading(document, f"{part.clock}  {part.title}", new_page=part.kind == "case")
    note(document, f"{part.minutes} minutes", bold=True)
    if part.case:
        return _case(document, pack, part, part.case)
    if part.kind == "opening":
        document.add_paragraph("Welcome people, say who you are and when it ends. Then agree how we will be with each other:")
        bullets(document, training.opening)
    elif part.kind == "study":
        document.add_paragraph(f"“{training.study.say}”")
    elif part.kind == "continuum":
        document.add_paragraph(f"“{training.continuum.say}”")
        document.add_paragraph(f"Read: “{pack.library.tensions[pack.tensions[0]].pull}”")
        bullets(document, training.continuum.ask)
        document.add_paragraph(training.continuum.listen)
    elif part.kind == "framework":
        document.add_paragraph(f"“{training.framework.say}”")
        document.add_paragraph(f"{pack.framework.name}:")
        numbered(document, pack.framework.stages)
        note(document, pack.library.sources[pack.framework.source].citation)
    elif part.kind == "closing":
        document.add_paragraph(f"“{training.closing.say}”")
        bullets(document, training.closing.ask)
    else:
        document.add_paragraph("Leave the door open. Look in on anybody who left early.")


def _case(document: Any, pack: Pack, part: Part, case: Case) -> None:
    note(document, case.label)
    document.add_paragraph(case.text, style="Intense Quote")
    steps = pack.library.training.case_steps
    table(document, ("Minutes", "What happens"), [(str(m), s) for m, s in zip(split(part.minutes, STEP_SHARES), steps)], (2.2, 14.4))
    heading(document, "Questions that open it", 2)
    document.add_paragraph("Put them as if the case were theirs. One is enough if it goes somewhere.")
    bullets(document, case.questions)
    heading(document, "What to listen for", 2)
    bullets(document, case.listen)
    heading(document, "Voices from the study", 2)
    for voice in case.voices:
        _voice(document, voice)
    heading(document, "What the study does not say here", 2)
    bullets(document, (*case.unsaid, "It does not say what this worker ought to do, and nor do we."))


def _voice(document: Any, voice: Voice) -> None:
    """Whose voice, the words, and where they stand, kept together on one page."""
    lead = "On the other side. " if voice.counter_to else ""
    first = document.add_paragraph()
    first.add_run(f"{lead}{voice.kind}").bold = True
    words = document.add_paragraph(voice.words)
    words.paragraph_format.left_indent = Pt(14)
    last = note(document, " ".join(t for t in (voice.context, f"{voice.source}.", voice.setting, voice.note) if t))
    last.paragraph_format.left_indent = Pt(14)
    for paragraph in (first, words):
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_after = Pt(2)
    for paragraph in (first, words, last):
        paragraph.paragraph_format.keep_together = True


def _line(document: Any) -> None:
    """The continuum as a table of seven empty places: text at each end, none in the middle."""
    grid = table(document, ("less of me", "", "", "", "", "", "more of me"), [("",) * 7], (2.8, 2.2, 2.2, 2.2, 2.2, 2.2, 2.8))
    grid.rows[1].height = Pt(34)
    document.add_paragraph("Put a mark for where you are, and another for where the person in the case might put you. There is no right place.")


def _lines(document: Any, count: int) -> None:
    """Ruled lines to write on."""
    grid = document.add_table(rows=count, cols=1)
    for row in grid.rows:
        row.height = Pt(24)
        _under(row.cells[0])
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _under(cell: Any) -> None:
    borders, bottom = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("color", "777777")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    cell._tc.get_or_add_tcPr().append(borders)


def _who_to_call(document: Any, library: Library) -> None:
    for line in library.cards.general.lines:
        document.add_paragraph(line, style="List Bullet").paragraph_format.space_after = Pt(2)
    table(document, ("Who", "How", "For"), card_lines(library), (5.2, 4.6, 6.8))


def _aloud(pack: Pack, part: Part) -> tuple[str, str]:
    training = pack.library.training
    if part.case:
        return (
            f"“{training.framework.say if part.kind == 'framework' else 'I will read a case. It is ' + part.case.label[0].lower() + part.case.label[1:]}”",
            " ".join(training.case_steps),
        )
    return {
        "opening": (training.opening[0], "Agree confidentiality; ask about line managers: " + training.opening[-1]),
        "study": (training.study.say, "Nothing to show."),
        "continuum": (training.continuum.say, f"Read: “{pack.library.tensions[pack.tensions[0]].pull}”. Ask: {training.continuum.ask[0]}"),
        "closing": (training.closing.say, "Nobody replies. Finish on time."),
    }.get(part.kind, ("", ""))


def _sources(document: Any, pack: Pack) -> None:
    heading(document, "Sources and licence")
    study = pack.library.study
    cited = [f"{study.author}, as read in {study.read_as}."]
    used = [pack.framework.source] if any(p.kind == "framework" for p in pack.parts) else []
    bullets(document, (*cited, *(pack.library.sources[s].citation for s in used)))
    document.add_paragraph(pack.library.training.licence)
    document.add_paragraph("Not yet reviewed by a link worker, a supervisor or a protection lead: pilot only.")
