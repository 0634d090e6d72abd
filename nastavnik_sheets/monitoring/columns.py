"""Which columns the municipal summary and the personal record have: a little workbook that a school edits.

A row says the title of a column and what it shows: one of the known things, or a text in «ёлочки» that is put as it
is; empty leaves the column empty. What cannot be understood is said and left empty.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.cells import as_text, closest, fold
from nastavnik_sheets.errors import HostError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.workbook import Workbook

FILE = "Столбцы отчётов.xlsx"
HEADS = ("Заголовок столбца", "Что выводить")


class Shown(NamedTuple):
    """One column: its title and what it shows; `text` is put as it is."""

    title: str
    shows: str | None = None
    text: str | None = None


@dataclass(frozen=True)
class Columns:
    """The columns of one summary and what was wrong with their list."""

    shown: tuple[Shown, ...]
    problems: tuple[str, ...] = ()


def columns_file(sheets: Mapping[str, Sequence[tuple[str, str]]], known: Mapping[str, Sequence[str]]) -> bytes:
    """Return the workbook to edit: a sheet for each summary, with a drop-down of what can be shown."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2026, 1, 1)})
    for number, (title, columns) in enumerate(sheets.items()):
        _write_sheet(book, title, columns, known[title], number)
    book.close()
    return out.getvalue()


def _write_sheet(
    book: Workbook, title: str, columns: Sequence[tuple[str, str]], known: Sequence[str], number: int
) -> None:
    page = book.add_worksheet(title)
    head = book.add_format({"bold": True, "bg_color": "#E3EDEE", "bottom": 1})
    page.write_row(0, 0, HEADS, head)
    page.write_string(0, 3, "Что можно выводить", head)
    page.set_column(0, 1, 44)
    page.set_column(3, 3, 44)
    page.freeze_panes(1, 0)
    for row, (heading, shows) in enumerate(columns, start=1):
        page.write_string(row, 0, heading)
        page.write_string(row, 1, shows)
    for row, one in enumerate([*known, "«любой текст в ёлочках» — выводится как есть"], start=1):
        page.write_string(row, 3, one)
    name = f"known_{number + 1}"
    book.define_name(name, f"='{title}'!$D$2:$D${len(known) + 1}")
    page.data_validation(1, 1, 200, 1, {"validate": "list", "source": f"={name}", "error_type": "warning"})


def read_columns(content: bytes, title: str, known: Sequence[str]) -> Columns:
    """Return the columns that a school has chosen. HostError: not a workbook, or the sheet is gone."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(title).to_python()
    except (CalamineError, ValueError, OSError) as error:
        message = f"В файле «{FILE}» не читается лист «{title}»: верните его или удалите файл, он появится заново."
        raise HostError(message) from error
    shown, problems = [], []
    for number, cells in enumerate(rows[1:], start=2):
        heading, shows = (as_text(cell) for cell in [*cells, "", ""][:2])  # type: ignore[arg-type]
        if heading:
            column, problem = _column(heading, shows, known)
            shown.append(column)
            problems += [f"«{FILE}», лист «{title}», B{number}: {problem}"] if problem else []
    return Columns(tuple(shown), tuple(problems))


def _column(heading: str, shows: str, known: Sequence[str]) -> tuple[Shown, str]:
    if not shows:
        return Shown(heading), ""
    if shows.startswith("«") and shows.endswith("»"):
        return Shown(heading, text=shows[1:-1]), ""
    found = next((one for one in known if fold(one) == fold(shows)), None)
    if found:
        return Shown(heading, found), ""
    near = closest(shows, known)
    guess = f"возможно, вы имели в виду «{near}»" if near else "выберите из списка рядом"
    return Shown(heading), f"непонятно «{shows}», столбец «{heading}» оставлен пустым; {guess}"
