"""A workbook's bytes without a person: his rows keep figures and code, every mention elsewhere becomes the code.

    done = erase(data, book, subject, today=date(2026, 12, 15))

The same bytes, book and person always give the same result. Leaves whose bytes these are to the command.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date as day
from typing import TYPE_CHECKING

from nastavnik_sheets.addresses import address
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.forgetting import latin, macros
from nastavnik_sheets.forgetting.mentions import BIRTH, EMAIL, PHONE, named_at_a_glance
from nastavnik_sheets.forgetting.person import circle_of, others_of, own_rows, surnames_of
from nastavnik_sheets.forgetting.remains import ERASED, general_birth, remains
from nastavnik_sheets.hosts.xlsx import hidden, refuse, sheet_texts, strings, validate
from nastavnik_sheets.hosts.xlsx.sheet_texts import BLANK
from nastavnik_sheets.hosts.xlsx.texts import Edit, Where, applied
from nastavnik_sheets.hosts.xlsx.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.forgetting.mentions import Mention, Named
    from nastavnik_sheets.forgetting.person import Subject
    from nastavnik_sheets.hosts.xlsx.package import Package
    from nastavnik_sheets.hosts.xlsx.sheet_texts import Held, New
    from nastavnik_sheets.hosts.xlsx.workbook import Sheet


@dataclass
class Erased:
    """What was done to one workbook: its new bytes, cells and parts changed, doubts and what could not be done."""

    data: bytes = b""
    cells: list[tuple[str, str]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def erase(data: bytes, book: Book, subject: Subject, *, name: str, today: date) -> Erased:
    """Return a workbook without a person; Refused if that would break it."""
    package, part = refuse.open_package(data, name)
    refuse.guard_signature(package, name)
    workbook = Workbook(package, part)
    eraser = Eraser(book, subject, today=today)
    eraser.rewrite_sheets(package, workbook)
    strings.clear_unused(package, workbook)
    eraser.rewrite_rest(package)
    workbook = Workbook(package, part)
    if any(sheet.title != old.title for sheet, old in zip(workbook.sheets, eraser.sheets, strict=False)):
        workbook.recalculate_on_load()
    found = list(validate.faults(package, workbook, package.changed))
    new = next((one for one in found if one not in _faults(data, name)), None) if found else None
    if new:
        raise Refused(f"Данные не стёрты: книга «{name}» стала бы неисправной ({new}); прежний файл цел.")
    out = io.BytesIO()
    package.write(out)
    eraser.done.data = out.getvalue() if package.changed else data
    eraser.done.doubts = list(dict.fromkeys(eraser.done.doubts))
    return eraser.done


def _faults(data: bytes, name: str) -> set[str]:
    """Return what was wrong with a workbook before."""
    package, part = refuse.open_package(data, name)
    return set(validate.faults(package, Workbook(package, part), validate.every_part(package)))


class Eraser:
    """One pass over one workbook."""

    def __init__(self, book: Book, subject: Subject, *, today: date) -> None:
        self._book, self._subject = book, subject
        self._circle, self._guardian = circle_of(book, subject)
        self._latin = latin.pattern_of(surnames_of(subject.person))
        self._remains = remains(book, subject, self._circle, today=today)
        self._own = own_rows(book, subject)
        self._named = {code: named for named, code in others_of(book) if code}
        self._day = book.settings.report_date or today
        self._general = {born: general_birth(born, self._day) for born in subject.person.births}
        self.done = Erased()
        self.sheets: list[Sheet] = []

    def rewrite_sheets(self, package: Package, workbook: Workbook) -> None:
        """Change the cells whose meaning depends on their row."""
        shared_part = workbook.supporting("sharedStrings")
        shared = sheet_texts.shared_texts(package.xml(shared_part)) if shared_part else []
        named = {number for number, text in enumerate(shared) if self.may_be_in(text)}
        self.sheets = list(workbook.sheets)
        for sheet in workbook.sheets:
            if sheet.part not in package or sheet.kind != "worksheet":
                continue
            xml = package.xml(sheet.part)
            pen = _SheetPen(self, sheet.title, from_1904=workbook.counts_from_1904)
            told = bool(named & strings.used_in(xml)) or self.may_be_in(xml.decode("utf-8", "replace"))
            if not pen.concerned and not told:
                continue
            if told:
                sheet_texts.with_cells(xml, shared, pen.look_over)
            new = sheet_texts.with_cells(xml, shared, pen.decide, from_1904=workbook.counts_from_1904)
            if new != xml:
                package.put(sheet.part, new)

    def rewrite_rest(self, package: Package) -> None:
        """Change every text that is left, and name what cannot be changed."""
        finder = _Finder(self)
        swept = hidden.sweep(package, finder, seen=self._seen)
        self.done.parts = sorted(set(swept.changed))
        self.done.left = [self._told(package, name) for name in swept.left]
        known = {words for _, words in self.done.doubts}
        self.done.doubts += [("вне ячеек", words) for words in dict.fromkeys(finder.doubts) if words not in known]

    def may_be_in(self, text: str) -> bool:
        """Tell at a glance whether a text may name the person or the guardian."""
        known = named_at_a_glance(text, (self._circle.subject, self._guardian.subject))
        return known or self._latin.search(text) is not None

    def edits(
        self, text: str, where: Where = Where.TEXT, *, own: bool = False, beside: Sequence[Named] = ()
    ) -> tuple[list[Edit], list[str]]:
        """Return what to change in a text and the words of doubtful mentions."""
        found: list[Edit] = []
        unsure: list[Mention] = []
        for circle, guardian in ((self._circle, False), (self._guardian, True)):
            sure, doubtful = circle.look(text, own=own, beside=beside)
            found += [Edit(m.start, m.end, self._stub(text, m, where, guardian=guardian)) for m in sure]
            unsure += [m for m in doubtful if m.kind != "first"]
        edits = _apart(found)
        spans = [(m.start, m.end, m.words) for m in unsure]
        spans += [(*m.span(), f"{m[0]} (латиницей)") for m in self._latin.finditer(text)]
        clear = [words for start, end, words in spans if not any(e.start < end and start < e.end for e in edits)]
        return edits, list(dict.fromkeys(clear))

    def _stub(self, text: str, mention: Mention, where: Where, *, guardian: bool) -> str:
        code = self._subject.code
        if where is Where.ADDRESS:
            return "removed"
        if mention.kind == BIRTH:
            return self._birth_stub(mention)
        if mention.kind in (PHONE, EMAIL):
            return ERASED
        quoted = where is Where.FORMULA and text[: mention.start].count('"') % 2 == 1
        if where is Where.NAME or (where is Where.FORMULA and not quoted):
            return code.replace("-", "_")
        return f"представитель {code}" if guardian else code

    def _birth_stub(self, mention: Mention) -> str:
        general = next(iter(self._general.values()))
        return f"{general:%Y-%m-%d}" if "-" in mention.words else f"{general:%d.%m.%Y}"

    def general(self, born: date) -> date | None:
        """Return the day that stands for a birth date of the person."""
        return self._general.get(born)

    def kept(self, title: str) -> dict[tuple[int, int], New]:
        """Return what comes into the cells of the person's own rows of a sheet."""
        return self._remains.get(title, {})

    def own(self, title: str) -> dict[int, list[Named]]:
        """Return the rows of a sheet that name the person by code, with the others whom they name."""
        rows = self._own.get(title, {})
        return {row: [self._named[code] for code in codes if code in self._named] for row, codes in rows.items()}

    def serials(self, *, from_1904: bool) -> dict[str, date]:
        """Return the person's birth dates as cells hold them."""
        zero = day(1904, 1, 1) if from_1904 else day(1899, 12, 30)
        return {str((born - zero).days): general for born, general in self._general.items()}

    def _told(self, package: Package, name: str) -> str:
        """Return the name of a part that stays, with the modules that name him if it holds macros."""
        content = package.raw(name)
        modules = macros.naming(content, self._is_named) if macros.is_container(content) else []
        return f"{name} ({', '.join(modules)})" if modules else name

    def _is_named(self, text: str) -> bool:
        return bool(self._circle.look(text)[0] or self._guardian.look(text)[0])

    def _seen(self, content: bytes) -> bool:
        if macros.is_container(content):
            return macros.naming(content, self._is_named) != []
        texts = (content.decode(encoding, "ignore") for encoding in ("utf-8", "utf-16-le", "cp1251"))
        odd = content[1:].decode("utf-16-le", "ignore")
        return any(self._is_named(text) for text in (*texts, odd))


