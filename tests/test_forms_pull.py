"""`forms pull`: answers from the table that gathers them, by title and header; twice is once, people's words stay."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import googleapiclient.discovery_cache
import jsonschema
import pytest
import requests
from import_books import TODAY, book_of, moment, rows_of

from nastavnik_sheets.book import read_book
from nastavnik_sheets.cli import main
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.errors import HostError, Refused, UsageError
from nastavnik_sheets.forms import forms_api
from nastavnik_sheets.forms.answers import exports_of
from nastavnik_sheets.forms.google_script import tab_title
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.hosts.google.client import Patience, connect
from nastavnik_sheets.importing import Importing
from nastavnik_sheets.importing.headers import ANSWERS, PREFERENCES
from nastavnik_sheets.service_sheets import Arrival, Binding
from nastavnik_sheets.workbook import Mentee, Mentor, Preference
from nastavnik_sheets.year_sheets import Answer, Question
from tests.google.client import at_home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.hosts.memory import MemoryHost
    from nastavnik_sheets.importing import ImportResult

PUPIL, FRIEND, GUIDE = (make_code("У", n) for n in (1, 2, 3))
EFFECT = "Насколько действенной Вы представляете себе программу?"
ENTRY_MENTEE, ENTRY_MENTOR, FEEDBACK = "Вход: наставляемый", "Вход: наставник", "Обратная связь"
CHOICE = "Выбор после групповой встречи"


def question(number: int, name: str, text: str, scale: str, **more: Any) -> Question:
    values = {"moment": "вход", "role": "наставляемый", "number": number, **more}
    return Question(code=make_code("ВП", number), questionnaire=name, text=text, scale=scale, **values)


QUESTIONS = [
    question(1, ENTRY_MENTEE, EFFECT, "1–10"),
    question(2, ENTRY_MENTEE, "Чего Вы ждёте?", "текст"),
    question(3, ENTRY_MENTEE, "Что мешает?", "текст"),
    question(4, ENTRY_MENTEE, "Что мешает?", "текст"),
    question(5, ENTRY_MENTOR, EFFECT, "1–10", role="наставник"),
    question(6, FEEDBACK, "Когда удобно?", "несколько из списка", moment="промежуточный",
             options="утром; утром по субботам; днём"),
    question(7, CHOICE, "С кем из наставников Вы хотели бы работать в первую очередь?", "участник"),
    question(8, CHOICE, "Почему Вы так выбрали?", "текст"),
]  # fmt: skip
PEOPLE = [
    Mentee(code=PUPIL, full_name="Ёлкин Пётр Ильич", birth_date=date(2012, 3, 5)),
    Mentee(code=FRIEND, full_name="Сомова Анна Львовна", birth_date=date(2011, 6, 15)),
    Mentor(code=GUIDE, full_name="Гаджиев Марат Омарович", birth_date=date(2009, 1, 2)),
]
TAB = tab_title(f"{ENTRY_MENTEE} (вход)")
HEADERS = ["Отметка времени", "Код участника", EFFECT, "Чего Вы ждёте?", "Что мешает?", "Что мешает? (2)"]


def school(*more: Any) -> MemoryHost:
    return book_of(*QUESTIONS, *PEOPLE, *more)


def pull(host: MemoryHost, **tabs: Sequence[Sequence[Any]]) -> ImportResult:
    """Take the answers of a table whose sheets are these, as the command does."""
    with host:
        book = read_book(host)
        importing = Importing(book, today=TODAY)
        for export in exports_of(tabs, book, name="Ответы")[0]:
            importing.take(export, only=(ANSWERS, PREFERENCES))
        result = importing.finish()
        result.plan.apply(host)
    return result


def answers_of(host: MemoryHost) -> list[tuple[object, ...]]:
    return rows_of(host, Answer, "person", "question", "answer")


def test_a_sheet_named_as_its_questionnaire_is_bound_to_its_questions_and_to_no_others() -> None:
    host = school()
    mentor_tab = tab_title(f"{ENTRY_MENTOR} (вход)")
    pull(host, **{
        TAB: [HEADERS, [moment(2), PUPIL, 8.0, "друзей", "лень", "шум"]],
        mentor_tab: [HEADERS[:3], [moment(2), GUIDE, 10]],
    })  # fmt: skip
    assert answers_of(host) == [
        (PUPIL, make_code("ВП", 1), "8"),
        (PUPIL, make_code("ВП", 2), "друзей"),
        (PUPIL, make_code("ВП", 3), "лень"),
        (PUPIL, make_code("ВП", 4), "шум"),
        (GUIDE, make_code("ВП", 5), "10"),
    ]


def test_pulling_twice_changes_nothing_and_an_edited_answer_wins_whatever_its_row() -> None:
    host = school()
    first = [HEADERS, [moment(2), PUPIL, 8, "друзей"], [moment(3), FRIEND, 5, "пятёрок"]]
    pull(host, **{TAB: first})
    assert pull(host, **{TAB: first}).plan.empty
    edited = [HEADERS, [moment(3), FRIEND, 5, "пятёрок"], [moment(4), PUPIL, 9, "друзей и пятёрок"]]
    counts = {name: count for name, count in pull(host, **{TAB: edited}).counts.items() if count}
    assert counts == {"updated": 1, "same": 1}
    assert answers_of(host)[:2] == [(PUPIL, make_code("ВП", 1), "9"), (PUPIL, make_code("ВП", 2), "друзей и пятёрок")]
    assert pull(host, **{TAB: first}).plan.empty
    assert pull(host, **{TAB: edited}).plan.empty


def test_a_row_that_vanished_from_the_table_takes_nothing_away() -> None:
    host = school()
    pull(host, **{TAB: [HEADERS, [moment(2), PUPIL, 8, "друзей"], [moment(3), FRIEND, 5, "пятёрок"]]})
    before = answers_of(host)
    assert pull(host, **{TAB: [HEADERS, [moment(2), PUPIL, 8, "друзей"]]}).plan.empty
    assert answers_of(host) == before


def test_what_the_coordinator_typed_is_asked_about_and_stays() -> None:
    typed = Answer(code=make_code("ОТ", 1), person=PUPIL, question=make_code("ВП", 2), moment="вход",
                   answered=date(2026, 9, 1), answer="с бумаги: друзей")  # fmt: skip
    host = school(typed)
    result = pull(host, **{TAB: [HEADERS, [moment(2), PUPIL, None, "совсем другое"]]})
    assert answers_of(host) == [(PUPIL, make_code("ВП", 2), "с бумаги: друзей")]
    assert [d.in_file for d in result.differences] == ["совсем другое"]
    assert len(rows_of(host, Arrival, "question")) == 1


def test_columns_may_be_inserted_moved_and_added_by_people() -> None:
    host = school()
    headers = ["Проверила Иванова", HEADERS[3], "Отметка времени", "Новый вопрос школы", "Код участника", EFFECT, ""]
    result = pull(host, **{TAB: [headers, ["да", "друзей", moment(2), "x", PUPIL, 8, "черновик"]]})
    assert sorted(answers_of(host)) == [(PUPIL, make_code("ВП", 1), "8"), (PUPIL, make_code("ВП", 2), "друзей")]
    assert rows_of(host, Binding, "source") == []
    assert result.counts["new"] == 1


def test_a_question_whose_words_were_changed_in_the_form_is_asked_about() -> None:
    host = school()
    pull(host, **{TAB: [[*HEADERS[:3], "Чего Вы ждёте сейчас?"], [moment(2), PUPIL, 8, "друзей"]]})
    assert rows_of(host, Binding, "source") == [("Чего Вы ждёте сейчас?",)]


def test_ticks_of_checkboxes_are_split_by_the_longest_option() -> None:
    host = school()
    tab = tab_title(f"{FEEDBACK} (промежуточный)")
    rows = [
        ["Отметка времени", "Код участника", "Когда удобно?"],
        [moment(2), PUPIL, "утром по субботам, Утром, вечером"],
    ]
    pull(host, **{tab: rows})
    assert answers_of(host) == [(PUPIL, make_code("ВП", 6), "утром по субботам; утром; вечером")]
    assert pull(host, **{tab: rows}).plan.empty


def test_choices_of_participants_become_preferences() -> None:
    host = school()
    tab = tab_title(f"{CHOICE} (вход)")
    headers = ["Отметка времени", "Код участника", QUESTIONS[6].text, QUESTIONS[7].text]
    pull(host, **{tab: [headers, [moment(2), PUPIL, GUIDE, "знает физику"]]})
    assert rows_of(host, Preference, "person", "role", "first", "comment") == [
        (PUPIL, "наставляемый", GUIDE, "знает физику")
    ]
    assert answers_of(host) == []


def test_an_unknown_or_mistyped_code_is_a_question_and_makes_nobody() -> None:
    host = school()
    rows = [HEADERS, [moment(2), "У-001-0", 8], [moment(3), make_code("У", 77), 7], [moment(4), None, 6]]
    result = pull(host, **{TAB: rows})
    assert answers_of(host) == []
    assert len(rows_of(host, Mentee, "code")) == 2
    assert result.counts["doubtful"] == 2
    assert result.counts["skipped"] == 1
    pull(host, **{TAB: rows, "Чужой": [["Отметка времени", "Код участника", EFFECT], [moment(5), PUPIL, 3]]})
    assert len(rows_of(host, Arrival, "question")) == 2


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ('=HYPERLINK("http://x";"жми")', '=HYPERLINK("http://x";"жми")'),
        ("+7 999", "+7 999"),
        ("и\u0306од\u202eзло\u0007", "йодзло"),
        ("б" * 60_000, "б" * 32_000),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_hostile_answers_stay_text(said: str, kept: str) -> None:
    host = school()
    rows = [HEADERS, [moment(2), PUPIL, None, said]]
    pull(host, **{TAB: rows})
    assert answers_of(host) == [(PUPIL, make_code("ВП", 2), kept)]
    assert pull(host, **{TAB: rows}).plan.empty


def test_an_answer_that_looks_like_headers_is_not_taken_for_them() -> None:
    host = school()
    pull(host, **{TAB: [HEADERS, [moment(2), PUPIL, 8, "ФИО"], ["Дата рождения", "ФИО", "Класс", "Телефон"]]})
    assert answers_of(host) == [(PUPIL, make_code("ВП", 1), "8"), (PUPIL, make_code("ВП", 2), "ФИО")]


def test_other_sheets_are_passed_over_and_empty_ones_said() -> None:
    with school() as host:
        book = read_book(host)
        grids = {"Анкеты": [["Анкета", "Ссылка"]], "Лист1": [], TAB: [HEADERS]}
        assert exports_of(grids, book, name="Ответы") == ([], [f"«{TAB}»: ответов ещё нет."])
        with pytest.raises(Refused, match="нет листов с ответами"):
            exports_of({"Лист1": [["Фамилия"]]}, book, name="Ответы")
        long = tab_title(f"{FEEDBACK} (промежуточный)")[:31]
        [export], _ = exports_of({long: [["Отметка времени", "Код участника"], [1, 2]]}, book, name="Ответы")
        assert export.asked == {make_code("ВП", 6)}


def test_a_questionnaire_that_makes_people_is_left_to_import() -> None:
    host = school()
    rows = [
        ["Отметка времени", "ФИО", "Дата рождения", "Основной запрос"],
        [moment(2), "Новый Пётр", "01.02.2012", "физика"],
    ]
    with pytest.raises(Refused, match="командой import"):
        pull(host, **{"Ответы на форму (1)": rows})


# --- through Google ---------------------------------------------------------------------------------


def test_the_command_takes_the_answers_of_a_google_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "Книга.xlsx"
    assert main(["new", str(book), "--demo"]) == 0
    with open_host(book) as host:
        code = next(iter(read_book(host).mentees))
    rows = [["Отметка времени", "Код участника", "Насколько Вы сейчас довольны совместной работой?"],
            ["02.12.2026 12:30:00", code, 9]]  # fmt: skip
    with at_home(tmp_path, monkeypatch) as service:
        key = service.emulator.add("Ответы", {"Обратная связь наставляемый (промежуточный)": rows}).id
        address = f"https://docs.google.com/spreadsheets/d/{key}/edit"
        assert main(["forms", "pull", str(book), address]) == 3
        assert "152-ФЗ" in capsys.readouterr().err
        assert main(["google", "allow", address]) == 0
        capsys.readouterr()
        assert main(["forms", "pull", str(book), address, "--today", "2026-12-03"]) == 0
        assert "Взято ответов: листов 1; новых 1." in capsys.readouterr().out
        assert main(["forms", "pull", str(book), address, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["changed_cells"] == 0
        asked = [sent.path for sent in service.sent if "/spreadsheets/" in sent.path]
        assert len(asked) == 4, "two requests for each reading, nothing written"


def test_without_an_address_the_command_says_where_to_put_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", str(tmp_path / "Книга.xlsx")]) == 0
    assert main(["forms", "pull", str(tmp_path / "Книга.xlsx")]) == 2
    assert "«Таблица с ответами анкет»" in capsys.readouterr().err


# --- through the Forms API --------------------------------------------------------------------------

FORM = "https://docs.google.com/forms/d/1FAKEformFAKEformFAKEform/edit"


class Forms(requests.Session):
    """Google Forms as its schema describes it, in memory; every answer is held against the schema."""

    def __init__(
        self, form: dict[str, Any], responses: list[dict[str, Any]], *, page: int = 2, status: int = 200
    ) -> None:
        super().__init__()
        self.form, self.responses, self.page, self.status = form, responses, page, status
        self.filters: list[str] = []

    def request(self, method: str, url: str, params: Any = None, **_: Any) -> requests.Response:  # type: ignore[override]
        assert method.upper() == "GET"
        if not url.endswith("/responses"):
            return self._answer("Form", self.form)
        assert set(params) <= {"pageSize", "pageToken", "filter"}
        self.filters.append(params.get("filter", ""))
        start = int(params.get("pageToken") or 0)
        found = [r for r in self.responses if f"timestamp >= {r['lastSubmittedTime']}" >= self.filters[-1]]
        body: dict[str, Any] = {"responses": found[start : start + self.page]}
        if start + self.page < len(found):
            body["nextPageToken"] = str(start + self.page)
        return self._answer("ListFormResponsesResponse", body)

    def _answer(self, schema: str, body: dict[str, Any]) -> requests.Response:
        jsonschema.validate(body, strict_schema(schema))
        answer = requests.Response()
        answer.status_code = self.status
        fault = {"error": {"code": self.status, "message": "x", "status": "Y"}}
        answer._content = json.dumps(body if self.status == 200 else fault).encode()
        return answer


def strict_schema(name: str) -> dict[str, Any]:
    """Return a schema of Forms v1 as Google publishes it, that takes no property it does not name."""
    path = Path(googleapiclient.discovery_cache.__path__[0]) / "documents" / "forms.v1.json"
    text = path.read_text(encoding="utf-8").replace('"$ref": "', '"$ref": "#/definitions/')
    schemas = json.loads(text)["schemas"]
    for schema in schemas.values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    return {"$ref": f"#/definitions/{name}", "definitions": schemas}


def form_of(*items: tuple[str, str, str]) -> dict[str, Any]:
    """Return a form with an item for each (id, title, help)."""
    return {"formId": "1", "info": {"title": "Обратная связь", "documentTitle": "x"}, "revisionId": "1",
            "items": [{"itemId": key, "title": title, "description": text,
                       "questionItem": {"question": {"questionId": key, "textQuestion": {}}}}
                      for key, title, text in items]}  # fmt: skip


def response(number: int, when: datetime, **answers: list[str]) -> dict[str, Any]:
    given = {key: {"questionId": key, "textAnswers": {"answers": [{"value": value} for value in texts]}}
             for key, texts in answers.items()}  # fmt: skip
    stamp = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.123456789Z")
    return {
        "formId": "1",
        "responseId": f"r{number}",
        "createTime": stamp,
        "lastSubmittedTime": stamp,
        "answers": given,
    }


ITEMS = (("aa", "Код участника", "Из памятки"), ("bb", "Слова, которые поменяли в форме", f"[{make_code('ВП', 2)}]"),
         ("cc", "Когда удобно?", f"[{make_code('ВП', 6)}]"))  # fmt: skip


def pull_form(host: MemoryHost, forms: Forms) -> ImportResult:
    with host:
        book = read_book(host)
        client = connect(forms, patience=Patience(budget=0))
        importing = Importing(book, today=TODAY)
        export = forms_api.read_form(FORM, book, client)
        if export.rows:
            importing.take(export)
        result = importing.finish()
        result.plan.apply(host)
    return result


def test_answers_of_a_form_are_bound_by_the_codes_in_help_texts_and_read_page_by_page() -> None:
    host = school()
    told = [
        response(1, moment(2), aa=[PUPIL], bb=["друзей"], cc=["утром по субботам", "днём"]),
        response(2, moment(3), aa=[FRIEND], bb=["пятёрок"]),
        response(3, moment(4), aa=[GUIDE.lower()], bb=["ничего"]),
    ]
    forms = Forms(form_of(*ITEMS), told)
    pull_form(host, forms)
    assert answers_of(host) == [
        (PUPIL, make_code("ВП", 2), "друзей"),
        (PUPIL, make_code("ВП", 6), "утром по субботам; днём"),
        (FRIEND, make_code("ВП", 2), "пятёрок"),
        (GUIDE, make_code("ВП", 2), "ничего"),
    ]
    assert forms.filters == ["", ""]


def test_the_next_reading_goes_back_a_day_and_an_edited_response_replaces_its_answer() -> None:
    host = school()
    told = [response(0, moment(2), aa=[PUPIL], bb=["было"]), response(1, moment(4), aa=[FRIEND], bb=["было"])]
    forms = Forms(form_of(*ITEMS), told)
    pull_form(host, forms)
    again = pull_form(host, forms)
    assert again.plan.empty
    day_before = moment(3).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert forms.filters[-1] == f"timestamp >= {day_before}"
    told[0] = response(0, moment(8), aa=[PUPIL], bb=["стало"])
    pull_form(host, forms)
    assert answers_of(host) == [(PUPIL, make_code("ВП", 2), "стало"), (FRIEND, make_code("ВП", 2), "было")]


def test_while_somebody_waits_for_a_decision_all_answers_are_read() -> None:
    host = school()
    stranger = make_code("У", 77)
    told = [response(1, moment(2), aa=[stranger], bb=["я новый"]), response(2, moment(9), aa=[PUPIL], bb=["друзей"])]
    forms = Forms(form_of(*ITEMS), told)
    pull_form(host, forms)
    pull_form(host, forms)
    assert forms.filters == ["", ""]
    assert len(rows_of(host, Arrival, "question")) == 1


def test_a_form_that_may_not_be_read_and_a_link_for_answering_are_said() -> None:
    host = school()
    with pytest.raises(HostError, match="Ответы формы Google не прочитаны"):
        pull_form(host, Forms(form_of(*ITEMS), [], status=403))
    with pytest.raises(UsageError, match="из редактора"):
        forms_api.form_id("https://docs.google.com/forms/d/e/1FAIpQLSxxxxxxxxxxxxxxxxxxxxxxxx/viewform")
