"""`pair` and `mentors`: pages drawn from the book for looking and printing; nothing of the book itself changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.cells import closest
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.commands.run import Work, carry_out
from nastavnik_sheets.errors import Refused, UsageError

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.commands.options import Options, Outcome


def show(address: str, code: str | None = None, *, options: Options) -> Outcome:
    """Draw «Страница пары» of one pair, or «Ход пар» of all."""

    def work(book: Book) -> Work:
        from nastavnik_sheets.facts.stopped import WHY, left_out_words, stopped_codes, usable
        from nastavnik_sheets.pair_pages.standing import Standings

        stopped = stopped_codes(book, options.day)
        if code in stopped:
            raise Refused(f"Страница пары {code} не делается: {WHY}. Дальше — приказ о прекращении пары.")
        standings = Standings(usable(book, options.day), options.day)
        done = _all(standings) if code is None else _one(standings, code)
        if words := left_out_words(book, stopped if code is None else ()):
            done.message += f"\n{words}"
        return done

    return carry_out(address, work, command="pair", options=options)


def _one(standings: Standings, code: str) -> Work:
    from nastavnik_sheets.pair_pages import page

    pair = standings.book.pairs.get(code)
    if pair is None:
        near = closest(code, list(standings.book.pairs))
        guess = f" Возможно, вы имели в виду {near}." if near else ""
        raise UsageError(f"Пары {code} нет на листе «Пары».{guess}")
    standing = standings.of(pair)
    steps = [f"  {step}" for step in standing.steps] or ["  срочного нет"]
    words = f"встреч {standing.met_words}, заданий {standing.plan_words}"
    message = "\n".join([f"Лист «{page.TITLE}»: пара {code}, {words}. Что дальше:", *steps])
    facts: dict[str, object] = {
        "pair": code, "meetings": len(standing.held), "meetings_planned": pair.meetings_planned,
        "tasks": len(standing.tasks), "done": standing.done, "steps": list(standing.steps),
    }  # fmt: skip
    return Work(Plan(standings.book), message, facts, sheets={page.TITLE: page.pair_page(standing)})


def _all(standings: Standings) -> Work:
    from nastavnik_sheets.pair_pages import overview

    rows = overview.ranked(standings)
    busy = [standing.pair.code for standing in rows if standing.steps]
    message = f"Лист «{overview.TITLE}»: пар — {len(rows)}, есть что сделать — {len(busy)}."
    if not rows:
        message = f"Лист «{overview.TITLE}» пуст: на листе «Пары» ещё нет ни одной пары."
    facts: dict[str, object] = {"pairs": len(rows), "busy": busy}
    return Work(Plan(standings.book), message, facts, sheets={overview.TITLE: overview.overview(standings)})


def mentors(address: str, *, options: Options) -> Outcome:
    """Draw «Пригодность наставников»."""

    def work(book: Book) -> Work:
        from nastavnik_sheets.facts.stopped import left_out_words, stopped_people
        from nastavnik_sheets.suitability import FITS, TITLE, suitabilities, suitability_sheet

        stopped = stopped_people(book, options.day)
        everybody = suitabilities(book, today=options.day)
        found = [one for one in everybody if one.mentor.code not in stopped]
        ready = sum(FITS in one.forms.values() for one in found)
        message = f"Лист «{TITLE}»: наставников — {len(found)}, готовы хотя бы к одной форме — {ready}."
        if not everybody:
            message = f"Лист «{TITLE}» пуст: на листе «Наставники» ещё никого нет."
        if words := left_out_words(book, stopped & {one.mentor.code for one in everybody}):
            message += f"\n{words}"
        facts: dict[str, object] = {
            "mentors": {one.mentor.code: one.forms for one in found},
            "obstacles": {one.mentor.code: list(one.obstacles) for one in found if one.obstacles},
        }
        return Work(Plan(book), message, facts, sheets={TITLE: suitability_sheet(book, found, today=options.day)})

    return carry_out(address, work, command="mentors", options=options)


if TYPE_CHECKING:
    from nastavnik_sheets.pair_pages.standing import Standings
