"""The lists of a summary as flat tables to sort and filter: schools, their numbers, forms, remarks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.monitoring.canvas import NUMBER, SHARE
from nastavnik_sheets.monitoring.indicators import IDS, NOT_APPLICABLE, UNKNOWN
from nastavnik_sheets.region.reading import NUMBERS_SHEET
from nastavnik_sheets.region.school import COUNTS
from nastavnik_sheets.region.summary import ENTERPRISES
from nastavnik_sheets.terms import PAIR_STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.region.school import FormCounts, Measure, School
    from nastavnik_sheets.region.summary import Summary

SCHOOLS, FORMS, REMARKS = "Школы", "Формы", "Замечания"
LEFT: dict[str, Any] = {"align": "left", "text_wrap": True}


@dataclass(frozen=True)
class Shown:
    """One column: title, width in characters, how its cells look."""

    title: str
    width: float = 11
    look: dict[str, Any] = field(default_factory=lambda: NUMBER)


@dataclass(frozen=True)
class Listed:
    """One sheet: its title, columns, rows, and the last row that stands apart."""

    title: str
    columns: tuple[Shown, ...]
    rows: tuple[tuple[object, ...], ...]
    total: tuple[object, ...] = ()


def schools_table(summary: Summary) -> Listed:
    """Return a row for each school with the six indicators, and one for all."""
    remarks = {one.file for one in summary.notes}
    columns = (
        Shown("№", 5), Shown("Школа", 30, LEFT), Shown("Муниципалитет", 26, LEFT), Shown("Пар", 7),
        Shown("Наставляемых", 14), Shown("Наставников", 13), *(Shown(f"{name}, %", 9, SHARE) for name in IDS),
        Shown("Ответили наставляемые, %", 16, SHARE), Shown("Ответили наставники, %", 14, SHARE),
        Shown("Не учтено строк", 9), Shown("Замечания", 11), Shown("Файл", 34, LEFT),
    )  # fmt: skip
    rows = tuple(
        (number, one.title, one.municipality, *_people(one.total), *(_percent(m) for m in one.measures),
         *_coverage(one.measures), sum(m.excluded for m in one.measures), "есть" if one.file in remarks else None,
         one.file)
        for number, one in enumerate(summary.schools, start=1)
    )  # fmt: skip
    totals = [one.absent if one.percent is None else one.percent for one in summary.totals]
    shares = [100 * one.answered / one.invited if one.invited else UNKNOWN for one in summary.totals[4:]]
    last = (None, "Всего", None, *_people(summary.total), *totals, *shares,
            sum(one.excluded for one in summary.totals), None, None)  # fmt: skip
    return Listed(SCHOOLS, columns, rows, last)


def _people(total: FormCounts) -> tuple[int, ...]:
    return tuple(total.counts[COUNTS.index(name)] for name in ("пар", "наставляемых", "наставников"))


def _percent(one: Measure) -> object:
    absent = NOT_APPLICABLE if one.id == ENTERPRISES and one.denominator is None else UNKNOWN
    return absent if one.percent is None else one.percent


def _coverage(measures: Sequence[Measure]) -> list[object]:
    return [100 * m.answered / m.invited if m.invited else UNKNOWN for m in measures[4:]]


def numbers_table(summary: Summary) -> Listed:
    """Return the numerators and denominators behind each school's indicators, its coverage and states of pairs."""
    heads = [f"{name} {part}" for name in IDS for part in ("учтено", "из")]
    columns = (
        Shown("№", 5), Shown("Школа", 30, LEFT), Shown("Сведения с", 12, {"num_format": "dd.mm.yyyy"}),
        Shown("Сведения по", 12, {"num_format": "dd.mm.yyyy"}), *(Shown(head, 9) for head in heads),
        Shown("П5 участвуют", 11), Shown("П6 участвуют", 11),
        *(Shown(f"Пар: {state}", 13) for state in (*PAIR_STATES, "не указано")),
    )  # fmt: skip
    rows = tuple(
        (number, one.title, *one.period, *(n for m in one.measures for n in (m.numerator, m.denominator)),
         *(m.invited for m in one.measures[4:]), *_states(one))
        for number, one in enumerate(summary.schools, start=1)
    )  # fmt: skip
    return Listed(NUMBERS_SHEET, columns, rows)


def _states(school: School) -> list[int]:
    counts = dict.fromkeys((*PAIR_STATES, "не указано"), 0)
    for _, state, count in school.states:
        counts[state] += count
    return list(counts.values())


def forms_table(summary: Summary) -> Listed:
    """Return the municipal summary: a row for each form, and one for all of them, which is not the sum of people."""
    heads = (
        "Наставнических пар", "Наставников, всего", "из них педагогов", "из них обучающихся", "из них внешних",
        "Наставляемых, всего", "из них педагогов", "из них обучающихся", "Молодых специалистов охвачено",
        "Завершили программу, пар",
    )  # fmt: skip
    columns = (
        Shown("Форма наставничества", 30, LEFT), Shown("Школ", 8), *(Shown(head, 14) for head in heads),
        Shown("Довольны наставляемые, %", 14, SHARE), Shown("Довольны наставники, %", 14, SHARE),
    )  # fmt: skip
    rows = tuple(
        (row.mentoring_form, summary.schools_of_form(row.mentoring_form), *_form(row)) for row in summary.forms
    )
    with_pairs = sum(bool(one.forms) for one in summary.schools)
    return Listed(FORMS, columns, rows, (summary.total.mentoring_form, with_pairs, *_form(summary.total)))


def _form(row: FormCounts) -> list[object]:
    *plain, content_mentees, mentees, content_mentors, mentors = row.counts
    shares = ((content_mentees, mentees), (content_mentors, mentors))
    return [*plain, *(100 * content / asked if asked else UNKNOWN for content, asked in shares)]


def remarks_table(summary: Summary) -> Listed:
    """Return the books that are left out and what must be known of the others."""
    columns = (Shown("В своде", 18, LEFT), Shown("Файл", 44, LEFT), Shown("Школа", 30, LEFT), Shown("Что", 80, LEFT))
    rows: list[tuple[object, ...]] = [
        (f"нет: {one.kind}", one.file, one.school or None, one.reason) for one in summary.left
    ]
    rows += [("есть", one.file, one.school, one.text) for one in summary.notes]
    return Listed(REMARKS, columns, tuple(rows or [("все книги", None, None, "замечаний нет")]))
