"""`remind`: who must do what by when, as the sheet «Напоминания», as letters, as a calendar."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from nastavnik_sheets.changes import Plan
from nastavnik_sheets.commands.run import Work, carry_out
from nastavnik_sheets.service_sheets import Reminder
from nastavnik_sheets.wording import plural

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.commands.options import Options, Outcome
    from nastavnik_sheets.reminding import Due, Reminders

NOTHING = "Напоминать не о чем."
SHOWN = 15


def remind(address: str, *, options: Options) -> Outcome:
    """Put what is due on «Напоминания»; decisions people have taken there stay."""

    def work(book: Book) -> Work:
        from nastavnik_sheets.reminding import dues, reminders

        found = reminders(book, dues(book, today=options.day), today=options.day)
        plan = Plan(book)
        if found.rows or book[Reminder]:
            plan.replace(Reminder, found.rows, cells=found.cells)
        return Work(plan, _message(found, options), _facts(found), what=_counted(found))

    return carry_out(address, work, command="remind", options=options)


def _message(found: Reminders, options: Options) -> str:
    lines = [_counted(found)]
    who = Counter(due.who.words for due in found.open)
    late = Counter(due.who.words for due in found.open if due.due < options.day)
    for words in list(dict.fromkeys(due.who.words for due in found.open))[:SHOWN]:
        overdue = f", просрочено: {late[words]}" if late[words] else ""
        lines.append(f"  {words} — дел: {who[words]}{overdue}")
    if len(who) > SHOWN:
        lines.append(f"  … и ещё {len(who) - SHOWN}: все — на листе «Напоминания»")
    aside = [f"отмечено сделанным: {found.made}"] if found.made else []
    aside += [f"отложено: {found.put_off}"] if found.put_off else []
    return "\n".join([*lines, *(["  Не в счёт: " + ", ".join(aside) + " — внизу листа."] if aside else [])])


def _counted(found: Reminders) -> str:
    if not found.open:
        return NOTHING
    count = len(found.open)
    people = len({due.who.words for due in found.open})
    to = plural(people, "человеку", "людям", "людям")
    what = plural(count, "напоминание", "напоминания", "напоминаний")
    return f"На листе «Напоминания» — {count} {what}, {people} {to}."


def _facts(found: Reminders) -> dict[str, object]:
    return {
        "count": len(found.open),
        "made": found.made,
        "put_off": found.put_off,
        "reminders": lambda: [_json(due) for due in found.open],
    }


def _json(due: Due) -> dict[str, object]:
    return {"role": due.who.role, "who": due.who.name, "code": due.who.code, "due": due.due, "task": due.task,
            "why": due.why, "about": list(due.about), "key": due.key}  # fmt: skip
