"""What the school itself has to do: the roadmap, events, requests, the monitoring."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.facts import blank, day
from nastavnik_sheets.lists import SUPPORT, SUPPORT_ASKED
from nastavnik_sheets.reminding.due import Due, key_of
from nastavnik_sheets.roadmap import DONE, PUT_OFF, meaning_of
from nastavnik_sheets.rules import year
from nastavnik_sheets.service_sheets import Measurement, SettingRow
from nastavnik_sheets.settings import title_of
from nastavnik_sheets.year_sheets import Event, Request, RoadmapAction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.reminding.desk import Desk

LONGEST = 110
MEASURED_BEFORE = timedelta(days=14)
"""A monitoring taken so long before its day is the one that was meant."""
EVENT_DAYS = 3
"""Days after an event to write who came."""


def of_roadmap(desk: Desk) -> Iterator[Due]:
    """Actions of the roadmap whose term is near or has passed."""
    for action in desk.book[RoadmapAction]:
        if action.end is None or not desk.soon(action.end) or action.state in (DONE, PUT_OFF) or action.done:
            continue
        words = " ".join((action.content or action.action or "мероприятие").split())
        short = words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
        meaning = meaning_of(action)
        state = f"состояние «{action.state}»" if action.state else "состояние не отмечено"
        yield Due(
            who=desk.responsible(action.responsible),
            due=action.end,
            task=f"Дорожная карта: {short}",
            why=f"срок {day(action.end)}, {state}",
            record=action,
            name="state",
            key=key_of("roadmap", action.code or action.row, action.end),
            quiet=f"Дорожная карта: {meaning.word if meaning else action.code}",
        )


def of_events(desk: Desk) -> Iterator[Due]:
    """Events ahead, and past ones in which those who came are not marked."""
    for event in desk.book[Event]:
        if event.held is None or not event.code:
            continue
        who, title = desk.responsible(event.responsible), event.title or event.kind or "событие"
        quiet = f"Событие: {event.kind or event.code}"
        if event.held >= desk.today:
            if desk.soon(event.held):
                yield Due(
                    who=who,
                    due=event.held,
                    task=f"Проведите событие: {title}",
                    why=f"день {day(event.held)}",
                    record=event,
                    name="held",
                    key=key_of("event", event.code, event.held),
                    quiet=quiet,
                )
        elif event.invited and blank(desk.book, event, "attended"):
            due = event.held + timedelta(days=EVENT_DAYS)
            if desk.soon(due):
                yield Due(
                    who=who,
                    due=due,
                    task=f"Отметьте, кто был: {title}",
                    why=f"событие прошло {day(event.held)}",
                    record=event,
                    name="attended",
                    key=key_of("attended", event.code, event.held),
                    quiet=f"Отметьте, кто был: {event.code}",
                )


def of_requests(desk: Desk) -> Iterator[Due]:
    """Requests without an answer, and complaints that the mentor has not been shown (разд. 8)."""
    for request in desk.book[Request]:
        if (
            request.received is None
            or not blank(desk.book, request, "answer")
            or not blank(desk.book, request, "answered")
        ):
            continue
        due = request.received + timedelta(days=desk.settings.answer_days)
        if desk.soon(due):
            who = desk.psychologist if request.kind in (SUPPORT, SUPPORT_ASKED) else desk.coordinator
            about = (request.person,) if request.person else ()
            yield Due(
                who=who,
                due=due,
                task="Ответьте и впишите ответ",
                why=f"«{request.kind or 'обращение'}» от {day(request.received)} без ответа",
                record=request,
                name="answer",
                about=about,
                key=f"request:{request.code or request.row}",
            )
    for flag in year.complaint_is_shown(desk.book, desk.today):
        shown = flag.record
        if isinstance(shown, Request) and shown.received is not None and desk.soon(shown.received):
            yield Due(
                who=desk.coordinator,
                due=shown.received,
                task="Ознакомьте наставника с жалобой и впишите дату",
                why="наставник вправе знать о жалобе и дать объяснение (разд. 8)",
                record=shown,
                name="shown",
                about=(shown.about,) if shown.about else (),
                key=f"complaint:{shown.code or shown.row}",
            )


def of_monitoring(desk: Desk) -> Iterator[Due]:
    """The two monitorings of the year (п. 6.4)."""
    taken = [row.taken for row in desk.book[Measurement] if row.taken is not None]
    for name, what in (("interim_date", "промежуточный"), ("final_date", "итоговый")):
        due: date | None = getattr(desk.settings, name)
        if due is None or not desk.soon(due) or any(one >= due - MEASURED_BEFORE for one in taken):
            continue
        row = _setting_row(desk, name)
        yield Due(
            who=desk.coordinator,
            due=due,
            task=f"Проведите {what} мониторинг: команда «Мониторинг»",
            why=f"по «Настройкам» — {day(due)} (п. 6.4)",
            record=row,
            name="value",
            key=key_of("monitoring", name, due),
        )


def _setting_row(desk: Desk, name: str) -> SettingRow | None:
    return next((row for row in desk.book[SettingRow] if row.title == title_of(name)), None)
