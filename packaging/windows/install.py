"""Installs the bundle for one Windows user: no administrator rights, no network.

Runs on the bundle's own Python and its standard library. What is put where:

    %LOCALAPPDATA%/Programs/Nastavnik/python      Python with the libraries and the program
    %LOCALAPPDATA%/Programs/Nastavnik/*.cmd       what the shortcuts start
    Desktop and Start menu                        the shortcut «Наставник»

A new version is laid beside the old one and takes its place only when it has started once.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import traceback
import zipfile
from pathlib import Path

SHORTCUT = "Наставник.lnk"
CHECK = "import docxtpl, lxml.etree, openpyxl, pymorphy3, python_calamine, scipy.optimize, xlsxwriter"


class InstallError(Exception):
    """One calm Russian sentence that ends with what to do."""


def main(arguments: list[str]) -> int:
    """Install into the named folder, or into the user's own programs; 0 when done."""
    try:
        target = Path(arguments[0]) if arguments else default_target()
        install(Path(__file__).parent, target)
        shortcuts = make_shortcuts(target)
    except InstallError as refusal:
        print(refusal)
        return 1
    except Exception:  # noqa: BLE001  (the last stop: a person sees a sentence, the log sees the rest)
        print(f"Установка не удалась. Подробности в файле {write_log(traceback.format_exc())}")
        return 1
    print(f"Готово. {shortcuts}")
    return 0


def default_target() -> Path:
    """Where Windows keeps the programs of one user."""
    return Path(os.environ["LOCALAPPDATA"]) / "Programs" / "Nastavnik"


def install(source: Path, target: Path) -> None:
    """Lay the program out beside `target`, start it once, then let it take the place of `target`."""
    fresh = target.with_name(target.name + ".new")
    try:
        remove(fresh)
        print(f"Копирую программу в {target}")
        lay_out(source, fresh)
        start_once(fresh)
        take_place(fresh, target)
    except zipfile.BadZipFile as broken:
        raise InstallError("Архив повреждён: скопируйте его заново и повторите установку.") from broken
    except OSError as refusal:
        write_log(traceback.format_exc())
        raise InstallError(
            f"Не удалось записать «{refusal.filename or target}»: закройте окно «Наставник» и Excel, "
            "проверьте место на диске и повторите установку."
        ) from refusal


def lay_out(source: Path, fresh: Path) -> None:
    """Copy Python and the commands, unpack the libraries."""
    shutil.copytree(source / "python", fresh / "python")
    for command in sorted(source.glob("*.cmd")):
        shutil.copy2(command, fresh)
    with zipfile.ZipFile(source / "packages.zip") as packages:
        names = packages.namelist()
        for number, name in enumerate(names, start=1):
            packages.extract(name, fresh / "python")
            if number % 100 == 0 or number == len(names):
                print(f"\r  файлов: {number} из {len(names)}", end="", flush=True)
    print()


def start_once(fresh: Path) -> None:
    """Import every compiled library and run the program, so that a file eaten by an antivirus is noticed now."""
    for arguments in (["-c", CHECK], ["-m", "nastavnik_sheets", "--help"]):
        run = subprocess.run(  # noqa: S603  (our own Python, laid out a moment ago)
            [python_of(fresh), "-X", "utf8", *arguments], capture_output=True, encoding="utf-8", check=False
        )
        if run.returncode != 0:
            log = write_log(run.stdout + run.stderr)
            raise InstallError(
                "Программа скопирована, но не запускается: возможно, её файлы задержал антивирус. "
                f"Покажите файл {log} тому, кто обслуживает компьютер."
            )


def take_place(fresh: Path, target: Path) -> None:
    """Swap the folders; the old one goes only after the new one stands."""
    old = target.with_name(target.name + ".old")
    remove(old)
    if target.exists():
        target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def make_shortcuts(target: Path) -> str:
    """Put «Наставник» on the desktop and into the Start menu; a sentence that says how to start."""
    command = target / "window.cmd"
    run = subprocess.run(  # noqa: S603
        [python_of(target), "-X", "utf8", __file__, "--shortcuts", str(command)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if run.returncode != 0:
        write_log(run.stdout + run.stderr)
        return f"Значок создать не удалось: запускайте программу файлом {command}"
    return "На рабочем столе появился значок «Наставник»."


def write_shortcuts(command: Path) -> None:
    """Write both shortcuts through the Windows shell; needs pywin32, so the installed Python runs it."""
    import pythoncom
    from win32com.shell import shell

    documents = shell.SHGetKnownFolderPath(shell.FOLDERID_Documents, 0, None)
    for place in (shell.FOLDERID_Desktop, shell.FOLDERID_Programs):
        link = pythoncom.CoCreateInstance(
            shell.CLSID_ShellLink, None, pythoncom.CLSCTX_INPROC_SERVER, shell.IID_IShellLink
        )
        link.SetPath(str(command))
        link.SetWorkingDirectory(documents)
        link.SetDescription("Школьное наставничество в таблице")
        folder = shell.SHGetKnownFolderPath(place, 0, None)
        link.QueryInterface(pythoncom.IID_IPersistFile).Save(str(Path(folder) / SHORTCUT), 0)


def python_of(folder: Path) -> str:
    """The Python that stands in an installed folder."""
    return str(folder / "python" / "python.exe")


def remove(folder: Path) -> None:
    """Delete what an interrupted installation left."""
    if folder.exists():
        shutil.rmtree(folder)


def write_log(text: str) -> Path:
    """Keep the details for whoever looks after the computer; the path of the file."""
    log = Path(tempfile.gettempdir()) / "nastavnik-install.log"
    log.write_text(text, encoding="utf-8")
    return log


if __name__ == "__main__":
    if sys.argv[1:2] == ["--shortcuts"]:
        write_shortcuts(Path(sys.argv[2]))
    else:
        sys.exit(main(sys.argv[1:]))
