"""People, pairs and the school as templates see them: plain dictionaries with Russian keys, nothing else.

An empty text means "not known"; None never gets in, so that a template prints nothing or a line to write on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.documents.filters import NAME, Post
from nastavnik_sheets.facts.ages import is_minor
from nastavnik_sheets.terms import EXTERNAL, PUPIL
from nastavnik_sheets.workbook import Mentor

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.settings import Settings
    from nastavnik_sheets.workbook import Pair, Person
    from nastavnik_sheets.year_sheets import Curator

    Fields = dict[str, Any]

_CLASS = re.compile(r"(\d{1,2})\s*[-–]?\s*[«\"]?([А-ЯЁа-яё])?[»\"]?(?:\s*(?:класс|кл\.?))?")


def school_of(settings: Settings) -> Fields:
    """Return the school as a letterhead needs it."""
    return {
        "полное": settings.school_full or settings.school_short or "",
        "краткое": settings.school_short or settings.school_full or "",
        "учредитель": settings.founder or "",
        "адрес": settings.address or "",
        "место": settings.place or "",
        "телефон": settings.phone or "",
        "почта": settings.email or "",
        "сайт": settings.site or "",
        "орган": settings.municipality or "",
        "основание": settings.basis or "",
    }


def named(full_name: str | None, post: str | None = None, **more: Any) -> Fields:
    """Return somebody who is not in the bases: a director, a curator, a guardian."""
    said = _post(post)
    return {NAME: full_name or "", "должность": said, "пол": "", "кем": said, **more}


def _post(text: str | None) -> Post:
    """Return a post as it stands within a sentence: people begin it with a capital in a cell; «ИП …» keeps it."""
    text = text or ""
    return Post(text if text[1:2].isupper() else text[:1].lower() + text[1:])


def person_of(book: Book, person: Person | None, code: str | None, *, today: date) -> Fields:
    """Return a participant: name, gender, who they are to the school, contacts, guardian."""
    if person is None:
        return {**named(""), "код": code or ""}
    status = book.status(person) or ""
    organisation = person.organisation or "" if isinstance(person, Mentor) else ""
    return {
        NAME: person.full_name or "",
        "код": person.code,
        "пол": person.gender or "",
        "кто": status,
        "вид": getattr(person, "kind", None) or "",
        "должность": _post(getattr(person, "post", None)),
        "класс": class_words(getattr(person, "school_class", None)),
        "организация": organisation,
        "кем": Post(_who(person, status, organisation)),
        "дата_рождения": person.birth_date or "",
        "год_рождения": str(person.birth_date.year) if person.birth_date else "",
        "несовершеннолетний": is_minor(person.birth_date, today) if person.birth_date else status == PUPIL,
        "телефон": getattr(person, "phone", None) or "",
        "почта": getattr(person, "email", None) or "",
        "представитель": named(getattr(person, "guardian", None)),
        "телефон_представителя": getattr(person, "guardian_phone", None) or "",
    }


def _who(person: Person, status: str, organisation: str) -> str:
    """«учитель физики», «9 «А» класс», «инженер, ООО «Завод»»."""
    if status == PUPIL:
        return class_words(getattr(person, "school_class", None))
    parts = [_post(getattr(person, "post", None)) or (status if status in EXTERNAL else ""), organisation]
    return ", ".join(part for part in parts if part)


def class_words(text: str | None) -> str:
    """«9А», «9-а», «9 "А" класс» → «9 «А» класс»; what is not a class stays as it is."""
    match = _CLASS.fullmatch((text or "").strip())
    if match is None:
        return text or ""
    letter = f" «{match[2].upper()}»" if match[2] else ""
    return f"{match[1]}{letter} класс"


def pair_of(book: Book, pair: Pair, number: int, *, curators: dict[str, Fields], today: date) -> Fields:
    """Return a pair as a row of an appendix or the subject of a plan."""
    return {
        "номер": number,
        "код": pair.code,
        "наставник": person_of(book, book.mentors.get(pair.mentor or ""), pair.mentor, today=today),
        "наставляемый": person_of(book, book.mentees.get(pair.mentee or ""), pair.mentee, today=today),
        "форма": pair.mentoring_form or "",
        "ролевая_модель": pair.role_model or "",
        "группа": pair.group or "",
        "начало": pair.start or "",
        "конец": pair.planned_end or "",
        "окончание": pair.end or "",
        "причина": pair.reason or "",
        "куратор": curators.get(pair.mentoring_form or "", ""),
        "приказ_номер": pair.order_number or "",
        "приказ_дата": pair.order_date or "",
        "допсоглашение_номер": pair.agreement_number or "",
        "допсоглашение_дата": pair.agreement_date or "",
        "результат": pair.result or "",
        "встреч_по_плану": "" if pair.meetings_planned is None else pair.meetings_planned,
    }


def curator_of(curator: Curator) -> Fields:
    """Return the curator of a mentoring form."""
    made = named(curator.full_name, curator.post, форма=curator.mentoring_form or "")
    made["организация"] = curator.organisation or ""
    return made
