"""The buttons and menus, told once for every office program: the ribbon's text, and the kinds of documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

from nastavnik_sheets.addin import macros

if TYPE_CHECKING:
    from collections.abc import Iterator

RIBBON = "customUI14.xml"
GROUPS = (
    ("Приказы", ("order_",)),
    ("Положение и карта", ("regulation", "target_model", "roadmap")),
    ("Согласия и договоры", ("consent_", "agreement_", "notice_", "contract_")),
    ("Работа пар", ("memo_", "plan_", "journal", "mentor_report", "questionnaire", "reminder")),
    ("Базы", ("base_",)),
    ("Благодарности и награды", ("letter_", "gratitude", "certificate_", "diploma_")),
    ("Другие документы", ("",)),
)
"""Titles in the menu of documents, with how the keys of their kinds begin."""
_PLACE = "<!-- documents -->"


@dataclass(frozen=True)
class Line:
    """A line of a menu; its command is a word, or the menu's own with a kind of document: `documents/order_pairs`."""

    command: str
    label: str
    tip: str


@dataclass(frozen=True)
class Button:
    """A button or a menu: its command, its label, what it does, the group it stands in."""

    command: str
    label: str
    tip: str
    group: str
    large: bool
    lines: tuple[tuple[str, tuple[Line, ...]], ...] = ()
    """Of a menu: titles with the lines under them."""


def ribbon() -> bytes:
    """Return the ribbon as Excel reads it, its menu with every kind of document."""
    text = (macros("excel") / RIBBON).read_text("utf-8")
    return text.replace(_PLACE, "\n".join(_menu())).encode()


def _menu() -> Iterator[str]:
    for number, (title, kinds) in enumerate(_grouped(), start=1):
        yield f'<menuSeparator id="nastavnikDocuments{number}" title={quoteattr(title)}/>'
        for key, label in kinds:
            named = f'id="nastavnik_{key}" label={quoteattr(label)} tag="{key}"'
            yield f'<button {named} onAction="Nastavnik_Documents"/>'


def _grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    from nastavnik_sheets.documents import catalogue

    found: dict[str, list[tuple[str, str]]] = {title: [] for title, _ in GROUPS}
    for key, label, _ in catalogue():
        title = next(title for title, starts in GROUPS if key.startswith(starts))
        found[title].append((key, label))
    return [(title, kinds) for title, kinds in found.items() if kinds]


def buttons() -> list[Button]:
    """Return the buttons and the menus in their order."""
    root = ET.fromstring(ribbon())  # noqa: S314  (our own text)
    return [
        Button(*_told(one), group=group.get("id", ""), large=one.get("size") == "large", lines=_lines(one))
        for group in root.iter(f"{root.tag.partition('}')[0]}}}group")
        for one in group
    ]


def name_of(command: str) -> str:
    """Return how people know a command: «Проверить» (check), or «forget» if it has no button."""
    root = ET.fromstring((macros("excel") / RIBBON).read_bytes())  # noqa: S314  (our own text)
    label = next((one.get("label") for one in root.iter() if _command(one) == command), None)
    return f"«{label}» ({command})" if label else f"«{command}»"


def _command(control: ET.Element) -> str:
    return control.get("id", "").removeprefix("nastavnik").lower()


def _told(control: ET.Element) -> tuple[str, str, str]:
    return _command(control), control.get("label", ""), control.get("supertip", "")


def _lines(menu: ET.Element) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    found: list[tuple[str, list[Line]]] = []
    for one in menu:
        if one.tag.endswith("}menuSeparator"):
            found.append((one.get("title", ""), []))
        elif kind := one.get("tag"):
            found[-1][1].append(Line(f"{_command(menu)}/{kind}", one.get("label", ""), ""))
        else:
            found[-1][1].append(Line(*_told(one)))
    return tuple((title, tuple(lines)) for title, lines in found)
