"""A new workbook made of the schema, and the manual of its sheets.

    content = template.build(today=date(2026, 9, 1))

The same arguments give the same bytes. Leaves files to `commands`.
"""

from nastavnik_sheets.template.build import build, default_period
from nastavnik_sheets.template.manual import sheets_manual

__all__ = ["build", "default_period", "sheets_manual"]
