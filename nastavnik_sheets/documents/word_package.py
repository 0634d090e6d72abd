"""A .docx as parts: read with care, written byte for byte the same from the same parts.

Knows the zip and the parts that must never come from a stranger's template: programs, links to other files.
Leaves tags and text to `factory`.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from nastavnik_sheets.errors import HostError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

DOCUMENT, CORE, STYLES = "word/document.xml", "docProps/core.xml", "word/styles.xml"
_BALLAST = ("word/stylesWithEffects.xml", "docProps/thumbnail.jpeg", "docProps/custom.xml")
MAX_UNPACKED = 64_000_000
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TEXT_PART = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_OUTSIDE = re.compile(r"<Relationship\b[^>]*TargetMode=\"External\"[^>]*>")
_ACTIVE_FIELD = re.compile(r"(?i)\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|DATABASE)\b")
_INSTRUCTION = re.compile(r"<w:instrText[^>]*>([^<]*)|w:instr=\"([^\"]*)\"")


def read_parts(content: bytes, *, name: str) -> dict[str, bytes]:
    """Return the parts of a .docx in their order; HostError says in one sentence why it is not one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            if size > MAX_UNPACKED:
                raise HostError(f"Шаблон «{name}» распаковывается в {size // 1_000_000} МБ: возьмите обычный документ.")
            parts = {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        message = f"Файл «{name}» не читается как документ Word: сохраните его в Word в формате .docx."
        raise HostError(message) from error
    if DOCUMENT not in parts:
        raise HostError(f"Файл «{name}» — не документ Word (.docx): сохраните шаблон в Word в формате .docx.")
    return parts


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """Return the file: the same parts always give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            archive.writestr(entry, content)
    return stream.getvalue()


def without_ballast(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return parts without what Word does not need and checkers complain of, nor any mention of it."""
    names = "|".join(re.escape(part.rsplit("/", 1)[1]) for part in _BALLAST)
    mention = re.compile(rf"<(?:Override|Relationship)\b[^>]*(?:{names})[^>]*/>".encode())
    return {
        part: mention.sub(b"", data) if part.endswith((".rels", "[Content_Types].xml")) else data
        for part, data in parts.items()
        if part not in _BALLAST
    }


def is_text_part(name: str) -> bool:
    """Whether a part holds text in which a person may write tags."""
    return _TEXT_PART.fullmatch(name) is not None


def dangers(parts: Mapping[str, bytes]) -> list[str]:
    """Return what a template must not carry: programs, links to other files, fields that fetch or run things."""
    found = []
    for name, content in parts.items():
        if name.endswith((".bin", ".exe", ".dll", ".ocx")) or "/embeddings/" in name or "/activeX/" in name:
            found.append(f"в шаблон вложен посторонний файл «{name}»: удалите вложение или макрос")
        if not name.endswith((".xml", ".rels")):
            continue
        text = content.decode("utf-8", "replace")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            found.append(f"часть «{name}» устроена не так, как её пишет Word: сохраните шаблон в Word заново")
        if name.endswith(".rels"):
            found.extend(_outside_links(text))
        found.extend(_active_fields(text))
    return found


def _outside_links(text: str) -> list[str]:
    links = [link for link in _OUTSIDE.findall(text) if "/hyperlink" not in link]
    targets = [re.search(r"Target=\"([^\"]*)\"", link) for link in links]
    return [f"шаблон ссылается на внешний файл «{t[1] if t else '?'}»: уберите ссылку" for t in targets]


def _active_fields(text: str) -> list[str]:
    code = "".join(a or b for a, b in _INSTRUCTION.findall(text))
    active = sorted({word.upper() for word in _ACTIVE_FIELD.findall(code)})
    return [f"в шаблоне поле Word «{word}», которое тянет чужие данные: удалите его" for word in active]


def core_properties(*, title: str, author: str, made: date) -> bytes:
    """Return docProps/core.xml: title, author and language, dated by the document and not by the clock."""
    stamp = f"{made:%Y-%m-%d}T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        f"<cp:lastModifiedBy>{escape(author)}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified>'
        "<dc:language>ru-RU</dc:language></cp:coreProperties>"
    ).encode()
