"""The one place where templates become documents: checked once, compiled once, filled any number of times.

    form = compile_form(content, name="Приказ.docx", filters=filters())
    form.fill({"школа": {"краткое": "МКОУ СОШ № 1"}}, title="О внедрении…", author="МКОУ СОШ № 1", made=day)

docxtpl knows how Word splits tags into runs; jinja compiles each part once, and only the parts with tags are
rewritten for each document. What a template may say is `language`, what it prints is `filters`.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2.exceptions import TemplateError
from markupsafe import Markup

from nastavnik_sheets.documents.filters import shown
from nastavnik_sheets.documents.joining import joined
from nastavnik_sheets.documents.language import forbidden, in_english, language
from nastavnik_sheets.documents.word_package import (
    CORE,
    DOCUMENT,
    core_properties,
    is_text_part,
    read_parts,
    without_ballast,
    write_parts,
)
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.wording import typography

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from jinja2 import Template

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_TEXT = re.compile(r"(<w:t(?:\s[^>]*)?>)([^<]+)(?=</w:t>)")
_SPLIT_OPENING = re.compile(r"(?<=\{)(<[^>]*>)+(?=[{%])|(?<=[%}])(<[^>]*>)+(?=\})")
_TAGS = re.compile(r"\{\{(?:(?!\}\}).)*\}\}|\{%(?:(?!%\}).)*%\}", re.DOTALL)
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'


@dataclass(frozen=True)
class Form:
    """A compiled template."""

    name: str
    parts: Mapping[str, bytes]
    compiled: Mapping[str, Template]

    def fill(self, context: Mapping[str, Any], *, title: str, author: str, made: date) -> bytes:
        """Return the .docx for a context of plain dictionaries, lists, texts, numbers and dates."""
        texts = {part: self._render(template, context) for part, template in self.compiled.items()}
        return self._write(texts, title=title, author=author, made=made)

    def fill_together(self, contexts: Sequence[Mapping[str, Any]], *, title: str, author: str, made: date) -> bytes:
        """Return one .docx with a document on a new page for every context; headers are the first one's."""
        texts = {part: self._render(template, contexts[0]) for part, template in self.compiled.items()}
        if DOCUMENT in self.compiled and len(contexts) > 1:
            bodies = [texts[DOCUMENT], *(self._render(self.compiled[DOCUMENT], c) for c in contexts[1:])]
            texts = {**texts, **joined(self.parts, bodies)}
        return self._write(texts, title=title, author=author, made=made)

    def _render(self, template: Template, context: Mapping[str, Any]) -> str:
        try:
            return _TEXT.sub(_typeset, template.render(context))
        except TemplateError as error:
            message = f"Шаблон «{self.name}» не заполняется: {error.message}. Проверьте его командой «documents check»."
            raise Refused(message) from error

    def _write(self, texts: Mapping[str, str], *, title: str, author: str, made: date) -> bytes:
        core = core_properties(title=printable(title), author=printable(author), made=made)
        parts = {**self.parts, CORE: core}
        parts.update((part, text.encode("utf-8")) for part, text in texts.items())
        return write_parts(parts)


def compile_form(
    content: bytes,
    *,
    name: str,
    filters: Mapping[str, Callable[..., Any]],
    look: Callable[[str, str], str] | None = None,
) -> Form:
    """Compile a template; `look` may change a part's XML first (fonts, margins). Refused if it is not sound."""
    parts = without_ballast(read_parts(content, name=name))
    environment = language(filters, _printed)
    compiled = {}
    for part, data in list(parts.items()):
        if not part.endswith((".xml", ".rels")):
            continue
        xml = data.decode("utf-8")
        xml = look(part, xml) if look else xml
        parts[part] = xml.encode("utf-8")
        if is_text_part(part) and ("{{" in _plain(xml) or "{%" in _plain(xml)):
            compiled[part] = _compile(environment, xml, name)
    return Form(name, parts, compiled)


def _compile(environment: Any, xml: str, name: str) -> Template:
    from docxtpl import DocxTemplate

    patched = DocxTemplate(io.BytesIO()).patch_xml(tags_in_english(xml))
    try:
        tree = environment.parse(patched)
        wrong = next(iter(forbidden(tree)), None)
        if wrong is None:
            compiled: Template = environment.from_string(tree)
            return compiled
    except TemplateError as error:
        message = f"В шаблоне «{name}» ошибка: {error.message}. Проверьте его командой «documents check»."
        raise Refused(message) from error
    kind = type(wrong).__name__
    raise Refused(f"В шаблоне «{name}» запрещённая конструкция ({kind}): шаблон только вставляет поля, удалите её.")


def tags_in_english(xml: str) -> str:
    """Return XML in which every tag stands in one run and uses jinja's words."""
    joined = _SPLIT_OPENING.sub("", xml)
    cleaned = _TAGS.sub(lambda tag: re.sub(r"<[^>]*>", "", tag.group()), joined)
    return in_english(cleaned)


def _plain(xml: str) -> str:
    return re.sub(r"<[^>]*>", "", xml)


def printable(value: Any) -> str:
    """Return a value as text that XML can hold: without control characters."""
    return _UNPRINTABLE.sub("", shown(value).replace("\r\n", "\n").replace("\r", "\n"))


def _printed(value: Any) -> Any:
    """Return what a tag puts into the XML: escaped, lines broken; an undefined field raises by itself."""
    from jinja2 import Undefined

    if isinstance(value, Undefined):
        return value
    text = str(Markup.escape(printable(value).replace("\t", " ")))
    return Markup(text.replace("\n", _BREAK))  # noqa: S704  (escaped on the line above)


def _typeset(found: re.Match[str]) -> str:
    """Set a run finely; a date's «г.» and the full stop after it are one."""
    return found[1] + typography(found[2]).replace("г..", "г.")
