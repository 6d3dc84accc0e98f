"""What every Word file here has in common: styles, language, headings, contents, a footer with page numbers, tables that repeat their header."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

FONT = "Arial"
INK = RGBColor(0x1F, 0x1F, 0x1F)
STEADY = datetime(2020, 1, 1)  # the same choices give the same bytes


def new_document(title: str, footer: str) -> Any:
    """An A4 document in British English, dark on white, with a footer that counts pages."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, "How Far to Go", "en-GB"
    properties.created = properties.modified = STEADY
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), "en-GB")
    sizes = {"Normal": 11, "Title": 24, "Heading 1": 17, "Heading 2": 13, "Heading 3": 11, "Intense Quote": 12, "List Bullet": 11, "List Number": 11}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:hAnsi"), FONT)
        fonts.set(qn("w:cs"), FONT)
    document.styles["Intense Quote"].font.bold = document.styles["Intense Quote"].font.italic = False
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    document.styles["Normal"].paragraph_format.line_spacing = 1.15
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        form = document.styles[name].paragraph_format
        form.space_before, form.space_after, form.keep_with_next = Pt(14 if name == "Heading 1" else 10), Pt(4), True
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run(f"{footer} · page ")
    run.font.size = Pt(8)
    _field(line, "PAGE", "1")
    line.add_run(" of ").font.size = Pt(8)
    _field(line, "NUMPAGES", "1")
    return document


def heading(document: Any, text: str, level: int = 1, new_page: bool = False) -> Any:
    """A heading that the contents can point to."""
    paragraph = document.add_heading(text, level)
    paragraph.paragraph_format.page_break_before = new_page
    number = sum(1 for _ in document.element.body.iter(qn("w:bookmarkStart"))) + 1
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), f"_Toc{number:06}")
            paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, mark)
        else:
            paragraph._p.append(mark)
    return paragraph


def bullets(document: Any, lines: tuple[str, ...], style: str = "List Bullet") -> None:
    for text in lines:
        document.add_paragraph(text, style=style).paragraph_format.space_after = Pt(3)


def numbered(document: Any, lines: tuple[str, ...]) -> None:
    """A numbered list that begins again at one."""
    numbering = document.part.numbering_part.numbering_definitions._numbering
    style = document.styles["List Number"].element.pPr.numPr.numId.val
    abstract = next(n.abstractNumId.val for n in numbering.num_lst if n.numId == style)
    fresh = numbering.add_num(abstract)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    for text in lines:
        paragraph = document.add_paragraph(text, style="List Number")
        paragraph.paragraph_format.space_after = Pt(3)
        paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = fresh.numId


def note(document: Any, text: str, bold: bool = False) -> Any:
    """A small line that belongs to what stands above it."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(9), bold
    return paragraph


def table(document: Any, header: tuple[str, ...], rows: Sequence[tuple[str, ...]], widths: tuple[float, ...]) -> Any:
    """A ruled table whose header row repeats on each page; no row is broken across two. Widths in centimetres."""
    grid = document.add_table(rows=1, cols=len(header), style="Table Grid")
    grid.autofit = False
    _repeat(grid.rows[0])
    for number, text in enumerate(header):
        grid.rows[0].cells[number].paragraphs[0].add_run(text).bold = True
    for row in rows:
        cells = grid.add_row().cells
        for number, text in enumerate(row):
            cells[number].paragraphs[0].add_run(text)
    for number, width in enumerate(widths):
        grid.columns[number].width = Cm(width)
    for row in grid.rows:
        _whole(row)
        for number, width in enumerate(widths):
            row.cells[number].width = Cm(width)
            row.cells[number].paragraphs[0].paragraph_format.space_after = Pt(2)
    document.add_paragraph().paragraph_format.space_after = Pt(2)
    return grid


def contents(document: Any, before: Any) -> None:
    """A table of contents before a paragraph: a link for every heading of the first level so far.

    It has no page numbers, since only a word processor can know them; Word puts them in when asked to update the field.
    """
    marks = [(p.text, p._p.find(qn("w:bookmarkStart")).get(qn("w:name"))) for p in document.paragraphs if p.style.name == "Heading 1"]
    for number, (text, name) in enumerate(marks):
        line = before.insert_paragraph_before()
        line.paragraph_format.space_after = Pt(2)
        if number == 0:
            _mark(line._p, "begin")
            _instruct(line._p, 'TOC \\o "1-1" \\h \\z')
            _mark(line._p, "separate")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), name)
        line._p.append(link)
        _text(link, text)
        if number == len(marks) - 1:
            _mark(line._p, "end")


def to_bytes(document: Any) -> bytes:
    """The file, with every date in it fixed."""
    out = io.BytesIO()
    document.save(out)
    return steady(out.getvalue())


def steady(data: bytes) -> bytes:
    """A zipped file with the same bytes whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, STEADY.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _field(paragraph: Any, code: str, shown: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    _text(field, shown, size=8)
    paragraph._p.append(field)


def _text(parent: Any, text: str, size: int | None = None) -> None:
    run = OxmlElement("w:r")
    if size:
        properties, height = OxmlElement("w:rPr"), OxmlElement("w:sz")
        height.set(qn("w:val"), str(2 * size))
        properties.append(height)
        run.append(properties)
    words = OxmlElement("w:t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    parent.append(run)


def _mark(parent: Any, kind: str) -> None:
    run, mark = OxmlElement("w:r"), OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    run.append(mark)
    parent.append(run)


def _instruct(parent: Any, code: str) -> None:
    run, words = OxmlElement("w:r"), OxmlElement("w:instrText")
    words.text = f" {code} "
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    parent.append(run)
