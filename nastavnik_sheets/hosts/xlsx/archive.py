"""A zip archive whose untouched members are copied as the compressed bytes they are.

Leaves what the members mean to `package`. Every doubt about the archive itself is an `ArchiveError`.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from concurrent.futures import Future, ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

MOST_BYTES = 4 << 30
"""More than this in all, unpacked, is a bomb and not a workbook."""
MOST_RATIO = 300
"""Packing better than this is suspicious in a member of more than `BIG` bytes."""
BIG = 128 << 20

_CHUNK = 1 << 18
_LEVEL = 1
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_DESCRIPTOR = 0x08
_ENCRYPTED = 0x01
_UTF8 = 0x800
_ZIP64 = 1


class ArchiveError(ValueError):
    """The archive is damaged, dangerous or unusual; the text is a Russian reason without the file's name."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive with its packed bytes; `header` is what the directory says of it."""

    header: zipfile.ZipInfo
    packed: bytes | memoryview
    local_extra: bytes = b""

    @property
    def size(self) -> int:
        """Unpacked bytes."""
        return self.header.file_size


def read_archive(data: bytes) -> tuple[dict[str, Member], bytes]:
    """Return the members in their order, and the archive's comment. ArchiveError if it cannot be trusted."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            headers, comment = archive.infolist(), archive.comment
    except (zipfile.BadZipFile, OSError, struct.error, UnicodeDecodeError, ValueError, NotImplementedError) as error:
        raise ArchiveError("архив внутри книги повреждён") from error
    _guard_sizes(headers, len(data))
    members: dict[str, Member] = {}
    seen: set[str] = set()
    for header in headers:
        key = header.orig_filename.replace("\\", "/").lstrip("/").lower()
        if key in seen:
            raise ArchiveError(f"внутри книги две части с одним именем «{header.filename}»")
        seen.add(key)
        members[header.orig_filename] = _member(data, header)
    return members, comment


def _guard_sizes(headers: list[zipfile.ZipInfo], stored: int) -> None:
    if sum(header.file_size for header in headers) > MOST_BYTES:
        raise ArchiveError("книга распаковывается в несколько гигабайт, это похоже на «zip-бомбу»")
    for header in headers:
        if header.file_size > BIG and header.file_size > MOST_RATIO * header.compress_size:
            raise ArchiveError("часть книги сжата неправдоподобно сильно, это похоже на «zip-бомбу»")
        if header.compress_size > stored:
            raise ArchiveError("архив внутри книги повреждён")


def _member(data: bytes, header: zipfile.ZipInfo) -> Member:
    start = header.header_offset
    if data[start : start + 4] != b"PK\x03\x04" or start + _LOCAL.size > len(data):
        raise ArchiveError("архив внутри книги повреждён")
    *_, name_length, extra_length = _LOCAL.unpack_from(data, start)
    body = start + _LOCAL.size + name_length + extra_length
    if body + header.compress_size > len(data):
        raise ArchiveError("архив внутри книги повреждён")
    extra = data[start + _LOCAL.size + name_length : body]
    return Member(header, memoryview(data)[body : body + header.compress_size], extra)


def unpacked(member: Member) -> Iterator[bytes]:
    """Yield the content in pieces. ArchiveError if it is damaged, encrypted or packed in an unknown way."""
    header = member.header
    if header.flag_bits & _ENCRYPTED:
        raise ArchiveError("часть книги зашифрована")
    total = checksum = 0
    try:
        for piece in _inflated(member):
            total += len(piece)
            if total > header.file_size:
                break
            checksum = zlib.crc32(piece, checksum)
            yield piece
    except (zlib.error, OSError, EOFError, ValueError) as error:
        raise ArchiveError(f"часть «{header.filename}» повреждена") from error
    if total != header.file_size or checksum != header.CRC:
        raise ArchiveError(f"часть «{header.filename}» повреждена")


def beginning(member: Member, length: int) -> bytes:
    """Return the first bytes of the content, unchecked. ArchiveError if they cannot be unpacked."""
    if member.header.compress_type != zipfile.ZIP_DEFLATED or member.header.flag_bits & _ENCRYPTED:
        return next(unpacked(member), b"")[:length]
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(member.packed[: 4 * length], length)
    except zlib.error as error:
        raise ArchiveError(f"часть «{member.header.filename}» повреждена") from error


def _inflated(member: Member) -> Iterator[bytes]:
    kind = member.header.compress_type
    if kind == zipfile.ZIP_STORED:
        yield bytes(member.packed)
    elif kind == zipfile.ZIP_DEFLATED:
        yield from _deflate_pieces(member.packed)
    elif kind == zipfile.ZIP_BZIP2:
        import bz2

        yield bz2.BZ2Decompressor().decompress(bytes(member.packed), member.size + 1)
    else:
        raise ArchiveError(f"часть «{member.header.filename}» сжата необычным способом")


def _deflate_pieces(packed: bytes | memoryview) -> Iterator[bytes]:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    for start in range(0, len(packed), _CHUNK):
        rest: bytes | memoryview = packed[start : start + _CHUNK]
        while rest:
            piece = engine.decompress(rest, 4 * _CHUNK)
            rest = engine.unconsumed_tail
            if piece:
                yield piece
    tail = engine.flush()
    if tail:
        yield tail


def packed(name: str, pieces: Iterable[bytes], *, like: Member | None = None) -> Member:
    """Return a new member with this content; dates and attributes are those of the member it stands for."""
    engine = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    checksum = size = 0
    out = bytearray()
    with ThreadPoolExecutor(1) as beside:  # packs one piece while the next is made; zlib lets other threads run
        last: Future[bytes] | None = None
        for piece in _in_bulk(pieces):
            checksum = zlib.crc32(piece, checksum)
            size += len(piece)
            out += last.result() if last else b""
            last = beside.submit(engine.compress, piece)
        out += last.result() if last else b""
    out += engine.flush()
    header = _header_like(name, like)
    header.compress_type = zipfile.ZIP_DEFLATED
    header.CRC, header.file_size, header.compress_size = checksum, size, len(out)
    return Member(header, memoryview(out))


def _in_bulk(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in pieces of at least `_CHUNK`, but for the last."""
    waiting: list[bytes] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= _CHUNK:
            yield b"".join(waiting)
            waiting, length = [], 0
    if waiting:
        yield b"".join(waiting)


