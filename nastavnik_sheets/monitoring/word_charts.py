"""Native charts in a Word document: the chart that XlsxWriter draws, with its little workbook inside, so that Word
and LibreOffice show it from its own figures and «Изменить данные» opens them.

Only the few figures of the chart travel with the document, never the school's workbook.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import quoteattr

from nastavnik_sheets.hosts.xlsx.charts import outspoken
from nastavnik_sheets.monitoring.charts import COLUMN, Series, chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document

DATA = "Данные"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EMU = 36_000
"""Units of drawings in a millimetre."""


class Plot(NamedTuple):
    """A chart and its figures: the first head names the categories, the others the series."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[object]]
    colours: tuple[str, ...] = ("main", "goal", "rest")
    kind: str = COLUMN
    stacked: bool = False
    number: str = "0"
    whole: bool = False


def add_chart(document: Document, plot: Plot, *, width: float = 165, height: float = 80) -> None:
    """Put a chart into a new centred paragraph; sizes in millimetres."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    package = document.part.package
    number = sum(part.partname.startswith("/word/charts/") for part in package.iter_parts()) + 1
    workbook = plotted(plot)
    made = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, b"", package)
    inside = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), SHEET_TYPE, workbook, package)
    made._blob = _with_data(workbook, made.relate_to(inside, RELATIONSHIP_TYPE.PACKAGE))
    relation = document.part.relate_to(made, RELATIONSHIP_TYPE.CHART)
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    drawing = parse_xml(_drawing(number, plot.title, relation, int(width * EMU), int(height * EMU)))
    paragraph.add_run()._r.append(drawing)


def plotted(plot: Plot) -> bytes:
    """Return a workbook of one sheet: the figures and the chart."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"created": datetime(2026, 1, 1)})  # a fixed day: the same figures give the same bytes
    page = book.add_worksheet(DATA)
    for row, values in enumerate([plot.heads, *plot.rows]):
        for column, value in enumerate(values):
            _write(page, row, column, value)
    last = len(plot.rows)
    series = [Series(head, (DATA, 1, n, last, n), plot.colours[n - 1]) for n, head in enumerate(plot.heads) if n]
    counts = [value for row in plot.rows for value in row[1:] if isinstance(value, int | float)]
    made = chart(book, plot.title, (DATA, 1, 0, last, 0), series, kind=plot.kind, stacked=plot.stacked,
                 number=plot.number, highest=max(counts, default=0) if plot.whole else None)  # fmt: skip
    page.insert_chart(0, len(plot.heads) + 1, made)
    book.close()
    return out.getvalue()


def _write(page: Any, row: int, column: int, value: object) -> None:
    if isinstance(value, str):
        page.write_string(row, column, value)
    elif value is not None:
        page.write_number(row, column, value)


def _with_data(workbook: bytes, relation: str) -> bytes:
    """Return the chart part of a workbook, told where its figures are."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        xml = archive.read("xl/charts/chart1.xml")
    external = f'<c:externalData r:id="{relation}"><c:autoUpdate val="0"/></c:externalData>'.encode()
    before = b"<c:printSettings>" if b"<c:printSettings>" in xml else b"</c:chartSpace>"
    return outspoken(xml.replace(before, external + before, 1))


def _drawing(number: int, title: str, relation: str, width: int, height: int) -> str:
    main = "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        f'xmlns:wp="{main}/wordprocessingDrawing" xmlns:a="{main}/main" xmlns:c="{main}/chart" xmlns:r="{RELATION}">'
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{100 + number}" name="Диаграмма {number}" descr={quoteattr(title)}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{main}/chart"><c:chart r:id="{relation}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )
