"""Text files of tables (csv): their encoding, their delimiter, their rows.

Schools get them from Google and Яндекс (utf-8, commas), Excel (cp1251, semicolons; utf-16, tabs). Leaves the search
for the row of headers to `export`.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from itertools import islice

from nastavnik_sheets.errors import HostError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = (";", ",", "\t")
_SAMPLE = 60
_CELL_LIMIT = 1_000_000
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read_delimited(content: bytes, name: str) -> list[list[str]]:
    """Return the rows of a csv file whatever its encoding and delimiter; HostError if it is not a table of text."""
    text = _decoded(content, name)
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml", "<table")):
        raise HostError(f"Файл «{name}» — это веб-страница, а не таблица: сохраните его как .xlsx или .csv.")
    text, delimiter = _told_delimiter(text)
    try:
        return _rows(text, delimiter or _best_delimiter(text))
    except csv.Error:
        raise HostError(f"Файл «{name}» не читается как таблица: сохраните его как .xlsx и повторите.") from None


def _decoded(content: bytes, name: str) -> str:
    encoding = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    encoding = encoding or _unmarked_utf16(content)
    for candidate in [encoding] if encoding else ["utf-8", "cp1251"]:
        try:
            text = content.decode(candidate)
        except UnicodeDecodeError:
            continue
        if len(_BINARY.findall(text[:4000])) <= len(text[:4000]) // 50:
            return text.replace("\x00", "")
    raise HostError(f"Файл «{name}» — не таблица и не текст: нужна выгрузка .xlsx или .csv.")


def _unmarked_utf16(content: bytes) -> str | None:
    """Guess utf-16 without a mark: every second byte of its spaces, digits and delimiters is zero."""
    sample = content[:2000]
    if sample.count(0) < len(sample) // 20:
        return None
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _told_delimiter(text: str) -> tuple[str, str | None]:
    """Excel may say the delimiter in a first line «sep=;»."""
    told = re.match(r"sep=(.)\r?\n", text)
    return (text[told.end() :], told[1]) if told else (text, None)


def _best_delimiter(text: str) -> str:
    return max(_DELIMITERS, key=lambda delimiter: _regularity(text, delimiter))


def _regularity(text: str, delimiter: str) -> tuple[float, int]:
    """Say how regular a table is under a delimiter: the share of rows of the commonest width, and that width."""
    try:
        rows = _rows(text, delimiter, most=_SAMPLE)
    except csv.Error:
        return 0.0, 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0.0, 0
    width, times = widths.most_common(1)[0]
    return times / len(rows), width


def _rows(text: str, delimiter: str, *, most: int | None = None) -> list[list[str]]:
    before = csv.field_size_limit(_CELL_LIMIT)
    try:
        return list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), most))
    finally:
        csv.field_size_limit(before)
