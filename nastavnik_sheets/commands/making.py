"""`new`, `template`, `schema`: a fresh workbook, the template and the manual of sheets, the schema for machines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from nastavnik_sheets.commands import fresh
from nastavnik_sheets.commands.options import Options, Outcome
from nastavnik_sheets.errors import UsageError

TEMPLATE_DAY = date(2026, 3, 1)


def new(address: str, *, demo: bool = False, last_year: str | None = None, options: Options) -> Outcome:
    """Make a fresh workbook from the schema, an invented school's year, or the year after that of another workbook.

    An existing file is never touched.
    """
    from nastavnik_sheets.hosts.google import is_google

    if is_google(address):
        from nastavnik_sheets.commands import google_book

        return google_book.new(address, demo=demo, options=options)
    path = Path(address)
    fresh.require_new(path)
    if last_year is not None:
        if demo:
            raise UsageError("Или --demo, или --from: книга бывает придуманная или продолжает прошлый год.")
        from nastavnik_sheets.commands.continuing import continued

        return continued(path, last_year, options=options)
    if demo:
        from nastavnik_sheets.demo import school

        return school.fill(path, options=options)
    return fresh.make(path, options=options)


def make_template(folder: str, *, options: Options) -> Outcome:
    """Rebuild workbook_template.xlsx, two pages of docs/ and macros/google/Code.gs in the project's folder."""
    from nastavnik_sheets import template
    from nastavnik_sheets.forms.menu import menu_script
    from nastavnik_sheets.rules.catalogue import rules_manual

    root = Path(folder)
    files = {root / "workbook_template.xlsx": template.build(today=TEMPLATE_DAY),
             root / "docs" / "sheets.md": template.sheets_manual().encode(),
             root / "docs" / "rules.md": rules_manual().encode(),
             root / "macros" / "google" / "Code.gs": menu_script().encode()}  # fmt: skip
    if not options.dry_run:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    names = ", ".join(path.name for path in files)
    return Outcome(f"Собрано: {names}.", {"files": [str(path) for path in files]})


def schema() -> Outcome:
    """Show all sheets and columns."""
    from nastavnik_sheets.lists import initial_values
    from nastavnik_sheets.schema import as_json
    from nastavnik_sheets.workbook import SHEETS

    lines = []
    for sheet in SHEETS:
        lines.append(f"{sheet.title} ({sheet.key}) — {sheet.help}")
        lines.extend(f"    {c.title}{' *' if c.required else ''} — {c.kind.name}" for c in sheet.columns)
    return Outcome("\n".join(lines), as_json(SHEETS, initial_values()))
