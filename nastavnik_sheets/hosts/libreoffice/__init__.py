"""LibreOffice Calc as an engine of xlwings: code written for the open Excel workbook works on it unchanged."""

from __future__ import annotations

from nastavnik_sheets.hosts.libreoffice.engine import Engine, activate, fullname
from nastavnik_sheets.hosts.libreoffice.office import connect, speak_through

__all__ = ["Engine", "activate", "connect", "fullname", "speak_through"]
