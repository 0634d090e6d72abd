"""Google's own documents of Sheets v4 and Drive v3, as they come with google-api-python-client, made into a judge.

Every request and every answer is held against the schema they name, strictly: a property they do not know is wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from jsonschema import Draft202012Validator

DOCUMENTS = {"/v4/": "sheets.v4", "/drive/v3/": "drive.v3"}


class Method(NamedTuple):
    """A call that a document describes."""

    verb: str
    path: re.Pattern[str]
    parameters: frozenset[str]
    request: str
    response: str


@cache
def document(name: str) -> dict[str, Any]:
    """Return a discovery document."""
    place = files("googleapiclient.discovery_cache.documents") / f"{name}.json"
    return json.loads(place.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def _schema(said: Any) -> Any:
    """Return a schema of a discovery document as strict JSON Schema."""
    if "$ref" in said:
        return {"$ref": f"#/$defs/{said['$ref']}"}
    kind = said.get("type")
    made: dict[str, Any] = {} if kind in ("any", None) else {"type": kind}
    if kind == "string" and said.get("format") in ("int64", "uint64"):
        made = {"type": ["string", "integer"]}
    if "enum" in said:
        made["enum"] = said["enum"]
    if kind == "array":
        made["items"] = _schema(said["items"])
    if kind == "object":
        made["properties"] = {name: _schema(one) for name, one in said.get("properties", {}).items()}
        made["additionalProperties"] = (
            _schema(said["additionalProperties"]) if "additionalProperties" in said else False
        )
    return made


@cache
def validator(name: str, schema: str) -> Draft202012Validator:
    """Return the validator of one schema of a document."""
    defs = {key: _schema(one) for key, one in document(name)["schemas"].items()}
    return Draft202012Validator({"$ref": f"#/$defs/{schema}", "$defs": defs})


@cache
def methods(name: str) -> tuple[Method, ...]:
    """Return all calls of a document."""
    said = document(name)
    common = frozenset(said["parameters"])
    return tuple(_method(said, one, common) for one in _walk(said))


def _walk(said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from said.get("methods", {}).values()
    for resource in said.get("resources", {}).values():
        yield from _walk(resource)


def _method(said: dict[str, Any], one: dict[str, Any], common: frozenset[str]) -> Method:
    path = "/" + said["servicePath"] + one["path"].replace("{+", "{")
    pattern = "([^/]+?)".join(re.escape(part) for part in re.split(r"{\w+}", path))
    query = frozenset(k for k, p in one.get("parameters", {}).items() if p["location"] == "query")
    return Method(one["httpMethod"], re.compile(pattern), common | query,
                  one.get("request", {}).get("$ref", ""), one.get("response", {}).get("$ref", ""))  # fmt: skip


def complaints(method: str, url: str, body: Any, status: int, answer: Any) -> list[str]:
    """Return how a request and its answer differ from what Google's documents describe."""
    parts = urlsplit(url)
    name = next((doc for start, doc in DOCUMENTS.items() if parts.path.startswith(start)), None)
    if name is None:
        return [f"no document describes {parts.path}"]
    found = [m for m in methods(name) if m.verb == method and m.path.fullmatch(parts.path)]
    if not found:
        return [f"no call {method} {parts.path}"]
    call = min(found, key=lambda m: m.path.pattern.count("?"))
    made = [f"unknown parameter {key}" for key, _ in parse_qsl(parts.query) if key not in call.parameters]
    if body and call.request:
        made += _wrong(validator(name, call.request), body)
    if status == 200 and call.response and isinstance(answer, dict):
        made += _wrong(validator(name, call.response), answer)
    return made


def _wrong(judge: Draft202012Validator, value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in judge.iter_errors(value)]
