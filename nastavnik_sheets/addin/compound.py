"""Compound files ([MS-CFB], version 3): the container in which Office keeps VBA.

Storages are nested dictionaries, streams are bytes. Names sort as the format asks, the tree of each storage is
balanced, nothing depends on time: the same content gives the same bytes.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TypeAlias

Storage: TypeAlias = "dict[str, bytes | Storage]"

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
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E, 3, 0xFFFE, 9, 6,
        0, own, directory, 0, CUTOFF,
        small_start, -(-small_count // _SLOTS), _END, 0,
    )  # fmt: skip
    named = struct.pack(f"<{_IN_HEADER}I", *places, *[_FREE] * (_IN_HEADER - own))
    return header + named + sectors + _numbers([*table, *[_FAT] * own])
