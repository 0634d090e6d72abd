"""How often the cases of names and posts are right, on lists assembled by hand; run: python benchmarks/wording.py.

Words carry a paradigm that a reader assigned (wording_words.txt, wording_names.txt, wording_posts.txt).
«known» lists were seen while the rules were written, «apart» lists were written down before their first
run. ё and е count as the same. Everything stands beside bare pytrovich and the dictionary of pymorphy3.
"""

import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pymorphy3
import pytrovich

from nastavnik_sheets.wording import decline, decline_post, doubts, gender_of
from nastavnik_sheets.wording.cases import _first, _patronymic, _surname

HERE = Path(__file__).parent
CASES = ("gen", "dat", "acc", "ins", "pre")
PARADIGMS = {
    "0": (0, ("", "", "", "", "")),
    "т": (0, ("а", "у", "а", "ом", "е")),
    "ш": (0, ("а", "у", "а", "ем", "е")),
    "ов": (0, ("а", "у", "а", "ым", "е")),
    "ова": (1, ("ой", "ой", "у", "ой", "ой")),
    "ский": (2, ("ого", "ому", "ого", "им", "ом")),
    "ый": (2, ("ого", "ому", "ого", "ым", "ом")),
    "ой": (2, ("ого", "ому", "ого", "ым", "ом")),
    "ойи": (2, ("ого", "ому", "ого", "им", "ом")),
    "щий": (2, ("его", "ему", "его", "им", "ем")),
    "ская": (2, ("ой", "ой", "ую", "ой", "ой")),
    "чая": (2, ("ей", "ей", "ую", "ей", "ей")),
    "яя": (2, ("ей", "ей", "юю", "ей", "ей")),
    "ец": (2, ("ца", "цу", "ца", "цом", "це")),
    "ецем": (2, ("ца", "цу", "ца", "цем", "це")),
    "й": (1, ("я", "ю", "я", "ем", "е")),
    "ь": (1, ("я", "ю", "я", "ем", "е")),
    "ий": (1, ("я", "ю", "я", "ем", "и")),
    "а": (1, ("ы", "е", "у", "ой", "е")),
    "ка": (1, ("и", "е", "у", "ой", "е")),
    "ша": (1, ("и", "е", "у", "ей", "е")),
    "ца": (1, ("ы", "е", "у", "ей", "е")),
    "я": (1, ("и", "е", "ю", "ей", "е")),
    "ия": (1, ("и", "и", "ю", "ей", "и")),
    "ие": (1, ("и", "е", "ю", "ей", "е")),
    "ийся": (4, ("егося", "емуся", "егося", "имся", "емся")),
    "аяся": (4, ("ейся", "ейся", "уюся", "ейся", "ейся")),
    "3": (1, ("и", "и", "ь", "ью", "и")),
}
PARTS = {"last": _surname, "first": _first, "middle": _patronymic}
ODD_FORMS = {"V-oy", "Infr", "Abbr", "Init"}
LIBRARY_PARTS = {"last": "LASTNAME", "first": "FIRSTNAME", "middle": "MIDDLENAME"}
Decliner = Callable[[str, str, str, str], str]


