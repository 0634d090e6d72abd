"""Plain words about the figures, for the sheets and the director's report. Generated from the figures alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from nastavnik_sheets.monitoring.indicators import percent_words, tenths
from nastavnik_sheets.terms import MENTEE_ROLE, MENTOR_ROLE
from nastavnik_sheets.wording import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nastavnik_sheets.monitoring.history import Previous
    from nastavnik_sheets.monitoring.indicators import Indicator
    from nastavnik_sheets.monitoring.participation import Participation
    from nastavnik_sheets.monitoring.process import CuratorSheet, Meetings, Said

NBSP = "\u00a0"
HALF = 50


def counted(number: int, one: str, few: str, many: str) -> str:
    """«24 пары»."""
    return f"{number}{NBSP}{plural(number, one, few, many)}"


def pairs_words(number: int) -> str:
    """«24 пары»."""
    return counted(number, "пара", "пары", "пар")


def who_takes_part(taking_part: Participation) -> str:
    """Return one sentence about how many take part."""
    mentees, mentors = (len(taking_part.people[role]) for role in (MENTEE_ROLE, MENTOR_ROLE))
    if not taking_part.pairs:
        return "Утверждённых или завершённых пар в этом периоде нет: показатели по участникам равны нулю."
    return (
        f"В программе {pairs_words(len(taking_part.pairs))}: "
        f"{counted(mentees, 'наставляемый', 'наставляемых', 'наставляемых')} "
        f"и {counted(mentors, 'наставник', 'наставника', 'наставников')}."
    )


def goals_words(found: Sequence[Indicator]) -> str:
    """Return which goals are reached, which not, and what cannot be said."""
    judged = [one for one in found if one.percent is not None and one.target is not None]
    short = [one for one in judged if (one.percent or 0) < (one.target or 0)]
    parts = []
    if judged:
        parts.append(f"Цель достигнута: {len(judged) - len(short)} из {len(judged)} показателей.")
    if short:
        gaps = ", ".join(f"{one.id} (до цели {points((one.target or 0) - (one.percent or 0))})" for one in short)
        parts.append(f"Ниже цели: {gaps}.")
    if unknown := [one.id for one in found if one.percent is None]:
        parts.append(f"Посчитать нельзя: {', '.join(unknown)} — почему, сказано под таблицей.")
    if goalless := [one.id for one in found if one.target is None]:
        parts.append(f"Цель на год не задана: {', '.join(goalless)} (лист «Показатели»).")
    return " ".join(parts)


def points(value: float) -> str:
    """«12,5 п. п.»: a difference of two percentages."""
    return f"{tenths(value)}{NBSP}п.{NBSP}п."


def meetings_words(found: Meetings) -> str:
    """Return how many meetings were held against those planned, and which pairs are behind."""
    if not found.by_pair:
        return "Пар, которые считаются в этом периоде, нет."
    planned = [row for row in found.by_pair if row.planned]
    text = f"Состоялось {counted(found.held, 'встреча', 'встречи', 'встреч')}."
    if planned:
        due, done = sum(row.planned or 0 for row in planned), sum(row.held for row in planned)
        text += f" У пар, где план задан ({len(planned)} из {len(found.by_pair)}): {done} из {due} встреч"
        text += f" ({percent_words(100 * done / due)} плана на весь срок пар)."
    none = [row for row in found.by_pair if not row.held]
    if none:
        text += f" Ни одной встречи: {pairs_words(len(none))}."
    return text


def curator_words(found: CuratorSheet) -> str:
    """Return the sum and the level of the curator's sheet; no sum while a cell is empty."""
    if found.total is None:
        empty = counted(found.empty, "показателя", "показателей", "показателей")
        return f"Сумма не считается, пока нет балла у {empty}: пустая ячейка — не ноль."
    return f"Сумма: {found.total} из {2 * len(found.rows)}. Уровень: {found.level}."


def coverage_words(found: Iterable[Indicator]) -> str:
    """Return how many answered the exit questionnaires, per role."""
    names = {"П5": "наставляемых", "П6": "наставников"}
    asked = [(names[one.id], one.coverage) for one in found if one.coverage is not None]
    parts = [f"{name} — {coverage.answered} из {coverage.invited}" for name, coverage in asked]
    return "На итоговую анкету ответили: " + ", ".join(parts) + "."


