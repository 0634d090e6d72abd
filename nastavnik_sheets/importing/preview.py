"""What goes where, before anything is written: every column of a file, its place, and why it is not taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nastavnik_sheets.importing.headers import MENTEES, MENTORS, PEOPLE, WHO
from nastavnik_sheets.importing.purpose import WORDS
from nastavnik_sheets.workbook import sheet_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.importing.binding import Bound

_OF_THE_ROW = {
    "moment": "время ответа",
    "code": "код участника",
    "surname": "ФИО: фамилия",
    "first_name": "ФИО: имя",
    "patronymic": "ФИО: отчество",
    "role": "роль",
    "ages": "Возраст наставляемых от и до",
    "mentor": "кто наставник",
    "mentee": "кто наставляемый",
}
_WIDEST = 56


@dataclass(frozen=True)
class Preview:
    """What was read and where it would go."""

    file: str
    sheet: str
    kind: str
    why: str
    rows: int
    columns: tuple[Bound, ...]

    def as_text(self) -> str:
        """Return a table for people: header → place, then what is not taken and why."""
        where = f"«{self.file}», лист «{self.sheet}»" if self.sheet else f"«{self.file}»"
        head = f"{where}: {WORDS[self.kind]} ({self.why}), строк {self.rows}"
        taken = [(b.header, " / ".join(_places(b, self.kind))) for b in self.columns if b.places or b.questions]
        left = [(b.header or "(без заголовка)", _reason(b)) for b in self.columns if not (b.places or b.questions)]
        lines = [head, "", "Переносится:", *_table(taken)]
        return "\n".join([*lines, "", "Не переносится:", *_table(left)] if left else lines)

    def as_json(self) -> dict[str, object]:
        """Return the same for programs."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "kind": self.kind,
            "why": self.why,
            "rows": self.rows,
            "columns": [
                {
                    "header": b.header,
                    "repeat": b.repeat,
                    "taken": bool(b.places or b.questions),
                    "places": _places(b, self.kind),
                    "why": b.why,
                    "guess": b.guess or None,
                }
                for b in self.columns
            ],
        }


def _places(bound: Bound, kind: str) -> list[str]:
    if bound.questions:
        return [f"Ответы · {q.code}" for q in bound.questions]
    return list(dict.fromkeys(_place(group, name, kind) for group, name in bound.places))


def _place(group: str, name: str, kind: str) -> str:
    both = (MENTEES, MENTORS) if kind == PEOPLE else (kind,)
    sheets = both if group in {WHO, PEOPLE} else (group,)
    own = [(sheet_named(key), c) for key in sheets for c in sheet_named(key).columns if c.name == name]
    columns = [(sheet, column) for sheet, column in own if not column.generated]
    if not columns or name in _OF_THE_ROW:
        return _OF_THE_ROW.get(name) or _PERSON.get(name, name)
    titles = " и ".join(dict.fromkeys(sheet.title for sheet, _ in columns))
    return f"{titles} · {columns[0][1].title}"


_PERSON = {
    "full_name": "ФИО: кто это",
    "birth_date": "дата рождения: кто это",
    "school_class": "класс: кто это",
    "phone": "телефон: кто это",
    "email": "почта: кто это",
}


def _reason(bound: Bound) -> str:
    return f"{bound.why}; возможно, «{bound.guess}»" if bound.guess else bound.why


def _table(lines: Sequence[tuple[str, str]]) -> list[str]:
    width = min(_WIDEST, max((len(header) for header, _ in lines), default=0))
    return [f"  {_cut(header):<{width}}  →  {place}" for header, place in lines]


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _WIDEST else f"{flat[: _WIDEST - 1]}…"
