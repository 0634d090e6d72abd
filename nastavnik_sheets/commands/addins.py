"""`addin build` and `addin install`: buttons for the office programs, made from text and put where they are found."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.commands.options import Options, Outcome
from nastavnik_sheets.errors import HostError, Refused, reason_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EXCEL_ON_MAC = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
SCRIPTS_ON_MAC = "Library/Application Scripts/com.microsoft.Excel"
SCRIPT = "nastavnik.applescript"
PATIENCE = 180
"""Seconds that LibreOffice may take for an extension on a slow computer."""
EXCEL = (
    "Excel: {}\nЗакройте Excel и откройте его снова: появится вкладка «Наставничество». Если её нет: «Файл» → "
    "«Параметры» → «Центр управления безопасностью» → «Параметры центра управления безопасностью» → «Надёжные "
    "расположения», добавьте папку «{}»."
)
OFFICE = (
    "LibreOffice: расширение установлено{}.\nЗакройте все окна LibreOffice и откройте книгу снова: появятся панель и "
    "меню «Наставничество». Если панели нет: «Вид» → «Панели инструментов» → «Наставничество»."
)
NEITHER = (
    "На этом компьютере не найдены ни Excel, ни LibreOffice. Соберите файлы командой «nastavnik addin build» и "
    "поставьте тот, что нужен, сами: nastavnik.oxt — двойным щелчком."
)
REFUSED = (
    "LibreOffice не принял расширение. Закройте все его окна и повторите. Если не поможет: «nastavnik addin build», "
    "затем двойной щелчок по nastavnik.oxt."
)


def build(folder: str, *, options: Options) -> Outcome:
    """Build both add-ins into a folder, for those who install them by hand or on many computers."""
    from nastavnik_sheets.addin import oxt, xlam

    target = Path(folder)
    files = {target / xlam.FILE: xlam.xlam(), target / oxt.FILE: oxt.oxt()}
    if not options.dry_run:
        _write(files)
    names = ", ".join(map(str, files))
    return Outcome(f"Собрано: {names}.", {"files": [str(path) for path in files]})


def install(*, options: Options) -> Outcome:
    """Give this user's Excel and LibreOffice the buttons; they will start the Python that runs now."""
    files = files_to_install(sys.platform, Path.home(), os.environ, sys.executable)
    unopkg = unopkg_of(_office())
    if not files and unopkg is None:
        raise Refused(NEITHER)
    said = []
    if files:
        if not options.dry_run:
            _write(files)
        first = next(iter(files))
        said.append(EXCEL.format(first, first.parent))
    if unopkg is not None:
        if not options.dry_run:
            into_office(unopkg, sys.executable)
        said.append(OFFICE.format(" для всех пользователей" if _is_root() else ""))
    facts: dict[str, object] = {"files": [str(path) for path in files], "libreoffice": unopkg is not None}
    return Outcome("\n\n".join(said), facts)


def files_to_install(system: str, home: Path, environment: Mapping[str, str], python: str) -> dict[Path, bytes]:
    """Return what goes where for Excel of one user on "win32" or "darwin", the add-in first; no rights are needed."""
    from nastavnik_sheets.addin import macros, xlam

    if system == "win32":
        roaming = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
        return {roaming / "Microsoft" / "Excel" / "XLSTART" / xlam.FILE: xlam.xlam(windows_python=python)}
    if system == "darwin":
        script = (macros("excel") / SCRIPT).read_bytes()
        return {home / EXCEL_ON_MAC / xlam.FILE: xlam.xlam(mac_python=python), home / SCRIPTS_ON_MAC / SCRIPT: script}
    return {}


def unopkg_of(office: str | None) -> str | None:
    """Return LibreOffice's program for extensions, which lies beside the office itself."""
    if office is None:
        return None
    beside = Path(office).resolve().parent
    return next((str(beside / name) for name in ("unopkg.com", "unopkg") if (beside / name).is_file()), None)


def into_office(unopkg: str, python: str, *, places: Sequence[str] = ()) -> None:
    """Give LibreOffice the extension that starts this Python; `places` are settings of where it keeps extensions."""
    from nastavnik_sheets.addin import oxt

    content = oxt.oxt(windows_python=python, mac_python=python, linux_python=python)
    with tempfile.TemporaryDirectory(prefix="nastavnik-") as folder:
        file = Path(folder) / oxt.FILE
        file.write_bytes(content)
        shared = ["--shared"] if _is_root() else []  # unopkg refuses anything else to root
        command = [unopkg, "add", "--force", "--suppress-license", *shared, *places, str(file)]
        try:
            done = subprocess.run(command, check=False, capture_output=True, timeout=PATIENCE)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired) as error:
            raise HostError(REFUSED) from error
    if done.returncode != 0:
        raise HostError(REFUSED)


def _office() -> str | None:
    from nastavnik_sheets.documents.pdf import office

    return office()


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _write(files: Mapping[Path, bytes]) -> None:
    for path, content in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError as error:
            message = f"Файл «{path}» не записывается ({reason_of(error)}): закройте Excel и повторите."
            raise HostError(message) from error
