"""The extension for LibreOffice: `nastavnik.oxt`, packed from the texts of macros/libreoffice and the ribbon of Excel.

Nothing is compressed, so that the same texts give the same bytes everywhere.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from nastavnik_sheets import __version__
from nastavnik_sheets.addin import macros
from nastavnik_sheets.addin.buttons import RIBBON, buttons, ribbon
from nastavnik_sheets.addin.xlam import PYTHON_ON_MAC, PYTHON_ON_WINDOWS, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nastavnik_sheets.addin.buttons import Button, Line

FILE = "nastavnik.oxt"
PYTHON_ON_LINUX = "/usr/bin/python3"
TITLE = "Наставничество"
_CONFIGURATION = ("Addons.xcu", "CalcWindowState.xcu", "Controllers.xcu", "ProtocolHandler.xcu")
_CODE = ("handler.py", "nastavnik_bridge.py")
_GIVEN = {"Submenu", "OfficeMenuBar", "OfficeToolBar", "Images", "UserDefinedImages"}
"""Nodes that LibreOffice has itself; the others are ours."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
{}
</manifest:manifest>
"""
_ADDONS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:component-data oor:name="Addons" oor:package="org.openoffice.Office"
    xmlns:oor="http://openoffice.org/2001/registry">
<node oor:name="AddonUI">
{}
</node>
</oor:component-data>
"""


def oxt(
    *,
    windows_python: str = PYTHON_ON_WINDOWS,
    mac_python: str = PYTHON_ON_MAC,
    linux_python: str = PYTHON_ON_LINUX,
) -> bytes:
    """Return the extension that starts these Pythons; %NAMES% of Windows are expanded on the user's computer."""
    pythons = {"python_windows": windows_python, "python_mac": mac_python, "python_linux": linux_python}
    folder = macros("libreoffice")
    parts = {name: (folder / name).read_bytes() for name in _CONFIGURATION[1:]}
    parts |= {"Addons.xcu": addons(buttons()).encode(), "META-INF/manifest.xml": _manifest().encode()}
    parts |= {f"python/{name}": (folder / name).read_bytes() for name in _CODE[:1]}
    parts |= {f"python/pythonpath/{name}": (folder / name).read_bytes() for name in _CODE[1:]}
    parts |= {"python/settings.txt": _settings(pythons), f"python/{RIBBON}": ribbon()}
    parts |= {f"icons/{path.name}": path.read_bytes() for path in sorted((folder / "icons").glob("*.svg"))}
    parts["description.xml"] = (folder / "description.xml").read_text("utf-8").format(version=__version__).encode()
    parts["description.txt"] = (folder / "description.txt").read_bytes()
    return _packed(parts)


def _settings(pythons: Mapping[str, str]) -> bytes:
    known = {**read_settings(), **read_settings("libreoffice"), **pythons}
    return "".join(f"{key} = {text}\n" for key, text in known.items()).encode()


def _manifest() -> str:
    kinds = {f"python/{_CODE[0]}": "application/vnd.sun.star.uno-component;type=Python"}
    kinds |= dict.fromkeys(_CONFIGURATION, "application/vnd.sun.star.configuration-data")
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    return _MANIFEST.format("\n".join(entry.format(*pair) for pair in kinds.items()))


def addons(shown: list[Button]) -> str:
    """Return the menu, the toolbar and the icons of these buttons in LibreOffice's words."""
    menu = _node("nastavnik.menu", _text("Title", TITLE), _node("Submenu", *_numbered(_menu(shown))))
    on_bar = [_item(one.label, f"nastavnik:{one.command}") + _tipped(one) for one in shown]
    bar = _node("nastavnik.toolbar", *_numbered(on_bar))
    parts = [
        _node("OfficeMenuBar", menu),
        _node("OfficeToolBar", bar),
        _node("Images", *(_images(command) for command in _pictured(shown))),
    ]
    return _ADDONS.format("\n".join(parts))


def _menu(shown: list[Button]) -> list[str]:
    """Return the lines of the menu, with a line between the groups of the ribbon."""
    lines, group = [], ""
    for one in shown:
        if group not in ("", one.group):
            lines.append(_plain("URL", "private:separator"))
        group = one.group
        inner = _node("Submenu", *_numbered(_submenu(one))) if one.lines else ""
        lines.append(_item(one.label, f"nastavnik:{one.command}") + inner)
    return lines


def _submenu(menu: Button) -> list[str]:
    """Return the lines of a menu: the many kinds of documents under their titles, other commands in one list."""
    if menu.command == "documents":
        return [_titled(title, lines) for title, lines in menu.lines]
    shown: list[str] = []
    for _, lines in menu.lines:
        shown += [_plain("URL", "private:separator")] if shown else []
        shown += [_item(one.label, f"nastavnik:{one.command}") for one in lines]
    return shown


def _titled(title: str, lines: Iterable[Line]) -> str:
    items = _numbered([_item(one.label, f"nastavnik:{one.command}") for one in lines])
    return _text("Title", title) + _plain("URL", "") + _node("Submenu", *items)


def _item(label: str, url: str) -> str:
    in_calc = _plain("Context", "com.sun.star.sheet.SpreadsheetDocument")
    return _text("Title", label) + _plain("URL", url) + _plain("Target", "_self") + in_calc


def _tipped(one: Button) -> str:
    """Return the kind of control that shows a tip told to it; a menu has no such kind."""
    return "" if one.lines else _plain("ControlType", "ToggleButton")


def _pictured(shown: list[Button]) -> list[str]:
    """Return the commands with a picture of their own: all but the kinds of documents."""
    lines = [line.command for one in shown for _, lines in one.lines for line in lines]
    return [*(one.command for one in shown), *(command for command in lines if "/" not in command)]


def _images(command: str) -> str:
    urls = [_plain(name, f"%origin%/icons/{command}.svg") for name in ("ImageSmallURL", "ImageBigURL")]
    return _node(f"nastavnik.{command}", _plain("URL", f"nastavnik:{command}"), _node("UserDefinedImages", *urls))


def _numbered(items: list[str]) -> list[str]:
    """Return nodes named so that they stay in their order: LibreOffice sorts them by name."""
    return [_node(f"m{number:03d}", item) for number, item in enumerate(items)]


def _node(name: str, *inside: str) -> str:
    replace = "" if name in _GIVEN else ' oor:op="replace"'
    return f'<node oor:name="{name}"{replace}>{"".join(inside)}</node>'


def _text(name: str, value: str) -> str:
    return f'<prop oor:name="{name}"><value xml:lang="en-US">{escape(value)}</value></prop>'


def _plain(name: str, value: str) -> str:
    return f'<prop oor:name="{name}"><value>{escape(value)}</value></prop>'


def _packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.create_system = 0
            made.writestr(entry, parts[name])
    return out.getvalue()
