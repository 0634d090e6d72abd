"""Kinds of cell that hold telephones, addresses of mail and of the web."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nastavnik_sheets.cells.reading import Reading, fixable, unreadable
from nastavnik_sheets.cells.texts import as_text

if TYPE_CHECKING:
    from nastavnik_sheets.hosts.protocol import Value

_SHORT_PHONE = re.compile(r"(?:[34]\d|8[0-8]|9\d)\d{8}")
"""Ten digits of a Russian number; «89…» is a mobile number that has lost a digit."""


@dataclass(frozen=True)
class Phone:
    """A phone number; Russian ones are written +7 928 123-45-67."""

    name: str = field(default="phone", init=False)

    def read(self, raw: Value) -> Reading:
        """Any punctuation; 10 or 11 digits are a Russian number; others must begin with +."""
        text = as_text(raw)
        digits = re.sub(r"\D", "", text)
        if re.search("[A-Za-zА-Яа-я]{4,}", text) or not 10 <= len(digits) <= 15:
            return unreadable("phone", "это не номер телефона", "впишите номер вида +7 928 123-45-67")
        if _SHORT_PHONE.fullmatch(digits):
            digits = "7" + digits
        if len(digits) == 11 and digits[0] in "78":
            written = f"+7 {digits[1:4]} {digits[4:7]}-{digits[7:9]}-{digits[9:]}"
        elif text.startswith("+") and len(digits) > 10:
            return Reading(text)
        else:
            return unreadable("phone", "в номере не хватает цифр или они лишние", "впишите номер вида +7 928 123-45-67")
        return Reading(written) if raw == written else fixable("phone-form", written, "номер записан иначе", written)


@dataclass(frozen=True)
class Email:
    """An e-mail address."""

    name: str = field(default="email", init=False)

    def read(self, raw: Value) -> Reading:
        """One address with a dot in its domain."""
        text = as_text(raw)
        if re.fullmatch(r"[^\s@<>\"',;:]+@[^\s@<>\"',;:]+\.[^\s@<>\"',;:.]{2,}", text):
            return Reading(text) if text == raw else fixable("spaces", text, "лишние пробелы или невидимые знаки", text)
        return unreadable("email", "это не адрес почты", "впишите адрес вида имя@почта.рф")


@dataclass(frozen=True)
class Url:
    """A web address or a path to a file."""

    name: str = field(default="url", init=False)

    def read(self, raw: Value) -> Reading:
        """An http(s) address; anything without spaces and with a dot or a slash passes."""
        text = as_text(raw)
        if re.match(r"(?i)\s*(javascript|data|vbscript):", text):
            return unreadable("url", "такая ссылка опасна", "впишите адрес, который начинается с https://")
        if " " not in text and re.fullmatch(r"(?i)(https?://)?.+[./\\].*", text):
            return Reading(text)
        return unreadable("url", "это не ссылка", "впишите адрес, который начинается с https://")
