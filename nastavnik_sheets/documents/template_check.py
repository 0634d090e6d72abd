"""Checks a template before anything is made of it: every problem at once, in Russian, with its place.

    for problem in check_template(Path("Шаблоны/Приказ об утверждении пар.docx")):
        print(problem)

Fields are known from the invented school of `sample`, so that what a kind offers is written once, in its function.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import nodes
from jinja2.exceptions import TemplateError

from nastavnik_sheets.cells import closest, untwin
from nastavnik_sheets.documents.every_kind import all_kinds, kind_named
from nastavnik_sheets.documents.factory import compile_form
from nastavnik_sheets.documents.filters import filters, shown
from nastavnik_sheets.documents.kinds import Ask, common_fields
from nastavnik_sheets.documents.language import LOOP_FIELDS, Language, command, expression, forbidden, language
from nastavnik_sheets.documents.tags import Paragraph, Place, Tag, leftovers, paragraphs, tags_in
from nastavnik_sheets.documents.word_package import dangers, read_parts
from nastavnik_sheets.errors import HostError, NastavnikError, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nastavnik_sheets.documents.kinds import Kind

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACED = re.compile(r"\{\s+[{%]|[%}]\s+\}")
_COMMAND = re.compile(r"\s*(?:(tr|tc|p|r)\s+)?(\w*)\s*(.*)", re.DOTALL)
_OPENING, _CLOSING = {"if": "endif", "for": "endfor"}, {"endif": "if", "endfor": "for"}
_RUSSIAN = {"if": "если", "for": "для", "else": "иначе", "elif": "иначе если"}
_ENDINGS = {"if": "конец если", "for": "конец для"}


@dataclass(frozen=True)
class Problem:
    """What is wrong in a template and where; a problem that is not fatal does not stop the printing."""

    place: str
    message: str
    fatal: bool = True

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


def check_template(path: Path, kind: str | None = None) -> list[Problem]:
    """Return all problems of a template file; `kind` is a key, or the file's name tells. HostError: no such file."""
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"Файл «{path}» не открывается ({reason_of(error)}): проверьте имя и закройте его в Word."
        raise HostError(message) from error
    found = kind_named(kind) if kind else next((k for k in all_kinds() if k.file == path.name), None)
    return problems_of(content, name=path.name, kind=found)


def problems_of(content: bytes, *, name: str, kind: Kind | None) -> list[Problem]:
    """Return all problems of a template; the same template is read once."""
    return list(_problems(content, name, kind))


@lru_cache(maxsize=64)
def _problems(content: bytes, name: str, kind: Kind | None) -> list[Problem]:
    parts = read_parts(content, name=name)
    found = [Problem("", danger) for danger in dangers(parts)]
    if found:
        return found
    texts = list(paragraphs(parts))
    for paragraph in texts:
        found.extend(_braces(paragraph))
    found.extend(_Reader(sample_fields(kind)).problems(list(tags_in(texts))))
    places = {paragraph.place.words: number for number, paragraph in enumerate(texts)}
    return sorted(found, key=lambda problem: places[problem.place]) or _trial(content, name, kind)


def _trial(content: bytes, name: str, kind: Kind | None) -> list[Problem]:
    """Fill the template with the invented school: what the rules above cannot see shows here."""
    from lxml import etree

    try:
        form = compile_form(content, name=name, filters=filters())
        made = form.fill(sample_fields(kind), title=name, author=name, made=date(2026, 9, 1))
        for part, data in read_parts(made, name=name).items():
            if part in form.compiled:
                etree.fromstring(data)
    except NastavnikError as error:
        return [Problem("", str(error))]
    except etree.XMLSyntaxError:
        return [Problem("", "блок начинается в одном месте, а кончается в другом: поставьте начало и конец рядом")]
    return []


@lru_cache(maxsize=64)
def printed_fields(content: bytes, *, name: str) -> frozenset[str]:
    """Return the fields a template prints whatever happens: those it never asks about in a condition."""
    parts = read_parts(content, name=name)
    environment = language(filters(), shown)
    printed: set[str] = set()
    asked: set[str] = set()
    for tag in tags_in(list(paragraphs(parts))):
        if not tag.is_command:
            printed |= _paths(_parsed(environment, "{{" + expression(tag.body) + "}}"))
            continue
        _, word, rest = _split(tag)
        if word in {"if", "elif"}:
            asked |= _paths(_parsed(environment, "{% if " + rest + "%}{% endif %}"))
    return frozenset(printed - asked)


