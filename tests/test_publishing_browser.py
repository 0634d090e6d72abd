"""The page in a real browser: on a phone and a desk, no scripts, no requests, contrast, keyboard, paper."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from browser import browser, resize
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from test_publishing import HOSTILE, award, published

from nastavnik_sheets.codes import make_code
from nastavnik_sheets.publishing import page
from nastavnik_sheets.year_sheets import Programme

PHONE, SMALLEST, DESK = (390, 844), (320, 640), (1280, 900)
LONG = "Сверхдлинноеназваниебезединогопробела" * 4
CONTRAST = """
const channel = c => { c /= 255; return c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4) };
const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
  if (c.length === 3 || c[3] > 0) return c } return [255, 255, 255] };
const found = [];
for (const e of document.querySelectorAll('body *')) {
  const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
  if (!own || e.closest('style')) continue;
  const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))];
  found.push([(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e.tagName, e.textContent.slice(0, 40)]);
}
return found;
"""


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(scope="module")
def asked() -> list[str]:
    return []


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, asked: list[str]) -> Iterator[str]:
    """The page behind a server that notes what is asked of it."""
    folder = tmp_path_factory.mktemp("site")
    hostile = Programme(code=make_code("ПГ", 1), title=HOSTILE, mentoring_form="Ученик – ученик", aim=LONG,
                        link="https://school.example.org/programme")  # fmt: skip
    text = page(published(award(1, 21), hostile, site="https://school.example.org", email="school@example.org",
                          phone="+7 928 000-00-02", coordinator="Омарова Диана Исрафиловна"))  # fmt: skip
    (folder / "page.html").write_text(text, encoding="utf-8")

    class Noting(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            asked.append(self.path)

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Noting, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/page.html"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("size", [SMALLEST, PHONE, DESK], ids=["320", "phone", "desk"])
def test_it_fits_the_screen_and_asks_for_nothing(driver, address, asked, size):
    asked.clear()
    driver.get_log("performance")
    resize(driver, *size)
    driver.get(address)
    assert driver.execute_script("return document.documentElement.scrollWidth") <= size[0]
    assert driver.get_log("browser") == []
    assert asked == ["/page.html"]
    sent = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    urls = {one["params"]["request"]["url"] for one in sent if one["method"] == "Network.requestWillBeSent"}
    assert {url for url in urls if not url.startswith(("data:", "chrome:"))} == {address}


def test_nothing_that_was_typed_has_become_code(driver, address):
    driver.get(address)
    assert driver.find_elements(By.CSS_SELECTOR, "main script, main img") == []
    assert "<script>alert(1)</script>" in driver.find_element(By.TAG_NAME, "main").text
    policy = driver.find_element(By.CSS_SELECTOR, "meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert driver.execute_script("return getComputedStyle(document.querySelector('.top')).backgroundColor") == (
        "rgb(31, 78, 92)"
    )


def test_every_text_has_the_contrast_of_wcag_aa(driver, address):
    driver.get(address)
    found = driver.execute_script(CONTRAST)
    assert len(found) > 40
    assert [one for one in found if one[0] < 4.5] == []


def test_the_keyboard_reaches_the_content_first_and_every_link(driver, address):
    driver.get(address)
    body = driver.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    skip = driver.switch_to.active_element
    assert skip.text == "К содержанию"
    assert skip.rect["x"] >= 0
    reached = [skip]
    for _ in driver.find_elements(By.TAG_NAME, "a")[1:]:
        reached[-1].send_keys(Keys.TAB)
        reached.append(driver.switch_to.active_element)
    assert [one.get_attribute("href") for one in reached] == [
        one.get_attribute("href") for one in driver.find_elements(By.TAG_NAME, "a")
    ]
    assert driver.execute_script("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    skip.send_keys(Keys.ENTER)
    assert driver.switch_to.active_element.get_attribute("id") == "main"


def test_a_screen_reader_finds_landmarks_headings_and_tables_with_names(driver, address):
    driver.get(address)
    nodes = driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    named = [(n["role"]["value"], n.get("name", {}).get("value", "")) for n in nodes if not n["ignored"]]
    roles = [role for role, _ in named]
    assert {"banner", "navigation", "main", "contentinfo"} <= set(roles)
    assert ("navigation", "Разделы страницы") in named
    assert ("heading", "Наши наставники") in named
    assert all(name for role, name in named if role in ("heading", "link", "table", "region"))
    assert {name for role, name in named if role == "region"} >= {"Наставники", "Результаты", "Контакты"}
    assert driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == "ru"


def test_it_prints_on_paper_without_the_menu(driver, address, tmp_path: Path):
    driver.get(address)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not driver.find_element(By.TAG_NAME, "nav").is_displayed()
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    printed = driver.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    content = base64.b64decode(printed["data"])
    assert content.startswith(b"%PDF")
    assert 1 <= content.count(b"/Type /Page\n") + content.count(b"/Type /Page ") <= 6
