"""Documents made from one template as one file: each from a new page, each numbering its items from one.

The parts are the same, so only bodies are put together; a list is begun anew by a number of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nastavnik_sheets.documents.word_package import DOCUMENT, STYLES
from nastavnik_sheets.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NUMBERING = "word/numbering.xml"
_BODY = re.compile(r"(.*<w:body>)(.*?)(<w:sectPr(?:\s[^>]*)?>(?:(?!<w:sectPr).)*</w:sectPr>\s*</w:body>.*)", re.DOTALL)
_THIN = '<w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>'
_NEW_PAGE = f'<w:p>{_THIN}<w:r><w:br w:type="page"/></w:r></w:p>'
_NUM = re.compile(r'<w:num\b[^>]*w:numId="(\d+)"[^>]*>\s*<w:abstractNumId w:val="(\d+)"/>')
_STYLE = re.compile(r'<w:style\b[^>]*w:styleId="([^"]+)"[^>]*>((?:(?!</w:style>).)*)</w:style>', re.DOTALL)
_STYLE_NUMBER = re.compile(r'<w:numPr>(?:\s*<w:ilvl w:val="(\d+)"/>)?\s*<w:numId w:val="(\d+)"/>')
_BEFORE_NUMBER = "keepNext|keepLines|pageBreakBefore|framePr|widowControl"


def joined(parts: Mapping[str, bytes], documents: Sequence[str]) -> dict[str, str]:
    """Return the parts that change: the document with all bodies, and the lists that begin anew in each."""
    split = [_BODY.fullmatch(document) for document in documents]
    first = split[0]
    if first is None:
        raise Refused("Шаблон нельзя собрать в один файл: в нём нет тела документа. Сохраните его в Word заново.")
    bodies = [match[2] for match in split if match]
    if NUMBERING not in parts:
        return {DOCUMENT: first[1] + _NEW_PAGE.join(bodies) + first[3]}
    numbering = parts[NUMBERING].decode("utf-8")
    lists = {int(number): abstract for number, abstract in _NUM.findall(numbering)}
    step = max(lists, default=0) + 1
    styles = _numbered_styles(parts)
    restarted = [bodies[0], *(_restarted(b, styles, step * n) for n, b in enumerate(bodies[1:], start=1))]
    added = "".join(_restart(number + step * n, lists[number]) for n in range(1, len(bodies)) for number in lists)
    return {
        DOCUMENT: first[1] + _NEW_PAGE.join(restarted) + first[3],
        NUMBERING: numbering.replace("</w:numbering>", f"{added}</w:numbering>"),
    }


def _numbered_styles(parts: Mapping[str, bytes]) -> dict[str, tuple[str, int]]:
    """Return level and list of each style that numbers its paragraphs."""
    found = {}
    for style_id, inside in _STYLE.findall(parts.get(STYLES, b"").decode("utf-8")):
        if match := _STYLE_NUMBER.search(inside):
            found[style_id] = (match[1] or "0", int(match[2]))
    return found


def _restarted(body: str, styles: Mapping[str, tuple[str, int]], shift: int) -> str:
    body = re.sub(r'(<w:numId w:val=")([1-9]\d*)"', lambda m: f'{m[1]}{int(m[2]) + shift}"', body)
    for style_id, (level, number) in styles.items():
        mark = rf'(<w:pStyle w:val="{re.escape(style_id)}"/>(?:\s*<w:(?:{_BEFORE_NUMBER})\b[^>]*/>)*)(?!\s*<w:numPr>)'
        own = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number + shift}"/></w:numPr>'
        body = re.sub(mark + rf"(?!\s*<w:(?:{_BEFORE_NUMBER})\b)", lambda m, own=own: m[1] + own, body)  # type: ignore[misc]
    return body


def _restart(number: int, abstract: str) -> str:
    levels = "".join(f'<w:lvlOverride w:ilvl="{n}"><w:startOverride w:val="1"/></w:lvlOverride>' for n in range(9))
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{levels}</w:num>'