def reasons_words(reasons: Iterable[str]) -> str:
    """«ответ не по шкале — 2, анкета другой формы — 1»."""
    counts = sorted(Counter(reasons).items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(f"{reason} — {number}" for reason, number in counts)


def indicator_words(one: Indicator) -> str:
    """Return one sentence about an indicator: the figure, the goal, and what a reader must know."""
    if one.percent is None:
        why = "; ".join(one.notes)
        return f"{one.id}. {one.title}: {one.shown} ({why})."
    text = f"{one.id}. {one.title}: {one.numerator} из {one.denominator}, то есть {one.shown}."
    return " ".join([text, _goal_words(one), *_asked_words(one), *_left_words(one)])


def _goal_words(one: Indicator) -> str:
    if one.target is None or one.percent is None:
        return "Цель на этот год не задана."
    gap = one.percent - one.target
    goal = f"цель {one.target_year}\u00a0года — {percent_words(one.target)}"
    return f"Цель достигнута: {goal}." if gap >= 0 else f"Ниже цели на {points(-gap)}: {goal}."


def _asked_words(one: Indicator) -> list[str]:
    """Return how many answered of those who take part, and that few are not all."""
    if one.coverage is None:
        return []
    few = " — это ещё не мнение всех" if (one.coverage.percent or 0) < HALF else ""
    return [f"Ответили {one.coverage.answered} из {one.coverage.invited} участников{few}."]


def _left_words(one: Indicator) -> list[str]:
    return [f"Не учтено строк: {reasons_words(left.reason for left in one.excluded)}."] if one.excluded else []


def doubted_words(found: Sequence[Indicator]) -> str:
    """Return which reached goals rest on less than half of the people; nothing if none does."""
    weak = [one.id for one in found if one.coverage and one.percent is not None and one.target is not None
            and one.percent >= one.target and (one.coverage.percent or 0) < HALF]  # fmt: skip
    if not weak:
        return ""
    return f"По {', '.join(weak)} ответила меньше половины участников: о достижении цели судить рано."


def since_words(found: Sequence[Indicator], previous: Previous) -> str:
    """Return what changed since the monitoring before."""
    known = [(one, round(one.percent - previous.percents[one.id], 1)) for one in found
             if one.percent is not None and one.id in previous.percents]  # fmt: skip
    if not known:
        return f"С мониторингом от {previous.taken:%d.%m.%Y} сравнить нечего."
    moved = [f"{one.id} — {'+' if change > 0 else ''}{points(change)}" for one, change in known if change]
    since = f"С прошлого мониторинга ({previous.taken:%d.%m.%Y})"
    return f"{since}: {', '.join(moved)}" if moved else f"{since} показатели не изменились."


def forms_words(taking_part: Participation) -> str:
    """Return which form has the most of the counted pairs."""
    counts = Counter(pair.mentoring_form for pair in taking_part.pairs if pair.mentoring_form)
    if not counts:
        return ""
    form, most = min(counts.items(), key=lambda one: (-one[1], one[0]))
    forms = counted(len(counts), "форме", "формам", "формам")
    return (
        f"Утверждённые и завершённые пары ({len(taking_part.pairs)}) работают по {forms} наставничества; "
        f"больше всего — «{form}» ({most})."
    )


def content_words(found: Sequence[Indicator], threshold: int) -> str:
    """Return how many are content and how far the survey can be trusted."""
    parts = []
    for one in found:
        who = "наставляемых" if one.id == "П5" else "наставников"
        if one.percent is None:
            parts.append(f"Итоговых ответов {who} пока нет.")
            continue
        asked = one.coverage
        share = f"; ответили {percent_words(asked.percent)} участников" if asked and asked.percent is not None else ""
        parts.append(f"Довольны {one.numerator} из {one.denominator} ответивших {who} ({one.shown}){share}.")
    low = [one for one in found if one.coverage and (one.coverage.percent or 0) < HALF]
    if low:
        parts.append("Ответила меньше половины участников: выводы о всех делать рано.")
    return " ".join([*parts, f"Доволен — кто оценил совместную работу на {threshold} и выше из 10."])


def swot_words(quarters: Mapping[str, Sequence[Said]], said: int) -> str:
    """Return what is said most often, and what is left to the curator."""
    if not said:
        return "Открытых ответов пока нет; таблицу дополняет куратор."
    text = f"Собрано из открытых ответов ({said}), в скобках — сколько раз сказано."
    for quarter, name in (("сильные стороны", "Чаще всего ценят"), ("слабые стороны", "Чаще всего огорчает")):
        first = next((one for one in quarters[quarter] if one.times), None)
        if first:
            text += f" {name}: «{first.text}»."
    return text + " Возможности и угрозы дописывает куратор. Перед отправкой прочтите ответы: в них могут быть имена."
