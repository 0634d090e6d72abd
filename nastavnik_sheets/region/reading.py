"""One workbook → the figures of a school, or why there are none. A plain function that runs in any process.

What it returns is small and names nobody: numbers, the school, prints of its bases. How a school counts is the
business of `monitoring`; finding and adding up schools is not done here.
"""

from __future__ import annotations

import hashlib
from functools import cache
from itertools import chain
from pathlib import PurePath
from typing import TYPE_CHECKING

from nastavnik_sheets.book import group_by, read_book
from nastavnik_sheets.errors import NastavnikError, Refused
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.monitoring.figures import Figures
from nastavnik_sheets.monitoring.participation import one_of
from nastavnik_sheets.monitoring.summaries import ALL_FORMS, RECORD, SUMMARY, summary_rows
from nastavnik_sheets.region.school import (
    CONTRADICTORY,
    COUNTS,
    FOREIGN,
    OURS,
    UNREADABLE,
    UNTOUCHED,
    FormCounts,
    Left,
    Measure,
    School,
    bare,
)
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.service_sheets import SettingRow
from nastavnik_sheets.settings import title_of
from nastavnik_sheets.terms import ROLES
from nastavnik_sheets.workbook import Mentee, Mentor, Pair
from nastavnik_sheets.year_sheets import Answer, IndicatorRow, Partner, Question

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.monitoring.indicators import Indicator
    from nastavnik_sheets.region.school import Asked, Result
    from nastavnik_sheets.schema import Record
    from nastavnik_sheets.workbook import Person

MAIN_SHEET, NUMBERS_SHEET = "Свод", "Числа школ"
NO_FORM, NO_STATE = "не указана", "не указано"
READ = (Mentee, Mentor, Pair, Partner, Question, Answer, IndicatorRow)
NEEDED: dict[type[Record], tuple[str, ...]] = {
    SettingRow: ("title", "value"),
    Mentee: ("code", "full_name", "birth_date", "kind", "experience"),
    Mentor: ("code", "full_name", "birth_date", "kind"),
    Pair: ("code", "mentor", "mentee", "mentoring_form", "state", "start"),
    Question: ("code", "role", "moment", "scale", "purpose"),
    Answer: ("person", "question", "moment", "answer"),
    Partner: ("code", "enterprise"),
}
"""The columns without which a figure would be silently wrong."""


def read_school(asked: Asked, *, today: date) -> Result:
    """Return the figures of a workbook on a day, or why it gives none. Never raises."""
    try:
        with open_host(asked.path, password=_not_asked) as host:
            sheets = host.sheets()
            if not sheets or _made_by_us(sheets):
                return Left(asked.file, OURS, "свод или отчёт, а не книга школы")
            book = read_book(host, only=READ)
        return _faults(asked, book) or _school(asked, book, today)
    except NastavnikError as error:
        reason = str(error).rstrip(".").replace("нельзя изменить без риска", "нельзя прочесть")
        return Left(asked.file, UNREADABLE, reason)
    except Exception as error:  # noqa: BLE001  (one strange book must not stop five hundred; its texts are not told)
        return Left(asked.file, UNREADABLE, f"неизвестная ошибка при чтении ({type(error).__name__})")


def _not_asked(name: str, *, new: bool = False) -> str | None:  # noqa: ARG001
    raise Refused(f"Книга «{name}» зашифрована паролем: попросите у школы книгу без пароля.")


def _made_by_us(sheets: list[str]) -> bool:
    return set(sheets) <= {SUMMARY, RECORD} or (sheets[0] == MAIN_SHEET and NUMBERS_SHEET in sheets)


def _faults(asked: Asked, book: Book) -> Left | None:
    """Return why nothing can be counted, None if it can."""
    ours = [record for record in NEEDED if sheet_of(record).key in book.titles]
    if not {Mentee, Mentor, Pair} & set(ours):
        return Left(asked.file, FOREIGN, "нет ни одного листа книги наставничества")
    school = book.settings.school_short or book.settings.school_full or ""
    if missing := next(_missing(book), ""):
        return Left(asked.file, UNREADABLE, missing, school)
    if not (school or len(book[Pair]) + len(_people(book))):
        return Left(asked.file, UNTOUCHED, "книга пустая: нет ни школы, ни участников")
    if _is_demo(book):
        return Left(asked.file, UNTOUCHED, "это пример с придуманной школой", school)
    if book.settings.programme_start is None:
        where = f"«{title_of('programme_start')}» на листе «Настройки»"
        return Left(asked.file, CONTRADICTORY, f"неизвестно, за какой год: впишите {where}", school)
    return None


