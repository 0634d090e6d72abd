"""Buttons inside the office programs: the add-ins, built from the texts of `macros/` on any machine.

Leaves what a button does to `ribbon` and `commands`.
"""

from __future__ import annotations

from pathlib import Path


def macros(program: str) -> Path:
    """Return the folder with the texts for "excel" or "libreoffice": in the installed package or in the project."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "macros" / program
    return inside if inside.is_dir() else package.parent / "macros" / program
