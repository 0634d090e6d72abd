"""A withdrawn consent stops every command and every kind of document, by one table: a new one must say what it does."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from byte_search import readings
from rule_books import added, book_of, changed, school, with_setting
from rule_school import (
    EMPLOYER_MENTOR,
    NEW_TEACHER,
    OLDER_PUPIL,
    TEACHER_MENTOR,
    TODAY,
    UU_PAIR,
    YOUNG_PUPIL,
)
from rule_school import SETTINGS as SMALL

from nastavnik_sheets.book import read_book
from nastavnik_sheets.cli import command_names, run
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.documents import make
from nastavnik_sheets.documents.every_kind import all_kinds
from nastavnik_sheets.documents.kinds import NEEDED, ON_REQUEST, STOPS
from nastavnik_sheets.errors import NastavnikError, Refused
from nastavnik_sheets.facts.stopped import stopped_codes, usable
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.monitoring.figures import Figures
from nastavnik_sheets.monitoring.summaries import record_rows, summary_rows
from nastavnik_sheets.service_sheets import ListEntry, SettingRow
from nastavnik_sheets.template import build
from nastavnik_sheets.terms import PROCESSING
from nastavnik_sheets.workbook import Consent, Meeting, Mentee, Mentor, Pair
from nastavnik_sheets.year_sheets import Award, Event, Nomination

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rule_books import Records

    from nastavnik_sheets.documents.making import DocumentsResult

GONE = {YOUNG_PUPIL: "абрикос", NEW_TEACHER: "вишняков", EMPLOYER_MENTOR: "калинин"}
WITHDRAWN, NOTIFIED = date(2026, 12, 10), date(2026, 12, 8)
SETTINGS = {
    "school_short": "Энская СОШ", "place": "г. Энск", "address": "г. Энск, ул. Новая, д. 1",
    "site": "https://school.example.org", "psychologist": "Душевная Нина Ивановна",
    "phone": "+7 928 000-00-00", "email": "school@example.org", "founder": "Администрация Энска",
}  # fmt: skip
HONOURS = (
    "благодарственное письмо родителям наставника", "грамота «Лучший наставник»", "благодарность",
    "конкурс «Наставник года»", "конкурс «Наставник+»",
)  # fmt: skip


def records() -> Records:
    """The small school with every kind of paper to make, before anybody withdrew anything."""
    made = with_setting(school(), **SETTINGS)
    made = added(
        made,
        *(Award(code=make_code("НГ", 10 * n + k), person=code, kind=kind, basis="за работу", given=TODAY)
          for n, code in enumerate((EMPLOYER_MENTOR, TEACHER_MENTOR), start=1) for k, kind in enumerate(HONOURS)),
        Award(code=make_code("НГ", 40), pair=UU_PAIR, kind="конкурс «Лучшая пара»", basis="за дружбу", given=TODAY),
        Award(code=make_code("НГ", 41), pair=make_code("ПР", 2), kind="конкурс «Лучшая пара»", basis="за дружбу",
              given=TODAY),
    )  # fmt: skip
    made = changed(made, Pair, 2, agreement_number=None, agreement_date=None)
    made = changed(made, Mentor, 3, contract_number=None, contract_date=None)
    return changed(made, Event, 0, invited=(YOUNG_PUPIL, OLDER_PUPIL, EMPLOYER_MENTOR),
                   attended=(YOUNG_PUPIL, OLDER_PUPIL, EMPLOYER_MENTOR))  # fmt: skip


def withdrawn(made: Records) -> Records:
    """The same school after three people have withdrawn their consents to processing."""
    for index, consent in enumerate(made[Consent]):
        if consent.person in GONE and consent.kind == PROCESSING:  # type: ignore[attr-defined]
            made = changed(made, Consent, index, withdrawn=WITHDRAWN)
    return made


def ended(made: Records) -> Records:
    """Their pairs are brought to an end, as the withdrawal asks."""
    for index in (0, 2, 3):
        made = changed(made, Pair, index, state="прекращена", end=TODAY, notified=NOTIFIED, reason="отзыв согласия")
    return made


BEFORE, BOOK = book_of(records()), book_of(withdrawn(records()))
ENDED = book_of(ended(withdrawn(records())))

REFUSES, NAMES_NOBODY = "отказывает по имени", "никого не называет"
KINDS = {
    "order_introduce": NAMES_NOBODY,
    "order_regulation": NAMES_NOBODY,
    "order_coordinator": NAMES_NOBODY,
    "order_school": REFUSES,
    "order_pairs": REFUSES,
    "order_change": NEEDED,
    "order_reward": REFUSES,
    "order_final": NAMES_NOBODY,
    "regulation": NAMES_NOBODY,
    "target_model": NAMES_NOBODY,
    "roadmap": NAMES_NOBODY,
    "consent_adult": ON_REQUEST,
    "consent_parent": ON_REQUEST,
    "consent_dissemination": STOPS,
    "consent_participation": STOPS,
    "consent_worker": STOPS,
    "agreement_worker": STOPS,
    "notice_worker": NEEDED,
    "contract_external": STOPS,
    "memo_mentor": STOPS,
    "memo_mentee": STOPS,
    "plan_pupil": STOPS,
    "plan_teacher": STOPS,
    "journal": ON_REQUEST,
    "mentor_report": STOPS,
    "questionnaire": NAMES_NOBODY,
    "attendance": STOPS,
    "minutes": STOPS,
    "base_mentees": ON_REQUEST,
    "base_mentors": ON_REQUEST,
    "letter_partner": NAMES_NOBODY,
    "letter_parents": STOPS,
    "certificate_best_mentor": STOPS,
    "gratitude": STOPS,
    "diploma_mentor_of_year": STOPS,
    "diploma_best_pair": STOPS,
    "diploma_mentor_plus": STOPS,
    "reminder": STOPS,
}
"""What each kind does about those who have withdrawn; a new kind is not known here until somebody has decided."""


def test_every_kind_of_document_has_been_decided_about() -> None:
    kinds = {kind.key: kind for kind in all_kinds()}
    assert kinds.keys() == KINDS.keys()
    for key, does in KINDS.items():
        if does in (STOPS, ON_REQUEST, NEEDED):
            assert kinds[key].after_withdrawal == does, key
        assert (does == REFUSES) <= kinds[key].guarded, key


def named(*contents: bytes) -> set[str]:
    """Who of those who have withdrawn is named in files, in any case of their surname."""
    texts = "\n".join(reading for content in contents for reading in readings(content)).lower().replace("\u2011", "-")
    return {code for code, surname in GONE.items() if surname in texts or code.lower() in texts}


def files(made: DocumentsResult) -> set[str]:
    return named(*(content for _, content in made.files), *(name.encode() for name, _ in made.files))


def made_or_refused(key: str) -> tuple[DocumentsResult | None, str]:
    try:
        return make(BOOK, key, today=TODAY), ""
    except Refused as refusal:
        return None, str(refusal)


@pytest.mark.parametrize("key", [key for key, does in KINDS.items() if does in (STOPS, ON_REQUEST)])
def test_a_paper_for_many_is_made_without_them_and_says_how_many(key: str) -> None:
    before = files(make(BEFORE, key, today=TODAY))
    assert before, "the school of this test holds nobody for this kind: it proves nothing"
    made, refusal = made_or_refused(key)
    if made is None:
        assert "отозвано" in refusal or key == "reminder", "there is nothing left to remind of"
    else:
        assert files(made) == set()
        assert made.messages[0] == f"Не включены те, чьё согласие на обработку отозвано: {len(before)}."


@pytest.mark.parametrize("key", [key for key, does in KINDS.items() if does == STOPS])
@pytest.mark.parametrize("code", [*GONE, UU_PAIR])
def test_a_paper_about_just_them_is_refused_calmly(key: str, code: str) -> None:
    with pytest.raises(NastavnikError) as refusal:
        make(BOOK, key, today=TODAY, people=[code])
    assert len(str(refusal.value)) < 400
    assert not any(surname in str(refusal.value).lower() for surname in GONE.values())


@pytest.mark.parametrize("key", [key for key, does in KINDS.items() if does == REFUSES])
def test_an_order_is_refused_until_they_are_left_out(key: str) -> None:
    with pytest.raises(Refused, match=r"отозвано|без действующ|нет действующих согласий"):
        make(BOOK, key, today=TODAY)


@pytest.mark.parametrize("key", [key for key, does in KINDS.items() if does == NAMES_NOBODY])
def test_papers_that_name_nobody_go_on(key: str) -> None:
    made = make(BOOK, key, today=TODAY)
    assert files(made) == set()
    assert made.messages == make(BEFORE, key, today=TODAY).messages


@pytest.mark.parametrize(
    ("key", "code"),
    [("consent_parent", YOUNG_PUPIL), ("consent_adult", EMPLOYER_MENTOR), ("journal", UU_PAIR),
     ("base_mentees", YOUNG_PUPIL), ("base_mentors", EMPLOYER_MENTOR)],
)  # fmt: skip
def test_what_the_person_himself_asks_for_is_made_by_code(key: str, code: str) -> None:
    assert files(make(BOOK, key, today=TODAY, people=[code])) & {code, YOUNG_PUPIL}


@pytest.mark.parametrize("key", [key for key, does in KINDS.items() if does == NEEDED])
def test_what_the_withdrawal_itself_needs_is_made(key: str) -> None:
    book = ENDED if key == "order_change" else BOOK
    assert NEW_TEACHER in files(make(book, key, today=TODAY))


def test_what_was_issued_before_is_printed_again_as_it_was(tmp_path: Path) -> None:
    path = saved(tmp_path, records())
    issue = ["documents", "make", str(path), "letter_parents", "--today", "2026-12-01"]
    first = run(issue)
    with open_host(path) as host:
        book = read_book(host)
    later = book.with_records(
        lambda one: (
            replace(one, withdrawn=WITHDRAWN)
            if isinstance(one, Consent) and one.person in GONE and one.kind == PROCESSING
            else one
        )
    )
    again = make(later, "letter_parents", today=TODAY)
    assert len(again.files) == len(first.facts["files"]) == 2  # type: ignore[arg-type]
    assert EMPLOYER_MENTOR in files(again)


def test_a_new_consent_makes_everything_as_before() -> None:
    fresh = [Consent(code=make_code("С", 90 + n), person=code, kind=PROCESSING, given=TODAY, signed_by="сам")
             for n, code in enumerate(GONE)]  # fmt: skip
    book = book_of(added(withdrawn(records()), *fresh))
    assert files(make(book, "base_mentees", today=TODAY)) == files(make(BEFORE, "base_mentees", today=TODAY))


def test_the_usable_book_knows_them_on_no_sheet() -> None:
    codes = stopped_codes(BOOK, TODAY)
    left = usable(BOOK, TODAY)
    assert codes == {*GONE, UU_PAIR, *(make_code("ПР", n) for n in (3, 4, 6))}
    assert not [r for t in (Mentee, Mentor, Pair, Meeting, Award, Event, Consent) for r in left[t]
                if any(code in repr(r) for code in codes)]  # fmt: skip
    assert len(left[Mentee]) == len(BOOK[Mentee]) - 2
    assert left.settings == BOOK.settings
    assert usable(BEFORE, TODAY) is BEFORE


# --- commands -------------------------------------------------------------------------------------------------------


def saved(folder: Path, made: Records) -> Path:
    path = folder / "Книга.xlsx"
    plain = {kind: rows for kind, rows in made.items() if kind not in (SettingRow, ListEntry)}
    path.write_bytes(build(today=TODAY, settings={**SMALL, **SETTINGS}, records=plain))  # type: ignore[arg-type]
    return path


ANSWERS = (
    ("Отметка времени", "ФИО", "Дата рождения", "Класс", "С какой темой Вам нужна помощь?"),
    ("14.12.2026 10:00:00", "Абрикосов Пётр Ильич", "10.03.2013", "7А", "Физика"),
    ("14.12.2026 10:05:00", "Новикова Яна Львовна", "11.04.2013", "7А", "Физика"),
)


def answers_file(folder: Path) -> Path:
    path = folder / "Анкета наставляемого.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(ANSWERS)
    return path


def meetings_file(folder: Path) -> Path:
    path = folder / "Встречи.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([
            ("Код пары", "Наставник", "Наставляемый", "Дата встречи", "Вид встречи"),
            (UU_PAIR, "Жёлудев Глеб Иванович", "Абрикосов Пётр Ильич", "14.12.2026", "регулярная"),
        ])  # fmt: skip
    return path


COMMANDS: dict[str, list[Any] | str] = {
    "new": [lambda book, folder: ["new", str(folder / "Следующая.xlsx"), "--from", str(book)]],
    "demo": "школа придумана",
    "check": "говорит, что сделать по отзыву: по листу, строке и коду",
    "import": [
        lambda book, folder: ["import", str(book), str(answers_file(folder))],
        lambda book, folder: ["import", str(book), str(meetings_file(folder))],
    ],
    "forms": [lambda book, folder: ["forms", "build", str(book), "--out", str(folder / "Анкеты")]],
    "consents": [lambda book, _: ["consents", str(book), "--publication"]],
    "suggest": [lambda book, _: ["suggest", str(book), "--meeting", "2026-12-21"]],
    "confirm": [lambda book, _: ["confirm", str(book)]],
    "plan": [lambda book, _: ["plan", str(book)]],
    "journal": [lambda book, _: ["journal", str(book)]],
    "pair": [lambda book, _: ["pair", str(book)], lambda book, _: ["pair", str(book), make_code("ПР", 2)]],
    "mentors": [lambda book, _: ["mentors", str(book)]],
    "awards": [lambda book, _: ["awards", str(book)]],
    "monitor": [lambda book, _: ["monitor", str(book)]],
    "region": [lambda _, folder: ["region", str(folder), "--workers", "1", "--out", str(folder / "Свод.xlsx")]],
    "documents": "каждый вид документа — в таблице KINDS",
    "publish": [lambda book, _: ["publish", str(book)]],
    "roadmap": [lambda book, _: ["roadmap", str(book)]],
    "remind": [lambda book, _: ["remind", str(book), "--letters", "--ics", "--names"]],
    "forget": "сам исполняет отзыв; имени в акте нет",
    "anonymise": "в копии все люди придуманы",
    "protect": "шифрует книгу целиком, никого не называет",
    "undo": "возвращает прежние ячейки",
    "google": "доступ, без людей",
    "sync": "строки отозвавших не обмениваются: test_sync_command",
    "privacy": "говорит, что ушло бы: коды и столбцы",
    "addin": "без людей",
    "schema": "без людей",
    "template": "без людей",
}
"""How each command is tried, or why it need not be; a new command is not known here until somebody has decided."""
TRIED = [(name, ways) for name, tried in COMMANDS.items() if not isinstance(tried, str) for ways in tried]
SPEAK_OF_CODES = {"new", "import", "suggest", "plan", "monitor", "remind"}
"""They say by code what was left out, what counts in a figure, or what the withdrawal asks the coordinator to do."""


def test_every_command_has_been_decided_about() -> None:
    assert command_names() == COMMANDS.keys()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = changed(withdrawn(records()), Award, 0, given=date(2026, 9, 30))
    chosen = [Nomination(award="конкурс «Лучшая пара»", place="1", pair=UU_PAIR, full_name="Жёлудев — Абрикосов",
                         comment="поговорить")]  # fmt: skip
    return saved(tmp_path_factory.mktemp("книга"), {**made, Nomination: chosen})


@pytest.mark.parametrize(("name", "words"), TRIED, ids=[f"{n}-{name}" for n, (name, _) in enumerate(TRIED)])
def test_no_command_brings_them_anywhere(name: str, words: Callable[[Path, Path], list[str]], written: Path,
                                         tmp_path: Path) -> None:  # fmt: skip
    book = tmp_path / written.name
    shutil.copyfile(written, book)
    before = cells(book)
    given = words(book, tmp_path)
    own = {path for path in tmp_path.rglob("*") if path.is_file()}
    message, facts = said(given)
    new = [text for text in cells(book) if text not in before]
    made = [p for p in tmp_path.rglob("*") if p.is_file() and p not in own and ".nastavnik" not in p.parts]
    everything = [message, json.dumps(facts, ensure_ascii=False, default=_fact), *new,
                  *(str(path) for path in made)]  # fmt: skip
    assert not surnames("\n".join(everything))
    assert not {code for path in made for code in named(path.read_bytes()) if surnames_in(path, code)}
    if name not in SPEAK_OF_CODES:
        assert not [code for code in GONE if code in "\n".join(everything)]


def said(words: list[str]) -> tuple[str, dict[str, object]]:
    try:
        outcome = run([*words, "--today", TODAY.isoformat()])
    except Refused as refusal:
        return str(refusal), {}
    return outcome.message, outcome.facts


def _fact(value: object) -> object:
    return value() if callable(value) else str(value)


def cells(book: Path) -> set[str]:
    with open_host(book) as host:
        return {str(cell) for title in host.sheets() for row in host.read(title) for cell in row if cell is not None}


def surnames(text: str) -> list[str]:
    return [surname for surname in GONE.values() if surname in text.lower()]


def surnames_in(path: Path, code: str) -> bool:
    return any(GONE[code] in reading.lower() for reading in readings(path.read_bytes()))


def test_a_page_about_just_their_pair_is_refused(written: Path) -> None:
    with pytest.raises(Refused, match="отозвано"):
        run(["pair", str(written), UU_PAIR, "--today", TODAY.isoformat()])


def test_answers_of_others_are_taken_and_theirs_are_counted(written: Path, tmp_path: Path) -> None:
    book = tmp_path / written.name
    shutil.copyfile(written, book)
    outcome = run(["import", str(book), str(answers_file(tmp_path)), "--today", TODAY.isoformat()])
    assert (outcome.facts["counts"]["new"], outcome.facts["counts"]["skipped"]) == (1, 1)  # type: ignore[index]
    assert "согласие на обработку отозвано" in outcome.message


def test_figures_count_them_and_the_list_by_name_does_not() -> None:
    after, before = Figures(BOOK, TODAY), Figures(BEFORE, TODAY)
    assert [(one.id, one.numerator, one.denominator) for one in after.indicators] == [
        (one.id, one.numerator, one.denominator) for one in before.indicators
    ]
    assert summary_rows(after) == summary_rows(before)
    assert GONE.keys() & {row["код участника"] for row in record_rows(before)} == GONE.keys()
    assert not GONE.keys() & {row["код участника"] for row in record_rows(after)}
