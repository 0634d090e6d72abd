"""Speed of many letters: our compile-once form against plain docxtpl, the same template and the same fields.

    python benchmarks/documents.py [NUMBER]        prints what documents.md says

Each side runs in a process of its own, so that memory is its own too.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from docx import Document

from nastavnik_sheets.documents.every_kind import kind_named
from nastavnik_sheets.documents.factory import compile_form, tags_in_english
from nastavnik_sheets.documents.filters import filters
from nastavnik_sheets.documents.kinds import Ask, common_fields
from nastavnik_sheets.documents.sample import SAMPLE_DAY, sample_book
from nastavnik_sheets.documents.template_files import own_template
from nastavnik_sheets.documents.word_package import DOCUMENT, is_text_part, read_parts, write_parts

KIND = "letter_parents"


def contexts(number: int) -> list[dict[str, object]]:
    kind = kind_named(KIND)
    assert kind is not None
    book, ask = sample_book(), Ask(today=SAMPLE_DAY)
    subject = kind.subjects(book, ask)[0]
    common = {**common_fields(book, ask), **subject.fields, "дата": SAMPLE_DAY}
    return [{**common, "номер": str(n)} for n in range(1, number + 1)]


def template() -> bytes:
    kind = kind_named(KIND)
    assert kind is not None
    return own_template(kind.file)


def ours(number: int) -> int:
    form = compile_form(template(), name="письмо", filters=filters())
    size = 0
    for context in contexts(number):
        size += len(form.fill(context, title="письмо", author="школа", made=date(2026, 9, 1)))
    return size


def plain_docxtpl(number: int) -> int:
    """The documented way: a new DocxTemplate for every letter, the safe environment passed to render."""
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    parts = read_parts(template(), name="письмо")
    english = {n: tags_in_english(d.decode()).encode() if is_text_part(n) else d for n, d in parts.items()}
    content = write_parts(english)
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    environment.filters.update(filters())
    size = 0
    for context in contexts(number):
        letter = DocxTemplate(io.BytesIO(content))
        letter.render(context, environment, autoescape=True)
        stream = io.BytesIO()
        letter.save(stream)
        size += len(stream.getvalue())
    return size


def run(side: str, number: int) -> None:
    making = {"ours": ours, "docxtpl": plain_docxtpl}[side]
    making(1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    making(number)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{side} {seconds:.2f} {before // 1024} {after // 1024}")


def measure(side: str, number: int) -> tuple[float, int, int]:
    command = [sys.executable, str(Path(__file__)), "--side", side, str(number)]
    line = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(line[1]), int(line[2]), int(line[3])


def main() -> None:
    if sys.argv[1:2] == ["--side"]:
        run(sys.argv[2], int(sys.argv[3]))
        return
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    rows = {side: measure(side, number) for side in ("ours", "docxtpl")}
    for side, (seconds, before, after) in rows.items():
        print(f"{side}: {number} letters {seconds:.2f} s, memory {before} MB after one, {after} MB after all")
    print(f"ours / docxtpl = {rows['ours'][0] / rows['docxtpl'][0]:.3f}")
    paragraphs = len(Document(io.BytesIO(template())).paragraphs)
    print(f"template: {paragraphs} paragraphs, {len(read_parts(template(), name='t')[DOCUMENT])} bytes of XML")


if __name__ == "__main__":
    main()
