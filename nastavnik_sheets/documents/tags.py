"""Tags of a template with the place where a person finds them: paragraph, cell, header.

Reads the text of each paragraph as Word shows it, whatever runs it is cut into. Leaves judging to `template_check`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.documents.word_package import DOCUMENT, is_text_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}|\{#.*?#\}", re.DOTALL)


@dataclass(frozen=True)
class Place:
    """Where a paragraph stands; `container` is what a block may not leave, `row` and `table` the cell's."""

    words: str
    container: int
    row: int = 0
    table: int = 0


@dataclass(frozen=True)
class Paragraph:
    """The text of one paragraph and its place."""

    text: str
    place: Place


@dataclass(frozen=True)
class Tag:
    """One tag: a field or a command, with everything that stands around it in its paragraph and row."""

    body: str
    is_command: bool
    place: Place
    beside: str = field(default="", compare=False)


def paragraphs(parts: Mapping[str, bytes]) -> Iterator[Paragraph]:
    """Find every paragraph of the text, its tables, headers and notes, in the order of reading."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    numbers = count(1)
    for name in sorted((n for n in parts if is_text_part(n)), key=lambda n: (n != DOCUMENT, n)):
        root = etree.fromstring(parts[name], parser)
        start = root.find(f"{W}body") if name == DOCUMENT else root
        yield from _in_block(start, Place(_where(name), next(numbers)), numbers)


def _where(part: str) -> str:
    if part == DOCUMENT:
        return ""
    return "верхний колонтитул" if "header" in part else "нижний колонтитул" if "footer" in part else "сноски"


def _in_block(block: Any, place: Place, numbers: Iterator[int]) -> Iterator[Paragraph]:
    """Go through a body, a header or a cell; `numbers` tell blocks, rows and tables apart."""
    before = f"{place.words}, " if place.words else ""
    paragraph_number, tables = 0, 0
    for child in _unwrapped(block):
        if child.tag == f"{W}p":
            text = text_of(child)
            paragraph_number += 1
            words = place.words if place.row else f"{before}абзац {paragraph_number}{_quoted(text)}"
            yield Paragraph(text, replace(place, words=words))
        elif child.tag == f"{W}tbl":
            tables += 1
            yield from _in_table(child, f"{before}таблица {tables}", numbers)


def _in_table(table: Any, where: str, numbers: Iterator[int]) -> Iterator[Paragraph]:
    table_number = next(numbers)
    rows = [child for child in _unwrapped(table) if child.tag == f"{W}tr"]
    for row_index, row in enumerate(rows, start=1):
        row_number = next(numbers)
        cells = [child for child in _unwrapped(row) if child.tag == f"{W}tc"]
        for column, cell in enumerate(cells, start=1):
            words = f"{where}, строка {row_index}, столбец {column}"
            yield from _in_block(cell, Place(words, next(numbers), row_number, table_number), numbers)


def _unwrapped(block: Any) -> Iterator[Any]:
    """Content controls are looked through."""
    for child in block:
        if child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            yield from _unwrapped(content) if content is not None else ()
        else:
            yield child


def text_of(paragraph: Any) -> str:
    """Return the text of a paragraph; a tab is a tab."""
    pieces = []
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        if node.tag == f"{W}t":
            pieces.append(node.text or "")
        elif node.getparent().tag == f"{W}r":
            pieces.append("\t" if node.tag == f"{W}tab" else "\n")
    return "".join(pieces)


def _quoted(text: str) -> str:
    words = " ".join(text.split())
    return f" («{words[:40]}…»)" if len(words) > 40 else f" («{words}»)" if words else ""


def tags_in(found: list[Paragraph]) -> Iterator[Tag]:
    """Find the tags of all paragraphs in their order."""
    rows: dict[int, str] = {}
    for paragraph in found:
        if paragraph.place.row:
            rows[paragraph.place.row] = rows.get(paragraph.place.row, "") + _TAG.sub("", paragraph.text)
    for paragraph in found:
        rest = _TAG.sub("", paragraph.text).strip()
        for match in _TAG.finditer(paragraph.text):
            if match[1] is None and match[2] is None:
                continue
            body = match[2] if match[1] is None else match[1]
            beside = rest
            if re.match(r"\s*(строка|tr)\s", body):
                beside = rows.get(paragraph.place.row, "").strip()
            yield Tag(body, match[1] is None, paragraph.place, beside)


def leftovers(text: str) -> str:
    """Return the text of a paragraph without its whole tags."""
    return _TAG.sub("", text)
