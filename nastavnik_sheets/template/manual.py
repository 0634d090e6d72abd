"""docs/sheets.md: the manual of sheets and columns, made of the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets import settings as declarations
from nastavnik_sheets.cells import Choice, Date, Number, Text, Whole, YesNo
from nastavnik_sheets.changes import as_cell
from nastavnik_sheets.codes import Code, Ref, Shown, make_code
from nastavnik_sheets.lists import initial_lists, initial_values
from nastavnik_sheets.schema import GENERATED, INPUT, LAYOUT
from nastavnik_sheets.workbook import SHEETS, sheet_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nastavnik_sheets.cells import Kind
    from nastavnik_sheets.schema import Column, Sheet

USES = {INPUT: "заполняют люди", GENERATED: "заполняют команды; защищён без пароля", LAYOUT: "рисует программа"}

HEAD = """# Листы и столбцы книги

Этот файл собран из описания книги командой `nastavnik template`; правят не его, а описание.

Столбцы программа находит по заголовкам, а не по месту: их можно переставлять, прятать и добавлять свои.
Отметки: **!** — обязательный столбец, **ПД** — персональные данные (в облако и журналы не попадают),
**⚙** — заполняет программа, **решение** — столбец, в котором решает человек.
"""


def sheets_manual() -> str:
    """Return the manual as Markdown."""
    parts = [HEAD, "| Лист | Что на нём | Кто заполняет |", "|---|---|---|"]
    parts += [f"| [{s.title}](#{_anchor(s.title)}) | {s.help} | {USES[s.use]} |" for s in SHEETS]
    for sheet in SHEETS:
        parts += ["", *_section(sheet)]
    return "\n".join(parts) + "\n"


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def _section(sheet: Sheet) -> Iterator[str]:
    yield f"## {sheet.title}"
    yield ""
    yield f"{sheet.help} Ключ: `{sheet.key}`."
    if sheet.columns:
        yield from ["", "| Столбец | Отметки | Что писать |", "|---|---|---|"]
        yield from (f"| {c.title} | {_marks(c)} | {_what(c)} |" for c in sheet.columns)
    if sheet.key == "settings":
        yield from _settings()
    if sheet.key == "lists":
        yield from _lists()


def _marks(column: Column) -> str:
    marks = {"!": column.required, "ПД": column.personal, "⚙": column.generated, "решение": column.decision}
    return " ".join(mark for mark, holds in marks.items() if holds)


def _what(column: Column) -> str:
    words = words_of(column.kind)
    return (f"{words}; {column.hint}" if column.hint else words).replace("|", "\\|")


def words_of(kind: Kind) -> str:
    """Return what a kind of cell takes, in a person's words."""
    match kind:
        case Choice():
            return _choice(kind)
        case Code():
            return f"код вида {make_code(kind.prefix, 14)}"
        case Ref():
            return _ref(kind)
        case Shown():
            return "формула: показывает запись по её коду"
        case Whole() | Number():
            return f"число от {kind.minimum:g} до {kind.maximum:g}"
        case Date():
            return "дата вида 01.09.2025"
        case YesNo():
            return "да или нет"
        case Text():
            return "текст"
        case _:
            return {"name": "фамилия, имя, отчество", "phone": "телефон", "email": "адрес почты"}.get(
                kind.name, "ссылка"
            )


def _choice(kind: Choice) -> str:
    source = f"из списка «{kind.from_list}»" if kind.from_list else "одно из: " + ", ".join(kind.options)
    return f"{source}, можно несколько через точку с запятой" if kind.many else source


def _ref(kind: Ref) -> str:
    titles = ", ".join(f"«{sheet_named(key).title}»" for key in kind.to)
    return f"{'коды' if kind.many else 'код'} с листа {titles}"


def _settings() -> Iterator[str]:
    yield from ["", "| Раздел | Настройка | Что писать | Сначала | Пояснение |", "|---|---|---|---|---|"]
    for line, default in declarations.in_order():
        first = as_cell(default)
        yield (
            f"| {line.section} | {line.title} | {words_of(line.kind)} "
            f"| {'' if first is None else first} | {line.note} |"
        )


def _lists() -> Iterator[str]:
    yield from ["", "С чего начинаются списки (школа дополняет их на листе):"]
    notes = {(e.list_name, e.value): e.meaning for e in initial_lists()}
    for title, values in initial_values().items():
        words = (f"{v} ({notes[title, v]})" if notes[title, v] else v for v in values)
        yield from ["", f"- **{title}**: {'; '.join(words)}."]
