"""The empty sheet of every base template: page, styles with Russian names, numbering, page numbers, language.

ГОСТ Р 7.0.97-2025 (recommended): size 12–14, margins at least 20/10/20/20 mm (30 mm at the left for papers kept over
ten years), pages numbered from the second at the top. Indent 1.25 cm and single spacing are customary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Mm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document as DocumentType

FONT, SIZE = "Times New Roman", 14
MARGINS = {"left": 30, "right": 10, "top": 20, "bottom": 20}
LONG, SHORT = 297, 210
FIRST_LINE = 709
ITEMS, BULLETS, SECTIONS = 1, 2, 3
CENTRE, LEFT, BOTH, RIGHT = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
    WD_ALIGN_PARAGRAPH.RIGHT,
)
_KEPT = {
    "Normal",
    "Default Paragraph Font",
    "Normal Table",
    "No List",
    "Table Grid",
    "Header",
    "Footer",
    "Heading 1",
    "Heading 2",
    "Heading 3",
    "Header Char",
    "Footer Char",
    "Heading 1 Char",
    "Heading 2 Char",
    "Heading 3 Char",
}


def blank_paper() -> DocumentType:
    """Return an empty portrait A4 document with our styles."""
    document = Document()
    for style in list(document.styles):
        if style.name not in _KEPT:
            style.element.getparent().remove(style.element)
    _set_language(document)
    _base_styles(document)
    _own_styles(document)
    _numbering(document)
    page(document.sections[0], landscape=False)
    _page_number(document.sections[0])
    return document


def page(section: Any, *, landscape: bool) -> None:
    """Set size and margins; the side that is filed (the left one) becomes the top of a landscape page."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(LONG), Mm(SHORT)) if landscape else (Mm(SHORT), Mm(LONG))
    turned = {"top": "left", "right": "top", "bottom": "right", "left": "bottom"}
    for side in MARGINS:
        setattr(section, f"{side}_margin", Mm(MARGINS[turned[side] if landscape else side]))
    section.header_distance = section.footer_distance = Mm(10)


def _set_language(document: DocumentType) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(properties):
        properties.remove(child)
    properties.append(_fonts())
    for tag in ("w:sz", "w:szCs"):
        size = OxmlElement(tag)
        size.set(qn("w:val"), str(SIZE * 2))
        properties.append(size)
    lang = OxmlElement("w:lang")
    for name, value in (("val", "ru-RU"), ("eastAsia", "ru-RU"), ("bidi", "ar-SA")):
        lang.set(qn(f"w:{name}"), value)
    properties.append(lang)


def _fonts() -> Any:
    fonts = OxmlElement("w:rFonts")
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)
    return fonts


def _base_styles(document: DocumentType) -> None:
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Header", "Footer"):
        style = document.styles[name]
        properties = style.element.get_or_add_rPr()
        for child in list(properties):
            properties.remove(child)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.0
    for style in document.styles:
        if style.type == WD_STYLE_TYPE.CHARACTER and style.name.endswith("Char"):
            properties = style.element.find(qn("w:rPr"))
            if properties is not None:
                style.element.remove(properties)
    for name, before, after in (("Heading 1", 12, 12), ("Heading 2", 12, 6), ("Heading 3", 6, 3)):
        _shape(document.styles[name], bold=True, before=before, after=after, keep=True)
    document.styles["Heading 2"].paragraph_format.alignment = CENTRE
    document.styles["Normal"].paragraph_format.widow_control = True


def _shape(
    style: Any,
    *,
    align: Any = None,
    bold: bool | None = None,
    italic: bool | None = None,
    size: float | None = None,
    before: float = 0,
    after: float = 0,
    first: float | None = None,
    left: float | None = None,
    keep: bool = False,
    page_break: bool = False,
) -> None:
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    if align is not None:
        layout.alignment = align
    if first is not None:
        layout.first_line_indent = Cm(first)
    if left is not None:
        layout.left_indent = Cm(left)
    if keep:
        layout.keep_with_next = layout.keep_together = True
    if page_break:
        layout.page_break_before = True
    style.font.bold, style.font.italic = bold, italic
    if size is not None:
        style.font.size = Pt(size)


