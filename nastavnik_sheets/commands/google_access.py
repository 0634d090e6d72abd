"""`google allow`: the note about the law, read and remembered for one Google Sheet."""

from __future__ import annotations

from nastavnik_sheets.commands.options import Options, Outcome
from nastavnik_sheets.commands.run import user
from nastavnik_sheets.hosts.google import spreadsheet_key, state


def allow(address: str, *, options: Options) -> Outcome:
    """Show the note about the law and remember who has read it for which Sheet."""
    key = spreadsheet_key(address)
    if not options.dry_run:
        state.permit(key, today=options.day, who=user())
    folder = state.state_folder(key)
    message = (
        f"{state.LAW}\nЗаписано: школа решила работать с этой таблицей Google. Журналы и документы для неё лежат на "
        f"этом компьютере: {folder}"
    )
    return Outcome(message, {"spreadsheet": key, "folder": str(folder)})
