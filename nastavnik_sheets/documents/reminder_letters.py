"""Letters to those who must do something: one a person, with what is due and only what concerns him.

The coordinator gets none: she has the sheet. What people have marked as done or put off is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nastavnik_sheets.documents.kinds import Ask, Kind, Subject
from nastavnik_sheets.documents.people import named
from nastavnik_sheets.reminding import dues, reminders
from nastavnik_sheets.reminding.due import COORDINATOR, when
from nastavnik_sheets.wording import short_name

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.reminding import Actor, Due

ACTOR = "на каждого, кому есть что сделать"


def letters(book: Book, ask: Ask) -> list[Subject]:
    """Return a letter for everybody but the coordinator who has something to do."""
    by_actor: dict[Actor, list[Due]] = {}
    for due in reminders(book, dues(book, today=ask.today), today=ask.today).open:
        if due.who.role != COORDINATOR and ask.wants(due.who.code or None):
            by_actor.setdefault(due.who, []).append(due)
    return [_letter(book, ask, actor, found) for actor, found in by_actor.items()]


def _letter(book: Book, ask: Ask, actor: Actor, found: list[Due]) -> Subject:
    fields = {
        "адресат": {**named(actor.name), "роль": actor.role, "слова": actor.words},
        "дела": [_row(book, ask, actor, due) for due in found],
        "просрочено": sum(due.due < ask.today for due in found),
    }
    name = short_name(actor.name) if len(actor.name.split()) > 1 else actor.name
    return Subject(fields=fields, label=" ".join(word for word in (name, actor.code) if word))


def _row(book: Book, ask: Ask, actor: Actor, due: Due) -> dict[str, Any]:
    people = (book.person(code) for code in due.about if code != actor.code)
    names = (person.full_name for person in people if person is not None and person.full_name)
    return {"срок": due.due, "когда": when(due.due, ask.today), "что": due.task, "почему": due.why,
            "о_ком": ", ".join(names)}  # fmt: skip


KINDS: tuple[Kind, ...] = (
    Kind(
        key="reminder",
        title="Напоминание",
        scope=ACTOR,
        subjects=letters,
        nothing="Напоминать некому: всё сделано в срок или делает координатор.",
    ),
)
