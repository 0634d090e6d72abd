"""What goes from the last workbook into the next: records, settings, and what a person should know about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.book import complete_lists
from nastavnik_sheets.cells import fold
from nastavnik_sheets.changes import highest_number
from nastavnik_sheets.codes import Code, make_code
from nastavnik_sheets.next_year.people import Crowd
from nastavnik_sheets.roadmap.yearly import next_roadmap
from nastavnik_sheets.schema import INPUT, sheet_of
from nastavnik_sheets.service_sheets import Binding, ListEntry, LogRow, Measurement, Synonym, WordCases
from nastavnik_sheets.settings import Settings
from nastavnik_sheets.terms import APPROVED, PAIR, PROPOSED
from nastavnik_sheets.workbook import RECORD_TYPES, Category, Consent, Mentee, Mentor, Pair, Preference
from nastavnik_sheets.year_sheets import (
    Curator,
    IndicatorRow,
    OrderRow,
    Partner,
    Practice,
    Programme,
    Question,
    Request,
    RoadmapAction,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.schema import Record

WHOLE: tuple[type[Record], ...] = (Curator, Partner, Question, Practice, Synonym, Binding, Measurement)
"""Sheets that go over as they are."""
ANEW = frozenset({"programme_start", "programme_end", "interim_date", "final_date", "report_date", "pupils_10_19",
                  "pupils_15_19", "young_teachers", "enterprises", "basis", "used_numbers"})  # fmt: skip
"""Settings that belong to one year."""


@dataclass(frozen=True)
class Carried:
    """The next year: settings by attribute, records by type, and who and what was carried or not."""

    settings: dict[str, object]
    records: dict[type[Record], Sequence[Record]]
    crowd: Crowd
    pairs: list[Pair]
    unreadable: int
    own: list[str]
    """Columns and sheets of the school's own, which stay in the last workbook."""


def carry(last: Book, *, titles: Sequence[str], period: Mapping[str, date], today: date, name: str) -> Carried:
    """Return what the next year begins with; `titles` are the sheets of the last workbook, `name` is its name."""
    start, end = period["programme_start"], period["programme_end"]
    crowd = Crowd(last, start, today)
    used = _used(last)
    pairs = _going_on(last, crowd, start, end, number=used.get(PAIR, 0))
    records: dict[type[Record], Sequence[Record]] = {kind: _fresh(last[kind]) for kind in (*WHOLE, *_samples())}
    records |= {
        Mentee: crowd.mentees,
        Mentor: crowd.mentors,
        Consent: crowd.consents,
        Category: _fresh([row for row in last[Category] if row.person in {m.code for m in crowd.mentees}]),
        Preference: _refusals(last, crowd),
        Pair: pairs,
        Programme: [replace(row, row=0, check_note=None, start=start, end=end) for row in last[Programme]],
        RoadmapAction: next_roadmap(last, start, end, today=today),
        IndicatorRow: _indicators(last, start.year),
        Request: _open_requests(last, crowd),
        OrderRow: _register(last, crowd, today),
        ListEntry: _fresh(complete_lists(last[ListEntry])),
        WordCases: _cases(last, crowd),
        LogRow: _history(name),
    }
    unreadable = sum(len([i for i in last.table(kind).issues if i.value not in (None, "")]) for kind in records)
    settings = {**_settings(last), **period, "used_numbers": _words(used)}
    return Carried(settings, records, crowd, pairs, unreadable, _own(last, titles))


def _fresh(rows: Sequence[Record]) -> list[Record]:
    """Return rows that are to stand anew: no row, nothing that the last check said."""
    made: partial[Any] = partial(replace, row=0)
    return [made(row, **({"check_note": None} if hasattr(row, "check_note") else {})) for row in rows]


def _samples() -> tuple[type[Record], ...]:
    """Return the sheets of samples and criteria, which a school makes once."""
    return tuple(kind for kind in RECORD_TYPES if sheet_of(kind).key in ("plan_samples", "criteria"))


def _used(last: Book) -> dict[str, int]:
    """Return the highest number of each kind of code: what has left is not given to others."""
    kinds = {c.kind.prefix for t in RECORD_TYPES for c in sheet_of(t).columns if isinstance(c.kind, Code)}
    return {prefix: number for prefix in sorted(kinds) if (number := highest_number(last, prefix))}


def _words(used: Mapping[str, int]) -> str:
    return "; ".join(f"{prefix} {number}" for prefix, number in used.items())


