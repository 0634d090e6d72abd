"""How a sheet is declared: a frozen dataclass whose fields are columns.

    @sheet("mentors", "Наставники")
    class Mentor(Entered):
        '''Человек, который сопровождает наставляемых.'''
        full_name: str | None = column("ФИО", Name(), required=True, personal=True)

Titles, kinds, drop-downs, hints and privacy are written there once, in `workbook`; reading, checking,
the template, the manual and the questionnaires are made from it. Leaves the meaning of values to `cells`.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

from nastavnik_sheets.cells import Choice, Date, Kind, Number, Text, Whole, YesNo
from nastavnik_sheets.codes import Code, Ref, Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

INPUT, GENERATED, LAYOUT = "input", "generated", "layout"


@dataclass(frozen=True)
class Column:
    """One column: `name` is the attribute of the record, `title` the words people see."""

    name: str
    title: str
    kind: Kind
    required: bool = False
    personal: bool = False
    generated: bool = False
    decision: bool = False
    hint: str = ""
    width: int = 0
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet: `use` is INPUT (people fill it), GENERATED (commands fill it) or LAYOUT (drawn, no table)."""

    key: str
    title: str
    record: type[Record]
    columns: tuple[Column, ...]
    use: str
    group: str

    @property
    def help(self) -> str:
        """What the sheet is for, in the coordinator's words."""
        return " ".join((self.record.__doc__ or "").split())

    def column(self, name: str) -> Column:
        """Return the column of an attribute."""
        return next(column for column in self.columns if column.name == name)


def column(  # the return type is Any so that `code: str = column(...)` reads as it should
    title: str,
    kind: Kind,
    *,
    required: bool = False,
    personal: bool = False,
    generated: bool = False,
    decision: bool = False,
    hint: str = "",
    width: int = 0,
    aliases: tuple[str, ...] = (),
) -> Any:
    """Declare a column of a record type; `aliases` are other titles under which it is found."""
    made = Column(
        "", title, kind, required, personal, generated or isinstance(kind, Shown), decision, hint, width, aliases
    )
    return field(default=None, metadata={"column": made})


@dataclass(frozen=True, kw_only=True)
class Record:
    """A row of a sheet. `row` is where it came from (1 is the first row of the sheet, 0 is not yet anywhere)."""

    row: int = field(default=0, compare=False)


R = TypeVar("R", bound=Record)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def sheet(key: str, title: str, *, use: str = INPUT, group: str = "") -> Callable[[type[R]], type[R]]:
    """Make a frozen record type of a class and remember the sheet it stands for."""

    def declare(cls: type[R]) -> type[R]:
        record = dataclass(frozen=True, kw_only=True)(cls)
        columns = tuple(_named(f) for f in fields(record) if "column" in f.metadata)
        ordered = tuple(sorted(columns, key=lambda c: c.name == "check_note"))
        record.sheet = Sheet(key, title, record, ordered, use, group)  # type: ignore[attr-defined]
        return record

    return declare


def _named(declared: Any) -> Column:
    made: Column = declared.metadata["column"]
    return Column(**{**made.__dict__, "name": declared.name})


def sheet_of(record: Record | type[Record]) -> Sheet:
    """Return the sheet of a record or of a record type."""
    found: Sheet = record.sheet  # type: ignore[union-attr]
    return found


def blank(record_type: type[R]) -> dict[str, object]:
    """Return the attributes of an empty record: what a row without any cell holds."""
    values: dict[str, object] = {"row": 0}
    for declared in fields(record_type):
        if declared.default is not MISSING:
            values[declared.name] = declared.default
    return values


def swiftly(record_type: type[R], values: Mapping[str, object] | Iterable[tuple[str, object]]) -> R:
    """Make a record without `__init__`, which a frozen dataclass pays per attribute; every attribute must be given."""
    record = object.__new__(record_type)
    record.__dict__.update(values)
    return record


def as_json(sheets: Iterable[Sheet], lists: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """Return the schema as `schema --json` prints it; `lists` are the values that «Списки» begins with."""
    return {
        "version": 1,
        "header_row": 1,
        "code": "буквы-номер-контрольная цифра; номер не короче трёх цифр; цифра по Дамму (1, 2004) от цифр номера",
        "sheets": [
            {
                "key": s.key,
                "title": s.title,
                "use": s.use,
                "generated": s.use != INPUT,
                "help": s.help,
                "columns": [_column_json(c, lists) for c in s.columns],
            }
            for s in sheets
        ],
    }


def _column_json(c: Column, lists: Mapping[str, Sequence[str]]) -> dict[str, object]:
    return {
        "key": c.name,
        "title": c.title,
        "kind": c.kind.name,
        "choices": _choices(c.kind, lists),
        "required": c.required,
        "personal": c.personal,
        "generated": c.generated,
        "decision": c.decision,
        "hint": c.hint,
        **_limits(c.kind),
    }


def _choices(kind: Kind, lists: Mapping[str, Sequence[str]]) -> list[str] | None:
    if isinstance(kind, YesNo):
        return ["да", "нет"]
    if isinstance(kind, Choice):
        return list(kind.bind(lists).options)
    return None


def _limits(kind: Kind) -> dict[str, object]:
    match kind:
        case Choice():
            return {"list": kind.from_list or None, "many": kind.many, "open": kind.open}
        case Whole() | Number():
            return {"minimum": kind.minimum, "maximum": kind.maximum}
        case Code():
            return {"prefix": kind.prefix}
        case Ref():
            return {"refers_to": list(kind.to), "prefixes": list(kind.prefixes), "many": kind.many}
        case Shown():
            return {"by": kind.by, "shows": kind.field_name}
        case Date():
            return {"minimum": "1900-01-01", "maximum": "2100-12-31"}
        case Text():
            return {"long": kind.long}
        case _:
            return {}
