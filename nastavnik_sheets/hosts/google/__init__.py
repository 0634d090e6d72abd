"""The host for workbooks that are Google Sheets; gspread and google-auth are loaded only when one is opened."""

from nastavnik_sheets.hosts.google.address import is_google, spreadsheet_key

__all__ = ["is_google", "spreadsheet_key"]