def _settings(last: Book) -> dict[str, object]:
    """Return what was set and does not belong to the last year alone."""
    defaults = Settings()
    names = [name for name in vars(defaults) if name not in ANEW]
    return {name: value for name in names if (value := getattr(last.settings, name)) != getattr(defaults, name)}


def _going_on(last: Book, crowd: Crowd, start: date, end: date, *, number: int) -> list[Pair]:
    """Return the pairs that were not closed, proposed anew: another year needs another order."""
    mentees, mentors = {m.code for m in crowd.mentees}, {m.code for m in crowd.mentors}
    open_pairs = [p for p in last[Pair] if p.state == APPROVED and p.mentee in mentees and p.mentor in mentors]
    return [
        Pair(
            code=make_code(PAIR, number + place),
            mentor=pair.mentor,
            mentee=pair.mentee,
            group=pair.group,
            mentoring_form=pair.mentoring_form,
            role_model=pair.role_model,
            programme=pair.programme,
            state=PROPOSED,
            manual=True,
            start=start,
            planned_end=end,
        )
        for place, pair in enumerate(open_pairs, start=1)
    ]


def _refusals(last: Book, crowd: Crowd) -> list[Preference]:
    """Return with whom people are not ready to work; whom they chose they will say anew."""
    rows = []
    for row in last[Preference]:
        others = tuple(code for code in row.not_with or () if code in crowd.codes)
        if row.person in crowd.codes and others:
            rows.append(replace(row, row=0, check_note=None, first=None, second=None, third=None, not_with=others))
    return rows


def _indicators(last: Book, year: int) -> list[IndicatorRow]:
    """Return targets, and the questions of influence and of the curator's sheet without last year's values."""
    kept = [row for row in last[IndicatorRow] if row.part in ("цель", "влияние", "лист куратора")]
    return [_emptied(row, year) for row in kept]


def _emptied(row: IndicatorRow, year: int) -> IndicatorRow:
    fresh = replace(row, row=0, check_note=None)
    if row.part == "цель":
        return fresh
    return replace(fresh, before=None, after=None, points=None, year=row.year and year)


def _open_requests(last: Book, crowd: Crowd) -> list[Request]:
    """Return requests that still wait for an answer, of people who go on or of nobody named."""
    return [
        replace(row, row=0, check_note=None)
        for row in last[Request]
        if not row.answer
        and row.answered is None
        and all(code is None or code in crowd.codes for code in (row.person, row.about))
    ]


def _register(last: Book, crowd: Crowd, today: date) -> list[OrderRow]:
    """Return this calendar year's numbers, so that none is given twice; whom they were about stays in the last book."""
    rows = [row for row in last[OrderRow] if row.issued is not None and row.issued.year == today.year]
    return [
        replace(
            row,
            row=0,
            check_note=None,
            title=row.kind,
            people=tuple(code for code in row.people or () if code in crowd.codes) or None,
        )
        for row in rows
    ]


def _cases(last: Book, crowd: Crowd) -> list[WordCases]:
    """Return corrected cases, without those of people who do not go on."""
    staying = {fold(p.full_name) for p in (*crowd.mentees, *crowd.mentors) if p.full_name}
    gone = {fold(p.full_name) for p in (*last[Mentee], *last[Mentor]) if p.full_name} - staying
    return [replace(row, row=0, check_note=None) for row in last[WordCases] if fold(row.text or "") not in gone]


def _history(name: str) -> list[LogRow]:
    return [LogRow(command="new", what=f"Книга продолжает прошлый год: «{name}»")]


def _own(last: Book, titles: Sequence[str]) -> list[str]:
    """Return what the school added itself: columns by sheet, then sheets."""
    found = []
    for kind in RECORD_TYPES:
        sheet, table = sheet_of(kind), last.table(kind)
        if sheet.use != INPUT or not table.positions:
            continue
        known = set(table.positions.values())
        header = table.grid[table.header_row - 1]
        extra = [str(text) for place, text in enumerate(header, start=1) if text and place not in known]
        if extra:
            found.append(f"«{last.title(sheet)}»: столбцы {', '.join(f'«{text}»' for text in extra)}")
    ours = {fold(title) for title in last.titles.values()} | {fold(sheet_of(kind).title) for kind in RECORD_TYPES}
    sheets = [t for t in titles if fold(t) not in ours and not fold(t).startswith(("мониторинг", "дорожная карта –"))]
    return [*found, *(f"лист «{title}»" for title in sheets)]
