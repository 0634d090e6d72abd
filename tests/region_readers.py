"""Readers that behave badly, importable by worker processes: for tests of what runs beside the reading."""

from __future__ import annotations

import os
import time
from pathlib import Path

from monitoring_school import TODAY

from nastavnik_sheets.region.reading import read_school


def dying(asked):
    """Ends its process on a book that is called so."""
    if "губит" in asked.file:
        os._exit(3)
    return read_school(asked, today=TODAY)


def hanging(asked):
    """Never comes back from a book that is called so."""
    if "висит" in asked.file:
        time.sleep(600)
    return read_school(asked, today=TODAY)


def raising(asked):
    """Ends with an error that is not ours to expect."""
    raise RuntimeError(asked.file)


def slow(asked):
    """Reads slowly and leaves a file that says which process has begun this book."""
    path = Path(asked.path)
    (path.parent / f"{path.stem}.{os.getpid()}.begun").touch()
    time.sleep(0.5)
    return read_school(asked, today=TODAY)
