"""A training pack as slides: few words, large, on a plain master; what to say is in the notes."""

from __future__ import annotations

import io
import textwrap
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Cm, Pt

from packs.cases import Case
from packs.trainer import Pack, Part
from packs.wordkit import FONT, STEADY, steady

WIDE, HIGH = Cm(33.867), Cm(19.05)
INK, EDGE = RGBColor.from_string("1F1F1F"), RGBColor.from_string("2F5D62")  # type: ignore[no-untyped-call]
MOST_PIECES = 3  # slides that one case may take
MOST_WORDS = 62  # of running text on one slide


def slides(pack: Pack) -> bytes:
    """The whole deck as a PowerPoint file."""
    deck = _master(pack.title)
    library, training = pack.library, pack.library.training
    _add(deck, "How far to go?", ["A session on boundaries, dependence and holding"], f"{pack.choices.minutes} minutes. {pack.audience.with_them}")
    for part in pack.parts:
        when = f"{part.clock}, {part.minutes} minutes. "
        if part.case:
            _case(deck, part, part.case, when + " ".join(training.case_steps))
        elif part.kind == "opening":
            _add(deck, "How we will be with each other", [_short(line) for line in training.opening], when + " ".join(training.opening + training.wellbeing))
        elif part.kind == "study":
            said = [
                "Seven link workers, two employers, Deep End practices in Glasgow",
                "Interviewed in February and March 2020, by a GP",
                "Four job descriptions",
                "It does not say who was right",
            ]
            _add(deck, "What this leans on", said, when + training.study.say)
        elif part.kind == "continuum":
            _line(deck, library.tensions[pack.tensions[0]].pull, " ".join((when, training.continuum.say, *training.continuum.ask, training.continuum.listen)))
        elif part.kind == "framework":
            _add(deck, pack.framework.name, list(pack.framework.stages), f"{when}{training.framework.say} {library.sources[pack.framework.source].citation}")
        elif part.kind == "break":
            _add(deck, "Break", [f"Back at {(part.start + part.minutes) // 60}:{(part.start + part.minutes) % 60:02}, from when we began"], when)
        else:
            _add(deck, "One sentence each", list(training.closing.ask), when + training.closing.say)
    study = library.study
    _add(
        deck,
        "Sources",
        [f"{study.author}, read as a summary by Richardson and Sinclair", training.licence.split(" The software")[0]],
        f"{training.licence} {study.read_as}.",
    )
    out = io.BytesIO()
    deck.save(out)
    return steady(out.getvalue())


def _case(deck: Any, part: Part, case: Case, notes: str) -> None:
    pieces = _pieces(case.text)
    if len(pieces) > MOST_PIECES:
        pieces = ["This case is long. It is read aloud from the guide, and stands in the handout."]
    for number, piece in enumerate(pieces, 1):
        title = case.title if len(pieces) == 1 else f"{case.title} ({number} of {len(pieces)})"
        _add(deck, title, [piece], f"{case.label} {notes}", small=case.label)
    _add(deck, f"{case.title}: to ask", list(case.questions[:3]), "Also: " + " ".join(case.questions[3:]) + " Listen for: " + " ".join(case.listen))
    for voice in case.voices:
        lead = "On the other side" if voice.counter_to else "A voice from the study" if voice.words.startswith("“") else "What the study found"
        under = ". ".join(t.rstrip(".") for t in (voice.kind, voice.context, voice.source, voice.setting) if t) + "."
        _add(deck, lead, [voice.words], f"{voice.note} {' '.join(case.unsaid)}", small=under)


def _short(line: str) -> str:
    return line.split(". ")[0].rstrip(".") + "."


def _pieces(text: str) -> list[str]:
    """Text in runs of whole sentences that one slide can carry in large type."""
    runs: list[str] = []
    for sentence in text.replace("\n", " ").split(". "):
        sentence = sentence if sentence.endswith((".", "?", "!")) else sentence + "."
        for piece in textwrap.wrap(sentence, 380):
            if runs and len((runs[-1] + " " + piece).split()) <= MOST_WORDS:
                runs[-1] += " " + piece
            else:
                runs.append(piece)
    return runs


