"""Addresses of Google Sheets: a link from the browser, `google:KEY`, or the bare key."""

from __future__ import annotations

import re

from nastavnik_sheets.errors import UsageError

_LINK = re.compile(r"https?://docs\.google\.com/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]{20,})(?:[/?#].*)?")
_KEY = re.compile(r"[A-Za-z0-9_-]{25,80}")


PREFIX = "google:"


def spreadsheet_key(address: str) -> str:
    """Return the key of a Google Sheet from a link, `google:KEY` or the key. UsageError if it is none of them."""
    text = address.strip().removeprefix(PREFIX)
    match = _LINK.fullmatch(text)
    if match:
        return match[1]
    if _KEY.fullmatch(text):
        return text
    msg = f"«{address}» — не адрес таблицы Google: скопируйте ссылку из адресной строки браузера."
    raise UsageError(msg)


def is_google(address: str) -> bool:
    """Whether an address means a Google Sheet: a link, or `google:` and the key."""
    text = address.strip()
    return text.startswith(PREFIX) or "docs.google.com/spreadsheets" in text
