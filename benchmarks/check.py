"""How long `check` takes beside a bare process in which calamine reads the same sheets into lists.

    python benchmarks/check.py [people] [runs]        5 000 mentees and 5 000 mentors, 5 runs

Whole processes, CPU seconds of each, in turn; prints the medians and their ratio.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from big_book import TODAY, build

BARE = """
import sys
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
for title in book.sheet_names:
    book.get_sheet_by_name(title).to_python()
"""


def cpu(command: list[str]) -> float:
    """Return the CPU seconds of a finished process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(people: int = 5000, runs: int = 5) -> None:
    with tempfile.TemporaryDirectory() as folder:
        original, copy = Path(folder) / "книга.xlsx", Path(folder) / "копия.xlsx"
        build(original, people)
        check = [sys.executable, "-m", "nastavnik_sheets", "check", "--today", TODAY.isoformat()]
        figures: dict[str, list[float]] = {"bare": [], "dry": [], "write": []}
        for _ in range(runs + 1):  # the first one warms up
            shutil.copy(original, copy)
            figures["bare"].append(cpu([sys.executable, "-c", BARE, str(original)]))
            figures["dry"].append(cpu([*check, "--dry-run", str(original)]))
            figures["write"].append(cpu([*check, str(copy)]))
    bare, dry, write = (statistics.median(figures[name][1:]) for name in ("bare", "dry", "write"))
    print(f"people: 2 × {people}; bare read {bare:.2f} s CPU")
    print(f"check --dry-run {dry:.2f} s = {dry / bare:.2f} × bare")
    print(f"check with writing {write:.2f} s = {write / bare:.2f} × bare, {write / dry:.2f} × dry run")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
