"""One contract for every host: what reads, writes, replaces and saves alike wherever a workbook lives.

Each promise is a function of `opened`, which opens the same workbook anew as a later run would; it begins as `GRIDS`.
The tests hold every host to it, `google selftest` holds Google itself to it.
"""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

from nastavnik_sheets.hosts.protocol import Host, Link

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nastavnik_sheets.hosts.protocol import Grid, Value

    Opened: TypeAlias = Callable[[], Host]

GRIDS: dict[str, list[list[Value]]] = {
    "Люди": [["Код", "ФИО", "Дата"], ["У-001-3", "Первый Ученик", date(2012, 5, 1)], ["У-002-1", None, None]],
    "Итог": [["Что", "Где"], ["старое", "A1"]],
}
VALUES: tuple[Value, ...] = (
    "текст", "=1+1", "+7 928 000-00-00", "-5", "@имя", "\tотступ", "007", "15.09.2025", "5-6", "1E5", "ИСТИНА",
    " края ", "a\nб", "<b>&amp;{{x}}", "'кавычка", '=HYPERLINK("http://x";"y")', '=IMPORTXML("http://x","//a")', "😀",
    5, -2.5, 0, True, False, date(2026, 9, 1), datetime(2026, 9, 1, 12, 30),
)  # fmt: skip
"""Whatever a person may type or a hostile answer may hold."""


class Broken(AssertionError):  # noqa: N818  (it is a finding)
    """A host does not keep a promise."""


def expect(found: object, wanted: object) -> None:
    """Compare, types too: yes is not 1, a day is not a moment."""
    if found != wanted or type(found) is not type(wanted):
        raise Broken(f"ожидалось {wanted!r}, получено {found!r}")


def trimmed(grid: Grid) -> list[list[Value]]:
    """Return the rows without the empty ends that a host may or may not give."""
    rows = []
    for row in grid:
        line = list(row)
        while line and line[-1] is None:
            line.pop()
        rows.append(line)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def workbook_bytes(grids: Mapping[str, Sequence[Sequence[Value]]]) -> bytes:
    """Return a small .xlsx with these sheets."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, grid in grids.items():
        sheet = book.create_sheet(title)
        for row in grid:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def a_host_is_a_host(opened: Opened) -> None:
    """Хозяин книги умеет всё, что должен."""
    expect(isinstance(opened(), Host), wanted=True)


def sheets_come_in_their_order(opened: Opened) -> None:
    """Листы идут по порядку."""
    with opened() as host:
        expect(host.sheets(), ["Люди", "Итог"])


def values_read_as_they_are(opened: Opened) -> None:
    """Значения читаются как есть, пустое — пустое."""
    with opened() as host:
        expect(trimmed(host.read("Люди")), [*GRIDS["Люди"][:2], ["У-002-1"]])


def a_missing_sheet_is_a_key_error(opened: Opened) -> None:
    """Листа, которого нет, нет."""
    with opened() as host:
        try:
            host.read("Нет такого")
        except KeyError:
            return
    raise Broken("лист, которого нет, прочитался")


def what_is_written_reads_back_the_same(opened: Opened) -> None:
    """Что записано, то и читается: текст не становится формулой, числом и датой."""
    with opened() as host:
        host.write("Люди", {(3, 2 + n): value for n, value in enumerate(VALUES)})
    with opened() as host:
        (row,) = [row for row in host.read("Люди") if row and row[0] == "У-002-1"]
        for n, value in enumerate(VALUES):
            expect(row[1 + n], value)


def only_the_named_cells_change(opened: Opened) -> None:
    """Меняются только названные ячейки."""
    with opened() as host:
        host.write("Люди", {(2, 2): "Другой Ученик"})
    with opened() as host:
        expect(trimmed(host.read("Люди"))[1], ["У-001-3", "Другой Ученик", date(2012, 5, 1)])
        expect(trimmed(host.read("Итог")), GRIDS["Итог"])


def none_makes_a_cell_blank(opened: Opened) -> None:
    """Пустое значение очищает ячейку."""
    with opened() as host:
        host.write("Люди", {(2, 2): None})
    with opened() as host:
        expect(host.read("Люди")[1][1], None)


def a_sheet_grows_downwards_and_to_the_right(opened: Opened) -> None:
    """Лист растёт вниз и вправо."""
    with opened() as host:
        host.write("Люди", {(6, 5): "далеко"})
    with opened() as host:
        grid = trimmed(host.read("Люди"))
        expect(grid[5][4], "далеко")
        expect(grid[3:5], [[], []])


def replacing_leaves_nothing_of_the_old_sheet(opened: Opened) -> None:
    """Замена листа не оставляет старого."""
    with opened() as host:
        host.replace("Итог", [["Что", "Где"]])
    with opened() as host:
        expect(trimmed(host.read("Итог")), [["Что", "Где"]])


def a_link_reads_as_its_text(opened: Opened) -> None:
    """Ссылка читается как её текст."""
    with opened() as host:
        host.replace("Итог", [["Что", "Где"], ["ошибка", Link("B2", "#'Люди'!B2")]])
    with opened() as host:
        expect(trimmed(host.read("Итог"))[1], ["ошибка", "B2"])


def what_is_written_is_seen_in_the_same_block(opened: Opened) -> None:
    """Записанное видно сразу."""
    with opened() as host:
        host.write("Люди", {(2, 2): "Сразу"})
        expect(host.read("Люди")[1][1], "Сразу")


def a_block_that_fails_changes_nothing(opened: Opened) -> None:
    """Неудавшаяся работа ничего не меняет."""
    try:
        with opened() as host:
            host.write("Люди", {(2, 2): "Пропадёт"})
            host.replace("Итог", [["пусто"]])
            raise ZeroDivisionError  # noqa: TRY301  (the block fails on purpose)
    except ZeroDivisionError:
        pass
    with opened() as host:
        expect(host.read("Люди")[1][1], "Первый Ученик")
        expect(trimmed(host.read("Итог")), GRIDS["Итог"])


def a_sheet_of_another_workbook_is_added_and_replaced(opened: Opened) -> None:
    """Лист другой книги добавляется и заменяется."""
    with opened() as host:
        host.add_sheet("Отчёт", workbook_bytes({"Другой": [["не тот"]], "Отчёт": [["Показатель", 5]]}))
    with opened() as host:
        expect(trimmed(host.read("Отчёт")), [["Показатель", 5]])
        host.add_sheet("Отчёт", workbook_bytes({"Отчёт": [["Показатель", 6]]}), replace=True)
    with opened() as host:
        expect(trimmed(host.read("Отчёт")), [["Показатель", 6]])
        expect(host.sheets(), ["Люди", "Итог", "Отчёт"])


CONTRACT = (
    a_host_is_a_host, sheets_come_in_their_order, values_read_as_they_are, a_missing_sheet_is_a_key_error,
    what_is_written_reads_back_the_same, only_the_named_cells_change, none_makes_a_cell_blank,
    a_sheet_grows_downwards_and_to_the_right, replacing_leaves_nothing_of_the_old_sheet, a_link_reads_as_its_text,
    what_is_written_is_seen_in_the_same_block, a_block_that_fails_changes_nothing,
    a_sheet_of_another_workbook_is_added_and_replaced,
)  # fmt: skip
