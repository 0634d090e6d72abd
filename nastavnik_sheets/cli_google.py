"""The words of the commands that work with Google: `google`, `sync`, `privacy`.

Leaves parsers to `cli`, the work to `commands`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from nastavnik_sheets.commands.options import Options, Outcome

    Add = Callable[..., argparse.ArgumentParser]

SHEET = "ссылка на таблицу Google или google:КЛЮЧ"


def add_google(actions: Any, add: Add) -> None:
    """Add the actions of `google`."""

    def allowed(given: argparse.Namespace, options: Options) -> Outcome:
        from nastavnik_sheets.commands import google_access

        return google_access.allow(given.sheet, options=options)

    add(
        actions, "allow", "прочитать, что говорит закон, и разрешить работу с таблицей", allowed, book=False
    ).add_argument("sheet", metavar="ТАБЛИЦА", help=SHEET)
