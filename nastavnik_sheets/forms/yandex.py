"""The list of questions to type into Яндекс Формы: a workbook with a sheet for each questionnaire.

Яндекс Формы have no file to load a form from; an organisation could build one through their API, a school usually
cannot. The identifiers of questions are our codes in Latin letters: `slug_of`.
"""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.forms.google_script import (
    ABOUT,
    ABOUT_TITLE,
    CODE_ERROR,
    CODE_HELP,
    CODE_TITLE,
    PERSON_HELP,
    tab_title,
)
from nastavnik_sheets.scales import MARK, OFTEN, ONE, PARTICIPANT, POINTS, SEVERAL, TEXT, YES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from nastavnik_sheets.asking import AskedLine, Questionnaire

FILE = "Яндекс Формы.xlsx"
MADE = datetime(2026, 9, 1)
_TYPES = {MARK: "Один вариант", POINTS: "Один вариант", YES: "Один вариант", OFTEN: "Один вариант",
          ONE: "Один вариант", SEVERAL: "Несколько вариантов", TEXT: "Длинный текст",
          PARTICIPANT: "Короткий текст"}  # fmt: skip
_HEADERS = (("№", 5), ("Тип вопроса", 20), ("Вопрос", 58), ("Варианты ответа", 26), ("Обязательный", 14),
            ("Пояснение под вопросом", 34), ("Идентификатор", 16))  # fmt: skip
_MARK_OPTIONS = "числа от 1 до 10: десять вариантов"
_MARK_HELP = "1 — самый низкий балл, 10 — самый высокий"
_STEPS = (
    "Каждый следующий лист — одна анкета. Создайте для неё форму: forms.yandex.ru → «Создать форму».",
    "Название формы — в первой строке листа, текст «Прежде чем отвечать» — во второй: вставьте его в описание формы.",
    (
        "Добавляйте вопросы сверху вниз: выберите тип, вставьте вопрос, варианты и пояснение. Вопрос про код участника"
        " сделайте обязательным: по нему программа узнаёт, чей это ответ."
    ),
    "В настройках вопроса можно вписать «Идентификатор»: тогда вопрос узнается, даже если вы поправите его слова.",
    "Почту, имя и телефон не спрашивайте. Вход по аккаунту Яндекса не требуйте.",
    "Опубликуйте форму и разошлите ссылку. Ответы: вкладка «Ответы» → выгрузить в XLSX.",
    "Перенесите выгрузку в книгу: nastavnik import КНИГА ФАЙЛ. Повторять можно сколько угодно раз.",
    "Названия типов — по справке Яндекс Форм 2026 года. В вашей версии они могут называться чуть иначе.",
)


def slug_of(code: str) -> str:
    """Return a question's code as an identifier: «ВП-012-3» is vp_012_3."""
    return code.replace("ВП", "vp").replace("-", "_")


def code_of(text: str) -> str:
    """Return the code that an identifier in a text stands for, "" if there is none."""
    found = re.search(r"(?<![a-z0-9])vp[_-](\d{3,6})[_-](\d)(?!\d)", text, re.IGNORECASE)
    return f"ВП-{found[1]}-{found[2]}" if found else ""


def field_list(questionnaires: Sequence[Questionnaire]) -> bytes:
    """Return the workbook."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": MADE})  # the same questions make the same file
        _steps(book)
        names: set[str] = {"как создать"}
        for one in questionnaires:
            _questionnaire(book, one, names)
    return file.getvalue()


def _steps(book: Workbook) -> None:
    sheet = book.add_worksheet("Как создать")
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 100)
    sheet.write(0, 1, "Как сделать анкеты в Яндекс Формах", book.add_format({"bold": True, "font_size": 14}))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for row, step in enumerate(_STEPS, start=2):
        sheet.write(row, 0, row - 1, wrapped)
        sheet.write(row, 1, step, wrapped)
        sheet.set_row(row, _height([(step, 100)]))
    _to_print(sheet)


def _questionnaire(book: Workbook, one: Questionnaire, names: set[str]) -> None:
    sheet = book.add_worksheet(_sheet_name(one.title, names))
    bold, big = (
        book.add_format({"bold": True, "bg_color": "#E2EFDA", "border": 1, "text_wrap": True}),
        book.add_format({"bold": True, "font_size": 14}),
    )
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    sheet.write(0, 0, one.title, big)
    about = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.merge_range(1, 0, 1, len(_HEADERS) - 1, f"{ABOUT_TITLE}. {ABOUT}", about)
    sheet.set_row(1, 48)
    for column, (title, width) in enumerate(_HEADERS):
        sheet.set_column(column, column, width)
        sheet.write(3, column, title, bold)
    rows = [_code_row(), *(_row(line, number) for number, line in enumerate(one.lines, start=2))]
    for place, values in enumerate(rows, start=4):
        sheet.set_row(place, _height([(str(v), width) for v, (_, width) in zip(values, _HEADERS, strict=True)]))
        for column, value in enumerate(values):
            sheet.write(place, column, value, cell)
    sheet.freeze_panes(4, 0)
    sheet.repeat_rows(3)
    _to_print(sheet)


def _code_row() -> list[Any]:
    return [1, "Короткий текст", CODE_TITLE, "", "да", f"{CODE_HELP} {CODE_ERROR}", "code"]


def _row(line: AskedLine, number: int) -> list[Any]:
    note = {MARK: _MARK_HELP, PARTICIPANT: PERSON_HELP}.get(line.scale, "")
    kind = _TYPES.get(line.scale, "Длинный текст")
    options = _MARK_OPTIONS if line.scale == MARK else "\n".join(line.options)
    return [number, kind, line.title, options, "нет", note, slug_of(line.code)]


def _height(texts: Sequence[tuple[str, int]]) -> float:
    """Return the height of a row whose cells wrap, in points: the programs do not count it themselves."""
    lines = (sum(-(-len(part) // max(1, round(width * 0.9))) or 1 for part in t.split("\n")) for t, width in texts)
    return 15.0 * max(lines) + 2


def _sheet_name(title: str, names: set[str]) -> str:
    base = tab_title(title)[:31].strip()
    name, count = base, 2
    while name.lower() in names:
        name, count = f"{base[:26].strip()} ({count})", count + 1
    names.add(name.lower())
    return name


def _to_print(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
