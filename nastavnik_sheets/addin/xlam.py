"""The add-in for Excel: `nastavnik.xlam`, packed from the texts of macros/excel; the same texts give the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

from nastavnik_sheets import __version__
from nastavnik_sheets.addin import macros, vba
from nastavnik_sheets.addin.buttons import RIBBON, ribbon

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "nastavnik.xlam"
PROJECT = "Nastavnik"
MODULES = ("NastavnikLauncher", "NastavnikRibbon")
PYTHON_ON_WINDOWS = r"%LOCALAPPDATA%\Programs\Nastavnik\python\python.exe"
PYTHON_ON_MAC = "/usr/local/bin/python3"
_TYPES = (
    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    b"application/vnd.ms-excel.addin.macroEnabled.main+xml",
)
_RELATION = (
    b'<Relationship Id="rIdNastavnik" Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"'
    b' Target="customUI/customUI14.xml"/></Relationships>'
)
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def xlam(*, windows_python: str = PYTHON_ON_WINDOWS, mac_python: str = PYTHON_ON_MAC) -> bytes:
    """Return the add-in that starts these Pythons; %NAMES% of Windows are expanded on the user's computer."""
    settings = {**read_settings(), "python_windows": windows_python, "python_mac": mac_python, "version": __version__}
    return packed(modules(), settings)


def modules() -> list[vba.Module]:
    """Return the modules of macros/excel with their source."""
    folder = macros("excel")
    return [vba.Module(name, (folder / f"{name}.bas").read_text("utf-8")) for name in MODULES]


def read_settings(program: str = "excel") -> dict[str, str]:
    """Return what settings.txt of a program says: the Russian sentences of its macros, by key."""
    lines = (macros(program) / "settings.txt").read_text("utf-8").splitlines()
    return {key.strip(): text.strip() for key, _, text in (line.partition("=") for line in lines if line)}


def packed(code: list[vba.Module], settings: Mapping[str, str]) -> bytes:
    """Return an add-in with these modules, and settings on its sheet."""
    project = vba.project(
        PROJECT, [vba.document_module("ThisWorkbook", "workbook"), vba.document_module("Sheet1", "sheet"), *code]
    )
    return _as_addin(_workbook(project, settings))


def _workbook(project: bytes, settings: Mapping[str, str]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": settings["title"], "comments": __version__, "created": datetime(2026, 1, 1)})
    book.add_vba_project(io.BytesIO(project), is_stream=True)
    book.set_vba_name("ThisWorkbook")
    sheet = book.add_worksheet("nastavnik")
    sheet.set_vba_name("Sheet1")
    for row, pair in enumerate(settings.items()):
        sheet.write_row(row, 0, pair)
    book.close()
    return out.getvalue()


def _as_addin(content: bytes) -> bytes:
    """Turn a workbook with macros into an add-in with a ribbon."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(out, "w") as made:
        for name in book.namelist():
            part = book.read(name)
            if name == "[Content_Types].xml":
                part = part.replace(*_TYPES)
            elif name == "_rels/.rels":
                part = part.replace(b"</Relationships>", _RELATION)
            _put(made, name, part)
        _put(made, f"customUI/{RIBBON}", ribbon())
    return out.getvalue()


def _put(made: zipfile.ZipFile, name: str, part: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
    made.writestr(entry, part)
