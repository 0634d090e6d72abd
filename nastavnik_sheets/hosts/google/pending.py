"""What a run has sent and not read back yet, kept on the disk: a run killed there is put right by the next one.

Between our last reading and our writing somebody may sort the sheet, and a cell lands in another row. The run sees
that when it reads back; if it is killed before, the next run sees it here. Leaves comparing to `commit`.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.hosts.google.commit import Marks, Sent
from nastavnik_sheets.hosts.google.tabs import Tab

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nastavnik_sheets.hosts.google.commit import Layout
    from nastavnik_sheets.hosts.protocol import Value

_KINDS = {kind.__name__: kind for kind in (datetime, date, time)}


def keep(path: Path, sent: Mapping[str, list[Sent]]) -> None:
    """Write down what is about to be sent, and the sheets as they were just before."""
    content = []
    for cells in sent.values():
        if cells:
            tab = cells[0].before.tab
            known = {"id": tab.id, "title": tab.title, "rows": tab.rows, "columns": tab.columns}
            grid = [[_pack(cell) for cell in row] for row in tab.grid]
            went = [[s.row, s.column, _pack(s.value), *map(_pack, s.meant)] for s in cells]
            content.append({"tab": known, "grid": grid, "sent": went})
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{path.name}.new")
    beside.touch(mode=0o600)
    beside.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    beside.replace(path)


def left_over(path: Path, layout: Layout) -> dict[str, list[Sent]]:
    """Return what a killed run had sent, by sheet; a file cut short was written before anything was sent."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    found = {}
    for one in content:
        tab = Tab(**one["tab"], grid=[[_unpack(cell) for cell in row] for row in one["grid"]])
        before = Marks(tab, layout)
        found[tab.title] = [
            Sent(row, column, _unpack(value), (_unpack(code), _unpack(title)), before)
            for row, column, value, code, title in one["sent"]
        ]
    return found


def _pack(value: Value) -> Any:
    return {type(value).__name__: value.isoformat()} if isinstance(value, date | time) else value


def _unpack(packed: Any) -> Any:
    if isinstance(packed, dict):
        ((kind, text),) = packed.items()
        return _KINDS[kind].fromisoformat(text)
    return packed
