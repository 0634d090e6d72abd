"""What may stand inside {{ }} and {% %} of a template: fields, Russian words, loops, conditions, our filters.

A template is data from outside. It is parsed, and every construct that is not on the short list below is refused:
no calls, no arithmetic, no attributes of objects, no includes; so it can neither run code, nor read files, nor loop
longer than the lists it is given. Leaves the filters to `filters`, Word's files to `word_package`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Filter,
    nodes.Test,
    nodes.Const,
    nodes.For,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
)
LOOP_FIELDS = frozenset({"index", "first", "last", "length", "previtem", "nextitem"})
WORDS = {"в": "in", "и": "and", "или": "or", "не": "not", "да": "true", "нет": "false"}
COMMANDS = {
    "иначе если": "elif",
    "конец если": "endif",
    "конец для": "endfor",
    "если": "if",
    "иначе": "else",
    "для": "for",
}
PLACES = {"строка": "tr", "абзац": "p", "ячейка": "tc"}

_TAG = re.compile(r"\{%(.*?)%\}|\{\{(.*?)\}\}", re.DOTALL)
_STRING = re.compile(r"(\"[^\"]*\"|'[^']*')")
_PLACE = re.compile(rf"\s*({'|'.join(PLACES)})\s+(.*)", re.DOTALL)
_COMMAND = re.compile(rf"\s*({'|'.join(COMMANDS)})(?![\w.])(.*)", re.DOTALL)
_WORD = re.compile(rf"(?<![\w.|])({'|'.join(WORDS)})(?![\w.(])")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


class Language(ImmutableSandboxedEnvironment):
    """The sandbox with nothing in it: dots reach into our dictionaries only, nothing can be called."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return the field of a dictionary or of the loop; anything else is undefined."""
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, LoopContext) and attribute in LOOP_FIELDS:
            return super().getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an item of a dictionary or of a list."""
        if isinstance(obj, dict | list):
            try:
                return obj[argument]
            except (LookupError, TypeError):
                pass
        return self.undefined(obj=obj, name=str(argument))

    def call(self, *_arguments: Any, **_named: Any) -> Any:
        """Refuse: a template calls nothing."""
        raise SecurityError("вызовы в шаблоне запрещены")


def language(filters: Mapping[str, Callable[..., Any]], finalize: Callable[[Any], Any]) -> Language:
    """Return the environment in which templates are parsed and rendered: strict, autoescaped, sandboxed."""
    made = Language(undefined=StrictUndefined, autoescape=True, finalize=finalize, keep_trailing_newline=True)
    made.globals.clear()
    made.filters.clear()
    made.filters.update(filters)
    made.tests = {name: test for name, test in made.tests.items() if name in {"defined", "in"}}
    return made


def in_english(text: str) -> str:
    """Return text whose tags use jinja's own words: «{%строка для пара в пары%}» → «{%tr for пара in пары %}»."""
    return _TAG.sub(_translated, text)


def _translated(found: re.Match[str]) -> str:
    if found[1] is None:
        return "{{" + expression(found[2]) + "}}"
    return "{%" + command(found[1]) + "%}"


def command(body: str) -> str:
    """Return the inside of a {% %} tag in jinja's words."""
    place = ""
    if match := _PLACE.fullmatch(body):
        place, body = PLACES[match[1]], match[2]
    if match := _COMMAND.fullmatch(body):
        body = f"{COMMANDS[match[1]]} {match[2].strip()} "
    body = expression(body)
    return f"{place} {body.lstrip()}" if place else body


def expression(body: str) -> str:
    """Return an expression in jinja's words: «ёлочки» and Word's quotes are quotes, «и», «или», «не» are operators."""
    straight = re.sub("[«»“”„]", '"', body).replace("‘", "'").replace("’", "'").replace("\u00a0", " ")
    for entity, char in _ENTITIES:
        straight = straight.replace(entity, char)
    pieces = _STRING.split(straight)
    return "".join(p if i % 2 else _WORD.sub(lambda m: WORDS[m[1]], p) for i, p in enumerate(pieces))


def forbidden(tree: nodes.Node) -> Iterator[nodes.Node]:
    """Find the constructs a template must not use."""
    for node in _walk(tree):
        if not isinstance(node, ALLOWED) or _is_private(node):
            yield node


def _is_private(node: nodes.Node) -> bool:
    name = getattr(node, "attr", None) or (node.name if isinstance(node, nodes.Name) else "")
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        name = node.arg.value
    return isinstance(name, str) and name.startswith("_")


def _walk(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _walk(child)
