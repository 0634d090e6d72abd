"""`plan`: development plans for approved pairs that have none, from «Образцы планов»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.changes import Plan
from nastavnik_sheets.commands.run import Work, carry_out
from nastavnik_sheets.errors import UsageError
from nastavnik_sheets.terms import APPROVED
from nastavnik_sheets.wording import plural
from nastavnik_sheets.workbook import Pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.commands.options import Options, Outcome
    from nastavnik_sheets.planning import Plans

SHOWN = 10


def make_plans(address: str, *, pairs: Sequence[str] = (), options: Options) -> Outcome:
    """Add plans for all approved pairs without one, or for the pairs named."""

    def work(book: Book) -> Work:
        from nastavnik_sheets.planning import new_plans

        if strange := [code for code in pairs if code not in book.pairs]:
            raise UsageError(f"Пары {', '.join(strange)} нет на листе «Пары»: возьмите код оттуда.")
        made = new_plans(book, today=options.day, pairs=pairs)
        plan = Plan(book)
        codes = [plan.add(task) for task in made.tasks]
        return Work(plan, _message(made, book), {"pairs": made.pairs, "tasks": codes, "left_out": made.left_out})

    return carry_out(address, work, command="plan", options=options)


def _message(made: Plans, book: Book) -> str:
    lines = ["Новых планов нет: у каждой утверждённой пары план уже есть."]
    if not any(pair.state == APPROVED for pair in book[Pair]):
        lines = ["Новых планов нет: на листе «Пары» нет утверждённых пар. Сначала приказ об утверждении пар."]
    if made.tasks:
        count = len(made.pairs)
        plans = plural(count, "план", "плана", "планов")
        lines = [
            f"Составлено: {count} {plans}, заданий — {len(made.tasks)}. Они на листе «Планы».",
            "Обсудите и поправьте их вместе с парой на встрече-планировании.",
        ]
    elif made.left_out:
        lines = ["Новых планов нет."]
    shown = list(made.left_out.items())[:SHOWN]
    lines += [f"  {code}: {reason}" for code, reason in shown]
    if len(made.left_out) > SHOWN:
        lines.append(f"  … и ещё {len(made.left_out) - SHOWN}")
    return "\n".join(lines)
