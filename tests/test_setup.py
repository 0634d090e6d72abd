"""Set-up as a person meets it: the one line, the lock, the Windows bundle and its installer."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def load(path):
    """A script of ours as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bundle_windows = load(ROOT / "scripts" / "bundle_windows.py")
installer = load(ROOT / "packaging" / "windows" / "install.py")


# --- the lock --------------------------------------------------------------------------------------


def pins(path):
    """Every «name==version» of a lock with its hashes."""
    text = path.read_text(encoding="utf-8")
    starts = [*PIN.finditer(text)]
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return {
        (start[1], start[2]): set(re.findall(r"--hash=(sha256:[0-9a-f]{64})", text[start.start() : end]))
        for start, end in zip(starts, ends, strict=True)
    }


LOCK = pins(ROOT / "requirements.lock")
WINDOWS_LOCK = pins(ROOT / "packaging" / "windows" / "requirements.lock")


def test_the_lock_satisfies_every_dependency_of_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    written = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(requirement for extra in extras for requirement in extra),
    ]
    wanted = [Requirement(text) for text in written if not text.startswith("nastavnik-sheets[")]
    for requirement in wanted:
        versions = [version for name, version in LOCK if name == requirement.name.lower()]
        assert versions, requirement
        assert all(version in requirement.specifier for version in versions), requirement


def test_every_locked_package_has_hashes_and_no_address():
    assert all(LOCK.values())
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_the_windows_lock_is_a_part_of_the_lock():
    names = {name for name, _ in WINDOWS_LOCK}
    assert "pywin32" in names
    assert "pytest" not in names
    for pin, hashes in WINDOWS_LOCK.items():
        assert hashes == LOCK[pin], pin


# --- setup.sh --------------------------------------------------------------------------------------

BACKEND = """
import pathlib, zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "nastavnik_sheets-0-py3-none-any.whl"
    meta = "nastavnik_sheets-0.dist-info/"
    with zipfile.ZipFile(pathlib.Path(folder) / name, "w") as wheel:
        wheel.writestr("here.pth", str(pathlib.Path.cwd()))
        wheel.writestr(meta + "METADATA", "Metadata-Version: 2.1\\nName: nastavnik-sheets\\nVersion: 0\\n")
        wheel.writestr(meta + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(meta + "entry_points.txt", "[console_scripts]\\nnastavnik = program:main\\n")
        wheel.writestr(meta + "RECORD", "")
    return name
"""


@pytest.fixture
def school(tmp_path):
    """A small project of the same shape, in a folder named as schools name theirs."""
    folder = tmp_path / "Школа № 1 (новая)"
    folder.mkdir()
    shutil.copy(ROOT / "setup.sh", folder)
    (folder / "requirements.lock").write_text("# nothing\n")
    (folder / "backend.py").write_text(BACKEND)
    (folder / "program.py").write_text("import os, sys\ndef main():\n    print(sys.argv[1:], os.getcwd())\n")
    (folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
        '[project]\nname = "nastavnik-sheets"\nversion = "0"\n'
    )
    return folder


def run_setup(folder, *arguments, cwd, path=None):
    environment = {**os.environ, "PATH": path or os.environ["PATH"]}
    environment.pop("CI", None)
    command = [shutil.which("bash"), str(folder / "setup.sh"), *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)


