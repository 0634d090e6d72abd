"""Our own limit of requests, below Google's: who never asks too often is never told to wait a minute.

Google allows a user 60 readings and 60 writings a minute and tells neither how many are left nor how long to wait.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Pace:
    """A bucket of tokens for each kind of request: `burst` at once, `per_minute` in the long run."""

    per_minute: float = 50.0
    burst: float = 25.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def take(self, kind: str) -> None:
        """Take a token, waiting for it if there is none."""
        now = self.clock()
        left, since = self._left.get(kind, (self.burst, now))
        left = min(self.burst, left + (now - since) * self.per_minute / 60)
        if left < 1:
            pause = (1 - left) * 60 / self.per_minute
            self.sleep(pause)
            left, now = 1.0, now + pause
        self._left[kind] = (left - 1, now)
