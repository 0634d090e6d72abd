"""How long `monitor` takes beside a bare process in which calamine reads the same workbook into lists.

    python benchmarks/monitoring.py [people] [runs]        300 mentees and 300 mentors, 5 runs

Whole processes, CPU seconds of each, in turn; prints the medians and their ratios.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from big_book import TODAY, build
from check import BARE, cpu


def main(people: int = 300, runs: int = 5) -> None:
    with tempfile.TemporaryDirectory() as folder:
        original, copy = Path(folder) / "книга.xlsx", Path(folder) / "копия.xlsx"
        build(original, people)
        monitor = [sys.executable, "-m", "nastavnik_sheets", "monitor", "--today", TODAY.isoformat()]
        commands = {
            "bare": [sys.executable, "-c", BARE, str(original)],
            "explain": [*monitor, "--explain", "П5", str(original)],
            "sheets": [*monitor, "--sheets-only", str(copy)],
            "all": [*monitor, str(copy)],
        }
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs + 1):  # the first one warms up
            for name, command in commands.items():
                shutil.copy(original, copy)
                taken[name].append(cpu(command))
    medians = {name: statistics.median(some[1:]) for name, some in taken.items()}
    print(f"people: 2 × {people}")
    for name, seconds in medians.items():
        print(f"{name}: {seconds:.2f} s CPU = {seconds / medians['bare']:.1f} × bare")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