def _missing(book: Book) -> Iterator[str]:
    for record, names in NEEDED.items():
        sheet = sheet_of(record)
        if sheet.key not in book.titles:
            yield f"нет листа «{sheet.title}»: верните его"
            continue
        positions = book.table(record).positions
        for column in sheet.columns:
            if column.name in names and column.name not in positions:
                yield f"на листе «{sheet.title}» нет столбца «{column.title}»: верните заголовок"


def _people(book: Book) -> list[Person]:
    return [*book[Mentee], *book[Mentor]]


def _is_demo(book: Book) -> bool:
    """Tell whether at least half of the mentees are the invented ones of the example."""
    names = [mentee.full_name for mentee in book[Mentee]]
    return bool(names) and 2 * sum(name in _invented() for name in names) >= len(names)


@cache
def _invented() -> frozenset[str]:
    from nastavnik_sheets.demo import mentee_table

    lines = chain(mentee_table.PUPILS.splitlines(), mentee_table.TEACHERS.splitlines())
    return frozenset(line.split("|")[0].strip() for line in lines)


def _school(asked: Asked, book: Book, today: date) -> School:
    figures = Figures(book, today)
    settings = book.settings
    title = settings.school_short or settings.school_full
    rows = [_form_counts(figures, row) for row in summary_rows(figures)]
    known = (settings.school_full or settings.school_short, settings.municipality, settings.place)
    return School(
        file=asked.file, title=title or PurePath(asked.file).stem, named=bool(title),
        municipality=settings.municipality or "", key="|".join(bare(one or "") for one in known) if title else "",
        programme_start=settings.programme_start or today, period=(figures.period.start, figures.period.end),
        measures=tuple(_measure(one) for one in figures.indicators), forms=tuple(rows[:-1]), total=rows[-1],
        states=_states(book), people=_print_of_people(book),
        enterprises=frozenset(_print(bare(row.title or row.code)) for row in figures.indicators[3].counted
                              if isinstance(row, Partner)),
        notes=tuple(_notes(book, named=bool(title), today=today)),
    )  # fmt: skip


def _measure(one: Indicator) -> Measure:
    asked = one.coverage
    return Measure(one.id, one.numerator, one.denominator, one.target, answered=asked.answered if asked else 0,
                   invited=asked.invited if asked else 0, excluded=len(one.excluded))  # fmt: skip


def _form_counts(figures: Figures, row: dict[str, object]) -> FormCounts:
    form = str(row["форма"])
    found = {**row, **_content(figures, form)}
    return FormCounts(form, tuple(int(str(found[name])) for name in COUNTS))


def _content(figures: Figures, form: str) -> dict[str, int]:
    """Count who answered and who is content among the people of one form, or of all of them."""
    taking_part = figures.taking_part
    pairs = [p for p in taking_part.pairs if form in (ALL_FORMS, p.mentoring_form or NO_FORM)]
    found: dict[str, int] = {}
    for one, role, name in zip(figures.indicators[4:], ROLES, ("наставляемые", "наставники"), strict=True):
        people = group_by((taking_part.person(one_of(pair, role)), pair) for pair in pairs).keys()
        found[f"довольны {name}"] = len({taking_part.person(_code(row)) for row in one.counted} & people)
        found[f"ответили {name}"] = len({taking_part.person(_code(row)) for row in one.basis} & people)
    return found


def _code(record: Record) -> str:
    code: str = record.code  # type: ignore[attr-defined]
    return code


def _states(book: Book) -> tuple[tuple[str, str, int], ...]:
    counts: dict[tuple[str, str], int] = {}
    for pair in book[Pair]:
        key = (pair.mentoring_form or NO_FORM, pair.state or NO_STATE)
        counts[key] = counts.get(key, 0) + 1
    return tuple((form, state, count) for (form, state), count in sorted(counts.items()))


def _print_of_people(book: Book) -> str:
    people = [f"{one.full_name}|{one.birth_date}" for one in _people(book) if one.full_name]
    return _print("\n".join(sorted(people))) if people else ""


def _print(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:24]


def _notes(book: Book, *, named: bool, today: date) -> Iterator[str]:
    settings = book.settings
    if not named:
        yield "школа не названа на листе «Настройки»: в своде она названа по файлу"
    if not _people(book):
        yield "в базах никого нет: участников — ноль"
    if settings.programme_start and settings.programme_start > today:
        yield f"программа начнётся {settings.programme_start:%d.%m.%Y}: пар в периоде пока нет"
    for name in ("pupils_10_19", "pupils_15_19", "young_teachers"):
        if getattr(settings, name) is None:
            yield f"не вписано «{title_of(name)}»: в этом показателе школа не учтена"
