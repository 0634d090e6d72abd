"""A table to fill in: the consents that are lacking, one line each, ready for `import`; only the day is to be typed.

Who needs which consent is told by `facts.consents`; what comes back is read by `consents`.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.cells import Choice, fold
from nastavnik_sheets.facts.consents import EXPIRED, PUBLICATION, WITHDRAWN, WRONG_SIGNER, missing_consents
from nastavnik_sheets.facts.stopped import people_among, stopped_people
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.template.style import AMBER, DEEP, INK, MIST, NEEDED, Styles
from nastavnik_sheets.terms import CONSENT_KINDS, DISSEMINATION, GUARDIAN, MENTEE_ROLE, MENTOR_ROLE
from nastavnik_sheets.workbook import Consent, Mentee

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from xlsxwriter.worksheet import Worksheet

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.facts.consents import MissingConsent
    from nastavnik_sheets.schema import Column
    from nastavnik_sheets.workbook import Mentor

SHEET = "Согласия"
GIVEN = frozenset({"person", "full_name", "school_class", "kind", "note"})
"""Columns that are filled already and are not to be changed."""
DAY, EARLIEST_DAY = "given", date(2012, 12, 29)
_WIDTHS = {"person": 11, "full_name": 25, "school_class": 8, "kind": 25, "signed_by": 16, "guardian": 25, "basis": 15,
           "given": 12, "valid_until": 12, "kept": 14, "scope": 17, "note": 23}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A consent that somebody needs and has not."""

    person: Mentee | Mentor
    lacking: MissingConsent

    @property
    def note(self) -> str:
        """What the coordinator should know before asking for a signature."""
        said = {EXPIRED: "прежнее истекло", WRONG_SIGNER: "прежнее подписал не тот"}.get(self.lacking.why, "")
        if self.lacking.signed_by is None:
            return "; ".join(filter(None, (said, "возраст неизвестен: впишите, кто подписал")))
        if self.lacking.signed_by == GUARDIAN and not self.person.guardian:
            return "; ".join(filter(None, (said, "представитель не записан в базе")))
        return said

    def texts(self) -> dict[str, str]:
        """Return the cells that are filled, by attribute."""
        signed_by = self.lacking.signed_by or ""
        return {
            "person": self.person.code, "full_name": self.person.full_name or "",
            "school_class": self.person.school_class or "", "kind": self.lacking.kind, "signed_by": signed_by,
            "guardian": (self.person.guardian or "") if signed_by == GUARDIAN else "", "note": self.note,
        }  # fmt: skip


class Lacks(NamedTuple):
    """The lines, and how many people and consents were left out of them."""

    lines: list[Line]
    stopped: int
    left: int
    withdrawn: int


def lacking_consents(book: Book, *, on: date, publication: bool = False, people: Collection[str] = ()) -> Lacks:
    """Return what those who take part on a day lack, by class and name; of these people if any are named.

    A consent that was withdrawn is not asked for again: who has changed his mind will say so.
    """
    stopped = stopped_people(book, on)
    forms: dict[str | None, set[str | None]] = {}
    for pair in book.active_pairs:
        forms.setdefault(pair.mentor, set()).add(pair.mentoring_form)
    found: dict[tuple[str, str], Line] = {}
    here, left = set(), set()
    for person, role in _in_bases(book):
        if person.code in stopped or (people and person.code not in people):
            continue
        if person.left is not None and person.left <= on:
            left.add(person.code)
            continue
        here.add(person.code)
        led = sorted(filter(None, forms.get(person.code, ()))) if role == MENTOR_ROLE else []
        for lacking in _lacking(book, person, role, on=on, forms=led, publication=publication):
            found.setdefault((person.code, lacking.kind), Line(person, lacking))
    lines = sorted((line for line in found.values() if line.lacking.why != WITHDRAWN), key=_order)
    meant = stopped & set(people) if people else stopped
    return Lacks(lines, len(people_among(book, meant)), len(left - here), len(found) - len(lines))


def _in_bases(book: Book) -> Iterator[tuple[Mentee | Mentor, str]]:
    for mentee in book.mentees.values():
        yield mentee, MENTEE_ROLE
    for mentor in book.mentors.values():
        yield mentor, MENTOR_ROLE


