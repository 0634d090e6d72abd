"""A table to fill in: the meetings of a month, with a few lines for every pair, ready for `import`.

One file for the whole school, or one for each mentor who asks; what comes back is read by `meetings`.
"""

from __future__ import annotations

import calendar
import io
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from nastavnik_sheets.template.style import DATE_FORMAT, DEEP, FONT, LINE, MIST, SIZE, Styles
from nastavnik_sheets.terms import APPROVED, MEETING_KINDS
from nastavnik_sheets.workbook import Pair

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xlsxwriter.worksheet import Worksheet

    from nastavnik_sheets.book import Book

SHEET = "Встречи за месяц"
COLUMNS: tuple[tuple[str, float], ...] = (
    ("Код пары", 11), ("Наставник", 30), ("Наставляемый", 30), ("Дата встречи", 13), ("Вид встречи", 26),
    ("Формат встречи", 12), ("Сколько минут", 10), ("Тема", 24), ("Что сделано", 36), ("Договорённости", 30),
    ("Сколько встреч решили провести", 14), ("Подтвердил наставник", 13), ("Подтвердил наставляемый", 14),
)  # fmt: skip
GIVEN = 3
"""Columns that are filled already."""
VENUES, YES_NO = ["очно", "онлайн", "смешанно"], ["да", "нет"]
LISTED = "Виды встреч"


def pairs_of(book: Book, *, month: date, people: Collection[str] = ()) -> list[Pair]:
    """Return the approved pairs at work in a month, of these people if any are named, by mentor.

    Whom nobody may name any more the command leaves out before: see `facts.stopped`.
    """
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    found = [
        pair
        for pair in book[Pair]
        if pair.code and pair.state == APPROVED
        and (pair.start is None or pair.start <= last) and (pair.planned_end is None or pair.planned_end >= month)
        and (not people or {pair.code, pair.mentor, pair.mentee} & set(people))
    ]  # fmt: skip
    return sorted(found, key=lambda pair: (*_names(book, pair), pair.code))


def _names(book: Book, pair: Pair) -> tuple[str, str]:
    mentor, mentee = book.mentors.get(pair.mentor or ""), book.mentees.get(pair.mentee or "")
    return ((mentor.full_name if mentor else None) or pair.mentor or "",
            (mentee.full_name if mentee else None) or pair.mentee or "")  # fmt: skip


def journal_form(book: Book, pairs: Sequence[Pair], *, month: date, lines: int) -> bytes:
    """Return the table as .xlsx: `lines` rows for every pair; the same arguments give the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    plain = {"font_name": FONT, "font_size": SIZE, "font_scheme": None}
    file = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False, "default_format_properties": plain})
    file.set_properties({"created": datetime.combine(month, time())})
    page, styles = file.add_worksheet(SHEET), Styles(file)
    rows = [(pair, n) for pair in pairs for n in range(lines)]
    _head(page, styles)
    for row, (pair, number) in enumerate(rows, start=1):
        top = {"top": 1, "top_color": DEEP} if number == 0 else {}
        given = styles(bg_color=MIST, border=0, bottom=1, bottom_color=LINE, **top)
        for column, text in enumerate((pair.code, *_names(book, pair))):
            page.write_string(row, column, text, given)
        for column in range(GIVEN, len(COLUMNS)):
            look = {"num_format": DATE_FORMAT} if column == GIVEN else {}
            page.write_blank(row, column, None, styles(bottom=1, bottom_color=LINE, text_wrap=True, **top, **look))
    if rows:
        _validations(page, book, month=month, last=len(rows), listed=file.add_worksheet(LISTED))
    file.close()
    return out.getvalue()


def _head(page: Worksheet, styles: Styles) -> None:
    for column, (title, width) in enumerate(COLUMNS):
        page.set_column(column, column, width)
        look = styles(bg_color=DEEP, font_color="#FFFFFF", bold=True, text_wrap=True, valign="vcenter")
        page.write_string(0, column, title, look)
    page.set_row(0, 34)
    page.freeze_panes(1, GIVEN)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.hide_gridlines(2)


def _validations(page: Worksheet, book: Book, *, month: date, last: int, listed: Worksheet) -> None:
    """Offer the kinds of meeting from a hidden sheet: some hold commas, which a list in a rule cannot."""
    end = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    day = {"validate": "date", "criteria": "between", "minimum": month, "maximum": end, "error_type": "warning",
           "error_title": "Другой месяц", "error_message": f"Дата вне месяца: {month:%m.%Y}."}  # fmt: skip
    page.data_validation(1, GIVEN, last, GIVEN, day)
    kinds = book.lists.get(MEETING_KINDS, [])
    listed.write_column(0, 0, kinds)
    listed.hide()
    kind_range = f"='{LISTED}'!$A$1:$A${max(1, len(kinds))}"
    choices: dict[int, object] = {4: kind_range, 5: VENUES, 11: YES_NO, 12: YES_NO}
    for column, source in choices.items():
        page.data_validation(1, column, last, column, {"validate": "list", "source": source, "error_type": "warning"})
