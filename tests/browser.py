"""A real browser of the test's own: Debian's Chromium without a window, with a fresh profile, ended and waited for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
    "--force-color-profile=srgb",
)  # fmt: skip


@contextmanager
def browser(folder: Path) -> Iterator[Any]:
    """Start Chromium with its profile in a folder; give its driver, which keeps the console and the network log."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    assert program, "нужен браузер: установите chromium"
    assert driver, "нужен chromedriver: установите chromium-driver"
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in (*FLAGS, f"--user-data-dir={folder}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(driver))
    try:
        yield started
    finally:
        started.quit()


def resize(driver: Any, width: int, height: int) -> None:
    """Show the page as on a screen of this size, in CSS pixels."""
    said = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", said)
