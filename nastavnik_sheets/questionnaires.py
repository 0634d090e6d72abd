"""The questions that «Вопросы» begins with: entry, interim and exit questionnaires of both sides, form by form.

The methodical letter of 23.01.2020 № МР-42/02 has a questionnaire for each form; its exact words are not at hand, so
the wording is ours after its known make-up, and «Достоверность» says how sure that make-up is: [М+] well known,
[М] known, [М−] little known, [В] our own. A school edits the rows as it likes.

An exit question points at its entry twin («Вопрос на входе»). One question of each exit and interim questionnaire
says how content a person is («удовлетворённость»). A question for the curator («сигнал куратору») is put so that «нет»
or a low mark calls for help. What is asked stands in `question_texts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.codes import make_code
from nastavnik_sheets.lists import RS, RU, SU, TT, TU, UU
from nastavnik_sheets.question_texts import (
    BEFORE,
    COMMON,
    INTERIM,
    PEERS,
    PREFERENCE,
    PRELIMINARY,
    SPECIFIC,
    TEACHERS,
    Asked,
)
from nastavnik_sheets.scales import MARK, TEXT
from nastavnik_sheets.terms import MOMENTS, QUESTION
from nastavnik_sheets.year_sheets import Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Sets = Mapping[tuple[str, str], Sequence[Asked]]

PRELIMINARY_MOMENT, ENTRY, INTERIM_MOMENT, EXIT = MOMENTS


def questions() -> list[Question]:
    """Return the rows of «Вопросы» in a new workbook, questionnaire by questionnaire."""
    rows: list[Question] = []
    for questionnaire, moment, role, form, asked in _questionnaires():
        twins = _entry_codes(rows, role=role, form=form) if moment == EXIT else {}
        for number, question in enumerate(asked, start=1):
            code = make_code(QUESTION, len(rows) + 1)
            twin = twins.get((question.topic, question.scale))
            rows.append(_row(question, code, number, (questionnaire, moment, role, form), twin))
    return rows


def _questionnaires() -> Iterator[tuple[str, str, str, str | None, Sequence[Asked]]]:
    """Yield every questionnaire: its name, moment, who answers, form and questions."""
    for role, first in PRELIMINARY.items():
        yield f"Предварительный запрос: {role}", PRELIMINARY_MOMENT, role, None, first
    for form in (UU, TT, TU, SU, RU, RS):
        for (moment, role), asked in _sets(form).items():
            yield f"{form}: {role}, {moment}", moment, role, form, asked
    for role, between in INTERIM.items():
        yield f"Обратная связь: {role}", INTERIM_MOMENT, role, None, between
    for role, choice in PREFERENCE.items():
        yield f"Выбор после групповой встречи: {role}", PRELIMINARY_MOMENT, role, None, choice


def _sets(form: str) -> Sets:
    if form == UU:
        return PEERS
    if form == TT:
        return TEACHERS
    extra = SPECIFIC[form]
    return {key: (*asked, *extra.get(key, ())) for key, asked in COMMON.items()}


def _entry_codes(rows: Sequence[Question], *, role: str, form: str | None) -> dict[tuple[str, str], str]:
    """Return the codes of the entry questions that an exit answer can be compared with, by topic and scale."""
    asked = _sets(form or UU)[ENTRY, role]
    own = [r for r in rows if (r.moment, r.role, r.mentoring_form) == (ENTRY, role, form)]
    pairs = zip(asked, own, strict=True)
    return {(q.topic, q.scale): r.code for q, r in pairs if q.scale != TEXT and q.topic != BEFORE}


def _row(asked: Asked, code: str, number: int, place: tuple[str, str, str, str | None], twin: str | None) -> Question:
    questionnaire, moment, role, form = place
    expected = "ожидания" if moment == ENTRY and asked.scale == MARK else None
    return Question(
        code=code,
        questionnaire=questionnaire,
        moment=moment,
        role=role,
        mentoring_form=form,
        number=number,
        text=asked.text,
        scale=asked.scale,
        purpose=asked.purpose or expected,
        entry=twin,
        sensitive=True if asked.sensitive else None,
        source=asked.mark,
    )
