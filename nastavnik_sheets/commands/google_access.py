"""`google`: the note about the law, what is wrong with access, and the contract of hosts held against Google itself."""

from __future__ import annotations

from pathlib import Path

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


def login(client: str, *, options: Options) -> Outcome:
    """Ask a person for access to Google Sheets in the browser and keep the permission as the key."""
    from nastavnik_sheets.hosts.google.access import key_path
    from nastavnik_sheets.hosts.google.login import ask

    if options.dry_run:
        return Outcome(f"Разрешение будет записано в «{key_path()}».", {"file": str(key_path())})
    place = ask(Path(client))
    message = f"Разрешение записано: «{place}». Проверьте его: nastavnik google doctor."
    return Outcome(message, {"file": str(place)})


def doctor(address: str | None) -> Outcome:
    """Say what is wrong with access to Google, and to one Sheet if it is named."""
    from nastavnik_sheets.hosts.google.doctor import examine

    signs = list(examine(spreadsheet_key(address) if address else None))
    marks = {True: "есть  ", None: "совет ", False: "НЕТ   "}
    lines = [f"{marks[sign.well]} {sign.what}" for sign in signs]
    broken = any(sign.well is False for sign in signs)
    if not broken:
        lines.append("Доступ к Google в порядке.")
    facts: dict[str, object] = {"signs": [{"what": sign.what, "well": sign.well} for sign in signs]}
    return Outcome("\n".join(lines), facts, 4 if broken else 0)


def selftest(address: str, *, out: str | None = None, options: Options) -> Outcome:
    """Hold a real, empty Google Sheet to the contract of hosts and record what Google says."""
    from nastavnik_sheets.commands.progress import progress_bar
    from nastavnik_sheets.hosts.contract import CONTRACT
    from nastavnik_sheets.hosts.google import selftest as testing

    key = spreadsheet_key(address)
    path = Path(out or f"google-selftest-{options.day:%Y-%m-%d}.jsonl.gz")
    if options.dry_run:
        return Outcome(f"Будет проверено обещаний: {len(CONTRACT)}; запись — в «{path}».", {"file": str(path)})
    with progress_bar("Проверка", worth=1) as progress:
        found = testing.run(key, path, tell=lambda done: progress(done, len(CONTRACT)) if progress else None)
    broken = [(words, what) for words, what in found if what]
    lines = [f"Google выполняет обещаний: {len(found) - len(broken)} из {len(found)}. Запись без ключей и имён: {path}"]
    lines += [f"  нарушено: {words} {what}" for words, what in broken]
    facts: dict[str, object] = {"kept": len(found) - len(broken), "broken": broken, "file": str(path)}
    return Outcome("\n".join(lines), facts, 1 if broken else 0)
