"""The last touches to the bytes of a new workbook that XlsxWriter has no word for."""

from __future__ import annotations

import io
import re
import zipfile

_ROW_HEIGHT = re.compile(rb'(<row [^>]*?) customHeight="1"')
_STAMP = (1980, 1, 1, 0, 0, 0)


def polished(content: bytes, *, fixed_heights: frozenset[str] = frozenset()) -> bytes:
    """Return the workbook with its language named and with rows that grow when somebody types more.

    `fixed_heights` are members whose rows keep their height. Equal content gives equal bytes.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/sheet") and name not in fixed_heights:
                part = _ROW_HEIGHT.sub(rb"\1", part)
            elif name == "docProps/core.xml":
                part = part.replace(b"</cp:coreProperties>", b"<dc:language>ru-RU</dc:language></cp:coreProperties>")
            new.writestr(zipfile.ZipInfo(name, _STAMP), part, zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()
