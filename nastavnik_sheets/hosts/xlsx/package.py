"""An OPC package: parts by name, their relations and content types, over an archive.

Leaves to others what a part says. Part names are compared without regard to case, a leading slash or the
direction of slashes, because real files differ in all three.
"""

from __future__ import annotations

import io
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from nastavnik_sheets.hosts.xlsx import archive, markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

CONTENT_TYPES = "[Content_Types].xml"
_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_NO_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_KEPT_UNPACKED = 2 << 20
"""A part of no more bytes is kept unpacked for a while, and all these together take no more than twice as much."""
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship; `part` is the name of the part it leads to, empty if it leads outside."""

    id: str
    kind: str
    target: str
    part: str

    @property
    def short_kind(self) -> str:
        """The last word of its type, the same in both dialects of the format: "worksheet", "table"."""
        return self.kind.rpartition("/")[2]


class Package:
    """The parts of a workbook, with the changes made so far; nothing is on disk until it is written."""

    def __init__(self, data: bytes) -> None:
        members, self._comment = archive.read_archive(data)
        self._members = {_key(name): member for name, member in members.items()}
        self._first = dict(self._members)
        self._kept: dict[str, tuple[archive.Member, bytes]] = {}
        self.changed: set[str] = set()
        self._recent: dict[str, tuple[archive.Member, bytes]] = {}

    def state(self) -> tuple[dict[str, archive.Member], set[str]]:
        """Return what `restore` needs to take back all later changes."""
        return dict(self._members), set(self.changed)

    def restore(self, state: tuple[dict[str, archive.Member], set[str]]) -> None:
        """Take back all changes since this state."""
        members, changed = state
        self._members, self.changed = dict(members), set(changed)

    def names(self) -> list[str]:
        """Return the names of the parts, as the archive writes them, in its order."""
        return [member.header.orig_filename for member in self._members.values()]

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def size(self, name: str) -> int:
        """Return the unpacked size of a part in bytes."""
        return self.member(name).size

    def member(self, name: str) -> archive.Member:
        """Return the packed part. ArchiveError if there is none."""
        try:
            return self._members[_key(name)]
        except KeyError:
            raise archive.ArchiveError(f"внутри нет части «{name}»") from None

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the content of a part in pieces."""
        if self.size(name) > _KEPT_UNPACKED and not self._is_kept(name):
            return archive.unpacked(self.member(name))
        whole = self.raw(name)
        return (whole[start : start + _PIECE] for start in range(0, len(whole), _PIECE))

    def raw(self, name: str) -> bytes:
        """Return the content of a part as it is."""
        key, member = _key(name), self.member(name)
        for known in (self._kept, self._recent):
            if key in known and known[key][0] is member:
                return known[key][1]
        content = b"".join(archive.unpacked(member))
        if len(content) <= _KEPT_UNPACKED:
            self._remember(key, member, content)
        return content

    def _remember(self, key: str, member: archive.Member, content: bytes) -> None:
        self._recent.pop(key, None)
        self._recent[key] = member, content
        room = 2 * _KEPT_UNPACKED - sum(len(one) for _, one in self._recent.values())
        for old in list(self._recent):
            if room >= 0:
                break
            room += len(self._recent.pop(old)[1])

    def _is_kept(self, name: str) -> bool:
        kept = self._kept.get(_key(name))
        return kept is not None and kept[0] is self.member(name)

    def for_reader(self, names: Iterable[str]) -> bytes:
        """Return the archive as it was opened, these parts unpacked in it; they stay unpacked for changing them too."""
        for name in names:
            if not self._is_kept(name):
                self._kept[_key(name)] = self.member(name), self.raw(name)
        out = io.BytesIO()
        members = (self._for_reader(key, member) for key, member in self._first.items())
        archive.write_archive(members, out, comment=self._comment)
        return out.getvalue()

    def _for_reader(self, key: str, member: archive.Member) -> archive.Member:
        kept = self._kept.get(key)
        return archive.unpacked_member(member, kept[1]) if kept and kept[0] is member else member

    def xml(self, name: str) -> bytes:
        """Return the content of an XML part in UTF-8; MarkupError if it has a DTD."""
        return markup.as_utf8(self.raw(name))

    def start(self, name: str, length: int) -> bytes:
        """Return the first bytes of a part."""
        return archive.beginning(self.member(name), length)

    def put(self, name: str, content: bytes | Iterable[bytes]) -> None:
        """Set the content of a part, new or old."""
        key = _key(name)
        whole = (content,) if isinstance(content, bytes) else content
        self._members[key] = archive.packed(name.lstrip("/"), whole, like=self._members.get(key))
        self.changed.add(key)

    def adopt(self, name: str, member: archive.Member) -> None:
        """Take over a packed part of another package under a new name."""
        self._members[_key(name)] = archive.renamed(member, name)
        self.changed.add(_key(name))

    def remove(self, name: str) -> None:
        """Take a part away, with its relations and its content type."""
        for one in (name, relations_name(name)):
            if one in self:
                del self._members[_key(one)]
                self.changed.discard(_key(one))
                self._drop_override(one)

    def write(self, out: BinaryIO) -> None:
        """Write the package: untouched parts as the bytes they were."""
        archive.write_archive(self._members.values(), out, comment=self._comment)

    def relations(self, name: str) -> list[Relation]:
        """Return the relations of a part; of the package itself for the empty name."""
        rels = relations_name(name)
        if rels not in self:
            return []
        xml = self.xml(rels)
        found = []
        for element in markup.children(xml, markup.root(xml)):
            said = markup.attributes(element.tag(xml))
            target = said.get("Target", "")
            inside = said.get("TargetMode") != "External"
            part = self._resolved(name, target) if inside else ""
            found.append(Relation(said.get("Id", ""), said.get("Type", ""), target, part))
        return found

    def _resolved(self, name: str, target: str) -> str:
        target = target.replace("\\", "/").partition("#")[0]
        whole = target if target.startswith("/") else posixpath.join("/" + posixpath.dirname(name), target)
        plain = posixpath.normpath(whole).lstrip("/")
        return plain if plain in self else unquote(plain)

    def related(self, name: str, kind: str) -> list[str]:
        """Return the names of the parts to which a part has a relation of this short kind."""
        return [one.part for one in self.relations(name) if one.short_kind == kind and one.part in self]

    def relate(self, name: str, kind: str, target: str, *, external: bool = False) -> str:
        """Add a relation and return its id; `target` is a part name, or an address if external."""
        rels = relations_name(name)
        if rels not in self:
            self.put(rels, _NO_RELATIONS)
            self.ensure_type(rels, _RELS_TYPE)
        xml = self.xml(rels)
        top = markup.root(xml)
        used = {markup.attribute(one.tag(xml), "Id") for one in markup.children(xml, top)}
        number = next(n for n in range(len(used) + 1, 2 * len(used) + 3) if f"rId{n}" not in used)
        where = target if external else self._relative(name, target)
        new = _relation_tag(markup.prefix(top.name), f"rId{number}", kind, where, external=external)
        self.put(rels, markup.replaced(xml, top, markup.with_content(xml, top, xml[top.inner : top.close] + new)))
        return f"rId{number}"

    def relate_all(self, name: str, kind: str, addresses: Iterable[str]) -> dict[str, str]:
        """Add many outside relations at once; return the id of each address."""
        wanted = list(dict.fromkeys(addresses))
        if not wanted:
            return {}
        ids = {wanted[0]: self.relate(name, kind, wanted[0], external=True)}
        rels = relations_name(name)
        xml = self.xml(rels)
        top = markup.root(xml)
        used = {markup.attribute(one.tag(xml), "Id") for one in markup.children(xml, top)}
        free = (f"rId{n}" for n in range(1, len(used) + len(wanted) + 2) if f"rId{n}" not in used)
        ids |= dict(zip(wanted[1:], free, strict=False))
        start = markup.prefix(top.name)
        new = b"".join(_relation_tag(start, ids[one], kind, one, external=True) for one in wanted[1:])
        self.put(rels, xml[: top.close] + new + xml[top.close :])
        return ids

    def put_relations(self, name: str, relations: Iterable[Relation]) -> None:
        """Set all relations of a part, each under the id it has."""
        lines = [
            _relation_tag(b"", one.id, one.kind, self._relative(name, one.part) if one.part else one.target,
                          external=not one.part)
            for one in relations
        ]  # fmt: skip
        rels = relations_name(name)
        self.put(rels, _NO_RELATIONS.replace(b"></", b">" + b"".join(lines) + b"</"))
        self.ensure_type(rels, _RELS_TYPE)

    @staticmethod
    def _relative(name: str, target: str) -> str:
        return posixpath.relpath("/" + target, "/" + posixpath.dirname(name))

    def unrelate(self, name: str, ids: Iterable[str]) -> None:
        """Take relations away by their ids."""
        gone = set(ids)
        rels = relations_name(name)
        if not gone or rels not in self:
            return
        xml = self.xml(rels)
        for element in reversed(markup.children(xml, markup.root(xml))):
            if markup.attribute(element.tag(xml), "Id") in gone:
                xml = markup.replaced(xml, element, b"")
        self.put(rels, xml)

    def signature(self) -> list[str]:
        """Return the names of the parts of a digital signature."""
        return [name for name in self.names() if _key(name).startswith("_xmlsignatures/")]

    def drop_signature(self) -> None:
        """Take a digital signature away: its parts and the relation that leads to them."""
        parts = {_key(name) for name in self.signature()}
        self.unrelate("", [one.id for one in self.relations("") if _key(one.part) in parts])
        for name in self.signature():
            self.remove(name)

    def content_type(self, name: str) -> str:
        """Return the content type of a part, or an empty text."""
        xml = self.xml(CONTENT_TYPES)
        extension = name.rpartition(".")[2].lower()
        default = ""
        for element in markup.children(xml, markup.root(xml)):
            said = markup.attributes(element.tag(xml))
            if _key(said.get("PartName", "")) == _key(name):
                return said.get("ContentType", "")
            if said.get("Extension", "").lower() == extension and element.local == b"Default":
                default = said.get("ContentType", "")
        return default

    def ensure_type(self, name: str, content_type: str) -> None:
        """Declare the content type of a part unless that is what it is already."""
        if self.content_type(name) == content_type:
            return
        self._drop_override(name)
        xml = self.xml(CONTENT_TYPES)
        top = markup.root(xml)
        part, kind = markup.escaped("/" + name, quote=True), markup.escaped(content_type, quote=True)
        new = b'<%sOverride PartName="%s" ContentType="%s"/>' % (markup.prefix(top.name), part, kind)
        self.put(CONTENT_TYPES, xml[: top.close] + new + xml[top.close :])

    def _drop_override(self, name: str) -> None:
        xml = self.xml(CONTENT_TYPES)
        for element in markup.children(xml, markup.root(xml)):
            if _key(markup.attribute(element.tag(xml), "PartName") or "") == _key(name):
                self.put(CONTENT_TYPES, markup.replaced(xml, element, b""))
                return

    def free_name(self, name: str) -> str:
        """Return the name of a part, numbered so that no part has it: xl/charts/chart7.xml."""
        stem, _, extension = name.rpartition(".")
        stem = re.sub(r"\d+$", "", stem)
        number = 1
        while f"{stem}{number}.{extension}" in self:
            number += 1
        return f"{stem}{number}.{extension}"


def relations_name(name: str) -> str:
    """Return the name of the part that holds the relations of a part."""
    folder, _, last = name.rpartition("/")
    return f"{folder}/_rels/{last}.rels" if folder else f"_rels/{last}.rels"


def _relation_tag(start: bytes, number: str, kind: str, target: str, *, external: bool) -> bytes:
    mode = b' TargetMode="External"' if external else b""
    where = markup.escaped(target, quote=True)
    return b'<%sRelationship Id="%s" Type="%s" Target="%s"%s/>' % (
        start, number.encode(), kind.encode(), where, mode,
    )  # fmt: skip


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
