"""PDF: cards to cut out, and the page that a worker takes away."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from packs.trainer import Pack
from packs.wordkit import STEADY

A4 = (210.0, 297.0)  # millimetres
ENDS = ("less of me", "more of me")  # of the line


@dataclass(frozen=True)
class Card:
    """One card: what kind it is, its words, and the small print that goes with them."""

    kind: str
    words: str
    small: str


def new_pdf(title: str) -> Any:
    """An A4 page in British English with Open Sans, which has the letters of most European names."""
    spec = find_spec("ttf_opensans")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("The typeface for PDFs is missing. Run 'python run.py' again to install it.")
    fonts = Path(spec.origin).parent / "ttf"
    pdf = FPDF(format="A4")
    for style, name in (("", "Regular"), ("B", "Bold"), ("I", "Italic")):
        pdf.add_font("OpenSans", style, fonts / f"OpenSans-{name}.ttf")
    pdf.set_lang("en-GB")
    pdf.set_title(title)
    pdf.set_author("How Far to Go")
    pdf.set_creation_date(STEADY)
    return pdf


def plain(text: str) -> str:
    """Text with only the letters that the typeface has; others become a question mark, never an error."""
    return "".join(c if c in "\n" or ord(c) < 0x2190 and c.isprintable() else "?" if not c.isspace() else " " for c in text)


def cards(pack: Pack, to_a_page: int = 8) -> bytes:
    """Quote, question and continuum cards, four or eight to an A4 page, with lines to cut along."""
    if to_a_page not in (4, 8):
        raise ValueError("four or eight cards to a page")
    columns, rows = 2, to_a_page // 2
    pdf = new_pdf("How far to go? Cards")
    pdf.set_auto_page_break(False)
    wide, high = A4[0] / columns, (A4[1] - 12) / rows
    size = 16 if to_a_page == 4 else 12.5
    for number, card in enumerate(deck(pack)):
        place = number % to_a_page
        if place == 0:
            pdf.add_page()
            pdf.set_draw_color(120)
            pdf.set_dash_pattern(dash=2, gap=2)
            for column in range(1, columns):
                pdf.line(wide * column, 4, wide * column, high * rows)
            for row in range(1, rows + 1):
                pdf.line(4, high * row, A4[0] - 4, high * row)
            pdf.set_dash_pattern()
            pdf.set_font("OpenSans", "", 6.5)
            pdf.set_xy(8, A4[1] - 10)
            pdf.multi_cell(A4[0] - 16, 3, plain(pack.library.training.licence), align="L")
        _card(pdf, card, (place % columns) * wide, (place // columns) * high, wide, high, size)
    return bytes(pdf.output())


def deck(pack: Pack) -> list[Card]:
    """The cards of a pack: each voice once, then the questions, then the pulls for the line, then its two ends."""
    voices = {v.id: v for c in pack.cases for v in c.voices}
    study = [
        Card("Quote" if v.words.startswith("“") else "From the study", v.words, " ".join(t for t in (f"{v.kind}.", v.context, f"{v.source}.", v.setting) if t))
        for v in voices.values()
    ]
    asks = [Card("Question", q, "") for q in dict.fromkeys(q for c in pack.cases for q in c.questions)]
    pulls = [Card("The line", pack.library.tensions[t].pull, "Where would you stand, from less of me to more of me?") for t in pack.tensions]
    ends = [Card("The line", text, "One end of the line. There is no label in the middle.") for text in ENDS]
    return [*study, *asks, *pulls, *ends]


def _card(pdf: Any, card: Card, left: float, top: float, wide: float, high: float, size: float) -> None:
    edge = 9
    pdf.set_xy(left + edge, top + 6)
    pdf.set_font("OpenSans", "B", 8)
    pdf.cell(wide - 2 * edge, 5, card.kind, new_x=XPos.LEFT, new_y=YPos.NEXT)
    small = max(7.5, size - 5.5)
    pdf.set_font("OpenSans", "", small)
    below = _height(pdf, card.small, wide - 2 * edge, small) if card.small else 0
    while True:  # the words get smaller until they fit above the small print
        pdf.set_font("OpenSans", "", size)
        if _height(pdf, card.words, wide - 2 * edge, size) <= high - below - 20 or size <= 7:
            break
        size -= 0.5
    pdf.set_xy(left + edge, top + 13)
    pdf.multi_cell(wide - 2 * edge, size * 0.5, plain(card.words), align="L")
    if card.small:
        pdf.set_font("OpenSans", "", small)
        pdf.set_xy(left + edge, top + high - below - 5)
        pdf.multi_cell(wide - 2 * edge, small * 0.45, plain(card.small), align="L")


def _height(pdf: Any, text: str, wide: float, size: float) -> float:
    lines = pdf.multi_cell(wide, size * 0.5, plain(text), align="L", dry_run=True, output="LINES")
    return float(len(lines) * size * 0.5)
