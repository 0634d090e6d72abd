"""LibreOffice with our extension: installed as `addin install` does it, its commands dispatched and waited for."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

from office import places

from nastavnik_sheets.commands.addins import into_office, unopkg_of
from nastavnik_sheets.documents.pdf import office as program
from nastavnik_sheets.hosts.libreoffice.office import DEBIAN, load_uno

PATIENCE = 120


def install(folder: Path) -> Path:
    """Install the extension into a test's folder; return the program it starts, a script that a test may change."""
    starter = folder / "starter"
    starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@" 2>>"{folder}/errors"\n')
    starter.chmod(0o755)
    unopkg = unopkg_of(program())
    assert unopkg, "нужен LibreOffice: установите libreoffice-calc"
    into_office(unopkg, str(starter), places=places(folder))
    return starter


def opened(context: Any, path: Path) -> Any:
    """Open a workbook without a window."""
    document = desktop(context).loadComponentFromURL(path.as_uri(), "_blank", 0, (_property("Hidden", True),))
    assert document is not None, path
    return document


def desktop(context: Any) -> Any:
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


class Clicked:
    """A command on its way; `said()` waits for its last word."""

    def __init__(self, context: Any, document: Any, command: str, **given: str) -> None:
        self._done, self._word = threading.Event(), (False, "")
        dispatch, url = _dispatch_of(context, document, command)
        arguments = tuple(_property(name, value) for name, value in given.items())
        dispatch.dispatchWithNotification(url, arguments, _listener(self._hear))

    def said(self) -> tuple[bool, str]:
        """Return whether it succeeded, and the message."""
        assert self._done.wait(PATIENCE), "the command never came back"
        return self._word

    @property
    def over(self) -> bool:
        return self._done.is_set()

    def _hear(self, event: Any) -> None:
        self._word = (event.State == 1, event.Result)
        self._done.set()


def told_to_button(context: Any, document: Any, command: str) -> Any:
    """Return the state that a button of the toolbar is told when it asks for one."""
    dispatch, url = _dispatch_of(context, document, command)
    told: list[Any] = []
    interface = interfaces().getClass("com.sun.star.frame.XStatusListener")
    asking = _of(interface, statusChanged=told.append, disposing=lambda _event: None)
    dispatch.addStatusListener(asking, url)
    dispatch.removeStatusListener(asking, url)
    (event,) = told
    assert event.IsEnabled
    return event.State


def _dispatch_of(context: Any, document: Any, command: str) -> tuple[Any, Any]:
    url = load_uno().createUnoStruct("com.sun.star.util.URL", Complete=f"nastavnik:{command}")
    parser = context.ServiceManager.createInstanceWithContext("com.sun.star.util.URLTransformer", context)
    _, url = parser.parseStrict(url)
    dispatch = document.CurrentController.Frame.queryDispatch(url, "_self", 0)
    assert dispatch is not None, f"nobody handles {url.Complete}"
    return dispatch, url


def _listener(hear: Any) -> Any:
    interface = interfaces().getClass("com.sun.star.frame.XDispatchResultListener")
    return _of(interface, dispatchFinished=hear, disposing=lambda _event: None)


def called_back(context: Any) -> threading.Event:
    """Ask the office's own loop for a sign of life; return the event that comes with it."""
    lives = threading.Event()
    callback = _of(interfaces().getClass("com.sun.star.awt.XCallback"), notify=lambda _nothing: lives.set())
    loop = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.AsyncCallback", context)
    loop.addCallback(callback, None)
    return lives


def interfaces() -> Any:
    """Return `uno`, with `unohelper` beside it importable."""
    load_uno()
    if str(DEBIAN) not in sys.path:
        sys.path.append(str(DEBIAN))
    import uno

    return uno


def _of(interface: Any, **methods: Any) -> Any:
    """Return an object of UNO with these methods."""
    interfaces()
    import unohelper

    kind = type("Listener", (unohelper.Base, interface), {k: staticmethod(m) for k, m in methods.items()})
    return kind()


def _property(name: str, value: object) -> Any:
    return load_uno().createUnoStruct("com.sun.star.beans.PropertyValue", Name=name, Value=value)
