"""The texts of a workbook's macros, unpacked to be looked through; never changed: a program is not ours to edit.

Leaves the container to `addin.compound`, the packing of sources to `addin.compression`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nastavnik_sheets.addin import compound
from nastavnik_sheets.addin.compression import decompress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SOURCE = re.compile(rb"\x01..\x00Attribut", re.DOTALL)
"""How the packed source of every module begins: the container, its first chunk, eight letters as they are."""
_LETTERS = ("cp1251", "utf-8", "utf-16-le")


def is_container(content: bytes) -> bool:
    """Whether a part is such a container: macros, or an object of another program."""
    return content.startswith(compound.MAGIC)


def naming(content: bytes, names: Callable[[str], bool]) -> list[str] | None:
    """Return the modules and forms whose texts `names` knows, none if nothing does; None if they cannot be read."""
    try:
        streams = compound.read(content)
    except ValueError:
        return None
    return [path.rpartition("/")[2] for path, stream in streams.items() if any(names(text) for text in _texts(stream))]


def _texts(stream: bytes) -> Iterator[str]:
    """Yield a stream in every form in which a name could be read from it."""
    for found in _SOURCE.finditer(stream):
        source = decompress(stream[found.start() :])
        yield from (source.decode(letters, "ignore") for letters in _LETTERS[:2])
    yield from (stream.decode(letters, "ignore") for letters in _LETTERS)
    yield stream[1:].decode("utf-16-le", "ignore")
