"""The page that a worker takes away, in Word and PDF. What is written here stands in takeaway.py."""

from __future__ import annotations

from datetime import date

from docx.shared import Pt
from fpdf.enums import XPos, YPos

from knowledge.library import Library
from packs.pdf import A4, new_pdf, plain
from packs.takeaway import HEARD, LIMIT, LISTED, PRIVATE, RECORD_LINE, TITLE, TOLD_NOBODY, TakeAway, day, parts
from packs.wordkit import bullets, heading, new_document, note, to_bytes


def to_word(page: TakeAway, library: Library, on: date | None = None) -> bytes:
    """One page, and the private one after it where there is one."""
    document = new_document(TITLE, "How Far to Go")
    document.add_heading(TITLE, 0)
    note(document, day(on or date.today()))
    for title, texts in parts(page):
        heading(document, title)
        if title in LISTED:
            bullets(document, tuple(texts))
        if title == HEARD:
            note(document, LIMIT)
        if title not in LISTED:
            document.add_paragraph("\n".join(texts))
    document.add_paragraph().add_run(RECORD_LINE).bold = True
    document.add_paragraph(TOLD_NOBODY)
    note(document, library.training.licence)
    if page.cost.strip():
        heading(document, PRIVATE, 1, new_page=True)
        document.add_paragraph(page.cost.strip())
    for style, size in (("Title", 20.0), ("Heading 1", 13.0), ("Normal", 10.5)):
        document.styles[style].font.size = Pt(size)
    return to_bytes(document)


def to_pdf(page: TakeAway, library: Library, on: date | None = None) -> bytes:
    """The same as PDF, in type that gets a little smaller where that keeps it to one page."""
    made, pages = b"", 0
    for size in (11.0, 10.0, 9.0):
        made, pages = _pdf(page, library, on or date.today(), size)
        if pages == 1:
            break
    return made


def _pdf(page: TakeAway, library: Library, on: date, size: float) -> tuple[bytes, int]:
    """The file, and how many pages it took before the private one."""
    pdf = new_pdf(TITLE)
    pdf.set_margins(20, 18)
    pdf.add_page()

    def write(text: str, points: float, style: str = "", gap: float = 1.5) -> None:
        pdf.set_font("OpenSans", style, points)
        pdf.multi_cell(A4[0] - 40, points * 0.5, plain(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        pdf.ln(gap)

    write(TITLE, size + 8, "B")
    write(day(on), size - 2, gap=4)
    for title, texts in parts(page):
        write(title, size + 2, "B", gap=0.5)
        for text in texts:
            write(f"•  {text}" if title in LISTED else text, size)
        if title == HEARD:
            write(LIMIT, size - 1)
    pdf.ln(2)
    write(RECORD_LINE, size, "B")
    write(TOLD_NOBODY, size)
    write(library.training.licence, 7)
    pages = pdf.page
    if page.cost.strip():
        pdf.add_page()
        write(PRIVATE, size + 4, "B")
        write(page.cost.strip(), size)
    return bytes(pdf.output()), pages
