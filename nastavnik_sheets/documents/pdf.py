"""PDF beside .docx through LibreOffice, when it is on the machine."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
SECONDS_EACH, SECONDS_START = 5, 60
ABSENT = "PDF не сделан: на этом компьютере нет LibreOffice. Установите его или сохраните документ в PDF из Word."
FAILED = "PDF не сделан: LibreOffice не справился. Закройте его окна и повторите или сохраните документ в PDF из Word."


def office() -> str | None:
    """Return the path of LibreOffice, None if it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in PLACES if Path(place).is_file()), None)


def to_pdf(files: list[tuple[str, bytes]], *, program: str | None = None) -> tuple[list[tuple[str, bytes]], str]:
    """Return a .pdf for every .docx, all in one call, and a sentence if there is none."""
    program = program or office()
    if program is None:
        return [], ABSENT
    with tempfile.TemporaryDirectory(prefix="nastavnik-") as folder:
        return _converted(Path(folder), files, program)


def _converted(folder: Path, files: list[tuple[str, bytes]], program: str) -> tuple[list[tuple[str, bytes]], str]:
    for number, (_, content) in enumerate(files):
        (folder / f"{number}.docx").write_bytes(content)
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *(str(folder / f"{number}.docx") for number in range(len(files))),
    ]
    limit = SECONDS_START + SECONDS_EACH * len(files)
    try:
        subprocess.run(command, check=False, capture_output=True, timeout=limit)  # noqa: S603  (our own arguments)
    except (OSError, subprocess.TimeoutExpired):
        return [], FAILED
    made: list[tuple[str, bytes]] = []
    for number, (name, _) in enumerate(files):
        pdf = folder / f"{number}.pdf"
        if not pdf.is_file():
            return made, FAILED
        made.append((f"{name.removesuffix('.docx')}.pdf", pdf.read_bytes()))
    return made, ""
