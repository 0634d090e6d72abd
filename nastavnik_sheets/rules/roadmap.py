"""The roadmap: terms, who is responsible, what is late, and stages that wait for each other."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product
from typing import TYPE_CHECKING

from nastavnik_sheets.facts import blank, day
from nastavnik_sheets.flags import error, hint, warning
from nastavnik_sheets.roadmap import DONE, NOT_BEGUN, PUT_OFF, meaning_of
from nastavnik_sheets.roadmap.evidence import evidence
from nastavnik_sheets.roadmap.meanings import BASES, COLLECTING, FINISHING, PAIRING, SELECTING, WORKING, phase_of
from nastavnik_sheets.year_sheets import RoadmapAction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag

FOLLOWS = ((COLLECTING, BASES), (BASES, SELECTING), (BASES, PAIRING), (COLLECTING, PAIRING), (PAIRING, WORKING),
           (WORKING, FINISHING))  # fmt: skip
"""What must have begun before what: data, then bases, then pairs, then meetings, then results."""
CHAINS = (
    (
        "организационная встреча",
        "пробная встреча",
        "встреча-планирование",
        "регулярные встречи",
        "заключительная встреча",
    ),
    ("встреча-планирование", "индивидуальные планы"),
    ("групповая встреча", "анкета предпочтений", "соединение в пары", "приказ о парах"),
)
"""What follows what within a phase (п. 5.3; roadmap 5.1): a plan is made at the planning meeting."""
STEP_NAMES = {
    COLLECTING: "сбор данных",
    BASES: "формирование базы",
    SELECTING: "отбор наставников",
    PAIRING: "формирование пар",
    WORKING: "работа пар",
    FINISHING: "завершение",
}


def action_dates_in_order(book: Book, today: date) -> Iterator[Flag]:
    """Окончание мероприятия не раньше начала."""
    for action in book[RoadmapAction]:
        if action.start is not None and action.end is not None and action.end < action.start:
            message = f"окончание {day(action.end)}, а начало {day(action.start)}"
            yield error(action, "end", message, cure="сверьте обе даты")


def stages_in_order(book: Book, today: date) -> Iterator[Flag]:
    """Этапы идут по порядку: сбор данных, базы, отбор, пары, встречи, итоги; встречи — в своём порядке (п. 5.3)."""
    actions = [a for a in book[RoadmapAction] if a.start and a.end and a.start <= a.end and a.state != PUT_OFF]
    steps = [*_pairs_of_phases(actions), *_pairs_of_chains(actions)]
    conflicts = [(one, other) for one, other in steps if other.end and one.start and other.end < one.start]
    while conflicts:
        counts = Counter(id(action) for pair in conflicts for action in pair)
        most = max(counts.values())
        action, other, early = next(
            (a, b, a is two) for one, two in conflicts for a, b in ((two, one), (one, two)) if counts[id(a)] == most
        )
        conflicts = [pair for pair in conflicts if all(one is not action for one in pair)]
        yield _conflict(action, other, early=early)


def _conflict(action: RoadmapAction, other: RoadmapAction, *, early: bool) -> Flag:
    when = "раньше, чем начнётся" if early else "позже, чем закончится"
    mine, its = _name(action), _name(other)
    if mine == its:
        mine, its = _word(action), _word(other)
    message = f"«{mine}» стоит {when} «{its}» (строка {other.row})"
    return warning(action, "start", message, cure="сдвиньте сроки: сначала данные и базы, потом пары и встречи")


def _name(action: RoadmapAction) -> str:
    phase = phase_of(action)
    return STEP_NAMES.get(phase[0], "") if phase else ""


def _word(action: RoadmapAction) -> str:
    meaning = meaning_of(action)
    return meaning.word if meaning else ""


def _pairs_of_phases(actions: list[RoadmapAction]) -> Iterator[tuple[RoadmapAction, RoadmapAction]]:
    """Yield actions that must have begun with those that must not end before that; mentors and mentees apart."""
    phases: dict[int, list[tuple[str, RoadmapAction]]] = {}
    for action in actions:
        if phase := phase_of(action):
            phases.setdefault(phase[0], []).append((phase[1], action))
    for before, after in FOLLOWS:
        for side, one in phases.get(before, ()):
            for its, other in phases.get(after, ()):
                if before != COLLECTING or after != BASES or side == its or not side or not its:
                    yield one, other


def _pairs_of_chains(actions: list[RoadmapAction]) -> Iterator[tuple[RoadmapAction, RoadmapAction]]:
    words: dict[str, list[RoadmapAction]] = {}
    for action in actions:
        words.setdefault(_word(action), []).append(action)
    for chain in CHAINS:
        for before, after in combinations(chain, 2):
            yield from product(words.get(before, ()), words.get(after, ()))


def mark_is_seen_in_book(book: Book, today: date) -> Iterator[Flag]:
    """Мероприятие, отмеченное «выполнено», видно и по записям книги: база не пуста, встречи прошли, пары есть."""
    for action in book[RoadmapAction]:
        found = evidence(book, action, today) if action.state == DONE else None
        if found is not None and found.certain and found.state == NOT_BEGUN:
            message = f"отмечено «{DONE}», а по книге — {found.words}"
            yield hint(action, "state", message, cure="дополните записи или верните прежнее состояние")


def action_is_not_late(book: Book, today: date) -> Iterator[Flag]:
    """Мероприятие выполнено в срок; пока в карте не отмечено ничего, это только подсказка."""
    kept = any(action.done is not None or action.state not in (None, NOT_BEGUN) for action in book[RoadmapAction])
    level = warning if kept else hint
    for action in book[RoadmapAction]:
        if action.end is None or action.end >= today or action.state in (DONE, PUT_OFF) or action.done is not None:
            continue
        readable = action.state is not None or blank(book, action, "state")
        if readable and blank(book, action, "done") and (action.start or action.end) <= action.end:
            found = evidence(book, action, today)
            seen = f"; по книге выполнено — {found.words}" if found is not None and found.state == DONE else ""
            message = f"срок {day(action.end)} прошёл, а мероприятие не выполнено{seen}"
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
