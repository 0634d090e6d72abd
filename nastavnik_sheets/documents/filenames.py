"""Names of files that sort: day, kind, number, whom it is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

MAX_BYTES = 200
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]')


def file_name(title: str, *, day: date | None = None, number: str = "", label: str = "") -> str:
    """«2026-10-01 № 005 Приказ об утверждении пар.docx», «Согласие… Алиева П.М. У-014-9.docx»"""
    padded = re.sub(r"\d+", lambda digits: digits.group().zfill(3), number, count=1)
    parts = (f"{day:%Y-%m-%d}" if day else "", f"№ {padded}" if padded else "", title, label)
    name = _FORBIDDEN.sub("-", " ".join(part for part in parts if part)).replace("\u00a0", " ").replace("\u2011", "-")
    clean = re.sub(r"-*\s+", " ", name)
    while len(clean.encode()) > MAX_BYTES:
        clean = clean[:-1]
    return clean.strip(" .-") + ".docx"
