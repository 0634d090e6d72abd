"""The import as a whole: a book and files in, a plan and what to say of it out. Nothing is written here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.cells import fold
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.importing.binding import bind, homeless, read_headings
from nastavnik_sheets.importing.consents import take_consents
from nastavnik_sheets.importing.desk import Desk
from nastavnik_sheets.importing.headers import ANSWERS, CONSENTS, MEETINGS, MENTEES, MENTORS, PEOPLE, PREFERENCES
from nastavnik_sheets.importing.intake import BLANK, DOUBTFUL, NEW, SAME, SKIPPED, UPDATED, Intake
from nastavnik_sheets.importing.meetings import take_meetings
from nastavnik_sheets.importing.participants import remember_rows, take_participants
from nastavnik_sheets.importing.preferences import take_preferences
from nastavnik_sheets.importing.preview import Preview
from nastavnik_sheets.importing.purpose import kind_of, told_kind
from nastavnik_sheets.importing.recognition import Directory
from nastavnik_sheets.importing.remarks import Remarks
from nastavnik_sheets.importing.rows import read_rows
from nastavnik_sheets.importing.survey import take_answers
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.service_sheets import Binding
from nastavnik_sheets.workbook import Consent, Meeting, Mentee, Mentor, Preference
from nastavnik_sheets.year_sheets import Answer, Question

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
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
    CONSENTS: (Consent,),
    ANSWERS: (Answer,),
}
COUNTED = {NEW: "новых", UPDATED: "дополнено", SAME: "без изменений", DOUBTFUL: "спорных", BLANK: "не заполнено",
           SKIPPED: "не перенесено"}  # fmt: skip
"""What becomes of a row, in words."""


@dataclass(frozen=True)
class ImportResult:
    """What an import would change and what it says; `counts` are rows of the files by what became of them."""

    plan: Plan
    previews: tuple[Preview, ...]
    counts: dict[str, int]
    messages: list[str]
    differences: list[Difference]

    @property
    def preview(self) -> Preview:
        """What goes where, of the first file."""
        return self.previews[0]


def import_file(book: Book, export: Export, *, today: date, as_kind: str | None = None) -> ImportResult:
    """Bind a file to the book and plan what it brings.

    UsageError for an unknown `as_kind`; Refused if the kind of the file cannot be told, nothing says whom its rows
    are about, or the book lacks the sheet.
    """
    importing = Importing(book, today=today)
    importing.take(export, as_kind=as_kind)
    return importing.finish()


class _Taken(NamedTuple):
    """One file of an import, read and planned."""

    export: Export
    preview: Preview
    intake: Intake
    counts: Counter[str]
    listed: Sequence[Bound]
    bound: Sequence[Bound]


class Importing:
    """An import of one file or of several into one plan: people and questions are common to all."""

    def __init__(self, book: Book, *, today: date) -> None:
        self.book, self.today = book, today
        self.plan, self.desk, self.directory = Plan(book), Desk(book), Directory(book)
        self._decided: dict[str, set[str]] = {}
        self._known = {(fold(b.source or ""), b.repeat or 1) for b in book[Binding]}
        self._taken: list[_Taken] = []

    def take(self, export: Export, *, as_kind: str | None = None, only: Collection[str] = ()) -> None:
        """Bind a file and plan what it brings; Refused as `import_file` says, or if it is not of the kinds `only`."""
        headings = read_headings(export, self.book)
        kind, why = (told_kind(as_kind), "так указано") if as_kind else kind_of(headings, export)
        if only and kind not in only:
            raise Refused(f"«{export.sheet or export.name}»: это не ответы на анкеты, перенесите файл командой import.")
        bound = bind(headings, kind=kind, questions=self.book[Question])
        _require(self.book, export, kind, bound)
        self.desk.begin(export.name)
        intake = Intake(self.book, self.plan, self.today, self.directory, self.desk, Remarks(), decided=self._decided)
        rows = read_rows(export, bound, kind=kind, book=self.book, remarks=intake.remarks)
        _take(intake, rows, bound, kind)
        counts = Counter(intake.outcomes.get(row.number, SKIPPED) for row in rows)
        preview = Preview(export.name, export.sheet, kind, why, len(rows), tuple(bound))
        self._taken.append(_Taken(export, preview, intake, counts, self._list_unknown(export, bound), bound))

    def finish(self) -> ImportResult:
        """Lay the questions out and say everything."""
        waiting = self.desk.lay_out(self.plan)
        counts = sum((taken.counts for taken in self._taken), Counter[str]())
        return ImportResult(
            self.plan,
            tuple(taken.preview for taken in self._taken),
            {name: counts[name] for name in COUNTED},
            [line for taken in self._taken for line in self._said(taken, waiting)],
            [difference for taken in self._taken for difference in taken.intake.differences],
        )

    def _said(self, taken: _Taken, waiting: int) -> list[str]:
        summary, *more = _messages(taken, waiting)
        more += homeless(taken.bound, taken.preview.kind, self.book)
        if taken.export.asked:
            summary = f"«{taken.export.sheet}». {summary}"
        return [summary, *taken.export.notes, *more]

    def _list_unknown(self, export: Export, bound: Sequence[Bound]) -> list[Bound]:
        """Put headers nobody knows on «Столбцы анкет» with an empty place, once.

        Beside the answers of a known questionnaire people keep columns of their own: only what is like a question of
        its is worth asking about.
        """
        unknown = [
            b
            for b in bound
            if b.unknown and (fold(b.header), b.repeat) not in self._known and (b.guess or not export.asked)
        ]
        for column in unknown:
            self._known.add((fold(column.header), column.repeat))
            self.plan.add(Binding(source=column.header, repeat=column.repeat if column.repeat > 1 else None))
        return unknown


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
    if kind == CONSENTS and "moment" in names:
        raise Refused(
            f"Файл «{export.name}» — ответы формы, а согласие — отдельный документ на бумаге: впишите даты"
            " подписанных бумаг в таблицу, которую делает команда consents."
        )
    if kind == PEOPLE and "role" not in names:
        raise Refused(
            f"В файле «{export.name}» нет столбца с ролью: укажите ключом --as слово наставляемые или наставники."
        )


_BY_ROWS = {MEETINGS: take_meetings, PREFERENCES: take_preferences, CONSENTS: take_consents}


def _take(intake: Intake, rows: Sequence[Row], bound: Sequence[Bound], kind: str) -> None:
    if kind in _BY_ROWS:
        _BY_ROWS[kind](intake, rows)
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


def _messages(taken: _Taken, waiting: int) -> list[str]:
    intake, counts, bound = taken.intake, taken.counts, taken.bound
    summary = ", ".join(f"{word} {counts[name]}" for name, word in COUNTED.items() if counts[name])
    titles = [f"«{sheet_of(record_type).title}»" for record_type in _NEEDED[taken.preview.kind]]
    where = f"{'Лист' if len(titles) == 1 else 'Листы'} {' и '.join(titles)}"
    lines = [f"{where}: строк {sum(counts.values())}, {summary}.", *intake.messages]
    if counts[DOUBTFUL]:
        lines.append(f"На листе «Поступления» ждут решения: {waiting}. Решите и повторите импорт этого файла.")
    consents = [f"«{b.header}»" for b in bound if b.why.startswith("согласие")]
    if consents:
        lines.append(
            f"Согласия из анкеты не переносятся ({'; '.join(consents)}): с 01.09.2025 согласие — отдельный документ на"
            " бумаге, впишите подписанное на лист «Согласия»."
        )
    if taken.listed:
        names = "; ".join(f"«{b.header}»{f' (возможно, «{b.guess}»)' if b.guess else ''}" for b in taken.listed)
        lines.append(f"Не перенесены столбцы: {names}. Решите на листе «Столбцы анкет», куда их, и повторите импорт.")
    lines += [f"Столбец «{b.header}» не перенесён: {b.why}." for b in bound if b.trouble]
    return lines + intake.remarks.lines()
