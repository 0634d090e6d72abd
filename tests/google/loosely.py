"""Requests as Google reads them: names_like_this as namesLikeThis, one request alone or a list of lists. Recorded."""

from __future__ import annotations

import re
from typing import Any

from tests.google.cells import UnprovenError


def read(said: Any) -> list[dict[str, Any]]:
    """Return the requests of a batch, however they are wrapped and their names are written."""
    if isinstance(said, dict):
        return [_camel(said)]
    if not isinstance(said, list):
        raise UnprovenError("requests that are none")
    return [one for inner in said for one in read(inner)]


def _camel(value: Any) -> Any:
    if isinstance(value, list):
        return [_camel(one) for one in value]
    if isinstance(value, dict):
        return {_name(key): _mask(inner) if key == "fields" else _camel(inner) for key, inner in value.items()}
    return value


def _mask(value: Any) -> Any:
    return _name(value) if isinstance(value, str) else value


def _name(text: str) -> str:
    return re.sub(r"(?<=[a-z0-9])_([a-z])", lambda found: found[1].upper(), text)
