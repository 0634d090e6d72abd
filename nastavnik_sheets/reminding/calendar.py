"""What is due as a calendar file (.ics): all-day events that update themselves when the file is taken in again.

An event keeps its UID from run to run; one that changed has a higher SEQUENCE, one that is no longer due is CANCELLED.
What the last file said is read from it. Calendars live in clouds: people are codes there unless names are asked for.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.reminding.due import MENTOR
from nastavnik_sheets.wording import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from icalendar import Event

    from nastavnik_sheets.reminding.due import Due

FILE = "Напоминания.ics"
PRODUCT = "-//nastavnik-sheets//RU"
SHOWN = 3
"""People named in the title of an event; more are counted there and listed below."""
FORGET_CANCELLED = timedelta(days=90)
_ALARM = timedelta(hours=-15)
"""Nine in the morning of the day before."""
_FIRST_DAY = date(2020, 1, 1)
_OWN = ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED")


def calendar_file(
    found: Sequence[Due], people: Mapping[str, str], *, now: datetime, before: bytes | None = None, names: bool = False
) -> bytes:
    """Return the calendar of what is due; `before` is the last file, `people` are names by code.

    Refused: the last file is not a calendar of ours.
    """
    from icalendar import Calendar

    known = _events(before) if before else {}
    calendar = Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH"),
                        ("x-wr-calname", "Наставничество")):  # fmt: skip
        calendar.add(name, value)
    today = now.date()
    events = dict(_wanted(found, people, today, names=names))
    for uid in sorted({*events, *known}):
        event = _settled(events.get(uid), known.get(uid), now)
        if event is not None:
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(content: bytes) -> dict[str, Event]:
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(content)
    except ValueError:
        calendar = Calendar()
    if str(calendar.get("prodid", "")) != PRODUCT:
        raise Refused(f"Файл «{FILE}» — не наш календарь: переименуйте его или укажите другую папку (--out).")
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}  # type: ignore[misc]


def _wanted(
    found: Sequence[Due], people: Mapping[str, str], today: date, *, names: bool
) -> Iterator[tuple[str, Event]]:
    """Yield what should stand in the calendar: a day for each thing ahead, one day for all that is late."""
    ahead = [due for due in found if due.due >= today]
    groups: dict[tuple[object, ...], list[Due]] = {}
    for due in ahead:
        who = "" if due.who.role == MENTOR else due.who.name  # mentors do the same on the same day: one event
        groups.setdefault((due.who.role, who, due.due, due.quiet or due.task), []).append(due)
    for key, group in groups.items():
        first = group[0]
        about = [people.get(code, code) if names else code for due in group for code in due.about]
        task = (first.quiet if len(group) > 1 else "") or first.task if names else first.quiet or first.task
        actors = list(dict.fromkeys(due.who.words if names else due.who.hidden for due in group))
        reasons = list(dict.fromkeys(due.why for due in group))
        text = [", ".join(actors), *([", ".join(about)] if len(about) > SHOWN else []), *reasons[:SHOWN]]
        yield _event(":".join(map(str, key)), first.due, f"{task}{_whom(about)}", "\n".join(text))
    late = len(found) - len(ahead)
    if late:
        what = plural(late, "дело просрочено", "дела просрочены", "дел просрочено")
        yield _event("late", today, f"Наставничество: {late} {what}", "Какие — на листе «Напоминания» книги.")


def _whom(about: Sequence[str]) -> str:
    if len(about) > SHOWN:
        return f" — {len(about)} {plural(len(about), 'человек', 'человека', 'человек')}"
    return f" — {', '.join(about)}" if about else ""


def _event(key: str, day: date, summary: str, text: str) -> tuple[str, Event]:
    from icalendar import Alarm, Event

    uid = hashlib.sha256(key.encode()).hexdigest()[:24] + "@nastavnik-sheets"
    event = Event()
    values: dict[str, Any] = {
        "uid": uid,
        "dtstart": day,
        "dtend": day + timedelta(days=1),
        "summary": summary,
        "description": text,
        "transp": "TRANSPARENT",
        "class": "PRIVATE",
        "status": "CONFIRMED",
    }
    for name, value in values.items():
        event.add(name, value)
    alarm = Alarm()
    for name, value in {"action": "DISPLAY", "description": summary, "trigger": _ALARM}.items():
        alarm.add(name, value)
    event.add_component(alarm)
    return uid, event


def _settled(wanted: Event | None, known: Event | None, now: datetime) -> Event | None:
    """Return the event as it goes into the file: the known one if nothing changed, else with the next number."""
    if wanted is None:
        return _cancelled(known, now)
    if known is not None and _says(wanted) == _says(known):
        return known
    return _stamped(wanted, known, now)


def _cancelled(known: Event | None, now: datetime) -> Event | None:
    if known is None:
        return None
    if str(known.get("status")) != "CANCELLED":
        known["status"] = "CANCELLED"
        return _stamped(known, known, now)
    stamp: datetime = known.decoded("dtstamp")
    return known if stamp >= now.replace(tzinfo=UTC) - FORGET_CANCELLED else None


def _stamped(event: Event, known: Event | None, now: datetime) -> Event:
    """Number an event so that its number grows even if the last file was lost."""
    last = int(known.get("sequence", 0)) if known is not None else -1
    number = max(last + 1, (now.date() - _FIRST_DAY).days)
    for name, value in (("sequence", number), ("dtstamp", now.replace(tzinfo=UTC))):
        event.pop(name, None)
        event.add(name, value)
    return event


def _says(event: Event) -> bytes:
    from icalendar import Event as New

    plain = New()
    for name, value in event.items():
        if name.upper() not in _OWN:
            plain[name] = value
    return bytes(plain.to_ical())