def lines(name: str) -> Iterator[str]:
    text = (HERE / name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def forms(word: str, paradigm: str) -> tuple[str, list[str]]:
    """The nominative and the five forms of «word» or «word=stem»."""
    word, _, stem = word.partition("=")
    cut, endings = PARADIGMS[paradigm]
    stem = stem or (word[:-cut] if cut else word)
    return word, [stem + ending for ending in endings]


def same(left: str, right: str) -> bool:
    return left.replace("ё", "е") == right.replace("ё", "е")


def words() -> Iterator[tuple[str, str, str, str, list[str]]]:
    for line in lines("wording_words.txt"):
        group, part, genders, paradigm, *found = line.split()
        for gender in genders:
            for word in found:
                nominative, gold = forms(word, paradigm)
                yield group, part, gender, nominative, gold


def names() -> Iterator[tuple[str, str, str, list[str]]]:
    for line in lines("wording_names.txt"):
        group, gender, *found = line.split()
        whole = [name_word(word) for word in found]
        nominative = " ".join(word for word, _ in whole)
        yield group, gender, nominative, [" ".join(form[i] for _, form in whole) for i in range(5)]


def posts() -> Iterator[tuple[str, str, list[str]]]:
    for line in lines("wording_posts.txt"):
        group, *found = line.split(" ")
        whole = [name_word(word) for word in found]
        yield group, " ".join(word for word, _ in whole), [" ".join(form[i] for _, form in whole) for i in range(5)]


def name_word(text: str) -> tuple[str, list[str]]:
    """«Соловьёв/ов-Седой/ой» is two pieces, «Саид-Магомед/т» one, a word without a paradigm keeps one form."""
    if "/" not in text:
        return text, [text] * 5
    text, after = re.fullmatch(r"(.*?)([,)]*)", text).groups()
    pieces, open_piece = [], ""
    for piece in text.split("-"):
        open_piece = f"{open_piece}-{piece}" if open_piece else piece
        if "/" in open_piece:
            pieces.append(forms(*open_piece.split("/")))
            open_piece = ""
    if open_piece:
        word, gold = pieces.pop()
        pieces.append((f"{word}-{open_piece}", gold))
    declined = ["-".join(piece[1][i] for piece in pieces) + after for i in range(5)]
    return "-".join(word for word, _ in pieces) + after, declined


def ours(part: str, gender: str, word: str, case: str) -> str:
    return PARTS[part](word, case, gender)


def bare_pytrovich(part: str, gender: str, word: str, case: str, maker=pytrovich.PetrovichDeclinationMaker()) -> str:  # noqa: B008
    cases = dict(zip(CASES, list(pytrovich.Case)[:5], strict=True))
    genders = {"m": pytrovich.Gender.MALE, "f": pytrovich.Gender.FEMALE}
    return maker.make(pytrovich.NamePart[LIBRARY_PARTS[part]], genders[gender], cases[case], word)


def bare_pymorphy(part: str, gender: str, word: str, case: str, analyser=pymorphy3.MorphAnalyzer()) -> str:  # noqa: B008
    tag = {"last": "Surn", "first": "Name", "middle": "Patr"}[part]
    wanted = {tag, "nomn", "sing", "masc" if gender == "m" else "femn"}
    grammeme = dict(zip(CASES, ("gent", "datv", "accs", "ablt", "loct"), strict=True))[case]
    for parse in analyser.parse(word):
        if wanted <= parse.tag.grammemes and (form := parse.inflect({grammeme, "sing"})):
            return form.word.title() if "-" in form.word else form.word.capitalize()
    return word


def score_words() -> None:
    rows = list(words())
    for title, decliner in (("ours", ours), ("pytrovich", bare_pytrovich), ("pymorphy3", bare_pymorphy)):
        right, total = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
        for group, part, gender, word, gold in rows:
            for case, expected in zip(CASES, gold, strict=True):
                got = decliner(part, gender, word, case)
                total[group, part, gender] += 1
                right[group, part, gender] += same(got, expected)
                if title == "ours" and not same(got, expected):
                    print(f"    {group} {part} {gender} {word} {case}: {got}, expected {expected}")
        for key in sorted(total):
            print(f"{title:10} {' '.join(key):15} {right[key]:5}/{total[key]:<5} {right[key] / total[key]:7.2%}")


def score_names() -> None:
    right, whole, genders, total, doubted = (Counter[str]() for _ in range(5))
    for group, gender, name, gold in names():
        doubted[group] += bool(doubts(name))
        got = [decline(name, case) for case in CASES]
        hits = [same(one, two) for one, two in zip(got, gold, strict=True)]
        total[group] += 1
        right[group] += sum(hits)
        whole[group] += all(hits)
        genders[group] += gender_of(name) == gender
        if not all(hits):
            print(f"    {group} {name}: {got}, expected {gold}; doubts {doubts(name)}")
    for group, count in total.items():
        forms_right = f"forms {right[group]}/{count * 5}, whole names {whole[group]}/{count}"
        print(f"names {group}: {forms_right}, gender {genders[group]}/{count}, doubted {doubted[group]}")


def score_posts() -> None:
    right, whole, total = Counter[str](), Counter[str](), Counter[str]()
    for group, title, gold in posts():
        got = [decline_post(title, case) for case in CASES]
        hits = [same(one, two) for one, two in zip(got, gold, strict=True)]
        total[group] += 1
        right[group] += sum(hits)
        whole[group] += all(hits)
        if not all(hits):
            print(f"    {group} {title}: {got}")
    for group, count in total.items():
        print(f"posts {group}: forms {right[group]}/{count * 5}, whole posts {whole[group]}/{count}")


def score_first_names() -> None:
    """Gender of a given name beside a surname that does not tell."""
    wrong, silent, total = 0, 0, 0
    for _, part, gender, word, _ in words():
        if part == "first" and word != "Саша":
            found = gender_of(f"Ли {word}")
            total += 1
            silent += found is None
            wrong += found not in (None, gender)
            if found != gender:
                print(f"    {word}: {found}, expected {gender}")
    print(f"gender by given name alone: {total - silent - wrong}/{total} right, {wrong} wrong, {silent} silent")


def score_dictionary() -> None:
    """Every surname, given name and patronymic of the pymorphy3 dictionary against ours: where the two part."""
    kinds = {"Surn": "last", "Name": "first", "Patr": "middle"}
    tags = dict(zip(("gent", "datv", "accs", "ablt", "loct"), CASES, strict=True))
    lemmas: dict[tuple[str, str, int, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for word, tag, normal, paradigm, _ in pymorphy3.MorphAnalyzer(lang="ru").dictionary.iter_known_words():
        part = next((kinds[kind] for kind in kinds if kind in tag), "")
        case = next((case for case in ("nomn", *tags) if case in tag), "")
        if part and case and "sing" in tag and tag.gender in {"masc", "femn"} and not tag.grammemes & ODD_FORMS:
            lemmas[part, tag.gender[0], paradigm, normal][case].add(word.replace("ё", "е"))
    agreed, total = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for (part, gender, _, _), found in lemmas.items():
        for tag, case in tags.items():
            if found["nomn"] and found[tag]:
                got = ours(part, gender, min(found["nomn"]), case)
                total[part, gender, case] += 1
                agreed[part, gender, case] += got.replace("ё", "е") in found[tag]
    for key in sorted(total):
        print(f"{' '.join(key):15} {agreed[key]:5}/{total[key]:<5} {agreed[key] / total[key]:7.2%}")


def speed() -> None:
    people = [(name, gender) for _, gender, name, _ in names()] * 10
    start = time.perf_counter()
    for name, gender in people:
        for case in CASES:
            decline(name, case, gender=gender)
    print(f"{len(people) * 5 / (time.perf_counter() - start):,.0f} full names a second")


if __name__ == "__main__":
    for step in (score_words, score_names, score_posts, score_first_names, score_dictionary, speed):
        print(f"== {step.__name__}", file=sys.stdout)
        step()
