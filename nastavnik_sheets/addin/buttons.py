"""The buttons, told once for every office program: what the ribbon's text says of them, and the kinds of documents."""

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
class Button:
    """A large button: its command, its label, what it does, the group it stands in."""

    command: str
    label: str
    tip: str
    group: str
    kinds: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """Of a menu: titles with the kinds of documents and their labels."""


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
