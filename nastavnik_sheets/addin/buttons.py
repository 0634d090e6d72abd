"""The buttons, told once for every office program: what the ribbon's text says of them."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from nastavnik_sheets.addin import macros

RIBBON = "customUI14.xml"


@dataclass(frozen=True)
class Button:
    """A large button: its command, its label, what it does, the group it stands in."""

    command: str
    label: str
    tip: str
    group: str
    kinds: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """Of a menu: titles with the kinds of documents and their labels."""


def ribbon() -> bytes:
    """Return the ribbon as Excel reads it."""
    return (macros("excel") / RIBBON).read_bytes()


def buttons() -> list[Button]:
    """Return the large buttons in their order."""
    root = ET.fromstring(ribbon())  # noqa: S314  (our own text)
    return [
        Button(_command(one), one.get("label", ""), one.get("supertip", ""), group.get("id", ""), _kinds(one))
        for group in root.iter(f"{root.tag.partition('}')[0]}}}group")
        for one in group
    ]


def _command(control: ET.Element) -> str:
    return control.get("id", "").removeprefix("nastavnik").lower()


def _kinds(menu: ET.Element) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for one in menu:
        if one.tag.endswith("}menuSeparator"):
            found.append((one.get("title", ""), []))
        else:
            found[-1][1].append((one.get("tag", ""), one.get("label", "")))
    return tuple((title, tuple(kinds)) for title, kinds in found)
