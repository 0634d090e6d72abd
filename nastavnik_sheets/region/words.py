"""Plain words about a summary, for the console and the sheet; generated from the figures alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from nastavnik_sheets.monitoring.indicators import percent_words
from nastavnik_sheets.monitoring.words import counted, pairs_words
from nastavnik_sheets.region.school import year_words
from nastavnik_sheets.region.summary import ENTERPRISES

if TYPE_CHECKING:
    from nastavnik_sheets.region.summary import Summary, Total

SHOWN = 20
SURVEYED = ("П5", "П6")


def schools_words(number: int) -> str:
    """«24 школы»."""
    return counted(number, "школа", "школы", "школ")


def period_words(summary: Summary) -> str:
    """«2026/27 учебный год, по 31.05.2027»."""
    if summary.year is None:
        return f"на {summary.today:%d.%m.%Y}"
    return f"{year_words(summary.year)} учебный год, по {summary.until:%d.%m.%Y}"


def books_words(summary: Summary) -> str:
    """Return how many books are in the summary and how many are not, by kind."""
    text = f"В своде {schools_words(len(summary.schools))}; книг в папках: {summary.books}."
    if summary.left:
        kinds = sorted(Counter(one.kind for one in summary.left).items(), key=lambda one: (-one[1], one[0]))
        text += f" Не вошли: {len(summary.left)} ({', '.join(f'{kind} — {number}' for kind, number in kinds)})."
    return text


def people_words(summary: Summary) -> str:
    """Return how many pairs and people there are."""
    pairs, mentors, mentees = (summary.total.counts[place] for place in (0, 1, 5))
    return (
        f"{pairs_words(pairs)}, {counted(mentees, 'наставляемый', 'наставляемых', 'наставляемых')}, "
        f"{counted(mentors, 'наставник', 'наставника', 'наставников')}. Человек, который участвует в двух школах, "
        "посчитан в каждой: имён в своде нет."
    )


def total_words(total: Total, schools: int) -> str:
    """«П1 Дети 10–19 лет…: 63,6 % (412 из 648; школ 12 из 14)»."""
    known = f"{total.numerator} из {total.denominator}; школ {total.schools} из {schools}"
    return f"{total.id} {total.title}: {total.shown} ({known})"


def remarks(summary: Summary) -> list[str]:
    """Return what must be said under the indicators."""
    found = []
    for one in summary.totals:
        missing = len(summary.schools) - one.schools
        if one.impossible:
            known = f"{one.numerator} из {one.denominator}"
            found.append(f"{one.id}: учтено {known} — больше, чем есть: сверьте числа школ.")
        elif missing and one.id in SURVEYED:
            found.append(f"{one.id}: итоговых ответов нет у {missing} из {len(summary.schools)} школ.")
        elif missing:
            found.append(f"{one.id}: без {missing} из {len(summary.schools)} школ — у них не задан знаменатель или он "
                         "меньше числа участников.")  # fmt: skip
    if any(one.id == ENTERPRISES and one.schools for one in summary.totals):
        found.append("П4: предприятие считается один раз, сколько бы школ ему ни помогало (по названию), число "
                     "предприятий муниципалитета — один раз на муниципалитет.")  # fmt: skip
    return found


def coverage_words(answered: int, invited: int) -> str:
    """«412 из 648 (63,6 %)»."""
    share = f" ({percent_words(100 * answered / invited)})" if invited else ""
    return f"{answered} из {invited}{share}"


def message(summary: Summary) -> list[str]:
    """Return what the command says: figures, books left out, what to know of the others."""
    lines = [f"Свод: {period_words(summary)}. {books_words(summary)}"]
    lines += [f"  {total_words(one, len(summary.schools))}" for one in summary.totals]
    for one in summary.totals:
        if one.invited:
            who = "наставляемых" if one.id == "П5" else "наставников"
            lines.append(f"  На итоговую анкету ответили {who}: {coverage_words(one.answered, one.invited)}.")
    lines += _listed("Не вошли:", [f"{one.file} — {one.reason}" for one in summary.left])
    return lines + _listed("Обратите внимание:", [f"{one.school} — {one.text}" for one in summary.notes])


def _listed(title: str, rows: list[str]) -> list[str]:
    more = [f"  … и ещё {len(rows) - SHOWN}: лист «Замечания» свода"] if len(rows) > SHOWN else []
    return [title, *(f"  {row}" for row in rows[:SHOWN]), *more] if rows else []
