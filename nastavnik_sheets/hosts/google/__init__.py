"""The host for workbooks that are Google Sheets; nothing here is loaded unless an address is Google's."""

from nastavnik_sheets.hosts.google.address import spreadsheet_key
from nastavnik_sheets.hosts.google.host import ChangedMeanwhile, GoogleHost

__all__ = ["ChangedMeanwhile", "GoogleHost", "spreadsheet_key"]
