"""The menu «Наставничество» of a workbook in a Google Sheet: `menu.gs` with what it must know of the workbook.

Titles of sheets and columns, prefixes of codes and drop-downs come from the schema, so that the script says nothing
of its own. The result is macros/google/Code.gs, rebuilt with the template.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.cells import Choice, YesNo
from nastavnik_sheets.codes import Code
from nastavnik_sheets.forms.google_script import as_data
from nastavnik_sheets.schema import INPUT, sheet_of
from nastavnik_sheets.service_sheets import ListEntry, LogRow, SettingRow
from nastavnik_sheets.workbook import SHEETS, Mentee, Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nastavnik_sheets.schema import Sheet


def menu_script() -> str:
    """Return the text of Code.gs."""
    text = resources.files("nastavnik_sheets.forms").joinpath("menu.gs").read_text(encoding="utf-8")
    return text.replace("/*SPEC*/{}", as_data(_book()))


def _book() -> dict[str, Any]:
    people, lists, log = sheet_of(Mentee), sheet_of(ListEntry), sheet_of(LogRow)
    return {
        "whole": sheet_of(SettingRow).title,
        "code": people.column("code").title,
        "name": people.column("full_name").title,
        "birth": people.column("birth_date").title,
        "coded": [_coded(sheet) for sheet in SHEETS if sheet.use == INPUT and _prefix(sheet)],
        "choices": [choice for sheet in SHEETS if sheet.use == INPUT for choice in _choices(sheet)],
        "lists": {"sheet": lists.title, "name": lists.column("list_name").title, "value": lists.column("value").title},
        "log": {"sheet": log.title, **{name: log.column(name).title for name in ("when", "command", "what")}},
    }


def _prefix(sheet: Sheet) -> str:
    return next((c.kind.prefix for c in sheet.columns if c.name == "code" and isinstance(c.kind, Code)), "")


def _coded(sheet: Sheet) -> dict[str, Any]:
    entered = [c.title for c in sheet.columns if not c.generated and c.name != "code"]
    return {"title": sheet.title, "prefix": _prefix(sheet), "person": issubclass(sheet.record, Person),
            "entered": entered}  # fmt: skip


def _choices(sheet: Sheet) -> Iterator[dict[str, Any]]:
    """Yield the columns with one value out of a list; a drop-down of Google's cannot pick several by a script."""
    for column in sheet.columns:
        kind, place = column.kind, {"sheet": sheet.title, "title": column.title}
        if column.generated:
            continue
        if isinstance(kind, YesNo):
            yield {**place, "options": ["да", "нет"]}
        elif isinstance(kind, Choice) and not kind.many:
            yield {**place, "list": kind.from_list} if kind.from_list else {**place, "options": list(kind.options)}
