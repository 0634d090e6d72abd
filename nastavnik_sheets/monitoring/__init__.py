"""Monitoring of the programme: indicators, process, influence; every figure traceable to its rows.

Plain functions of a book and a day. Nothing is graded (п. 6.5): figures are about the programme, never about a person.
"""

from nastavnik_sheets.monitoring.explaining import explain
from nastavnik_sheets.monitoring.indicators import Indicator, indicators

__all__ = ["Indicator", "explain", "indicators"]
