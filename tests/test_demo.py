"""The invented school: its raw files, the year told by the commands, and the workbook that is left."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik_sheets.awarding.nominating import nominations
from nastavnik_sheets.book import Book, read_book
from nastavnik_sheets.check import check
from nastavnik_sheets.commands import making, showing, taking_in, undoing
from nastavnik_sheets.commands.options import Options, Outcome
from nastavnik_sheets.demo.year import SHORTEST, year_of
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.facts.consents import missing_consents
from nastavnik_sheets.facts.withdrawal import may_publish
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.importing import read_export
from nastavnik_sheets.service_sheets import Arrival
from nastavnik_sheets.workbook import Category, Meeting, Mentee, Mentor, Pair, PlanTask, Preference, Suggestion
from nastavnik_sheets.year_sheets import Answer, Award, OrderRow, Publication

if TYPE_CHECKING:
    from collections.abc import Iterator

SPRING, AUTUMN = date(2027, 4, 15), date(2026, 11, 23)
PLANTED = {"no_grades_for_work", "cell.code-digit", "action_is_not_late", "teacher_has_agreement", "no_long_pause",
           "request_is_answered", "meetings_as_agreed"}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "demo"


@pytest.fixture(scope="module")
def told(folder: Path) -> Outcome:
    return showing.demo(str(folder), options=Options(today=SPRING))


@pytest.fixture(scope="module")
def book(folder: Path, told: Outcome) -> Iterator[Book]:
    with open_host(folder / showing.BOOK) as host:
        yield read_book(host)


def test_it_leaves_a_workbook_raw_files_and_an_order(folder, told):
    assert told.exit_code == 0
    assert (folder / "Книга школы.xlsx").is_file()
    assert len(list((folder / "Анкеты").glob("*.csv"))) == 3
    assert len(list((folder / "Анкеты").glob("*.xlsx"))) == 7
    papers = {p.name for p in (folder / "Документы").iterdir()}
    assert {"2026-09-21 № 003 Приказ об утверждении пар.docx", "Журнал встреч пары.docx"} <= papers
    assert len(papers) >= 9
    assert set(told.facts["files"]) == {
        str(p) for p in folder.rglob("*.*") if p.is_file() and ".nastavnik" not in p.parts
    }


def test_every_step_names_its_commands_and_all_of_them_are_told(told):
    commands = [command for step in told.facts["steps"] for command in step["commands"]]
    assert {c.split()[1] for c in commands} == {
        "new", "import", "check", "suggest", "confirm", "documents", "monitor", "publish", "roadmap", "remind",
    }  # fmt: skip
    assert all(f"$ {command}" in told.message for command in commands)


def test_the_school_has_the_size_of_a_school(book):
    assert len(book[Mentee]) == 40
    assert len(book[Mentor]) == 25
    assert len(book[Pair]) == 38
    assert len({p.mentoring_form for p in book[Pair]}) == 5
    assert len(book[Meeting]) > 300
    assert len(book[Answer]) > 800
    assert len(book[PlanTask]) > 60
    assert len(book[Category]) == 6


def test_a_pupil_leads_and_a_teacher_stands_in_both_bases_under_one_code(book):
    assert any(m.school_class and date(2026, 9, 21).year - m.birth_date.year == 17 for m in book[Mentor])
    both = book.mentees.keys() & book.mentors.keys()
    assert [book.mentors[code].full_name for code in both] == ["Гасанова Эльмира Юсуфовна"]


def test_raw_files_hold_the_mistakes_people_make(folder):
    rows = read_export(folder / "Анкеты" / "Анкета наставляемого (Ответы).xlsx")
    texts = [str(cell) for row in rows.rows for cell in row if cell is not None]
    assert rows.headers.count("Телефон") == 2
    assert any(t.startswith("A") and t.endswith("хмедова Хадижат Муратовна") for t in texts), "a Latin letter"
    assert any("  " in t for t in texts), "two spaces"
    assert any(t.startswith("31.06.") for t in texts), "a day that no month has"
    assert any("каллиграфия" in t for t in texts), "a topic of one's own"
    assert Counter(texts)["Магомедов Магомед Магомедович"] == 2, "namesakes"
    assert Counter(texts)["Бек Тимур Александрович"] == 2, "an edited answer"


def test_the_three_encodings_of_the_csv_files_differ(folder):
    starts = {p.name: p.read_bytes()[:3] for p in (folder / "Анкеты").glob("*.csv")}
    assert starts["Анкета наставника.csv"] == b"\xef\xbb\xbf"
    assert "Кому нужен".encode("cp1251")[:3] == starts["Список 7Б от классного руководителя.csv"]


def test_mistakes_of_the_files_were_put_right(book):
    people = {(p.full_name, p.school_class): p for p in book[Mentee]}
    assert people["Ахмедова Хадижат Муратовна", "7Б"].guardian_phone == "+7 928 000-20-02"
    assert people["Яхьяев Далгат Русланович", "6Б"].birth_date == date(2014, 7, 21)
    assert people["Халилов Шамиль Муртазалиевич", "10А"].birth_date == date(2010, 12, 4)
    assert people["Соколов Никита Дмитриевич", "10Б"].phone == "+7 928 000-10-29"
    assert {c for n, c in people if n == "Магомедов Магомед Магомедович"} == {"6А", "8А"}
    assert not any(n.startswith("Ахметова") for n, _ in people)
    assert [a.decision for a in book[Arrival]] == ["не переносить"]


def test_who_stands_in_both_bases_chose_as_a_mentee(book):
    both = book.mentees.keys() & book.mentors.keys()
    assert [p.role for p in book[Preference] if p.person in both] == ["наставляемый"]
    assert len(book[Preference]) == 32


def test_one_suggestion_was_rejected_and_two_wait(book):
    decisions = Counter(s.decision for s in book[Suggestion] if s.decision)
    assert decisions == {"принять": 38, "отклонить": 1, "позже": 2}


def test_the_order_on_pairs_is_legally_clean(book):
    order = next(row for row in book[OrderRow] if row.people)
    assert {p.code for p in book[Pair]} == set(order.people)
    for pair in book[Pair]:
        assert (pair.order_number, pair.order_date) == (order.number, order.issued)
        assert pair.start >= pair.order_date
        for person, role in ((book.mentors[pair.mentor], "наставник"), (book.mentees[pair.mentee], "наставляемый")):
            assert missing_consents(book, person, role=role, on=order.issued, mentoring_form=pair.mentoring_form) == []


def test_pairs_go_on_end_and_break_off(book):
    assert Counter(p.state for p in book[Pair]) == {"утверждена": 30, "завершена": 7, "прекращена": 1}


def test_pairs_differ_so_that_rankings_do(book):
    rows = nominations(book, today=SPRING)
    for award in {row.award for row in rows}:
        places = Counter(row.place for row in rows if row.award == award and row.place != "—")
        assert len(places) >= 5, (award, places)
        assert max(places.values()) <= 8, (award, places)


def test_only_what_was_planted_is_found(book):
    found = check(book, today=SPRING)
    assert {f.rule for f in found} <= PLANTED
    assert {f.rule for f in found if f.level == "ошибка"} == {"no_grades_for_work", "cell.code-digit"}
    assert 4 <= len(found) <= 15


def test_what_is_told_of_findings_is_what_is_found(book, told):
    assert all(f"«{f.sheet_title}» {f.cell} — {f.message}" in told.message for f in check(book, today=SPRING))


def test_the_order_names_people_as_russian_asks(folder):
    from docx import Document

    content = next((folder / "Документы").glob("*об утверждении пар.docx")).read_bytes()
    document = Document(io.BytesIO(content))
    text = "\n".join([*(p.text for p in document.paragraphs),
                      *(c.text for t in document.tables for r in t.rows for c in r.cells)])  # fmt: skip
    text = " ".join(text.replace("\u2011", "-").split())
    assert "Омаровой Диане Исрафиловне" in text
    assert "Абдуллаев Саид-Магомед Расулович" in text
    assert "{{" not in text


def test_what_is_published_names_only_those_who_agreed(folder, told, book):
    files = [path.read_text(encoding="utf-8") for path in (folder / "Публикация").iterdir()]
    agreed = {code for row in book[Publication] for code in row.people or ()}
    assert len(files) == 4
    assert 5 < len(agreed) < 40
    people = {**book.mentees, **book.mentors}
    assert all(may_publish(book, code, SPRING) for code in agreed)
    named = {code for code, person in people.items() if any(written(person.full_name) & set_of(text) for text in files)}
    assert named == agreed
    guardians = {person.guardian for person in people.values() if person.guardian}
    assert not [name for name in guardians if any(name in text for text in files)]


def written(name: str) -> set[str]:
    """The ways in which a text may name somebody."""
    surname, first, *rest = name.split()
    initials = "".join(f"{part[0]}." for part in (first, *rest))
    return {name, f"{surname} {first}", f"{first} {surname}", f"{surname} {initials}", f"{initials} {surname}"}


def set_of(text: str) -> set[str]:
    """All runs of two to four words of a text."""
    words = re.sub(r"<[^>]+>", " ", text).replace("\u00a0", " ").split()
    words = [word.strip("«»()—–,:;•") for word in words]
    return {" ".join(words[n : n + size]) for n in range(len(words)) for size in (2, 3, 4)}


def test_the_workbook_alone_is_the_same_byte_for_byte(folder, told, tmp_path):
    path = tmp_path / showing.BOOK
    making.new(str(path), demo=True, options=Options(today=SPRING))
    assert path.read_bytes() == (folder / showing.BOOK).read_bytes()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["Отчёт о встрече (Ответы).xlsx", "Анкета на входе (Ответы).xlsx",
                                  "Анкета педагога (Ответы).xlsx"])  # fmt: skip
def test_importing_a_file_again_brings_nothing(folder, told, name):
    again = taking_in.take_in(
        str(folder / showing.BOOK), str(folder / "Анкеты" / name), options=Options(today=SPRING, dry_run=True)
    )
    assert again.facts["counts"]["new"] == 0
    assert again.facts["changed_cells"] == 0


def test_the_last_command_can_be_undone_in_a_copy(folder, told, tmp_path):
    import shutil

    shutil.copytree(folder, tmp_path / "copy")
    undone = undoing.undo(str(tmp_path / "copy" / showing.BOOK), options=Options(today=SPRING))
    assert undone.facts["command"] == "check"
    assert undone.facts["restored"] > 0


def test_beside_an_earlier_demo_the_next_is_numbered(folder, told):
    planned = showing.demo(str(folder), options=Options(today=SPRING, dry_run=True))
    assert planned.facts["folder"] == str(folder.with_name("demo 2"))
    assert not folder.with_name("demo 2").exists()


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "письмо.txt").write_text("важное", encoding="utf-8")
    with pytest.raises(Refused, match="назовите новую"):
        showing.demo(str(tmp_path), options=Options(today=SPRING))
    assert [p.name for p in tmp_path.iterdir()] == ["письмо.txt"]


def test_in_autumn_the_year_has_come_only_so_far(tmp_path):
    path = tmp_path / "осень.xlsx"
    making.new(str(path), demo=True, options=Options(today=AUTUMN))
    with open_host(path) as host:
        book = read_book(host)
    found = check(book, today=AUTUMN)
    assert max(m.held for m in book[Meeting]) <= AUTUMN
    assert {a.moment for a in book[Answer]} == {"вход", "выход"}
    assert {f.rule for f in found if f.level != "подсказка"} <= PLANTED
    assert all(a.given <= AUTUMN for a in book[Award])


@given(st.dates(date(2025, 1, 1), date(2040, 12, 31)))
def test_the_year_shown_has_gone_on_long_enough(today):
    year = year_of(today)
    assert SHORTEST <= today - year.start < SHORTEST + timedelta(days=367)
    assert year.imported <= year.met <= year.suggested <= year.ordered < today
    assert all(d.weekday() < 5 for d in (year.imported, year.met, year.suggested, year.ordered))


def test_parts_of_the_workbook_carry_no_clock(folder, told):
    with zipfile.ZipFile(folder / showing.BOOK) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "2026-04-03" in core
