"""Working days: notice under ст. 351.8 ТК РФ is counted in them.

Saturdays, Sundays and the holidays of ст. 112 ТК РФ are not working days; yearly transfers of days off by the
Government are not known here, so a date counted over a holiday may be a day early and is to be checked.
"""

from __future__ import annotations

from datetime import date, timedelta

HOLIDAYS = frozenset({(1, day) for day in range(1, 9)} | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)})
NOTICE_DAYS = 3


def is_working(day: date) -> bool:
    """Whether a day is neither a weekend nor a holiday of the law."""
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def earliest_end(notified: date) -> date:
    """Return the first day on which work may end: the day after three full working days of notice."""
    day, left = notified, NOTICE_DAYS
    while left:
        day += timedelta(days=1)
        left -= is_working(day)
    return day + timedelta(days=1)
