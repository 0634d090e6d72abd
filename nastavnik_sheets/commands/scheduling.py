"""`roadmap`: where the school is on its roadmap by its own records, and the sheet that prints; new dates when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.changes import Plan
from nastavnik_sheets.commands.run import Work, carry_out
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.wording import plural
from nastavnik_sheets.year_sheets import RoadmapAction

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.commands.options import Options, Outcome


def roadmap(address: str, *, move: bool = False, options: Options) -> Outcome:
    """Say under «По книге» how far each action is, fill empty proofs, draw the chart; with `move`, first new dates.

    What a person wrote — state, date, proof — is never changed.
    """

    def work(book: Book) -> Work:
        return _moved(book, options) if move else _seen(book, options)

    return carry_out(address, work, command="roadmap", options=options)


def _seen(book: Book, options: Options) -> Work:
    from nastavnik_sheets.facts import blank
    from nastavnik_sheets.fixes import quoted
    from nastavnik_sheets.roadmap import DONE
    from nastavnik_sheets.roadmap.chart import TITLE, chart_sheet, state_of
    from nastavnik_sheets.roadmap.evidence import evidence
    from nastavnik_sheets.schema import sheet_of

    plan, rows = Plan(book), book[RoadmapAction]
    found = [(row, evidence(book, row, options.day)) for row in rows]
    for row, one in found:
        if one is None:
            plan.set(row, "by_book", None)
            continue
        link = f"#{quoted(book.title(sheet_of(one.sheet)))}!A{one.row}"
        plan.set(row, "by_book", one.text, link=link)
        if one.state == DONE and one.proof and blank(book, row, "proof"):
            plan.set(row, "proof", one.proof, link=link)
    school = book.settings.school_short or book.settings.school_full or ""
    sheets = {TITLE: chart_sheet(rows, school=school, today=options.day)} if rows else {}
    states = [state_of(row, options.day) for row in rows]
    done, late = states.count(DONE), states.count("просрочено")
    ready = [row.code for row, one in found if one is not None and one.state == DONE and row.state != DONE]
    lines = [f"Дорожная карта: выполнено {done} из {len(rows)}, просрочено {late}. График — на листе «{TITLE}»."]
    if ready:
        count = plural(len(ready), "мероприятие", "мероприятия", "мероприятий")
        lines.append(f"По книге выполнено, а не отмечено: {len(ready)} {count} — столбец «По книге».")
    facts = {"done": done, "late": late, "ready": ready,
             "by_book": {row.code: one.text for row, one in found if one is not None}}  # fmt: skip
    return Work(plan, "\n".join(lines), facts, sheets=sheets)


def _moved(book: Book, options: Options) -> Work:
    """Move the unfinished actions of the roadmap to the programme's period."""
    from nastavnik_sheets.roadmap import rescheduled

    start, end = book.settings.programme_start, book.settings.programme_end
    if start is None or end is None or end <= start:
        raise Refused("Впишите на листе «Настройки» начало и окончание программы и повторите.")
    plan = Plan(book)
    ahead = options.day if options.day < start else None
    moved = rescheduled(book[RoadmapAction], start, end, not_before=ahead)
    for row in moved:
        plan.set(row, "start", row.start)
        plan.set(row, "end", row.end)
    rows = plural(len(moved), "мероприятия", "мероприятий", "мероприятий")
    period = f"{start:%d.%m.%Y} – {end:%d.%m.%Y}"
    count = len(moved)
    message = f"Дорожная карта переложена на период {period}: новые сроки у {count} {rows}, выполненное не тронуто."
    return Work(plan, message, {"moved": [row.code for row in moved]})
