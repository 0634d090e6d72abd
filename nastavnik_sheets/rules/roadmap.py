"""The roadmap: terms, who is responsible, what is late, and stages that wait for each other."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from nastavnik_sheets.check import error, hint, warning
from nastavnik_sheets.rules.facts import blank, day
from nastavnik_sheets.year_sheets import RoadmapAction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.check import Flag

DONE, PUT_OFF, NOT_BEGUN = "выполнено", "отложено", "не начато"
COLLECTING, BASES, SELECTING, PAIRING, WORKING, FINISHING = range(6)
FOLLOWS = ((COLLECTING, BASES), (BASES, SELECTING), (BASES, PAIRING), (COLLECTING, PAIRING), (PAIRING, WORKING),
           (WORKING, FINISHING))  # fmt: skip
"""What must have begun before what: data, then bases, then pairs, then meetings, then results."""
BASE_STAGES, PLANS_STAGE = (2, 3), 5
_STEP_OF_STAGE = {4: SELECTING, 5: PAIRING, 6: WORKING, 7: FINISHING}
STEP_NAMES = ("сбор данных", "формирование базы", "отбор наставников", "формирование пар", "работа пар", "завершение")


def action_dates_in_order(book: Book, today: date) -> Iterator[Flag]:
    """Окончание мероприятия не раньше начала."""
    for action in book[RoadmapAction]:
        if action.start is not None and action.end is not None and action.end < action.start:
            message = f"окончание {day(action.end)}, а начало {day(action.start)}"
            yield error(action, "end", message, cure="сверьте обе даты")


def stages_in_order(book: Book, today: date) -> Iterator[Flag]:
    """Этапы идут по порядку: сбор данных, базы, отбор, пары, встречи, итоги."""
    steps = _pairs_of_steps(book)
    conflicts = [(one, other) for one, other in steps if other.end and one.start and other.end < one.start]
    while conflicts:
        counts = Counter(id(action) for pair in conflicts for action in pair)
        most = max(counts.values())
        action, other = next(
            (a, b) for one, two in conflicts for a, b in ((two, one), (one, two)) if counts[id(a)] == most
        )
        conflicts = [pair for pair in conflicts if all(one is not action for one in pair)]
        yield _conflict(action, other)


def _conflict(action: RoadmapAction, other: RoadmapAction) -> Flag:
    mine, its = _step(action), _step(other)
    when = "раньше, чем начнётся" if (its or 0) < (mine or 0) else "позже, чем закончится"
    message = f"«{STEP_NAMES[mine or 0]}» стоит {when} «{STEP_NAMES[its or 0]}» (строка {other.row})"
    return warning(action, "start", message, cure="сдвиньте сроки: сначала данные и базы, потом пары и встречи")


def _pairs_of_steps(book: Book) -> Iterator[tuple[RoadmapAction, RoadmapAction]]:
    """Yield actions that must have begun with those that must not end before that."""
    steps: dict[int, list[RoadmapAction]] = {}
    for action in book[RoadmapAction]:
        step = _step(action)
        if step is not None and action.start and action.end and action.start <= action.end and action.state != PUT_OFF:
            steps.setdefault(step, []).append(action)
    for before, after in FOLLOWS:
        for one in steps.get(before, ()):
            for other in steps.get(after, ()):
                if before != COLLECTING or after != BASES or one.stage == other.stage:
                    yield one, other


def _step(action: RoadmapAction) -> int | None:
    if action.stage in BASE_STAGES:
        words = (action.action or "").lower()
        if "сбор" in words:
            return COLLECTING
        return BASES if "баз" in words else None
    if action.stage == PLANS_STAGE and "план" in (action.content or "").lower():
        return WORKING  # a plan is made at the planning meeting, though the source roadmap has it among the pairs
    return _STEP_OF_STAGE.get(action.stage or 0)


def action_is_not_late(book: Book, today: date) -> Iterator[Flag]:
    """Мероприятие выполнено в срок; пока в карте не отмечено ничего, это только подсказка."""
    kept = any(action.done is not None or action.state not in (None, NOT_BEGUN) for action in book[RoadmapAction])
    level = warning if kept else hint
    for action in book[RoadmapAction]:
        if action.end is None or action.end >= today or action.state in (DONE, PUT_OFF) or action.done is not None:
            continue
        readable = action.state is not None or blank(book, action, "state")
        if readable and blank(book, action, "done") and (action.start or action.end) <= action.end:
            message = f"срок {day(action.end)} прошёл, а мероприятие не выполнено"
            yield level(action, "end", message, cure="отметьте выполнение или перенесите срок")


def done_action_has_date(book: Book, today: date) -> Iterator[Flag]:
    """У выполненного мероприятия есть дата, а с датой оно выполнено."""
    for action in book[RoadmapAction]:
        if action.state == DONE and blank(book, action, "done"):
            yield hint(action, "done", "мероприятие выполнено, а даты нет", cure="впишите дату выполнения")
        elif action.done is not None and action.state not in (DONE, None):
            message = f"выполнено {day(action.done)}, а состояние «{action.state}»"
            yield hint(action, "state", message, cure="выберите «выполнено»")


def action_has_responsible(book: Book, today: date) -> Iterator[Flag]:
    """У мероприятия назначен ответственный — до начала программы."""
    start = book.settings.programme_start
    level = warning if start is not None and start <= today else hint
    for action in book[RoadmapAction]:
        if action.state not in (DONE, PUT_OFF) and blank(book, action, "responsible"):
            yield level(action, "responsible", "ответственный не назначен", cure="впишите, кто отвечает")