def _header_like(name: str, like: Member | None) -> zipfile.ZipInfo:
    header = zipfile.ZipInfo(name)
    header.create_system = 0
    if like is not None:
        old = like.header
        header = zipfile.ZipInfo(old.orig_filename, old.date_time)
        header.create_system, header.external_attr = old.create_system, old.external_attr
        header.flag_bits = old.flag_bits & _UTF8
        header.orig_filename = old.orig_filename
    elif not name.isascii():
        header.flag_bits = _UTF8
    return header


def unpacked_member(member: Member, content: bytes) -> Member:
    """Return the member holding its content as it is, for a reader that shall not unpack it once more."""
    header = copy(member.header)
    header.compress_type, header.compress_size = zipfile.ZIP_STORED, len(content)
    return Member(header, content, member.local_extra)


def write_archive(members: Iterable[Member], out: BinaryIO, *, comment: bytes = b"") -> None:
    """Write the archive from its beginning: local records, then the directory."""
    directory: list[bytes] = []
    offset = 0
    for member in members:
        local, central = _records(member, offset)
        out.write(local)
        out.write(member.packed)
        offset += len(local) + len(member.packed)
        directory.append(central)
    whole = b"".join(directory)
    if offset + len(whole) >= 0xFFFFFFFF or len(directory) >= 0xFFFF:
        raise ArchiveError("книга слишком велика")
    out.write(whole)
    count = len(directory)
    out.write(_END.pack(b"PK\x05\x06", 0, 0, count, count, len(whole), offset, len(comment)) + comment)


def _records(member: Member, offset: int) -> tuple[bytes, bytes]:
    header = member.header
    flags = header.flag_bits & ~_DESCRIPTOR
    name = header.orig_filename.encode("utf-8" if flags & _UTF8 else "cp437")
    year, month, day, hour, minute, second = header.date_time
    when = hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
    sums = header.CRC, header.compress_size, header.file_size
    needs = max(header.extract_version, 20)
    local_extra, extra = _without_zip64(member.local_extra), _without_zip64(header.extra)
    local = _LOCAL.pack(b"PK\x03\x04", needs, flags, header.compress_type, *when, *sums, len(name), len(local_extra))
    central = _CENTRAL.pack(
        b"PK\x01\x02", max(header.create_version, 20), header.create_system, needs, 0, flags,
        header.compress_type, *when, *sums, len(name), len(extra), len(header.comment),
        0, header.internal_attr, header.external_attr, offset,
    )  # fmt: skip
    return local + name + local_extra, central + name + extra + header.comment


def _without_zip64(extra: bytes) -> bytes:
    kept, start = b"", 0
    while start + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, start)
        if kind != _ZIP64:
            kept += extra[start : start + 4 + length]
        start += 4 + length
    return kept


def renamed(member: Member, name: str) -> Member:
    """Return the member under another name, its packed bytes as they are."""
    header = _header_like(name, None)
    old = member.header
    header.compress_type, header.CRC = old.compress_type, old.CRC
    header.file_size, header.compress_size = old.file_size, old.compress_size
    return replace(member, header=header, local_extra=b"")
