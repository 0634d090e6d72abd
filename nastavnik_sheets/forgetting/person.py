"""Who somebody is in a workbook: his codes, rows, names, telephones; and who else is named there.

The same person may stand in both bases and under two codes; a guardian's data are part of his, unless they are also
somebody else's. Leaves finding in texts to `mentions`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import Email, Name, Phone, closest, fold
from nastavnik_sheets.codes import Ref, Shown, code_number
from nastavnik_sheets.errors import UsageError
from nastavnik_sheets.forgetting.mentions import Circle, Named
from nastavnik_sheets.schema import INPUT, sheet_of
from nastavnik_sheets.service_sheets import Arrival, Conflict, Finding
from nastavnik_sheets.terms import FORGOTTEN
from nastavnik_sheets.workbook import RECORD_TYPES, Consent, Mentee, Mentor, Pair

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.schema import Record
    from nastavnik_sheets.workbook import Person

_LETTERS = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"
_SIGNERS = ("director", "coordinator", "psychologist", "clerk")


@dataclass(frozen=True)
class Subject:
    """A person as a workbook knows him. `guardian` is named apart: in his place stands another word."""

    code: str
    codes: frozenset[str]
    pairs: frozenset[str]
    person: Named
    guardian: Named

    @cached_property
    def stub(self) -> str:
        """What stands for the name: words and letters that tell such people apart and say nothing."""
        return f"{FORGOTTEN} {_in_letters(min(code_number(code) for code in self.codes))}"

    def joined(self, other: Subject) -> Subject:
        """Return the person with what another copy of the book knows of him besides."""
        return replace(
            self,
            codes=self.codes | other.codes,
            pairs=self.pairs | other.pairs,
            person=_merged(self.person, other.person),
            guardian=_merged(self.guardian, other.guardian),
        )


def _in_letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number, len(_LETTERS))
        text = _LETTERS[rest] + text
    return text or _LETTERS[0]


def _merged(one: Named, other: Named) -> Named:
    return Named(tuple(dict.fromkeys((*one.names, *other.names))), one.phones | other.phones,
                 one.emails | other.emails, one.births | other.births)  # fmt: skip


def subject_of(book: Book, code: str) -> Subject:
    """Return the person of a code; UsageError, with the nearest code, if there is none."""
    found = [person for person in _people(book) if person.code == code]
    if not found:
        raise UsageError(_no_such_code(book, code))
    keys = {key for person in found if (key := _identity(person))}
    rows = [person for person in _people(book) if person.code == code or (_identity(person) in keys and person.code)]
    codes = frozenset(person.code for person in rows)
    pairs = frozenset(pair.code for pair in book[Pair] if codes & {pair.mentor, pair.mentee} and pair.code)
    papers = [consent for consent in book[Consent] if consent.person in codes]
    names = [(p.full_name or str(book.table(type(p)).raw(p.row, "full_name") or ""), p.gender) for p in rows]
    arrived = [(a.full_name, rows[0].gender) for a in book[Arrival] if a.candidate in codes and a.full_name]
    guardians: list[tuple[str, str | None]] = [(one.guardian, None) for one in (*rows, *papers) if one.guardian]  # type: ignore[attr-defined]
    me = _named(book, rows, [*names, *arrived], "phone", email=True)
    return Subject(code, codes, pairs, me, _unshared(book, codes, _named(book, rows, guardians, "guardian_phone")))


def surnames_of(named: Named) -> list[str]:
    """Return the surnames somebody is known by."""
    return [name.split()[0] for name, _ in named.names if name.split()]


def _people(book: Book) -> list[Person]:
    return [*book[Mentee], *book[Mentor]]


def _identity(person: Person) -> tuple[str, object] | None:
    return (fold(person.full_name), person.birth_date) if person.full_name and person.birth_date else None


def _no_such_code(book: Book, code: str) -> str:
    known = sorted({person.code for person in _people(book) if person.code})
    near = closest(code, known)
    same_number = next((one for one in known if re.sub(r"\D", "", one)[:-1] == re.sub(r"\D", "", code)[:-1]), None)
    hint = f" Возможно, вы имели в виду {same_number or near}." if near or same_number else ""
    return (
        f"Участника с кодом «{code}» в книге нет.{hint} Код стоит в столбце «Код» листов «Наставляемые» и «Наставники»."
    )


def _named(
    book: Book, rows: list[Person], names: Sequence[tuple[str, str | None]], phone: str, *, email: bool = False
) -> Named:
    phones = [_digits(book.table(type(p)).raw(p.row, phone)) for p in rows]
    emails = [str(book.table(type(p)).raw(p.row, "email") or "") for p in rows] if email else []
    genders = {"м": "m", "ж": "f"}
    return Named(
        tuple(dict.fromkeys((name, genders.get(gender or "")) for name, gender in names
                            if name and not name.startswith(FORGOTTEN))),
        frozenset(one for one in phones if one),
        frozenset(one.strip().lower() for one in emails if "@" in one),
        frozenset(p.birth_date for p in rows if p.birth_date and email and not _is_stub(p)),
    )  # fmt: skip


def _is_stub(person: Person) -> bool:
    return (person.full_name or "").startswith(FORGOTTEN)


def _digits(value: object) -> str:
    """Return the ten digits by which a telephone is known, nothing if there are fewer."""
    if isinstance(value, float):
        value = int(value)
    found = re.sub(r"\D", "", str(value or ""))
    return found[-10:] if len(found) >= 10 else ""


def _unshared(book: Book, codes: frozenset[str], guardian: Named) -> Named:
    """Return a guardian's data without what is also somebody else's: a sister has the same mother."""
    others = _entries(book, leaving=codes)
    names = {fold(name) for name, _, _ in others if name}
    phones = {phone for _, phone, _ in others if phone}
    return Named(
        tuple(one for one in guardian.names if fold(one[0]) not in names), guardian.phones - phones,
    )  # fmt: skip


def circle_of(book: Book, subject: Subject) -> tuple[Circle, Circle]:
    """Return the person and the guardian, each among everybody else whom the book names."""
    others = tuple(named for named, _ in others_of(book, leaving=subject.codes))
    return Circle(subject.person, others), Circle(subject.guardian, (*others, subject.person))


@lru_cache(maxsize=8)
def others_of(book: Book, *, leaving: frozenset[str] = frozenset()) -> list[tuple[Named, str]]:
    """Return everybody whom the book names in cells made for names, and the code of the row; not those `leaving`."""
    found = []
    for record in _records(book):
        code = _owner(record)
        if code in leaving:
            continue
        names, phones, emails = _said(book, record)
        births = [b] if (b := getattr(record, "birth_date", None)) and not isinstance(record, Arrival) else []
        if names or phones:
            found.append((Named(names, frozenset(phones), frozenset(emails), frozenset(births)), code))
    signers = [(str(name), None) for key in _SIGNERS if (name := getattr(book.settings, key))]
    return [*found, *((Named((signer,)), "") for signer in signers)]


def _records(book: Book) -> Iterator[Record]:
    for record_type in RECORD_TYPES:
        if record_type not in (Arrival, Conflict, Finding) and sheet_of(record_type).use == INPUT:
            yield from book[record_type]


def _owner(record: Record) -> str:
    return str(
        getattr(record, "code", "") if isinstance(record, Mentee | Mentor) else getattr(record, "person", "") or ""
    )


def _said(book: Book, record: Record) -> tuple[tuple[tuple[str, str | None], ...], list[str], list[str]]:
    """Return the names, telephones and addresses in the cells of a record that are made for them."""
    names: list[tuple[str, str | None]] = []
    phones: list[str] = []
    emails: list[str] = []
    gender = {"м": "m", "ж": "f"}.get(getattr(record, "gender", None) or "")
    for column in sheet_of(record).columns:
        value = getattr(record, column.name)
        if not value or not column.personal or isinstance(column.kind, Shown):
            continue
        if isinstance(column.kind, Name):
            names.append((str(value), gender if column.name == "full_name" else None))
        elif isinstance(column.kind, Phone):
            phones.append(_digits(book.table(type(record)).raw(record.row, column.name)))
        elif isinstance(column.kind, Email):
            emails.append(str(value).lower())
    return tuple(names), [one for one in phones if one], emails


def _entries(book: Book, *, leaving: frozenset[str]) -> list[tuple[str, str, str]]:
    return [
        (name, phone, code)
        for named, code in others_of(book, leaving=leaving)
        for name, phone in ([(n, "") for n, _ in named.names] + [("", p) for p in named.phones])
    ]


def own_rows(book: Book, subject: Subject) -> dict[str, dict[int, frozenset[str]]]:
    """Return, by title of the sheet, the rows that name the person's code or pair, and whom else they name by code."""
    wanted = subject.codes | subject.pairs
    pairs = {pair.code: {pair.mentor, pair.mentee} for pair in book[Pair]}
    rows: dict[str, dict[int, frozenset[str]]] = {}
    for record_type in RECORD_TYPES:
        sheet = sheet_of(record_type)
        names = [c.name for c in sheet.columns if c.name == "code" or (isinstance(c.kind, Ref) and not c.kind.many)]
        for record in book[record_type]:
            codes = {str(value) for name in names if (value := getattr(record, name, None))}
            if codes & wanted:
                people = {code for one in codes for code in pairs.get(one, {one}) if code} - subject.codes
                rows.setdefault(book.title(sheet), {})[record.row] = frozenset(people)
    return rows