def _parsed(environment: Language, text: str) -> nodes.Node:
    tree: nodes.Node = environment.parse(text)
    return tree


def _paths(tree: nodes.Node) -> set[str]:
    inner = {id(node.node) for node in tree.find_all(nodes.Getattr)}
    whole = [n for n in tree.find_all((nodes.Getattr, nodes.Name)) if id(n) not in inner]
    return {path for path in map(_path, whole) if path}


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else ""


@cache
def _sample_of(key: str) -> dict[str, Any]:
    from nastavnik_sheets.documents.sample import SAMPLE_DAY, sample_book

    book, ask = sample_book(), Ask(today=SAMPLE_DAY)
    fields = {**common_fields(book, ask), "номер": "1", "дата": SAMPLE_DAY}
    for kind in all_kinds():
        if key in {"", kind.key}:
            for subject in kind.subjects(book, ask)[:1]:
                fields.update(subject.fields)
    return fields


def sample_fields(kind: Kind | None) -> dict[str, Any]:
    """Return the fields of a kind filled from the invented school; of all kinds together when none is named."""
    return _sample_of(kind.key if kind else "")


def _braces(paragraph: Paragraph) -> Iterator[Problem]:
    text, place = leftovers(paragraph.text), paragraph.place.words
    if _SPACED.search(text):
        yield Problem(place, "пробел между фигурными скобками: пишите {{ поле }} и {% если … %} без него")
        return
    for opening, closing in (("{{", "}}"), ("{%", "%}")):
        if opening in text:
            yield Problem(place, f"поле начато и не закрыто: поставьте «{closing}» в том же абзаце")
            return
        if closing in text:
            yield Problem(place, f"лишние «{closing}»: удалите их или допишите начало «{opening}»")
            return
    if "{" in text or "}" in text:
        yield Problem(place, "одиночная фигурная скобка напечатается как есть: поле пишется {{ поле }}", fatal=False)


def _split(tag: Tag) -> tuple[str, str, str]:
    match = _COMMAND.fullmatch(command(tag.body).replace("-", " ", 1) if tag.body[:1] in "-+" else command(tag.body))
    return (match[1] or "", match[2], match[3]) if match else ("", "", "")


@dataclass
class _Block:
    word: str
    tag: Tag
    prefix: str
    names: dict[str, Any] = field(default_factory=dict)


