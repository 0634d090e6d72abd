"""Plain words about influence on the participants: about questions and the programme, never about a person."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from statistics import fmean
from typing import TYPE_CHECKING

from nastavnik_sheets.monitoring.indicators import tenths
from nastavnik_sheets.monitoring.influence import BETTER, FELL, HIDDEN, ROSE, SAME, TOO_FEW, UNPROVEN, WORSE
from nastavnik_sheets.monitoring.statistics import ENOUGH
from nastavnik_sheets.scales import MARK, YES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.monitoring.influence import Change, Impact


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
    return f"Показателей влияния — {len(found)}: {', '.join(known)}."


def group_of(change: Change) -> tuple[str, str]:
    """Return the form and the role of a question."""
    return change.question.mentoring_form or "все формы", change.question.role or ""


def changes_by_group(found: Sequence[Change]) -> list[list[object]]:
    """Return, by form and role: questions compared, proven higher, lower, not proven, too few answers, hidden."""
    rows: list[list[object]] = []
    for (form, role), some in groupby(sorted(found, key=group_of), key=group_of):
        said = [change.verdict for change in some]
        counts = (sum(one.startswith(word) for one in said) for word in (ROSE, FELL, UNPROVEN, TOO_FEW, HIDDEN))
        rows.append([f"{form}, {role}", len(said), *counts])
    return rows


def means_by_group(found: Sequence[Change]) -> list[tuple[str, float, float]]:
    """Return, by form and role, the mean of marks at the entry and at the exit, where enough people are compared."""
    told = [one for one in found if one.question.scale == MARK and not one.hidden and len(one.compared) >= ENOUGH]
    rows = []
    for (form, role), some in groupby(sorted(told, key=group_of), key=group_of):
        group = list(some)
        rows.append((f"{form}, {role}", fmean(c.before for c in group), fmean(c.after for c in group)))
    return rows


def proven_words(found: Sequence[Change]) -> list[str]:
    """Return a sentence about every question whose change is proven."""
    proven = [one for one in found if one.verdict.startswith((ROSE, FELL))]
    return [_proven(one) for one in sorted(proven, key=lambda one: (group_of(one), one.question.number or 0))]


def _proven(change: Change) -> str:
    form, role = group_of(change)
    share = 100 if change.question.scale == YES else 1
    unit = "\u00a0% «да»" if share > 1 else ""
    before, after = (tenths(share * value) + unit for value in (change.before, change.after))
    p = f"{change.p:.3f}".replace(".", ",")
    return (
        f"{form}, {role}: «{change.question.text}» — {change.verdict}: в среднем {before} на входе и {after} на выходе "
        f"({len(change.compared)} чел., p\u00a0=\u00a0{p})."
    )


def number(value: float | None) -> str:
    """«12,5», «—» for nothing."""
    return "—" if value is None else f"{value:g}".replace(".", ",")
