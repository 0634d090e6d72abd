"""What is published: who is named and who is only counted, texts held back, links, small groups, what is noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from monitoring_school import MENTORS, PAIRS, SCHOOL, SETTINGS, TODAY, person, records_by_type

from nastavnik_sheets import template
from nastavnik_sheets.book import Book, read_book
from nastavnik_sheets.check import check
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.commands.publishing import publish
from nastavnik_sheets.documents.every_kind import all_kinds
from nastavnik_sheets.documents.sample import book_of
from nastavnik_sheets.facts.withdrawal import may_publish, publishable
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.publishing import Content, content, for_partners, fragment, page, plain_text
from nastavnik_sheets.publishing.content import PAPERS
from nastavnik_sheets.publishing.links import safe_link
from nastavnik_sheets.terms import ACHIEVEMENTS, DISSEMINATION, NAME, PLACE
from nastavnik_sheets.workbook import Consent
from nastavnik_sheets.year_sheets import Award, IndicatorRow, Partner, Practice, Programme, Publication

GIVEN = date(2026, 9, 1)
LOBANOV, MAGOMEDOVA, NOSOVA, ORLOVA, PETROV, RASHIDOV, SOROKIN = MENTORS
HOSTILE = '<script>alert(1)</script> "Смелые" & <img src=x onerror=alert(2)>'


def consent(number: int, who: int, *, minor: bool = True, **more: object) -> Consent:
    values = {"kind": DISSEMINATION, "given": GIVEN, "signed_by": "законный представитель" if minor else "сам",
              "guardian": "Лобанова Ида Яковлевна" if minor else None, **more}  # fmt: skip
    return Consent(code=make_code("С", number), person=person(who), **values)


EVERYTHING = (NAME, PLACE, ACHIEVEMENTS)
CONSENTS = [
    consent(1, 21, scope=EVERYTHING),
    consent(2, 22),  # no category is marked: the name alone
    consent(3, 23, withdrawn=date(2027, 1, 10)),
    consent(4, 24, minor=False, scope=(PLACE, ACHIEVEMENTS)),  # not the name
    consent(5, 25, minor=False, valid_until=date(2027, 3, 1)),  # over
]


def school(*more: object, **known: object) -> Book:
    return book_of([*SCHOOL, *CONSENTS, *more], {**SETTINGS, **known})


def published(*more: object, **known: object) -> Content:
    return content(school(*more, **known), TODAY)


def texts(found: Content) -> list[str]:
    return [page(found), plain_text(found), fragment(found)]


def award(number: int, who: int, basis: str = "за терпение") -> Award:
    return Award(code=make_code("НГ", number), person=person(who), kind="благодарность", basis=basis,
                 given=date(2027, 5, 25))  # fmt: skip


def test_only_who_agreed_is_named_and_the_rest_are_counted():
    found = published()
    assert [one.name for one in found.mentors] == [LOBANOV.full_name, MAGOMEDOVA.full_name]
    assert found.more_mentors == 4
    for text in texts(found):
        assert "И ещё 4\u00a0наставника." in text
        assert not [one for one in (NOSOVA, ORLOVA, PETROV, RASHIDOV, SOROKIN) if one.full_name in text]


def test_categories_of_the_consent_say_what_is_shown():
    about = {one.code: " ".join(one.about) for one in published_with_class().mentors}
    assert "10А класс" in about[person(21)]
    assert "шахматист" in about[person(21)]
    assert "10Б" not in about[person(22)]
    assert "чтец" not in about[person(22)]
    assert publishable(school(), person(24), TODAY) == frozenset()


def published_with_class() -> Content:
    known = {person(21): ("10А", "шахматист"), person(22): ("10Б", "чтец")}
    rows = [replace(r, school_class=known[r.code][0], achievements=known[r.code][1])
            if r in MENTORS and r.code in known else r for r in SCHOOL]  # fmt: skip
    return content(book_of([*rows, *CONSENTS], SETTINGS), TODAY)


@pytest.mark.parametrize(
    "change",
    [{"withdrawn": TODAY}, {"valid_until": date(2027, 5, 30)}, {"signed_by": "сам"}, {"given": date(2027, 6, 1)}],
    ids=["withdrawn today", "over yesterday", "signed by the minor", "not yet given"],
)
def test_a_consent_that_is_not_in_force_names_nobody(change):
    book = book_of([*SCHOOL, replace(CONSENTS[0], **change)], SETTINGS)
    assert not may_publish(book, person(21), TODAY)
    assert LOBANOV.full_name not in page(content(book, TODAY))


def test_a_withdrawn_consent_to_processing_unnames_too():
    gone = consent(9, 21, kind="обработка персональных данных", withdrawn=date(2027, 5, 1))
    assert person(21) not in published(gone).codes


def test_the_board_of_honour_needs_the_consent_to_achievements():
    found = published(award(1, 21), award(2, 22), award(3, 24), award(4, 99))
    assert [one.code for one in found.honoured] == [person(21)]
    assert found.more_honoured == 3
    assert "И ещё 3\u00a0поощрения." in page(found)


def test_a_text_that_names_somebody_who_has_not_agreed_is_held_back_and_told():
    practice = Practice(code=make_code("БП", 1), title="Шахматы с Орловой", kind="лучшая практика")
    kind = Practice(code=make_code("БП", 2), title="Первая встреча", kind="лучшая практика",
                    summary="Звоните: +7 928 000-00-00")  # fmt: skip
    found = published(practice, kind)
    assert [one.title for one in found.practices] == ["Первая встреча"]
    assert found.practices[0].text == ""
    assert [place.split(":")[-1].strip() for place in found.held] == [
        "в тексте фамилия участника без согласия", "в тексте телефон или почта"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("surname", "said"),
    [("Кравец", "Урок у Кравца"), ("Орёл", "Вечер с Орлом"), ("Римская-Корсакова", "Концерт Римской-Корсаковой"),
     ("Римская-Корсакова", "Концерт Корсаковой")],
)  # fmt: skip
def test_a_surname_is_known_in_every_case_form(surname, said):
    rows = [replace(r, full_name=f"{surname} Инна Олеговна") if r is ORLOVA else r for r in SCHOOL]
    practice = Practice(code=make_code("БП", 1), title=said, kind="лучшая практика")
    assert content(book_of([*rows, *CONSENTS, practice], SETTINGS), TODAY).practices == ()


def test_a_guardian_is_never_named():
    guardian = replace(LOBANOV, guardian="Яхьяева Инна Олеговна")
    rows = [guardian if r is LOBANOV else r for r in SCHOOL]
    practice = Practice(code=make_code("БП", 1), title="Вечер с Яхьяевыми", kind="лучшая практика")
    assert content(book_of([*rows, *CONSENTS, practice], SETTINGS), TODAY).practices == ()


def test_the_author_of_a_practice_is_named_only_with_a_consent():
    rows = [Practice(code=make_code("БП", n), title=f"Практика {n}", kind="лучшая практика", person=person(who),
                     author="Тен В. Р.") for n, who in ((1, 21), (2, 24))]  # fmt: skip
    found = published(*rows)
    assert [one.small for one in found.practices] == [
        ("лучшая практика", f"автор — {LOBANOV.full_name}"), ("лучшая практика",)
    ]  # fmt: skip
    assert person(21) in found.codes
    assert "Тен В. Р." not in page(found)


def test_groups_that_are_small_are_not_told():
    found = published()
    assert found.forms == (("Все формы", 9),)
    hidden = {one.title for one in found.results if one.shown == "не публикуется"}
    assert {"Дети 15–19 лет в роли наставников", "Удовлетворённость наставников"} <= hidden


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 12), max_size=6), st.integers(2, 8))
def test_no_form_is_told_by_fewer_pairs_than_the_setting(sizes, small):
    forms = ("Ученик – ученик", "Учитель – учитель", "Учитель – ученик", "Студент – ученик", "Работодатель – ученик",
             "Работодатель – студент")  # fmt: skip
    pairs = [replace(PAIRS[0], code=make_code("ПР", 100 * n + k), mentoring_form=forms[n])
             for n, size in enumerate(sizes) for k in range(size)]  # fmt: skip
    rows = [r for r in SCHOOL if r not in PAIRS]
    found = content(book_of([*rows, *pairs], {**SETTINGS, "small_group": small}), TODAY)
    assert all(number >= small for _, number in found.forms)
    assert sum(number for _, number in found.forms) in (0, sum(sizes))


def test_every_paper_that_is_listed_is_a_kind_of_document():
    assert set(PAPERS) <= {kind.title for kind in all_kinds()}


def test_partners_and_networks_get_a_text_without_a_name():
    author = Practice(code=make_code("БП", 1), title="Практика", kind="лучшая практика", person=person(21))
    text = for_partners(published(award(1, 21), author))
    assert not [one.full_name for one in MENTORS if one.full_name.split()[0] in text]
    assert "Практика" in text


def test_whatever_is_typed_stays_text():
    rows = [
        Programme(code=make_code("ПГ", 1), title=HOSTILE, mentoring_form="Ученик – ученик", aim=HOSTILE,
                  approved=GIVEN, link="javascript:alert(1)"),
        Partner(code=make_code("ПТ", 9), title=HOSTILE, contribution="</section></main>"),
    ]  # fmt: skip
    found = published(*rows, school_short=HOSTILE, programme_name=HOSTILE, coordinator=HOSTILE, phone=HOSTILE)
    for text in (page(found), fragment(found)):
        tags = tags_of(text)
        assert {"script", "img"}.isdisjoint(name for name, _ in tags)
        assert not [value for _, attributes in tags for key, value in attributes if key.startswith("on")]
        assert not [v for _, attributes in tags for _, v in attributes if v and v.lower().startswith("javascript:")]
    assert page(found).count("</main>") == 1


def tags_of(text: str) -> list[tuple[str, list[tuple[str, str | None]]]]:
    found = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, attrs))

    Tags().feed(text)
    return found


class Strict(HTMLParser):
    """Every element is closed in its order, every id stands once, headings do not jump."""

    VOID = frozenset({"meta", "link", "br", "hr", "img", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.levels: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for key, value in attrs if key == "id"]
        self.levels += [int(tag[1])] if tag in ("h1", "h2", "h3") else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_html_with_landmarks_and_headings_in_order():
    found = published(award(1, 21))
    strict = Strict()
    strict.feed(page(found))
    strict.close()
    assert strict.open == []
    assert len(set(strict.ids)) == len(strict.ids)
    assert strict.levels[0] == 1
    assert strict.levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(strict.levels, strict.levels[1:], strict=False))
    tags = [name for name, _ in tags_of(page(found))]
    assert [tags.count(name) for name in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    anchors = {value for name, attributes in tags_of(page(found)) for key, value in attributes if key == "href"}
    assert {anchor[1:] for anchor in anchors if anchor and anchor.startswith("#")} <= set(strict.ids)


def test_the_same_book_makes_the_same_page():
    assert page(published()) == page(published())


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("https://school.example.org/a?b=1&c=2#d", "https://school.example.org/a?b=1&c=2#d"),
        ("school.example.org/page", "https://school.example.org/page"),
        ("HTTP://School.Example.org", "HTTP://School.Example.org"),
        ("javascript:alert(1)", ""), ("JaVaScRiPt:alert(1)", ""), ("java\tscript:alert(1)", ""),
        ("data:text/html,<b>", ""), ("vbscript:x", ""), ("file:///etc/passwd", ""), ("C:\\школа\\отчёт.docx", ""),
        ("//evil.example.org", ""), ("https://user:pass@example.org", ""), ("https://localhost", ""),
        ('https://a.example.org/"><script>', ""), ("http://[::1", ""), ("ftp://a.example.org", ""), (None, ""),
    ],
)  # fmt: skip
def test_links_lead_only_to_the_web(typed, shown):
    assert safe_link(typed) == shown


@given(st.text(max_size=40))
def test_whatever_the_link_it_is_a_web_address_or_nothing(typed):
    assert safe_link(typed) == "" or safe_link(typed).lower().startswith(("http://", "https://"))


@pytest.fixture
def workbook(tmp_path):
    records = {kind: rows for kind, rows in records_by_type(*CONSENTS).items() if kind is not IndicatorRow}
    path = tmp_path / "Школа.xlsx"
    path.write_bytes(template.build(today=GIVEN, settings=SETTINGS, records=records))
    return path


def read(path) -> Book:
    with open_host(path) as host:
        return read_book(host)


def test_the_command_leaves_files_and_notes_who_is_named_once_a_day(workbook):
    options = Options(today=TODAY)
    first = publish(str(workbook), options=options)
    publish(str(workbook), options=options)
    assert first.facts["named"] == [person(21), person(22)]
    assert sorted(path.name for path in (workbook.parent / "Публикация").iterdir()) == sorted(first.facts["files"])
    (row,) = read(workbook)[Publication]
    assert (row.published, row.people, row.file) == (
        TODAY, (person(21), person(22)), "Публикация/Наши наставники.html"
    )  # fmt: skip


def test_the_page_of_an_earlier_day_does_not_stay_beside_the_new_one(workbook):
    first = publish(str(workbook), options=Options(today=TODAY))
    publish(str(workbook), options=Options(today=TODAY + timedelta(days=1)))
    folder = workbook.parent / "Публикация"
    assert sorted(path.name for path in folder.iterdir()) == sorted(first.facts["files"])
    assert f"{TODAY + timedelta(days=1):%d.%m.%Y}" in (folder / "Наши наставники.html").read_text("utf-8")


def test_a_dry_run_leaves_nothing(workbook):
    publish(str(workbook), options=Options(today=TODAY, dry_run=True))
    assert not (workbook.parent / "Публикация").exists()
    assert read(workbook)[Publication] == []


def test_after_a_withdrawal_the_check_names_the_publication_and_the_next_page_is_without_the_person():
    gone = replace(CONSENTS[0], withdrawn=date(2027, 5, 30))
    row = Publication(code=make_code("ПБ", 1), published=date(2027, 5, 1), place="сайт", people=(person(21),))
    rows = [r for r in CONSENTS if r is not CONSENTS[0]]
    book = book_of([*SCHOOL, *rows, gone, row], SETTINGS)
    said = [f.message for f in check(book, today=TODAY) if f.rule == "published_are_consenting"]
    assert said == [f"опубликовано 01.05.2027, а согласия на распространение нет: {person(21)}"]
    assert person(21) not in content(book, TODAY).codes
    removed = book_of([*SCHOOL, *rows, gone, replace(row, removed=TODAY)], SETTINGS)
    assert not [f for f in check(removed, today=TODAY) if f.rule == "published_are_consenting"]


def test_an_empty_book_makes_a_page_that_is_whole():
    text = page(content(book_of([], {}), TODAY))
    assert "<h1>Наши наставники</h1>" in text
    assert "Контакты" in text