class _Reader:
    """Reads the tags in their order, knowing which loops are open and what their names stand for."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self.fields = fields
        self.environment = language(filters(), shown)
        self.open: list[_Block] = []

    def problems(self, tags: list[Tag]) -> Iterator[Problem]:
        for tag in tags:
            for message, fatal in self._of(tag):
                yield Problem(tag.place.words, message, fatal)
        for block in self.open:
            message = f"начато «{_RUSSIAN[block.word]}» и не закончено: поставьте {{% {_ENDINGS[block.word]} %}}"
            yield Problem(block.tag.place.words, message)

    def _of(self, tag: Tag) -> Iterator[tuple[str, bool]]:
        if _INVISIBLE.search(tag.body):
            yield f"внутри поля «{_INVISIBLE.sub('', tag.body).strip()}» невидимый знак: наберите поле заново", True
            return
        if re.search("[«»„“”]", tag.body):
            yield 'внутри поля кавычки-ёлочки: поставьте прямые кавычки "…" (прочитано как прямые)', False
        if tag.is_command:
            yield from self._command(tag)
        elif re.match(r"[rp]\s", tag.body):
            yield f"поле {{{{{tag.body}}}}} вставляет готовую разметку: уберите букву после скобок", True
        else:
            yield from self._expression("{{" + expression(tag.body) + "}}", tag.body)

    def _command(self, tag: Tag) -> Iterator[tuple[str, bool]]:
        prefix, word, rest = _split(tag)
        if prefix and tag.beside:
            what = "в строке таблицы" if prefix == "tr" else "в абзаце"
            yield f"рядом с {{%{tag.body}%}} {what} есть другой текст, он пропадёт: оставьте тег один", True
        if prefix == "tr" and not tag.place.row:
            yield f"{{%{tag.body}%}} годится только в таблице: уберите слово «строка»", True
        if word in _OPENING:
            yield from self._opening(tag, prefix, word, rest)
        elif word in _CLOSING:
            yield from self._closing(tag, prefix, word)
        elif word in {"else", "elif"}:
            if not any(block.word == "if" for block in self.open):
                yield f"«{_RUSSIAN[word]}» без «если»: поставьте {{% если … %}} выше", True
            elif word == "elif":
                yield from self._expression("{% if " + rest + "%}{% endif %}", rest)
        else:
            near = closest(word, ["если", "иначе", "для", "конец если", "конец для", "if", "for", "endif", "endfor"])
            guess = f", возможно «{near}»" if near else ""
            yield f"неизвестная команда «{word or tag.body.strip()}»{guess}", True

    def _opening(self, tag: Tag, prefix: str, word: str, rest: str) -> Iterator[tuple[str, bool]]:
        block = _Block(word, tag, prefix)
        text = f"{{% {word} {rest}%}}{{% {_OPENING[word]} %}}"
        yield from self._expression(text, rest)
        if word == "for":
            block.names = self._loop_names(text)
        self.open.append(block)

    def _closing(self, tag: Tag, prefix: str, word: str) -> Iterator[tuple[str, bool]]:
        if not self.open or self.open[-1].word != _CLOSING[word]:
            yield f"«конец {_RUSSIAN[_CLOSING[word]]}» без начала: поставьте начало или удалите", True
            return
        block = self.open.pop()
        if block.prefix != prefix or not _together(prefix, block.tag.place, tag.place):
            start = f"{{%{block.tag.body}%}} ({block.tag.place.words})"
            yield f"{{%{tag.body}%}} закрывает {start} не там: поставьте их одинаково, в одном месте", True

    def _loop_names(self, text: str) -> dict[str, Any]:
        try:
            loop = next(self.environment.parse(text).find_all(nodes.For))
        except (TemplateError, StopIteration):
            return {}
        many = self._value(loop.iter)
        one = many[0] if isinstance(many, list) and many else _UNKNOWN
        return {loop.target.name: one} if isinstance(loop.target, nodes.Name) else {}

    def _expression(self, text: str, body: str) -> Iterator[tuple[str, bool]]:
        try:
            tree = self.environment.parse(text)
        except TemplateError:
            yield f"не удаётся разобрать «{body.strip()}»: проверьте точки, черту «|» и кавычки", True
            return
        for node in forbidden(tree):
            yield f"«{body.strip()}» — так в шаблоне нельзя ({type(node).__name__}): можно только вставлять поля", True
            return
        for found in tree.find_all(nodes.Filter):
            if found.name not in self.environment.filters:
                near = _near(found.name, list(self.environment.filters))
                yield f"неизвестный фильтр «{found.name}»{near}", True
        inner = {id(node.node) for node in tree.find_all(nodes.Getattr)}
        targets = {id(loop.target) for loop in tree.find_all(nodes.For)}
        for node in tree.find_all((nodes.Name, nodes.Getattr)):
            if id(node) not in inner and id(node) not in targets:
                yield from self._known(node)

    def _known(self, node: nodes.Node) -> Iterator[tuple[str, bool]]:
        path, names = _path(node).split("."), self._names()
        if path[0] not in names:
            yield f"неизвестное поле «{path[0]}»{_near(path[0], list(names))}", True
            return
        value = names[path[0]]
        for done, name in enumerate(path[1:], start=1):
            if value is _UNKNOWN:
                return
            if not isinstance(value, dict) or name not in value:
                known = list(value) if isinstance(value, dict) else []
                yield f"неизвестное поле «{'.'.join(path[: done + 1])}»{_near(name, known)}", True
                return
            value = value[name]

    def _names(self) -> dict[str, Any]:
        names = dict(self.fields)
        for block in self.open:
            if block.word == "for":
                names["loop"] = dict.fromkeys(LOOP_FIELDS, 1)
            names.update(block.names)
        return names

    def _value(self, node: nodes.Node) -> Any:
        value: Any = self._names()
        for name in _path(node).split("."):
            value = value.get(name, _UNKNOWN) if isinstance(value, dict) else _UNKNOWN
        return value


_UNKNOWN = object()


def _together(prefix: str, one: Place, other: Place) -> bool:
    if prefix == "tr":
        return one.table == other.table
    return one.row == other.row if prefix == "tc" else one.container == other.container


def _near(name: str, known: list[str]) -> str:
    """Return «, возможно …» — first for Latin letters in a Russian word, then for a slip of the pen."""
    straight = untwin(name)
    if straight != name and straight in known:
        return f": в слове латинские буквы, возможно «{straight}»"
    near = closest(name, known) or closest(straight, known)
    return f", возможно «{near}»" if near else f"; есть: {', '.join(sorted(known)[:12])}" if known else ""
