"""Kinds of cell that hold words: text, a name, yes or no, one or several values of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nastavnik_sheets.cells.reading import EMPTY, Reading, fixable, unreadable
from nastavnik_sheets.cells.texts import as_text, closest, fold, several, split_answers, tidy, untwin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nastavnik_sheets.hosts.protocol import Value

MOST_NAMED = 8


@dataclass(frozen=True)
class Text:
    """Free text."""

    long: bool = False
    name: str = field(default="text", init=False)

    def read(self, raw: Value) -> Reading:
        """Any value as text; spaces around and control characters are a warning with a fix."""
        if not isinstance(raw, str):
            return Reading(as_text(raw) or None)
        if raw.isprintable() and raw == raw.strip() and "  " not in raw and "\xa0" not in raw:
            return Reading(raw or None)
        clean = tidy(raw)
        if clean == raw.replace("\r\n", "\n"):
            return Reading(clean or None)
        if not clean:
            return EMPTY
        return fixable("spaces", clean, "лишние пробелы или невидимые знаки", clean)


@dataclass(frozen=True)
class Name:
    """A person's full name: «Фамилия Имя Отчество»."""

    name: str = field(default="name", init=False)

    def read(self, raw: Value) -> Reading:
        """Letters, hyphens, dots and apostrophes only; look-alike Latin letters are put right."""
        if not isinstance(raw, str) or any(c.isdigit() for c in raw):
            return unreadable("name", "в имени цифры", "впишите фамилию, имя и отчество буквами")
        clean = tidy(raw).replace("\n", " ")
        cyrillic = untwin(clean)
        if not clean:
            return EMPTY
        if not _NAME.fullmatch(cyrillic):
            return unreadable("name", "это не похоже на имя", "впишите фамилию, имя и отчество без других знаков")
        if cyrillic != clean:
            return fixable("latin", cyrillic, "латинские буквы среди русских", cyrillic)
        if clean != raw:
            return fixable("spaces", clean, "лишние пробелы или невидимые знаки", clean)
        return Reading(clean)


_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’`\-‐‑– ()])*")


@dataclass(frozen=True)
class YesNo:
    """Да or нет."""

    name: str = field(default="yesno", init=False)

    def read(self, raw: Value) -> Reading:
        """Да/нет in any case, +/−, 1/0, yes/no and logical cells."""
        if isinstance(raw, bool):
            return Reading(raw)
        text = as_text(raw).lower()
        if text in {"да", "+", "1", "yes", "истина", "true", "есть", "v", "✓"}:
            return Reading(value=True)
        if text in {"нет", "-", "–", "—", "0", "no", "ложь", "false"}:
            return Reading(value=False)
        return unreadable("yesno", "нужно «да» или «нет»", "выберите «да» или «нет» из списка")


@dataclass(frozen=True)
class Choice:
    """One of the values of a list; `from_list` names a list of «Списки», `options` stand in the code."""

    options: tuple[str, ...] = ()
    from_list: str = ""
    many: bool = False
    open: bool = False
    name: str = field(default="choice", init=False)

    def read(self, raw: Value) -> Reading:
        """Match without regard to case, spaces and dashes; `bind` first if the list is on «Списки»."""
        if self.many:
            found = self._read_many(several(raw))
            return self._unknown(as_text(raw)) if found == EMPTY and as_text(raw) else found
        text = as_text(raw)
        known = self._known(text)
        if known is None:
            return Reading(text) if self.open else self._unknown(text)
        if known not in (raw, text):
            return fixable("spelling", known, f"написано иначе, чем в списке: «{known}»", known)
        return Reading(known)

    def bind(self, lists: Mapping[str, Sequence[str]]) -> Choice:
        """Return the same kind with the options that «Списки» gives it now."""
        if not self.from_list:
            return self
        return Choice(tuple(lists.get(self.from_list, ())), self.from_list, self.many, self.open)

    def _known(self, text: str) -> str | None:
        if text in self.options:
            return text
        return _folded(self.options).get(fold(text))

    def _read_many(self, parts: Sequence[str]) -> Reading:
        if len(parts) == 1 and self._known(parts[0]) is None:
            parts = split_answers(parts[0], self.options)
        values = []
        for part in parts:
            known = self._known(part)
            if known is None and not self.open:
                return self._unknown(part)
            values.append(known or part)
        return Reading(tuple(dict.fromkeys(values))) if values else EMPTY

    def _unknown(self, text: str) -> Reading:
        near = closest(text, self.options)
        guess = f"возможно, вы имели в виду «{near}»; " if near else ""
        if self.from_list:
            where = f"выберите значение на листе «Списки» («{self.from_list}»)"
        elif len(self.options) > MOST_NAMED:
            where = "выберите значение из выпадающего списка"
        else:
            named = ", ".join(f"«{option}»" for option in self.options)
            where = f"впишите через точку с запятой: {named}" if self.many else f"выберите: {named}"
        return unreadable("choice", f"«{text}» нет в списке", f"{guess}{where}")


def _folded(options: tuple[str, ...]) -> dict[str, str]:
    cached = _FOLDED.get(options)
    if cached is None:
        cached = _FOLDED[options] = {fold(option): option for option in options}
    return cached


_FOLDED: dict[tuple[str, ...], dict[str, str]] = {}
