"""Reading and then writing unpacks each sheet once and looks it through once, and reads what a bare reader reads."""

from __future__ import annotations

import io
import zipfile
from collections import Counter

import pytest
import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook
from test_xlsx_corpus import GOOD
from test_xlsx_graft import monitoring
from xlsx_support import values

from nastavnik_sheets.errors import NastavnikError
from nastavnik_sheets.hosts import file, open_host
from nastavnik_sheets.hosts.xlsx import archive, editor, sessions

ROWS = 30_000
"""Some 4 MB of markup: more than the few megabytes that any part may be kept unpacked."""


def big_book() -> bytes:
    """Return a book with a table on its big first sheet, and a second one."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for title in ("Люди", "Другой"):
            page = book.add_worksheet(title)
            rows = [[f"Имя {n}", n, n / 7] for n in range(1, ROWS if title == "Люди" else 9)]
            page.add_table(0, 0, len(rows), 2, {"name": f"Т_{title}", "data": rows})
    return out.getvalue()


@pytest.fixture
def counted(monkeypatch) -> Counter[str]:
    """Count how often a part of the big book, as it was, is unpacked, and how often a sheet is looked through."""
    with zipfile.ZipFile(io.BytesIO(big_book())) as book:
        known = {(one.CRC, one.header_offset) for one in book.infolist()}
    counts: Counter[str] = Counter()
    unpacked, scan = archive.unpacked, sessions.scan

    def counting(member: archive.Member):
        yield from unpacked(member)
        if (member.header.CRC, getattr(member.header, "header_offset", None)) in known:
            counts[member.header.filename] += 1

    def scanning(stream):
        counts[f"scan {stream.part}"] += 1
        return scan(stream)

    monkeypatch.setattr(archive, "unpacked", counting)
    monkeypatch.setattr(sessions, "scan", scanning)
    return counts


def test_read_then_write_unpacks_and_looks_through_a_sheet_once(tmp_path, counted):
    path = tmp_path / "книга.xlsx"
    path.write_bytes(big_book())
    with open_host(path) as host:
        assert len(host.read("Люди")) == ROWS
        assert host.read("Другой")[1][0] == "Имя 1"
        host.write("Люди", {(5, 1): "иначе", (9, 9): 1})
        host.write("Люди", {(ROWS + 1, column): f"ещё {column}" for column in (1, 2, 3)})
        host.write("Люди", {(ROWS + 2, column): f"ещё {column}" for column in (1, 2, 3)})
        assert host.read("Люди")[ROWS + 1][0] == "ещё 1"
        host.protected("Другой")
        host.add_sheet("Мониторинг 1", monitoring())
        host.write("Другой", {(2, 1): "после"})
    assert set(counted) >= {f"{what}xl/worksheets/sheet{number}.xml" for what in ("", "scan ") for number in (1, 2)}
    assert [name for name, times in counted.items() if times > 1] == []
    found = values(path.read_bytes(), "Люди")
    assert (found[5, 1], found[9, 9], found[ROWS + 2, 3]) == ("иначе", 1, "ещё 3")
    assert values(path.read_bytes(), "Другой")[2, 1] == "после"


def test_a_huge_book_is_unpacked_in_passing(tmp_path, counted, monkeypatch):
    monkeypatch.setattr(editor, "_KEPT_FOR_READING", 1 << 20)
    path = tmp_path / "книга.xlsx"
    path.write_bytes(big_book())
    with open_host(path) as host:
        assert len(host.read("Люди")) == ROWS
        host.write("Люди", {(5, 1): "иначе"})
    assert counted["xl/worksheets/sheet1.xml"] == 2  # once to know it, once to change it; the reader unpacks by itself
    assert values(path.read_bytes(), "Люди")[5, 1] == "иначе"


@pytest.mark.parametrize("start", range(4))
def test_every_sheet_of_the_real_books_reads_as_by_a_bare_reader(start):
    for path in GOOD[start::4]:
        book = CalamineWorkbook.from_path(str(path))
        with open_host(path) as host:
            for title in host.sheets():
                try:
                    bare = file._values(book.get_sheet_by_name(title).to_python(skip_empty_area=False))
                except (CalamineError, OSError, ValueError):
                    with pytest.raises(NastavnikError):
                        host.read(title)
                else:
                    assert repr(host.read(title)) == repr(bare), (path.name, title)
