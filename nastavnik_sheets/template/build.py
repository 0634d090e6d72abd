"""Builds the workbook: every sheet of the schema in its order, filled with what a new year begins with."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.lists import initial_lists, initial_values
from nastavnik_sheets.questionnaires import questions
from nastavnik_sheets.roadmap import actions
from nastavnik_sheets.samples import criteria, plan_samples
from nastavnik_sheets.schema import LAYOUT
from nastavnik_sheets.service_sheets import Exchange, ListEntry, SettingRow, Synonym
from nastavnik_sheets.starters import indicators, programmes, synonyms
from nastavnik_sheets.sync.choice import initial_choice
from nastavnik_sheets.template.formulas import by_code
from nastavnik_sheets.template.package import polished
from nastavnik_sheets.template.settings_sheet import draw_settings
from nastavnik_sheets.template.start import draw_monitoring, draw_start
from nastavnik_sheets.template.style import FONT, SIZE, Styles
from nastavnik_sheets.template.tables import Drawing, draw_table
from nastavnik_sheets.template.validation import define_names
from nastavnik_sheets.workbook import SHEETS
from nastavnik_sheets.year_sheets import (
    Criterion,
    IndicatorRow,
    PlanSample,
    Programme,
    Question,
    RoadmapAction,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.workbook import Workbook

    from nastavnik_sheets.schema import Record

TITLE = "Наставничество: рабочая книга координатора"


def build(
    *,
    today: date,
    settings: Mapping[str, object] | None = None,
    records: Mapping[type[Record], Sequence[Record]] | None = None,
) -> bytes:
    """Return a new workbook (.xlsx); `settings` by attribute and `records` by type go over what it begins with."""
    import xlsxwriter

    values = {**_period(today, settings or {}), **(settings or {})}
    content = {**_beginning(values, today), **(records or {})}
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _options())
    _properties(book, today)
    school = str(values.get("school_short") or values.get("school_full") or "")
    drawing = Drawing(book, Styles(book), today, school, content, by_code(content))
    _draw(drawing, values)
    define_names(book, initial_values())
    book.close()
    return polished(out.getvalue())


def _options() -> dict[str, object]:
    """Return XlsxWriter's options; it changes them as it goes, so they are made anew."""
    plain = {"font_name": FONT, "font_size": SIZE, "font_scheme": None}
    return {"in_memory": True, "strings_to_urls": False, "default_format_properties": plain}


def _properties(book: Workbook, today: date) -> None:
    created = datetime.combine(today, time())
    book.set_properties({"title": TITLE, "subject": "Целевая модель наставничества", "created": created})
    book.set_calc_mode("auto")


def _draw(drawing: Drawing, values: Mapping[str, object]) -> None:
    for sheet in SHEETS:
        if sheet.key == "start":
            draw_start(drawing, values)
        elif sheet.use == LAYOUT:
            draw_monitoring(drawing, sheet)
        elif sheet.record is SettingRow:
            draw_settings(drawing, values)
        else:
            draw_table(drawing, sheet)


def _beginning(values: Mapping[str, object], today: date) -> dict[type[Record], Sequence[Record]]:
    """Return the records a new workbook begins with."""
    start, end = _day(values, "programme_start"), _day(values, "programme_end")
    asked = questions()
    return {
        ListEntry: initial_lists(),
        Exchange: initial_choice(),
        RoadmapAction: actions(start, end, not_before=today if today < start else None),
        Question: asked,
        PlanSample: plan_samples(asked),
        Criterion: criteria(),
        IndicatorRow: indicators(start.year),
        Programme: programmes(),
        Synonym: synonyms(),
    }


def _day(values: Mapping[str, object], name: str) -> date:
    value = values[name]
    if not isinstance(value, date):
        msg = f"{name} is not a date: {value!r}"
        raise TypeError(msg)
    return value


SHORTEST_LAUNCH = timedelta(days=30)


def default_period(today: date) -> dict[str, object]:
    """Return the programme's dates in a workbook begun today: its start lies ahead, so nothing is overdue yet.

    From January to July it is the next 1 September; later, the first day of a month that leaves 30 days to prepare.
    It ends on 31 May, within a year (п. 5.4).
    """
    start = date(today.year, 9, 1)
    if today + SHORTEST_LAUNCH > start:
        soonest = today + SHORTEST_LAUNCH - timedelta(days=1)
        start = date(soonest.year + soonest.month // 12, soonest.month % 12 + 1, 1)
    end = date(start.year + (start.month > 5), 5, 31)
    return {"programme_start": start, "programme_end": end, **_monitorings(start, end)}


def _monitorings(start: date, end: date) -> dict[str, object]:
    """Return the interim monitoring at two fifths of the programme and the final near its end (п. 6.4)."""
    return {"interim_date": start + (end - start) * 2 // 5, "final_date": start + (end - start) * 95 // 100}


def _period(today: date, settings: Mapping[str, object]) -> dict[str, object]:
    values = {**default_period(today), **settings}
    start, end = _day(values, "programme_start"), _day(values, "programme_end")
    return {"programme_start": start, "programme_end": end, **_monitorings(start, end)}
