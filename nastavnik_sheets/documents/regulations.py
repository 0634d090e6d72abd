"""Положение, Целевая модель and Дорожная карта: documents of the whole programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nastavnik_sheets.documents.kinds import ONE, Ask, Kind, Subject
from nastavnik_sheets.lists import MENTOR_KINDS, ROLE_MODELS
from nastavnik_sheets.terms import FORMS
from nastavnik_sheets.workbook import Pair
from nastavnik_sheets.year_sheets import Curator, Programme, RoadmapAction

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book


def forms_in_use(book: Book) -> list[str]:
    """Return the forms that have a curator, a programme or a pair; all of «Списки» when there is none."""
    used = {c.mentoring_form for c in book[Curator]} | {p.mentoring_form for p in book[Programme]}
    used |= {p.mentoring_form for p in book[Pair]}
    known = book.lists.get(FORMS, [])
    return [form for form in known if form in used] or known


def regulation(book: Book, ask: Ask) -> list[Subject]:  # noqa: ARG001
    """The school's regulation: forms and kinds of mentors come from «Списки»."""
    return [Subject(fields={"формы": forms_in_use(book), "виды_наставников": book.lists.get(MENTOR_KINDS, [])})]


def target_model(book: Book, ask: Ask) -> list[Subject]:  # noqa: ARG001
    """The school's model: management, forms with their role models, programmes, thresholds."""
    settings = book.settings
    forms = forms_in_use(book)
    roles = [e for e in book.entries.values() if e.list_name == ROLE_MODELS]
    fields: dict[str, Any] = {
        "формы_и_роли": [
            {"название": form, "роли": [e.value for e in roles if e.mentoring_form == form] or ["—"]} for form in forms
        ],
        "программы": [
            {"название": p.title, "форма": p.mentoring_form or "", "цель": p.aim or ""}
            for p in book[Programme]
            if p.title
        ],
        "пороги": {
            "от": settings.age_min,
            "до": settings.age_max,
            "стаж": settings.young_teacher_years,
            "доволен": settings.satisfied_from,
        },
    }
    return [Subject(fields=fields)]


def roadmap(book: Book, ask: Ask) -> list[Subject]:  # noqa: ARG001
    """The roadmap as a table: stage, action, content, term, who answers for it."""
    actions = sorted((a for a in book[RoadmapAction] if a.action or a.content), key=lambda a: (a.stage or 99, a.row))
    rows = []
    before: RoadmapAction | None = None
    for action in actions:
        is_new = before is None or action.stage != before.stage
        same_action = before is not None and not is_new and action.action == before.action
        before = action
        rows.append(
            {
                "номер": (action.stage or "") if is_new else "",
                "этап": (action.stage_title or "") if is_new else "",
                "мероприятие": "" if same_action else action.action or "",
                "содержание": action.content or "",
                "сроки": _term(action),
                "ответственный": action.responsible or "",
            }
        )
    return [Subject(fields={"действия": rows})] if rows else []


def _term(action: RoadmapAction) -> str:
    days = [day for day in (action.start, action.end) if day]
    return " – ".join(f"{day:%d.%m.%Y}" for day in dict.fromkeys(days))


KINDS: tuple[Kind, ...] = (
    Kind(key="regulation", title="Положение о наставничестве", scope=ONE, subjects=regulation),
    Kind(key="target_model", title="Целевая модель наставничества", scope=ONE, subjects=target_model),
    Kind(
        key="roadmap",
        title="Дорожная карта",
        scope=ONE,
        subjects=roadmap,
        nothing="Лист «Дорожная карта» пуст: верните мероприятия из шаблона книги.",
    ),
)
