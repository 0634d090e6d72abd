"""The whole main job, command after command, on the days on which the invented coordinator gave them.

Between commands she types by hand (`hand`). Each step keeps the command as one would type it and what it answered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nastavnik_sheets.book import read_book
from nastavnik_sheets.commands import (
    checking,
    fresh,
    monitoring,
    pairing,
    papers,
    publishing,
    reminding,
    scheduling,
    taking_in,
)
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.demo import answered, collected, entered, finished, kept, reported
from nastavnik_sheets.demo.hand import type_in
from nastavnik_sheets.hosts import open_host

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.changes import Plan
    from nastavnik_sheets.commands.options import Outcome
    from nastavnik_sheets.demo.year import Year

STARTING, TO_SIGN, ORDER = ("order_introduce", "order_coordinator", "roadmap"), "consent_parent", "order_pairs"
CLOSING = ("base_mentees", "base_mentors", "journal", "gratitude")


@dataclass(frozen=True)
class Step:
    """One step: what it is about, the commands of it, what they answered, what was done by hand."""

    title: str
    commands: tuple[str, ...]
    said: tuple[str, ...]
    by_hand: str = ""


@dataclass
class Story:
    """The year of the invented school: workbook, folder of exports, folder for a person's own copies."""

    book: Path
    forms: Path
    scratch: Path
    year: Year
    progress: Callable[[int, int], None] | None = None
    steps: list[Step] = field(default_factory=list)
    findings: tuple[str, ...] = ()
    _commands: list[str] = field(default_factory=list)
    _said: list[str] = field(default_factory=list)

    def tell(self, *, chapters: int | None = None) -> None:
        """Go through the year up to its `today`, or through its first chapters only: 4 end before the pairing."""
        self.forms.mkdir(parents=True, exist_ok=True)
        told = (self._spring, self._people, self._check, self._papers, self._pairs, self._order, self._work,
                self._questionnaires, self._results)[:chapters]  # fmt: skip
        for number, chapter in enumerate(told, start=1):
            chapter()
            if self.progress is not None:
                self.progress(number, len(told))

    def go_on(self, day: date) -> None:
        """Tell on from the day reached to a later one: what has come since, and what was said before once more."""
        self.year = self.year.until(day)
        for chapter in (self._work, self._questionnaires, self._results):
            chapter()

    def _spring(self) -> None:
        year = self.year
        self._run("new", lambda o: fresh.make(self.book, options=o), year.day(4, 3))
        self._type(entered.school, entered.responsible, day=year.day(8, 31))
        self._step("Новая книга", "Заполнены «Настройки», «Кураторы», «Партнёры», ответственные в «Дорожной карте».")
        for kind in STARTING:
            self._print(kind, year.day(8, 31))
        self._step("Приказы о начале программы")

    def _people(self) -> None:
        day = self.year.imported
        files = (
            (collected.PUPILS, collected.pupils_form),
            (collected.CLASS_LIST, collected.class_list),
            (collected.TEACHERS, collected.teachers_form),
            (collected.MENTORS, collected.mentors_form),
        )
        for name, made in files:
            self._take_in(name, made(self.year), day)
        self._step("Анкеты и списки участников", "Один наставник принёс анкету на бумаге: вписан прямо в лист.")
        self._type(entered.answers_about_files, entered.paper_questionnaire, day=day)
        for name, made in files[:2]:
            self._take_in(name, made(self.year), day)
        self._type(entered.answers_about_files, day=day)
        self._step("Вопросы импорта", "«Поступления»: кто есть кто. «Столбцы анкет»: второй «Телефон» — родителя.")

    def _check(self) -> None:
        day = self.year.imported
        self._checked(day)
        self._checked(day, fix=True)
        self._type(entered.corrections, day=day)
        self._checked(day)
        self._step("Проверка", "Даты рождения сверены с личными делами, телефон уточнён — этого машина не исправит.")

    def _papers(self) -> None:
        self._print(TO_SIGN, self.year.day(9, 10), together=True)
        self._type(entered.consents, entered.meeting, day=self.year.met)
        self._take_in(collected.CHOICES, collected.choices_form(self.year, self._read()), self.year.day(9, 16))
        self._step("Согласия и групповая встреча", "Согласия и договоры внесены с бумаги, встреча — в «События».")

    def _pairs(self) -> None:
        year = self.year
        for decide in (kept.first_decisions, kept.second_decisions):
            self._run("suggest", lambda o: pairing.suggest(str(self.book), options=o), year.suggested)
            self._type(decide, day=year.suggested)
        self._run("confirm", lambda o: pairing.confirm(str(self.book), options=o), year.ordered)
        self._type(kept.programmes_and_groups, day=year.ordered)
        self._step("Подбор пар", "Решения вписаны в «Предложения»: одно отклонено и подобрано заново, два отложены.")

    def _order(self) -> None:
        self._print(ORDER, self.year.ordered)
        self._type(kept.agreements, day=self.year.ordered)
        self._step("Приказ об утверждении пар", "Внесены дополнительные соглашения педагогов.")

    def _work(self) -> None:
        year = self.year
        book = self._read()
        self._take_in(reported.REPORTS, reported.reports_form(year, book), year.today)
        self._take_in(reported.OWN_TABLE, reported.own_table(year, book), year.today)
        self._type(kept.plans, kept.endings, finished.autumn, day=year.today)
        self._step("Встречи и планы", "Внесены планы развития, занятия, события, обращения; окончания пар.")

    def _questionnaires(self) -> None:
        year, book = self.year, self._read()
        self._take_in(answered.ENTRY_FILE, answered.entry_form(year, book), year.today)
        if year.has_come(year.day(12, 18)):
            self._take_in(answered.INTERIM_FILE, answered.interim_form(year, book), year.today)
        if answered.ended(book, year):
            self._take_in(answered.EXIT_FILE, answered.exit_form(year, book), year.today)
        self._step("Анкеты участников", "Ответы подписаны кодами: имён в выгрузке нет.")

    def _results(self) -> None:
        year = self.year
        self._type(finished.on_the_roadmap, day=year.today)
        if year.has_come(finished.results_from(year)):
            self._sum_up(year, whole=year.since is None)
        self._run("roadmap", lambda o: scheduling.roadmap(str(self.book), options=o), year.today)
        self._run("remind", lambda o: reminding.remind(str(self.book), options=o), year.today)
        self._type(finished.mistakes, day=year.today)
        self._checked(year.today)
        self._step("Мониторинг и итоги", "Внесены поощрения и лист куратора. Несколько ошибок оставлены нарочно.")

    def _sum_up(self, year: Year, *, whole: bool) -> None:
        """Monitor; print and publish when the year is told at once."""
        self._type(finished.results, day=year.today)
        self._run("monitor", lambda o: monitoring.monitor(str(self.book), options=o), year.today)
        for kind in CLOSING if whole else ():
            self._print(kind, year.today, together=True)
        if whole:
            self._run("publish", lambda o: publishing.publish(str(self.book), options=o), year.today)

    def _read(self) -> Book:
        with open_host(self.book) as host:
            return read_book(host)

    def _type(self, *entries: Callable[[Plan, Year], object], day: date) -> None:
        def work(plan: Plan) -> None:
            for entry in entries:
                entry(plan, self.year)

        type_in(self.book, work, day=day, scratch=self.scratch)

    def _take_in(self, name: str, content: bytes, day: date) -> None:
        path = self.forms / name
        path.write_bytes(content)
        shown = f'"{self.forms.name}/{name}"'
        self._run("import", lambda o: taking_in.take_in(str(self.book), str(path), options=o), day, after=shown)

    def _print(self, kind: str, day: date, *, together: bool = False) -> None:
        after = f"{kind} --together" if together else kind
        self._run(
            "documents make",
            lambda o: papers.made(str(self.book), kind, together=together, options=o),
            day,
            after=after,
        )

    def _checked(self, day: date, *, fix: bool = False) -> None:
        after = "--fix" if fix else ""
        outcome = self._run("check", lambda o: checking.check(str(self.book), fix=fix, options=o), day, after=after)
        self._said[-1], *found = outcome.message.splitlines()
        self.findings = tuple(line.strip() for line in found)

    def _run(self, command: str, run: Callable[[Options], Outcome], day: date, *, after: str = "") -> Outcome:
        outcome = run(Options(today=day))
        self._commands.append(" ".join(word for word in ("nastavnik", command, f'"{self.book.name}"', after) if word))
        self._said.append(outcome.message)
        return outcome

    def _step(self, title: str, by_hand: str = "") -> None:
        self.steps.append(Step(title, tuple(self._commands), tuple(self._said), by_hand))
        self._commands.clear()
        self._said.clear()
