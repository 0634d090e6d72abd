"""Individual development plans: made at the planning meeting, in the pair's time, done in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.facts import blank, day, facts_of, readable
from nastavnik_sheets.facts.meetings import courses
from nastavnik_sheets.flags import error, hint, warning
from nastavnik_sheets.rules.evidence import loose_rows, unexplained
from nastavnik_sheets.rules.outliers import repeats
from nastavnik_sheets.samples import SAMPLE_PLACE, SAMPLE_WORDS
from nastavnik_sheets.terms import APPROVED, ENTRY, MENTEE_ROLE, PLANNING
from nastavnik_sheets.workbook import Meeting, PlanTask
from nastavnik_sheets.year_sheets import PlanSample, Question

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag


def plan_follows_planning(book: Book, today: date) -> Iterator[Flag]:
    """После встречи-планирования у пары есть индивидуальный план (п. 5.3, разд. 7)."""
    if not readable(book, PlanTask, "pair"):
        return
    planned = {task.pair for task in book[PlanTask]}
    claims = []
    for course in courses(book, today):
        meetings = course.of(PLANNING)
        if meetings and course.pair.state == APPROVED and course.pair.code not in planned:
            claims.append((course.pair, meetings[0]))
    loose = loose_rows(book, PlanTask, "pair", facts_of(book).pairs) if claims else []
    for pair, (held, _) in unexplained(claims, loose, code=lambda claim: claim[0].code, fits=lambda *_: True):
        message = f"планирование прошло {day(held)}, а плана у пары {pair.code} нет"
        yield warning(pair, "code", message, cure="запишите задания пары на лист «Планы»")


def task_within_pair(book: Book, today: date) -> Iterator[Flag]:
    """Срок задания — в сроке пары."""
    facts = facts_of(book)
    for task in book[PlanTask]:
        pair = facts.pairs.get(task.pair or "")
        period = facts.period(pair) if pair is not None else None
        if pair is None or period is None or task.due is None:
            continue
        last = facts.horizon(pair, today)
        if not period[0] <= task.due <= last:
            message = f"срок {day(task.due)} вне срока пары {pair.code}: {day(period[0])}–{day(last)}"
            yield warning(task, "due", message, cure="сверьте срок задания и срок пары")


def task_follows_planning(book: Book, today: date) -> Iterator[Flag]:
    """Срок задания — не раньше встречи-планирования, на которой план составлен (п. 5.3)."""
    planned = {}
    for course in courses(book, today):
        meetings = course.of(PLANNING)
        if meetings and course.in_order:
            planned[course.pair.code] = (meetings[0][0], facts_of(book).period(course.pair))
    for task in book[PlanTask]:
        held, period = planned.get(task.pair or "", (None, None))
        if held and period and task.due is not None and period[0] <= task.due < held:
            message = f"срок {day(task.due)} раньше встречи-планирования {day(held)}"
            yield warning(task, "due", message, cure="сверьте срок задания и день встречи")


def task_done_in_time(book: Book, today: date) -> Iterator[Flag]:
    """Задание выполнено не раньше начала пары."""
    facts = facts_of(book)
    for task in book[PlanTask]:
        pair = facts.pairs.get(task.pair or "")
        period = facts.period(pair) if pair is not None else None
        if pair and period and task.done is not None and task.done < period[0]:
            message = f"выполнено {day(task.done)}, раньше начала пары {day(period[0])}"
            yield warning(task, "done", message, cure="сверьте дату выполнения")


def task_is_not_late(book: Book, today: date) -> Iterator[Flag]:
    """Задание действующей пары выполнено в срок."""
    facts = facts_of(book)
    for task in book[PlanTask]:
        if task.due is None or task.due >= today or not blank(book, task, "done") or not blank(book, task, "actual"):
            continue
        pair = facts.pairs.get(task.pair or "")
        period = facts.period(pair) if pair is not None and pair.state == APPROVED else None
        if period and period[0] <= task.due <= period[1]:
            yield hint(task, "due", f"срок {day(task.due)} прошёл", cure="впишите результат или новый срок")


def task_number_stands_once(book: Book, today: date) -> Iterator[Flag]:
    """Номер задания в плане пары не повторяется."""
    message = "такой номер в плане этой пары уже есть"
    yield from repeats(
        book[PlanTask], "number", message, lambda t: t.pair and t.number and (t.pair, t.section, t.number)
    )


def meeting_works_on_own_plan(book: Book, today: date) -> Iterator[Flag]:
    """Пункт плана, названный во встрече, — из плана той же пары."""
    counts, pairs = facts_of(book).codes["plans"], facts_of(book).codes["pairs"]
    tasks = {task.code: task for task in book[PlanTask] if counts.get(task.code) == 1}
    for meeting in book[Meeting]:
        task = tasks.get(meeting.task or "")
        if task is not None and task.pair in pairs and meeting.pair in pairs and task.pair != meeting.pair:
            message = f"пункт {task.code} — из плана пары {task.pair}"
            yield error(meeting, "task", message, cure="выберите пункт плана этой пары")


def sample_words_are_known(book: Book, today: date) -> Iterator[Flag]:
    """В образце задания в фигурных скобках — {запрос}, {темы} или {ответ}; для {ответ} указан вопрос."""
    for row in book[PlanSample]:
        words = SAMPLE_PLACE.findall(row.task or "")
        if strange := [word for word in words if word not in SAMPLE_WORDS]:
            message = f"слово {{{strange[0]}}} программа не знает"
            yield warning(row, "task", message, cure="можно {запрос}, {темы}, {ответ}")
        elif "ответ" in words and blank(book, row, "question"):
            yield warning(row, "question", "не сказано, чей ответ взять", cure="впишите код вопроса входной анкеты")


def sample_question_can_be_used(book: Book, today: date) -> Iterator[Flag]:
    """Вопрос образца — из входной анкеты наставляемого и не чувствительный; порог без вопроса не действует."""
    questions = facts_of(book).questions
    for row in book[PlanSample]:
        question: Question | None = questions.get(row.question or "")
        if question is None:
            if row.not_above is not None and blank(book, row, "question"):
                yield warning(
                    row, "question", "порог есть, а вопроса нет", cure="впишите код вопроса или уберите порог"
                )
        elif question.sensitive:
            message = "вопрос чувствительный: его ответы никому не показывают"
            yield warning(row, "question", message, cure="выберите другой вопрос")
        elif question.moment not in (None, ENTRY) or question.role not in (None, MENTEE_ROLE):
            message = f"вопрос другой анкеты: «{question.moment}», «{question.role}»"
            yield warning(row, "question", message, cure="нужен вопрос входной анкеты наставляемого")
