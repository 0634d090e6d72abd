"""Every text of a part, wherever it stands: between tags, in attributes, over several runs, in remarks of the markup.

    new = rewritten(xml, find)        # find(text, where) -> edits; the same bytes if there are none

Names of sheets and ranges, formulas and addresses are told apart (`Where`), since what may stand there differs. Leaves
cells, whose meaning depends on their row, to `sheet_texts`, and what is no markup to `hidden`.
"""

from __future__ import annotations

import re
from enum import Enum
from html import unescape
from typing import TYPE_CHECKING, NamedTuple, Protocol
from urllib.parse import quote, unquote

from nastavnik_sheets.hosts.xlsx import markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Where(Enum):
    """What kind of place a text stands in."""

    TEXT = "text"
    FORMULA = "formula"
    NAME = "name"
    ADDRESS = "address"


class Edit(NamedTuple):
    """A stretch of a text and what comes in its place."""

    start: int
    end: int
    text: str


class Find(Protocol):
    """What finds the places to edit; `may_be_in` tells at a glance where looking is worth it."""

    def __call__(self, text: str, where: Where) -> Sequence[Edit]:
        """Return what to change in a text, in order."""

    def may_be_in(self, text: str) -> bool:
        """Whether there may be anything to change in a text or in a piece of markup."""


_TOKEN = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|<[^<>]*>", re.DOTALL)
_TAG_NAME = re.compile(r"</?(?:[\w.-]+:)?([\w.-]+)")
_ATTRIBUTE = re.compile(r"""(\s(?:[\w.-]+:)?([\w.-]+)\s*=\s*)("[^"]*"|'[^']*')""")
_FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "definedname", "calculatedcolumnformula",
                       "totalsrowformula", "sqref", "fmlaname", "fmlalink", "fmlarange"})  # fmt: skip
_NAMES = frozenset({
    ("sheet", "name"), ("definedname", "name"), ("worksheetsource", "sheet"), ("worksheetsource", "name"),
    ("table", "name"), ("table", "displayname"), ("sheetname", "val"), ("pivottabledefinition", "name"),
    ("hyperlink", "location"), ("chartsheet", "name"), ("ddeitem", "name"),
})  # fmt: skip
_RUNS = frozenset({
    "t", "r", "rpr", "b", "i", "u", "sz", "color", "rfont", "family", "scheme", "charset", "vertalign", "strike",
    "outline", "shadow", "condense", "extend", "phoneticpr", "rph", "solidfill", "srgbclr", "schemeclr", "latin", "ea",
    "cs", "sym", "hlinkclick", "effectlst", "ln", "nofill", "endpararpr", "fld", "font", "span", "prooferr",
    "bookmarkstart", "bookmarkend", "rfonts", "szcs", "bcs", "ics", "lang", "noproof", "rstyle", "highlight",
})  # fmt: skip
"""Markup inside a paragraph: texts parted only by it are one text to a reader."""
_HIDING = re.compile(r"<(?:\w+:)?r>|<(?:\w+:)?r\s(?!.{0,20}spans)|&#|%D[01]", re.DOTALL)
"""Signs of a text in pieces or in numbers: a glance at the markup does not see it."""
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits made."""
    pieces: list[str] = []
    done = 0
    for edit in edits:
        pieces += text[done : edit.start], edit.text
        done = edit.end
    return "".join((*pieces, text[done:]))


def rewritten(xml: bytes, find: Find, *, names: bool = False, addresses: bool = False) -> bytes:
    """Return a part with its texts edited; `names` if all its texts are names of sheets, `addresses` of relations."""
    text = markup.as_utf8(xml).decode("utf-8", "surrogateescape")
    if not (_HIDING.search(text) or find.may_be_in(text)):
        return xml
    tokens = _tokens(text)
    changed = False
    group: list[int] = []
    element = ""
    for place, token in enumerate(tokens):
        if place % 2 == 0:
            if token and not (token.isspace() and "\n" in token):
                group.append(place)
            continue
        local = _local(token)
        if local not in _RUNS:
            changed |= _edit_group(tokens, group, find, _where(element, names=names))
            group = []
        changed |= _edit_tag(tokens, place, local, find, addresses=addresses)
        if not token.startswith("</") and local:
            element = local
    changed |= _edit_group(tokens, group, find, _where(element, names=names))
    return "".join(tokens).encode("utf-8", "surrogateescape") if changed else xml


def _tokens(text: str) -> list[str]:
    """Return texts at even places and tags at odd ones."""
    tokens: list[str] = []
    done = 0
    for found in _TOKEN.finditer(text):
        tokens += text[done : found.start()], found[0]
        done = found.end()
    return [*tokens, text[done:]]


def _local(tag: str) -> str:
    found = _TAG_NAME.match(tag)
    return found[1].lower() if found else ""


def _where(element: str, *, names: bool) -> Where:
    if names:
        return Where.NAME
    return Where.FORMULA if element in _FORMULAS else Where.TEXT


def _edit_group(tokens: list[str], group: list[int], find: Find, where: Where) -> bool:
    """Edit texts that a reader sees as one: what comes stands where the stretch begins, the rest of it goes."""
    if not group:
        return False
    parts = [unescape(tokens[place]) for place in group]
    edits = find("".join(parts), where)
    if not edits:
        return False
    start = 0
    for place, part in zip(group, parts, strict=True):
        new = applied(part, _within(edits, start, start + len(part)))
        if new != part:
            tokens[place] = _escaped(new)
        start += len(part)
    return True


def _within(edits: Iterable[Edit], start: int, end: int) -> list[Edit]:
    """Return the edits as they touch one of several texts."""
    found = []
    for edit in edits:
        first, last = max(edit.start, start), min(edit.end, end)
        if first < last:
            found.append(Edit(first - start, last - start, edit.text if edit.start >= start else ""))
    return found


def _edit_tag(tokens: list[str], place: int, local: str, find: Find, *, addresses: bool) -> bool:
    tag = tokens[place]
    if tag.startswith(("<!--", "<![CDATA[", "<?")):
        new = applied(tag, find(tag, Where.TEXT))
    elif tag.startswith("</") or "=" not in tag or not (_HIDING.search(tag) or find.may_be_in(tag)):
        return False
    else:
        new = _ATTRIBUTE.sub(lambda found: found[1] + _attribute(found, local, find, addresses=addresses), tag)
    tokens[place] = new
    return new != tag


def _attribute(found: re.Match[str], local: str, find: Find, *, addresses: bool) -> str:
    quoted = found[3]
    value = unescape(quoted[1:-1])
    where = Where.NAME if (local, found[2].lower()) in _NAMES else Where.TEXT
    if addresses:
        where = Where.ADDRESS
    new = value_rewritten(value, find, where)
    return quoted if new == value else f'"{markup.escaped(new, quote=True).decode("utf-8")}"'


def value_rewritten(value: str, find: Find, where: Where) -> str:
    """Return a value edited, also where it is written in percents as addresses are."""
    new = applied(value, find(value, where))
    if not _ENCODED.search(new):
        return new
    plain = unquote(new)
    edits = find(plain, Where.ADDRESS)
    return quote(applied(plain, edits), safe=":/?#[]@!$&'()*+,;=%") if edits else new


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
