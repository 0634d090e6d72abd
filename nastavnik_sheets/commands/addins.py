"""`addin build` and `addin install`: buttons for the office programs, made from text and put where they are found."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.commands.options import Options, Outcome
from nastavnik_sheets.errors import HostError, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

EXCEL_ON_MAC = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
SCRIPTS_ON_MAC = "Library/Application Scripts/com.microsoft.Excel"
SCRIPT = "nastavnik.applescript"
AFTER = (
    "Закройте Excel и откройте его снова: появится вкладка «Наставничество». Если её нет: «Файл» → «Параметры» → "
    "«Центр управления безопасностью» → «Параметры центра управления безопасностью» → «Надёжные расположения», "
    "добавьте папку «{}»."
)


def build(folder: str, *, options: Options) -> Outcome:
    """Build nastavnik.xlam into a folder, for those who install it by hand or on many computers."""
    from nastavnik_sheets.addin import xlam

    target = Path(folder)
    files = {target / xlam.FILE: xlam.xlam()}
    if not options.dry_run:
        _write(files)
    return Outcome(f"Собрано: {', '.join(map(str, files))}.", {"files": [str(path) for path in files]})


def install(*, options: Options) -> Outcome:
    """Put the add-in where this user's Excel looks for it; the buttons will start the Python that runs now."""
    files = files_to_install(sys.platform, Path.home(), os.environ, sys.executable)
    if not options.dry_run:
        _write(files)
    first = next(iter(files))
    message = f"Надстройка Excel: {first}\n{AFTER.format(first.parent)}"
    return Outcome(message, {"files": [str(path) for path in files]})


def files_to_install(system: str, home: Path, environment: Mapping[str, str], python: str) -> dict[Path, bytes]:
    """Return what goes where for Excel of one user on "win32" or "darwin", the add-in first; no rights are needed."""
    from nastavnik_sheets.addin import macros, xlam

    if system == "win32":
        roaming = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
        return {roaming / "Microsoft" / "Excel" / "XLSTART" / xlam.FILE: xlam.xlam(windows_python=python)}
    if system == "darwin":
        script = (macros("excel") / SCRIPT).read_bytes()
        return {home / EXCEL_ON_MAC / xlam.FILE: xlam.xlam(mac_python=python), home / SCRIPTS_ON_MAC / SCRIPT: script}
    raise Refused("Excel бывает на Windows и macOS: там и выполните «nastavnik addin install».")


def _write(files: Mapping[Path, bytes]) -> None:
    for path, content in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError as error:
            message = f"Файл «{path}» не записывается ({error.strerror}): закройте Excel, проверьте права и повторите."
            raise HostError(message) from error
