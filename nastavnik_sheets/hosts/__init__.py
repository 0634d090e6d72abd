"""Hosts: the places a workbook can live. Only this package knows file formats and office programs."""

from nastavnik_sheets.hosts.protocol import Cell, Grid, Host, Link, Value

__all__ = ["Cell", "Grid", "Host", "Link", "Value"]
