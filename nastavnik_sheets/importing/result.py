"""The import as a whole: a book and a file in, a plan and what to say of it out. Nothing is written here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import fold
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.importing.binding import bind, read_headings
from nastavnik_sheets.importing.desk import Desk
from nastavnik_sheets.importing.headers import ANSWERS, MEETINGS, MENTEES, MENTORS, PEOPLE, PREFERENCES
from nastavnik_sheets.importing.intake import DOUBTFUL, NEW, SAME, SKIPPED, UPDATED, Intake
from nastavnik_sheets.importing.meetings import take_meetings
from nastavnik_sheets.importing.participants import remember_rows, take_participants
from nastavnik_sheets.importing.preferences import take_preferences
from nastavnik_sheets.importing.preview import Preview
from nastavnik_sheets.importing.purpose import kind_of, told_kind
from nastavnik_sheets.importing.recognition import Directory
from nastavnik_sheets.importing.rows import Remarks, read_rows
from nastavnik_sheets.importing.survey import take_answers
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.service_sheets import Binding
from nastavnik_sheets.workbook import Meeting, Mentee, Mentor, Preference
from nastavnik_sheets.year_sheets import Answer, Question

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.importing.binding import Bound
    from nastavnik_sheets.importing.export import Export
    from nastavnik_sheets.importing.intake import Difference
    from nastavnik_sheets.importing.rows import Row
    from nastavnik_sheets.schema import Record

_NEEDED: dict[str, tuple[type[Record], ...]] = {
    MENTEES: (Mentee,),
    MENTORS: (Mentor,),
    PEOPLE: (Mentee, Mentor),
    MEETINGS: (Meeting,),
    PREFERENCES: (Preference,),
    ANSWERS: (Answer,),
}
_COUNTED = (NEW, UPDATED, SAME, DOUBTFUL, SKIPPED)


@dataclass(frozen=True)
class ImportResult:
    """What an import would change and what it says; `counts` are rows of the file by what became of them."""

    plan: Plan
    preview: Preview
    counts: dict[str, int]
    messages: list[str]
    differences: list[Difference]


def import_file(book: Book, export: Export, *, today: date, as_kind: str | None = None) -> ImportResult:
    """Bind a file to the book and plan what it brings.

    UsageError for an unknown `as_kind`; Refused if the kind of the file cannot be told, nothing says whom its rows
    are about, or the book lacks the sheet.
    """
    headings = read_headings(export, book)
    kind, why = (told_kind(as_kind), "так указано") if as_kind else kind_of(headings, export)
    bound = bind(headings, kind=kind, questions=book[Question])
    _require(book, export, kind, bound)
    intake = Intake(book, Plan(book), today, Directory(book), Desk(book, file=export.name), Remarks())
    rows = read_rows(export, bound, kind=kind, book=book, remarks=intake.remarks)
    _take(intake, rows, bound, kind)
    listed = _list_unknown(intake, bound)
    waiting = intake.desk.lay_out(intake.plan)
    counts = Counter(intake.outcomes.get(row.number, SKIPPED) for row in rows)
    preview = Preview(export.name, export.sheet, kind, why, len(rows), tuple(bound))
    summary, *more = _messages(intake, counts, waiting, listed, bound)
    messages = [summary, *export.notes, *more]
    return ImportResult(intake.plan, preview, {name: counts[name] for name in _COUNTED}, messages, intake.differences)


def _require(book: Book, export: Export, kind: str, bound: Sequence[Bound]) -> None:
    for record_type in _NEEDED[kind]:
        if not book.table(record_type).positions:
            title = sheet_of(record_type).title
            raise Refused(f"В книге нет листа «{title}» с заголовками: верните его из шаблона и повторите.")
    names = {name for b in bound for _, name in b.places}
    if not names & {"code", "full_name", "surname", "pair", "mentor"}:
        raise Refused(
            f"В файле «{export.name}» нет столбца с ФИО или кодом: не видно, о ком строки. Если он есть под другим"
            " названием, впишите это название на лист «Столбцы анкет»."
        )
    if kind == PEOPLE and "role" not in names:
        raise Refused(
            f"В файле «{export.name}» нет столбца с ролью: укажите ключом --as слово наставляемые или наставники."
        )


def _take(intake: Intake, rows: Sequence[Row], bound: Sequence[Bound], kind: str) -> None:
    if kind == MEETINGS:
        take_meetings(intake, rows)
        remember_rows(intake, set())
        return
    if kind == PREFERENCES:
        take_preferences(intake, rows)
        remember_rows(intake, set())
        return
    asked = any(b.questions for b in bound)
    if kind == ANSWERS and not asked:
        intake.messages.append("Ни один вопрос файла не узнан: впишите коды вопросов на лист «Столбцы анкет».")
        return
    if kind == ANSWERS:
        codes = {row.number: intake.person(row, may_be_new=False)[0] for row in rows}
        remember_rows(intake, set())
    else:
        codes = take_participants(intake, rows, bound)
    if asked:
        take_answers(intake, rows, codes)


def _list_unknown(intake: Intake, bound: Sequence[Bound]) -> list[Bound]:
    """Put headers nobody knows on «Столбцы анкет» with an empty place, once."""
    known = {(fold(b.source or ""), b.repeat or 1) for b in intake.book[Binding]}
    unknown = [b for b in bound if b.unknown and (fold(b.header), b.repeat) not in known]
    for column in unknown:
        intake.plan.add(Binding(source=column.header, repeat=column.repeat if column.repeat > 1 else None))
    return unknown


def _messages(
    intake: Intake, counts: Counter[str], waiting: int, listed: Sequence[Bound], bound: Sequence[Bound]
) -> list[str]:
    words = {NEW: "новых", UPDATED: "дополнено", SAME: "без изменений", DOUBTFUL: "спорных", SKIPPED: "не перенесено"}
    summary = ", ".join(f"{words[name]} {counts[name]}" for name in _COUNTED if counts[name])
    lines = [f"Строк {sum(counts.values())}: {summary}.", *intake.messages]
    if counts[DOUBTFUL]:
        lines.append(f"На листе «Поступления» ждут решения: {waiting}. Решите и повторите импорт этого файла.")
    consents = [f"«{b.header}»" for b in bound if b.why.startswith("согласие")]
    if consents:
        lines.append(
            f"Согласия из анкеты не переносятся ({'; '.join(consents)}): с 01.09.2025 согласие — отдельный документ на"
            " бумаге, впишите подписанное на лист «Согласия»."
        )
    if listed:
        names = "; ".join(f"«{b.header}»{f' (возможно, «{b.guess}»)' if b.guess else ''}" for b in listed)
        lines.append(f"Не перенесены столбцы: {names}. Решите на листе «Столбцы анкет», куда их, и повторите импорт.")
    lines += [f"Столбец «{b.header}» не перенесён: {b.why}." for b in bound if b.trouble]
    return lines + intake.remarks.lines()
