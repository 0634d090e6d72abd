"""The add-in for Excel opened in LibreOffice, which reads its macros and runs every button with a stand-in launcher."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree

from nastavnik_sheets.addin import vba, xlam
from nastavnik_sheets.addin.buttons import ribbon

FILTER = "Calc MS Excel 2007 VBA XML"
LAUNCHER = """Attribute VB_Name = "NastavnikLauncher"
Public Sub RunNastavnik(ByVal CommandName As String)
    ThisWorkbook.Worksheets(1).Range("D1").Value = "run " & CommandName
End Sub
Public Sub RunNastavnikOnFile(ByVal CommandName As String)
    ThisWorkbook.Worksheets(1).Range("D1").Value = "file " & CommandName
End Sub
"""
"""Stands in for the launcher, which needs Windows or a Mac: it writes down what it was asked for."""
COMMANDS = {
    "Nastavnik_Check": "run check", "Nastavnik_Import": "file import", "Nastavnik_Suggest": "run suggest",
    "Nastavnik_Confirm": "run confirm", "Nastavnik_Monitor": "run monitor",
    "Nastavnik_Documents": "run documents order_pairs", "Nastavnik_Remind": "run remind",
    "Nastavnik_Sync": "run sync", "Nastavnik_Undo": "run undo", "Nastavnik_Help": "run help",
    "Nastavnik_Fix": "run fix", "Nastavnik_Roadmap": "run roadmap", "Nastavnik_Mentors": "run mentors",
    "Nastavnik_Plan": "run plan", "Nastavnik_Journal": "run journal", "Nastavnik_Pair": "run pair",
    "Nastavnik_Awards": "run awards", "Nastavnik_Grant": "run grant", "Nastavnik_Publish": "run publish",
    "Nastavnik_Privacy": "run privacy", "Nastavnik_Consents": "run consents",
}  # fmt: skip


def load(context: Any, path: Path) -> Any:
    import uno

    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    wanted = {"Hidden": True, "FilterName": FILTER, "MacroExecutionMode": 4}
    given = [uno.createUnoStruct("com.sun.star.beans.PropertyValue", Name=n, Value=v) for n, v in wanted.items()]
    document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, tuple(given))
    assert document is not None
    return document


def test_libreoffice_opens_the_add_in_and_reads_its_macros_and_sentences(context: Any, tmp_path: Path) -> None:
    path = tmp_path / "nastavnik.xlam"
    path.write_bytes(xlam.xlam())
    document = load(context, path)
    library = document.BasicLibraries.getByName(xlam.PROJECT)
    assert set(library.ElementNames) == {"ThisWorkbook", "Sheet1", *xlam.MODULES}
    for module in xlam.modules():
        code = [line for line in module.source.splitlines() if not line.startswith("Attribute")]
        read = library.getByName(module.name)
        assert all(line in read for line in code), module.name
    assert document.Sheets.getByIndex(0).getCellRangeByName("B1").String == "Наставничество"
    document.close(True)


def test_every_button_of_the_ribbon_runs_its_command(context: Any, tmp_path: Path) -> None:
    ribbon = next(module for module in xlam.modules() if module.name == "NastavnikRibbon")
    path = tmp_path / "buttons.xlam"
    path.write_bytes(xlam.packed([vba.Module("NastavnikLauncher", LAUNCHER), ribbon], xlam.read_settings()))
    document = load(context, path)
    control = document.createInstance("com.sun.star.form.component.CommandButton")
    control.Tag = "order_pairs"
    told = document.Sheets.getByIndex(0).getCellRangeByName("D1")
    done = {}
    for name in callbacks():
        told.String = ""
        uri = f"vnd.sun.star.script:{xlam.PROJECT}.NastavnikRibbon.{name}?language=Basic&location=document"
        document.ScriptProvider.getScript(uri).invoke((control,), (), ())
        done[name] = told.String
    document.close(True)
    assert done == COMMANDS


def callbacks() -> list[str]:
    controls = etree.fromstring(ribbon()).iter()
    return list(dict.fromkeys(str(one.get("onAction")) for one in controls if one.get("onAction")))