def _lacking(
    book: Book, person: Mentee | Mentor, role: str, *, on: date, forms: list[str], publication: bool
) -> Iterator[MissingConsent]:
    for form in (None, *forms):
        yield from missing_consents(book, person, role=role, on=on, mentoring_form=form)
    if publication:
        yield from missing_consents(book, person, role=role, on=on, needed=PUBLICATION)


def _order(line: Line) -> tuple[bool, int, str, str, str, int]:
    school_class = line.person.school_class or ""
    number = re.match(r"\d+", school_class)
    name = fold(line.person.full_name or "")
    return (not school_class, int(number[0][:4]) if number else 0, fold(school_class), name, line.person.code,
            CONSENT_KINDS.index(line.lacking.kind))  # fmt: skip


def columns(*, publication: bool) -> list[Column]:
    """Return the columns of the table, as the book itself calls them."""
    consent, mentee = sheet_of(Consent), sheet_of(Mentee)
    filled = ["kind", "signed_by", "guardian", "basis", "given", "valid_until", "kept", *["scope"][: int(publication)]]
    return [consent.column("person"), consent.column("full_name"), mentee.column("school_class"),
            *map(consent.column, filled), mentee.column("note")]  # fmt: skip


def consent_form(lines: list[Line], *, on: date, publication: bool = False) -> bytes:
    """Return the table as .xlsx; the same arguments give the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    file = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    file.set_properties({"created": datetime.combine(on, time())})
    page, styles, shown = file.add_worksheet(SHEET), Styles(file), columns(publication=publication)
    _head(page, styles, shown)
    for row, line in enumerate(lines, start=1):
        page.set_row(row, 27)
        texts = line.texts()
        for number, one in enumerate(shown):
            look = styles.body(one, text_wrap=True, font_color=INK, **_ground(one, line))
            if text := texts.get(one.name):
                page.write_string(row, number, text, look)
            else:
                page.write_blank(row, number, None, look)
    _validations(page, shown, last=len(lines))
    page.autofilter(0, 0, len(lines), len(shown) - 1)
    file.close()
    return out.getvalue()


def _ground(column: Column, line: Line) -> dict[str, object]:
    """Return the colour of a cell: grey stays as it is, yellow is to be filled."""
    if column.name in GIVEN or (column.name == "scope" and line.lacking.kind != DISSEMINATION):
        return {"bg_color": MIST}
    unknown = column.name == "signed_by" and line.lacking.signed_by is None
    return {"bg_color": NEEDED} if column.name == DAY or unknown else {}


def _head(page: Worksheet, styles: Styles, shown: list[Column]) -> None:
    for number, one in enumerate(shown):
        page.set_column(number, number, _WIDTHS[one.name])
        colour = AMBER if one.name == DAY else DEEP
        look = styles(bg_color=colour, font_color="#FFFFFF", bold=True, text_wrap=True, valign="vcenter", indent=1)
        page.write_string(0, number, one.title, look)
    page.set_row(0, 34)
    page.freeze_panes(1, 2)
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.hide_gridlines(2)
    page.set_footer("&C&P из &N")


_SIGNED = {
    "validate": "date", "criteria": "between", "minimum": EARLIEST_DAY, "maximum": "=TODAY()",
    "input_title": "Когда подписано", "input_message": "Дата вида 15.09.2026, не позже сегодняшней.",
    "error_title": "Нужна дата", "error_message": "Дата вида 15.09.2026, не позже сегодняшней.",
}  # fmt: skip
_UNTIL = {
    "validate": "date", "criteria": ">=", "value": EARLIEST_DAY, "error_type": "warning", "error_title": "Нужна дата",
    "error_message": "Дата вида 31.05.2027.",
}  # fmt: skip


def _validations(page: Worksheet, shown: list[Column], *, last: int) -> None:
    for number, one in enumerate(shown):
        if isinstance(one.kind, Choice) and one.kind.options:
            kind = "information" if one.kind.many else "warning"
            rule: dict[str, object] = {"validate": "list", "source": list(one.kind.options), "error_type": kind}
            page.data_validation(1, number, last, number, rule)
        elif one.name in (DAY, "valid_until"):
            page.data_validation(1, number, last, number, _SIGNED if one.name == DAY else _UNTIL)
