"""Who must do what by when: found in the records, kept on «Напоминания», sent as letters, put into a calendar.

dues(book, today)               everything that is due
reminders(book, found, today)   rows of the sheet, with the decisions people have taken
calendar_file(…)                an .ics that updates itself at the next import

Leaves what is wrong to `rules`: here is only what somebody must do by a day.
"""

from nastavnik_sheets.reminding.due import Actor, Due
from nastavnik_sheets.reminding.sheet import Reminders, reminders
from nastavnik_sheets.reminding.sources import dues

__all__ = ["Actor", "Due", "Reminders", "dues", "reminders"]
