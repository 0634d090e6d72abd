"""UNO over two pipes: objects of a running LibreOffice for a program that its own buttons have started.

No module of LibreOffice is needed here, so any Python will do, and no address is opened where others could knock. The
other half, in LibreOffice's own Python, is macros/libreoffice/nastavnik_bridge.py. An object is asked for its
properties and methods as through `uno`: what begins with a small letter is a method.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urlsplit
from urllib.request import url2pathname

from nastavnik_sheets.errors import HostError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CONTEXT, DOCUMENT = 0, 1
"""The numbers of the objects that are there from the beginning."""
GONE = "LibreOffice закрыт или не отвечает: откройте книгу и повторите."
_MANY = 500
"""Objects that are of no more use are told together: a message costs as much as a question."""


class Office:
    """The other end of the pipes; stands in for the module `uno` too."""

    def __init__(self, answers: BinaryIO, questions: BinaryIO) -> None:
        self._answers, self._questions = answers, questions
        self._unused: list[int] = []

    @property
    def context(self) -> Any:
        """The component context of LibreOffice."""
        return Remote(self, CONTEXT)

    @property
    def document(self) -> Any:
        """The workbook whose button was clicked."""
        return Remote(self, DOCUMENT)

    def ask(self, what: str, number: int, name: str, given: object = None) -> Any:
        """Return what an object answers; raise what it raises."""
        if len(self._unused) >= _MANY:
            unused, self._unused = self._unused, []
            self._exchange(["drop", CONTEXT, "", unused])
        told = self._exchange([what, number, name, given])
        if "error" in told:
            raise _raised(told["error"], told["message"])
        return told["value"]

    def tell(self, what: str, **facts: object) -> None:
        """Say something that nobody answers: how far the work is, how it ended."""
        self._send({"told": what, **facts})

    def forget(self, number: int) -> None:
        """Note that an object is of no more use."""
        self._unused.append(number)

    @staticmethod
    def createUnoStruct(kind: str, **fields: object) -> Struct:  # noqa: N802  (as uno calls it)
        """Return a struct that UNO will make."""
        return Struct(kind, fields)

    @staticmethod
    def fileUrlToSystemPath(url: str) -> str:  # noqa: N802  (as uno calls it)
        """Return the path of a file: URL as this system writes paths."""
        return _path(url)

    def _exchange(self, question: object) -> dict[str, Any]:
        self._send(question)
        line = self._answers.readline()
        if not line:
            raise HostError(GONE)
        told: dict[str, Any] = json.loads(line, object_hook=self._met)
        return told

    def _send(self, message: object) -> None:
        try:
            self._questions.write(json.dumps(message, default=_told).encode() + b"\n")
            self._questions.flush()
        except OSError as error:
            raise HostError(GONE) from error

    def _met(self, told: dict[str, Any]) -> Any:
        if "object" in told:
            return Remote(self, told["object"])
        return Struct(told["struct"], told["fields"]) if "struct" in told else told


class Struct:
    """A struct of UNO: named values."""

    def __init__(self, kind: str, fields: dict[str, object]) -> None:
        self._kind = kind
        self.__dict__.update(fields)

    def told(self) -> dict[str, object]:
        """Return the struct as the bridge tells it."""
        return {"struct": self._kind, "fields": {k: v for k, v in vars(self).items() if k != "_kind"}}


class Remote:
    """An object that lives in LibreOffice."""

    __slots__ = ("_number", "_office")

    def __init__(self, office: Office, number: int) -> None:
        object.__setattr__(self, "_office", office)
        object.__setattr__(self, "_number", number)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name[0].islower():
            return self._method(name)
        return self._office.ask("get", self._number, name)

    def __setattr__(self, name: str, value: object) -> None:
        self._office.ask("set", self._number, name, value)

    def __del__(self) -> None:
        if self._number > DOCUMENT:
            self._office.forget(self._number)

    def _method(self, name: str) -> Callable[..., Any]:
        return lambda *given: self._office.ask("call", self._number, name, given)

    def _each(self, names: Sequence[str]) -> list[list[Any]]:
        return self._office.ask("each", self._number, "", list(names))  # type: ignore[no-any-return]

    def told(self) -> dict[str, object]:
        """Return the object as the bridge tells it."""
        return {"object": self._number}


def each(container: Any, *names: str) -> list[list[Any]]:
    """Return these properties of everything in a container of UNO: in one question where each costs a message."""
    if isinstance(container, Remote):
        return container._each(names)
    items = [container.getByIndex(place) for place in range(container.getCount())]
    return [[getattr(item, name) for name in names] for item in items]


def _told(value: Any) -> object:
    if isinstance(value, Struct | Remote):
        return value.told()
    raise TypeError(f"{type(value).__name__} cannot be told to LibreOffice")


def _path(url: str) -> str:
    parts = urlsplit(url)
    return url2pathname(f"//{parts.netloc}{parts.path}" if parts.netloc else parts.path)


def _raised(kind: str, message: str) -> Exception:
    """Return an error of the kind the other side has met, known by its name as UNO's own are."""
    if kind == "AttributeError":
        return AttributeError(message)
    made: Exception = type(kind, (RuntimeError,), {})(message)
    return made
