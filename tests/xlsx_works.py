"""What is done to every real workbook, one small work at a time; each may be refused, none may do harm."""

from __future__ import annotations

from datetime import date, datetime, time

from test_xlsx_graft import monitoring

from nastavnik_sheets.hosts import Link
from nastavnik_sheets.hosts.xlsx.editor import Editor


def _below(host) -> tuple[str, int]:
    title = host.sheets()[0]
    return title, len(host.read(title)) + 2


def edit(host) -> None:
    title, row = _below(host)
    host.write(title, {(row, 2): "новое <&>", (row, 3): -1.5e-9, (row, 4): True, (row, 5): " с пробелами \n"})


def put_date(host) -> None:
    title, row = _below(host)
    host.write(title, {(row, 2): date(2025, 9, 1), (row, 3): datetime(2025, 9, 1, 8, 30), (row, 4): time(8, 30)})


def put_links(host) -> None:
    title, row = _below(host)
    host.write(title, {(row, 2): Link("сайт", "https://example.org/?a=1&b=2"), (row, 3): Link("верх", f"#{title}!A1")})


def append(host) -> None:
    """Append three rows to every table that takes them."""
    editor = Editor(host._path.read_bytes(), host.name)
    for title in host.sheets():
        for table in editor.session(title).ground.tables:
            plain = [n for n, one in enumerate(table.columns, table.area.left) if one.formula is None]
            host.write(title, {(table.area.bottom + row, n): f"{row} {n}" for row in (1, 2, 3) for n in plain})


def graft(host) -> None:
    host.add_sheet("Мониторинг 1", monitoring(table="Итоги_мониторинга"))


def replace(host) -> None:
    host.replace(host.sheets()[0], [["Лист", "Что"], [Link("сайт", "https://example.org"), 1], ["б", date(2025, 9, 1)]])


WORKS = (edit, put_date, put_links, append, graft, replace)
