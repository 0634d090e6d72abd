"""`suggest` and `confirm`: candidates to choose from, and pairs from the choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.changes import Plan
from nastavnik_sheets.commands.run import Work, carry_out
from nastavnik_sheets.wording import plural
from nastavnik_sheets.workbook import Pair, Suggestion

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.commands.options import Options, Outcome
    from nastavnik_sheets.pairing.proposal import Round


def suggest(address: str, *, options: Options) -> Outcome:
    """Offer every mentee several mentors; decisions taken before stay."""

    def work(book: Book) -> Work:
        from nastavnik_sheets.pairing.proposal import round_of, suggestions

        worked = round_of(book, today=options.day)
        rows = suggestions(worked)
        plan = Plan(book)
        if rows or book[Suggestion]:
            plan.replace(Suggestion, rows)
        return Work(plan, _offered(worked), _facts(worked, rows))

    return carry_out(address, work, command="suggest", options=options)


def _offered(worked: Round) -> str:
    paired, unpaired = len(worked.solution.pairs), len(worked.unpaired)
    lines = [
        f"Подобрано пар: {paired}. Кандидаты — на листе «Предложения»: впишите решения и утвердите.",
        worked.certificate.text,
    ]
    if unpaired:
        lines.append(f"Пока без пары: {unpaired} — причина и выход у каждого на том же листе.")
    barred = [code for code, barrier in worked.field.barred.items() if barrier.remedy]
    if barred:
        lines.append(f"Не участвуют в подборе: {len(barred)} {plural(len(barred), 'человек', 'человека', 'человек')}.")
    return "\n".join(lines)


def _facts(worked: Round, rows: list[Suggestion]) -> dict[str, object]:
    return {
        "pairs": dict(worked.solution.pairs),
        "unpaired": [m.code for m in worked.unpaired],
        "barred": {code: barrier.reason for code, barrier in sorted(worked.field.barred.items())},
        "certificate": worked.certificate.text,
        "suggestions": [
            {"mentee": s.mentee, "mentor": s.mentor, "rank": s.rank, "score": s.score, "best": s.best,
             "reasons": s.reasons, "price": s.price, "price_note": s.price_note, "decision": s.decision}
            for s in rows
        ],
    }  # fmt: skip


def confirm(address: str, *, options: Options) -> Outcome:
    """Make pairs of the accepted suggestions; all or none."""

    def work(book: Book) -> Work:
        from nastavnik_sheets.pairing.confirming import new_pairs

        plan = Plan(book)
        pairs: list[tuple[str, Pair]] = [(plan.add(pair), pair) for pair in new_pairs(book, today=options.day)]
        made: list[dict[str, object]] = [{"code": c, "mentee": p.mentee, "mentor": p.mentor} for c, p in pairs]
        if not pairs:
            return Work(
                plan, "Новых принятых предложений нет: впишите «принять» на листе «Предложения».", {"pairs": []}
            )
        count = len(pairs)
        message = f"Добавлено на лист «Пары»: {count} {plural(count, 'пара', 'пары', 'пар')}. Следующий шаг — приказ."
        return Work(plan, message, {"pairs": made})

    return carry_out(address, work, command="confirm", options=options)
