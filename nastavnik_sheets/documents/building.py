"""Builds the base templates from their texts: `sources/*.txt` → `templates/*.docx`.

A text is what a person would type, one paragraph a line, with a mark in front where the paragraph is not plain:

    @бланк            letterhead                 1. / 1.1.  numbered items      ## section    ##. clause of a section
    @вид ПРИКАЗ       kind of document           -          list                = heading to the text
    @таблица 10ц 60   table, widths in mm        |= head |  | cells |           %для x в y / %конец: rows in a loop
    @подпись          signature                  {%абзац если …%} as it is

The sentences live in the texts, so that a school finds them in its template and nowhere in the code.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING, Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from nastavnik_sheets.documents.paper import CENTRE, OWN_STYLES, blank_paper, page
from nastavnik_sheets.documents.word_package import CORE, core_properties, read_parts, without_ballast, write_parts
from nastavnik_sheets.wording import typography

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document

PACKAGE = "nastavnik_sheets.documents.sources"
_TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})")
_DIRECTIVES = {
    "вид": "kind",
    "номер": "number",
    "место": "place",
    "распоряжение": "resolve",
    "гриф": "approval",
    "без_отступа": "plain",
    "центр": "centred",
    "строка": "line",
    "пояснение": "note",
    "обращение": "letter",
    "надпись": "honour",
    "награждён": "honoured",
    "заслуга": "merit",
    "бланк": "letterhead",
    "школа": "school",
}
_WITHOUT_LETTERHEAD = {"kind": "title", "number": "dated", "school": "owner"}
_TABLES = {"таблица": ("cell", "head"), "мелкая_таблица": ("small", "smallhead"), "сетка": ("grid", "grid")}
_BORDERED = {"cell", "small"}
FRAME_MARGIN = 25
MADE = date(2026, 9, 1)
_LANDSCAPE_INDENT = Mm(177)
_MARKS = (
    (re.compile(r"\d+\.\d+\.\s+(.*)"), "subitem"),
    (re.compile(r"\d+\.\s+(.*)"), "item"),
    (re.compile(r"-\s+(.*)"), "bullet"),
    (re.compile(r"##\.\s+(.*)"), "clause"),
    (re.compile(r"##\s+(.*)"), "Heading2"),
    (re.compile(r"=\s+(.*)"), "Heading1"),
)


def source_names() -> list[str]:
    """Return the names of the texts from which templates are made."""
    names = (entry.name for entry in resources.files(PACKAGE).iterdir())
    return sorted(name[:-4] for name in names if name.endswith(".txt") and not name.startswith("_"))


def build(name: str) -> bytes:
    """Return the template made of a text, always the same bytes."""
    writer = _Writer(blank_paper())
    for line in _lines(name):
        writer.line(line)
    writer.finish()
    stream = io.BytesIO()
    writer.document.save(stream)
    parts = without_ballast(read_parts(stream.getvalue(), name=name))
    return write_parts({**parts, CORE: core_properties(title=name, author="nastavnik-sheets", made=MADE)})


def _lines(name: str) -> Iterator[str]:
    text = resources.files(PACKAGE).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("@включить "):
            yield from _lines(f"_{line.split()[1]}")
        elif line.strip() and not line.startswith("//"):
            yield line.strip()


@dataclass
class _Rows:
    """A table being read: widths in mm, which columns are centred, rows as (is head, cells)."""

    widths: list[int]
    centred: list[bool]
    look: tuple[str, str] = ("cell", "head")
    rows: list[tuple[bool, list[str]]] = field(default_factory=list)


@dataclass
class _Writer:
    """Puts lines into a document one after another."""

    document: Document
    table: _Rows | None = None
    loops: list[str] = field(default_factory=list)
    has_letterhead: bool = False

    def line(self, line: str) -> None:
        if self.table is not None:
            self._table_line(line)
        elif line.startswith("@"):
            self._directive(*line[1:].partition(" ")[::2])
        else:
            self._paragraph(line)

    def _directive(self, name: str, rest: str) -> None:
        if name in _TABLES:
            self.table = _rows(rest, look=_TABLES[name])
        elif name == "подпись":
            self._signature(rest)
        elif name in {"альбом", "портрет"}:
            self._new_section(landscape=name == "альбом")
        elif name == "рамка":
            _frame(self.document.sections[0])
            for side in ("left", "right", "top", "bottom"):
                setattr(self.document.sections[0], f"{side}_margin", Mm(FRAME_MARGIN))
        elif name == "приложение":
            self.add(rest, "appendix").paragraph_format.page_break_before = True
        else:
            style_id = _DIRECTIVES[name]
            self.add(rest, style_id if self.has_letterhead else _WITHOUT_LETTERHEAD.get(style_id, style_id))
            self.has_letterhead = self.has_letterhead or style_id == "letterhead"

    def _paragraph(self, line: str) -> None:
        for mark, style_id in _MARKS:
            if match := mark.fullmatch(line):
                self.add(match[1], style_id)
                return
        self.add(line, "control" if re.match(r"\{%\s*абзац\b", line) else "text")

    def add(self, text: str, style_id: str, *, where: Any = None) -> Any:
        paragraph = (where or self.document).add_paragraph()
        paragraph.style = next(s for s in self.document.styles if s.style_id == style_id)
        _write(paragraph, text)
        if where is None:
            self._place(paragraph, style_id)
        return paragraph

    def _place(self, paragraph: Any, style_id: str) -> None:
        """Move marks of approval to the right edge of a landscape page; keep text off a table above it."""
        turned = self.document.sections[-1].orientation == WD_ORIENT.LANDSCAPE
        if style_id in {"approval", "appendix"} and turned:
            paragraph.paragraph_format.left_indent = _LANDSCAPE_INDENT
        before = paragraph._p.getprevious()
        if before is not None and before.tag == qn("w:tbl") and style_id in {"text", "plain", "centred", "note"}:
            paragraph.paragraph_format.space_before = Mm(2)

    def _table_line(self, line: str) -> None:
        assert self.table is not None
        if line == "@конец":
            rows, self.table = self.table, None
            self._draw(rows)
        elif line.startswith("%конец"):
            self.table.rows.append((False, [f"{{%строка конец {self.loops.pop()}%}}"]))
        elif line.startswith("%"):
            self.loops.append(line[1:].split(maxsplit=1)[0])
            self.table.rows.append((False, [f"{{%строка {line[1:]}%}}"]))
        else:
            self.table.rows.append((line.startswith("|="), _cells(line)))

    def _draw(self, rows: _Rows) -> None:
        if rows.look[0] in _BORDERED:
            _room_below(self.document)
        else:
            _keep_with_next(self.document)
        table = self.document.add_table(rows=0, cols=len(rows.widths))
        table.autofit = False
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        if rows.look[0] in _BORDERED:
            table.style = self.document.styles["Table Grid"]
        for column, width in zip(table.columns, rows.widths, strict=True):
            column.width = Mm(width)
        for is_head, texts in rows.rows:
            self._row(table, rows, texts, is_head=is_head)
        _set_edges(table, rows.look[0])

    def _row(self, table: Any, rows: _Rows, texts: list[str], *, is_head: bool) -> None:
        row = table.add_row()
        _row_mark(row, "w:cantSplit")
        if is_head:
            _row_mark(row, "w:tblHeader")
        for index, cell in enumerate(row.cells):
            cell.width = Mm(rows.widths[index])
            text = texts[index] if index < len(texts) else ""
            style = rows.look[is_head]
            first, *others = re.split(r"\s*(?<!:)//\s*", text)
            paragraph = cell.paragraphs[0]
            paragraph.style = next(s for s in self.document.styles if s.style_id == style)
            _write(paragraph, first)
            if style == "grid" and len(table.rows) == 1:
                paragraph.paragraph_format.space_before = Mm(6)
            made = [paragraph, *(self.add(other, style, where=cell) for other in others)]
            for one in made:
                if rows.centred[index] and not is_head:
                    one.alignment = CENTRE

    def _signature(self, rest: str) -> None:
        """Put post, place for the signature and name side by side; they never leave the text before them."""
        post, name = [part.strip() for part in rest.split("/")] if rest else _DIRECTOR
        rows = _rows("80 30ц 50", look=("signed", "signed"))
        rows.rows.append((False, [post, "", name]))
        self._draw(rows)
        table = self.document.tables[-1]
        framed = self.document.sections[0]._sectPr.find(qn("w:pgBorders")) is not None
        for cell in table.rows[0].cells:
            cell.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
            cell.paragraphs[0].paragraph_format.space_before = Mm(30 if framed else 8)
        table.rows[0].cells[1].paragraphs[0].paragraph_format.alignment = CENTRE

    def _new_section(self, *, landscape: bool) -> None:
        if not _has_text(self.document):
            page(self.document.sections[0], landscape=landscape)
            return
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False
        page(section, landscape=landscape)

    def finish(self) -> None:
        """Close the document: a table must not be the last thing in it."""
        body = self.document.element.body
        if body[-2].tag == qn("w:tbl"):
            last = self.document.add_paragraph()
            last.style = next(s for s in self.document.styles if s.style_id == "control")
            last.paragraph_format.line_spacing = Mm(0.4)


_DIRECTOR = ("{{ руководитель.должность | с_большой }}", "{{ руководитель | инициалы }}")


def _rows(rest: str, *, look: tuple[str, str]) -> _Rows:
    marks = rest.split()
    widths = [int(mark.rstrip("ц")) for mark in marks]
    return _Rows(widths, [mark.endswith("ц") for mark in marks], look)


def _cells(line: str) -> list[str]:
    pieces = re.split(r"\{\{.*?\}\}|\{%.*?%\}", line)
    tags = _TAG.findall(line)
    masked = "".join(p + (f"\0{i}\0" if i < len(tags) else "") for i, p in enumerate(pieces))
    cells = masked.removeprefix("|").removeprefix("=").strip().removesuffix("|").split("|")
    return [re.sub("\0(\\d+)\0", lambda m: tags[int(m[1])], cell).strip() for cell in cells]


def _write(paragraph: Any, text: str) -> None:
    """Write text, **bold** between double stars; fine spaces go into the words, not into the tags."""
    for index, piece in enumerate(text.split("**")):
        if piece:
            parts = _TAG.split(piece)
            written = [part if n % 2 else typography(part).replace("\\t", "\t") for n, part in enumerate(parts)]
            paragraph.add_run("".join(written)).bold = True if index % 2 else None


def _row_mark(row: Any, tag: str) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement(tag))


def _set_edges(table: Any, style: str) -> None:
    """Put the table's edge at the margin (Word hangs it 1.9 mm out); a table of signatures has no padding."""
    padding = {"cell": 108, "small": 40}.get(style, 0)
    properties = table._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))
    indent = OxmlElement("w:tblInd")
    indent.set(qn("w:w"), str(padding))
    indent.set(qn("w:type"), "dxa")
    layout.addprevious(indent)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(padding))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    layout.addnext(margins)


def _frame(section: Any) -> None:
    """Draw a double line round the page: a certificate."""
    borders = OxmlElement("w:pgBorders")
    borders.set(qn("w:offsetFrom"), "page")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "thinThickSmallGap"), ("sz", "24"), ("space", "24"), ("color", "1F3864")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    section._sectPr.find(qn("w:pgMar")).addnext(borders)


def _keep_with_next(document: Document) -> None:
    for last in document.paragraphs[-1:]:
        last.paragraph_format.keep_with_next = last.paragraph_format.keep_together = True


def _room_below(document: Document) -> None:
    last = document.element.body[-2] if len(document.element.body) > 1 else None
    if last is not None and last.tag == qn("w:p"):
        document.paragraphs[-1].paragraph_format.space_after = Mm(1.5)


def _has_text(document: Document) -> bool:
    return len(document.element.body) > 1


__all__ = ["OWN_STYLES", "build", "source_names"]
