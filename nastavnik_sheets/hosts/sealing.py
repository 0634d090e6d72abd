"""Files under a password: the agile form of ECMA-376, which Excel and LibreOffice write and open.

Everything is opened and closed in memory. Older forms are read where they can be, the agile one is written. Leaves
where a password comes from to `commands.passwords`, and the files to `save` and `backups`.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from nastavnik_sheets.errors import HostError, Refused

if TYPE_CHECKING:
    from pathlib import Path

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAM = "EncryptedPackage".encode("utf-16-le")
_FILLING = 4096
"""Bytes without which the container would need a form for small streams, which the library writes wrongly."""


class Ask(Protocol):
    """Whoever knows the password of a file, or asks a person for it once."""

    def __call__(self, name: str, /, *, new: bool = False) -> str | None:
        """Return the password for the file of this name, None if nobody can say; `new` if it is about to be set."""


def nobody(_name: str, *, new: bool = False) -> str | None:  # noqa: ARG001
    """Know no password."""
    return None


@dataclass(frozen=True, slots=True)
class Seal:
    """How a file lies on the disk: as it is, or under a password, which no text of this object tells."""

    password: str | None = field(default=None, repr=False)

    def __bool__(self) -> bool:
        """Whether there is a password."""
        return self.password is not None

    def close(self, plain: bytes, name: str) -> bytes:
        """Return the bytes for the disk. Refused if they could not be opened again."""
        if self.password is None:
            return plain
        agile = _library(name).agile
        sealed: bytes = agile.encrypt(self.password, io.BytesIO(plain))
        if _plain(sealed, name, self.password) != plain:  # a container that cannot be opened would be all data lost
            raise Refused(f"Файл «{name}» не зашифрован: проверка не прошла; прежний файл цел.")
        return sealed

    def close_note(self, note: bytes, name: str) -> bytes:
        """Return other bytes for the disk; under a password they go into an archive, as the form demands."""
        if not self:
            return note
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_NOTE, note)
            archive.writestr("filling", bytes(_FILLING), zipfile.ZIP_STORED)
        return self.close(out.getvalue(), name)


OPEN = Seal()
_NOTE = "note"


def is_sealed(data: bytes) -> bool:
    """Tell whether these are the bytes of a file under a password; of an old .xls it is not told."""
    return data.startswith(_OLE) and _STREAM in data


def opened(data: bytes, name: str, ask: Ask) -> tuple[bytes, Seal]:
    """Return what is inside, and the seal to close it with again. Refused if it cannot be opened."""
    if not is_sealed(data):
        return data, OPEN
    password = ask(name)
    if not password:
        raise Refused(f"Файл «{name}» зашифрован паролем: назовите его ключом --password-file ФАЙЛ, переменной "
                      "NASTAVNIK_PASSWORD или в ответ на вопрос программы.")  # fmt: skip
    return _plain(data, name, password), Seal(password)


def opened_note(data: bytes, name: str, ask: Ask) -> bytes:
    """Return the bytes that `Seal.close_note` has closed."""
    plain, seal = opened(data, name, ask)
    if not seal:
        return plain
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        return archive.read(_NOTE)


def seal_of(path: Path, ask: Ask) -> Seal:
    """Return how a file lies on the disk; one that is not there lies open."""
    try:
        with path.open("rb") as file:
            data = file.read(len(_OLE))
            if data == _OLE:
                data += file.read()
    except OSError:
        return OPEN
    return opened(data, path.name, ask)[1]


def _plain(sealed: bytes, name: str, password: str) -> bytes:
    library = _library(name)
    try:
        file = library.file(io.BytesIO(sealed))
        file.load_key(password=password, verify_password=True)
    except library.wrong as error:
        raise Refused(f"Пароль к файлу «{name}» не подошёл: проверьте раскладку и заглавные буквы.") from error
    except Exception as error:
        raise Refused(f"Файл «{name}» зашифрован способом, который не прочесть; откройте его в офисной программе, "
                      "снимите пароль и поставьте его снова.") from error  # fmt: skip
    try:
        return _whole(file, library)
    except Exception as error:
        raise Refused(f"Файл «{name}» под паролем повреждён; возьмите его последнюю копию.") from error


def _whole(file: Any, library: _Library) -> bytes:
    """Return what is inside, if its seal or else its own checksums say that it is whole: some programs seal wrongly."""
    out = io.BytesIO()
    try:
        file.decrypt(out, verify_integrity=file.type == "agile")
    except library.wrong:
        file.decrypt(out := io.BytesIO())
        with zipfile.ZipFile(out) as archive:
            if archive.testzip() is not None:
                raise
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Library:
    file: Any
    agile: Any
    wrong: type[Exception]


def _library(name: str) -> _Library:
    try:
        from msoffcrypto.exceptions import InvalidKeyError
        from msoffcrypto.format.ooxml import OOXMLFile
        from msoffcrypto.method.ecma376_agile import ECMA376Agile
    except ImportError as error:
        raise HostError(f"Для файла «{name}» под паролем нужно дополнение: "
                        "pip install nastavnik-sheets[password].") from error  # fmt: skip
    return _Library(OOXMLFile, ECMA376Agile, InvalidKeyError)
