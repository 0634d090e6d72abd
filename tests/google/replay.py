"""Replays recordings of Google's real answers against the emulator and counts equal answers.

    python -m tests.google.replay FILE.jsonl.gz

A line of the file is one request with its answer: recording, step, method, url, body, status, response. Ids that
Google invents are taken from the recorded answer, and so is when a quota was spent; files that were there before the
recording are made from their first description; createdTime and modifiedTime are masked; everything else is compared.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import deque
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from tests.google.books import Spreadsheet
from tests.google.emulator import Emulator
from tests.google.grids import Grid

MASKED = ("createdTime", "modifiedTime")
INVENTED = ("id", "sheetId", "namedRangeId", "protectedRangeId")


class Difference(NamedTuple):
    """A request that the emulator answers otherwise than Google did."""

    recording: str
    step: int
    request: str
    google: Any
    ours: Any

    @property
    def name(self) -> str:
        """Where it is, as the list of known differences names it."""
        return f"{self.recording} {self.step}"


def replay(path: Path) -> tuple[int, list[Difference]]:
    """Return how many requests a file holds and those answered otherwise."""
    total, found = 0, []
    for step, status, answer in answers(path):
        total += 1
        google, ours = (step["status"], _masked(_read(step["response"]))), (status, _masked(answer))
        if google != ours:
            request = f"{step['method']} {step['url']}"
            found.append(Difference(step["recording"], step.get("step", total), request, google, ours))
    return total, found


def answers(path: Path) -> Iterator[tuple[dict[str, Any], int, Any]]:
    """Return every recorded step with the emulator's status and answer."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        lines = [json.loads(line) for line in stream]
    for _, steps in groupby(lines, key=lambda one: one["recording"]):
        yield from _run(list(steps))


def _run(steps: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], int, Any]]:
    emulator = Emulator()
    for step in steps:
        recorded = _read(step["response"])
        ids = _ids(recorded, known=_chosen(step["body"]))
        emulator.invent = lambda kind, ids=ids, own=emulator._invented: ids[kind].popleft() if ids[kind] else own(kind)
        emulator.spent_by = _project(step["status"], recorded)
        _seed(emulator, step, recorded)
        yield step, *emulator.handle(step["method"], step["url"], step["body"])


def _read(text: Any) -> Any:
    try:
        return json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return text


def _project(status: int, answer: Any) -> str:
    """Return the number of the project whose quota was spent just then: nobody can know that but the recording."""
    found = re.search(r"project_number:(\d+)", str(answer)) if status == 429 else None
    return found[1] if found else ""


def _chosen(body: Any) -> set[Any]:
    """Return the ids that the request itself names: those Google has not invented."""
    return {value for name, value in _walk(_read(body)) if name.endswith("Id") and isinstance(value, str | int)}


def _ids(answer: Any, known: set[Any]) -> dict[str, deque[Any]]:
    """Return the ids that Google has invented, in the order of the answer."""
    found: dict[str, deque[Any]] = {kind: deque() for kind in INVENTED}
    for name, value in _walk(answer):
        if name in found and value not in known:
            found[name].append(value)
    return found


def _walk(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name, inner
            yield from _walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner)


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: "…" if name in MASKED else _masked(inner) for name, inner in value.items()}
    return [_masked(inner) for inner in value] if isinstance(value, list) else value


def _seed(emulator: Emulator, step: dict[str, Any], recorded: Any) -> None:
    """Make a file that was there before the recording began, from the first thing said about it."""
    match = re.search(r"/(?:spreadsheets|files)/([\w-]{20,})", step["url"])
    if not match or match[1] in emulator.books or step["status"] not in (200, 403) or not isinstance(recorded, dict):
        return
    if step["status"] == 403:
        emulator.books[match[1]] = Spreadsheet(match[1], "", forbidden=True)
        return
    said = recorded.get("properties", {})
    book = Spreadsheet(match[1], said.get("title", recorded.get("name", "")), locale=said.get("locale", "en_US"),
                       zone=said.get("timeZone", "Etc/GMT"))  # fmt: skip
    for sheet in recorded.get("sheets", []):
        known = sheet.get("properties", {})
        size = dict(known.get("gridProperties", {}))
        grid = Grid(
            known.get("sheetId", 0),
            known.get("title", "Sheet1"),
            size.pop("rowCount", 1000),
            size.pop("columnCount", 26),
        )
        grid.grid_looks = size
        book.grids.append(grid)
    emulator.books[book.id] = book


def main(arguments: list[str]) -> int:
    """Print every difference and the count; 0 if all are equal."""
    total, differences = replay(Path(arguments[0]))
    for one in differences:
        print(f"{one.name}: {one.request[:140]}\n  Google: {str(one.google)[:600]}\n  ours:   {str(one.ours)[:600]}")
    print(f"{total - len(differences)} of {total} equal")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
