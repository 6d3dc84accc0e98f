"""What is made is opened: read back, turned into PDF by LibreOffice, and looked at page by page."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation

from knowledge.library import load
from packs.bundle import bundle, files
from packs.page import to_pdf, to_word
from packs.takeaway import RECORD_LINE, TakeAway
from packs.trainer import Choices, build, suggest

LIBRARY = load()
LONG = "He came back on the Friday. " + "I said that I would ring and I did not, and he had waited in by the phone since nobody else rings him now. " * 50
WORDS = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'


def pack_of(minutes: int):
    tensions = ("only-one", "endings", "holding")
    choices = Choices(tensions, "mixed", minutes, vignettes=suggest(tensions, minutes, LIBRARY))
    return build(replace(choices, own=(LONG.strip(), ("holding", "only-one"))) if minutes == 180 else choices, LIBRARY)


def office() -> str | None:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None and os.environ.get("REQUIRE_ALL"):
        pytest.fail("no LibreOffice here, and REQUIRE_ALL is set")
    return found


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Every Word and PowerPoint file of three packs and a take-away page, as PDF."""
    if office() is None or shutil.which("pdftotext") is None:
        pytest.skip("no LibreOffice on this machine")
    folder = tmp_path_factory.mktemp("printed")
    for minutes in (30, 90, 180):
        for name, data in files(pack_of(minutes)).items():
            (folder / f"{minutes}-{name}").write_bytes(data)
    (folder / "page.docx").write_bytes(to_word(FULL, LIBRARY))
    (folder / "page-made.pdf").write_bytes(to_pdf(FULL, LIBRARY))
    wanted = [str(p) for p in sorted(folder.iterdir()) if p.suffix in (".docx", ".pptx")]
    subprocess.run([str(office()), "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf", "--outdir", str(folder), *wanted], check=True, capture_output=True)  # fmt: skip
    return sorted(folder.glob("*.pdf"))


FULL = TakeAway(
    "Whether the Sunday call is for him or for me?", ["One voice, with its page.", "Another, from the other side."], "Say it is the weekday phone",
    "my manager", "Me, now: towards “more of me”", "My Sundays. And I can't say so at home.",
)  # fmt: skip


def boxes(pdf) -> list[tuple[float, float, list]]:
    said = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    pages = []
    for page in said.split("<page ")[1:]:
        wide, high = (float(x) for x in re.search(r'width="([\d.]+)" height="([\d.]+)"', page).groups())
        pages.append((wide, high, [(*map(float, w[:4]), w[4]) for w in re.findall(WORDS, page)]))
    return pages


def test_nothing_overflows_or_overlaps_and_no_page_is_empty(printed):
    assert len(printed) >= 15
    for pdf in printed:
        for number, (wide, high, words) in enumerate(boxes(pdf), 1):
            place = f"{pdf.name} page {number}"
            assert len(words) >= 4, place
            assert all(0 <= x0 and x1 <= wide and 0 <= y0 and y1 <= high for x0, y0, x1, y1, _ in words), place
            for n, (ax0, ay0, ax1, ay1, a) in enumerate(words):
                for bx0, by0, bx1, by1, b in words[n + 1 : n + 60]:
                    across, down = min(ax1, bx1) - max(ax0, bx0), min(ay1, by1) - max(ay0, by0)
                    assert not (across > 2 and down > 0.6 * min(ay1 - ay0, by1 - by0)), f"{place}: {a} over {b}"


def test_no_heading_is_left_alone_at_the_foot_of_a_page(printed):
    for pdf in (p for p in printed if "guide" in p.name or "handout" in p.name or "plan" in p.name):
        made = Document(str(pdf.with_suffix(".docx")))
        heads = {re.sub(r"\s+", " ", p.text).strip() for p in made.paragraphs if p.style.name.startswith("Heading")}
        said = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
        for page in said.split("\f")[:-1]:
            lines = [re.sub(r"\s+", " ", line).strip() for line in page.splitlines() if line.strip()]
            assert " · page " in lines[-1] and ("Contents" in lines or lines[-2] not in heads), (pdf.name, lines[-2])


