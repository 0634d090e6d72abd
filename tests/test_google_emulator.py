"""The emulator against Google's recorded answers, and the rules that only Google's documents state."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.google.emulator import Emulator
from tests.google.replay import replay

ROOT = Path(__file__).resolve().parent.parent
RECORDINGS = ROOT.parent / "shared" / "data" / "google-recordings.jsonl.gz"
KNOWN = ROOT / "tests" / "google" / "known_differences.txt"


@pytest.fixture
def google() -> Emulator:
    emulator = Emulator()
    emulator.add("Книга", {"Лист1": [["Код", "Имя"], ["а", "Анна"]], "Второй": []}, file_id="книга")
    return emulator


def ask(google: Emulator, method: str, path: str, body: object = None) -> tuple[int, object]:
    return google.handle(
        method, f"https://sheets.googleapis.com/v4/spreadsheets/книга{path}", body and json.dumps(body)
    )


def change(google: Emulator, *requests: dict[str, object]) -> tuple[int, object]:
    return ask(google, "POST", ":batchUpdate", {"requests": list(requests)})


def shown(google: Emulator, where: str, **query: str) -> object:
    words = "&".join(f"{k}={v}" for k, v in query.items())
    status, answer = ask(google, "GET", f"/values/{where}?{words}")
    assert status == 200, answer
    return answer.get("values")  # type: ignore[attr-defined]


def message(answer: object) -> str:
    return answer["error"]["message"]  # type: ignore[index,no-any-return]


def test_recorded_answers_are_reproduced_but_for_a_list_that_may_only_shrink() -> None:
    assert RECORDINGS.is_file(), f"the recordings of Google's answers are not at {RECORDINGS}: this test needs them"
    total, differences = replay(RECORDINGS)
    known = {line.split(" #")[0] for line in KNOWN.read_text(encoding="utf-8").splitlines() if line[0] != "#"}
    assert {one.name for one in differences} == known
    assert total == 1360
    assert len(known) <= 6


def test_replay_ends_with_the_count(tmp_path) -> None:
    assert RECORDINGS.is_file(), f"the recordings of Google's answers are not at {RECORDINGS}: this test needs them"
    done = subprocess.run(
        [sys.executable, "-m", "tests.google.replay", str(RECORDINGS)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "1354 of 1360 equal"
    assert done.returncode == 1


@pytest.mark.parametrize("text", ["=1+1", "00123", "1,5", "01.02.2026", "'=1", "+7", "TRUE"])
def test_raw_text_stays_text(google: Emulator, text: str) -> None:
    assert ask(google, "PUT", "/values/Лист1!B2?valueInputOption=RAW", {"values": [[text]]})[0] == 200
    assert shown(google, "Лист1!B2", valueRenderOption="UNFORMATTED_VALUE") == [[text]]
    assert shown(google, "Лист1!B2", valueRenderOption="FORMULA") == [[text]]


def test_user_entered_formulas_are_carried_out(google: Emulator) -> None:
    ask(google, "PUT", "/values/Лист1!B2?valueInputOption=USER_ENTERED", {"values": [["=4/2"]]})
    assert shown(google, "Лист1!B2", valueRenderOption="UNFORMATTED_VALUE") == [[2]]


def test_a_formula_and_a_text_like_it_differ_in_grid_data(google: Emulator) -> None:
    ask(google, "PUT", "/values/Лист1!A2?valueInputOption=RAW", {"values": [["=4/2"]]})
    ask(google, "PUT", "/values/Лист1!B2?valueInputOption=USER_ENTERED", {"values": [["=4/2"]]})
    _, answer = ask(google, "GET", "?ranges=Лист1!A2:B2&fields=sheets.data.rowData.values.userEnteredValue")
    assert answer["sheets"][0]["data"][0]["rowData"][0]["values"] == [  # type: ignore[index]
        {"userEnteredValue": {"stringValue": "=4/2"}}, {"userEnteredValue": {"formulaValue": "=4/2"}}]  # fmt: skip


def test_a_range_outside_the_grid_is_refused(google: Emulator) -> None:
    status, answer = ask(google, "PUT", "/values/Лист1!A1001?valueInputOption=RAW", {"values": [["x"]]})
    assert status == 400
    assert message(answer) == "Range (Лист1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26"


def test_more_values_than_the_range_holds_are_refused(google: Emulator) -> None:
    status, answer = ask(google, "PUT", "/values/Лист1!A1:B1?valueInputOption=RAW", {"values": [["x"], ["y"]]})
    assert status == 400
    assert message(answer) == "Requested writing within range [Лист1!A1:B1], but tried writing to row [2]"


def test_two_sheets_of_one_title_are_refused(google: Emulator) -> None:
    status, answer = change(google, {"addSheet": {"properties": {"title": "Второй"}}})
    assert status == 400
    assert "already exists" in message(answer)


def test_a_batch_is_carried_out_as_a_whole_or_not_at_all(google: Emulator) -> None:
    status, _ = change(
        google,
        {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 3}}},
        {"deleteSheet": {"sheetId": 999}},
    )
    assert status == 400
    assert shown(google, "Лист1!A1:B2") == [["Код", "Имя"], ["а", "Анна"]]


def test_rows_that_come_and_go_move_the_rest(google: Emulator) -> None:
    change(google, {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}}})
    assert shown(google, "Лист1") == [["Код", "Имя"], [], [], ["а", "Анна"]]
    change(google, {"deleteDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}}})
    assert shown(google, "Лист1") == [["Код", "Имя"], ["а", "Анна"]]


def test_a_smaller_grid_forgets_what_is_outside(google: Emulator) -> None:
    for rows in (1, 5):
        change(google, {"updateSheetProperties": {"properties": {"sheetId": 0, "gridProperties": {"rowCount": rows}},
                                                  "fields": "gridProperties.rowCount"}})  # fmt: skip
    assert shown(google, "Лист1") == [["Код", "Имя"]]


def test_the_grid_grows_only_when_asked(google: Emulator) -> None:
    change(google, {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 1}})
    assert ask(google, "PUT", "/values/Лист1!A1001?valueInputOption=RAW", {"values": [["x"]]})[0] == 200


def test_sorting_moves_whole_rows(google: Emulator) -> None:
    ask(google, "PUT", "/values/Лист1!A3?valueInputOption=RAW", {"values": [["в", "Вера"], ["б", "Борис"]]})
    area = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}
    change(google, {"sortRange": {"range": area, "sortSpecs": [{"dimensionIndex": 1, "sortOrder": "DESCENDING"}]}})
    assert shown(google, "Лист1!A2:B4") == [["в", "Вера"], ["б", "Борис"], ["а", "Анна"]]


def fill(google: Emulator, *rows: list[str]) -> None:
    assert ask(google, "PUT", "/values/Второй!A1?valueInputOption=RAW", {"values": list(rows)})[0] == 200


def second(google: Emulator) -> int:
    return next(grid.id for grid in google.books["книга"].grids if grid.title == "Второй")


def test_moved_rows_land_as_the_documents_say(google: Emulator) -> None:
    fill(google, *[[number] for number in "01234"])
    source = {"sheetId": second(google), "dimension": "ROWS", "startIndex": 1, "endIndex": 3}
    assert change(google, {"moveDimension": {"source": source, "destinationIndex": 4}})[0] == 200
    assert shown(google, "Второй") == [["0"], ["3"], ["1"], ["2"], ["4"]]
    change(google, {"moveDimension": {"source": {**source, "startIndex": 4, "endIndex": 5}, "destinationIndex": 0}})
    assert shown(google, "Второй") == [["4"], ["0"], ["3"], ["1"], ["2"]]


def test_inserted_and_deleted_cells_shift_their_neighbours_alone(google: Emulator) -> None:
    fill(google, ["a", "b"], ["c", "d"], ["e", "f"])
    area = {"sheetId": second(google), "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    change(google, {"insertRange": {"range": area, "shiftDimension": "ROWS"}})
    assert shown(google, "Второй") == [["a", "b"], ["", "d"], ["c", "f"], ["e"]]
    change(google, {"deleteRange": {"range": area, "shiftDimension": "ROWS"}})
    assert shown(google, "Второй") == [["a", "b"], ["c", "d"], ["e", "f"]]
    change(google, {"deleteRange": {"range": area, "shiftDimension": "COLUMNS"}})
    assert shown(google, "Второй") == [["a", "b"], ["d"], ["e", "f"]]


def test_texts_are_found_and_replaced_and_counted(google: Emulator) -> None:
    fill(google, ["Google Sheets", "sheets"], ["sheet", "x"])
    said = {"find": "e", "replacement": "o", "sheetId": second(google)}
    _, answer = change(google, {"findReplace": said})
    assert answer["replies"][0]["findReplace"] == {  # type: ignore[index]
        "valuesChanged": 3, "rowsChanged": 2, "sheetsChanged": 1, "occurrencesChanged": 7}  # fmt: skip
    assert shown(google, "Второй") == [["Googlo Shoots", "shoots"], ["shoot", "x"]]
    assert change(google, {"findReplace": {**said, "searchByRegex": True}})[0] == 501
    assert change(google, {"findReplace": {**said, "find": "shoot", "replacement": "=1"}})[0] == 501
    assert change(google, {"findReplace": {**said, "find": "нет"}})[1]["replies"] == [{"findReplace": {}}]  # type: ignore[index]


def test_a_sheet_is_copied_behind_the_sheets_of_another_book(google: Emulator) -> None:
    other = google.add("Другая")
    status, answer = ask(google, "POST", "/sheets/0:copyTo", {"destinationSpreadsheetId": other.id})
    assert (status, answer["title"], answer["index"]) == (200, "Copy of Лист1", 1)  # type: ignore[index]
    assert other.titles == ["Sheet1", "Copy of Лист1"]
    assert other.grids[1].at(1, 1).value == "Анна"
    assert ask(google, "POST", "/sheets/7:copyTo", {"destinationSpreadsheetId": other.id})[0] == 404


def area(google: Emulator, *edges: int) -> dict[str, int]:
    names = ("startRowIndex", "startColumnIndex", "endRowIndex", "endColumnIndex")
    return {"sheetId": second(google), **dict(zip(names, edges, strict=True))}


def validations(google: Emulator, where: str) -> list[list[object]]:
    _, answer = ask(google, "GET", f"?ranges={where}&fields=sheets.data.rowData.values.dataValidation")
    rows = answer["sheets"][0]["data"][0].get("rowData", [])  # type: ignore[index]
    return [[cell.get("dataValidation") for cell in row.get("values", [])] for row in rows]


def test_a_drop_down_is_handed_back_as_the_documents_say_until_it_is_cleared(google: Emulator) -> None:
    condition = {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": 10}]}
    rule = {"condition": condition, "inputMessage": "больше десяти", "strict": True, "showCustomUi": False}
    assert change(google, {"setDataValidation": {"range": area(google, 0, 0, 2, 1), "rule": rule}})[0] == 200
    kept = {"condition": {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "10"}]},
            "inputMessage": "больше десяти", "strict": True}  # fmt: skip
    assert validations(google, "Второй!A1:B2") == [[kept], [kept]]
    change(google, {"setDataValidation": {"range": area(google, 0, 0, 1, 1)}})
    assert validations(google, "Второй!A1:B2") == [[], [kept]]


def test_a_named_range_stands_for_its_cells(google: Emulator) -> None:
    change(google, {"addNamedRange": {"namedRange": {"name": "люди", "range": {**area(google, 1, 0, 2, 2),
                                                                              "sheetId": 0}}}})  # fmt: skip
    assert shown(google, "люди") == [["а", "Анна"]]


def test_what_was_written_is_told_if_that_is_asked(google: Emulator) -> None:
    query = "?valueInputOption=USER_ENTERED&includeValuesInResponse=true&responseValueRenderOption=FORMULA"
    _, answer = ask(google, "PUT", f"/values/Второй!A1{query}", {"values": [["=1+1", "5"]]})
    told = {"range": "'Второй'!A1:B1", "majorDimension": "ROWS", "values": [["=1+1", 5]]}
    assert answer["updatedData"] | {"range": "'Второй'!A1:B1"} == told  # type: ignore[index]


def test_appended_rows_make_their_own_room_if_that_is_asked(google: Emulator) -> None:
    fill(google, ["a"], ["b"], [], ["below"])
    ask(
        google,
        "POST",
        "/values/Второй!A1:append?valueInputOption=RAW&insertDataOption=INSERT_ROWS",
        {"values": [["c"]]},
    )
    assert shown(google, "Второй") == [["a"], ["b"], ["c"], [], ["below"]]


def test_a_larger_destination_is_filled_again_and_again_and_may_get_values_alone(google: Emulator) -> None:
    ask(google, "PUT", "/values/Второй!A1?valueInputOption=USER_ENTERED", {"values": [["=1+1", "x"]]})
    pasted = {"source": area(google, 0, 0, 1, 2), "destination": area(google, 1, 0, 3, 4), "pasteType": "PASTE_VALUES"}
    assert change(google, {"copyPaste": pasted})[0] == 200
    assert shown(google, "Второй!A2:D3", valueRenderOption="FORMULA") == [[2, "x", 2, "x"]] * 2
    turned = {**pasted, "pasteOrientation": "TRANSPOSE", "destination": area(google, 5, 0, 6, 1)}
    change(google, {"copyPaste": turned})
    assert shown(google, "Второй!A6:B7", valueRenderOption="UNFORMATTED_VALUE") == [[2], ["x"]]
    assert change(google, {"copyPaste": {**pasted, "pasteType": "PASTE_NO_BORDERS"}})[0] == 501


def test_names_are_understood_in_either_spelling_and_a_request_alone_too(google: Emulator) -> None:
    frozen = {"properties": {"sheet_id": 0, "grid_properties": {"frozen_row_count": 2}},
              "fields": "grid_properties.frozen_row_count"}  # fmt: skip
    assert ask(google, "POST", ":batchUpdate", {"requests": {"update_sheet_properties": frozen}})[0] == 200
    _, answer = ask(google, "GET", "?fields=sheets.properties.gridProperties.frozenRowCount")
    assert answer["sheets"][0]["properties"]["gridProperties"] == {"frozenRowCount": 2}  # type: ignore[index]


def test_a_request_that_makes_no_sense_answers_501_and_changes_nothing(google: Emulator) -> None:
    move = {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 3}}}
    assert change(google, move, {"deleteNamedRange": {"namedRangeId": "нет такого"}})[0] == 501
    assert ask(google, "POST", ":batchUpdate", {"requests": "слово"})[0] == 501
    assert shown(google, "Лист1!A1:B2") == [["Код", "Имя"], ["а", "Анна"]]


@pytest.mark.parametrize(
    "request_", [{"addChart": {}}, {"addConditionalFormatRule": {}}, {"findReplace": {}}, {"addBanding": {}}]
)
def test_what_nothing_proves_answers_501(google: Emulator, request_: dict[str, object]) -> None:
    assert change(google, request_)[0] == 501


def test_a_formula_nobody_can_check_answers_501(google: Emulator) -> None:
    status, _ = ask(google, "PUT", "/values/Лист1!B2?valueInputOption=USER_ENTERED", {"values": [["=SUM(A1:A2)"]]})
    assert status == 501


def test_a_file_that_is_not_there_and_one_not_shared(google: Emulator) -> None:
    assert google.handle("GET", "https://sheets.googleapis.com/v4/spreadsheets/нет")[0] == 404
    google.books["книга"].forbidden = True
    assert ask(google, "GET", "?includeGridData=false")[0] == 403
