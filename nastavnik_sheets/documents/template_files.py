"""Where a template lies: the folder «Шаблоны» beside the workbook first, then our own."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from nastavnik_sheets.errors import HostError, reason_of

if TYPE_CHECKING:
    from pathlib import Path

    from nastavnik_sheets.documents.kinds import Kind

FOLDER = "Шаблоны"


def find_template(kind: Kind, folder: Path | None) -> tuple[bytes, str]:
    """Return the template's bytes and how messages call it; HostError if the school's own cannot be read."""
    if folder is not None and (own := folder / kind.file).is_file():
        try:
            return own.read_bytes(), f"{FOLDER}/{kind.file}"
        except OSError as error:
            message = f"Шаблон «{own}» не открывается ({reason_of(error)}): закройте его в Word и повторите."
            raise HostError(message) from error
    return own_template(kind.file), kind.file


def own_template(file: str) -> bytes:
    """Return a template of the package."""
    return resources.files("nastavnik_sheets").joinpath("templates", file).read_bytes()
