"""Papers of a pair: individual plan, journal of meetings, mentor's report; and questionnaires on paper."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.asking import questionnaires_of
from nastavnik_sheets.cells import fold
from nastavnik_sheets.documents.kinds import ON_REQUEST, ONE, PAIR, Ask, Kind, Subject
from nastavnik_sheets.documents.orders import curators_by_form
from nastavnik_sheets.documents.people import pair_of
from nastavnik_sheets.scales import CHOICES, MARK
from nastavnik_sheets.terms import ACTIVE_PAIR, HELD, MENTEE_ROLE, PUPIL
from nastavnik_sheets.wording import short_name
from nastavnik_sheets.workbook import Meeting, Pair, PlanTask
from nastavnik_sheets.year_sheets import Answer, Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from nastavnik_sheets.book import Book

SHOWN_STATES = (*ACTIVE_PAIR, "завершена", "прекращена")
BLANK_ROWS = 8
ROOM = "\n\n"


def pairs_papers(book: Book, ask: Ask) -> list[Subject]:
    """Every pair that works or has worked, with its plan, meetings and totals."""
    curators = curators_by_form(book)
    plans: dict[str | None, list[PlanTask]] = {}
    for task in book[PlanTask]:
        plans.setdefault(task.pair, []).append(task)
    meetings: dict[str | None, list[Meeting]] = {}
    for meeting in book[Meeting]:
        meetings.setdefault(meeting.pair, []).append(meeting)
    made = []
    for pair in book[Pair]:
        if pair.state in SHOWN_STATES and ask.wants(pair.code, pair.mentor, pair.mentee):
            row = pair_of(book, pair, 1, curators=curators, today=ask.today)
            fields = _pair_fields(book, row, pair, plans.get(pair.code, []), meetings.get(pair.code, []))
            made.append(Subject(fields=fields, people=(pair.code,), label=_label(row)))
    return sorted(made, key=lambda s: (s.label, s.people))


def _label(row: dict[str, Any]) -> str:
    name = row["наставляемый"]["ФИО"]
    return f"{short_name(name) if name else 'без имени'} {row['код']}"


def _pair_fields(
    book: Book, row: dict[str, Any], pair: Pair, tasks: list[PlanTask], meetings: list[Meeting]
) -> dict[str, Any]:
    ranked = sorted(tasks, key=lambda t: (t.number or 999, str(t.due), t.code))
    rows = [_task(n, task) for n, task in enumerate(ranked, start=1)]
    held = [m for m in meetings if m.state == HELD]
    kinds = Counter(m.kind for m in held if m.kind)
    done = [task for task in rows if task["выполнено"]]
    return {
        "пара": row,
        "задания": rows or [_task(n, PlanTask(code="")) for n in range(1, BLANK_ROWS + 1)],
        "выполненные": done,
        "встречи": _meetings(meetings),
        "динамика": progress(book, pair),
        "итоги": {
            "встреч": len(held),
            "минут": sum(m.minutes or 0 for m in held),
            "по_видам": [{"вид": kind, "число": number} for kind, number in kinds.items()],
            "заданий": len(rows),
            "выполнено": len(done),
            "процент": round(100 * len(done) / len(rows)) if rows else "",
        },
    }


def _task(number: int, task: PlanTask) -> dict[str, Any]:
    return {
        "номер": number,
        "раздел": task.section or "",
        "задание": task.task or "",
        "срок": task.due or "",
        "ожидаемый": task.expected or "",
        "фактический": task.actual or "",
        "отзыв": task.review or "",
        "выполнено": task.done or "",
    }


def _meetings(meetings: list[Meeting]) -> list[dict[str, Any]]:
    ranked = sorted(meetings, key=lambda m: (m.held is None, str(m.held), m.code))
    rows = [_meeting(n, meeting) for n, meeting in enumerate(ranked, start=1)]
    blank = [_meeting(n, Meeting(code="")) for n in range(len(rows) + 1, max(BLANK_ROWS, len(rows)) + 1)]
    return [*rows, *blank]


def _meeting(number: int, meeting: Meeting) -> dict[str, Any]:
    return {
        "номер": number,
        "дата": meeting.held or "",
        "вид": meeting.kind or "",
        "формат": meeting.venue or "",
        "минут": "" if meeting.minutes is None else meeting.minutes,
        "тема": meeting.topic or "",
        "сделано": meeting.done or "",
        "договорённости": meeting.agreements or "",
        "состояние": meeting.state or "",
    }


def progress(book: Book, pair: Pair) -> list[dict[str, Any]]:
    """Return the mentee's answers at the entry and at the exit to the questions that are compared, in template words.

    Sensitive questions are left out: they are shown only for groups.
    """
    answers = {(a.question, a.moment): a.answer for a in book[Answer] if a.person == pair.mentee and a.answer}
    rows = []
    for question in book[Question]:
        if question.entry and not question.sensitive and question.role == MENTEE_ROLE:
            before, after = answers.get((question.entry, "вход")), answers.get((question.code, "выход"))
            if before and after:
                rows.append({"вопрос": question.text or "", "вход": before, "выход": after})
    return rows


def _plans_of(is_pupil: bool) -> Callable[[Book, Ask], list[Subject]]:
    def subjects(book: Book, ask: Ask) -> list[Subject]:
        made = pairs_papers(book, ask)
        return [s for s in made if (s.fields["пара"]["наставляемый"].get("кто") == PUPIL) is is_pupil]

    return subjects


def questionnaires(book: Book, ask: Ask) -> list[Subject]:
    """Every questionnaire of «Вопросы», or those named: a sheet of paper each."""
    return [
        Subject(
            fields={
                "анкета": {
                    "название": one.name,
                    "замер": "" if one.moment in fold(one.name) else one.moment,
                    "оценки": any(line.scale == MARK for line in one.lines),
                    "вопросы": [
                        {"номер": line.number, "вопрос": line.title, "шкала": line.scale, "место": ROOM,
                         "варианты": ticks(line.options if line.scale in CHOICES else ())}
                        for line in one.lines
                    ],
                }
            },
            label=one.name if one.moment in one.name else f"{one.name} {one.moment}".strip(),
        )
        for one in questionnaires_of(book)
        if not ask.named or one.title in ask.named
    ]  # fmt: skip


def ticks(options: tuple[str, ...]) -> str:
    """Return options to be ticked on paper, a line each."""
    return "\n".join(f"☐\u00a0{option}" for option in options)


NO_PAIRS = "На листе «Пары» нет пар, для которых печатается этот документ."
KINDS: tuple[Kind, ...] = (
    Kind(key="plan_pupil", title="ИПР обучающегося", scope=PAIR, subjects=_plans_of(is_pupil=True), nothing=NO_PAIRS),
    Kind(key="plan_teacher", title="ИПР педагога", scope=PAIR, subjects=_plans_of(is_pupil=False), nothing=NO_PAIRS),
    Kind(
        key="journal",
        title="Журнал встреч пары",
        scope=PAIR,
        subjects=pairs_papers,
        nothing=NO_PAIRS,
        after_withdrawal=ON_REQUEST,
    ),
    Kind(key="mentor_report", title="Отчёт наставника", scope=PAIR, subjects=pairs_papers, nothing=NO_PAIRS),
    Kind(
        key="questionnaire",
        title="Анкета",
        scope=ONE,
        subjects=questionnaires,
        nothing="На листе «Вопросы» нет анкет.",
    ),
)
