"""The way to a running LibreOffice: its Python bridge and its pipe."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from nastavnik_sheets.errors import HostError

DEBIAN = Path("/usr/lib/python3/dist-packages")
_speaker: list[Any] = []
"""What stands in for `uno` where LibreOffice itself has started us."""


def connect(pipe: str) -> Any:
    """Return the component context of the LibreOffice that listens on a named pipe of this computer."""
    uno = load_uno()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    try:
        return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
    except uno.getClass("com.sun.star.uno.Exception") as error:
        raise HostError("LibreOffice не отвечает: закройте его окна, откройте книгу и повторите.") from error


def speak_through(office: Any) -> None:
    """Let something else stand in for the module `uno`: the pipes of `remote`."""
    _speaker[:] = [office]


def load_uno() -> Any:
    """Import LibreOffice's `uno`, which lies in the system's Python, also where the program has its own."""
    if _speaker:
        return _speaker[0]
    with suppress(ImportError):
        import uno

        return uno
    for folder in (DEBIAN, *_beside_soffice()):
        spec = importlib.util.spec_from_file_location("uno", folder / "uno.py")
        if spec and spec.loader and (folder / "uno.py").is_file():
            return _loaded(spec, folder)
    raise HostError("Не найден мост LibreOffice для Python: установите пакет python3-uno и повторите.")


def _beside_soffice() -> list[Path]:
    program = shutil.which("soffice")
    return [Path(program).resolve().parent] if program else []


def _loaded(spec: importlib.machinery.ModuleSpec, folder: Path) -> Any:
    module = importlib.util.module_from_spec(spec)
    sys.modules["uno"] = module
    try:
        spec.loader.exec_module(module)  # type: ignore[union-attr]
    except ImportError as error:
        del sys.modules["uno"]
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        message = f"Мост LibreOffice в папке «{folder}» собран не для Python {version}: нужен тот же Python."
        raise HostError(message) from error
    return module
