"""Reads one document in a process of its own, which can be killed: bytes on stdin, pages as JSON on stdout.

`python -m rag.papers.extract` is that process; `extract()` starts it. A document's text is data and nothing else.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from knowledge.library import PlainFault

MOST_BYTES = 10_000_000  # as many as the server takes in one upload
MOST_PAGES = 400
MOST_UNPACKED = 80_000_000  # bytes of a Word file once unzipped
MOST_TIMES = 120  # larger than it was zipped
MOST_CHARACTERS = 3_000_000
SECONDS = 90.0
MEMORY = 900_000_000  # bytes that the process may take
ENDINGS = (".pdf", ".docx", ".txt", ".md")
Pages = list[dict[str, Any]]  # number (from 1, or None) and lines, each (text, whether it is a heading)


class PaperFault(PlainFault):
    """A document that cannot be used, with a sentence that says why."""


def extract(name: str, data: bytes, seconds: float = SECONDS) -> Pages:
    """The pages of a document. Raises PaperFault: wrong kind, too large, locked, without text, damaged, or too slow to read."""
    if not name.lower().endswith(ENDINGS):
        kind = "A Word file with macros (.docm) is not taken. Save it as .docx first." if name.lower().endswith(".docm") else ""
        raise PaperFault(kind or "Choose a PDF, a Word file (.docx), or plain text (.txt, .md).")
    if not data.strip():
        raise PaperFault("There is nothing in that file: it has no words at all.")
    if len(data) > MOST_BYTES:
        raise PaperFault(f"That file has {len(data) / 1e6:.0f} MB, and {MOST_BYTES / 1e6:.0f} MB is the most. Take the part that you need.")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "rag.papers.extract"], input=data, capture_output=True, timeout=seconds, cwd=Path(__file__).parents[2], check=False
        )
    except subprocess.TimeoutExpired:
        raise PaperFault("That file takes too long to read, so it was stopped. Save it again from the program that made it, or take a part of it.") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise PaperFault("That file is damaged, or not what its name says, so it cannot be read.") from None
    if "fault" in answer:
        raise PaperFault(str(answer["fault"]))
    pages: Pages = answer["pages"]
    return pages


def read_bytes(data: bytes) -> Pages:
    """The same, in this process. What a file is, is told from its first bytes, never from its name."""
    if data[:5] == b"%PDF-" or b"%PDF-" in data[:1024]:
        pages = _pdf(data)
    elif data[:2] == b"PK":
        pages = _word(data)
    elif data[:4] in (b"\xd0\xcf\x11\xe0", b"{\\rt"):
        raise PaperFault("That is an older kind of Word file. Open it and save it as .docx, or as PDF.")
    else:
        pages = _text(data)
    if sum(len(str(line)) for page in pages for line in page["lines"]) > MOST_CHARACTERS:
        raise PaperFault("There are too many words in that file. Take the part that you need.")
    if not any(page["lines"] for page in pages):
        raise PaperFault(
            "There is no text in that file: it may be a scan, which is a picture of a page. Ask for the original, or have it read by text recognition first."
        )
    return pages


def _pdf(data: bytes) -> Pages:
    from pypdf import PdfReader
    from pypdf.errors import PdfReadError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise PaperFault("That PDF is locked with a password. Save a copy without one first.")
        if len(reader.pages) > MOST_PAGES:
            raise PaperFault(f"That PDF has {len(reader.pages)} pages, and {MOST_PAGES} is the most. Take the part that you need.")
        pages = [[line.strip() for line in (page.extract_text() or "").splitlines() if line.strip()] for page in reader.pages]
    except (PdfReadError, OSError, KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError):
        raise PaperFault("That PDF is damaged, so it cannot be read. Save it again from the program that made it.") from None
    return [{"number": n, "lines": [(line, _is_heading(line)) for line in lines]} for n, lines in enumerate(_without_running_lines(pages), 1)]


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """Pages without the headers and footers that stand, but for their numbers, on more than half of them."""
    if len(pages) < 4:
        return pages

    def bare(line: str) -> str:
        return re.sub(r"\d+", "#", line.lower()).strip()

    edges = Counter(bare(line) for lines in pages for line in {*lines[:2], *lines[-2:]})
    running = {line for line, count in edges.items() if count > len(pages) / 2}
    kept = [[line for n, line in enumerate(lines) if not (bare(line) in running and (n < 2 or n >= len(lines) - 2))] for lines in pages]
    return [short or whole for short, whole in zip(kept, pages)]  # a page is never emptied by it


def _word(data: bytes) -> Pages:
    from docx import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            inside = packed.infolist()
            size = sum(i.file_size for i in inside)
            if size > MOST_UNPACKED or size > MOST_TIMES * max(len(data), 20_000) or len(inside) > 5_000:
                raise PaperFault("That file is packed in a way that is not safe to open.")
            names = {i.filename for i in inside}
            if any(n.endswith("vbaProject.bin") for n in names):
                raise PaperFault("That Word file holds macros, so it is not opened. Save it without them, as .docx.")
            if "word/document.xml" not in names:
                raise PaperFault("That is not a Word file, whatever its name says.")
            for name in names:
                if name.endswith((".xml", ".rels")) and re.search(rb"<!(?:DOCTYPE|ENTITY)", packed.read(name)[:200_000]):
                    raise PaperFault("That file holds instructions to the program that reads it, so it is not opened.")
        document = Document(io.BytesIO(data))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, RuntimeError):
        raise PaperFault("That Word file is damaged, so it cannot be read. Save it again and try once more.") from None
    lines: list[tuple[str, bool]] = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            heading = (block.style.name or "").startswith(("Heading", "Title")) if block.style is not None else False
            lines += [(block.text.strip(), heading)] if block.text.strip() else []
        elif isinstance(block, Table):
            for row in block.rows:
                cells = list(dict.fromkeys(cell.text.strip() for cell in row.cells if cell.text.strip()))
                lines += [(" | ".join(cells), False)] if cells else []
    return [{"number": None, "lines": lines}]


def _text(data: bytes) -> Pages:
    text = ""
    for coding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252", "latin-1"):
        try:
            text = data.decode(coding)
            break
        except UnicodeDecodeError:
            continue
    odd = sum(ord(c) < 32 and c not in "\n\r\t\f" for c in text)
    if odd > max(3, len(text) // 200) or not text:
        raise PaperFault("That is not a text file, whatever its name says.")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [{"number": None, "lines": [(re.sub(r"^#+\s*", "", line), bool(re.match(r"#+\s", line)) or _is_heading(line)) for line in lines]}]


def _is_heading(line: str) -> bool:
    """A short line that begins like a heading and does not end like a sentence."""
    numbered = re.match(r"\d+(?:\.\d+)*\.?\s+[A-Z]", line)
    return len(line) < 80 and len(line.split()) < 11 and not line.endswith((".", ",", ";", ":", "?")) and bool(numbered or line.isupper() and len(line) > 4)


def main() -> int:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):
        pass  # not on this system; the time limit still holds
    try:
        answer: dict[str, Any] = {"pages": read_bytes(sys.stdin.buffer.read())}
    except PaperFault as fault:
        answer = {"fault": str(fault)}
    except MemoryError:
        answer = {"fault": "That file needs more memory to read than is given to it. Take a part of it."}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
