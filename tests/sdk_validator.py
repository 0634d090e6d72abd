"""Microsoft's Open XML SDK validator as the tests and benchmarks call it; `bash setup.sh test` installs it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PLACE = Path(sys.prefix) / "validator" / "node_modules" / "@xarsh"


@cache
def program() -> Path:
    """Return the validator; a test that needs it fails without it."""
    found = sorted(PLACE.glob("ooxml-validator-*/ooxml-validator*"))
    assert found, f"the Open XML SDK validator must stand in {PLACE}: run «bash setup.sh test» once"
    return found[0]


def findings(path: Path) -> Counter[str]:
    """Return what the validator says of a workbook; numbers of parts and rows do not count."""
    environment = os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    command = [str(program()), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.stdout.startswith("{"), done.stderr
    errors = json.loads(done.stdout)["errors"]
    return Counter(f"{one.get('id')}: {re.sub('[0-9]+', '#', one.get('description') or '')[:160]}" for one in errors)


def new_findings(source: Path, results: Iterable[Path]) -> dict[str, Counter[str]]:
    """Return, by the file's name, what the validator finds in each result and not, or not so often, in the source."""
    before = findings(source)
    after = {one.name: findings(one) - before for one in results}
    return {name: found for name, found in after.items() if found}
