"""`remind`: who must do what by when, as the sheet «Напоминания», as letters, as a calendar."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.changes import Plan
from nastavnik_sheets.commands.papers import FOLDER, TEMPLATES
from nastavnik_sheets.commands.run import Work, carry_out
from nastavnik_sheets.documents.files import replace_file
from nastavnik_sheets.errors import HostError, reason_of
from nastavnik_sheets.facts.stopped import stopped_people
from nastavnik_sheets.hosts import file_of
from nastavnik_sheets.reminding.due import COORDINATOR
from nastavnik_sheets.service_sheets import Reminder
from nastavnik_sheets.wording import plural

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.commands.options import Options, Outcome
    from nastavnik_sheets.reminding import Due, Reminders

NOTHING = "Напоминать не о чем."
SHOWN = 15
YEAR = 366
"""Days that a calendar looks ahead."""


@dataclass(frozen=True)
class Extra:
    """What is wanted besides the sheet: letters, a calendar (with names or codes), and the folder for both."""

    letters: bool = False
    calendar: bool = False
    names: bool = False
    out: str | None = None


def remind(address: str, *, extra: Extra | None = None, options: Options) -> Outcome:
    """Put what is due on «Напоминания», where decisions people have taken stay; make what else was asked for."""
    wanted = extra or Extra()
    folder = Path(wanted.out) if wanted.out else file_of(address).parent / FOLDER / "Напоминания"

    def work(book: Book) -> Work:
        from nastavnik_sheets.reminding import dues, reminders

        found = reminders(book, dues(book, today=options.day), today=options.day)
        plan = Plan(book)
        if found.rows or book[Reminder]:
            plan.replace(Reminder, found.rows, cells=found.cells)
        done = Work(plan, _message(found, options), _facts(found), what=_counted(found))
        done.facts["brief"] = _brief(found, options.day)
        files = _letters(book, found, address, options) if wanted.letters else []
        calendar = _calendar(book, folder, names=wanted.names, options=options) if wanted.calendar else None
        return _with_files(done, folder, files, calendar)

    return carry_out(address, work, command="remind", options=options)


def _letters(book: Book, found: Reminders, address: str, options: Options) -> list[tuple[str, bytes]]:
    from nastavnik_sheets.documents import make

    if all(due.who.role == COORDINATOR for due in found.open):
        return []
    templates = file_of(address).parent / TEMPLATES
    made = make(book, "reminder", today=options.day, templates=templates).files
    return [(f"{options.day:%Y-%m-%d} {name}", content) for name, content in made]


def _calendar(book: Book, folder: Path, *, names: bool, options: Options) -> bytes:
    """Return the calendar of the whole year ahead, as the last file leads on to it."""
    from nastavnik_sheets.reminding import dues, reminders
    from nastavnik_sheets.reminding.calendar import FILE, calendar_file

    year = reminders(book, dues(book, today=options.day, ahead=YEAR), today=options.day)
    stopped = stopped_people(book, options.day)
    people = {p.code: p.full_name or p.code for p in (*book.mentees.values(), *book.mentors.values())
              if p.code not in stopped}  # fmt: skip
    try:
        before = (folder / FILE).read_bytes() if (folder / FILE).exists() else None
    except OSError as error:
        raise HostError(
            f"Файл «{folder / FILE}» не открывается ({reason_of(error)}): закройте его и повторите."
        ) from error
    return calendar_file(year.open, people, now=options.now, before=before, names=names)


def _with_files(work: Work, folder: Path, letters: list[tuple[str, bytes]], calendar: bytes | None) -> Work:
    """Add the files, written after the workbook is saved."""
    from nastavnik_sheets.reminding.calendar import FILE

    names = [name for name, _ in letters] + ([FILE] if calendar is not None else [])
    if not names:
        return work
    lines = [f"Писем: {len(letters)}."] if letters else []
    lines += [f"Календарь: «{FILE}»."] if calendar is not None else []
    work.message = "\n".join([work.message, " ".join([*lines, f"Папка: {folder}"])])
    work.facts |= {"folder": str(folder), "files": names}

    def save() -> None:
        from nastavnik_sheets.documents import save_files

        save_files(letters, folder)
        if calendar is not None:
            replace_file(folder / FILE, calendar)

    work.after = save
    return work


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


def _brief(found: Reminders, day: date) -> str:
    """Return what a click says: names and deeds are on the sheet."""
    late = [due for due in found.open if due.due < day]
    people = len({due.who.words for due in late})
    lines = [_counted(found)]
    whose = plural(people, "человека", "человек", "человек")
    lines += [f"Просрочено: {len(late)}, у {people} {whose}."] if late else []
    if any(due.who.role != COORDINATOR for due in found.open):
        lines.append("Письма каждому — кнопка «Документы»: «Работа пар» → «Напоминание».")
    return "\n".join(lines)


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
