"""«Начало»: the state of the year on one screen, its steps in order and the way to every sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.template import counters
from nastavnik_sheets.template.style import (
    AMBER,
    DEEP,
    INK,
    LINE,
    MIST,
    MUTED,
    PAPER,
    RED,
    ROSE,
    SAND,
    TAB_COLOURS,
    TEAL,
)
from nastavnik_sheets.template.tables import print_setup
from nastavnik_sheets.workbook import SHEETS, sheet_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from nastavnik_sheets.schema import Sheet
    from nastavnik_sheets.template.tables import Drawing

LEFT, RIGHT = 1, 12
"""The first and the last of the twelve columns that the screen is laid out in."""


class Tile(NamedTuple):
    """A number to see at once, and the sheet behind it."""

    number: str
    label: str
    key: str
    alarming: bool = False


class Step(NamedTuple):
    """One step of the year: its sheet, what is done, with which button and command, and how far it is."""

    key: str
    title: str
    what: str
    button: str
    state: str


TILES = (
    Tile("mentees", "наставляемых", "mentees"),
    Tile("mentors", "наставников", "mentors"),
    Tile("pairs", "пар утверждено", "pairs"),
    Tile("month", "встреч в этом месяце", "meetings"),
    Tile("late", "просрочено по карте", "roadmap", alarming=True),
    Tile("errors", "ошибок при проверке", "findings", alarming=True),
)

STEPS = (
    Step(
        "settings",
        "Настройки",
        "Впишите школу, подписи и сроки",
        "Проверить (check)",
        f"заполнено {{filled}} из {len(counters.FIRST_SETTINGS)}",
    ),
    Step(
        "roadmap",
        "Дорожная карта",
        "Назначьте ответственных и сроки",
        "Ещё → Дорожная карта (roadmap)",
        "выполнено {done} из {roadmap}",
    ),
    Step(
        "mentees",
        "Анкеты и базы",
        "Загрузите анкеты, дополните обе базы",
        "Анкеты (import)",
        "наставляемых {mentees}, наставников {mentors}",
    ),
    Step(
        "consents",
        "Согласия",
        "Соберите согласия до создания пар",
        "Документы (documents)",
        "на обработку данных: {consents}",
    ),
    Step(
        "suggestions",
        "Подбор пар",
        "Подберите, решите, подтвердите",
        "Подобрать, Утвердить (suggest, confirm)",
        "предложено {suggested}, принято {accepted}",
    ),
    Step(
        "pairs",
        "Приказ о парах",
        "Утвердите пары приказом директора",
        "Документы (documents)",
        "утверждено {pairs}, без приказа {no_order}",
    ),
    Step(
        "meetings",
        "Встречи",
        "Одна встреча — одна строка журнала",
        "Анкеты (import)",
        "состоялось {meetings}, в этом месяце {month}",
    ),
    Step(
        "monitoring",
        "Мониторинг",
        "Соберите анкеты, постройте показатели",
        "Мониторинг (monitor)",
        "ответов на вопросы: {answers}",
    ),
    Step(
        "awards",
        "Поощрения",
        "Решите о номинациях, дайте грамоты",
        "Ещё → Номинации (awards)",
        "отмечено {awards}",
    ),
)

GROUPS = (
    ("people", "Люди"),
    ("pairing", "Пары"),
    ("work", "Работа"),
    ("plan", "План года"),
    ("survey", "Анкеты"),
    ("results", "Итоги"),
)
SERVICE = ("main", "service", "private")

LEGEND: tuple[tuple[str, dict[str, object]], ...] = (
    ("обязательный столбец", {"bg_color": DEEP, "font_color": "#FFFFFF", "bold": True}),
    ("по желанию", {"bg_color": MIST, "bold": True}),
    ("заполняет программа", {"bg_color": PAPER, "font_color": MUTED, "italic": True}),
    ("ваше решение", {"bg_color": AMBER, "font_color": "#FFFFFF", "bold": True}),
    ("строка с ошибкой", {"bg_color": ROSE}),
    ("предупреждение", {"bg_color": SAND}),
)


def draw_start(drawing: Drawing, values: Mapping[str, object]) -> None:
    """Draw «Начало»."""
    sheet = sheet_named("start")
    page = drawing.book.add_worksheet(sheet.title)
    state = counters.State(drawing.records, values, drawing.today)
    page.set_column(0, 0, 2)
    page.set_column(LEFT, RIGHT, 12.6)
    _draw_head(drawing, page, state)
    _draw_tiles(drawing, page, state, row=5)
    _draw_steps(drawing, page, state, row=8)
    row = _draw_links(drawing, page, row=9 + len(STEPS) + 1)
    _draw_legend(drawing, page, row + 1)
    page.hide_gridlines(2)
    page.set_first_sheet()
    page.activate()
    page.set_tab_color(TAB_COLOURS["main"])
    print_setup(page, sheet.title, drawing.school)
    page.fit_to_pages(1, 1)
    page.protect("", {"select_locked_cells": True, "select_unlocked_cells": True, "format_columns": True})


def _draw_head(drawing: Drawing, page: Worksheet, state: counters.State) -> None:
    band = drawing.styles(bg_color=DEEP, font_color="#FFFFFF", bold=True, font_size=18, valign="vcenter", indent=1)
    page.merge_range(0, LEFT, 0, RIGHT, "Наставничество", band)
    page.set_row(0, 38)
    low = {"bg_color": DEEP, "font_color": "#D7E6E8", "valign": "vcenter"}
    school = counters.setting_formula("school_short")
    school_value = str(state.values.get("school_short") or NO_SCHOOL)
    left = drawing.styles(**low, indent=1, font_size=11)
    _merged_formula(page, (1, LEFT, 8), f'IF(LEN({school})=0,"{NO_SCHOOL}",{school})', left, school_value)
    start, end = (counters.day_formula(name) for name in ("programme_start", "programme_end"))
    right = drawing.styles(**low, indent=1, align="right", font_size=11)
    _merged_formula(page, (1, 9, RIGHT), f'IFERROR("Программа: "&{start}&" – "&{end},"")', right, _period(state))
    page.set_row(1, 24)
    page.set_row(2, 7)
    label = drawing.styles(bg_color=SAND, font_color=AMBER, bold=True, valign="vcenter", indent=1)
    page.write_string(3, LEFT, "Сейчас:", label)
    text = drawing.styles(bg_color=SAND, bold=True, valign="vcenter")
    _merged_formula(page, (3, LEFT + 1, RIGHT), counters.advice_formula(), text, counters.advice_value(state))
    page.set_row(3, 28)
    page.set_row(4, 10)


NO_SCHOOL = "Название школы впишите на листе «Настройки»"


def _period(state: counters.State) -> str:
    days = (state.values["programme_start"], state.values["programme_end"])
    return "Программа: {:%d.%m.%Y} – {:%d.%m.%Y}".format(*days)


def _merged_formula(
    page: Worksheet, place: tuple[int, int, int], formula: str, looks: Format, value: str | int
) -> None:
    """Write a formula that is counted anew at every opening: LibreOffice trusts stored values except of NOW()."""
    row, first, last = place
    fresh = "+0*NOW()" if isinstance(value, int) else "&T(NOW())"
    page.merge_range(row, first, row, last, "", looks)
    page.write_formula(row, first, f"={formula}{fresh}", looks, value)


def _draw_tiles(drawing: Drawing, page: Worksheet, state: counters.State, *, row: int) -> None:
    for position, tile in enumerate(TILES):
        first = LEFT + position * 2
        number = counters.NUMBERS[tile.number]
        edge = {"left": 5, "left_color": "#FFFFFF"} if position else {}
        big = {"bg_color": PAPER, "font_size": 20, "bold": True, "font_color": TEAL, "align": "center", **edge}
        looks = drawing.styles(**big, valign="vcenter", num_format=1)
        _merged_formula(page, (row, first, first + 1), number.formula, looks, number.count(state))
        if tile.alarming:
            alarm = {"type": "cell", "criteria": ">", "value": 0, "format": drawing.styles.difference(font_color=RED)}
            page.conditional_format(row, first, row, first, alarm)
        small = drawing.styles(bg_color=PAPER, font_color=MUTED, align="center", valign="vcenter", **edge)
        page.merge_range(row + 1, first, row + 1, first + 1, "", small)
        page.write_url(row + 1, first, _target(tile.key), small, tile.label, _help(tile.key))
    page.set_row(row, 36)
    page.set_row(row + 1, 20)
    page.set_row(row + 2, 12)


def _target(key: str) -> str:
    return f"internal:'{sheet_named(key).title}'!A1"


def _help(key: str) -> str:
    return sheet_named(key).help[:250]


SPANS = ((LEFT, LEFT), (LEFT + 1, LEFT + 2), (LEFT + 3, LEFT + 5), (LEFT + 6, LEFT + 8), (LEFT + 9, RIGHT))
HEADS = ("Шаг", "Лист", "Что сделать", "Кнопка (команда)", "Состояние")


def _draw_steps(drawing: Drawing, page: Worksheet, state: counters.State, *, row: int) -> None:
    head = drawing.styles(font_color=MUTED, bottom=1, bottom_color=TEAL, valign="vcenter")
    middle = drawing.styles(font_color=MUTED, bottom=1, bottom_color=TEAL, valign="vcenter", align="center")
    for (first, last), title in zip(SPANS, HEADS, strict=True):
        looks = middle if first == last else head
        _span(page, row, first, last, title, looks)
    page.set_row(row, 20)
    for number in range(1, len(STEPS) + 1):
        _draw_step(drawing, page, state, row + number, number)
        page.set_row(row + number, 21)


def _draw_step(drawing: Drawing, page: Worksheet, state: counters.State, row: int, number: int) -> None:
    step = STEPS[number - 1]
    line = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
    page.write_number(row, LEFT, number, drawing.styles(**line, align="center", bold=True, font_color=TEAL))
    link = drawing.styles(**line, bold=True, font_color=DEEP, underline=1)
    _span(page, row, *SPANS[1], "", link)
    page.write_url(row, SPANS[1][0], _target(step.key), link, step.title, _help(step.key))
    _span(page, row, *SPANS[2], step.what, drawing.styles(**line))
    _span(page, row, *SPANS[3], step.button, drawing.styles(**line, font_color=MUTED))
    place = (row, *SPANS[4])
    looks = drawing.styles(**line, font_color=TEAL, bold=True)
    formula, value = counters.text_formula(step.state), counters.text_value(step.state, state)
    _merged_formula(page, place, formula, looks, value)


def _span(page: Worksheet, row: int, first: int, last: int, text: str, looks: Format) -> None:
    if first == last:
        page.write_string(row, first, text, looks)
    else:
        page.merge_range(row, first, row, last, text, looks)


def _draw_links(drawing: Drawing, page: Worksheet, *, row: int) -> int:
    """Draw the links to all sheets by group; return the row below them."""
    page.set_row(row - 1, 10)
    depth = 0
    for position, (group, title) in enumerate(GROUPS):
        first = LEFT + position * 2
        head = drawing.styles(bold=True, font_color=TAB_COLOURS[group], bottom=2, bottom_color=TAB_COLOURS[group])
        page.merge_range(row, first, row, first + 1, title, head)
        sheets = [s for s in SHEETS if s.group == group]
        depth = max(depth, len(sheets))
        for line, sheet in enumerate(sheets, start=1):
            page.write_url(
                row + line, first, _target(sheet.key), drawing.styles(font_color=INK), sheet.title, sheet.help
            )
    last = row + depth + 2
    page.set_row(last - 1, 6)
    sheets = [s for s in SHEETS if s.group in SERVICE and s.key != "start"]
    page.write_string(last, LEFT, "Служебные:", drawing.styles(bold=True, font_color=MUTED))
    for position, sheet in enumerate(sheets, start=LEFT + 1):
        colour = TAB_COLOURS["private"] if sheet.group == "private" else MUTED
        page.write_url(last, position, _target(sheet.key), drawing.styles(font_color=colour), sheet.title, sheet.help)
    return last + 1


def _draw_legend(drawing: Drawing, page: Worksheet, row: int) -> None:
    page.set_row(row - 1, 8)
    for position, (text, look) in enumerate(LEGEND):
        first = LEFT + position * 2
        looks = drawing.styles(**look, align="center", valign="vcenter", font_size=9, border=1, border_color="#FFFFFF")
        page.merge_range(row, first, row, first + 1, text, looks)
    page.set_row(row, 20)


def draw_monitoring(drawing: Drawing, sheet: Sheet) -> None:
    """Draw an empty «Мониторинг» that says where its tables come from."""
    page = drawing.book.add_worksheet(sheet.title)
    page.set_column(0, 0, 2)
    page.set_column(1, 1, 110)
    page.set_row(0, 38)
    looks = {"valign": "vcenter", "indent": 1}
    page.write_string(
        0, 1, sheet.title, drawing.styles(**looks, bg_color=DEEP, font_color="#FFFFFF", bold=True, font_size=18)
    )
    page.set_row(1, 10)
    for row, text in enumerate(MONITORING, start=2):
        page.set_row(row, 22)
        page.write_string(row, 1, text, drawing.styles(**looks))
    page.write_url(2 + len(MONITORING), 1, _target("start"), drawing.styles(font_color=TEAL, indent=1), "← Начало")
    page.hide_gridlines(2)
    print_setup(page, sheet.title, drawing.school)
    page.set_tab_color(TAB_COLOURS[sheet.group])


MONITORING = (
    "Здесь появятся показатели программы, таблицы и диаграммы: их строит кнопка «Мониторинг» (команда monitor).",
    "До этого заполните контингент (лист «Настройки»), ответы на анкеты («Ответы») и цели («Показатели»).",
    "Мониторинг проводят дважды: промежуточный и итоговый (п. 6.4).",
    "Сравнивают вход и выход (п. 6.3), отметок не ставят (п. 6.5).",
)
