"""What LibreOffice makes of the template: it counts every formula itself and finds every list of the drop-downs."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from office import office
from template_books import filled, grids

from nastavnik_sheets.hosts.libreoffice import activate
from nastavnik_sheets.lists import initial_values
from nastavnik_sheets.template.validation import list_name

PROBES = "Проба"


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[str]]]:
    """Every sheet as LibreOffice counts it: the values stored in the file are thrown away before."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "book.xlsx").write_bytes(without_values(with_probes(filled())))
    office = shutil.which("soffice")
    assert office, "нужен LibreOffice: установите libreoffice-calc"
    sheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        sheets,
        "--outdir",
        str(folder),
        str(folder / "book.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return {path.stem.removeprefix("book-"): rows(path) for path in folder.glob("book-*.csv")}


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def with_probes(content: bytes) -> bytes:
    """Add a sheet with a formula for every list: how many values its name covers, and its last one."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.create_sheet(PROBES)
    for title in initial_values():
        name = list_name(title)
        page.append([title, f"=ROWS({name})", f"=INDEX({name},ROWS({name}))"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def without_values(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = re.sub(rb"</f><v>[^<]*</v>", rb"</f>", part)
            new.writestr(name, part)
    return out.getvalue()


def test_every_drop_down_finds_exactly_its_list(counted: dict[str, list[list[str]]]) -> None:
    expected = [[title, str(len(values)), values[-1]] for title, values in initial_values().items()]
    assert counted[PROBES] == expected


def test_the_start_sheet_counts_in_libreoffice_as_it_was_built(counted: dict[str, list[list[str]]]) -> None:
    built = [[as_shown(cell) for cell in row] for row in grids(filled())["Начало"]]
    late = built[6].index("просрочено по карте")
    built[5][late] = "0"  # that year is not late yet by the clock of this machine
    built[5][built[6].index("встреч в этом месяце")] = "0"
    text = "состоялось 2, в этом месяце {}"
    assert [trimmed(row) for row in counted["Начало"]] == [
        trimmed([text.format(0) if cell == text.format(1) else cell for cell in row]) for row in built
    ]


@pytest.mark.parametrize("title", ["Пары", "Встречи", "Согласия", "Категории", "Поощрения"])
def test_columns_that_show_a_name_count_in_libreoffice_too(title: str, counted: dict[str, list[list[str]]]) -> None:
    built = grids(filled())[title]
    shown = [place for place, name in enumerate(built[0]) if str(name).startswith("ФИО")]
    assert shown
    for ours, theirs in zip(built[1:], counted[title][1:], strict=False):
        assert [as_shown(ours[place]) for place in shown] == [theirs[place] for place in shown]
    assert any(counted[title][1][place] for place in shown)


def as_shown(cell: object) -> str:
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) else str(cell)


def trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row = row[:-1]
    return row


def test_notes_of_the_import_do_not_make_a_row_taller_when_a_person_edits_it(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(filled())
    with office(tmp_path) as context:
        (app,) = activate(context).apps
        book = app.books.open(tmp_path / "book.xlsx")
        for title in ("Наставники", "Наставляемые"):
            page = book.sheets[title]
            heads = page.used_range.value[0]
            row = page.api.Rows.getByIndex(1)
            row.OptimalHeight = True
            before = row.Height
            page.range((2, heads.index("Следы анкет") + 1)).value = " ".join(["следы"] * 200)
            row.OptimalHeight = True
            assert row.Height == before
        book.close()
