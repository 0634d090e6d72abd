"""Hyperlinks of a worksheet: set for some cells, taken away from others, the rest left as they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nastavnik_sheets.addresses import address
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts.xlsx import areas, markup

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nastavnik_sheets.hosts.protocol import Link
    from nastavnik_sheets.hosts.xlsx.frame import Frame
    from nastavnik_sheets.hosts.xlsx.package import Package
    from nastavnik_sheets.hosts.xlsx.workbook import Workbook

MOST_LINKS = 65_530
"""Links on a sheet: the limit of Excel."""
LONGEST_ADDRESS = 2_079
"""Characters in an address outside: the limit of Excel."""

_PLAIN_TITLE = re.compile(r"[^\W\d][\w.]*")
_LIKE_ADDRESS = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*")


def set_links(
    package: Package,
    book: Workbook,
    part: str,
    frame: Frame,
    *,
    links: Mapping[tuple[int, int], Link],
    unlinked: Callable[[areas.Area], bool],
) -> None:
    """Put these links; old links of the same cells go, and those whose area is `unlinked`."""
    kept, gone = _sorted_out(frame, links, unlinked)
    outside = [one.target for one in links.values() if not one.target.startswith("#")]
    ids = package.relate_all(part, f"{book.relation_types}/hyperlink", outside)
    if not links and not gone:
        return
    relation, declaration = _relation_prefix(frame, book)
    new = [_markup(frame.prefix, cell, link, ids, relation, declaration) for cell, link in sorted(links.items())]
    frame.put(b"hyperlinks", b"".join((*kept, *new)))
    still = b"".join(kept) + frame.tail
    package.unrelate(part, [one for one in gone if one and not _used(one, still)])


def _used(relation: str, xml: bytes) -> bool:
    return re.search(rb"""=\s*["']%s["']""" % re.escape(relation.encode()), xml) is not None


def _sorted_out(
    frame: Frame, links: Mapping[tuple[int, int], Link], unlinked: Callable[[areas.Area], bool]
) -> tuple[list[bytes], list[str]]:
    kept: list[bytes] = []
    gone: list[str] = []
    parent = frame.in_tail(b"hyperlinks")
    for element in markup.children(frame.tail, parent) if parent else ():
        tag = element.tag(frame.tail)
        found = areas.parse_areas(markup.attribute(tag, "ref") or "")
        area = found[0] if found else None
        if area and ((area.single and (area.top, area.left) in links) or unlinked(area)):
            gone.append(markup.prefixed(tag, "id") or "")
        else:
            kept.append(frame.tail[element.start : element.end])
    return kept, gone


def _relation_prefix(frame: Frame, book: Workbook) -> tuple[bytes, bytes]:
    """Return the prefix the sheet has for relation ids, and its declaration if it has none."""
    said = markup.attributes(frame.head)
    for name, text in said.items():
        if text == book.relation_types and name.startswith("xmlns:"):
            return name[6:].encode(), b""
    return b"r", b' xmlns:r="%s"' % book.relation_types.encode()


def _markup(
    prefix: bytes, cell: tuple[int, int], link: Link, ids: Mapping[str, str], relation: bytes, declaration: bytes
) -> bytes:
    reference = address(*cell).encode()
    if link.target.startswith("#"):
        where = b' location="%s"' % markup.escaped(_location(link.target[1:]), quote=True)
    else:
        where = b'%s %s:id="%s"' % (declaration, relation, ids[link.target].encode())
    return b'<%shyperlink ref="%s"%s/>' % (prefix, reference, where)


def _location(target: str) -> str:
    """Return a place inside the workbook with its sheet in quotes where a formula needs them."""
    title, mark, cell = target.rpartition("!")
    if not mark or title.startswith("'"):
        return target
    return f"{quoted(title)}!{cell}"


def quoted(title: str) -> str:
    """Return the title of a sheet as formulas write it."""
    if _PLAIN_TITLE.fullmatch(title) and not _LIKE_ADDRESS.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def guard_links(place: str, links: Mapping[tuple[int, int], Link]) -> None:
    """Refuse what Excel would repair: too many links, or an address that is too long."""
    if len(links) > MOST_LINKS:
        raise Refused(f"{place}: больше {MOST_LINKS} ссылок на одном листе Excel не открывает; сократите список.")
    for (row, column), link in links.items():
        if len(link.target) > LONGEST_ADDRESS:
            cell = address(row, column)
            raise Refused(f"{place}, ячейка {cell}: адрес ссылки длиннее {LONGEST_ADDRESS} знаков; сократите его.")
