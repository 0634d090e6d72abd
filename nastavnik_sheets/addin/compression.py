"""Compression of VBA source, as [MS-OVBA] 2.4.1 describes it: chunks of 4096 bytes, literals and copy tokens."""

from __future__ import annotations

CHUNK = 4096
_RAW, _COMPRESSED = 0x3000, 0xB000
_SIGNED, _PACKED = 0x7000, 0x8000


def compress(data: bytes) -> bytes:
    """Return a compressed container."""
    chunks = (_chunk(data[start : start + CHUNK]) for start in range(0, len(data), CHUNK))
    return b"\x01" + b"".join(chunks)


def decompress(container: bytes) -> bytes:
    """Return what a compressed container holds, as far as it goes; ValueError if it is none."""
    if container[:1] != b"\x01":
        msg = "not a compressed container"
        raise ValueError(msg)
    out, place = bytearray(), 1
    while place + 2 <= len(container):
        header = int.from_bytes(container[place : place + 2], "little")
        if header & _SIGNED != _RAW:
            break  # the stream goes on with something else
        end = min(place + 3 + (header & CHUNK - 1), len(container))
        chunk = container[place + 2 : end]
        out += _unpacked(chunk) if header & _PACKED else chunk
        place = end
    return bytes(out)


def _unpacked(chunk: bytes) -> bytes:
    """Return a chunk from its tokens; one that is cut off gives what it has."""
    out, place = bytearray(), 0
    while place < len(chunk):
        flags, place = chunk[place], place + 1
        for bit in range(8):
            if place >= len(chunk):
                break
            if not flags >> bit & 1:
                out.append(chunk[place])
                place += 1
                continue
            token = int.from_bytes(chunk[place : place + 2], "little")
            place += 2
            bits = 16 - _offset_bits(len(out))
            back, length = (token >> bits) + 1, (token & (1 << bits) - 1) + 3
            if back > len(out):
                return bytes(out)
            for _ in range(length):
                out.append(out[-back])
    return bytes(out)


def _chunk(data: bytes) -> bytes:
    packed = _tokens(data)
    if len(packed) > CHUNK:
        return (_RAW | CHUNK - 1).to_bytes(2, "little") + data.ljust(CHUNK, b"\0")
    return (_COMPRESSED | len(packed) - 1).to_bytes(2, "little") + packed


def _tokens(data: bytes) -> bytes:
    """Return the tokens of a chunk, eight behind each byte of flags."""
    out, seen, place = bytearray(), dict[bytes, list[int]](), 0
    while place < len(data):
        flags, group = 0, bytearray()
        for bit in range(8):
            if place >= len(data):
                break
            offset, length = _longest(data, place, seen.get(data[place : place + 3], []))
            if length:
                flags |= 1 << bit
                group += _copy_token(place, offset, length)
            else:
                group.append(data[place])
                length = 1
            for passed in range(place, place + length):
                seen.setdefault(data[passed : passed + 3], []).append(passed)
            place += length
        out.append(flags)
        out += group
    return bytes(out)


def _longest(data: bytes, place: int, candidates: list[int]) -> tuple[int, int]:
    """Return how far back the longest earlier occurrence begins and how long it is; (0, 0) if none is worth it."""
    most = min((1 << 16 - _offset_bits(place)) + 2, len(data) - place)
    best = (0, 0)
    for start in reversed(candidates):
        length = 0
        while length < most and data[start + length] == data[place + length]:
            length += 1
        if length > max(best[1], 2):
            best = (place - start, length)
    return best


def _offset_bits(place: int) -> int:
    """Return how many bits of a copy token tell the offset: enough for every byte before it, at least four."""
    return max((place - 1).bit_length(), 4) if place else 4


def _copy_token(place: int, offset: int, length: int) -> bytes:
    return (offset - 1 << 16 - _offset_bits(place) | length - 3).to_bytes(2, "little")
