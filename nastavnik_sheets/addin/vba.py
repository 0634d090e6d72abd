"""A VBA project written from source alone ([MS-OVBA]): Excel compiles it when it opens the add-in.

No compiled cache is written, so what runs is what the text says. The source must fit code page 1251; the strings of
our macros are ASCII.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nastavnik_sheets.addin import compound
from nastavnik_sheets.addin.compression import compress

if TYPE_CHECKING:
    from collections.abc import Sequence

CODEPAGE, ENCODING, ENGLISH = 1251, "cp1251", 0x409
PROJECT_ID = "{5A6D1B1E-3C0F-4E5B-9B0B-6E6173746176}"
REFERENCES = (
    ("stdole", r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"),
    (
        "Office",
        (
            r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0"
            r"#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library"
        ),
    ),
)
_SOURCE_ONLY = bytes.fromhex("cc61ffff000000")
"""The whole `_VBA_PROJECT` stream: version 0xFFFF tells Office that there is no compiled cache."""
_COOKIE = 0xFFFF
_DOCUMENT_CLASSES = {"workbook": "00020819", "sheet": "00020820"}


@dataclass(frozen=True)
class Module:
    """A module with its source as it stands in a .bas file; `document` modules belong to the workbook or a sheet."""

    name: str
    source: str
    document: bool = False


def document_module(name: str, kind: str) -> Module:
    """Return the module without code that every workbook and every sheet ("workbook", "sheet") must have."""
    attributes = {
        "VB_Name": f'"{name}"',
        "VB_Base": f'"0{{{_DOCUMENT_CLASSES[kind]}-0000-0000-C000-000000000046}}"',
        "VB_GlobalNameSpace": "False",
        "VB_Creatable": "False",
        "VB_PredeclaredId": "True",
        "VB_Exposed": "True",
        "VB_TemplateDerived": "False",
        "VB_Customizable": "True",
    }
    return Module(name, "".join(f"Attribute {key} = {value}\n" for key, value in attributes.items()), document=True)


def project(name: str, modules: Sequence[Module]) -> bytes:
    """Return the bytes of vbaProject.bin."""
    streams: compound.Storage = {module.name: compress(_encoded(module.source)) for module in modules}
    vba: compound.Storage = {**streams, "_VBA_PROJECT": _SOURCE_ONLY, "dir": compress(_dir(name, modules))}
    names = b"".join(m.name.encode(ENCODING) + b"\0" + m.name.encode("utf-16-le") + b"\0\0" for m in modules)
    return compound.write({"VBA": vba, "PROJECT": _project_text(name, modules), "PROJECTwm": names + b"\0\0"})


def _encoded(source: str) -> bytes:
    return "\r\n".join(source.splitlines()).encode(ENCODING) + b"\r\n"


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HI", kind, len(content)) + content


def _both(text: str, kind: int, unicode_kind: int) -> bytes:
    return _record(kind, text.encode(ENCODING)) + _record(unicode_kind, text.encode("utf-16-le"))


def _dir(name: str, modules: Sequence[Module]) -> bytes:
    """Return the directory of the project: its properties, references and modules."""
    information = [
        _record(0x01, struct.pack("<I", 1)),
        _record(0x02, struct.pack("<I", ENGLISH)),
        _record(0x14, struct.pack("<I", ENGLISH)),
        _record(0x03, struct.pack("<H", CODEPAGE)),
        _record(0x04, name.encode(ENCODING)),
        _both("", 0x05, 0x40),
        _both("", 0x06, 0x3D),
        _record(0x07, struct.pack("<I", 0)),
        _record(0x08, struct.pack("<I", 0)),
        struct.pack("<HIIH", 0x09, 4, 1, 1),
        _both("", 0x0C, 0x3C),
    ]
    references = [_both(title, 0x16, 0x3E) + _reference(library) for title, library in REFERENCES]
    count = [_record(0x0F, struct.pack("<H", len(modules))), _record(0x13, struct.pack("<H", _COOKIE))]
    return b"".join([*information, *references, *count, *map(_module, modules), _record(0x10)])


def _reference(library: str) -> bytes:
    name = library.encode(ENCODING)
    return _record(0x0D, struct.pack("<I", len(name)) + name + bytes(6))


def _module(module: Module) -> bytes:
    return b"".join([
        _both(module.name, 0x19, 0x47),
        _both(module.name, 0x1A, 0x32),
        _both("", 0x1C, 0x48),
        _record(0x31, struct.pack("<I", 0)),
        _record(0x1E, struct.pack("<I", 0)),
        _record(0x2C, struct.pack("<H", _COOKIE)),
        _record(0x22 if module.document else 0x21),
        _record(0x2B),
    ])  # fmt: skip


def _project_text(name: str, modules: Sequence[Module]) -> bytes:
    listed = [f"Document={m.name}/&H00000000" if m.document else f"Module={m.name}" for m in modules]
    lines = [
        f'ID="{PROJECT_ID}"',
        *listed,
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_hidden(bytes(4), seed=0x11)}"',
        f'DPB="{_hidden(bytes(1), seed=0x22)}"',
        f'GC="{_hidden(bytes([255]), seed=0x33)}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{m.name}=0, 0, 0, 0, C" for m in modules),
    ]
    return "\r\n".join([*lines, ""]).encode(ENCODING)


def _hidden(content: bytes, *, seed: int) -> str:
    """Return a property as [MS-OVBA] 2.4.3 hides it: no protection, no password, project visible."""
    key = sum(PROJECT_ID.encode()) & 0xFF
    out = [seed, seed ^ 2, seed ^ key]
    plain = key
    for byte in [*[0] * ((seed & 6) // 2), *len(content).to_bytes(4, "little"), *content]:
        out.append(byte ^ ((out[-2] + plain) & 0xFF))
        plain = byte
    return bytes(out).hex().upper()
