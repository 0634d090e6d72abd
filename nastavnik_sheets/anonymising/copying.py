"""The bytes of a workbook with everybody in it invented, and the search that proves it.

    made = anonymised(data, book, key=secret, name="книга.xlsx", today=date(2026, 12, 15))

Codes, rows, formulas, colours and mistakes stay; days of birth move so that ages stay. Leaves files to the command.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from nastavnik_sheets.anonymising.invention import Invention
from nastavnik_sheets.anonymising.masks import Mask
from nastavnik_sheets.cells import Url
from nastavnik_sheets.facts.ages import age_on
from nastavnik_sheets.forgetting.person import others_of
from nastavnik_sheets.hosts.xlsx import hidden, refuse, sheet_texts, strings
from nastavnik_sheets.hosts.xlsx.sheet_texts import BLANK
from nastavnik_sheets.hosts.xlsx.texts import Where, applied
from nastavnik_sheets.hosts.xlsx.workbook import Workbook
from nastavnik_sheets.lists import initial_values
from nastavnik_sheets.schema import INPUT, sheet_of
from nastavnik_sheets.service_sheets import Arrival
from nastavnik_sheets.settings import in_order
from nastavnik_sheets.workbook import RECORD_TYPES, SHEETS, Mentee, Mentor
from nastavnik_sheets.year_sheets import Partner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.hosts.xlsx.package import Package
    from nastavnik_sheets.hosts.xlsx.sheet_texts import Held, New

_SCHOOL = {
    "school_full": "Муниципальное общеобразовательное учреждение «Учебная школа»", "school_short": "Учебная школа",
    "founder": "Учебный учредитель", "address": "г. Учебный, ул. Школьная, д. 1", "place": "г. Учебный",
    "municipality": "Учебное управление образования", "basis": "от 01.09.2020 № 1", "site": "https://example.org",
}  # fmt: skip
_MOST_DAYS = 40
_BETWEEN_DIGITS = re.compile(r"[\s()\-–]")
_WORDS = re.compile(r"[а-яе]+(?:-[а-яе]+)*")


@dataclass
class Copy:
    """An anonymous copy: its bytes and where a real name or telephone was still found."""

    data: bytes = b""
    people: int = 0
    leaks: list[str] = field(default_factory=list)


def anonymised(data: bytes, book: Book, *, key: bytes, name: str, today: date) -> Copy:
    """Return a copy in which nobody is real; what the search still finds is in `leaks`."""
    package, part = refuse.open_package(data, name)
    workbook = Workbook(package, part)
    mask = mask_of(book, key=key, today=today)
    _sheets(package, workbook, book, mask)
    strings.clear_unused(package, workbook)
    hidden.sweep(package, mask, seen=lambda _content: False)
    workbook = Workbook(package, part)
    workbook.recalculate_on_load()
    out = io.BytesIO()
    package.write(out)
    people = len({*book.mentees, *book.mentors})
    return Copy(out.getvalue(), people, list(leaks(out.getvalue(), mask)))


def mask_of(book: Book, *, key: bytes, today: date) -> Mask:
    """Return the replacements for everybody and everything that a book names."""
    everybody = [named for named, _ in others_of(book)]
    names = {one for named in everybody for one in named.names}
    names |= {(a.full_name, None) for a in book[Arrival] if a.full_name}
    names |= {(str(raw), None) for raw in _unread(book)}
    ordered = tuple(sorted(names, key=str))
    births = {p.birth_date: _moved(book, p.code, p.birth_date, key, today) for p in _people(book) if p.birth_date}
    phones = frozenset(phone for named in everybody for phone in named.phones)
    return Mask(Invention(ordered, key), phones, births, _literals(book), _own_words())


def _people(book: Book) -> list[Mentee | Mentor]:
    return [*book[Mentee], *book[Mentor]]


def _unread(book: Book) -> Iterator[object]:
    """Yield what stands in the cells of names and could not be read as a name."""
    for person in _people(book):
        raw = book.table(type(person)).raw(person.row, "full_name")
        if not person.full_name and raw:
            yield raw


def _moved(book: Book, code: str, born: date, key: bytes, today: date) -> date:
    """Return another birthday of the same age on every day that matters: reports, today, papers."""
    days = {book.settings.report_date or today, today} | {c.given for c in book.consents_of.get(code, ()) if c.given}
    start = hashlib.blake2b(f"{born}".encode(), key=key[:64], digest_size=2).digest()[0] % _MOST_DAYS + 1
    shifts = [start, *range(start, 0, -1), *range(start, _MOST_DAYS)]
    for shift in (sign * one for one in shifts for sign in (-1, 1)):
        moved = born + timedelta(days=shift)
        if all(age_on(moved, on) == age_on(born, on) for on in days):
            return moved
    return born


def _literals(book: Book) -> dict[str, str]:
    """Return the phrases that tell which school it is, and what stands for them."""
    found = {}
    for name, new in _SCHOOL.items():
        value = getattr(book.settings, name)
        if value and len(str(value)) > 3:
            found[str(value)] = new
    for number, partner in enumerate(book[Partner], start=1):
        found |= {v: f"Партнёр {number}" for v in (partner.title,) if v} | (
            {partner.address: f"г. Учебный, ул. Заводская, д. {number}"} if partner.address else {}
        )
    places = sorted({m.organisation for m in book[Mentor] if m.organisation and m.organisation not in found})
    return {**found, **{place: f"Организация {number}" for number, place in enumerate(places, start=1)}}


def _own_words() -> frozenset[str]:
    """Return the words of titles, lists and settings: a surname like one of them is left where it stands alone."""
    titles = [title for s in SHEETS for title in (s.title, *(c.title for c in s.columns))]
    titles += [one.title for one, _ in in_order()]
    values = [value for some in initial_values().values() for value in some]
    texts = " ".join([*titles, *values]).lower().replace("ё", "е")
    return frozenset(_WORDS.findall(texts))


def _sheets(package: Package, workbook: Workbook, book: Book, mask: Mask) -> None:
    part = workbook.supporting("sharedStrings")
    shared = sheet_texts.shared_texts(package.xml(part)) if part else []
    special = dict(_special(book, mask))
    zero = date(1904, 1, 1) if workbook.counts_from_1904 else date(1899, 12, 30)
    days = {str((born - zero).days): new for born, new in mask.births.items()}
    for sheet in workbook.sheets:
        if sheet.part not in package or sheet.kind != "worksheet":
            continue
        named = {row for title, row, _ in special if title == sheet.title}

        def decide(held: Held, title: str = sheet.title, named: set[int] = named) -> New:
            return _cell(held, title, special, mask, days, own=held.row in named or title not in book.titles.values())

        xml = package.xml(sheet.part)
        new = sheet_texts.with_cells(xml, shared, decide, from_1904=workbook.counts_from_1904)
        if new != xml:
            package.put(sheet.part, new)


def _special(book: Book, mask: Mask) -> Iterator[tuple[tuple[str, int, int], New]]:
    """Yield what comes into cells whose column says what they are: birthdays, links, traces."""
    for record_type in RECORD_TYPES:
        sheet = sheet_of(record_type)
        table = book.table(record_type)
        links = [c.name for c in sheet.columns if isinstance(c.kind, Url)] if sheet.use == INPUT else []
        for record in book[record_type]:
            place = (book.title(sheet), record.row)
            born = getattr(record, "birth_date", None)
            if isinstance(born, date) and born in mask.births and "birth_date" in table.positions:
                yield (*place, table.positions["birth_date"]), mask.births[born]
            for name in links:
                if getattr(record, name):
                    yield (*place, table.positions[name]), f"https://example.org/{record.row}"
            for name in ("traces", "digest"):
                if getattr(record, name, None) and name in table.positions:
                    yield (*place, table.positions[name]), BLANK


def _cell(
    held: Held, title: str, special: dict[tuple[str, int, int], New], mask: Mask, days: dict[str, date], *, own: bool
) -> New:
    wanted = special.get((title, held.row, held.column))
    if wanted is not None and not held.formula:
        return wanted
    if held.number is not None:
        if own and held.number in days:
            return days[held.number]
        long = held.number.isdecimal() and held.number[-10:] in mask.phones
        return float(mask.phone(held.number)) if long else None
    edits = mask(held.text, Where.TEXT) if held.text else []
    return applied(held.text or "", edits) if edits else None


def leaks(data: bytes, mask: Mask) -> Iterator[str]:
    """Yield the parts of a package, and what in them still tells a real surname, telephone or address."""
    names = {word for word in mask.invention.surnames if word not in mask.kept and len(word) > 2}
    names -= {word.lower().replace("ё", "е") for word in mask.invention.surnames.values()}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for one in archive.namelist():
            content = archive.read(one)
            markup = one.endswith((".xml", ".rels", ".vml"))
            for encoding in ("utf-8",) if markup else ("utf-8", "utf-16-le", "cp1251"):
                text = unquote(unescape(content.decode(encoding, "ignore"))).lower().replace("ё", "е")
                found = names & {*_WORDS.findall(text), *re.split(r"[^а-я]+", text)}
                found |= {email for email in mask.emails if email in text}
                digits = _BETWEEN_DIGITS.sub("", text)
                found |= {phone for phone in mask.phones if phone in digits}
                yield from (f"{one}: {word}" for word in sorted(found))
