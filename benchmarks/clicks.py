"""What a click costs: in LibreOffice with the extension, beside the same command on the file and a bare Python.

    python benchmarks/clicks.py [runs]

Everything is timed in one run on the same machine, in turn, on the invented school. Prints benchmarks/clicks.md.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from buttons_support import Clicked, install, opened
from office import office

if TYPE_CHECKING:
    from collections.abc import Callable

BOOK = "Книга школы.xlsx"
COMMANDS = ("check", "suggest", "monitor", "remind")
HEAD = """# A click beside its command

`python benchmarks/clicks.py`: the invented school after its year, LibreOffice 7.4 without a window, extension
installed, median of {runs} runs in turn, seconds. "Bare" is one start of Python; "file" is the whole process
`nastavnik COMMAND FILE`; "click" is from the dispatch of the toolbar's command to its message: one start of Python, the
command, every cell read from and written into the open workbook.

| command | bare | file | click | click ÷ (bare + file) |
|---|---|---|---|---|"""


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(HEAD.format(runs=runs))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        install(home)
        subprocess.run([sys.executable, "-m", "nastavnik_sheets", "demo", str(home / "год")], check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        with office(home) as context:
            live, file = (shutil.copytree(home / "год", home / name) / BOOK for name in ("щелчок", "файл"))
            document = opened(context, live)
            for command in COMMANDS:
                print(line(command, runs, file, lambda command=command: Clicked(context, document, command).said()))
            document.close(True)


def line(command: str, runs: int, file: Path, click: Callable[[], object]) -> str:
    words = [sys.executable, "-m", "nastavnik_sheets", command, str(file)]
    bare_words = [sys.executable, "-P", "-X", "utf8", "-c", ""]
    taken = [
        (
            timed(lambda: subprocess.run(bare_words, check=True)),
            timed(lambda: subprocess.run(words, check=False, stdout=subprocess.DEVNULL)),
            timed(click),
        )
        for _ in range(runs)
    ]
    bare, command_s, click_s = (statistics.median(one) for one in zip(*taken, strict=True))
    ratio = statistics.median(c / (b + f) for b, f, c in taken)
    return f"| {command} | {bare:.2f} | {command_s:.2f} | {click_s:.2f} | {ratio:.1f} |"


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
