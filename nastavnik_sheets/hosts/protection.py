"""Protection of sheets: lifted while we write, put back as it was; a password is the person's own matter."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts.programs import app_is_excel, asked, is_refusal, spelled_on_mac

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ALLOWED = (
    "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingColumns",
    "AllowInsertingRows", "AllowInsertingHyperlinks", "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting",
    "AllowFiltering",
)  # fmt: skip
"""What a protected sheet may still allow; tables that turn are spelled in two ways on a Mac and told apart below."""


@contextmanager
def unprotected(sheet: Any) -> Iterator[None]:
    """Lift the protection of a sheet while we write on it and put it back as it was; Refused if it has a password."""
    ways = (_in_excel, _on_mac) if app_is_excel(sheet.book) else (_in_libreoffice,)
    put_back = next((again for way in ways if (again := way(sheet))), None)
    try:
        yield
    finally:
        if put_back:
            put_back()


def _in_excel(sheet: Any) -> Callable[[], object] | None:
    """Lift the protection in Excel on Windows; return what puts it back, None if there is none."""
    api = sheet.api
    if not hasattr(api, "ProtectContents") or not api.ProtectContents:
        return None
    kept = {name: getattr(api.Protection, name) for name in (*ALLOWED, "AllowUsingPivotTables")}
    kept |= {"DrawingObjects": api.ProtectDrawingObjects, "Scenarios": api.ProtectScenarios}
    _lift(sheet, lambda: api.Unprotect(""), lambda: bool(api.ProtectContents))
    return lambda: api.Protect(Password="", Contents=True, **kept)


def _on_mac(sheet: Any) -> Callable[[], object] | None:
    """Lift the protection in Excel on a Mac, which has other words for all of it."""
    api = sheet.api
    if hasattr(api, "ProtectContents") or not asked(api, "ProtectContents"):
        return None
    names = (*map(spelled_on_mac, ALLOWED), "allow_using_pivot_table")
    kept = {name: getattr(api.protection_object, name).get() for name in names}
    kept |= {"drawing_objects": api.protect_drawing_objects.get(), "scenarios": api.protect_scenarios.get()}
    _lift(sheet, lambda: api.unprotect(password=""), lambda: asked(api, "ProtectContents"))
    return lambda: api.protect_worksheet(worksheet_contents=True, **kept)


def _in_libreoffice(sheet: Any) -> Callable[[], object] | None:
    api = sheet.api
    if not api.isProtected():
        return None
    _lift(sheet, lambda: api.unprotect(""), api.isProtected)
    return lambda: api.protect("")


def _lift(sheet: Any, unprotect: Callable[[], object], is_protected: Callable[[], bool]) -> None:
    try:
        unprotect()
    except Exception as error:
        if not is_refusal(error):
            raise
    if is_protected():
        raise Refused(f"Лист «{sheet.name}» защищён паролем: снимите защиту листа и повторите. Книга не изменена.")
