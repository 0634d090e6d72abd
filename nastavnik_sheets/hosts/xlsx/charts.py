"""What a chart leaves unsaid is said before it moves into another workbook or a document.

XlsxWriter leaves out what is false, and programs take that for false only in a workbook that Excel 2007 saved; in any
other LibreOffice writes the names of the series and the categories beside every number, rounds the corners and draws an
empty cell as a zero. (ECMA-376 part 1, 21.2: the defaults of these elements.)
"""

from __future__ import annotations

import re

_LABELS = re.compile(rb"<c:dLbls>(.*?)</c:dLbls>", re.DOTALL)
_SHOWN = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
_SHOW = re.compile(rb'<c:(%s) val="([^"]*)"/>' % "|".join(_SHOWN).encode())
_AFTER = re.compile(rb"<c:(?:separator|showLeaderLines|leaderLines|extLst)\b")
_BEFORE_BLANKS = re.compile(rb"<c:plotVisOnly\b[^>]*/>")
_TOP = re.compile(rb"<c:chartSpace\b[^>]*>(?:<c:date1904\b[^>]*/>)?(?:<c:lang\b[^>]*/>)?")


def outspoken(xml: bytes) -> bytes:
    """Return a chart that says what its labels do not show, that empty cells are gaps and its corners square."""
    xml = _LABELS.sub(lambda found: b"<c:dLbls>%s</c:dLbls>" % _labels(found[1]), xml)
    if b"<c:dispBlanksAs" not in xml:
        xml = _BEFORE_BLANKS.sub(lambda found: found[0] + b'<c:dispBlanksAs val="gap"/>', xml, count=1)
    if b"<c:roundedCorners" in xml:
        return xml
    return _TOP.sub(lambda found: found[0] + b'<c:roundedCorners val="0"/>', xml, count=1)


def _labels(inner: bytes) -> bytes:
    if b"<c:dLbl>" in inner or b"<c:delete" in inner:
        return inner
    said = dict(_SHOW.findall(inner))
    rest = _SHOW.sub(b"", inner)
    after = _AFTER.search(rest)
    place = after.start() if after else len(rest)
    shown = b"".join(b'<c:%s val="%s"/>' % (name, said.get(name, b"0")) for name in (n.encode() for n in _SHOWN))
    return rest[:place] + shown + rest[place:]
