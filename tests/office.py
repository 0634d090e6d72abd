"""A LibreOffice of the test's own: another profile, no window, reached through a pipe, ended and waited for."""

from __future__ import annotations

import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nastavnik_sheets.errors import HostError
from nastavnik_sheets.hosts.libreoffice.office import connect

PATIENCE = 60
"""Seconds; LibreOffice starts in one to six, much later on a busy machine."""


@contextmanager
def office(folder: Path) -> Iterator[Any]:
    """Start LibreOffice with its profile in a folder; give its component context."""
    program = shutil.which("soffice")
    assert program, "нужен LibreOffice: установите libreoffice-calc"
    pipe = f"nastavnik{uuid.uuid4().hex}"
    process = subprocess.Popen(
        [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--nologo",
         f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        context = _connected(pipe, process)
        yield context
        _end(context)
        process.wait(PATIENCE)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE)


def _connected(pipe: str, process: subprocess.Popen[bytes]) -> Any:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return connect(pipe)
        except HostError:
            assert process.poll() is None, "LibreOffice ended at once"
            assert time.monotonic() < end, "LibreOffice does not answer"
            time.sleep(0.1)


def _end(context: Any) -> None:
    import uno

    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    try:
        desktop.terminate()
    except uno.getClass("com.sun.star.lang.DisposedException"):
        return  # it went before it could answer
