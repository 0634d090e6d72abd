"""The menu «Наставничество» of a workbook in a Google Sheet: `menu.gs` with what it must know of the workbook.

Titles of sheets and columns, prefixes of codes and drop-downs come from the schema, so that the script says nothing
of its own. The result is macros/google/Code.gs, rebuilt with the template.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.codes import Code
from nastavnik_sheets.forms.google_script import as_data
from nastavnik_sheets.forms.offers import offers
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
    for one in offers(sheet.columns):
        place = {"sheet": sheet.title, "title": one.column.title}
        yield {**place, "list": one.from_list} if one.from_list else {**place, "options": list(one.options)}
