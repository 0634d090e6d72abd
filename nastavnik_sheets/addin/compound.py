"""Compound files ([MS-CFB], version 3): the container in which Office keeps VBA.

Storages are nested dictionaries, streams are bytes. Names sort as the format asks, the tree of each storage is
balanced, nothing depends on time: the same content gives the same bytes.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Storage: TypeAlias = "dict[str, bytes | Storage]"

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECTOR, SMALL, CUTOFF = 512, 64, 4096
_END, _FREE, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_SLOTS = SECTOR // 4
_IN_HEADER = 109
"""How many sectors of the table the header names; beyond are 7 MB, which no VBA of ours will be."""


@dataclass
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = 0


def write(root: Storage) -> bytes:
    """Return a compound file with these storages and streams."""
    entries = [_Entry("Root Entry", _ROOT)]
    entries[0].child = _add(root, entries)
    small, small_table = _small_streams(entries)
    entries[0].content = small
    sectors, table = bytearray(), list[int]()
    for entry in entries:
        if entry.kind == _ROOT or len(entry.content) >= CUTOFF:
            entry.start = _append(sectors, table, entry.content)
    small_start = _append(sectors, table, _numbers(small_table))
    directory_start = _append(sectors, table, _directory(entries))
    return _with_table(bytes(sectors), table, directory_start, small_start, len(small_table))


def read(content: bytes) -> dict[str, bytes]:
    """Return every stream of a compound file by its path («VBA/Module1»); ValueError if it is none."""
    try:
        return _Reader(content).streams()
    except (struct.error, IndexError, RecursionError, UnicodeDecodeError) as error:
        msg = "not a sound compound file"
        raise ValueError(msg) from error


class _Reader:
    """Follows the chains of a compound file; a chain that turns back on itself ends there."""

    def __init__(self, content: bytes) -> None:
        if content[:8] != MAGIC:
            msg = "not a compound file"
            raise ValueError(msg)
        self._content = content
        self._size = 1 << struct.unpack_from("<H", content, 30)[0]
        directory, self._cutoff, small, more = struct.unpack_from("<I4xII4xI", content, 48)
        tables = [one for one in struct.unpack_from("<109I", content, 76) if one < _FAT - 1]
        while more < _FAT - 1:
            *numbers, more = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            tables += [one for one in numbers if one < _FAT - 1]
        self._table = [n for one in tables for n in struct.unpack(f"<{self._size // 4}I", self._sector(one))]
        self._entries = self._chain(directory)
        packed = self._chain(small)
        self._small_table = struct.unpack(f"<{len(packed) // 4}I", packed)
        self._small = self._chain(self._entry(0)[5])

    def streams(self) -> dict[str, bytes]:
        """Return every stream by its path."""
        return dict(self._below(self._entry(0)[4], ""))

    def _sector(self, number: int) -> bytes:
        return self._content[(number + 1) * self._size : (number + 2) * self._size]

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(one) for one in _followed(start, self._table))

    def _entry(self, number: int) -> tuple[str, int, int, int, int, int, int]:
        """Return name, kind, left, right, child, first sector, size."""
        raw = self._entries[number * 128 : number * 128 + 128]
        name, length, kind, left, right, child, start, size = struct.unpack("<64sHBx3I36xII4x", raw)
        return name[: max(0, length - 2)].decode("utf-16-le"), kind, left, right, child, start, size

    def _below(self, number: int, path: str) -> Iterator[tuple[str, bytes]]:
        if number == _NONE:
            return
        name, kind, left, right, child, start, size = self._entry(number)
        yield from self._below(left, path)
        if kind == _STREAM:
            yield f"{path}{name}", self._stream(start, size)
        elif kind == _STORAGE:
            yield from self._below(child, f"{path}{name}/")
        yield from self._below(right, path)

    def _stream(self, start: int, size: int) -> bytes:
        if size >= self._cutoff:
            return self._chain(start)[:size]
        small = (self._small[one * SMALL : (one + 1) * SMALL] for one in _followed(start, self._small_table))
        return b"".join(small)[:size]


def _followed(start: int, table: Sequence[int]) -> Iterator[int]:
    """Yield the numbers of a chain."""
    seen = set[int]()
    while start < len(table) and start not in seen:
        seen.add(start)
        yield start
        start = table[start]


def _add(storage: Storage, entries: list[_Entry]) -> int:
    """Add everything in a storage to the directory; return the number of the entry on top of its tree."""
    numbers = []
    for name in sorted(storage, key=lambda name: (len(name.encode("utf-16-le")), name.upper())):
        content = storage[name]
        numbers.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content))
        else:
            entries.append(_Entry(name, _STORAGE))
            entries[numbers[-1]].child = _add(content, entries)
    return _balance(numbers, entries)


def _balance(numbers: list[int], entries: list[_Entry]) -> int:
    if not numbers:
        return _NONE
    middle = len(numbers) // 2
    top = entries[numbers[middle]]
    top.left, top.right = _balance(numbers[:middle], entries), _balance(numbers[middle + 1 :], entries)
    return numbers[middle]


def _small_streams(entries: list[_Entry]) -> tuple[bytes, list[int]]:
    """Put streams below the cutoff together, in small sectors; return them with their table."""
    content, table = bytearray(), list[int]()
    for entry in entries:
        if entry.kind == _STREAM and len(entry.content) < CUTOFF:
            entry.start = _append(content, table, entry.content, size=SMALL)
    return bytes(content), table


def _append(sectors: bytearray, table: list[int], content: bytes, *, size: int = SECTOR) -> int:
    """Put a stream behind the others and its chain into the table; return its first sector."""
    if not content:
        return _END
    start, count = len(table), -(-len(content) // size)
    table.extend([*range(start + 1, start + count), _END])
    sectors += content.ljust(count * size, b"\0")
    return start


def _numbers(table: list[int]) -> bytes:
    full = [*table, *[_FREE] * (-len(table) % _SLOTS)]
    return struct.pack(f"<{len(full)}I", *full)


def _directory(entries: list[_Entry]) -> bytes:
    blank = struct.pack("<64sHBB3I36xIQ", b"", 0, 0, 0, _NONE, _NONE, _NONE, 0, 0)
    made = b"".join(
        struct.pack(
            "<64sHBB3I36xIQ",
            entry.name.encode("utf-16-le"),
            2 * len(entry.name) + 2,
            entry.kind,
            1,  # every entry is black: a balanced tree is as good as a red-black one to those who read
            entry.left,
            entry.right,
            entry.child,
            entry.start,
            len(entry.content),
        )
        for entry in entries
    )
    return made + blank * (-len(entries) % (SECTOR // len(blank)))


def _with_table(sectors: bytes, table: list[int], directory: int, small_start: int, small_count: int) -> bytes:
    """Put the table of sectors, which counts itself too, behind them and the header before them."""
    own = 1
    while own * _SLOTS < len(table) + own:
        own += 1
    if own > _IN_HEADER:
        msg = f"{len(sectors)} bytes are too much for a compound file without further tables"
        raise ValueError(msg)
    places = [len(table) + number for number in range(own)]
    header = struct.pack(
        "<8s16x5H6x9I",
        MAGIC,
        0x3E, 3, 0xFFFE, 9, 6,
        0, own, directory, 0, CUTOFF,
        small_start, -(-small_count // _SLOTS), _END, 0,
    )  # fmt: skip
    named = struct.pack(f"<{_IN_HEADER}I", *places, *[_FREE] * (_IN_HEADER - own))
    return header + named + sectors + _numbers([*table, *[_FAT] * own])
