"""Field masks: `sheets(properties.title,data/rowData)` picks parts of an answer."""

from __future__ import annotations

import re
from typing import Any

Mask = dict[str, Any]


def parse(text: str) -> Mask:
    """Return a mask as nested dictionaries; an empty one below a name means all of it."""
    tokens = re.findall(r"[A-Za-z0-9_*]+|[().,/]", text)
    mask, rest = _fields(tokens)
    if rest:
        raise ValueError(text)
    return mask


def _fields(tokens: list[str]) -> tuple[Mask, list[str]]:
    mask: Mask = {}
    while tokens and tokens[0] != ")":
        if tokens[0] == ",":
            tokens = tokens[1:]
        name, tokens = tokens[0], tokens[1:]
        inner, tokens = _inner(tokens)
        mask.setdefault(name, {}).update(inner)
    return mask, tokens


def _inner(tokens: list[str]) -> tuple[Mask, list[str]]:
    if tokens and tokens[0] in "./":
        name, tokens = tokens[1], tokens[2:]
        inner, tokens = _inner(tokens)
        return {name: inner}, tokens
    if tokens and tokens[0] == "(":
        inner, tokens = _fields(tokens[1:])
        if not tokens:
            raise ValueError("(")
        return inner, tokens[1:]
    return {}, tokens


def pick(value: Any, mask: Mask) -> Any:
    """Return the parts of an answer that a mask names; elements of lists stay, if only as {}."""
    if not mask or "*" in mask:
        return value
    if isinstance(value, list):
        return [pick(one, mask) for one in value]
    if isinstance(value, dict):
        return {name: pick(value[name], inner) for name, inner in mask.items() if name in value}
    return value


def wants(mask: Mask, *path: str) -> bool:
    """Whether a mask names a path or something inside or around it."""
    for name in path:
        if not mask or "*" in mask:
            return True
        if name not in mask:
            return False
        mask = mask[name]
    return True
