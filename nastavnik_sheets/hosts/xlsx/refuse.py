"""What must not be touched, and the sentence that says so: Russian, with book, sheet, cell and advice.

Leaves finding the facts to `scan`, `tables` and `package`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.addresses import address
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts.xlsx import markup
from nastavnik_sheets.hosts.xlsx.archive import ArchiveError
from nastavnik_sheets.hosts.xlsx.areas import Area, Areas
from nastavnik_sheets.hosts.xlsx.package import CONTENT_TYPES, Package

if TYPE_CHECKING:
    from nastavnik_sheets.hosts.xlsx.scan import Facts
    from nastavnik_sheets.hosts.xlsx.tables import Table

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DTD = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


def open_package(data: bytes, book: str) -> tuple[Package, str]:
    """Return the package and the name of its workbook part. Refused if it is no workbook that can be edited."""
    if not data:
        raise Refused(f"Файл «{book}» пуст; возьмите его последнюю копию.")
    if data.startswith(_OLE):
        raise Refused(f"Книга «{book}» зашифрована паролем или сохранена в старом формате .xls; "
                      "снимите пароль и сохраните её как .xlsx.")  # fmt: skip
    if not data.startswith(b"PK"):
        raise Refused(f"Файл «{book}» не является книгой .xlsx; сохраните его в этом формате.")
    try:
        package = Package(data)
        _guard_entities(package)
        part = _workbook_part(package)
    except (ArchiveError, markup.MarkupError, UnicodeDecodeError) as error:
        raise damaged(book, error) from error
    if part is None:
        raise Refused(f"Файл «{book}» не является книгой .xlsx; сохраните его в этом формате.")
    if part.lower().endswith(".bin"):
        raise Refused(f"Книга «{book}» сохранена в двоичном формате .xlsb; сохраните её как .xlsx.")
    return package, part


def damaged(book: str, error: Exception) -> Refused:
    """Return the refusal for a book whose inside cannot be followed."""
    known = _MARKUP_REASONS.get(str(error), "внутри ошибка разметки")
    reason = str(error) if isinstance(error, ArchiveError) else known
    return Refused(f"Книгу «{book}» нельзя изменить без риска: {reason}; "
                   "откройте её в офисной программе и сохраните заново.")  # fmt: skip


_MARKUP_REASONS = {
    "DTD": "внутри есть определения сущностей (так устроены «XML-бомбы»)",
    "encoding": "лист записан в необычной кодировке",
    "no sheetData": "на листе нет таблицы ячеек",
    "sheetData has no end": "лист обрывается на полуслове",
    "two prefixes": "лист записан необычно, с разными приставками у ячеек",
    "rows inside something else": "ячейки записаны в двух вариантах для разных программ",
    "markup in a comment": "лист записан необычно, с разметкой внутри примечаний XML",
}


def _guard_entities(package: Package) -> None:
    for name in package.names():
        plain = name.replace("\\", "/").lstrip("/").lower()
        ours = plain.startswith(("xl/", "_rels/", "[content_types]", "docprops/"))
        if ours and plain.endswith((".xml", ".rels")) and package.size(name):
            start = package.start(name, 4096)
            if any(one in start for one in _DTD):
                raise markup.MarkupError("DTD")


def _workbook_part(package: Package) -> str | None:
    if CONTENT_TYPES not in package:
        return None
    part = next(iter(package.related("", "officeDocument")), None)
    if part is None or part.lower().endswith(".bin"):
        return part
    return part if markup.root(package.xml(part)).local == b"workbook" else None


def guard_signature(package: Package, book: str) -> None:
    """Refuse a book with a digital signature, which any change would break."""
    if package.signature():
        raise Refused(f"Книга «{book}» подписана электронной подписью, любое изменение её сломает; сохраните копию без "
                      "подписи или повторите с ключом --drop-signature, который подпись снимает.")  # fmt: skip


_MERGE = "она внутри объединения {area}; пишите в {corner} или снимите объединение"
_ARRAY = "её заполняет формула массива {area}; сначала уберите эту формулу"
_DATA_TABLE = "она в таблице подстановки {area}; сначала уберите эту таблицу"
_PIVOT = "она в сводной таблице {area}; выберите другое место"


class CellGuard:
    """Knows which cells of one sheet must not be written, and says why."""

    def __init__(self, place: str, facts: Facts, tables: list[Table], pivots: list[Area]) -> None:
        self._place = place
        self._tables = tables
        busy = {
            _MERGE: [area for area in facts.merges if not area.single],
            _ARRAY: [area for area in facts.arrays if not area.single],
            _DATA_TABLE: facts.tables_of_data,
            _PIVOT: pivots,
        }
        self._busy = [(reason, Areas(found)) for reason, found in busy.items() if found]

    def check(self, row: int, column: int) -> None:
        """Raise Refused if the cell must not be written."""
        reason = self._reason(row, column)
        if reason:
            raise Refused(f"{self._place}, ячейка {address(row, column)}: {reason}.")

    def _reason(self, row: int, column: int) -> str:
        for reason, busy in self._busy:
            area = busy.holding(row, column)
            if area and (reason is not _MERGE or (row, column) != (area.top, area.left)):
                return reason.format(area=area, corner=address(area.top, area.left))
        return self._table_reason(row, column) if self._tables else ""

    def _table_reason(self, row: int, column: int) -> str:
        for table in self._tables:
            if (row, column) not in table.area:
                continue
            if table.header and row == table.area.top:
                return f"это заголовок таблицы «{table.name}»; переименуйте столбец в офисной программе"
            if table.totals and row == table.area.bottom:
                return f"это строка итогов таблицы «{table.name}»; отключите строку итогов"
        return ""


def guard_growth(place: str, table: Table, bottom: int, others: list[Area]) -> None:
    """Refuse to let a table grow to this row if that would reach into something else."""
    if table.external or any(column.bound for column in table.columns):
        raise Refused(f"{place}: таблица «{table.name}» заполняется из внешнего источника, "
                      "строку в неё добавить нельзя; отвяжите её от источника.")  # fmt: skip
    grown = Area(table.area.bottom + 1, table.area.left, bottom, table.area.right)
    met = next((area for area in others if area.meets(grown)), None)
    if met:
        raise Refused(f"{place}: таблице «{table.name}» некуда расти, под ней занят диапазон {met}; "
                      "освободите место под таблицей.")  # fmt: skip


def no_sheet_data(place: str) -> Refused:
    """Return the refusal for a sheet whose cells stand inside alternate content."""
    return Refused(f"{place}: ячейки записаны в двух вариантах для разных программ, изменить их без риска нельзя; "
                   "откройте книгу в офисной программе и сохраните заново.")  # fmt: skip


def below_table(place: str, table: Table, row: int) -> Refused:
    """Return the refusal for a table under which other cells stand in the way."""
    cell = address(row, table.area.left)
    return Refused(f"{place}, ячейка {cell}: под таблицей «{table.name}» уже что-то записано, строкам некуда встать; "
                   "уберите записи под таблицей.")  # fmt: skip


def totals_row(place: str, table: Table) -> Refused:
    """Return the refusal for a table that ends with a row of totals."""
    return Refused(f"{place}: у таблицы «{table.name}» есть строка итогов, строку под неё добавить нельзя; "
                   "отключите строку итогов.")  # fmt: skip


def too_far(place: str, area: Area) -> Refused:
    """Return the refusal for a sheet with a value so far away that it cannot be read as a grid."""
    cell = address(area.bottom, area.right)
    return Refused(f"{place}: записи тянутся до ячейки {cell}, такой лист не прочесть; "
                   "удалите случайную запись вдали от остальных.")  # fmt: skip


def unreadable(book: str, sheet: str) -> Refused:
    """Return the refusal for a sheet that the reader does not understand."""
    return Refused(f"Книга «{book}», лист «{sheet}» не читается; откройте её в офисной программе и сохраните заново.")
