"""The library xlwings, loaded without what we do not use of it."""

from __future__ import annotations

import atexit
import sys
from typing import Any

from nastavnik_sheets.errors import HostError

UNUSED = ("numpy", "pandas", "matplotlib", "PIL", "xlwings.pro")
"""What xlwings takes in if it is there: two thirds of the time of its import. Our values are plain lists; `pro` has a
licence of its own, which we do not need."""


def xlwings_library() -> Any:
    """Import xlwings; HostError if it is not installed."""
    if "xlwings" in sys.modules:
        return sys.modules["xlwings"]
    hidden = [name for name in UNUSED if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: as if it were not installed
    try:
        import xlwings
    except ImportError as error:
        raise HostError("Для работы с открытой книгой нужна библиотека xlwings: установите её и повторите.") from error
    finally:
        for name in hidden:
            sys.modules.pop(name, None)
    _leave_other_programs_alone()
    return xlwings


def _leave_other_programs_alone() -> None:
    """Keep xlwings from ending, when our program ends, every Excel in which it sees no workbook.

    A protected view is one, or the Excel of another person on the same computer; and each click would wait for it.
    """
    windows = sys.modules.get("xlwings._xlwindows")
    if windows is not None:
        atexit.unregister(windows.cleanup)
