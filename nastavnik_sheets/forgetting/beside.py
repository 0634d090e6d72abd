"""Files beside a workbook that name a person and that a program may not change: papers, exports, other workbooks.

Every file of the folder is looked into as far as it can be; what cannot (a scan, a picture in a PDF) is named apart,
so that silence never means «nothing there». Leaves why a paper is kept to `REASONS`.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from nastavnik_sheets.forgetting import macros

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_ZIPPED = frozenset({".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".odt", ".ods", ".dotx", ".xltx"})
_PLAIN = frozenset({".csv", ".tsv", ".txt", ".html", ".htm", ".ics", ".json", ".xml", ".md", ".eml", ".rtf"})
_SILENT = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".doc", ".xls", ".heic", ".tif", ".tiff"})
_MOST_BYTES = 64 << 20
_TAG = re.compile(r"<[^>]+>")
_PARAGRAPH = re.compile(r"</(?:w:p|a:p|text:p|si|is|c|row)>")


@dataclass(frozen=True)
class Beside:
    """A file beside the workbook and why it may be kept.

    `named` is whether its text names the person, None if it cannot be read; of False it may name him in other letters.
    """

    path: Path
    named: bool | None
    reason: str


REASONS: tuple[tuple[str, str], ...] = (
    (
        "приказ",
        "приказы хранят по номенклатуре дел школы; по основной деятельности — постоянно (приказ Росархива № 236)",
    ),
    ("соглас", "согласие хранят три года после отзыва или истечения: им школа подтверждает законность обработки"),
    ("договор", "договор хранят пять лет после его окончания"),
    ("соглашен", "соглашение к трудовому договору — документ по личному составу, его хранят с трудовым договором"),
    ("персонифицированный", "свод с личными данными: если он больше не нужен для отчёта, удалите файл"),
    ("акт об уничтожении", "акт хранят три года"),
    ("журнал", "журнал хранят по номенклатуре дел школы; ненужный — удалите"),
)
_PUBLISHED = "опубликованное: сделайте страницу заново командой publish и замените её на сайте"
_IN_PAPERS = "выпущенный документ: хранить или уничтожить, решает школа по номенклатуре дел"
_ELSE = "посторонний файл: если он не нужен, удалите или исправьте его сами"


def reason_for(path: Path, *, papers: str) -> str:
    """Return why a file may have to be kept, by its name and folder."""
    name = path.name.lower()
    found = next((why for word, why in REASONS if word in name), None)
    if "Публикация" in path.parts:
        return _PUBLISHED
    return found or (_IN_PAPERS if papers in path.parts else _ELSE)


MAYBE = "возможно, назван он: фамилия латиницей"


def files_beside(
    book: Path,
    names: Callable[[str], bool],
    *,
    maybe: Callable[[str], bool],
    papers: str,
    leaving: frozenset[Path] = frozenset(),
) -> Iterator[Beside]:
    """Yield the files in the workbook's folder, and in folders in it, that (may) name somebody or cannot be read."""
    for path in sorted(book.parent.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(book.parent).parts)
        if hidden or path in leaving or path.name.startswith("~$") or not path.is_file():
            continue
        named = _names(path, names)
        if named is None or named:
            yield Beside(path, named, reason_for(path, papers=papers))
        elif _names(path, maybe):
            yield Beside(path, named, MAYBE)


def _names(path: Path, names: Callable[[str], bool]) -> bool | None:
    """Return whether a file names somebody; None if its text cannot be read."""
    if names(path.stem.replace("_", " ")):
        return True
    kind = path.suffix.lower()
    try:
        if path.stat().st_size > _MOST_BYTES:
            return None
        if kind in _ZIPPED:
            return any(names(text) for text in _texts_of_zip(path)) or _in_macros(path, names)
        if kind in _PLAIN:
            content = path.read_bytes()
            return any(names(content.decode(encoding, "ignore")) for encoding in ("utf-8-sig", "cp1251", "utf-16"))
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, UnicodeError):
        return None
    return _of_silent(path, kind, names)


def _of_silent(path: Path, kind: str, names: Callable[[str], bool]) -> bool | None:
    """Judge a PDF by the Word file it was made from, if that lies beside it; of other pictures nothing is known."""
    if kind not in _SILENT:
        return False
    source = path.with_suffix(".docx")
    return _names(source, names) if kind == ".pdf" and source.is_file() else None


def _in_macros(path: Path, names: Callable[[str], bool]) -> bool | None:
    """Return whether the macros of a file name somebody; None if they cannot be read."""
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(one) for one in archive.infolist() if one.filename.endswith("vbaProject.bin")]
    found = [macros.naming(part, names) for part in parts]
    return True if any(found) else None if None in found else False


def _texts_of_zip(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for one in archive.infolist():
            if one.filename.endswith((".xml", ".rels")) and one.file_size < _MOST_BYTES:
                xml = archive.read(one).decode("utf-8", "ignore")
                yield unescape(_TAG.sub("", _PARAGRAPH.sub("\n", xml)))
                yield " ".join(re.findall(r'="([^"]*[а-яёА-ЯЁ@][^"]*)"', unescape(xml)))
