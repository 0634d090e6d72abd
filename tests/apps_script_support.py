"""Runs our scripts for Google in Node against services in memory that refuse what they do not know."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

RUNNER = Path(__file__).parent / "apps_script" / "run.js"


def run_script(script: str, *steps: Sequence[Any], step_ms: int = 0) -> dict[str, Any]:
    """Load a script, do the steps (a function of the script or a verb of run.js, and its argument), return all."""
    node = shutil.which("node")
    assert node, "Node.js is missing: bash setup.sh test installs it"
    job = {"script": script, "steps": [[*step, None][:2] for step in steps], "options": {"stepMs": step_ms}}
    done = subprocess.run(
        [node, str(RUNNER)], input=json.dumps(job), capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def values(made: dict[str, Any]) -> list[Any]:
    """Return what the steps returned; none may have failed."""
    assert not [result["error"] for result in made["results"] if "error" in result]
    return [result.get("value") for result in made["results"]]
