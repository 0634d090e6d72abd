"""The director's report (.docx): every table with a paragraph of plain words and, where it helps, a native chart.

Written to be read without the workbook. Aggregates only: no names, no codes of people. Leaves words to `words`,
charts to `word_charts`, the look of the paper to `documents.paper`.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.monitoring import influence_words, process, words
from nastavnik_sheets.monitoring.charts import BAR
from nastavnik_sheets.monitoring.indicators import percent_words
from nastavnik_sheets.monitoring.word_charts import Plot, add_chart
from nastavnik_sheets.wording import typography

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document

    from nastavnik_sheets.monitoring.figures import Figures
    from nastavnik_sheets.monitoring.indicators import Indicator

TITLE = "Отчёт о мониторинге программы наставничества"
SAID = 7
TOGETHER = 8
"""A table of up to so many rows is not torn between pages."""
WIDTH = 170
"""The width of the text, mm."""
FIGURE = frozenset("0123456789+−—")


def report(figures: Figures) -> bytes:
    """Return the report; the same figures give the same bytes."""
    from nastavnik_sheets.documents.paper import blank_paper
    from nastavnik_sheets.documents.word_package import CORE, core_properties, read_parts, without_ballast, write_parts

    document = blank_paper()
    _head(document, figures)
    for part in (_summary, _indicators, _work, _satisfaction, _influence, _curator, _swot, _excluded):
        part(document, figures)
    _signature(document, figures)
    stream = io.BytesIO()
    document.save(stream)
    parts = without_ballast(read_parts(stream.getvalue(), name=TITLE))
    author = figures.book.settings.coordinator or figures.school
    return write_parts({**parts, CORE: core_properties(title=TITLE, author=author, made=figures.today)})


def _head(document: Document, figures: Figures) -> None:
    _add(document, figures.school, "Бланк школы")
    _add(document, "Отчёт", "Вид документа")
    _add(document, "о мониторинге программы наставничества", "Текст по центру")
    _add(document, f"период: {figures.period.words}; составлен {figures.today:%d.%m.%Y}", "Текст по центру")


def _summary(document: Document, figures: Figures) -> None:
    _heading(document, "Главное")
    _text(document, words.who_takes_part(figures.taking_part))
    _text(document, words.goals_words(figures.indicators))
    _text(document, words.doubted_words(figures.indicators))
    if figures.previous:
        _text(document, words.since_words(figures.indicators, figures.previous))


def _indicators(document: Document, figures: Figures) -> None:
    _heading(document, "Показатели внедрения целевой модели")
    heads = ("№", "Показатель", "Учтено", "Из скольких", "Значение", "Цель", "Не учтено строк")
    _table(document, heads, [_indicator_row(one) for one in figures.indicators], widths=(10, 62, 18, 22, 22, 18, 18))
    _note(document, f"Период {figures.period.words}; учтено пар: {len(figures.taking_part.pairs)}. Считаются люди, "
                    "а не пары; возраст — на отчётную дату.")  # fmt: skip
    for one in figures.indicators:
        _text(document, words.indicator_words(one))
    shown = [one for one in figures.indicators if one.percent is not None or one.target is not None]
    if shown:
        rows = [(one.id, one.percent, one.target) for one in shown]
        add_chart(document, Plot("Показатели и цели, %", ("Показатель", "Факт", "Цель"), rows))


def _indicator_row(one: Indicator) -> list[str]:
    below = "не задано" if one.denominator is None else str(one.denominator)
    goal = "—" if one.target is None else percent_words(one.target)
    return [one.id, one.title, str(one.numerator), below, one.shown, goal, str(len(one.excluded))]


def _work(document: Document, figures: Figures) -> None:
    _heading(document, "Пары и встречи")
    cross = figures.pairs_by_form
    if cross.rows:
        heads = ("Форма", *cross.states, "Всего")
        rows = [[form, *(str(row.get(s, 0)) for s in cross.states), str(sum(row.values()))]
                for form, row in cross.rows.items()]  # fmt: skip
        _table(document, heads, rows)
        _note(document, f"По состоянию на {figures.period.end:%d.%m.%Y}, все пары листа «Пары».")
    _text(document, words.forms_words(figures.taking_part))
    _text(document, words.meetings_words(figures.meetings))
    months = figures.meetings.by_month
    if months:
        plot = Plot("Состоявшиеся встречи по месяцам", ("Месяц", "Встреч"), months, whole=True)
        add_chart(document, plot)
        _note(document, f"Учтено встреч: {figures.meetings.held}, не учтено: {len(figures.meetings.excluded)}.")


def _satisfaction(document: Document, figures: Figures) -> None:
    _heading(document, "Удовлетворённость участников")
    asked = [one for one in figures.indicators if one.coverage]
    rows = [_satisfaction_row(one) for one in asked]
    heads = ("Кто", "Участвуют", "Ответили", "Довольны", "Доля довольных")
    _table(document, heads, [[str(cell) for cell in row] for row in rows])
    _note(document, f"Итоговые анкеты, период {figures.period.words}.")
    _text(document, words.content_words(asked, figures.book.settings.satisfied_from))
    if any(one.basis for one in asked):
        bars = [(row[0], row[3], row[2] - row[3], row[1] - row[2]) for row in rows]
        add_chart(document, Plot("Удовлетворённость: сколько человек",
                                 ("Кто", "Довольны", "Не вполне", "Не ответили"), bars, kind=BAR, stacked=True,
                                 number="0;;"), height=65)  # fmt: skip


def _satisfaction_row(one: Indicator) -> tuple[str, int, int, int, str]:
    invited = one.coverage.invited if one.coverage else 0
    answered = one.coverage.answered if one.coverage else 0
    return {"П5": "наставляемые"}.get(one.id, "наставники"), invited, answered, one.numerator, one.shown


def _influence(document: Document, figures: Figures) -> None:
    _heading(document, "Влияние на участников")
    _text(document, influence_words.changes_words(figures.changes))
    rows = influence_words.changes_by_group(figures.changes)
    if rows:
        groups = ("Форма, кто", "Вопросов", "Выше", "Ниже", "Не доказано", "Мало ответов", "Скрыто")
        _table(document, groups, [[str(cell) for cell in row] for row in rows])
        _note(document, "Ответы одних и тех же людей на входе и выходе; критерий Уилкоксона с поправкой Холма. "
                        "Отметок никому не ставят (п.\u00a06.5 Положения).")  # fmt: skip
    for line in influence_words.proven_words(figures.changes):
        _text(document, line)
    means = influence_words.means_by_group(figures.changes)
    if means:
        title, colours = "Средние оценки на входе и выходе", ("goal", "main")
        add_chart(document, Plot(title, ("Форма", "Вход", "Выход"), means, colours, number="0.0"))
    found = figures.impacts
    if found:
        heads = ("Форма", "Показатель", "До", "После", "В % от «до»", "Вывод")
        table = [[i.row.mentoring_form or "все формы", i.row.text or "", influence_words.number(i.row.before),
                  influence_words.number(i.row.after), i.percent_shown, i.verdict] for i in found]  # fmt: skip
        _table(document, heads, table, widths=(34, 62, 16, 16, 20, 26))
        _note(document, "Лист «Показатели»: значения до программы (X) и после неё (Y), изменение в процентах от X.")
        _text(document, influence_words.impacts_words(found))


def _curator(document: Document, figures: Figures) -> None:
    if not figures.curator.rows:
        return
    _heading(document, "Оценочный лист куратора")
    points = ["" if row.points is None else str(row.points) for row in figures.curator.rows]
    rows = [[row.number or "", row.text or "", mark] for row, mark in zip(figures.curator.rows, points, strict=True)]
    _table(document, ("№", "Показатель", "Балл 0–1–2"), rows, widths=(12, 130, 30))
    _text(document, words.curator_words(figures.curator))


def _swot(document: Document, figures: Figures) -> None:
    _heading(document, "Сильные и слабые стороны, возможности и угрозы")
    quarters = [_quarter(figures.swot[name]) for name in process.QUADRANTS]
    _table(document, ("Сильные стороны", "Слабые стороны"), [quarters[:2]])
    _note(document, "")
    _table(document, ("Возможности", "Угрозы"), [quarters[2:]])
    _note(document, "")
    said = sum(one.times for some in figures.swot.values() for one in some)
    _text(document, words.swot_words(figures.swot, said))


def _quarter(said: Sequence[process.Said]) -> str:
    lines = [f"{one.text} ({one.times})" if one.times > 1 else one.text for one in said[:SAID]]
    return "\n".join(lines) or "дописывает куратор"


def _excluded(document: Document, figures: Figures) -> None:
    found = figures.answers
    if not found.refused:
        return
    _heading(document, "Что не учтено и почему")
    total = len(found.given) + len(found.refused)
    _text(document, f"Ответов на вопросы анкет: {total}, учтено {len(found.given)}. Не учтены: "
                    f"{words.reasons_words(one.reason for one in found.refused)}.")  # fmt: skip


def _signature(document: Document, figures: Figures) -> None:
    settings = figures.book.settings
    post = settings.coordinator_post or "координатор программы"
    line = _add(document, "", "Подпись")
    line.paragraph_format.keep_together = True
    _add(document, f"{post[:1].upper()}{post[1:]} (координатор программы)", "Подпись")
    _add(document, f"______________ {settings.coordinator or ''}", "Подпись")


def _add(document: Document, text: str, style: str) -> Any:
    return document.add_paragraph(typography(text), style=style)


def _heading(document: Document, text: str) -> None:
    _add(document, text, "Heading 2")


def _text(document: Document, text: str) -> None:
    if text:
        _add(document, text, "Текст документа")


def _note(document: Document, text: str) -> None:
    _add(document, text, "Пояснение")


def _table(
    document: Document, heads: Sequence[str], rows: Sequence[Sequence[str]], *, widths: Sequence[float] | None = None
) -> None:
    """Draw a table with a head that is repeated on every page; widths in millimetres."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    table = document.add_table(rows=0, cols=len(heads), style="Table Grid")
    table.autofit = False
    shares = _to_width(widths or _even(heads, rows))
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(share)
    for number, values in enumerate([heads, *rows]):
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if number == 0:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for place, value in enumerate(values):
            _cell(row.cells[place], value, head=number == 0, width=Mm(shares[place]))
            together = len(rows) <= TOGETHER and number < len(rows)
            row.cells[place].paragraphs[0].paragraph_format.keep_with_next = together


def _even(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Return widths: columns of words twice as wide as columns of figures."""
    return [2.4 if any(row[n] and not row[n][0].isdigit() for row in rows) else 1.0 for n in range(len(heads))]


def _to_width(parts: Sequence[float]) -> list[float]:
    return [WIDTH * part / sum(parts) for part in parts]


def _cell(cell: Any, text: str, *, head: bool, width: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = cell.paragraphs[0]
    paragraph.style = "Шапка таблицы" if head else "Текст таблицы"
    if text[:1] in FIGURE and len(text) < 12:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text)
    cell.width = width