@pytest.mark.parametrize("minutes", [30, 90, 180])
def test_word_files_are_real_documents(minutes):
    pack = pack_of(minutes)
    for name, data in files(pack).items():
        if not name.endswith(".docx"):
            continue
        made = Document(io.BytesIO(data))
        levels = [1 if p.style.name == "Title" else int(p.style.name[-1]) + 1 for p in made.paragraphs if p.style.name.startswith(("Title", "Heading"))]
        assert levels[0] == 1 and all(b - a <= 1 for a, b in zip(levels, levels[1:])), name
        assert {e.get(qn("w:val")) for e in made.styles.element.iter(qn("w:lang"))} == {"en-GB"} and made.core_properties.language == "en-GB"
        assert all(t.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for t in made.tables if len(t.columns) > 1)
        text = "\n".join(p.text for p in made.paragraphs)
        assert LIBRARY.training.licence in text
        assert "PAGE" in made.sections[0].footer._element.xml
        for case in pack.cases if "plan" not in name else pack.cases[:1]:
            assert case.text in text and case.label in text
    guide = Document(io.BytesIO(files(pack)["1-facilitator-guide.docx"]))
    assert 'TOC \\o "1-1"' in guide.element.xml
    links = {e.get(qn("w:anchor")) for e in guide.element.iter(qn("w:hyperlink"))}
    assert links and links <= {e.get(qn("w:name")) for e in guide.element.iter(qn("w:bookmarkStart"))}
    clocks = [row.cells[0].text for row in guide.tables[1].rows[1:-1]]
    assert clocks == [p.clock for p in pack.parts]


def test_slides_have_titles_notes_and_large_type():
    pack = pack_of(90)
    deck = Presentation(io.BytesIO(files(pack)["3-slides.pptx"]))
    assert deck.slide_width > deck.slide_height and len(deck.slide_layouts) == 1
    for slide in deck.slides:
        assert slide.shapes.title.text and slide.notes_slide.notes_text_frame.text
        assert not any(s.shape_type == 13 for s in slide.shapes)
        for shape in slide.placeholders:
            for run in (r for p in shape.text_frame.paragraphs for r in p.runs):
                assert run.font.size.pt >= 24 and run._r.rPr.get("lang") == "en-GB"
    said = "\n".join(s.text_frame.text for slide in deck.slides for s in slide.shapes if s.has_text_frame)
    assert all(v.words in said and v.source in said for c in pack.cases for v in c.voices)


def test_cards_carry_whose_words_they_are(tmp_path):
    pack = pack_of(90)
    for name in ("4-cards-eight-to-a-page.pdf", "4-cards-four-to-a-page.pdf"):
        (tmp_path / name).write_bytes(files(pack)[name])
        if shutil.which("pdftotext"):
            said = re.sub(r"\s+", "", subprocess.run(["pdftotext", "-raw", str(tmp_path / name), "-"], check=True, capture_output=True, text=True).stdout)
            for voice in (v for c in pack.cases for v in c.voices):
                assert re.sub(r"\s+", "", voice.words) in said and re.sub(r"\s+", "", voice.source) in said


def test_the_same_choices_give_the_same_zip():
    assert bundle(pack_of(90)) == bundle(pack_of(90))
    assert len(zipfile.ZipFile(io.BytesIO(bundle(pack_of(90)))).namelist()) == 7


def test_the_page_has_the_private_part_apart_and_only_when_asked():
    made = Document(io.BytesIO(to_word(FULL, LIBRARY)))
    private = next(p for p in made.paragraphs if p.text.startswith("What it is costing me"))
    assert private.paragraph_format.page_break_before
    text = "\n".join(p.text for p in Document(io.BytesIO(to_word(replace(FULL, cost=""), LIBRARY))).paragraphs)
    assert "costing" not in text and RECORD_LINE in text and FULL.question in text
    assert to_pdf(FULL, LIBRARY)[:5] == b"%PDF-"
    assert to_pdf(replace(FULL, will_do="Żółw 漢字 🙂 ‮ and\tall"), LIBRARY)[:5] == b"%PDF-"
