"""Edits every workbook of a folder and tells what came of it: edited, refused and why, damaged and how.

    python benchmarks/xlsx_real.py FOLDER [every] [from]

Does each work of `tests/xlsx_works.py` on a copy of each book. A book is damaged if a part changed that no work may
touch, a sheet that was not written reads otherwise by calamine or openpyxl, a reader that could open the book no
longer can, or our oracle of faults (`tests/xlsx_oracle.py`) finds one that the source had not. `every` and `from`
take a part of the folder, for several runs at once. Microsoft's validator is asked by `xlsx_validate.py`.
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import test_xlsx_corpus as corpus
from xlsx_oracle import deep_faults
from xlsx_support import packed_parts
from xlsx_works import WORKS, append

from nastavnik_sheets.errors import NastavnikError
from nastavnik_sheets.hosts import open_host

BINDING = ("workbook.xml", "workbook.xml.rels", "[content_types].xml", "calcchain.xml", "sharedstrings.xml",
           "styles.xml")  # fmt: skip


class Look:
    """What readers and the oracle see in a book; None where one of them cannot open it."""

    def __init__(self, data: bytes) -> None:
        corpus.grids.cache_clear()
        self.values = self._seen(lambda: {title: corpus.cells(grid) for title, grid in corpus.grids(data).items()})
        self.openpyxl = self._seen(lambda: corpus.openpyxl_cells(data))
        self.faults = self._seen(lambda: deep_faults(data))

    @staticmethod
    def _seen(look):
        try:
            return look()
        except Exception:  # noqa: BLE001  (whatever a reader raises, it could not open the book)
            return None


def damage(before: bytes, after: bytes, old: Look, *, sheets: int) -> list[str]:
    new, found = Look(after), []
    was, now = packed_parts(before), packed_parts(after)
    for name in was:
        plain = name.replace("\\", "/").lower()
        if was[name] != now.get(name) and "worksheets/" not in plain and "tables/" not in plain \
                and not plain.endswith(BINDING):  # fmt: skip
            found.append(f"part {name}")
    old_values, new_values = old.values or {}, new.values or {}
    changed = {one for one in old_values.keys() & new_values.keys() if old_values[one] != new_values[one]}
    if len(changed) > sheets:
        found.append(f"sheets {sorted(changed)}")
    found += [f"{reader} no longer opens it" for reader in ("values", "openpyxl")
              if getattr(old, reader) is not None and getattr(new, reader) is None]  # fmt: skip
    if old.faults is not None:
        found += sorted(({"the oracle cannot open it"} if new.faults is None else new.faults) - old.faults)
    return found


def main() -> None:
    folder = Path(sys.argv[1])
    every, start = (int(one) for one in (*sys.argv[2:], *("1", "0")[len(sys.argv) - 2 :]))
    warnings.simplefilter("ignore")
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        for path in sorted(folder.glob("*.xl*"))[start::every]:
            before, old = path.read_bytes(), None
            for work in WORKS:
                copy = Path(place) / path.name
                copy.write_bytes(before)
                try:
                    with open_host(copy) as host:
                        if not host.sheets():
                            break
                        work(host)
                except NastavnikError as refusal:
                    counts[f"{work.__name__}: refused"] += 1
                    reasons[f"{work.__name__}: {str(refusal).rpartition(': ')[2][:110]}"] += 1
                    continue
                after = copy.read_bytes()
                if after == before:
                    continue
                old = old or Look(before)
                wrong = damage(before, after, old, sheets=99 if work is append else 1)
                counts[f"{work.__name__}: {'DAMAGED' if wrong else 'edited'}"] += 1
                if wrong:
                    print(f"{path.name}, {work.__name__}: {'; '.join(wrong)[:300]}", flush=True)
    print(dict(sorted(counts.items())))
    for reason, times in reasons.most_common():
        print(f"{times:5} {reason}")


if __name__ == "__main__":
    main()
