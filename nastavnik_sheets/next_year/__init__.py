"""The next year's workbook, made of the last one: who goes on, what is kept, what begins anew.

    carried = carry(last, today=date(2027, 8, 20))
    carried.settings, carried.records, carried.told

The last workbook is read and never changed: it is the history. Leaves making the file to `template` and `commands`.
"""

from nastavnik_sheets.next_year.carrying import Carried, carry

__all__ = ["Carried", "carry"]
