"""Bundle: one zip from which an office without internet installs the program on 64-bit Windows.

    python requirements/bundle.py responsibility-windows.zip [3.11 3.12 3.13]

In: the files that git knows here, and the run-time lock. Out: the zip with a folder `wheels` that holds every locked
package for each of the Pythons named. Needs git and a package registry, once; the same commit and lock give the same
bytes. `pip download --platform` asks the markers of a lock of the machine it runs on, which on Linux drops what only
Windows needs; so the lock is resolved here.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from packaging.markers import Marker, default_environment

ROOT = Path(__file__).parents[1]
PYTHONS = ("3.11", "3.12", "3.13")
FOLDER = "responsibility-windows"
LEFT_OUT = ("tests/", "bench/", ".", "Makefile", "requirements/dev.txt", "requirements/bundle.py", "docs/images/")
_PIN = re.compile(
    r"^(?P<pin>[\w.-]+==\S+)(?:\s*;\s*(?P<marker>[^\\\n]+?))?\s*\\\n(?P<hashes>(?:\s+--hash=\S+.*\n)+)", re.M
)


def resolve_lock(lock: str, python: str) -> dict[str, tuple[str, ...]]:
    """Return what 64-bit Windows with this Python, such as 3.12, installs of a lock: hashes by `name==version`.

    Raises ValueError if the lock holds a line that is no pinned package with hashes.
    """
    left = re.sub(r"(?m)^\s*#.*\n?", "", _PIN.sub("", lock))
    if left.strip():
        raise ValueError(f"not a pinned package with hashes: {left.strip().splitlines()[0]}")
    windows = _describe_windows(python)
    return {
        found["pin"]: tuple(re.findall(r"--hash=(\S+)", found["hashes"]))
        for found in _PIN.finditer(lock)
        if not found["marker"] or Marker(found["marker"]).evaluate(windows)
    }


def _describe_windows(python: str) -> dict[str, str]:
    own = {key: str(value) for key, value in default_environment().items()}
    return own | {
        "implementation_name": "cpython",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "platform_system": "Windows",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": "win32",
    }


def write_resolved(resolved: Mapping[str, Iterable[str]]) -> str:
    """Write what was resolved as requirements for pip."""
    return "".join(f"{pin} {' '.join(f'--hash={each}' for each in hashes)}\n" for pin, hashes in resolved.items())


def download_wheels(lock: str, python: str, folder: Path) -> None:
    """Put the wheels of a lock for one Python into a folder. Raises CalledProcessError where one does not exist."""
    with tempfile.TemporaryDirectory() as place:
        wanted = Path(place, "windows.txt")
        wanted.write_text(write_resolved(resolve_lock(lock, python)), "utf-8")
        command = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps"]
        command += ["--require-hashes", "--only-binary=:all:", "--platform=win_amd64", f"--python-version={python}"]
        subprocess.run([*command, "-r", str(wanted), "-d", str(folder)], check=True)


def list_project(root: Path) -> Iterator[Path]:
    """List the files of the project that an office needs, relative to root."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        if not name.startswith(LEFT_OUT) and (root / name).is_file():
            yield Path(name)


def write_bundle(target: Path, root: Path, wheels: Iterable[Path]) -> None:
    """Write the zip whole or not at all, its entries in order and without a clock."""
    files = {each.as_posix(): root / each for each in list_project(root)}
    files |= {f"wheels/{each.name}": each for each in wheels}
    part = target.with_suffix(".part")
    with zipfile.ZipFile(part, "w") as bundle:
        for name, path in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}")
            packed = path.suffix in (".whl", ".png")  # these are compressed already
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, path.read_bytes())
    part.replace(target)


def main(target: str, *pythons: str) -> None:
    """Make the bundle for the Pythons named, else for all."""
    lock = (ROOT / "requirements" / "run.txt").read_text("utf-8")
    with tempfile.TemporaryDirectory() as place:
        for python in pythons or PYTHONS:
            download_wheels(lock, python, Path(place))
        write_bundle(Path(target), ROOT, Path(place).glob("*.whl"))


if __name__ == "__main__":
    main(*sys.argv[1:])