def _master(title: str) -> Any:
    """A deck of one layout, wide, dark on white, with our own places for title, words and the small line below."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    deck.core_properties.title, deck.core_properties.author, deck.core_properties.language = title, "How Far to Go", "en-GB"
    deck.core_properties.created = deck.core_properties.modified = STEADY
    for layout in list(deck.slide_layouts):
        if layout.name != "Title and Content":
            deck.slide_layouts.remove(layout)
    master, layout = deck.slide_master, deck.slide_layouts[0]
    for part in master.part.rels.values():
        if part.reltype.endswith("/theme"):
            theme = part.target_part
            theme._blob = theme.blob.replace(b'<a:latin typeface="Calibri"', f'<a:latin typeface="{FONT}"'.encode())
    for owner in (master, layout):
        for shape in list(owner.placeholders):
            kind = shape.placeholder_format.type
            if "TITLE" in str(kind):
                shape.left, shape.top, shape.width, shape.height = Cm(2), Cm(1.1), WIDE - Cm(4), Cm(3)
            elif "OBJECT" in str(kind) or "BODY" in str(kind):
                shape.left, shape.top, shape.width, shape.height = Cm(2), Cm(4.4), WIDE - Cm(4), Cm(11.2)
            else:
                shape._element.getparent().remove(shape._element)
    return deck


def _add(deck: Any, title: str, lines: list[str], notes: str, small: str = "") -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    name, body = slide.placeholders[0], slide.placeholders[1]
    name.text_frame.text = title
    _dress(name.text_frame, 36 if len(title) < 42 else 30, bold=True, colour=EDGE)
    name.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    name.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    frame = body.text_frame
    frame.text = "\n".join(lines)
    length = sum(len(line) for line in lines) + 60 * (len(lines) - 1)
    plain = len(lines) == 1
    _dress(frame, 32 if length < 260 else 28 if length < 430 else 24, plain=plain)
    if small:
        foot = slide.shapes.add_textbox(Cm(2), Cm(15.8), WIDE - Cm(4), Cm(2.6))
        foot.text_frame.word_wrap = True
        foot.text_frame.text = small
        _dress(foot.text_frame, 18, plain=True)
    slide.notes_slide.notes_text_frame.text = notes.strip()
    return slide


def _dress(frame: Any, size: int, bold: bool = False, colour: RGBColor = INK, plain: bool = False) -> None:
    for paragraph in frame.paragraphs:
        paragraph.space_after = Pt(10)
        if plain:  # no bullet before running text
            properties = paragraph._p.get_or_add_pPr()
            properties.set("marL", "0")
            properties.set("indent", "0")
            properties.insert(0, properties.makeelement(qn("a:buNone"), {}))
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.name, run.font.color.rgb = Pt(size), bold, FONT, colour
            run._r.get_or_add_rPr().set("lang", "en-GB")


def _line(deck: Any, pull: str, notes: str) -> None:
    """The continuum: a plain line, with words at its ends and none in the middle."""
    slide = _add(deck, "The line", [pull], notes)
    body = slide.placeholders[1]
    body.left, body.top, body.width, body.height = Cm(2), Cm(4.4), WIDE - Cm(4), Cm(6)
    left, right, height = Cm(3), WIDE - Cm(3), Cm(12.4)
    line = slide.shapes.add_connector(1, left, height, right, height)
    line.line.width, line.line.color.rgb = Pt(6), EDGE
    line._element.nvCxnSpPr.cNvPr.set("descr", "A line from less of me, on the left, to more of me, on the right, with no mark between.")
    for text, where in (("less of me", left), ("more of me", right - Cm(7))):
        box = slide.shapes.add_textbox(where, height + Cm(0.4), Cm(7), Cm(1.6))
        box.text_frame.text = text
        _dress(box.text_frame, 28, plain=True)
        if where != left:
            box.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
