"""Addresses of Google Sheets: a link from the browser or the bare key."""

from __future__ import annotations

import re

from nastavnik_sheets.errors import UsageError

_LINK = re.compile(r"https?://docs\.google\.com/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]{20,})(?:[/?#].*)?")
_KEY = re.compile(r"[A-Za-z0-9_-]{25,80}")


def spreadsheet_key(address: str) -> str:
    """Return the key of a Google Sheet from a link or the key itself. UsageError if it is neither."""
    text = address.strip()
    match = _LINK.fullmatch(text)
    if match:
        return match[1]
    if _KEY.fullmatch(text):
        return text
    msg = f"«{address}» — не адрес таблицы Google: скопируйте ссылку из адресной строки браузера."
    raise UsageError(msg)


def is_google(address: str) -> bool:
    """Whether an address is a link to a Google Sheet."""
    return _LINK.fullmatch(address.strip()) is not None
