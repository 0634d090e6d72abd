"""What both sides agreed on after the last run: keyed hashes of cells, so that the file tells nothing by itself.

A cell's hash depends on the key, its place and its value; equal values in two cells have different hashes. Leaves
where the file lies to the command.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import b85encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nastavnik_sheets.errors import HostError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

VERSION = 1


@dataclass(frozen=True)
class Snapshot:
    """The base of the next merge: `tables` are hashes by sheet key, code and column.

    `released` are the codes, by sheet key, of rows that stay in the workbook but are not sent any more; `law` is the
    day on which the note about the law was shown.
    """

    key: bytes
    tables: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    released: Mapping[str, frozenset[str]] = field(default_factory=dict)
    law: str = ""

    def hashed(self, sheet: str, table: Mapping[str, Mapping[str, str | None]]) -> dict[str, dict[str, str | None]]:
        """Return a table with hashes in place of values; blank cells stay blank."""
        seed = hashlib.blake2b(key=self.key, digest_size=15)
        return {
            code: {c: None if value is None else _hash(seed, sheet, code, c, value) for c, value in row.items()}
            for code, row in table.items()
        }


def _hash(seed: hashlib.blake2b, *parts: str) -> str:
    mixed = seed.copy()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        mixed.update(len(encoded).to_bytes(4, "big") + encoded)
    return b85encode(mixed.digest()).decode()


def new_snapshot(*, today: date) -> Snapshot:
    """Return the snapshot of two sides that have never met, with a key of its own."""
    return Snapshot(secrets.token_bytes(32), law=today.isoformat())


def load(path: Path) -> Snapshot | None:
    """Return the snapshot in a file, None if there is none. HostError if the file is damaged."""
    if not path.exists():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        tables = {VERSION: content["tables"]}[content["version"]]
        released = {sheet: frozenset(codes) for sheet, codes in content["released"].items()}
        return Snapshot(bytes.fromhex(content["key"]), tables, released, content["law"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        msg = (f"Снимок прошлого обмена «{path}» не читается; удалите его: при следующем обмене ячейки, "
               "которые различаются, станут вопросами на листе «Расхождения».")  # fmt: skip
        raise HostError(msg) from error


def save(path: Path, snapshot: Snapshot) -> None:
    """Write the snapshot beside and rename; only the owner may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"version": VERSION, "key": snapshot.key.hex(), "law": snapshot.law, "tables": snapshot.tables,
               "released": {sheet: sorted(codes) for sheet, codes in snapshot.released.items()}}  # fmt: skip
    beside = path.with_name(f"{path.name}.new")
    beside.touch(mode=0o600)
    beside.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    beside.replace(path)
