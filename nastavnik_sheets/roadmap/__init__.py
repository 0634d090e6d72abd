"""The roadmap of the year: its stages on the dates of a programme, what each action is, what the workbook knows of it.

actions(start, end)             the roadmap of a programme
rescheduled(rows, start, end)   the rows that another period moves
meaning_of(action)              which action a row is, however a school words it

Leaves what the workbook knows to `evidence`, the next year to `yearly`, the sheet that prints to `chart`.
"""

from nastavnik_sheets.roadmap.layout import DONE, NOT_BEGUN, PUT_OFF, UNDER_WAY, actions, rescheduled
from nastavnik_sheets.roadmap.meanings import meaning_of

__all__ = ["DONE", "NOT_BEGUN", "PUT_OFF", "UNDER_WAY", "actions", "meaning_of", "rescheduled"]
