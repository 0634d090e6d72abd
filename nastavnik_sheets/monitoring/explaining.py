"""From which rows an indicator came, in words and for machines. Codes only, no names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.errors import UsageError
from nastavnik_sheets.monitoring.indicators import CONTINGENT, IDS, indicators
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.settings import title_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.monitoring.indicators import Indicator
    from nastavnik_sheets.schema import Record

LATIN_TWIN = str.maketrans("Pp", "Пп")


def explain(book: Book, name: str, today: date) -> tuple[str, dict[str, object]]:
    """Return how an indicator («П3») was counted: a text and the same as facts. UsageError for an unknown one."""
    wanted = name.strip().translate(LATIN_TWIN).upper()
    found = next((one for one in indicators(book, today) if one.id == wanted), None)
    if found is None:
        msg = f"Показателя «{name}» нет: укажите один из {', '.join(IDS)}."
        raise UsageError(msg)
    return _text(book, found), facts(book, found)


def _text(book: Book, one: Indicator) -> str:
    lines = [f"{one.id}. {one.title}: {one.shown}", f"Период: {one.period.words}.", *_sum(one), *_target(one)]
    if one.coverage:
        lines.append(f"Охват опросом: ответили {one.coverage.answered} из {one.coverage.invited} участников.")
    lines += [f"Примечание: {note}." for note in one.notes]
    lines += [f"Учтены ({len(one.counted)}):", *_places(book, one.counted)]
    others = [r for r in one.basis if r not in one.counted]
    if others:
        lines += [f"Только в знаменателе ({len(others)}):", *_places(book, others)]
    lines.append(f"Не учтены ({len(one.excluded)}):" if one.excluded else "Не учтённых строк нет.")
    lines += [f"  {place(book, left.record)} — {left.reason}" for left in one.excluded]
    return "\n".join(lines)


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
