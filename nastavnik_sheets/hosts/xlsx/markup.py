"""XML as bytes: finds elements and attributes by their place, so that all other bytes stay as they are.

Leaves to the others what the elements mean. Text in and out of here is UTF-8.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ATTRIBUTE = re.compile(rb"""\s([^\s=/>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TOKEN = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    rb"|</([^\s>]+)\s*>"
    rb"""|<([^\s/>!?]+)(?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(/?)>""",
    re.DOTALL,
)
_DECLARED = re.compile(rb"""\A(<\?xml[^>]*?\sencoding\s*=\s*["'])([A-Za-z0-9._-]+)""")
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_AS_UTF8 = {"utf-8", "utf8", "us-ascii", "ascii"}


class MarkupError(ValueError):
    """The bytes are not the XML that a workbook may hold."""


@dataclass(frozen=True, slots=True)
class Element:
    """Where an element stands: [start, inner) is its opening tag, [inner, close) its content."""

    name: bytes
    start: int
    inner: int
    close: int
    end: int

    def tag(self, xml: bytes) -> bytes:
        """Return its opening tag."""
        return xml[self.start : self.inner]

    @property
    def local(self) -> bytes:
        """Its name without the prefix."""
        return self.name.rpartition(b":")[2]


def as_utf8(xml: bytes) -> bytes:
    """Return the same document in UTF-8 without a byte order mark; MarkupError for a DTD or unknown letters."""
    if xml.startswith(b"\xef\xbb\xbf"):
        xml = xml[3:]
    elif xml[:2] in _UTF16:
        xml = _recoded(xml, "utf-16" if xml[:2] in _UTF16[:2] else _bare_utf16(xml))
    declared = _DECLARED.match(xml)
    if declared and declared[2].decode("ascii").lower() not in _AS_UTF8:
        xml = _recoded(xml, declared[2].decode("ascii"))
    if b"<!DOCTYPE" in xml[:4096] or b"<!ENTITY" in xml[:4096]:
        raise MarkupError("DTD")
    return xml


def _bare_utf16(xml: bytes) -> str:
    return "utf-16-le" if xml[1] == 0 else "utf-16-be"


def _recoded(xml: bytes, encoding: str) -> bytes:
    try:
        text = xml.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise MarkupError(encoding) from error
    return _DECLARED.sub(rb"\1UTF-8", text.encode("utf-8"))


def is_utf16(start: bytes) -> bool:
    """Tell from its first bytes whether a document is in UTF-16."""
    return start[:2] in _UTF16


def is_plain_utf8(start: bytes) -> bool:
    """Tell from its first bytes whether a document is UTF-8 without a byte order mark."""
    declared = _DECLARED.match(start)
    known = not declared or declared[2].decode("ascii").lower() in _AS_UTF8
    return known and start[:2] not in _UTF16 and not start.startswith(b"\xef\xbb\xbf")


def root(xml: bytes) -> Element:
    """Return the root element. MarkupError if there is none."""
    for element in _walk(xml, 0, depth=0):
        return element
    raise MarkupError("no root")


def root_tag_end(xml: bytes) -> int:
    """Return where the opening tag of the root ends, or -1 if it is not there yet."""
    for token in _TOKEN.finditer(xml):
        if token[2]:
            return token.end()
    return -1


def prefix(name: bytes) -> bytes:
    """Return the prefix of a qualified name with its colon, or nothing."""
    head, colon, _ = name.rpartition(b":")
    return head + colon


def children(xml: bytes, parent: Element | None = None) -> list[Element]:
    """Return the elements directly inside `parent`; without one, those on the top level of a fragment."""
    if parent is None:
        return list(_walk(xml, 0, depth=0))
    return list(_walk(xml, parent.inner, depth=0, end=parent.close))


def child(xml: bytes, parent: Element, local: bytes) -> Element | None:
    """Return the first child with this local name."""
    return next((one for one in children(xml, parent) if one.local == local), None)


def _walk(xml: bytes, start: int, *, depth: int, end: int | None = None) -> Iterator[Element]:
    opened: tuple[bytes, int, int] | None = None
    for token in _TOKEN.finditer(xml, start, len(xml) if end is None else end):
        if token[1]:
            depth -= 1
            if depth < 0:
                return
            if depth == 0 and opened:
                yield Element(*opened, token.start(), token.end())
        elif token[2]:
            if depth == 0:
                opened = (token[2], token.start(), token.end())
                if token[3]:
                    yield Element(*opened, token.end(), token.end())
            depth += not token[3]


def attributes(tag: bytes) -> dict[str, str]:
    """Return the attributes of an opening tag by their qualified names."""
    return {name.decode(): unescape((double or single).decode()) for name, double, single in _ATTRIBUTE.findall(tag)}


def attribute(tag: bytes, name: str) -> str | None:
    """Return one attribute of an opening tag."""
    return attributes(tag).get(name)


def number(text: str | None, default: int) -> int:
    """Return a whole number from an attribute; MarkupError if it is none."""
    try:
        return int(text) if text is not None else default
    except ValueError as error:
        raise MarkupError(text) from error


def prefixed(tag: bytes, local: str) -> str | None:
    """Return the attribute that has any prefix and this local name, as `r:id` in a `sheet`."""
    return next((text for name, text in attributes(tag).items() if name.endswith(":" + local)), None)


def with_attribute(tag: bytes, name: str, text: str | None) -> bytes:
    """Return the opening tag with the attribute set, or taken away for None; nothing else moves."""
    wanted = name.encode()
    new = b"" if text is None else b' %s="%s"' % (wanted, escaped(text, quote=True))
    for found in _ATTRIBUTE.finditer(tag):
        if found[1] == wanted:
            return tag[: found.start()] + new + tag[found.end() :]
    close = tag.rindex(b"/>") if tag.endswith(b"/>") else len(tag) - 1
    return tag[:close].rstrip() + new + tag[close:]


def escaped(text: str, *, quote: bool = False) -> bytes:
    """Return text as it stands between tags, or inside double quotes."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if quote:
        text = text.replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")
    return text.encode("utf-8")


def unescaped(xml: bytes) -> str:
    """Return the text that stands between tags."""
    return unescape(xml.decode("utf-8"))


def replaced(xml: bytes, element: Element, new: bytes) -> bytes:
    """Return the document with the whole element replaced."""
    return xml[: element.start] + new + xml[element.end :]


def with_content(xml: bytes, element: Element, content: bytes, **changed: str | None) -> bytes:
    """Return the whole element anew: its own tag with these attributes changed, and this content."""
    tag = element.tag(xml)
    for name, text in changed.items():
        tag = with_attribute(tag, name, text)
    if tag.endswith(b"/>"):
        tag = tag[:-2].rstrip() + b">"
    return tag + content + b"</" + element.name + b">"


def place_of(elements: Sequence[Element], local: bytes, order: Sequence[bytes], *, start: int) -> int:
    """Return where a new child belongs: after the last that the schema puts no later than it, or at `start`."""
    before = set(order[: order.index(local) + 1])
    return max((one.end for one in elements if one.local in before), default=start)


def well_formed(xml: bytes, *, namespaces: bool = True) -> bool:
    """Tell whether a parser accepts the document, with its namespaces unless it is a fragment without them."""
    from xml.parsers import expat

    parser = expat.ParserCreate(namespace_separator="\n" if namespaces else None)
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, LookupError, ValueError):
        return False
    return True
