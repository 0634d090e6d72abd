"""What the program itself keeps beside a workbook and where a person may be left: copies, journals, snapshots.

Copies are rewritten as the book is; one that cannot be is deleted. Journals go, all of them: nothing before a
forgetting can be taken back. Leaves the workbook itself to the command.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nastavnik_sheets import journal
from nastavnik_sheets.book import read_book
from nastavnik_sheets.errors import NastavnikError, UsageError
from nastavnik_sheets.forgetting.erasing import erase
from nastavnik_sheets.forgetting.person import own_rows, subject_of
from nastavnik_sheets.hosts import backups, open_host, sealing
from nastavnik_sheets.schema import Record, sheet_of
from nastavnik_sheets.service_sheets import Arrival, SettingRow
from nastavnik_sheets.sync import snapshot
from nastavnik_sheets.workbook import RECORD_TYPES, Consent, Mentee, Mentor, Pair

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.forgetting.person import Subject
    from nastavnik_sheets.hosts.backups import Backup
    from nastavnik_sheets.hosts.sealing import Ask


_PEOPLE: tuple[type[Record], ...] = (Mentee, Mentor, Consent, Arrival, Pair, SettingRow)


@dataclass
class Copies:
    """What became of the copies: how many were rewritten, how many deleted because they could not be."""

    rewritten: int = 0
    deleted: int = 0


def known_to(book: Path, subject: Subject, *, password: Ask) -> Subject:
    """Return the person with all names and telephones that older copies and journals know him by."""
    for copy in backups.list_backups(book):
        with suppress(NastavnikError):
            subject = subject.joined(subject_of(_read(copy.path, password, only=_PEOPLE), subject.code))
    names = dict.fromkeys(
        (name, None) for file in journal.journals(book) for name in _names_in(file, subject, password)
    )
    known = {name for name, _ in (*subject.person.names, *subject.guardian.names)}
    fresh = tuple(one for one in names if one[0] not in known)
    return replace(subject, person=replace(subject.person, names=(*subject.person.names, *fresh)))


def _read(path: Path, password: Ask, *, only: tuple[type[Record], ...] = RECORD_TYPES) -> Book:
    with open_host(path, password=password) as host:
        return read_book(host, only=only)


def _names_in(file: Path, subject: Subject, password: Ask) -> Iterator[str]:
    """Yield the full names that a journal has in the person's own row."""
    try:
        entries = json.loads(sealing.opened_note(file.read_bytes(), file.name, password))["entries"]
    except (NastavnikError, OSError, ValueError, KeyError, TypeError):
        return
    for entry in entries:
        if entry[3] in subject.codes and entry[4] == sheet_of(Mentee).column("full_name").title:
            yield from (value for value in entry[5:7] if isinstance(value, str) and " " in value)


def rewrite_copies(book: Path, subject: Subject, *, today: date, password: Ask, dry_run: bool = False) -> Copies:
    """Take the person out of every copy of the workbook; the name of a copy goes with its new bytes."""
    done = Copies()
    for copy in backups.list_backups(book):
        try:
            data = _without(copy, subject, today=today, password=password)
        except NastavnikError:
            done.deleted += 1
            if not dry_run:
                copy.path.unlink(missing_ok=True)
            continue
        done.rewritten += 1
        if not dry_run:
            _replace(book, copy, data)
    if not dry_run:
        backups.remove_unfinished(backups.backup_folder(book))
    return done


def _without(copy: Backup, subject: Subject, *, today: date, password: Ask) -> bytes:
    book = _read(copy.path, password)
    data, seal = sealing.opened(copy.path.read_bytes(), copy.path.name, password)
    with suppress(UsageError):
        subject = subject.joined(subject_of(book, subject.code))
    return seal.close(erase(data, book, subject, name=copy.path.name, today=today).data, copy.path.name)


def _replace(book: Path, copy: Backup, data: bytes) -> None:
    digest = hashlib.sha256(data).hexdigest()
    made = backups.keep_copy(book, data, digest=digest, folder=copy.path.parent, now=copy.taken)
    if made != copy.path:
        copy.path.unlink(missing_ok=True)


def drop_journals(book: Path) -> int:
    """Delete the journals of a workbook; return how many there were."""
    files = journal.journals(book)
    for file in files:
        file.unlink(missing_ok=True)
    return len(files)


def clear_snapshots(book: Path, rows: dict[str, set[str]]) -> int:
    """Take rows, by key of the sheet, out of the snapshots of the exchange with Google; return how many held them."""
    changed = 0
    for file in (book.parent / ".nastavnik").rglob("*.json"):
        if file.parent == journal.folder_of(book):
            continue
        with suppress(NastavnikError, OSError):
            kept = snapshot.load(file)
            if kept is not None and any(set(kept.tables.get(key, ())) & codes for key, codes in rows.items()):
                tables = {
                    key: {code: row for code, row in table.items() if code not in rows.get(key, set())}
                    for key, table in kept.tables.items()
                }
                snapshot.save(file, replace(kept, tables=tables))
                changed += 1
    return changed


def rows_of(book: Book, subject: Subject) -> dict[str, set[str]]:
    """Return the codes of the rows, by key of the sheet, that are about the person."""
    own = own_rows(book, subject)
    found: dict[str, set[str]] = {}
    for record_type in RECORD_TYPES:
        sheet = sheet_of(record_type)
        rows = own.get(book.title(sheet), {})
        codes = {str(getattr(r, "code", "")) for r in book[record_type] if r.row in rows and hasattr(r, "code")}
        if codes:
            found[sheet.key] = codes
    return found
