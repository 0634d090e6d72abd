"""A LibreOffice of the test's own: another profile, no window, reached through a pipe, ended and waited for."""

from __future__ import annotations

import os
import shutil
import signal
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


def places(folder: Path) -> list[str]:
    """Return the settings that keep profile and extensions of a test inside its folder, also those of root."""
    return [f"-env:UserInstallation=file://{folder}/profile", f"-env:UNO_SHARED_PACKAGES_CACHE=file://{folder}/shared"]


@contextmanager
def office(folder: Path, *, screen: str | None = None, file: Path | None = None) -> Iterator[Any]:
    """Start LibreOffice with its profile in a folder, on a screen if one is given; give its component context."""
    program = shutil.which("soffice")
    assert program, "нужен LibreOffice: установите libreoffice-calc"
    pipe = f"nastavnik{uuid.uuid4().hex}"
    seen = ["--headless"] if screen is None else []
    on_screen = {} if screen is None else {"DISPLAY": screen, "SAL_USE_VCLPLUGIN": "gen"}
    process = subprocess.Popen(
        [program, *places(folder), *seen, "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;",
         *([str(file)] if file else [])],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **on_screen}, start_new_session=True,
    )  # fmt: skip
    try:
        context = _connected(pipe, process)
        yield context
        if screen is None:  # with windows it would ask whether to save
            _end(context)
            process.wait(PATIENCE)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
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
