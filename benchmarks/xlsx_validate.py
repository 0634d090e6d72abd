"""Does Microsoft's own validator find anything new in real workbooks after our edits?

    python benchmarks/xlsx_validate.py [FOLDER]

Does every work of `tests/xlsx_works.py`, each on a copy of its own, to every workbook of the folder, and compares the
findings with those of the source. The validator is the one that `bash setup.sh test` installs; half a second a file,
so the tests take a sample, and this takes them all.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from sdk_validator import findings
from xlsx_support import CORPUS
from xlsx_works import WORKS

from nastavnik_sheets.errors import NastavnikError
from nastavnik_sheets.hosts import open_host


def main() -> None:
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(Path(sys.argv[1] if sys.argv[1:] else CORPUS).glob("*.xl*")):
            before = None
            for work in WORKS:
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
                before = findings(path) if before is None else before
                new = findings(copy) - before
                counts[f"{work.__name__}: {'NEW FINDINGS' if new else 'clean'}"] += 1
                if new:
                    print(f"{path.name}, {work.__name__}: {dict(new)}")
    print(dict(sorted(counts.items())))


if __name__ == "__main__":
    main()
