"""Questionnaires: answers on their scales, once, by the right people, at the right moment; questions that pair up."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nastavnik_sheets.facts import blank, facts_of, readable
from nastavnik_sheets.facts.answers import LATE_DAYS, was_over
from nastavnik_sheets.flags import error, hint, warning
from nastavnik_sheets.rules.evidence import loose_rows, unexplained
from nastavnik_sheets.rules.outliers import outvoted, repeats
from nastavnik_sheets.scales import allowed, options_of, trouble_with
from nastavnik_sheets.terms import (
    COMPLETED,
    DECLINED,
    ENTRY,
    EXIT,
    INTERIM,
    MENTEE_ROLE,
    MENTOR_ROLE,
    PRELIMINARY,
    PROPOSED,
    STOPPED,
)
from nastavnik_sheets.workbook import Pair
from nastavnik_sheets.year_sheets import Answer, Question

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag


def answer_on_scale(book: Book, today: date) -> Iterator[Flag]:
    """Ответ — из шкалы своего вопроса."""
    questions = facts_of(book).questions
    known = {code: allowed(q.scale, options_of(q.scale, q.options, lists=book.lists)) for code, q in questions.items()}
    for answer in book[Answer]:
        fits = known.get(answer.question or "")
        if fits is not None and answer.answer is not None and not fits(answer.answer):
            message = f"«{answer.answer[:40]}» — не по шкале «{questions[answer.question or ''].scale}»"
            yield error(answer, "answer", message, cure="сверьте ответ с анкетой")


def question_can_be_asked(book: Book, today: date) -> Iterator[Flag]:
    """У вопроса «из списка» есть варианты, и ответы на него можно разделить."""
    for question in book[Question]:
        trouble = trouble_with(question.scale, options_of(question.scale, question.options, lists=book.lists))
        if trouble and not (question.options is None and not blank(book, question, "options")):
            cure = "впишите варианты через точку с запятой, без запятых внутри, или название списка с листа «Списки»"
            yield error(question, "options", trouble, cure=cure)


def answer_stands_once(book: Book, today: date) -> Iterator[Flag]:
    """Один человек отвечает на вопрос в одном замере один раз."""

    def key(answer: Answer) -> Hashable:
        known = answer.person and answer.question and answer.moment
        if not known or (answer.pair is None and not blank(book, answer, "pair")):
            return None
        return answer.person, answer.question, answer.moment, answer.pair

    yield from repeats(book[Answer], "question", "на этот вопрос участник уже отвечал", key)


def answer_by_right_role(book: Book, today: date) -> Iterator[Flag]:
    """На вопрос отвечает тот, для кого он: наставляемый или наставник."""
    codes = facts_of(book).codes
    bases = {MENTEE_ROLE: codes["mentees"], MENTOR_ROLE: codes["mentors"]}
    other = {MENTEE_ROLE: codes["mentors"], MENTOR_ROLE: codes["mentees"]}
    roles = {code: q.role for code, q in facts_of(book).questions.items() if q.role in bases}
    for answer in book[Answer]:
        role = roles.get(answer.question or "")
        if role and answer.person and answer.person not in bases[role] and answer.person in other[role]:
            message = f"вопрос — для роли «{role}», а в этой базе участника нет"
            yield warning(answer, "person", message, cure="сверьте код участника и код вопроса")


def answer_at_right_moment(book: Book, today: date) -> Iterator[Flag]:
    """Замер ответа — тот же, что у вопроса."""
    questions = facts_of(book).questions
    doubtful = _outvoted_questions(book)
    for code in doubtful:
        message = f"замер «{questions[code].moment}», а у всех ответов на вопрос другой"
        yield warning(questions[code], "moment", message, cure="сверьте замер вопроса")
    for answer in _at_other_moment(book):
        if answer.question not in doubtful:
            asked = questions[answer.question or ""].moment
            message = f"замер «{answer.moment}», а вопрос — для замера «{asked}»"
            yield warning(answer, "moment", message, cure="сверьте замер и код вопроса")


@lru_cache(maxsize=1)
def _at_other_moment(book: Book) -> list[Answer]:
    moments = {code: question.moment for code, question in facts_of(book).questions.items() if question.moment}
    return [
        answer
        for answer in book[Answer]
        if answer.question in moments and answer.moment and answer.moment != moments[answer.question]
    ]


@lru_cache(maxsize=1)
def _outvoted_questions(book: Book) -> frozenset[str]:
    """Return the codes of questions whose answers agree on another moment: the question's own is the odd one."""
    asked = {answer.question for answer in _at_other_moment(book)}
    cited: dict[str, list[str]] = {}
    for answer in book[Answer] if asked else ():
        if answer.question in asked and answer.question and answer.moment:
            cited.setdefault(answer.question, []).append(answer.moment)
    questions = facts_of(book).questions
    return frozenset(code for code, moments in cited.items() if outvoted(questions[code].moment, moments))


def answer_about_own_pair(book: Book, today: date) -> Iterator[Flag]:
    """Ответ о паре даёт её участник."""
    facts = facts_of(book)
    for answer in book[Answer]:
        pair = facts.pairs.get(answer.pair or "")
        if pair is None or answer.person in (pair.mentor, pair.mentee):
            continue
        if all(facts.is_participant(code) for code in (answer.person, pair.mentor, pair.mentee)):
            yield error(answer, "pair", f"участник {answer.person} не из этой пары", cure="сверьте код пары")


def answer_to_own_questionnaire(book: Book, today: date) -> Iterator[Flag]:
    """Участник отвечает на анкету своей формы наставничества."""
    facts = facts_of(book)
    forms: dict[str, set[str]] = {}
    doubtful: set[str] = set()
    for pair in book[Pair]:
        for code in (pair.mentor, pair.mentee):
            if code and pair.mentoring_form:
                forms.setdefault(code, set()).add(pair.mentoring_form)
            elif code:
                doubtful.add(code)
    asked = {code: q.mentoring_form for code, q in facts.questions.items() if q.mentoring_form}
    for answer in book[Answer]:
        form = asked.get(answer.question or "")
        own = forms.get(answer.person or "")
        if form and own and form not in own and answer.person not in doubtful:
            message = f"анкета — для формы «{form}», а участник в форме «{', '.join(sorted(own))}»"
            yield warning(answer, "question", message, cure="сверьте код вопроса и код участника")


def answer_while_pair_works(book: Book, today: date) -> Iterator[Flag]:
    """На промежуточную анкету отвечают, пока пара работает, на итоговую — и вскоре после её завершения."""
    pairs: dict[str, list[Pair]] = {}
    for pair in book[Pair]:
        if pair.state not in (PROPOSED, DECLINED):
            for code in {pair.mentor, pair.mentee} - {None}:
                pairs.setdefault(code or "", []).append(pair)
    for answer in book[Answer]:
        about = [pair for pair in pairs.get(answer.person or "", ()) if answer.pair in (None, pair.code)]
        if answer.moment in (INTERIM, EXIT) and about and all(_too_late(pair, answer) for pair in about):
            last = max(pair.end for pair in about if pair.end)
            message = f"пара закончила работу {last:%d.%m.%Y}, раньше этого ответа"
            yield warning(answer, "answered", message, cure="сверьте дату и код участника: такой ответ не учитывается")


def _too_late(pair: Pair, answer: Answer) -> bool:
    """Whether a pair was over before an answer; a completed one may be told about at the exit for some time."""
    if pair.state not in (COMPLETED, STOPPED):
        return False
    if pair.start is not None and pair.end is not None and pair.end < pair.start:  # doubtful, and a finding by itself
        return False
    return was_over(pair, answer, days=LATE_DAYS if pair.state == COMPLETED and answer.moment == EXIT else 0)


def exit_has_entry(book: Book, today: date) -> Iterator[Flag]:
    """У кого есть итоговая анкета, у того есть и входная: без неё нет сравнения (п. 6.3)."""
    if not readable(book, Answer, "person", "question", "moment"):
        return
    facts = facts_of(book)
    entered = {answer.person for answer in book[Answer] if answer.moment in (ENTRY, None)}
    paired = {code for code, question in facts.questions.items() if question.entry}
    waiting: dict[str, Answer] = {}
    for answer in book[Answer]:
        leaves = answer.moment == EXIT and answer.question in paired and answer.person not in entered
        if leaves and answer.person and facts.is_participant(answer.person):
            waiting.setdefault(answer.person, answer)
    known = {*book.mentees, *book.mentors}
    left = unexplained(
        list(waiting.items()),
        loose_rows(book, Answer, "person", known) if waiting else [],
        code=lambda claim: claim[0],
        fits=lambda _, row: row.moment in (ENTRY, None),
    )
    for _, answer in left:
        message = "есть ответы на выходе, а ответов на входе нет"
        yield hint(answer, "moment", message, cure="найдите входную анкету участника и внесите её")


def entry_question_fits(book: Book, today: date) -> Iterator[Flag]:
    """Вопрос на входе, названный парным, — другой вопрос входной анкеты с той же шкалой."""
    facts = facts_of(book)
    for question in book[Question]:
        entry = facts.questions.get(question.entry or "")
        if entry is None or {entry.code, question.code} & _outvoted_questions(book):
            continue
        if question.moment in (PRELIMINARY, ENTRY):
            message = f"парный вопрос нужен анкете на выходе, а эта — «{question.moment}»"
            yield warning(question, "entry", message, cure="уберите код или исправьте замер")
        elif entry.moment and entry.moment != ENTRY:
            message = f"парный вопрос {entry.code} — для замера «{entry.moment}», а нужен «{ENTRY}»"
            yield error(question, "entry", message, cure="выберите вопрос входной анкеты")
        elif entry.scale and question.scale and entry.scale != question.scale:
            message = f"шкала «{question.scale}», а у парного вопроса {entry.code} — «{entry.scale}»"
            yield warning(question, "entry", message, cure="выберите вопрос с той же шкалой")
        elif entry.role and question.role and entry.role != question.role:
            message = f"вопрос для роли «{question.role}», а парный {entry.code} — для роли «{entry.role}»"
            yield warning(question, "entry", message, cure="выберите вопрос для той же роли")


def question_number_stands_once(book: Book, today: date) -> Iterator[Flag]:
    """Номер вопроса в анкете не повторяется."""

    def key(q: Question) -> Hashable:
        known = q.questionnaire and q.number and q.moment and q.role
        form_known = q.mentoring_form or blank(book, q, "mentoring_form")
        return known and form_known and (q.questionnaire, q.number, q.moment, q.role, q.mentoring_form)

    yield from repeats(book[Question], "number", "такой номер в этой анкете уже есть", key)
