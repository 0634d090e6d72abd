"""What must be true before a document is made: consents of everybody in it, settings it prints.

Everything missing is named at once, and nothing is made. Leaves who needs which consent to `facts.consents`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.facts.consents import missing_consents
from nastavnik_sheets.facts.withdrawal import last_withdrawal
from nastavnik_sheets.settings import title_of
from nastavnik_sheets.terms import MENTEE_ROLE, PROCESSING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.documents.kinds import Kind, Subject
    from nastavnik_sheets.facts.consents import MissingConsent

SETTINGS_OF_FIELDS = {
    "школа.полное": "school_full",
    "школа.краткое": "school_short",
    "школа.учредитель": "founder",
    "школа.адрес": "address",
    "школа.место": "place",
    "школа.телефон": "phone",
    "школа.почта": "email",
    "школа.сайт": "site",
    "школа.орган": "municipality",
    "школа.основание": "basis",
    "руководитель": "director",
    "координатор": "coordinator",
    "координатор.должность": "coordinator_post",
    "ответственный_за_сайт": "clerk",
    "психолог": "psychologist",
    "период.начало": "programme_start",
    "период.конец": "programme_end",
}


def require_settings(book: Book, kind: Kind, fields: Iterable[str]) -> None:
    """Refuse if the template prints settings that are empty; `fields` are the paths it prints unconditionally."""
    settings = book.settings
    names = {SETTINGS_OF_FIELDS[path] for path in fields if path in SETTINGS_OF_FIELDS}
    empty = [name for name in dict.fromkeys(SETTINGS_OF_FIELDS.values()) if name in names and not _filled(book, name)]
    if not settings.school_full and settings.school_short:
        empty = [name for name in empty if name != "school_full"]
    if empty:
        titles = ", ".join(f"«{title_of(name)}»" for name in empty)
        raise Refused(f"{kind.title}: на листе «Настройки» не заполнено: {titles}. Заполните и повторите.")


def _filled(book: Book, name: str) -> bool:
    return getattr(book.settings, name) not in (None, "")


def require_consents(book: Book, kind: Kind, documents: Iterable[tuple[Subject, date]]) -> None:
    """Refuse if anybody in a document has no valid consent on its day; all are named with what is missing."""
    lines: dict[str, list[str]] = {}
    for subject, on in documents:
        for code, role, form in subject.participants:
            person = book.person(code) if role == MENTEE_ROLE else book.mentors.get(code) or book.person(code)
            if person is None:
                lines.setdefault(code, []).append("такого участника нет в базах")
                continue
            missing = missing_consents(book, person, role=role, on=on, mentoring_form=form or None)
            who = f"{person.full_name or 'без имени'} ({code})"
            lines.setdefault(who, []).extend(_in_words(what) for what in missing)
            if not missing and last_withdrawal(book, code, PROCESSING, on):
                lines[who].append(f"{PROCESSING} (отозвано)")
    lines = {who: list(dict.fromkeys(missing)) for who, missing in lines.items() if missing}
    if lines:
        named = "; ".join(f"{who}: {', '.join(missing)}" for who, missing in lines.items())
        raise Refused(
            f"{kind.title} не сделан: нет действующих согласий. {named}. "
            "Внесите их на лист «Согласия» (таблицей — команда consents) или исключите участника: --without КОД."
        )


def _in_words(missing: MissingConsent) -> str:
    signer = f", подписывает {missing.signed_by}" if missing.signed_by else ""
    return f"{missing.kind} ({missing.why}{signer})"
