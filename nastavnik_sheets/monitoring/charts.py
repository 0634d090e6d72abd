"""Native charts in one look: made by XlsxWriter, editable in Excel and LibreOffice, on sheets and in the report.

A chart takes its figures from cells, so `Series` names ranges. What LibreOffice and Excel draw differently when unsaid
(gaps, fonts, grid lines, borders) is always said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nastavnik_sheets.template.style import AMBER, DEEP, FAINT, FONT, INK, LINE, MUTED, TEAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook

COLUMN, BAR = "column", "bar"
STACKED = "stacked"
SMALL = 10
PALETTE = {"main": TEAL, "deep": DEEP, "goal": "#D9B36C", "warn": AMBER, "rest": "#CBD5D9", "leaf": "#7FA650"}
Range = tuple[str, int, int, int, int]
"""Sheet, first row, first column, last row, last column; from 0."""


class Series(NamedTuple):
    """One row of columns: its name and its values, and its colour of `PALETTE`."""

    name: str
    values: Range
    colour: str = "main"
    labels: bool = True


def chart(
    book: Workbook,
    title: str,
    categories: Range,
    series: Sequence[Series],
    *,
    kind: str = COLUMN,
    stacked: bool = False,
    number: str = "0",
    highest: float | None = None,
) -> Chart:
    """Return a chart; `number` is the format of the labels; of small counts tell the `highest`: no halves then."""
    options = {"type": kind, **({"subtype": STACKED} if stacked else {})}
    made = book.add_chart(options)
    for one in series:
        made.add_series(_series(one, categories, number, single=len(series) == 1, stacked=stacked))
    _look(made, title, kind=kind, step=1 if highest is not None and highest <= SMALL else None)
    legend: dict[str, Any] = {"position": "bottom", "font": _font(9)}
    made.set_legend(legend if len(series) > 1 else {"none": True})
    return made


def _series(one: Series, categories: Range, number: str, *, single: bool, stacked: bool) -> dict[str, Any]:
    dark = stacked and one.colour in ("main", "deep")
    label = {"value": True, "num_format": number, "font": _font(9, "#FFFFFF" if dark else INK)}
    made: dict[str, Any] = {
        "name": one.name,
        "categories": list(categories),
        "values": list(one.values),
        "fill": {"color": PALETTE[one.colour]},
        "border": {"none": True},
        "gap": 70 if single or stacked else 60,
    }
    if stacked:
        made["overlap"] = 100
    if one.labels:
        made["data_labels"] = label
    return made


def _look(made: Chart, title: str, *, kind: str, step: int | None) -> None:
    made.set_title({"name": title, "name_font": _font(11, DEEP, bold=True), "overlay": False})
    line = {"color": LINE, "width": 0.75}
    limits = {"min": 0, **({"major_unit": step} if step else {})}
    bare = {"major_tick_mark": "none", "minor_tick_mark": "none"}
    names: dict[str, Any] = {**bare, "num_font": _font(9), "line": {"color": FAINT}}
    values = {**bare, **limits, "num_font": _font(9, MUTED), "num_format": "0", "line": {"none": True},
              "major_gridlines": {"visible": True, "line": line}}  # fmt: skip
    if kind == BAR:  # XlsxWriter calls the level axis x; from the top down is how the table reads
        made.set_y_axis({**names, "reverse": True})
        made.set_x_axis({**values, "label_position": "high"})
    else:
        made.set_x_axis(names)
        made.set_y_axis(values)
    made.set_chartarea({"border": {"color": LINE}, "fill": {"color": "#FFFFFF"}})
    made.set_plotarea({"fill": {"none": True}})
    made.show_blanks_as("gap")


def _font(size: int, colour: str = INK, *, bold: bool = False) -> dict[str, Any]:
    return {"name": FONT, "size": size, "color": colour, "bold": bold}
