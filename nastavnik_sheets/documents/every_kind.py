"""Every kind of document there is, in the order people meet them. Leaves what a kind is to `kinds`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.documents import (
    bases,
    consent_papers,
    event_papers,
    honours,
    memos,
    orders,
    pair_papers,
    regulations,
    reminder_letters,
    year_orders,
)

if TYPE_CHECKING:
    from nastavnik_sheets.documents.kinds import Kind


def all_kinds() -> tuple[Kind, ...]:
    """Return every kind in the order people meet them in the year."""
    return (
        *year_orders.FIRST_KINDS,
        *orders.KINDS,
        *year_orders.LAST_KINDS,
        *regulations.KINDS,
        *consent_papers.KINDS,
        *memos.KINDS,
        *pair_papers.KINDS,
        *event_papers.KINDS,
        *bases.KINDS,
        *honours.KINDS,
        *reminder_letters.KINDS,
    )


def kind_named(key: str) -> Kind | None:
    """Return a kind by its key or its Russian title."""
    wanted = key.strip().casefold()
    return next((kind for kind in all_kinds() if wanted in {kind.key, kind.title.casefold()}), None)
