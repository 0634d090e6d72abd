"""What personal could leave by mistake: names, phones, e-mail and numbers of documents in texts that are to be sent.

Finds, never changes. A column that is personal by itself leaves only if the coordinator has marked it, and is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.cells import as_text, fold
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.workbook import Consent, Mentee, Mentor
from nastavnik_sheets.year_sheets import Curator, Partner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.hosts.protocol import Value
    from nastavnik_sheets.sync.choice import Mirrored

_PATTERNS = (
    ("похоже на адрес почты", re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+\.\w{2,}")),
    ("похоже на СНИЛС", re.compile(r"(?<!\d)\d{3}[- ]\d{3}[- ]\d{3}[- ]\d{2}(?!\d)")),
    ("похоже на телефон", re.compile(r"(?<!\d)(?:\+7|8|7)?[\s(-]*\d{3}[\s)-]*\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)")),
    ("похоже на номер паспорта", re.compile(r"(?<!\d)\d{2}\s?\d{2}\s\d{6}(?!\d)")),
    ("похоже на ФИО", re.compile(r"\b[А-ЯЁ][а-яё-]+\s+(?:[А-ЯЁ][а-яё-]+\s+)?[А-ЯЁ][а-яё]+"
                                 r"(?:вич|ьич|вн|ичн|иничн)(?:а|у|ем|ом|е|ы|ой|ою)?\b")),
    ("похоже на ФИО", re.compile(r"\b[А-ЯЁ][а-яё-]{2,}\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.|"
                                 r"\b[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё-]{2,}")),
)  # fmt: skip
_WORD = re.compile(r"[А-ЯЁ][А-Яа-яё]+(?:-[А-ЯЁ][а-яё]+)?")
_NAMED = ((Mentee, ("full_name", "guardian")), (Mentor, ("full_name", "guardian")), (Consent, ("guardian",)),
          (Curator, ("full_name",)), (Partner, ("head", "contact")))  # fmt: skip
_ENDING = re.compile("(?:ого|ому|ой|ый|ий|ая|ую|ым|им|ом|ем|ою|[аеёиоуыьюяй])$")
SHORTEST = 4
"""A surname shorter than this is too often just a word."""


class Exposure(NamedTuple):
    """A cell that would show somebody: where, and why it looks so."""

    sheet: str
    row: int
    column: int
    title: str
    why: str


@dataclass(frozen=True)
class Detector:
    """Tells whether a text names somebody."""

    surnames: frozenset[str] = frozenset()

    @classmethod
    def of(cls, book: Book) -> Detector:
        """Return a detector that knows the people of a workbook."""
        return cls(frozenset(_stem(name.split()[0]) for name in _names(book) if len(name.split()[0]) >= SHORTEST))

    @cached_property
    def _known(self) -> dict[str, str | None]:
        return {}

    def why(self, value: Value) -> str | None:
        """Return why a value looks personal, None if it does not."""
        if not isinstance(value, str):
            return None
        if value not in self._known:
            self._known[value] = self._look(value)
        return self._known[value]

    def _look(self, value: str) -> str | None:
        text = as_text(value)
        for said, pattern in _PATTERNS:
            if pattern.search(text):
                return said
        if any(_stem(word) in self.surnames for word in _WORD.findall(text)):
            return "фамилия человека из книги"
        return None


def _names(book: Book) -> Iterator[str]:
    settings = book.settings
    yield from filter(None, (settings.director, settings.coordinator, settings.psychologist))
    for record_type, attributes in _NAMED:
        for record in book[record_type]:
            yield from (name for name in (getattr(record, attribute) for attribute in attributes) if name)


def _stem(word: str) -> str:
    return _ENDING.sub("", fold(word))


def scan(book: Book, mirrored: Iterable[Mirrored]) -> list[Exposure]:
    """Return every cell that would leave and names somebody; a personal column once, at its title."""
    detector = Detector.of(book)
    return [exposure for one in mirrored for exposure in _scan(book, one, detector)]


def _scan(book: Book, mirrored: Mirrored, detector: Detector) -> Iterator[Exposure]:
    table, title = book.table(mirrored.sheet.record), book.title(mirrored.sheet)
    for one in mirrored.columns[1:]:
        position = table.positions.get(one.name)
        if not position:
            continue
        if one.personal:
            yield Exposure(title, table.header_row, position, one.title, "личный столбец отмечен на листе «Обмен»")
            continue
        for record in table.records:
            why = detector.why(table.raw(record.row, one.name))
            if why:
                yield Exposure(title, record.row, position, one.title, why)


def personal_columns(mirrored: Sequence[Mirrored]) -> list[str]:
    """Return the personal columns that leave, in words."""
    return [f"«{sheet_of(m.sheet.record).title}», «{c.title}»" for m in mirrored for c in m.columns if c.personal]
