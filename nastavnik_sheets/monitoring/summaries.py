"""The municipal summary (a row a form) and the personal record of participants (a row a person in a pair), as .xlsx.

The columns are the school's (`columns`); what they can show is here. The summary names nobody. The personal record is
the school's own («персонифицированный учёт», 3.2 of the regulation): names, never the sensitive category.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.facts.ages import age_on
from nastavnik_sheets.facts.stopped import stopped_people
from nastavnik_sheets.monitoring.columns import Columns, Shown
from nastavnik_sheets.monitoring.participation import one_of
from nastavnik_sheets.template.tables import write_cell
from nastavnik_sheets.terms import COMPLETED, EXTERNAL, MENTEE_ROLE, MENTOR_ROLE, PUPIL, TEACHER
from nastavnik_sheets.year_sheets import Programme

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from nastavnik_sheets.monitoring.figures import Figures
    from nastavnik_sheets.workbook import Pair

SUMMARY, RECORD = "Муниципальный свод", "Персонифицированный учёт"
ALL_FORMS = "Всего"

SUMMARY_COLUMNS = (
    ("Образовательная организация", "школа"),
    ("Форма наставничества", "форма"),
    ("Наставнических пар", "пар"),
    ("Наставников, всего", "наставников"),
    ("из них педагогов", "наставников-педагогов"),
    ("из них обучающихся", "наставников-обучающихся"),
    ("из них внешних", "наставников внешних"),
    ("Наставляемых, всего", "наставляемых"),
    ("из них педагогов", "наставляемых-педагогов"),
    ("из них обучающихся", "наставляемых-обучающихся"),
    ("Молодых специалистов в школе", "молодых специалистов всего"),
    ("Молодых специалистов охвачено", "молодых специалистов охвачено"),
    ("Завершили программу, пар", "завершённых пар"),
    ("Довольны наставляемые, %", "довольны наставляемые, %"),
    ("Довольны наставники, %", "довольны наставники, %"),
    ("Реквизиты приказа", "приказы"),
    ("Раздел на сайте", "сайт"),
)
RECORD_COLUMNS = (
    ("№", "номер"),
    ("ФИО", "ФИО"),
    ("Дата рождения", "дата рождения"),
    ("Роль", "роль"),
    ("Кто это", "кто это"),
    ("Класс, должность", "класс или должность"),
    ("Форма наставничества", "форма"),
    ("Ролевая модель", "ролевая модель"),
    ("Программа", "программа"),
    ("С кем в паре", "с кем в паре"),
    ("Начало", "начало"),
    ("Окончание", "окончание"),
    ("Состояние", "состояние пары"),
    ("Приказ", "приказ"),
    ("Встреч", "встреч"),
    ("Прошёл программу", "прошёл программу"),
)
MORE_OF_RECORD = ("код участника", "код пары", "возраст", "стаж", "результат")
KNOWN = {
    SUMMARY: tuple(dict.fromkeys(shows for _, shows in SUMMARY_COLUMNS)),
    RECORD: (*dict.fromkeys(shows for _, shows in RECORD_COLUMNS), *MORE_OF_RECORD),
}
DEFAULTS = {SUMMARY: SUMMARY_COLUMNS, RECORD: RECORD_COLUMNS}


def default_columns(title: str) -> Columns:
    """Return the columns of a summary that a school has not changed."""
    return Columns(tuple(Shown(heading, shows) for heading, shows in DEFAULTS[title]))


def summary_rows(figures: Figures) -> list[dict[str, object]]:
    """Return a row for each form with a counted pair, and one for all of them: people, each once, not sums."""
    by_form: dict[str, list[Pair]] = {}
    for pair in figures.taking_part.pairs:
        by_form.setdefault(pair.mentoring_form or "не указана", []).append(pair)
    rows = [_summary_row(figures, form, pairs) for form, pairs in sorted(by_form.items())]
    return [*rows, _summary_row(figures, ALL_FORMS, list(figures.taking_part.pairs))]


def _summary_row(figures: Figures, form: str, pairs: Sequence[Pair]) -> dict[str, object]:
    settings = figures.book.settings
    mentors, mentees = (_people(figures, pairs, role) for role in (MENTOR_ROLE, MENTEE_ROLE))
    young = {figures.taking_part.person(row.code) for row in figures.indicators[2].counted}  # type: ignore[attr-defined]
    return {
        "школа": figures.school,
        "форма": form,
        "пар": len(pairs),
        "наставников": len(mentors),
        "наставников-педагогов": _how_many(mentors, {TEACHER}),
        "наставников-обучающихся": _how_many(mentors, {PUPIL}),
        "наставников внешних": _how_many(mentors, EXTERNAL),
        "наставляемых": len(mentees),
        "наставляемых-педагогов": _how_many(mentees, {TEACHER}),
        "наставляемых-обучающихся": _how_many(mentees, {PUPIL}),
        "молодых специалистов всего": settings.young_teachers if form == ALL_FORMS else None,
        "молодых специалистов охвачено": len(young & mentees.keys()),
        "завершённых пар": sum(pair.state == COMPLETED for pair in pairs),
        "довольны наставляемые, %": _content(figures, "П5", mentees),
        "довольны наставники, %": _content(figures, "П6", mentors),
        "приказы": "; ".join(sorted({_order(pair) for pair in pairs} - {""})),
        "сайт": settings.site,
    }


def _people(figures: Figures, pairs: Iterable[Pair], role: str) -> dict[str, str | None]:
    """Return the people of a role in these pairs with who they are."""
    book = figures.book
    base: Mapping[str, Any] = book.mentees if role == MENTEE_ROLE else book.mentors
    codes = [one_of(pair, role) or "" for pair in pairs]
    return {figures.taking_part.person(code): book.status(base.get(code)) for code in codes}


def _how_many(people: Mapping[str, str | None], statuses: Iterable[str]) -> int:
    wanted = set(statuses)
    return sum(status in wanted for status in people.values())


def _content(figures: Figures, name: str, people: Mapping[str, str | None]) -> float | None:
    """Return the share of the content among those of these people who answered, %; None if nobody did."""
    one = next(found for found in figures.indicators if found.id == name)
    person = figures.taking_part.person
    answered = {person(row.code) for row in one.basis} & people.keys()  # type: ignore[attr-defined]
    content = {person(row.code) for row in one.counted} & people.keys()  # type: ignore[attr-defined]
    return round(100 * len(content) / len(answered), 1) if answered else None


def _order(pair: Pair) -> str:
    day = f" от {pair.order_date:%d.%m.%Y}" if pair.order_date else ""
    return f"№ {pair.order_number}{day}" if pair.order_number else ""


def record_rows(figures: Figures) -> list[dict[str, object]]:
    """Return a row for each participant of each counted pair: mentees first, then mentors, by name.

    Figures count everybody; this list by name leaves out those who may be named no more.
    """
    held = {row.pair.code: row.held for row in figures.meetings.by_pair}
    stopped = stopped_people(figures.book, figures.today)
    rows = [_record_row(figures, pair, role, held, stopped) for role in (MENTEE_ROLE, MENTOR_ROLE)
            for pair in figures.taking_part.pairs if one_of(pair, role) not in stopped]  # fmt: skip
    rows.sort(key=lambda row: (row["роль"] != MENTEE_ROLE, str(row["ФИО"] or ""), str(row["код пары"])))
    return [{"номер": number, **row} for number, row in enumerate(rows, start=1)]


def _record_row(
    figures: Figures, pair: Pair, role: str, held: Mapping[str, int], stopped: Collection[str]
) -> dict[str, object]:
    book = figures.book
    mentee, mentor = book.mentees[pair.mentee or ""], book.mentors[pair.mentor or ""]
    person, other = (mentee, mentor) if role == MENTEE_ROLE else (mentor, mentee)
    titles = {programme.code: programme.title for programme in book[Programme]}
    passed = mentee.passed if role == MENTEE_ROLE else None
    return {
        "код участника": person.code,
        "код пары": pair.code,
        "ФИО": person.full_name,
        "дата рождения": person.birth_date,
        "возраст": age_on(person.birth_date, figures.taking_part.report_day) if person.birth_date else None,
        "роль": role,
        "кто это": person.kind,
        "класс или должность": person.school_class or person.post,
        "стаж": person.experience,
        "форма": pair.mentoring_form,
        "ролевая модель": pair.role_model,
        "программа": titles.get(pair.programme or ""),
        "с кем в паре": None if other.code in stopped else other.full_name,
        "начало": pair.start,
        "окончание": pair.end or pair.planned_end,
        "состояние пары": pair.state,
        "приказ": _order(pair),
        "встреч": held.get(pair.code, 0),
        "прошёл программу": {True: "да", False: "нет", None: None}[passed],
        "результат": person.result,
    }


def summary_file(figures: Figures, columns: Columns | None = None) -> bytes:
    """Return the municipal summary."""
    return _workbook(figures, SUMMARY, summary_rows(figures), columns or default_columns(SUMMARY))


def record_file(figures: Figures, columns: Columns | None = None) -> bytes:
    """Return the personal record of participants."""
    return _workbook(figures, RECORD, record_rows(figures), columns or default_columns(RECORD))


def _workbook(figures: Figures, title: str, rows: Sequence[Mapping[str, object]], columns: Columns) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": datetime.combine(figures.today, time())})
    page = book.add_worksheet(title)
    small: dict[str, Any] = {"font_name": "Arial", "font_size": 9, "text_wrap": True, "align": "left", "border": 1}
    head = book.add_format({**small, "bold": True, "valign": "vcenter", "bg_color": "#E3EDEE"})
    plain: dict[str, Any] = {**small, "valign": "top", "border_color": "#D5DEE1"}
    cell, day = book.add_format(plain), book.add_format({**plain, "num_format": "dd.mm.yyyy"})
    for place, column in enumerate(columns.shown):
        values: list[object] = [column.text if column.shows is None else row.get(column.shows) for row in rows]
        page.write_string(0, place, column.title, head)
        page.set_column(place, place, _width(column.title, values))
        for row, value in enumerate(values, start=1):
            write_cell(page, row, place, value, day if isinstance(value, date) else cell)
    page.set_row(0, 45)
    page.freeze_panes(1, 0)
    _print_setup(page, figures, title)
    book.close()
    return out.getvalue()


def _width(title: str, values: Sequence[object]) -> float:
    longest = max([max(map(len, title.split())), *(len(str(value or "")) for value in values)])
    return float(min(36, max(7, longest * 0.95 + 1)))


def _print_setup(page: Any, figures: Figures, title: str) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_header(f'&L&"Arial,Bold"{title}&R{figures.school.replace("&", "&&")}, {figures.period.words}')
    page.set_footer("&RСтраница &P из &N")
