"""How long `suggest` takes beside a bare process that imports scipy and reads and writes the same book.

    python benchmarks/suggest.py [mentees] [runs]        1 000 mentees, half as many mentors, 5 runs

Whole processes, CPU seconds, in turn; prints the medians and their ratio.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
from datetime import date
from pathlib import Path

from check import cpu

from nastavnik_sheets import template
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.lists import initial_values
from nastavnik_sheets.terms import PARTICIPATION, PROCESSING
from nastavnik_sheets.workbook import Consent, Mentee, Mentor

TODAY, SEEN = date(2026, 10, 1), date(2026, 9, 1)
WORDS = (
    "алгебра", "геометрия", "контрольная", "проект", "робот", "музыка", "хор", "танцы", "бег", "футбол", "право",
    "экзамен", "сочинение", "химия", "опыт", "физика", "биология", "туризм", "лидер", "класс", "друзья",
)  # fmt: skip
BARE = """
import sys
import scipy.sparse, scipy.sparse.csgraph
from nastavnik_sheets.hosts import open_host
with open_host(sys.argv[1]) as host:
    grids = [host.read(sheet) for sheet in host.sheets()]
    header = host.read("Предложения")[0]
    host.replace("Предложения", [header, *([f"строка {n}"] * len(header) for n in range(3000))])
"""


def build(path: Path, mentees: int) -> None:
    """Write a school of pupils and teachers with topics, times and all consents."""
    pick = random.Random(1)
    lists = initial_values()
    seekers = [_mentee(n, pick, lists) for n in range(mentees)]
    helpers = [_mentor(mentees, n, pick, lists) for n in range(mentees // 2)]
    consents = [
        Consent(code=make_code("С", 2 * n + k + 1), person=one.code, kind=kind, given=SEEN,
                signed_by="законный представитель" if isinstance(one, Mentee) else "сам")
        for n, one in enumerate((*seekers, *helpers)) for k, kind in enumerate((PROCESSING, PARTICIPATION))
    ]  # fmt: skip
    path.write_bytes(template.build(today=TODAY, records={Mentee: seekers, Mentor: helpers, Consent: consents}))


def _common(pick: random.Random, lists: dict[str, list[str]], topics: int) -> dict[str, object]:
    return {"topics": tuple(pick.sample(lists["Темы"], topics)), "times": tuple(pick.sample(lists["Удобное время"], 2)),
            "joined": SEEN, "questionnaire": SEEN, "programme_seen": SEEN, "voluntary": True}  # fmt: skip


def _mentee(n: int, pick: random.Random, lists: dict[str, list[str]]) -> Mentee:
    return Mentee(
        code=make_code("У", n + 1), full_name=f"Ученик{'абвгдежз'[n % 8]} Али Омарович", kind="обучающийся",
        birth_date=date(2010 + n % 4, 1 + n % 12, 1 + n % 28), request=" ".join(pick.choices(WORDS, k=6)),
        wanted_form="Учитель – ученик", **_common(pick, lists, 2),
    )  # fmt: skip


def _mentor(mentees: int, n: int, pick: random.Random, lists: dict[str, list[str]]) -> Mentor:
    return Mentor(
        code=make_code("У", mentees + n + 1), full_name=f"Учитель{'абвгдежз'[n % 8]} Иса Алиевич",
        kind="педагог или специалист", birth_date=date(1980, 1 + n % 12, 1 + n % 28), capacity=1 + n % 3,
        age_from=11, age_to=15, competences=" ".join(pick.choices(WORDS, k=6)), **_common(pick, lists, 4),
    )  # fmt: skip


def main(mentees: int = 1000, runs: int = 5) -> None:
    with tempfile.TemporaryDirectory() as folder:
        original, copy = Path(folder) / "книга.xlsx", Path(folder) / "копия.xlsx"
        build(original, mentees)
        suggest = [sys.executable, "-m", "nastavnik_sheets", "suggest", str(copy), "--today", TODAY.isoformat()]
        figures: dict[str, list[float]] = {"bare": [], "suggest": []}
        for _ in range(runs + 1):  # the first one warms up
            shutil.copy(original, copy)
            figures["bare"].append(cpu([sys.executable, "-c", BARE, str(copy)]))
            shutil.copy(original, copy)
            figures["suggest"].append(cpu(suggest))
    bare, ours = (statistics.median(figures[name][1:]) for name in ("bare", "suggest"))
    print(f"{mentees} mentees × {mentees // 2} mentors: bare {bare:.2f} s CPU")
    print(f"suggest {ours:.2f} s = {ours / bare:.2f} × bare")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
