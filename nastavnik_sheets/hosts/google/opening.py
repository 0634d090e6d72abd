"""A Google Sheet by its address: the key of this user, the law known, the sheets of ours known by their codes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from nastavnik_sheets.errors import HostError
from nastavnik_sheets.hosts.google import access, state
from nastavnik_sheets.hosts.google.address import spreadsheet_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from nastavnik_sheets.hosts.google.host import GoogleHost


def open_google(address: str, *, now: Callable[[], datetime] = datetime.now) -> GoogleHost:
    """Return the host of a Google Sheet. HostError without a key, Refused until the law has been read."""
    key = spreadsheet_key(address)
    state.guard_permitted(key)
    return connected(key, now=now)


def connected(key: str, *, now: Callable[[], datetime] = datetime.now) -> GoogleHost:
    """Return the host of a Google Sheet, whether the law is known or not."""
    said = access.read_key(access.key_path())
    try:
        from nastavnik_sheets.hosts.google.host import GoogleHost
    except ImportError as error:
        raise HostError("Для таблиц Google нужно дополнение: pip install nastavnik-sheets[google].") from error
    from nastavnik_sheets.layout import layout

    return GoogleHost(
        key, session=access.make_session(said), account=access.account(said), layout=layout,
        lock=state.book_file(key), now=now,
    )  # fmt: skip
