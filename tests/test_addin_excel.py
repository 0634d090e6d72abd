"""The add-in for Excel as far as it can be known without Excel: its parts agree, and LibreOffice opens it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from oletools.olevba import VBA_Parser, decompress_stream
from openxml_audit import OpenXmlValidator

from nastavnik_sheets.addin import compound, macros, vba, xlam
from nastavnik_sheets.addin.buttons import ribbon
from nastavnik_sheets.addin.compression import compress
from nastavnik_sheets.cli import main
from nastavnik_sheets.commands.addins import files_to_install
from nastavnik_sheets.documents import catalogue

PICTURES = {
    "FileDocumentInspect", "GetExternalDataFromText", "DistributionListSelectMembers", "AcceptInvitation",
    "ChartInsert", "FileSaveAsWordDocx", "CalendarInsert", "RefreshAll", "Undo", "Help", "ControlsGallery",
    "AutoCorrect", "ConditionalFormattingDataBarsGallery", "SignatureLineInsert", "DataValidation", "OutlookTaskCreate",
    "TableInsertExcel", "ConditionalFormattingIconSetsGallery", "ShapeStar", "FileMarkAsFinal", "FileSaveAsWebPage",
    "SheetProtect",
}  # fmt: skip
"""Pictures of Office that the gallery ImageMso drew in Excel 2010 and 2013, and whose controls Microsoft's lists of
Office 2013 to 365 (office-fluent-ui-command-identifiers) still name: a new one is looked up there first."""
CONTROLS = "{http://schemas.microsoft.com/office/2009/07/customui}"
RIBBON = etree.fromstring(ribbon())
SOURCES = {path.stem: path.read_text("utf-8") for path in macros("excel").glob("*.bas")}
KNOWN = {
    "customUI": set(), "ribbon": set(), "tabs": set(), "tab": {"id", "label"}, "group": {"id", "label"},
    "button": {"id", "label", "size", "imageMso", "onAction", "screentip", "supertip", "tag"},
    "menu": {"id", "label", "size", "itemSize", "imageMso", "screentip", "supertip"},
    "menuSeparator": {"id", "title"},
}  # fmt: skip


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def buttons() -> list[etree._Element]:
    return list(RIBBON.iter(f"{CONTROLS}button"))


@given(st.binary(max_size=9000) | st.text(alphabet="ab \nRunNastavnik", max_size=12_000).map(str.encode))
def test_compressed_source_reads_back_as_it_was(data: bytes) -> None:
    read = decompress_stream(bytearray(compress(data)))
    assert read[: len(data)] == data
    assert not read[len(data) :].strip(b"\0")


@given(st.dictionaries(st.text("abcdEFG1_", min_size=1, max_size=20), st.binary(max_size=9000), max_size=40))
def test_a_compound_file_gives_back_every_stream(streams: dict[str, bytes]) -> None:
    folded = {name.upper(): content for name, content in streams.items()}
    with olefile.OleFileIO(compound.write({"inside": dict(folded), "beside": b"x" * 5000})) as read:
        assert {path[-1]: read.openstream(path).read() for path in read.listdir() if path[0] == "inside"} == folded
        assert read.openstream("beside").read() == b"x" * 5000


def test_the_code_in_the_add_in_is_the_source_in_the_project() -> None:
    found = VBA_Parser("nastavnik.xlam", data=parts(xlam.xlam())["xl/vbaProject.bin"])
    code = {Path(name).stem: text for _, _, name, text in found.extract_macros()}
    assert set(code) == {"ThisWorkbook", "Sheet1", *SOURCES}
    assert {name: code[name].splitlines() for name in SOURCES} == {n: t.splitlines() for n, t in SOURCES.items()}


def test_nothing_but_the_source_is_kept_so_excel_compiles_it() -> None:
    with olefile.OleFileIO(parts(xlam.xlam())["xl/vbaProject.bin"]) as project:
        assert project.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("cc61ffff000000")
        assert not [path for path in project.listdir() if path[-1].startswith("__SRP")]


def test_the_project_is_neither_locked_nor_hidden() -> None:
    with olefile.OleFileIO(parts(xlam.xlam())["xl/vbaProject.bin"]) as project:
        text = project.openstream("PROJECT").read().decode("cp1251")
    stored = {key: revealed(text, key) for key in ("CMG", "DPB", "GC")}
    assert stored == {"CMG": bytes(4), "DPB": b"\0", "GC": b"\xff"}


def revealed(text: str, key: str) -> bytes:
    """Return a hidden property as [MS-OVBA] 2.4.3.3 reads it."""
    hidden = bytes.fromhex(re.search(rf'^{key}="(\w+)"', text, re.MULTILINE)[1])  # type: ignore[index]
    project = re.search(r'^ID="(.+)"', text, re.MULTILINE)[1]  # type: ignore[index]
    seed, version, project_key = hidden[0], hidden[1] ^ hidden[0], hidden[2] ^ hidden[0]
    assert (version, project_key) == (2, sum(project.encode()) & 0xFF)
    first, second, plain, read = hidden[2], hidden[1], project_key, bytearray()
    for byte in hidden[3:]:
        plain = byte ^ (second + plain & 0xFF)
        first, second = byte, first
        read.append(plain)
    body = read[(seed & 6) // 2 :]
    assert int.from_bytes(body[:4], "little") == len(body) - 4
    return bytes(body[4:])


def test_russian_letters_never_stand_in_macros() -> None:
    for name, source in SOURCES.items():
        assert source.isascii(), name


def test_every_button_has_a_sub_of_its_own_and_every_sub_a_button() -> None:
    subs = re.findall(r"^Public Sub (\w+)\(control As IRibbonControl\)$", SOURCES["NastavnikRibbon"], re.MULTILINE)
    assert len(subs) == SOURCES["NastavnikRibbon"].count("End Sub")
    assert list(dict.fromkeys(button.get("onAction") for button in buttons())) == [
        "Nastavnik_Check", "Nastavnik_Import", "Nastavnik_Suggest", "Nastavnik_Confirm", "Nastavnik_Monitor",
        "Nastavnik_Documents", "Nastavnik_Remind", "Nastavnik_Sync", "Nastavnik_Undo", "Nastavnik_Help",
        "Nastavnik_Fix", "Nastavnik_Roadmap", "Nastavnik_Consents", "Nastavnik_Mentors", "Nastavnik_Plan",
        "Nastavnik_Journal",
        "Nastavnik_Pair", "Nastavnik_Awards", "Nastavnik_Grant", "Nastavnik_Publish", "Nastavnik_Privacy"]  # fmt: skip
    assert sorted(subs) == sorted({button.get("onAction") for button in buttons()})


def test_ribbon_ids_are_unique_and_attributes_are_known() -> None:
    controls = [e for e in RIBBON.iter() if isinstance(e.tag, str)]
    ids = [e.get("id") for e in controls if e.get("id")]
    assert len(ids) == len(set(ids))
    for control in controls:
        name = control.tag.removeprefix(CONTROLS)
        assert set(control.attrib) <= KNOWN[name], name
        assert all(len(value) < 1024 for value in control.attrib.values())


def test_every_picture_is_one_that_office_has() -> None:
    pictured = [str(one.get("imageMso")) for one in RIBBON.iter() if isinstance(one.tag, str) and one.get("imageMso")]
    assert set(pictured) == PICTURES
    assert len(pictured) == len(set(pictured))


def test_no_label_underlines_a_letter_by_chance() -> None:
    assert not [one.get("label") for one in RIBBON.iter() if "&" in str(one.get("label"))]


def test_macros_keep_the_limits_of_their_editor() -> None:
    for name, source in SOURCES.items():
        lines = source.splitlines()
        assert lines[1] == "Option Explicit", name
        assert max(map(len, lines)) < 1023
        assert "_\n" * 2 not in source
        opened = [line for line in lines if re.match(r"(Public |Private )?(Sub|Function) ", line)]
        assert len(opened) == sum(line in {"End Sub", "End Function"} for line in lines)
        assert sum(line.strip().startswith("#If") for line in lines) == sum(line.strip() == "#End If" for line in lines)
        assert "Declare " not in source  # nothing that 64 bits spell in another way


def test_names_of_files_never_stand_on_the_command_line() -> None:
    (code,) = re.findall(r"Function StartOnWindows.*?End Function", SOURCES["NastavnikLauncher"], re.DOTALL)
    line = "\n".join(one for one in code.splitlines() if "CommandLine" in one)
    assert "ActiveWorkbook" not in line
    assert "FileName" not in line
    given = dict(re.findall(r'Environment\("PROCESS"\)\.Item\("(\w+)"\) = ([\w.]+)', code))
    assert given == {"NASTAVNIK_BOOK": "ActiveWorkbook.Name", "NASTAVNIK_FILE": "FileName"}


def test_a_script_of_a_mac_says_when_python_is_not_there() -> None:
    script = (macros("excel") / "nastavnik.applescript").read_text("utf-8")
    assert script.isascii()
    asked, started = script.index('do shell script "test -x " & quoted form of python'), script.index("2>&1 &")
    assert asked < started


def test_the_menu_of_documents_has_every_kind_under_its_title() -> None:
    offered = {button.get("tag"): button.get("label") for button in buttons() if button.get("tag")}
    assert offered == {key: title for key, title, _ in catalogue()}


def test_every_large_button_says_what_it_does() -> None:
    large = [e for e in RIBBON.iter() if isinstance(e.tag, str) and e.get("size") == "large"]
    assert len(large) == 10
    for one in large:
        assert one.get("label")
        assert one.get("imageMso")
        assert (one.get("supertip") or "").endswith(".")


def test_every_line_of_the_menu_of_other_commands_says_what_it_does() -> None:
    (menu,) = RIBBON.findall(f".//{CONTROLS}menu[@id='nastavnikMore']")
    lines = menu.findall(f"{CONTROLS}button")
    assert len(lines) == len({one.get("label") for one in lines}) == 11
    for one in lines:
        command = str(one.get("id")).removeprefix("nastavnik")
        assert one.get("onAction") == f"Nastavnik_{command}"
        assert one.get("imageMso")
        assert (one.get("supertip") or "").endswith(".")


def test_every_setting_the_macros_ask_for_is_on_the_sheet_of_the_add_in() -> None:
    asked = set(re.findall(r'Setting\("(\w+)"\)', SOURCES["NastavnikLauncher"]))
    assert asked == {*xlam.read_settings(), "python_windows", "python_mac"}
    sheet = parts(xlam.xlam(windows_python=r"D:\Школа\python.exe"))["xl/sharedStrings.xml"].decode()
    assert r"D:\Школа\python.exe" in sheet
    assert "Наставничество" in sheet


def test_the_same_texts_give_the_same_bytes() -> None:
    assert xlam.xlam() == xlam.xlam()


def test_letters_that_no_code_page_of_macros_has_are_refused_while_building() -> None:
    with pytest.raises(UnicodeEncodeError):
        vba.project("P", [vba.Module("M", "' ≤")])


def test_the_container_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "nastavnik.xlam"
    path.write_bytes(xlam.xlam())
    report = OpenXmlValidator().validate(path)
    assert report.is_valid, report.errors
    inside = parts(path.read_bytes())
    assert b"addin.macroEnabled.main+xml" in inside["[Content_Types].xml"]
    assert b"customUI/customUI14.xml" in inside["_rels/.rels"]
    assert b'codeName="ThisWorkbook"' in inside["xl/workbook.xml"]
    assert b'codeName="Sheet1"' in inside["xl/worksheets/sheet1.xml"]


def test_addin_build_writes_the_add_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["addin", "build", str(tmp_path / "новая")]) == 0
    assert (tmp_path / "новая" / "nastavnik.xlam").read_bytes() == xlam.xlam()
    assert "nastavnik.xlam" in capsys.readouterr().out


def test_excel_of_windows_finds_the_add_in_and_the_add_in_finds_python(tmp_path: Path) -> None:
    python = r"C:\Users\Мария\nastavnik\python.exe"
    files = files_to_install("win32", tmp_path, {"APPDATA": str(tmp_path / "Roaming")}, python)
    place = tmp_path / "Roaming" / "Microsoft" / "Excel" / "XLSTART" / "nastavnik.xlam"
    assert files == {place: xlam.xlam(windows_python=python)}


def test_excel_of_a_mac_gets_the_script_it_may_start_programs_through(tmp_path: Path) -> None:
    files = files_to_install("darwin", tmp_path, {}, "/opt/python3")
    assert [path.name for path in files] == ["nastavnik.xlam", "nastavnik.applescript"]
    handler = re.search(r'AppleScriptTask "([\w.]+)", "(\w+)"', SOURCES["NastavnikLauncher"])
    assert handler
    assert handler[1] == "nastavnik.applescript"
    assert f"on {handler[2]}(" in files[list(files)[1]].decode()


def test_where_there_is_no_excel_nothing_is_put_for_it(tmp_path: Path) -> None:
    assert files_to_install("linux", tmp_path, {}, "python3") == {}
