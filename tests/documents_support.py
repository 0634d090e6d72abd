"""What the tests of documents share: the text of a .docx as a person reads it, a template of a few lines."""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from nastavnik_sheets.documents.pdf import to_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator


def text_of(content: bytes, *, plain: bool = True) -> str:
    """Return paragraphs and tables in the order of reading; `plain` makes fine spaces and hyphens ordinary."""
    document = Document(io.BytesIO(content))
    lines: list[str] = []
    for section in document.sections:
        lines += [p.text for p in section.header.paragraphs if p.text]
    for block in document.iter_inner_content():
        lines += list(_lines(block))
    text = "\n".join(lines) + "\n"
    return text.replace("\u00a0", " ").replace("\u2011", "-") if plain else text


def _lines(block: Paragraph | Table) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
    else:
        for row in block.rows:
            yield "| " + " | ".join(cell.text.replace("\n", " // ") for cell in row.cells) + " |"


def template(*lines: str, table: tuple[tuple[str, ...], ...] = (), header: str = "") -> bytes:
    """Return a .docx with these paragraphs, as a person would have typed it in Word."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        made = document.add_table(rows=0, cols=len(table[0]))
        for texts in table:
            for cell, text in zip(made.add_row().cells, texts, strict=True):
                cell.text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pages_of(*contents: bytes) -> list[list[str]]:
    """Return the text of each page of each document as LibreOffice lays it out, all in one call."""
    made, message = to_pdf([(f"{n}.docx", content) for n, content in enumerate(contents)])
    assert not message, message
    return [_pages(pdf) for _, pdf in made]


def _pages(pdf: bytes) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "d.pdf"
        path.write_bytes(pdf)
        command = ["pdftotext", "-layout", str(path), "-"]
        shown = subprocess.run(command, check=True, capture_output=True, timeout=60)
        return shown.stdout.decode().split("\f")[:-1]
