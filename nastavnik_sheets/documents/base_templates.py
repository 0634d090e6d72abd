"""Writes our templates anew: `python -m nastavnik_sheets.documents.base_templates`."""

from __future__ import annotations

from pathlib import Path

from nastavnik_sheets.documents.building import build, source_names

FOLDER = Path(__file__).parent.parent / "templates"


def write_templates(folder: Path = FOLDER) -> list[Path]:
    """Write a .docx for every text of `sources`."""
    folder.mkdir(exist_ok=True)
    paths = []
    for name in source_names():
        path = folder / f"{name}.docx"
        path.write_bytes(build(name))
        paths.append(path)
    return paths


if __name__ == "__main__":
    write_templates()
