"""From which rows a figure came, in words and for machines. Codes only, no names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.errors import UsageError
from nastavnik_sheets.monitoring.figures import Figures
from nastavnik_sheets.monitoring.indicators import CONTINGENT, IDS
from nastavnik_sheets.monitoring.listing import NAMES, content_questions, listing
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.settings import title_of
from nastavnik_sheets.terms import MENTEE_ROLE, MENTOR_ROLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.monitoring.indicators import Indicator
    from nastavnik_sheets.monitoring.listing import Listing
    from nastavnik_sheets.schema import Record

LATIN_TWIN = str.maketrans("Pp", "Пп")


def explain(book: Book, name: str, today: date) -> tuple[str, dict[str, object]]:
    """Return from which rows a figure came: a text and the same as facts. UsageError for an unknown one.

    A figure is an indicator («П3»), a table («Встречи») or a question by its code.
    """
    wanted = name.strip().translate(LATIN_TWIN).upper()
    shown = Figures(book, today)
    found = next((one for one in shown.indicators if one.id == wanted), None)
    if found is not None:
        return _text(shown, found), facts(book, found)
    listed = listing(shown, name) or listing(shown, name.translate(LATIN_TWIN))
    if listed is None:
        msg = f"Показателя «{name}» нет: укажите один из {', '.join((*IDS, *NAMES))}."
        raise UsageError(msg)
    return _listed_text(book, shown, listed), _listed_facts(book, shown, listed)


def _text(figures: Figures, one: Indicator) -> str:
    book = figures.book
    lines = [f"{one.id}. {one.title}: {one.shown}", f"Период: {one.period.words}.", *_sum(one), *_target(one)]
    if one.coverage:
        lines.append(f"Охват опросом: ответили {one.coverage.answered} из {one.coverage.invited} участников.")
        role = MENTEE_ROLE if one.id == "П5" else MENTOR_ROLE
        lines.append("Вопросы: " + (", ".join(content_questions(figures, role)) or "нет") + ".")
    lines += [f"Примечание: {note}." for note in one.notes]
    lines += [f"Учтены ({len(one.counted)}):", *_places(book, one.counted)]
    others = [r for r in one.basis if r not in one.counted]
    if others:
        lines += [f"Только в знаменателе ({len(others)}):", *_places(book, others)]
    lines.append(f"Не учтены ({len(one.excluded)}):" if one.excluded else "Не учтённых строк нет.")
    lines += [f"  {place(book, left.record)} — {left.reason}" for left in one.excluded]
    return "\n".join(lines)


def _listed_text(book: Book, figures: Figures, one: Listing) -> str:
    lines = [one.title, f"Период: {figures.period.words}.", *one.said]
    for part in one.parts:
        lines.append(f"{part.title} ({len(part.rows)}):" if part.rows else f"{part.title}: нет.")
        lines += [f"  {place(book, left.record)}" + (f" — {left.reason}" if left.reason else "") for left in part.rows]
    return "\n".join(lines)


def _listed_facts(book: Book, figures: Figures, one: Listing) -> dict[str, object]:
    rows = {part.title: [{**_row(book, left.record), "reason": left.reason} for left in part.rows]
            for part in one.parts}  # fmt: skip
    period = {"start": figures.period.start, "end": figures.period.end}
    return {"id": one.title, "said": list(one.said), "period": period, "rows": rows}


def _sum(one: Indicator) -> list[str]:
    below = str(one.denominator) if one.denominator is not None else "не задан"
    source = f"«{title_of(CONTINGENT[one.id])}», лист «Настройки»" if one.id in CONTINGENT else "ответившие"
    return [f"Числитель: {one.numerator}. Знаменатель: {below} ({source})."]


def _target(one: Indicator) -> list[str]:
    if one.target is None:
        return ["Цель на этот год не задана (лист «Показатели»)."]
    return [f"Цель {one.target_year} года: {one.target:g} %."]


def _places(book: Book, records: Sequence[Record]) -> list[str]:
    return [f"  {place(book, record)}" for record in records]


def place(book: Book, record: Record) -> str:
    """«Наставляемые», строка 12, У-021-4"""
    return f"«{book.title(sheet_of(record))}», строка {record.row}, {_code(record) or 'без кода'}"


def _code(record: Record) -> str:
    found: str = getattr(record, "code", "") or ""
    return found


def facts(book: Book, one: Indicator) -> dict[str, object]:
    """Return an indicator for machines."""
    return {
        "id": one.id, "title": one.title, "numerator": one.numerator, "denominator": one.denominator,
        "percent": None if one.percent is None else round(one.percent, 4), "shown": one.shown,
        "target": one.target, "target_year": one.target_year,
        "coverage": one.coverage._asdict() if one.coverage else None,
        "period": {"start": one.period.start, "end": one.period.end}, "notes": list(one.notes),
        "counted": [_row(book, record) for record in one.counted],
        "basis": [_row(book, record) for record in one.basis],
        "excluded": [{**_row(book, left.record), "reason": left.reason} for left in one.excluded],
    }  # fmt: skip


def _row(book: Book, record: Record) -> dict[str, object]:
    return {"sheet": book.title(sheet_of(record)), "row": record.row, "code": _code(record)}
