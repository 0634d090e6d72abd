"""A screen without a monitor: Xvfb with a window manager, a mouse that xdotool moves, pictures as PNG."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 60
WIDTH, HEIGHT = 1366, 768


class Screen:
    """What a person sees and does."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self._folder = name, folder

    def click(self, x: int, y: int) -> None:
        self._do("mousemove", "--sync", str(x), str(y), "click", "1")

    def hover(self, x: int, y: int) -> None:
        """Rest on a place until its tip has come."""
        for step in (1, 0):
            self._do("mousemove", "--sync", str(x + step), str(y))
            time.sleep(0.3)
        time.sleep(2)

    def type(self, text: str) -> None:
        self._do("type", text)

    def press(self, *keys: str) -> None:
        self._do("key", *keys)

    def window(self, title: str) -> bool:
        """Wait for a window of this title; tell whether it came."""
        return self._do("search", "--sync", "--onlyvisible", "--name", title).returncode == 0

    def picture(self, path: Path) -> None:
        """Save what is seen now."""
        path.write_bytes(_png((self._folder / "Xvfb_screen0").read_bytes()))

    def _do(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "DISPLAY": self.name}
        return subprocess.run(["xdotool", *words], env=environment, check=False, timeout=PATIENCE)


@contextmanager
def screen() -> Iterator[Screen]:
    """Start a screen of the size of a school's notebook."""
    for program in ("Xvfb", "openbox", "xdotool"):
        assert shutil.which(program), f"нужна программа {program}: bash setup.sh test поставит её"
    with tempfile.TemporaryDirectory() as folder:
        heard, said = os.pipe()
        words = ["Xvfb", "-displayfd", str(said), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", folder]
        server = subprocess.Popen([*words, "-nolisten", "tcp"], pass_fds=(said,), stderr=subprocess.DEVNULL)
        name = f":{os.read(heard, 16).decode().strip()}"
        manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": name}, stderr=subprocess.DEVNULL)
        try:
            yield Screen(name, Path(folder))
        finally:
            for process in (manager, server):
                process.terminate()
                process.wait(PATIENCE)


def _png(dump: bytes) -> bytes:
    """Turn what Xvfb keeps of its screen (XWD, 32 bits a pixel, blue first) into a PNG."""
    header = struct.unpack(">25I", dump[:100])
    size, width, height, line, colours = header[0], header[4], header[5], header[12], header[19]
    start = size + 12 * colours
    rows = []
    for row in range(height):
        pixels = dump[start + row * line : start + row * line + 4 * width]
        rgb = bytearray(3 * width)
        rgb[0::3], rgb[1::3], rgb[2::3] = pixels[2::4], pixels[1::4], pixels[0::4]
        rows.append(b"\0" + rgb)
    parts = [
        _chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)),
        _chunk(b"IDAT", zlib.compress(b"".join(rows), 9)),
        _chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def buttons_on(frame: Any) -> dict[str, tuple[int, int]]:
    """Return the labels of our buttons and their middles on the screen, as a reader for the blind tells them."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        bar = frame.LayoutManager.getElement("private:resource/toolbar/addon_nastavnik.toolbar")
        if bar is not None:
            return _places(bar.getRealInterface().getAccessibleContext())
        time.sleep(0.2)
    msg = "the toolbar never came"
    raise AssertionError(msg)


def _places(bar: Any) -> dict[str, tuple[int, int]]:
    found = {}
    for number in range(bar.getAccessibleChildCount()):
        one = bar.getAccessibleChild(number).getAccessibleContext()
        place, size = one.getLocationOnScreen(), one.getSize()
        found[one.getAccessibleName()] = (place.X + size.Width // 2, place.Y + size.Height // 2)
    return found
