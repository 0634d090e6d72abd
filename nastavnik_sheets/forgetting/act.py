"""«Акт об уничтожении персональных данных» with the extract from the journal of events that it goes with.

Contents: приказ Роскомнадзора от 28.10.2022 № 179 (in force 01.03.2023–01.03.2029): operator and address, whose data,
who destroyed them with signatures, categories of data, information system, way, reason, date. The person is named by
code; the name is written in by hand, so that the file itself holds no personal data.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003  (dataclass fields)
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document

    from nastavnik_sheets.settings import Settings

TITLE = "Акт об уничтожении персональных данных"
CATEGORIES = (
    "фамилия, имя, отчество; пол; дата рождения (оставлен год)",
    "телефон, адрес электронной почты",
    "сведения о законном представителе",
    "класс или должность, место работы или учёбы",
    "ответы на вопросы анкет своими словами, запрос, результаты, примечания",
    "чувствительная категория, если она была указана",
)
_LINE = "________________________________"


@dataclass(frozen=True)
class Deed:
    """What was done: about whom, when, by whom, why, and how much."""

    code: str
    at: datetime
    user: str
    book: str
    reason: str
    cells: int
    copies: int
    copies_deleted: int
    journals: int
    kept: tuple[str, ...] = ()


def file_name(code: str, day: date) -> str:
    """Return the name of the act's file."""
    return f"{day:%Y-%m-%d} {TITLE} {code}.docx"


def act(deed: Deed, settings: Settings) -> bytes:
    """Return the act as a Word file; the same deed gives the same bytes."""
    from nastavnik_sheets.documents.paper import blank_paper
    from nastavnik_sheets.documents.word_package import CORE, core_properties, read_parts, without_ballast, write_parts

    document = blank_paper()
    school = settings.school_full or settings.school_short or _LINE
    _add(document, school, "Бланк школы")
    _add(document, "Акт", "Вид документа")
    _add(document, "об уничтожении персональных данных", "Текст по центру")
    _add(document, f"{deed.at:%d.%m.%Y}", "Текст по центру")
    _table(document, _rows(deed, settings, school))
    _signatures(document, settings)
    _extract(document, deed)
    stream = io.BytesIO()
    document.save(stream)
    parts = without_ballast(read_parts(stream.getvalue(), name=TITLE))
    return write_parts({**parts, CORE: core_properties(title=TITLE, author=school, made=deed.at.date())})


def _rows(deed: Deed, settings: Settings, school: str) -> list[tuple[str, str]]:
    copies = (
        f"копии книги: переписано {deed.copies}, удалено {deed.copies_deleted}; журналы отмены: удалено {deed.journals}"
    )
    return [
        ("Оператор", f"{school}, {settings.address or 'адрес: ' + _LINE}"),
        ("Чьи данные уничтожены", f"участник с кодом {deed.code}; ФИО (вписать от руки): {_LINE}"),
        ("Перечень категорий данных", ";\n".join(CATEGORIES)),
        ("Информационная система", f"книга «{deed.book}» программы наставничества и её служебная папка; {copies}"),
        (
            "Способ уничтожения",
            "замена значений ячеек и удаление упоминаний без возможности восстановления из файла книги",
        ),
        ("Причина уничтожения", deed.reason),
        ("Дата уничтожения", f"{deed.at:%d.%m.%Y}"),
        ("Что не уничтожено", "\n".join(deed.kept) or "других файлов с данными участника в папке книги не найдено"),
    ]


def _signatures(document: Document, settings: Settings) -> None:
    _add(document, "Данные уничтожили:", "Текст без отступа")
    for post, name in (
        (settings.coordinator_post or "координатор", settings.coordinator or _LINE),
        ("член комиссии", _LINE),
    ):
        _add(document, f"{post} ______________ {name}", "Текст без отступа")
    _add(document, "Акт и выгрузку хранят три года с момента уничтожения данных.", "Текст без отступа")


def _extract(document: Document, deed: Deed) -> None:
    _add(document, "Выгрузка из журнала событий (лист «История»)", "Текст по центру")
    _table(
        document,
        [
            ("Когда", f"{deed.at:%d.%m.%Y %H:%M}"),
            ("Команда, пользователь компьютера", f"forget, {deed.user}"),
            ("Участник", f"код {deed.code}"),
            ("Категории данных", "; ".join(CATEGORIES)),
            ("Информационная система", f"книга «{deed.book}»"),
            ("Причина", deed.reason),
            ("Изменено ячеек", str(deed.cells)),
        ],
    )


def _add(document: Document, text: str, style: str) -> Any:
    known = {one.name for one in document.styles}
    paragraph = document.add_paragraph(style=style if style in known else "Normal")
    paragraph.add_run(text)
    return paragraph


def _table(document: Document, rows: Sequence[tuple[str, str]]) -> None:
    from docx.shared import Mm

    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, (Mm(48), Mm(122)), strict=True):
        column.width = width
    for head, text in rows:
        cells = table.add_row().cells
        for cell, value, width in ((cells[0], head, Mm(48)), (cells[1], text, Mm(122))):
            paragraph = cell.paragraphs[0]
            paragraph.style = "Текст таблицы"
            paragraph.add_run(value)
            cell.width = width
    document.add_paragraph(style="Текст таблицы")