class _Finder:
    """Finds what is sure in any text and remembers what is doubtful."""

    def __init__(self, eraser: Eraser) -> None:
        self._eraser = eraser
        self.doubts: list[str] = []

    def __call__(self, text: str, where: Where) -> list[Edit]:
        """Return what to change in a text."""
        edits, doubts = self._eraser.edits(text, where)
        self.doubts += doubts
        return edits

    def may_be_in(self, text: str) -> bool:
        """Tell at a glance whether there is anything to change."""
        return self._eraser.may_be_in(text)


class _SheetPen:
    """Decides about the cells of one sheet; the first look finds rows that name the person in words."""

    def __init__(self, eraser: Eraser, title: str, *, from_1904: bool) -> None:
        self._eraser, self._title = eraser, title
        self._own, self._kept = eraser.own(title), eraser.kept(title)
        self._serials = eraser.serials(from_1904=from_1904)
        self._plain: dict[str, tuple[list[Edit], list[str]]] = {}

    @property
    def concerned(self) -> bool:
        """Whether the sheet has rows with the person's code."""
        return bool(self._own or self._kept)

    def look_over(self, held: Held) -> None:
        """Note a row of a sheet without codes that names the person beyond doubt."""
        if held.text and held.row not in self._own and self._usual(held.text)[0]:
            self._own[held.row] = []

    def _usual(self, text: str) -> tuple[list[Edit], list[str]]:
        if text not in self._plain:
            self._plain[text] = self._eraser.edits(text)
        return self._plain[text]

    def decide(self, held: Held) -> New:
        """Return what comes into a cell."""
        kept = self._kept.get((held.row, held.column))
        new = kept if kept is not None and not held.formula else self._mentioned(held)
        if new is not None:
            self._eraser.done.cells.append((self._title, address(held.row, held.column)))
        return new

    def _mentioned(self, held: Held) -> New:
        own = held.row in self._own
        if held.number is not None:
            return self._number(held.number, own=own)
        if not held.text:
            return None
        edits, doubts = (
            self._eraser.edits(held.text, own=True, beside=self._own[held.row]) if own else self._usual(held.text)
        )
        place = f"«{self._title}», {address(held.row, held.column)}"
        self._eraser.done.doubts += [(place, words) for words in doubts]
        return _edited(held.text, edits) if edits else None

    def _number(self, number: str, *, own: bool) -> New:
        if own and number in self._serials:
            return self._serials[number]
        long = number.isdecimal() and len(number) >= 10
        return BLANK if long and self._usual(number)[0] else None


def _edited(text: str, edits: Sequence[Edit]) -> str:
    return applied(text, edits)


def _apart(edits: list[Edit]) -> list[Edit]:
    """Return edits in order, without those that reach into an earlier one."""
    kept: list[Edit] = []
    for edit in sorted(edits):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept
