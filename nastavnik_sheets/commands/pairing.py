"""`suggest` and `confirm`: candidates to choose from, and pairs from the choices."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from nastavnik_sheets.changes import Plan
from nastavnik_sheets.commands.run import Work, carry_out
from nastavnik_sheets.facts.stopped import left_out_words, stopped_people
from nastavnik_sheets.service_sheets import LogRow, Synonym
from nastavnik_sheets.wording import plural
from nastavnik_sheets.workbook import Consent, Mentee, Mentor, Pair, Preference, Suggestion
from nastavnik_sheets.year_sheets import Event, Programme, Training

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.commands.options import Options, Outcome
    from nastavnik_sheets.pairing.proposal import Round

NEEDED = (Mentee, Mentor, Consent, Preference, Suggestion, Pair, Event, Programme, Training, Synonym, LogRow)

SHOWN = 3
EMPTY_BASES = ": базы наставляемых и наставников пусты. Впишите людей или возьмите анкеты (кнопка «Анкеты»)."
NO_SUGGESTIONS = "Утверждать пока нечего: лист «Предложения» пуст. Сначала подберите пары (кнопка «Подобрать»)."


def suggest(address: str, *, options: Options, meeting: date | None = None) -> Outcome:
    """Offer every mentee several mentors; decisions taken before stay. `meeting`: the day of the group meeting."""

    def work(book: Book) -> Work:
        from nastavnik_sheets.pairing.meeting import plan_meeting
        from nastavnik_sheets.pairing.proposal import round_of
        from nastavnik_sheets.pairing.rows import suggestions

        worked = round_of(book, today=options.day)
        stopped = stopped_people(book, options.day)
        rows = [row for row in suggestions(worked) if stopped.isdisjoint((row.mentee, row.mentor))]
        plan = Plan(book)
        if rows or book[Suggestion]:
            plan.replace(Suggestion, rows)
        invitation = plan_meeting(plan, worked, held=meeting)
        said = [offered(worked, invitation, stopped), left_out_words(book, stopped)]
        return Work(plan, "\n".join(filter(None, said)), _facts(worked, rows))

    return carry_out(address, work, command="suggest", options=options, only=NEEDED)


def offered(worked: Round, invitation: str | None, stopped: Collection[str] = ()) -> str:
    """Return what a round says: pairs, the proof, who is left out and why, the group meeting."""
    book = worked.field.book
    paired, unpaired = len(worked.solution.pairs), len(worked.unpaired)
    anybody = any(book[base] for base in (Mentee, Mentor))
    lines = ["Подобрать пары пока не из кого" + ("." if anybody else EMPTY_BASES)]
    if paired:
        found = f"Подобрано пар: {paired}. Кандидаты — на листе «Предложения»: впишите решения и утвердите."
        lines = [found, worked.certificate.text]
    if unpaired:
        lines.append(f"Пока без пары: {unpaired} — причина и выход у каждого на том же листе.")
    lines += _barred(worked, stopped)
    blocking = len(worked.certificate.blocking)
    if blocking:
        two = plural(blocking, "пара", "пары", "пар")
        lines.append(f"Предупреждение: предпочли бы друг друга — {blocking} {two} участников; отмечены в строках.")
    if book.settings.text_by_sense and not worked.scorer.by_sense:
        lines.append("Дополнение «text» не установлено: тексты сравнены по словам, а не по смыслу.")
    lines += [invitation] if invitation else []
    return "\n".join(lines)


def _barred(worked: Round, stopped: Collection[str]) -> list[str]:
    """Say how many are kept out by something that can be put right, and what it mostly is."""
    barred = (*worked.field.barred_mentees.items(), *worked.field.barred_mentors.items())
    counts = Counter(barrier for code, barrier in barred if barrier.remedy and code not in stopped)
    if not counts:
        return []
    people = plural(counts.total(), "человек", "человека", "человек")
    shown = [f"  {count} — {barrier.reason}: {barrier.remedy}" for barrier, count in counts.most_common(SHOWN)]
    rest = counts.total() - sum(count for _, count in counts.most_common(SHOWN))
    return [
        f"Не участвуют в подборе: {counts.total()} {people}. Что исправить у каждого — на листе «Предложения»:",
        *shown,
        *([f"  … и ещё {rest}"] if rest else []),
    ]


def _facts(worked: Round, rows: list[Suggestion]) -> dict[str, object]:
    field, certificate = worked.field, worked.certificate
    barred = {**field.barred_mentors, **field.barred_mentees}
    return {
        "pairs": dict(worked.solution.pairs),
        "unpaired": [m.code for m in worked.unpaired],
        "idle_mentors": [m.code for m in worked.idle],
        "barred": {code: barrier.reason for code, barrier in sorted(barred.items())},
        "certificate": certificate.text,
        "proof": {
            "optimal": certificate.optimal, "paired": certificate.paired, "total": round(certificate.total, 6),
            "below": certificate.below, "faults": certificate.faults,
        },
        "blocking": partial(list, certificate.blocking),
        "suggestions": partial(_suggestion_facts, rows),
    }  # fmt: skip


def _suggestion_facts(rows: list[Suggestion]) -> list[dict[str, object]]:
    names = (
        "mentee",
        "mentor",
        "rank",
        "mentoring_form",
        "score",
        "best",
        "reasons",
        "price",
        "price_note",
        "decision",
    )
    return [{name: getattr(row, name) for name in names} for row in rows]


def confirm(address: str, *, options: Options) -> Outcome:
    """Make pairs of the accepted suggestions, all or none, and see to those who remain without one."""

    def work(book: Book) -> Work:
        from nastavnik_sheets.pairing.confirming import broken_pairs, joining, new_pairs
        from nastavnik_sheets.pairing.support import support_requests

        plan = Plan(book)
        pairs = new_pairs(book, today=options.day)
        codes = [plan.add(pair) for pair in pairs]
        for code, group in joining(book, pairs).items():
            plan.set(book.pairs[code], "group", group)
        requests = support_requests(book, pairs, today=options.day)
        for request in requests:
            plan.add(request)
        made = [{"code": code, "mentee": p.mentee, "mentor": p.mentor, "group": p.group}
                for code, p in zip(codes, pairs, strict=True)]  # fmt: skip
        broken = broken_pairs(book, pairs, today=options.day)
        message = _confirmed(pairs, len(requests), broken, offered_any=bool(book[Suggestion]))
        return Work(plan, message, {"pairs": made, "support": [request.person for request in requests]})

    return carry_out(address, work, command="confirm", options=options)


def _confirmed(pairs: list[Pair], requests: int, broken: list[Pair], *, offered_any: bool) -> str:
    count = len(pairs)
    nothing = "Новых принятых предложений нет: впишите «принять» на листе «Предложения»."
    lines = [nothing if offered_any else NO_SUGGESTIONS]
    if pairs:
        what = plural(count, "пара", "пары", "пар")
        lines = [f"Добавлено на лист «Пары»: {count} {what}. Следующий шаг — приказ."]
    if broken:
        lines.append(
            f"Закройте прежние пары: {', '.join(p.code for p in broken)} — кто-то из двоих вышел из программы."
        )
    if requests:
        lines.append(f"Без пары остались: {requests}; поддержка и продолжение поиска записаны на лист «Обращения».")
    return "\n".join(lines)
