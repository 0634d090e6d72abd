"""Plain words about the figures, for the sheets and the director's report. Generated from the figures alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from nastavnik_sheets.monitoring.indicators import percent_words
from nastavnik_sheets.monitoring.influence import BETTER, FELL, ROSE, SAME, TOO_FEW, WORSE
from nastavnik_sheets.monitoring.statistics import ENOUGH
from nastavnik_sheets.rules.facts import MENTEE_ROLE, MENTOR_ROLE
from nastavnik_sheets.wording import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nastavnik_sheets.monitoring.indicators import Indicator
    from nastavnik_sheets.monitoring.influence import Change, Impact
    from nastavnik_sheets.monitoring.participation import Participation
    from nastavnik_sheets.monitoring.process import CuratorSheet, Meetings

NBSP = "\u00a0"


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
    return f"{value:.1f}".removesuffix(".0").replace(".", ",").replace("-", "−") + f"{NBSP}п.{NBSP}п."


def meetings_words(found: Meetings) -> str:
    """Return how many meetings were held against those planned, and which pairs are behind."""
    if not found.by_pair:
        return "Пар, которые считаются в этом периоде, нет."
    planned = [row for row in found.by_pair if row.planned]
    text = f"Состоялось {counted(found.held, 'встреча', 'встречи', 'встреч')}."
    if planned:
        due, done = sum(row.planned or 0 for row in planned), sum(row.held for row in planned)
        text += f" У пар, где план задан ({len(planned)} из {len(found.by_pair)}): {done} из {due} встреч"
        text += f" ({percent_words(100 * done / due)} плана)."
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


def changes_words(found: Sequence[Change]) -> str:
    """Return what may be said of entry against exit, on all questions together."""
    if not found:
        return "Сравнивать пока нечего: нет людей, которые ответили и на входе, и на выходе на парные вопросы."
    rose = [one for one in found if one.verdict.startswith(ROSE)]
    fell = [one for one in found if one.verdict.startswith(FELL)]
    few = [one for one in found if one.verdict == TOO_FEW]
    text = f"Сравнено вопросов: {len(found)}. Доказано выше на выходе: {len(rose)}, доказано ниже: {len(fell)}."
    if few:
        text += f" Слишком мало ответов, чтобы судить: {len(few)} (нужно от {ENOUGH} человек с обеими анкетами)."
    if hidden := sum(one.hidden for one in found):
        text += f" Скрыто чувствительных: {hidden}."
    return text


def impacts_words(found: Sequence[Impact]) -> str:
    """Return how many indicators of influence are better, the same and worse."""
    counts = Counter(one.verdict for one in found)
    known = [f"{verdict} — {counts[verdict]}" for verdict in (BETTER, SAME, WORSE) if counts[verdict]]
    rest = len(found) - sum(counts[verdict] for verdict in (BETTER, SAME, WORSE))
    if rest:
        known.append(f"судить нельзя — {rest}")
    return f"Показателей влияния: {len(found)}: {', '.join(known)}."


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
