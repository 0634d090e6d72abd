"""«Пригодность наставников»: who may lead in which form, and what is in the way (roadmap, stage 4).

The conditions are those of pairing; nothing is judged twice. A form is «да», «позже» (something is to be put right
first) or «нет» (the mentor does not want it, or the form is for others).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.facts import day
from nastavnik_sheets.facts.ages import age_on
from nastavnik_sheets.facts.consents import missing_consents
from nastavnik_sheets.monitoring.canvas import LEFT, MIDDLE, WHOLE, Field, Marked, drawn
from nastavnik_sheets.pairing.conditions import field_of, mentor_barrier
from nastavnik_sheets.schooling import schooling
from nastavnik_sheets.template.style import AMBER, GREEN, LEAF, MUTED, SAND
from nastavnik_sheets.terms import EXTERNAL, FORMS, MENTOR_ROLE, PUPIL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.monitoring.canvas import Canvas
    from nastavnik_sheets.pairing.conditions import Field as Participants
    from nastavnik_sheets.workbook import Mentor

TITLE = "Пригодность наставников"
FITS, LATER, NO = "да", "позже", "—"
LOOKS: dict[str, dict[str, Any]] = {
    FITS: {"bg_color": LEAF, "font_color": GREEN, "bold": True},
    LATER: {"bg_color": SAND, "font_color": AMBER, "bold": True},
    NO: {"font_color": MUTED},
}
SHOWN_FORMS = 6


@dataclass(frozen=True)
class Suitability:
    """One mentor: free places, the answer for every form, what is in the way and what is worth knowing."""

    mentor: Mentor
    free: int
    forms: dict[str, str]
    obstacles: tuple[str, ...]
    notes: tuple[str, ...]


def suitabilities(book: Book, *, today: date) -> list[Suitability]:
    """Return all mentors by name, those who have left not."""
    field = field_of(book, today=today)
    led = {code: len(pairs) for code, pairs in book.pairs_of_mentor.items()}
    most = book.settings.mentor_max
    found = [
        _of(field, mentor, min(mentor.capacity or 0, most) - led.get(code, 0))
        for code, mentor in book.mentors.items()
        if not (mentor.left and mentor.left <= today)
    ]
    return sorted(found, key=lambda one: (one.mentor.full_name or "", one.mentor.code))


def _of(field: Participants, mentor: Mentor, free: int) -> Suitability:
    barrier = mentor_barrier(field.book, mentor, today=field.today, free=free)
    obstacles = []
    if barrier is not None:
        obstacles.append(f"{barrier.reason}: {barrier.remedy}" if barrier.remedy else barrier.reason)
    forms: dict[str, str] = {}
    for form in field.form_names:
        answer, why = _form(field, mentor, form)
        forms[form] = LATER if answer == FITS and barrier is not None else answer
        obstacles += [f"{form}: {why}"] if why else []
    return Suitability(mentor, max(0, free), forms, tuple(obstacles), tuple(_notes(field, mentor)))


def _form(field: Participants, mentor: Mentor, form: str) -> tuple[str, str]:
    """Return whether a mentor suits a form, and why not yet; who a form is not for needs no reason."""
    entry = field.book.entries.get((FORMS, form))
    if entry is None or field.book.status(mentor) not in (entry.mentors or ()):
        return NO, ""
    if mentor.forms and form not in mentor.forms:
        return NO, ""
    if not field.knows(mentor, form):
        return LATER, "не знаком с программами этой формы (п. 4.12)"
    own = missing_consents(field.book, mentor, role=MENTOR_ROLE, on=field.today, mentoring_form=form)
    common = {m.kind for m in missing_consents(field.book, mentor, role=MENTOR_ROLE, on=field.today)}
    if lacking := [m for m in own if m.kind not in common]:
        return LATER, f"нет согласия: {lacking[0].kind}"
    return FITS, ""


def _notes(field: Participants, mentor: Mentor) -> Iterator[str]:
    """Yield what does not bar pairing but should be known."""
    learning = schooling(field.book).get(mentor.code)
    if learning is not None and not learning.finished:
        yield f"Школа наставников: {learning.words}"
    if not (mentor.competences or mentor.topics):
        yield "компетенции не записаны"
    external = field.book.status(mentor) in EXTERNAL
    if external and mentor.clearance is None:
        yield "нет справки о судимости"
    if external and not (mentor.contract_number or mentor.partner):
        yield "нет договора"
    if mentor.birth_date and field.book.status(mentor) == PUPIL:
        age, low = age_on(mentor.birth_date, field.today), field.book.settings.age_min
        if age < low:
            yield f"моложе {low} лет"


def suitability_sheet(book: Book, found: list[Suitability], *, today: date) -> bytes:
    """Return a workbook with the sheet."""
    school = book.settings.school_short or book.settings.school_full or ""
    return drawn(TITLE, school, today, lambda canvas: _draw(canvas, book, found, today))


def _draw(canvas: Canvas, book: Book, found: list[Suitability], today: date) -> None:
    canvas.band(TITLE, "Анализ базы наставников: кто подходит для каждой формы", f"На {day(today)}")
    names = book.lists.get(FORMS, [])[:SHOWN_FORMS]
    ready = {form: sum(one.forms.get(form) == FITS for one in found) for form in names}
    canvas.heading("Кого сколько", f"наставников: {len(found)}", needs=60)
    canvas.sentence("; ".join(f"{form} — {count}" for form, count in ready.items()) + ".")
    canvas.heading("Кто подходит", "да — можно подбирать · позже — сначала исправить · — не для него", needs=60)
    fields = (
        Field("Наставник", 3, LEFT), Field("Кто это", 2, LEFT), Field("Мест", look={**MIDDLE, "num_format": WHOLE}),
        *(Field(form) for form in names),
    )  # fmt: skip
    canvas.table(fields, [_line(one, names) for one in found])
    waiting = [one for one in found if one.obstacles or one.notes]
    canvas.heading("Что мешает и что учесть", f"наставников: {len(waiting)}", needs=60)
    if not waiting:
        canvas.sentence("Ничего: все наставники готовы.", muted=True)
        return
    said = [[one.mentor.full_name or one.mentor.code, "\n".join((*one.obstacles, *one.notes))] for one in waiting]
    canvas.table((Field("Наставник", 3, LEFT), Field("Что именно", 9, LEFT)), said)


def _line(one: Suitability, names: list[str]) -> list[object]:
    answers = [Marked(one.forms.get(form, NO), LOOKS[one.forms.get(form, NO)]) for form in names]
    return [one.mentor.full_name or one.mentor.code, one.mentor.kind, one.free, *answers]
