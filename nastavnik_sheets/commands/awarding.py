"""`awards`: nominations by the criteria of the workbook, and with `--confirm` the accepted ones as «Поощрения»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.changes import Plan
from nastavnik_sheets.commands.run import Work, carry_out
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.facts.stopped import left_out_words, stopped_people
from nastavnik_sheets.wording import plural
from nastavnik_sheets.workbook import Pair
from nastavnik_sheets.year_sheets import Nomination

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.commands.options import Options, Outcome


def nominate(address: str, *, options: Options) -> Outcome:
    """Count the criteria and fill «Номинации»; decisions taken before stay."""

    def work(book: Book) -> Work:
        from nastavnik_sheets.awarding.nominating import criteria_of, nominations

        if not criteria_of(book):
            raise Refused("На листе «Критерии наград» нет ни одной полной строки: впишите, что учитывать, и повторите.")
        rows = nominations(book, today=options.day)
        plan = Plan(book)
        plan.replace(Nomination, rows)
        facts: dict[str, object] = {"nominations": [_fact(row) for row in rows]}
        paired = {code for pair in book[Pair] for code in (pair.mentor, pair.mentee)}
        said = [_nominated(rows), left_out_words(book, stopped_people(book, options.day) & paired)]
        return Work(plan, "\n".join(filter(None, said)), facts)

    return carry_out(address, work, command="awards", options=options)


def _nominated(rows: list[Nomination]) -> str:
    if not rows:
        return "Номинировать пока некого: на листе «Пары» нет пар, которые начали работу."
    lines = [
        "Лист «Номинации» заполнен: впишите решения. Это не оценка людей.",
        "Принятые перенесёт на «Поощрения» строка «Записать поощрения» в меню «Ещё» (команда awards --confirm).",
    ]
    for award in dict.fromkeys(row.award for row in rows):
        own = [row for row in rows if row.award == award]
        first = [row.full_name or "" for row in own if (row.place or "").split("–")[0] == "1"]
        left_out = sum(row.place == "—" for row in own)
        who = "; ".join(first[:3]) + (f" и ещё {len(first) - 3}" if len(first) > 3 else "") if first else "никого"
        lines.append(f"  {award}: первое место: {who}; не участвуют: {left_out}")
    return "\n".join(lines)


def _fact(row: Nomination) -> dict[str, object]:
    names = ("award", "place", "person", "pair", "points", "reasons", "attention", "publish", "decision")
    return {name: getattr(row, name) for name in names}


def grant(address: str, *, options: Options) -> Outcome:
    """Write the accepted nominations to «Поощрения»."""

    def work(book: Book) -> Work:
        from nastavnik_sheets.awarding.granting import awards

        made = awards(book, today=options.day)
        plan = Plan(book)
        codes = [plan.add(award) for award in made]
        message = "Новых принятых номинаций нет: впишите «принять» на листе «Номинации»."
        if made:
            count = plural(len(made), "поощрение", "поощрения", "поощрений")
            message = f"Записано на лист «Поощрения»: {len(made)} {count}. Следующий шаг — приказ о поощрении."
        return Work(plan, message, {"awards": codes})

    return carry_out(address, work, command="awards", options=options)