OWN_STYLES: dict[str, tuple[str, dict[str, Any]]] = {
    "letterhead": ("Бланк", {"align": CENTRE, "size": 12}),
    "school": ("Бланк школы", {"align": CENTRE, "bold": True, "size": 12, "after": 2}),
    "kind": ("Вид документа", {"align": CENTRE, "bold": True, "before": 14, "after": 8}),
    "number": ("Дата и номер", {"before": 4, "after": 4}),
    "owner": ("Название школы", {"align": CENTRE, "bold": True, "size": 12, "after": 2}),
    "title": ("Название документа", {"align": CENTRE, "bold": True, "before": 14, "after": 8}),
    "dated": ("Место и дата", {"before": 4, "after": 4}),
    "place": ("Место составления", {"align": CENTRE, "size": 12, "after": 4}),
    "text": ("Текст документа", {"align": BOTH, "first": 1.25}),
    "plain": ("Текст без отступа", {"align": BOTH}),
    "centred": ("Текст по центру", {"align": CENTRE, "before": 6, "after": 6}),
    "resolve": ("Распоряжение", {"before": 8, "after": 8, "keep": True}),
    "item": ("Пункт", {"align": BOTH, "first": 1.25, "left": 0}),
    "subitem": ("Подпункт", {"align": BOTH, "first": 1.25, "left": 0}),
    "clause": ("Пункт раздела", {"align": BOTH, "first": 1.25, "left": 0}),
    "bullet": ("Перечень", {"align": BOTH, "first": 1.25, "left": 0}),
    "approval": ("Гриф", {"align": LEFT, "left": 9}),
    "appendix": ("Гриф приложения", {"align": LEFT, "left": 9, "after": 0}),
    "signed": ("Подпись", {"align": LEFT}),
    "cell": ("Текст таблицы", {"align": LEFT, "size": 11}),
    "head": ("Шапка таблицы", {"align": CENTRE, "bold": True, "size": 11, "keep": True}),
    "note": ("Пояснение", {"align": CENTRE, "size": 9, "after": 4}),
    "line": ("Строка бланка", {"align": LEFT, "before": 6}),
    "grid": ("Текст сетки", {"align": LEFT, "size": 12}),
    "small": ("Мелкий текст таблицы", {"align": LEFT, "size": 7}),
    "smallhead": ("Мелкая шапка таблицы", {"align": CENTRE, "size": 7, "keep": True}),
    "honour": ("Почётная надпись", {"align": CENTRE, "bold": True, "size": 40, "before": 120, "after": 24}),
    "honoured": ("Имя награждаемого", {"align": CENTRE, "bold": True, "size": 24, "before": 24, "after": 8}),
    "merit": ("За что награждён", {"align": CENTRE, "size": 16, "before": 6, "after": 8}),
    "letter": ("Обращение", {"align": CENTRE, "bold": True, "before": 18, "after": 12}),
    "control": ("Управление", {"align": LEFT, "size": 8}),
}


def _own_styles(document: DocumentType) -> None:
    for style_id, (name, look) in OWN_STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(qn("w:styleId"), style_id)
        style.base_style = document.styles["Normal"]
        style.quick_style = True
        _shape(style, **look)
    edge = Mm(SHORT - MARGINS["left"] - MARGINS["right"])
    for name in ("Дата и номер", "Место и дата"):
        document.styles[name].paragraph_format.tab_stops.add_tab_stop(edge, WD_TAB_ALIGNMENT.RIGHT)
    line = document.styles["Строка бланка"].paragraph_format.tab_stops
    line.add_tab_stop(edge, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)


_LISTS: dict[int, tuple[tuple[str, str, str], ...]] = {
    ITEMS: (("decimal", "%1.", "item"), ("decimal", "%1.%2.", "subitem")),
    BULLETS: (("bullet", "–", "bullet"),),
    SECTIONS: (("decimal", "%1.", "Heading2"), ("decimal", "%1.%2.", "clause")),
}


def _numbering(document: DocumentType) -> None:
    """Make our three lists the only ones, each level bound to its style."""
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    for number, levels in _LISTS.items():
        marked = "".join(_level(i, *level) for i, level in enumerate(levels))
        kind = "multilevel" if len(levels) > 1 else "singleLevel"
        root.append(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
                f'<w:multiLevelType w:val="{kind}"/>{marked}</w:abstractNum>'
            )
        )
    for number, levels in _LISTS.items():
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
        for depth, (_, _, style_id) in enumerate(levels):
            _bind(document, style_id, number, depth)


def _level(depth: int, kind: str, text: str, style_id: str) -> str:
    indent = "" if style_id == "Heading2" else f'<w:pPr><w:ind w:left="0" w:firstLine="{FIRST_LINE}"/></w:pPr>'
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="{style_id}"/>'
        f'<w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>{indent}</w:lvl>'
    )


def _bind(document: DocumentType, style_id: str, number: int, depth: int) -> None:
    style = next(s for s in document.styles if s.style_id == style_id)
    properties = style.element.get_or_add_pPr()
    level = f'<w:ilvl w:val="{depth}"/>' if depth else ""
    numbered = parse_xml(f'<w:numPr {nsdecls("w")}>{level}<w:numId w:val="{number}"/></w:numPr>')
    properties._insert_numPr(numbered)


def _page_number(section: Any) -> None:
    """Number the pages at the top centre from the second."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRE
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "2"), ("end", "")):
        run = paragraph.add_run(text if kind == "text" else "")
        if kind == "text":
            continue
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
    section.first_page_header.paragraphs[0].text = ""
