"""The template: built from the schema, the same every time, whole for Excel, clean for our own check."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator
from template_books import DAY, PAIR, TEACHER, as_book, filled, fresh, grids

from nastavnik_sheets import template
from nastavnik_sheets.addin.buttons import buttons
from nastavnik_sheets.cells import Choice, Name, Phone, Text
from nastavnik_sheets.check import check, verdict
from nastavnik_sheets.codes import Code, Ref, Shown
from nastavnik_sheets.commands.making import TEMPLATE_DAY
from nastavnik_sheets.lists import initial_lists, initial_values
from nastavnik_sheets.ribbon import COMMANDS
from nastavnik_sheets.roadmap import actions
from nastavnik_sheets.schema import GENERATED, INPUT, LAYOUT
from nastavnik_sheets.service_sheets import ListEntry
from nastavnik_sheets.template.start import STEPS
from nastavnik_sheets.workbook import SHEETS, Mentor, Pair
from nastavnik_sheets.year_sheets import RoadmapAction

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

ROOT = Path(__file__).parents[1]
TABLES = [sheet for sheet in SHEETS if sheet.use != LAYOUT]


@pytest.fixture(scope="module")
def opened() -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(fresh()))


def parts(content: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name) for name in archive.namelist()}


def test_the_committed_template_is_what_the_schema_builds() -> None:
    committed = parts((ROOT / "workbook_template.xlsx").read_bytes())
    built = parts(template.build(today=TEMPLATE_DAY))
    assert list(committed) == list(built)
    different = [name for name in built if built[name] != committed[name]]
    assert different == [], "запустите «nastavnik template» и сохраните файл"


def test_the_committed_manual_is_what_the_schema_says() -> None:
    manual = (ROOT / "docs" / "sheets.md").read_text(encoding="utf-8")
    assert manual == template.sheets_manual(), "запустите «nastavnik template» и сохраните файл"
    assert all(f"| {column.title} |" in manual for sheet in SHEETS for column in sheet.columns)


def test_the_steps_of_the_year_name_buttons_that_are_there_and_the_commands_behind_them() -> None:
    lines = {f"Ещё → {line.label}": line.command for one in buttons() for _, lines in one.lines for line in lines}
    known = {one.label: one.command for one in buttons()} | lines
    for step in STEPS:
        labels, _, commands = step.button.removesuffix(")").partition(" (")
        said = [COMMANDS[known[label]][0] for label in labels.split(", ")]
        assert said == commands.split(", "), step.button


def test_building_twice_gives_the_same_bytes() -> None:
    assert template.build(today=date(2027, 3, 1)) == fresh()


def test_the_template_is_small() -> None:
    assert len(fresh()) < 300_000


@pytest.mark.parametrize("content", [fresh(), filled()], ids=["fresh", "filled"])
def test_an_open_xml_validator_has_nothing_to_say(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    result = OpenXmlValidator().validate(path)
    assert [error.description for error in result.errors] == []


@pytest.mark.parametrize("day", ["2026-01-15", "2026-08-31", "2026-09-01", "2026-11-23", "2026-12-31", "2028-02-29"])
def test_a_new_workbook_is_clean_on_the_day_it_is_made(day: str) -> None:
    today = date.fromisoformat(day)
    findings = check(as_book(fresh(today)), today=today)
    assert verdict(findings).startswith("Нет ошибок")
    assert [f for f in findings if f.level != "подсказка"] == []


def test_every_sheet_stands_in_its_order_with_the_exact_titles_in_row_one(opened: Workbook) -> None:
    assert opened.sheetnames == [sheet.title for sheet in SHEETS]
    for sheet in TABLES:
        titles = [cell.value for cell in opened[sheet.title][1]]
        assert titles == [column.title for column in sheet.columns]


def test_each_sheet_of_records_is_one_table_with_room_and_a_filter(opened: Workbook) -> None:
    names = set()
    for sheet in TABLES:
        (table,) = opened[sheet.title].tables.values()
        names.add(table.displayName.lower())
        assert table.ref.startswith("A1:")
        assert table.autoFilter.ref == table.ref
        rows = int(re.sub(r".*:[A-Z]+", "", table.ref)) - 1
        used = len(as_book(fresh())[sheet.record])
        assert rows - used >= (0 if sheet.key in {"settings", "lists"} else 10)
    assert len(names) == len(TABLES)
    assert not names & {name.lower() for name in opened.defined_names}


def test_titles_and_first_columns_stay_in_sight(opened: Workbook) -> None:
    for sheet in TABLES:
        page = opened[sheet.title]
        assert page.freeze_panes is not None
        assert page.freeze_panes.endswith("2")
    assert opened["Наставляемые"].freeze_panes == "C2"
    assert opened["Пары"].freeze_panes == "D2"


def test_generated_sheets_are_protected_without_a_password_and_can_be_sorted(opened: Workbook) -> None:
    for sheet in SHEETS:
        protection = opened[sheet.title].protection
        assert protection.sheet == (sheet.use == GENERATED or sheet.key == "start"), sheet.title
        assert not protection.password
        if sheet.use == GENERATED:
            assert not protection.sort  # in the file, false means allowed
            assert not protection.autoFilter
            assert opened[sheet.title]["A1"].protection.locked
            assert not any(cell.protection.locked for cell in opened[sheet.title][2])


def test_only_the_decision_may_be_typed_on_a_generated_sheet(opened: Workbook) -> None:
    for sheet in TABLES:
        if sheet.use != GENERATED:
            continue
        rules = {str(rule.sqref).split(":")[0]: rule for rule in opened[sheet.title].data_validations.dataValidation}
        for column, cell in zip(sheet.columns, opened[sheet.title][2], strict=True):
            rule = rules.get(cell.coordinate)
            refused = rule is not None and rule.type == "custom" and rule.formula1 == "FALSE"
            assert refused != column.decision, (sheet.title, column.title)


def test_drop_downs_lead_to_lists_and_their_names_exist(opened: Workbook) -> None:
    for sheet in TABLES:
        rules = {str(rule.sqref).split(":")[0]: rule for rule in opened[sheet.title].data_validations.dataValidation}
        for column, cell in zip(sheet.columns, opened[sheet.title][2], strict=True):
            if not isinstance(column.kind, Choice) or (sheet.use == GENERATED and not column.decision):
                continue
            rule = rules[cell.coordinate]
            assert rule.type == "list"
            if column.kind.from_list:
                assert rule.formula1 in opened.defined_names
                assert f'"{column.kind.from_list}"' in opened.defined_names[rule.formula1].attr_text
                assert rule.errorStyle == "warning"
            else:
                assert rule.formula1.strip('"').split(",") == list(column.kind.options)
            assert len(rule.formula1) <= 255
            assert bool(rule.showErrorMessage) != column.kind.many, "несколько значений можно впечатать"


def test_hints_are_shown_where_something_is_typed(opened: Workbook) -> None:
    for sheet in TABLES:
        if sheet.use != INPUT or sheet.key == "settings":
            continue
        rules = {str(rule.sqref).split(":")[0]: rule for rule in opened[sheet.title].data_validations.dataValidation}
        for column, cell in zip(sheet.columns, opened[sheet.title][2], strict=True):
            if column.hint:
                assert column.hint[1:] in rules[cell.coordinate].prompt
                assert len(rules[cell.coordinate].promptTitle) <= 32


def test_text_stays_text_and_dates_are_dates(opened: Workbook) -> None:
    for sheet in TABLES:
        if sheet.use != INPUT or sheet.key == "settings":
            continue
        row = opened[sheet.title].max_row
        for column, cell in zip(sheet.columns, opened[sheet.title][row], strict=True):
            if isinstance(column.kind, Text | Phone | Name | Code | Ref):
                assert cell.number_format == "@", (sheet.title, column.title)
            if column.kind.name == "date":
                assert cell.number_format == "dd.mm.yyyy"


def test_sheets_print_on_a4_across_with_titles_and_page_numbers(opened: Workbook) -> None:
    for sheet in TABLES:
        page = opened[sheet.title]
        assert page.page_setup.orientation == "landscape"
        assert int(page.page_setup.paperSize) == 9
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert int(page.page_setup.fitToHeight) == 0
        assert page.print_title_rows == "$1:$1"
        assert "&P из &N" in (page.oddFooter.right.text or "") + str(page.oddFooter)


def test_sensitive_categories_never_reach_paper(opened: Workbook) -> None:
    page = opened["Категории"]
    assert page.print_area == "'Категории'!$A$1"
    assert page.sheet_properties.tabColor.rgb == "FFC0392B"
    assert "не печатать" in page["A1"].comment.text


def test_colours_come_for_findings_late_dates_and_approved_pairs(opened: Workbook) -> None:
    def formulas(title: str) -> str:
        rules = opened[title].conditional_formatting
        return " ".join(str(rule.formula) for area in rules for rule in area.rules)

    for sheet in TABLES:
        if sheet.use == INPUT:
            assert '="ошибка"' in formulas(sheet.title)
            assert '="предупреждение"' in formulas(sheet.title)
    assert "TODAY()" in formulas("Дорожная карта")
    assert "TODAY()" in formulas("Планы")
    assert "TODAY()" in formulas("Согласия")
    assert '="утверждена"' in formulas("Пары")


def test_the_document_says_its_title_and_language_and_no_librarys_name() -> None:
    core = parts(fresh())["docProps/core.xml"].decode()
    assert "<dc:language>ru-RU</dc:language>" in core
    assert "Наставничество" in core
    everything = b"".join(parts(fresh()).values()).lower()
    assert b"xlsxwriter" not in everything
    assert b"openpyxl" not in everything


def test_rows_grow_when_somebody_types_more() -> None:
    for name, part in parts(fresh()).items():
        if name.startswith("xl/worksheets/sheet"):
            assert b"customHeight" not in re.sub(rb"<sheetFormatPr[^>]*>", b"", part), name


def test_lists_and_roadmap_come_back_as_they_were_put_in() -> None:
    book = as_book(fresh())
    assert book[ListEntry] == initial_lists()
    assert book.lists == initial_values()
    start, end = book.settings.programme_start, book.settings.programme_end
    assert start == date(2027, 9, 1)
    assert end is not None
    assert book[RoadmapAction] == actions(start, end)


def test_defaults_stand_on_the_settings_and_the_school_is_empty() -> None:
    settings = as_book(fresh()).settings
    assert settings.school_full is None
    assert settings.director is None
    assert settings.candidates == 3
    values = {row[1]: row[2] for row in grids(fresh())["Настройки"][1:]}
    assert values["Кандидатов каждому наставляемому"] == 3
    assert values["Разрешить обмен с Google"] == "нет"


def test_given_records_stand_on_their_sheets_as_text() -> None:
    book = as_book(filled())
    assert book[Mentor][0].organisation == "=1+1"
    assert book.pairs[PAIR].order_number == "007"
    assert book.pairs[PAIR].mentor == TEACHER
    assert len(book[Pair]) == 2


def test_columns_that_show_a_name_hold_a_formula_and_its_value() -> None:
    rows = grids(filled())["Пары"]
    titles = rows[0]
    shown = [rows[1][titles.index(t)] for t in ("ФИО наставника", "ФИО наставляемого")]
    assert shown == ["Гаджиев Руслан Омарович", "Иванов Пётр Сергеевич"]
    meeting = dict(zip(*grids(filled())["Встречи"][:2], strict=True))
    assert meeting["ФИО наставляемого"] == "Иванов Пётр Сергеевич"
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    for sheet in TABLES:
        for column, cell in zip(sheet.columns, book[sheet.title][2], strict=True):
            assert str(cell.value).startswith("=IF(") == isinstance(column.kind, Shown), (sheet.title, column.title)


def test_the_start_sheet_counts_what_is_in_the_book() -> None:
    page = grids(filled())["Начало"]
    cells = [cell for row in page for cell in row if cell is not None]
    late = sum(1 for row in as_book(filled())[RoadmapAction] if row.end and row.end < DAY)
    numbers = dict(zip((c for c in page[6] if c), (c for c in page[5] if c is not None), strict=True))
    assert numbers == {
        "наставляемых": 1,
        "наставников": 1,
        "пар утверждено": 2,
        "встреч в этом месяце": 1,
        "просрочено по карте": late,
        "ошибок при проверке": 1,
    }
    assert "МБОУ «СОШ № 1 г. Энска»" in cells
    assert "Программа: 01.09.2089 – 31.05.2090" in cells
    assert "утверждено 2, без приказа 1" in cells
    assert "предложено 2, принято 1" in cells
    assert "на обработку данных: 1" in cells


def test_the_start_sheet_leads_to_every_other_sheet(opened: Workbook) -> None:
    targets = {cell.hyperlink.location for row in opened["Начало"].iter_rows() for cell in row if cell.hyperlink}
    assert targets == {f"'{sheet.title}'!A1" for sheet in SHEETS if sheet.key != "start"}


def test_the_start_sheet_of_a_new_book_says_what_to_do_first() -> None:
    page = grids(fresh())["Начало"]
    assert page[3][2] == "Откройте лист «Настройки» и впишите школу, подписи и сроки."


def test_settings_take_only_what_they_can_hold(opened: Workbook) -> None:
    page = opened["Настройки"]
    rows = {page.cell(row, 2).value: row for row in range(2, page.max_row + 1)}
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    size = rules[f"C{rows['Размер шрифта']}"]
    assert (size.type, size.formula1, size.formula2) == ("whole", "12", "14")
    assert rules[f"C{rows['Начало программы']}"].type == "date"
    assert rules[f"C{rows['Расположение реквизитов']}"].formula1 == '"по центру,углом"'
    assert page.cell(rows["Начало программы"], 3).number_format == "dd.mm.yyyy"


def test_a_given_programme_year_moves_the_monitorings_and_the_roadmap() -> None:
    settings = as_book(filled()).settings
    assert settings.interim_date == date(2089, 12, 18)
    assert settings.final_date == date(2090, 5, 17)
    first = next(row for row in as_book(filled())[RoadmapAction] if "6.1.1." in (row.content or ""))
    assert first.start == settings.programme_start
