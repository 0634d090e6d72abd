"""The school's own look from «Настройки»: font, size, margins, where the letterhead stands.

A setting that differs from the usual one is put into the template's XML before it is compiled; what a person changed
in the template itself stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from nastavnik_sheets.documents.word_package import DOCUMENT, STYLES
from nastavnik_sheets.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

_SIDES = ("left", "right", "top", "bottom")
_TURNED = {"top": "left", "right": "top", "bottom": "right", "left": "bottom"}
_MARGIN = re.compile(
    r"(<w:sectPr\b(?:(?!</w:sectPr>).)*?)(<w:pgSz\b[^>]*/>)(\s*)<w:pgMar\b([^>]*)/>(?!\s*<w:pgBorders)", re.DOTALL
)
_TWIPS = 1440 / 25.4
_CORNER_MM = 80
_WIDTH_MM = 210


def school_look(settings: Settings) -> Callable[[str, str], str]:
    """Return what changes a part's XML to the school's look."""

    def changed(part: str, xml: str) -> str:
        if part == STYLES:
            return _styles(xml, settings)
        return _margins(xml, settings) if part == DOCUMENT else xml

    return changed


def _styles(xml: str, settings: Settings) -> str:
    usual = Settings()
    if settings.font != usual.font:
        xml = xml.replace(f'"{usual.font}"', quoteattr(settings.font))
    if settings.font_size != usual.font_size:
        defaults, mark, rest = xml.partition("</w:docDefaults>")
        sized = re.sub(r'(<w:szC?s? w:val=")\d+"', rf'\g<1>{settings.font_size * 2}"', defaults)
        xml = sized + mark + rest
    xml = _tab_at_edge(xml, settings)
    return _in_corner(xml, settings) if settings.letterhead == "углом" else xml


def _in_corner(xml: str, settings: Settings) -> str:
    """Narrow the letterhead to 8 cm at the left, as the standard allows."""
    right = round((_WIDTH_MM - settings.margin_left - settings.margin_right - _CORNER_MM) * _TWIPS)
    for style_id in ("letterhead", "school", "kind", "place", "number"):
        xml = _style(xml, style_id, lambda style: _with_indent(style, right))
    return _style(xml, "number", lambda style: _with_tab(style, _CORNER_MM))


def _tab_at_edge(xml: str, settings: Settings) -> str:
    edge = _WIDTH_MM - settings.margin_left - settings.margin_right
    for style_id in ("number", "dated", "line"):
        xml = _style(xml, style_id, lambda style: _with_tab(style, edge))
    return xml


def _style(xml: str, style_id: str, change: Callable[[str], str]) -> str:
    pattern = re.compile(rf'<w:style\b[^>]*w:styleId="{style_id}"[^>]*>.*?</w:style>', re.DOTALL)
    return pattern.sub(lambda found: change(found.group()), xml, count=1)


def _with_indent(style: str, right: int) -> str:
    return re.sub(r"(<w:spacing\b[^>]*/>)", rf'\1<w:ind w:right="{right}"/>', style, count=1)


def _with_tab(style: str, place: int) -> str:
    return re.sub(r'(<w:tab\b[^>]*w:pos=")\d+"', rf'\g<1>{round(place * _TWIPS)}"', style, count=1)


def _margins(xml: str, settings: Settings) -> str:
    usual = Settings()
    if all(getattr(settings, f"margin_{side}") == getattr(usual, f"margin_{side}") for side in _SIDES):
        return xml
    return _MARGIN.sub(lambda found: _margin(found, settings), xml)


def _margin(found: re.Match[str], settings: Settings) -> str:
    turned = 'w:orient="landscape"' in found[2]
    attributes = found[4]
    for side in _SIDES:
        millimetres = getattr(settings, f"margin_{_TURNED[side] if turned else side}")
        attributes = re.sub(rf'w:{side}="-?\d+"', f'w:{side}="{round(millimetres * _TWIPS)}"', attributes)
    return f"{found[1]}{found[2]}{found[3]}<w:pgMar{attributes}/>"
