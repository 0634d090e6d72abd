"""What a withdrawn consent stops in documents: papers about the person are not made, lists are made without him.

What is issued already is printed again as it was: an order must be kept. What the withdrawal itself needs is made as
before. Which kind is which stands with the kind; whose data may be used no more, in `facts.stopped`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nastavnik_sheets.documents.kinds import NEEDED, ON_REQUEST
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.facts.stopped import left_out_words, people_among, stopped_codes, usable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.documents.kinds import Ask, Kind, Subject

    Documents = Sequence[tuple[Subject, tuple[str, date] | None]]

NEXT = "Дальше — приказ о прекращении пары и команда forget; новое согласие внесите на лист «Согласия»."


def permitted(book: Book, kind: Kind, ask: Ask, documents: Documents) -> tuple[Documents, str]:
    """Return the documents that may be made, lists without those people, and the sentence that says how many.

    Refused names whose consent is withdrawn if the paper was asked for about just them or there is none left.
    """
    codes = stopped_codes(book, ask.today)
    if not codes or kind.guarded or kind.after_withdrawal == NEEDED:
        return documents, ""
    if kind.after_withdrawal == ON_REQUEST and not codes.isdisjoint(ask.people):
        return documents, ""
    touched = {id(s): found for s, old in documents if old is None and (found := _named(book, s, codes))}
    if not touched:
        return documents, ""
    without = {(s.people, s.label): s for s in kind.subjects(usable(book, ask.today), ask)}
    kept = [(one, old) for s, old in documents
            if (one := without.get((s.people, s.label)) if id(s) in touched else s) is not None]  # fmt: skip
    gone = frozenset[str]().union(*touched.values())
    if not kept or (len(kept) < len(documents) and not gone.isdisjoint(_asked(book, ask))):
        raise Refused(_refusal(book, kind, gone))
    return kept, left_out_words(book, gone)


def _asked(book: Book, ask: Ask) -> set[str]:
    """Return the participants asked for by code, those of the pairs asked for included."""
    pairs = [book.pairs[code] for code in ask.people if code in book.pairs]
    return {*ask.people, *(code for pair in pairs for code in (pair.mentor, pair.mentee) if code)}


def _refusal(book: Book, kind: Kind, gone: Collection[str]) -> str:
    people = ", ".join(sorted(people_among(book, gone)))
    if not people:
        return f"{kind.title} не сделан: данные тех, о ком он, уничтожены."
    by_code = " Этот документ делается, только если назвать код: --for КОД." * (kind.after_withdrawal == ON_REQUEST)
    return f"{kind.title}: документ не делается, согласие на обработку отозвано ({people}). {NEXT}{by_code}"


def _named(book: Book, subject: Subject, codes: Collection[str]) -> frozenset[str]:
    """Return the people of `codes` whom a document is about or names."""
    said = {*subject.people, *_texts(subject.fields)}
    found = {code for code in codes if code in said}
    people = {code for pair in found & book.pairs.keys() for code in (book.pairs[pair].mentor, book.pairs[pair].mentee)
              if code and code in codes}  # fmt: skip
    names = {code: person.full_name for code in codes if (person := book.person(code)) and person.full_name}
    everything = "\n".join(said)
    named = {code for code, name in names.items() if name in everything}
    return frozenset((found - book.pairs.keys()) | people | named)


def _texts(fields: Any) -> Iterator[str]:
    if isinstance(fields, str):
        yield str(fields)
    elif isinstance(fields, list | tuple):
        for one in fields:
            yield from _texts(one)
    elif isinstance(fields, dict):
        yield from _of_mapping(fields)


def _of_mapping(fields: Mapping[str, Any]) -> Iterator[str]:
    for value in fields.values():
        yield from _texts(value)
