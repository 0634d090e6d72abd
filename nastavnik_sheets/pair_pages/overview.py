"""«Ход пар»: every pair of the year on a line, those with most to do first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nastavnik_sheets.facts import day
from nastavnik_sheets.monitoring.canvas import LEFT, MIDDLE, WHOLE, Field, Marked, drawn
from nastavnik_sheets.pair_pages.page import DAY, names
from nastavnik_sheets.template.style import RED, ROSE
from nastavnik_sheets.terms import APPROVED, COMPLETED, PROPOSED, STOPPED
from nastavnik_sheets.wording import short_name
from nastavnik_sheets.workbook import Pair

if TYPE_CHECKING:
    from nastavnik_sheets.monitoring.canvas import Canvas
    from nastavnik_sheets.pair_pages.standing import Standing, Standings

TITLE = "Ход пар"
ORDER = (APPROVED, PROPOSED, COMPLETED, STOPPED)
SHOWN_STEPS = 3
ALARM: dict[str, Any] = {"font_color": RED, "bold": True, "bg_color": ROSE}


def ranked(standings: Standings) -> list[Standing]:
    """Return the pairs of the year: at work first, of those the ones with most to do."""
    shown = [standings.of(pair) for pair in standings.book[Pair] if pair.code and pair.state in ORDER]
    return sorted(
        shown,
        key=lambda s: (ORDER.index(s.pair.state or ""), -len(s.steps), -(s.silent_days or 0), s.pair.code),
    )


def overview(standings: Standings) -> bytes:
    """Return a workbook with the sheet."""
    settings = standings.book.settings
    school = settings.school_short or settings.school_full or ""
    return drawn(TITLE, school, standings.today, lambda canvas: _draw(canvas, standings, school))


def _draw(canvas: Canvas, standings: Standings, school: str) -> None:
    rows = ranked(standings)
    canvas.band(TITLE, school, f"На {day(standings.today)}")
    for state in ORDER:
        own = [standing for standing in rows if standing.pair.state == state]
        if own:
            busy = sum(bool(standing.steps) for standing in own)
            canvas.heading(f"{state[:1].upper()}{state[1:]}: {len(own)}", f"есть что сделать: {busy}", needs=60)
            _table(canvas, own)
    if not rows:
        canvas.sentence("Пар на листе «Пары» ещё нет.", muted=True)


def _table(canvas: Canvas, rows: list[Standing]) -> None:
    fields = (
        Field("Пара", look={**LEFT, "bold": True}), Field("Наставник — наставляемый", 3, LEFT), Field("Встречи"),
        Field("Последняя", look=DAY), Field("Дней без встреч", look={**MIDDLE, "num_format": WHOLE}),
        Field("Задания"), Field("Анкеты"), Field("Что дальше", 3, LEFT),
    )  # fmt: skip
    canvas.table(fields, [_line(standing) for standing in rows])


def _line(standing: Standing) -> list[object]:
    silent = standing.silent_days
    paused = silent is not None and silent > standing.all.book.settings.gap_days
    steps = [step[:1].upper() + step[1:] for step in standing.steps]
    more = f"\nи ещё {len(steps) - SHOWN_STEPS}" if len(steps) > SHOWN_STEPS else ""
    plan: object = Marked(standing.plan_words, ALARM) if standing.late else standing.plan_words
    return [
        standing.pair.code,
        " — ".join(short_name(name) for name in names(standing)),
        standing.met_words,
        standing.last,
        Marked(silent, ALARM) if paused else silent,
        plan,
        standing.answered_words,
        "\n".join(steps[:SHOWN_STEPS]) + more,
    ]