def test_setup_runs_the_demo_from_any_folder_and_the_second_time_at_once(school, tmp_path):
    first = run_setup(school, "demo", "папка с книгой", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines()[-1] == f"['demo', 'папка с книгой'] {tmp_path}"
    assert "Создаю окружение" in first.stdout

    second = run_setup(school, "demo", cwd=school)
    assert second.stdout == f"['demo'] {school}\n"

    moved = school.rename(tmp_path / "Другая школа")
    third = run_setup(moved, "demo", cwd=moved)
    assert third.returncode == 0, third.stderr
    assert "Создаю окружение" in third.stdout


def test_setup_says_in_one_sentence_what_failed_and_names_the_log(school, tmp_path):
    (school / "requirements.lock").write_text("no-such-library==1 --hash=sha256:" + "0" * 64 + "\n")
    (school / "pip.conf").write_text("[global]\nno-index = true\n")
    os_environ = {"PIP_CONFIG_FILE": str(school / "pip.conf"), "PIP_FIND_LINKS": ""}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in os_environ.items():
            patch.setenv(name, value)
        run = run_setup(school, "demo", cwd=tmp_path)
    assert run.returncode == 1
    assert run.stderr.splitlines() == [
        "Библиотеки не установились: проверьте, что есть сеть, и повторите команду.",
        f"Подробности в файле {school / 'setup.log'}",
    ]
    assert "no-such-library" in (school / "setup.log").read_text(encoding="utf-8")


def test_setup_without_libreoffice_and_apt_names_what_to_install_and_runs_no_test(school, tmp_path):
    bare = tmp_path / "bin"
    bare.mkdir()
    for name in ("bash", "dirname", "date", "uname", "readlink"):
        (bare / name).symlink_to(shutil.which(name))
    (bare / "python3").symlink_to(sys.executable)
    run = run_setup(school, "test", cwd=tmp_path, path=str(bare))
    assert run.returncode == 1
    missing = "LibreOffice с окнами (Calc и Writer), экран для него (Xvfb), poppler, Node.js, шрифты Liberation"
    assert run.stderr.startswith(f"На этой машине не хватает: {missing}, Chromium и npm.")
    assert run.stdout == ""


def test_the_validator_of_the_tests_is_pinned_and_has_a_hash_and_no_address():
    lock = (ROOT / "packaging" / "validator" / "package-lock.json").read_text(encoding="utf-8")
    packages = [one for name, one in json.loads(lock)["packages"].items() if name]
    assert len(packages) == 1
    assert all(one["version"] == "0.4.0" and one["integrity"].startswith("sha512-") for one in packages)
    assert "://" not in lock


def test_setup_refuses_a_word_it_does_not_know(school):
    run = run_setup(school, "domo", cwd=school)
    assert run.returncode == 2
    assert "bash setup.sh demo" in run.stderr


def test_ci_runs_the_line_that_the_readme_gives():
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == "bash setup.sh test"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "bash setup.sh test" in readme
    assert "bash setup.sh demo" in readme


# --- the Windows bundle ----------------------------------------------------------------------------

PYTHON = {
    "python.exe": b"MZ",
    "python311.dll": b"MZ",
    "python311.zip": b"PK",
    "python311._pth": b"python311.zip\r\n.\r\n#import site\r\n",
}


@pytest.fixture
def wheels(tmp_path):
    """Two wheels: one compiled for Windows with data beside Python, one for any system."""
    compiled = tmp_path / "numpy-2.0-cp311-cp311-win_amd64.whl"
    with zipfile.ZipFile(compiled, "w") as wheel:
        wheel.writestr("numpy/core.pyd", b"MZ")
        wheel.writestr("numpy/tests/test_core.py", "")
        wheel.writestr("numpy-2.0.data/data/numpy64.dll", b"MZ")
        wheel.writestr("numpy-2.0.data/scripts/f2py.py", "")
    pure = tmp_path / "words-1.0-py3-none-any.whl"
    with zipfile.ZipFile(pure, "w") as wheel:
        wheel.writestr("words/слова.txt", "наставник")
        wheel.writestr("words-1.0.data/purelib/words/__init__.py", "")
    return [compiled, pure]


def unzip(content, folder):
    folder.mkdir()
    archive = folder / "bundle.zip"
    archive.write_bytes(content)
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    return folder / "Наставник"


def test_the_bundle_holds_python_the_libraries_and_the_installer(wheels, tmp_path):
    bundle = unzip(bundle_windows.compose(PYTHON, wheels), tmp_path / "out")
    assert {path.name for path in bundle.iterdir()} == {"Установить.cmd", "Прочтите.txt", "LICENSE.txt", "files"}
    assert (bundle / "files/python/python311._pth").read_bytes() == b"python311.zip\r\n.\r\nimport site\r\n"
    with zipfile.ZipFile(bundle / "files/packages.zip") as packages:
        assert packages.namelist() == [
            "Lib/site-packages/numpy/core.pyd",
            "Lib/site-packages/words/__init__.py",
            "Lib/site-packages/words/слова.txt",
            "numpy64.dll",
        ]


def test_the_bundle_is_the_same_whatever_the_order_of_the_wheels(wheels):
    backwards = bundle_windows.compose(dict(reversed(PYTHON.items())), wheels[::-1])
    assert bundle_windows.compose(PYTHON, wheels) == backwards


def test_command_files_have_windows_line_ends_and_run_their_main_path_in_ascii():
    for name in ("install.cmd", "nastavnik.cmd", "window.cmd"):
        content = bundle_windows.command_file(name)
        assert content.count(b"\n") == content.count(b"\r\n") > 0, name
        before_the_code_page, _, rest = content.partition(b"chcp 65001")
        assert before_the_code_page.isascii(), name
        assert rest.isascii() == (name != "install.cmd"), name


@pytest.mark.parametrize("name", ["numpy-2.0-cp311-cp311-manylinux_2_28_x86_64.whl", "numpy-2.0.tar.gz"])
def test_a_library_that_is_not_for_windows_is_refused(name, tmp_path):
    with pytest.raises(bundle_windows.BundleError, match="не сборка для 64-разрядной Windows"):
        bundle_windows.compose(PYTHON, [tmp_path / name])


def test_a_python_with_another_checksum_is_refused(tmp_path, capsys):
    strange = tmp_path / "python-3.11.9-embed-amd64.zip"
    strange.write_bytes(b"PK")
    assert bundle_windows.main(["--python", str(strange), "--out", str(tmp_path)]) == 1
    assert "SHA-256" in capsys.readouterr().err


def test_a_name_too_long_for_windows_is_refused(tmp_path):
    wheel = tmp_path / "deep-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("deep/" * 40 + "module.py", "")
    with pytest.raises(bundle_windows.BundleError, match="Слишком длинное имя"):
        bundle_windows.compose(PYTHON, [wheel])


# --- its installer ---------------------------------------------------------------------------------


@pytest.fixture
def unpacked(wheels, tmp_path):
    """The bundle's «files» folder, with this very Python standing where python.exe stands on Windows."""
    python = {**PYTHON, "python.exe": f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'.encode()}
    files = unzip(bundle_windows.compose(python, wheels), tmp_path / "Загрузки (1)") / "files"
    (files / "python/python.exe").chmod(0o755)
    return files


@pytest.fixture
def target(tmp_path):
    return tmp_path / "Мария Петровна" / "Programs" / "Nastavnik"


def test_the_installer_lays_the_program_out_and_a_second_run_replaces_it(unpacked, target):
    installer.install(unpacked, target)
    assert (target / "python/Lib/site-packages/words/слова.txt").read_text() == "наставник"
    assert (target / "nastavnik.cmd").exists()
    (target / "python/old-version.txt").write_text("")

    installer.install(unpacked, target)
    assert not (target / "python/old-version.txt").exists()
    assert [path.name for path in target.parent.iterdir()] == ["Nastavnik"]


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda files: (files / "packages.zip").write_bytes(b"PK"), "Архив повреждён"),
        (lambda files: (files / "packages.zip").unlink(), "Не удалось записать"),
        (lambda files: (files / "python/python.exe").write_text("#!/bin/sh\nexit 1\n"), "не запускается"),
    ],
)
def test_an_installation_that_fails_leaves_the_old_version_standing(unpacked, target, spoil, sentence):
    installer.install(unpacked, target)
    spoil(unpacked)
    with pytest.raises(installer.InstallError, match=sentence):
        installer.install(unpacked, target)
    assert (target / "python/Lib/site-packages/words/__init__.py").exists()
