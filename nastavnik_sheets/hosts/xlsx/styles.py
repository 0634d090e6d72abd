"""The styles of a workbook: which show dates, and how to add one without touching the others.

Leaves merging the styles of another book to `stylemerge`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts.xlsx import markup

if TYPE_CHECKING:
    from nastavnik_sheets.hosts.xlsx.package import Package
    from nastavnik_sheets.hosts.xlsx.workbook import Workbook

ORDER = (
    b"numFmts", b"fonts", b"fills", b"borders", b"cellStyleXfs", b"cellXfs", b"cellStyles", b"dxfs",
    b"tableStyles", b"colors", b"extLst",
)  # fmt: skip
MOST_STYLES = 64_000
"""Elements of a list of styles: Excel opens hardly more."""

_BUILT_IN = {"date": "14", "datetime": "22", "time": "21"}
_DAY_FORMATS = {14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 59)}
_TIME_FORMATS = {18, 19, 20, 21, 22, 32, 33, 34, 35, 45, 46, 47}
_NOT_LETTERS = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!(?:h+|m+|s+|ч+|м+|с+)\])[^\]]*\]|AM/PM|A/P', re.IGNORECASE)
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="%s">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MAIN_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


class Styles:
    """The style part. Lists are read when asked for and written by `save`, only if something was added."""

    def __init__(self, package: Package, book: Workbook) -> None:
        self._package, self._book = package, book
        self._part = book.supporting("styles")
        self.xml = package.xml(self._part) if self._part else _EMPTY % (_MAIN_STRICT if book.strict else _MAIN)
        top = markup.root(self.xml)
        if top.tag(self.xml).endswith(b"/>"):
            self.xml = markup.replaced(self.xml, top, markup.with_content(self.xml, top, b""))
        self.prefix = markup.prefix(top.name)
        self._lists: dict[bytes, list[bytes]] = {}
        self._read: dict[bytes, int] = {}
        self._made: dict[tuple[str, str], str] = {}
        if not self.items(b"cellXfs"):
            self.add(b"cellXfs", b'<%sxf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' % self.prefix)

    def items(self, local: bytes) -> list[bytes]:
        """Return the elements of one of the lists: fonts, fills, borders, cellXfs, dxfs, numFmts."""
        if local not in self._lists:
            parent = markup.child(self.xml, markup.root(self.xml), local)
            found = markup.children(self.xml, parent) if parent else []
            self._lists[local] = [self.xml[one.start : one.end] for one in found]
            self._read[local] = len(found)
        return self._lists[local]

    def add(self, local: bytes, element: bytes) -> int:
        """Return the place of an element in a list, adding it if no equal one is there."""
        found = self.items(local)
        try:
            return found.index(element)
        except ValueError:
            if len(found) >= MOST_STYLES:
                full = f"В книге уже {MOST_STYLES} стилей, больше Excel не откроет; удалите лишние стили."
                raise Refused(full) from None
            found.append(element)
            return len(found) - 1

    def add_format(self, code: str) -> str:
        """Return the id of a custom number format, adding it if it is not there."""
        taken = {}
        for element in self.items(b"numFmts"):
            said = markup.attributes(element)
            taken[said.get("formatCode", "")] = said.get("numFmtId", "0")
        if code not in taken:
            taken[code] = str(max((int(one) for one in taken.values() if one.isdigit()), default=163) + 1)
            taken[code] = str(max(int(taken[code]), 164))
            new = b'<%snumFmt numFmtId="%s" formatCode="%s"/>'
            text = markup.escaped(code, quote=True)
            self.items(b"numFmts").append(new % (self.prefix, taken[code].encode(), text))
        return taken[code]

    def shows(self, style: str, kind: str) -> bool:
        """Tell whether a cell of this style shows a number as a date or a time, whichever `kind` needs."""
        number = markup.attribute(self._xf(style), "numFmtId") or "0"
        days, times = _letters_of(number, self._format_code(number))
        return times if kind == "time" else days

    def wraps(self, style: str) -> bool:
        """Tell whether a cell of this style breaks its text into lines."""
        return b'wrapText="1"' in self._xf(style) or b'wrapText="true"' in self._xf(style)

    def _xf(self, style: str) -> bytes:
        found = self.items(b"cellXfs")
        place = int(style or 0)
        return found[place] if place < len(found) else found[0]

    def _format_code(self, number: str) -> str | None:
        for element in self.items(b"numFmts"):
            said = markup.attributes(element)
            if said.get("numFmtId") == number:
                return said.get("formatCode", "")
        return None

    def fitting(self, style: str, kind: str) -> str:
        """Return the style itself if it shows this kind, else one like it that does."""
        if (style, kind) not in self._made:
            fits = self.shows(style, kind)
            self._made[style, kind] = style if fits else self._with_format(style, _BUILT_IN[kind])
        return self._made[style, kind]

    def _with_format(self, style: str, number: str) -> str:
        old = self._xf(style)
        tag_end = old.index(b">") + 1
        tag = markup.with_attribute(old[:tag_end], "numFmtId", number)
        tag = markup.with_attribute(tag, "applyNumberFormat", "1")
        return str(self.add(b"cellXfs", self.with_known_parent(tag) + old[tag_end:]))

    def with_known_parent(self, tag: bytes) -> bytes:
        """Return the tag of an `xf` without its parent style if there is no such parent."""
        parent = markup.attribute(tag, "xfId") or "0"
        known = parent.isdigit() and int(parent) < len(self.items(b"cellStyleXfs"))
        return tag if known else markup.with_attribute(tag, "xfId", None)

    def for_link(self) -> str:
        """Return a style for a link in a cell that has none: blue and underlined."""
        p = self.prefix
        fonts = self.items(b"fonts")
        font = b'<%sfont><%su/><%ssz val="11"/><%scolor rgb="FF0563C1"/><%sname val="Calibri"/></%sfont>'
        if not fonts:
            return "0"
        name, size = _font_of(fonts[0])
        blue = (font.replace(b'"11"', b'"%s"' % size).replace(b"Calibri", b"%s")) % (p, p, p, p, p, name, p)
        tag = self._xf("0").partition(b">")[0].rstrip(b"/").rstrip() + b"/>"
        for attribute, text in (("fontId", str(self.add(b"fonts", blue))), ("applyFont", "1")):
            tag = markup.with_attribute(tag, attribute, text)
        return str(self.add(b"cellXfs", self.with_known_parent(tag)))

    def save(self) -> bool:
        """Write the part if a list has grown; tell whether it did."""
        grown = [local for local, found in self._lists.items() if len(found) > self._read[local]]
        if not grown:
            return False
        for local in grown:
            self._write_list(local)
        if self._part is None:
            self._part = self._package.free_name("xl/styles.xml").replace("styles1", "styles")
            self._package.put(self._part, self.xml)
            self._package.ensure_type(self._part, _CONTENT)
            self._package.relate(self._book.part, f"{self._book.relation_types}/styles", self._part)
        self._package.put(self._part, self.xml)
        return True

    def _write_list(self, local: bytes) -> None:
        found = self._lists[local]
        top = markup.root(self.xml)
        old = markup.child(self.xml, top, local)
        if old is None:
            place = markup.place_of(markup.children(self.xml, top), local, ORDER, start=top.inner)
            name = self.prefix + local
            self.xml = self.xml[:place] + b'<%s count="0"></%s>' % (name, name) + self.xml[place:]
            old = markup.child(self.xml, markup.root(self.xml), local)
        if old:
            count = str(len(found)) if b"count" in old.tag(self.xml) else None
            inside = self.xml[old.inner : old.close] + b"".join(found[self._read[local] :])
            new = markup.with_content(self.xml, old, inside, **({"count": count} if count else {}))
            self.xml = markup.replaced(self.xml, old, new)
        self._read[local] = len(found)


def _font_of(font: bytes) -> tuple[bytes, bytes]:
    name = re.search(rb"""<[\w:]*name\s+val=["']([^"']+)""", font)
    size = re.search(rb"""<[\w:]*sz\s+val=["']([\d.]+)""", font)
    return (name[1] if name else b"Calibri"), (size[1] if size else b"11")


def _letters_of(number: str, code: str | None) -> tuple[bool, bool]:
    """Return whether a number format shows days, and whether it shows times."""
    if code is None:
        known = int(number) if number.isdigit() else 0
        return known in _DAY_FORMATS, known in _TIME_FORMATS
    bare = _NOT_LETTERS.sub("", code).lower()
    if "general" in bare:
        return False, False
    times = any(one in bare for one in "hsчс")
    return any(one in bare for one in "dyдг") or ("m" in bare and not times), times
