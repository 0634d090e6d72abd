"""Where the pivot tables of a worksheet are, their page filters included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.hosts.xlsx import areas, markup
from nastavnik_sheets.hosts.xlsx.areas import Area

if TYPE_CHECKING:
    from nastavnik_sheets.hosts.xlsx.package import Package


def pivot_areas(package: Package, sheet_part: str) -> list[Area]:
    """Return the ranges that pivot tables fill; page filters stand a blank line above their table."""
    found = []
    for part in package.related(sheet_part, "pivotTable"):
        xml = package.xml(part)
        location = markup.child(xml, markup.root(xml), b"location")
        said = markup.attributes(location.tag(xml)) if location else {}
        try:
            area = areas.parse_area(said.get("ref", ""))
        except ValueError:
            continue
        found.append(area)
        pages, across = (
            markup.number(said.get(name), least) for name, least in (("rowPageCount", 0), ("colPageCount", 1))
        )
        if pages:
            top = max(area.top - 1 - pages, 1)
            found.append(Area(top, area.left, max(area.top - 2, top), area.left + 3 * max(across, 1) - 2))
    return found
